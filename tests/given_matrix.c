#include "given_matrix.h"

#include "support.h"

#include <stdlib.h>

mlg_travel *travel_by_matrix(int32_t sites, int32_t places, const int32_t *time_ds)
{
    const size_t pairs = (size_t)sites * (size_t)places;
    int64_t *start = malloc(((size_t)sites + 1) * sizeof *start);
    int32_t *place = malloc((pairs + 1) * sizeof *place);
    mlg_travel *travel;
    mlg_error err;
    assert_true(start && place);
    for (int32_t j = 0; j <= sites; j++)
        start[j] = (int64_t)j * places;
    for (size_t k = 0; k < pairs; k++)
        place[k] = (int32_t)(k % (size_t)places);
    assert_ok(mlg_travel_pairs(&travel, sites, places, start, place, time_ds, &err), &err);
    free(start);
    free(place);
    return travel;
}
