#include "pipeline/inputs.h"

#include "adapters/layer/read.h"
#include "analysis/travel/model.h"
#include "base/memory.h"
#include "base/os/file.h"

#include <stdio.h>
#include <string.h>

static mlg_status add(mlg_inputs *inputs, const mlg_input *input, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&inputs->list, &inputs->room, inputs->count + 1, "sources", err));
    inputs->list[inputs->count++] = *input;
    return MLG_OK;
}

void mlg_inputs_release(mlg_inputs *inputs)
{
    free(inputs->list);
    *inputs = (mlg_inputs){ 0 };
}

/* ---- of a study file --------------------------------------------------------------------------------------- */

mlg_status mlg_inputs_add(mlg_inputs *inputs, const char *path, mlg_error *err)
{
    mlg_os_info info;
    if (mlg_os_stat(path, &info) != 0)
        return MLG_OK; /* reported where it is read */
    const mlg_input input = { .device = info.device, .inode = info.inode };
    return add(inputs, &input, err);
}

/* `name` may be NULL, or a built-in profile or set of rules, which is no file. */
static mlg_status add_named(mlg_inputs *inputs, const char *name, const mlg_study_file *file,
                            const char *data_folder, mlg_error *err)
{
    char *path;
    if (!name)
        return MLG_OK;
    mlg_status st = mlg_study_file_resolve(&path, file, data_folder, name, err);
    if (st == MLG_INPUT)
        return MLG_OK; /* refused with its line when it is read */
    if (st != MLG_OK)
        return st;
    st = mlg_inputs_add(inputs, path, err);
    free(path);
    return st;
}

static mlg_status add_sources(mlg_inputs *inputs, const mlg_study_file *file, const char *data_folder,
                              mlg_error *err)
{
    const mlg_config_list *list;
    const char *role;
    for (int l = 0; (list = mlg_config_role(&mlg_study_file_config(file)->sources, l, &role)); l++)
        for (unsigned i = 0; i < list->count; i++) {
            MLG_TRY(add_named(inputs, list->items[i].path, file, data_folder, err));
            MLG_TRY(add_named(inputs, list->items[i].companion, file, data_folder, err));
        }
    return MLG_OK;
}

static mlg_status add_travel(mlg_inputs *inputs, const mlg_config_travel *travel, const mlg_study_file *file,
                             const char *data_folder, mlg_error *err)
{
    const char *key, *name;
    if (!travel)
        return MLG_OK;
    for (unsigned k = 0; mlg_travel_file(&key, &name, travel, k); k++)
        MLG_TRY(add_named(inputs, name, file, data_folder, err));
    return MLG_OK;
}

mlg_status mlg_inputs_of_file(mlg_inputs *inputs, const mlg_study_file *file, const char *data_folder,
                              mlg_error *err)
{
    const mlg_config *config = mlg_study_file_config(file);
    const char *const named[] = { config->zoning ? config->zoning->rules : NULL,
                                  config->deserts ? config->deserts->rules : NULL,
                                  config->deserts ? config->deserts->vulnerability : NULL };
    MLG_TRY(mlg_inputs_add(inputs, mlg_study_file_path(file), err));
    MLG_TRY(add_sources(inputs, file, data_folder, err));
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        MLG_TRY(add_named(inputs, named[i], file, data_folder, err));
    MLG_TRY(add_travel(inputs, config->travel, file, data_folder, err));
    for (unsigned m = 0; m < config->modes_count; m++)
        MLG_TRY(add_travel(inputs, &config->modes[m].travel, file, data_folder, err));
    if (config->published)
        MLG_TRY(add_travel(inputs, config->published->travel, file, data_folder, err));
    return config->zoning ? add_named(inputs, config->zoning->scenario, file, NULL, err) : MLG_OK;
}

/* ---- of a study that has been run --------------------------------------------------------------------------- */

static mlg_status add_recorded(mlg_inputs *inputs, mlg_stmt *stmt, mlg_error *err)
{
    bool row = true;
    while (row) {
        MLG_TRY(mlg_stmt_step(stmt, &row, err));
        if (!row)
            break;
        const char *digest = mlg_column_text(stmt, 1);
        mlg_input input = { .bytes = mlg_column_int(stmt, 0) };
        snprintf(input.sha256, sizeof input.sha256, "%s", digest ? digest : "");
        if (input.bytes > 0)
            MLG_TRY(add(inputs, &input, err));
    }
    return MLG_OK;
}

mlg_status mlg_inputs_of_study(mlg_inputs *inputs, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt;
    double tables;
    MLG_TRY(mlg_db_number(&tables, db, "SELECT count(*) FROM sqlite_master WHERE name = 'provenance'", err));
    if (tables == 0)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, db, "study/select_inputs", err));
    mlg_status st = add_recorded(inputs, stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- the check ------------------------------------------------------------------------------------------------ */

/* The digest is computed once, and only when a size matches. */
static mlg_status is_input(bool *is, const mlg_input *input, const mlg_os_info *info, char sha256[65],
                           const char *target, mlg_error *err)
{
    int64_t bytes;
    *is = input->bytes == 0 && input->device == info->device && input->inode == info->inode;
    if (input->bytes != info->bytes || info->kind != MLG_OS_FILE || input->bytes == 0)
        return MLG_OK;
    if (!*sha256)
        MLG_TRY(mlg_file_sha256(sha256, &bytes, target, err));
    *is = strcmp(sha256, input->sha256) == 0;
    return MLG_OK;
}

mlg_status mlg_inputs_refuse(const mlg_inputs *inputs, const char *target, const char *shown, mlg_error *err)
{
    mlg_os_info info;
    char sha256[65] = "";
    bool is = false;
    if (mlg_os_stat(target, &info) != 0)
        return MLG_OK;
    for (size_t i = 0; !is && i < inputs->count; i++)
        MLG_TRY(is_input(&is, &inputs->list[i], &info, sha256, target, err));
    if (!is)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: is a source of this study; an output cannot replace it", shown);
}
