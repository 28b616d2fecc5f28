#include "analysis/catchment/straight_line_land.h"

#include "base/length.h"
#include "base/memory.h"

#include <math.h>

/* How much of a commune a site reaches: none of it, all of it, or the part within `radius`. */
typedef enum { NOTHING, PART, ALL } reach;

static bool is_same_land(const mlg_islands *islands, double x, double y, mlg_box box)
{
    return mlg_island_at(islands, x, y) ==
           mlg_island_at(islands, (box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2);
}

static reach reach_of_site(double *radius, const mlg_crow_land *l, int32_t site, int32_t i, int32_t limit_ds)
{
    mlg_box box = mlg_geom_box(l->outline[i]);
    double x = l->sites.x_m[site], y = l->sites.y_m[site];
    double near_x = fmax(fmax(box.min_x - x, x - box.max_x), 0),
           near_y = fmax(fmax(box.min_y - y, y - box.max_y), 0);
    double far_x = fmax(x - box.min_x, box.max_x - x), far_y = fmax(y - box.min_y, box.max_y - y);
    const double middle_x = (box.min_x + box.max_x) / 2, middle_y = (box.min_y + box.max_y) / 2;
    /* beyond an estuary, the detour to the middle of the commune is taken off the reach */
    const mlg_estuaries *waters = &l->params->islands.estuaries;
    *radius = mlg_crow_reach_m(l->params, limit_ds, l->sites.density[site], l->density[i]) -
              (mlg_crow_distance_m(l->params, x, y, middle_x, middle_y) -
               mlg_estuaries_distance_m(waters, 0, x, y, middle_x, middle_y));
    if (*radius <= 0 || mlg_length(near_x, near_y) > *radius || !is_same_land(&l->params->islands, x, y, box))
        return NOTHING;
    return mlg_length(far_x, far_y) <= *radius ? ALL : PART;
}

mlg_status mlg_crow_disc(mlg_geom **out, double x, double y, double radius_m, mlg_error *err)
{
    mlg_geom *centre;
    MLG_TRY(mlg_geom_point(&centre, x, y, err));
    mlg_status st = mlg_geom_buffer(out, centre, radius_m, err);
    mlg_geom_free(centre);
    return st;
}

/* *out is NULL when nothing is reached; *whole is set when the whole outline is. */
static mlg_status reach_in_commune(mlg_geom **out, bool *whole, const mlg_crow_land *l, int32_t i,
                                   int32_t limit_ds, mlg_error *err)
{
    mlg_geom **discs = NULL, *all = NULL;
    int32_t n = 0;
    mlg_status st = MLG_OK;
    *out = NULL;
    *whole = false;
    MLG_TRY(MLG_NEW(&discs, (size_t)l->sites.count, "discs", err));
    for (int32_t s = 0; s < l->sites.count && !*whole; s++) {
        double radius;
        reach r = reach_of_site(&radius, l, s, i, limit_ds);
        *whole = r == ALL;
        if (r == PART) {
            MLG_GO(mlg_crow_disc(&discs[n], l->sites.x_m[s], l->sites.y_m[s], radius, err));
            n++;
        }
    }
    if (n > 0 && !*whole) {
        MLG_GO(mlg_geom_union(&all, (const mlg_geom *const *)discs, n, err));
        st = mlg_geom_intersection(out, l->outline[i], all, err);
    }
done:
    for (int32_t k = 0; k < n; k++)
        mlg_geom_free(discs[k]);
    mlg_geom_free(all);
    free(discs);
    return st;
}

mlg_status mlg_crow_reached(mlg_geom **out, const mlg_crow_land *land, int32_t limit_ds, mlg_error *err)
{
    const mlg_geom **parts = NULL;
    mlg_geom **own = NULL; /* the members of `parts` that are freed here */
    int32_t n = 0, n_own = 0;
    mlg_status st = MLG_OK;
    *out = NULL;
    MLG_GO(MLG_NEW(&parts, (size_t)land->n_outlines, "areas", err));
    MLG_GO(MLG_NEW(&own, (size_t)land->n_outlines, "areas", err));
    for (int32_t i = 0; i < land->n_outlines; i++) {
        mlg_geom *part;
        bool whole;
        if (!land->outline[i])
            continue;
        MLG_GO(reach_in_commune(&part, &whole, land, i, limit_ds, err));
        if (part)
            own[n_own++] = part;
        if (part || whole)
            parts[n++] = part ? part : land->outline[i];
    }
    st = mlg_geom_union(out, parts, n, err);
done:
    for (int32_t i = 0; i < n_own; i++)
        mlg_geom_free(own[i]);
    free(parts);
    free(own);
    return st;
}
