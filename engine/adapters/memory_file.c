#include "adapters/memory_file.h"

#include "base/memory.h"

#include <assert.h>
#include <cpl_vsi.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

const char *mlg_memory_file_name(char path[MLG_MEMORY_PATH_SIZE], const char *ending)
{
    static atomic_uint number;
    int n = snprintf(path, MLG_MEMORY_PATH_SIZE, "/vsimem/maillage-%u%s", atomic_fetch_add(&number, 1), ending);
    assert(n < MLG_MEMORY_PATH_SIZE);
    (void)n;
    return path;
}

static mlg_status copy_content(void **bytes, size_t *size, const char *path, mlg_error *err)
{
    vsi_l_offset length = 0;
    const void *data = VSIGetMemFileBuffer(path, &length, FALSE);
    MLG_TRY(mlg_new_array(bytes, (size_t)length, 1, "a file in memory", err));
    if (data)
        memcpy(*bytes, data, (size_t)length);
    *size = (size_t)length;
    return MLG_OK;
}

mlg_status mlg_memory_file_take(void **bytes, size_t *size, const char *path, mlg_status written, mlg_error *err)
{
    *bytes = NULL;
    *size = 0;
    mlg_status st = written == MLG_OK ? copy_content(bytes, size, path, err) : written;
    VSIUnlink(path);
    return st;
}
