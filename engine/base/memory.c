#include "base/memory.h"

#include "base/os/file.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static atomic_long fail_countdown;

void mlg_memory_fail_at(long n)
{
    atomic_store(&fail_countdown, n);
}

static bool must_fail(void)
{
    if (atomic_load_explicit(&fail_countdown, memory_order_relaxed) <= 0)
        return false;
    return atomic_fetch_sub(&fail_countdown, 1) == 1;
}

enum { LARGE = 4 << 20 };

mlg_status mlg_new_plain_array(void **out, size_t count, size_t size, const char *what, mlg_error *err)
{
    *out = must_fail() ? NULL : calloc(count ? count : 1, size);
    return *out ? MLG_OK : mlg_fail_memory(err, what, count * size);
}

mlg_status mlg_new_array(void **out, size_t count, size_t size, const char *what, mlg_error *err)
{
    MLG_TRY(mlg_new_plain_array(out, count, size, what, err));
    if (count * size >= LARGE)
        mlg_os_advise_large_pages(*out, count * size);
    return MLG_OK;
}

mlg_status mlg_grow_array(void **array, size_t *capacity, size_t need, size_t size, const char *what,
                          mlg_error *err)
{
    if (need <= *capacity)
        return MLG_OK;
    size_t next = *capacity ? *capacity : 16;
    while (next < need) {
        if (next > SIZE_MAX / 2 / size)
            return mlg_fail_memory(err, what, need);
        next *= 2;
    }
    void *moved = must_fail() ? NULL : realloc(*array, next * size);
    if (!moved)
        return mlg_fail_memory(err, what, next * size);
    *array = moved;
    *capacity = next;
    return MLG_OK;
}

mlg_status mlg_copy_text(char **out, const char *text, mlg_error *err)
{
    size_t size = strlen(text) + 1;
    MLG_TRY(mlg_new_array((void **)out, size, 1, "text", err));
    memcpy(*out, text, size);
    return MLG_OK;
}

mlg_status mlg_format_text(char **out, mlg_error *err, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t size = (size_t)length + 1; /* 0 when the text is longer than INT_MAX */
    mlg_status st = size > 0 ? mlg_new_array((void **)out, size, 1, "text", err) : mlg_fail_memory(err, "text", 0);
    if (st == MLG_OK)
        vsnprintf(*out, size, format, again);
    va_end(again);
    return st;
}

void mlg_free(void *text)
{
    free(text);
}
