/* What the rule says of communes and areas beyond the flags: tables desert_combinaison, desert_typologie and
 * desert_zone. */
#include "analysis/common/places.h"
#include "analysis/desert/stage_rules.h"
#include "analysis/travel/model.h"
#include "base/memory.h"

#include <math.h>

/* ---- combinations ------------------------------------------------------------------------------------------- */

static double total_persons(const mlg_desert_rule *r)
{
    double sum = 0;
    for (int32_t i = 0; i < r->units; i++)
        sum += r->persons[i];
    return sum;
}

/* Bits of the criteria whose figure no commune has. */
static unsigned unknown_criteria(const mlg_desert_rule *r)
{
    unsigned unknown = r->units > 0 ? (1u << r->count) - 1 : 0;
    for (int k = 0; k < r->count; k++)
        for (int32_t i = 0; i < r->units; i++)
            if (mlg_criterion_holds(&r->criterion[k], i) != MLG_UNTOLD)
                unknown &= ~(1u << k);
    return unknown;
}

/* One row of the table. `untold`: no commune knows a criterion of the set. */
static mlg_status write_set(mlg_stmt *stmt, unsigned set, const char *words, bool untold, int32_t communes,
                            double persons, double all, mlg_error *err)
{
    mlg_bind_int(stmt, ":combinaison", set);
    mlg_bind_text(stmt, ":libelle", words);
    mlg_bind_double(stmt, ":nb_communes", untold ? (double)NAN : communes);
    mlg_bind_double(stmt, ":population", untold ? (double)NAN : persons);
    mlg_bind_double(stmt, ":part", !untold && all > 0 ? 100 * persons / all : (double)NAN);
    return mlg_stmt_run(stmt, err);
}

/* Every combination of up to three criteria; with more criteria, only those that occur. A commune that lacks a criterion known elsewhere
 * belongs to no combination; the last row counts these communes. */
