/* Effects of a siting answer on the population, and its tables: site, affectation, site_bilan, site_variante. */
#include "adapters/geom/geometry.h"
#include "analysis/siting/next_best.h"
#include "analysis/siting/stage.h"
#include "base/memory.h"
#include "study/config/names.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    FAR = INT32_MAX,
    DEFAULT_ALTERNATIVES = 3,
    MOST_ALTERNATIVE_SITES = 10,
    MOST_ALTERNATIVE_CANDIDATES = 1000
};

/* A demand point before and after. */
typedef struct {
    int32_t *before_s, *after_s; /* to the nearest site, FAR: none within the search limit */
    int32_t *site;               /* nearest after, or MLG_NOWHERE */
    double *access;              /* after, NaN unknown */
} effect;

static void release_effect(effect *e)
{
    free(e->before_s);
    free(e->after_s);
    free(e->site);
    free(e->access);
}

/* ---- effect ------------------------------------------------------------------------------------------------- */

/* Reassigns the demand points that `site` is nearer to. */
static void serve(const mlg_siting_job *j, int32_t site, effect *e)
{
    for (int64_t k = j->row_start[site]; k < j->row_start[site + 1]; k++) {
        int32_t d = j->row_demand[k];
        if (j->row_time_s[k] < e->after_s[d]) {
            e->after_s[d] = j->row_time_s[k];
            e->site[d] = site;
        }
    }
}

static mlg_status start_effect(effect *e, const mlg_siting_job *j, mlg_error *err)
{
    size_t n = (size_t)j->n_demand;
    MLG_TRY(MLG_NEW(&e->before_s, n, "assignment", err));
    MLG_TRY(MLG_NEW(&e->after_s, n, "assignment", err));
    MLG_TRY(MLG_NEW(&e->site, n, "assignment", err));
    MLG_TRY(MLG_NEW(&e->access, n, "assignment", err));
    for (size_t d = 0; d < n; d++) {
        e->after_s[d] = FAR;
        e->site[d] = MLG_NOWHERE;
        e->access[d] = j->access.access[d];
    }
    for (int32_t s = j->n_candidates; s < j->sites.count; s++)
        serve(j, s, e);
    memcpy(e->before_s, e->after_s, n * sizeof *e->before_s);
    return MLG_OK;
}

static void open_site(effect *e, const mlg_siting_job *j, const mlg_siting_choice *choice)
{
    const mlg_siting_access *a = &j->access;
    serve(j, choice->site, e);
    for (int64_t k = a->row_start[choice->site]; k < a->row_start[choice->site + 1]; k++)
        e->access[a->row_demand[k]] += choice->doctors * a->acts * a->row_adds[k];
}

static double persons_within(const mlg_siting_job *j, const int32_t *time_s, int32_t limit_s)
{
    double sum = 0;
    for (int32_t d = 0; d < j->n_demand; d++)
        sum += time_s[d] <= limit_s ? j->persons[d] : 0;
    return sum;
}

static double mean_minutes(const mlg_siting_job *j, const int32_t *time_s)
{
    double sum = 0, persons = 0;
    for (int32_t d = 0; d < j->n_demand; d++) {
        sum += j->persons[d] * (time_s[d] == FAR ? j->search_s : time_s[d]) / 60.0;
        persons += j->persons[d];
    }
    return persons > 0 ? sum / persons : (double)NAN;
}

/* ---- sites -------------------------------------------------------------------------------------------------- */

static mlg_status write_site(mlg_stmt *stmt, const mlg_siting_job *j, int32_t rank, double persons, mlg_error *err)
{
    const mlg_siting_choice *c = &j->result.chosen[rank];
    int32_t commune = j->sites.commune[c->site];
    MLG_TRY(mlg_bind_point(stmt, ":geom", j->sites.x_m[c->site], j->sites.y_m[c->site], j->study->epsg, err));
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_text(stmt, ":modele", j->ask->model);
    mlg_bind_int(stmt, ":rang", rank + 1);
    mlg_bind_text(stmt, ":code", j->sites.code[c->site]);
    mlg_bind_text(stmt, ":insee_com", commune >= 0 ? j->places->code[commune] : NULL);
    mlg_bind_text(stmt, ":libelle", j->sites.label[c->site]);
    mlg_bind_double(stmt, ":personnes", persons);
    mlg_bind_double(stmt, ":minutes", j->limit_s / 60.0);
    mlg_bind_double(stmt, ":medecins", c->doctors);
    mlg_bind_double(stmt, ":gain", c->gain);
    mlg_bind_double(stmt, ":perte", c->loss);
    mlg_bind_int(stmt, ":force", j->state[c->site] == MLG_CANDIDATE_FORCED);
    return mlg_stmt_run(stmt, err);
}

