#include "pipeline/new/data.h"

#include "adapters/layer/read.h"
#include "adapters/osm/extract.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/nocase.h"
#include "base/os/file.h"
#include "base/path.h"
#include "pipeline/check.h"
#include "study/source.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What a line needs besides its data set and path, in the order in which a study reads them: of two files that
 * fill a role, the first counts. Other data sets need nothing more, or are left to experienced users. */
static const struct {
    const char *dataset, *role, *keys;
} uses[] = {
    { "adminexpress", "communes", "" }, /* whole outlines before simplified ones */
    { "etalab-communes", "communes", "" },
    { "insee-changes", "changes", "" },
    { "insee-legal", "population", "" },
    { "insee-density", "density", "" },
    { "insee-age", "ages", "" },
    { "filosofi-cells", "cells", "" },
    { "filosofi-communes", "income", "" },
    { "qpv", "qpv", "" },
    { "finess", "sites", "" },
    { "finess-activities", "sites", "" }, /* belongs to the sites above */
    { "rpps", "supply", ", service: gp" },
    { "bpe", "supply", ", service: gp" },
    { "laposte-postal", "postal", "" },
    { "drees-apl", "apl", "" },
    { "drees-parameters", "parameters", ", service: gp" },
    { "ars-zoning", "zoning", "" },
    { "ars-tvs", "tvs", "" },
    { "ameli", "indicators", ", service: gp, indicator: tarif_opposable" }, /* places by the postal codes above */
};

enum { NOTE = (int)(sizeof uses / sizeof *uses) }; /* the rank of a file that is not used, after all others */

static mlg_status add(mlg_new_data *data, int rank, const char *key, const char *text, mlg_error *err)
{
    if (!text || !key)
        return mlg_fail_memory(err, "a study file", 0);
    MLG_TRY(MLG_GROW(&data->lines, &data->capacity, (size_t)data->count + 1, "source lines", err));
    data->lines[data->count] = (mlg_source_line){ .text = text, .key = key, .rank = rank };
    if (rank < NOTE) {
        data->lines[data->count].role = uses[rank].role;
        data->lines[data->count].dataset = uses[rank].dataset;
    }
    data->count++;
    return MLG_OK;
}

static int use_of(const mlg_dataset *set)
{
    for (int i = 0; set && i < NOTE; i++)
        if (strcmp(uses[i].dataset, set->name) == 0)
            return i;
    return NOTE;
}

/* The profession that a workbook of published accessibility names in its columns; NULL: none. */
static const char *profession_of(const mlg_layer *layer)
{
    static const struct {
        const char *words, *service;
    } said[] = { { "médecins généralistes", "gp" },
                 { "infirmi", "nurse" },
                 { "kinésithérapeutes", "physio" },
                 { "sages-femmes", "midwife" },
                 { "dentistes", "dentist" } };
    for (int field = 0; field < mlg_layer_field_count(layer); field++) {
        const char *name = mlg_layer_field_name(layer, field);
        for (size_t k = 0; strncmp(name, "APL", 3) == 0 && k < sizeof said / sizeof *said; k++)
            if (mlg_find_nocase(name, said[k].words))
                return said[k].service;
    }
    return NULL;
}

static const char *words_unused(mlg_arena *arena, const char *path, const mlg_dataset *set)
{
    if (set)
        return mlg_arena_printf(arena, mlg_tr("Not used: %s (%s): name it under sources with what it holds"), path,
                                set->name);
    return mlg_arena_printf(arena, mlg_tr("Not used: %s matches no known data set; it can be read with columns:"),
                            path);
}

/* A file whose data set is known. Of the files with the same `key`, a study wants one. */
static mlg_status add_known(mlg_new_data *data, const mlg_dataset *set, const mlg_layer *layer, const char *path,
                            mlg_error *err)
{
    int rank = use_of(set);
    bool sites = rank < NOTE && strcmp(uses[rank].role, "sites") == 0;
    const char *keys = rank < NOTE ? uses[rank].keys : "", *service = NULL;
    if (rank < NOTE && strcmp(set->name, "drees-apl") == 0) {
        service = profession_of(layer);
        keys = service ? mlg_arena_printf(&data->arena, ", service: %s", service) : keys;
        rank = service ? rank : NOTE;
    }
    if (rank == NOTE)
        return add(data, NOTE, "", words_unused(&data->arena, path, set), err);
    return add(data, rank,
               mlg_arena_printf(&data->arena, "%s %s %s", uses[rank].role, sites ? set->name : "",
                                service ? service : ""),
               keys ? mlg_arena_printf(&data->arena, "{ dataset: %s, path: \"%s\"%s }", set->name, path, keys)
                    : NULL,
               err);
}

/* Whether the header of an extract states a box that holds every town hall of the territory. */
static mlg_status covers(bool *yes, const char *path, const mlg_new_study_text *text, mlg_error *err)
{
    double box[4] = { 0 };
    mlg_osm *osm;
    mlg_error why;
    *yes = false;
    mlg_status st = mlg_osm_open(&osm, path, &why);
    if (st == MLG_OK)
        st = mlg_osm_box(box, osm, &why);
    mlg_osm_close(osm);
    if (st != MLG_OK)
        return st == MLG_MEMORY ? mlg_fail_memory(err, path, 0) : MLG_OK;
    *yes = text->where->count > 0;
    for (int32_t i = 0; i < text->where->count && *yes; i++) {
        const mlg_france_commune *c = &text->france->communes[text->where->members[i]];
        *yes = c->lon >= box[0] && c->lat >= box[1] && c->lon <= box[2] && c->lat <= box[3];
    }
    return MLG_OK;
}

