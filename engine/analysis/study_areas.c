#include "analysis/study_areas.h"

#include "base/memory.h"

/* Outlines drawn apart may leave slits: borders closer than this are one. */
static const double border_tolerance_m = 1;

static mlg_status read_outlines(mlg_study_areas *a, mlg_study *study, const char *const *insee, const uint8_t *inside,
                                mlg_error *err)
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

/* Neighbours among the communes inside, numbered as communes. */
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
    st = mlg_desert_areas(a->communes, inside, persons, pairs, from, to, a->area_of, a->area, &a->count, err);
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
