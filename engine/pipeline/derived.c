#include "pipeline/derived.h"

#include "base/path.h"
#include "output/page/report.h"
#include "output/qgis/package.h"
#include "output/workbook/files.h"
#include "pipeline/outputs.h"
#include "pipeline/placing.h"

mlg_status mlg_derived_open(mlg_db **db, const mlg_derived *derived, const char *folder, const char *from,
                            mlg_error *err)
{
    char copy[MLG_PATH_SIZE];
    MLG_TRY(mlg_make_folder(folder, err));
    MLG_TRY(mlg_path_join(copy, folder, derived->geopackage, err));
    MLG_TRY(mlg_db_copy(from, copy, err));
    MLG_TRY(mlg_db_open(db, copy, true, err));
    return mlg_db_sync_later(*db, err);
}

mlg_status mlg_derived_write(mlg_db *db, const mlg_derived *derived, const char *folder, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(mlg_output_package(db, derived->geopackage, err));
    MLG_TRY(mlg_path_join(path, folder, derived->page, err));
    MLG_TRY(mlg_output_report(db, path, err));
    MLG_TRY(mlg_path_join(path, folder, derived->workbook, err));
    return mlg_output_workbook_of(db, derived->sheets, path, err);
}

mlg_status mlg_derived_plan(mlg_plan *plan, const mlg_derived *derived, const char *folder, mlg_error *err)
{
    const char *const names[] = { derived->geopackage, derived->page, derived->workbook };
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        char path[MLG_PATH_SIZE];
        MLG_TRY(mlg_path_join(path, folder, names[k], err));
        MLG_TRY(mlg_plan_write(plan, path, err));
    }
    return MLG_OK;
}
