#include "network/models/row_store_inner.h"

#include "base/checksum.h"
#include "base/memory.h"

#include <string.h>

mlg_status mlg_row_store_new(mlg_row_store **out, int64_t most_bytes, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, 1, "rows kept", err));
    (*out)->most_bytes = most_bytes;
    return MLG_OK;
}

void mlg_row_store_free(mlg_row_store *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < store->n_blocks; i++)
        free(store->blocks[i]);
    free(store->blocks);
    free(store->rows);
    free(store->slot);
    free(store);
}

int64_t mlg_row_store_room(const mlg_row_store *store)
{
    return store->bytes < store->most_bytes ? store->most_bytes - store->bytes : 0;
}

/* The slot of a key, or the free slot where it belongs; there always is one. */
static size_t slot_of(const mlg_row_store *store, const mlg_row_key *key)
{
    size_t s = (size_t)mlg_checksum(key, sizeof *key, 0) & (store->n_slots - 1);
    while (store->slot[s] && memcmp(&store->rows[store->slot[s] - 1].key, key, sizeof *key) != 0)
        s = (s + 1) & (store->n_slots - 1);
    return s;
}

bool mlg_row_store_find(mlg_row *row, mlg_row_store *store, const mlg_row_key *key, int32_t *limit_ds)
{
    int32_t number = store->n_slots ? store->slot[slot_of(store, key)] : 0;
    if (number == 0 || store->rows[number - 1].limit_ds < *limit_ds)
        return false;
    store->rows[number - 1].used = true;
    *row = store->rows[number - 1].row;
    *limit_ds = store->rows[number - 1].limit_ds;
    return true;
}

static mlg_status widen(mlg_row_store *store, mlg_error *err)
{
    if (2 * (store->count + 1) <= store->n_slots)
        return MLG_OK;
    size_t wider = store->n_slots ? 2 * store->n_slots : 64;
    int32_t *slot;
    MLG_TRY(MLG_NEW(&slot, wider, "rows kept", err));
    free(store->slot);
    store->slot = slot;
    store->n_slots = wider;
    for (size_t i = 0; i < store->count; i++)
        slot[slot_of(store, &store->rows[i].key)] = (int32_t)i + 1;
    return MLG_OK;
}

mlg_status mlg_row_store_put(mlg_row_store *store, const mlg_stored_row *row, mlg_error *err)
{
    MLG_TRY(widen(store, err));
    int32_t *slot = &store->slot[slot_of(store, &row->key)];
    if (*slot == 0) {
        MLG_TRY(MLG_GROW(&store->rows, &store->room, store->count + 1, "rows kept", err));
        *slot = (int32_t)++store->count;
    }
    store->rows[*slot - 1] = *row;
    return MLG_OK;
}

mlg_status mlg_row_store_own(mlg_row_store *store, void *block, int64_t bytes, mlg_error *err)
{
    mlg_status st = MLG_GROW(&store->blocks, &store->block_room, store->n_blocks + 1, "rows kept", err);
    if (st != MLG_OK) {
        free(block);
        return st;
    }
    store->blocks[store->n_blocks++] = block;
    store->bytes += bytes;
    return MLG_OK;
}

/* Moves both arrays into the store; releasing `rows` frees the rest. */
static mlg_status take_arrays(mlg_row_store *store, mlg_sparse_rows *rows, mlg_error *err)
{
    const int64_t bytes = rows->start[rows->n_rows] * (int64_t)sizeof(int32_t);
    void *places = rows->column, *times = rows->value;
    rows->column = NULL;
    MLG_TRY(mlg_row_store_own(store, places, bytes, err));
    rows->value = NULL;
    return mlg_row_store_own(store, times, bytes, err);
}

mlg_status mlg_row_store_add(mlg_row_store *store, const mlg_row_key *key, int32_t limit_ds, mlg_sparse_rows *rows,
                             mlg_error *err)
{
    const mlg_sparse_view view = mlg_sparse_view_of(rows);
    mlg_status st = take_arrays(store, rows, err);
    for (int32_t s = 0; st == MLG_OK && s < view.n_rows; s++) {
        const mlg_stored_row row = { key[s], limit_ds, mlg_row_of(&view, s), true };
        st = mlg_row_store_put(store, &row, err);
    }
    mlg_sparse_release(rows);
    store->changed = true;
    return st;
}
