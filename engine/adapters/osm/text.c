#include "adapters/osm/text.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <string.h>

static int64_t offset_of(const osm_text *text)
{
    return text->base + (int64_t)text->at;
}

mlg_status osm_text_fail(const osm_text *text, int64_t offset, const char *what, mlg_error *err)
{
    if (text->inflating)
        mlg_fail(err, MLG_INPUT, "%s: %s at byte %lld of the uncompressed text", text->osm->path, mlg_tr(what),
                 (long long)offset);
    else
        mlg_fail(err, MLG_INPUT, "%s: %s at byte %lld", text->osm->path, mlg_tr(what), (long long)offset);
    mlg_hint(err, "the file is damaged or truncated: download it again");
    return MLG_INPUT;
}

mlg_status osm_text_init(osm_text *text, mlg_osm *osm, mlg_error *err)
{
    *text = (osm_text){ .osm = osm, .inflating = osm->format == OSM_XML_GZ };
    MLG_TRY(MLG_NEW(&text->buffer, TEXT_BUFFER, "text buffer", err));
    if (!text->inflating)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&text->raw, TEXT_BUFFER, "text buffer", err));
    if (inflateInit2(&text->zlib, 15 + 16) != Z_OK)
        return mlg_fail_memory(err, "inflating", TEXT_BUFFER);
    text->member_open = true;
    return MLG_OK;
}

void osm_text_release(osm_text *text)
{
    if (text->inflating && text->raw)
        inflateEnd(&text->zlib);
    free(text->raw);
    free(text->buffer);
}

/* ---- bytes ------------------------------------------------------------------------------------------ */

static mlg_status read_raw(osm_text *text, unsigned char *to, size_t *got, mlg_error *err)
{
    *got = fread(to, 1, TEXT_BUFFER, text->osm->file);
    text->raw_read += (int64_t)*got;
    return ferror(text->osm->file) ? osm_text_fail(text, offset_of(text), "a read error", err) : MLG_OK;
}

/* Refills the input of zlib. A file may contain several gzip members in sequence. */
static mlg_status feed(osm_text *text, mlg_error *err)
{
    size_t got = 0;
    if (text->zlib.avail_in == 0) {
        MLG_TRY(read_raw(text, text->raw, &got, err));
        text->zlib.next_in = text->raw;
        text->zlib.avail_in = (uInt)got;
    }
    if (text->zlib.avail_in == 0) {
        text->eof = true;
        return text->member_open ? osm_text_fail(text, offset_of(text), "compressed text that ends too early", err)
                                 : MLG_OK;
    }
    if (!text->member_open) {
        inflateReset(&text->zlib);
        text->member_open = true;
    }
    return MLG_OK;
}

static mlg_status inflate_some(osm_text *text, size_t *got, mlg_error *err)
{
    text->zlib.next_out = text->buffer;
    text->zlib.avail_out = TEXT_BUFFER;
    while (!text->eof && text->zlib.avail_out == TEXT_BUFFER) {
        MLG_TRY(feed(text, err));
        if (text->eof)
            break;
        int code = inflate(&text->zlib, Z_NO_FLUSH);
        if (code == Z_STREAM_END)
            text->member_open = false;
        else if (code == Z_MEM_ERROR)
            return mlg_fail_memory(err, "inflating", TEXT_BUFFER);
        else if (code != Z_OK && code != Z_BUF_ERROR)
            return osm_text_fail(text, offset_of(text), "compressed text that cannot be inflated", err);
    }
    *got = TEXT_BUFFER - text->zlib.avail_out;
    return MLG_OK;
}

static mlg_status fill(osm_text *text, mlg_error *err)
{
    text->base += (int64_t)text->end;
    text->at = text->end = 0;
    if (text->inflating)
        return inflate_some(text, &text->end, err);
    MLG_TRY(read_raw(text, text->buffer, &text->end, err));
    text->eof = text->end == 0;
    return MLG_OK;
}

