#include "analysis/policy/flows.h"

#include "analysis/access/two_step.h"
#include "analysis/common/rank.h"
#include "base/length.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    mlg_policy_flows *out;
    size_t room;
} list;

static mlg_status add(list *l, int32_t from, int32_t to, double amount, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&l->out->flows, &l->room, (size_t)l->out->count + 1, "a policy", err));
    l->out->flows[l->out->count++] = (mlg_policy_flow){ from, to, amount };
    l->out->given += amount;
    return MLG_OK;
}

static mlg_status check(const char *what, double value, mlg_error *err)
{
    return value >= 0 ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s is %g; it must be 0 or more", mlg_tr(what), value);
}

/* Communes by rising APL, the unknown last. */
static mlg_status order_by_apl(int32_t **order, int32_t n, const mlg_policy_place *places, mlg_error *err)
{
    double *apl = NULL;
    MLG_TRY(MLG_NEW(&apl, (size_t)n, "a policy", err));
    for (int32_t i = 0; i < n; i++)
        apl[i] = places[i].apl;
    mlg_status st = mlg_order_by_value(order, n, apl, false, err);
    free(apl);
    return st;
}

/* ---- solidarity ------------------------------------------------------------------------------------------------- */

typedef struct {
    int32_t n;
    const mlg_policy_place *places;
    const mlg_solidarity *rule;
    double *room; /* [n] acts left to give */
    list flows;
} giving;

/* A scenario has two decimals: what rounding leaves below them would be a move of nothing, which a run refuses. */
static const double least_acts = 0.01;

/* The nearest commune within the reach that can still give, the first of several; -1 for none. */
static int32_t nearest(const giving *g, const mlg_policy_place *p)
{
    double best = (double)NAN;
    int32_t found = -1;
    for (int32_t i = 0; i < g->n; i++) {
        if (!(g->room[i] >= least_acts))
            continue;
        double metres = mlg_length(g->places[i].x - p->x, g->places[i].y - p->y);
        if (metres <= g->rule->reach_m && (found < 0 || metres < best)) {
            best = metres;
            found = i;
        }
    }
    return found;
}

static mlg_status take(giving *g, int32_t to, mlg_error *err)
{
    const mlg_policy_place *p = &g->places[to];
    double lack = (g->rule->threshold - p->apl) * p->people;
    int32_t from;
    g->flows.out->lack += lack;
    while (lack >= least_acts && (from = nearest(g, p)) >= 0) {
        double amount = fmin(lack, g->room[from]);
        MLG_TRY(add(&g->flows, from, to, amount, err));
        g->room[from] -= amount;
        lack -= amount;
    }
    return MLG_OK;
}

mlg_status mlg_solidarity_flows(mlg_policy_flows *out, int32_t n, const mlg_policy_place *places,
                                const mlg_solidarity *rule, mlg_error *err)
{
    *out = (mlg_policy_flows){ 0 };
    giving g = { .n = n, .places = places, .rule = rule, .flows = { .out = out } };
    int32_t *order = NULL;
    mlg_status st;
    MLG_GO(check("the acts that a doctor gives", rule->acts_a_doctor, err));
    MLG_GO(check("the reach", rule->reach_m, err));
    MLG_GO(MLG_NEW(&g.room, (size_t)n, "a policy", err));
    for (int32_t i = 0; i < n; i++) {
        bool gives = places[i].side != MLG_SIDE_TAKES && places[i].doctors > 0 && !isnan(places[i].apl) &&
                     !mlg_below_threshold(places[i].apl, rule->threshold);
        g.room[i] = gives ? places[i].doctors * rule->acts_a_doctor : 0;
        out->available += g.room[i];
    }
    MLG_GO(order_by_apl(&order, n, places, err));
    for (int32_t k = 0; k < n; k++)
        if (places[order[k]].side != MLG_SIDE_GIVES && mlg_below_threshold(places[order[k]].apl, rule->threshold))
            MLG_GO(take(&g, order[k], err));
done:
    free(order);
    free(g.room);
    return st;
}

/* ---- juniors ---------------------------------------------------------------------------------------------------- */

mlg_status mlg_junior_flows(mlg_policy_flows *out, int32_t n, const mlg_policy_place *places,
                            const mlg_juniors *rule, mlg_error *err)
{
    *out = (mlg_policy_flows){ 0 };
    list flows = { .out = out };
    int32_t *order = NULL, left = rule->count;
    mlg_status st;
    MLG_GO(check("the juniors to place", rule->count, err));
    MLG_GO(check("the juniors of one supervisor", rule->places_a_doctor, err));
    MLG_GO(order_by_apl(&order, n, places, err));
    for (int32_t k = 0; k < n && !isnan(places[order[k]].apl); k++) {
        const mlg_policy_place *p = &places[order[k]];
        double places_here = p->doctors > 0 ? floor(p->doctors * rule->places_a_doctor + 1e-9) : 0;
        int32_t here = (int32_t)fmin(left, places_here);
        out->available += places_here;
        if (here > 0)
            MLG_GO(add(&flows, -1, order[k], here, err));
        left -= here;
    }
done:
    free(order);
    return st;
}
