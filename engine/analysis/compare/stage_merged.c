/* Communes that merge between the years of two results: each one of the first is counted with the commune of the second that contains it. */
#include "analysis/compare/stage_inner.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static mlg_status read_side(mlg_compare_job *j, int side, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row, good = true;
    MLG_TRY(mlg_db_query(&stmt, j->side[side], "compare/select_mergers", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(MLG_GROW(&j->merger[side], &j->merger_room[side], (size_t)j->mergers[side] + 1, "mergers", err));
        j->merger[side][j->mergers[side]++] =
            (mlg_compared_merger){ mlg_compared_keep(j, stmt, 0, &good), mlg_compared_keep(j, stmt, 1, &good) };
        if (!good)
            MLG_GO(mlg_fail_memory(err, "mergers", 0));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_compare_read_mergers(mlg_compare_job *j, mlg_error *err)
{
    MLG_TRY(read_side(j, 0, err));
    return read_side(j, 1, err);
}

static int by_merged(const void *left, const void *right)
{
    return strcmp(((const mlg_compared_merger *)left)->code, ((const mlg_compared_merger *)right)->code);
}

const char *mlg_compared_into(const mlg_compare_job *j, int side, const char *code)
{
    const mlg_compared_merger key = { code, NULL };
    if (j->mergers[side] == 0)
        return NULL;
    const mlg_compared_merger *found =
        bsearch(&key, j->merger[side], (size_t)j->mergers[side], sizeof key, by_merged);
    return found ? found->into : NULL;
}

/* Rows come in the order of their codes. */
mlg_status mlg_compare_add_moved(mlg_compare_job *j, const char *code, int32_t into, double persons,
                                 mlg_error *err)
{
    MLG_TRY(MLG_GROW(&j->moved, &j->move_room, (size_t)j->moves + 1, "mergers", err));
    const char *kept = mlg_arena_text(&j->arena, code);
    j->moved[j->moves++] = (mlg_compared_moved){ kept, into, persons > 0 ? persons : 0 };
    return kept ? MLG_OK : mlg_fail_memory(err, "mergers", 0);
}

static int by_moved(const void *left, const void *right)
{
    return strcmp(((const mlg_compared_moved *)left)->code, ((const mlg_compared_moved *)right)->code);
}

int32_t mlg_compared_find_before(double *persons, const mlg_compare_job *j, const char *code)
{
    const mlg_compared_moved key = { code, -1, 0 };
    int32_t own = mlg_compared_find(j, code);
    const mlg_compared_moved *found =
        own < 0 && j->moves > 0 ? bsearch(&key, j->moved, (size_t)j->moves, sizeof key, by_moved) : NULL;
    *persons = own >= 0 ? j->commune[own].own : found ? found->persons : 0;
    return own >= 0 ? own : found ? found->into : -1;
}
