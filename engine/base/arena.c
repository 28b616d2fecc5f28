#include "base/arena.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct mlg_arena_block {
    mlg_arena_block *next;
    size_t used, size;
    max_align_t bytes[];
};

enum { BLOCK_BYTES = 64 * 1024 };

void *mlg_arena_alloc(mlg_arena *arena, size_t size)
{
    const size_t align = sizeof(max_align_t);
    size_t need = (size + align - 1) / align * align;
    mlg_arena_block *block = arena->blocks;
    if (!block || block->size - block->used < need) {
        size_t room = need > BLOCK_BYTES ? need : BLOCK_BYTES;
        void *fresh;
        if (mlg_new_array(&fresh, sizeof *block + room, 1, "arena", NULL) != MLG_OK)
            return NULL;
        block = fresh;
        block->size = room;
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *found = (char *)block->bytes + block->used;
    block->used += need;
    return found;
}

char *mlg_arena_text(mlg_arena *arena, const char *text)
{
    const size_t size = text ? strlen(text) + 1 : 0;
    char *copy = text ? mlg_arena_alloc(arena, size) : NULL;
    return copy ? memcpy(copy, text, size) : NULL;
}

char *mlg_arena_printf(mlg_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : mlg_arena_alloc(arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void mlg_arena_release(mlg_arena *arena)
{
    while (arena->blocks) {
        mlg_arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}
