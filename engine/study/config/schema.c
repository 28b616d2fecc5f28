#include "study/config/schema.h"

#include "base/memory.h"

#include <cyaml/cyaml.h>
#include <stdio.h>

/* ---- keys: exactly the fields of config.h --------------------------------------------------------------- */

#define NEEDED CYAML_FLAG_POINTER
#define MAYBE (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)

/* A text, needed or not. */
#define TEXT(flags, type, field) CYAML_FIELD_STRING_PTR(#field, flags, type, field, 0, CYAML_UNLIMITED)
#define LIST(flags, type, field, entry)                                                                           \
    CYAML_FIELD_SEQUENCE(#field, flags, type, field, &(entry), 1, CYAML_UNLIMITED)
#define REAL(type, field) CYAML_FIELD_FLOAT_PTR(#field, MAYBE, type, field)
#define WHOLE(type, field) CYAML_FIELD_INT_PTR(#field, MAYBE, type, field)

static const cyaml_schema_value_t text_entry = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0,
                                                                    CYAML_UNLIMITED) };
static const cyaml_schema_value_t real_entry = { CYAML_VALUE_FLOAT(CYAML_FLAG_DEFAULT, double) };
static const cyaml_schema_value_t int_entry = { CYAML_VALUE_INT(CYAML_FLAG_DEFAULT, int) };

#define T mlg_config_territory
static const cyaml_schema_field_t territory_fields[] = {
    TEXT(MAYBE, T, epci),
    TEXT(MAYBE, T, departement),
    TEXT(MAYBE, T, region),
    LIST(MAYBE, T, communes, text_entry),
    CYAML_FIELD_BOOL("all", CYAML_FLAG_OPTIONAL, T, all),
    CYAML_FIELD_END,
};
#undef T

#define T mlg_config_columns
static const cyaml_schema_field_t columns_fields[] = {
    TEXT(MAYBE, T, insee_com), TEXT(MAYBE, T, libelle),     TEXT(MAYBE, T, population),
    TEXT(MAYBE, T, pop_std),   TEXT(MAYBE, T, lon),         TEXT(MAYBE, T, lat),
    TEXT(MAYBE, T, x),         TEXT(MAYBE, T, y),           TEXT(MAYBE, T, siren_epci),
    TEXT(MAYBE, T, lib_epci),  TEXT(MAYBE, T, insee_dep),   TEXT(MAYBE, T, insee_reg),
    TEXT(MAYBE, T, densite),   TEXT(MAYBE, T, surface_km2), TEXT(MAYBE, T, code),
    TEXT(MAYBE, T, categorie), TEXT(MAYBE, T, precision),   TEXT(MAYBE, T, code_qp),
    TEXT(MAYBE, T, communes),  TEXT(MAYBE, T, tvs),         TEXT(MAYBE, T, lib_tvs),
    TEXT(MAYBE, T, maille),    TEXT(MAYBE, T, zonage),      TEXT(MAYBE, T, cadre),
    TEXT(MAYBE, T, millesime), TEXT(MAYBE, T, quantite),    TEXT(MAYBE, T, age),
    TEXT(MAYBE, T, activite),  TEXT(MAYBE, T, remplace),    TEXT(MAYBE, T, personne),
    TEXT(MAYBE, T, finess),    TEXT(MAYBE, T, code_postal), TEXT(MAYBE, T, ancien),
    TEXT(MAYBE, T, nouveau),   TEXT(MAYBE, T, apl),         TEXT(MAYBE, T, apl_65),
    TEXT(MAYBE, T, impute),    TEXT(MAYBE, T, revenu),      TEXT(MAYBE, T, pauvrete),
    TEXT(MAYBE, T, menages),   TEXT(MAYBE, T, uu),          TEXT(MAYBE, T, valeur),
    TEXT(MAYBE, T, kind),      TEXT(MAYBE, T, geometrie),   CYAML_FIELD_END,
};
#undef T

#define T mlg_config_band
static const cyaml_schema_field_t band_fields[] = {
    CYAML_FIELD_INT("from", CYAML_FLAG_DEFAULT, T, from),
    CYAML_FIELD_INT_PTR("to", MAYBE, T, to),
    TEXT(NEEDED, T, column),
    TEXT(MAYBE, T, women),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t band_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, band_fields) };
#undef T

#define T mlg_config_filter
static const cyaml_schema_field_t filter_fields[] = {
    TEXT(NEEDED, T, column),
    LIST(NEEDED, T, values, text_entry),
    CYAML_FIELD_END,
};
#undef T

