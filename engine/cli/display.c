#include "cli/display.h"

#include "adapters/json.h"
#include "base/os/process.h"
#include "base/tame.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static volatile sig_atomic_t stop_asked;
static struct timespec asked_at;

/* The first signal requests cancellation. A second one kills, unless it follows immediately: timeout(1) signals the process, then its
 * group. */
static void ask_to_stop(int number)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (!stop_asked) {
        asked_at = now;
        stop_asked = 1;
        return;
    }
    double since = (double)(now.tv_sec - asked_at.tv_sec) + (double)(now.tv_nsec - asked_at.tv_nsec) / 1e9;
    if (since < 0.2)
        return;
    mlg_os_die_of(number);
}

/* True when the stage, or the fraction to one hundredth, has changed. */
static bool is_news(const mlg_display *display, const char *stage, double fraction)
{
    if (strncmp(display->stage, stage, sizeof display->stage - 1) != 0)
        return true;
    if (isnan(fraction) || isnan(display->fraction))
        return isnan(fraction) != isnan(display->fraction);
    return fabs(fraction - display->fraction) >= 0.01 || (fraction >= 1 && display->fraction < 1);
}

static void show_line(mlg_display *display)
{
    static const char full[] = "####################", empty[] = "....................";
    int length = (int)sizeof full - 1, done = isnan(display->fraction) ? 0 : (int)(display->fraction * length);
    if (isnan(display->fraction))
        fprintf(stderr, "\r\033[K[%s]        %s", empty, mlg_tr(display->stage));
    else
        fprintf(stderr, "\r\033[K[%.*s%.*s] %4.0f %% %s", done, full, length - done, empty,
                display->fraction * 100, mlg_tr(display->stage));
    fflush(stderr);
    display->on_line = true;
}

static void show_json(const mlg_display *display)
{
    mlg_json *json;
    char *text = NULL;
    mlg_status st = mlg_json_new(&json, NULL);
    if (st == MLG_OK) {
        mlg_json_text(json, "stage", display->stage);
        mlg_json_number(json, "fraction", round(display->fraction * 1000) / 1000);
        mlg_json_text(json, "message", mlg_tr(display->stage));
        st = mlg_json_finish_compact(&text, json, NULL);
    }
    if (st == MLG_OK)
        fprintf(stderr, "%s\n", text);
    free(text);
    mlg_json_free(json);
}

static bool report(void *context, const char *stage, double fraction)
{
    mlg_display *display = context;
    if (display->mode != MLG_DISPLAY_NONE && is_news(display, stage, fraction)) {
        snprintf(display->stage, sizeof display->stage, "%s", stage);
        mlg_tame(display->stage);
        display->fraction = fraction;
        if (display->mode == MLG_DISPLAY_LINE)
            show_line(display);
        else
            show_json(display);
    }
    return !stop_asked && !(display->mode == MLG_DISPLAY_JSON && mlg_os_is_unheard(2));
}

mlg_progress mlg_display_start(mlg_display *display, const mlg_args *args)
{
    const char *choice = mlg_args_text(args, "progress");
    *display = (mlg_display){ .mode = MLG_DISPLAY_NONE, .fraction = (double)NAN };
    if (strcmp(choice, "json") == 0)
        display->mode = MLG_DISPLAY_JSON;
    else if (strcmp(choice, "auto") == 0 && !mlg_args_flag(args, "quiet") && mlg_os_is_ansi_terminal(2))
        display->mode = MLG_DISPLAY_LINE;
    mlg_os_on_stop(ask_to_stop);
    if (display->mode == MLG_DISPLAY_JSON)
        mlg_os_ignore_closed_pipes(); /* report() detects it instead */
    return (mlg_progress){ report, display };
}

static bool goes_on(void *context, const char *stage, double fraction)
{
    (void)context, (void)stage, (void)fraction;
    return !stop_asked;
}

mlg_progress mlg_display_none(void)
{
    mlg_os_on_stop(ask_to_stop);
    return (mlg_progress){ goes_on, NULL };
}

void mlg_display_end(mlg_display *display)
{
    if (display->on_line)
        fprintf(stderr, "\r\033[K");
    display->on_line = false;
}
