/* Writes small .osm.pbf files by hand, right or spoiled: for tests and for the corpus of the fuzz target. */
#ifndef MLG_TESTS_PBF_WRITER_H
#define MLG_TESTS_PBF_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Growing bytes; a test that runs out of memory stops. Released with free(bytes->data). */
typedef struct bytes {
    uint8_t *data;
    size_t size, capacity;
} bytes;

void put_raw(bytes *to, const void *data, size_t size);
void put_varint(bytes *to, uint64_t value);
void put_signed(bytes *to, int64_t value); /* zigzag */
void put_number(bytes *to, uint32_t field, uint64_t value);
void put_message(bytes *to, uint32_t field, const void *data, size_t size);
void put_text(bytes *to, uint32_t field, const char *text);

/* A block of the file: header, then the blob. `compression`: field of Blob, 1 raw, 3 zlib, others as they are. */
void put_blob(bytes *file, const char *type, const bytes *content, uint32_t compression);

/* "OSMHeader" with OsmSchema-V0.6, DenseNodes and a box that lies. */
void put_file_header(bytes *file);

/* The network of the reader's tests: nodes 1, 2, 3 at lon 0.1, 0.2, 0.3 and lat 45; node 2 has highway=traffic_signals;
 * way 10 = 1, 2, 3 with highway=residential, name="Rue d'Été"; relation 20: a restriction from way 10 via node 2. */
void put_small_network(bytes *file, bool dense, bool sorted, uint32_t compression);

/* The block of its dense nodes (0), of its way (1) or of its relation (2). */
void put_small_group(bytes *block, int kind);

#endif
