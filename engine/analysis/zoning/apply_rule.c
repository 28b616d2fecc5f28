#include "analysis/zoning/apply_rule.h"

#include "analysis/common/input_check.h"
#include "analysis/common/rank.h"
#include "base/language.h"

#include <math.h>
#include <stdlib.h>

static const double rounding = 1e-12; /* of the population, so that a territory that fits exactly does fit */

/* A class that fills up to a ceiling, and closes at the first territory that does not fit. */
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

static void classify(const mlg_zoning_rule *rule, int32_t tvs, const int32_t *order, const double *value,
                     const double *persons, double total, uint8_t *zone)
{
    bool framed = !isnan(rule->national_max);
    basin zip = basin_of(rule->zip_max_pct, total, false), zac = basin_of(rule->zac_max_pct, total, framed);
    for (int32_t k = 0; k < tvs; k++) {
        int32_t t = order[k];
        mlg_frame frame = framed ? mlg_zoning_by_rule(rule, value[t]) : MLG_FRAME_VIVIER;
        if (isnan(value[t])) {
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

mlg_status mlg_zoning_apply_rule(const mlg_zoning_rule *rule, int32_t tvs, const double *value,
                                 const double *persons, uint8_t *zone, mlg_error *err)
{
    int32_t *order = NULL;
    double total = 0;
    if (rule->classes > 0 ? !mlg_zoning_has_limits(rule) : isnan(rule->national_max) && isnan(rule->zip_max_pct))
        return mlg_fail(err, MLG_USAGE, "the rule %s has neither thresholds nor a ceiling to derive a zoning from",
                        rule->name);
    MLG_TRY(mlg_check_amounts("population of TVS", tvs, persons, false, err));
    for (int32_t t = 0; rule->classes > 0 && t < tvs; t++)
        zone[t] = (uint8_t)mlg_zoning_level_of(rule, value[t]);
    if (rule->classes > 0)
        return MLG_OK;
    MLG_TRY(mlg_order_by_value(&order, tvs, value, false, err));
    for (int32_t t = 0; t < tvs; t++)
        total += persons[t];
    classify(rule, tvs, order, value, persons, total, zone);
    free(order);
    return MLG_OK;
}

/* ---- refusals ----------------------------------------------------------------------------------------------- */

static bool passes(double before, double after, double max)
{
    return after > max * (1 + rounding) && after > before * (1 + rounding);
}

/* Territories of a zone of exchange take the classes on their side of the middle one; the share of the people that is
 * under-served may not rise above that of the rule, nor the one that is over-served fall below. */
static mlg_refusal refusal_of_level(const mlg_zoning_rule *rule, const mlg_zoning_choice *choice,
                                    const mlg_gauges *before, const mlg_gauges *after)
{
    bool wrong_side = (choice->swap == MLG_SWAP_UNDER && choice->zone > MLG_ZONE_MIDDLE) ||
                      (choice->swap == MLG_SWAP_OVER && choice->zone < MLG_ZONE_MIDDLE);
    double under = mlg_zoning_under_pct(rule, after), over = mlg_zoning_over_pct(rule, after);
    if (choice->elsewhere)
        return MLG_ELSEWHERE;
    if (choice->swap == MLG_SWAP_NONE || wrong_side)
        return MLG_NO_EXCHANGE;
    if (passes(mlg_zoning_under_pct(rule, before), under, choice->under_pct))
        return MLG_UNDER_CEILING;
    double least = choice->over_pct * (1 - rounding);
    return over < least && over < mlg_zoning_over_pct(rule, before) * (1 - rounding) ? MLG_OVER_FLOOR
                                                                                     : MLG_ALLOWED;
}

mlg_refusal mlg_zoning_refusal(const mlg_zoning_rule *rule, const mlg_zoning_choice *choice,
                               const mlg_gauges *before, const mlg_gauges *after)
{
    bool aided = choice->zone == MLG_ZONE_ZIP || choice->zone == MLG_ZONE_ZAC;
    if (rule->classes > 0)
        return refusal_of_level(rule, choice, before, after);
    if (choice->elsewhere)
        return MLG_ELSEWHERE;
    if (choice->frame == MLG_FRAME_NATIONAL && choice->zone != MLG_ZONE_ZIP && !rule->unlocked)
        return MLG_LOCKED;
    if (passes(before->share_pct[MLG_ZONE_ZIP], after->share_pct[MLG_ZONE_ZIP], rule->zip_max_pct))
        return MLG_ZIP_CEILING;
    if (passes(before->share_pct[MLG_ZONE_ZAC], after->share_pct[MLG_ZONE_ZAC], rule->zac_max_pct))
        return MLG_ZAC_CEILING;
    bool no_vivier = isnan(after->margin_pct) && after->margin_persons > before->margin_persons;
    if (!isnan(rule->margin_max_pct) &&
        (no_vivier || passes(before->margin_pct, after->margin_pct, rule->margin_max_pct)))
        return MLG_OVER_MARGIN;
    bool reason_needed = choice->frame == MLG_FRAME_OUT && aided && !isnan(rule->margin_max_pct);
    return reason_needed && !choice->motivated ? MLG_UNMOTIVATED : MLG_ALLOWED;
}

const char *mlg_refusal_words(mlg_refusal refusal)
{
    switch (refusal) {
    case MLG_ELSEWHERE:
        return MLG_REPORT_MARK("majorité des habitants dans une autre région, dont l’ARS décide");
    case MLG_LOCKED:
        return MLG_REPORT_MARK("sélection nationale, verrouillée en ZIP");
    case MLG_ZIP_CEILING:
        return MLG_REPORT_MARK("plafond de population en ZIP dépassé");
    case MLG_ZAC_CEILING:
        return MLG_REPORT_MARK("plafond de population en ZAC dépassé");
    case MLG_OVER_MARGIN:
        return MLG_REPORT_MARK("marge hors vivier dépassée");
    case MLG_UNMOTIVATED:
        return MLG_REPORT_MARK("hors vivier\u00a0: une justification chiffrée est exigée");
    case MLG_NO_EXCHANGE:
        return MLG_REPORT_MARK("la zone d’échange ne le permet pas");
    case MLG_UNDER_CEILING:
        return MLG_REPORT_MARK("part d’habitants en zone sous-dotée au-dessus de celle de la règle");
    case MLG_OVER_FLOOR:
        return MLG_REPORT_MARK("part d’habitants en zone sur-dotée au-dessous de celle de la règle");
    case MLG_ALLOWED:
        break;
    }
    return NULL;
}
