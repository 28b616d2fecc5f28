/* Times are int32 deciseconds: what stands for no time and no index, minutes as deciseconds, a row of times. */
#ifndef MLG_NETWORK_TIME_H
#define MLG_NETWORK_TIME_H

#include "base/error.h"
#include "base/sparse_rows.h"

#include <math.h>

/* MLG_UNREACHABLE (maillage.h): no way at all, or none within the limit asked for */
#define MLG_TIME_UNKNOWN INT32_MIN /* in arrays of times: not known; never given by a model */
#define MLG_NOWHERE (-1)           /* in arrays of indices: none */

enum { MLG_DS_PER_MIN = 600 };

/* Minutes as the deciseconds of the models, nearest. */
static inline int32_t mlg_minutes_to_ds(double minutes)
{
    return (int32_t)lround(minutes * MLG_DS_PER_MIN);
}

/* What one site reaches, places ascending and each once. Valid until the scratch serves its next row. */
typedef struct mlg_row {
    int32_t count;
    const int32_t *place;   /* [count] */
    const int32_t *time_ds; /* [count] */
} mlg_row;

/* Row r of rows of times. Valid as long as they are. */
static inline mlg_row mlg_row_of(const mlg_sparse_view *rows, int32_t r)
{
    const int64_t at = rows->start[r];
    return (mlg_row){ (int32_t)(rows->start[r + 1] - at), rows->column + at, rows->value + at };
}

#endif
