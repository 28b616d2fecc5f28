/* One small map per siting request, side by side: the sites it opens, and the minutes they gain, or the minutes to
 * them where no site stands today. The shapes of a class form one path, on a grid as wide as the drawing: a map
 * takes some ten kilobytes. */
#include "base/language.h"
#include "output/figure.h"
#include "output/map/map.h"
#include "output/map/layers.h"
#include "output/map/symbols.h"
#include "output/html.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { CELLS = 400 }; /* of the longer side */

/* Outlines of the communes of each request and class, joined; of all communes. */
typedef struct sheets {
    mlg_map_grid grid;
    int width, height, requests;
    mlg_text all, *parts;
    mlg_map_layer *layers; /* one per request, for its words and figures */
} sheets;

static mlg_text *part_of(sheets *s, int request, int layer_class)
{
    return &s->parts[request * (MLG_LAYER_CLASSES + 1) + layer_class];
}

/* The background stands for communes that gain nothing, or that no site reaches. */
static bool is_drawn(const mlg_map_layer *layer, int at)
{
    return layer->kind == MLG_LAYER_AFTER ? at < MLG_LAYER_CLASSES : at > 0;
}

/* Of its CSS classes. */
static const char *letter_of(const mlg_map_layer *layer)
{
    return layer->kind == MLG_LAYER_AFTER ? "w" : "v";
}

static mlg_status measure(sheets *s, int32_t *count, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    mlg_box *box = &s->grid.box;
    *box = (mlg_box){ HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_communes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(mlg_box_take(box, stmt, err));
        ++*count;
    }
done:
    mlg_stmt_free(stmt);
    s->grid.step_m = fmax(box->max_x - box->min_x, box->max_y - box->min_y) / CELLS;
    return st;
}

static mlg_status add_commune(sheets *s, int *classes, mlg_stmt *stmt, mlg_gain_rows *gains, mlg_error *err)
{
    mlg_geom *geom = NULL;
    mlg_text outline = { 0 };
    double persons = mlg_column_double(stmt, 4);
    MLG_TRY(mlg_gain_classes(classes, s->requests, gains, mlg_column_text(stmt, 1), err));
    MLG_TRY(mlg_row_geom(&geom, stmt, err));
    mlg_status st = mlg_map_grid_outline(&outline, &s->grid, geom, err);
    mlg_geom_free(geom);
    if (st == MLG_OK && outline.status != MLG_OK)
        st = mlg_fail_memory(err, "outline", outline.length);
    if (st == MLG_OK)
        mlg_text_add(&s->all, outline.data);
    for (int i = 0; st == MLG_OK && i < s->requests; i++) {
        mlg_layer_count(&s->layers[i], classes[i], persons);
        if (is_drawn(&s->layers[i], classes[i]))
            mlg_text_add(part_of(s, i, classes[i]), outline.data);
    }
    mlg_text_release(&outline);
    return st;
}

static mlg_status collect(sheets *s, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_gain_rows gains = { NULL, false };
    bool row = false;
    int *classes;
    MLG_TRY(MLG_NEW(&classes, (size_t)s->requests, "classes of maps", err));
    mlg_status st = mlg_db_query(&stmt, db, "report/map_communes", err);
    if (st == MLG_OK)
        st = mlg_gain_rows_open(&gains, db, err);
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        st = add_commune(s, classes, stmt, &gains, err);
    mlg_stmt_free(stmt);
    mlg_gain_rows_close(&gains);
    free(classes);
    return st;
}

/* ---- markup ------------------------------------------------------------------------------------------ */

static void say_gains(mlg_text *page, const mlg_map_layer *layer)
{
    double gaining = 0, much = 0;
    for (int at = 1; at < MLG_LAYER_CLASSES; at++) {
        gaining += layer->persons[at];
        much += at >= 3 ? layer->persons[at] : 0;
    }
    mlg_html(page, mlg_report_tr("%s habitants gagnent du temps"), mlg_shown(gaining, 0).text);
    if (much > 0)
        mlg_html(page, mlg_report_tr(", dont %s au moins 5 minutes"), mlg_shown(much, 0).text);
}

static void say_request(mlg_text *page, const mlg_findings *found, int request, const mlg_map_layer *layer)
{
    if (mlg_siting_gains_nothing(found, request))
        mlg_html(page, "%s", mlg_report_tr(mlg_sheet_text(&found->bilans, request, "constat")));
    else if (layer->kind == MLG_LAYER_AFTER)
        mlg_text_add(page, mlg_report_tr("aucun site aujourd’hui\u00a0; trajet une fois les sites ouverts"));
    else
        say_gains(page, layer);
}

