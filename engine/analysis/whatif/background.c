#include "analysis/whatif/background.h"

#include "adapters/crs.h"
#include "base/memory.h"
#include "base/sort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 2000, LEAST_STEP_M = 50 }; /* of the longer side of the box */

typedef struct {
    size_t first; /* of its points */
    int32_t count;
    mlg_background_kind kind;
} line;

typedef struct {
    line *lines;
    size_t line_count, line_room;
    int64_t *refs, *ids; /* nodes of the lines; the same sorted, once each */
    size_t ref_count, ref_room, id_count;
    double *x, *y; /* [ids] degrees, then metres; NaN: not in the extract */
} drawing;

static void release(drawing *d)
{
    free(d->lines);
    free(d->refs);
    free(d->ids);
    free(d->x);
    free(d->y);
}

const char *mlg_background_name(mlg_background_kind kind)
{
    static const char *const names[MLG_BACKGROUND_KINDS] = { "fond.cote", "fond.route", "fond.riviere",
                                                             "fond.route_secondaire" };
    return names[kind];
}

void mlg_background_release(mlg_background *background)
{
    for (int k = 0; k < MLG_BACKGROUND_KINDS; k++)
        mlg_text_release(&background->lines[k]);
}

/* ---- reading ------------------------------------------------------------------------------------------------------- */

/* MLG_BACKGROUND_KINDS for what is not drawn. */
static mlg_background_kind kind_of(const mlg_osm_way *way)
{
    static const struct {
        const char *key, *value;
        mlg_background_kind kind;
    } drawn[] = {
        { "natural", "coastline", MLG_BACKGROUND_COAST }, { "highway", "motorway", MLG_BACKGROUND_MAIN },
        { "highway", "trunk", MLG_BACKGROUND_MAIN },      { "highway", "primary", MLG_BACKGROUND_PRIMARY },
        { "waterway", "river", MLG_BACKGROUND_RIVER },
    };
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
        const char *value = mlg_osm_value(way->tags, way->tag_count, drawn[i].key);
        if (value && strcmp(value, drawn[i].value) == 0)
            return drawn[i].kind;
    }
    return MLG_BACKGROUND_KINDS;
}

static mlg_status keep_way(void *context, const mlg_osm_way *way, mlg_error *err)
{
    drawing *d = context;
    mlg_background_kind kind = kind_of(way);
    if (kind == MLG_BACKGROUND_KINDS || way->ref_count < 2)
        return MLG_OK;
    size_t n = (size_t)way->ref_count;
    MLG_TRY(MLG_GROW(&d->lines, &d->line_room, d->line_count + 1, "lines of the background", err));
    MLG_TRY(MLG_GROW(&d->refs, &d->ref_room, d->ref_count + n, "points of the background", err));
    d->lines[d->line_count++] = (line){ d->ref_count, way->ref_count, kind };
    memcpy(d->refs + d->ref_count, way->refs, n * sizeof *d->refs);
    d->ref_count += n;
    return MLG_OK;
}

static mlg_status number_points(drawing *d, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&d->ids, d->ref_count, "points of the background", err));
    if (d->ref_count > 0)
        memcpy(d->ids, d->refs, d->ref_count * sizeof *d->ids);
    d->id_count = mlg_sort_ids(d->ids, d->ref_count);
    MLG_TRY(MLG_NEW(&d->x, d->id_count, "points of the background", err));
    MLG_TRY(MLG_NEW(&d->y, d->id_count, "points of the background", err));
    for (size_t i = 0; i < d->id_count; i++)
        d->x[i] = d->y[i] = (double)NAN;
    return MLG_OK;
}

static mlg_status keep_node(void *context, const mlg_osm_node *node, mlg_error *err)
{
    (void)err;
    drawing *d = context;
    d->x[node->place] = node->lon_e7 * 1e-7;
    d->y[node->place] = node->lat_e7 * 1e-7;
    return MLG_OK;
}

static mlg_status to_metres(drawing *d, int epsg, mlg_error *err)
{
    mlg_transform *transform = NULL;
    size_t failed;
    MLG_TRY(mlg_transform_epsg(&transform, 4326, epsg, err));
    mlg_transform_points(transform, d->x, d->y, d->id_count, &failed);
    mlg_transform_free(transform);
    return MLG_OK;
}

/* ---- drawing ------------------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_text *out;
    int x, y;
    bool down, written; /* on a point; which has been written: a line within one cell writes none */
} pen;

static void put(pen *p, int x, int y)
{
    if (p->down && (x != p->x || y != p->y)) {
        if (!p->written)
            mlg_text_printf(p->out, "M%d %dl", p->x, p->y);
        mlg_text_printf(p->out, "%d %d ", x - p->x, y - p->y);
        p->written = true;
    }
    p->down = true;
    p->x = x, p->y = y;
}

static bool is_inside(const double box[4], double x, double y)
{
    return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]; /* false for NaN */
}

