/* Siting models of a study beside the plain ones: capacities, coverage twice or in a budget, consultations, fronts. */
#include "analysis/siting/capacity/capacitated.h"
#include "analysis/siting/coverage/variants.h"
#include "analysis/siting/stage.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Acts a year of a beneficiary in France: local health contract of Bethune-Bruay, 2024. */
static const double default_acts_per_person = 4.2;
static const double default_backup = 0.5;
static const double default_seconds = 30;
enum { WHOLE = 1000, MOST_FRONT = 12 };

static bool asks(const mlg_siting_job *j, const char *model)
{
    return strcmp(j->model->name, model) == 0;
}

mlg_siting_options mlg_siting_limited_options(const mlg_siting_job *j)
{
    mlg_siting_options options = mlg_siting_job_options(j);
    if (options.max_seconds <= 0)
        options.max_seconds = default_seconds;
    return options;
}

mlg_status mlg_siting_take_sites(mlg_siting_result *out, const mlg_siting_job *j, const int32_t *sites, int32_t n,
                                 mlg_error *err)
{
    out->n_chosen = n;
    MLG_TRY(MLG_NEW(&out->chosen, (size_t)n, "chosen sites", err));
    for (int32_t k = 0; k < n; k++)
        out->chosen[k] = (mlg_siting_choice){ .site = sites[k], .doctors = j->access.doctors };
    return MLG_OK;
}

int mlg_siting_most_first(const void *a, const void *b)
{
    const mlg_siting_choice *x = a, *y = b;
    return x->gain != y->gain ? (x->gain > y->gain ? -1 : 1) : x->site < y->site ? -1 : x->site > y->site;
}

/* ---- capacities --------------------------------------------------------------------------------------------- */

/* What a site serves, in the unit of the demand. */
static double capacity_of(const mlg_siting_job *j)
{
    const mlg_config_siting *a = j->ask;
    double acts = j->access.acts * j->access.doctors;
    if (a->capacity)
        return *a->capacity;
    if (strcmp(a->demand, "unmet") == 0)
        return acts;
    return acts / (a->acts_per_person ? *a->acts_per_person : default_acts_per_person);
}

/* Each site gains, and would lose, the persons it serves. */
static void count_served(mlg_siting_result *out, const mlg_siting_job *j, const double *served)
{
    for (int32_t k = 0; k < out->n_chosen; k++) {
        int32_t s = out->chosen[k].site;
        for (int64_t a = j->row_start[s]; a < j->row_start[s + 1]; a++)
            out->chosen[k].gain += served[a];
        out->chosen[k].loss = out->chosen[k].gain;
    }
    qsort(out->chosen, (size_t)out->n_chosen, sizeof *out->chosen, mlg_siting_most_first);
}

mlg_status mlg_siting_solve_served(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                   mlg_error *err)
{
    mlg_siting_options options = mlg_siting_limited_options(j);
    mlg_serve_answer a = { 0 };
    int64_t *capacity = NULL;
    double scale = 1;
    mlg_serve_problem p = { .base = mlg_siting_job_problem(j, state),
                            .limit_s = j->limit_s,
                            .split = !j->ask->whole };
    mlg_status st;
    *out = (mlg_siting_result){ 0 };
    MLG_GO(MLG_NEW(&capacity, (size_t)j->sites.count, "capacities", err));
    for (int32_t s = 0; s < j->sites.count; s++)
        capacity[s] = llround(capacity_of(j));
    p.capacity = capacity;
    p.goal = asks(j, "mclp-capacity")   ? MLG_SERVE_MOST
             : asks(j, "lscp-capacity") ? MLG_SERVE_ALL
                                        : MLG_SERVE_NEAREST;
    if (p.goal == MLG_SERVE_NEAREST) {
        p.limit_s = INT32_MAX;
        scale = mlg_siting_mean_minutes(j);
    }
    MLG_GO(mlg_siting_serve(&a, &p, &options, err));
    MLG_GO(mlg_siting_take_sites(out, j, a.chosen, a.n_chosen, err));
    count_served(out, j, a.served);
    out->before = isnan(a.before) ? j->search_s / 60.0 : a.before / scale; /* too small: nobody is served */
    out->after = a.objective / scale;
    out->outcome = mlg_outcome_scaled(&a.outcome, scale);
done:
    mlg_serve_answer_release(&a);
    free(capacity);
    if (st != MLG_OK)
        mlg_siting_result_release(out);
    return st;
}

/* ---- coverage ----------------------------------------------------------------------------------------------- */

