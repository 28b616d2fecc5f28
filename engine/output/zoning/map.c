#include "adapters/geom/geometry.h"
#include "base/number.h"
#include "base/path.h"
#include "base/utf8.h"
#include "output/tables/code_list.h"
#include "output/figure.h"
#include "output/palette.h"
#include "output/paper.h"
#include "output/zoning/filing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double margin_mm = 12, head_mm = 24, foot_mm = 46;

static const mlg_colour border = { 150, 150, 150 }, frame = { 60, 60, 60 };

enum { MOST_NAMES = 200 };

typedef struct {
    mlg_paper paper;
    mlg_box box;
    double scale, left, top; /* mm per metre; corner of the drawing */
    bool used[MLG_ZONE_CLASSES], quarters;
    mlg_text counts[MLG_ZONE_CLASSES];
    mlg_box names[MOST_NAMES]; /* on the sheet, mm */
    int name_count;
    mlg_look look;
} sheet;

/* Where a place is on the paper. */
static void put_on_paper(double at[2], const sheet *s, double x, double y)
{
    at[0] = s->left + (x - s->box.min_x) * s->scale;
    at[1] = s->top + (s->box.max_y - y) * s->scale;
}

static void add_ring(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    sheet *s = context;
    (void)hole;
    for (int32_t i = 0; i + 1 < n; i++) {
        double at[2];
        put_on_paper(at, s, x[i], y[i]);
        mlg_paper_point(&s->paper, at[0], at[1], i == 0);
    }
    mlg_paper_end_ring(&s->paper);
}

/* What there is to draw on: lines that go on beyond the territory stop short of the words. */
static mlg_box frame_of(const sheet *s)
{
    return (mlg_box){ margin_mm / 2, head_mm - 2, s->paper.width_mm - margin_mm / 2,
                      s->paper.height_mm - foot_mm + 1 };
}

/* Keeps the part of a segment that is within a box; false when none is. */
static bool cut_segment(const mlg_box *box, double from[2], double to[2])
{
    const double low[] = { box->min_x, box->min_y }, high[] = { box->max_x, box->max_y };
    const double start[] = { from[0], from[1] }, step[] = { to[0] - from[0], to[1] - from[1] };
    double enter = 0, leave = 1;
    for (int k = 0; k < 2; k++) {
        if (step[k] == 0 && (start[k] < low[k] || start[k] > high[k]))
            return false;
        if (step[k] == 0)
            continue;
        const double a = (low[k] - start[k]) / step[k], b = (high[k] - start[k]) / step[k];
        enter = fmax(enter, fmin(a, b));
        leave = fmin(leave, fmax(a, b));
    }
    for (int k = 0; k < 2; k++) { /* an end within is kept to the last bit: the next segment starts there */
        from[k] = enter > 0 ? start[k] + enter * step[k] : start[k];
        to[k] = leave < 1 ? start[k] + leave * step[k] : to[k];
    }
    return enter <= leave;
}

static void add_outline(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    sheet *s = context;
    const mlg_box frame_box = frame_of(s);
    double last[2] = { HUGE_VAL, HUGE_VAL };
    (void)hole;
    for (int32_t i = 0; i + 1 < n; i++) {
        double end[2][2];
        for (int k = 0; k < 2; k++)
            put_on_paper(end[k], s, x[i + k], y[i + k]);
        if (!cut_segment(&frame_box, end[0], end[1]))
            continue;
        if (end[0][0] != last[0] || end[0][1] != last[1])
            mlg_paper_point(&s->paper, end[0][0], end[0][1], true);
        mlg_paper_point(&s->paper, end[1][0], end[1][1], false);
        memcpy(last, end[1], sizeof last);
    }
}

static mlg_status geom_of_row(mlg_geom **out, mlg_stmt *stmt, mlg_error *err)
{
    size_t size;
    const void *bytes = mlg_column_blob(stmt, 0, &size);
    return mlg_geom_from_gpb(out, bytes, size, err);
}

/* Draws a layer, or only measures it: communes and neighbourhoods by class, outlines alone. */
typedef enum { MEASURE, FILL, QUARTERS, OUTLINE } task;

static mlg_status use_row(sheet *s, mlg_stmt *stmt, task what, double stroke_mm, mlg_error *err)
{
    mlg_geom *geom;
    MLG_TRY(geom_of_row(&geom, stmt, err));
    mlg_status st = MLG_OK;
    if (what == MEASURE) {
        mlg_box one = mlg_geom_box(geom);
        s->box = (mlg_box){ fmin(s->box.min_x, one.min_x), fmin(s->box.min_y, one.min_y),
                            fmax(s->box.max_x, one.max_x), fmax(s->box.max_y, one.max_y) };
    } else {
        bool fills = what == FILL || what == QUARTERS;
        int k = fills ? mlg_zone_rank(mlg_column_text(stmt, 1)) : 0;
        s->used[k] |= fills;
        s->quarters |= what == QUARTERS;
        mlg_paper_open(&s->paper, fills ? &s->look.palette->zones[k].fill : NULL, fills ? &border : &frame,
                       stroke_mm);
        st = mlg_geom_rings(geom, what == OUTLINE ? add_outline : add_ring, s, err);
        mlg_paper_close(&s->paper);
    }
    mlg_geom_free(geom);
    return st;
}

