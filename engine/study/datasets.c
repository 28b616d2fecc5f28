/* The known data sets, each with its columns in a file of study/sources. */
#include "study/source.h"

#include <string.h>
#include <strings.h>

#define MLG_DATASET(id) extern const mlg_dataset mlg_dataset_##id;
#include "study/sources.def"
#undef MLG_DATASET

#define MLG_DATASET(id) &mlg_dataset_##id,
static const mlg_dataset *const datasets[] = {
#include "study/sources.def"
};
#undef MLG_DATASET

const mlg_dataset *mlg_dataset_at(int32_t index)
{
    int32_t count = (int32_t)(sizeof datasets / sizeof *datasets);
    return index >= 0 && index < count ? datasets[index] : NULL;
}

const mlg_dataset *mlg_dataset_find(const char *name)
{
    for (int32_t i = 0; mlg_dataset_at(i); i++)
        if (strcasecmp(mlg_dataset_at(i)->name, name) == 0)
            return mlg_dataset_at(i);
    return NULL;
}
