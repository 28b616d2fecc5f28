/* Rows of times kept for whoever asks for them again, in memory and, if wanted, in a file from run to run.
 *
 * A row is known by a key that says everything it depends on but the network and the places, which are those of the
 * whole store: its fingerprint. It answers for every limit up to its own. */
#ifndef MLG_NETWORK_MODELS_ROW_STORE_H
#define MLG_NETWORK_MODELS_ROW_STORE_H

#include "network/search/many_to_many.h"

typedef struct mlg_row_key {
    uint64_t word[6];
} mlg_row_key;

typedef struct mlg_row_store mlg_row_store;

/* Holds at most `most_bytes` of rows. */
mlg_status mlg_row_store_new(mlg_row_store **out, int64_t most_bytes, mlg_error *err) MLG_MUST_CHECK;
void mlg_row_store_free(mlg_row_store *store);

/* Bytes of rows it will still take; mlg_row_store_add() does not check. */
int64_t mlg_row_store_room(const mlg_row_store *store);

/* The row of a key, known up to `limit_ds` at least; *limit_ds then becomes its own limit. False: there is none. It lives as long
 * as the store. */
bool mlg_row_store_find(mlg_row *row, mlg_row_store *store, const mlg_row_key *key, int32_t *limit_ds);

/* key[rows->n_rows]. The arrays of `rows` are taken, also when this fails; rows there were under these keys are forgotten. */
mlg_status mlg_row_store_add(mlg_row_store *store, const mlg_row_key *key, int32_t limit_ds, mlg_sparse_rows *rows,
                             mlg_error *err) MLG_MUST_CHECK;

/* Adds the rows of a file saved with this fingerprint. MLG_INPUT: no such file, not one of rows, of another version, byte order or
 * fingerprint, cut, damaged; the store is then as before. O(bytes). */
mlg_status mlg_row_store_read(mlg_row_store *store, const char *path, uint64_t fingerprint,
                              mlg_error *err) MLG_MUST_CHECK;

/* Writes the rows, aside and renamed; those of a file read that nobody asked for are left out once the store is half full. Nothing
 * is done when nothing was added. MLG_INPUT: cannot be written. */
mlg_status mlg_row_store_write(mlg_row_store *store, const char *path, uint64_t fingerprint,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
