/* The language of a request. */
#ifndef MLG_SERVE_TONGUE_H
#define MLG_SERVE_TONGUE_H

/* "fr" or "en", whichever the value of Accept-Language prefers (RFC 9110, 12.5.4), the first in a tie; NULL when it names neither, or is
 * NULL. */
const char *mlg_accepted_language(const char *header);

#endif
