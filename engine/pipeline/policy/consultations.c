/* Advanced consultations: a specialist who comes to health houses, hospitals or town halls, where most of the need of people who have none near is within
 * reach, and the half-days that each place takes. */
#include "analysis/access/stage_ages.h"
#include "base/language.h"
#include "base/memory.h"
#include "pipeline/policy/cover.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_BANDS = 40, PARTS = 1000 }; /* a consultation is covered by thousandths */

typedef struct {
    mlg_policy_job *j;
    const char *specialty, *service; /* service: also the category of the centres there are */
    double half_days, each, eur;     /* a year, in all; consultations in one, and euros */
    mlg_age_band age[MOST_BANDS];
    double rate[MOST_BANDS]; /* consultations a year and inhabitant */
    int32_t ages;
    mlg_policy_cover cover;
    double *need;    /* [places] consultations a year; NaN: ages unknown */
    int32_t *centre; /* [places] the nearest that is chosen; -1: none, or one is near already */
    double *wanted;  /* [sites] consultations of those who come to it */
    int64_t *days;   /* [sites] half-days */
    double needed, unknown_people, brought; /* brought: people */
    double consultations;
    int64_t given;
} care;

static void release(care *c)
{
    mlg_policy_cover_release(&c->cover);
    free(c->need);
    free(c->centre);
    free(c->wanted);
    free(c->days);
}

static mlg_status read_values(care *c, const char **hosts, mlg_error *err)
{
    mlg_policy_job *j = c->j;
    MLG_TRY(mlg_policy_word(&c->specialty, j, "specialty", err));
    MLG_TRY(mlg_policy_word(&c->service, j, "installed", err));
    MLG_TRY(mlg_policy_word(hosts, j, "hosts", err));
    MLG_TRY(mlg_policy_bands(c->age, c->rate, &c->ages, MOST_BANDS, j, "rates", err));
    MLG_TRY(mlg_policy_value(&c->cover.budget, j, "centres", err));
    MLG_TRY(mlg_policy_value(&c->cover.minutes, j, "minutes", err));
    MLG_TRY(mlg_policy_value(&c->half_days, j, "half_days", err));
    MLG_TRY(mlg_policy_value(&c->each, j, "acts_a_half_day", err));
    MLG_TRY(mlg_policy_value(&c->eur, j, "half_day_eur", err));
    c->cover.each[MLG_COVER_HOST] = c->cover.each[MLG_COVER_COMMUNE] = 1;
    return c->each > 0
               ? MLG_OK
               : mlg_fail(err, MLG_INPUT, "%s: '%s' needs a 'value' above 0", j->policy->where, "acts_a_half_day");
}

/* ---- need -------------------------------------------------------------------------------------------------------- */

static double need_at(const mlg_study_ages *a, const double *rate, int32_t place)
{
    double sum = 0;
    for (int32_t b = 0; b < a->count; b++)
        sum += a->persons[(size_t)place * (size_t)a->count + (size_t)b] * rate[b];
    return a->count > 0 ? sum : (double)NAN;
}

/* The bands of the study take the rates of their ages, as those of the weights of demand do. */
static mlg_status find_need(care *c, mlg_error *err)
{
    const mlg_places *places = &c->cover.places;
    const mlg_age_weights rates = { "rates", NULL, NULL, c->ages, c->age, c->rate };
    mlg_study_ages ages = { 0 };
    double *rate = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&c->need, (size_t)places->count, "need", err));
    MLG_GO(mlg_study_ages_read(&ages, &c->j->study, places, false, err));
    MLG_GO(MLG_NEW(&rate, (size_t)ages.count, "need", err));
    st = mlg_age_weights_of(&rates, ages.count, ages.band, rate, err);
    if (st == MLG_USAGE)
        st = mlg_while(err, MLG_INPUT, "%s", c->j->policy->where);
    for (int32_t i = 0; st == MLG_OK && i < places->count; i++) {
        const bool here = places->in_territory[i] && places->demand[i];
        c->need[i] = here ? need_at(&ages, rate, i) : 0;
        c->unknown_people += isnan(c->need[i]) ? places->population[i] : 0;
        c->needed += isnan(c->need[i]) ? 0 : c->need[i];
        c->cover.weight[i] = isnan(c->need[i]) ? 0 : llround(fmin(c->need[i], 1e12) * PARTS);
    }
done:
    free(rate);
    mlg_study_ages_release(&ages);
    return st;
}

/* ---- half-days --------------------------------------------------------------------------------------------------- */

/* Who has no centre near comes to the nearest of those chosen, the first of several. */
static mlg_status send_people(care *c, mlg_error *err)
{
    const mlg_policy_cover *v = &c->cover;
    int32_t *seconds = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&seconds, (size_t)v->places.count, "places", err));
    MLG_GO(MLG_NEW(&c->centre, (size_t)v->places.count, "places", err));
    MLG_GO(MLG_NEW(&c->wanted, (size_t)v->sites.count, "centres", err));
    for (int32_t i = 0; i < v->places.count; i++)
        c->centre[i] = -1;
    for (int32_t k = 0; k < v->answer.n_chosen; k++) {
        const int32_t s = v->answer.chosen[k];
        for (int64_t a = v->reach.start[s]; a < v->reach.start[s + 1]; a++) {
            const int32_t i = v->reach.column[a];
            if (v->before[i] > 0 || (c->centre[i] >= 0 && seconds[i] <= v->reach.value[a]))
                continue;
            c->centre[i] = s;
            seconds[i] = v->reach.value[a];
        }
    }
    for (int32_t i = 0; i < v->places.count; i++)
        if (c->centre[i] >= 0) {
            c->brought += v->places.population[i];
            c->wanted[c->centre[i]] += isnan(c->need[i]) ? 0 : c->need[i];
        }