static mlg_status go_through(sheet *s, mlg_db *db, const char *query, task what, double stroke_mm, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, query, err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(use_row(s, stmt, what, stroke_mm, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

/* Landscape or portrait, after the shape of the territory. */
static void lay_out(sheet *s)
{
    double width = s->box.max_x - s->box.min_x, height = s->box.max_y - s->box.min_y;
    mlg_paper_init(&s->paper, width > height);
    double room_x = s->paper.width_mm - 2 * margin_mm, room_y = s->paper.height_mm - head_mm - foot_mm;
    s->scale = fmin(room_x / fmax(width, 1), room_y / fmax(height, 1));
    s->left = margin_mm + (room_x - width * s->scale) / 2;
    s->top = head_mm + (room_y - height * s->scale) / 2;
}

/* Largest 1, 2 or 5 times a power of ten of metres that is at most 40 mm. */
static void add_scale(sheet *s)
{
    double most = 40 / s->scale, power = pow(10, floor(log10(most))), digit = most / power;
    double length = power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1), y = s->paper.height_mm - 14;
    double right = s->paper.width_mm - margin_mm, left = right - length * s->scale;
    char words[128];
    mlg_paper_line(&s->paper, left, y, right, y, 0.5);
    mlg_paper_line(&s->paper, left, y - 1.5, left, y, 0.5);
    mlg_paper_line(&s->paper, right, y - 1.5, right, y, 0.5);
    snprintf(words, sizeof words, "%s km", mlg_french(length / 1000, length < 1000 ? 1 : 0).text);
    mlg_paper_text(&s->paper, left, y - 2.5, 3, false, words);
    mlg_paper_line(&s->paper, right - 2, y - 14, right - 2, y - 22, 0.6);
    mlg_paper_line(&s->paper, right - 2, y - 22, right - 3.5, y - 19, 0.6);
    mlg_paper_line(&s->paper, right - 2, y - 22, right - 0.5, y - 19, 0.6);
    mlg_paper_text(&s->paper, right - 3, y - 23, 3.2, true, "N");
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static bool is_free(const sheet *s, const mlg_box *box)
{
    const double right = s->paper.width_mm - margin_mm, bottom = s->paper.height_mm - foot_mm;
    if (box->min_x < margin_mm || box->max_x > right || box->min_y < head_mm || box->max_y > bottom)
        return false;
    for (int i = 0; i < s->name_count; i++) {
        const mlg_box *other = &s->names[i];
        if (box->min_x < other->max_x && other->min_x < box->max_x && box->min_y < other->max_y &&
            other->min_y < box->max_y)
            return false;
    }
    return true;
}

/* At the commune of most people, where no name of a larger territory stands. */
static mlg_status add_name(sheet *s, mlg_stmt *stmt, mlg_error *err)
{
    const double size = 2.8, half = 0.25 * size * (double)mlg_utf8_count(mlg_column_text(stmt, 1));
    mlg_geom *geom;
    double x = 0, y = 0, at[2];
    MLG_TRY(geom_of_row(&geom, stmt, err));
    mlg_status st = mlg_geom_inner_point(&x, &y, geom, err);
    mlg_geom_free(geom);
    MLG_TRY(st);
    put_on_paper(at, s, x, y);
    const mlg_box box = { at[0] - half, at[1] - size, at[0] + half, at[1] + size / 2 };
    if (s->name_count == MOST_NAMES || !is_free(s, &box))
        return MLG_OK;
    s->names[s->name_count++] = box;
    mlg_paper_text(&s->paper, box.min_x, at[1] + size / 3, size, true, mlg_column_text(stmt, 1));
    return MLG_OK;
}

static void count_of(mlg_text *out, int64_t count, const char *what)
{
    mlg_text_printf(out, "%s %s%s", mlg_french_count((double)count).text, what, count > 1 ? "s" : "");
}

/* " : 2 territoires, 5 communes, 12 345 habitants". */
static mlg_status count_class(sheet *s, mlg_stmt *stmt, mlg_error *err)
{
    mlg_text *out = &s->counts[mlg_zone_rank(mlg_column_text(stmt, 0))];
    const double persons = mlg_column_double(stmt, 3);
    (void)err;
    mlg_text_add(out, "\u00a0: ");
    count_of(out, mlg_column_int(stmt, 1), "territoire");
    mlg_text_add(out, ", ");
    count_of(out, mlg_column_int(stmt, 2), "commune");
    if (!isnan(persons))
        mlg_text_printf(out, ", %s habitants", mlg_french_count(persons).text);
    return MLG_OK;
}

static mlg_status for_each_row(sheet *s, mlg_db *db, const char *query,
                               mlg_status (*use)(sheet *, mlg_stmt *, mlg_error *), mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, query, err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(use(s, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- what stands beside ------------------------------------------------------------------------------------------ */

static void add_legend_class(sheet *s, int k, double y)
{
    char words[256];
    snprintf(words, sizeof words, "%s%s",
             mlg_code_words("zonage", mlg_zone_codes[k] ? mlg_zone_codes[k] : "inconnu"),
             mlg_text_words(&s->counts[k]));
    mlg_paper_box(&s->paper, margin_mm, y - 3, 6, 3.6, &s->look.palette->zones[k].fill, &frame);
    mlg_paper_text(&s->paper, margin_mm + 8, y, 3.2, false, words);
}

static void add_legend(sheet *s)
{
    double y = s->paper.height_mm - foot_mm + 6;
    int row = 0;
    for (int k = 0; k < MLG_ZONE_CLASSES; k++) {
        if (!s->used[k])
            continue;
        add_legend_class(s, k, y + 5 * row++);
    }
    mlg_paper_line(&s->paper, margin_mm, y + 5 * row - 1, margin_mm + 6, y + 5 * row - 1, 0.6);
    mlg_paper_text(&s->paper, margin_mm + 8, y + 5 * row++, 3.2, false, "Limite de territoire de vie-santé");
    if (!s->quarters)
        return;
    mlg_paper_box(&s->paper, margin_mm + 2, y + 5 * row - 2.2, 2, 1.6, NULL, &border);
    mlg_paper_text(&s->paper, margin_mm + 8, y + 5 * row, 3.2, false,
                   "Quartier prioritaire (QPV), de la couleur de sa classe");
}

static mlg_status add_words(sheet *s, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_text words = { 0 };
    char *line = NULL;
    MLG_TRY(mlg_db_query(&stmt, db, "report/zoning_head", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row) {
        const char *title = mlg_column_text(stmt, 0), *zoning = mlg_column_text(stmt, 1),
                   *rule = mlg_column_text(stmt, 2);
        const char *mesh = mlg_column_text(stmt, 4), *value = mlg_column_text(stmt, 5),
                   *sources = mlg_column_text(stmt, 6);
        mlg_text_printf(&words, "%s : %s", title ? title : "Zonage", zoning ? zoning : "");
        MLG_GO(mlg_text_take(&line, &words, err));
        mlg_paper_text(&s->paper, margin_mm, 13, 5, true, line);
        free(line);
        mlg_paper_text(&s->paper, margin_mm, 19, 3.4, false, rule ? rule : "");
        mlg_text_printf(&words, "Maille : %s. Indicateur : %s. Sources : %s. Réalisation : Maillage.",
                        mesh ? mesh : "?", value ? value : "?", sources ? sources : "?");
        MLG_GO(mlg_text_take(&line, &words, err));
        mlg_paper_lines(&s->paper, margin_mm, s->paper.height_mm - 10, 2.4, 3.2,
                        s->paper.width_mm > 250 ? 200 : 135, line);
        free(line);
    }
done:
    mlg_text_release(&words);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status draw(sheet *s, mlg_db *db, mlg_error *err)
{
    lay_out(s);
    MLG_TRY(go_through(s, db, "report/zoning_map", FILL, 0.08, err));
    MLG_TRY(go_through(s, db, "report/zoning_map_qpv", QUARTERS, 0.2, err));
    MLG_TRY(go_through(s, db, "report/zoning_map_tvs", OUTLINE, 0.3, err));
    MLG_TRY(for_each_row(s, db, "report/zoning_map_names", add_name, err));
    MLG_TRY(for_each_row(s, db, "report/zoning_map_counts", count_class, err));
    add_legend(s);
    add_scale(s);
    return add_words(s, db, err);
}

mlg_status mlg_output_zoning_map(mlg_db *db, const char *folder, mlg_error *err)
{
    sheet s = { .box = { HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL } };
    char path[MLG_PATH_SIZE];
    mlg_status st;
    MLG_GO(mlg_look_read(&s.look, db, err));
    MLG_GO(go_through(&s, db, "report/zoning_map", MEASURE, 0, err));
    if (!(s.box.max_x > s.box.min_x))
        return MLG_OK;
    MLG_GO(draw(&s, db, err));
    MLG_GO(mlg_path_join(path, folder, "carte.svg", err));
    MLG_GO(mlg_paper_save_svg(&s.paper, path, "Zonage", err));
    MLG_GO(mlg_path_join(path, folder, "carte.pdf", err));
    st = mlg_paper_save_pdf(&s.paper, path, "Zonage", err);
done:
    mlg_paper_release(&s.paper);
    for (int k = 0; k < MLG_ZONE_CLASSES; k++)
        mlg_text_release(&s.counts[k]);
    return st;
}
