#include "analysis/policy/installation.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    const mlg_installation *in;
    double *vacant, *wanted, *taken; /* [areas] */
    double attraction, open;         /* of all communes; of those of open areas */
} run;

static bool is_open(const run *r, int32_t area)
{
    return !r->in->saturated || !r->in->saturated[area];
}

static mlg_status prepare(run *r, mlg_error *err)
{
    const mlg_installation *in = r->in;
    if (!(in->arrivals_share >= 0) || !(in->give_up >= 0 && in->give_up <= 1))
        return mlg_fail(err, MLG_INPUT,
                        "%g arrivals for a departure, and %g of the refused give up; shares are 0 or more, "
                        "the second 1 at most",
                        in->arrivals_share, in->give_up);
    MLG_TRY(MLG_NEW(&r->vacant, (size_t)in->areas, "areas", err));
    MLG_TRY(MLG_NEW(&r->wanted, (size_t)in->areas, "areas", err));
    MLG_TRY(MLG_NEW(&r->taken, (size_t)in->areas, "areas", err));
    for (int32_t i = 0; i < in->communes; i++) {
        r->attraction += in->attract[i];
        r->open += is_open(r, in->area[i]) ? in->attract[i] : 0;
    }
    return MLG_OK;
}

/* Of one attraction: how many come to a commune of the area this year, before those who are refused elsewhere. */
static double admit(run *r, double each, mlg_installation_year *sum)
{
    double refused = 0;
    for (int32_t a = 0; a < r->in->areas; a++) {
        double wish = r->wanted[a] * each, taken = is_open(r, a) ? wish : fmin(wish, r->vacant[a]);
        r->taken[a] = wish > 0 ? taken / wish : 0;
        r->vacant[a] -= taken;
        refused += wish - taken;
    }
    sum->refused += refused;
    return refused;
}

static void one_year(run *r, const double *before, double *heads, const double *left, mlg_installation_year *sum)
{
    const mlg_installation *in = r->in;
    double gone = 0;
    for (int32_t a = 0; a < in->areas; a++)
        r->wanted[a] = 0;
    for (int32_t i = 0; i < in->communes; i++) {
        gone += left[i];
        r->vacant[in->area[i]] += left[i];
        r->wanted[in->area[i]] += in->attract[i];
    }
    double arrivals = r->attraction > 0 ? gone * in->arrivals_share : 0;
    double each = arrivals > 0 ? arrivals / r->attraction : 0;
    double refused = admit(r, each, sum);
    double moved = r->open > 0 ? refused * (1 - in->give_up) : 0;
    sum->heads = 0;
    for (int32_t i = 0; i < in->communes; i++) {
        double come = in->attract[i] * each * r->taken[in->area[i]];
        if (is_open(r, in->area[i]) && r->open > 0)
            come += moved * in->attract[i] / r->open;
        heads[i] = before[i] - left[i] + come;
        sum->heads += heads[i];
    }
    sum->left += gone;
    sum->arrivals += arrivals;
    sum->gave_up += refused - moved;
}

mlg_status mlg_installation_run(double *heads, mlg_installation_year *years, const mlg_installation *in,
                                mlg_error *err)
{
    run r = { .in = in };
    size_t n = (size_t)in->communes;
    mlg_installation_year sum = { 0 };
    mlg_status st = prepare(&r, err);
    for (int32_t y = 0; st == MLG_OK && y < in->years; y++) {
        one_year(&r, y > 0 ? heads + n * (size_t)(y - 1) : in->heads, heads + n * (size_t)y,
                 in->left + n * (size_t)y, &sum);
        years[y] = sum;
    }
    free(r.vacant);
    free(r.wanted);
    free(r.taken);
    return st;
}
