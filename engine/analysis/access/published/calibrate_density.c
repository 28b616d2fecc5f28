/* Speeds by density level fitted on reference times. */
#include "analysis/access/published/calibrate_fit.h"

#include "base/memory.h"
#include "network/models/model.h"

#include <math.h>

enum { LEVELS = MLG_CALIBRATE_CLASSES, UNKNOWNS = LEVELS + 1, ROUNDS = 200 };

/* given = terminal + slow[a] x + slow[b] y, the last unknown being the terminal time. */
typedef struct {
    double given, x, y;
    uint8_t a, b;
} trip;

static double fitted(const trip *t, const double slow[UNKNOWNS])
{
    return slow[LEVELS] + slow[t->a] * t->x + slow[t->b] * t->y;
}

/* Half of the way is at the speed of either end: the part of the moving time that goes by that of a. */
static double share_of(const double *speed_kmh, uint8_t a, uint8_t b)
{
    return speed_kmh[b] / (speed_kmh[a] + speed_kmh[b]);
}

double mlg_calibrate_fitted_by_density(const mlg_calibrate_by_density *fit, double computed_min,
                                       double terminal_min, const double speed_kmh[MLG_CALIBRATE_CLASSES],
                                       uint8_t a, uint8_t b)
{
    const double share = share_of(speed_kmh, a, b);
    return fit->terminal_min +
           fmax(0, computed_min - terminal_min) * (share / fit->faster[a] + (1 - share) / fit->faster[b]);
}

static trip trip_of(const mlg_calibrate_input *in, const uint8_t *other, const double *speed_kmh,
                    double terminal_min, int64_t i)
{
    const uint8_t a = in->class_of[i], b = other[i];
    const double moving = (double)in->computed_ds[i] / MLG_DS_PER_MIN - terminal_min,
                 share = share_of(speed_kmh, a, b);
    return (trip){ (double)in->given_ds[i] / MLG_DS_PER_MIN, moving * share, moving * (1 - share), a, b };
}

/* Solves the symmetric positive definite system in place by Cholesky's decomposition. */
static void solve(double m[UNKNOWNS][UNKNOWNS], double v[UNKNOWNS])
{
    for (int i = 0; i < UNKNOWNS; i++) {
        for (int j = 0; j <= i; j++) {
            for (int k = 0; k < j; k++)
                m[i][j] -= m[i][k] * m[j][k];
            m[i][j] = i == j ? sqrt(m[i][i]) : m[i][j] / m[j][j];
        }
        for (int k = 0; k < i; k++)
            v[i] -= m[i][k] * v[k];
        v[i] /= m[i][i];
    }
    for (int i = UNKNOWNS - 1; i >= 0; i--) {
        for (int k = i + 1; k < UNKNOWNS; k++)
            v[i] -= m[k][i] * v[k];
        v[i] /= m[i][i];
    }
}

/* One round of reweighted least squares: errors below half a minute weigh as half a minute. Each level is drawn towards `one` with the
 * weight of MLG_FIT_FEWEST ends of `typical` minutes. */
static void round_once(double slow[UNKNOWNS], const trip *trips, int64_t n, double one, double typical)
{
    static const double least_error = 0.5, little = 1e-9;
    double m[UNKNOWNS][UNKNOWNS] = { { 0 } }, v[UNKNOWNS] = { 0 };
    for (int64_t i = 0; i < n; i++) {
        const trip *t = &trips[i];
        const double weight = 1 / fmax(fabs(t->given - fitted(t, slow)), least_error);
        double row[UNKNOWNS] = { [LEVELS] = 1 };
        row[t->a] += t->x;
        row[t->b] += t->y;
        const int used[] = { t->a, t->b, LEVELS };
        for (int p = t->a == t->b; p < 3; p++)
            for (int q = t->a == t->b; q < 3; q++)
                m[used[p]][used[q]] += weight * row[used[p]] * row[used[q]];
        for (int p = t->a == t->b; p < 3; p++)
            v[used[p]] += weight * row[used[p]] * t->given;
    }
    for (int level = 0; level < LEVELS; level++) {
        m[level][level] += MLG_FIT_FEWEST * typical * typical;
        v[level] += MLG_FIT_FEWEST * typical * typical * one;
    }
    m[LEVELS][LEVELS] += little;
    solve(m, v);
    for (int k = 0; k < UNKNOWNS; k++)
        slow[k] = v[k];
}

static double median_error(double *room, const trip *trips, int64_t n, const double slow[UNKNOWNS])
{
    for (int64_t i = 0; i < n; i++)
        room[i] = fabs(trips[i].given - fitted(&trips[i], slow));
    return mlg_calibrate_median(room, n);
}

static void fit_half(double slow[UNKNOWNS], const mlg_calibrate_fit *one, const trip *trips, int64_t n)
{
    double typical = 0;
    for (int64_t i = 0; i < n; i++)
        typical += (trips[i].x + trips[i].y) / 2 / (double)n;
    for (int level = 0; level < LEVELS; level++)
        slow[level] = 1 / one->faster;
    slow[LEVELS] = one->terminal_min;
    for (int k = 0; k < ROUNDS; k++)
        round_once(slow, trips, n, 1 / one->faster, typical);
}

mlg_status mlg_calibrate_fit_by_density(mlg_calibrate_by_density *fit, const mlg_calibrate_fit *one,
                                        const mlg_calibrate_input *input, const uint8_t *other_class,
                                        const int32_t *origin, const double speed_kmh[MLG_CALIBRATE_CLASSES],
                                        double terminal_min, mlg_error *err)
{
    trip *half[2] = { NULL, NULL };
    double *room = NULL, now[UNKNOWNS], slow[UNKNOWNS];
    const size_t n = (size_t)input->count;
    mlg_status st;
    *fit = (mlg_calibrate_by_density){ 0 };
    MLG_GO(MLG_NEW(&half[0], n, "pairs", err));
    MLG_GO(MLG_NEW(&half[1], n, "pairs", err));
    MLG_GO(MLG_NEW(&room, n, "pairs", err));
    for (int64_t i = 0; i < input->count; i++)
        if (mlg_calibrate_is_fitted(input, terminal_min, i)) {
            const int h = origin[i] & 1;
            half[h][fit->pairs[h]++] = trip_of(input, other_class, speed_kmh, terminal_min, i);
        }
    for (int level = 0; level < LEVELS; level++)
        now[level] = 1;
    now[LEVELS] = terminal_min;
    fit_half(slow, one, half[0], fit->pairs[0]);
    fit->terminal_min = fmax(0, slow[LEVELS]);
    slow[LEVELS] = fit->terminal_min;
    for (int level = 0; level < LEVELS; level++)
        fit->faster[level] = 1 / fmax(slow[level], 0.1 / one->faster);
    for (int h = 0; h < 2; h++) {
        fit->before[h] = median_error(room, half[h], fit->pairs[h], now);
        fit->after[h] = median_error(room, half[h], fit->pairs[h], slow);
    }
done:
    free(half[0]);
    free(half[1]);
    free(room);
    return st;
}
