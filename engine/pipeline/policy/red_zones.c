/* Red zones: EPCI scored by public criteria, and the days of solidarity that come to the worst. */
#include "base/language.h"
#include "base/memory.h"
#include "pipeline/policy/criteria.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    mlg_policy_job *j;
    mlg_policy_ranking ranking;
    double share_pct;
    bool *red;              /* [areas] */
    double *before, *after; /* [communes]: score, and 100 in a red zone */
    int32_t count, scored;
    double people;
} zones;

/* The highest scores, up to the share of the areas that have one; areas of the same score as the last stay or go together. */
static mlg_status mark(zones *z, mlg_error *err)
{
    const mlg_policy_ranking *r = &z->ranking;
    MLG_TRY(MLG_NEW(&z->red, (size_t)r->areas.count, "areas", err));
    while (z->scored < r->areas.count && !isnan(r->score[r->order[z->scored]]))
        z->scored++;
    int32_t most = (int32_t)ceil(z->scored * fmin(z->share_pct, 100) / 100 - 1e-9);
    for (; z->count < z->scored; z->count++) {
        const int32_t area = r->order[z->count];
        const bool tied = z->count > 0 && r->score[area] == r->score[r->order[z->count - 1]];
        if (z->count >= most && !tied)
            break;
        z->red[area] = true;
        z->people += r->people[area];
    }
    return MLG_OK;
}

static mlg_status tell_communes(zones *z, mlg_error *err)
{
    mlg_policy_job *j = z->j;
    MLG_TRY(MLG_NEW(&z->before, (size_t)j->n, "communes", err));
    MLG_TRY(MLG_NEW(&z->after, (size_t)j->n, "communes", err));
    for (int32_t i = 0; i < j->n; i++) {
        int32_t area = z->ranking.areas.of[i];
        z->before[i] = z->ranking.score[area];
        z->after[i] = isnan(z->before[i]) ? (double)NAN : z->red[area] ? 100 : 0;
        j->places[i].side = z->red[area] ? MLG_SIDE_TAKES : MLG_SIDE_GIVES;
    }
    j->sides[0] = MLG_MARK("score");
    j->sides[1] = MLG_MARK("red zone, %");
    return mlg_policy_commune_values(
        j, z->before, z->after, MLG_MARK("Score of the area, from 0 to 100, and share of people in a red zone"),
        err);
}

static mlg_status sum_up(zones *z, mlg_error *err)
{
    mlg_policy_job *j = z->j;
    mlg_text_printf(&j->summary, mlg_tr("red zones: %d of %d areas, %.0f people; "), (int)z->count, (int)z->scored,
                    z->people);
    mlg_policy_say(j, "red_zones", z->count);
    mlg_policy_say(j, "scored_areas", z->scored);
    mlg_policy_say(j, "people_in_red_zones", z->people);
    MLG_TRY(tell_communes(z, err));
    MLG_TRY(mlg_policy_solidarity(j, err));
    return mlg_policy_say_ranking(j, &z->ranking, err);
}

mlg_status mlg_policy_red_zones(mlg_policy_job *j, mlg_error *err)
{
    zones z = { .j = j };
    mlg_status st;
    MLG_GO(mlg_policy_value(&z.share_pct, j, "red_pct", err));
    MLG_GO(mlg_policy_rank(&z.ranking, j, err));
    MLG_GO(mark(&z, err));
    st = sum_up(&z, err);
done:
    mlg_policy_ranking_release(&z.ranking);
    free(z.red);
    free(z.before);
    free(z.after);
    return st;
}
