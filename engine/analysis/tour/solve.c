#include "analysis/tour/solve.h"

#include "analysis/tour/methods.h"
#include "analysis/tour/schedule.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"

#include <string.h>

void mlg_tour_options_init(mlg_tour_options *options)
{
    *options = (mlg_tour_options){ .seed = 1 };
}

void mlg_tour_answer_release(mlg_tour_answer *answer)
{
    free(answer->visits);
    free(answer->rounds);
    *answer = (mlg_tour_answer){ 0 };
}

/* ---- searches from several seeds ---------------------------------------------------------------------------- */

typedef struct {
    const mlg_tour_frame *frame;
    mlg_tour_plan *plan; /* [searches] */
    int64_t *iterations; /* [searches] */
    mlg_tour_options options;
    mlg_tour_watch watch; /* of the calling thread */
    double end;           /* of mlg_clock_s(), 0: none */
    atomic_bool cancelled, late;
} run;

static mlg_status search_once(void *context, int32_t task, int worker, mlg_error *err)
{
    run *r = context;
    mlg_tour_watch watch = r->watch;
    watch.progress = worker == 0 ? r->watch.progress : NULL;
    uint64_t seed = (r->options.seed << 20) + (uint64_t)task;
    mlg_status st =
        mlg_tour_search(&r->plan[task], seed, r->options.iterations, &watch, &r->iterations[task], err);
    if (watch.late)
        atomic_store(&r->late, true);
    return st;
}

/* The best plan of all searches; the first one of equals. */
static int32_t best_of(const run *r)
{
    int32_t best = 0;
    for (int32_t k = 1; k < r->options.searches; k++)
        if (mlg_tour_plan_compare(&r->plan[k], &r->plan[best]) > 0)
            best = k;
    return best;
}

static void set_defaults(mlg_tour_options *o, const mlg_tour_options *given)
{
    *o = *given;
    o->iterations = o->iterations > 0 ? o->iterations : 20000;
    o->searches = o->searches > 0 ? o->searches : 4;
    o->bound_rounds = o->bound_rounds > 0 ? o->bound_rounds : 400;
    o->max_nodes = o->max_nodes > 0 ? o->max_nodes : 2000000;
}

/* ---- the answer --------------------------------------------------------------------------------------------- */

static mlg_status write_answer(mlg_tour_answer *out, const mlg_tour_plan *plan, mlg_error *err)
{
    int32_t n_rounds = plan->frame->n_rounds, at = 0;
    MLG_TRY(MLG_NEW(&out->visits, (size_t)plan->n_visits, "timetable", err));
    MLG_TRY(MLG_NEW(&out->rounds, (size_t)n_rounds, "timetable", err));
    for (int32_t r = 0; r < n_rounds; r++) {
        const mlg_tour_leg *leg = &plan->leg[r];
        mlg_tour_timetable(plan->frame, r, leg->stop, leg->count, &out->visits[at], &out->rounds[r]);
        out->rounds[r].first = at;
        at += leg->count;
    }
    out->n_visits = plan->n_visits;
    out->benefit = plan->value.total;
    out->drive_s = plan->drive_s;
    out->missed = plan->missed;
    return MLG_OK;
}

static const char *name_method(bool enumerated, bool proved)
{
    if (enumerated)
        return "large neighbourhood search, then enumeration of every plan";
    return proved ? "large neighbourhood search, proved by the Lagrangian bound"
                  : "large neighbourhood search, Lagrangian bound";
}

static mlg_status prove(mlg_tour_answer *out, run *r, mlg_tour_plan *best, mlg_error *err)
{
    int64_t bound;
    bool enumerated = false;
    MLG_TRY(mlg_tour_enumerate(best, r->options.max_nodes, &r->watch, &enumerated, err));
    bound = enumerated ? best->value.total : r->frame->everything;
    if (!enumerated)
        MLG_TRY(mlg_tour_bound(&bound, best, r->options.bound_rounds, mlg_thread_count(r->options.threads),
                               &r->watch, err));
    mlg_outcome_set_bound(&out->outcome, (double)bound, (double)(bound - best->value.total), (double)bound);
    out->drive_proved = enumerated;
    out->outcome.method = name_method(enumerated, out->outcome.proved);
    return MLG_OK;
}

