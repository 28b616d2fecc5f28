#include "analysis/catchment/stage_contiguous.h"

#include "analysis/common/places.h"
#include "analysis/travel/model.h"
#include "base/memory.h"

/* Outlines drawn separately may leave gaps: borders closer than this are shared. */
static const double border_tolerance_m = 1;

static mlg_status read_outlines(mlg_study_areas *a, mlg_study *study, const char *const *insee,
                                const uint8_t *inside, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "desert/select_outline", err));
    for (int32_t i = 0; i < a->communes && st == MLG_OK; i++) {
        size_t size;
        if (!inside[i])
            continue;
        mlg_bind_text(stmt, ":insee_com", insee[i]);
        MLG_GO(mlg_stmt_step(stmt, &row, err));
        const void *bytes = mlg_column_blob(stmt, 0, &size);
        MLG_GO(mlg_geom_from_gpb(&a->outline[i], bytes, size, err));
        MLG_GO(mlg_stmt_step(stmt, &row, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* Neighbouring pairs among the communes inside, numbered as communes. */
static mlg_status join(mlg_study_areas *a, const double *persons, mlg_error *err)
{
    const mlg_geom **flagged = NULL;
    uint8_t *inside = NULL;
    int32_t *unit_of = NULL, *from = NULL, *to = NULL, n = 0, pairs = 0;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&flagged, (size_t)a->communes, "areas", err));
    MLG_GO(MLG_NEW(&unit_of, (size_t)a->communes, "areas", err));
    MLG_GO(MLG_NEW(&inside, (size_t)a->communes, "areas", err));
    for (int32_t i = 0; i < a->communes; i++) {
        inside[i] = a->outline[i] != NULL;
        if (inside[i]) {
            flagged[n] = a->outline[i];
            unit_of[n++] = i;
        }
    }
    MLG_GO(mlg_geom_adjacency(&from, &to, &pairs, flagged, n, border_tolerance_m, err));
    for (int32_t k = 0; k < pairs; k++) {
        from[k] = unit_of[from[k]];
        to[k] = unit_of[to[k]];
    }
    st = mlg_contiguous_areas(a->communes, inside, persons, pairs, from, to, a->area_of, a->area, &a->count, err);
done:
    free(flagged);
    free(unit_of);
    free(inside);
    free(from);
    free(to);
    return st;
}

mlg_status mlg_study_areas_find(mlg_study_areas *out, mlg_study *study, int32_t communes, const char *const *insee,
                                const uint8_t *inside, const double *persons, mlg_error *err)
{
    *out = (mlg_study_areas){ .communes = communes };
    MLG_TRY(MLG_NEW(&out->area_of, (size_t)communes, "areas", err));
    MLG_TRY(MLG_NEW(&out->area, (size_t)communes, "areas", err));
    MLG_TRY(MLG_NEW(&out->outline, (size_t)communes, "areas", err));
    MLG_TRY(read_outlines(out, study, insee, inside, err));
    return join(out, persons, err);
}

void mlg_study_areas_release(mlg_study_areas *areas)
{
    for (int32_t i = 0; areas->outline && i < areas->communes; i++)
        mlg_geom_free(areas->outline[i]);
    free(areas->outline);
    free(areas->area_of);
    free(areas->area);
    *areas = (mlg_study_areas){ 0 };
}

mlg_status mlg_study_borders(int32_t **from, int32_t **to, int32_t *pairs, mlg_study *study, int32_t communes,
                             const char *const *insee, mlg_error *err)
{
    mlg_study_areas a = { .communes = communes };
    uint8_t *all = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&a.outline, (size_t)communes, "outlines", err));
    MLG_GO(MLG_NEW(&all, (size_t)communes, "outlines", err));
    for (int32_t i = 0; i < communes; i++)
        all[i] = 1;
    MLG_GO(read_outlines(&a, study, insee, all, err));
    st =
        mlg_geom_adjacency(from, to, pairs, (const mlg_geom *const *)a.outline, communes, border_tolerance_m, err);
done:
    free(all);
    mlg_study_areas_release(&a);
    return st;
}

/* ---- by time ------------------------------------------------------------------------------------------------ */

/* The communes inside are the sites; unit_of[place] is its commune when it is inside, else -1. */
typedef struct {
    mlg_places places;
    mlg_sites sites;
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    int32_t *unit_of, *unit, *from, *to, pairs;
    size_t from_room, to_room;
} timing;

static mlg_status place_units(timing *t, mlg_study *study, int32_t communes, const char *const *insee,
                              const uint8_t *inside, mlg_error *err)
{
    MLG_TRY(mlg_places_read(&t->places, study, err));
    MLG_TRY(MLG_NEW(&t->unit_of, (size_t)t->places.count, "areas", err));
    MLG_TRY(MLG_NEW(&t->unit, (size_t)communes, "areas", err));
    for (int32_t p = 0; p < t->places.count; p++)
        t->unit_of[p] = -1;
    for (int32_t i = 0; i < communes; i++) {
        int32_t p = inside[i] ? mlg_places_find(&t->places, insee[i]) : -1;
        if (p < 0)
            continue;
        t->unit_of[p] = i;
        t->unit[t->sites.count] = i;
        MLG_TRY(mlg_sites_add_place(&t->sites, &t->places, p, err));
    }
    MLG_TRY(mlg_study_travel(&t->travel, study, &t->places, &t->sites, err));
    return mlg_travel_scratch_new(&t->scratch, t->travel, err);
}

static mlg_status add_near(timing *t, int32_t site, int32_t limit_ds, mlg_error *err)
{
    mlg_row row;
    MLG_TRY(mlg_travel_row(t->travel, site, limit_ds, t->scratch, &row, err));
    for (int32_t k = 0; k < row.count; k++) {
        int32_t other = t->unit_of[row.place[k]];
        if (other < 0 || other == t->unit[site])
            continue;
        MLG_TRY(MLG_GROW(&t->from, &t->from_room, (size_t)t->pairs + 1, "neighbours", err));
        MLG_TRY(MLG_GROW(&t->to, &t->to_room, (size_t)t->pairs + 1, "neighbours", err));
        t->from[t->pairs] = t->unit[site];
        t->to[t->pairs++] = other;
    }
    return MLG_OK;
}

mlg_status mlg_study_areas_join(mlg_study_areas *areas, mlg_study *study, const char *const *insee,
                                const uint8_t *inside, const double *persons, double minutes, mlg_error *err)
{
    timing t = { 0 };
    mlg_status st;
    MLG_GO(place_units(&t, study, areas->communes, insee, inside, err));
    for (int32_t s = 0; s < t.sites.count; s++)
        MLG_GO(add_near(&t, s, mlg_minutes_to_ds(minutes), err));
    st = mlg_contiguous_areas(areas->communes, inside, persons, t.pairs, t.from, t.to, areas->area_of, areas->area,
                              &areas->count, err);
done:
    mlg_travel_scratch_free(t.scratch);
    mlg_travel_free(t.travel);
    mlg_sites_release(&t.sites);
    mlg_places_release(&t.places);
    free(t.unit_of);
    free(t.unit);
    free(t.from);
    free(t.to);
    return st;
}
