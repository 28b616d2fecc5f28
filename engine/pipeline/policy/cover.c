/* Sites to choose so that most of what people weigh is within reach of one. */
#include "pipeline/policy/cover.h"

#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

void mlg_policy_cover_release(mlg_policy_cover *c)
{
    mlg_places_release(&c->places);
    mlg_sparse_release(&c->reach);
    mlg_coverage_answer_release(&c->answer);
    free(c->sites.items);
    free(c->weight);
    free(c->cost);
    free(c->state);
    free(c->before);
    free(c->after);
}

/* ---- candidates -------------------------------------------------------------------------------------------------- */

static void mark_commune(bool *marked, const mlg_policy_cover *c, const char *code)
{
    int32_t commune = mlg_policy_find_commune(c->j, code);
    if (commune >= 0)
        marked[commune] = true;
}

/* Communes where no house stands, and whose code no house bears. */
static mlg_status add_communes(mlg_policy_cover *c, mlg_error *err)
{
    bool *taken = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&taken, (size_t)c->j->n, "communes", err));
    for (int32_t s = 0; s < c->sites.count; s++) {
        mark_commune(taken, c, c->sites.items[s].commune);
        mark_commune(taken, c, c->sites.items[s].code);
    }
    for (int32_t i = 0; i < c->j->n; i++) {
        int32_t place = mlg_places_find(&c->places, c->j->code[i]);
        if (place < 0 || taken[i])
            continue;
        const mlg_policy_site site = { .code = c->j->code[i],
                                       .label = c->j->label[i],
                                       .commune = c->j->code[i],
                                       .x = c->places.x_m[place],
                                       .y = c->places.y_m[place],
                                       .here = true,
                                       .centre = true,
                                       .kind = MLG_COVER_COMMUNE };
        MLG_GO(mlg_policy_add_site(&c->sites, &site, err));
    }
done:
    free(taken);
    return st;
}

static mlg_status make_room(mlg_policy_cover *c, mlg_error *err)
{
    size_t n = (size_t)c->places.count, m = (size_t)c->sites.count;
    MLG_TRY(MLG_NEW(&c->weight, n, "persons", err));
    MLG_TRY(MLG_NEW(&c->before, n, "coverage", err));
    MLG_TRY(MLG_NEW(&c->after, n, "coverage", err));
    MLG_TRY(MLG_NEW(&c->cost, m, "costs", err));
    MLG_TRY(MLG_NEW(&c->state, m, "sites", err));
    for (int32_t s = 0; s < c->sites.count; s++) {
        const mlg_policy_site *site = &c->sites.items[s];
        c->cost[s] = llround(fmin(c->each[site->kind], 1e12));
        c->state[s] = site->kind == MLG_COVER_EXISTING ? MLG_CANDIDATE_EXISTING
                      : site->here && site->commune    ? MLG_CANDIDATE_FREE
                                                       : MLG_CANDIDATE_FORBIDDEN;
    }
    return MLG_OK;
}

static bool has_candidate(const mlg_policy_cover *c)
{
    for (int32_t s = 0; s < c->sites.count; s++)
        if (c->sites.items[s].kind != MLG_COVER_EXISTING && c->sites.items[s].here && c->sites.items[s].commune)
            return true;
    return false;
}

mlg_status mlg_policy_cover_read(mlg_policy_cover *c, const char *existing, const char *hosts, const char *none,
                                 mlg_error *err)
{
    mlg_policy_job *j = c->j;
    MLG_TRY(mlg_places_read(&c->places, &j->study, err));
    MLG_TRY(mlg_policy_add_sites(&c->sites, j, existing, MLG_COVER_EXISTING, err));
    MLG_TRY(mlg_policy_add_sites(&c->sites, j, hosts, MLG_COVER_HOST, err));
    if (c->each[MLG_COVER_COMMUNE] > 0)
        MLG_TRY(add_communes(c, err));
    if (!has_candidate(c))
        return mlg_fail(err, MLG_DATA, "%s: %s", j->geopackage, mlg_tr(none));
    MLG_TRY(mlg_policy_reach_of(&c->reach, j, &c->places, &c->sites, c->minutes, false, err));
    return make_room(c, err);
}

