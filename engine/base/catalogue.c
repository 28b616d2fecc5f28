#include "base/catalogue.h"

#include <stdint.h>
#include <string.h>

typedef struct catalogue {
    const unsigned char *mo;
    size_t size;
} catalogue;

static uint32_t word_at(const catalogue *c, size_t place)
{
    uint32_t word = 0;
    if (place + sizeof word <= c->size)
        memcpy(&word, c->mo + place, sizeof word);
    return word;
}

/* The i-th text of a table of (length, offset) pairs; NULL unless it lies in the catalogue with its terminating
 * NUL. */
static const char *text_at(const catalogue *c, size_t table, uint32_t i, size_t *length)
{
    size_t place = word_at(c, table + 8 * (size_t)i + 4);
    *length = word_at(c, table + 8 * (size_t)i);
    return place + *length < c->size && c->mo[place + *length] == '\0' ? (const char *)c->mo + place : NULL;
}

/* GNU .mo layout: magic, revision, number of texts, offset of the (sorted) table of ids, offset of that of
 * translations. */
const char *mlg_catalogue_find(const unsigned char *mo, size_t size, const char *id, int form)
{
    catalogue c = { mo, size };
    size_t length, ids = word_at(&c, 12), texts = word_at(&c, 16);
    if (word_at(&c, 0) != 0x950412de || *id == '\0')
        return NULL;
    uint32_t low = 0, high = word_at(&c, 8);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *key = text_at(&c, ids, middle, &length);
        int order = key ? strcmp(id, key) : -1;
        if (order < 0)
            high = middle;
        else if (order > 0)
            low = middle + 1;
        else {
            const char *text = text_at(&c, texts, middle, &length);
            size_t first = text ? strlen(text) : 0;
            if (text && form > 0 && first < length)
                text += first + 1;
            return text && *text ? text : NULL;
        }
    }
    return NULL;
}
