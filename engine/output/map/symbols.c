#include "base/language.h"
#include "output/map/symbols.h"

#include "base/memory.h"
#include "output/figure.h"
#include "output/map/layers.h"
#include "output/html.h"
#include "output/tables/code_list.h"

#include <stdio.h>
#include <string.h>

enum { SHAPES = 7, CROWD = 60 };

/* Oblique lines `step` apart, in the units of what is filled. */
static void add_hatch(mlg_text *page, const char *id, double step, double line)
{
    mlg_text_printf(page,
                    "<pattern id=\"%s\" width=\"%.1f\" height=\"%.1f\" patternUnits=\"userSpaceOnUse\" "
                    "patternTransform=\"rotate(45)\"><path d=\"M0 0h%.2fv%.1fH0z\" fill=\"#1b1f24\"/></pattern>\n",
                    id, step, step, line, step);
}

/* Shapes differ, so that colour is never the only difference; the last, small, is for numerous categories. */
void mlg_map_shapes(mlg_text *page, double r, const mlg_look *look)
{
    double d = r * 1.3;
    mlg_text_printf(page, "<defs><path id=\"s0\" d=\"M%.1f %.1fh%.1fv%.1fh%.1fz\"/>", -r, -r, 2 * r, 2 * r,
                    -2 * r);
    mlg_text_printf(page, "<path id=\"s1\" d=\"M0 %.1fL%.1f 0 0 %.1f %.1f 0z\"/>", -d, d, d, -d);
    mlg_text_printf(page, "<path id=\"s2\" d=\"M0 %.1fL%.1f %.1f %.1f %.1fz\"/>", -d, d, r, -d, r);
    mlg_text_printf(page, "<path id=\"s3\" d=\"M0 %.1fL%.1f %.1f %.1f %.1fz\"/>", d, d, -r, -d, -r);
    mlg_text_printf(page,
                    "<path id=\"s4\" d=\"M%.1f %.1fH%.1fV%.1fH%.1fV%.1fH%.1fV%.1fH%.1fV%.1fH%.1fV%.1fH%.1fz\"/>",
                    -r / 3, -d, r / 3, -r / 3, d, r / 3, r / 3, d, -r / 3, r / 3, -d, -r / 3, -r / 3);
    mlg_text_printf(page, "<circle id=\"s5\" r=\"%.1f\"/>", r);
    mlg_text_printf(page, "<circle id=\"s6\" r=\"%.1f\"/>", r * 0.7);
    mlg_text_add(page, "<pattern id=\"inconnu\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
                       "<path d=\"M0 0h8v8H0z\" fill=\"#e8e8e8\"/><path d=\"M0 8L8 0\" stroke=\"#777\"/>"
                       "</pattern>\n");
    add_hatch(page, "pres", r * 1.6, r * 0.25);
    add_hatch(page, "pres-cle", 5, 1);
    mlg_zone_patterns(page, look);
    mlg_text_add(page, "</defs>\n");
}

static void add_shape_key(mlg_text *legend, int shape, const char *name, double count)
{
    static const char *const marks[SHAPES] = { "M3 3h10v10H3z",
                                               "M8 1l7 7-7 7-7-7z",
                                               "M8 2l7 12H1z",
                                               "M8 14l7-12H1z",
                                               "M6 1h4v5h5v4h-5v5h-4v-5h-5v-4h5z",
                                               "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
                                               "M4 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0z" };
    mlg_html(legend,
             "<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"forme%d\" d=\"%s\"/></svg> %s "
             "(%s)</li>\n",
             shape, marks[shape], mlg_report_tr(name), mlg_shown(count, 0).text);
}

/* Categories of one meaning share a symbol and a row of the legend: 620 and pharmacie are pharmacies. */
typedef struct {
    char category[64];
    const char *words;
    int meaning;
    double count;
} kind;

typedef struct {
    kind *items;
    int32_t count;
    size_t room;
    int meanings;
} kinds;

