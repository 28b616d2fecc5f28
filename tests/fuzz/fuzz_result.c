/* The GeoPackage of a study that someone else ran, changed (edit_database.h): everything that reads one answers, or refuses in one
 * clear line. The first byte chooses what reads it. */
#include "edit_database.h"
#include "support.h"
#include "target.h"

#include <maillage.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static fuzz_base base;
static char *folder;

static void leave(void)
{
    remove_folder(folder);
}

static void open_base(void)
{
    mlg_run_result result;
    mlg_error err;
    mlg_run_options options = { .overwrite = true, .threads = 1 };
    char command[4096];
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0);
    folder = make_folder();
    atexit(leave);
    snprintf(command, sizeof command, "cp '%s/tests/studies/small/'* '%s/'", SOURCE_DIR, folder);
    if (system(command) != 0)
        abort();
    assert_ok(mlg_run(&result, in_folder(folder, "study.yaml"), &options, &err), &err);
    mlg_run_result_release(&result);
    base = fuzz_read_base(in_folder(folder, "small.gpkg"));
}

static mlg_status read_one(char **out, uint8_t choice, const char *path, mlg_error *err)
{
    const mlg_write_options write = { .overwrite = true };
    const mlg_table_options tables = { .overwrite = true };
    const mlg_export_options layers = { .overwrite = true };
    const mlg_place_options place = { .commune = "01001" };
    static const char *const listed[] = { "communes", "qpv",    "deserts", "sites",
                                          "bilans",   "zonage", "sources", NULL };
    const mlg_format format = choice & 8 ? MLG_JSON : MLG_TEXT;
    mlg_router *router = NULL;
    mlg_status st;
    switch (choice % 8) {
    case 0:
        return mlg_info(out, path, format, err);
    case 1:
        return mlg_list(out, path, listed, format, err);
    case 2:
        return mlg_report(path, in_folder(folder, "out.html"), &write, err);
    case 3:
        return mlg_export_tables(path, in_folder(folder, "out.xlsx"), &tables, err);
    case 4:
        return mlg_place_info(out, path, &place, format, err);
    case 5:
        return mlg_access_report(out, path, &(mlg_access_options){ 0 }, format, err);
    case 6:
        return mlg_export(out, path, in_folder(folder, "out.gpkg"), &layers, format, err);
    default:
        st = mlg_router_open(&router, path, 0, err);
        mlg_router_close(router);
        return st;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *out = NULL;
    mlg_error err = { .status = MLG_OK };
    if (!base.bytes)
        open_base();
    if (size < 1)
        return 0;
    const char *path = in_folder(folder, "small.gpkg");
    fuzz_edit(path, &base, data + 1, size - 1);
    const mlg_status st = read_one(&out, data[0], path, &err);
    fuzz_judge(st, &err);
    mlg_free(out);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    for (char choice = 0; choice < 8; choice++) {
        const char whole[] = { choice };
        const char cell[] = { choice, 0, choice, 5, 0, '<', 'b', '>', '%' };

        keep(whole, sizeof whole);
        keep(cell, sizeof cell);
    }
}
