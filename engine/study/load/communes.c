#include "study/load/communes.h"

#include "adapters/crs.h"
#include "base/length.h"
#include "base/memory.h"
#include "study/load/reconcile.h"
#include "study/source.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mlg_communes_release(mlg_communes *set)
{
    for (int32_t i = 0; i < set->count; i++)
        mlg_geom_free(set->items[i].outline);
    free(set->items);
    free(set->changes);
    free(set->recoded);
    free(set->known);
    free(set->missed);
    free(set->far);
    free(set->postal);
    mlg_arena_release(&set->arena);
    *set = (mlg_communes){ 0 };
}

static int compare_insee(const void *a, const void *b)
{
    return strcmp(((const mlg_commune *)a)->insee, ((const mlg_commune *)b)->insee);
}

int32_t mlg_communes_exact(const mlg_communes *set, const char *insee)
{
    mlg_commune key;
    if (!insee || strlen(insee) > MLG_CODE_MAX || set->count == 0)
        return -1;
    strcpy(key.insee, insee);
    const mlg_commune *found = bsearch(&key, set->items, (size_t)set->count, sizeof key, compare_insee);
    return found ? (int32_t)(found - set->items) : -1;
}

int32_t mlg_communes_find(const mlg_communes *set, const char *insee)
{
    int32_t found = mlg_communes_exact(set, insee);
    if (found >= 0 || !insee || set->count == 0)
        return found;
    const char *today = mlg_communes_today(set, insee), *town = mlg_town_of_arrondissement(insee);
    if (today != insee)
        found = mlg_communes_exact(set, today);
    return found < 0 && town && set->arrondissements ? mlg_communes_exact(set, town) : found;
}

/* Columns of a communes source. */
typedef struct {
    mlg_communes *set;
    int insee, libelle, siren_epci, lib_epci, dep, reg, population, pop_std, densite, surface, uu;
    int east, north;         /* of the town hall beside an outline, -1: none */
    mlg_transform *to_study; /* of these */
} fields;

/* Longitudes and latitudes imply their system; x and y are in that of the source, else in that of the study. */
static mlg_status find_halls(fields *f, mlg_reader *reader, mlg_error *err)
{
    int epsg = reader->study->epsg;
    char system[24];
    f->east = f->north = -1;
    if (!reader->beside)
        return MLG_OK;
    bool plane = mlg_reader_names(reader, "x");
    MLG_TRY(mlg_reader_column(&f->east, reader, plane ? "x" : "lon", false, err));
    MLG_TRY(mlg_reader_column(&f->north, reader, plane ? "y" : "lat", false, err));
    if (f->east < 0 || f->north < 0)
        return MLG_OK;
    if (!plane || !reader->spec->crs)
        return mlg_transform_epsg(&f->to_study, plane ? epsg : 4326, epsg, err);
    snprintf(system, sizeof system, "EPSG:%d", epsg);
    return mlg_transform_new(&f->to_study, reader->spec->crs, system, err);
}

static mlg_status find_fields(void *context, mlg_reader *reader, mlg_error *err)
{
    fields *f = context;
    MLG_TRY(mlg_reader_code_column(&f->insee, reader, "insee_com", true, err));
    MLG_TRY(mlg_reader_column(&f->libelle, reader, "libelle", false, err));
    MLG_TRY(mlg_reader_column(&f->siren_epci, reader, "siren_epci", false, err));
    MLG_TRY(mlg_reader_column(&f->lib_epci, reader, "lib_epci", false, err));
    MLG_TRY(mlg_reader_column(&f->dep, reader, "insee_dep", false, err));
    MLG_TRY(mlg_reader_column(&f->reg, reader, "insee_reg", false, err));
    MLG_TRY(mlg_reader_column(&f->uu, reader, "uu", false, err));
    MLG_TRY(mlg_reader_column(&f->population, reader, "population", false, err));
    MLG_TRY(mlg_reader_column(&f->pop_std, reader, "pop_std", false, err));
    MLG_TRY(mlg_reader_column(&f->densite, reader, "densite", false, err));
    MLG_TRY(mlg_reader_column(&f->surface, reader, "surface_km2", false, err));
    return find_halls(f, reader, err);
}

