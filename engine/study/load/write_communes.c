/* Writes communes and their demand points. */
#include "base/memory.h"
#include "study/load/communes.h"

#include <math.h>

enum { FIRST_RURAL_LEVEL = 5, SMALL_COMMUNE = 2000 };

static mlg_status write_commune(mlg_stmt *stmt, const mlg_commune *c, const mlg_study *study, mlg_error *err)
{
    MLG_TRY(mlg_bind_geom(stmt, ":geom", c->outline, study->epsg, err));
    mlg_bind_text(stmt, ":insee_com", c->insee);
    mlg_bind_text(stmt, ":libelle", c->libelle);
    mlg_bind_text(stmt, ":siren_epci", c->siren_epci);
    mlg_bind_text(stmt, ":lib_epci", c->lib_epci);
    mlg_bind_text(stmt, ":insee_dep", c->insee_dep);
    mlg_bind_text(stmt, ":insee_reg", c->insee_reg);
    mlg_bind_double(stmt, ":cog", study->config->cog ? (double)*study->config->cog : (double)NAN);
    mlg_bind_double(stmt, ":population", c->population);
    mlg_bind_double(stmt, ":pop_std", c->pop_std);
    mlg_bind_double(stmt, ":surface_km2", c->surface_km2);
    mlg_bind_double(stmt, ":densite", c->densite ? (double)c->densite : (double)NAN);
    mlg_bind_text(stmt, ":espace", c->densite == 0 ? NULL : c->densite >= FIRST_RURAL_LEVEL ? "rural" : "urbain");
    mlg_bind_double(stmt, ":moins_2000",
                    isnan(c->population) ? (double)NAN : (double)(c->population < SMALL_COMMUNE));
    mlg_bind_text(stmt, ":tvs", c->tvs);
    mlg_bind_text(stmt, ":lib_tvs", c->lib_tvs);
    mlg_bind_text(stmt, ":uu", c->uu);
    mlg_bind_int(stmt, ":perimetre", c->in_territory);
    mlg_bind_int(stmt, ":approx", c->approx);
    mlg_bind_double(stmt, ":x", c->x);
    mlg_bind_double(stmt, ":y", c->y);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_place(mlg_stmt *stmt, const mlg_commune *c, int epsg, mlg_error *err)
{
    MLG_TRY(mlg_bind_point(stmt, ":geom", c->x, c->y, epsg, err));
    mlg_bind_text(stmt, ":code", c->insee);
    mlg_bind_double(stmt, ":population", isnan(c->population) ? 0 : c->population);
    mlg_bind_double(stmt, ":densite", c->densite ? (double)c->densite : (double)NAN);
    mlg_bind_int(stmt, ":perimetre", c->in_territory);
    return mlg_stmt_run(stmt, err);
}

mlg_status mlg_communes_write(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    mlg_stmt *commune = NULL, *place = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_db_query(&commune, study->db, "load/insert_commune", err));
    MLG_GO(mlg_db_query(&place, study->db, "load/insert_place", err));
    for (int32_t i = 0; i < set->count; i++) {
        MLG_GO(write_commune(commune, &set->items[i], study, err));
        MLG_GO(write_place(place, &set->items[i], study->epsg, err));
    }
done:
    mlg_stmt_free(commune);
    mlg_stmt_free(place);
    return st;
}
