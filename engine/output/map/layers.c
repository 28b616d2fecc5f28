#include "base/language.h"
#include "output/map/layers.h"

#include "base/memory.h"
#include "output/figure.h"
#include "output/map/map.h"
#include "output/map/tip.h"
#include "output/html.h"
#include "output/tables/asked.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* For layers that no palette covers: shades of one colour, distinguished by lightness in every palette. */
static const mlg_colour lacks[] = {
    { 0xF7, 0xF7, 0xF7 }, { 0xFD, 0xD0, 0xA2 }, { 0xF1, 0x69, 0x13 }, { 0x7F, 0x27, 0x04 }, { 0x7F, 0x27, 0x04 }
};
static const mlg_colour shares[] = {
    { 0xF2, 0xF0, 0xF7 }, { 0xCB, 0xC9, 0xE2 }, { 0x9E, 0x9A, 0xC8 }, { 0x75, 0x6B, 0xB1 }, { 0x54, 0x27, 0x8F }
};
static const mlg_colour gains[] = {
    { 0xF7, 0xF7, 0xF7 }, { 0xD9, 0xF0, 0xD3 }, { 0xA6, 0xDB, 0xA0 }, { 0x5A, 0xAE, 0x61 }, { 0x1B, 0x78, 0x37 }
};

/* Layers of an APL, in the colours of access. */
static bool is_access(mlg_layer_kind kind)
{
    return kind == MLG_LAYER_APL || kind == MLG_LAYER_OUTLOOK || kind == MLG_LAYER_ROUNDS ||
           kind == MLG_LAYER_BEFORE || kind == MLG_LAYER_GROUP;
}

static bool is_time(mlg_layer_kind kind)
{
    return (kind >= MLG_LAYER_TIME && kind <= MLG_LAYER_EMERGENCY) || kind == MLG_LAYER_EMERGENCY_BEFORE ||
           kind == MLG_LAYER_AFTER || kind == MLG_LAYER_ASKED || kind >= MLG_LAYER_GROUP_TIME;
}

static bool is_difference(mlg_layer_kind kind)
{
    return kind == MLG_LAYER_CHANGE || kind == MLG_LAYER_LONGER;
}

bool mlg_layer_is_difference(const mlg_map_layer *layer)
{
    return is_difference(layer->kind);
}

mlg_css_colour mlg_layer_colour(const mlg_look *look, mlg_layer_kind kind, int layer_class)
{
    const mlg_palette *p = look->palette;
    if (kind == MLG_LAYER_ZONING)
        return mlg_colour_css(p->zones[layer_class].fill);
    if (layer_class >= MLG_LAYER_CLASSES)
        return mlg_colour_css(p->unknown);
    return mlg_colour_css(is_access(kind)           ? p->access[layer_class]
                          : is_time(kind)           ? p->minutes[layer_class]
                          : is_difference(kind)     ? mlg_change_colours[layer_class]
                          : kind == MLG_LAYER_SHARE ? shares[layer_class]
                          : kind == MLG_LAYER_LACK || kind == MLG_LAYER_SENSITIVITY ? lacks[layer_class]
                                                                                    : gains[layer_class]);
}

/* Index in the palette of a class of the zoning. */
static int zone_at(const mlg_map_layer *layer, int at)
{
    return at < MLG_LAYER_CLASSES ? layer->first + at : MLG_ZONE_CLASSES - 1;
}

mlg_css_colour mlg_layer_paint(const mlg_look *look, const mlg_map_layer *layer, int layer_class)
{
    return mlg_layer_colour(look, layer->measure ? MLG_LAYER_APL : layer->kind,
                            layer->kind == MLG_LAYER_ZONING ? zone_at(layer, layer_class) : layer_class);
}

bool mlg_layer_is_of_group(const mlg_map_layer *layer)
{
    return layer->kind >= MLG_LAYER_SHARE;
}

bool mlg_layer_is_numbered(const mlg_map_layer *layer)
{
    return layer->kind >= MLG_BASE_LAYERS;
}

/* ---- classes ----------------------------------------------------------------------------------------- */

/* Class of a zone in its layer: one of another profession than that of the layer is unknown there. */
static int zone_class(const mlg_map_layer *layer, const char *zone)
{
    int rank = mlg_zone_rank(zone) - layer->first;
    return rank >= 0 && rank < MLG_LAYER_CLASSES ? rank : MLG_LAYER_CLASSES;
}

int mlg_gain_class(double minutes)
{
    if (!(minutes > 0)) /* as the balance counts who is brought nearer */
        return 0;
    int at = 1;
    while (at <= 3 && minutes >= mlg_gain_borders[at - 1])
        at++;
    return at;
}

