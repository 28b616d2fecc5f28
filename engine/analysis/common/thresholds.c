#include "analysis/common/thresholds.h"

#include <math.h>

mlg_status mlg_apl_threshold_of(double *threshold, mlg_db *db, mlg_error *err)
{
    double given = (double)NAN;
    MLG_TRY(mlg_db_number(
        &given, db, "SELECT max(CAST(valeur AS REAL)) FROM parametre WHERE etape = 'desert' AND nom = 'seuil_apl'",
        err));
    *threshold = given > 0 ? given : MLG_APL_THRESHOLD;
    return MLG_OK;
}
