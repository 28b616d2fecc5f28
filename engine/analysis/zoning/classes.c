#include "analysis/zoning/classes.h"

#include "analysis/access/two_step.h"
#include "analysis/common/input_check.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *mlg_frame_label(mlg_frame frame)
{
    static const char *const labels[] = { "inconnu", "sélection nationale", "vivier", "hors vivier" };
    return (unsigned)frame <= MLG_FRAME_OUT ? labels[frame] : labels[MLG_FRAME_UNKNOWN];
}

static const char *const codes[MLG_ZONES] = {
    "inconnu",        "ZIP",       "ZAC",           "ZV",        "HZ",      "ZAR",
    "très sous-doté", "sous-doté", "intermédiaire", "très doté", "sur-doté"
};

const char *mlg_zone_code(mlg_zone zone)
{
    return (unsigned)zone < MLG_ZONES ? codes[zone] : codes[MLG_ZONE_UNKNOWN];
}

mlg_zone mlg_zone_of(const char *code)
{
    for (int z = MLG_ZONE_ZIP; code && z < MLG_ZONES; z++)
        if (strcmp(code, codes[z]) == 0)
            return (mlg_zone)z;
    return MLG_ZONE_UNKNOWN;
}

static const char *const frame_codes[] = { NULL, "selection", "vivier", "hors" };

const char *mlg_frame_code(mlg_frame frame)
{
    return (unsigned)frame <= MLG_FRAME_OUT ? frame_codes[frame] : NULL;
}

mlg_frame mlg_frame_of(const char *code)
{
    for (int f = MLG_FRAME_NATIONAL; code && f <= MLG_FRAME_OUT; f++)
        if (strcmp(code, frame_codes[f]) == 0)
            return (mlg_frame)f;
    return MLG_FRAME_UNKNOWN;
}

int mlg_zone_aid(mlg_zone zone)
{
    if (zone == MLG_ZONE_ZIP || zone == MLG_ZONE_VERY_UNDER)
        return 3;
    return zone == MLG_ZONE_ZAC || zone == MLG_ZONE_UNDER ? 2 : zone == MLG_ZONE_ZAR ? 1 : 0;
}

static mlg_zone class_of_qpv(const mlg_zoning *z, int32_t q)
{
    return z->qpv_zone[q] == MLG_ZONE_UNKNOWN ? (mlg_zone)z->zone[z->qpv_tvs[q]] : (mlg_zone)z->qpv_zone[q];
}

bool mlg_zone_is_aided(mlg_zone zone)
{
    return zone == MLG_ZONE_ZIP || zone == MLG_ZONE_ZAC;
}

bool mlg_zone_is_level(mlg_zone zone)
{
    return zone >= MLG_ZONE_VERY_UNDER && zone < MLG_ZONES;
}

mlg_share_words mlg_zoning_share_words(const mlg_gauges *gauges, mlg_zone zone, int places)
{
    mlg_share_words out;
    bool open = zone != MLG_ZONE_UNKNOWN && gauges->persons[MLG_ZONE_UNKNOWN] > 0;
    if (open && gauges->persons[zone] == 0)
        snprintf(out.text, sizeof out.text, "%s", mlg_tr("unknown"));
    else
        snprintf(out.text, sizeof out.text, "%s%.*f %%", open ? mlg_tr("at least ") : "", places,
                 gauges->share_pct[zone]);
    return out;
}

static mlg_status check_codes(const char *what, int32_t count, const uint8_t *code, int end, mlg_error *err)
{
    for (int32_t i = 0; i < count; i++)
        if (code[i] >= end)
            return mlg_fail(err, MLG_INPUT, "%s %d has code %d; codes go from 0 to %d", mlg_tr(what), i, code[i],
                            end - 1);
    return MLG_OK;
}

static mlg_status check_zoning(const mlg_zoning *z, mlg_error *err)
{
    MLG_TRY(mlg_check_amounts("population of TVS", z->tvs, z->persons, false, err));
    MLG_TRY(mlg_check_amounts("population of QPV", z->qpv, z->qpv_persons, false, err));
    MLG_TRY(check_codes("class of TVS", z->tvs, z->zone, MLG_ZONES, err));
    MLG_TRY(check_codes("frame of TVS", z->tvs, z->frame, MLG_FRAME_OUT + 1, err));
    MLG_TRY(check_codes("class of QPV", z->qpv, z->qpv_zone, MLG_ZONES, err));
    for (int32_t q = 0; q < z->qpv; q++)
        if (z->qpv_tvs[q] < 0 || z->qpv_tvs[q] >= z->tvs)
            return mlg_fail(err, MLG_INPUT, "QPV %d lies in TVS %d; there are %d, numbered from 0", q,
                            z->qpv_tvs[q], z->tvs);
    return MLG_OK;
}

/* Moves QPV of another class out of their TVS; left[tvs]: persons who remain in each. */
static mlg_status move_qpv(const mlg_zoning *z, double *left, mlg_gauges *g, mlg_error *err)
{
    for (int32_t q = 0; q < z->qpv; q++) {
        int32_t t = z->qpv_tvs[q];
        mlg_zone zone = class_of_qpv(z, q);
        if (zone == (mlg_zone)z->zone[t])
            continue;
        left[t] -= z->qpv_persons[q];
        if (left[t] < 0)
            return mlg_fail(err, MLG_INPUT,
                            "QPV %d and others of another class than TVS %d have more persons than its %g", q, t,
                            z->persons[t]);
        g->qpv_moved++;
        g->persons[zone] += z->qpv_persons[q];
        if (z->frame[t] == MLG_FRAME_OUT && mlg_zone_is_aided(zone))
            g->margin_persons += z->qpv_persons[q];
    }
    return MLG_OK;
}

