#include "pipeline/stages.h"

#include "adapters/layer/read.h"
#include "analysis/scenario/scenario.h"
#include "analysis/compare/stage.h"
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "base/error.h"
#include "base/language.h"
#include "base/os/file.h"
#include "base/sha.h"
#include "pipeline/dry_run.h"
#include "base/path.h"
#include "study/load/load.h"
#include "study/config/overlay.h"
#include "study/rule_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const mlg_stage stages[] = {
    { MLG_MARK("load"),
      { "territory", "buffer", "cog", "crs", "codes", "title", "sources", "demand" },
      { NULL },
      mlg_study_load },
    { MLG_MARK("scenario"), { NULL }, { "load" }, mlg_study_apply_scenario },
    { MLG_MARK("access"),
      { "travel", "modes", "populations", "services", "accessibility" },
      { "load", "scenario" },
      mlg_study_access },
    { MLG_MARK("times"),
      { "times", "populations", "travel", "modes", "services" },
      { "access" },
      mlg_study_times },
    { MLG_MARK("desert"), { "deserts" }, { "access" }, mlg_study_desert },
    { MLG_MARK("need"), { "need", "deserts", "travel", "services" }, { "access" }, mlg_study_need },
    { MLG_MARK("outlook"), { "outlook", "deserts", "travel", "services" }, { "access" }, mlg_study_outlook },
    { MLG_MARK("sensitivity"),
      { "sensitivity", "deserts", "travel", "services" },
      { "access" },
      mlg_study_sensitivity },
    { MLG_MARK("uncertainty"),
      { "uncertainty", "deserts", "travel", "services", "accessibility" },
      { "access" },
      mlg_study_uncertainty },
    { MLG_MARK("published"),
      { "published", "travel", "services", "accessibility" },
      { "access", "uncertainty" },
      mlg_study_beside_published },
    { MLG_MARK("zoning"), { "zoning" }, { "access" }, mlg_study_zoning },
    { MLG_MARK("siting"),
      { "travel", "modes", "populations", "services", "accessibility", "deserts", "siting" },
      { "access" },
      mlg_study_siting },
    { MLG_MARK("tours"), { "travel", "services", "deserts", "tours" }, { "access" }, mlg_study_tour },
    { MLG_MARK("catchment"), { "travel", "modes", "catchments" }, { "load", "scenario" }, mlg_study_catchment },
    { MLG_MARK("compare"), { NULL }, { "load", "scenario", "access", "desert", "zoning" }, mlg_study_compare },
    { MLG_MARK("whatif"),
      { "travel", "services", "accessibility" },
      { "access", "desert", "outlook", "zoning" },
      mlg_study_whatif },
};

const mlg_stage *mlg_stage_at(int index)
{
    return index >= 0 && index < mlg_stage_count() ? &stages[index] : NULL;
}

int mlg_stage_count(void)
{
    return (int)(sizeof stages / sizeof *stages);
}

static void add_text(mlg_sha *digest, const char *text)
{
    mlg_sha_add(digest, text, strlen(text) + 1);
}

static mlg_status add_keys(mlg_sha *digest, const mlg_stage *stage, const mlg_study *study, mlg_error *err)
{
    for (int i = 0; stage->keys[i]; i++) {
        char *text;
        MLG_TRY(mlg_study_file_dump(&text, study->file, stage->keys[i], err));
        add_text(digest, stage->keys[i]);
        add_text(digest, text);
        free(text);
    }
    return MLG_OK;
}

static void add_upstream(mlg_sha *digest, const mlg_stage *stage, char (*fingerprints)[65])
{
    for (int i = 0; stage->after[i]; i++)
        for (int s = 0; mlg_stage_at(s); s++)
            if (strcmp(mlg_stage_at(s)->name, stage->after[i]) == 0)
                add_text(digest, fingerprints[s]);
}

/* The write-ahead log of a database: what another program, such as QGIS, has saved but not yet copied into the
 * file. Readers see it. */