static mlg_status drop_halls(void *context, mlg_reader *reader, mlg_error *err)
{
    fields *f = context;
    (void)reader;
    (void)err;
    mlg_transform_free(f->to_study);
    f->to_study = NULL;
    return MLG_OK;
}

static mlg_status read_texts(mlg_commune *c, mlg_communes *set, const mlg_reader *reader, const fields *f,
                             mlg_error *err)
{
    mlg_arena *arena = &set->arena;
    c->libelle = mlg_arena_text(arena, mlg_reader_text(reader, f->libelle));
    c->siren_epci = mlg_arena_text(arena, mlg_reader_text(reader, f->siren_epci));
    c->lib_epci = mlg_arena_text(arena, mlg_reader_text(reader, f->lib_epci));
    c->insee_reg = mlg_arena_text(arena, mlg_reader_text(reader, f->reg));
    c->uu = mlg_arena_text(arena, mlg_reader_text(reader, f->uu));
    const char *dep = mlg_reader_text(reader, f->dep);
    c->insee_dep = dep ? mlg_arena_text(arena, dep)
                       : mlg_arena_printf(arena, "%.*s", (int)mlg_department_length(c->insee), c->insee);
    return c->insee_dep ? MLG_OK : mlg_fail_memory(err, "a commune", sizeof *c);
}

static mlg_status read_numbers(mlg_commune *c, const mlg_reader *reader, const fields *f, mlg_error *err)
{
    double level;
    MLG_TRY(mlg_reader_number(&c->population, reader, f->population, 0, err));
    MLG_TRY(mlg_reader_number(&c->pop_std, reader, f->pop_std, 0, err));
    MLG_TRY(mlg_reader_number(&c->surface_km2, reader, f->surface, 0, err));
    const char *text = mlg_reader_text(reader, f->densite);
    if (text && !mlg_parse_number(text, &level))
        return MLG_OK; /* a label, read by the density sources only */
    MLG_TRY(mlg_reader_number(&level, reader, f->densite, 1, err));
    if (level > 7)
        return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%s' is not a density level, 1 to 7", reader->spec->path,
                        (long long)mlg_layer_row(reader->layer), text);
    c->densite = isnan(level) ? 0 : (int)level;
    return MLG_OK;
}

static mlg_status read_hall(mlg_commune *c, const mlg_reader *reader, const fields *f, mlg_error *err)
{
    const double least = -1e9;
    double x, y;
    size_t failed = 0;
    if (!f->to_study)
        return MLG_OK;
    MLG_TRY(mlg_reader_number(&x, reader, f->east, least, err));
    MLG_TRY(mlg_reader_number(&y, reader, f->north, least, err));
    if (isnan(x) || isnan(y))
        return MLG_OK;
    mlg_transform_points(f->to_study, &x, &y, 1, &failed);
    c->hall = failed == 0;
    c->hall_x = x;
    c->hall_y = y;
    return MLG_OK;
}

/* A ring collapsed to a line contains nobody. */
static mlg_status refuse_flat(const mlg_commune *c, mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: row %lld: the outline of commune %s (%s) has no area", c->path,
                             (long long)c->row, c->insee, c->libelle ? c->libelle : "");
    mlg_hint(err, "correct the outline in a GIS, or take it from another edition of the file");
    return st;
}

static mlg_status take_polygon(mlg_commune *c, mlg_geom *geom, mlg_error *err)
{
    bool valid = true;
    mlg_status st = mlg_geom_is_valid(&valid, geom, err);
    if (st == MLG_OK && !valid)
        st = mlg_geom_repair(&c->outline, geom, err);
    if (st == MLG_OK && !valid)
        mlg_geom_free(geom);
    else
        c->outline = geom;
    if (st == MLG_OK && (mlg_geom_is_empty(c->outline) || !(mlg_geom_area(c->outline) > 0)))
        st = refuse_flat(c, err);
    if (st == MLG_OK)
        st = mlg_geom_inner_point(&c->x, &c->y, c->outline, err);
    if (st == MLG_OK && isnan(c->surface_km2))
        c->surface_km2 = mlg_geom_area(c->outline) / 1e6;
    return st;
}

