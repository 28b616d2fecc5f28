#include "analysis/access/two_step.h"
#include "analysis/zoning/base.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

static mlg_status copy(void *out, const void *from, size_t bytes, mlg_error *err)
{
    uint8_t *to;
    MLG_TRY(MLG_NEW(&to, bytes, "a zoning", err));
    if (bytes > 0)
        memcpy(to, from, bytes);
    memcpy(out, &to, sizeof to);
    return MLG_OK;
}

mlg_status mlg_zoning_state_init(mlg_zoning_state *state, const mlg_zoning_base *base, const mlg_zoning_rule *rule,
                                 mlg_error *err)
{
    size_t n = (size_t)base->communes, m = (size_t)base->tvs_count;
    *state = (mlg_zoning_state){ .rule = *rule };
    MLG_TRY(copy(&state->value, base->value, n * sizeof(double), err));
    MLG_TRY(copy(&state->gp, base->gp, n * sizeof(double), err));
    MLG_TRY(copy(&state->gp_old, base->gp_old, n * sizeof(double), err));
    MLG_TRY(copy(&state->zone, base->zone, n, err));
    MLG_TRY(copy(&state->tvs_zone, base->tvs_zone, m, err));
    MLG_TRY(copy(&state->qpv_zone, base->qpv_zone, (size_t)base->qpv_count, err));
    MLG_TRY(MLG_NEW(&state->tvs_value, m, "a zoning", err));
    MLG_TRY(MLG_NEW(&state->frame, m, "a zoning", err));
    return mlg_zoning_settle(state, base, err);
}

void mlg_zoning_state_release(mlg_zoning_state *state)
{
    free(state->value);
    free(state->gp);
    free(state->gp_old);
    free(state->tvs_value);
    free(state->frame);
    free(state->zone);
    free(state->tvs_zone);
    free(state->qpv_zone);
    *state = (mlg_zoning_state){ 0 };
}

mlg_zone mlg_zoning_share_zone(const mlg_zoning_base *base, const mlg_zoning_state *state, int32_t share)
{
    uint8_t own = state->qpv_zone[base->share_qpv[share]];
    return own == MLG_ZONE_UNKNOWN ? (mlg_zone)state->zone[base->share_commune[share]] : (mlg_zone)own;
}

void mlg_zoning_set_tvs(mlg_zoning_state *state, const mlg_zoning_base *base, int32_t tvs, mlg_zone zone)
{
    uint8_t before = state->tvs_zone[tvs];
    for (int32_t i = 0; i < base->communes; i++)
        if (base->tvs[i] == tvs && (state->zone[i] == before || state->zone[i] == MLG_ZONE_UNKNOWN))
            state->zone[i] = (uint8_t)zone;
    state->tvs_zone[tvs] = (uint8_t)zone;
}

double mlg_zoning_selection_pct(const mlg_zoning_base *base, const mlg_zoning_state *state)
{
    double sum = 0;
    for (int32_t t = 0; t < base->tvs_count; t++)
        sum += state->frame[t] == MLG_FRAME_NATIONAL ? base->tvs_persons[t] : 0;
    return base->persons_total > 0 ? 100 * sum / base->persons_total : 0;
}

/* Gauges of the communes with the frame of their territory and the neighbourhoods that have a class of their own. */
static mlg_status gauge(mlg_zoning_state *state, const mlg_zoning_base *base, mlg_error *err)
{
    uint8_t *frame = NULL, *zone = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&frame, (size_t)base->communes, "gauges", err));
    MLG_GO(MLG_NEW(&zone, (size_t)base->shares, "gauges", err));
    for (int32_t i = 0; i < base->communes; i++)
        frame[i] = state->frame[base->tvs[i]];
    for (int32_t s = 0; s < base->shares; s++)
        zone[s] = (uint8_t)mlg_zoning_share_zone(base, state, s);
    mlg_zoning zoning = {
        .tvs = base->communes,
        .persons = base->persons,
        .zone = state->zone,
        .frame = frame,
        .qpv = base->shares,
        .qpv_tvs = base->share_commune,
        .qpv_persons = base->share_persons,
        .qpv_zone = zone,
    };
    st = mlg_zoning_gauges(&zoning, &state->gauges, err);
done:
    free(frame);
    free(zone);
    return st;
}

mlg_status mlg_zoning_settle(mlg_zoning_state *state, const mlg_zoning_base *base, mlg_error *err)
{
    const double *weight = state->rule.standardised ? base->standardised : base->residents;
    MLG_TRY(mlg_mean_by_group(base->communes, state->value, weight, base->tvs, base->tvs_count, state->tvs_value,
                              err));
    for (int32_t t = 0; t < base->tvs_count; t++)
        state->frame[t] = base->tvs_frame[t] != MLG_FRAME_UNKNOWN && !state->by_rule
                              ? base->tvs_frame[t]
                              : (uint8_t)mlg_zoning_by_rule(&state->rule, state->tvs_value[t]);
    return gauge(state, base, err);
}
