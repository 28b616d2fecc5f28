/* UTF-8 (RFC 3629). Texts are NUL-terminated unless a size is given. */
#ifndef MLG_BASE_UTF8_H
#define MLG_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the byte is a continuation byte. */
static inline bool mlg_utf8_continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Decodes the sequence at `text` and returns its length; 0 when it is malformed: truncated, overlong, a
 * surrogate, or above U+10FFFF. Never reads past a NUL. */
size_t mlg_utf8_decode(uint32_t *code, const char *text, size_t size);

/* Encodes a code point, without a NUL, and returns its length; 0 for a surrogate or above U+10FFFF. */
size_t mlg_utf8_encode(char out[4], uint32_t code);

bool mlg_utf8_is_valid(const char *text, size_t size);

/* Number of code points of a valid text: its width on a terminal, for the Latin script. O(bytes). */
size_t mlg_utf8_count(const char *text);

/* Size in bytes of the first `count` code points of a valid text, or of all of it. */
size_t mlg_utf8_span(const char *text, size_t count);

/* The largest length of at most `most` bytes that does not split a sequence. `most` is at most strlen(text). */
size_t mlg_utf8_fit(const char *text, size_t most);

/* Removes a truncated sequence from the end of a text. */
void mlg_utf8_trim(char *text);

/* Adds a word to a list of words, or " ..." once when it has no more room: a list is never cut within a word. `size` is that of
 * `list`, at least 5. */
void mlg_list_add(char *list, size_t size, const char *between, const char *word);

/* Whether a list of words joined by `between` has that word, rather than one that contains it. */
bool mlg_list_has(const char *list, const char *between, const char *word);

#endif
