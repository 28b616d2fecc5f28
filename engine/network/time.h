/* Times are int32 deciseconds: sentinels for no time and no index, conversion from minutes, a row of times. */
#ifndef MLG_NETWORK_TIME_H
#define MLG_NETWORK_TIME_H

#include "base/error.h"
#include "base/sparse_rows.h"

#include <math.h>

/* MLG_UNREACHABLE (maillage.h): no route, or none within the limit */
#define MLG_TIME_UNKNOWN INT32_MIN       /* in arrays of times: unknown; models never return it */
#define MLG_TIME_MAX INT32_C(0x3FFFFFFF) /* the longest; as a limit: none */
#define MLG_NOWHERE (-1)                 /* in arrays of indices: none */

enum { MLG_DS_PER_MIN = 600 };

/* Minutes to deciseconds, rounded to nearest. */
static inline int32_t mlg_minutes_to_ds(double minutes)
{
    return (int32_t)lround(minutes * MLG_DS_PER_MIN);
}

/* The places that one site reaches, ascending and without duplicates. Valid until the scratch computes its next row. */
typedef struct mlg_row {
    int32_t count;
    const int32_t *place;   /* [count] */
    const int32_t *time_ds; /* [count] */
} mlg_row;

/* Row r of `rows`. Valid as long as these are. */
static inline mlg_row mlg_row_of(const mlg_sparse_view *rows, int32_t r)
{
    const int64_t at = rows->start[r];
    return (mlg_row){ (int32_t)(rows->start[r + 1] - at), rows->column + at, rows->value + at };
}

#endif
