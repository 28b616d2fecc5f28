#include "analysis/desert/moran.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/random.h"
#include "base/sort.h"

#include <math.h>
#include <string.h>

typedef struct {
    const mlg_moran_input *in;
    int32_t known;              /* units with a value */
    int32_t *unit;              /* [known] */
    double *z;                  /* [known] */
    double squares;             /* SUM z^2 */
    int32_t *first, *neighbour; /* adjacency lists of the known units */
    double *local, *p;
    uint8_t *quadrant;
} job;

static mlg_status standardise(job *j, mlg_error *err)
{
    const mlg_moran_input *in = j->in;
    double mean = 0, sum = 0;
    MLG_TRY(MLG_NEW(&j->unit, (size_t)in->units, "clusters", err));
    MLG_TRY(MLG_NEW(&j->z, (size_t)in->units, "clusters", err));
    for (int32_t i = 0; i < in->units; i++)
        if (!isnan(in->value[i])) {
            j->unit[j->known++] = i;
            mean += in->value[i];
        }
    mean /= j->known;
    for (int32_t k = 0; k < j->known; k++)
        sum += (in->value[j->unit[k]] - mean) * (in->value[j->unit[k]] - mean);
    if (j->known < 3 || !(sum > 0))
        return mlg_fail(err, MLG_USAGE, "clusters need at least three values that are not all equal; there are %d",
                        j->known);
    double deviation = sqrt(sum / j->known);
    for (int32_t k = 0; k < j->known; k++) {
        j->z[k] = (in->value[j->unit[k]] - mean) / deviation;
        j->squares += j->z[k] * j->z[k];
    }
    return MLG_OK;
}

static mlg_status list_neighbours(job *j, mlg_error *err)
{
    const mlg_moran_input *in = j->in;
    int32_t *known_of = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&known_of, (size_t)in->units, "neighbours", err));
    MLG_GO(MLG_NEW(&j->first, (size_t)j->known + 2, "neighbours", err));
    MLG_GO(MLG_NEW(&j->neighbour, 2 * (size_t)in->pairs, "neighbours", err));
    for (int32_t i = 0; i < in->units; i++)
        known_of[i] = -1;
    for (int32_t k = 0; k < j->known; k++)
        known_of[j->unit[k]] = k;
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t e = 0; e < in->pairs; e++) {
            if (in->from[e] < 0 || in->from[e] >= in->units || in->to[e] < 0 || in->to[e] >= in->units) {
                st = mlg_fail(err, MLG_INPUT, "neighbours %d are units %d and %d of %d", e, in->from[e], in->to[e],
                              in->units);
                goto done;
            }
            int32_t a = known_of[in->from[e]], b = known_of[in->to[e]];
            if (a < 0 || b < 0 || a == b)
                continue;
            if (pass == 0) {
                j->first[a + 2]++;
                j->first[b + 2]++;
            } else {
                j->neighbour[j->first[a + 1]++] = b;
                j->neighbour[j->first[b + 1]++] = a;
            }
        }
        for (int32_t k = 0; pass == 0 && k < j->known; k++)
            j->first[k + 2] += j->first[k + 1];
    }
done:
    free(known_of);
    return st;
}

/* Draws `n` distinct units other than `self` (Floyd's sampling); n is small. */
static double draw_lag(const job *j, int32_t self, int32_t n, int32_t *drawn, uint64_t *state)
{
    double sum = 0;
    for (int32_t k = 0; k < n; k++) {
        int32_t top = j->known - 1 - n + k, pick = mlg_random_below(state, top + 1);
        for (int32_t d = 0; d < k; d++)
            if (drawn[d] == pick) {
                pick = top;
                break;
            }
        drawn[k] = pick;
        sum += j->z[pick >= self ? pick + 1 : pick];
    }
    return sum / n;
}

enum { MOST_NEIGHBOURS = 512 };

static void test_unit(const job *j, int32_t k)
{
    int32_t n = j->first[k + 1] - j->first[k], larger = 0, drawn[MOST_NEIGHBOURS];
    double lag = 0, seen;
    uint64_t state = j->in->seed * 0x9E3779B97F4A7C15u + (uint64_t)j->unit[k] + 1;
    if (n == 0 || n > MOST_NEIGHBOURS || n > j->known - 1)
        return;
    for (int32_t e = j->first[k]; e < j->first[k + 1]; e++)
        lag += j->z[j->neighbour[e]];
    lag /= n;
    seen = j->z[k] * lag;
    for (int32_t r = 0; r < j->in->permutations; r++)
        larger += j->z[k] * draw_lag(j, k, n, drawn, &state) >= seen;
    int32_t smaller = j->in->permutations - larger;
    j->local[j->unit[k]] = (j->known - 1) * seen / j->squares;
    j->p[j->unit[k]] = (1.0 + (larger < smaller ? larger : smaller)) / (1.0 + j->in->permutations);
    j->quadrant[j->unit[k]] = (uint8_t)(j->z[k] > 0 ? lag > 0 ? MLG_HIGH_HIGH : MLG_HIGH_LOW
                                        : lag > 0   ? MLG_LOW_HIGH
                                                    : MLG_LOW_LOW);
}

static mlg_status test_task(void *context, int32_t task, int worker, mlg_error *err)
{
    const job *j = context;
    (void)worker, (void)err;
    for (int32_t k = task * 256; k < j->known && k < (task + 1) * 256; k++)
        test_unit(j, k);
    return MLG_OK;
}

/* Over the units with a value and neighbours. */
static double global_of(const job *j)
{
    double sum = 0;
    int32_t n = 0;
    for (int32_t k = 0; k < j->known; k++)
        if (!isnan(j->local[j->unit[k]])) {
            sum += j->local[j->unit[k]];
            n++;
        }
    return n > 0 ? sum / n * j->known / (j->known - 1) : (double)NAN;
}

mlg_status mlg_moran(const mlg_moran_input *input, double *local, double *p, uint8_t *quadrant, double *global,
                     mlg_error *err)
{
    job j = { .in = input, .local = local, .p = p, .quadrant = quadrant };
    mlg_status st;
    if (input->permutations < 1)
        return mlg_fail(err, MLG_USAGE, "a permutation test of %d permutations", input->permutations);
    for (int32_t i = 0; i < input->units; i++) {
        local[i] = p[i] = (double)NAN;
        quadrant[i] = MLG_NO_CLUSTER;
    }
    MLG_GO(standardise(&j, err));
    MLG_GO(list_neighbours(&j, err));
    MLG_GO(mlg_parallel((j.known + 255) / 256, input->threads, test_task, &j, err));
    *global = global_of(&j);
done:
    free(j.unit);
    free(j.z);
    free(j.first);
    free(j.neighbour);
    return st;
}

/* ---- false discoveries -------------------------------------------------------------------------------------- */

mlg_status mlg_false_discovery(double *limit, int32_t count, const double *p, double rate, mlg_error *err)
{
    double *sorted;
    int32_t n = 0;
    *limit = 0;
    MLG_TRY(MLG_NEW(&sorted, (size_t)count, "probabilities", err));
    for (int32_t i = 0; i < count; i++)
        if (!isnan(p[i]))
            sorted[n++] = p[i];
    mlg_sort_reals(sorted, (size_t)n);
    for (int32_t k = 0; k < n; k++)
        if (sorted[k] <= rate * (k + 1) / n)
            *limit = sorted[k];
    free(sorted);
    return MLG_OK;
}
