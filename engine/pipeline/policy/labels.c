/* Sites to choose so that most people are near one: houses to label France Santé with a budget, cabins of teleconsultation. */
#include "analysis/access/two_step.h"
#include "analysis/siting/coverage/variants.h"
#include "base/language.h"
#include "base/memory.h"
#include "pipeline/policy/reach.h"

#include <math.h>
#include <stdlib.h>

enum { LABELLED, HOUSE, COMMUNE };

typedef struct {
    mlg_policy_job *j;
    bool cabins;
    double acts, weight_pct;         /* of a cabin: consultations a year, and what one counts for */
    double target;                   /* people under the threshold, of cabins */
    const char *service;             /* category of labelled houses, and the service that offers them */
    double minutes, budget, each[3]; /* euros, by kind */
    mlg_places places;
    mlg_policy_sites sites;
    mlg_sparse_rows reach;
    int64_t *people, *cost;
    uint8_t *state;
    double *before, *after; /* 100 within reach of a labelled house, else 0 */
} labels;

static void release(labels *l)
{
    mlg_places_release(&l->places);
    mlg_sparse_release(&l->reach);
    free(l->sites.items);
    free(l->people);
    free(l->cost);
    free(l->state);
    free(l->before);
    free(l->after);
}

/* ---- candidates -------------------------------------------------------------------------------------------------- */

static void mark_commune(bool *marked, const labels *l, const char *code)
{
    int32_t commune = mlg_policy_find_commune(l->j, code);
    if (commune >= 0)
        marked[commune] = true;
}

/* Communes where no house stands, and whose code no house bears. */
static mlg_status add_communes(labels *l, mlg_error *err)
{
    bool *taken = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&taken, (size_t)l->j->n, "communes", err));
    for (int32_t s = 0; s < l->sites.count; s++) {
        mark_commune(taken, l, l->sites.items[s].commune);
        mark_commune(taken, l, l->sites.items[s].code);
    }
    for (int32_t i = 0; i < l->j->n; i++) {
        int32_t place = mlg_places_find(&l->places, l->j->code[i]);
        if (place < 0 || taken[i])
            continue;
        const mlg_policy_site site = { .code = l->j->code[i],
                                       .label = l->j->label[i],
                                       .commune = l->j->code[i],
                                       .x = l->places.x_m[place],
                                       .y = l->places.y_m[place],
                                       .here = true,
                                       .centre = true,
                                       .kind = COMMUNE };
        MLG_GO(mlg_policy_add_site(&l->sites, &site, err));
    }
done:
    free(taken);
    return st;
}

static mlg_status read_houses(labels *l, const char **houses, mlg_error *err)
{
    MLG_TRY(mlg_policy_word(&l->service, l->j, "labelled", err));
    MLG_TRY(mlg_policy_word(houses, l->j, "houses", err));
    MLG_TRY(mlg_policy_value(&l->budget, l->j, "budget_eur", err));
    MLG_TRY(mlg_policy_value(&l->each[HOUSE], l->j, "label_eur", err));
    return mlg_policy_value(&l->each[COMMUNE], l->j, "opening_eur", err);
}

/* A cabin costs one, wherever it stands. */
static mlg_status read_cabins(labels *l, const char **hosts, mlg_error *err)
{
    l->each[HOUSE] = l->each[COMMUNE] = 1;
    MLG_TRY(mlg_policy_word(&l->service, l->j, "installed", err));
    MLG_TRY(mlg_policy_word(hosts, l->j, "hosts", err));
    MLG_TRY(mlg_policy_value(&l->budget, l->j, "cabins", err));
    MLG_TRY(mlg_policy_value(&l->acts, l->j, "acts_a_cabin", err));
    return mlg_policy_value(&l->weight_pct, l->j, "weight_pct", err);
}

static mlg_status find_sites(labels *l, mlg_error *err)
{
    const char *houses;
    MLG_TRY(l->cabins ? read_cabins(l, &houses, err) : read_houses(l, &houses, err));
    MLG_TRY(mlg_policy_value(&l->minutes, l->j, "minutes", err));
    MLG_TRY(mlg_policy_add_sites(&l->sites, l->j, l->service, LABELLED, err));
    MLG_TRY(mlg_policy_add_sites(&l->sites, l->j, houses, HOUSE, err));
    if (l->each[COMMUNE] > 0)
        MLG_TRY(add_communes(l, err));
    for (int32_t s = 0; s < l->sites.count; s++)
        if (l->sites.items[s].kind != LABELLED && l->sites.items[s].here && l->sites.items[s].commune)
            return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_DATA, "%s: the territory has no house to label", l->j->geopackage);
    mlg_hint(err, "categories of facilities looked at: %s; with 'opening_eur' above 0, communes without one too",
             houses);
    return st;
}

