#include "base/length.h"
#include "study/load/misplaced.h"

#include <math.h>
#include <stdio.h>

mlg_status mlg_reader_tolerance(double *tolerance_m, const mlg_reader *reader, mlg_error *err)
{
    *tolerance_m = 5000;
    if (reader->spec->tolerance && !mlg_parse_length(reader->spec->tolerance, tolerance_m))
        return mlg_fail(err, MLG_INPUT, "'%s' is not a length", reader->spec->tolerance);
    return MLG_OK;
}

mlg_status mlg_communes_far(bool *far, double *distance_m, const mlg_communes *set, int32_t commune, double x,
                            double y, double tolerance_m, mlg_error *err)
{
    const double usual_radius_m = 15000;
    const mlg_commune *c = &set->items[commune];
    double to_centre_m = mlg_length(x - c->x, y - c->y);
    *far = false;
    *distance_m = 0;
    if (to_centre_m <= tolerance_m) /* the centre is in the commune */
        return MLG_OK;
    MLG_TRY(mlg_geom_distance(distance_m, c->outline, x, y, err));
    if (!(*distance_m > 0))
        return MLG_OK;
    if (c->approx)
        *distance_m = to_centre_m;
    *far = *distance_m > tolerance_m + (c->approx ? usual_radius_m : 0);
    return MLG_OK;
}

mlg_status mlg_list_misplaced(mlg_reader *reader, const mlg_communes *set, int32_t commune, const char *code,
                              double x, double y, double distance_m, mlg_error *err)
{
    char value[96];
    snprintf(value, sizeof value, "%s : %.0f, %.0f, à %.0f km", set->items[commune].insee, x, y,
             distance_m / 1000);
    return mlg_reader_list(reader, mlg_layer_row(reader->layer), code, "coordonnées hors de la commune", value,
                           err);
}

mlg_status mlg_note_misplaced(const mlg_reader *reader, int64_t count, const char *what, mlg_error *err)
{
    char name[96];
    if (count == 0)
        return MLG_OK;
    snprintf(name, sizeof name, "%s.hors_commune", reader->key);
    return mlg_study_note_number(reader->study, "load", name, (double)count, what, "calcul", err);
}
