/* What one value of a study file may be, and the table of keys with these rules. */
#include "base/among.h"
#include "base/hours.h"
#include "base/language.h"
#include "base/utf8.h"
#include "study/config/checks.h"
#include "study/config/keys.h"
#include "study/config/names.h"
#include "study/config/schema.h"
#include "study/rule_file.h"

#include <assert.h>
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

static bool is_ratio(const char *text)
{
    return mlg_config_value(text) >= 1 && mlg_config_value(text) <= 100;
}

static bool is_speed(const char *text)
{
    return mlg_config_value(text) > 0 && mlg_config_value(text) <= 1000;
}

static bool is_short_time(const char *text)
{
    return mlg_config_value(text) >= 0 && mlg_config_value(text) <= 10000;
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

static bool is_judged_apl(const char *text)
{
    return strcmp(text, "computed") == 0 || strcmp(text, "published") == 0 || strcmp(text, "published-65") == 0 ||
           is_positive(text);
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

static bool is_neighbours(const char *text)
{
    const double n = mlg_config_value(text);
    return n == 4 || n == 8 || n == 16;
}

static bool is_hour(const char *text)
{
    int32_t seconds;
    return mlg_parse_hour(text, &seconds);
}

static bool is_hours(const char *text)
{
    mlg_hours hours;
    return mlg_hours_parse(&hours, text);
}

static bool is_moment(const char *text)
{
    mlg_hours moment;
    return mlg_moment_parse(&moment, text);
}

static bool is_column_name(const char *text)
{
    size_t length = strlen(text);
    bool taken = strcmp(text, "gp") == 0 || strcmp(text, "pharma") == 0 || strcmp(text, "urgence") == 0;
    return length > 0 && length <= 30 && !taken && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

/* Results of a group are named after it, beside those of everybody else and of all. */
static bool is_group_name(const char *text)
{
    return is_column_name(text) && strcmp(text, "autres") != 0 && strcmp(text, "ensemble") != 0;
}

/* "2025-03-18" */
static bool is_date(const char *text)
{
    int year, month, day;
    return mlg_parse_date(text, &year, &month, &day) && year >= 1970 && year < 2200;
}

static bool is_up_to_seven(const char *text)
{
    return mlg_config_value(text) >= 0 && mlg_config_value(text) <= 7;
}

static bool is_up_to_thousand(const char *text)
{
    return mlg_config_value(text) >= 1 && mlg_config_value(text) <= 1000;
}

/* ---- names that other tables hold --------------------------------------------------------------------------- */

const char *mlg_siting_model_meaning(const char *name)
{
#define MLG_SITING_MODEL(name, meaning, ...) { name, meaning },
    static const struct {
        const char *name, *meaning;
    } models[] = {
#include "study/siting_models.def"
    };
#undef MLG_SITING_MODEL
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        if (strcmp(models[i].name, name) == 0)
            return models[i].meaning;
    return "";
}

/* ---- rules, as keys.def names them -------------------------------------------------------------------------- */

/* clang-format off */
#define ANY { NULL, NULL, NULL, NULL }
#define ACCEPTED_BY(function, wanted) { function, MLG_MARK(wanted), NULL, NULL }
#define ONE_OF(...) { NULL, NULL, (const char *const[]){ __VA_ARGS__, NULL }, NULL }
#define NAMED_IN(names) { NULL, NULL, NULL, names }
/* clang-format on */

#define POSITIVE ACCEPTED_BY(is_positive, "above 0")
#define NOT_NEGATIVE ACCEPTED_BY(is_not_negative, "0 or more")
#define ONE_OR_MORE ACCEPTED_BY(is_one_or_more, "1 or more")
#define RATIO ACCEPTED_BY(is_ratio, "1 to 100")
#define SPEED ACCEPTED_BY(is_speed, "above 0, 1,000 at most")
#define SHORT_TIME ACCEPTED_BY(is_short_time, "0 to 10,000")
#define AGE ACCEPTED_BY(is_age, "an age from 0 to 130")
#define SHARE ACCEPTED_BY(is_share, "between 0 and 1")
#define PERCENT ACCEPTED_BY(is_percent, "above 0, 100 at most")
#define DAYS_A_WEEK ACCEPTED_BY(is_week_day, "between 1 and 7")
#define WEEK_DAY ACCEPTED_BY(is_week_day, "a day of the week, 1 (Monday) to 7")
#define HOUR ACCEPTED_BY(is_hour, "an hour, as in \"08:30\"")
#define HOURS ACCEPTED_BY(is_hours, "opening hours, as in Mo-Fr 08:00-20:00; Sa 09:00-12:00")
#define MOMENT ACCEPTED_BY(is_moment, "a time of the week, as in Sa 03:00, or day, evening, night, weekend")
#define COLUMN_NAME                                                                                               \
    ACCEPTED_BY(is_column_name, "30 small letters, digits and _ at most, and neither gp, pharma nor urgence")
#define GROUP_NAME                                                                                                \
    ACCEPTED_BY(is_group_name,                                                                                    \
                "30 small letters, digits and _ at most, and none of gp, pharma, urgence, autres, ensemble")
#define DATE ACCEPTED_BY(is_date, "a date, as in 2025-03-18")
#define UP_TO_SEVEN ACCEPTED_BY(is_up_to_seven, "0 to 7")
#define UP_TO_THOUSAND ACCEPTED_BY(is_up_to_thousand, "1 to 1,000")
#define NEIGHBOURS ACCEPTED_BY(is_neighbours, "4, 8 or 16")
#define YEAR ACCEPTED_BY(is_year, "a year, as in 2025")
#define LENGTH ACCEPTED_BY(is_length, "a length, as in 30 km or 500 m")
#define EPCI ACCEPTED_BY(is_epci, "nine digits, as in \"200072460\"")
#define DEPARTEMENT ACCEPTED_BY(is_departement, "a code as in \"62\", \"2A\" or \"974\"")
#define REGION ACCEPTED_BY(is_region, "two digits, as in \"32\"")
#define COMMUNE ACCEPTED_BY(is_commune, "an INSEE code of five characters, as in \"62119\" or \"2A004\"")
#define DESERT_RULES ACCEPTED_BY(is_desert_rule, "drees-2017, sans-voiture, or your own .yaml rule file")
#define JUDGED_APL ACCEPTED_BY(is_judged_apl, "computed, published, published-65, or a bound above 0")
#define WEIGHTS ACCEPTED_BY(is_weights, "vulnerabilite, or your own .yaml weight file")
#define ZONING_RULES                                                                                              \
    ACCEPTED_BY(is_zoning_rule, "arrete-2017, arrete-2021, arrete-2025, one of another profession "               \
                                "(infirmiers-2020 ...) or a .yaml file of your own")
#define MEASURE NAMED_IN(mlg_measure_names)
#define DECAY NAMED_IN(mlg_decay_names)
#define SHAPE NAMED_IN(mlg_decay_shape_names)
#define TRAVEL_MODEL NAMED_IN(mlg_travel_model_names)
#define SITING_MODEL NAMED_IN(mlg_siting_model_names)

/* ---- the table ---------------------------------------------------------------------------------------------- */

#define IS_NEEDED true
#define IS_OPTIONAL false
#define IS_FILLED false
#define IS_DEFAULTED false
#define NUMBER(number) #number
#define NUMBERS(...) "[" #__VA_ARGS__ "]"
#define WORD(word) word
#define WORDS(...) "[" #__VA_ARGS__ "]"
#define QUOTED(text) #text
/* clang-format off */
#define MLG_SECTION(section, meaning)                                                                             \
    { MLG_KIND_SECTION, #section, NULL, false, NULL, ANY, "", "", meaning, NULL },
#define MLG_KEY(section, key, kind, presence, rule, unit, fallback, meaning)                                      \
    { MLG_KIND_##kind, #section, #key, IS_##presence, NULL, rule, unit, fallback, meaning, NULL },
#define MLG_MAP(section, key, type, presence)                                                                     \
    { MLG_KIND_MAP, #section, #key, IS_##presence, #type, ANY, "", "", NULL, NULL },
#define MLG_LIST(section, key, type, presence)                                                                    \
    { MLG_KIND_LIST, #section, #key, IS_##presence, #type, ANY, "", "", NULL, NULL },
#define MLG_ROLE(key, presence, dataset, columns, meaning)                                                        \
    { MLG_KIND_ROLE, "sources", #key, IS_##presence, "source", ANY, "", "", meaning, columns },
/* clang-format on */
static const mlg_config_key keys[] = {
#include "study/config/keys.def"
    { 0 },
};

const mlg_config_key *mlg_config_section(const char *section)
{
    const mlg_config_key *row = keys;
    while (section && row->section && strcmp(row->section, section) != 0)
        row++;
    return row;
}

const mlg_config_key *mlg_config_find_key(const char *section, const char *name)
{
    for (const mlg_config_key *row = mlg_config_section(section) + 1; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}

const char *const *mlg_rule_choices(const mlg_value_rule *rule)
{
    return rule->names ? rule->names() : rule->choices;
}

/* ---- checking ----------------------------------------------------------------------------------------------- */

mlg_status mlg_config_fail_value(const mlg_node *node, const char *wanted, mlg_error *err)
{
    return mlg_fail(err, MLG_INPUT, "%s: '%s' is '%.60s'; it must be %s", node->where, node->name,
                    MLG_BRIEF(node->text, 60), mlg_tr(wanted));
}

static mlg_status fail_choice(const char *const *choices, const mlg_node *node, mlg_error *err)
{
    char wanted[480] = "";
    for (; *choices; choices++)
        mlg_list_add(wanted, sizeof wanted, mlg_tr(" or "), *choices);
    return mlg_config_fail_value(node, wanted, err);
}

mlg_status mlg_config_check_value(const mlg_node *node, const mlg_value_rule *rule, mlg_error *err)
{
    const char *const *choices = mlg_rule_choices(rule);
    if (choices)
        return mlg_is_among(choices, node->text) ? MLG_OK : fail_choice(choices, node, err);
    return !rule->accepts || rule->accepts(node->text) ? MLG_OK : mlg_config_fail_value(node, rule->wanted, err);
}

static mlg_status check_keys(const mlg_node *root, const mlg_node *map, const char *section, mlg_error *err);

static mlg_status check_value(const mlg_node *root, const mlg_node *node, const mlg_config_key *key,
                              mlg_error *err)
{
    if (node->kind == MLG_NODE_MAP)
        return check_keys(root, node, key->type, err);
    if (node->kind == MLG_NODE_TEXT)
        return mlg_config_check_value(node, &key->rule, err);
    for (const mlg_node *item = node->first; item; item = item->next)
        MLG_TRY(check_value(root, item, key, err));
    return MLG_OK;
}

static mlg_status check_keys(const mlg_node *root, const mlg_node *map, const char *section, mlg_error *err)
{
    for (const mlg_node *child = map->first; child; child = child->next) {
        const mlg_config_key *key = mlg_config_find_key(section, child->name);
        assert(key); /* the shape is right */
        MLG_TRY(check_value(root, child, key, err));
    }
    return mlg_config_check_relations(root, map, section, err);
}

mlg_status mlg_config_check_rules(const mlg_node *root, mlg_error *err)
{
    return check_keys(root, root, "study", err);
}
