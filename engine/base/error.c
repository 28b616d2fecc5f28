#include "base/error.h"

#include "base/language.h"
#include "base/os/file.h"
#include "base/tame.h"
#include "base/utf8.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int mlg_exit_code(mlg_status status)
{
    return status == MLG_MEMORY ? (int)MLG_DATA : (int)status;
}

const char *mlg_version(void)
{
    return MAILLAGE_VERSION;
}

/* Messages are one line without terminal controls, whatever a bad file contains. */
static void keep_one_line(char *text)
{
    for (char *c = text; *c; c++)
        if (*c == '\n' || *c == '\r' || *c == '\t')
            *c = ' ';
    mlg_tame(text);
}

MLG_PRINTF(3, 0)
static void print_line(char *to, size_t size, const char *format, va_list args)
{
    vsnprintf(to, size, mlg_tr(format), args);
    keep_one_line(to);
    mlg_utf8_trim(to);
}

const char *mlg_brief(char *into, const char *text, size_t most)
{
    static const char dots[] = "...";
    assert(most >= sizeof dots);
    if (!text || strlen(text) <= most)
        return text;
    const size_t n = mlg_utf8_fit(text, most - (sizeof dots - 1));
    memcpy(into, text, n);
    memcpy(into + n, dots, sizeof dots);
    return into;
}

mlg_status mlg_fail(mlg_error *err, mlg_status status, const char *format, ...)
{
    if (!err)
        return status;
    err->status = status;
    err->hint[0] = '\0';
    va_list args;
    va_start(args, format);
    print_line(err->message, sizeof err->message, format, args);
    va_end(args);
    return status;
}

void mlg_hint(mlg_error *err, const char *format, ...)
{
    if (!err)
        return;
    va_list args;
    va_start(args, format);
    print_line(err->hint, sizeof err->hint, format, args);
    va_end(args);
}

mlg_status mlg_while(mlg_error *err, mlg_status status, const char *format, ...)
{
    if (!err || status == MLG_OK)
        return status;
    char context[256], whole[sizeof err->message + sizeof context + 2];
    va_list args;
    va_start(args, format);
    print_line(context, sizeof context, format, args);
    va_end(args);
    snprintf(whole, sizeof whole, "%s: %s", context, err->message);
    whole[sizeof err->message - 1] = '\0';
    mlg_utf8_trim(whole);
    memcpy(err->message, whole, strlen(whole) + 1);
    return status;
}

const char *mlg_errno_text(int code)
{
    return code == MLG_NOT_A_FILE ? mlg_tr("a pipe or a socket, not a file") : mlg_tr(strerror(code));
}

mlg_status mlg_fail_write(mlg_error *err, const char *path, int code)
{
    mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", path, mlg_errno_text(code));
    if (mlg_os_is_full(code))
        mlg_hint(err, "free some space on its disk, or write to another folder");
    else if (code == EACCES || code == EPERM || code == EROFS)
        mlg_hint(err, "ask for the right to write in its folder, or write to another one");
    return MLG_INPUT;
}

mlg_status mlg_fail_memory(mlg_error *err, const char *what, size_t bytes)
{
    return mlg_fail(err, MLG_MEMORY, "out of memory: %zu bytes for %s", bytes, what);
}

mlg_status mlg_pardon(char *text, size_t size, mlg_status status, const mlg_error *fault, mlg_error *err)
{
    if (status == MLG_INPUT) {
        snprintf(text, size, "%.*s", (int)size - 1, fault->message);
        return MLG_OK;
    }
    if (status != MLG_OK && err)
        *err = *fault;
    return status;
}
