#include "base/input.h"
#include "base/os/file.h"
#include "base/utf8.h"
#include "adapters/yaml/tree.h"

#include "base/language.h"
#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* c-printable (YAML 1.2, 5.1) except the byte order mark. */
static bool is_printable(uint32_t code)
{
    if (code < 0x80)
        return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code != 0x7F);
    return (code >= 0xA0 || code == 0x85) && code != 0xFEFF && code != 0xFFFE && code != 0xFFFF;
}

/* Length of the UTF-8 sequence at `text`; 0 when it is malformed or not allowed in YAML. */
static size_t sequence_length(const char *text, size_t left)
{
    uint32_t code;
    size_t n = mlg_utf8_decode(&code, text, left);
    return n > 0 && is_printable(code) ? n : 0;
}

/* Begins with the byte order mark of UTF-16. */
static bool is_utf16(const char *bytes, size_t size)
{
    return size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
}

static mlg_status fail_byte(const char *path, int line, int column, unsigned char byte, bool utf16, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s:%d:%d: the byte 0x%02X is not UTF-8 text", path, line, column, byte);
    if (byte == 0)
        mlg_hint(err, "a NUL byte: this is a binary file, or text saved as UTF-16; save it as UTF-8");
    else if (utf16)
        mlg_hint(err, "the file is text saved as UTF-16, or Unicode; save it as UTF-8");
    else if (byte >= 0x80)
        mlg_hint(err, "the file looks like Windows-1252; save it as UTF-8");
    else
        mlg_hint(err, "a control character; delete it");
    return MLG_INPUT;
}

static mlg_status check_utf8(const char *path, const char *bytes, size_t size, mlg_error *err)
{
    const unsigned char *s = (const unsigned char *)bytes;
    int line = 1, column = 1;
    size_t mark = size >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* byte order mark */
    for (size_t i = mark; i < size;) {
        size_t n = sequence_length(bytes + i, size - i);
        if (n == 0)
            return fail_byte(path, line, column, s[i], is_utf16(bytes, size), err);
        column = s[i] == '\n' ? 1 : column + 1;
        line += s[i] == '\n';
        i += n;
    }
    return MLG_OK;
}

/* A regular file, neither empty nor too large. */
static mlg_status check_size(size_t *size, const char *path, FILE *file, mlg_error *err)
{
    mlg_os_info info;
    if (mlg_os_fstat(mlg_os_fileno(file), &info) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    if (info.kind != MLG_OS_FILE)
        return info.kind == MLG_OS_FOLDER ? mlg_fail(err, MLG_INPUT, "%s: a folder, not a study file", path)
                                          : mlg_fail(err, MLG_INPUT, "%s: a device, not a study file", path);
    if (info.bytes == 0)
        return mlg_fail(err, MLG_INPUT, "%s: the file is empty", path);
    if (info.bytes > MLG_YAML_MOST_BYTES)
        return mlg_fail(err, MLG_INPUT, "%s: %lld bytes; a study file has at most %d", path, (long long)info.bytes,
                        (int)MLG_YAML_MOST_BYTES);
    *size = (size_t)info.bytes;
    return MLG_OK;
}

static mlg_status refuse_database(const char *path, const char *bytes, size_t size, mlg_error *err)
{
    static const char magic[] = "SQLite format 3"; /* the first 16 bytes, NUL included */
    if (size < sizeof magic || memcmp(bytes, magic, sizeof magic) != 0)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: a GeoPackage or another database, where a study file is needed", path);
    mlg_hint(err, "name the .yaml that it was made from");
    return MLG_INPUT;
}

static mlg_status read_open_file(char **bytes, size_t *size, const char *path, FILE *file, mlg_error *err)
{
    MLG_TRY(check_size(size, path, file, err));
    MLG_TRY(MLG_NEW(bytes, *size + 1, path, err));
    if (fread(*bytes, 1, *size, file) != *size)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be read", path);
    MLG_TRY(refuse_database(path, *bytes, *size, err));
    return check_utf8(path, *bytes, *size, err);
}

mlg_status mlg_yaml_read(char **bytes, size_t *size, const char *path, mlg_error *err)
{
    *bytes = NULL;
    FILE *file = mlg_fopen_input(path);
    if (!file) {
        bool missing = errno == ENOENT;
        mlg_fail(err, MLG_INPUT, "%s: %s", path,
                 missing ? mlg_tr("there is no such file") : mlg_errno_text(errno));
        if (missing)
            mlg_hint(err, "'maillage new %s' writes a commented template", path);
        return MLG_INPUT;
    }
    mlg_status st = read_open_file(bytes, size, path, file, err);
    fclose(file);
    if (st != MLG_OK) {
        free(*bytes);
        *bytes = NULL;
    }
    return st;
}
