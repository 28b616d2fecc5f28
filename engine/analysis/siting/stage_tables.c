/* The tables of a siting answer: site, affectation, site_bilan, site_variante. */
#include "adapters/geom/geometry.h"
#include "analysis/siting/stage.h"
#include "base/language.h"
#include "base/memory.h"
#include "study/config/populations.h"
#include "study/config/names.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- sites -------------------------------------------------------------------------------------------------- */

static mlg_status write_site(mlg_stmt *stmt, const mlg_siting_job *j, int32_t rank, const mlg_siting_effect *e,
                             mlg_error *err)
{
    const mlg_siting_choice *c = &j->result.chosen[rank];
    int32_t commune = j->sites.commune[c->site];
    bool staffed = j->access.known && e->doctors[rank] > 0;
    MLG_TRY(mlg_bind_point(stmt, ":geom", j->sites.x_m[c->site], j->sites.y_m[c->site], j->study->epsg, err));
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_text(stmt, ":modele", j->ask->model);
    mlg_bind_int(stmt, ":rang", rank + 1);
    mlg_bind_text(stmt, ":code", j->sites.code[c->site]);
    mlg_bind_text(stmt, ":insee_com", commune >= 0 ? j->places->code[commune] : NULL);
    mlg_bind_text(stmt, ":libelle", j->sites.label[c->site]);
    mlg_bind_double(stmt, ":personnes", e->won[rank]);
    mlg_bind_double(stmt, ":minutes", j->limit_s / 60.0);
    mlg_bind_double(stmt, ":medecins", c->doctors);
    mlg_bind_double(stmt, ":gain", c->gain);
    mlg_bind_double(stmt, ":perte", c->loss);
    mlg_bind_int(stmt, ":force", j->state[c->site] == MLG_CANDIDATE_FORCED);
    mlg_bind_double(stmt, ":desservis", e->served[rank]);
    mlg_bind_double(stmt, ":par_medecin", staffed ? e->served[rank] / e->doctors[rank] : (double)NAN);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_sites(const mlg_siting_job *j, const mlg_siting_effect *e, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/insert_site", err));
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < j->result.n_chosen && st == MLG_OK; k++)
        st = write_site(stmt, j, k, e, err);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- assignment --------------------------------------------------------------------------------------------- */

static void bind_minutes(mlg_stmt *stmt, const char *name, int32_t time_s)
{
    mlg_bind_double(stmt, name, time_s == MLG_SITING_FAR ? (double)NAN : time_s / 60.0);
}

/* Whether access is under the threshold; unknown access is not. */
static bool is_desert(const mlg_siting_job *j, double access)
{
    return access < j->access.threshold;
}

static mlg_status write_assignment(const mlg_siting_job *j, const mlg_siting_effect *e, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/insert_assignment", err));
    mlg_status st = MLG_OK;
    mlg_bind_text(stmt, ":nom", j->ask->name);
    for (int32_t d = 0; d < j->n_demand && st == MLG_OK; d++) {
        const char *desert = is_desert(j, e->access[d]) ? "reste" : "sort";
        mlg_bind_text(stmt, ":code", j->places->code[j->place_of[d]]);
        mlg_bind_text(stmt, ":site", e->site[d] < 0 ? NULL : j->sites.code[e->site[d]]);
        bind_minutes(stmt, ":minutes", e->after_s[d]);
        bind_minutes(stmt, ":avant", e->before_s[d]);
        mlg_bind_double(stmt, ":apl_avant", j->access.access[d]);
        mlg_bind_double(stmt, ":apl", e->access[d]);
        mlg_bind_text(stmt, ":desert", is_desert(j, j->access.access[d]) ? desert : NULL);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- balance ------------------------------------------------------------------------------------------------ */

/* Unit of a figure: "habitants" becomes the unit of the demand of the request. */
static const char *unit_of(const mlg_siting_job *j, const char *unit)
{
    static const char *const demands[][2] = { { "standardised", MLG_REPORT_MARK("hab. standardisés") },
                                              { "unmet", MLG_REPORT_MARK("consultations/an manquantes") },
                                              { "without-doctor",
                                                MLG_REPORT_MARK("habitants sans consultation (équivalents)") } };
    bool weighed = !j->model->needs_access && strcmp(unit, "habitants") == 0;
    if (weighed && j->counted)
        return mlg_population_label(mlg_population_find(j->study->config, j->ask->demand));
    for (size_t i = 0; weighed && i < sizeof demands / sizeof *demands; i++)
        if (strcmp(j->ask->demand, demands[i][0]) == 0)
            return demands[i][1];
    return unit;
}

/* Whether some people reach no site, so that mean and longest times are unknown: counting the search limit for
 * them is only a convention. */
static bool is_censored(const mlg_siting_job *j, const int32_t *time_s)
{
    return mlg_siting_persons_within(j, time_s, MLG_SITING_FAR) >
           mlg_siting_persons_within(j, time_s, MLG_SITING_FAR - 1);
}

static bool has_existing(const mlg_siting_job *j)
{
    return j->sites.count > j->n_candidates;
}

/* Unknown figures are left empty: before, when there is no site or someone reaches none; the longest time, when
 * someone reaches none. */
static void bind_objective(mlg_stmt *stmt, const mlg_siting_job *j, const mlg_siting_effect *e)
{
    const mlg_siting_result *r = &j->result;
    bool timed = strcmp(j->model->unit, "minutes") == 0, longest = (j->model->traits & MLG_SITING_LONGEST) != 0;
    bool after = timed && is_censored(j, e->after_s), far = longest && r->after * 60 >= j->search_s;
    char unit[128];
    snprintf(unit, sizeof unit, "minutes (%g comptées à qui n’atteint aucun site)", j->search_s / 60.0);
    mlg_outcome_bind(stmt, &r->outcome);
    mlg_bind_double(stmt, ":avant",
                    j->model->needs_access                                       ? r->before
                    : !has_existing(j) || (timed && is_censored(j, e->before_s)) ? (double)NAN
                                                                                 : r->before);
    mlg_bind_double(stmt, ":apres", far ? (double)NAN : r->after);
    if (far)
        mlg_bind_double(stmt, ":borne", (double)NAN);
    mlg_bind_text(stmt, ":unite", after && !longest ? unit : unit_of(j, j->model->unit));
}

static void bind_answer(mlg_stmt *stmt, const mlg_siting_job *j, const mlg_siting_effect *e)
{
    const mlg_siting_result *r = &j->result;
    const mlg_siting_found *f = &j->found;
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_text(stmt, ":modele", j->ask->model);
    mlg_bind_text(stmt, ":objet", j->model->label);
    mlg_bind_text(stmt, ":sens", j->model->is_gain ? "max" : "min");
    mlg_bind_int(stmt, ":nb_sites", r->n_chosen);
    mlg_bind_double(stmt, ":nb_demandes", j->ask->sites ? *j->ask->sites : (double)NAN);
    mlg_bind_double(stmt, ":minutes", j->limit_s / 60.0);
    bind_objective(stmt, j, e);
    mlg_bind_int(stmt, ":arret", r->outcome.stopped);
    mlg_bind_text(stmt, ":unite_perte", unit_of(j, j->model->loss_unit));
    mlg_bind_text(stmt, ":constat", f->reason);
    mlg_bind_double(stmt, ":ex_aequo", f->n_equal < 0 ? (double)NAN : f->n_equal);
    mlg_bind_double(stmt, ":ex_aequo_tous", f->n_equal < 0 ? (double)NAN : f->all_equal);
    mlg_bind_text(stmt, ":departage", !f->by_second ? NULL : f->second_proved ? "prouve" : "examines");
}

static void bind_times(mlg_stmt *stmt, const mlg_siting_job *j, const mlg_siting_effect *e)
{
    bool any = has_existing(j);
    double nearer = 0, doctors = 0, all = mlg_siting_persons_within(j, e->after_s, MLG_SITING_FAR);
    for (int32_t d = 0; d < j->n_demand; d++)
        nearer += e->after_s[d] < e->before_s[d] ? j->persons[d] : 0;
    for (int32_t k = 0; k < j->result.n_chosen; k++)
        doctors += j->result.chosen[k].doctors;
    mlg_bind_int(stmt, ":sites_avant", j->sites.count - j->n_candidates);
    mlg_bind_double(stmt, ":non_desservis_avant",
                    any ? all - mlg_siting_persons_within(j, e->before_s, MLG_SITING_FAR - 1) : (double)NAN);
    mlg_bind_double(stmt, ":non_desservis", all - mlg_siting_persons_within(j, e->after_s, MLG_SITING_FAR - 1));
    mlg_bind_double(stmt, ":trajet_avant", mlg_siting_mean_time(j, e->before_s));
    mlg_bind_double(stmt, ":trajet_apres", mlg_siting_mean_time(j, e->after_s));
    mlg_bind_double(stmt, ":couverts_avant",
                    any ? mlg_siting_persons_within(j, e->before_s, j->limit_s) : (double)NAN);
    mlg_bind_double(stmt, ":couverts_apres", mlg_siting_persons_within(j, e->after_s, j->limit_s));
    mlg_bind_double(stmt, ":rapproches", any ? nearer : (double)NAN);
    mlg_bind_double(stmt, ":medecins", doctors);
}

/* Persons and communes under the threshold, and the least access. met[place] is set to `mark` for communes already
 * counted. */
static void bind_access(mlg_stmt *stmt, const mlg_siting_job *j, const double *access, const char *desert,
                        const char *communes, const char *least_name, uint8_t *met, uint8_t mark)
{
    double persons = 0, least = HUGE_VAL;
    int places = 0;
    for (int32_t d = 0; d < j->n_demand; d++) {
        persons += is_desert(j, access[d]) ? j->persons[d] : 0;
        uint8_t *commune = &met[j->places->commune[j->place_of[d]]];
        places += is_desert(j, access[d]) && *commune != mark;
        *commune = is_desert(j, access[d]) ? mark : *commune;
        if (j->persons[d] > 0 && access[d] < least)
            least = access[d];
    }
    mlg_bind_double(stmt, desert, j->access.known ? persons : (double)NAN);
    mlg_bind_double(stmt, communes, j->access.known ? places : (double)NAN);
    mlg_bind_double(stmt, least_name, least < HUGE_VAL ? least : (double)NAN);
}

static mlg_status write_balance(const mlg_siting_job *j, const mlg_siting_effect *e, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    uint8_t *met = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&met, (size_t)j->places->count, "communes", err));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "siting/insert_balance", err));
    bind_answer(stmt, j, e);
    bind_times(stmt, j, e);
    mlg_bind_double(stmt, ":seuil", j->access.known ? j->access.threshold : (double)NAN);
    bind_access(stmt, j, j->access.access, ":desert_avant", ":communes_avant", ":apl_min_avant", met, 1);
    bind_access(stmt, j, e->access, ":desert_apres", ":communes_apres", ":apl_min_apres", met, 2);
    MLG_GO(mlg_stmt_run(stmt, err));
    st = mlg_study_note_seconds(j->study, "siting", j->ask->name, j->result.outcome.seconds, err);