static mlg_status add_journal(mlg_sha *digest, const mlg_study *study, const char *path, mlg_error *err)
{
    char hex[65], journal[MLG_PATH_SIZE];
    int64_t bytes;
    mlg_os_info info;
    MLG_TRY(mlg_path_format(journal, err, "%s-wal", path));
    if (mlg_os_stat(journal, &info) != 0 || info.bytes == 0)
        return MLG_OK;
    MLG_TRY(mlg_digests_sha256(hex, &bytes, study->digests, journal, err));
    add_text(digest, hex);
    return MLG_OK;
}

/* Adds the content of a file; `where` is the place that names it. */
static mlg_status add_file_at(mlg_sha *digest, const mlg_study *study, const char *name, const char *where,
                              mlg_error *err)
{
    char hex[65], *path;
    int64_t bytes;
    if (!name)
        return MLG_OK;
    mlg_status st = mlg_study_file_resolve(&path, study->file, study->data_folder, name, err);
    if (st != MLG_OK)
        return mlg_while(err, st, "%s", where);
    st = mlg_digests_sha256(hex, &bytes, study->digests, path, err);
    if (st == MLG_INPUT)
        mlg_hint(
            err,
            study->data_folder
                ? MLG_MARK("source paths are relative to the folder given by --data")
                : MLG_MARK("source paths are relative to the folder of the study file, or to that of --data"));
    if (st != MLG_OK)
        st = mlg_while(err, st, "%s", where);
    else if (study->plan)
        st = mlg_plan_read(study->plan, path, bytes, err);
    if (st == MLG_OK)
        add_text(digest, hex);
    if (st == MLG_OK)
        st = add_journal(digest, study, path, err);
    free(path);
    return st;
}

/* The same; `key` is where the study file names it. */
static mlg_status add_file(mlg_sha *digest, const mlg_study *study, const char *name, const char *key,
                           mlg_error *err)
{
    return name ? add_file_at(digest, study, name, mlg_study_file_where(study->file, key), err) : MLG_OK;
}

/* These keys of the scenario; a scenario without any of them does not change the stage. */
static mlg_status add_scenario(mlg_sha *digest, const mlg_study *study, const char *const *keys, mlg_error *err)
{
    if (!study->scenario_root || !mlg_scenario_has(study->scenario_root, keys))
        return MLG_OK;
    for (; *keys; keys++) {
        const mlg_node *node = mlg_node_child(study->scenario_root, *keys);
        char *text = NULL;
        size_t size;
        if (!node)
            continue;
        MLG_TRY(mlg_config_write(&text, &size, node, err));
        add_text(digest, *keys);
        add_text(digest, text);
        free(text);
    }
    return MLG_OK;
}

/* Files of people to come. */
static mlg_status add_projections(mlg_sha *digest, const mlg_study *study, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(study->scenario_root, "population");
    for (const mlg_node *node = list ? list->first : NULL; node; node = node->next)
        MLG_TRY(add_file_at(digest, study, mlg_rules_text(node, "projection"), node->where, err));
    return MLG_OK;
}

static bool reads(const mlg_stage *stage, const char *key)
{
    for (int i = 0; stage->keys[i]; i++)
        if (strcmp(stage->keys[i], key) == 0)
            return true;
    return false;
}

static mlg_status add_travel_files(mlg_sha *digest, const mlg_study *study, const mlg_config_travel *travel,
                                   mlg_error *err)
{
    const char *key, *name;
    if (!travel)
        return MLG_OK;
    for (unsigned k = 0; mlg_travel_file(&key, &name, travel, k); k++)
        MLG_TRY(add_file(digest, study, name, key, err));
    return MLG_OK;
}

static mlg_status add_mode_files(mlg_sha *digest, const mlg_study *study, mlg_error *err)
{
    for (unsigned m = 0; m < study->config->modes_count; m++)
        MLG_TRY(add_travel_files(digest, study, &study->config->modes[m].travel, err));
    return MLG_OK;
}

