#include "study/config/names.h"

#include "base/os/thread.h"
#include "study/rule_table.h"

#include <assert.h>
#include <string.h>

/* The traits beside a name of a list; 0 for another name. */
static int traits_of(const char *name, const char *const *names, const int *traits)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return traits[i];
    return 0;
}

const char *const *mlg_measure_names(void)
{
    static const char *const names[] = {
#define MLG_MEASURE(name, ...) name,
#include "study/measures.def"
#undef MLG_MEASURE
        NULL,
    };
    return names;
}

const char *mlg_measure_formula(const char *name)
{
    static const char *const formulas[] = {
#define MLG_MEASURE(name, label, formula, ...) formula,
#include "study/measures.def"
#undef MLG_MEASURE
    };
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
        if (strcmp(mlg_measure_names()[i], name) == 0)
            return formulas[i];
    return "";
}

const char *const *mlg_decay_shape_names(void)
{
    static const char *const names[] = {
#define MLG_DECAY_SHAPE(id, name, parameters) name,
#include "study/decay_shapes.def"
#undef MLG_DECAY_SHAPE
        NULL,
    };
    return names;
}

const char *const *mlg_travel_model_names(void)
{
    static const char *const names[] = {
#define MLG_TRAVEL_MODEL(name, ...) name,
#include "study/travel_models.def"
#undef MLG_TRAVEL_MODEL
        NULL,
    };
    return names;
}

int mlg_travel_model_traits(const char *name)
{
    static const int traits[] = {
#define MLG_TRAVEL_MODEL(name, traits, ...) traits,
#include "study/travel_models.def"
#undef MLG_TRAVEL_MODEL
    };
    return traits_of(name, mlg_travel_model_names(), traits);
}

const char *const *mlg_siting_model_names(void)
{
    static const char *const names[] = {
#define MLG_SITING_MODEL(name, ...) name,
#include "study/siting_models.def"
#undef MLG_SITING_MODEL
        NULL,
    };
    return names;
}

int mlg_siting_model_traits(const char *name)
{
    static const int traits[] = {
#define MLG_SITING_MODEL(name, meaning, label, unit, loss_unit, is_gain, needs_access, traits, ...) traits,
#include "study/siting_models.def"
#undef MLG_SITING_MODEL
    };
    return traits_of(name, mlg_siting_model_names(), traits);
}

bool mlg_is_gp_apl(const char *service, const char *measure)
{
    return strcmp(service, "gp") == 0 && strcmp(measure, "apl") == 0;
}

enum { MOST_FIELDS = 16 };

static const char *decay_names[MLG_MOST_DECAYS + 1], *profession_names[MLG_MOST_PROFESSIONS + 1];
static char decays[MLG_RULE_TABLE_BYTES], professions[MLG_RULE_TABLE_BYTES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The first fields of a table in `copy`; rows with the same first field are contiguous. */
static void read_names(const char **names, int most, char copy[MLG_RULE_TABLE_BYTES], const char *table,
                       int fields)
{
    char *at = mlg_rule_table(copy, MLG_RULE_TABLE_BYTES, table), *f[MOST_FIELDS];
    int count = 0;
    (void)most; /* only asserted */
    assert(fields <= MOST_FIELDS);
    while (mlg_rule_next(&at, f, fields)) {
        if (count > 0 && strcmp(names[count - 1], f[0]) == 0)
            continue;
        assert(count < most);
        names[count++] = f[0];
    }
}

static void read_tables(void)
{
    read_names(decay_names, MLG_MOST_DECAYS, decays, "decays", MLG_DECAY_FIELDS);
    read_names(profession_names, MLG_MOST_PROFESSIONS, professions, "professions", MLG_PROFESSION_FIELDS);
}

const char *const *mlg_decay_names(void)
{
    pthread_once(&once, read_tables);
    return decay_names;
}

const char *const *mlg_profession_names(void)
{
    pthread_once(&once, read_tables);
    return profession_names;
}
