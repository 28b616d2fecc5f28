/* Strings and small nodes with the lifetime of a command: allocated one by one, freed all at once. */
#ifndef MLG_BASE_ARENA_H
#define MLG_BASE_ARENA_H

#include "base/error.h"

typedef struct mlg_arena_block mlg_arena_block;

/* Caller-allocated; `{ 0 }` is an empty arena. Pointers stay valid until mlg_arena_release(). */
typedef struct mlg_arena {
    mlg_arena_block *blocks;
} mlg_arena;

/* `size` zeroed bytes aligned for any type; NULL when out of memory. */
void *mlg_arena_alloc(mlg_arena *arena, size_t size);

/* A copy of a string (NULL gives NULL); NULL when out of memory. */
char *mlg_arena_text(mlg_arena *arena, const char *text);

char *mlg_arena_printf(mlg_arena *arena, const char *format, ...) MLG_PRINTF(2, 3);

void mlg_arena_release(mlg_arena *arena);

#endif
