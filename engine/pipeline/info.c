/* mlg_info and mlg_list: what a study that has been run contains. */
#include "adapters/db/database.h"
#include "output/terminal/listing.h"
#include "output/terminal/summary.h"

mlg_status mlg_info(char **out, const char *geopackage, mlg_format format, mlg_error *err)
{
    mlg_db *db = NULL;
    *out = NULL;
    MLG_TRY(mlg_db_open(&db, geopackage, false, err));
    mlg_status st = mlg_output_summary(out, db, format, err);
    mlg_db_close(db);
    return st;
}

mlg_status mlg_list(char **out, const char *geopackage, const char *const *tables, mlg_format format,
                    mlg_error *err)
{
    mlg_db *db = NULL;
    *out = NULL;
    MLG_TRY(mlg_db_open(&db, geopackage, false, err));
    mlg_status st = mlg_output_listing(out, db, tables, format, err);
    mlg_db_close(db);
    return st;
}
