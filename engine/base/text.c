#include "base/text.h"

#include "base/memory.h"
#include "base/os/file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool has_room(mlg_text *text, size_t more)
{
    if (text->status == MLG_OK)
        text->status = MLG_GROW(&text->data, &text->capacity, text->length + more + 1, "text", NULL);
    return text->status == MLG_OK;
}

void mlg_text_add_bytes(mlg_text *text, const char *bytes, size_t size)
{
    if (!has_room(text, size))
        return;
    memcpy(text->data + text->length, bytes, size);
    text->length += size;
    text->data[text->length] = '\0';
}

void mlg_text_add(mlg_text *text, const char *words)
{
    mlg_text_add_bytes(text, words, strlen(words));
}

static void add_formatted(mlg_text *text, const char *format, va_list args) MLG_PRINTF(2, 0);
static void add_formatted(mlg_text *text, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size < 0 || !has_room(text, (size_t)size))
        return;
    vsnprintf(text->data + text->length, (size_t)size + 1, format, args);
    text->length += (size_t)size;
}

void mlg_text_printf(mlg_text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_formatted(text, format, args);
    va_end(args);
}

mlg_status mlg_text_status(const mlg_text *text, mlg_error *err)
{
    return text->status == MLG_OK ? MLG_OK : mlg_fail_memory(err, "text", text->length);
}

mlg_status mlg_text_append(mlg_text *text, mlg_error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_formatted(text, format, args);
    va_end(args);
    return mlg_text_status(text, err);
}

mlg_status mlg_text_set(mlg_text *text, mlg_error *err, const char *format, ...)
{
    va_list args;
    mlg_text_clear(text);
    va_start(args, format);
    add_formatted(text, format, args);
    va_end(args);
    return mlg_text_status(text, err);
}

void mlg_text_clear(mlg_text *text)
{
    text->length = 0;
    if (text->data)
        text->data[0] = '\0';
}

const char *mlg_text_words(const mlg_text *text)
{
    return text->data ? text->data : "";
}

void mlg_text_release(mlg_text *text)
{
    free(text->data);
    *text = (mlg_text){ 0 };
}

void mlg_text_release_part(mlg_text *part, mlg_text *whole)
{
    if (whole->status == MLG_OK)
        whole->status = part->status;
    mlg_text_release(part);
}

mlg_status mlg_text_take(char **out, mlg_text *text, mlg_error *err)
{
    mlg_text_add(text, "");
    MLG_TRY(mlg_text_status(text, err));
    *out = text->data;
    *text = (mlg_text){ 0 };
    return MLG_OK;
}

mlg_status mlg_text_save(const mlg_text *text, const char *path, mlg_error *err)
{
    MLG_TRY(mlg_text_status(text, err));
    FILE *file = mlg_os_fopen(path, "wb");
    bool written = file && fwrite(text->data, 1, text->length, file) == text->length;
    if (file && fclose(file) != 0)
        written = false;
    return written ? MLG_OK : mlg_fail(err, MLG_INPUT, "cannot write %s: %s", path, mlg_errno_text(errno));
}
