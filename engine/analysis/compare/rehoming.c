#include "analysis/compare/rehoming.h"

#include "analysis/catchment/capacity_optimal.h"
#include "base/memory.h"
#include "network/models/model.h"

#include <math.h>
#include <stdlib.h>

static mlg_status check(const mlg_rehoming_input *in, mlg_error *err)
{
    if (!(in->slack >= 0 && in->slack <= 1))
        return mlg_fail(err, MLG_INPUT, "%g of the supply cannot be free; it must be from 0 to 1", in->slack);
    for (int32_t j = 0; j < in->sites; j++)
        if (!(in->before[j] >= 0) || !(in->after[j] >= 0) || isinf(in->before[j]) || isinf(in->after[j]))
            return mlg_fail(err, MLG_INPUT, "site %d: supply %g then %g", (int)j, in->before[j], in->after[j]);
    for (int32_t i = 0; i < in->places; i++)
        if (!(in->demand[i] >= 0) || isinf(in->demand[i]))
            return mlg_fail(err, MLG_INPUT, "place %d: demand %g", (int)i, in->demand[i]);
    return MLG_OK;
}

static mlg_status make_room(mlg_rehoming *out, const mlg_rehoming_input *in, mlg_error *err)
{
    size_t pairs = (size_t)in->pairs.start[in->sites];
    MLG_TRY(MLG_NEW(&out->lost, (size_t)in->places, "patients", err));
    MLG_TRY(MLG_NEW(&out->rounded, (size_t)in->places, "patients", err));
    MLG_TRY(MLG_NEW(&out->left, (size_t)in->places, "patients", err));
    MLG_TRY(MLG_NEW(&out->room, (size_t)in->sites, "practices", err));
    return MLG_NEW(&out->flow, pairs, "patients", err);
}

/* Shares out what site j loses among the places that use it. */
static void lose(mlg_rehoming *out, const mlg_rehoming_input *in, int32_t j)
{
    double gone = in->before[j] - in->after[j], catchment = 0;
    if (!(gone > 0))
        return;
    out->lost_total += gone;
    for (int64_t k = in->pairs.start[j]; k < in->pairs.start[j + 1]; k++)
        catchment += in->demand[in->pairs.column[k]] * mlg_decay_weight(in->decay, in->pairs.value[k]);
    if (!(catchment > 0)) {
        out->lost_unreached += gone;
        return;
    }
    for (int64_t k = in->pairs.start[j]; k < in->pairs.start[j + 1]; k++) {
        int32_t i = in->pairs.column[k];
        out->lost[i] += gone * in->demand[i] * mlg_decay_weight(in->decay, in->pairs.value[k]) / catchment;
    }
}

static void round_losses(mlg_rehoming *out, const mlg_rehoming_input *in)
{
    double sum = 0;
    int64_t before = 0;
    for (int32_t i = 0; i < in->places; i++) {
        sum += out->lost[i];
        int64_t now = llround(sum);
        out->rounded[i] = now - before;
        before = now;
    }
    out->asked = before;
}

static void free_rooms(mlg_rehoming *out, const mlg_rehoming_input *in)
{
    for (int32_t j = 0; j < in->sites; j++) {
        double gained = fmax(0, in->after[j] - in->before[j]);
        out->room[j] = (int64_t)floor(gained + in->slack * (in->after[j] - gained) + 1e-6);
    }
}

static void settle(mlg_rehoming *out, const mlg_rehoming_input *in)
{
    double minutes = 0;
    for (int32_t i = 0; i < in->places; i++)
        out->left[i] = out->rounded[i];
    for (int64_t k = 0; k < in->pairs.start[in->sites]; k++) {
        out->left[in->pairs.column[k]] -= out->flow[k];
        out->taken += out->flow[k];
        minutes += (double)out->flow[k] * in->pairs.value[k] / MLG_DS_PER_MIN;
    }
    out->minutes = out->taken > 0 ? minutes / (double)out->taken : (double)NAN;
}

mlg_status mlg_rehome(mlg_rehoming *out, const mlg_rehoming_input *in, mlg_error *err)
{
    mlg_assignment total;
    *out = (mlg_rehoming){ 0 };
    MLG_TRY(check(in, err));
    MLG_TRY(make_room(out, in, err));
    for (int32_t j = 0; j < in->sites; j++)
        lose(out, in, j);
    round_losses(out, in);
    free_rooms(out, in);
    MLG_TRY(mlg_assign(out->flow, &total, in->pairs, out->rounded, out->room, in->progress, err));
    settle(out, in);
    return MLG_OK;
}

void mlg_rehoming_release(mlg_rehoming *r)
{
    free(r->lost);
    free(r->rounded);
    free(r->room);
    free(r->flow);
    free(r->left);
    *r = (mlg_rehoming){ 0 };
}
