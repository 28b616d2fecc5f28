/* The markup of an XML file, plain or gzipped, as tags and attributes. Included by text.c and xml.c only. */
#ifndef MLG_ADAPTERS_OSM_TEXT_H
#define MLG_ADAPTERS_OSM_TEXT_H

#include "adapters/osm/reader.h"

#include <zlib.h>

enum { TEXT_BUFFER = 64 * 1024, TEXT_MAX_TAG = 256 * 1024, TEXT_MAX_ATTRIBUTES = 64 };

typedef struct osm_text {
    mlg_osm *osm;
    unsigned char *raw, *buffer; /* TEXT_BUFFER bytes each; raw only when inflating */
    size_t at, end;
    int64_t base; /* offset of buffer[0] in the uncompressed text */
    int64_t raw_read;
    z_stream zlib;
    bool inflating, member_open, eof;
} osm_text;

/* One <name a="b" ...>, <name .../> or </name>. Strings are in `text`, valid until the next markup. */
typedef struct osm_markup {
    char *text;
    size_t size, capacity;
    size_t key_at[TEXT_MAX_ATTRIBUTES], value_at[TEXT_MAX_ATTRIBUTES];
    int attribute_count;
    bool opens, closes; /* both for <name/> */
    int64_t offset;
} osm_markup;

mlg_status osm_text_init(osm_text *text, mlg_osm *osm, mlg_error *err);
void osm_text_release(osm_text *text);

/* The next markup. Text, comments and declarations are skipped. *end is set at the end of the file. */
mlg_status osm_text_next(osm_text *text, osm_markup *markup, bool *end, mlg_error *err);

/* The text up to the next markup, with runs of spaces collapsed and entities left as written; text beyond
 * `size` is dropped. */
mlg_status osm_text_content(char *to, size_t size, osm_text *text, mlg_error *err);

const char *osm_markup_value(const osm_markup *markup, const char *key); /* NULL when absent */

mlg_status osm_text_fail(const osm_text *text, int64_t offset, const char *what, mlg_error *err);

#endif
