/* Files that are neither table nor layer, by their first bytes. */
#include "adapters/layer/inner.h"

#include "base/language.h"
#include "base/path.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { HEAD = 1024 };

/* The first bytes of a file, and a NUL. */
typedef struct {
    char bytes[HEAD + 1];
    size_t size;
} head;

static const struct {
    const char *start;
    size_t size;
    const char *what, *advice;
} kinds[] = {
    { "7z\xBC\xAF\x27\x1C", 6, MLG_MARK("a 7z archive"),
      MLG_MARK("unpack it, as with 7z x, and name a file of it") },
    { "Rar!", 4, MLG_MARK("a RAR archive"), MLG_MARK("unpack it and name a file of it") },
    { "\x1F\x8B", 2, MLG_MARK("compressed with gzip"),
      MLG_MARK("unpack it with gunzip, or tar xzf for a .tar.gz") },
    { "BZh", 3, MLG_MARK("compressed with bzip2"), MLG_MARK("unpack it with bunzip2") },
    { "\xFD"
      "7zXZ",
      5, MLG_MARK("compressed with xz"), MLG_MARK("unpack it with unxz") },
    { "\x28\xB5\x2F\xFD", 4, MLG_MARK("compressed with zstd"), MLG_MARK("unpack it with unzstd") },
    { "%PDF", 4, MLG_MARK("a PDF"), MLG_MARK("ask its author for the table, or copy it into a spreadsheet") },
    { "MLGROAD", 7, MLG_MARK("a road network that maillage keeps beside a study"),
      MLG_MARK("name the study file, or the extract it was made from: travel: { model: road, osm: ... }") },
};

static bool read_head(head *h, const char *path)
{
    h->size = mlg_bytes_head(h->bytes, HEAD, path);
    h->bytes[h->size] = '\0';
    return h->size > 0;
}

static bool is_extract(const head *h)
{
    static const char block[] = "\x0A\x09OSMHeader"; /* after four bytes of length */
    const char *start = h->bytes + strspn(h->bytes, "\xEF\xBB\xBF \t\r\n");
    if (h->size > 4 + sizeof block && memcmp(h->bytes + 4, block, sizeof block - 1) == 0)
        return true;
    return *start == '<' && strstr(start, "<osm") != NULL;
}

bool mlg_is_extract(const char *path)
{
    head h;
    return mlg_path_ends_with(path, ".osm.gz") || (read_head(&h, path) && is_extract(&h));
}

static mlg_status refuse(const char *path, const char *what, const char *advice, mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s is %s", path, mlg_tr(what));
    mlg_hint(err, "%s", mlg_tr(advice));
    return st;
}

mlg_status mlg_layer_check_kind(const char *path, mlg_error *err)
{
    head h;
    if (!read_head(&h, path))
        return MLG_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (h.size >= kinds[i].size && memcmp(h.bytes, kinds[i].start, kinds[i].size) == 0)
            return refuse(path, kinds[i].what, kinds[i].advice, err);
    if (is_extract(&h))
        return refuse(path, MLG_MARK("an OpenStreetMap extract"),
                      MLG_MARK("it gives roads: travel: { model: road, osm: ... }"), err);
    const char *start = h.bytes + strspn(h.bytes, "\xEF\xBB\xBF \t\r\n");
    if (strncasecmp(start, "<!doctype html", 14) == 0 || strncasecmp(start, "<html", 5) == 0)
        return refuse(path, MLG_MARK("a web page"),
                      MLG_MARK("download the file itself, not the page that leads to it"), err);
    return MLG_OK;
}
