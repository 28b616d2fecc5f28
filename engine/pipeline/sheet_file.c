#include "pipeline/sheet_file.h"

#include "base/aside.h"
#include "base/os/file.h"
#include "base/path.h"
#include "pipeline/placing.h"

mlg_status mlg_sheet_refuse(const char *path, const mlg_write_options *options, mlg_error *err)
{
    MLG_TRY(mlg_refuse_fixed(path, err));
    if (!mlg_path_ends_with(path, ".pdf") && !mlg_path_ends_with(path, ".svg"))
        return mlg_fail(err, MLG_USAGE, "%s: the page is a .pdf or a .svg", path);
    return mlg_refuse_existing(path, options, err);
}

mlg_status mlg_sheet_save(mlg_paper *paper, const char *path, const char *title, mlg_error *err)
{
    char target[MLG_PATH_SIZE], aside[MLG_PATH_SIZE] = "";
    mlg_status st = mlg_make_folder_of(path, err);
    if (st == MLG_OK)
        st = mlg_aside_begin(target, aside, path, err);
    if (st == MLG_OK)
        st = mlg_path_ends_with(path, ".svg") ? mlg_paper_save_svg(paper, aside, title, err)
                                              : mlg_paper_save_pdf(paper, aside, title, err);
    mlg_paper_release(paper);
    if (st == MLG_OK)
        st = mlg_aside_place(aside, target, path, err);
    if (st != MLG_OK && *aside)
        mlg_os_remove(aside);
    return st;
}
