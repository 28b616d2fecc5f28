/* mlg_export_tables: the tables of a study that has been run, as a workbook or CSV files. */
#include "base/memory.h"
#include "base/path.h"
#include "output/workbook/files.h"
#include "output/tables/sheets.h"
#include "pipeline/dry_run.h"
#include "pipeline/outputs.h"

#include <string.h>

enum { MOST_SHEETS = 128 };

typedef struct {
    const char *to;
    const mlg_table_options *options;
    bool workbook, french, one; /* one: a file of one table */
    char *copy;                 /* of the names, split at commas */
    const char *names[MOST_SHEETS + 1];
    int count;
    mlg_outputs outputs;
} job;

static mlg_status refuse_name(const char *name, mlg_error *err)
{
    const char *words[MOST_SHEETS + 1] = { NULL };
    for (int i = 0; i < MOST_SHEETS && mlg_sheets[i].name; i++)
        words[i] = mlg_sheets[i].name;
    const char *near = mlg_nearest_word(name, words);
    mlg_status st = near ? mlg_fail(err, MLG_USAGE, "a study has no table '%s'; did you mean '%s'?", name, near)
                         : mlg_fail(err, MLG_USAGE, "a study has no table '%s'", name);
    mlg_hint(err, "known tables: communes, qpv, deserts, besoins, sites, bilans, tournees, zonage, conventions, "
                  "sources and others, named like the CSV files");
    return st;
}

static bool is_sheet(const char *name)
{
    for (const mlg_sheet *sheet = mlg_sheets; sheet->name; sheet++)
        if (strcmp(sheet->name, name) == 0)
            return true;
    return false;
}

static mlg_status choose_sheets(job *j, mlg_error *err)
{
    char *rest;
    if (!j->options->sheets)
        return MLG_OK;
    MLG_TRY(mlg_copy_text(&j->copy, j->options->sheets, err));
    for (char *name = strtok_r(j->copy, ", ", &rest); name; name = strtok_r(NULL, ", ", &rest)) {
        if (!is_sheet(name) || j->count == MOST_SHEETS)
            return refuse_name(name, err);
        j->names[j->count++] = name;
    }
    return j->count > 0 ? MLG_OK : mlg_fail(err, MLG_USAGE, "no table is given");
}

static mlg_status choose_form(job *j, mlg_error *err)
{
    const char *format = j->options->format;
    bool book = mlg_path_ends_with(j->to, ".xlsx");
    j->one = mlg_path_ends_with(j->to, ".csv");
    j->workbook = format ? strcmp(format, "xlsx") == 0 : book;
    j->french = !format || strcmp(format, "csv-fr") == 0;
    if (format && !j->workbook && !j->french && strcmp(format, "csv") != 0)
        return mlg_fail(err, MLG_USAGE, "unknown format '%s'; use xlsx, csv or csv-fr", format);
    if (j->workbook != book)
        return mlg_fail(err, MLG_USAGE, "%s: the file name does not match the format %s", j->to,
                        j->workbook ? "xlsx" : "csv");
    if (!j->one || j->count == 1)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_USAGE, "%s: a CSV file holds one table", j->to);
    mlg_hint(err, "name it with --sheet, or give a folder");
    return st;
}

static mlg_status write_tables(job *j, mlg_db *db, mlg_error *err)
{
    const char *aside = j->outputs.items[0].aside, *const *names = j->count > 0 ? j->names : NULL;
    if (j->workbook)
        return names ? mlg_output_workbook_of(db, names, aside, err) : mlg_output_workbook(db, true, aside, err);
    return j->one ? mlg_output_csv(db, j->names[0], j->french, aside, err)
                  : mlg_output_tables_of(db, names, j->french, aside, err);
}

static mlg_status work(job *j, const char *geopackage, mlg_error *err)
{
    mlg_output_origin origin = { .geopackage = geopackage };
    mlg_plan *plan = j->options->plan;
    bool folder = !j->workbook && !j->one;
    mlg_status st;
    MLG_GO(mlg_db_open(&origin.db, geopackage, false, err));
    MLG_GO(mlg_outputs_one(&j->outputs, folder ? MLG_OUT_TABLES : MLG_OUT_WORKBOOK, j->to, &origin,
                           j->options->overwrite, plan != NULL, err));
    if (plan) {
        MLG_GO(mlg_plan_read_file(plan, geopackage, err));
        st = mlg_plan_write(plan, j->to, err);
        goto done;
    }
    mlg_db_heed(origin.db, &j->options->progress);
    MLG_GO(write_tables(j, origin.db, err));
    st = mlg_outputs_commit_unless(&j->outputs, &j->options->progress, err);
done:
    mlg_db_close(origin.db);
    return st;
}

mlg_status mlg_export_tables(const char *geopackage, const char *to, const mlg_table_options *options,
                             mlg_error *err)
{
    job j = { .to = to, .options = options };
    mlg_status st = choose_sheets(&j, err);
    if (st == MLG_OK)
        st = choose_form(&j, err);
    if (st == MLG_OK)
        st = work(&j, geopackage, err);
    mlg_outputs_release(&j.outputs);
    free(j.copy);
    return st;
}
