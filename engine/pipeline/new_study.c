/* mlg_new_study: a commented study file to start from. */
#include "base/error.h"
#include "base/path.h"
#include "pipeline/dry_run.h"
#include "study/config/keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Writes a file under a temporary name and renames it, so that a partial file is never seen. */
static mlg_status write_whole(const char *path, const char *text, mlg_error *err)
{
    char aside[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_format(aside, err, "%s.part", path));
    FILE *file = fopen(aside, "wb");
    bool good = file && fputs(text, file) != EOF;
    good = file && fclose(file) == 0 && good && rename(aside, path) == 0;
    if (good)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", path, mlg_errno_text(errno));
    unlink(aside);
    return st;
}

mlg_status mlg_new_study(const char *path, const mlg_write_options *options, mlg_error *err)
{
    if (!options->overwrite && access(path, F_OK) == 0) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: already exists", path);
        mlg_hint(err, "choose another name, or add --overwrite");
        return st;
    }
    if (options->plan)
        return mlg_plan_write(options->plan, path, err);
    char *text;
    MLG_TRY(mlg_study_template(&text, err));
    mlg_status st = write_whole(path, text, err);
    free(text);
    return st;
}
