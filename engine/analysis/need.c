#include "analysis/need.h"

#include "analysis/access.h"
#include "analysis/check.h"

#include <math.h>

static mlg_status check_input(const mlg_need_input *in, mlg_error *err)
{
    if (!(in->threshold > 0 && in->full_time > 0) || (in->minutes && !(in->limit_min > 0)))
        return mlg_fail(err, MLG_USAGE, "threshold %g, full time %g and limit %g min must be above 0", in->threshold,
                        in->full_time, in->limit_min);
    MLG_TRY(mlg_check_amounts("access of place", in->places, in->access, true, err));
    MLG_TRY(mlg_check_amounts("demand of place", in->places, in->demand, false, err));
    MLG_TRY(mlg_check_amounts("persons of place", in->places, in->persons, false, err));
    return in->minutes ? mlg_check_amounts("minutes of place", in->places, in->minutes, true, err) : MLG_OK;
}

/* What one place lacks. */
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
