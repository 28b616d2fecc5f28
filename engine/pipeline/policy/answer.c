/* What the command prints of a policy: its summary and its groups of people, or all of it for a program. */
#include "adapters/json.h"
#include "base/language.h"
#include "pipeline/policy/policy.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double mean(const mlg_policy_group *g, int side)
{
    return g->weight[side] > 0 ? g->sum[side] / g->weight[side] : (double)NAN;
}

/* ---- text -------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *kind, *code; /* code NULL: any, which stands before the words */
    const char *words;
} names[] = {
    { "territory", "", MLG_MARK("everybody") },
    { "area", "rural", MLG_MARK("rural communes") },
    { "area", "urbain", MLG_MARK("urban communes") },
    { "size", "moins_2000", MLG_MARK("communes under 2,000 people") },
    { "size", "2000_et_plus", MLG_MARK("communes of 2,000 people or more") },
    { "qpv_commune", "avec_qpv", MLG_MARK("communes with a priority neighbourhood") },
    { "qpv_commune", "sans_qpv", MLG_MARK("communes without a priority neighbourhood") },
};

static const char *name_of(char *room, size_t size, const mlg_policy_group *g)
{
    int first = 0, last = 0;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (strcmp(names[k].kind, g->kind) == 0 && strcmp(names[k].code, g->code) == 0)
            return mlg_tr(names[k].words);
    if (strcmp(g->kind, "age") != 0)
        snprintf(room, size, strcmp(g->kind, "qpv") == 0 ? "QPV %s" : "%s", g->label);
    else if (sscanf(g->code, "%9d-%9d", &first, &last) == 2)
        snprintf(room, size, mlg_tr("aged %d to %d"), first, last);
    else
        snprintf(room, size, mlg_tr("aged %d and over"), first);
    return room;
}

enum { WIDTH = 44, COLUMN = 12 };

static void add_number(mlg_text *out, double value, int decimals)
{
    char digits[64] = "-";
    if (!isnan(value))
        snprintf(digits, sizeof digits, "%.*f", decimals, value);
    mlg_text_printf(out, "  %*s", COLUMN, mlg_say_decimals(digits));
}

/* Communes are left to the map and to programs: there are hundreds. */
static void add_groups(mlg_text *out, const mlg_policy_job *j)
{
    const char *heads[] = { mlg_tr("people"), j->sides[0] ? mlg_tr(j->sides[0]) : mlg_tr("before"),
                            j->sides[1] ? mlg_tr(j->sides[1]) : mlg_tr("after") };
    mlg_text_printf(out, "\n%s\n%*s", mlg_tr(j->unit), WIDTH, "");
    for (int k = 0; k < 3; k++)
        mlg_text_printf(out, "  %*s", mlg_width(heads[k], COLUMN), heads[k]);
    mlg_text_add(out, "\n");
    for (int32_t k = 0; k < j->group_count; k++) {
        const mlg_policy_group *g = &j->groups[k];
        char room[200];
        const char *name = name_of(room, sizeof room, g);
        if (strcmp(g->kind, "commune") == 0)
            continue;
        mlg_text_printf(out, "%-*s", mlg_width(name, WIDTH), name);
        add_number(out, g->people, 0);
        add_number(out, mean(g, 0), 2);
        add_number(out, mean(g, 1), 2);
        mlg_text_add(out, "\n");
    }
}

static void add_units(mlg_text *out, const mlg_policy_job *j)
{
    mlg_text_printf(out, "\n%s\n", mlg_tr("Areas, from the highest score"));
    for (int32_t k = 0; k < j->unit_count; k++) {
        mlg_text_printf(out, "%-*s", mlg_width(j->units[k].label, WIDTH), j->units[k].label);
        add_number(out, j->units[k].people, 0);
        add_number(out, j->units[k].score, 1);
        mlg_text_add(out, "\n");
    }
}

static double mean_of_hours(const mlg_policy_job *j, int side, int first_day, int last_day, int from, int to)
{
    double sum = 0;
    for (int day = first_day; day <= last_day; day++)
        for (int h = from; h < to; h++)
            sum += j->hours[side][24 * day + h];
    return sum / ((last_day - first_day + 1) * (to - from));
}

