#include "analysis/access/published/calibrate_fit.h"

#include "base/memory.h"
#include "base/sort.h"
#include "network/models/model.h"

#include <math.h>
#include <stdlib.h>

enum { TRIALS = 101 };

typedef struct {
    double given, moving; /* min */
} trip;

typedef struct {
    double ratio, weight;
} slope;

static int compare_slopes(const void *a, const void *b)
{
    double x = ((const slope *)a)->ratio, y = ((const slope *)b)->ratio;
    return (x > y) - (x < y);
}

/* Reference moving time per computed moving time: the weighted median of (given - terminal) / moving, which
 * minimises the sum of absolute errors. */
static double best_slope(slope *room, const trip *trips, int64_t n, double terminal)
{
    double half = 0;
    for (int64_t i = 0; i < n; i++) {
        room[i] = (slope){ (trips[i].given - terminal) / trips[i].moving, trips[i].moving };
        half += trips[i].moving / 2;
    }
    qsort(room, (size_t)n, sizeof *room, compare_slopes);
    int64_t k = 0;
    for (double sum = room[0].weight; sum < half && k + 1 < n; sum += room[k].weight)
        k++;
    return room[k].ratio;
}

static double sum_errors(const trip *trips, int64_t n, double terminal, double s)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum += fabs(trips[i].given - terminal - s * trips[i].moving);
    return sum;
}

double mlg_calibrate_median(double *value, int64_t n)
{
    mlg_sort_reals(value, (size_t)n);
    return n % 2 ? value[n / 2] : (value[n / 2 - 1] + value[n / 2]) / 2;
}

static double median_error(double *room, const trip *trips, int64_t n, double terminal, double s)
{
    for (int64_t i = 0; i < n; i++)
        room[i] = fabs(trips[i].given - terminal - s * trips[i].moving);
    return mlg_calibrate_median(room, n);
}

/* Robust to the few pairs that straight lines get wrong; a given time of 0 counts as a tenth of a minute. */
static double spread(double *room, const trip *trips, int64_t n, double terminal, double s)
{
    const double least = 0.1, of_a_normal = 1.4826;
    for (int64_t i = 0; i < n; i++)
        room[i] = fabs(log(fmax(trips[i].given, least) / (terminal + s * trips[i].moving)));
    return of_a_normal * mlg_calibrate_median(room, n);
}

bool mlg_calibrate_is_fitted(const mlg_calibrate_input *in, double terminal_min, int64_t i)
{
    return in->given_ds[i] != MLG_UNREACHABLE && in->computed_ds[i] != MLG_UNREACHABLE &&
           in->given_ds[i] <= MLG_FIT_LONGEST_MIN * MLG_DS_PER_MIN &&
           (double)in->computed_ds[i] / MLG_DS_PER_MIN > terminal_min;
}

double mlg_calibrate_fitted(const mlg_calibrate_fit *fit, double computed_min, double terminal_min)
{
    return fit->terminal_min + fmax(0, computed_min - terminal_min) / fit->faster;
}

static void split(trip *const half[2], int64_t n[2], const mlg_calibrate_input *in, const int32_t *origin,
                  double terminal)
{
    for (int64_t i = 0; i < in->count; i++)
        if (mlg_calibrate_is_fitted(in, terminal, i)) {
            const int h = origin[i] & 1;
            half[h][n[h]++] = (trip){ (double)in->given_ds[i] / MLG_DS_PER_MIN,
                                      (double)in->computed_ds[i] / MLG_DS_PER_MIN - terminal };
        }
}

mlg_status mlg_calibrate_fit_crow(bool *found, mlg_calibrate_fit *fit, const mlg_calibrate_input *input,
                                  const int32_t *origin, double terminal_min, mlg_error *err)
{
    trip *half[2] = { NULL, NULL };
    slope *slopes = NULL;
    double *errors = NULL, least = HUGE_VAL, s = 1;
    size_t n = (size_t)input->count;
    mlg_status st;
    *found = false;
    *fit = (mlg_calibrate_fit){ .faster = 1 };
    MLG_GO(MLG_NEW(&half[0], n, "pairs", err));
    MLG_GO(MLG_NEW(&half[1], n, "pairs", err));
    MLG_GO(MLG_NEW(&slopes, n, "pairs", err));
    MLG_GO(MLG_NEW(&errors, n, "pairs", err));
    split(half, fit->pairs, input, origin, terminal_min);
    if (fit->pairs[0] < MLG_FIT_FEWEST || fit->pairs[1] < MLG_FIT_FEWEST)
        goto done;
    for (int k = 0; k < TRIALS; k++) {
        double terminal = 0.1 * k, now = best_slope(slopes, half[0], fit->pairs[0], terminal);
        double sum = now > 0 ? sum_errors(half[0], fit->pairs[0], terminal, now) : HUGE_VAL;
        if (sum < least - 1e-9) {
            least = sum;
            fit->terminal_min = terminal;
            s = now;
        }
    }
    *found = isfinite(least);
    fit->faster = 1 / s;
    for (int h = 0; h < 2; h++) {
        fit->before[h] = median_error(errors, half[h], fit->pairs[h], terminal_min, 1);
        fit->after[h] = median_error(errors, half[h], fit->pairs[h], fit->terminal_min, s);
        fit->spread[h] = spread(errors, half[h], fit->pairs[h], fit->terminal_min, s);
    }
done:
    free(half[0]);
    free(half[1]);
    free(slopes);
    free(errors);
    return st;
}