static mlg_status solve(mlg_tour_answer *out, run *r, mlg_error *err)
{
    int32_t n = r->options.searches;
    MLG_TRY(MLG_NEW(&r->plan, (size_t)n, "tour searches", err));
    MLG_TRY(MLG_NEW(&r->iterations, (size_t)n, "tour searches", err));
    for (int32_t k = 0; k < n; k++)
        MLG_TRY(mlg_tour_plan_init(&r->plan[k], r->frame, err));
    MLG_TRY(mlg_parallel(n, mlg_thread_count(r->options.threads), search_once, r, err));
    mlg_tour_plan *best = &r->plan[best_of(r)];
    r->watch.deadline = r->end;
    MLG_TRY(prove(out, r, best, err));
    out->outcome.stopped = atomic_load(&r->late);
    for (int32_t k = 0; k < n; k++)
        out->iterations += r->iterations[k];
    return write_answer(out, best, err);
}

mlg_status mlg_tour_solve(mlg_tour_answer *out, const mlg_tour_problem *problem, const mlg_tour_options *options,
                          mlg_error *err)
{
    mlg_tour_frame frame = { 0 };
    run r = { .frame = &frame };
    double start_s = mlg_clock_s();
    mlg_status st = MLG_OK;
    *out = (mlg_tour_answer){ 0 };
    set_defaults(&r.options, options);
    r.watch.progress = options->progress;
    r.watch.cancelled = &r.cancelled;
    if (options->max_seconds > 0) { /* the searches get two thirds, the bound and the proof the rest */
        r.end = mlg_clock_s() + options->max_seconds;
        r.watch.deadline = r.end - options->max_seconds / 3;
    }
    MLG_GO(mlg_tour_frame_init(&frame, problem, err));
    MLG_GO(solve(out, &r, err));
    mlg_outcome_set_time(&out->outcome, start_s);
done:
    for (int32_t k = 0; r.plan && k < r.options.searches; k++)
        mlg_tour_plan_release(&r.plan[k]);
    free(r.plan);
    free(r.iterations);
    mlg_tour_frame_release(&frame);
    if (st != MLG_OK)
        mlg_tour_answer_release(out);
    return st;
}

/* ---- what each visit adds ----------------------------------------------------------------------------------- */

static bool is_before(const mlg_tour_visit *a, const mlg_tour_visit *b)
{
    if (a->day != b->day)
        return a->day < b->day;
    return a->start_s != b->start_s ? a->start_s < b->start_s : a->unit < b->unit;
}

mlg_status mlg_tour_gains(int64_t *gain, const mlg_tour_problem *problem, const mlg_tour_answer *answer,
                          mlg_error *err)
{
    mlg_tour_frame frame;
    mlg_tour_value value = { 0 };
    uint8_t *done = NULL;
    mlg_status st;
    MLG_GO(mlg_tour_frame_init(&frame, problem, err));
    MLG_GO(mlg_tour_value_init(&value, &frame, err));
    MLG_GO(MLG_NEW(&done, (size_t)answer->n_visits, "gains", err));
    for (int32_t k = 0; k < answer->n_visits; k++) {
        int32_t next = -1;
        for (int32_t v = 0; v < answer->n_visits; v++)
            if (!done[v] && (next < 0 || is_before(&answer->visits[v], &answer->visits[next])))
                next = v;
        int64_t before = value.total;
        mlg_tour_value_add(&value, answer->visits[next].stop);
        gain[next] = value.total - before;
        done[next] = 1;
    }
done:
    free(done);
    mlg_tour_value_release(&value);
    mlg_tour_frame_release(&frame);
    return st;
}

/* ---- stops that cannot be visited --------------------------------------------------------------------------- */

mlg_status mlg_tour_find_obstacles(mlg_tour_obstacle *obstacle, const mlg_tour_problem *problem, mlg_error *err)
{
    mlg_tour_frame frame;
    mlg_status st = mlg_tour_frame_init(&frame, problem, err);
    for (int32_t j = 0; st == MLG_OK && j < problem->n_stops; j++) {
        obstacle[j] = MLG_TOUR_NEVER_OPEN;
        for (int32_t r = 0; r < frame.n_rounds && obstacle[j] != MLG_TOUR_POSSIBLE; r++) {
            mlg_tour_obstacle here = mlg_tour_obstacle_on(&frame, r, j);
            if (here == MLG_TOUR_POSSIBLE || here > obstacle[j])
                obstacle[j] = here;
        }
    }
    mlg_tour_frame_release(&frame);
    return st;
}
