/* The table of siting models, read from study/siting_models.def. */
#include "analysis/siting/capacity/capacitated.h"
#include "analysis/siting/on_access/allocation.h"
#include "analysis/siting/stage.h"
#include "study/config/names.h"

#include <string.h>

static const mlg_siting_model models[] = {
#define MLG_SITING_MODEL(name, meaning, ...) { name, __VA_ARGS__ },
#include "study/siting_models.def"
#undef MLG_SITING_MODEL
};

const mlg_siting_model *mlg_siting_model_by_name(const char *name)
{
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        if (strcmp(models[i].name, name) == 0)
            return &models[i];
    return NULL;
}
