/* mlg_new_study: a commented study file to start from. */
#include "base/error.h"
#include "base/path.h"
#include "base/resource.h"
#include "pipeline/dry_run.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

mlg_status mlg_new_study(const char *path, const mlg_write_options *options, mlg_error *err)
{
    const mlg_resource *template = mlg_resource_find("geodata/templates/study.yaml");
    if (!options->overwrite && access(path, F_OK) == 0) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: already exists", path);
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
