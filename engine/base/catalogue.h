/* Reading a catalogue compiled by msgfmt (GNU .mo), in memory. */
#ifndef MLG_BASE_CATALOGUE_H
#define MLG_BASE_CATALOGUE_H

#include <stddef.h>

/* The translation of `id`, or its plural when `form` is 1; NULL when the catalogue has none. A damaged
 * catalogue is never read out of bounds. O(log messages). */
const char *mlg_catalogue_find(const unsigned char *mo, size_t size, const char *id, int form);

#endif
