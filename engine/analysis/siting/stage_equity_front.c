/* The front of coverage and equity of access, to table site_equite. */
#include "analysis/access/equity.h"
#include "analysis/siting/on_access/equity_front.h"
#include "analysis/siting/stage.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_FRONT = 8 };

typedef struct {
    mlg_siting_job *job;
    mlg_equity_problem problem;
    double *persons, *access, *adds;
    int64_t *nobody; /* all zeros: nobody to cover */
    double all_persons;
} front;

static void release(front *f)
{
    free(f->persons);
    free(f->access);
    free(f->adds);
    free(f->nobody);
}

/* Current access, and the access that the doctors of a new site add; places of unknown access count as lacking
 * nothing. */
static mlg_status prepare(front *f, mlg_siting_job *j, mlg_error *err)
{
    const mlg_siting_access *a = &j->access;
    size_t n = (size_t)j->n_demand, arcs = (size_t)a->row_start[j->sites.count];
    *f = (front){ .job = j };
    MLG_TRY(MLG_NEW(&f->persons, n, "access", err));
    MLG_TRY(MLG_NEW(&f->access, n, "access", err));
    MLG_TRY(MLG_NEW(&f->nobody, n, "access", err));
    MLG_TRY(MLG_NEW(&f->adds, arcs, "access", err));
    for (int32_t d = 0; d < j->n_demand; d++) {
        bool known = !isnan(a->access[d]);
        f->access[d] = known ? a->access[d] : 0;
        f->persons[d] = known ? j->persons[d] : 0;
        f->all_persons += f->persons[d];
    }
    for (size_t k = 0; k < arcs; k++)
        f->adds[k] = a->acts * a->doctors * a->row_adds[k];
    f->problem = (mlg_equity_problem){ .base = mlg_siting_job_problem(j, j->state),
                                       .limit_s = j->limit_s,
                                       .persons = f->persons,
                                       .access = f->access,
                                       .access_start = a->row_start,
                                       .access_demand = a->row_demand,
                                       .access_adds = f->adds,
                                       .threshold = a->threshold,
                                       .most_lack = HUGE_VAL };
    return MLG_OK;
}

static mlg_status gini_of(double *gini, const front *f, const mlg_equity_answer *a, mlg_error *err)
{
    const mlg_siting_access *s = &f->job->access;
    double *access = NULL;
    mlg_equity found;
    MLG_TRY(MLG_NEW(&access, (size_t)f->job->n_demand, "access", err));
    memcpy(access, s->access, (size_t)f->job->n_demand * sizeof *access);
    for (int32_t k = 0; k < a->n_chosen; k++)
        for (int64_t r = s->row_start[a->chosen[k]]; r < s->row_start[a->chosen[k] + 1]; r++)
            access[s->row_demand[r]] += f->adds[r];
    mlg_equity_input input = { f->job->n_demand, access, f->job->persons, NULL, s->threshold };
    mlg_status st = mlg_equity_of(&found, &input, err);
    *gini = found.gini;
    free(access);
    return st;
}

static mlg_status write_point(mlg_stmt *stmt, const front *f, const mlg_equity_answer *a, mlg_error *err)
{
    double gini = (double)NAN;
    MLG_TRY(gini_of(&gini, f, a, err));
    mlg_bind_text(stmt, ":nom", f->job->ask->name);
    mlg_bind_int(stmt, ":nb_sites", a->n_chosen);
    mlg_bind_double(stmt, ":couverts", (double)a->covered);
    mlg_bind_double(stmt, ":manque", a->lack / (fmax(f->all_persons, 1) * f->problem.threshold));
    mlg_bind_double(stmt, ":gini", gini);
    MLG_TRY(mlg_siting_bind_sites(stmt, f->job, a->chosen, a->n_chosen, err));
    mlg_bind_int(stmt, ":prouve", a->outcome.proved);
    return mlg_stmt_run(stmt, err);
}

/* The least lack of access that this many sites can reach, whatever they cover. */
static mlg_status find_least(double *lack, const front *f, mlg_error *err)
{
    mlg_equity_problem p = f->problem;
    mlg_siting_options options = mlg_siting_limited_options(f->job);
    mlg_equity_answer a;
    bool possible;
    p.base.weight = f->nobody;
    MLG_TRY(mlg_siting_equity(&a, &possible, &p, &options, err));
    *lack = a.lack;
    mlg_equity_answer_release(&a);
    return MLG_OK;
}

/* The front for a given number of sites (epsilon constraint): most persons covered, then the same with an ever
 * lower limit on the lack, in steps that end at the least lack. */
static mlg_status write_front_of(mlg_stmt *stmt, front *f, int32_t sites, mlg_error *err)
{
    double least = 0, step = 0;
    mlg_status st = MLG_OK;
    f->problem.base.sites = sites;
    f->problem.most_lack = HUGE_VAL;
    MLG_TRY(find_least(&least, f, err));
    double near = 1e-7 * (1 + least);
    for (int n = 0; n < 2 * MOST_FRONT && st == MLG_OK && !mlg_siting_job_is_late(f->job); n++) {
        mlg_siting_options options = mlg_siting_limited_options(f->job);
        mlg_equity_answer a;
        bool possible = false;
        MLG_TRY(mlg_siting_equity(&a, &possible, &f->problem, &options, err));
        if (possible)
            st = write_point(stmt, f, &a, err);
        bool ends = !possible || a.lack <= least + 10 * near;
        step = n == 0 ? (a.lack - least) / (MOST_FRONT - 1) : step;
        f->problem.most_lack = fmax(a.lack - step, least + near);
        mlg_equity_answer_release(&a);
        if (ends)
            break;
    }
    return st;
}

mlg_status mlg_siting_write_equity_front(mlg_siting_job *j, mlg_error *err)
{
    front f = { 0 };
    mlg_stmt *stmt = NULL;
    int32_t n_forced = 0;
    for (int32_t s = 0; s < j->n_candidates; s++)
        n_forced += j->state[s] == MLG_CANDIDATE_FORCED;
    mlg_status st;
    MLG_GO(prepare(&f, j, err));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "siting/insert_equity", err));
    for (int32_t sites = n_forced; sites <= *j->ask->sites && !mlg_siting_job_is_late(j); sites++) {
        st = write_front_of(stmt, &f, sites, err);
        if (st == MLG_DATA && mlg_siting_job_is_late(j)) /* nothing found in what was left of the time */
            st = MLG_OK;
        MLG_GO(st);
    }
done:
    mlg_stmt_free(stmt);
    release(&f);
    return st;
}
