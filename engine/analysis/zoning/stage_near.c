#include "analysis/zoning/stage_near.h"

#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/access/two_step.h"
#include "analysis/common/profession.h"
#include "analysis/common/rank.h"
#include "analysis/travel/model.h"
#include "analysis/zoning/apply_rule.h"
#include "base/memory.h"
#include "study/config/names.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_study *study;
    const mlg_zoning_units *units;
    const mlg_zoning_assignment *before, *after;
    mlg_places places;
    mlg_sites sites;     /* the centre of each commune, in their order */
    int32_t *commune_of; /* [places] commune whose centre it is, -1: none */
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
} job;

static mlg_status prepare(job *j, mlg_error *err)
{
    MLG_TRY(mlg_places_read(&j->places, j->study, err));
    MLG_TRY(MLG_NEW(&j->commune_of, (size_t)j->places.count, "places", err));
    for (int32_t p = 0; p < j->places.count; p++)
        j->commune_of[p] = -1;
    for (int32_t i = 0; i < j->units->communes; i++) {
        int32_t p = mlg_places_find(&j->places, j->units->insee[i]);
        if (p < 0)
            return mlg_fail(err, MLG_DATA, "commune %s has no location: load the study again", j->units->insee[i]);
        j->commune_of[p] = i;
        MLG_TRY(mlg_sites_add_place(&j->sites, &j->places, p, err));
    }
    MLG_TRY(mlg_study_travel(&j->travel, j->study, &j->places, &j->sites, err));
    return mlg_travel_scratch_new(&j->scratch, j->travel, err);
}

static void release(job *j)
{
    mlg_travel_scratch_free(j->scratch);
    mlg_travel_free(j->travel);
    mlg_sites_release(&j->sites);
    mlg_places_release(&j->places);
    free(j->commune_of);
}

/* ---- neighbours --------------------------------------------------------------------------------------------- */

/* For each commune, the best-aided one within reach: its level of aid before and after, which one it is after, and
 * its travel time. */
typedef struct {
    int32_t *before, *after, *best, *time_ds;
} sights;

static void see(sights *s, const job *j, int32_t site, const mlg_row *row)
{
    int32_t was = mlg_zone_aid((mlg_zone)j->before->zone[site]), is = mlg_zone_aid((mlg_zone)j->after->zone[site]);
    for (int32_t k = 0; k < row->count; k++) {
        int32_t i = j->commune_of[row->place[k]];
        if (i < 0 || i == site)
            continue;
        if (was > s->before[i])
            s->before[i] = was;
        if (is > s->after[i] || (is > 0 && is == s->after[i] && row->time_ds[k] < s->time_ds[i])) {
            s->after[i] = is;
            s->best[i] = site;
            s->time_ds[i] = row->time_ds[k];
        }
    }
}

static mlg_status write_sight(mlg_stmt *stmt, const job *j, const sights *s, int32_t i, mlg_error *err)
{
    const mlg_zoning_units *b = j->units;
    mlg_bind_text(stmt, ":insee_com", b->insee[i]);
    mlg_bind_text(stmt, ":libelle", b->commune_label[i]);
    mlg_bind_text(stmt, ":classe", mlg_zone_code((mlg_zone)j->after->zone[i]));
    mlg_bind_text(stmt, ":voisine", b->insee[s->best[i]]);
    mlg_bind_text(stmt, ":lib_voisine", b->commune_label[s->best[i]]);
    mlg_bind_text(stmt, ":classe_voisine", mlg_zone_code((mlg_zone)j->after->zone[s->best[i]]));
    mlg_bind_double(stmt, ":minutes", (double)s->time_ds[i] / MLG_DS_PER_MIN);
    mlg_bind_double(stmt, ":population", b->persons[i]);
    mlg_bind_double(stmt, ":nb_gp", b->gp[i]);
    return mlg_stmt_run(stmt, err);
}

/* A commune whose class is unknown before or after is not reported as better aided. */
static mlg_status find_sights(sights *s, job *j, mlg_error *err)
{
    for (int32_t i = 0; i < j->units->communes; i++) {
        mlg_row row;
        if (j->before->zone[i] == MLG_ZONE_UNKNOWN || j->after->zone[i] == MLG_ZONE_UNKNOWN)
            continue;
        if (mlg_zone_aid((mlg_zone)j->before->zone[i]) == 0 && mlg_zone_aid((mlg_zone)j->after->zone[i]) == 0)
            continue;
        MLG_TRY(mlg_travel_row(j->travel, i, mlg_minutes_to_ds(MLG_ZONING_SIGHT_MIN), j->scratch, &row, err));
        see(s, j, i, &row);
    }
    return MLG_OK;
}

