#include "cli/print.h"

#include "cli/command.h"
#include "cli/display.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mlg_say(FILE *to, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = size >= 0 ? malloc((size_t)size + 1) : NULL;
    if (text && vsnprintf(text, (size_t)size + 1, format, again) == size)
        fputs(mlg_tame(text), to);
    va_end(again);
    free(text);
}

char *mlg_decimals(char *digits)
{
    /* the decimal separator */
    char separator = *mlg_tr(".");
    for (char *at = digits; *at; at++)
        if (*at == '.')
            *at = separator;
    return digits;
}

mlg_status mlg_print_text(mlg_status status, char *text)
{
    if (status != MLG_OK)
        return status;
    size_t n = strlen(text);
    fflush(stderr); /* keeps the order of both streams */
    fputs(mlg_tame(text), stdout);
    if (n > 0 && text[n - 1] != '\n')
        putchar('\n');
    mlg_free(text);
    return MLG_OK;
}

mlg_status mlg_print_tables(const mlg_args *args, const char *const *tables, mlg_error *err)
{
    char *text = NULL;
    mlg_status st = mlg_list(&text, args->arguments[0], tables, mlg_args_format(args), err);
    return mlg_print_text(st, text);
}

mlg_status mlg_print_answer(const mlg_args *args, mlg_answer *answer, mlg_error *err)
{
    char *text = NULL;
    mlg_display display;
    const mlg_run_options options = { MLG_READING_VALUES(args, &display) };
    mlg_status st = answer(&text, args->arguments[0], &options, mlg_args_format(args), err);
    mlg_display_end(&display);
    return mlg_print_text(st, text);
}

mlg_status mlg_print_json(mlg_status status, mlg_json *json, mlg_error *err)
{
    char *text = NULL;
    if (status == MLG_OK)
        status = mlg_json_finish(&text, json, err);
    mlg_json_free(json);
    return mlg_print_text(status, text);
}
