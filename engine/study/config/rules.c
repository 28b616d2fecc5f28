/* What one value of a study file may be: a row of the table a key. */
#include "study/config/schema.h"

#include "base/language.h"
#include "study/config/names.h"
#include "study/rule_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double mlg_config_value(const char *text)
{
    double value = 0;
    return mlg_config_number(text, &value) ? value : 0;
}

static bool all_digits(const char *text, size_t count)
{
    return strlen(text) == count && strspn(text, "0123456789") == count;
}

static bool is_epci(const char *text)
{
    return all_digits(text, 9);
}

static bool is_corsican(const char *text)
{
    return text[0] == '2' && (text[1] == 'A' || text[1] == 'B');
}

static bool is_commune(const char *text)
{
    return all_digits(text, 5) || (is_corsican(text) && all_digits(text + 2, 3));
}

static bool is_departement(const char *text)
{
    return all_digits(text, 2) || (all_digits(text, 3) && text[0] == '9') || (is_corsican(text) && !text[2]);
}

static bool is_region(const char *text)
{
    return all_digits(text, 2);
}

static bool is_length(const char *text)
{
    double metres;
    return mlg_parse_length(text, &metres);
}

static bool is_year(const char *text)
{
    return all_digits(text, 4) && strcmp(text, "1943") >= 0 && strcmp(text, "2100") <= 0;
}

static bool is_positive(const char *text)
{
    return mlg_config_value(text) > 0;
}

static bool is_not_negative(const char *text)
{
    return mlg_config_value(text) >= 0;
}

static bool is_one_or_more(const char *text)
{
    return mlg_config_value(text) >= 1;
}

static bool is_age(const char *text)
{
    return mlg_config_value(text) >= 0 && mlg_config_value(text) <= 130;
}

static bool is_share(const char *text)
{
    return mlg_config_value(text) >= 0 && mlg_config_value(text) <= 1;
}

static bool is_percent(const char *text)
{
    return mlg_config_value(text) > 0 && mlg_config_value(text) <= 100;
}

static bool is_desert_rule(const char *text)
{
    return mlg_rules_known(text, "desert");
}

static bool is_zoning_rule(const char *text)
{
    return mlg_rules_known(text, "zoning");
}

static bool is_weights(const char *text)
{
    return mlg_rules_known(text, "vulnerability");
}

static bool is_week_day(const char *text)
{
    return mlg_config_value(text) >= 1 && mlg_config_value(text) <= 7;
}

static bool is_hour(const char *text)
{
    int32_t seconds;
    return mlg_parse_hour(text, &seconds);
}

typedef struct rule {
    const char *pattern; /* path of the value, list indices left out */
    bool (*accepts)(const char *text);
    const char *wanted;
    const char *choices[24]; /* when `accepts` is NULL; none: those of registries[] */
} rule;