static int cut_class(double value, const double borders[MLG_LAYER_CLASSES - 1], bool measure)
{
    int at = mlg_asked_class(borders, MLG_LAYER_CLASSES - 1, value, measure);
    return at < 0 ? MLG_LAYER_CLASSES : at;
}

int mlg_after_class(double minutes)
{
    return cut_class(minutes, mlg_after_borders, false);
}

/* Of the percentage of runs that place a commune beyond the threshold: none, less than half, half or more, all. */
static int share_class(double percent)
{
    return isnan(percent) ? MLG_LAYER_CLASSES : percent <= 0 ? 0 : percent < 50 ? 1 : percent < 100 ? 2 : 3;
}

static int change_class(double gain, double border)
{
    if (isnan(gain))
        return MLG_LAYER_CLASSES;
    return gain <= -border ? 0 : gain < -MLG_NO_CHANGE ? 1 : gain <= MLG_NO_CHANGE ? 2 : gain < border ? 3 : 4;
}

int mlg_layer_class(const mlg_map_layer *layer, const mlg_map_facts *facts, const mlg_look *look)
{
    switch (layer->kind) {
    case MLG_LAYER_APL:
        return mlg_look_class(look, facts->apl);
    case MLG_LAYER_TIME:
    case MLG_LAYER_PHARMACY:
    case MLG_LAYER_EMERGENCY: {
        mlg_timed service = (mlg_timed)(layer->kind - MLG_LAYER_TIME);
        return mlg_look_time_class(look, service, facts->minutes[service]);
    }
    case MLG_LAYER_LACK:
        return isnan(facts->lacks) ? MLG_LAYER_CLASSES : (int)fmin(facts->lacks, 3);
    case MLG_LAYER_ZONING:
        return zone_class(layer, facts->zoning);
    case MLG_LAYER_OUTLOOK:
        return mlg_look_class(look, facts->expected);
    case MLG_LAYER_SENSITIVITY:
        return share_class(facts->runs_under);
    case MLG_LAYER_ROUNDS:
        return mlg_look_class(look, facts->with_rounds);
    case MLG_LAYER_CHANGE:
        return change_class(facts->change, mlg_change_apl.border);
    case MLG_LAYER_LONGER:
        return change_class(-facts->longer, mlg_change_minutes.border);
    case MLG_LAYER_BEFORE:
        return mlg_look_class(look, facts->before);
    case MLG_LAYER_EMERGENCY_BEFORE:
        return mlg_look_time_class(look, MLG_TIMED_EMERGENCY, facts->emergency_before);
    default: /* of rows beside those of the communes */
        break;
    }
    return 0;
}

static mlg_status open_rows(mlg_gain_rows *out, mlg_db *db, const char *query, mlg_error *err)
{
    *out = (mlg_gain_rows){ NULL, false };
    MLG_TRY(mlg_db_query(&out->stmt, db, query, err));
    mlg_status st = mlg_stmt_step(out->stmt, &out->row, err);
    if (st != MLG_OK)
        mlg_gain_rows_close(out);
    return st;
}

mlg_status mlg_gain_rows_open(mlg_gain_rows *out, mlg_db *db, mlg_error *err)
{
    return open_rows(out, db, "report/map_gains", err);
}

mlg_status mlg_asked_rows_open(mlg_gain_rows *out, mlg_db *db, mlg_error *err)
{
    return open_rows(out, db, "report/asked_communes", err);
}

mlg_status mlg_group_rows_open(mlg_gain_rows *out, mlg_db *db, mlg_error *err)
{
    return open_rows(out, db, "report/map_groups", err);
}

void mlg_gain_rows_close(mlg_gain_rows *rows)
{
    mlg_stmt_free(rows->stmt);
    *rows = (mlg_gain_rows){ NULL, false };
}

/* Whether the rows stand on one of this commune, those of communes before it being passed over. */
static mlg_status seek(bool *here, mlg_gain_rows *rows, const char *code, mlg_error *err)
{
    int order = -1;
    while (rows->row && (order = strcmp(mlg_column_text(rows->stmt, 0), code)) < 0)
        MLG_TRY(mlg_stmt_step(rows->stmt, &rows->row, err));
    *here = rows->row && order == 0;
    return MLG_OK;
}

/* From one of its rows to the next. */
static mlg_status seek_next(bool *here, mlg_gain_rows *rows, const char *code, mlg_error *err)
{
    MLG_TRY(mlg_stmt_step(rows->stmt, &rows->row, err));
    return seek(here, rows, code, err);
}

