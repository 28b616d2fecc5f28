/* Reads back a workbook: libxlsxwriter ignores the results of its writes, so on a full disk a part would be
 * silently truncated. */
#include "adapters/archive.h"

#include "adapters/memory_file.h"
#include "base/path.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char cell_mark[] = "<c ", text_mark[] = "<si>", sheet_end[] = "</worksheet>";
enum { BLOCK = 1 << 16, END = sizeof sheet_end - 1 };

/* A part being read. */
typedef struct {
    const char *mark;      /* what is counted in it */
    size_t matched;        /* letters of `mark` */
    int64_t found, stated; /* stated: the number of texts that the head of their part declares */
    char end[END];         /* its last bytes */
} part;

static void read_block(part *p, const char *block, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        p->matched = block[i] == p->mark[p->matched] ? p->matched + 1 : block[i] == p->mark[0];
        if (p->mark[p->matched] == '\0') {
            p->found++;
            p->matched = 0;
        }
    }
    if (n >= END) {
        memcpy(p->end, block + n - END, END);
    } else {
        memmove(p->end, p->end + n, END - n);
        memcpy(p->end + END - n, block, n);
    }
}

/* The number of texts that the head of their part states; 0 in other parts. */
static int64_t stated_in(const char *head)
{
    static const char key[] = "uniqueCount=\"";
    const char *at = strstr(head, key);
    return at ? strtoll(at + sizeof key - 1, NULL, 10) : 0;
}

/* False when it cannot be read, or stops before its end. */
static bool read_part(part *p, const char *path)
{
    char block[BLOCK + 1];
    VSIStatBufL info;
    VSILFILE *file = VSIFOpenL(path, "rb");
    bool good = file && VSIStatL(path, &info) == 0;
    vsi_l_offset read = 0;
    for (size_t n; good && (n = VSIFReadL(block, 1, BLOCK, file)) > 0; read += n) {
        block[n] = '\0';
        if (read == 0)
            p->stated = stated_in(block);
        read_block(p, block, n);
    }
    good = good && read == (vsi_l_offset)info.st_size && p->end[END - 1 - (p->end[END - 1] == '\n')] == '>';
    if (file)
        VSIFCloseL(file);
    return good;
}

static bool is_sheet(const char *name)
{
    static const char folder[] = "xl/worksheets/sheet";
    return strncmp(name, folder, sizeof folder - 1) == 0;
}

static bool read_member(int64_t *cells, const char *archive, const char *name)
{
    char path[MLG_PATH_SIZE];
    const bool sheet = is_sheet(name);
    part p = { .mark = sheet ? cell_mark : text_mark };
    if (name[strlen(name) - 1] == '/')
        return true;
    if (mlg_path_format(path, NULL, "%s/%s", archive, name) != MLG_OK || !read_part(&p, path))
        return false;
    *cells += sheet ? p.found : 0;
    return sheet ? memcmp(p.end, sheet_end, END) == 0 : p.found == p.stated;
}

static bool read_all(int64_t *cells, const char *archive, CSLConstList names)
{
    bool good = names != NULL;
    for (; good && *names; names++)
        good = read_member(cells, archive, *names);
    return good;
}

/* The parts of the archive, read from memory: GDAL would reuse the list of parts of an earlier file of the same
 * name, size and second. */
static bool read_archive(int64_t *cells, const char *memory)
{
    char archive[MLG_MEMORY_PATH_SIZE + sizeof "/vsizip/{}"];
    snprintf(archive, sizeof archive, "/vsizip/{%s}", memory);
    char **names = VSIReadDirRecursive(archive);
    bool good = read_all(cells, archive, names);
    CSLDestroy(names);
    return good;
}

static bool read_file(int64_t *cells, const char *path)
{
    char memory[MLG_MEMORY_PATH_SIZE];
    GByte *bytes = NULL;
    vsi_l_offset size = 0;
    if (!VSIIngestFile(NULL, path, &bytes, &size, -1))
        return false;
    VSILFILE *file = VSIFileFromMemBuffer(mlg_memory_file_name(memory, ".xlsx"), bytes, size, TRUE);
    if (!file) {
        VSIFree(bytes);
        return false;
    }
    VSIFCloseL(file);
    bool good = read_archive(cells, memory);
    VSIUnlink(memory);
    return good;
}

mlg_status mlg_archive_check_workbook(const char *path, int64_t cells, mlg_error *err)
{
    int64_t found = 0;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    bool good = read_file(&found, path) && found == cells;
    CPLPopErrorHandler();
    if (good)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "cannot write %s: the file is incomplete", path);
    mlg_hint(err, "make room on the disk and in the folder for temporary files, then run again");
    return st;
}