#define T mlg_config_source
static const cyaml_schema_field_t source_fields[] = {
    TEXT(MAYBE, T, dataset),
    TEXT(NEEDED, T, path),
    TEXT(MAYBE, T, layer),
    TEXT(MAYBE, T, crs),
    TEXT(MAYBE, T, vintage),
    TEXT(MAYBE, T, producer),
    TEXT(MAYBE, T, licence),
    TEXT(MAYBE, T, service),
    TEXT(MAYBE, T, unit),
    TEXT(MAYBE, T, indicator),
    TEXT(MAYBE, T, category),
    TEXT(MAYBE, T, kind),
    TEXT(MAYBE, T, companion),
    CYAML_FIELD_MAPPING_PTR("columns", MAYBE, T, columns, columns_fields),
    LIST(MAYBE, T, ages, band_entry),
    CYAML_FIELD_MAPPING_PTR("filter", MAYBE, T, filter, filter_fields),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t source_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, source_fields) };
#undef T

#define ROLE(flags, role)                                                                                         \
    CYAML_FIELD_SEQUENCE_COUNT(#role, flags, mlg_config_sources, role.items, role.count, &source_entry, 1,        \
                               CYAML_UNLIMITED)
static const cyaml_schema_field_t sources_fields[] = {
    ROLE(MAYBE, changes),    ROLE(NEEDED, communes),  ROLE(MAYBE, other_year), ROLE(MAYBE, population),
    ROLE(MAYBE, density),    ROLE(MAYBE, ages),       ROLE(MAYBE, cells),      ROLE(MAYBE, qpv),
    ROLE(MAYBE, sites),      ROLE(MAYBE, postal),     ROLE(MAYBE, supply),     ROLE(MAYBE, tvs),
    ROLE(MAYBE, zoning),     ROLE(MAYBE, apl),        ROLE(MAYBE, income),     ROLE(MAYBE, indicators),
    ROLE(MAYBE, membership), ROLE(MAYBE, parameters), CYAML_FIELD_END,
};

#define T mlg_config_travel
static const cyaml_schema_field_t travel_fields[] = {
    TEXT(MAYBE, T, model),
    REAL(T, detour),
    REAL(T, terminal_minutes),
    REAL(T, intra_minutes),
    CYAML_FIELD_SEQUENCE("speeds_kmh", MAYBE, T, speeds_kmh, &real_entry, 7, 7),
    TEXT(MAYBE, T, osm),
    TEXT(MAYBE, T, profile),
    TEXT(MAYBE, T, direction),
    REAL(T, snap_metres),
    CYAML_FIELD_BOOL("peak", CYAML_FLAG_OPTIONAL, T, peak),
    TEXT(MAYBE, T, engine),
    TEXT(MAYBE, T, path),
    TEXT(MAYBE, T, origin),
    TEXT(MAYBE, T, destination),
    TEXT(MAYBE, T, minutes),
    TEXT(MAYBE, T, no_route),
    CYAML_FIELD_END,
};
#undef T

#define T mlg_config_local_acts
static const cyaml_schema_field_t local_acts_fields[] = {
    TEXT(NEEDED, T, departement),
    CYAML_FIELD_FLOAT("acts", CYAML_FLAG_DEFAULT, T, acts),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t local_acts_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T,
                                                                           local_acts_fields) };
#undef T

#define T mlg_config_service
static const cyaml_schema_field_t service_fields[] = {
    TEXT(NEEDED, T, name),
    LIST(MAYBE, T, categories, text_entry),
    REAL(T, acts),
    REAL(T, acts_min),
    REAL(T, acts_max),
    CYAML_FIELD_INT_PTR("age_limit", MAYBE, T, age_limit),
    TEXT(MAYBE, T, age_weights),
    LIST(MAYBE, T, local_acts, local_acts_entry),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t service_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, service_fields) };
#undef T

#define T mlg_config_step
static const cyaml_schema_field_t step_fields[] = {
    CYAML_FIELD_FLOAT("minutes", CYAML_FLAG_DEFAULT, T, minutes),
    CYAML_FIELD_FLOAT("weight", CYAML_FLAG_DEFAULT, T, weight),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t step_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, step_fields) };
#undef T

