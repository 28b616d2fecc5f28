#include "analysis/access/equity.h"

#include "analysis/access/two_step.h"
#include "analysis/common/input_check.h"
#include "base/memory.h"
#include "base/naming.h"

#include <math.h>
#include <string.h>

/* A place with persons and a known access, sorted by `key`. */
typedef struct {
    double key, access, persons;
    int32_t index; /* makes the order unique */
} entry;

static int compare_key(const void *a, const void *b)
{
    const entry *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return left->index < right->index ? -1 : 1;
}

static mlg_status check_input(const mlg_equity_input *in, mlg_error *err)
{
    if (!(in->threshold > 0 && isfinite(in->threshold)))
        return mlg_fail(err, MLG_USAGE, "threshold of access is %g; above 0 is needed", in->threshold);
    MLG_TRY(mlg_check_amounts("access of place", in->count, in->access, true, err));
    MLG_TRY(mlg_check_amounts("persons of place", in->count, in->persons, false, err));
    for (int32_t i = 0; in->income && i < in->count; i++)
        if (isinf(in->income[i]))
            return mlg_fail(err, MLG_INPUT, "income of place %s is %g", MLG_NAMED(MLG_ITEM_PLACE, i),
                            in->income[i]);
    return MLG_OK;
}

/* ---- by access ---------------------------------------------------------------------------------------------- */

/* Mean over the tenth of the persons that starts at the end `from` (0 or count - 1) and proceeds by `step`. */
static double tenth_mean(const entry *sorted, int32_t count, int32_t from, int32_t step, double tenth)
{
    double left = tenth, sum = 0;
    for (int32_t i = from; i >= 0 && i < count && left > 0; i += step) {
        double taken = fmin(left, sorted[i].persons);
        sum += taken * sorted[i].access;
        left -= taken;
    }
    return mlg_share(sum, tenth - left);
}

static double theil_term(double access, double mean)
{
    return access > 0 ? access / mean * log(access / mean) : 0;
}

/* Gini, Theil, FGT and D10/D1 of places sorted by access. */
static void index_by_access(mlg_equity *out, const entry *sorted, int32_t count, double z)
{
    double total = out->mean * out->persons, below = 0, pairs = 0, theil = 0;
    for (int32_t i = 0; i < count; i++) {
        double share = sorted[i].persons / out->persons, gap = (z - sorted[i].access) / z;
        double upto = below + sorted[i].persons * sorted[i].access / total;
        pairs += (below + upto) * share;
        below = upto;
        theil += share * theil_term(sorted[i].access, out->mean);
        for (int a = 0; a < 3 && mlg_below_threshold(sorted[i].access, z); a++)
            out->fgt[a] += share * pow(gap, a);
    }
    double worst = tenth_mean(sorted, count, 0, 1, out->persons / 10);
    double best = tenth_mean(sorted, count, count - 1, -1, out->persons / 10);
    out->gini = total > 0 ? 1 - pairs : (double)NAN;
    out->theil = total > 0 ? theil : (double)NAN;
    out->d10_d1 = mlg_share(best, worst);
}

/* ---- by income ---------------------------------------------------------------------------------------------- */

/* Smallest key not exceeded for at least `persons` persons, of which there are no fewer. */
static double quantile(const entry *sorted, double persons)
{
    int32_t i = 0;
    for (double upto = sorted[0].persons; upto < persons; upto += sorted[i].persons)
        i++;
    return sorted[i].key;
}

static double palma(const entry *sorted, int32_t count, double persons)
{
    double low = quantile(sorted, 0.4 * persons), high = quantile(sorted, 0.9 * persons);
    double poor = 0, poor_access = 0, rich = 0, rich_access = 0;
    for (int32_t i = 0; i < count; i++) {
        poor += sorted[i].key <= low ? sorted[i].persons : 0;
        poor_access += sorted[i].key <= low ? sorted[i].persons * sorted[i].access : 0;
        rich += sorted[i].key > high ? sorted[i].persons : 0;
        rich_access += sorted[i].key > high ? sorted[i].persons * sorted[i].access : 0;
    }
    return mlg_share(mlg_share(rich_access, rich), mlg_share(poor_access, poor));
}