/* ---- the choice -------------------------------------------------------------------------------------------------- */

/* Cabins are for the people of communes under the threshold; where the APL is unknown, for nobody. */
static mlg_status keep_under_threshold(labels *l, mlg_error *err)
{
    for (int32_t i = 0; i < l->places.count; i++) {
        int32_t commune = mlg_policy_find_commune(l->j, l->places.code[l->places.commune[i]]);
        if (commune < 0 || !mlg_below_threshold(l->j->places[commune].apl, l->j->threshold))
            l->people[i] = 0;
        l->target += (double)l->people[i];
    }
    return l->target > 0
               ? MLG_OK
               : mlg_fail(err, MLG_DATA, "%s: nobody lives in a commune whose APL is known to be under %g",
                          l->j->geopackage, l->j->threshold);
}

static mlg_status state_problem(labels *l, mlg_error *err)
{
    size_t n = (size_t)l->places.count, m = (size_t)l->sites.count;
    MLG_TRY(MLG_NEW(&l->people, n, "persons", err));
    MLG_TRY(MLG_NEW(&l->before, n, "coverage", err));
    MLG_TRY(MLG_NEW(&l->after, n, "coverage", err));
    MLG_TRY(MLG_NEW(&l->cost, m, "costs", err));
    MLG_TRY(MLG_NEW(&l->state, m, "sites", err));
    mlg_places_whole_persons(&l->places, l->people);
    if (l->cabins)
        MLG_TRY(keep_under_threshold(l, err));
    for (int32_t s = 0; s < l->sites.count; s++) {
        const mlg_policy_site *site = &l->sites.items[s];
        l->cost[s] = llround(fmin(l->each[site->kind], 1e12));
        l->state[s] = site->kind == LABELLED        ? MLG_CANDIDATE_EXISTING
                      : site->here && site->commune ? MLG_CANDIDATE_FREE
                                                    : MLG_CANDIDATE_FORBIDDEN;
    }
    return MLG_OK;
}

static void cover(const labels *l, double *covered, int32_t site)
{
    for (int64_t a = l->reach.start[site]; a < l->reach.start[site + 1]; a++)
        covered[l->reach.column[a]] = 100;
}

static mlg_status write_site(labels *l, int32_t s, mlg_error *err)
{
    const mlg_policy_site *site = &l->sites.items[s];
    mlg_policy_item(l->j, "sites", site->label);
    mlg_policy_item_word(l->j, "open", l->service);
    mlg_policy_item_text(l->j, "commune", site->commune);
    MLG_TRY(mlg_policy_item_point(l->j, site, err));
    mlg_policy_item_text(l->j, "name", site->label);
    mlg_policy_item_end(l->j, NULL);
    return MLG_OK;
}

static mlg_status write_cabin(labels *l, int32_t s, mlg_error *err)
{
    const mlg_policy_site *site = &l->sites.items[s];
    mlg_policy_item(l->j, "supply", site->label);
    mlg_policy_item_text(l->j, "commune", site->commune);
    mlg_policy_item_number(l->j, "acts", l->acts * l->weight_pct / 100, 2);
    mlg_policy_item_end(l->j, NULL);
    return mlg_text_status(&l->j->items, err);
}

/* Adds `step` to the times that each place is covered; false where it would leave somebody without any. */
static bool count_cover(const labels *l, int32_t *times, int32_t site, int32_t step)
{
    for (int64_t a = l->reach.start[site]; step < 0 && a < l->reach.start[site + 1]; a++)
        if (l->people[l->reach.column[a]] > 0 && times[l->reach.column[a]] + step < 1)
            return false;
    for (int64_t a = l->reach.start[site]; a < l->reach.start[site + 1]; a++)
        times[l->reach.column[a]] += step;
    return true;
}

/* Leaves out the sites without which as many people are covered: a budget need not be spent. */
static mlg_status drop_idle(labels *l, mlg_coverage_answer *a, mlg_error *err)
{
    int32_t *times = NULL, kept = 0;
    MLG_TRY(MLG_NEW(&times, (size_t)l->places.count, "coverage", err));
    for (int32_t s = 0; s < l->sites.count; s++)
        if (l->sites.items[s].kind == LABELLED)
            count_cover(l, times, s, 1);
    for (int32_t k = 0; k < a->n_chosen; k++)
        count_cover(l, times, a->chosen[k], 1);
    for (int32_t k = 0; k < a->n_chosen; k++) {
        if (count_cover(l, times, a->chosen[k], -1))
            a->spent -= l->cost[a->chosen[k]];
        else
            a->chosen[kept++] = a->chosen[k];
    }
    a->n_chosen = kept;
    free(times);
    return MLG_OK;
}