static mlg_status add_map(mlg_text *page, sheets *s, int request, const mlg_findings *found, mlg_db *db,
                          mlg_error *err)
{
    const char *name = mlg_sheet_text(&found->bilans, request, "nom");
    mlg_html(page, "<figure>\n<svg viewBox=\"-8 -8 %d %d\" role=\"img\" aria-labelledby=\"vignette-%d\">\n",
             s->width + 16, s->height + 16, request);
    if (request == 0)
        mlg_html(page, "<path id=\"vignette-fond\" class=\"fond\" d=\"%s\"/>\n", s->all.data ? s->all.data : "");
    else
        mlg_text_add(page, "<use href=\"#vignette-fond\"/>\n");
    for (int at = 0; at <= MLG_LAYER_CLASSES; at++)
        if (part_of(s, request, at)->length)
            mlg_html(page, "<path class=\"%s%d\" d=\"%s\"/>\n", letter_of(&s->layers[request]), at,
                     part_of(s, request, at)->data);
    MLG_TRY(mlg_map_proposals(page, &s->grid, db, request, NULL, 14, err));
    mlg_html(page, "</svg>\n<figcaption id=\"vignette-%d\"><b>%s</b>\u00a0: ", request, name);
    say_request(page, found, request, &s->layers[request]);
    mlg_text_add(page, ".</figcaption>\n</figure>\n");
    return MLG_OK;
}

/* The classes of the first layer of a kind, when there is one. */
static void add_key(mlg_text *page, const sheets *s, mlg_layer_kind kind, const char *title)
{
    const mlg_map_layer *layer = NULL;
    for (int i = 0; !layer && i < s->requests; i++)
        layer = s->layers[i].kind == kind ? &s->layers[i] : NULL;
    if (!layer)
        return;
    mlg_html(page, "<li>%s\u00a0:</li>\n", mlg_report_tr(title));
    for (int at = 0; at < MLG_LAYER_CLASSES; at++)
        mlg_html(page, "<li><i class=\"couleur %s%d\"></i>%s</li>\n", letter_of(layer), at, layer->words[at]);
}

static void add_style(mlg_text *page, const mlg_look *look)
{
    mlg_text_add(page, "<style>");
    for (int kind = MLG_LAYER_GAIN; kind <= MLG_LAYER_AFTER; kind++)
        for (int at = 0; at < MLG_LAYER_CLASSES; at++) {
            mlg_css_colour colour = mlg_layer_colour(look, (mlg_layer_kind)kind, at);
            mlg_text_printf(page, ".%c%d{fill:%s;background:%s}", kind == MLG_LAYER_AFTER ? 'w' : 'v', at,
                            colour.text, colour.text);
        }
    mlg_text_add(page, "</style>\n");
}

static mlg_status add_maps(mlg_text *page, sheets *s, const mlg_findings *found, mlg_db *db, mlg_error *err)
{
    add_style(page, &found->look);
    mlg_text_add(page, "<div class=\"vignettes\">\n");
    for (int i = 0; i < s->requests; i++)
        MLG_TRY(add_map(page, s, i, found, db, err));
    mlg_text_add(page, "</div>\n");
    mlg_text_add(page,
                 mlg_report_tr("<ul class=\"symboles\" aria-label=\"Légende des cartes d’implantation\">\n"));
    add_key(page, s, MLG_LAYER_GAIN, MLG_REPORT_MARK("Minutes gagnées vers le site le plus proche"));
    add_key(page, s, MLG_LAYER_AFTER, MLG_REPORT_MARK("Minutes jusqu’au site proposé le plus proche"));
    if (found->sites.count > 0)
        mlg_map_proposal_key(page, MLG_REPORT_MARK("Site proposé et son rang"), "");
    mlg_text_add(page, "</ul>\n");
    mlg_text_add(page, mlg_report_tr("<p class=\"note\">Les mêmes minutes, commune par commune, sont dans le "
                                     "tableau «\u00a0Qui y gagne\u00a0».</p>\n"));
    return MLG_OK;
}

mlg_status mlg_map_sitings(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    sheets s = { .requests = found->bilans.count };
    int32_t communes = 0;
    mlg_status st = MLG_OK;
    if (s.requests == 0)
        return MLG_OK;
    MLG_GO(measure(&s, &communes, db, err));
    if (communes == 0 || !(s.grid.step_m > 0))
        return MLG_OK;
    s.width = mlg_map_grid_x(&s.grid, s.grid.box.max_x);
    s.height = mlg_map_grid_y(&s.grid, s.grid.box.min_y);
    MLG_GO(mlg_map_layers_new(&s.layers, &s.requests, NULL, found, err));
    MLG_GO(MLG_NEW(&s.parts, (size_t)s.requests * (MLG_LAYER_CLASSES + 1), "maps of sitings", err));
    MLG_GO(collect(&s, db, err));
    st = add_maps(page, &s, found, db, err);
done:
    for (int i = 0; s.parts && i < s.requests * (MLG_LAYER_CLASSES + 1); i++)
        mlg_text_release(&s.parts[i]);
    mlg_text_release(&s.all);
    free(s.parts);
    mlg_map_layers_free(s.layers, s.requests);
    return st;
}