#define T mlg_config_access
static const cyaml_schema_field_t access_fields[] = {
    TEXT(MAYBE, T, name),
    TEXT(NEEDED, T, service),
    TEXT(MAYBE, T, measure),
    TEXT(MAYBE, T, decay),
    LIST(MAYBE, T, steps, step_entry),
    TEXT(MAYBE, T, closure),
    TEXT(MAYBE, T, shape),
    REAL(T, cut_minutes),
    REAL(T, parameter),
    REAL(T, spread),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t access_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, access_fields) };
#undef T

#define T mlg_config_catchment
static const cyaml_schema_field_t catchment_fields[] = {
    TEXT(MAYBE, T, name),  TEXT(NEEDED, T, sites), LIST(NEEDED, T, minutes, real_entry),
    REAL(T, capacity),     TEXT(MAYBE, T, method), REAL(T, resolution_metres),
    REAL(T, reach_metres), CYAML_FIELD_END,
};
static const cyaml_schema_value_t catchment_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T,
                                                                          catchment_fields) };
#undef T

#define T mlg_config_clusters
static const cyaml_schema_field_t clusters_fields[] = {
    CYAML_FIELD_INT_PTR("permutations", MAYBE, T, permutations),
    CYAML_FIELD_INT_PTR("seed", MAYBE, T, seed),
    REAL(T, rate),
    CYAML_FIELD_END,
};
#undef T

#define T mlg_config_deserts
static const cyaml_schema_field_t deserts_fields[] = {
    TEXT(NEEDED, T, rules),
    REAL(T, apl),
    REAL(T, pharmacy_minutes),
    REAL(T, emergency_minutes),
    REAL(T, join_minutes),
    TEXT(MAYBE, T, vulnerability),
    CYAML_FIELD_MAPPING_PTR("clusters", MAYBE, T, clusters, clusters_fields),
    CYAML_FIELD_END,
};
#undef T

#define T mlg_config_need
static const cyaml_schema_field_t need_fields[] = {
    TEXT(MAYBE, T, service),
    REAL(T, threshold),
    REAL(T, minutes),
    CYAML_FIELD_END,
};
#undef T

#define T mlg_config_leave
static const cyaml_schema_field_t leave_fields[] = {
    CYAML_FIELD_INT("age", CYAML_FLAG_DEFAULT, T, age),
    CYAML_FIELD_FLOAT("share", CYAML_FLAG_DEFAULT, T, share),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t leave_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, leave_fields) };
#undef T

#define T mlg_config_age_count
static const cyaml_schema_field_t age_count_fields[] = {
    CYAML_FIELD_INT("from", CYAML_FLAG_DEFAULT, T, from),
    CYAML_FIELD_INT("to", CYAML_FLAG_DEFAULT, T, to),
    CYAML_FIELD_FLOAT("doctors", CYAML_FLAG_DEFAULT, T, doctors),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t age_count_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T,
                                                                          age_count_fields) };
#undef T

#define T mlg_config_move
static const cyaml_schema_field_t move_fields[] = {
    TEXT(NEEDED, T, insee_com),
    CYAML_FIELD_INT("year", CYAML_FLAG_DEFAULT, T, year),
    CYAML_FIELD_FLOAT("doctors", CYAML_FLAG_DEFAULT, T, doctors),
    TEXT(MAYBE, T, name),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t move_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, move_fields) };
#undef T

#define T mlg_config_outlook
static const cyaml_schema_field_t outlook_fields[] = {
    TEXT(MAYBE, T, service),
    LIST(MAYBE, T, years, int_entry),
    CYAML_FIELD_INT_PTR("retirement_age", MAYBE, T, retirement_age),
    LIST(MAYBE, T, leave, leave_entry),
    LIST(MAYBE, T, ages, age_count_entry),
    REAL(T, replacement),
    LIST(MAYBE, T, moves, move_entry),
    REAL(T, threshold),
    CYAML_FIELD_END,
};
#undef T

#define T mlg_config_supply_case
static const cyaml_schema_field_t supply_case_fields[] = {
    TEXT(NEEDED, T, name),
    REAL(T, acts),
    REAL(T, acts_min),
    REAL(T, acts_max),
    CYAML_FIELD_INT_PTR("age_limit", MAYBE, T, age_limit),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t supply_case_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T,
                                                                            supply_case_fields) };
#undef T

#define T mlg_config_sensitivity
static const cyaml_schema_field_t sensitivity_fields[] = {
    TEXT(MAYBE, T, service),
    TEXT(MAYBE, T, measure),
    REAL(T, threshold),
    LIST(MAYBE, T, decays, text_entry),
    LIST(MAYBE, T, closures, text_entry),
    LIST(MAYBE, T, limits, real_entry),
    LIST(MAYBE, T, speeds, real_entry),
    LIST(MAYBE, T, supplies, supply_case_entry),
    LIST(MAYBE, T, demands, text_entry),
    CYAML_FIELD_END,
};
#undef T

