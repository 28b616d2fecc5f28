#include "analysis/zoning/assignment.h"

#include "analysis/access/two_step.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>

static mlg_status copy_doubles(double **out, const double *from, size_t count, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, count, "a zoning", err));
    for (size_t i = 0; i < count; i++)
        (*out)[i] = from[i];
    return MLG_OK;
}

static mlg_status copy_zones(uint8_t **out, const uint8_t *from, size_t count, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, count, "a zoning", err));
    for (size_t i = 0; i < count; i++)
        (*out)[i] = from[i];
    return MLG_OK;
}

mlg_status mlg_zoning_assignment_init(mlg_zoning_assignment *state, const mlg_zoning_units *units,
                                      const mlg_zoning_rule *rule, mlg_error *err)
{
    size_t n = (size_t)units->communes, m = (size_t)units->tvs_count;
    *state = (mlg_zoning_assignment){ .rule = *rule };
    MLG_TRY(copy_doubles(&state->value, units->value, n, err));
    MLG_TRY(copy_doubles(&state->gp, units->gp, n, err));
    MLG_TRY(copy_doubles(&state->gp_old, units->gp_old, n, err));
    MLG_TRY(copy_zones(&state->zone, units->zone, n, err));
    MLG_TRY(copy_zones(&state->tvs_zone, units->tvs_zone, m, err));
    MLG_TRY(copy_zones(&state->qpv_zone, units->qpv_zone, (size_t)units->qpv_count, err));
    MLG_TRY(MLG_NEW(&state->tvs_mean, m, "a zoning", err));
    MLG_TRY(MLG_NEW(&state->tvs_known_pct, m, "a zoning", err));
    MLG_TRY(MLG_NEW(&state->tvs_value, m, "a zoning", err));
    MLG_TRY(MLG_NEW(&state->frame, m, "a zoning", err));
    return mlg_zoning_assignment_update(state, units, err);
}

void mlg_zoning_assignment_release(mlg_zoning_assignment *state)
{
    free(state->value);
    free(state->gp);
    free(state->gp_old);
    free(state->tvs_mean);
    free(state->tvs_known_pct);
    free(state->tvs_value);
    free(state->frame);
    free(state->zone);
    free(state->tvs_zone);
    free(state->qpv_zone);
    *state = (mlg_zoning_assignment){ 0 };
}

mlg_zone mlg_zoning_share_zone(const mlg_zoning_units *units, const mlg_zoning_assignment *state, int32_t share)
{
    uint8_t own = state->qpv_zone[units->share_qpv[share]];
    return own == MLG_ZONE_UNKNOWN ? (mlg_zone)state->zone[units->share_commune[share]] : (mlg_zone)own;
}

void mlg_zoning_set_tvs(mlg_zoning_assignment *state, const mlg_zoning_units *units, int32_t tvs, mlg_zone zone)
{
    uint8_t before = state->tvs_zone[tvs];
    for (int32_t i = 0; i < units->communes; i++)
        if (units->tvs[i] == tvs && (state->zone[i] == before || state->zone[i] == MLG_ZONE_UNKNOWN))
            state->zone[i] = (uint8_t)zone;
    state->tvs_zone[tvs] = (uint8_t)zone;
}

bool mlg_zoning_is_unclassed(const mlg_zoning_assignment *state)
{
    double known = 0;
    for (int z = 0; z < MLG_ZONES; z++)
        known += z == MLG_ZONE_UNKNOWN ? 0 : state->gauges.persons[z];
    return !(known > 0) && state->gauges.persons[MLG_ZONE_UNKNOWN] > 0;
}

double mlg_zoning_selection_pct(const mlg_zoning_units *units, const mlg_zoning_assignment *state)
{
    double sum = 0;
    for (int32_t t = 0; t < units->tvs_count; t++)
        sum += state->frame[t] == MLG_FRAME_NATIONAL ? units->tvs_persons[t] : 0;
    return units->persons_total > 0 ? 100 * sum / units->persons_total : 0;
}

/* Gauges of the communes, each with the frame of its territory, and of the neighbourhoods that have a class of
 * their own. */
static mlg_status gauge(mlg_zoning_assignment *state, const mlg_zoning_units *units, mlg_error *err)
{
    uint8_t *frame = NULL, *zone = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&frame, (size_t)units->communes, "gauges", err));
    MLG_GO(MLG_NEW(&zone, (size_t)units->shares, "gauges", err));
    for (int32_t i = 0; i < units->communes; i++)
        frame[i] = state->frame[units->tvs[i]];
    for (int32_t s = 0; s < units->shares; s++)
        zone[s] = (uint8_t)mlg_zoning_share_zone(units, state, s);
    mlg_zoning zoning = {
        .tvs = units->communes,
        .persons = units->persons,
        .zone = state->zone,
        .frame = frame,
        .qpv = units->shares,
        .qpv_tvs = units->share_commune,
        .qpv_persons = units->share_persons,
        .qpv_zone = zone,
    };
    st = mlg_zoning_gauges(&zoning, &state->gauges, err);
done:
    free(frame);
    free(zone);
    return st;
}