done:
    free(met);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- next-best sets ----------------------------------------------------------------------------------------- */

static bool is_chosen(const mlg_siting_job *j, const mlg_siting_set *set)
{
    int32_t met = 0;
    for (int32_t k = 0; k < j->result.n_chosen; k++)
        for (int32_t l = 0; l < set->n_sites; l++)
            met += set->sites[l] == j->result.chosen[k].site;
    return met == j->result.n_chosen && met == set->n_sites;
}

static mlg_status write_alternative(mlg_stmt *stmt, const mlg_siting_job *j, int32_t rank,
                                    const mlg_siting_set *set, bool ties, mlg_error *err)
{
    mlg_tie second;
    int64_t weight = 0;
    MLG_TRY(mlg_siting_second_objective(&second, j, set->sites, set->n_sites, err));
    for (int32_t d = 0; d < j->n_demand; d++)
        weight += j->weight[d];
    double apart = set->value - j->result.after;
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_int(stmt, ":rang", rank);
    mlg_bind_double(stmt, ":valeur", set->value);
    mlg_bind_double(stmt, ":perte", ties ? 0 : j->model->is_gain ? -apart : apart);
    MLG_TRY(mlg_siting_bind_sites(stmt, j, set->sites, set->n_sites, err));
    mlg_bind_int(stmt, ":prouve", set->outcome.proved);
    mlg_bind_double(stmt, ":rapproches", has_existing(j) ? (double)(weight - second.not_nearer) : (double)NAN);
    return mlg_stmt_run(stmt, err);
}

/* Tied sets are distinguished by the second objective; the others follow in their order. */
static mlg_status write_alternatives(const mlg_siting_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    int32_t rank = 0;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/insert_alternative", err));
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < j->n_sets && st == MLG_OK; k++)
        if (!is_chosen(j, &j->sets[k]))
            st = write_alternative(stmt, j, ++rank, &j->sets[k], k <= j->found.n_equal, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_siting_write(mlg_siting_job *j, mlg_error *err)
{
    mlg_siting_effect e;
    mlg_status st;
    MLG_TRY(mlg_siting_find_effect(&e, j, err));
    MLG_GO(write_sites(j, &e, err));
    MLG_GO(write_assignment(j, &e, err));
    MLG_GO(write_balance(j, &e, err));
    MLG_GO(write_alternatives(j, err));
    if (j->model->write_front)
        MLG_GO(j->model->write_front(j, err));
done:
    mlg_siting_effect_release(&e);
    return st;
}