/* Quotes the coordinates of a row that has some, which are wrong. */
static mlg_status refuse_unplaced(const mlg_commune *c, const mlg_reader *reader, mlg_error *err)
{
    const bool plane = mlg_reader_names(reader, "x");
    const long long row = (long long)mlg_layer_row(reader->layer);
    int east, north;
    MLG_TRY(mlg_reader_column(&east, reader, plane ? "x" : "lon", false, err));
    MLG_TRY(mlg_reader_column(&north, reader, plane ? "y" : "lat", false, err));
    const char *x = mlg_reader_text(reader, east), *y = mlg_reader_text(reader, north);
    if (x && y) {
        mlg_fail(err, MLG_INPUT, "%s: row %lld: commune %s: '%s' and '%s' are not coordinates", reader->spec->path,
                 row, c->insee, MLG_BRIEF(x, 60), MLG_BRIEF(y, 60));
        mlg_hint(err, "correct the two cells, or the system that crs: names");
        return MLG_INPUT;
    }
    mlg_fail(err, MLG_INPUT, "%s: row %lld: commune %s has neither an outline nor a point", reader->spec->path,
             row, c->insee);
    mlg_hint(err, "a table of communes needs coordinates: columns: { lon: ..., lat: ... }, or x and y with crs:");
    return MLG_INPUT;
}

static mlg_status read_shape(mlg_commune *c, mlg_reader *reader, mlg_error *err)
{
    mlg_geom *geom = NULL;
    MLG_TRY(mlg_reader_geometry(&geom, NULL, reader, err));
    if (geom && mlg_geom_is_polygonal(geom) && !mlg_geom_is_empty(geom))
        return take_polygon(c, geom, err);
    if (geom && mlg_geom_is_point(geom) && !mlg_geom_is_empty(geom)) {
        mlg_box box = mlg_geom_box(geom);
        c->x = c->hall ? c->hall_x : box.min_x;
        c->y = c->hall ? c->hall_y : box.min_y;
        mlg_geom_free(geom);
        return MLG_OK;
    }
    mlg_geom_free(geom);
    return refuse_unplaced(c, reader, err);
}

/* The first four digits of a vintage ("2018", "COG 2018"), 0: none. */
static int year_of(const char *vintage)
{
    for (const char *at = vintage; at && *at; at++)
        if (strspn(at, "0123456789") >= 4)
            return atoi((char[]){ at[0], at[1], at[2], at[3], '\0' });
    return 0;
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    const fields *f = context;
    mlg_communes *set = f->set;
    const char *insee;
    MLG_TRY(MLG_GROW(&set->items, &set->capacity, (size_t)set->count + 1, "communes", err));
    MLG_TRY(mlg_reader_insee(&insee, reader, f->insee, err));
    mlg_commune *c = &set->items[set->count++];
    *c = (mlg_commune){ .path = reader->spec->path,
                        .row = mlg_layer_row(reader->layer),
                        .year = year_of(reader->spec->vintage) };
    strcpy(c->insee, insee); /* its length was checked by the reader */
    MLG_TRY(read_texts(c, set, reader, f, err));
    MLG_TRY(read_numbers(c, reader, f, err));
    MLG_TRY(read_hall(c, reader, f, err));
    MLG_TRY(read_shape(c, reader, err));
    reader->kept++;
    return MLG_OK;
}

