/* mlg_new_study: a commented study file to start from. */
#include "base/aside.h"
#include "pipeline/dry_run.h"
#include "pipeline/outputs.h"
#include "study/config/keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Writes a file under a temporary name and renames it, so that a partial file is never seen. */
static mlg_status write_whole(const char *path, const char *text, mlg_error *err)
{
    char target[MLG_PATH_SIZE], aside[MLG_PATH_SIZE];
    MLG_TRY(mlg_aside_begin(target, aside, path, err));
    FILE *file = fopen(aside, "wb");
    bool good = file && fputs(text, file) != EOF;
    good = file && fclose(file) == 0 && good;
    mlg_status st = good ? mlg_aside_place(aside, target, path, err)
                         : mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", path, mlg_errno_text(errno));
    if (st != MLG_OK)
        unlink(aside);
    return st;
}

mlg_status mlg_new_study(const char *path, const mlg_write_options *options, mlg_error *err)
{
    MLG_TRY(mlg_refuse_special(path, err));
    if (!options->overwrite && mlg_path_exists(path)) {
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
