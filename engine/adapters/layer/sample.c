/* Checking the coordinate system a file states against a sample of its rows. */
#include "adapters/layer/inner.h"

#include "base/language.h"

#include <stdio.h>
#include <string.h>

enum { SAMPLE = 100 };

typedef struct {
    double x[SAMPLE], y[SAMPLE];
    int count;
} sample;

static mlg_status take_sample(sample *s, mlg_layer *l, mlg_error *err)
{
    bool got = true;
    s->count = 0;
    for (int rows = 0; rows < 10 * SAMPLE && s->count < SAMPLE; rows++) {
        MLG_TRY(mlg_layer_next(l, &got, err));
        if (!got)
            break;
        if (mlg_layer_place(l, &s->x[s->count], &s->y[s->count]))
            s->count++;
    }
    return mlg_layer_rewind(l, err);
}

static bool within(const double box[4], double x, double y)
{
    return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
}

/* Whether most of the sample lies outside; *first is one such row. A few bad rows are left for the loader to
 * reject. */
static bool mostly_outside(const sample *s, const double box[4], int *first)
{
    int outside = 0;
    for (int i = 0; i < s->count; i++)
        if (!within(box, s->x[i], s->y[i]) && outside++ == 0)
            *first = i;
    return 2 * outside > s->count;
}

/* Whether all points, once transformed, are outside the target, and would all be inside with x and y swapped. */
static bool look_swapped(const sample *s, mlg_layer *l, const double target[4])
{
    sample plain = *s, turned = *s;
    memcpy(turned.x, s->y, sizeof turned.x);
    memcpy(turned.y, s->x, sizeof turned.y);
    mlg_transform_points(l->transform, plain.x, plain.y, (size_t)s->count, NULL);
    mlg_transform_points(l->transform, turned.x, turned.y, (size_t)s->count, NULL);
    for (int i = 0; i < s->count; i++)
        if (within(target, plain.x[i], plain.y[i]) || !within(target, turned.x[i], turned.y[i]))
            return false;
    return s->count > 0;
}

static bool mostly_within(const sample *s, const double box[4])
{
    int first;
    return s->count > 0 && !mostly_outside(s, box, &first);
}

mlg_status mlg_layer_guess_system(char crs[24], mlg_layer *l, const char *to, mlg_error *err)
{
    static const char degrees[] = "EPSG:4326";
    sample s = { .count = 0 }, there;
    double box[4], x, y;
    mlg_transform *transform;
    int epsg = 0;
    bool got = true;
    crs[0] = '\0';
    while (epsg == 0 && got && mlg_layer_row(l) < SAMPLE) {
        MLG_TRY(mlg_layer_next(l, &got, err));
        bool lost = false;
        if (got)
            (void)mlg_shape_text_centre(mlg_layer_text(l, l->shape), &x, &y, &epsg, &lost);
        if (lost)
            return mlg_fail_memory(err, "a geometry", 0);
    }
    MLG_TRY(mlg_layer_rewind(l, err));
    if (epsg > 0) {
        snprintf(crs, 24, "EPSG:%d", epsg);
        return MLG_OK;
    }
    MLG_TRY(take_sample(&s, l, err));
    MLG_TRY(mlg_crs_bounds(box, to, err));
    if (mostly_within(&s, box)) {
        snprintf(crs, 24, "%s", to);
        return MLG_OK;
    }
    there = s;
    MLG_TRY(mlg_transform_new(&transform, degrees, to, err));
    mlg_transform_points(transform, there.x, there.y, (size_t)there.count, NULL);
    mlg_transform_free(transform);
    if (mostly_within(&there, box))
        snprintf(crs, 24, "%s", degrees);
    return MLG_OK;
}

mlg_status mlg_layer_check_places(mlg_layer *l, const char *crs, const char *to, mlg_error *err)
{
    sample s = { .count = 0 };
    double box[4], target[4];
    int first = 0;
    MLG_TRY(mlg_crs_bounds(box, crs, err));
    MLG_TRY(mlg_crs_bounds(target, to, err));
    MLG_TRY(take_sample(&s, l, err));
    if (mostly_outside(&s, box, &first)) {
        bool code = strlen(crs) < 24;
        mlg_status st = mlg_fail(
            err, MLG_INPUT, "%s: coordinates (%.9g, %.9g) cannot be in %s; state the right one with crs:", l->path,
            s.x[first], s.y[first], code ? crs : mlg_tr("the system the file states"));
        mlg_hint(err, "crs: EPSG:2154 for Lambert-93 metres, EPSG:4326 for degrees");
        return st;
    }
    if (!look_swapped(&s, l, target))
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: coordinates (%.9g, %.9g) are in the order north, east: exchange x and y",
                 l->path, s.x[0], s.y[0]);
    mlg_hint(err,
             "longitude or easting comes first; of a table, exchange the columns with columns: in the study file");
    return st;
}
