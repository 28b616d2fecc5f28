#include "analysis/access/age_persons.h"

#include "analysis/common/input_check.h"
#include "base/memory.h"
#include "base/naming.h"

#include <math.h>
#include <stdio.h>

enum { BEYOND = 1000 };

static int32_t last_age(mlg_age_band band)
{
    return band.to == MLG_AGE_OPEN ? BEYOND : band.to;
}

/* Share of the years of a band of the source in a group; NaN when the group cuts an open band. */
static double share_of(mlg_age_band band, mlg_age_band group)
{
    int32_t from = band.from > group.from ? band.from : group.from;
    int32_t to = last_age(band) < last_age(group) ? last_age(band) : last_age(group);
    if (to < from)
        return 0;
    if (from == band.from && to == last_age(band))
        return 1;
    return band.to == MLG_AGE_OPEN ? (double)NAN : (to - from + 1.0) / (band.to - band.from + 1.0);
}

static void name_ages(char text[40], mlg_age_band band)
{
    if (band.to == MLG_AGE_OPEN)
        snprintf(text, 40, "%d+", (int)band.from);
    else
        snprintf(text, 40, "%d-%d", (int)band.from, (int)band.to);
}

static mlg_status refuse(const mlg_population *p, mlg_age_band group, mlg_error *err)
{
    char wanted[40], last[40];
    name_ages(wanted, group);
    name_ages(last, p->band[p->bands - 1]);
    mlg_status st = mlg_fail(err, MLG_DATA,
                             "ages %s cannot be counted: the source counts from %d on, and ends with the band %s",
                             wanted, (int)p->band[0].from, last);
    mlg_hint(err, "give a file of ages with narrower bands");
    return st;
}

/* Weight of one person of each band, and what a woman counts in addition. */
static mlg_status weigh(double *each, double *each_woman, const mlg_population *p, int32_t groups,
                        const mlg_age_group *group, bool *cut, mlg_error *err)
{
    *cut = false;
    for (int32_t g = 0; g < groups; g++) {
        if (!(group[g].weight >= 0 && isfinite(group[g].weight)))
            return mlg_fail(err, MLG_USAGE, "weight of an age group is %g; 0 or more is needed", group[g].weight);
        if (group[g].band.from < p->band[0].from || last_age(group[g].band) > last_age(p->band[p->bands - 1]))
            return refuse(p, group[g].band, err);
        for (int32_t a = 0; a < p->bands; a++) {
            double share = share_of(p->band[a], group[g].band);
            if (isnan(share))
                return refuse(p, group[g].band, err);
            *cut |= share > 0 && share < 1;
            (group[g].women ? each_woman : each)[a] += group[g].weight * share;
        }
    }
    return MLG_OK;
}

/* NaN where a band that counts is not known, or no band has anybody. */
static double persons_of(const mlg_population *p, const double *women, int32_t place, const double *each,
                         const double *each_woman)
{
    double sum = 0, all = 0;
    for (int32_t a = 0; a < p->bands; a++) {
        size_t at = (size_t)place * (size_t)p->bands + (size_t)a;
        sum += each[a] > 0 ? each[a] * p->persons[at] : 0;
        sum += each_woman[a] > 0 ? each_woman[a] * women[at] : 0;
        all += p->persons[at];
    }
    return all > 0 ? sum : (double)NAN;
}

static mlg_status check(const mlg_population *p, const double *women, mlg_error *err)
{
    MLG_TRY(mlg_check_amounts("population of place", p->places, p->total, false, err));
    for (int32_t i = 0; i < p->places; i++) {
        size_t at = (size_t)i * (size_t)p->bands;
        mlg_status st = mlg_check_amounts("persons of age band", p->bands, p->persons + at, true, err);
        if (st == MLG_OK && women)
            st = mlg_check_amounts("women of age band", p->bands, women + at, true, err);
        if (st != MLG_OK)
            return mlg_while(err, st, "place %s", MLG_NAMED(MLG_ITEM_PLACE, i));
    }
    return MLG_OK;
}

static mlg_status estimate(const mlg_population *p, double known_persons, double known_total, double *persons,
                           mlg_age_count *count, mlg_error *err)
{
    if (!(known_total > 0))
        return mlg_fail(err, MLG_DATA, "no place with inhabitants has known ages");
    for (int32_t i = 0; i < p->places; i++) {
        if (isnan(persons[i])) {
            persons[i] = p->total[i] * (known_persons / known_total);
            count->estimated += p->total[i] > 0;
        }
        count->persons += persons[i];
    }
    return MLG_OK;
}

mlg_status mlg_age_persons(const mlg_population *p, const double *women, int32_t groups,
                           const mlg_age_group *group, double *persons, mlg_age_count *count, mlg_error *err)
{
    double *each = NULL, *each_woman = NULL, known_persons = 0, known_total = 0;
    mlg_status st = MLG_OK;
    *count = (mlg_age_count){ 0 };
    if (p->bands == 0)
        return mlg_fail(err, MLG_DATA, "no place with inhabitants has known ages");
    MLG_GO(check(p, women, err));
    MLG_GO(MLG_NEW(&each, (size_t)p->bands, "age groups", err));
    MLG_GO(MLG_NEW(&each_woman, (size_t)p->bands, "age groups", err));
    MLG_GO(weigh(each, each_woman, p, groups, group, &count->cut, err));
    for (int32_t i = 0; i < p->places; i++) {
        persons[i] = persons_of(p, women, i, each, each_woman);
        if (isnan(persons[i]))
            continue;
        known_persons += persons[i];
        known_total += p->total[i];
        count->counted += p->total[i] > 0;
    }
    st = estimate(p, known_persons, known_total, persons, count, err);
done:
    free(each);
    free(each_woman);
    return st;
}
