#include "analysis/access/demand.h"

#include "analysis/common/input_check.h"
#include "base/naming.h"
#include "base/os/thread.h"
#include "study/rule_table.h"
#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { OPEN_YEARS = 5, OLDEST = 1000 };

/* ---- weights of geodata/rules ------------------------------------------------------------------------------- */

enum { MOST_WEIGHTS = 8, MOST_BANDS = 64, BYTES = 8192, FIELDS = 6 };

static mlg_age_weights known[MOST_WEIGHTS + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Rows of one name are consecutive. */
static void read_all(void)
{
    static char copy[BYTES];
    static mlg_age_band bands[MOST_BANDS];
    static double weights[MOST_BANDS];
    char *at = mlg_rule_table(copy, sizeof copy, "age_weights"), *f[FIELDS];
    mlg_age_weights *w = NULL;
    for (int n = 0; mlg_rule_next(&at, f, FIELDS); n++) {
        assert(n < MOST_BANDS);
        if (!w || strcmp(w->name, f[0]) != 0) {
            w = w ? w + 1 : known;
            assert(w < known + MOST_WEIGHTS);
            *w = (mlg_age_weights){ f[0], f[5], f[4], 0, bands + n, weights + n };
        }
        bands[n] = (mlg_age_band){ atoi(f[1]), *f[2] ? atoi(f[2]) : MLG_AGE_OPEN };
        weights[n] = mlg_rule_number(f[3]);
        w->count++;
    }
}

const mlg_age_weights *mlg_age_weights_by_name(const char *name)
{
    pthread_once(&once, read_all);
    for (const mlg_age_weights *w = known; w->name; w++)
        if (strcmp(w->name, name) == 0)
            return w;
    return NULL;
}

const mlg_age_weights *mlg_age_weights_default(void)
{
    return mlg_age_weights_by_name("gp-2009");
}

/* ---- bands -------------------------------------------------------------------------------------------------- */

static int32_t last_age(mlg_age_band band)
{
    return band.to == MLG_AGE_OPEN ? OLDEST : band.to;
}

static mlg_status check_bands(int32_t count, const mlg_age_band *band, mlg_error *err)
{
    int32_t next = 0;
    for (int32_t a = 0; a < count; a++) {
        if (band[a].from < next || last_age(band[a]) < band[a].from || last_age(band[a]) > OLDEST)
            return mlg_fail(err, MLG_USAGE, "age band %d goes from %d to %d; bands must increase without overlap",
                            a, band[a].from, band[a].to);
        next = last_age(band[a]) + 1;
    }
    return MLG_OK;
}

static mlg_status check_weights(const mlg_age_weights *weights, mlg_error *err)
{
    mlg_status st = check_bands(weights->count, weights->band, err);
    if (st == MLG_OK &&
        mlg_check_amounts("weight of age band", weights->count, weights->weight, false, err) != MLG_OK)
        st = MLG_USAGE;
    return mlg_while(err, st, "age weights %s", weights->name);
}

/* Years of the reference band that lie in `band`. */
static int32_t years_covered(mlg_age_band reference, mlg_age_band band)
{
    int32_t from = reference.from > band.from ? reference.from : band.from;
    int32_t to = last_age(reference) < last_age(band) ? last_age(reference) : last_age(band);
    int32_t years = to < from ? 0 : to - from + 1;
    return reference.to == MLG_AGE_OPEN && years > OPEN_YEARS ? OPEN_YEARS : years;
}

mlg_status mlg_age_weights_of(const mlg_age_weights *reference, int32_t count, const mlg_age_band *band,
                              double *weight, mlg_error *err)
{
    MLG_TRY(check_weights(reference, err));
    MLG_TRY(check_bands(count, band, err));
    for (int32_t a = 0; a < count; a++) {
        double sum = 0;
        int32_t years = 0;
        for (int32_t r = 0; r < reference->count; r++) {
            int32_t covered = years_covered(reference->band[r], band[a]);
            sum += covered * reference->weight[r];
            years += covered;
        }
        if (years == 0)
            return mlg_fail(err, MLG_USAGE, "age weights %s do not cover ages %d to %d", reference->name,
                            band[a].from, band[a].to);
        weight[a] = sum / years;
    }
    return MLG_OK;
}

/* SUM_a n_a c_a; NaN where the bands are not known. */
static double weighted_persons(const mlg_population *population, int32_t place, const double *weight)
{
    double weighted = 0, persons = 0;
    const double *row = population->persons + (size_t)place * (size_t)population->bands;
    for (int32_t a = 0; a < population->bands; a++) {
        weighted += row[a] * weight[a];
        persons += row[a];
    }
    return persons > 0 ? weighted : (double)NAN;
}

/* Sets the raw demand and the basis of one place. */
static mlg_demand_basis raw_demand(const mlg_population *population, int32_t place, const double *weight,
                                   double *demand)
{
    if (population->given && !isnan(population->given[place])) {
        *demand = population->given[place];
        return MLG_BASIS_GIVEN;
    }
    double weighted = population->bands > 0 ? weighted_persons(population, place, weight) : (double)NAN;
    *demand = isnan(weighted) ? population->total[place] : weighted;
    return isnan(weighted) ? MLG_BASIS_TOTAL : MLG_BASIS_BANDS;
}

static mlg_status check_band_persons(const mlg_population *population, mlg_error *err)
{
    for (int32_t i = 0; population->bands > 0 && i < population->places; i++) {
        const double *row = population->persons + (size_t)i * (size_t)population->bands;
        mlg_status st = mlg_check_amounts("persons of age band", population->bands, row, true, err);
        if (st != MLG_OK)
            return mlg_while(err, st, "place %s", MLG_NAMED(MLG_ITEM_PLACE, i));
    }
    return MLG_OK;
}

static mlg_status check_population(const mlg_population *population, mlg_error *err)
{
    MLG_TRY(mlg_check_amounts("population of place", population->places, population->total, false, err));
    if (population->given)
        MLG_TRY(mlg_check_amounts("standardised population of place", population->places, population->given, true,
                                  err));
    return check_band_persons(population, err);
}

/* Computes raw sums and k, then scales the demand that comes from bands. */
static void standardise(const mlg_population *population, const double *weight, double *demand, uint8_t *basis,
                        mlg_demand_stats *stats)
{
    double raw = 0;
    for (int32_t i = 0; i < population->places; i++) {
        basis[i] = (uint8_t)raw_demand(population, i, weight, &demand[i]);
        stats->places[basis[i]]++;
        stats->persons[basis[i]] += population->total[i];
        raw += basis[i] == MLG_BASIS_BANDS ? demand[i] : 0;
    }
    if (raw > 0)
        stats->k = stats->persons[MLG_BASIS_BANDS] / raw;
    for (int32_t i = 0; i < population->places; i++) {
        demand[i] *= basis[i] == MLG_BASIS_BANDS ? stats->k : 1;
        stats->standardised += demand[i];
    }
}

mlg_status mlg_standardise(const mlg_population *population, const mlg_age_weights *weights, double *demand,
                           uint8_t *basis, mlg_demand_stats *stats, mlg_error *err)
{
    *stats = (mlg_demand_stats){ .k = 1 };
    double *weight = NULL;
    uint8_t *own_basis = NULL;
    mlg_status st;
    MLG_GO(check_population(population, err));
    MLG_GO(MLG_NEW(&weight, (size_t)population->bands, "age weights", err));
    MLG_GO(MLG_NEW(&own_basis, basis ? 0 : (size_t)population->places, "bases of demand", err));
    MLG_GO(mlg_age_weights_of(weights ? weights : mlg_age_weights_default(), population->bands, population->band,
                              weight, err));
    standardise(population, weight, demand, basis ? basis : own_basis, stats);
done:
    free(weight);
    free(own_basis);
    return st;
}
