/* Siting requests of a study, one after the other. */
#include "analysis/siting/stage.h"

#include "analysis/stages.h"
#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"
#include "study/config/populations.h"
#include "base/naming.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void mlg_siting_job_release(mlg_siting_job *j)
{
    mlg_sites_release(&j->sites);
    mlg_siting_result_release(&j->result);
    if (j->sets)
        mlg_siting_sets_release(j->sets, j->n_sets);
    free(j->sets);
    free(j->state);
    free(j->demand);
    free(j->place_of);
    free(j->weight);
    free(j->persons);
    free(j->counted);
    free(j->row_start);
    free(j->row_demand);
    free(j->row_time_s);
    free(j->access.today);
    free(j->access.access);
    free(j->access.standard);
    free(j->access.catchment);
    free(j->access.everybody);
    free(j->access.row_start);
    free(j->access.row_demand);
    free(j->access.row_adds);
    mlg_mode_close(&j->group, j->everybody);
}

/* ---- conventions -------------------------------------------------------------------------------------------- */

static mlg_status note(const mlg_siting_job *j, const char *what, const char *value, const char *unit,
                       const char *origin, mlg_error *err)
{
    return mlg_study_note_of(j->study, "siting", j->ask->name, what, value, unit, origin, err);
}

static mlg_status note_number(const mlg_siting_job *j, const char *what, double value, const char *unit,
                              bool given, mlg_error *err)
{
    return mlg_study_note_number_of(j->study, "siting", j->ask->name, what, value, unit,
                                    given ? "etude" : "defaut", err);
}

