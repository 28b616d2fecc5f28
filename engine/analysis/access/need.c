#include "analysis/access/need.h"

#include "analysis/access/two_step.h"
#include "analysis/common/input_check.h"
#include "base/memory.h"

#include <math.h>

static mlg_status check_input(const mlg_need_input *in, mlg_error *err)
{
    if (!(in->threshold > 0 && in->full_time > 0) || (in->minutes && !(in->limit_min > 0)))
        return mlg_fail(err, MLG_USAGE, "threshold %g, full time %g and limit %g min must be above 0",
                        in->threshold, in->full_time, in->limit_min);
    MLG_TRY(mlg_check_amounts("access of place", in->places, in->access, true, err));
    MLG_TRY(mlg_check_amounts("demand of place", in->places, in->demand, false, err));
    MLG_TRY(mlg_check_amounts("persons of place", in->places, in->persons, false, err));
    return in->minutes ? mlg_check_amounts("minutes of place", in->places, in->minutes, true, err) : MLG_OK;
}

/* Deficit of one place. */
static mlg_need need_of_place(const mlg_need_input *in, int32_t i)
{
    mlg_need need = { 0 };
    if (isnan(in->access[i])) {
        need.persons_unknown = in->persons[i];
    } else if (mlg_below_threshold(in->access[i], in->threshold)) {
        need.persons_below = in->persons[i];
        need.missing = in->demand[i] * (in->threshold - in->access[i]);
    }
    need.full_times = need.missing / in->full_time;
    if (in->minutes && !(in->minutes[i] <= in->limit_min))
        need.persons_far = in->persons[i];
    return need;
}

static void add(mlg_need *to, const mlg_need *need)
{
    to->persons_below += need->persons_below;
    to->missing += need->missing;
    to->full_times += need->full_times;
    to->persons_far += need->persons_far;
    to->persons_unknown += need->persons_unknown;
}

mlg_status mlg_need_of(mlg_need *all, double *missing, mlg_need *by, const int32_t *group, int32_t groups,
                       const mlg_need_input *input, mlg_error *err)
{
    *all = (mlg_need){ 0 };
    MLG_TRY(check_input(input, err));
    if (group)
        MLG_TRY(mlg_check_indices("group of place", input->places, group, groups, err));
    for (int32_t g = 0; g < groups; g++)
        by[g] = (mlg_need){ 0 };
    for (int32_t i = 0; i < input->places; i++) {
        mlg_need need = need_of_place(input, i);
        add(all, &need);
        if (group && group[i] >= 0)
            add(&by[group[i]], &need);
        if (missing)
            missing[i] = isnan(input->access[i]) ? (double)NAN : need.missing;
    }
    return MLG_OK;
}

/* ---- where to add it ---------------------------------------------------------------------------------------- */

typedef struct {
    const mlg_need_input *in;
    const mlg_decay *decay;
    const int32_t *group;
    int32_t groups;
    int32_t *lacking; /* [groups] places with a deficit */
    int32_t *reached; /* [groups] number of these reached by the current candidate */
    double *most;     /* [groups] amount needed at the current candidate */
    mlg_need_spot *spot;
    double *on_site;
} search;

static double lack(const mlg_need_input *in, int32_t i)
{
    bool below = in->demand[i] > 0 && mlg_below_threshold(in->access[i], in->threshold);
    return below ? in->threshold - in->access[i] : 0;
}

static void start(search *s)
{
    for (int32_t g = 0; g < s->groups; g++)
        s->spot[g] = (mlg_need_spot){ MLG_NOWHERE, 0 };
    for (int32_t i = 0; i < s->in->places; i++) {
        if (lack(s->in, i) > 0 && s->group[i] >= 0) {
            s->lacking[s->group[i]]++;
            s->spot[s->group[i]].amount = (double)NAN;
        }
        if (s->on_site)
            s->on_site[i] = lack(s->in, i) > 0 || isnan(s->in->access[i]) ? (double)NAN : 0;
    }
}

static double serve(const search *s, const mlg_row *row)
{
    double sum = 0;
    for (int32_t k = 0; k < row->count; k++)
        sum += mlg_decay_weight(s->decay, row->time_ds[k]) * s->in->demand[row->place[k]];
    return sum;
}

/* Amount needed at `j`, for each group of which it reaches some place. */
static void weigh(search *s, int32_t j, const mlg_row *row)
{
    double catchment = serve(s, row);
    for (int32_t k = 0; k < row->count; k++) {
        int32_t i = row->place[k], g = s->group[i];
        double weight = mlg_decay_weight(s->decay, row->time_ds[k]), missing = lack(s->in, i);
        if (!(weight > 0 && missing > 0))
            continue;
        double amount = missing * catchment / weight;
        if (i == j && s->on_site)
            s->on_site[i] = amount;
        if (g < 0)
            continue;
        s->reached[g]++;
        s->most[g] = fmax(s->most[g], amount);
    }
}

/* Keeps `j` for the groups that it reaches entirely at a lower amount, and resets the counts of the groups of the
 * row. */
static void keep_best(search *s, int32_t j, const mlg_row *row)
{
    for (int32_t k = 0; k < row->count; k++) {
        int32_t g = s->group[row->place[k]];
        if (g < 0 || s->reached[g] == 0)
            continue;
        bool all = s->reached[g] == s->lacking[g];
        if (all && !(s->spot[g].place != MLG_NOWHERE && s->spot[g].amount <= s->most[g]))
            s->spot[g] = (mlg_need_spot){ j, s->most[g] };
        s->reached[g] = 0;
        s->most[g] = 0;
    }
}

static mlg_status search_all(search *s, const mlg_travel *travel, const uint8_t *candidate, mlg_error *err)
{
    mlg_travel_scratch *scratch = NULL;
    int32_t *spot = NULL, n = 0;
    const int32_t limit_ds = mlg_decay_limit(s->decay);
    mlg_row row;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_travel_scratch_new(&scratch, travel, err));
    MLG_GO(MLG_NEW(&spot, (size_t)s->in->places, "spots", err));
    for (int32_t j = 0; j < s->in->places; j++)
        if (!candidate || candidate[j])
            spot[n++] = j;
    MLG_GO(mlg_travel_ahead(travel, spot, n, limit_ds, NULL, err));
    for (int32_t k = 0; k < n; k++) {
        MLG_GO(mlg_travel_row(travel, spot[k], limit_ds, scratch, &row, err));
        weigh(s, spot[k], &row);
        keep_best(s, spot[k], &row);
    }
done:
    free(spot);
    mlg_travel_scratch_free(scratch);
    return st;
}

mlg_status mlg_need_spots(mlg_need_spot *spot, double *on_site, const int32_t *group, int32_t groups,
                          const mlg_need_input *input, const mlg_travel *travel, const mlg_decay *decay,
                          const uint8_t *candidate, mlg_error *err)
{
    search s = { input, decay, group, groups, NULL, NULL, NULL, spot, on_site };
    mlg_status st = MLG_OK;
    MLG_TRY(check_input(input, err));
    MLG_TRY(mlg_check_indices("group of place", input->places, group, groups, err));
    MLG_GO(MLG_NEW(&s.lacking, (size_t)groups, "groups", err));
    MLG_GO(MLG_NEW(&s.reached, (size_t)groups, "groups", err));
    MLG_GO(MLG_NEW(&s.most, (size_t)groups, "groups", err));
    start(&s);
    st = search_all(&s, travel, candidate, err);
done:
    free(s.lacking);
    free(s.reached);
    free(s.most);
    return st;
}