mlg_status mlg_gain_classes(int *classes, int requests, mlg_gain_rows *rows, const char *code, mlg_error *err)
{
    bool here;
    for (int i = 0; i < requests; i++)
        classes[i] = 0;
    MLG_TRY(seek(&here, rows, code, err));
    while (here) {
        const int64_t request = mlg_column_int(rows->stmt, 1);
        const double minutes = mlg_column_double(rows->stmt, 2);
        if (request < requests)
            classes[request] = mlg_column_int(rows->stmt, 3) == 1 ? mlg_after_class(minutes)
                               : isnan(minutes)                   ? MLG_LAYER_CLASSES - 1
                                                                  : mlg_gain_class(minutes);
        MLG_TRY(seek_next(&here, rows, code, err));
    }
    return MLG_OK;
}

mlg_status mlg_asked_classes(int *classes, const mlg_map_layer *layers, int count, const mlg_findings *found,
                             mlg_gain_rows *rows, const char *code, mlg_error *err)
{
    bool here;
    for (int i = 0; i < count; i++)
        classes[i] = MLG_LAYER_CLASSES;
    MLG_TRY(seek(&here, rows, code, err));
    while (here) {
        int32_t asked = mlg_asked_find(found, mlg_column_text(rows->stmt, 1), mlg_column_text(rows->stmt, 2));
        double value = mlg_column_int(rows->stmt, 4) == 1 ? HUGE_VAL : mlg_column_double(rows->stmt, 3);
        for (int i = 0; i < count; i++)
            if (layers[i].request == asked)
                classes[i] = mlg_asked_spread(
                    mlg_asked_class(layers[i].cuts, layers[i].cut_count, value, layers[i].measure),
                    layers[i].cut_count);
        MLG_TRY(seek_next(&here, rows, code, err));
    }
    return MLG_OK;
}

/* Of the group on which the rows stand. */
static int group_class(mlg_layer_kind kind, const mlg_look *look, mlg_stmt *stmt)
{
    if (kind == MLG_LAYER_SHARE)
        return cut_class(mlg_column_double(stmt, 3), mlg_share_borders, true);
    if (kind == MLG_LAYER_GROUP)
        return mlg_look_class(look, mlg_column_double(stmt, 4));
    const mlg_timed service = (mlg_timed)(kind - MLG_LAYER_GROUP_TIME);
    const double minutes = mlg_column_double(stmt, 5 + (int)service);
    const int least = mlg_look_time_class(look, service, mlg_column_double(stmt, 8 + (int)service));
    return !isnan(minutes)                   ? mlg_look_time_class(look, service, minutes)
           : least == MLG_ACCESS_CLASSES - 1 ? least
                                             : MLG_LAYER_CLASSES;
}

mlg_status mlg_group_classes(int *classes, mlg_map_layer *layers, int count, double persons, mlg_text *tip,
                             const mlg_look *look, mlg_gain_rows *rows, const char *code, mlg_error *err)
{
    bool here;
    for (int i = 0; i < count; i++)
        classes[i] = MLG_LAYER_CLASSES;
    MLG_TRY(seek(&here, rows, code, err));
    while (here) {
        for (int i = 0; i < count; i++)
            if (layers[i].request == (int)mlg_column_int(rows->stmt, 1)) {
                classes[i] = group_class(layers[i].kind, look, rows->stmt);
                mlg_layer_count(&layers[i], classes[i],
                                layers[i].kind == MLG_LAYER_SHARE ? persons : mlg_column_double(rows->stmt, 11));
            }
        mlg_map_tip_group(tip, mlg_column_text(rows->stmt, 2), mlg_column_double(rows->stmt, 3),
                          mlg_column_double(rows->stmt, 4));
        MLG_TRY(seek_next(&here, rows, code, err));
    }
    return MLG_OK;
}

/* ---- a list of layers ---------------------------------------------------------------------------------------------- */

/* Base layers in the order of their list: differences are what a page that compares is read for. */
static mlg_layer_kind kind_at(int place)
{
    static const mlg_layer_kind first[] = { MLG_LAYER_CHANGE, MLG_LAYER_LONGER };
    const int count = sizeof first / sizeof *first;
    if (place < count)
        return first[place];
    return (mlg_layer_kind)(place - count < MLG_LAYER_CHANGE ? place - count : place);
}

