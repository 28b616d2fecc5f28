/* Internals of a store of rows, for the code that fills it and the code that saves it. */
#ifndef MLG_NETWORK_MODELS_ROW_STORE_INNER_H
#define MLG_NETWORK_MODELS_ROW_STORE_INNER_H

#include "network/models/row_store.h"

typedef struct mlg_stored_row {
    mlg_row_key key;
    int32_t limit_ds;
    mlg_row row;
    bool used; /* since the store was made; unused rows may be left out of the file */
} mlg_stored_row;

struct mlg_row_store {
    mlg_stored_row *rows;
    size_t count, room;
    int32_t *slot; /* [n_slots] index of a row plus one; 0: free */
    size_t n_slots;
    void **blocks; /* owners of the times */
    size_t n_blocks, block_room;
    int64_t bytes, most_bytes;
    bool changed; /* since it was read */
};

/* Takes ownership of the block, even on failure; `bytes` of it count as rows. */
mlg_status mlg_row_store_own(mlg_row_store *store, void *block, int64_t bytes, mlg_error *err) MLG_MUST_CHECK;

/* Adds a row whose arrays are in a block of the store. */
mlg_status mlg_row_store_put(mlg_row_store *store, const mlg_stored_row *row, mlg_error *err) MLG_MUST_CHECK;

#endif