static mlg_status read_kinds(kinds *k, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "report/facility_categories", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        if (!(mlg_column_double(stmt, 1) > 0))
            continue;
        MLG_GO(MLG_GROW(&k->items, &k->room, (size_t)k->count + 1, "categories of facilities", err));
        kind *one = &k->items[k->count++];
        *one = (kind){ .meaning = -1, .count = mlg_column_double(stmt, 1) };
        snprintf(one->category, sizeof one->category, "%s", mlg_column_text(stmt, 0));
        one->words = mlg_code_words("etablissement", one->category);
        for (int32_t i = 0; i + 1 < k->count && one->meaning < 0; i++)
            if (strcmp(k->items[i].words, one->words) == 0)
                one->meaning = k->items[i].meaning;
        if (one->meaning < 0)
            one->meaning = k->meanings++;
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status add_facilities(mlg_text *out, const mlg_map_grid *grid, mlg_db *db, const kind *one, int shape,
                                 mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    int x, y;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_facilities", err));
    mlg_bind_text(stmt, ":categorie", one->category);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(mlg_row_cell(&x, &y, grid, stmt, err));
        mlg_html(out, "<use class=\"forme%d\" href=\"#s%d\" x=\"%d\" y=\"%d\"><title>%s (%s)</title></use>\n",
                 shape, shape, x, y, mlg_column_text(stmt, 1), mlg_report_tr(one->words));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_map_facilities(mlg_text *out, mlg_text *legend, const mlg_map_grid *grid, mlg_db *db,
                              mlg_error *err)
{
    kinds k = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(read_kinds(&k, db, err));
    mlg_text_add(out, "<g class=\"sites\">\n");
    for (int meaning = 0; meaning < k.meanings; meaning++) {
        double count = 0;
        const char *words = "";
        for (int32_t i = 0; i < k.count; i++)
            if (k.items[i].meaning == meaning) {
                count += k.items[i].count;
                words = k.items[i].words;
            }
        int shape = meaning < SHAPES && count <= CROWD ? meaning : SHAPES - 1;
        add_shape_key(legend, shape, words, count);
        for (int32_t i = 0; i < k.count; i++)
            if (k.items[i].meaning == meaning)
                MLG_GO(add_facilities(out, grid, db, &k.items[i], shape, err));
    }
done:
    mlg_text_add(out, "</g>\n");
    free(k.items);
    return st;
}

void mlg_map_badge(mlg_text *out, int rank, double r)
{
    mlg_text_printf(out, "<circle r=\"%.1f\"/><text y=\"%.1f\" font-size=\"%.1f\">%d</text>", r, r * 0.45, r * 1.3,
                    rank);
}

void mlg_map_proposal_key(mlg_text *legend, const char *words, const char *shown)
{
    mlg_text_printf(legend, "<li%s>", shown);
    mlg_text_add(legend, "<svg class=\"antennes\" viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">");
    mlg_map_badge(legend, 1, 7);
    mlg_html(legend, "</svg> %s</li>\n", mlg_report_tr(words));
}

/* Rows of: point, commune, request, rank, persons, minutes, number of the request. */
static mlg_status add_proposal(mlg_text *out, const mlg_map_grid *grid, mlg_stmt *stmt, double r, mlg_error *err)
{
    int x, y, rank = (int)mlg_column_int(stmt, 3);
    mlg_figure persons = mlg_shown(mlg_column_double(stmt, 4), 0),
               minutes = mlg_shown(mlg_column_double(stmt, 5), MLG_AS_NEEDED);
    MLG_TRY(mlg_row_cell(&x, &y, grid, stmt, err));
    mlg_html(out, mlg_report_tr("<g transform=\"translate(%d %d)\"><title>%s, rang %d\u00a0: %s, "), x, y,
             mlg_column_text(stmt, 2), rank, mlg_column_text(stmt, 1));
    mlg_html(out, mlg_report_tr("%s personnes rapprochées à moins de %s min</title>"), persons.text, minutes.text);
    mlg_map_badge(out, rank, r);
    mlg_text_add(out, "</g>\n");
    return MLG_OK;
}

/* The sites of the first request are shown on the layer of access too. */
static void open_proposals(mlg_text *out, int number, const char *first)
{
    bool shown = number == 0 && first && (strcmp(first, "c") == 0 || strcmp(first, "g0") == 0);
    mlg_text_printf(out, "<g class=\"antennes\" data-couche=\"g%d\"%s%s>\n", number,
                    number == 0 ? " data-aussi=\"c\"" : "", shown ? "" : " hidden");
}

mlg_status mlg_map_proposals(mlg_text *out, const mlg_map_grid *grid, mlg_db *db, int request, const char *first,
                             double r, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    int last = -1;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_proposals", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int number = (int)mlg_column_int(stmt, 6);
        if (request >= 0 && number != request)
            continue;
        if (number != last && request < 0) {
            mlg_text_add(out, last < 0 ? "" : "</g>\n");
            open_proposals(out, number, first);
        } else if (number != last)
            mlg_text_add(out, "<g class=\"antennes\">\n");
        last = number;
        MLG_GO(add_proposal(out, grid, stmt, r, err));
    }
done:
    if (last >= 0)
        mlg_text_add(out, "</g>\n");
    mlg_stmt_free(stmt);
    return st;
}
