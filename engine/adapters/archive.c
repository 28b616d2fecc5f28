#include "adapters/archive.h"

#include "base/memory.h"

#include <cpl_vsi.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static mlg_status write_member(const char *path, const char *name, const void *content, size_t length, mlg_error *err)
{
    char member[512];
    snprintf(member, sizeof member, "/vsizip/%s/%s", path, name);
    VSILFILE *file = VSIFOpenL(member, "wb");
    bool written = file && VSIFWriteL(content, 1, length, file) == length;
    bool closed = file && VSIFCloseL(file) == 0;
    return written && closed ? MLG_OK : mlg_fail(err, MLG_DATA, "%s: cannot be packed", name);
}

mlg_status mlg_archive_one(void **bytes, size_t *size, const char *name, const void *content, size_t length, mlg_error *err)
{
    static atomic_int number;
    char path[64];
    vsi_l_offset packed = 0;
    *bytes = NULL;
    snprintf(path, sizeof path, "/vsimem/maillage-%d.zip", atomic_fetch_add(&number, 1));
    mlg_status st = write_member(path, name, content, length, err);
    const void *data = st == MLG_OK ? VSIGetMemFileBuffer(path, &packed, FALSE) : NULL;
    if (st == MLG_OK)
        st = mlg_new_array(bytes, (size_t)packed, 1, "archive", err);
    if (st == MLG_OK && data)
        memcpy(*bytes, data, (size_t)packed);
    *size = (size_t)packed;
    VSIUnlink(path);
    return st;
}
