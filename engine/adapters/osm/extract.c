#include "adapters/osm/reader.h"
#include "base/input.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/stream.h"

#include <errno.h>
#include <math.h>
#include <string.h>

void mlg_osm_close(mlg_osm *osm)
{
    if (!osm)
        return;
    if (osm->file)
        fclose(osm->file);
    free(osm->path);
    free(osm->places);
    free(osm);
}

static mlg_status other_kind(const mlg_osm *osm, const char *what, const char *hint, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: %s, not an OpenStreetMap file (.osm.pbf, .osm, .osm.gz)", osm->path,
             mlg_tr(what));
    mlg_hint(err, "%s", mlg_tr(hint));
    return MLG_INPUT;
}

/* The first character after a byte order mark and spaces. */
static unsigned char first_letter(const unsigned char *head, size_t n)
{
    size_t i = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < n && strchr(" \t\r\n", head[i]) && head[i])
        i++;
    return i < n ? head[i] : 0;
}

static mlg_status find_format(mlg_osm *osm, mlg_error *err)
{
    unsigned char head[64];
    size_t n = fread(head, 1, sizeof head, osm->file);
    if (ferror(osm->file))
        return mlg_fail(err, MLG_INPUT, "%s: cannot be read: %s", osm->path, mlg_errno_text(errno));
    if (n == 0)
        return other_kind(osm, "the file is empty", "download it again", err);
    if (n >= 2 && head[0] == 0x1f && head[1] == 0x8b)
        osm->format = OSM_XML_GZ;
    else if (first_letter(head, n) == '<')
        osm->format = OSM_XML;
    else if (n >= 3 && memcmp(head, "BZh", 3) == 0)
        return other_kind(osm, "compressed with bzip2", "run bunzip2 on it first", err);
    else if (n >= 2 && memcmp(head, "PK", 2) == 0)
        return other_kind(osm, "a zip archive", "unzip it first", err);
    else if (n < 6 || head[0] || head[1] || head[4] != 0x0a)
        return other_kind(osm, "unknown file signature", "extracts of French regions: download.geofabrik.de", err);
    else
        osm->format = OSM_PBF;
    return MLG_OK;
}

static mlg_status open_file(mlg_osm **out, FILE *file, const char *path, mlg_error *err)
{
    mlg_osm *osm = NULL;
    mlg_status st;
    *out = NULL;
    MLG_GO(MLG_NEW(&osm, 1, "OpenStreetMap reader", err));
    osm->file = file;
    file = NULL;
    MLG_GO(mlg_copy_text(&osm->path, path, err));
    if (fseeko(osm->file, 0, SEEK_END) != 0 || (osm->size = ftello(osm->file)) < 0) {
        st = mlg_fail(err, MLG_INPUT, "%s: not a regular file, which is required because it is read several times",
                      path);
        goto done;
    }
    rewind(osm->file);
    MLG_GO(find_format(osm, err));
    *out = osm;
    osm = NULL;
done:
    if (file)
        fclose(file);
    mlg_osm_close(osm);
    return st;
}

mlg_status mlg_osm_open(mlg_osm **out, const char *path, mlg_error *err)
{
    *out = NULL;
    FILE *file = mlg_fopen_input(path);
    if (!file)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be opened: %s", path, mlg_errno_text(errno));
    return open_file(out, file, path, err);
}

mlg_status mlg_osm_open_bytes(mlg_osm **out, const void *bytes, size_t size, const char *name, mlg_error *err)
{
    *out = NULL;
    if (size == 0)
        return mlg_fail(err, MLG_INPUT, "%s: the file is empty", name);
    FILE *file = mlg_os_open_bytes(bytes, size);
    return file ? open_file(out, file, name, err) : mlg_fail_memory(err, "OpenStreetMap reader", size);
}

static mlg_status rewind_file(mlg_osm *osm, mlg_error *err)
{
    clearerr(osm->file);
    return fseeko(osm->file, 0, SEEK_SET) == 0
               ? MLG_OK
               : mlg_fail(err, MLG_INPUT, "%s: cannot be read again: %s", osm->path, mlg_errno_text(errno));
}

mlg_status mlg_osm_box(double box[4], mlg_osm *osm, mlg_error *err)
{
    for (int side = 0; side < 4; side++)
        osm->box[side] = (double)NAN;
    MLG_TRY(rewind_file(osm, err));
    if (osm->format == OSM_PBF)
        MLG_TRY(osm_read_pbf_header(osm, err));
    memcpy(box, osm->box, sizeof osm->box);
    return MLG_OK;
}

mlg_status mlg_osm_read(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress, mlg_error *err)
{
    MLG_TRY(rewind_file(osm, err));
    if (osm->format == OSM_PBF)
        return osm_read_pbf(osm, sink, progress, err);
    mlg_osm_sink whole = *sink;
    if (sink->contexts)
        whole.context = sink->contexts[0];
    if (sink->block)
        MLG_TRY(sink->block(whole.context, 0, err));
    return osm_read_xml(osm, &whole, progress, err);
}

const char *mlg_osm_date(const mlg_osm *osm)
{
    return osm->date;
}

const char *mlg_osm_remark(const mlg_osm *osm)
{
    return osm->remark;
}
