/* Texts about studies and data sets: mlg_info, mlg_sources, mlg_new_study. */
#include "adapters/db/database.h"
#include "adapters/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/resource.h"
#include "output/terminal/listing.h"
#include "output/qgis/project.h"
#include "output/terminal/summary.h"
#include "pipeline/dry_run.h"
#include "study/source.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

mlg_status mlg_info(char **out, const char *geopackage, mlg_format format, mlg_error *err)
{
    mlg_db *db = NULL;
    *out = NULL;
    MLG_TRY(mlg_db_open(&db, geopackage, false, err));
    mlg_status st = mlg_output_summary(out, db, format, err);
    mlg_db_close(db);
    return st;
}

mlg_status mlg_list(char **out, const char *geopackage, const char *const *tables, mlg_format format,
                    mlg_error *err)
{
    mlg_db *db = NULL;
    *out = NULL;
    MLG_TRY(mlg_db_open(&db, geopackage, false, err));
    mlg_status st = mlg_output_listing(out, db, tables, format, err);
    mlg_db_close(db);
    return st;
}

mlg_status mlg_relink(const char *geopackage, const mlg_write_options *options, mlg_error *err)
{
    mlg_plan *plan = options->plan;
    mlg_db *db = NULL;
    MLG_TRY(mlg_db_open_any(&db, geopackage, !plan, err));
    mlg_status st =
        plan ? mlg_plan_read_file(plan, geopackage, err) : mlg_output_project(db, mlg_path_name(geopackage), err);
    if (st == MLG_OK && plan)
        st = mlg_plan_write(plan, geopackage, err);
    mlg_db_close(db);
    return st;
}

static const char *or_dash(const char *text)
{
    return text ? text : "-";
}

static void print_dataset(FILE *to, const mlg_dataset *set)
{
    fprintf(to, mlg_tr("%s\n    %s\n    provides: "), set->name, mlg_tr(set->title));
    for (const char *c = or_dash(set->provides); *c; c++)
        fputs(*c == '|' ? ", " : (char[]){ *c, '\0' }, to);
    fprintf(to, mlg_tr("\n    producer: %s; licence: %s\n    needs: %s\n    published: %s\n"),
            or_dash(set->producer), or_dash(set->licence), or_dash(mlg_tr(set->needs)), or_dash(set->published));
}

static mlg_status print_datasets(char **out, mlg_error *err)
{
    size_t size;
    FILE *to = open_memstream(out, &size);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    for (int32_t i = 0; mlg_dataset_at(i); i++)
        print_dataset(to, mlg_dataset_at(i));
    return fclose(to) == 0 ? MLG_OK : mlg_fail_memory(err, "a text", 0);
}

static void add_dataset(mlg_json *json, const mlg_dataset *set)
{
    mlg_json_object(json, NULL);
    mlg_json_text(json, "name", set->name);
    mlg_json_text(json, "title", set->title);
    mlg_json_text(json, "provides", set->provides);
    mlg_json_text(json, "producer", set->producer);
    mlg_json_text(json, "licence", set->licence);
    mlg_json_text(json, "needs", set->needs);
    mlg_json_text(json, "published", set->published);
    mlg_json_end(json);
}

static mlg_status list_datasets(char **out, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "datasets");
    for (int32_t i = 0; mlg_dataset_at(i); i++)
        add_dataset(json, mlg_dataset_at(i));
    mlg_json_end(json);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_sources(char **out, mlg_format format, mlg_error *err)
{
    return format == MLG_JSON ? list_datasets(out, err) : print_datasets(out, err);
}

mlg_status mlg_new_study(const char *path, const mlg_write_options *options, mlg_error *err)
{
    const mlg_resource *template = mlg_resource_find("geodata/templates/study.yaml");
    if (!options->overwrite && access(path, F_OK) == 0) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: exists, and is not replaced", path);
        mlg_hint(err, "choose another name, or add --overwrite");
        return st;
    }
    if (options->plan)
        return mlg_plan_write(options->plan, path, err);
    char aside[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_format(aside, err, "%s.part", path));
    FILE *file = fopen(aside, "wb");
    bool good = file && fwrite(template->data, 1, template->size, file) == template->size;
    good = file && fclose(file) == 0 && good && rename(aside, path) == 0;
    mlg_status st =
        good ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", path, mlg_errno_text(errno));
    if (!good)
        unlink(aside);
    return st;
}
