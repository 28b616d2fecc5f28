/* Priority neighbourhoods: repairs their perimeters, and splits their people among the communes they overlap. */
#include "base/memory.h"
#include "study/load/communes.h"
#include "study/load/misplaced.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* An overlap below one percent of the area is noise between two independent outlines. */
static const double least_share = 0.01;
static const double disc_radius_m = 300; /* of a neighbourhood known only by a point */
enum { MAX_SHARES = 32 };

typedef struct {
    const mlg_communes *set;
    mlg_stmt *insert, *insert_share;
    int code, label, population, communes;
    double tolerance_m;
    int64_t misplaced;
} loading;

typedef struct {
    mlg_geom *geom;
    bool repaired, approx;
    int32_t communes[MAX_SHARES];
    double shares[MAX_SHARES];
    int count;
    const char *method;
} neighbourhood;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *f = context;
    f->misplaced = 0;
    MLG_TRY(mlg_reader_tolerance(&f->tolerance_m, reader, err));
    MLG_TRY(mlg_reader_code_column(&f->code, reader, "code_qp", true, err));
    MLG_TRY(mlg_reader_column(&f->label, reader, "libelle", false, err));
    MLG_TRY(mlg_reader_column(&f->population, reader, "population", false, err));
    return mlg_reader_column(&f->communes, reader, "communes", false, err);
}

static mlg_status make_disc(neighbourhood *q, mlg_error *err)
{
    mlg_geom *point = q->geom;
    q->geom = NULL;
    q->approx = true;
    mlg_status st = mlg_geom_buffer(&q->geom, point, disc_radius_m, err);
    mlg_geom_free(point);
    return st;
}

/* A geometry made invalid by the reprojection, not by the producer. */
static mlg_status repair(neighbourhood *q, mlg_error *err)
{
    bool valid;
    MLG_TRY(mlg_geom_is_valid(&valid, q->geom, err));
    if (valid)
        return MLG_OK;
    mlg_geom *broken = q->geom;
    q->geom = NULL;
    mlg_status st = mlg_geom_repair(&q->geom, broken, err);
    mlg_geom_free(broken);
    return st;
}

/* Codes in "62041, 62194", "62041;62194" or "62041 62194". */
static void share_equally(neighbourhood *q, const mlg_communes *set, const char *list)
{
    const char *separators = ",;/ ";
    q->method = "egale";
    for (const char *at = list; at && *at && q->count < MAX_SHARES;) {
        char code[MLG_CODE_MAX + 1] = "";
        size_t n = strcspn(at, separators);
        if (n <= MLG_CODE_MAX)
            memcpy(code, at, n);
        int32_t c = mlg_communes_find(set, code);
        if (c >= 0)
            q->communes[q->count++] = c;
        at += n;
        at += strspn(at, separators);
    }
    for (int i = 0; i < q->count; i++)
        q->shares[i] = 1.0 / q->count;
}

static mlg_status share_by_area(neighbourhood *q, const mlg_communes *set, mlg_error *err)
{
    mlg_box box = mlg_geom_box(q->geom);
    double whole = mlg_geom_area(q->geom), sum = 0;
    q->method = "surface";
    for (int32_t i = 0; i < set->count && q->count < MAX_SHARES; i++) {
        mlg_box other = mlg_geom_box(set->items[i].outline);
        double area;
        if (other.min_x > box.max_x || other.max_x < box.min_x || other.min_y > box.max_y ||
            other.max_y < box.min_y)
            continue;
        MLG_TRY(mlg_geom_intersection_area(&area, q->geom, set->items[i].outline, err));
        if (area < least_share * whole)
            continue;
        q->communes[q->count] = i;
        q->shares[q->count++] = area;
        sum += area;
    }
    for (int i = 0; i < q->count; i++)
        q->shares[i] /= sum;
    return MLG_OK;
}

/* The communes of the row that the study holds, when its coordinates lie beyond the tolerance from each of them: the neighbourhood is
 * then a disc at the centre of the first one. */
static mlg_status check_communes(neighbourhood *q, loading *f, mlg_reader *reader, mlg_error *err)
{
    neighbourhood told = { 0 };
    const mlg_communes *set = f->set;
    double x, y, distance_m = 0;
    bool far = true;
    share_equally(&told, set, mlg_reader_text(reader, f->communes));
    if (told.count == 0)
        return MLG_OK;
    MLG_TRY(mlg_geom_inner_point(&x, &y, q->geom, err));
    for (int i = told.count - 1; i >= 0 && far; i--)
        MLG_TRY(mlg_communes_far(&far, &distance_m, set, told.communes[i], x, y, f->tolerance_m, err));
    if (!far)
        return MLG_OK;
    int32_t first = told.communes[0];
    mlg_geom_free(q->geom);
    q->geom = NULL;
    f->misplaced++;
    MLG_TRY(mlg_geom_point(&q->geom, set->items[first].x, set->items[first].y, err));
    MLG_TRY(make_disc(q, err));
    return mlg_list_misplaced(reader, set, first, mlg_reader_text(reader, f->code), x, y, distance_m, err);
}