/* Adds the layers of a group of which something is known in some commune. */
static void add_group(mlg_map_layer *layers, int *count, const mlg_findings *found, int group)
{
    static const struct {
        const char *key, *known;
    } each[] = { { "r", "part" }, { "o", "apl" }, { "i", "gp" }, { "j", "pharma" }, { "k", "urgence" } };
    for (size_t k = 0; k < sizeof each / sizeof *each; k++) {
        mlg_map_layer *layer = &layers[*count];
        if (!(mlg_sheet_number(&found->groups, group, each[k].known) > 0))
            continue;
        layer->kind = (mlg_layer_kind)(MLG_LAYER_SHARE + (int)k);
        layer->request = group;
        snprintf(layer->key, sizeof layer->key, "%s%d", each[k].key, group % 10000);
        mlg_layer_name(layer, found);
        ++*count;
    }
}

mlg_status mlg_map_layers_new(mlg_map_layer **out, int *count, const bool present[MLG_BASE_LAYERS],
                              const mlg_findings *found, mlg_error *err)
{
    static const char *const keys[] = { "c", "t", "p", "u", "d", "z", "a", "s", "m", "e", "l", "f", "h" };
    *count = 0;
    MLG_TRY(MLG_NEW(out,
                    (size_t)(MLG_BASE_LAYERS + 5 * found->groups.count + found->asked.count + found->bilans.count),
                    "layers of a map", err));
    for (int place = 0; place < MLG_BASE_LAYERS; place++) {
        mlg_map_layer *layer = &(*out)[*count];
        const mlg_layer_kind kind = kind_at(place);
        if (!present || !present[kind])
            continue;
        layer->kind = kind;
        snprintf(layer->key, sizeof layer->key, "%s", keys[kind]);
        mlg_layer_name(layer, found);
        ++*count;
    }
    for (int group = 0; present && group < found->groups.count; group++)
        add_group(*out, count, found, group);
    for (int request = 0; present && request < found->asked.count; request++) {
        mlg_map_layer *layer = &(*out)[*count];
        layer->cut_count = mlg_asked_cuts(layer->cuts, found, request);
        if (layer->cut_count == 0)
            continue;
        layer->kind = MLG_LAYER_ASKED;
        layer->request = request;
        layer->measure = mlg_asked_is_measure(found, request);
        snprintf(layer->key, sizeof layer->key, "b%d", request % 10000);
        mlg_layer_name(layer, found);
        ++*count;
    }
    for (int request = 0; request < found->bilans.count; request++) {
        mlg_map_layer *layer = &(*out)[(*count)++];
        layer->kind = mlg_siting_has_before(found, request) ? MLG_LAYER_GAIN : MLG_LAYER_AFTER;
        layer->request = request;
        snprintf(layer->key, sizeof layer->key, "g%d", request % 10000);
        mlg_layer_name(layer, found);
    }
    mlg_status st = MLG_OK;
    for (int i = 0; i < *count && st == MLG_OK; i++) {
        mlg_map_layer *layer = &(*out)[i];
        st = mlg_text_status(layer->name.status ? &layer->name : &layer->caption, err);
    }
    if (st != MLG_OK) {
        mlg_map_layers_free(*out, *count);
        *out = NULL;
    }
    return st;
}

void mlg_map_layers_free(mlg_map_layer *layers, int count)
{
    for (int i = 0; layers && i < count; i++) {
        mlg_text_release(&layers[i].name);
        mlg_text_release(&layers[i].caption);
    }
    free(layers);
}

void mlg_layer_count(mlg_map_layer *layer, int layer_class, double persons)
{
    layer->communes[layer_class]++;
    layer->persons[layer_class] += isnan(persons) ? 0 : persons;
}

/* ---- markup ------------------------------------------------------------------------------------------ */

/* Classes of the layer that have a label, and "unknown" if any commune is. */
static bool is_used(const mlg_map_layer *layer, int at)
{
    return at < MLG_LAYER_CLASSES
               ? *layer->words[at] && (layer->kind != MLG_LAYER_ZONING || layer->communes[at] > 0)
               : layer->communes[at] > 0 || layer->quarters[at] > 0;
}

/* "c2", "g0-3". */
static void name_css(char out[24], const mlg_map_layer *layer, int at)
{
    snprintf(out, 24, "%s%s%d", layer->key, mlg_layer_is_numbered(layer) ? "-" : "", at);
}

