#include "pipeline/new_data.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "pipeline/check.h"
#include "study/source.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What a line needs beside its data set and path. Other data sets need nothing, or are for hands that know them. */
static const struct {
    const char *dataset, *role, *keys;
} uses[] = {
    { "adminexpress", "communes", "" },
    { "etalab-communes", "communes", "" },
    { "insee-changes", "changes", "" },
    { "insee-legal", "population", "" },
    { "insee-density", "density", "" },
    { "insee-age", "ages", "" },
    { "filosofi-cells", "cells", "" },
    { "filosofi-communes", "income", "" },
    { "qpv", "qpv", "" },
    { "finess", "sites", "" },
    { "rpps", "supply", ", service: gp" },
    { "bpe", "supply", ", service: gp" },
    { "laposte-postal", "postal", "" },
    { "drees-apl", "apl", ", service: gp" },
    { "drees-parameters", "parameters", ", service: gp" },
    { "ars-zoning", "zoning", "" },
    { "ars-tvs", "tvs", "" },
};

static mlg_status add(mlg_new_data *data, const char *role, const char *text, mlg_error *err)
{
    if (!text)
        return mlg_fail_memory(err, "a study file", 0);
    MLG_TRY(MLG_GROW(&data->lines, &data->capacity, (size_t)data->count + 1, "source lines", err));
    data->lines[data->count++] = (mlg_new_line){ role, text };
    return MLG_OK;
}

static int use_of(const mlg_dataset *set)
{
    for (size_t i = 0; set && i < sizeof uses / sizeof *uses; i++)
        if (strcmp(uses[i].dataset, set->name) == 0)
            return (int)i;
    return -1;
}

static mlg_status add_file(mlg_new_data *data, const char *folder, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    const mlg_dataset *set = NULL;
    mlg_layer *layer = NULL;
    mlg_error why = { 0 };
    MLG_TRY(mlg_path_join(path, folder, name, err));
    mlg_status got = mlg_dataset_recognise(&set, &layer, path, &why);
    mlg_layer_close(layer);
    if (got == MLG_MEMORY)
        return mlg_fail_memory(err, path, 0);
    int use = got == MLG_OK ? use_of(set) : -1;
    if (use >= 0)
        return add(
            data, uses[use].role,
            mlg_arena_printf(&data->arena, "{ dataset: %s, path: \"%s\"%s }", set->name, path, uses[use].keys),
            err);
    return add(data, NULL,
               got != MLG_OK ? mlg_arena_printf(&data->arena, mlg_tr("Not used: %s"), why.message)
               : set         ? mlg_arena_printf(&data->arena,
                                                mlg_tr("Not used: %s (%s): name it under sources with what it holds"),
                                                path, set->name)
                             : mlg_arena_printf(
                                   &data->arena,
                                   mlg_tr("Not used: %s matches no known data set; it can be read with columns:"), path),
               err);
}

mlg_status mlg_new_data_read(mlg_new_data *out, const char *folder, mlg_error *err)
{
    struct dirent **entries = NULL;
    char absolute[PATH_MAX], path[MLG_PATH_SIZE];
    struct stat info;
    mlg_status st = MLG_OK;
    *out = (mlg_new_data){ 0 };
    if (!realpath(folder, absolute))
        return mlg_fail(err, MLG_INPUT, "%s: %s", folder, mlg_errno_text(errno));
    int count = scandir(absolute, &entries, NULL, alphasort);
    if (count < 0)
        return mlg_fail(err, MLG_INPUT, "%s: %s", folder, mlg_errno_text(errno));
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        bool readable = mlg_is_data_file(name) && mlg_path_join(path, absolute, name, NULL) == MLG_OK &&
                        stat(path, &info) == 0 && S_ISREG(info.st_mode) && !strpbrk(name, "\"\\");
        if (st == MLG_OK && readable)
            st = add_file(out, absolute, name, err);
        free(entries[i]);
    }
    free(entries);
    if (st != MLG_OK)
        mlg_new_data_release(out);
    return st;
}

void mlg_new_data_release(mlg_new_data *data)
{
    free(data->lines);
    mlg_arena_release(&data->arena);
    *data = (mlg_new_data){ 0 };
}

mlg_status mlg_new_data_drop(mlg_new_data *data, int32_t i, const char *why, mlg_error *err)
{
    mlg_new_line *line = &data->lines[i];
    const char *text = mlg_arena_printf(&data->arena, mlg_tr("Not used: %s, because: %s"), line->text, why);
    if (!text)
        return mlg_fail_memory(err, "a study file", 0);
    *line = (mlg_new_line){ NULL, text };
    return MLG_OK;
}
