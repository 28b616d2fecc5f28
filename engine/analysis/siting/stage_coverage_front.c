/* The front of sites, coverage and longest time, to table site_front. */
#include "analysis/siting/coverage/variants.h"
#include "analysis/siting/stage.h"
#include "base/memory.h"

#include <math.h>

enum { MOST_FRONT = 12 };

typedef struct {
    int32_t worst_s;
    double mean_min;
} times;

/* Times with the existing sites and these. */
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

static mlg_status write_point(mlg_stmt *stmt, const mlg_siting_job *j, const mlg_coverage_answer *a,
                              const times *t, mlg_error *err)
{
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_int(stmt, ":nb_sites", a->n_chosen);
    mlg_bind_double(stmt, ":couverts", (double)a->once);
    mlg_bind_double(stmt, ":plus_long", t->worst_s / 60.0);
    mlg_bind_double(stmt, ":trajet", t->mean_min);
    MLG_TRY(mlg_siting_bind_sites(stmt, j, a->chosen, a->n_chosen, err));
    mlg_bind_int(stmt, ":prouve", a->outcome.proved);
    return mlg_stmt_run(stmt, err);
}

/* The front for a given number of sites (epsilon constraint): most persons covered, then the same with a longest
 * time at least one minute shorter, until it is infeasible. A set that covers no more than the next one, whose
 * longest time is shorter, is dominated and left out. */
static mlg_status write_front_of(mlg_stmt *stmt, const mlg_siting_job *j, int32_t sites, mlg_error *err)
{
    mlg_coverage_problem p = {
        .base = mlg_siting_job_problem(j, j->state), .limit_s = j->limit_s, .first = 1, .worst_s = -1
    };
    mlg_coverage_answer kept = { 0 };
    times kept_times = { 0 };
    mlg_status st = MLG_OK;
    p.base.sites = sites;
    for (int n = 0; n < MOST_FRONT && st == MLG_OK && !mlg_siting_job_is_late(j); n++) {
        mlg_coverage_answer a = { 0 };
        times t = { 0 };
        mlg_error none;
        mlg_siting_options options = mlg_siting_limited_options(j);
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
    if (mlg_siting_job_is_late(j)) /* the next one might have covered as many */
        kept.outcome.proved = false;
    if (st == MLG_OK && kept.chosen)
        st = write_point(stmt, j, &kept, &kept_times, err);
    mlg_coverage_answer_release(&kept);
    return st;
}

mlg_status mlg_siting_write_coverage_front(mlg_siting_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/insert_front", err));
    mlg_status st = MLG_OK;
    for (int32_t sites = 0; sites <= *j->ask->sites && st == MLG_OK && !mlg_siting_job_is_late(j); sites++)
        st = write_front_of(stmt, j, sites, err);
    mlg_stmt_free(stmt);
    return st;
}