static void say_margin(mlg_zoning_assignment *state)
{
    double most = state->rule.margin_max_pct, share = state->gauges.margin_pct;
    if (isnan(most))
        snprintf(state->added, sizeof state->added, "hors vivier, classée : la règle n’a pas de marge");
    else if (isnan(share))
        snprintf(state->added, sizeof state->added,
                 "hors vivier, classée : pas de marge, personne dans le vivier");
    else
        snprintf(state->added, sizeof state->added, "hors vivier, classée : marge de %g %% du vivier %s (%.2f %%)",
                 most, mlg_gauge_light(share, 0, most) == MLG_OVER ? "dépassée" : "respectée", share);
    mlg_decimal_comma(state->added);
}

/* An uninhabited territory is known when one of its communes is; one with members of unknown population outside
 * the study never is. */
static mlg_status weigh_known(mlg_zoning_assignment *state, const mlg_zoning_units *units, const double *weight,
                              mlg_error *err)
{
    double *all = NULL;
    MLG_TRY(MLG_NEW(&all, (size_t)units->tvs_count, "a zoning", err));
    for (int32_t t = 0; t < units->tvs_count; t++)
        state->tvs_known_pct[t] = 0;
    for (int32_t i = 0; i < units->communes; i++) {
        all[units->tvs[i]] += weight[i];
        state->tvs_known_pct[units->tvs[i]] += isnan(state->value[i]) ? 0 : weight[i];
    }
    for (int32_t t = 0; t < units->tvs_count; t++) {
        double *known = &state->tvs_known_pct[t], whole = all[t] + units->tvs_far_persons[t];
        *known = isnan(whole) ? (double)NAN
                 : whole > 0  ? fmin(100, 100 * *known / whole)
                              : (isnan(state->tvs_mean[t]) ? 0 : 100);
        state->tvs_value[t] = *known >= MLG_LEAST_KNOWN_PCT ? state->tvs_mean[t] : (double)NAN;
    }
    free(all);
    return MLG_OK;
}

static void weigh_levels(mlg_zoning_assignment *state, const mlg_zoning_units *units)
{
    const mlg_zoning_rule *rule = &state->rule;
    double under = 0, over = 0, known = 0, all = units->persons_total;
    for (int32_t t = 0; t < units->tvs_count; t++) {
        int class = mlg_zoning_class_of(rule, state->tvs_value[t]);
        known += class >= 0 ? units->tvs_persons[t] : 0;
        under += class >= 0 && class < rule->exchange.under ? units->tvs_persons[t] : 0;
        over += class >= 0 && class + 1 == rule->classes ? units->tvs_persons[t] : 0;
    }
    bool enough = all > 0 && rule->exchange.under > 0 && 100 * known / all >= MLG_LEAST_KNOWN_PCT;
    state->under_pct = enough ? 100 * under / all : (double)NAN;
    state->over_pct = enough ? 100 * over / all : (double)NAN;
}

mlg_levels_words mlg_zoning_levels_words(const mlg_zoning_assignment *state)
{
    const mlg_gauges *g = &state->gauges;
    mlg_levels_words out;
    if (state->rule.exchange.under == 0 || (mlg_zoning_is_unclassed(state) && isnan(state->under_pct)))
        snprintf(out.text, sizeof out.text, "%s", mlg_tr("under-served unknown"));
    else if (mlg_zoning_is_unclassed(state))
        snprintf(out.text, sizeof out.text, mlg_tr("under-served by the rule %.1f %%, over-served %.1f %%"),
                 state->under_pct, state->over_pct);
    else if (isnan(state->under_pct))
        snprintf(out.text, sizeof out.text, mlg_tr("under-served %.1f %%, over-served %.1f %%"),
                 mlg_zoning_under_pct(&state->rule, g), mlg_zoning_over_pct(&state->rule, g));
    else
        snprintf(out.text, sizeof out.text,
                 mlg_tr("under-served %.1f %% (by the rule %.1f), over-served %.1f %% (%.1f)"),
                 mlg_zoning_under_pct(&state->rule, g), state->under_pct, mlg_zoning_over_pct(&state->rule, g),
                 state->over_pct);
    return out;
}

mlg_status mlg_zoning_assignment_update(mlg_zoning_assignment *state, const mlg_zoning_units *units,
                                        mlg_error *err)
{
    const double *weight = state->rule.standardised ? units->standardised : units->residents;
    MLG_TRY(mlg_mean_by_group(units->communes, state->value, weight, units->tvs, units->tvs_count, state->tvs_mean,
                              err));
    MLG_TRY(weigh_known(state, units, weight, err));
    for (int32_t t = 0; t < units->tvs_count; t++)
        state->frame[t] = units->tvs_frame[t] != MLG_FRAME_UNKNOWN && !state->by_rule
                              ? units->tvs_frame[t]
                              : (uint8_t)mlg_zoning_by_rule(&state->rule, state->tvs_value[t]);
    MLG_TRY(gauge(state, units, err));
    weigh_levels(state, units);
    say_margin(state);
    return MLG_OK;
}