/* Opens the chosen sites in order; each row counts the persons that no site before it brought within the limit. */
static mlg_status write_sites(const mlg_siting_job *j, effect *e, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/insert_site", err));
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < j->result.n_chosen && st == MLG_OK; k++) {
        double before = persons_within(j, e->after_s, j->limit_s);
        open_site(e, j, &j->result.chosen[k]);
        st = write_site(stmt, j, k, persons_within(j, e->after_s, j->limit_s) - before, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- assignment --------------------------------------------------------------------------------------------- */

static void bind_minutes(mlg_stmt *stmt, const char *name, int32_t time_s)
{
    mlg_bind_double(stmt, name, time_s == FAR ? (double)NAN : time_s / 60.0);
}

/* Whether access is under the threshold; unknown access is not. */
static bool is_desert(const mlg_siting_job *j, double access)
{
    return access < j->access.threshold;
}

static mlg_status write_assignment(const mlg_siting_job *j, const effect *e, mlg_error *err)
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
    static const char *const demands[][2] = { { "standardised", "hab. standardisés" },
                                              { "unmet", "consultations/an manquantes" },
                                              { "without-doctor", "habitants sans consultation (équivalents)" } };
    bool weighed = !j->model->needs_access && strcmp(unit, "habitants") == 0;
    for (size_t i = 0; weighed && i < sizeof demands / sizeof *demands; i++)
        if (strcmp(j->ask->demand, demands[i][0]) == 0)
            return demands[i][1];
    return unit;
}

static void bind_answer(mlg_stmt *stmt, const mlg_siting_job *j)
{
    const mlg_siting_result *r = &j->result;
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_text(stmt, ":modele", j->ask->model);
    mlg_bind_text(stmt, ":objet", j->model->label);
    mlg_bind_text(stmt, ":sens", j->model->is_gain ? "max" : "min");
    mlg_bind_int(stmt, ":nb_sites", r->n_chosen);
    mlg_bind_double(stmt, ":minutes", j->limit_s / 60.0);
    mlg_bind_double(stmt, ":avant", r->before);
    mlg_bind_double(stmt, ":apres", r->after);
    mlg_outcome_bind(stmt, &r->outcome);
    mlg_bind_int(stmt, ":arret", r->outcome.stopped);
    mlg_bind_double(stmt, ":secondes", r->outcome.seconds);
    mlg_bind_text(stmt, ":unite", unit_of(j, j->model->unit));
    mlg_bind_text(stmt, ":unite_perte", unit_of(j, j->model->loss_unit));
}

static void bind_times(mlg_stmt *stmt, const mlg_siting_job *j, const effect *e)
{
    double nearer = 0, doctors = 0, all = persons_within(j, e->after_s, FAR);
    for (int32_t d = 0; d < j->n_demand; d++)
        nearer += e->after_s[d] < e->before_s[d] ? j->persons[d] : 0;
    for (int32_t k = 0; k < j->result.n_chosen; k++)
        doctors += j->result.chosen[k].doctors;
    mlg_bind_double(stmt, ":non_desservis", all - persons_within(j, e->after_s, FAR - 1));
    mlg_bind_double(stmt, ":trajet_avant", mean_minutes(j, e->before_s));
    mlg_bind_double(stmt, ":trajet_apres", mean_minutes(j, e->after_s));
    mlg_bind_double(stmt, ":couverts_avant", persons_within(j, e->before_s, j->limit_s));
    mlg_bind_double(stmt, ":couverts_apres", persons_within(j, e->after_s, j->limit_s));
    mlg_bind_double(stmt, ":rapproches", nearer);
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

static mlg_status write_balance(const mlg_siting_job *j, const effect *e, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    uint8_t *met = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&met, (size_t)j->places->count, "communes", err));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "siting/insert_balance", err));
    bind_answer(stmt, j);
    bind_times(stmt, j, e);
    mlg_bind_double(stmt, ":seuil", j->access.known ? j->access.threshold : (double)NAN);
    bind_access(stmt, j, j->access.access, ":desert_avant", ":communes_avant", ":apl_min_avant", met, 1);
    bind_access(stmt, j, e->access, ":desert_apres", ":communes_apres", ":apl_min_apres", met, 2);
    st = mlg_stmt_run(stmt, err);
