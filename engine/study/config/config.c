#include "study/config/config.h"

#include "base/bounds.h"
#include "base/memory.h"
#include "base/os/stream.h"
#include "base/path.h"
#include "base/shipped.h"
#include "study/config/overlay.h"
#include "study/config/schema.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct mlg_study_file {
    mlg_arena arena; /* the path and the tree */
    char *path;
    mlg_node *root, *written; /* as it is used; as it stands in the file, NULL: the same */
    mlg_config *config;
    bool bound;
};

/* clang-format off */
#define MLG_ROLE(key, presence, dataset, columns, meaning) { #key, offsetof(mlg_config_sources, key) },
/* clang-format on */
static const struct {
    const char *name;
    size_t offset;
} roles[] = {
#include "study/config/keys.def"
};

const mlg_config_list *mlg_config_role(const mlg_config_sources *sources, int index, const char **name)
{
    if (index >= (int)(sizeof roles / sizeof *roles))
        return NULL;
    *name = roles[index].name;
    return (const mlg_config_list *)(const void *)((const char *)sources + roles[index].offset);
}

double mlg_config_desert_bound(const mlg_config *config)
{
    const mlg_config_deserts *ask = config->deserts;
    double bound;
    if (ask && ask->threshold)
        return *ask->threshold;
    return ask && ask->apl && mlg_config_number(ask->apl, &bound) ? bound : (double)NAN;
}

int mlg_config_desert_published(const mlg_config *config)
{
    const char *apl = config->deserts ? config->deserts->apl : NULL;
    return !apl ? 0 : strcmp(apl, "published") == 0 ? 1 : strcmp(apl, "published-65") == 0 ? 2 : 0;
}

static mlg_status read_config(mlg_study_file *file, const char *bytes, size_t size, mlg_error *err)
{
    MLG_TRY(mlg_yaml_parse(&file->root, &file->arena, file->path, bytes, size, err));
    MLG_TRY(mlg_config_check_shape(file->root, err));
    MLG_TRY(mlg_config_check_values(file->root, err));
    return mlg_config_load(&file->config, file->path, bytes, size, err);
}

mlg_status mlg_study_file_open(mlg_study_file **out, const char *path, mlg_error *err)
{
    char *bytes = NULL;
    size_t size = 0;
    mlg_study_file *file = NULL;
    mlg_status st;
    *out = NULL;
    MLG_GO(mlg_yaml_read(&bytes, &size, path, err));
    MLG_GO(MLG_NEW(&file, 1, "study file", err));
    file->path = mlg_arena_text(&file->arena, path);
    MLG_GO(file->path ? MLG_OK : mlg_fail_memory(err, path, strlen(path) + 1));
    MLG_GO(read_config(file, bytes, size, err));
    *out = file;
    file = NULL;
done:
    mlg_study_file_close(file);
    free(bytes);
    return st;
}

/* The tree that is checked is the one that is loaded: libcyaml reads it written out. */
static mlg_status reload(mlg_study_file *file, mlg_error *err)
{
    mlg_config *config = NULL;
    char *bytes = NULL;
    size_t size = 0;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_config_check_shape(file->root, err));
    MLG_GO(mlg_config_check_values(file->root, err));
    MLG_GO(mlg_config_write(&bytes, &size, file->root, err));
    MLG_GO(mlg_config_load(&config, file->path, bytes, size, err));
    mlg_config_free(file->config);
    file->config = config;
    config = NULL;
done:
    mlg_config_free(config);
    free(bytes);
    return st;
}

mlg_status mlg_study_file_overlay(mlg_study_file *file, const mlg_node *changes, mlg_error *err)
{
    static const char *const fixed[] = { "title", "territory", "crs", "codes", "outputs" };
    if (!changes)
        return MLG_OK;
    if (changes->kind != MLG_NODE_MAP)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' must be a mapping", changes->where, changes->name);
    for (size_t k = 0; k < sizeof fixed / sizeof *fixed; k++)
        if (mlg_node_child(changes, fixed[k])) {
            mlg_fail(err, MLG_INPUT, "%s: a scenario cannot change '%s' of the study",
                     mlg_node_child(changes, fixed[k])->where, fixed[k]);
            mlg_hint(err, "write another study file, and compare the two studies with 'maillage compare'");
            return MLG_INPUT;
        }
    if (!file->written)
        file->written = mlg_config_copy(&file->arena, file->root);
    if (!file->written)
        return mlg_fail_memory(err, "a scenario", 0);
    MLG_TRY(mlg_config_merge(file->root, changes, &file->arena, err));
    return reload(file, err);
}

void mlg_study_file_close(mlg_study_file *file)
{
    if (!file)
        return;
    mlg_config_free(file->config);
    mlg_arena_release(&file->arena);
    free(file);
}

void mlg_study_file_bound(mlg_study_file *file)
{
    file->bound = true;
}

const mlg_config *mlg_study_file_config(const mlg_study_file *file)
{
    return file->config;
}

void mlg_study_file_trees(const mlg_node **written, const mlg_node **used, const mlg_study_file *file)
{
    *used = file->root;
    *written = file->written ? file->written : file->root;
}

const char *mlg_study_file_path(const mlg_study_file *file)
{
    return file->path;
}

const char *mlg_study_file_where(const mlg_study_file *file, const char *key)
{
    return mlg_node_find(file->root, key)->where;
}

static void dump_node(FILE *to, const mlg_node *node)
{
    if (node->kind == MLG_NODE_TEXT) {
        fprintf(to, "%s%zu:%s", node->quoted ? "q" : "t", strlen(node->text), node->text);
        return;
    }
    fputc(node->kind == MLG_NODE_LIST ? '[' : '{', to);
    for (const mlg_node *child = node->first; child; child = child->next) {
        if (node->kind == MLG_NODE_MAP)
            fprintf(to, "%s=", child->name);
        dump_node(to, child);
        fputc(',', to);
    }
    fputc(node->kind == MLG_NODE_LIST ? ']' : '}', to);
}

mlg_status mlg_study_file_dump(char **out, const mlg_study_file *file, const char *key, mlg_error *err)
{
    mlg_os_memory memory;
    const mlg_node *node = mlg_node_child(file->root, key);
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, key, 0);
    if (node)
        dump_node(to, node);
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, key, 0);
}

mlg_status mlg_study_file_resolve(char **out, const mlg_study_file *file, const char *data_folder,
                                  const char *path, mlg_error *err)
{
    char own[MLG_PATH_SIZE] = "", found[MLG_PATH_SIZE];
    const char *shipped = mlg_shipped_name(path);
    if (shipped) {
        MLG_TRY(mlg_shipped_path(found, shipped, err));
        return mlg_copy_text(out, found, err);
    }
    if (!data_folder && mlg_path_name(file->path) != file->path)
        MLG_TRY(mlg_path_folder(own, file->path, err));
    const char *root = data_folder ? data_folder : own;
    if (file->bound)
        MLG_TRY(mlg_bounds_check(root, path, err));
    MLG_TRY(mlg_path_join(found, root, path, err));
    return mlg_copy_text(out, found, err);
}