static const rule rules[] = {
    { "territory.epci", is_epci, MLG_MARK("nine digits, as in \"200072460\""), { NULL } },
    { "territory.departement", is_departement, MLG_MARK("a code as in \"62\", \"2A\" or \"974\""), { NULL } },
    { "territory.region", is_region, MLG_MARK("two digits, as in \"32\""), { NULL } },
    { "territory.communes[]",
      is_commune,
      MLG_MARK("an INSEE code of five characters, as in \"62119\" or \"2A004\""),
      { NULL } },
    { "buffer", is_length, MLG_MARK("a length, as in 30 km or 500 m"), { NULL } },
    { "cog", is_year, MLG_MARK("a year, as in 2025"), { NULL } },
    { "sources.supply[].unit", NULL, NULL, { "personnes", "etp", "actes", "actes_centre" } },
    { "services[].age_weights", NULL, NULL, { "gp-2009", "uniform" } },
    { "services[].local_acts[].departement",
      is_departement,
      MLG_MARK("a code as in \"62\", \"2A\" or \"974\""),
      { NULL } },
    { "services[].local_acts[].acts", is_positive, MLG_MARK("above 0"), { NULL } },
    { "codes", NULL, NULL, { "insee", "any" } },
    { "demand", NULL, NULL, { "communes", "cells" } },
    { "travel.model", NULL, NULL, { "crow", "road", "table" } },
    { "travel.direction", NULL, NULL, { "to_site", "from_site" } },
    { "travel.engine", NULL, NULL, { "auto", "search", "sweep" } },
    { "travel.snap_metres", is_positive, MLG_MARK("above 0"), { NULL } },
    { "travel.detour", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "travel.terminal_minutes", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "travel.intra_minutes", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "travel.speeds_kmh[]", is_positive, MLG_MARK("above 0"), { NULL } },
    { "services[].acts", is_positive, MLG_MARK("above 0"), { NULL } },
    { "services[].acts_min", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "services[].acts_max", is_positive, MLG_MARK("above 0"), { NULL } },
    { "services[].age_limit", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "accessibility[].measure", NULL, NULL, { NULL } },
    { "accessibility[].decay", NULL, NULL, { NULL } },
    { "accessibility[].shape", NULL, NULL, { NULL } },
    { "accessibility[].cut_minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "accessibility[].parameter", is_positive, MLG_MARK("above 0"), { NULL } },
    { "accessibility[].spread", is_positive, MLG_MARK("above 0"), { NULL } },
    { "accessibility[].steps[].minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "accessibility[].steps[].weight", is_share, MLG_MARK("between 0 and 1"), { NULL } },
    { "accessibility[].closure", NULL, NULL, { "left", "right" } },
    { "catchments[].minutes[]", is_positive, MLG_MARK("above 0"), { NULL } },
    { "catchments[].capacity", is_positive, MLG_MARK("above 0"), { NULL } },
    { "catchments[].method", NULL, NULL, { "rank", "optimal" } },
    { "catchments[].resolution_metres", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "catchments[].reach_metres", is_positive, MLG_MARK("above 0"), { NULL } },
    { "deserts.rules", is_desert_rule, MLG_MARK("drees-2017, or a .yaml file of rules of your own"), { NULL } },
    { "deserts.apl", is_positive, MLG_MARK("above 0"), { NULL } },
    { "deserts.pharmacy_minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "deserts.emergency_minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "need.threshold", is_positive, MLG_MARK("above 0"), { NULL } },
    { "need.minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "deserts.join_minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "deserts.vulnerability",
      is_weights,
      MLG_MARK("vulnerabilite, or a .yaml file of weights of your own"),
      { NULL } },
    { "deserts.clusters.permutations", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "deserts.clusters.seed", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "deserts.clusters.rate", is_share, MLG_MARK("between 0 and 1"), { NULL } },
    { "sensitivity.threshold", is_positive, MLG_MARK("above 0"), { NULL } },
    { "sensitivity.decays[]", NULL, NULL, { NULL } },
    { "sensitivity.closures[]", NULL, NULL, { "right", "left" } },
    { "sensitivity.limits[]", is_positive, MLG_MARK("above 0"), { NULL } },
    { "sensitivity.speeds[]", is_positive, MLG_MARK("above 0"), { NULL } },
    { "sensitivity.supplies[].acts", is_positive, MLG_MARK("above 0"), { NULL } },
    { "sensitivity.supplies[].acts_min", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "sensitivity.supplies[].acts_max", is_positive, MLG_MARK("above 0"), { NULL } },
    { "sensitivity.supplies[].age_limit", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "sensitivity.demands[]", NULL, NULL, { "standardised", "total" } },
    { "zoning.rules",
      is_zoning_rule,
      MLG_MARK("arrete-2017, arrete-2021, arrete-2025, one of another profession (infirmiers-2020 ...) or a .yaml "
               "file of your own"),
      { NULL } },
    { "zoning.mesh", NULL, NULL, { "tvs", "bv2022", "bvcv", "grand-quartier", "commune" } },
    { "zoning.apl", NULL, NULL, { "computed", "published", "published-65" } },
    { "zoning.zip_max_pct", is_percent, MLG_MARK("above 0, 100 at most"), { NULL } },
    { "zoning.zac_max_pct", is_percent, MLG_MARK("above 0, 100 at most"), { NULL } },
    { "outlook.years[]", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "outlook.retirement_age", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "outlook.leave[].age", is_age, MLG_MARK("an age from 0 to 130"), { NULL } },
    { "outlook.leave[].share", is_share, MLG_MARK("between 0 and 1"), { NULL } },
    { "outlook.ages[].from", is_age, MLG_MARK("an age from 0 to 130"), { NULL } },
    { "outlook.ages[].to", is_age, MLG_MARK("an age from 0 to 130"), { NULL } },
    { "outlook.ages[].doctors", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "outlook.replacement", is_share, MLG_MARK("between 0 and 1"), { NULL } },
    { "outlook.moves[].year", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "outlook.threshold", is_positive, MLG_MARK("above 0"), { NULL } },
    { "zoning.zip", is_positive, MLG_MARK("above 0"), { NULL } },
    { "zoning.zac", is_positive, MLG_MARK("above 0"), { NULL } },
    { "siting[].model",
      NULL,
      NULL,
      { "p-median",           "p-center",    "lscp",         "mclp",        "mclp-gradual",      "max-min",
        "persons-over",       "fgt1",        "fgt2",         "maep",        "p-median-capacity", "mclp-capacity",
        "lscp-capacity",      "mclp-backup", "lscp-backup",  "mclp-budget", "p-median-budget",   "consultations",
        "consultations-fair", "pareto",      "pareto-equity" } },
    { "siting[].only[]", NULL, NULL, { "without-gp", "under-2000", "rural", "desert" } },
    { "siting[].demand", NULL, NULL, { "persons", "standardised", "unmet", "without-doctor" } },
    { "siting[].sites", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "siting[].minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "siting[].full_minutes", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "siting[].max_minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "siting[].doctors", is_positive, MLG_MARK("above 0"), { NULL } },
    { "siting[].doctors_per_site", is_positive, MLG_MARK("above 0"), { NULL } },
    { "siting[].threshold", is_positive, MLG_MARK("above 0"), { NULL } },
    { "siting[].alternatives", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "siting[].capacity", is_positive, MLG_MARK("above 0"), { NULL } },
    { "siting[].acts_per_person", is_positive, MLG_MARK("above 0"), { NULL } },
    { "siting[].budget", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "siting[].site_cost", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "siting[].costs[].cost", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "siting[].backup", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "siting[].half_days", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "siting[].half_days_full_time", is_positive, MLG_MARK("above 0"), { NULL } },
    { "siting[].seconds", is_positive, MLG_MARK("above 0"), { NULL } },
    { "tours[].units", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "tours[].weeks", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "tours[].days", is_week_day, MLG_MARK("between 1 and 7"), { NULL } },
    { "tours[].start", is_hour, MLG_MARK("an hour, as in \"08:30\""), { NULL } },
    { "tours[].minutes_per_day", is_positive, MLG_MARK("above 0"), { NULL } },
    { "tours[].session_minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "tours[].setup_minutes", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "tours[].pack_minutes", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "tours[].lunch_minutes", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "tours[].lunch_from", is_hour, MLG_MARK("an hour, as in \"11:30\""), { NULL } },
    { "tours[].lunch_to", is_hour, MLG_MARK("an hour, as in \"13:30\""), { NULL } },
    { "tours[].max_drive_minutes", is_positive, MLG_MARK("above 0"), { NULL } },
    { "tours[].population_below", is_positive, MLG_MARK("above 0"), { NULL } },
    { "tours[].reach_minutes", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "tours[].full_minutes", is_not_negative, MLG_MARK("0 or more"), { NULL } },
    { "tours[].repeats[]", is_share, MLG_MARK("between 0 and 1"), { NULL } },
    { "tours[].aim", NULL, NULL, { "persons", "acts" } },
    { "tours[].acts", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "tours[].weeks_per_year", is_positive, MLG_MARK("above 0"), { NULL } },
    { "tours[].commune_a_week", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "tours[].every_weeks", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "tours[].qpv_visits", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "tours[].openings[].days[]", is_week_day, MLG_MARK("a day of the week, 1 (Monday) to 7"), { NULL } },
    { "tours[].openings[].from", is_hour, MLG_MARK("an hour, as in \"09:00\""), { NULL } },
    { "tours[].openings[].to", is_hour, MLG_MARK("an hour, as in \"12:00\""), { NULL } },
    { "tours[].fixed[].day", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "tours[].fixed[].unit", is_one_or_more, MLG_MARK("1 or more"), { NULL } },
    { "tours[].fixed[].start", is_hour, MLG_MARK("an hour, as in \"10:00\""), { NULL } },
    { "tours[].max_seconds", is_positive, MLG_MARK("above 0"), { NULL } },
    { "outputs.palette", NULL, NULL, { "colourblind", "drees", "grey" } },
    { "outputs.classes[]", is_positive, MLG_MARK("above 0"), { NULL } },
};

/* Values whose choices are the names of a registry. */
static const struct {
    const char *pattern;
    const char *const *(*names)(void);
} registries[] = {
    { "accessibility[].measure", mlg_measure_names },
    { "accessibility[].decay", mlg_decay_names },
    { "accessibility[].shape", mlg_decay_shape_names },
    { "sensitivity.decays[]", mlg_decay_names },
};

static const char *const *choices_of(const rule *r)
{
    for (size_t i = 0; i < sizeof registries / sizeof *registries; i++)
        if (strcmp(registries[i].pattern, r->pattern) == 0)
            return registries[i].names();
    return r->choices;
}

static bool is_choice(const rule *r, const char *text)
{
    for (const char *const *choice = choices_of(r); *choice; choice++)
        if (strcmp(*choice, text) == 0)
            return true;
    return false;
}

mlg_status mlg_config_fail_value(const mlg_node *node, const char *wanted, mlg_error *err)
{
    return mlg_fail(err, MLG_INPUT, "%s: '%s' is '%.60s'; it must be %s", node->where, node->name, node->text,
                    mlg_tr(wanted));
}

static mlg_status fail_choice(const rule *r, const mlg_node *node, mlg_error *err)
{
    char wanted[480] = "";
    size_t used = 0;
    for (const char *const *choice = choices_of(r); *choice && used < sizeof wanted; choice++)
        used += (size_t)snprintf(wanted + used, sizeof wanted - used, "%s%s", used ? mlg_tr(" or ") : "", *choice);
    return mlg_config_fail_value(node, wanted, err);
}

static mlg_status check_text(const mlg_node *node, const char *pattern, mlg_error *err)
{
    for (const rule *r = rules; r < rules + sizeof rules / sizeof *rules; r++) {
        if (strcmp(r->pattern, pattern) != 0)
            continue;
        if (!r->accepts)
            return is_choice(r, node->text) ? MLG_OK : fail_choice(r, node, err);
        return r->accepts(node->text) ? MLG_OK : mlg_config_fail_value(node, r->wanted, err);
    }
    return MLG_OK;
}

mlg_status mlg_config_check_rules(const mlg_node *node, const char *pattern, mlg_error *err)
{
    char below[160];
    if (node->kind == MLG_NODE_TEXT)
        return check_text(node, pattern, err);
    for (const mlg_node *child = node->first; child; child = child->next) {
        bool item = node->kind == MLG_NODE_LIST;
        snprintf(below, sizeof below, "%s%s%s", pattern,
                 item       ? "[]"
                 : *pattern ? "."
                            : "",
                 item ? "" : child->name);
        MLG_TRY(mlg_config_check_rules(child, below, err));
    }
    return MLG_OK;
}
