#include "analysis/access/retirement.h"

#include "analysis/access/change.h"
#include "base/memory.h"
#include "base/naming.h"

#include <math.h>

static double stay_of_structure(const mlg_retirement *rule, int32_t years)
{
    double stay = 0;
    for (int32_t a = 0; a < MLG_AGES; a++)
        if (rule->structure[a] > 0)
            stay += rule->structure[a] * mlg_stay(rule, a, years);
    return stay;
}

double mlg_stay(const mlg_retirement *rule, int32_t age, int32_t years)
{
    double stay = 1;
    if (age == MLG_AGE_UNKNOWN)
        return rule->structure ? stay_of_structure(rule, years) : 1;
    if (rule->age_limit != MLG_AGE_ANY && age + years > rule->age_limit)
        return 0;
    for (int32_t u = 1; rule->leave && u <= years; u++)
        stay *= 1 - rule->leave[age + u < MLG_AGES ? age + u : MLG_AGES - 1];
    return stay;
}

static mlg_status check_structure(const double *share, mlg_error *err)
{
    double sum = 0;
    for (int32_t a = 0; a < MLG_AGES; a++) {
        if (!(share[a] >= 0))
            return mlg_fail(err, MLG_USAGE, "the share of doctors of %d is %g", a, share[a]);
        sum += share[a];
    }
    if (!(fabs(sum - 1) <= 1e-9))
        return mlg_fail(err, MLG_USAGE, "shares of doctors by age sum to %g; 1 is needed", sum);
    return MLG_OK;
}

static mlg_status check_rule(const mlg_retirement *rule, int32_t years, mlg_error *err)
{
    if (years < 0)
        return mlg_fail(err, MLG_USAGE, "supply after %d years; the number of years cannot be negative", years);
    if (rule->age_limit < 0)
        return mlg_fail(err, MLG_USAGE, "the age limit of doctors is %d; it cannot be negative", rule->age_limit);
    for (int32_t a = 0; rule->leave && a < MLG_AGES; a++)
        if (!(rule->leave[a] >= 0 && rule->leave[a] <= 1))
            return mlg_fail(err, MLG_USAGE, "probability of leaving at age %d is %g; it must be between 0 and 1",
                            a, rule->leave[a]);
    if (!(rule->replaced >= 0 && rule->replaced <= 1))
        return mlg_fail(err, MLG_USAGE, "a share of %g is replaced; shares go from 0 to 1", rule->replaced);
    return rule->structure ? check_structure(rule->structure, err) : MLG_OK;
}

static mlg_status check_moves(int32_t moves, const mlg_move *move, int32_t places, mlg_error *err)
{
    for (int32_t k = 0; k < moves; k++) {
        if (move[k].place < 0 || move[k].place >= places)
            return mlg_fail(err, MLG_INPUT, "move %d is at place %d; there are %d", k, move[k].place, places);
        if (!isfinite(move[k].acts))
            return mlg_fail(err, MLG_INPUT, "move %d has %g acts a year", k, move[k].acts);
    }
    return MLG_OK;
}

/* Arrivals first, so that the result does not depend on the order of an arrival and a departure in the same
 * year. */
static double make_moves(int32_t moves, const mlg_move *move, int32_t years, double *supply)
{
    double moved = 0;
    for (int32_t k = 0; k < moves; k++)
        if (move[k].year <= years && move[k].acts > 0) {
            supply[move[k].place] += move[k].acts;
            moved += move[k].acts;
        }
    for (int32_t k = 0; k < moves; k++)
        if (move[k].year <= years && move[k].acts < 0) {
            double taken = fmin(-move[k].acts, supply[move[k].place]);
            supply[move[k].place] -= taken;
            moved -= taken;
        }
    return moved;
}

static double sum_of(int32_t count, const double *value)
{
    double sum = 0;
    for (int32_t i = 0; i < count; i++)
        sum += value[i];
    return sum;
}