#define T mlg_config_zoning
static const cyaml_schema_field_t zoning_fields[] = {
    TEXT(NEEDED, T, rules),   REAL(T, zip),         REAL(T, zac),        REAL(T, zip_max_pct),
    REAL(T, zac_max_pct),     TEXT(MAYBE, T, mesh), TEXT(MAYBE, T, apl), TEXT(MAYBE, T, vintage),
    TEXT(MAYBE, T, scenario), CYAML_FIELD_END,
};
#undef T

#define T mlg_config_site_cost
static const cyaml_schema_field_t site_cost_fields[] = {
    TEXT(NEEDED, T, code),
    CYAML_FIELD_FLOAT("cost", CYAML_FLAG_DEFAULT, T, cost),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t site_cost_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T,
                                                                          site_cost_fields) };
#undef T

#define T mlg_config_siting
static const cyaml_schema_field_t siting_fields[] = {
    TEXT(NEEDED, T, name),
    TEXT(NEEDED, T, model),
    TEXT(MAYBE, T, service),
    TEXT(MAYBE, T, candidates),
    LIST(MAYBE, T, only, text_entry),
    LIST(MAYBE, T, volunteers, text_entry),
    TEXT(MAYBE, T, existing),
    LIST(MAYBE, T, forced, text_entry),
    LIST(MAYBE, T, forbidden, text_entry),
    TEXT(MAYBE, T, demand),
    CYAML_FIELD_INT_PTR("sites", MAYBE, T, sites),
    REAL(T, minutes),
    REAL(T, full_minutes),
    REAL(T, max_minutes),
    REAL(T, doctors),
    REAL(T, doctors_per_site),
    REAL(T, threshold),
    CYAML_FIELD_INT_PTR("alternatives", MAYBE, T, alternatives),
    REAL(T, capacity),
    REAL(T, acts_per_person),
    CYAML_FIELD_BOOL("whole", CYAML_FLAG_OPTIONAL, T, whole),
    REAL(T, budget),
    REAL(T, site_cost),
    TEXT(MAYBE, T, cost_indicator),
    LIST(MAYBE, T, costs, site_cost_entry),
    REAL(T, backup),
    CYAML_FIELD_INT_PTR("half_days", MAYBE, T, half_days),
    REAL(T, half_days_full_time),
    REAL(T, seconds),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t siting_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, siting_fields) };
#undef T

#define T mlg_config_opening
static const cyaml_schema_field_t opening_fields[] = {
    TEXT(NEEDED, T, stop), LIST(NEEDED, T, days, int_entry), TEXT(MAYBE, T, from), TEXT(MAYBE, T, to),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t opening_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, opening_fields) };
#undef T

#define T mlg_config_visit
static const cyaml_schema_field_t visit_fields[] = {
    TEXT(NEEDED, T, stop), CYAML_FIELD_INT("day", CYAML_FLAG_DEFAULT, T, day),
    WHOLE(T, unit),        TEXT(MAYBE, T, start),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t visit_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, visit_fields) };
#undef T

#define T mlg_config_tour
static const cyaml_schema_field_t tour_fields[] = {
    TEXT(NEEDED, T, name),
    TEXT(MAYBE, T, depot),
    LIST(MAYBE, T, depots, text_entry),
    WHOLE(T, units),
    WHOLE(T, weeks),
    WHOLE(T, days),
    TEXT(MAYBE, T, start),
    REAL(T, minutes_per_day),
    REAL(T, session_minutes),
    REAL(T, setup_minutes),
    REAL(T, pack_minutes),
    REAL(T, lunch_minutes),
    TEXT(MAYBE, T, lunch_from),
    TEXT(MAYBE, T, lunch_to),
    REAL(T, max_drive_minutes),
    LIST(MAYBE, T, stops, text_entry),
    REAL(T, population_below),
    TEXT(MAYBE, T, without),
    REAL(T, reach_minutes),
    REAL(T, full_minutes),
    LIST(MAYBE, T, repeats, real_entry),
    TEXT(MAYBE, T, aim),
    TEXT(MAYBE, T, service),
    REAL(T, acts),
    REAL(T, weeks_per_year),
    WHOLE(T, commune_a_week),
    WHOLE(T, every_weeks),
    WHOLE(T, qpv_visits),
    LIST(MAYBE, T, openings, opening_entry),
    LIST(MAYBE, T, fixed, visit_entry),
    REAL(T, max_seconds),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t tour_entry = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, tour_fields) };