static mlg_status add_files(mlg_sha *digest, const mlg_study *study, mlg_error *err)
{
    const mlg_config_sources *s = &study->config->sources;
    const mlg_config_list *list;
    const char *role;
    for (int l = 0; (list = mlg_config_role(s, l, &role)); l++)
        for (unsigned i = 0; i < list->count; i++) {
            char key[96];
            snprintf(key, sizeof key, "sources.%s[%u].path", role, i);
            MLG_TRY(add_file(digest, study, list->items[i].path, key, err));
            snprintf(key, sizeof key, "sources.%s[%u].companion", role, i);
            MLG_TRY(add_file(digest, study, list->items[i].companion, key, err));
        }
    return MLG_OK;
}

/* Adds a user rule or scenario file; built-in names are not files. */
static mlg_status add_rules(mlg_sha *digest, const mlg_study *study, const char *name, const char *key,
                            mlg_error *err)
{
    return name && mlg_rules_is_file(name) ? add_file(digest, study, name, key, err) : MLG_OK;
}

static mlg_status add_rule_files(mlg_sha *digest, const mlg_stage *stage, const mlg_study *study, mlg_error *err)
{
    const mlg_config_zoning *zoning = reads(stage, "zoning") ? study->config->zoning : NULL;
    const mlg_config_deserts *deserts = reads(stage, "deserts") ? study->config->deserts : NULL;
    mlg_study here = *study; /* scenario paths are relative to the study file, not to the data folder */
    here.data_folder = NULL;
    if (zoning)
        MLG_TRY(add_rules(digest, study, zoning->rules, "zoning.rules", err));
    if (zoning)
        MLG_TRY(add_rules(digest, &here, zoning->scenario, "zoning.scenario", err));
    if (deserts)
        MLG_TRY(add_rules(digest, study, deserts->rules, "deserts.rules", err));
    return deserts ? add_rules(digest, study, deserts->vulnerability, "deserts.vulnerability", err) : MLG_OK;
}

/* The buffer a file leaves out follows from other sections. */
static mlg_status add_buffer(mlg_sha *digest, const mlg_study *study, mlg_error *err)
{
    char text[32];
    const char *origin;
    double buffer_m;
    MLG_TRY(mlg_study_buffer(&buffer_m, &origin, study, err));
    snprintf(text, sizeof text, "%.17g", buffer_m);
    add_text(digest, text);
    return MLG_OK;
}

mlg_status mlg_stage_fingerprint(char hex[65], int stage, const mlg_study *study, char (*fingerprints)[65],
                                 mlg_error *err)
{
    static const char *const keys_changed[] = { "study", "deserts", NULL };
    const mlg_stage *what = mlg_stage_at(stage);
    mlg_sha digest;
    mlg_sha256_init(&digest);
    add_text(&digest, what->name);
    add_text(&digest, mlg_version());
    MLG_TRY(add_keys(&digest, what, study, err));
    if (what->run != mlg_study_compare || study->scenario_root) /* it has nothing to compare otherwise */
        add_upstream(&digest, what, fingerprints);
    if (reads(what, "buffer"))
        MLG_TRY(add_buffer(&digest, study, err));
    MLG_TRY(add_rule_files(&digest, what, study, err));
    if (reads(what, "travel"))
        MLG_TRY(add_travel_files(&digest, study, study->config->travel, err));
    if (reads(what, "modes"))
        MLG_TRY(add_mode_files(&digest, study, err));
    if (reads(what, "published") && study->config->published)
        MLG_TRY(add_travel_files(&digest, study, study->config->published->travel, err));
    if (reads(what, "sources"))
        MLG_TRY(add_files(&digest, study, err));
    if (strcmp(what->name, "scenario") == 0) {
        MLG_TRY(add_scenario(&digest, study, mlg_scenario_loaded_keys, err));
        MLG_TRY(add_projections(&digest, study, err));
    }
    if (what->run == mlg_study_compare)
        MLG_TRY(add_scenario(&digest, study, keys_changed, err));
    if (reads(what, "zoning"))
        MLG_TRY(add_scenario(&digest, study, mlg_scenario_zoning_keys, err));
    mlg_sha_hex(&digest, hex);
    return MLG_OK;
}
