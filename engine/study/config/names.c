#include "study/config/names.h"

#include "base/os/thread.h"
#include "study/rule_table.h"

#include <assert.h>
#include <string.h>

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
    for (size_t i = 0; i < sizeof traits / sizeof *traits; i++)
        if (strcmp(mlg_siting_model_names()[i], name) == 0)
            return traits[i];
    return 0;
}

static const char *decay_names[MLG_MOST_DECAYS + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Rows of a decay are contiguous; the first one gives its name. */
static void read_decays(void)
{
    static char copy[MLG_RULE_TABLE_BYTES];
    char *at = mlg_rule_table(copy, sizeof copy, "decays"), *f[MLG_DECAY_FIELDS];
    int count = 0;
    while (mlg_rule_next(&at, f, MLG_DECAY_FIELDS)) {
        if (count > 0 && strcmp(decay_names[count - 1], f[0]) == 0)
            continue;
        assert(count < MLG_MOST_DECAYS);
        decay_names[count++] = f[0];
    }
}

const char *const *mlg_decay_names(void)
{
    pthread_once(&once, read_decays);
    return decay_names;
}