static void sum_gauges(const mlg_zoning *z, const double *left, mlg_gauges *g)
{
    for (int32_t t = 0; t < z->tvs; t++) {
        g->persons[z->zone[t]] += left[t];
        if (z->frame[t] == MLG_FRAME_VIVIER)
            g->vivier_persons += z->persons[t];
        if (z->frame[t] == MLG_FRAME_OUT && mlg_zone_is_aided((mlg_zone)z->zone[t]))
            g->margin_persons += left[t];
    }
    for (int k = 0; k < MLG_ZONES; k++)
        g->total += g->persons[k];
    for (int k = 0; k < MLG_ZONES; k++)
        g->share_pct[k] = 100 * mlg_share(g->persons[k], g->total);
    g->margin_pct = 100 * mlg_share(g->margin_persons, g->vivier_persons);
}

mlg_status mlg_zoning_gauges(const mlg_zoning *zoning, mlg_gauges *gauges, mlg_error *err)
{
    *gauges = (mlg_gauges){ 0 };
    MLG_TRY(check_zoning(zoning, err));
    double *left;
    MLG_TRY(MLG_NEW(&left, (size_t)zoning->tvs, "persons by TVS", err));
    if (zoning->tvs > 0)
        memcpy(left, zoning->persons, (size_t)zoning->tvs * sizeof *left);
    mlg_status st = move_qpv(zoning, left, gauges, err);
    if (st == MLG_OK)
        sum_gauges(zoning, left, gauges);
    free(left);
    return st;
}

mlg_light mlg_gauge_light(double value, double min, double max)
{
    const double rounding = 1e-9;
    double way = (value - min) / (max - min);
    if (isnan(value))
        return MLG_RED;
    if (value < min - rounding)
        return MLG_UNDER;
    if (isnan(max))
        return MLG_GREEN;
    if (value > max + rounding)
        return MLG_OVER;
    return way < 0.5 ? MLG_GREEN : way <= 0.95 ? MLG_ORANGE : MLG_RED;
}

double mlg_zoning_under_pct(const mlg_zoning_rule *rule, const mlg_gauges *gauges)
{
    double sum = 0;
    for (int k = 0; k < rule->exchange.under; k++)
        sum += gauges->share_pct[rule->class[k].zone];
    return rule->exchange.under > 0 ? sum : (double)NAN;
}

double mlg_zoning_over_pct(const mlg_zoning_rule *rule, const mlg_gauges *gauges)
{
    mlg_zone zone = rule->classes > 0 ? rule->class[rule->classes - 1].zone : MLG_ZONE_UNKNOWN;
    return zone == MLG_ZONE_OVER ? gauges->share_pct[zone] : (double)NAN;
}

bool mlg_zoning_has_limits(const mlg_zoning_rule *rule)
{
    for (int k = 0; k + 1 < rule->classes; k++)
        if (isnan(rule->class[k].max))
            return false;
    return rule->classes > 0;
}

int mlg_zoning_class_of(const mlg_zoning_rule *rule, double value)
{
    if (isnan(value) || !mlg_zoning_has_limits(rule))
        return -1;
    for (int k = 0; k + 1 < rule->classes; k++)
        if (mlg_at_or_below_threshold(value, rule->class[k].max))
            return k;
    return rule->classes - 1;
}

mlg_zone mlg_zoning_level_of(const mlg_zoning_rule *rule, double value)
{
    int class = mlg_zoning_class_of(rule, value);
    return class < 0 ? MLG_ZONE_UNKNOWN : rule->class[class].zone;
}

mlg_swap_kind mlg_zoning_swap_of(const mlg_zoning_rule *rule, double value)
{
    const mlg_exchange *zone = &rule->exchange;
    int class = mlg_zoning_class_of(rule, value);
    if (class < 0 || isnan(zone->lowest_pct))
        return MLG_SWAP_UNKNOWN;
    if (class < zone->under || (!isnan(zone->low_max) && mlg_at_or_below_threshold(value, zone->low_max)))
        return MLG_SWAP_UNDER;
    if (class + 1 == rule->classes || (!isnan(zone->high_min) && mlg_at_or_below_threshold(zone->high_min, value)))
        return MLG_SWAP_OVER;
    return isnan(zone->low_max) || isnan(zone->high_min) ? MLG_SWAP_UNKNOWN : MLG_SWAP_NONE;
}

const char *mlg_swap_code(mlg_swap_kind swap)
{
    static const char *const words[] = { NULL, "hors", "moins dotés", "mieux dotés" };
    return (unsigned)swap <= MLG_SWAP_OVER ? words[swap] : NULL;
}

mlg_frame mlg_zoning_by_rule(const mlg_zoning_rule *rule, double apl)
{
    if (isnan(apl) || isnan(rule->national_max))
        return MLG_FRAME_UNKNOWN;
    if (mlg_at_or_below_threshold(apl, rule->national_max))
        return MLG_FRAME_NATIONAL;
    return mlg_at_or_below_threshold(apl, rule->vivier_max) ? MLG_FRAME_VIVIER : MLG_FRAME_OUT;
}

mlg_departure mlg_zoning_departure(mlg_frame frame, mlg_zone zone)
{
    if (frame == MLG_FRAME_UNKNOWN || zone == MLG_ZONE_UNKNOWN)
        return MLG_NOT_COMPARABLE;
    if (frame == MLG_FRAME_NATIONAL)
        return zone == MLG_ZONE_ZIP ? MLG_AGREES : MLG_LEFT_OUT_OF_ZIP;
    if (frame == MLG_FRAME_VIVIER)
        return zone == MLG_ZONE_HV ? MLG_VIVIER_NOT_USED : MLG_AGREES;
    return zone == MLG_ZONE_HV ? MLG_AGREES : MLG_ADDED_FROM_OUT;
}
