/* Facilities: points with a category, located by their coordinates, else at the centre of their commune. */
#include "base/hours.h"
#include "base/memory.h"
#include "study/load/communes.h"
#include "study/load/misplaced.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const mlg_communes *set;
    mlg_stmt *insert;
    int code, label, category, insee, precision, hours;
    double tolerance_m;
    int64_t misplaced; /* sites of the current file placed at their commune in spite of their coordinates */
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *f = context;
    f->misplaced = 0;
    MLG_TRY(mlg_reader_tolerance(&f->tolerance_m, reader, err));
    MLG_TRY(mlg_reader_code_column(&f->code, reader, "code", false, err));
    MLG_TRY(mlg_reader_column(&f->label, reader, "libelle", false, err));
    MLG_TRY(mlg_reader_column(&f->category, reader, "categorie", !reader->spec->category, err));
    MLG_TRY(mlg_reader_code_column(&f->insee, reader, "insee_com", false, err));
    MLG_TRY(mlg_reader_column(&f->hours, reader, "horaires", false, err));
    return mlg_reader_column(&f->precision, reader, "precision", false, err);
}

/* Location of a site, and its accuracy. */
typedef struct {
    double x, y;
    int32_t commune;   /* -1: not one of the study */
    bool near;         /* in one of the study, or around it */
    const char *insee; /* code of the commune, NULL: unknown */
    const char *precision;
} position;

static void place_at_commune(position *at, const mlg_communes *set)
{
    at->x = set->items[at->commune].x;
    at->y = set->items[at->commune].y;
    at->precision = "commune";
}

/* Coordinates far from the commune of the row are wrong, or it is: the site is listed and placed at its commune. */
static mlg_status check_commune(position *at, mlg_reader *reader, loading *f, mlg_error *err)
{
    bool far;
    double distance_m, x = at->x, y = at->y;
    MLG_TRY(mlg_communes_far(&far, &distance_m, f->set, at->commune, x, y, f->tolerance_m, err));
    if (!far)
        return MLG_OK;
    f->misplaced++;
    place_at_commune(at, f->set);
    return mlg_list_misplaced(reader, f->set, at->commune, mlg_reader_text(reader, f->code), x, y, distance_m,
                              err);
}

/* A site around the communes of the study counts. It keeps the code of its own commune, if its row has one. */
static mlg_status locate(position *at, const mlg_reader *reader, const loading *f, mlg_error *err)
{
    const mlg_communes *set = f->set;
    const char *own = mlg_reader_text(reader, f->insee);
    double distance_m = 0;
    MLG_TRY(mlg_communes_locate(&at->commune, set, &at->x, &at->y, 1, err));
    if (at->commune >= 0 && own && set->items[at->commune].approx)
        MLG_TRY(mlg_geom_distance(&distance_m, set->items[at->commune].outline, at->x, at->y, err));
    if (distance_m > 0) /* the row knows better than an approximate outline that does not hold it */
        at->commune = -1;
    at->near = at->commune >= 0 || mlg_communes_around(set, at->x, at->y) >= 0;
    if (at->commune < 0)
        at->insee = own;
    return MLG_OK;
}

static mlg_status find_position(position *at, bool *known, mlg_reader *reader, loading *f, mlg_error *err)
{
    const mlg_communes *set = f->set;
    mlg_geom *geom = NULL;
    MLG_TRY(mlg_reader_geometry(&geom, NULL, reader, err));
    at->commune = mlg_communes_find(set, mlg_reader_text(reader, f->insee));
    at->near = at->commune >= 0;
    at->insee = NULL;
    at->precision = mlg_reader_text(reader, f->precision);
    *known = true;
    if (geom && !mlg_geom_is_empty(geom)) {
        mlg_status st = mlg_geom_inner_point(&at->x, &at->y, geom, err);
        if (st == MLG_OK)
            st = at->commune < 0 ? locate(at, reader, f, err) : check_commune(at, reader, f, err);
        mlg_geom_free(geom);
        return st;
    }
    mlg_geom_free(geom);
    *known = at->commune >= 0;
    if (*known)
        place_at_commune(at, set);
    return MLG_OK;
}

