/* mlg_report: the HTML page of a study that has been run. */
#include "base/memory.h"
#include "base/path.h"
#include "output/page/report.h"
#include "pipeline/dry_run.h"
#include "pipeline/outputs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static mlg_status refuse(const char *geopackage, const char *path, bool overwrite, mlg_error *err)
{
    struct stat study, page;
    if (stat(path, &page) != 0)
        return MLG_OK;
    if (stat(geopackage, &study) == 0 && study.st_dev == page.st_dev && study.st_ino == page.st_ino)
        return mlg_fail(err, MLG_INPUT, "%s: is the study; the page cannot replace it", path);
    if (S_ISDIR(page.st_mode))
        return mlg_fail(err, MLG_INPUT, "%s: is a folder, but this output is a file", path);
    MLG_TRY(mlg_refuse_special(path, err));
    if (overwrite)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: already exists", path);
    mlg_hint(err, "choose another name, or add --overwrite");
    return st;
}

/* Writes to a temporary file and renames it, so that a failure leaves an existing page untouched. */
static mlg_status write_page(mlg_db *db, const char *path, mlg_error *err)
{
    char aside[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_format(aside, err, "%s.%d.part", path, (int)getpid()));
    mlg_status st = mlg_output_report(db, aside, err);
    if (st == MLG_OK && rename(aside, path) != 0)
        st = mlg_fail(err, MLG_INPUT, "%s: cannot be moved into place: %s", path, strerror(errno));
    if (st != MLG_OK)
        unlink(aside);
    return st;
}

mlg_status mlg_report(const char *geopackage, const char *path, const mlg_write_options *options, mlg_error *err)
{
    mlg_db *db = NULL;
    mlg_plan *plan = options->plan;
    MLG_TRY(mlg_db_open(&db, geopackage, false, err));
    mlg_status st = refuse(geopackage, path, options->overwrite, err);
    if (st == MLG_OK && plan)
        st = mlg_plan_read_file(plan, geopackage, err);
    if (st == MLG_OK)
        st = plan ? mlg_plan_write(plan, path, err) : write_page(db, path, err);
    mlg_db_close(db);
    return st;
}
