#include "base/naming.h"

#include "base/utf8.h"

#include <stdio.h>

static _Thread_local const mlg_naming *innermost;

void mlg_naming_enter(mlg_naming *naming)
{
    naming->outer = innermost;
    innermost = naming;
}

void mlg_naming_leave(const mlg_naming *naming)
{
    innermost = naming->outer;
}

const char *mlg_item_name(char name[MLG_NAME_SIZE], mlg_item item, int32_t index)
{
    const mlg_naming *n = innermost;
    while (n && (n->item != item || index < 0 || index >= n->count))
        n = n->outer;
    int32_t at = n && n->of ? n->of[index] : index;
    const char *code = n && at >= 0 ? n->code[at] : NULL, *label = code && n->label ? n->label[at] : NULL;
    if (code)
        snprintf(name, MLG_NAME_SIZE, "%s%s%s", code, label ? " " : "", label ? label : "");
    else
        snprintf(name, MLG_NAME_SIZE, "%d", (int)index);
    mlg_utf8_trim(name);
    return name;
}