static mlg_status write_combinations(const mlg_desert_rule *r, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double all = total_persons(r), in_part_persons = 0;
    int32_t in_part = 0;
    unsigned unknown = unknown_criteria(r);
    mlg_text words = { 0 };
    MLG_TRY(mlg_db_query(&stmt, r->study->db, "desert/insert_combination", err));
    mlg_status st = MLG_OK;
    for (unsigned set = 0; set < 1u << r->count && st == MLG_OK; set++) {
        double persons = 0;
        int32_t communes = 0;
        for (int32_t i = 0; i < r->units; i++)
            if (r->flags[i] == set && (r->unknown[i] & ~unknown) == 0) {
                persons += r->persons[i];
                communes++;
            }
        if (communes == 0 && r->count > 3)
            continue;
        MLG_GO(mlg_desert_rule_words(&words, r, (uint16_t)set, 0, err));
        const char *none = unknown ? "aucun manque connu" : "aucun manque";
        st = write_set(stmt, set, words.length ? words.data : none, (set & unknown) != 0, communes, persons, all,
                       err);
    }
    for (int32_t i = 0; i < r->units; i++)
        if (r->unknown[i] & ~unknown) {
            in_part_persons += r->persons[i];
            in_part++;
        }
    if (st == MLG_OK && in_part > 0)
        st = write_set(stmt, 1u << r->count, "un critère au moins inconnu", false, in_part, in_part_persons, all,
                       err);
done:
    mlg_text_release(&words);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- areas -------------------------------------------------------------------------------------------------- */

/* The communes of each area, then its doctors by age and its social indicators. */
static mlg_status write_members(const mlg_desert_rule *r, const mlg_study_areas *areas, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, r->study->db, "desert/insert_member", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < r->units && st == MLG_OK; i++) {
        if (areas->area_of[i] < 0)
            continue;
        mlg_bind_text(stmt, ":insee_com", r->insee[i]);
        mlg_bind_text(stmt, ":zone", r->insee[areas->area[areas->area_of[i]].largest]);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st == MLG_OK ? mlg_study_do(r->study, "desert/insert_zones", err) : st;
}

/* For each area, the commune nearest to its largest one that has a doctor and is outside every area, with the
 * time. */
static mlg_status relieve(const mlg_desert_rule *r, const mlg_study_areas *areas, const mlg_places *places,
                          mlg_travel *travel, const double *gp, mlg_stmt *stmt, mlg_error *err)
{
    mlg_travel_scratch *scratch = NULL;
    mlg_status st = mlg_travel_scratch_new(&scratch, travel, err);
    for (int32_t a = 0; a < areas->count && st == MLG_OK; a++) {
        mlg_row row;
        int32_t best = -1, best_ds = MLG_UNREACHABLE;
        st = mlg_travel_row(travel, a, mlg_minutes_to_ds(60), scratch, &row, err);
        for (int32_t k = 0; st == MLG_OK && k < row.count; k++) {
            int32_t p = row.place[k];
            if (gp[p] > 0 && row.time_ds[k] < best_ds) {
                best = p;
                best_ds = row.time_ds[k];
            }
        }
        if (st != MLG_OK || best < 0)
            continue;
        mlg_bind_text(stmt, ":commune", r->insee[areas->area[a].largest]);
        mlg_bind_text(stmt, ":relais", places->code[best]);
        mlg_bind_text(stmt, ":lib_relais", places->label[best]);
        mlg_bind_double(stmt, ":minutes", (double)best_ds / MLG_DS_PER_MIN);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_travel_scratch_free(scratch);
    return st;
}

/* gp[places]: doctors, 0 in the communes of an area. */
static mlg_status count_doctors(double *gp, const mlg_desert_rule *r, const mlg_study_areas *areas,
                                const mlg_places *places, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, r->study->db, "catchment/select_doctors", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t p = mlg_places_find(places, mlg_column_text(stmt, 0));
        if (p >= 0)
            gp[p] = mlg_column_double(stmt, 1);
    }
    mlg_stmt_free(stmt);
    for (int32_t i = 0; i < r->units; i++) {
        int32_t p = areas->area_of[i] >= 0 ? mlg_places_find(places, r->insee[i]) : -1;
        if (p >= 0)
            gp[p] = 0;
    }
    return st;
}

static mlg_status write_reliefs(const mlg_desert_rule *r, const mlg_study_areas *areas, mlg_error *err)
{
    mlg_places places = { 0 };
    mlg_sites sites = { 0 };
    mlg_travel *travel = NULL;
    mlg_stmt *stmt = NULL;
    double *gp = NULL;
    mlg_status st = MLG_OK;
    if (areas->count == 0)
        return MLG_OK;
    MLG_GO(mlg_places_read(&places, r->study, err));
    for (int32_t a = 0; a < areas->count; a++)
        MLG_GO(
            mlg_sites_add_place(&sites, &places, mlg_places_find(&places, r->insee[areas->area[a].largest]), err));
    MLG_GO(mlg_study_travel(&travel, r->study, &places, &sites, err));
    MLG_GO(MLG_NEW(&gp, (size_t)places.count, "doctors", err));
    MLG_GO(count_doctors(gp, r, areas, &places, err));
    MLG_GO(mlg_db_query(&stmt, r->study->db, "desert/update_relief", err));
    st = relieve(r, areas, &places, travel, gp, stmt, err);
done:
    mlg_stmt_free(stmt);
    mlg_travel_free(travel);
    mlg_sites_release(&sites);
    mlg_places_release(&places);
    free(gp);
    return st;
}

mlg_status mlg_desert_write_zones(const mlg_desert_rule *rule, const mlg_study_areas *areas, mlg_error *err)
{
    MLG_TRY(write_combinations(rule, err));
    MLG_TRY(write_members(rule, areas, err));
    MLG_TRY(mlg_study_do(rule->study, "desert/insert_typologies", err));
    return write_reliefs(rule, areas, err);
}