#undef T

#define T mlg_config_outputs
static const cyaml_schema_field_t outputs_fields[] = {
    TEXT(NEEDED, T, geopackage),
    TEXT(MAYBE, T, report),
    TEXT(MAYBE, T, workbook),
    TEXT(MAYBE, T, tables),
    TEXT(MAYBE, T, palette),
    LIST(MAYBE, T, classes, real_entry),
    CYAML_FIELD_END,
};
#undef T

#define T mlg_config
static const cyaml_schema_field_t study_fields[] = {
    TEXT(MAYBE, T, title),
    CYAML_FIELD_MAPPING("territory", CYAML_FLAG_DEFAULT, T, territory, territory_fields),
    TEXT(MAYBE, T, buffer),
    CYAML_FIELD_INT_PTR("cog", MAYBE, T, cog),
    TEXT(MAYBE, T, crs),
    TEXT(MAYBE, T, codes),
    CYAML_FIELD_MAPPING("sources", CYAML_FLAG_DEFAULT, T, sources, sources_fields),
    TEXT(MAYBE, T, demand),
    CYAML_FIELD_MAPPING_PTR("travel", MAYBE, T, travel, travel_fields),
    LIST(MAYBE, T, services, service_entry),
    LIST(MAYBE, T, accessibility, access_entry),
    LIST(MAYBE, T, catchments, catchment_entry),
    CYAML_FIELD_MAPPING_PTR("deserts", MAYBE, T, deserts, deserts_fields),
    CYAML_FIELD_MAPPING_PTR("need", MAYBE, T, need, need_fields),
    CYAML_FIELD_MAPPING_PTR("outlook", MAYBE, T, outlook, outlook_fields),
    CYAML_FIELD_MAPPING_PTR("sensitivity", MAYBE, T, sensitivity, sensitivity_fields),
    CYAML_FIELD_MAPPING_PTR("zoning", MAYBE, T, zoning, zoning_fields),
    LIST(MAYBE, T, siting, siting_entry),
    LIST(MAYBE, T, tours, tour_entry),
    CYAML_FIELD_MAPPING("outputs", CYAML_FLAG_DEFAULT, T, outputs, outputs_fields),
    CYAML_FIELD_END,
};
const cyaml_schema_value_t mlg_config_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, T, study_fields) };
#undef T

/* ---- loading ------------------------------------------------------------------------------------------------ */

/* libcyaml's memory, so that a failing allocation can be tested. */
static void *allocate(void *context, void *block, size_t size)
{
    (void)context;
    size_t capacity = 0;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return mlg_grow_array(&block, &capacity, size, 1, "study file", NULL) == MLG_OK ? block : NULL;
}

typedef struct log_line {
    char text[256];
} log_line;

/* The first line says what; the following ones are a backtrace. */
static void keep_first(cyaml_log_t level, void *context, const char *format, va_list args) MLG_PRINTF(3, 0);
static void keep_first(cyaml_log_t level, void *context, const char *format, va_list args)
{
    (void)level;
    log_line *line = context;
    if (line->text[0] == '\0')
        vsnprintf(line->text, sizeof line->text, format, args);
}

mlg_status mlg_config_load(mlg_config **out, const char *path, const char *bytes, size_t size, mlg_error *err)
{
    log_line line = { "" };
    cyaml_config_t settings = { .log_fn = keep_first,
                                .log_ctx = &line,
                                .mem_fn = allocate,
                                .log_level = CYAML_LOG_ERROR,
                                .flags = CYAML_CFG_NO_ALIAS };
    cyaml_data_t *data = NULL;
    cyaml_err_t code = cyaml_load_data((const uint8_t *)bytes, size, &settings, &mlg_config_schema, &data, NULL);
    if (code == CYAML_ERR_OOM)
        return mlg_fail_memory(err, path, size);
    if (code != CYAML_OK)
        return mlg_fail(err, MLG_INPUT, "%s: %s: %s", path, cyaml_strerror(code), line.text);
    *out = data;
    return MLG_OK;
}

void mlg_config_free(mlg_config *config)
{
    cyaml_config_t settings = { .mem_fn = allocate, .log_level = CYAML_LOG_ERROR };
    if (config)
        (void)cyaml_free(&settings, &mlg_config_schema, config, 0);
}
