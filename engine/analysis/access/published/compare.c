#include "analysis/access/published/compare.h"

#include "analysis/common/input_check.h"
#include "base/memory.h"

#include <math.h>

static const double a_tenth = 0.1 * (1 + 1e-12); /* 2.2 is within a tenth of 2 */

/* Places of one class or of all: computed and published values, and persons, where both are known. */
typedef struct {
    int32_t count;
    double *computed, *published, *persons, *rank[2];
} pairs;

typedef struct {
    double value;
    int32_t index;
} entry;

static int by_value(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static void find_ranks(double *rank, const double *value, int32_t count, entry *entries)
{
    for (int32_t i = 0; i < count; i++)
        entries[i] = (entry){ value[i], i };
    qsort(entries, (size_t)count, sizeof *entries, by_value);
    for (int32_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && entries[end].value == entries[i].value;)
            end++;
        for (int32_t k = i; k < end; k++)
            rank[entries[k].index] = 0.5 * (i + end - 1);
    }
}

static double correlation(const double *x, const double *y, int32_t count)
{
    double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
    for (int32_t i = 0; i < count; i++) {
        mean_x += x[i] / count;
        mean_y += y[i] / count;
    }
    for (int32_t i = 0; i < count; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : (double)NAN;
}

static void sum_up(mlg_comparison *c, const pairs *p)
{
    double squares = 0, near = 0, near_persons = 0, computed = 0, published = 0;
    *c = (mlg_comparison){ .places = p->count };
    for (int32_t i = 0; i < p->count; i++) {
        double difference = p->computed[i] - p->published[i], n = p->persons[i];
        bool within = fabs(difference) <= a_tenth * fabs(p->published[i]);
        c->persons += n;
        computed += n * p->computed[i];
        published += n * p->published[i];
        squares += n * difference * difference;
        near += within;
        near_persons += within ? n : 0;
    }
    c->mean_computed = mlg_share(computed, c->persons);
    c->mean_published = mlg_share(published, c->persons);
    c->bias = mlg_share(computed - published, c->persons);
    c->root_mean_square = sqrt(mlg_share(squares, c->persons));
    c->within_places = mlg_share(near, p->count);
    c->within_persons = mlg_share(near_persons, c->persons);
    c->pearson = correlation(p->computed, p->published, p->count);
    c->spearman = correlation(p->rank[0], p->rank[1], p->count);
}

/* A class below 0 means all classes. */
static void compare_class(mlg_comparison *c, const mlg_compare_input *in, int class_wanted, pairs *p,
                          entry *entries)
{
    p->count = 0;
    for (int32_t i = 0; i < in->count; i++)
        if ((class_wanted < 0 || in->class_of[i] == class_wanted) && !isnan(in->computed[i]) &&
            !isnan(in->published[i])) {
            p->computed[p->count] = in->computed[i];
            p->published[p->count] = in->published[i];
            p->persons[p->count++] = in->persons[i];
        }
    find_ranks(p->rank[0], p->computed, p->count, entries);
    find_ranks(p->rank[1], p->published, p->count, entries);
    sum_up(c, p);
}

mlg_status mlg_compare(const mlg_compare_input *input, mlg_comparison *all,
                       mlg_comparison by_class[MLG_COMPARE_CLASSES], mlg_error *err)
{
    pairs p = { 0 };
    double **array[] = { &p.computed, &p.published, &p.persons, &p.rank[0], &p.rank[1] };
    entry *entries = NULL;
    mlg_status st;
    MLG_TRY(mlg_check_amounts("population of place", input->count, input->persons, false, err));
    MLG_GO(MLG_NEW(&entries, (size_t)input->count, "values side by side", err));
    for (size_t k = 0; k < sizeof array / sizeof *array; k++)
        MLG_GO(MLG_NEW(array[k], (size_t)input->count, "values side by side", err));
    compare_class(all, input, -1, &p, entries);
    for (int c = 0; c < MLG_COMPARE_CLASSES; c++)
        compare_class(&by_class[c], input, c, &p, entries);
done:
    for (size_t k = 0; k < sizeof array / sizeof *array; k++)
        free(*array[k]);
    free(entries);
    return st;
}

mlg_status mlg_compare_worst(int32_t *place, int32_t *found, int32_t most, const mlg_compare_input *input,
                             mlg_error *err)
{
    entry *entries;
    int32_t n = 0;
    MLG_TRY(MLG_NEW(&entries, (size_t)input->count, "values side by side", err));
    for (int32_t i = 0; i < input->count; i++) {
        double difference = fabs(input->computed[i] - input->published[i]);
        if (!isnan(difference) && input->persons[i] > 0)
            entries[n++] = (entry){ -difference, i };
    }
    qsort(entries, (size_t)n, sizeof *entries, by_value);
    *found = n < most ? n : most;
    for (int32_t k = 0; k < *found; k++)
        place[k] = entries[k].index;
    free(entries);
    return MLG_OK;
}
