/* A zoning by weighted criteria up to the ceilings of the people classed. */
#include "base/language.h"
#include "base/memory.h"
#include "pipeline/policy/criteria.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ZIP, ZAC, REST, CLASSES };

static const char *const class_name[CLASSES] = { "ZIP", "ZAC", "HZ" };

typedef struct {
    mlg_policy_job *j;
    mlg_policy_ranking ranking;
    double ceiling[CLASSES]; /* percent of the people; of the rest, none */
    double total;            /* persons of all areas */
    int *class;              /* [areas]; -1: no score, left as it is */
    int32_t *rank;           /* [areas] from 1 */
    double people[CLASSES];
    int32_t areas[CLASSES];
    double *before, *after; /* [communes]: 100 in ZIP */
} zoning;

/* Areas of the same score as that at `first` in the ranking. */
static int32_t end_of_ties(const mlg_policy_ranking *r, int32_t first)
{
    int32_t end = first + 1;
    while (end < r->areas.count && r->score[r->order[end]] == r->score[r->order[first]])
        end++;
    return end;
}

/* Those that tie go together. */
static void put_in_class(zoning *z, int *class, int32_t first, int32_t end)
{
    const mlg_policy_ranking *r = &z->ranking;
    double people = 0;
    for (int32_t k = first; k < end; k++)
        people += r->people[r->order[k]];
    while (*class < REST && z->people[*class] + people > z->total * z->ceiling[*class] / 100 + 1e-6)
        ++*class;
    for (int32_t k = first; k < end; k++) {
        z->class[r->order[k]] = *class;
        z->rank[r->order[k]] = first + 1;
    }
    z->people[*class] += people;
    z->areas[*class] += end - first;
}

/* The highest scores first; the first that would pass the ceiling of a class opens the next one. */
static mlg_status cut(zoning *z, mlg_error *err)
{
    const mlg_policy_ranking *r = &z->ranking;
    int class = ZIP;
    MLG_TRY(MLG_NEW(&z->class, (size_t)r->areas.count, "areas", err));
    MLG_TRY(MLG_NEW(&z->rank, (size_t)r->areas.count, "areas", err));
    for (int32_t a = 0; a < r->areas.count; a++) {
        z->class[a] = -1;
        z->total += r->people[a];
    }
    for (int32_t k = 0, end; k < r->areas.count && !isnan(r->score[r->order[k]]); k = end) {
        end = end_of_ties(r, k);
        put_in_class(z, &class, k, end);
    }
    return MLG_OK;
}

static void write_one(zoning *z, int32_t area, const char *level, const char *code, const char *label)
{
    char reason[120];
    if (z->class[area] < 0)
        return;
    snprintf(reason, sizeof reason, "critères pondérés : score %.1f, rang %d", z->ranking.score[area],
             (int)z->rank[area]);
    mlg_policy_item(z->j, "zoning", label);
    mlg_policy_item_text(z->j, level, code);
    mlg_policy_item_word(z->j, "class", class_name[z->class[area]]);
    mlg_policy_item_reason(z->j, reason);
}

/* A zoning knows territories and communes: areas of another mesh are written as their communes. */
static mlg_status write_areas(zoning *z, mlg_error *err)
{
    const mlg_policy_areas *areas = &z->ranking.areas;
    const char *mesh;
    MLG_TRY(mlg_policy_word(&mesh, z->j, "mesh", err));
    const bool whole = strcmp(mesh, "tvs") == 0;
    for (int32_t k = 0; whole && k < areas->count; k++) {
        int32_t a = z->ranking.order[k];
        write_one(z, a, "tvs", areas->items[a].code, areas->items[a].label);
    }
    for (int32_t i = 0; !whole && i < z->j->n; i++)
        write_one(z, areas->of[i], "commune", z->j->code[i], z->j->label[i]);
    return MLG_OK;
}

static mlg_status tell_communes(zoning *z, mlg_error *err)
{
    mlg_policy_job *j = z->j;
    MLG_TRY(MLG_NEW(&z->before, (size_t)j->n, "communes", err));
    MLG_TRY(MLG_NEW(&z->after, (size_t)j->n, "communes", err));
    for (int32_t i = 0; i < j->n; i++) {
        int class = z->class[z->ranking.areas.of[i]];
        z->before[i] = 100 * z->ranking.in_zip[i];
        z->after[i] = class < 0 ? (double)NAN : class == ZIP ? 100 : 0;
    }
    return mlg_policy_commune_values(j, z->before, z->after, MLG_MARK("Share of people in ZIP, %"), err);
}

static mlg_status sum_up(zoning *z, mlg_error *err)
{
    mlg_policy_job *j = z->j;
    mlg_text_printf(
        &j->summary,
        mlg_tr("areas in ZIP: %d, %.1f %% of the people for a ceiling of %g; in ZAC: %d, %.1f %% for a "
               "ceiling of %g; in neither: %d"),
        (int)z->areas[ZIP], 100 * z->people[ZIP] / z->total, z->ceiling[ZIP], (int)z->areas[ZAC],
        100 * z->people[ZAC] / z->total, z->ceiling[ZAC], (int)z->areas[REST]);
    mlg_policy_say(j, "people", z->total);
    mlg_policy_say(j, "people_zip", z->people[ZIP]);
    mlg_policy_say(j, "people_zac", z->people[ZAC]);
    mlg_policy_say(j, "areas_zip", z->areas[ZIP]);
    mlg_policy_say(j, "areas_zac", z->areas[ZAC]);
    mlg_policy_say(j, "areas_rest", z->areas[REST]);
    MLG_TRY(tell_communes(z, err));
    return mlg_policy_say_ranking(j, &z->ranking, err);
}

mlg_status mlg_policy_ceiling(mlg_policy_job *j, mlg_error *err)
{
    zoning z = { .j = j };
    mlg_status st;
    MLG_GO(mlg_policy_value(&z.ceiling[ZIP], j, "zip_pct", err));
    MLG_GO(mlg_policy_value(&z.ceiling[ZAC], j, "zac_pct", err));
    MLG_GO(mlg_policy_rank(&z.ranking, j, err));
    MLG_GO(cut(&z, err));
    MLG_GO(write_areas(&z, err));
    j->force = true; /* a zoning by criteria departs from the national selection by APL */
    st = sum_up(&z, err);
done:
    mlg_policy_ranking_release(&z.ranking);
    free(z.class);
    free(z.rank);
    free(z.before);
    free(z.after);
    return st;
}