static void add_hours(mlg_text *out, const mlg_policy_job *j)
{
    static const struct {
        const char *words;
        int first, last;
    } days[] = { { MLG_MARK("Monday to Friday"), 0, 4 },
                 { MLG_MARK("Saturday"), 5, 5 },
                 { MLG_MARK("Sunday"), 6, 6 } };
    static const int bounds[] = { 0, 8, 20, 24 };
    mlg_text_printf(out, "\n%s\n", mlg_tr("Share of people with an open site within reach, mean of the hours, %"));
    for (int d = 0; d < 3; d++)
        for (int b = 0; b < 3; b++) {
            char name[100];
            snprintf(name, sizeof name, mlg_tr("%s, %d:00 to %d:00"), mlg_tr(days[d].words), bounds[b],
                     bounds[b + 1]);
            mlg_text_printf(out, "%-*s", mlg_width(name, WIDTH + COLUMN + 2), name);
            for (int side = 0; side < 2; side++)
                add_number(out, mean_of_hours(j, side, days[d].first, days[d].last, bounds[b], bounds[b + 1]), 2);
            mlg_text_add(out, "\n");
        }
}

static mlg_status as_text(char **out, mlg_policy_job *j, mlg_error *err)
{
    mlg_text text = { 0 };
    mlg_text_printf(&text, "%s\n", mlg_text_words(&j->summary));
    if (j->group_count > 0)
        add_groups(&text, j);
    if (j->unit_count > 0)
        add_units(&text, j);
    if (j->has_hours)
        add_hours(&text, j);
    mlg_status st = mlg_text_take(out, &text, err);
    mlg_text_release(&text);
    return st;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

/* A value that is a text is written as one. */
static void add_values(mlg_json *json, const mlg_policy_job *j)
{
    const mlg_node *list = mlg_node_child(j->policy, "values");
    mlg_json_array(json, "values");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        mlg_json_object(json, NULL);
        mlg_json_text(json, "name", mlg_rules_text(item, "name"));
        mlg_json_text(json, "value", mlg_rules_text(item, "value"));
        mlg_json_text(json, "unit", mlg_rules_text(item, "unit"));
        mlg_json_text(json, "status", mlg_rules_text(item, "status"));
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void add_figures(mlg_json *json, const mlg_policy_job *j)
{
    mlg_json_object(json, "figures");
    for (int k = 0; k < j->figure_count; k++)
        mlg_json_number(json, j->figures[k].name, j->figures[k].value);
    mlg_json_end(json);
}

static void add_group_objects(mlg_json *json, const mlg_policy_job *j)
{
    mlg_json_text(json, "unit", j->unit);
    mlg_json_array(json, "groups");
    for (int32_t k = 0; k < j->group_count; k++) {
        const mlg_policy_group *g = &j->groups[k];
        mlg_json_object(json, NULL);
        mlg_json_text(json, "kind", g->kind);
        mlg_json_text(json, "code", g->code);
        mlg_json_text(json, "label", g->label);
        mlg_json_number(json, "people", g->people);
        mlg_json_number(json, "before", mean(g, 0));
        mlg_json_number(json, "after", mean(g, 1));
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void add_unit_objects(mlg_json *json, const mlg_policy_job *j)
{
    mlg_json_array(json, "areas");
    for (int32_t k = 0; k < j->unit_count; k++) {
        mlg_json_object(json, NULL);
        mlg_json_text(json, "code", j->units[k].code);
        mlg_json_text(json, "label", j->units[k].label);
        mlg_json_number(json, "people", j->units[k].people);
        mlg_json_number(json, "score", j->units[k].score);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void add_hour_objects(mlg_json *json, const mlg_policy_job *j)
{
    mlg_json_array(json, "hours");
    for (int h = 0; j->has_hours && h < 168; h++) {
        mlg_json_object(json, NULL);
        mlg_json_number(json, "day", h / 24 + 1);
        mlg_json_number(json, "hour", h % 24);
        mlg_json_number(json, "people_pct_before", j->hours[0][h]);
        mlg_json_number(json, "people_pct_after", j->hours[1][h]);
        mlg_json_number(json, "slots_before", j->slots[0][h]);
        mlg_json_number(json, "slots_after", j->slots[1][h]);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static mlg_status as_json(char **out, const mlg_policy_job *j, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_text(json, "policy", j->name);
    mlg_json_text(json, "label", j->title ? j->title : mlg_rules_text(j->policy, "label"));
    mlg_json_text(json, "from", mlg_rules_text(j->policy, "from"));
    mlg_json_text(json, "source", mlg_rules_text(j->policy, "source"));
    mlg_json_text(json, "summary", mlg_text_words(&j->summary));
    mlg_json_number(json, "changes", j->item_count);
    add_values(json, j);
    add_figures(json, j);
    add_group_objects(json, j);
    add_unit_objects(json, j);
    add_hour_objects(json, j);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_policy_answer(char **out, mlg_policy_job *j, mlg_format format, mlg_error *err)
{
    return format == MLG_JSON ? as_json(out, j, err) : as_text(out, j, err);
}
