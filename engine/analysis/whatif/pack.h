/* Compact text encoding of rows of places and times for a web page: LEB128 (7 bits per byte, low bits first, high
 * bit set when another byte follows), then base64. A row is its number of pairs, then for each pair the place, as
 * the difference from the one before it (from -1), and the time in deciseconds. */
#ifndef MLG_ANALYSIS_WHATIF_PACK_H
#define MLG_ANALYSIS_WHATIF_PACK_H

#include "base/error.h"

#include <stdint.h>

/* `{ 0 }` is empty. */
typedef struct mlg_pack {
    uint8_t *byte;
    size_t count, capacity;
} mlg_pack;

/* Appends count pairs; place[count] ascends from 0, time_ds[count] >= 0. MLG_MEMORY. O(count). */
mlg_status mlg_pack_row(mlg_pack *pack, int32_t count, const int32_t *place, const int32_t *time_ds,
                        mlg_error *err) MLG_MUST_CHECK;

/* The bytes in base64, freed with free(). MLG_MEMORY. O(bytes). */
mlg_status mlg_pack_text(char **out, const mlg_pack *pack, mlg_error *err) MLG_MUST_CHECK;

void mlg_pack_release(mlg_pack *pack);

#endif
