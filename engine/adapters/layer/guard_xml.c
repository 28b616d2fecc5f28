/* Endless XML tags: the parsers of GDAL take time quadratic in the number of attributes. */
#include "adapters/layer/inner.h"

#include "base/memory.h"

#include <ctype.h>
#include <string.h>

enum { BLOCK = 1 << 16, LONGEST_TAG = 1 << 18 };

typedef struct {
    size_t length; /* of the tag so far */
    char quote;    /* that opened a value, or 0 */
    bool opened, inside;
} scan;

/* Whether the byte after "<" begins the name of an element: "<!", "<?" and "</" hold no attributes. */
static bool starts_name(char c)
{
    return isalpha((unsigned char)c) || c == '_' || c == ':' || (unsigned char)c >= 0x80;
}

/* Advances by one byte of a tag; false when the tag is too long. */
static bool step(scan *s, char c)
{
    if (s->quote)
        s->quote = c == s->quote ? '\0' : s->quote;
    else if (c == '"' || c == '\'')
        s->quote = c;
    else if (c == '>')
        s->inside = false;
    return ++s->length <= LONGEST_TAG;
}

static bool go_over(scan *s, const char *at, const char *end)
{
    for (; at < end; at++) {
        if (s->inside) {
            if (!step(s, *at))
                return false;
            continue;
        }
        if (s->opened) {
            *s = (scan){ .inside = starts_name(*at) };
            continue;
        }
        at = memchr(at, '<', (size_t)(end - at));
        if (!at)
            return true;
        s->opened = true;
    }
    return true;
}

static bool is_xml(const char *start, size_t size)
{
    size_t at = size >= 3 && memcmp(start, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < size && isspace((unsigned char)start[at]))
        at++;
    return at < size && start[at] == '<';
}

mlg_status mlg_guard_xml(const char *path, const char *shown, mlg_error *err)
{
    scan s = { .length = 0 };
    char *block = NULL;
    bool good = true;
    mlg_bytes *file;
    size_t got = 0;
    mlg_status st;
    if (mlg_bytes_open(&file, path, shown, NULL) != MLG_OK)
        return MLG_OK; /* reported when it is opened */
    MLG_GO(MLG_NEW(&block, BLOCK, "a block", err));
    MLG_GO(mlg_bytes_read(&got, file, block, BLOCK, err));
    if (got > 0 && is_xml(block, got))
        while (good && got > 0) {
            good = go_over(&s, block, block + got);
            MLG_GO(mlg_bytes_read(&got, file, block, BLOCK, err));
        }
    if (!good)
        st = mlg_fail(err, MLG_INPUT, "%s: a tag of more than %d KiB", shown, LONGEST_TAG >> 10);
done:
    free(block);
    mlg_bytes_close(file);
    return st;
}