static mlg_status write_neighbours(job *j, mlg_error *err)
{
    size_t n = (size_t)j->units->communes;
    sights s = { 0 };
    mlg_stmt *stmt = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&s.before, n, "neighbours", err));
    MLG_GO(MLG_NEW(&s.after, n, "neighbours", err));
    MLG_GO(MLG_NEW(&s.best, n, "neighbours", err));
    MLG_GO(MLG_NEW(&s.time_ds, n, "neighbours", err));
    MLG_GO(find_sights(&s, j, err));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "zoning/insert_neighbour", err));
    for (int32_t i = 0; i < j->units->communes; i++)
        if (j->units->inside[i] && s.after[i] > s.before[i] &&
            s.after[i] > mlg_zone_aid((mlg_zone)j->after->zone[i]))
            MLG_GO(write_sight(stmt, j, &s, i, err));
done:
    mlg_stmt_free(stmt);
    free(s.before);
    free(s.after);
    free(s.best);
    free(s.time_ds);
    return st;
}

/* ---- thresholds --------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_decay decay;
    double *demand, *each; /* [places] */
    mlg_stmt *stmt;
} tipping;

/* Increase of the mean of the territory for one more act a year at its largest commune. */
static mlg_status gain_of_one(double *gain, job *j, const tipping *w, int32_t t, mlg_error *err)
{
    const mlg_zoning_units *b = j->units;
    const double *weight = j->after->rule.standardised ? b->standardised : b->residents;
    mlg_row row;
    double catchment = 0, sum = 0, persons = 0;
    MLG_TRY(mlg_travel_row(j->travel, b->tvs_largest[t], mlg_decay_limit(&w->decay), j->scratch, &row, err));
    for (int32_t k = 0; k < row.count; k++) {
        double share = mlg_decay_weight(&w->decay, row.time_ds[k]);
        int32_t i = j->commune_of[row.place[k]];
        catchment += share * w->demand[row.place[k]];
        sum += i >= 0 && b->tvs[i] == t && !isnan(j->after->value[i]) ? share * weight[i] : 0;
    }
    for (int32_t i = 0; i < b->communes; i++)
        persons += b->tvs[i] == t && !isnan(j->after->value[i]) ? weight[i] : 0;
    *gain = catchment > 0 && persons > 0 ? sum / persons / catchment : (double)NAN;
    return MLG_OK;
}

static mlg_status write_tipping(job *j, const tipping *w, int32_t t, double threshold, mlg_error *err)
{
    const mlg_zoning_units *b = j->units;
    double value = j->after->tvs_value[t], gain;
    if (isnan(threshold) || b->tvs_communes[t] == 0 || !(fabs(value - threshold) <= MLG_ZONING_NEAR_APL))
        return MLG_OK;
    MLG_TRY(gain_of_one(&gain, j, w, t, err));
    mlg_bind_text(w->stmt, ":code", b->tvs_code[t]);
    mlg_bind_text(w->stmt, ":libelle", b->tvs_label[t]);
    mlg_bind_double(w->stmt, ":seuil", threshold);
    mlg_bind_double(w->stmt, ":apl", value);
    mlg_bind_double(w->stmt, ":ecart", value - threshold);
    mlg_bind_text(w->stmt, ":commune", b->insee[b->tvs_largest[t]]);
    mlg_bind_double(w->stmt, ":actes", (threshold - value) / gain);
    mlg_bind_double(w->stmt, ":medecins",
                    (threshold - value) / gain /
                        w->each[mlg_places_find(&j->places, b->insee[b->tvs_largest[t]])]);
    return mlg_stmt_run(w->stmt, err);
}

static mlg_status write_thresholds(job *j, mlg_error *err)
{
    const mlg_zoning_rule *rule = &j->after->rule;
    int entry = mlg_study_entry(j->study, "gp", "apl");
    tipping w = { 0 };
    mlg_status st = MLG_OK;
    if (entry < 0 || !mlg_is_gp_apl(rule->service, rule->measure))
        return MLG_OK;
    MLG_GO(mlg_study_decay(&w.decay, j->study, (unsigned)entry, err));
    MLG_GO(mlg_study_supply_of_one(&w.each, j->study, &j->places, "gp", err));
    MLG_GO(mlg_study_demand(&w.demand, j->study, &j->places, "gp", err));
    MLG_GO(mlg_db_query(&w.stmt, j->study->db, "zoning/insert_threshold", err));
    for (int32_t t = 0; t < j->units->tvs_count; t++) {
        MLG_GO(write_tipping(j, &w, t, rule->national_max, err));
        MLG_GO(write_tipping(j, &w, t, rule->vivier_max, err));
    }
done:
    mlg_stmt_free(w.stmt);
    free(w.demand);
    free(w.each);
    return st;
}

/* ---- ranks -------------------------------------------------------------------------------------------------- */