/* Next byte, -1 at the end of the file. */
static inline mlg_status next_byte(osm_text *text, int *byte, mlg_error *err)
{
    if (text->at == text->end) {
        MLG_TRY(fill(text, err));
        if (text->at == text->end) {
            *byte = -1;
            return MLG_OK;
        }
    }
    *byte = text->buffer[text->at++];
    return MLG_OK;
}

/* Like next_byte(), but inside markup, where the end of the file is an error. */
static mlg_status need_byte(osm_text *text, int *byte, mlg_error *err)
{
    MLG_TRY(next_byte(text, byte, err));
    return *byte < 0 ? osm_text_fail(text, offset_of(text), "text that ends too early", err) : MLG_OK;
}

/* ---- markup ----------------------------------------------------------------------------------------- */

static mlg_status put(osm_text *text, osm_markup *m, int byte, mlg_error *err)
{
    if (m->size >= TEXT_MAX_TAG)
        return osm_text_fail(text, m->offset, "a tag of more than 256 KiB", err);
    MLG_TRY(MLG_GROW(&m->text, &m->capacity, m->size + 1, "a tag", err));
    m->text[m->size++] = (char)byte;
    return MLG_OK;
}

static mlg_status put_code(osm_text *text, osm_markup *m, uint32_t code, mlg_error *err)
{
    char bytes[4];
    size_t n = code == 0 ? 0 : mlg_utf8_encode(bytes, code);
    if (n == 0)
        return osm_text_fail(text, offset_of(text), "a reference to an invalid character", err);
    for (size_t i = 0; i < n; i++)
        MLG_TRY(put(text, m, (unsigned char)bytes[i], err));
    return MLG_OK;
}

static bool numeric_entity(const char *name, uint32_t *code)
{
    int base = name[1] == 'x' ? 16 : 10;
    const char *digits = name + (base == 16 ? 2 : 1);
    char *end;
    if (name[0] != '#' || !strchr("0123456789abcdefABCDEF", *digits) || *digits == '\0')
        return false;
    unsigned long found = strtoul(digits, &end, base);
    *code = found > 0x10FFFF ? 0 : (uint32_t)found;
    return *end == '\0';
}

/* After '&': one of the five predefined entities, or a character reference. */
static mlg_status read_entity(osm_text *text, osm_markup *m, mlg_error *err)
{
    static const struct {
        const char *name;
        uint32_t code;
    } names[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' } };
    char name[12] = { 0 };
    int byte;
    for (size_t n = 0; n < sizeof name - 1; n++) {
        MLG_TRY(need_byte(text, &byte, err));
        if (byte == ';')
            break;
        name[n] = (char)byte;
    }
    uint32_t code = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i].name) == 0)
            code = names[i].code;
    if (code == 0 && !numeric_entity(name, &code))
        return osm_text_fail(text, offset_of(text), "an unknown entity", err);
    return put_code(text, m, code, err);
}

