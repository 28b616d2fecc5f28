/* UTF-8 (RFC 3629), one code point at a time. A text is ended by NUL; `size` is for bytes that may not be. */
#ifndef MLG_BASE_UTF8_H
#define MLG_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The second, third or fourth byte of a sequence. */
static inline bool mlg_utf8_continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Length of the sequence at `text`, whose code point is stored; 0 when it is malformed: truncated, overlong, a surrogate, or
 * above U+10FFFF. Never reads past a NUL. */
size_t mlg_utf8_decode(uint32_t *code, const char *text, size_t size);

/* Writes the sequence of a code point, without NUL, and returns its length; 0 for a surrogate or above U+10FFFF. */
size_t mlg_utf8_encode(char out[4], uint32_t code);

bool mlg_utf8_is_valid(const char *text, size_t size);

/* Code points of a valid text: the columns it takes on a terminal, for the Latin script. O(bytes). */
size_t mlg_utf8_count(const char *text);

/* Bytes taken by the first `count` code points of a valid text, or by all of it. */
size_t mlg_utf8_span(const char *text, size_t count);

/* The largest length of at most `most` bytes that does not split a sequence. `most` is at most strlen(text). */
size_t mlg_utf8_fit(const char *text, size_t most);

/* Removes from the end of a text the start of a sequence that was cut. */
void mlg_utf8_trim(char *text);

#endif
