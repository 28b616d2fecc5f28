/* How keys of one mapping constrain each other: the rows MLG_CHECK of keys.def. */
#include "study/config/checks.h"

#include "adapters/solver.h"
#include "base/utf8.h"
#include "study/config/keys.h"
#include "study/config/populations.h"
#include "study/config/schema.h"

#include <string.h>

typedef struct check check;

/* map: of the section; `at` is the value of the key, NULL where it is not given. */
typedef mlg_status check_function(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                                  mlg_error *err);

struct check {
    const char *section;
    check_function *function;
    const char *key, *other, *text, *example;
};

static const mlg_node *first_of(const mlg_node *list)
{
    return list ? list->first : NULL;
}

static mlg_status fail_missing(const check *c, const mlg_node *map, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: the key '%s' is missing in '%s'", map->where, c->other, map->name);
    mlg_hint(err, "as in %s", c->example);
    return MLG_INPUT;
}

/* ---- numbers ------------------------------------------------------------------------------------------------ */

/* The number given, or else the default of the key where that is a number; NULL for neither. */
static const char *number_text(const check *c, const mlg_node *map, const char *key)
{
    const mlg_node *node = mlg_node_child(map, key);
    double value;
    if (node)
        return node->text;
    const char *fallback = mlg_config_find_key(c->section, key)->fallback;
    return strcmp(c->text, "given") != 0 && mlg_config_number(fallback, &value) ? fallback : NULL;
}

static mlg_status at_most(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                          mlg_error *err)
{
    (void)root;
    const mlg_node *above = mlg_node_child(map, c->other);
    const char *low = number_text(c, map, c->key), *high = number_text(c, map, c->other);
    if (!(at || above) || !low || !high || mlg_config_value(low) <= mlg_config_value(high))
        return MLG_OK;
    if (at && above)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is %s, below '%s', %s", above->where, c->other, high, c->key,
                        low);
    if (at)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is %s, above '%s', %s by default", at->where, c->key, low,
                        c->other, high);
    return mlg_fail(err, MLG_INPUT, "%s: '%s' is %s, below '%s', %s by default", above->where, c->other, high,
                    c->key, low);
}

static mlg_status increasing(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                             mlg_error *err)
{
    (void)root, (void)map;
    const mlg_node *before = NULL;
    for (const mlg_node *item = first_of(at); item; item = item->next) {
        const mlg_node *here = *c->other ? mlg_node_child(item, c->other) : item;
        if (before && mlg_config_value(here->text) <= mlg_config_value(before->text))
            return mlg_fail(err, MLG_INPUT, "%s: '%s' is %s after %s; the values must increase", here->where,
                            here->name, here->text, before->text);
        before = here;
    }
    return MLG_OK;
}

static mlg_status not_rising(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                             mlg_error *err)
{
    (void)root, (void)map;
    for (const mlg_node *item = first_of(at); item && item->next; item = item->next)
        if (mlg_config_value(item->next->text) > mlg_config_value(item->text))
            return mlg_fail(err, MLG_INPUT, "%s: '%s' is %s after %s; no value may exceed the one before it",
                            item->next->where, c->key, item->next->text, item->text);
    return MLG_OK;
}

static mlg_status count(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                        mlg_error *err)
{
    (void)root, (void)map;
    double most = mlg_config_value(c->text);
    if (!at || (double)at->count <= most)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: %zu values in '%s'; at most %d are allowed", at->where, at->count, c->key,
                    (int)most);
}

static mlg_status as_many(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                          mlg_error *err)
{
    (void)root;
    const mlg_node *list = mlg_node_child(map, c->other);
    if (!at || !list || mlg_config_value(at->text) == (double)list->count)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: '%s' is %s, but '%s' names %zu", at->where, c->key, at->text, c->other,
                    list->count);
}

/* ---- names -------------------------------------------------------------------------------------------------- */

/* What distinguishes an item of a list from the others: the `name` of a mapping, else its key `otherwise`; a value
 * itself. */
static const mlg_node *name_of(const mlg_node *item, const char *otherwise)
{
    const mlg_node *name = item->kind == MLG_NODE_MAP ? mlg_node_child(item, "name") : item;
    return name ? name : mlg_node_child(item, otherwise);
}

static mlg_status find_twin(const mlg_node **first, const mlg_node **second, const mlg_node *list,
                            const char *otherwise)
{
    for (const mlg_node *item = first_of(list); item; item = item->next)
        for (const mlg_node *before = list->first; before != item; before = before->next) {
            *first = name_of(before, otherwise);
            *second = name_of(item, otherwise);
            if (strcmp((*first)->text, (*second)->text) == 0)
                return MLG_INPUT;
        }
    return MLG_OK;
}

