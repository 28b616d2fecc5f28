#include "pipeline/check_stops.h"

#include "adapters/json.h"
#include "base/memory.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* A letter of Braille holds 2 x 4 dots, as wide as high in a terminal. */
enum { ACROSS = 2, DOWN = 4, MOST_ACROSS = 120, MOST_DOWN = 64, FIRST_ROWS = 6, MOST_PLACES = 4000 };

typedef struct {
    double west, north, stretch, step; /* degrees; step: of latitude from dot to dot */
    int letters, lines;
    uint8_t *letter; /* [lines x letters] the dots of each */
} drawing;

static mlg_status open_drawing(drawing *d, const double box[4], mlg_error *err)
{
    const double degree = atan(1) / 45, wide = (box[2] - box[0]) * cos((box[1] + box[3]) / 2 * degree);
    const double high = box[3] - box[1];
    d->west = box[0];
    d->north = box[3];
    d->stretch = cos((box[1] + box[3]) / 2 * degree);
    d->step = fmax(fmax(wide / (MOST_ACROSS - 1), high / (MOST_DOWN - 1)), 1e-6);
    d->letters = (int)lround(wide / d->step) / ACROSS + 1;
    d->lines = (int)lround(high / d->step) / DOWN + 1;
    return MLG_NEW(&d->letter, (size_t)d->letters * (size_t)d->lines, "a drawing", err);
}

/* Dots 1, 2, 3, 7 of a letter stand on the left, 4, 5, 6, 8 on the right. */
static void put(drawing *d, const mlg_gtfs_stop *stop)
{
    static const uint8_t dots[DOWN][ACROSS] = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };
    const int x = (int)lround((stop->lon - d->west) * d->stretch / d->step);
    const int y = (int)lround((d->north - stop->lat) / d->step);
    d->letter[y / DOWN * d->letters + x / ACROSS] |= dots[y % DOWN][x % ACROSS];
}

static void print_line(FILE *to, const drawing *d, int line)
{
    const uint8_t *letter = d->letter + (int64_t)line * d->letters;
    int end = d->letters;
    while (end > 0 && letter[end - 1] == 0)
        end--;
    fputs(end > 0 ? " " : "", to);
    for (int i = 0; i < end; i++)
        if (letter[i] == 0)
            fputc(' ', to);
        else /* U+2800 and the dots, in UTF-8 */
            fprintf(to, "\xE2%c%c", 0xA0 | letter[i] >> 6, 0x80 | (letter[i] & 0x3F));
    fputc('\n', to);
}

mlg_status mlg_check_draw_stops(FILE *to, const mlg_gtfs *feed, const double box[4], mlg_error *err)
{
    drawing d = { .letter = NULL };
    if (!(box[2] > box[0] || box[3] > box[1])) /* none, or all at one place */
        return MLG_OK;
    MLG_TRY(open_drawing(&d, box, err));
    for (int32_t i = 0; i < mlg_gtfs_own_stops(feed); i++)
        if (!isnan(feed->stops[i].lon))
            put(&d, &feed->stops[i]);
    for (int line = 0; line < d.lines; line++)
        print_line(to, &d, line);
    free(d.letter);
    return MLG_OK;
}

/* ---- preview ---- */

static double rounded(double degrees)
{
    return round(degrees * 1e5) / 1e5;
}

static void add_first(mlg_json *json, const mlg_gtfs *feed)
{
    static const char *const columns[] = { "stop_id", "stop_name", "stop_lon", "stop_lat" };
    char text[32];
    mlg_json_array(json, "columns");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        mlg_json_text(json, NULL, columns[i]);
    mlg_json_end(json);
    mlg_json_array(json, "first");
    for (int32_t i = 0; i < mlg_gtfs_own_stops(feed) && i < FIRST_ROWS; i++) {
        const mlg_gtfs_stop *stop = &feed->stops[i];
        const double at[2] = { stop->lon, stop->lat };
        mlg_json_array(json, NULL);
        mlg_json_text(json, NULL, stop->id);
        mlg_json_text(json, NULL, stop->name);
        for (int k = 0; k < 2; k++) {
            snprintf(text, sizeof text, "%.5f", at[k]);
            mlg_json_text(json, NULL, isnan(at[k]) ? "" : text);
        }
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

/* Of many stops, every second, third... */
static void add_places(mlg_json *json, const mlg_gtfs *feed)
{
    const int32_t stops = mlg_gtfs_own_stops(feed), step = (stops - 1) / MOST_PLACES + 1;
    int32_t lost = 0;
    mlg_json_array(json, "places");
    for (int32_t i = 0; i < stops; i++) {
        const mlg_gtfs_stop *stop = &feed->stops[i];
        lost += isnan(stop->lon);
        if (isnan(stop->lon) || i % step != 0)
            continue;
        mlg_json_array(json, NULL);
        mlg_json_number(json, NULL, rounded(stop->lon));
        mlg_json_number(json, NULL, rounded(stop->lat));
        mlg_json_number(json, NULL, i + 1);
        mlg_json_end(json);
    }
    mlg_json_end(json);
    mlg_json_number(json, "rows", stops);
    mlg_json_number(json, "looked_at", stops);
    mlg_json_number(json, "lost", lost);
}

mlg_status mlg_check_preview_stops(char **out, const mlg_gtfs *feed, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_text(json, "path", feed->path);
    mlg_json_number(json, "layer_count", 1);
    mlg_json_array(json, "layers");
    mlg_json_object(json, NULL);
    mlg_json_text(json, "layer", "stops");
    mlg_json_text(json, "path", feed->path);
    mlg_json_text(json, "dataset", "gtfs");
    mlg_json_text(json, "title", NULL);
    mlg_json_text(json, "provides", NULL);
    mlg_json_bool(json, "geometry", true);
    add_first(json, feed);
    add_places(json, feed);
    mlg_json_text(json, "fault", NULL);
    mlg_json_end(json);
    mlg_json_end(json);
    mlg_status st = mlg_json_finish_compact(out, json, err);
    mlg_json_free(json);
    return st;
}
