/* The rows of a travel time matrix, whatever gives the times. */
#include "base/memory.h"
#include "base/progress.h"
#include "output/csv.h"
#include "pipeline/travel/matrix_inner.h"

enum { BLOCK_CELLS = 1 << 22 }; /* pairs computed at once */

const char *const mlg_matrix_reason_words[MLG_MATRIX_REASONS] = {
    [MLG_MATRIX_REACHED] = "",
    [MLG_MATRIX_NO_ROUTE] = "no_route",
    [MLG_MATRIX_ORIGIN_OFF] = "origin_off_network",
    [MLG_MATRIX_DESTINATION_OFF] = "destination_off_network",
    [MLG_MATRIX_BEYOND] = "beyond_limit",
};

int32_t mlg_matrix_block_rows(const mlg_matrix_job *j)
{
    const int32_t rows = BLOCK_CELLS / j->to.count;
    return rows < 1 ? 1 : rows > j->from.count ? j->from.count : rows;
}

static void write_code(mlg_matrix_job *j, const char *code)
{
    j->cell.length = 0;
    mlg_csv_safe_cell(&j->cell, code, ',');
    fwrite(j->cell.data, 1, j->cell.length, j->file);
}

static mlg_matrix_reason reason_of(const mlg_matrix_job *j, int32_t origin, int32_t destination, int32_t time_ds)
{
    if (time_ds != MLG_UNREACHABLE)
        return time_ds <= j->limit_ds ? MLG_MATRIX_REACHED : MLG_MATRIX_BEYOND;
    return j->from_off[origin]      ? MLG_MATRIX_ORIGIN_OFF
           : j->to_off[destination] ? MLG_MATRIX_DESTINATION_OFF
                                    : MLG_MATRIX_NO_ROUTE;
}

void mlg_matrix_write_minutes(const mlg_matrix_job *j, int32_t time_ds)
{
    if (time_ds <= j->limit_ds && time_ds != MLG_UNREACHABLE)
        fprintf(j->file, ",%.3f", (double)time_ds / MLG_DS_PER_MIN);
    else
        fputc(',', j->file);
}

mlg_matrix_reason mlg_matrix_start_row(mlg_matrix_job *j, int32_t origin, int32_t destination, int32_t time_ds)
{
    const mlg_matrix_reason why = reason_of(j, origin, destination, time_ds);
    j->count[why]++;
    write_code(j, j->from.code[origin]);
    fputc(',', j->file);
    write_code(j, j->to.code[destination]);
    mlg_matrix_write_minutes(j, time_ds);
    fprintf(j->file, ",%s", mlg_matrix_reason_words[why]);
    return why;
}

static void write_row(mlg_matrix_job *j, int32_t origin, const int32_t *time_ds)
{
    for (int32_t k = 0; k < j->to.count; k++) {
        (void)mlg_matrix_start_row(j, origin, k, time_ds[k]);
        fputc('\n', j->file);
    }
}

mlg_status mlg_matrix_write_pairs(mlg_matrix_job *j, mlg_matrix_times *times, const void *context, mlg_error *err)
{
    int32_t *time_ds, rows = mlg_matrix_block_rows(j);
    mlg_status st = MLG_NEW(&time_ds, (size_t)rows * (size_t)j->to.count, "a matrix", err);
    fputs("origin,destination,minutes,reason\n", j->file);
    for (int32_t first = 0; st == MLG_OK && first < j->from.count; first += rows) {
        const int32_t n = j->from.count - first < rows ? j->from.count - first : rows;
        st = times(time_ds, j, context, first, n, err);
        for (int32_t i = 0; st == MLG_OK && i < n; i++)
            write_row(j, first + i, time_ds + (size_t)i * (size_t)j->to.count);
        if (st == MLG_OK)
            st = mlg_progress_step(&j->options->progress, "writing the matrix",
                                   (double)(first + n) / j->from.count, err);
    }
    free(time_ds);
    return st;
}