/* Persons within the limit of one open site only: what is lost when it closes. */
static mlg_status count_losses(mlg_siting_result *out, const mlg_siting_job *j, mlg_error *err)
{
    int32_t *times = NULL;
    MLG_TRY(MLG_NEW(&times, (size_t)j->n_demand, "losses", err));
    for (int turn = 0; turn < 2; turn++)
        for (int32_t k = 0; k < out->n_chosen + j->sites.count - j->n_candidates; k++) {
            int32_t s = k < out->n_chosen ? out->chosen[k].site : j->n_candidates + k - out->n_chosen;
            for (int64_t a = j->row_start[s]; a < j->row_start[s + 1]; a++) {
                int32_t d = j->row_demand[a];
                if (j->row_time_s[a] > j->limit_s)
                    continue;
                times[d] += turn == 0;
                if (turn == 1 && k < out->n_chosen && times[d] == 1)
                    out->chosen[k].loss += (double)j->weight[d];
            }
        }
    for (int32_t k = 0; k < out->n_chosen; k++)
        out->chosen[k].gain = out->chosen[k].loss;
    qsort(out->chosen, (size_t)out->n_chosen, sizeof *out->chosen, mlg_siting_most_first);
    free(times);
    return MLG_OK;
}

static mlg_status take_coverage(mlg_siting_result *out, const mlg_siting_job *j, const mlg_coverage_answer *a,
                                double scale, mlg_error *err)
{
    MLG_TRY(mlg_siting_take_sites(out, j, a->chosen, a->n_chosen, err));
    out->before = (double)a->before / scale;
    out->after = (double)a->objective / scale;
    out->outcome = mlg_outcome_scaled(&a->outcome, scale);
    return count_losses(out, j, err);
}

mlg_status mlg_siting_solve_coverage(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                     mlg_error *err)
{
    mlg_siting_options options = mlg_siting_limited_options(j);
    mlg_coverage_problem p = {
        .base = mlg_siting_job_problem(j, state), .limit_s = j->limit_s, .first = 1, .worst_s = -1
    };
    mlg_coverage_answer a = { 0 };
    int64_t *cost = NULL;
    bool backup = asks(j, "mclp-backup");
    mlg_status st;
    *out = (mlg_siting_result){ 0 };
    if (asks(j, "mclp-budget")) {
        MLG_GO(mlg_siting_list_costs(&cost, j, err));
        p.base.sites = j->ask->sites ? *j->ask->sites : -1;
        p.cost = cost;
        p.budget = llround(*j->ask->budget);
    }
    if (backup) {
        p.first = WHOLE;
        p.second = (int32_t)lround(WHOLE * (j->ask->backup ? *j->ask->backup : default_backup));
    }
    MLG_GO(asks(j, "lscp-backup") ? mlg_siting_lscp_backup(&a, &p.base, j->limit_s, &options, err)
                                  : mlg_siting_coverage(&a, &p, &options, err));
    MLG_GO(take_coverage(out, j, &a, backup ? WHOLE : 1, err));
done:
    mlg_coverage_answer_release(&a);
    free(cost);
    if (st != MLG_OK)
        mlg_siting_result_release(out);
    return st;
}

/* ---- consultations ------------------------------------------------------------------------------------------ */

/* A half-day at each centre, as many centres as there are half-days; those left over go one by one to the centre with most
 * persons a half-day. */
mlg_status mlg_siting_solve_consultations(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                          mlg_error *err)
{
    mlg_siting_options options = mlg_siting_job_options(j);
    mlg_siting_problem p = mlg_siting_job_problem(j, state);
    mlg_siting_answer a = { 0 };
    int32_t n_free = 0;
    *out = (mlg_siting_result){ 0 };
    for (int32_t s = 0; s < j->sites.count; s++)
        n_free += mlg_candidate_may_open(state[s]);
    p.sites = *j->ask->half_days < n_free ? *j->ask->half_days : n_free;
    MLG_TRY(mlg_siting_mclp(&a, &p, j->limit_s, &options, err));
    out->n_chosen = a.n_chosen;
    mlg_status st;
    MLG_GO(MLG_NEW(&out->chosen, (size_t)a.n_chosen, "chosen sites", err));
    for (int32_t k = 0; k < a.n_chosen; k++)
        out->chosen[k] = (mlg_siting_choice){ a.chosen[k].candidate, (double)a.chosen[k].gain,
                                              (double)a.chosen[k].loss, j->access.doctors };
    for (int32_t left = *j->ask->half_days - p.sites; left > 0 && a.n_chosen > 0; left--) {
        int32_t busiest = 0;
        for (int32_t k = 1; k < a.n_chosen; k++)
            if ((double)a.chosen[k].persons_assigned / out->chosen[k].doctors >
                (double)a.chosen[busiest].persons_assigned / out->chosen[busiest].doctors)
                busiest = k;
        out->chosen[busiest].doctors += j->access.doctors;
    }
    out->before = (double)a.before.objective;
    out->after = (double)a.after.objective;
    out->outcome = a.outcome;
done:
    mlg_siting_answer_release(&a);
    return st;
}

/* ---- fronts ------------------------------------------------------------------------------------------------- */

typedef struct {
    int32_t worst_s;
    double mean_min;
} times;