/* ---- the choice -------------------------------------------------------------------------------------------------- */

static void cover(const mlg_policy_cover *c, double *covered, int32_t site)
{
    for (int64_t a = c->reach.start[site]; a < c->reach.start[site + 1]; a++)
        covered[c->reach.column[a]] = 100;
}

/* Adds `step` to the times that each place is covered; false where it would leave somebody without any. */
static bool count_cover(const mlg_policy_cover *c, int32_t *times, int32_t site, int32_t step)
{
    for (int64_t a = c->reach.start[site]; step < 0 && a < c->reach.start[site + 1]; a++)
        if (c->weight[c->reach.column[a]] > 0 && times[c->reach.column[a]] + step < 1)
            return false;
    for (int64_t a = c->reach.start[site]; a < c->reach.start[site + 1]; a++)
        times[c->reach.column[a]] += step;
    return true;
}

/* Leaves out the sites without which as many people are covered: a budget need not be spent. */
static mlg_status drop_idle(mlg_policy_cover *c, mlg_error *err)
{
    mlg_coverage_answer *a = &c->answer;
    int32_t *times = NULL, kept = 0;
    MLG_TRY(MLG_NEW(&times, (size_t)c->places.count, "coverage", err));
    for (int32_t s = 0; s < c->sites.count; s++)
        if (c->sites.items[s].kind == MLG_COVER_EXISTING)
            count_cover(c, times, s, 1);
    for (int32_t k = 0; k < a->n_chosen; k++)
        count_cover(c, times, a->chosen[k], 1);
    for (int32_t k = 0; k < a->n_chosen; k++) {
        if (count_cover(c, times, a->chosen[k], -1))
            a->spent -= c->cost[a->chosen[k]];
        else
            a->chosen[kept++] = a->chosen[k];
    }
    a->n_chosen = kept;
    free(times);
    return MLG_OK;
}

mlg_status mlg_policy_cover_choose(mlg_policy_cover *c, mlg_error *err)
{
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    const mlg_coverage_problem p = { .base = { .n_demand = c->places.count,
                                               .weight = c->weight,
                                               .n_candidates = c->sites.count,
                                               .row_start = c->reach.start,
                                               .row_demand = c->reach.column,
                                               .row_cost = c->reach.value,
                                               .state = c->state,
                                               .sites = -1 },
                                     .limit_s = (int32_t)floor(c->minutes * 60 + 1e-9),
                                     .first = 1,
                                     .worst_s = -1,
                                     .cost = c->cost,
                                     .budget = llround(fmin(c->budget, 1e15)) };
    MLG_TRY(mlg_siting_coverage(&c->answer, &p, &options, err));
    MLG_TRY(drop_idle(c, err));
    for (int32_t s = 0; s < c->sites.count; s++)
        if (c->sites.items[s].kind == MLG_COVER_EXISTING) {
            cover(c, c->before, s);
            cover(c, c->after, s);
        }
    for (int32_t k = 0; k < c->answer.n_chosen; k++)
        cover(c, c->after, c->answer.chosen[k]);
    return MLG_OK;
}

/* ---- what is said ------------------------------------------------------------------------------------------------- */

mlg_status mlg_policy_cover_open(const mlg_policy_cover *c, const char *service, int32_t s, const char *reason,
                                 mlg_error *err)
{
    const mlg_policy_site *site = &c->sites.items[s];
    mlg_policy_item(c->j, "sites", site->label);
    mlg_policy_item_word(c->j, "open", service);
    mlg_policy_item_text(c->j, "commune", site->commune);
    MLG_TRY(mlg_policy_item_point(c->j, site, err));
    mlg_policy_item_text(c->j, "name", site->label);
    mlg_policy_item_end(c->j, reason);
    return MLG_OK;
}

void mlg_policy_cover_say_bound(const mlg_policy_cover *c, double whole)
{
    const mlg_outcome *outcome = &c->answer.outcome;
    if (outcome->proved)
        mlg_text_add(&c->j->summary, mlg_tr("no other choice covers more, which is proved"));
    else
        mlg_text_printf(&c->j->summary, mlg_tr("no choice covers more than %.1f %%"),
                        100 * outcome->bound / whole);
}
