#include "analysis/access/pair_sums_kept.h"

#include "analysis/access/pair_sums_lanes.h"
#include "base/memory.h"

enum { PLACES_A_PAIR = 8, PLACES_A_BYTE = 4 };

mlg_status mlg_new_lines(void **own, void **at, size_t bytes, const char *what, mlg_error *err)
{
    MLG_TRY(mlg_new_array(own, bytes + MLG_PAIR_LINE + MLG_PAIR_BEYOND, 1, what, err));
    *at = (char *)*own + (MLG_PAIR_LINE - (uintptr_t)*own % MLG_PAIR_LINE) % MLG_PAIR_LINE;
    return MLG_OK;
}

static int32_t row_size(const mlg_times *r, int32_t site)
{
    int64_t from = r->rows.start[site], end = r->rows.start[site + 1];
    if (from == end)
        return 0;
    mlg_pair_window window = mlg_pair_window_of(r->rows.column[from], r->rows.column[end - 1]);
    int32_t size = (window.end - window.first + MLG_PAIR_LINE - 1) / MLG_PAIR_LINE * MLG_PAIR_LINE;
    return size <= PLACES_A_PAIR * (end - from) ? size / PLACES_A_BYTE : 0;
}

mlg_status mlg_kept_rows_init(mlg_kept_rows *kept, const mlg_times *reach, const double *active, mlg_error *err)
{
    if (kept->made)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&kept->at, (size_t)reach->sites + 1, "spread rows", err));
    MLG_TRY(MLG_NEW(&kept->window, (size_t)reach->sites, "spread rows", err));
    for (int32_t j = 0; j < reach->sites; j++) {
        int32_t size = active && !(active[j] > 0) ? 0 : row_size(reach, j);
        kept->at[j + 1] = kept->at[j] + size;
        if (size > 0)
            kept->window[j] = mlg_pair_window_of(reach->rows.column[reach->rows.start[j]],
                                                 reach->rows.column[reach->rows.start[j + 1] - 1]);
    }
    MLG_TRY(MLG_NEW(&kept->packed, (size_t)kept->at[reach->sites], "spread rows", err));
    kept->made = true;
    return MLG_OK;
}

void mlg_kept_rows_release(mlg_kept_rows *kept)
{
    free(kept->at);
    free(kept->window);
    free(kept->packed);
    *kept = (mlg_kept_rows){ 0 };
}