static mlg_status take(labels *l, const mlg_coverage_answer *a, mlg_error *err)
{
    mlg_policy_job *j = l->j;
    for (int32_t s = 0; s < l->sites.count; s++)
        if (l->sites.items[s].kind == LABELLED) {
            cover(l, l->before, s);
            cover(l, l->after, s);
        }
    for (int32_t k = 0; k < a->n_chosen; k++) {
        cover(l, l->after, a->chosen[k]);
        MLG_TRY(l->cabins ? write_cabin(l, a->chosen[k], err) : write_site(l, a->chosen[k], err));
    }
    MLG_TRY(mlg_policy_group_values(j, &l->places, l->before, l->after,
                                    l->cabins ? MLG_MARK("Share of people within reach of a cabin, %")
                                              : MLG_MARK("Share of people within reach of a labelled house, %"),
                                    err));
    mlg_policy_say(j, "minutes", l->minutes);
    mlg_policy_say(j, "covered_before", (double)a->before);
    mlg_policy_say(j, "covered", (double)a->objective);
    mlg_policy_say(j, l->cabins ? "cabins" : "spent_eur", (double)a->spent);
    mlg_policy_say(j, l->cabins ? "cabins_most" : "budget_eur", l->budget);
    mlg_policy_say_outcome(j, &a->outcome);
    return MLG_OK;
}

static void sum_up(labels *l, const mlg_coverage_answer *a)
{
    const mlg_policy_group *all = mlg_policy_everybody(l->j);
    double people = l->cabins ? l->target : all ? all->people : (double)NAN;
    if (l->cabins)
        mlg_text_printf(
            &l->j->summary,
            mlg_tr("cabins to place: %d of %.0f, %.0f consultations a year of which each counts for %g %%; "
                   "%.1f %% of the %.0f people under %g within %g minutes of a cabin, %.1f %% before; "),
            (int)a->n_chosen, l->budget, l->acts * a->n_chosen, l->weight_pct, 100 * (double)a->objective / people,
            people, l->j->threshold, l->minutes, 100 * (double)a->before / people);
    else
        mlg_text_printf(
            &l->j->summary,
            mlg_tr("houses to label: %d, for %.0f euros of %.0f; %.1f %% of people within %g minutes of a "
                   "labelled house, %.1f %% before; "),
            (int)a->n_chosen, (double)a->spent, l->budget, 100 * (double)a->objective / people, l->minutes,
            100 * (double)a->before / people);
    if (a->outcome.proved)
        mlg_text_add(&l->j->summary, mlg_tr("no other choice covers more, which is proved"));
    else
        mlg_text_printf(&l->j->summary, mlg_tr("no choice covers more than %.1f %%"),
                        100 * a->outcome.bound / people);
}

static mlg_status choose(labels *l, mlg_coverage_answer *a, mlg_error *err)
{
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    const mlg_coverage_problem p = { .base = { .n_demand = l->places.count,
                                               .weight = l->people,
                                               .n_candidates = l->sites.count,
                                               .row_start = l->reach.start,
                                               .row_demand = l->reach.column,
                                               .row_time_s = l->reach.value,
                                               .state = l->state,
                                               .sites = -1 },
                                     .limit_s = (int32_t)floor(l->minutes * 60 + 1e-9),
                                     .first = 1,
                                     .worst_s = -1,
                                     .cost = l->cost,
                                     .budget = llround(fmin(l->budget, 1e15)) };
    return mlg_siting_coverage(a, &p, &options, err);
}

static mlg_status decide(mlg_policy_job *j, bool cabins, mlg_error *err)
{
    labels l = { .j = j, .cabins = cabins };
    mlg_coverage_answer a = { 0 };
    mlg_status st;
    MLG_GO(mlg_places_read(&l.places, &j->study, err));
    MLG_GO(find_sites(&l, err));
    MLG_GO(mlg_policy_reach_of(&l.reach, j, &l.places, &l.sites, l.minutes, false, err));
    MLG_GO(state_problem(&l, err));
    MLG_GO(choose(&l, &a, err));
    MLG_GO(drop_idle(&l, &a, err));
    MLG_GO(take(&l, &a, err));
    sum_up(&l, &a);
done:
    mlg_coverage_answer_release(&a);
    release(&l);
    return st;
}

mlg_status mlg_policy_labels(mlg_policy_job *j, mlg_error *err)
{
    return decide(j, false, err);
}

mlg_status mlg_policy_cabins(mlg_policy_job *j, mlg_error *err)
{
    return decide(j, true, err);
}
