/* Recognises the data set of a file by its columns. */
#include "study/source.h"

#include <stdio.h>
#include <string.h>

/* Number of columns of the signature, 0 when the layer lacks one. */
static int count_signs(const mlg_dataset *set, const mlg_layer *layer)
{
    char names[256];
    int count = 0;
    for (const char *at = set->signature; at && *at; at += *at == ',') {
        size_t n = strcspn(at, ",");
        snprintf(names, sizeof names, "%.*s", (int)n, at);
        if (mlg_find_alias(layer, names) < 0)
            return 0;
        count++;
        at += n;
    }
    return count;
}

/* Fails when the path cannot be read as a table; *signs is 0 for a data set that does not match. */
static mlg_status try_set(int *signs, mlg_layer **layer, const mlg_dataset *set, const char *path, mlg_error *err)
{
    mlg_layer_options options = { .layer = strstr(path, "|layername=") ? NULL : set->layers,
                                  .header = set->header,
                                  .banner = set->banner,
                                  .names = set->names,
                                  .records = set->records,
                                  .pivot = set->pivot };
    *signs = 0;
    MLG_TRY(mlg_layer_open(layer, path, &options, err));
    *signs = mlg_layer_is_foreign(*layer) ? 0 : count_signs(set, *layer);
    return MLG_OK;
}

mlg_status mlg_dataset_recognise(const mlg_dataset **set, mlg_layer **layer, const char *path, mlg_error *err)
{
    int best = 0;
    mlg_status st = MLG_OK;
    bool opened = false;
    *set = NULL;
    *layer = NULL;
    for (int32_t i = 0; mlg_dataset_at(i); i++) {
        const mlg_dataset *one = mlg_dataset_at(i);
        mlg_layer *trial = NULL;
        int signs;
        mlg_error mine;
        if (!one->signature)
            continue;
        mlg_status got = try_set(&signs, &trial, one, path, &mine);
        if (got == MLG_MEMORY)
            st = mlg_fail_memory(err, path, 0);
        if (got != MLG_OK && !opened && err)
            *err = mine;
        st = got != MLG_OK && !opened ? got : opened || got == MLG_OK ? MLG_OK : st;
        opened = opened || got == MLG_OK;
        if (signs > best) {
            mlg_layer *former = *layer;
            best = signs;
            *set = one;
            *layer = trial;
            trial = former;
        }
        mlg_layer_close(trial);
        if (got == MLG_MEMORY)
            return got;
    }
    return st;
}