/* Overlaps with approximate outlines mean nothing: the published list of communes is used then. */
static mlg_status share(neighbourhood *q, const mlg_communes *set, const char *list, mlg_error *err)
{
    bool outlines_approximate = set->count > 0 && set->items[0].approx;
    if (q->approx || outlines_approximate)
        share_equally(q, set, list);
    return q->count > 0 ? MLG_OK : share_by_area(q, set, err);
}

static bool touches_territory(const neighbourhood *q, const mlg_communes *set)
{
    for (int i = 0; i < q->count; i++)
        if (set->items[q->communes[i]].in_territory)
            return true;
    return false;
}

static mlg_status write_shares(const loading *l, const neighbourhood *q, const char *code, mlg_error *err)
{
    mlg_stmt *stmt = l->insert_share;
    for (int i = 0; i < q->count; i++) {
        mlg_bind_text(stmt, ":code_qp", code);
        mlg_bind_text(stmt, ":insee_com", l->set->items[q->communes[i]].insee);
        mlg_bind_double(stmt, ":part", q->shares[i]);
        mlg_bind_text(stmt, ":methode", q->method);
        MLG_TRY(mlg_stmt_run(stmt, err));
    }
    return MLG_OK;
}

static mlg_status write_qpv(const loading *f, const mlg_reader *reader, const neighbourhood *q, mlg_error *err)
{
    mlg_stmt *stmt = f->insert;
    char communes[(MLG_CODE_MAX + 1) * MAX_SHARES + 1] = "";
    double population;
    for (int i = 0, at = 0; i < q->count; i++)
        at += snprintf(communes + at, sizeof communes - (size_t)at, "%s%s", i ? " " : "",
                       f->set->items[q->communes[i]].insee);
    MLG_TRY(mlg_reader_number(&population, reader, f->population, 0, err));
    MLG_TRY(mlg_bind_geom(stmt, ":geom", q->geom, reader->study->epsg, err));
    mlg_bind_text(stmt, ":code_qp", mlg_reader_text(reader, f->code));
    mlg_bind_text(stmt, ":libelle", mlg_reader_text(reader, f->label));
    mlg_bind_double(stmt, ":population", population);
    mlg_bind_text(stmt, ":communes", communes);
    mlg_bind_int(stmt, ":repare", q->repaired);
    mlg_bind_int(stmt, ":approx", q->approx);
    MLG_TRY(mlg_stmt_run(stmt, err));
    return write_shares(f, q, mlg_reader_text(reader, f->code), err);
}

static mlg_status read_shape(neighbourhood *q, mlg_reader *reader, mlg_error *err)
{
    MLG_TRY(mlg_reader_geometry(&q->geom, &q->repaired, reader, err));
    if (!q->geom || mlg_geom_is_empty(q->geom))
        return MLG_OK;
    return mlg_geom_is_point(q->geom) ? make_disc(q, err) : repair(q, err);
}

static mlg_status refuse_twice(const mlg_reader *reader, const char *code, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, reader->study->db, "load/select_qpv_code", err));
    mlg_bind_text(stmt, ":code_qp", code);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    mlg_stmt_free(stmt);
    if (st != MLG_OK || !row)
        return st;
    st = mlg_fail(err, MLG_INPUT, "%s: row %lld: neighbourhood %s appears twice", reader->spec->path,
                  (long long)mlg_layer_row(reader->layer), code);
    mlg_hint(err, "keep one row per neighbourhood, or select rows with filter: in the study file");
    return st;
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *f = context;
    neighbourhood q = { 0 };
    const char *code = mlg_reader_text(reader, f->code);
    mlg_status st = MLG_OK;
    if (!code)
        return mlg_reader_reject(reader, NULL, "sans code", NULL, err);
    MLG_TRY(refuse_twice(reader, code, err));
    MLG_GO(read_shape(&q, reader, err));
    if (!q.geom || mlg_geom_is_empty(q.geom)) {
        st = mlg_reader_reject(reader, code, "sans périmètre ni point", NULL, err);
        goto done;
    }
    MLG_GO(check_communes(&q, f, reader, err));
    MLG_GO(share(&q, f->set, mlg_reader_text(reader, f->communes), err));
    if (touches_territory(&q, f->set)) {
        reader->kept++;
        st = write_qpv(f, reader, &q, err);
    } else {
        reader->outside++;
    }
done:
    mlg_geom_free(q.geom);
    return st;
}

static mlg_status finish(void *context, mlg_reader *reader, mlg_error *err)
{
    const loading *f = context;
    return mlg_note_misplaced(reader, f->misplaced, "quartiers placés à leur commune", err);
}

mlg_status mlg_load_qpv(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = {
        .role = "qpv", .geometry = true, .start = start, .row = read_row, .finish = finish
    };
    loading l = { .set = set };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_db_query(&l.insert, study->db, "load/insert_qpv", err));
    MLG_GO(mlg_db_query(&l.insert_share, study->db, "load/insert_qpv_share", err));
    MLG_GO(mlg_read_sources(&reading, &study->config->sources.qpv, study, &l, err));
done:
    mlg_stmt_free(l.insert);
    mlg_stmt_free(l.insert_share);
    return st;
}
