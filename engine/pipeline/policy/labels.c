/* Houses to label France Santé with a budget, and cabins of teleconsultation: sites so that most people are near one. */
#include "analysis/access/two_step.h"
#include "base/language.h"
#include "pipeline/policy/cover.h"

#include <math.h>

typedef struct {
    mlg_policy_job *j;
    bool cabins;
    double acts, weight_pct; /* of a cabin: consultations a year, and what one counts for */
    double target;           /* people under the threshold, of cabins */
    const char *service;     /* category of labelled houses, and the service that offers them */
    mlg_policy_cover cover;
} labels;

/* ---- candidates -------------------------------------------------------------------------------------------------- */

static mlg_status read_houses(labels *l, const char **houses, mlg_error *err)
{
    MLG_TRY(mlg_policy_word(&l->service, l->j, "labelled", err));
    MLG_TRY(mlg_policy_word(houses, l->j, "houses", err));
    MLG_TRY(mlg_policy_value(&l->cover.budget, l->j, "budget_eur", err));
    MLG_TRY(mlg_policy_value(&l->cover.each[MLG_COVER_HOST], l->j, "label_eur", err));
    return mlg_policy_value(&l->cover.each[MLG_COVER_COMMUNE], l->j, "opening_eur", err);
}

/* A cabin costs one, wherever it stands. */
static mlg_status read_cabins(labels *l, const char **hosts, mlg_error *err)
{
    l->cover.each[MLG_COVER_HOST] = l->cover.each[MLG_COVER_COMMUNE] = 1;
    MLG_TRY(mlg_policy_word(&l->service, l->j, "installed", err));
    MLG_TRY(mlg_policy_word(hosts, l->j, "hosts", err));
    MLG_TRY(mlg_policy_value(&l->cover.budget, l->j, "cabins", err));
    MLG_TRY(mlg_policy_value(&l->acts, l->j, "acts_a_cabin", err));
    return mlg_policy_value(&l->weight_pct, l->j, "weight_pct", err);
}

/* Cabins are for the people of communes under the threshold; where the APL is unknown, for nobody. */
static mlg_status keep_under_threshold(labels *l, mlg_error *err)
{
    const mlg_places *places = &l->cover.places;
    for (int32_t i = 0; i < places->count; i++) {
        int32_t commune = mlg_policy_find_commune(l->j, places->code[places->commune[i]]);
        if (commune < 0 || !mlg_below_threshold(l->j->places[commune].apl, l->j->threshold))
            l->cover.weight[i] = 0;
        l->target += (double)l->cover.weight[i];
    }
    return l->target > 0
               ? MLG_OK
               : mlg_fail(err, MLG_DATA, "%s: nobody lives in a commune whose APL is known to be under %g",
                          l->j->geopackage, l->j->threshold);
}

static mlg_status read_all(labels *l, mlg_error *err)
{
    const char *houses = "";
    MLG_TRY(l->cabins ? read_cabins(l, &houses, err) : read_houses(l, &houses, err));
    MLG_TRY(mlg_policy_value(&l->cover.minutes, l->j, "minutes", err));
    mlg_status st =
        mlg_policy_cover_read(&l->cover, l->service, houses, MLG_MARK("the territory has no house to label"), err);
    if (st == MLG_DATA)
        mlg_hint(err,
                 "categories of facilities looked at: %s; with 'opening_eur' above 0, communes without one too",
                 houses);
    MLG_TRY(st);
    mlg_places_whole_persons(&l->cover.places, l->cover.weight);
    return l->cabins ? keep_under_threshold(l, err) : MLG_OK;
}

/* ---- what is said ------------------------------------------------------------------------------------------------ */

static mlg_status write_cabin(labels *l, int32_t s, mlg_error *err)
{
    const mlg_policy_site *site = &l->cover.sites.items[s];
    mlg_policy_item(l->j, "supply", site->label);
    mlg_policy_item_text(l->j, "commune", site->commune);
    mlg_policy_item_number(l->j, "acts", l->acts * l->weight_pct / 100, 2);
    mlg_policy_item_end(l->j, NULL);
    return mlg_text_status(&l->j->items, err);
}

static mlg_status tell(labels *l, mlg_error *err)
{
    mlg_policy_job *j = l->j;
    const mlg_coverage_answer *a = &l->cover.answer;
    for (int32_t k = 0; k < a->n_chosen; k++)
        MLG_TRY(l->cabins ? write_cabin(l, a->chosen[k], err)
                          : mlg_policy_cover_open(&l->cover, l->service, a->chosen[k], NULL, err));
    MLG_TRY(mlg_policy_group_values(j, &l->cover.places, l->cover.before, l->cover.after,
                                    l->cabins ? MLG_MARK("Share of people within reach of a cabin, %")
                                              : MLG_MARK("Share of people within reach of a labelled house, %"),
                                    err));
    mlg_policy_say(j, "minutes", l->cover.minutes);
    mlg_policy_say(j, "covered_before", (double)a->before);
    mlg_policy_say(j, "covered", (double)a->objective);
    mlg_policy_say(j, l->cabins ? "cabins" : "spent_eur", (double)a->spent);
    mlg_policy_say(j, l->cabins ? "cabins_most" : "budget_eur", l->cover.budget);
    mlg_policy_say_outcome(j, &a->outcome);
    return MLG_OK;
}

static void sum_up(labels *l)
{
    const mlg_policy_cover *c = &l->cover;
    const mlg_coverage_answer *a = &c->answer;
    const mlg_policy_group *all = mlg_policy_everybody(l->j);
    double people = l->cabins ? l->target : all ? all->people : (double)NAN;
    if (l->cabins)
        mlg_text_printf(
            &l->j->summary,
            mlg_tr("cabins to place: %d of %.0f, %.0f consultations a year of which each counts for %g %%; "
                   "%.1f %% of the %.0f people under %g within %g minutes of a cabin, %.1f %% before; "),
            (int)a->n_chosen, c->budget, l->acts * a->n_chosen, l->weight_pct, 100 * (double)a->objective / people,
            people, l->j->threshold, c->minutes, 100 * (double)a->before / people);
    else
        mlg_text_printf(
            &l->j->summary,
            mlg_tr("houses to label: %d, for %.0f euros of %.0f; %.1f %% of people within %g minutes of a "
                   "labelled house, %.1f %% before; "),
            (int)a->n_chosen, (double)a->spent, c->budget, 100 * (double)a->objective / people, c->minutes,
            100 * (double)a->before / people);
    mlg_policy_cover_say_bound(c, people);
}

static mlg_status decide(mlg_policy_job *j, bool cabins, mlg_error *err)
{
    labels l = { .j = j, .cabins = cabins, .cover = { .j = j } };
    mlg_status st;
    MLG_GO(read_all(&l, err));
    MLG_GO(mlg_policy_cover_choose(&l.cover, err));
    MLG_GO(tell(&l, err));
    sum_up(&l);
done:
    mlg_policy_cover_release(&l.cover);
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
