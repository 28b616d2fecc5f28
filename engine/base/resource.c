#include "base/resource.h"

#include <stdlib.h>
#include <string.h>

static int compare_name(const void *key, const void *entry)
{
    return strcmp(key, ((const mlg_resource *)entry)->name);
}

const mlg_resource *mlg_resource_find(const char *name)
{
    return bsearch(name, mlg_resources, mlg_resource_count, sizeof *mlg_resources, compare_name);
}