/* Hours that cannot be read are listed, and are not known. */
static mlg_status read_hours(const char **hours, mlg_reader *reader, const loading *f, mlg_error *err)
{
    mlg_hours parsed;
    const char *own = mlg_reader_text(reader, f->hours);
    *hours = own ? own : reader->spec->hours;
    if (!own || mlg_hours_parse(&parsed, own))
        return MLG_OK;
    *hours = NULL;
    return mlg_reader_list(reader, mlg_layer_row(reader->layer), mlg_reader_text(reader, f->code),
                           "horaires non compris", own, err);
}

static mlg_status write_site(const loading *f, mlg_reader *reader, const position *at, mlg_error *err)
{
    char numbered[96];
    mlg_stmt *stmt = f->insert;
    const mlg_commune *commune = at->commune < 0 ? NULL : &f->set->items[at->commune];
    const char *code = mlg_reader_text(reader, f->code);
    const char *category = mlg_reader_text(reader, f->category), *hours;
    MLG_TRY(read_hours(&hours, reader, f, err));
    snprintf(numbered, sizeof numbered, "%s-%lld", reader->key, (long long)mlg_layer_row(reader->layer));
    MLG_TRY(mlg_bind_point(stmt, ":geom", at->x, at->y, reader->study->epsg, err));
    mlg_bind_text(stmt, ":code", code ? code : numbered);
    mlg_bind_text(stmt, ":libelle", mlg_reader_text(reader, f->label));
    mlg_bind_text(stmt, ":categorie", category ? category : reader->spec->category);
    mlg_bind_text(stmt, ":insee_com", commune ? commune->insee : at->insee);
    mlg_bind_text(stmt, ":precision", at->precision ? at->precision : "adresse");
    mlg_bind_text(stmt, ":horaires", hours);
    mlg_bind_int(stmt, ":perimetre", commune && commune->in_territory);
    return mlg_stmt_run(stmt, err);
}

/* A file that gives the category of sites but not their location: the site is found by number among those
 * loaded. */
static mlg_status join_site(mlg_reader *reader, const loading *f, mlg_error *err)
{
    mlg_stmt *stmt;
    const char *code = mlg_reader_text(reader, f->code);
    if (!code)
        return mlg_reader_reject(reader, NULL, "sans code", NULL, err);
    MLG_TRY(mlg_db_query(&stmt, reader->study->db, "load/insert_joined_site", err));
    mlg_bind_text(stmt, ":code", code);
    mlg_bind_text(stmt, ":categorie", mlg_reader_text(reader, f->category));
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    reader->kept++;
    return st;
}

static bool joins(const mlg_reader *reader)
{
    return strcmp(reader->dataset->name, "finess-activities") == 0;
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *f = context;
    position at;
    bool known;
    if (joins(reader))
        return join_site(reader, f, err);
    const char *code = mlg_reader_text(reader, f->code);
    bool again = false;
    if (!mlg_reader_text(reader, f->category) && !reader->spec->category)
        return mlg_reader_reject(reader, code, "sans catégorie", NULL, err);
    if (code)
        MLG_TRY(mlg_reader_seen(&again, reader, code, mlg_reader_text(reader, f->category), err));
    if (again)
        return mlg_reader_reject(reader, code, "établissement en double", code, err);
    MLG_TRY(find_position(&at, &known, reader, f, err));
    if (!known && !mlg_reader_text(reader, f->insee))
        return mlg_reader_reject(reader, code, "ni coordonnées ni commune", NULL, err);
    if (!known) {
        const char *insee;
        int64_t rejected = reader->rejected;
        MLG_TRY(mlg_reader_insee_or_reject(&insee, reader, f->insee, err));
        if (reader->rejected > rejected)
            return MLG_OK;
    }
    if (!known || !at.near) {
        reader->outside++;
        return MLG_OK;
    }
    reader->kept++;
    return write_site(f, reader, &at, err);
}

static mlg_status finish(void *context, mlg_reader *reader, mlg_error *err)
{
    const loading *f = context;
    return mlg_note_misplaced(reader, f->misplaced, "sites placés à leur commune", err);
}

mlg_status mlg_load_sites(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = {
        .role = "sites", .geometry = true, .start = start, .row = read_row, .finish = finish
    };
    loading l = { .set = set };
    MLG_TRY(mlg_db_query(&l.insert, study->db, "load/insert_site", err));
    mlg_status st = mlg_read_sources(&reading, &study->config->sources.sites, study, &l, err);
    mlg_stmt_free(l.insert);
    return st;
}
