#include "analysis/catchment/contiguous.h"

#include "analysis/common/input_check.h"
#include "base/memory.h"
#include "base/union_find.h"

static void add_unit(mlg_area *area, int32_t unit, const double *persons)
{
    if (area->units == 0 || persons[unit] > persons[area->largest])
        area->largest = unit;
    area->units++;
    area->persons += persons[unit];
}

/* A root precedes the rest of its tree, so that its area exists when they are added. */
static int32_t number_areas(int32_t units, const uint8_t *inside, const double *persons, int32_t *parent,
                            int32_t *area_of, mlg_area *area)
{
    int32_t areas = 0;
    for (int32_t i = 0; i < units; i++) {
        area_of[i] = -1;
        if (!inside[i])
            continue;
        int32_t root = mlg_sets_root(parent, i);
        if (root == i) {
            area[areas] = (mlg_area){ 0 };
            area_of[i] = areas++;
        }
        area_of[i] = area_of[root];
        add_unit(&area[area_of[i]], i, persons);
    }
    return areas;
}

static mlg_status check_pairs(int32_t units, int32_t pairs, const int32_t *from, const int32_t *to, mlg_error *err)
{
    for (int32_t k = 0; k < pairs; k++)
        if (from[k] < 0 || from[k] >= units || to[k] < 0 || to[k] >= units)
            return mlg_fail(err, MLG_INPUT, "neighbours %d are units %d and %d; there are %d, numbered from 0", k,
                            from[k], to[k], units);
    return MLG_OK;
}

mlg_status mlg_contiguous_areas(int32_t units, const uint8_t *inside, const double *persons, int32_t pairs,
                                const int32_t *from, const int32_t *to, int32_t *area_of, mlg_area *area,
                                int32_t *areas, mlg_error *err)
{
    *areas = 0;
    MLG_TRY(mlg_check_amounts("population of unit", units, persons, false, err));
    MLG_TRY(check_pairs(units, pairs, from, to, err));
    int32_t *parent;
    MLG_TRY(MLG_NEW(&parent, (size_t)units, "contiguous areas", err));
    mlg_sets_init(parent, units);
    for (int32_t k = 0; k < pairs; k++)
        if (inside[from[k]] && inside[to[k]])
            mlg_sets_join(parent, from[k], to[k]);
    *areas = number_areas(units, inside, persons, parent, area_of, area);
    free(parent);
    return MLG_OK;
}
