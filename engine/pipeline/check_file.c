/* mlg_check on a data file: which dataset it is, what it provides, what is wrong with it. */
#include "base/nocase.h"
#include "base/os/stream.h"
#include "base/path.h"
#include "pipeline/check.h"

#include "adapters/json.h"
#include "adapters/db/database.h"
#include "base/language.h"
#include "base/utf8.h"
#include "study/source.h"
#include "study/study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *path;
    const mlg_dataset *set;
    mlg_layer *layer;
    int64_t rows, bad_codes, short_codes, empty_codes;
    int code;
    char first_bad[96];
} finding;

bool mlg_is_data_file(const char *path)
{
    static const char *const endings[] = {
        ".csv", ".txt", ".tsv", ".psv", ".zip", ".gz",   ".gpkg", ".shp",     ".geojson",    ".json", ".fgb",
        ".gml", ".kml", ".mif", ".tab", ".ods", ".xlsx", ".xls",  ".parquet", ".geoparquet", ".gdb"
    };
    if (strstr(path, "|layername=") || mlg_find_nocase(path, ".zip/"))
        return true;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (mlg_path_ends_with(path, endings[i]))
            return true;
    return false;
}

/* Index of the column of commune codes; -1 when there is none. */
static int find_code(const finding *f)
{
    for (const mlg_alias *c = f->set->columns; c->name; c++)
        if (strcmp(c->name, "insee_com") == 0)
            return mlg_find_alias(f->layer, c->aliases);
    return -1;
}

static void judge_code(finding *f, const char *code)
{
    f->empty_codes += !code;
    if (!code || mlg_is_insee_code(code))
        return;
    f->short_codes += strlen(code) == 4 && strspn(code, "0123456789") == 4;
    if (f->bad_codes++ == 0)
        snprintf(f->first_bad, sizeof f->first_bad, "row %lld: '%.40s'", (long long)mlg_layer_row(f->layer), code);
}

static mlg_status read_rows(finding *f, mlg_error *err)
{
    bool got = true;
    f->code = find_code(f);
    for (;;) {
        MLG_TRY(mlg_layer_next(f->layer, &got, err));
        if (!got)
            return MLG_OK;
        f->rows++;
        if (f->code >= 0)
            judge_code(f, mlg_layer_text(f->layer, f->code));
    }
}

/* The codes have no column of their own: the data set derives them from others. */
static bool is_derived(const finding *f)
{
    return mlg_list_holds(f->set->makes, "insee_com") && (f->code < 0 || f->empty_codes == f->rows);
}

/* The columns of the dataset, each with the matching column of the file. */
static void print_columns(FILE *to, const finding *f)
{
    for (const mlg_alias *c = f->set->columns; c->name; c++) {
        int field = mlg_find_alias(f->layer, c->aliases);
        fprintf(to, "  %-12s %s\n", c->name,
                field < 0 ? mlg_tr("missing") : mlg_layer_field_name(f->layer, field));
    }
    if (f->set->makes && (is_derived(f) || !mlg_list_holds(f->set->makes, "insee_com"))) {
        fprintf(to, "  %s  ", mlg_tr("derived:"));
        for (const char *c = f->set->makes; *c; c++)
            fputs(*c == '|' ? ", " : (char[]){ *c, '\0' }, to);
        fputc('\n', to);
    }
}

static void print_notes(FILE *to, const finding *f)
{
    if (f->bad_codes > 0)
        fprintf(to, mlg_tr("note: %lld of %lld values of '%s' are not commune codes; first: %s\n"),
                (long long)f->bad_codes, (long long)f->rows, mlg_layer_field_name(f->layer, f->code),
                f->first_bad);
    if (f->empty_codes > 0 && !is_derived(f))
        fprintf(to, mlg_tr("note: %lld rows without a commune code\n"), (long long)f->empty_codes);
}