/* Copies the doctors, with their shares scaled by the probability that they stay or are replaced. */
static mlg_status age_doctors(mlg_doctor **aged, const mlg_retirement *rule, int32_t years, int32_t count,
                              const mlg_doctor *doctor, mlg_retire_counts *counts, mlg_error *err)
{
    MLG_TRY(MLG_NEW(aged, (size_t)count, "doctors", err));
    double of_unknown = mlg_stay(rule, MLG_AGE_UNKNOWN, years);
    for (int32_t k = 0; k < count; k++) {
        bool unknown = doctor[k].age == MLG_AGE_UNKNOWN;
        double stay = unknown ? of_unknown : mlg_stay(rule, doctor[k].age, years);
        (*aged)[k] = doctor[k];
        (*aged)[k].share *= stay + rule->replaced * (1 - stay);
        counts->age_unknown += unknown;
    }
    return MLG_OK;
}

static void clear(int32_t count, double *value)
{
    for (int32_t i = 0; i < count; i++)
        value[i] = 0;
}

mlg_status mlg_supply_after(const mlg_supply_params *params, const mlg_retirement *rule, int32_t years,
                            int32_t count, const mlg_doctor *doctor, int32_t moves, const mlg_move *move,
                            int32_t places, double *supply, mlg_retire_counts *counts, mlg_error *err)
{
    mlg_supply_counts kept;
    mlg_doctor *aged = NULL;
    mlg_status st;
    *counts = (mlg_retire_counts){ 0 };
    MLG_GO(check_rule(rule, years, err));
    MLG_GO(check_moves(moves, move, places, err));
    clear(places, supply);
    MLG_GO(mlg_supply_doctors(params, count, doctor, places, supply, &kept, err));
    counts->acts_now = sum_of(places, supply);
    MLG_GO(age_doctors(&aged, rule, years, count, doctor, counts, err));
    clear(places, supply);
    MLG_GO(mlg_supply_doctors(params, count, aged, places, supply, &kept, err));
    counts->acts_retired = counts->acts_now - sum_of(places, supply);
    counts->acts_moved = make_moves(moves, move, years, supply);
done:
    free(aged);
    return st;
}

/* ---- linear updates ----------------------------------------------------------------------------------------- */

static mlg_status check_change(const mlg_access_input *input, const mlg_supply_change *c, const double *supply,
                               mlg_error *err)
{
    int32_t sites = mlg_travel_sites(input->travel);
    if (c->site < 0 || c->site >= sites)
        return mlg_fail(err, MLG_INPUT, "supply changes at site %d; there are %d", c->site, sites);
    if (!(supply[c->site] + c->change >= -1e-9 * supply[c->site] && isfinite(c->change)))
        return mlg_fail(err, MLG_INPUT, "supply of site %s is %g and changes by %g",
                        MLG_NAMED(MLG_ITEM_SITE, c->site), supply[c->site], c->change);
    return MLG_OK;
}

static mlg_status change_one(const mlg_access_input *input, const mlg_supply_change *c,
                             mlg_travel_scratch *scratch, double *supply, double *access, double *catchment,
                             double *ratio, mlg_error *err)
{
    mlg_row row;
    MLG_TRY(check_change(input, c, supply, err));
    MLG_TRY(mlg_travel_row(input->travel, c->site, mlg_decay_limit(input->decay), scratch, &row, err));
    mlg_access_site site = { catchment[c->site], ratio[c->site] };
    double after = fmax(0, supply[c->site] + c->change);
    MLG_TRY(mlg_access_set_supply(access, &site, &row, input->decay, input->demand, after, err));
    supply[c->site] = after;
    catchment[c->site] = site.catchment;
    ratio[c->site] = site.ratio;
    return MLG_OK;
}

mlg_status mlg_access_update(const mlg_access_input *input, int32_t changes, const mlg_supply_change *change,
                             double *supply, double *access, double *catchment, double *ratio, mlg_error *err)
{
    mlg_travel_scratch *scratch = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_travel_scratch_new(&scratch, input->travel, err));
    for (int32_t k = 0; k < changes; k++)
        MLG_GO(change_one(input, &change[k], scratch, supply, access, catchment, ratio, err));
done:
    mlg_travel_scratch_free(scratch);
    return st;
}