/* SUM n (r - 1/2) (A - mean) over the run of equal income that starts at `from`; *end is past the run. */
static double rank_sum(const entry *sorted, int32_t count, int32_t from, double before, double persons,
                       double mean, int32_t *end, double *equal)
{
    double sum = 0;
    *equal = 0;
    for (*end = from; *end < count && sorted[*end].key == sorted[from].key; ++*end) {
        *equal += sorted[*end].persons;
        sum += sorted[*end].persons * (sorted[*end].access - mean);
    }
    return sum * ((before + *equal / 2) / persons - 0.5);
}

/* Concentration, Erreygers and Palma indices of places sorted by income. */
static void index_by_income(mlg_equity *out, const entry *sorted, int32_t count)
{
    double persons = 0, weighted = 0, least = (double)INFINITY, most = -(double)INFINITY, before = 0, sum = 0,
           equal;
    for (int32_t i = 0; i < count; i++) {
        persons += sorted[i].persons;
        weighted += sorted[i].persons * sorted[i].access;
        least = fmin(least, sorted[i].access);
        most = fmax(most, sorted[i].access);
    }
    double mean = mlg_share(weighted, persons);
    for (int32_t i = 0, end; i < count; i = end) {
        sum += rank_sum(sorted, count, i, before, persons, mean, &end, &equal);
        before += equal;
    }
    out->concentration = mean > 0 ? 2 / mean * sum / persons : (double)NAN;
    out->erreygers = most > least ? out->concentration * 4 * mean / (most - least) : (double)NAN;
    out->palma = palma(sorted, count, persons);
}

/* ---- one set of places -------------------------------------------------------------------------------------- */

static void sum_persons(mlg_equity *out, const mlg_equity_input *in)
{
    double weighted = 0;
    for (int32_t i = 0; i < in->count; i++) {
        bool known = !isnan(in->access[i]);
        out->persons_unknown += known ? 0 : in->persons[i];
        out->persons += known ? in->persons[i] : 0;
        out->persons_no_income += known && (!in->income || isnan(in->income[i])) ? in->persons[i] : 0;
        out->places += known && in->persons[i] > 0;
        weighted += known ? in->persons[i] * in->access[i] : 0;
    }
    out->mean = mlg_share(weighted, out->persons);
}

/* Places with persons, sorted by access or by a known income. */
static int32_t sort_places(entry *sorted, const mlg_equity_input *in, const double *key)
{
    int32_t n = 0;
    for (int32_t i = 0; i < in->count; i++)
        if (!isnan(in->access[i]) && in->persons[i] > 0 && !isnan(key[i]))
            sorted[n++] = (entry){ key[i], in->access[i], in->persons[i], i };
    qsort(sorted, (size_t)n, sizeof *sorted, compare_key);
    return n;
}

/* All figures undefined. */
static mlg_equity undefined(void)
{
    double unknown = (double)NAN;
    return (mlg_equity){ .mean = unknown,
                         .gini = unknown,
                         .d10_d1 = unknown,
                         .palma = unknown,
                         .theil = unknown,
                         .concentration = unknown,
                         .erreygers = unknown,
                         .theil_between = unknown,
                         .theil_within = unknown };
}

mlg_status mlg_equity_of(mlg_equity *out, const mlg_equity_input *input, mlg_error *err)
{
    entry *sorted;
    *out = undefined();
    MLG_TRY(check_input(input, err));
    MLG_TRY(MLG_NEW(&sorted, (size_t)input->count, "places by access", err));
    sum_persons(out, input);
    int32_t n = sort_places(sorted, input, input->access);
    if (n > 0)
        index_by_access(out, sorted, n, input->threshold);
    else
        out->fgt[0] = out->fgt[1] = out->fgt[2] = (double)NAN;
    n = input->income ? sort_places(sorted, input, input->income) : 0;
    if (n > 0)
        index_by_income(out, sorted, n);
    free(sorted);
    return MLG_OK;
}

