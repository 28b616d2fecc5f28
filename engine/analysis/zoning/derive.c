#include "analysis/zoning/derive.h"

#include "analysis/common/input_check.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>

static const double rounding = 1e-12; /* of the people: a territory that fits exactly fits */

typedef struct {
    double value;
    int32_t index;
} ranked;

static int by_value(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (isnan(a->value) != isnan(b->value))
        return isnan(a->value) ? 1 : -1;
    if (a->value != b->value && !isnan(a->value))
        return a->value < b->value ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static mlg_status sort_values(ranked **order, int32_t count, const double *value, double sign, mlg_error *err)
{
    MLG_TRY(MLG_NEW(order, (size_t)count, "ranks", err));
    for (int32_t i = 0; i < count; i++)
        (*order)[i] = (ranked){ sign * value[i], i };
    if (count > 0)
        qsort(*order, (size_t)count, sizeof **order, by_value);
    return MLG_OK;
}

/* A class that fills up to a ceiling, and closes at the first that does not fit. */
typedef struct {
    double room; /* persons left; infinite without a ceiling */
    bool open;
} basin;

static bool fill(basin *b, double persons, double total)
{
    b->open = b->open && persons <= b->room + rounding * total;
    if (b->open)
        b->room -= persons;
    return b->open;
}

static basin basin_of(double max_pct, double total, bool without)
{
    if (isnan(max_pct))
        return (basin){ HUGE_VAL, without };
    return (basin){ max_pct / 100 * total, true };
}

static void derive(const mlg_zoning_rule *rule, int32_t tvs, const ranked *order, const double *persons,
                   double total, uint8_t *zone)
{
    bool framed = !isnan(rule->national_max);
    basin zip = basin_of(rule->zip_max_pct, total, false), zac = basin_of(rule->zac_max_pct, total, framed);
    for (int32_t k = 0; k < tvs; k++) {
        int32_t t = order[k].index;
        mlg_frame frame = framed ? mlg_zoning_by_rule(rule, order[k].value) : MLG_FRAME_VIVIER;
        if (isnan(order[k].value)) {
            zone[t] = MLG_ZONE_UNKNOWN;
        } else if (frame == MLG_FRAME_NATIONAL) {
            zone[t] = MLG_ZONE_ZIP;
            zip.room -= persons[t];
        } else if (frame == MLG_FRAME_OUT) {
            zone[t] = MLG_ZONE_HV;
        } else if (fill(&zip, persons[t], total)) {
            zone[t] = MLG_ZONE_ZIP;
        } else if (fill(&zac, persons[t], total)) {
            zone[t] = MLG_ZONE_ZAC;
        } else {
            zone[t] = framed ? MLG_ZONE_ZV : MLG_ZONE_HV;
        }
    }
}

mlg_status mlg_zoning_derive(const mlg_zoning_rule *rule, int32_t tvs, const double *value, const double *persons,
                             uint8_t *zone, mlg_error *err)
{
    ranked *order = NULL;
    double total = 0;
    if (isnan(rule->national_max) && isnan(rule->zip_max_pct))
        return mlg_fail(err, MLG_USAGE,
                        "the rule %s has neither thresholds nor a ceiling: nothing to derive a zoning from",
                        rule->name);
    MLG_TRY(mlg_check_amounts("population of TVS", tvs, persons, false, err));
    MLG_TRY(sort_values(&order, tvs, value, 1, err));
    for (int32_t t = 0; t < tvs; t++)
        total += persons[t];
    derive(rule, tvs, order, persons, total, zone);
    free(order);
    return MLG_OK;
}

mlg_status mlg_zoning_rank(int32_t count, const double *value, bool high_first, int32_t *rank, mlg_error *err)
{
    ranked *order = NULL;
    MLG_TRY(sort_values(&order, count, value, high_first ? -1 : 1, err));
    for (int32_t k = 0; k < count; k++) {
        bool tied = k > 0 && order[k].value == order[k - 1].value;
        rank[order[k].index] = isnan(order[k].value) ? 0 : tied ? rank[order[k - 1].index] : k + 1;
    }
    free(order);
    return MLG_OK;
}

mlg_status mlg_zoning_cut(int32_t count, const double *value, const double *persons, int shares,
                          const double *share_pct, int32_t *class, double *max, mlg_error *err)
{
    ranked *order = NULL;
    double total = 0, before = 0, end = 0;
    int at = 0;
    MLG_TRY(mlg_check_amounts("population of TVS", count, persons, false, err));
    MLG_TRY(sort_values(&order, count, value, 1, err));
    for (int32_t i = 0; i < count; i++)
        total += isnan(value[i]) ? 0 : persons[i];
    for (int k = 0; k < shares; k++)
        max[k] = (double)NAN;
    end = shares > 0 ? share_pct[0] / 100 * total : 0;
    for (int32_t k = 0; k < count; k++) {
        int32_t i = order[k].index;
        while (at + 1 < shares && before >= end - rounding * total)
            end += share_pct[++at] / 100 * total;
        class[i] = isnan(value[i]) ? -1 : at;
        if (isnan(value[i]))
            continue;
        max[at] = value[i];
        before += persons[i];
    }
    free(order);
    return MLG_OK;
}

/* ---- refusals ---------------------------------------------------------------------------------------------------- */

static bool passes(double before, double after, double max)
{
    return after > max * (1 + rounding) && after > before * (1 + rounding);
}

mlg_refusal mlg_zoning_refusal(const mlg_zoning_rule *rule, mlg_frame frame, mlg_zone zone, bool motivated,
                               const mlg_gauges *before, const mlg_gauges *after)
{
    bool aided = zone == MLG_ZONE_ZIP || zone == MLG_ZONE_ZAC;
    if (frame == MLG_FRAME_NATIONAL && zone != MLG_ZONE_ZIP && !rule->unlocked)
        return MLG_LOCKED;
    if (passes(before->share_pct[MLG_ZONE_ZIP], after->share_pct[MLG_ZONE_ZIP], rule->zip_max_pct))
        return MLG_ZIP_CEILING;
    if (passes(before->share_pct[MLG_ZONE_ZAC], after->share_pct[MLG_ZONE_ZAC], rule->zac_max_pct))
        return MLG_ZAC_CEILING;
    bool no_vivier = isnan(after->margin_pct) && after->margin_persons > before->margin_persons;
    if (!isnan(rule->margin_max_pct) &&
        (no_vivier || passes(before->margin_pct, after->margin_pct, rule->margin_max_pct)))
        return MLG_OVER_MARGIN;
    return frame == MLG_FRAME_OUT && aided && !isnan(rule->margin_max_pct) && !motivated ? MLG_UNMOTIVATED
                                                                                         : MLG_ALLOWED;
}

const char *mlg_refusal_words(mlg_refusal refusal)
{
    switch (refusal) {
    case MLG_LOCKED:
        return MLG_REPORT_MARK("sélection nationale, verrouillée en ZIP");
    case MLG_ZIP_CEILING:
        return MLG_REPORT_MARK("plafond de population en ZIP dépassé");
    case MLG_ZAC_CEILING:
        return MLG_REPORT_MARK("plafond de population en ZAC dépassé");
    case MLG_OVER_MARGIN:
        return MLG_REPORT_MARK("marge hors vivier dépassée");
    case MLG_UNMOTIVATED:
        return MLG_REPORT_MARK("hors vivier : une justification chiffrée est exigée");
    case MLG_ALLOWED:
        break;
    }
    return NULL;
}
