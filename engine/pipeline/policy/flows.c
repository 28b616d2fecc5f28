/* Days of solidarity and junior doctors: consultations that come to communes. */
#include "analysis/policy/flows.h"

#include "base/language.h"
#include "pipeline/policy/policy.h"

#include <math.h>
#include <stdlib.h>

/* A flow is an item of supply. */
static mlg_status write_flows(mlg_policy_job *j, const mlg_policy_flows *flows, mlg_error *err)
{
    for (int32_t k = 0; k < flows->count; k++) {
        const mlg_policy_flow *f = &flows->flows[k];
        mlg_text comment = { 0 };
        mlg_text_printf(&comment, "%s", j->label[f->from >= 0 ? f->from : f->to]);
        if (f->from >= 0)
            mlg_text_printf(&comment, " vers %s", j->label[f->to]);
        mlg_policy_item(j, "supply", mlg_text_words(&comment));
        mlg_policy_item_text(j, "commune", j->code[f->from >= 0 ? f->from : f->to]);
        if (f->from >= 0)
            mlg_policy_item_text(j, "to", j->code[f->to]);
        mlg_policy_item_number(j, "acts", f->amount, 2);
        mlg_policy_item_end(j, NULL);
        mlg_text_release_part(&comment, &j->items);
    }
    return mlg_text_status(&j->items, err);
}

static mlg_status decide_solidarity(mlg_policy_job *j, mlg_policy_flows *flows, mlg_error *err)
{
    double days, months, acts, realised, volunteers, reach;
    MLG_TRY(mlg_policy_value(&days, j, "days_a_month", err));
    MLG_TRY(mlg_policy_value(&months, j, "months_a_year", err));
    MLG_TRY(mlg_policy_value(&acts, j, "acts_a_day", err));
    MLG_TRY(mlg_policy_value(&realised, j, "realised_pct", err));
    MLG_TRY(mlg_policy_value(&volunteers, j, "volunteers_pct", err));
    MLG_TRY(mlg_policy_value(&reach, j, "reach_km", err));
    double stated = days * months * acts * volunteers / 100;
    const mlg_solidarity rule = { j->threshold, stated * realised / 100, reach * 1000 };
    MLG_TRY(mlg_solidarity_flows(flows, j->n, j->places, &rule, err));
    double whole = realised > 0 ? flows->available * 100 / realised : (double)NAN;
    mlg_text_printf(
        &j->summary,
        mlg_tr_count("%d move, %.0f consultations a year of the %.0f that doctors can give (%.0f stated), for a "
                     "lack of %.0f under %g",
                     "%d moves, %.0f consultations a year of the %.0f that doctors can give (%.0f stated), for a "
                     "lack of %.0f under %g",
                     (int)flows->count),
        (int)flows->count, flows->given, flows->available, whole, flows->lack, j->threshold);
    mlg_policy_say(j, "stated", whole);
    return MLG_OK;
}

static mlg_status decide_juniors(mlg_policy_job *j, mlg_policy_flows *flows, mlg_error *err)
{
    double national, france, each, supervisors, acts, people = 0;
    MLG_TRY(mlg_policy_value(&national, j, "national", err));
    MLG_TRY(mlg_policy_value(&france, j, "france", err));
    MLG_TRY(mlg_policy_value(&each, j, "juniors_per_supervisor", err));
    MLG_TRY(mlg_policy_value(&supervisors, j, "supervisors_pct", err));
    MLG_TRY(mlg_policy_value(&acts, j, "acts_a_junior", err));
    for (int32_t i = 0; i < j->n; i++)
        people += j->persons[i] > 0 ? j->persons[i] : 0;
    double share = france > 0 ? floor(national * people / france + 1e-9) : 0;
    const mlg_juniors rule = { (int32_t)fmin(share, 1e6), each * supervisors / 100 };
    MLG_TRY(mlg_junior_flows(flows, j->n, j->places, &rule, err));
    mlg_text_printf(&j->summary,
                    mlg_tr_count("juniors placed: %.0f of %d, in %d commune; %.0f could be supervised",
                                 "juniors placed: %.0f of %d, in %d communes; %.0f could be supervised",
                                 (int)flows->count),
                    flows->given, (int)rule.count, (int)flows->count, flows->available);
    for (int32_t k = 0; k < flows->count; k++)
        flows->flows[k].amount *= acts;
    mlg_policy_say(j, "to_place", rule.count);
    return MLG_OK;
}

static mlg_status decide(mlg_policy_job *j,
                         mlg_status (*flows_of)(mlg_policy_job *, mlg_policy_flows *, mlg_error *), mlg_error *err)
{
    mlg_policy_flows flows = { 0 };
    mlg_status st = flows_of(j, &flows, err);
    mlg_policy_say(j, "given", flows.given);
    mlg_policy_say(j, "available", flows.available);
    mlg_policy_say(j, "lack", flows.lack);
    if (st == MLG_OK)
        st = write_flows(j, &flows, err);
    free(flows.flows);
    return st;
}

mlg_status mlg_policy_solidarity(mlg_policy_job *j, mlg_error *err)
{
    return decide(j, decide_solidarity, err);
}

mlg_status mlg_policy_juniors(mlg_policy_job *j, mlg_error *err)
{
    return decide(j, decide_juniors, err);
}
