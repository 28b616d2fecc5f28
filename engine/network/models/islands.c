#include "network/models/islands.h"

#include "adapters/crs.h"
#include "base/length.h"
#include "study/rule_table.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { FIELDS = 4 };

mlg_status mlg_islands_read(mlg_islands *islands, int epsg, mlg_error *err)
{
    char copy[MLG_RULE_TABLE_BYTES], *at = mlg_rule_table(copy, sizeof copy, "islands"), *f[FIELDS];
    const char *last = "";
    double x[MLG_MOST_ISLANDS], y[MLG_MOST_ISLANDS];
    size_t rows = 0, failed;
    mlg_transform *transform;
    uint8_t number = 0;
    *islands = (mlg_islands){ .count = 0 };
    MLG_TRY(mlg_estuaries_read(&islands->estuaries, epsg, err));
    while (mlg_rule_next(&at, f, FIELDS)) {
        assert(rows < MLG_MOST_ISLANDS);
        number = (uint8_t)(number + (strcmp(last, f[0]) != 0));
        last = f[0];
        x[rows] = mlg_rule_number(f[1]);
        y[rows] = mlg_rule_number(f[2]);
        islands->disc[rows++] = (mlg_island){ .radius_m = 1000 * mlg_rule_number(f[3]), .number = number };
    }
    MLG_TRY(mlg_transform_epsg(&transform, 4326, epsg, err));
    mlg_transform_points(transform, x, y, rows, &failed);
    mlg_transform_free(transform);
    for (size_t i = 0; i < rows; i++)
        if (isfinite(x[i]) && isfinite(y[i])) {
            mlg_island *disc = &islands->disc[islands->count++];
            *disc = islands->disc[i];
            disc->x_m = x[i];
            disc->y_m = y[i];
        }
    return MLG_OK;
}

uint8_t mlg_island_at(const mlg_islands *islands, double x_m, double y_m)
{
    for (int32_t i = 0; i < islands->count; i++) {
        const mlg_island *disc = &islands->disc[i];
        if (fabs(x_m - disc->x_m) <= disc->radius_m &&
            mlg_length(x_m - disc->x_m, y_m - disc->y_m) <= disc->radius_m)
            return disc->number;
    }
    return 0;
}
