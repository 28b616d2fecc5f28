#include "analysis/access/two_step.h"

#include "analysis/common/input_check.h"
#include "base/memory.h"

#include <math.h>

/* A place with persons and a known access. */
typedef struct {
    double access, persons;
    int32_t index; /* makes the order unique */
} entry;

static int compare_access(const void *a, const void *b)
{
    const entry *left = a, *right = b;
    if (left->access != right->access)
        return left->access < right->access ? -1 : 1;
    return left->index < right->index ? -1 : 1;
}

/* Distributes one entry over the tenths that it spans; `before` persons precede it. */
static void add_to_tenths(const entry *e, double before, double tenth, double *sum)
{
    double left = e->persons;
    for (int k = 0; k < 10 && left > 0; k++) {
        double room = k == 9 ? left : (k + 1) * tenth - before;
        double taken = fmin(left, fmax(room, 0));
        sum[k] += taken * e->access;
        before += taken;
        left -= taken;
    }
}

static void fill_deciles(const entry *sorted, int32_t count, mlg_access_figures *figures)
{
    double tenth = figures->persons / 10, before = 0, sum[10] = { 0 };
    int next = 0;
    for (int32_t i = 0; i < count; i++) {
        add_to_tenths(&sorted[i], before, tenth, sum);
        before += sorted[i].persons;
        while (next < 9 && (before >= (next + 1) * tenth || i == count - 1))
            figures->decile[next++] = sorted[i].access;
    }
    for (int k = 0; k < 10; k++)
        figures->tenth_mean[k] = mlg_share(sum[k], tenth);
    for (; next < 9; next++)
        figures->decile[next] = (double)NAN;
    figures->min = count > 0 ? sorted[0].access : (double)NAN;
    figures->max = count > 0 ? sorted[count - 1].access : (double)NAN;
}

/* Sums over the places with a known access; returns the number of those with persons, which are copied to
 * `kept`. */
static int32_t sum_all(int32_t count, const double *access, const double *standardised, const double *persons,
                       double threshold, entry *kept, mlg_access_figures *f)
{
    double by_standardised = 0, by_persons = 0;
    int32_t n = 0;
    for (int32_t i = 0; i < count; i++) {
        if (isnan(access[i])) {
            f->persons_unknown += persons[i];
            continue;
        }
        f->persons += persons[i];
        f->standardised += standardised[i];
        by_persons += persons[i] * access[i];
        by_standardised += standardised[i] * access[i];
        f->below_persons += mlg_below_threshold(access[i], threshold) ? persons[i] : 0;
        if (persons[i] > 0)
            kept[n++] = (entry){ access[i], persons[i], i };
    }
    f->mean_total = mlg_share(by_persons, f->persons);
    f->mean_standardised = mlg_share(by_standardised, f->standardised);
    f->below_share = mlg_share(f->below_persons, f->persons);
    return n;
}

mlg_status mlg_access_summary(int32_t count, const double *access, const double *standardised,
                              const double *persons, double threshold, mlg_access_figures *figures, mlg_error *err)
{
    *figures = (mlg_access_figures){ 0 };
    MLG_TRY(mlg_check_amounts("access of place", count, access, true, err));
    MLG_TRY(mlg_check_amounts("standardised population of place", count, standardised, false, err));
    MLG_TRY(mlg_check_amounts("population of place", count, persons, false, err));
    entry *kept;
    MLG_TRY(MLG_NEW(&kept, (size_t)count, "places by access", err));
    int32_t n = sum_all(count, access, standardised, persons, threshold, kept, figures);
    qsort(kept, (size_t)n, sizeof *kept, compare_access);
    fill_deciles(kept, n, figures);
    free(kept);
    return MLG_OK;
}

typedef struct {
    double weighted, weight, plain;
    int32_t values;
} group_sum;

mlg_status mlg_mean_by_group(int32_t count, const double *value, const double *weight, const int32_t *group,
                             int32_t groups, double *mean, mlg_error *err)
{
    MLG_TRY(mlg_check_amounts("weight of place", count, weight, false, err));
    MLG_TRY(mlg_check_indices("group of place", count, group, groups, err));
    group_sum *sum;
    MLG_TRY(MLG_NEW(&sum, (size_t)groups, "groups", err));
    for (int32_t i = 0; i < count; i++) {
        if (group[i] < 0 || isnan(value[i]))
            continue;
        group_sum *s = &sum[group[i]];
        s->weighted += weight[i] * value[i];
        s->weight += weight[i];
        s->plain += value[i];
        s->values++;
    }
    for (int32_t g = 0; g < groups; g++)
        mean[g] = sum[g].weight > 0 ? sum[g].weighted / sum[g].weight : mlg_share(sum[g].plain, sum[g].values);
    free(sum);
    return MLG_OK;
}