static mlg_status write_rank(job *j, const char *name, const double *value, bool high_first, mlg_error *err)
{
    const mlg_zoning_units *b = j->units;
    int32_t *rank = NULL;
    mlg_stmt *stmt = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&rank, (size_t)b->tvs_count, "ranks", err));
    MLG_GO(mlg_rank_by_value(b->tvs_count, value, high_first, rank, err));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "zoning/insert_rank", err));
    for (int32_t t = 0; t < b->tvs_count; t++) {
        if (b->tvs_communes[t] == 0)
            continue;
        mlg_bind_text(stmt, ":code", b->tvs_code[t]);
        mlg_bind_text(stmt, ":libelle", b->tvs_label[t]);
        mlg_bind_text(stmt, ":indicateur", name);
        mlg_bind_double(stmt, ":valeur", value[t]);
        mlg_bind_double(stmt, ":rang", rank[t] > 0 ? (double)rank[t] : (double)NAN);
        MLG_GO(mlg_stmt_run(stmt, err));
    }
done:
    mlg_stmt_free(stmt);
    free(rank);
    return st;
}

/* Territories without a commune of the study are not ranked. */
static void leave_out(const mlg_zoning_units *b, double *value)
{
    for (int32_t t = 0; t < b->tvs_count; t++)
        if (b->tvs_communes[t] == 0)
            value[t] = (double)NAN;
}

static mlg_status rank_doctors(job *j, double *value, double *old, mlg_error *err)
{
    const mlg_zoning_units *b = j->units;
    for (int32_t t = 0; t < b->tvs_count; t++)
        value[t] = old[t] = 0;
    for (int32_t i = 0; i < b->communes; i++) {
        value[b->tvs[i]] += j->after->gp[i];
        old[b->tvs[i]] += j->after->gp_old[i];
    }
    for (int32_t t = 0; t < b->tvs_count; t++) {
        double gp = value[t];
        value[t] = b->tvs_residents[t] > 0 ? 1e4 * gp / b->tvs_residents[t] : (double)NAN;
        old[t] = gp > 0 ? 100 * old[t] / gp : (double)NAN;
    }
    leave_out(b, value);
    leave_out(b, old);
    char words[96];
    const char *people = mlg_profession_people(j->after->rule.service);
    snprintf(words, sizeof words, "%s pour 10 000 hab.", people);
    MLG_TRY(write_rank(j, words, value, false, err));
    snprintf(words, sizeof words, "%s de 60 ans et plus, en %%", people);
    return b->ages_known ? write_rank(j, words, old, true, err) : MLG_OK;
}

/* Rows of indicators by commune, sorted by indicator: one mean per territory, weighted by residents. */
static mlg_status rank_indicators(job *j, double *value, double *mean, mlg_error *err)
{
    const mlg_zoning_units *b = j->units;
    mlg_stmt *stmt = NULL;
    char name[96] = "";
    bool row = true, low_first = false;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "zoning/select_indicators", err));
    mlg_status st = MLG_OK;
    while (st == MLG_OK && row) {
        MLG_GO(mlg_stmt_step(stmt, &row, err));
        const char *next = row ? mlg_column_text(stmt, 0) : "";
        if (*name && strcmp(next, name) != 0) {
            MLG_GO(mlg_mean_by_group(b->communes, value, b->residents, b->tvs, b->tvs_count, mean, err));
            leave_out(b, mean);
            MLG_GO(write_rank(j, name, mean, !low_first, err));
        }
        if (strcmp(next, name) != 0)
            for (int32_t i = 0; i < b->communes; i++)
                value[i] = (double)NAN;
        snprintf(name, sizeof name, "%s", next);
        low_first = row && mlg_column_int(stmt, 3) != 0;
        int32_t i = row ? mlg_zoning_find_commune(b, mlg_column_text(stmt, 1)) : -1;
        if (i >= 0)
            value[i] = mlg_column_double(stmt, 2);
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_ranks(job *j, mlg_error *err)
{
    const mlg_zoning_units *b = j->units;
    double *value = NULL, *other = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&value, (size_t)b->communes, "ranks", err));
    MLG_GO(MLG_NEW(&other, (size_t)b->communes, "ranks", err));
    memcpy(other, j->after->tvs_value, (size_t)b->tvs_count * sizeof *other);
    leave_out(b, other);
    MLG_GO(write_rank(j, "APL", other, false, err));
    MLG_GO(rank_doctors(j, value, other, err));
    st = rank_indicators(j, value, other, err);
done:
    free(value);
    free(other);
    return st;
}

mlg_status mlg_study_zoning_near(mlg_study *study, const mlg_zoning_units *units,
                                 const mlg_zoning_assignment *before, const mlg_zoning_assignment *after,
                                 mlg_error *err)
{
    job j = { .study = study, .units = units, .before = before, .after = after };
    mlg_status st;
    MLG_GO(prepare(&j, err));
    MLG_GO(write_neighbours(&j, err));
    MLG_GO(write_thresholds(&j, err));
    MLG_GO(write_ranks(&j, err));
    MLG_GO(mlg_study_note_number(study, "zoning", "voisinage", MLG_ZONING_SIGHT_MIN, "min", "convention", err));
    st = mlg_study_note_number(study, "zoning", "proche_du_seuil", MLG_ZONING_NEAR_APL, "APL", "convention", err);
done:
    release(&j);
    return st;
}
