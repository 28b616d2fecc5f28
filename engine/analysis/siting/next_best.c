#include "analysis/siting/next_best.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

/* A class of sets: its candidate states and its best set, which is moved out when it is the next best. */
typedef struct {
    uint8_t *state;
    mlg_siting_set set;
} class;

typedef struct {
    class *classes;
    int32_t n, n_candidates;
    size_t room;
    const mlg_siting_solver *solver;
} search;

void mlg_siting_sets_release(mlg_siting_set *sets, int32_t n)
{
    for (int32_t k = 0; k < n; k++)
        free(sets[k].sites);
    memset(sets, 0, (size_t)n * sizeof *sets);
}

static void release(search *s)
{
    for (int32_t c = 0; c < s->n; c++) {
        free(s->classes[c].state);
        mlg_siting_sets_release(&s->classes[c].set, 1);
    }
    free(s->classes);
}

/* Solves the class with these states (copied) and keeps it when it is not empty. */
static mlg_status add_class(search *s, const uint8_t *state, mlg_error *err)
{
    class c = { 0 };
    bool possible = false;
    mlg_status st;
    MLG_GO(MLG_GROW(&s->classes, &s->room, (size_t)s->n + 1, "next-best sets", err));
    MLG_GO(MLG_NEW(&c.state, (size_t)s->n_candidates, "next-best sets", err));
    memcpy(c.state, state, (size_t)s->n_candidates);
    MLG_GO(s->solver->solve(&c.set, &possible, s->solver->context, c.state, err));
    if (possible) {
        s->classes[s->n++] = c;
        return MLG_OK;
    }
done:
    free(c.state);
    mlg_siting_sets_release(&c.set, 1);
    return st;
}

/* Partitions the rest of a class, without its best set; `state` is that of the class, and is overwritten. */
static mlg_status split(search *s, uint8_t *state, const mlg_siting_set *best, mlg_error *err)
{
    for (int32_t k = 0; k < best->n_sites; k++) {
        uint8_t *at = &state[best->sites[k]];
        if (*at != MLG_CANDIDATE_FREE)
            continue;
        *at = MLG_CANDIDATE_FORBIDDEN;
        MLG_TRY(add_class(s, state, err));
        *at = MLG_CANDIDATE_FORCED;
    }
    return MLG_OK;
}

static int32_t best_class(const search *s)
{
    int32_t best = 0;
    for (int32_t c = 1; c < s->n; c++) {
        double apart = s->classes[c].set.value - s->classes[best].set.value;
        if (s->solver->is_gain ? apart > 0 : apart < 0)
            best = c;
    }
    return best;
}

bool mlg_siting_ties(const mlg_siting_solver *solver, double value, double best)
{
    return fabs(value - best) <= solver->apart * fmax(fabs(best), 1);
}

static bool goes_on(const search *s, const mlg_siting_set *sets, int32_t n, int32_t most)
{
    return n < most ||
           (n > 0 && n < s->solver->most_equal && mlg_siting_ties(s->solver, sets[n - 1].value, sets[0].value));
}

mlg_status mlg_siting_next_best(mlg_siting_set *sets, int32_t *n, int32_t most, const uint8_t *state,
                                int32_t n_candidates, const mlg_siting_solver *solver, mlg_error *err)
{
    search s = { .n_candidates = n_candidates, .solver = solver };
    mlg_status st = MLG_OK;
    *n = 0;
    if (most > 0)
        MLG_GO(add_class(&s, state, err));
    while (goes_on(&s, sets, *n, most) && s.n > 0) {
        class c = s.classes[best_class(&s)];
        s.classes[best_class(&s)] = s.classes[s.n - 1];
        s.n--;
        sets[(*n)++] = c.set;
        st = goes_on(&s, sets, *n, most) ? split(&s, c.state, &c.set, err) : MLG_OK;
        free(c.state);
        MLG_GO(st);
    }
done:
    release(&s);
    if (st != MLG_OK) {
        mlg_siting_sets_release(sets, *n);
        *n = 0;
    }
    return st;
}