static mlg_status unique(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                         mlg_error *err)
{
    (void)root, (void)map;
    const mlg_node *first, *second;
    if (find_twin(&first, &second, at, c->other) == MLG_OK)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: two of '%s' are named '%.60s'", second->where, at->name,
             MLG_BRIEF(second->text, 60));
    mlg_hint(err, "the first one is at %s; give this one another 'name'", first->where);
    return MLG_INPUT;
}

static mlg_status distinct(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                           mlg_error *err)
{
    (void)root, (void)map;
    const mlg_node *first, *second;
    if (find_twin(&first, &second, at, c->other) != MLG_OK)
        return mlg_fail(err, MLG_INPUT, "%s: '%.60s' appears twice in '%s'", second->where,
                        MLG_BRIEF(second->text, 60), at->name);
    return MLG_OK;
}

bool mlg_config_has_item(const mlg_node *list, const char *key, const char *text)
{
    for (const mlg_node *item = first_of(list); item; item = item->next) {
        const mlg_node *value = mlg_node_child(item, key);
        if (value && strcmp(value->text, text) == 0)
            return true;
    }
    return false;
}

static mlg_status service(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                          mlg_error *err)
{
    (void)c, (void)map;
    const mlg_node *sources = mlg_node_child(root, "sources");
    if (!at || mlg_config_has_item(mlg_node_child(root, "services"), "name", at->text) ||
        mlg_config_has_item(mlg_node_child(sources, "supply"), "service", at->text))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: no service is named '%.60s'", at->where, MLG_BRIEF(at->text, 60));
    mlg_hint(err, "name it under 'services', or as the 'service' of a supply source");
    return MLG_INPUT;
}

static mlg_status population(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                             mlg_error *err)
{
    (void)map;
    char known[200] = "";
    const mlg_node *own = mlg_node_child(root, "populations");
    if (!at || mlg_list_has(c->text, " ", at->text) || mlg_config_has_item(own, "name", at->text))
        return MLG_OK;
    for (const mlg_config_population *p = mlg_populations_shipped(); p->name; p++) {
        if (strcmp(p->name, at->text) == 0)
            return MLG_OK;
        mlg_list_add(known, sizeof known, ", ", p->name);
    }
    mlg_fail(err, MLG_INPUT, "%s: '%s' is '%.60s', which is not a name under 'populations'", at->where, at->name,
             MLG_BRIEF(at->text, 60));
    mlg_hint(err, "name it there, or use one of %s", known);
    return MLG_INPUT;
}

static mlg_status group(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                        mlg_error *err)
{
    (void)c, (void)map;
    if (!at || mlg_config_has_item(mlg_node_child(root, "modes"), "name", at->text))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: no group is named '%.60s'", at->where, MLG_BRIEF(at->text, 60));
    mlg_hint(err, "name it under 'modes', with its share of the people and its travel");
    return MLG_INPUT;
}

/* Taken as a service of their own, they would be counted without any of its rules. */
static mlg_status profession(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                             mlg_error *err)
{
    (void)c, (void)root, (void)map;
    static const char *const names[][2] = {
        { "physiotherapist", "physio" },
        { "physiotherapists", "physio" },
        { "kine", "physio" },
        { "kines", "physio" },
        { "infirmier", "nurse" },
        { "infirmiers", "nurse" },
        { "nurses", "nurse" },
        { "sage-femme", "midwife" },
        { "sages-femmes", "midwife" },
        { "midwives", "midwife" },
        { "dentiste", "dentist" },
        { "dentistes", "dentist" },
        { "dentists", "dentist" },
        { "orthophoniste", "speech_therapist" },
        { "orthophonistes", "speech_therapist" },
        { "speech_therapists", "speech_therapist" },
        { "generaliste", "gp" },
        { "generalistes", "gp" },
        { "gps", "gp" },
    };
    for (size_t k = 0; at && k < sizeof names / sizeof *names; k++)
        if (strcmp(at->text, names[k][0]) == 0)
            return mlg_fail(err, MLG_INPUT, "%s: no profession is named '%s'; did you mean '%s'?", at->where,
                            names[k][0], names[k][1]);
    return MLG_OK;
}

/* ---- presence ----------------------------------------------------------------------------------------------- */

static mlg_status excludes(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                           mlg_error *err)
{
    (void)root;
    if (!at || !mlg_node_child(map, c->other))
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: '%s' cannot be combined with '%s'", at->where, c->key, c->other);
}

static mlg_status either(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                         mlg_error *err)
{
    (void)root;
    if (at || mlg_node_child(map, c->other))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: '%s' needs '%s' or '%s'", map->where, map->name, c->key, c->other);
    mlg_hint(err, "as in %s", c->example);
    return MLG_INPUT;
}