static mlg_status refuse_duplicates(const mlg_communes *set, const mlg_study *study, mlg_error *err)
{
    for (int32_t i = 1; i < set->count; i++) {
        const mlg_commune *a = &set->items[i - 1], *b = &set->items[i];
        if (strcmp(a->insee, b->insee) != 0)
            continue;
        const char *name = a->libelle ? a->libelle : "";
        int64_t first = a->row < b->row ? a->row : b->row, second = a->row < b->row ? b->row : a->row;
        mlg_status st;
        if (strcmp(a->path, b->path) == 0)
            st = mlg_fail(err, MLG_INPUT, "%s: commune %s (%s) appears twice, rows %lld and %lld", a->path,
                          a->insee, name, (long long)first, (long long)second);
        else
            st = mlg_fail(err, MLG_INPUT, "commune %s (%s) appears twice, in %s row %lld and in %s row %lld",
                          a->insee, name, a->path, (long long)a->row, b->path, (long long)b->row);
        mlg_hint(err, "keep one row per commune");
        return mlg_while(err, st, "%s", mlg_study_file_where(study->file, "sources.communes"));
    }
    return MLG_OK;
}

mlg_status mlg_communes_read(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    static const mlg_reading reading = {
        .role = "communes",
        .geometry = true,
        .beside = true,
        .start = find_fields,
        .row = read_row,
        .finish = drop_halls,
    };
    fields f = { .set = set };
    mlg_status st = mlg_read_sources(&reading, &study->config->sources.communes, study, &f, err);
    mlg_transform_free(f.to_study);
    MLG_TRY(st);
    if (set->count == 0)
        return mlg_fail(err, MLG_INPUT, "%s: the communes sources contain no commune",
                        mlg_study_file_where(study->file, "sources.communes"));
    MLG_TRY(mlg_communes_settle(set, study, err));
    MLG_TRY(mlg_communes_match_years(set, study, err));
    qsort(set->items, (size_t)set->count, sizeof *set->items, compare_insee);
    MLG_TRY(mlg_communes_merge(set, err));
    MLG_TRY(refuse_duplicates(set, study, err));
    MLG_TRY(mlg_communes_settle_halls(set, study, err));
    return mlg_communes_remember(set, err);
}

int32_t mlg_communes_nearest(const mlg_communes *set, double x, double y)
{
    int32_t best = -1;
    double best_d2 = DBL_MAX;
    for (int32_t i = 0; i < set->count; i++) {
        double dx = set->items[i].x - x, dy = set->items[i].y - y, d2 = dx * dx + dy * dy;
        if (d2 < best_d2) {
            best_d2 = d2;
            best = i;
        }
    }
    return best;
}

int32_t mlg_communes_around(const mlg_communes *set, double x, double y)
{
    const double least_m = 5000;
    int32_t near = mlg_communes_nearest(set, x, y);
    bool reached =
        near >= 0 && mlg_length(set->items[near].x - x, set->items[near].y - y) <= fmax(set->buffer_m, least_m);
    return reached ? near : -1;
}

/* Outlines are simplified: a point may lie slightly outside its own; and far from it where cells are Voronoi's, cut at the sea. */
static mlg_status find_beside(int32_t *found, const mlg_communes *set, double x, double y, mlg_error *err)
{
    const double slack_m = 1000;
    double distance_m = 0;
    int32_t near = mlg_communes_nearest(set, x, y);
    const mlg_commune *c = near < 0 ? NULL : &set->items[near];
    if (c && (!c->outline || c->approx))
        near = mlg_communes_around(set, x, y);
    else if (c)
        MLG_TRY(mlg_geom_distance(&distance_m, c->outline, x, y, err));
    *found = distance_m <= slack_m ? near : -1;
    return MLG_OK;
}

mlg_status mlg_communes_locate(int32_t *found, const mlg_communes *set, const double *x, const double *y,
                               int32_t n, mlg_error *err)
{
    const mlg_geom **outlines = NULL;
    MLG_TRY(MLG_NEW(&outlines, (size_t)set->count, "outlines", err));
    for (int32_t i = 0; i < set->count; i++)
        outlines[i] = set->items[i].outline;
    mlg_status st = mlg_geom_locate(found, outlines, set->count, x, y, n, err);
    free(outlines);
    for (int32_t i = 0; i < n && st == MLG_OK; i++)
        if (found[i] < 0)
            st = find_beside(&found[i], set, x[i], y[i], err);
    return st;
}
