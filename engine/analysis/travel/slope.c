/* Slopes on streets: how long a way takes uphill and down, on foot or by bicycle. */
#include "analysis/travel/model_inner.h"
#include "base/language.h"
#include "base/checksum.h"
#include "base/memory.h"
#include "study/provenance.h"

#include <math.h>
#include <string.h>

mlg_status mlg_travel_curve(mlg_slope_curve *curve, const mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    *curve = (mlg_slope_curve){ (int32_t)given->slopes_count, given->slopes, given->slope_factors };
    if (given->slopes_count == given->slope_factors_count)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: %u slopes and %u factors",
                    mlg_study_file_where(study->file, "travel.slopes"), given->slopes_count,
                    given->slope_factors_count);
}

void mlg_street_relief_close(mlg_street_relief *relief)
{
    mlg_raster_release(&relief->elevation);
    mlg_transform_free(relief->to_metres);
    *relief = (mlg_street_relief){ .to_metres = NULL };
}

/* ---- the steps of a street ---- */

/* In pieces no longer than a cell of the relief; where it is not known the ground counts as level. */
static double level_step_m(const mlg_street_relief *r, const double x[2], const double y[2], double length_m)
{
    const double pieces = ceil(length_m / fmax(r->elevation.width, 1));
    const bool placed = isfinite(x[0]) && isfinite(x[1]);
    const int32_t n = !placed || !(pieces >= 1) ? 1 : pieces > 10000 ? 10000 : (int32_t)pieces;
    double before = mlg_raster_at(&r->elevation, x[0], y[0]), sum = 0;
    for (int32_t k = 1; k <= n; k++) {
        const double part = (double)k / n, piece_m = length_m / n;
        const double here = mlg_raster_at(&r->elevation, x[0] + part * (x[1] - x[0]), y[0] + part * (y[1] - y[0]));
        const double slope = (here - before) / piece_m;
        sum += isnan(slope) ? piece_m : piece_m / mlg_slope_factor(&r->curve, slope);
        before = here;
    }
    return sum;
}

static double level_m(void *context, double *lon, double *lat, int32_t n, const double *length_m)
{
    const mlg_street_relief *r = context;
    double sum = 0;
    mlg_transform_points(r->to_metres, lon, lat, (size_t)n, NULL);
    for (int32_t k = 1; k < n; k++)
        sum += level_step_m(r, lon + k - 1, lat + k - 1, length_m[k - 1]);
    return sum;
}

/* ---- entry points ---- */

static uint64_t fingerprint_of(const mlg_street_relief *r)
{
    const mlg_raster *e = &r->elevation;
    const double layout[] = { e->west, e->north, e->width, e->height, e->rows, e->columns, r->curve.count };
    uint64_t sum = mlg_checksum(layout, sizeof layout, 0);
    sum = mlg_checksum(e->value, (size_t)e->rows * (size_t)e->columns * sizeof *e->value, sum);
    if (r->curve.count == 0)
        return sum;
    sum = mlg_checksum(r->curve.slope, (size_t)r->curve.count * sizeof *r->curve.slope, sum);
    return mlg_checksum(r->curve.factor, (size_t)r->curve.count * sizeof *r->curve.factor, sum);
}

static mlg_status refuse_profile(const mlg_study *study, const char *profile, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: the effect of slopes on the profile '%s' is not known",
             mlg_study_file_where(study->file, "travel.elevation"), profile);
    mlg_hint(err, "give its speeds on slopes under 'slopes' and 'slope_factors', or use profile: foot");
    return MLG_INPUT;
}

mlg_status mlg_street_relief_open(mlg_street_relief *relief, mlg_graph_options *options, mlg_study *study,
                                  const char *profile, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    *relief = (mlg_street_relief){ .to_metres = NULL };
    if (!given->elevation)
        return MLG_OK;
    if (given->slopes_count == 0 && strcmp(profile, "foot") != 0)
        return refuse_profile(study, profile, err);
    MLG_TRY(mlg_travel_curve(&relief->curve, study, err));
    MLG_TRY(mlg_travel_read_grid(&relief->elevation, study, given->elevation, "elevation", err));
    MLG_TRY(mlg_transform_epsg(&relief->to_metres, 4326, study->epsg, err));
    options->level_m = level_m;
    options->level_context = relief;
    options->level_fingerprint = fingerprint_of(relief);
    return mlg_travel_note_slope(study, err);
}

mlg_status mlg_street_relief_note(const mlg_street_relief *relief, mlg_study *study, const mlg_graph *graph,
                                  mlg_error *err)
{
    enum { AT_ONCE = 1024 };
    int64_t unknown = 0;
    if (!relief->to_metres)
        return MLG_OK;
    for (int32_t first = 0; first < graph->n_points; first += AT_ONCE) {
        const int32_t n = graph->n_points - first < AT_ONCE ? graph->n_points - first : AT_ONCE;
        const int32_t *point_e7 = graph->point_e7 + 2 * (ptrdiff_t)first;
        double x[AT_ONCE], y[AT_ONCE];
        for (int32_t i = 0; i < n; i++) {
            x[i] = point_e7[2 * i] / 1e7;
            y[i] = point_e7[2 * i + 1] / 1e7;
        }
        mlg_transform_points(relief->to_metres, x, y, (size_t)n, NULL);
        for (int32_t i = 0; i < n; i++)
            unknown += isnan(mlg_raster_at(&relief->elevation, x[i], y[i]));
    }
    return mlg_study_note_number(study, "travel", "rues_sans_relief",
                                 graph->n_points > 0 ? 100 * (double)unknown / graph->n_points : 0,
                                 MLG_REPORT_MARK("points des rues tenus pour plats, en %"), "calcul", err);
}