static bool is_space(int byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Reads a name up to the first byte that cannot belong to it, which is left in *byte. */
static mlg_status read_name(osm_text *text, osm_markup *m, int *byte, mlg_error *err)
{
    size_t start = m->size;
    while (!is_space(*byte) && *byte != '=' && *byte != '>' && *byte != '/') {
        if (*byte == '<' || *byte == '"' || *byte == 0)
            return osm_text_fail(text, offset_of(text), "a tag that is not well formed", err);
        MLG_TRY(put(text, m, *byte, err));
        MLG_TRY(need_byte(text, byte, err));
    }
    if (m->size == start)
        return osm_text_fail(text, offset_of(text), "a tag without name", err);
    return put(text, m, 0, err);
}

static mlg_status skip_space(osm_text *text, int *byte, mlg_error *err)
{
    while (is_space(*byte))
        MLG_TRY(need_byte(text, byte, err));
    return MLG_OK;
}

static mlg_status read_value(osm_text *text, osm_markup *m, int *byte, mlg_error *err)
{
    int quote = *byte;
    if (quote != '"' && quote != '\'')
        return osm_text_fail(text, offset_of(text), "an attribute without quotes", err);
    for (;;) {
        MLG_TRY(need_byte(text, byte, err));
        if (*byte == quote)
            break;
        if (*byte == '<' || *byte == 0)
            return osm_text_fail(text, offset_of(text), "an attribute that is not closed", err);
        if (*byte == '&')
            MLG_TRY(read_entity(text, m, err));
        else
            MLG_TRY(put(text, m, *byte, err));
    }
    MLG_TRY(need_byte(text, byte, err));
    return put(text, m, 0, err);
}

static mlg_status read_attribute(osm_text *text, osm_markup *m, int *byte, mlg_error *err)
{
    if (m->attribute_count >= TEXT_MAX_ATTRIBUTES)
        return osm_text_fail(text, m->offset, "a tag of more than 64 attributes", err);
    int i = m->attribute_count++;
    m->key_at[i] = m->size;
    MLG_TRY(read_name(text, m, byte, err));
    MLG_TRY(skip_space(text, byte, err));
    if (*byte != '=')
        return osm_text_fail(text, offset_of(text), "an attribute without value", err);
    MLG_TRY(need_byte(text, byte, err));
    MLG_TRY(skip_space(text, byte, err));
    m->value_at[i] = m->size;
    return read_value(text, m, byte, err);
}

static mlg_status read_markup(osm_text *text, osm_markup *m, int byte, mlg_error *err)
{
    m->size = 0;
    m->attribute_count = 0;
    m->closes = byte == '/';
    m->opens = !m->closes;
    if (m->closes)
        MLG_TRY(need_byte(text, &byte, err));
    MLG_TRY(read_name(text, m, &byte, err));
    for (;;) {
        MLG_TRY(skip_space(text, &byte, err));
        if (byte == '>')
            return MLG_OK;
        if (byte == '/') {
            m->closes = true;
            MLG_TRY(need_byte(text, &byte, err));
            if (byte != '>')
                return osm_text_fail(text, offset_of(text), "a tag that is not well formed", err);
            return MLG_OK;
        }
        MLG_TRY(read_attribute(text, m, &byte, err));
    }
}

/* After "<?" or "<!": skips a declaration up to '>', or a comment up to "-->". */
static mlg_status skip_declaration(osm_text *text, mlg_error *err)
{
    int byte, dashes = 0;
    bool comment = true;
    for (int64_t n = 0;; n++) {
        MLG_TRY(need_byte(text, &byte, err));
        if (n < 2 && byte != '-')
            comment = false;
        if (byte == '[' && !comment)
            return osm_text_fail(text, offset_of(text), "a document type declaration, which is not supported,",
                                 err);
        if (byte == '>' && (!comment || (dashes >= 2 && n >= 4)))
            return MLG_OK;
        dashes = byte == '-' ? dashes + 1 : 0;
    }
}

mlg_status osm_text_next(osm_text *text, osm_markup *markup, bool *end, mlg_error *err)
{
    int byte;
    for (;;) {
        do {
            MLG_TRY(next_byte(text, &byte, err));
        } while (byte >= 0 && byte != '<');
        *end = byte < 0;
        if (*end)
            return MLG_OK;
        markup->offset = offset_of(text) - 1;
        MLG_TRY(need_byte(text, &byte, err));
        if (byte != '?' && byte != '!')
            return read_markup(text, markup, byte, err);
        MLG_TRY(skip_declaration(text, err));
    }
}

mlg_status osm_text_content(char *to, size_t size, osm_text *text, mlg_error *err)
{
    size_t n = 0;
    int byte;
    for (;;) {
        MLG_TRY(next_byte(text, &byte, err));
        if (byte < 0 || byte == '<')
            break;
        bool gap = is_space(byte);
        if (n + 1 < size && !(gap && (n == 0 || to[n - 1] == ' ')))
            to[n++] = (char)(gap ? ' ' : byte);
    }
    if (n > 0 && to[n - 1] == ' ')
        n--;
    to[n] = '\0';
    text->at -= byte == '<'; /* read again as the start of a markup */
    return MLG_OK;
}

const char *osm_markup_value(const osm_markup *markup, const char *key)
{
    for (int i = 0; i < markup->attribute_count; i++)
        if (strcmp(markup->text + markup->key_at[i], key) == 0)
            return markup->text + markup->value_at[i];
    return NULL;
}