done:
    free(met);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- next-best sets ----------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

static mlg_status solve_class(mlg_siting_set *out, bool *possible, void *context, const uint8_t *state,
                              mlg_error *err)
{
    const mlg_siting_job *j = context;
    mlg_siting_result r = { 0 };
    int32_t n_open = 0;
    for (int32_t s = 0; s < j->sites.count; s++)
        n_open += mlg_candidate_may_open(state[s]);
    *possible = n_open >= *j->ask->sites;
    if (!*possible)
        return MLG_OK;
    mlg_status st;
    MLG_GO(j->model->solve(&r, j, state, err));
    MLG_GO(MLG_NEW(&out->sites, (size_t)r.n_chosen, "next-best sets", err));
    for (int32_t k = 0; k < r.n_chosen; k++)
        out->sites[k] = r.chosen[k].site;
    qsort(out->sites, (size_t)r.n_chosen, sizeof *out->sites, by_number);
    out->n_sites = r.n_chosen;
    out->value = r.after;
    out->proved = r.outcome.proved;
done:
    mlg_siting_result_release(&r);
    return st;
}

/* How many next-best sets to list: only for models with a given number of sites that are solved fast. Forbidding a
 * candidate would change the question of models that cover everyone. */
static int32_t count_alternatives(const mlg_siting_job *j)
{
    const mlg_config_siting *a = j->ask;
    if (!a->sites || !(j->model->traits & MLG_SITING_RANKED))
        return 0;
    if (a->alternatives)
        return *a->alternatives;
    bool small = j->n_candidates <= MOST_ALTERNATIVE_CANDIDATES && *a->sites <= MOST_ALTERNATIVE_SITES;
    return small && j->result.outcome.proved ? DEFAULT_ALTERNATIVES : 0;
}

static mlg_status write_alternative(mlg_stmt *stmt, const mlg_siting_job *j, int32_t rank,
                                    const mlg_siting_set *set, mlg_error *err)
{
    char codes[512], labels[1024];
    mlg_siting_name_sites(codes, sizeof codes, labels, sizeof labels, j, set->sites, set->n_sites);
    double apart = set->value - j->result.after;
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_int(stmt, ":rang", rank);
    mlg_bind_double(stmt, ":valeur", set->value);
    mlg_bind_double(stmt, ":perte", j->model->is_gain ? -apart : apart);
    mlg_bind_text(stmt, ":codes", codes);
    mlg_bind_text(stmt, ":libelles", labels);
    mlg_bind_int(stmt, ":prouve", set->proved);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_alternatives(mlg_siting_job *j, mlg_error *err)
{
    int32_t n = 0, most = count_alternatives(j) + 1;
    mlg_siting_solver solver = { solve_class, j, j->model->is_gain };
    mlg_siting_set *sets = NULL;
    mlg_stmt *stmt = NULL;
    if (most == 1)
        return MLG_OK;
    mlg_status st;
    MLG_GO(MLG_NEW(&sets, (size_t)most, "next-best sets", err));
    MLG_GO(mlg_siting_next_best(sets, &n, most, j->state, j->sites.count, &solver, err));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "siting/insert_alternative", err));
    for (int32_t k = 1; k < n; k++)
        MLG_GO(write_alternative(stmt, j, k, &sets[k], err));
done:
    if (sets)
        mlg_siting_sets_release(sets, n);
    free(sets);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_siting_write(mlg_siting_job *j, mlg_error *err)
{
    effect e = { 0 };
    mlg_status st;
    MLG_GO(start_effect(&e, j, err));
    MLG_GO(write_sites(j, &e, err));
    MLG_GO(write_assignment(j, &e, err));
    MLG_GO(write_balance(j, &e, err));
    MLG_GO(write_alternatives(j, err));
    if (j->model->write_front)
        MLG_GO(j->model->write_front(j, err));
done:
    release_effect(&e);
    return st;
}
