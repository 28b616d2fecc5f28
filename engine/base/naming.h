/* Names of numbered items in error messages. Kernels work on arrays and know an item by its index, which means nothing
 * to a reader. A stage announces the codes of its items to its thread while it runs a kernel; the messages of the
 * kernel name items with MLG_NAMED(), which gives the index when nobody has announced that kind of item. */
#ifndef MLG_BASE_NAMING_H
#define MLG_BASE_NAMING_H

#include <stddef.h>
#include <stdint.h>

typedef enum mlg_item {
    MLG_ITEM_PLACE,
    MLG_ITEM_SITE,
    MLG_ITEM_DEMAND,
    MLG_ITEM_CANDIDATE,
    MLG_ITEM_STOP
} mlg_item;

/* The arrays are the caller's; they stay until mlg_naming_leave(). */
typedef struct mlg_naming {
    mlg_item item;
    int32_t count;            /* of the items */
    const char *const *code;  /* of the items, or of what `of` refers to */
    const char *const *label; /* NULL: codes alone */
    const int32_t *of;        /* [count] index in `code` and `label`; NULL: the item's own */
    const struct mlg_naming *outer;
} mlg_naming;

/* Nested: the last one announced leaves first. */
void mlg_naming_enter(mlg_naming *naming);
void mlg_naming_leave(const mlg_naming *naming);

enum { MLG_NAME_SIZE = 96 };

/* Writes "62002 Béthune", or the index, into `name`, and returns it. */
const char *mlg_item_name(char name[MLG_NAME_SIZE], mlg_item item, int32_t index);

/* The same, in a buffer that lasts as long as the block. */
#define MLG_NAMED(item, index) mlg_item_name((char[MLG_NAME_SIZE]){ "" }, item, index)

#endif