static mlg_status only_one(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                           mlg_error *err)
{
    (void)root, (void)at;
    const mlg_node *chosen = NULL;
    for (const mlg_node *key = map->first; key; key = key->next) {
        if (mlg_config_find_key(c->section, key->name)->kind == MLG_KIND_FLAG && strcmp(key->text, "false") == 0)
            continue;
        if (chosen)
            return mlg_fail(err, MLG_INPUT, "%s: '%s' and '%s' are both given; '%s' takes only one of them",
                            key->where, key->name, chosen->name, map->name);
        chosen = key;
    }
    if (chosen)
        return MLG_OK;
    char keys[200] = "";
    for (const mlg_config_key *row = mlg_config_section(c->section) + 1; row->name; row++)
        mlg_list_add(keys, sizeof keys, ", ", row->name);
    mlg_fail(err, MLG_INPUT, "%s: '%s' is empty; it must be one of %s", map->where, map->name, keys);
    mlg_hint(err, "as in %s", c->example);
    return MLG_INPUT;
}

static mlg_status needs(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                        mlg_error *err)
{
    (void)root;
    if (!at || (*c->text && strcmp(at->text, c->text) != 0) || mlg_node_child(map, c->other))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: the key '%s' is missing, which '%s: %s' needs", map->where, c->other, c->key,
             at->text);
    mlg_hint(err, "as in %s", c->example);
    return MLG_INPUT;
}

static mlg_status only(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                       mlg_error *err)
{
    (void)root;
    const mlg_node *other = mlg_node_child(map, c->other);
    const char *value = other ? other->text : mlg_config_find_key(c->section, c->other)->fallback;
    if (!at || mlg_list_has(c->text, " ", value))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: '%s' has no effect with '%s: %.60s'", at->where, c->key, c->other,
             MLG_BRIEF(value, 60));
    mlg_hint(err, "it is for %s: %s", c->other, c->text);
    return MLG_INPUT;
}

/* A file of `sources` bears the name of its role. */
static mlg_status in_role(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                          mlg_error *err)
{
    (void)root, (void)at;
    return strcmp(map->name, c->key) == 0 && !mlg_node_child(map, c->other) ? fail_missing(c, map, err) : MLG_OK;
}

/* A solver that the study names is built in; without any, the methods of the models do what they can. */
static mlg_status solver(const check *c, const mlg_node *root, const mlg_node *map, const mlg_node *at,
                         mlg_error *err)
{
    (void)root, (void)map;
    if (!at || mlg_solver_named(at->text) == MLG_SOLVER_CBC || mlg_solver_has(mlg_solver_named(at->text)))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: '%s' is '%s', and maillage was built without HiGHS", at->where, c->key,
             at->text);
    mlg_hint(err, "leave cbc, or rebuild where HiGHS is installed (Debian 13: libhighs-dev)");
    return MLG_INPUT;
}

/* ---- the table ---------------------------------------------------------------------------------------------- */

#define RUNS_AT_MOST at_most
#define RUNS_INCREASING increasing
#define RUNS_INCREASING_BY increasing
#define RUNS_NOT_RISING not_rising
#define RUNS_UNIQUE unique
#define RUNS_DISTINCT distinct
#define RUNS_COUNT count
#define RUNS_AS_MANY as_many
#define RUNS_EXCLUDES excludes
#define RUNS_EITHER either
#define RUNS_ONLY_ONE only_one
#define RUNS_NEEDS needs
#define RUNS_WHEN needs
#define RUNS_ONLY only
#define RUNS_IN_ROLE in_role
#define RUNS_SERVICE service
#define RUNS_POPULATION population
#define RUNS_GROUP group
#define RUNS_SOLVER solver
#define RUNS_PROFESSION profession
/* clang-format off */
#define MLG_CHECK(section, kind, key, other, text, example)                                                       \
    { #section, RUNS_##kind, key, other, text, example },
/* clang-format on */
static const check checks[] = {
#include "study/config/keys.def"
};

const char *mlg_config_only_for(const char *section, const char *key)
{
    for (size_t k = 0; k < sizeof checks / sizeof *checks; k++)
        if (checks[k].function == only && strcmp(checks[k].section, section) == 0 &&
            strcmp(checks[k].key, key) == 0)
            return checks[k].text;
    return NULL;
}

mlg_status mlg_config_check_relations(const mlg_node *root, const mlg_node *map, const char *section,
                                      mlg_error *err)
{
    for (size_t k = 0; k < sizeof checks / sizeof *checks; k++)
        if (strcmp(checks[k].section, section) == 0)
            MLG_TRY(checks[k].function(&checks[k], root, map, mlg_node_child(map, checks[k].key), err));
    return MLG_OK;
}
