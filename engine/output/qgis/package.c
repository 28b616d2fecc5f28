#include "output/qgis/package.h"

#include "output/tables/attribution.h"
#include "output/tables/columns.h"
#include "output/qgis/metadata.h"
#include "output/qgis/project.h"
#include "output/qgis/style.h"
#include "output/qgis/surface.h"

static mlg_status describe(mlg_db *db, mlg_error *err)
{
    mlg_status st;
    bool surface;
    MLG_TRY(mlg_db_begin(db, err));
    MLG_GO(mlg_output_attribution(db, err));
    MLG_GO(mlg_output_surface(&surface, db, err));
    MLG_GO(mlg_output_metadata(db, err));
    MLG_GO(mlg_output_columns(db, err));
    return mlg_db_commit(db, err);
done:
    mlg_db_rollback(db);
    return st;
}

mlg_status mlg_output_package(mlg_db *db, const char *file_name, mlg_error *err)
{
    MLG_TRY(describe(db, err));
    MLG_TRY(mlg_output_styles(db, err));
    return mlg_output_project(db, file_name, err);
}