/* ---- groups ------------------------------------------------------------------------------------------------- */

/* Places by group, those in no group last: start[groups + 2], and the places in order. */
static void sort_by_group(int32_t count, const int32_t *group, int32_t groups, int32_t *start, int32_t *order)
{
    for (int32_t i = 0; i < count; i++)
        start[(group[i] < 0 ? groups : group[i]) + 1]++;
    for (int32_t g = 0; g <= groups; g++)
        start[g + 1] += start[g];
    for (int32_t i = 0; i < count; i++)
        order[start[group[i] < 0 ? groups : group[i]]++] = i;
    memmove(start + 1, start, (size_t)(groups + 1) * sizeof *start);
    start[0] = 0;
}

typedef struct {
    int32_t *start, *order;
    double *access, *persons, *income; /* of the places in order */
} sorted_groups;

static mlg_status gather(sorted_groups *s, const mlg_equity_input *in, const int32_t *group, int32_t groups,
                         mlg_error *err)
{
    size_t n = (size_t)in->count;
    MLG_TRY(MLG_NEW(&s->start, (size_t)groups + 2, "groups", err));
    MLG_TRY(MLG_NEW(&s->order, n, "groups", err));
    MLG_TRY(MLG_NEW(&s->access, n, "groups", err));
    MLG_TRY(MLG_NEW(&s->persons, n, "groups", err));
    MLG_TRY(MLG_NEW(&s->income, n, "groups", err));
    sort_by_group(in->count, group, groups, s->start, s->order);
    for (size_t k = 0; k < n; k++) {
        s->access[k] = in->access[s->order[k]];
        s->persons[k] = in->persons[s->order[k]];
        s->income[k] = in->income ? in->income[s->order[k]] : (double)NAN;
    }
    return MLG_OK;
}

static mlg_status equity_of_group(mlg_equity *out, const sorted_groups *s, int32_t g, double threshold,
                                  mlg_error *err)
{
    int32_t at = s->start[g];
    mlg_equity_input in = { s->start[g + 1] - at, s->access + at, s->persons + at, s->income + at, threshold };
    return mlg_equity_of(out, &in, err);
}

/* T = SUM_g (N_g mu_g / N mu) T_g + SUM_g (N_g / N) (mu_g / mu) ln(mu_g / mu). */
static void add_group(mlg_equity *whole, const mlg_equity *part)
{
    double share = part->persons / whole->persons;
    whole->theil_within += part->mean > 0 ? share * part->mean / whole->mean * part->theil : 0;
    whole->theil_between += share * theil_term(part->mean, whole->mean);
}

mlg_status mlg_equity_by_group(mlg_equity *whole, mlg_equity *by, const mlg_equity_input *input,
                               const int32_t *group, int32_t groups, mlg_error *err)
{
    sorted_groups s = { 0 };
    mlg_equity rest;
    mlg_status st;
    MLG_GO(mlg_equity_of(whole, input, err));
    MLG_GO(mlg_check_indices("group of place", input->count, group, groups, err));
    MLG_GO(gather(&s, input, group, groups, err));
    whole->theil_within = whole->theil_between = whole->mean > 0 ? 0 : (double)NAN;
    for (int32_t g = 0; g <= groups; g++) {
        mlg_equity *part = g < groups ? &by[g] : &rest;
        MLG_GO(equity_of_group(part, &s, g, input->threshold, err));
        add_group(whole, part);
    }
done:
    free(s.start);
    free(s.order);
    free(s.access);
    free(s.persons);
    free(s.income);
    return st;
}