static const char *demand_words(const mlg_config *config, const char *demand)
{
    static const char *const words[][2] = {
        { "persons", "population municipale du territoire" },
        { "standardised", "population standardisée du territoire" },
        { "unmet",
          "consultations qui manquent pour atteindre le seuil : (seuil - APL) x population standardisée" },
        { "without-doctor", "consultations qui manquent, en habitants qui en auraient le seuil" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(demand, words[i][0]) == 0)
            return words[i][1];
    return mlg_population_label(mlg_population_find(config, demand));
}

static mlg_status describe_candidates(mlg_text *words, const mlg_config_siting *a, mlg_error *err)
{
    MLG_TRY(mlg_text_set(words, err, "%s", a->candidates));
    for (unsigned f = 0; f < a->only_count; f++)
        MLG_TRY(mlg_text_append(words, err, ", %s", a->only[f]));
    if (a->volunteers_count > 0)
        MLG_TRY(mlg_text_append(words, err, ", %u volontaires", a->volunteers_count));
    return MLG_OK;
}

static mlg_status note_candidates(const mlg_siting_job *j, mlg_error *err)
{
    const mlg_config_siting *a = j->ask;
    mlg_text words = { 0 };
    int32_t n_free = 0;
    for (int32_t s = 0; s < j->n_candidates; s++)
        n_free += mlg_candidate_may_open(j->state[s]);
    mlg_status st = describe_candidates(&words, a, err);
    if (st == MLG_OK)
        st = note(j, "candidats", mlg_text_words(&words), NULL, "etude", err);
    mlg_text_release(&words);
    MLG_TRY(st);
    if (a->min_population)
        MLG_TRY(note_number(j, "population_min", *a->min_population, "habitants de la commune", true, err));
    return note_number(j, "candidats_libres", n_free, "sites", true, err);
}

/* Records the range of inhabitants per doctor that raises no warning in a catchment. Half-days have none: they are
 * not doctors of their own. */
static mlg_status note_range(const mlg_siting_job *j, mlg_error *err)
{
    const mlg_config_siting *a = j->ask;
    if (a->half_days)
        return MLG_OK;
    MLG_TRY(note_number(j, "habitants_par_medecin_min", mlg_config_siting_min_persons_per_doctor(a), "habitants",
                        a->min_persons_per_doctor, err));
    return note_number(j, "habitants_par_medecin_max", mlg_config_siting_max_persons_per_doctor(a), "habitants",
                       a->max_persons_per_doctor, err);
}

/* Records the solver at hand and its version, where one is built in. */
static mlg_status note_solver(const mlg_siting_job *j, mlg_error *err)
{
    char *solver;
    MLG_TRY(mlg_solver_describe(&solver, mlg_solver_named(j->ask->solver), err));
    mlg_status st = solver ? note(j, "solveur", solver, NULL, "calcul", err) : MLG_OK;
    free(solver);
    return st;
}

static mlg_status note_request(const mlg_siting_job *j, mlg_error *err)
{
    const mlg_config_siting *a = j->ask;
    bool given = a->threshold || !isnan(mlg_config_desert_bound(j->study->config));
    MLG_TRY(note_number(j, "minutes", j->limit_s / 60.0, "min, compris", a->minutes, err));
    MLG_TRY(note_number(j, "max_minutes", j->search_s / 60.0, "min, compté à qui n'atteint rien", a->max_minutes,
                        err));
    MLG_TRY(note(j, "poids", demand_words(j->study->config, a->demand), NULL, "etude", err));
    if (a->mode)
        MLG_TRY(note(j, "groupe", a->mode, NULL, "etude", err));
    if (a->existing)
        MLG_TRY(note(j, "existants", a->existing, NULL, "etude", err));
    MLG_TRY(note_candidates(j, err));
    MLG_TRY(note_solver(j, err));
    if (!j->access.known)
        return MLG_OK;
    MLG_TRY(note_number(j, "seuil", j->access.threshold, "consultations/an/hab., strict", given, err));
    MLG_TRY(
        note_number(j, "actes_par_medecin", j->access.acts, "actes/an, comme un médecin en place", false, err));
    MLG_TRY(note_range(j, err));
    if (a->half_days)
        return note_number(j, "demi_journees", *a->half_days, "par semaine", true, err);
    return a->doctors
               ? note_number(j, "medecins", *a->doctors, "médecins à répartir", true, err)
               : note_number(j, "medecins_par_site", j->access.doctors, "médecins", a->doctors_per_site, err);
}

/* ---- a request ---------------------------------------------------------------------------------------------- */

static void set_limits(mlg_siting_job *j)
{
    const mlg_config_siting *a = j->ask;
    j->limit_s = (int32_t)lround(60 * mlg_config_siting_minutes(a));
    j->full_s = (int32_t)lround(60 * (a->full_minutes ? *a->full_minutes : 0));
    j->search_s = (int32_t)lround(60 * mlg_config_siting_max_minutes(a));
    if (j->search_s < j->limit_s)
        j->search_s = j->limit_s;
}

static mlg_status solve(mlg_siting_job *j, mlg_error *err)
{
    j->start_s = mlg_clock_s();
    mlg_naming candidates = { MLG_ITEM_CANDIDATE, j->sites.count, j->sites.code, j->sites.label, NULL, NULL };
    mlg_naming demand = { MLG_ITEM_DEMAND, j->n_demand, j->places->code, j->places->label, j->place_of, NULL };
    mlg_naming_enter(&candidates);
    mlg_naming_enter(&demand);
    mlg_status st = j->model->solve(&j->result, j, j->state, err);
    mlg_naming_leave(&demand);
    mlg_naming_leave(&candidates);
    mlg_outcome_set_time(&j->result.outcome, j->start_s);
    if (st == MLG_OK)
        st = mlg_siting_choose(j, err);
    return mlg_while(err, st, "%s", mlg_study_file_where(j->study->file, j->key));
}

static mlg_status summarize(mlg_text *summary, const mlg_siting_job *j, mlg_error *err)
{
    bool first = !*mlg_text_words(summary);
    return mlg_text_append(
        summary, err,
        mlg_tr_count("%s%s: %d site, gap %.2f %%%s", "%s%s: %d sites, gap %.2f %%%s", j->result.n_chosen),
        first ? "" : "; ", j->ask->name, (int)j->result.n_chosen, 100 * j->result.outcome.gap,
        j->result.outcome.proved ? mlg_tr(" (proved)") : "");
}

static mlg_status answer_request(mlg_study *study, const mlg_places *places, unsigned index, mlg_text *summary,
                                 mlg_error *err)
{
    mlg_siting_job j = {
        .study = study, .everybody = study, .ask = &study->config->siting[index], .places = places
    };
    mlg_status st;
    snprintf(j.key, sizeof j.key, "siting[%u]", index);
    j.model = mlg_siting_model_by_name(j.ask->model);
    j.n_sites = j.ask->sites ? *j.ask->sites : 0;
    set_limits(&j);
    MLG_GO(mlg_mode_open(&j.group, study, places, j.ask->mode, err));
    j.study = j.group.study;
    MLG_GO(mlg_siting_list_demand(&j, err));
    MLG_GO(mlg_siting_list_candidates(&j, err));
    MLG_GO(mlg_siting_compute_rows(&j, err));
    MLG_GO(solve(&j, err));
    MLG_GO(mlg_siting_write(&j, err));
    MLG_GO(note_request(&j, err));
    MLG_GO(summarize(summary, &j, err));
done:
    mlg_siting_job_release(&j);
    return st;
}

mlg_status mlg_study_siting(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    mlg_places places = { 0 };
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_exec(
        study->db,
        "DELETE FROM site; DELETE FROM site_bilan; DELETE FROM affectation; DELETE FROM site_variante; "
        "DELETE FROM site_front; DELETE FROM site_equite; DELETE FROM secret WHERE nom = 'affectation'",
        err));
    if (study->config->siting_count == 0) {
        MLG_TRY(mlg_text_set(summary, err, mlg_tr("not asked for")));
        return MLG_OK;
    }
    MLG_GO(mlg_places_read(&places, study, err));
    for (unsigned i = 0; i < study->config->siting_count; i++)
        MLG_GO(answer_request(study, &places, i, summary, err));
    MLG_GO(mlg_study_do(study, "secret/log_assignment", err));
    MLG_GO(mlg_db_touch(study->db, "site", err));
done:
    mlg_places_release(&places);
    return st;
}
