/* A cache of rows of times, in memory and optionally in a file from run to run.
 *
 * The key of a row covers everything the row depends on besides the network and the places, which the fingerprint of the
 * store covers. A row serves every limit up to its own. */
#ifndef MLG_NETWORK_MODELS_ROW_STORE_H
#define MLG_NETWORK_MODELS_ROW_STORE_H

#include "network/search/many_to_many.h"

typedef struct mlg_row_key {
    uint64_t word[6];
} mlg_row_key;

/* First two words of the key of the nearest-site row, where other keys have nodes and offsets; word[4] is the
 * number of sites. The row has an entry for every place: the nearest site and the time to it, or MLG_NOWHERE and
 * MLG_UNREACHABLE. */
static const uint64_t mlg_nearest_key[2] = { UINT64_MAX, UINT64_MAX };

typedef struct mlg_row_store mlg_row_store;

/* Makes a store of at most `most_bytes` of rows. */
mlg_status mlg_row_store_new(mlg_row_store **out, int64_t most_bytes, mlg_error *err) MLG_MUST_CHECK;
void mlg_row_store_free(mlg_row_store *store);

/* Bytes of rows it can still take; mlg_row_store_add() does not check. */
int64_t mlg_row_store_room(const mlg_row_store *store);

/* Finds a row computed up to `limit_ds` or more and sets *limit_ds to its own limit; false when there is none. The row is valid
 * as long as the store. */
bool mlg_row_store_find(mlg_row *row, mlg_row_store *store, const mlg_row_key *key, int32_t *limit_ds);

/* key[rows->n_rows]. Takes ownership of the arrays of `rows`, even on failure; replaces earlier rows of these keys. */
mlg_status mlg_row_store_add(mlg_row_store *store, const mlg_row_key *key, int32_t limit_ds, mlg_sparse_rows *rows,
                             mlg_error *err) MLG_MUST_CHECK;

/* Adds the rows of a file saved with this fingerprint, whose places are 0 .. n_places - 1. MLG_INPUT, with the store unchanged: no such
 * file, not a file of rows, another version, byte order or fingerprint, truncated, damaged, a number out of range. O(bytes). */
mlg_status mlg_row_store_read(mlg_row_store *store, const char *path, uint64_t fingerprint, int32_t n_places,
                              mlg_error *err) MLG_MUST_CHECK;

/* One file of the rows of `n` files saved with this fingerprint, in their order; of two rows with the same key the later counts. *rows
 * is their number. MLG_INPUT as mlg_row_store_read() and mlg_row_store_write(): names the file, and `path` is left as it was. O(bytes). */
mlg_status mlg_row_store_merge(int64_t *rows, const char *path, const char *const *part, int32_t n,
                               uint64_t fingerprint, int32_t n_places, mlg_error *err) MLG_MUST_CHECK;

/* One file of rows each of which is in pieces: part[n] have the same keys and limits, each saved with a fingerprint of its own, and of every row
 * the places of theirs alone, in the order of the parts. MLG_INPUT likewise, and where the parts do not go together. O(bytes). */
mlg_status mlg_row_store_join(int64_t *rows, const char *path, const char *const *part,
                              const uint64_t *fingerprint_of, int32_t n, uint64_t fingerprint, int32_t n_places,
                              mlg_error *err) MLG_MUST_CHECK;

/* Writes the rows to a temporary file and renames it. Once the store is half full, rows that were read from a file and never used are
 * left out. Does nothing when no row was added. MLG_INPUT: the file cannot be written. */
mlg_status mlg_row_store_write(mlg_row_store *store, const char *path, uint64_t fingerprint,
                               mlg_error *err) MLG_MUST_CHECK;

/* Reading and writing for a model that works without the file. Does nothing for NULL; a file that does not exist is not an error, nor is
 * MLG_INPUT, whose message is copied to remark[size]. */
mlg_status mlg_row_store_recall(mlg_row_store *store, const char *path, uint64_t fingerprint, int32_t n_places,
                                char *remark, size_t size, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_row_store_retain(mlg_row_store *store, const char *path, uint64_t fingerprint, char *remark,
                                size_t size, mlg_error *err) MLG_MUST_CHECK;

#endif