/* Times with the standing sites and these. */
static mlg_status measure(times *out, const mlg_siting_job *j, const int32_t *sites, int32_t n, mlg_error *err)
{
    int32_t *time_s = NULL;
    double sum = 0, persons = 0;
    MLG_TRY(MLG_NEW(&time_s, (size_t)j->n_demand, "times", err));
    for (int32_t d = 0; d < j->n_demand; d++)
        time_s[d] = INT32_MAX;
    for (int32_t k = 0; k < n + j->sites.count - j->n_candidates; k++) {
        int32_t s = k < n ? sites[k] : j->n_candidates + k - n;
        for (int64_t a = j->row_start[s]; a < j->row_start[s + 1]; a++)
            if (j->row_time_s[a] < time_s[j->row_demand[a]])
                time_s[j->row_demand[a]] = j->row_time_s[a];
    }
    *out = (times){ 0 };
    for (int32_t d = 0; d < j->n_demand; d++) {
        int32_t counted = time_s[d] == INT32_MAX ? j->search_s : time_s[d];
        if (j->weight[d] > 0 && counted > out->worst_s)
            out->worst_s = counted;
        sum += j->persons[d] * counted / 60.0;
        persons += j->persons[d];
    }
    out->mean_min = persons > 0 ? sum / persons : (double)NAN;
    free(time_s);
    return MLG_OK;
}

static void join(char *text, size_t size, const char *part)
{
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s%s", used ? ", " : "", part ? part : "");
}

void mlg_siting_name_sites(char *codes, size_t codes_size, char *labels, size_t labels_size,
                           const mlg_siting_job *j, const int32_t *sites, int32_t n)
{
    codes[0] = labels[0] = '\0';
    for (int32_t k = 0; k < n; k++) {
        join(codes, codes_size, j->sites.code[sites[k]]);
        join(labels, labels_size, j->sites.label[sites[k]]);
    }
}

static mlg_status write_point(mlg_stmt *stmt, const mlg_siting_job *j, const mlg_coverage_answer *a,
                              const times *t, mlg_error *err)
{
    char codes[512], labels[1024];
    mlg_siting_name_sites(codes, sizeof codes, labels, sizeof labels, j, a->chosen, a->n_chosen);
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_int(stmt, ":nb_sites", a->n_chosen);
    mlg_bind_double(stmt, ":couverts", (double)a->once);
    mlg_bind_double(stmt, ":plus_long", t->worst_s / 60.0);
    mlg_bind_double(stmt, ":trajet", t->mean_min);
    mlg_bind_text(stmt, ":codes", codes);
    mlg_bind_text(stmt, ":libelles", labels);
    mlg_bind_int(stmt, ":prouve", a->outcome.proved);
    return mlg_stmt_run(stmt, err);
}

/* With `sites` sites: most covered, then most covered with a longest time that is shorter by a minute at least, and so on
 * until nothing is (epsilon constraint); a set that covers no more with less is left out by the next ones being strictly
 * shorter. */
static mlg_status write_front_of(mlg_stmt *stmt, const mlg_siting_job *j, int32_t sites, mlg_error *err)
{
    mlg_siting_options options = mlg_siting_limited_options(j);
    mlg_coverage_problem p = {
        .base = mlg_siting_job_problem(j, j->state), .limit_s = j->limit_s, .first = 1, .worst_s = -1
    };
    mlg_coverage_answer kept = { 0 };
    times kept_times = { 0 };
    mlg_status st = MLG_OK;
    p.base.sites = sites;
    for (int n = 0; n < MOST_FRONT && st == MLG_OK; n++) {
        mlg_coverage_answer a = { 0 };
        times t = { 0 };
        mlg_error none;
        mlg_status found = mlg_siting_coverage(&a, &p, &options, &none);
        if (found != MLG_OK && found != MLG_DATA)
            st = mlg_fail(err, found, "%s", none.message);
        if (found == MLG_OK)
            st = measure(&t, j, a.chosen, a.n_chosen, err);
        if (st == MLG_OK && kept.chosen && (found != MLG_OK || a.once < kept.once))
            st = write_point(stmt, j, &kept, &kept_times, err);
        mlg_coverage_answer_release(&kept);
        if (found != MLG_OK || st != MLG_OK)
            break;
        kept = a;
        kept_times = t;
        p.worst_s = t.worst_s - 60;
        if (p.worst_s < 0)
            break;
    }
    if (st == MLG_OK && kept.chosen)
        st = write_point(stmt, j, &kept, &kept_times, err);
    mlg_coverage_answer_release(&kept);
    return st;
}

mlg_status mlg_siting_write_front(mlg_siting_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    if (!asks(j, "pareto"))
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/insert_front", err));
    mlg_status st = MLG_OK;
    for (int32_t sites = 0; sites <= *j->ask->sites && st == MLG_OK; sites++)
        st = write_front_of(stmt, j, sites, err);
    mlg_stmt_free(stmt);
    return st;
}
