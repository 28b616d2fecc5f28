#include "analysis/whatif/zoning_text.h"

#include "adapters/json.h"
#include "analysis/zoning/stage.h"

#include <math.h>
#include <stdlib.h>

static void add_rule(mlg_json *json, const mlg_zoning_rule *rule, const mlg_zoning_units *units)
{
    mlg_json_object(json, "rule");
    mlg_json_text(json, "title", rule->title);
    mlg_json_number(json, "national_max", rule->national_max);
    mlg_json_number(json, "vivier_max", rule->vivier_max);
    mlg_json_number(json, "zip_max_pct", rule->zip_max_pct);
    mlg_json_number(json, "zac_max_pct", rule->zac_max_pct);
    mlg_json_number(json, "margin_max_pct", rule->margin_max_pct);
    mlg_json_number(json, "least_known_pct", MLG_LEAST_KNOWN_PCT);
    mlg_json_end(json);
    mlg_json_number(json, "persons", units->persons_total);
}

/* `weight`: by which the mean of a territory is taken. */
static void add_communes(mlg_json *json, const mlg_zoning_units *units, const mlg_zoning_assignment *state,
                         const mlg_places *places)
{
    const double *weight = state->rule.standardised ? units->standardised : units->residents;
    mlg_json_array(json, "communes");
    for (int32_t i = 0; i < units->communes; i++) {
        mlg_json_array(json, NULL);
        mlg_json_number(json, NULL, mlg_places_find(places, units->insee[i]));
        mlg_json_number(json, NULL, units->tvs[i]);
        mlg_json_text(json, NULL, mlg_zone_code((mlg_zone)state->zone[i]));
        mlg_json_number(json, NULL, units->persons[i]);
        mlg_json_number(json, NULL, weight[i]);
        mlg_json_number(json, NULL, state->value[i]);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void add_territories(mlg_json *json, const mlg_zoning_units *units, const mlg_zoning_assignment *state)
{
    mlg_json_array(json, "tvs");
    for (int32_t t = 0; t < units->tvs_count; t++) {
        mlg_json_object(json, NULL);
        mlg_json_text(json, "code", units->tvs_code[t]);
        mlg_json_text(json, "label", units->tvs_label[t]);
        mlg_json_text(json, "zone", mlg_zone_code((mlg_zone)state->tvs_zone[t]));
        mlg_json_text(json, "frame", mlg_frame_code((mlg_frame)units->tvs_frame[t]));
        mlg_json_number(json, "persons", units->tvs_persons[t]);
        mlg_json_number(json, "far", units->tvs_far_persons[t]);
        mlg_json_bool(json, "composed", units->tvs_composed[t]);
        mlg_json_bool(json, "elsewhere", mlg_zoning_is_elsewhere(units, t));
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

/* Shares: commune as numbered above, persons of the neighbourhood there. */
static void add_neighbourhoods(mlg_json *json, const mlg_zoning_units *units, const mlg_zoning_assignment *state)
{
    mlg_json_array(json, "qpv");
    for (int32_t q = 0; q < units->qpv_count; q++) {
        mlg_json_object(json, NULL);
        mlg_json_text(json, "code", units->qpv_code[q]);
        mlg_json_text(json, "label", units->qpv_label[q]);
        mlg_json_text(json, "zone",
                      state->qpv_zone[q] == MLG_ZONE_UNKNOWN ? NULL : mlg_zone_code((mlg_zone)state->qpv_zone[q]));
        mlg_json_array(json, "shares");
        for (int32_t s = 0; s < units->shares; s++)
            if (units->share_qpv[s] == q) {
                mlg_json_number(json, NULL, units->share_commune[s]);
                mlg_json_number(json, NULL, units->share_persons[s]);
            }
        mlg_json_end(json);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

mlg_status mlg_whatif_zoning(char **out, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    mlg_zoning_units units = { 0 };
    mlg_zoning_assignment state = { 0 };
    mlg_json *json = NULL;
    mlg_status st;
    free(*out);
    *out = NULL;
    MLG_GO(mlg_study_zoning_read(&units, &state, study, err));
    MLG_GO(mlg_json_new(&json, err));
    add_rule(json, &state.rule, &units);
    add_communes(json, &units, &state, places);
    add_territories(json, &units, &state);
    add_neighbourhoods(json, &units, &state);
    st = mlg_json_finish_compact(out, json, err);
done:
    mlg_json_free(json);
    mlg_zoning_assignment_release(&state);
    mlg_zoning_units_release(&units);
    return st;
}