/* Faults that would make a study fail. */
static mlg_status judge(const finding *f, mlg_error *err)
{
    const char *name = f->code >= 0 ? mlg_layer_field_name(f->layer, f->code) : "";
    mlg_status st = MLG_OK;
    if (f->rows == 0)
        return mlg_fail(err, MLG_INPUT, "%s: no rows below the header", f->path);
    if (f->code >= 0 && mlg_layer_is_number(f->layer, f->code))
        st = mlg_fail(err, MLG_INPUT, "%s: column '%s' is stored as numbers: codes have lost their leading zeros",
                      f->path, name);
    else if (f->short_codes > 0)
        st = mlg_fail(err, MLG_INPUT,
                      "%s: %lld codes of '%s' have four digits, the column was saved as numbers; first: %s",
                      f->path, (long long)f->short_codes, name, f->first_bad);
    if (st != MLG_OK)
        mlg_hint(err, "export the column as text");
    return st;
}

static mlg_status print_text(char **out, const finding *f, mlg_error *err)
{
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    size_t role = strcspn(f->set->provides, "|");
    fprintf(to, mlg_tr("%s is %s: %s\n%s; %s\n%lld rows\n"), f->path, f->set->name, mlg_tr(f->set->title),
            f->set->producer, f->set->licence, (long long)f->rows);
    print_columns(to, f);
    print_notes(to, f);
    fprintf(
        to,
        mlg_tr(
            "in a study file, under sources:\n  %.*s:\n    - { dataset: %s, path: \"%s\", vintage: \"...\" }\n"),
        (int)role, f->set->provides, f->set->name, f->path);
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a text", 0);
}

static mlg_status print_json(char **out, const finding *f, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_text(json, "path", f->path);
    mlg_json_text(json, "dataset", f->set->name);
    mlg_json_text(json, "title", f->set->title);
    mlg_json_text(json, "provides", f->set->provides);
    mlg_json_number(json, "rows", (double)f->rows);
    mlg_json_number(json, "bad_codes", (double)f->bad_codes);
    mlg_json_number(json, "empty_codes", (double)f->empty_codes);
    mlg_json_text(json, "first_bad_code", f->bad_codes > 0 ? f->first_bad : NULL);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

static mlg_status refuse_unknown(const char *path, mlg_error *err)
{
    mlg_layer *layer = NULL;
    mlg_layer_options any = { 0 };
    mlg_status st = mlg_layer_open(&layer, path, &any, err);
    if (st != MLG_OK)
        return st;
    char present[512] = "";
    for (int i = 0; i < mlg_layer_field_count(layer); i++)
        mlg_list_add(present, sizeof present, ", ", mlg_layer_field_name(layer, i));
    mlg_layer_close(layer);
    st = mlg_fail(err, MLG_INPUT, "%s matches no known dataset; columns present: %s", path, present);
    mlg_hint(
        err,
        "it can be read as 'table' with columns: in the study file; maillage sources lists the known datasets");
    return st;
}

mlg_status mlg_check_refuse_study(const char *path, mlg_error *err)
{
    if (!mlg_study_is(path) || !mlg_db_holds_study(path))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s is a study of Maillage, not a data file", path);
    mlg_hint(err, "see maillage info %s", path);
    return st;
}

mlg_status mlg_check_file(char **out, const char *path, mlg_format format, mlg_error *err)
{
    finding f = { .path = path };
    *out = NULL;
    MLG_TRY(mlg_check_refuse_study(path, err));
    mlg_status st = mlg_dataset_recognise(&f.set, &f.layer, path, err);
    if (st == MLG_OK && !f.set)
        st = refuse_unknown(path, err);
    else if (st == MLG_OK)
        st = read_rows(&f, err);
    if (st == MLG_OK)
        st = format == MLG_JSON ? print_json(out, &f, err) : print_text(out, &f, err);
    if (st == MLG_OK)
        st = judge(&f, err);
    mlg_layer_close(f.layer);
    return st;
}
