/* Replaces the zoning in force by the filed one, in the copy of the study filed with it. */
#include "analysis/zoning/stage.h"

#include <string.h>

typedef struct {
    const char *query, *level;
    int32_t count;
    const char **code;
    const uint8_t *before, *after;
} classes;

/* Writes only what changes: a class given by a source and unknown to every rule stays as it is. */
static mlg_status file_classes(mlg_study *study, const classes *c, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, c->query, err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < c->count && st == MLG_OK; i++) {
        if (c->before[i] == c->after[i])
            continue;
        if (c->level)
            mlg_bind_text(stmt, ":maille", c->level);
        mlg_bind_text(stmt, ":code", c->code[i]);
        mlg_bind_text(stmt, ":zonage",
                      c->level || c->after[i] != MLG_ZONE_UNKNOWN ? mlg_zone_code((mlg_zone)c->after[i]) : NULL);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_study_zoning_file(mlg_study *study, const mlg_zoning_units *units,
                                 const mlg_zoning_assignment *in_force, const mlg_zoning_assignment *filed,
                                 mlg_error *err)
{
    const classes all[] = {
        { "zoning/update_filed_commune", NULL, units->communes, units->insee, in_force->zone, filed->zone },
        { "zoning/update_filed_access", NULL, units->communes, units->insee, in_force->zone, filed->zone },
        { "zoning/update_filed_qpv", NULL, units->qpv_count, units->qpv_code, in_force->qpv_zone,
          filed->qpv_zone },
        { "zoning/update_filed_unit", "commune", units->communes, units->insee, in_force->zone, filed->zone },
        { "zoning/update_filed_unit", "tvs", units->tvs_count, units->tvs_code, in_force->tvs_zone,
          filed->tvs_zone },
        { "zoning/update_filed_unit", "qpv", units->qpv_count, units->qpv_code, in_force->qpv_zone,
          filed->qpv_zone },
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        MLG_TRY(file_classes(study, &all[k], err));
    return mlg_study_zoning_tables(study, units, filed, NULL, err);
}