void mlg_zone_patterns(mlg_text *page, const mlg_look *look)
{
    for (int at = 0; at + 1 < MLG_ZONE_CLASSES; at++) {
        const mlg_zone_look *zone = &look->palette->zones[at];
        if (zone->lines_deg == MLG_NO_LINES)
            continue;
        mlg_text_printf(page, "<pattern id=\"zone%d\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" ",
                        at);
        mlg_text_printf(page,
                        "patternTransform=\"rotate(%d)\"><path d=\"M0 0h6v6H0z\" fill=\"%s\"/><path d=\"M3 0v6\" "
                        "stroke=\"#1b1f24\"/></pattern>\n",
                        zone->lines_deg, mlg_colour_css(zone->fill).text);
    }
}

/* Fill of a shape and background of a swatch. */
static void style_class(mlg_text *page, const mlg_map_layer *layer, int at, const mlg_look *look)
{
    char css[24];
    mlg_css_colour colour = mlg_layer_paint(look, layer, at);
    int index = zone_at(layer, at),
        lines_deg = layer->kind == MLG_LAYER_ZONING ? look->palette->zones[index].lines_deg : MLG_NO_LINES;
    name_css(css, layer, at);
    mlg_text_printf(page, "[data-couche=%s] .%s{fill:", layer->key, css);
    if (at == MLG_LAYER_CLASSES)
        mlg_text_printf(
            page, "url(#inconnu)}i.%s{background:repeating-linear-gradient(45deg,#777 0 1px,#e8e8e8 1px 4px)}\n",
            css);
    else if (lines_deg == MLG_NO_LINES)
        mlg_text_printf(page, "%s}i.%s{background:%s}\n", colour.text, css, colour.text);
    else
        mlg_text_printf(
            page, "url(#zone%d)}i.%s{background:repeating-linear-gradient(%ddeg,%s 0 3px,#1b1f24 3px 4px)}\n",
            index, css, lines_deg + 90, colour.text);
}

void mlg_layers_style(mlg_text *page, const mlg_map_layer *layers, int count, const mlg_look *look)
{
    mlg_text_add(page, "<style>\n");
    for (int i = 0; i < count; i++)
        for (int at = 0; at <= MLG_LAYER_CLASSES; at++)
            if (is_used(&layers[i], at))
                style_class(page, &layers[i], at, look);
    mlg_text_add(page, "</style>\n");
}

void mlg_layer_legend(mlg_text *page, const mlg_map_layer *layer, bool first, const mlg_look *look)
{
    double all = 0;
    int32_t quarters = 0;
    for (int at = 0; at <= MLG_LAYER_CLASSES; at++) {
        all += layer->persons[at];
        quarters += layer->quarters[at];
    }
    mlg_html(page, "<div class=\"cle\" data-couche=\"%s\"%s>\n<table class=\"classes\"><caption>%s</caption>\n",
             layer->key, first ? "" : " hidden", mlg_text_words(&layer->caption));
    mlg_text_add(page,
                 mlg_report_tr("<thead><tr><th scope=\"col\">Classe</th><th scope=\"col\" class=n>Communes</th>"
                               "<th scope=\"col\" class=n>Habitants</th><th scope=\"col\" "
                               "class=n>Part</th>"));
    if (quarters > 0)
        mlg_html(page, "<th scope=\"col\" class=n>%s</th>", mlg_report_tr("QPV"));
    mlg_text_add(page, "</tr></thead>\n<tbody>\n");
    for (int at = 0; at <= MLG_LAYER_CLASSES; at++) {
        char css[24];
        if (!is_used(layer, at))
            continue;
        name_css(css, layer, at);
        mlg_html(page, "<tr%s><th scope=\"row\"><i class=\"couleur %s\"></i>%s</th>",
                 layer->kind == MLG_LAYER_APL && at > 0 && at < MLG_ACCESS_CLASSES &&
                         look->borders[at - 1] == look->threshold
                     ? " class=seuil"
                     : "",
                 css, layer->words[at]);
        mlg_html(page, "<td class=n>%s</td><td class=n>%s</td>", mlg_shown(layer->communes[at], 0).text,
                 mlg_shown(layer->persons[at], 0).text);
        mlg_html(page, "<td class=n>%s\u00a0%%</td>",
                 mlg_shown(all > 0 ? 100 * layer->persons[at] / all : (double)NAN, 1).text);
        if (quarters > 0)
            mlg_html(page, "<td class=n>%s</td>", mlg_shown(layer->quarters[at], 0).text);
        mlg_text_add(page, "</tr>\n");
    }
    mlg_text_add(page, "</tbody></table>\n");
    if (layer->kind == MLG_LAYER_APL)
        mlg_html(page, mlg_report_tr("<p class=\"note\">Le trait fort marque le seuil de %s.</p>\n"),
                 mlg_shown(look->threshold, 1).text);
    mlg_text_add(page, "</div>\n");
}
