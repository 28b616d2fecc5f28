/* Writing communes and their demand points, and the age bands of these. */
#include "base/memory.h"
#include "study/communes.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>

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
    mlg_bind_double(stmt, ":moins_2000", isnan(c->population) ? (double)NAN : (double)(c->population < SMALL_COMMUNE));
    mlg_bind_text(stmt, ":tvs", c->tvs);
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

/* One age band of one commune. */
static mlg_status write_band(mlg_stmt *stmt, const mlg_reader *reader, const mlg_config_band *band, int field,
                             const char *code, mlg_error *err)
{
    double persons;
    MLG_TRY(mlg_reader_number(&persons, reader, field, 0, err));
    if (isnan(persons))
        return MLG_OK;
    mlg_bind_text(stmt, ":code", code);
    mlg_bind_int(stmt, ":age_min", band->from);
    mlg_bind_double(stmt, ":age_max", band->to ? (double)*band->to : (double)NAN);
    mlg_bind_double(stmt, ":personnes", persons);
    return mlg_stmt_run(stmt, err);
}

static mlg_status find_bands(int **fields, const mlg_reader *reader, mlg_error *err)
{
    if (reader->spec->ages_count == 0) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: no age band is named", reader->spec->path);
        mlg_hint(err, "add ages: [ { from: 0, to: 14, column: P21_POP0014 }, ... ]");
        return st;
    }
    MLG_TRY(MLG_NEW(fields, reader->spec->ages_count, "age bands", err));
    for (unsigned i = 0; i < reader->spec->ages_count; i++)
        MLG_TRY(mlg_layer_need(&(*fields)[i], reader->layer, reader->spec->ages[i].column, err));
    return MLG_OK;
}

static mlg_status read_ages(mlg_communes *set, mlg_study *study, unsigned index, mlg_stmt *stmt, mlg_error *err)
{
    mlg_reader reader;
    int insee, *fields = NULL;
    int64_t *rows = NULL;
    bool got = true;
    MLG_TRY(mlg_reader_open(&reader, study, "ages", &study->config->sources.ages, index, false, err));
    mlg_status st = mlg_reader_code_column(&insee, &reader, "insee_com", true, err);
    if (st == MLG_OK)
        st = find_bands(&fields, &reader, err);
    if (st == MLG_OK)
        st = MLG_NEW(&rows, (size_t)set->count, "rows", err);
    while (st == MLG_OK && (st = mlg_reader_next(&reader, &got, err)) == MLG_OK && got) {
        const char *code;
        MLG_GO(mlg_reader_insee(&code, &reader, insee, err));
        int32_t c = mlg_communes_find(set, code);
        bool known = c >= 0;
        if (known)
            MLG_GO(mlg_communes_once(rows, set, c, &reader, err));
        reader.kept += known;
        reader.outside += !known;
        for (unsigned b = 0; known && b < reader.spec->ages_count; b++)
            MLG_GO(write_band(stmt, &reader, &reader.spec->ages[b], fields[b], code, err));
    }
done:
    free(fields);
    free(rows);
    return mlg_reader_close(&reader, st, err);
}

mlg_status mlg_communes_write(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    mlg_stmt *commune = NULL, *place = NULL, *age = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_db_query(&commune, study->db, "load/insert_commune", err));
    MLG_GO(mlg_db_query(&place, study->db, "load/insert_place", err));
    MLG_GO(mlg_db_query(&age, study->db, "load/insert_age", err));
    for (int32_t i = 0; i < set->count; i++) {
        MLG_GO(write_commune(commune, &set->items[i], study, err));
        MLG_GO(write_place(place, &set->items[i], study->epsg, err));
    }
    for (unsigned i = 0; i < study->config->sources.ages.count; i++)
        MLG_GO(read_ages(set, study, i, age, err));
done:
    mlg_stmt_free(commune);
    mlg_stmt_free(place);
    mlg_stmt_free(age);
    return st;
}