/* A piece of the line for each run of segments that touch the box; a point that the extract lacks ends one. */
static void draw(mlg_text *out, const drawing *d, const line *l, const double box[4], int step_m)
{
    pen p = { .out = out };
    double last_x = (double)NAN, last_y = (double)NAN;
    bool last_in = false;
    for (int32_t i = 0; i < l->count; i++) {
        const int64_t *id =
            bsearch(&d->refs[l->first + (size_t)i], d->ids, d->id_count, sizeof *d->ids, mlg_compare_ids);
        double x = d->x[id - d->ids], y = d->y[id - d->ids];
        bool in = is_inside(box, x, y), known = isfinite(x) && isfinite(y);
        if (known && isfinite(last_x) && (in || last_in)) {
            if (!p.down)
                put(&p, (int)lround(last_x / step_m), (int)lround(-last_y / step_m));
            put(&p, (int)lround(x / step_m), (int)lround(-y / step_m));
        } else
            p.down = p.written = false;
        last_x = known ? x : (double)NAN, last_y = y, last_in = in;
    }
}

static mlg_status draw_all(mlg_background *out, const drawing *d, const double box[4], mlg_error *err)
{
    size_t used = 0;
    for (int kind = 0; kind < MLG_BACKGROUND_KINDS; kind++) {
        mlg_text *lines = &out->lines[kind];
        for (size_t i = 0; i < d->line_count && lines->length <= MLG_BACKGROUND_BYTES; i++)
            if (d->lines[i].kind == (mlg_background_kind)kind)
                draw(lines, d, &d->lines[i], box, out->step_m);
        MLG_TRY(mlg_text_status(lines, err));
        if (used + lines->length > MLG_BACKGROUND_BYTES)
            mlg_text_clear(lines);
        used += lines->length;
    }
    return MLG_OK;
}

mlg_status mlg_background_draw(mlg_background *out, mlg_osm *osm, int epsg, const double box[4],
                               const mlg_progress *progress, mlg_error *err)
{
    drawing d = { 0 };
    static const char *const keys[] = { "natural", "highway", "waterway", NULL };
    const mlg_osm_sink ways = { .way = keep_way, .way_keys = keys, .context = &d };
    double side = fmax(box[2] - box[0], box[3] - box[1]);
    mlg_status st;
    *out = (mlg_background){ .step_m = (int)fmax(LEAST_STEP_M, ceil(side / CELLS / 10) * 10) };
    MLG_GO(mlg_osm_read(osm, &ways, progress, err));
    MLG_GO(number_points(&d, err));
    if (d.id_count > 0) {
        const mlg_osm_sink nodes = {
            .node = keep_node, .context = &d, .node_ids = d.ids, .node_id_count = d.id_count
        };
        MLG_GO(mlg_osm_read(osm, &nodes, progress, err));
        MLG_GO(to_metres(&d, epsg, err));
        st = draw_all(out, &d, box, err);
    }
done:
    release(&d);
    return st;
}

/* ---- of a study ----------------------------------------------------------------------------------------------------- */

/* What the map of the page shows: the territory and a tenth around it. False without any commune. */
static mlg_status find_box(bool *any, double box[4], mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "whatif/select_box", err));
    mlg_status st = mlg_stmt_step(stmt, any, err);
    for (int k = 0; st == MLG_OK && *any && k < 4; k++)
        box[k] = mlg_column_double(stmt, k);
    mlg_stmt_free(stmt);
    if (st != MLG_OK)
        return st;
    *any = *any && !isnan(box[0]);
    if (!*any)
        return MLG_OK;
    double margin = 0.1 * fmax(box[2] - box[0], box[3] - box[1]);
    for (int k = 0; k < 4; k++)
        box[k] += k < 2 ? -margin : margin;
    return MLG_OK;
}

static mlg_status write_kind(mlg_study *study, const mlg_background *found, mlg_background_kind kind,
                             mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_text text = { 0 };
    if (found->lines[kind].length == 0)
        return MLG_OK;
    mlg_text_printf(&text, "%d ", found->step_m);
    mlg_text_add(&text, mlg_text_words(&found->lines[kind]));
    mlg_status st = mlg_text_status(&text, err);
    if (st == MLG_OK)
        st = mlg_db_query(&stmt, study->db, "whatif/insert_text", err);
    if (st == MLG_OK) {
        mlg_bind_text(stmt, ":nom", mlg_background_name(kind));
        mlg_bind_text(stmt, ":texte", text.data);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    mlg_text_release(&text);
    return st;
}

mlg_status mlg_whatif_background(mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *travel = study->config->travel;
    mlg_background found = { 0 };
    mlg_osm *osm = NULL;
    char *path = NULL;
    double box[4];
    bool any = false;
    mlg_status st;
    if (!travel || !travel->osm)
        return MLG_OK;
    MLG_GO(find_box(&any, box, study, err));
    if (!any)
        return MLG_OK;
    MLG_GO(mlg_study_file_resolve(&path, study->file, study->data_folder, travel->osm, err));
    MLG_GO(mlg_osm_open(&osm, path, err));
    MLG_GO(mlg_background_draw(&found, osm, study->epsg, box, study->progress, err));
    for (int kind = 0; kind < MLG_BACKGROUND_KINDS && st == MLG_OK; kind++)
        st = write_kind(study, &found, (mlg_background_kind)kind, err);
done:
    mlg_background_release(&found);
    mlg_osm_close(osm);
    free(path);
    return st;
}