/* Roads: the study travels on a single extract. */
static mlg_status add_roads(mlg_new_data *data, const char *path, const mlg_new_study_text *study, mlg_error *err)
{
    bool covered = false;
    if (!data->roads)
        MLG_TRY(covers(&covered, path, study, err));
    if (covered) {
        data->roads = mlg_arena_text(&data->arena, path);
        return data->roads ? MLG_OK : mlg_fail_memory(err, path, 0);
    }
    const char *text = mlg_arena_printf(
        &data->arena, mlg_tr("Not used: %s holds roads; to travel on them: travel: { model: road, osm: \"%s\" }"),
        path, path);
    return add(data, NOTE, "", text, err);
}

static mlg_status add_file(mlg_new_data *data, const char *folder, const char *name,
                           const mlg_new_study_text *study, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    const mlg_dataset *set = NULL;
    mlg_layer *layer = NULL;
    mlg_error why = { 0 };
    MLG_TRY(mlg_path_join(path, folder, name, err));
    if (mlg_is_extract(path))
        return add_roads(data, path, study, err);
    mlg_status got = mlg_dataset_recognise(&set, &layer, path, &why);
    mlg_status st = got == MLG_MEMORY ? mlg_fail_memory(err, path, 0)
                    : got != MLG_OK   ? add(data, NOTE, "",
                                            mlg_arena_printf(&data->arena, mlg_tr("Not used: %s"), why.message), err)
                                      : add_known(data, set, layer, path, err);
    mlg_layer_close(layer);
    return st;
}

static int by_rank(const void *left, const void *right)
{
    const mlg_source_line *l = left, *r = right;
    return l->rank != r->rank ? l->rank - r->rank : strcmp(l->text, r->text);
}

static bool has(const mlg_new_data *data, const char *dataset)
{
    for (int32_t i = 0; i < data->count; i++)
        if (data->lines[i].role && strcmp(data->lines[i].dataset, dataset) == 0)
            return true;
    return false;
}

/* Why a file says nothing without another one; NULL when it is there. */
static const char *words_alone(const mlg_new_data *data, const mlg_source_line *line)
{
    if (line->role && strcmp(line->dataset, "finess-activities") == 0 && !has(data, "finess"))
        return mlg_tr("the sites are in the file of structures, which is not here");
    if (line->role && strcmp(line->dataset, "ameli") == 0 && !has(data, "laposte-postal"))
        return mlg_tr(
            "it gives postal codes, and the file that gives their communes (laposte-postal) is not here");
    return NULL;
}

/* In the order of `uses`; of files with the same key, those after the first are spare. */
static mlg_status put_in_order(mlg_new_data *data, mlg_error *err)
{
    if (data->count > 0)
        qsort(data->lines, (size_t)data->count, sizeof *data->lines, by_rank);
    for (int32_t i = 0; i < data->count; i++) {
        mlg_source_line *line = &data->lines[i];
        const char *why = words_alone(data, line);
        if (why)
            MLG_TRY(mlg_new_data_drop(data, i, why, err));
        for (int32_t k = 0; k < i && line->role; k++)
            if (data->lines[k].role && strcmp(data->lines[k].key, line->key) == 0) {
                line->spare = line->role;
                line->role = NULL;
            }
    }
    return MLG_OK;
}

mlg_status mlg_new_data_read(mlg_new_data *out, const char *folder, const mlg_new_study_text *text, mlg_error *err)
{
    char **entries, path[MLG_PATH_SIZE], *absolute;
    mlg_os_info info;
    mlg_status st = MLG_OK;
    *out = (mlg_new_data){ 0 };
    if (!(absolute = mlg_os_real_path(folder)))
        return mlg_fail(err, MLG_INPUT, "%s: %s", folder, mlg_errno_text(errno));
    int count = mlg_os_folder_names(&entries, absolute);
    if (count < 0)
        st = mlg_fail(err, MLG_INPUT, "%s: %s", folder, mlg_errno_text(errno));
    for (int i = 0; i < count; i++) {
        const char *name = entries[i];
        bool readable = (mlg_is_data_file(name) || mlg_path_ends_with(name, ".pbf")) &&
                        mlg_path_join(path, absolute, name, NULL) == MLG_OK && mlg_os_stat(path, &info) == 0 &&
                        info.kind == MLG_OS_FILE && !strpbrk(name, "\"\\");
        if (st == MLG_OK && readable)
            st = add_file(out, absolute, name, text, err);
        free(entries[i]);
    }
    free(entries);
    free(absolute);
    if (st == MLG_OK)
        st = put_in_order(out, err);
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
    mlg_source_line *line = &data->lines[i];
    bool next = line->role != NULL;
    const char *text = mlg_arena_printf(&data->arena, mlg_tr("Not used: %s, because: %s"), line->text, why);
    if (!text)
        return mlg_fail_memory(err, "a study file", 0);
    for (int32_t k = i + 1; k < data->count && next; k++)
        if (data->lines[k].spare && strcmp(data->lines[k].key, line->key) == 0) {
            data->lines[k].role = data->lines[k].spare;
            data->lines[k].spare = NULL;
            next = false;
        }
    *line = (mlg_source_line){ .text = text, .key = "", .rank = NOTE };
    return MLG_OK;
}

mlg_status mlg_new_data_settle(mlg_new_data *data, mlg_error *err)
{
    for (int32_t i = 0; i < data->count; i++)
        if (data->lines[i].spare)
            MLG_TRY(mlg_new_data_drop(data, i, mlg_tr("another file provides the same data, and takes precedence"),
                                      err));
    return MLG_OK;
}