done:
    free(seconds);
    return st;
}

static double half_days_of(const care *c, int32_t k)
{
    return c->wanted[c->cover.answer.chosen[k]] / c->each;
}

/* All that is needed, in whole half-days, where there are enough; else each in proportion, the largest remainders first. */
static mlg_status share_half_days(care *c, mlg_error *err)
{
    const mlg_coverage_answer *a = &c->cover.answer;
    double sum = 0, whole = 0;
    MLG_TRY(MLG_NEW(&c->days, (size_t)c->cover.sites.count, "half-days", err));
    for (int32_t k = 0; k < a->n_chosen; k++) {
        sum += half_days_of(c, k);
        whole += ceil(half_days_of(c, k) - 1e-9);
    }
    const bool enough = whole <= c->half_days;
    const double part = sum > 0 ? floor(c->half_days) / sum : 0;
    int64_t left = enough ? 0 : (int64_t)fmin(floor(c->half_days), 1e9);
    for (int32_t k = 0; k < a->n_chosen; k++) {
        const double days = enough ? ceil(half_days_of(c, k) - 1e-9) : floor(half_days_of(c, k) * part + 1e-9);
        c->days[a->chosen[k]] = (int64_t)days;
        left -= enough ? 0 : (int64_t)days;
    }
    for (; left > 0; left--) {
        int32_t most = 0;
        for (int32_t k = 1; k < a->n_chosen; k++)
            if (half_days_of(c, k) * part - (double)c->days[a->chosen[k]] >
                half_days_of(c, most) * part - (double)c->days[a->chosen[most]] + 1e-9)
                most = k;
        c->days[a->chosen[most]]++;
    }
    for (int32_t k = 0; k < a->n_chosen; k++) {
        const int32_t s = a->chosen[k];
        c->given += c->days[s];
        c->consultations += fmin(c->wanted[s], (double)c->days[s] * c->each);
    }
    return MLG_OK;
}

/* ---- what is said ------------------------------------------------------------------------------------------------ */

static mlg_status write_centres(care *c, mlg_error *err)
{
    const mlg_coverage_answer *a = &c->cover.answer;
    for (int32_t k = 0; k < a->n_chosen; k++) {
        const int32_t s = a->chosen[k];
        mlg_text reason = { 0 };
        mlg_text_printf(&reason, "%s : %lld demi-journées par an, pour un besoin de %.0f consultations",
                        c->specialty, (long long)c->days[s], c->wanted[s]);
        mlg_status st = mlg_policy_cover_open(&c->cover, c->service, s, mlg_text_words(&reason), err);
        mlg_text_release_part(&reason, &c->j->items);
        MLG_TRY(st);
    }
    return mlg_text_status(&c->j->items, err);
}

static void sum_up(care *c)
{
    mlg_policy_job *j = c->j;
    const mlg_coverage_answer *a = &c->cover.answer;
    const double before = (double)a->before / PARTS, covered = (double)a->objective / PARTS;
    mlg_text_printf(
        &j->summary,
        mlg_tr("centres to open: %d of %.0f, for %lld half-days a year of %.0f and %.0f consultations; "
               "%.1f %% of the need (%s, %.0f consultations a year) within %g minutes of a centre, "
               "%.1f %% before; people brought within reach: %.0f; "),
        (int)a->n_chosen, c->cover.budget, (long long)c->given, c->half_days, c->consultations,
        100 * covered / c->needed, c->specialty, c->needed, c->cover.minutes, 100 * before / c->needed,
        c->brought);
    if (c->unknown_people > 0)
        mlg_text_printf(&j->summary, mlg_tr("people of unknown age, left out: %.0f; "), c->unknown_people);
    mlg_policy_cover_say_bound(&c->cover, c->needed * PARTS);
    mlg_policy_say(j, "need", c->needed);
    mlg_policy_say(j, "need_covered_before", before);
    mlg_policy_say(j, "need_covered", covered);
    mlg_policy_say(j, "people_brought", c->brought);
    mlg_policy_say(j, "people_of_unknown_age", c->unknown_people);
    mlg_policy_say(j, "centres", a->n_chosen);
    mlg_policy_say(j, "half_days", (double)c->given);
    mlg_policy_say(j, "consultations", c->consultations);
    mlg_policy_say(j, "spent_eur", (double)c->given * c->eur);
    mlg_policy_say_outcome(j, &a->outcome);
}

static mlg_status work(care *c, mlg_error *err)
{
    const char *hosts = "";
    MLG_TRY(read_values(c, &hosts, err));
    MLG_TRY(mlg_policy_cover_read(&c->cover, c->service, hosts,
                                  MLG_MARK("the territory has no place for a centre of consultations"), err));
    MLG_TRY(find_need(c, err));
    if (!(c->needed > 0))
        return mlg_fail(err, MLG_DATA,
                        "%s: the need is unknown: the study gives the ages of nobody, or rates are 0",
                        c->j->geopackage);
    MLG_TRY(mlg_policy_cover_choose(&c->cover, err));
    MLG_TRY(send_people(c, err));
    MLG_TRY(share_half_days(c, err));
    MLG_TRY(write_centres(c, err));
    MLG_TRY(mlg_policy_group_values(c->j, &c->cover.places, c->cover.before, c->cover.after,
                                    MLG_MARK("Share of people within reach of a centre of consultations, %"),
                                    err));
    sum_up(c);
    return MLG_OK;
}

mlg_status mlg_policy_consultations(mlg_policy_job *j, mlg_error *err)
{
    care c = { .j = j, .cover = { .j = j } };
    mlg_status st = work(&c, err);
    release(&c);
    return st;
}
