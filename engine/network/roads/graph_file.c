#include "base/aside.h"
#include "base/input.h"
#include "base/checksum.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "network/roads/graph_arrays.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { VERSION = 6, HEADER_BYTES = 4096, REPORT_NUMBERS = 23 };

static const char magic[8] = "MLGROAD";
static const uint32_t native_order = 0x01020304u;

/* The header, padded to a page; the arrays follow. */
typedef struct file_header {
    char magic[8];
    uint32_t order, version;
    uint64_t checksum; /* of the rest of the header page, from `arrays_checksum` on */
    uint64_t arrays_checksum, file_size, fingerprint;
    int32_t n_nodes, n_arcs, n_segments, n_points, n_ways, reserved;
    double walk_kmh;
    int64_t report[REPORT_NUMBERS];
} file_header;

_Static_assert(sizeof(mlg_graph_report) == REPORT_NUMBERS * sizeof(int64_t), "the report is made of int64_t");
_Static_assert(sizeof(file_header) <= HEADER_BYTES, "the header fits a page");

typedef union header_page {
    file_header h;
    unsigned char bytes[HEADER_BYTES];
} header_page;

static uint64_t header_checksum(const header_page *page)
{
    size_t from = offsetof(file_header, arrays_checksum);
    return mlg_checksum(page->bytes + from, HEADER_BYTES - from, VERSION);
}

static const void *arrays_of(const mlg_graph *g)
{
    return (const char *)g->block + (g->mapped_size > 0 ? HEADER_BYTES : 0);
}

/* ---- writing ---------------------------------------------------------------------------------------- */

static mlg_status fill_header(header_page *page, const mlg_graph *g, size_t size, uint64_t fingerprint,
                              mlg_error *err)
{
    memset(page, 0, sizeof *page);
    memcpy(page->h.magic, magic, sizeof magic);
    page->h.order = native_order;
    page->h.version = VERSION;
    page->h.file_size = HEADER_BYTES + size;
    page->h.fingerprint = fingerprint;
    MLG_TRY(mlg_checksum_parallel(&page->h.arrays_checksum, arrays_of(g), size, VERSION, 0, err));
    page->h.n_nodes = g->n_nodes;
    page->h.n_arcs = g->n_arcs;
    page->h.n_segments = g->n_segments;
    page->h.n_points = g->n_points;
    page->h.n_ways = g->n_ways;
    page->h.walk_kmh = g->walk_kmh;
    memcpy(page->h.report, &g->report, sizeof page->h.report);
    page->h.checksum = header_checksum(page);
    return MLG_OK;
}

mlg_status mlg_graph_save(const mlg_graph *graph, const char *path, uint64_t fingerprint, mlg_error *err)
{
    header_page page;
    const size_t size = graph_place_arrays(NULL, graph, NULL);
    MLG_TRY(fill_header(&page, graph, size, fingerprint, err));
    return mlg_aside_keep(path, magic, &page, sizeof page, arrays_of(graph), size, err);
}

/* ---- reading ---------------------------------------------------------------------------------------- */

static mlg_status refuse(const char *path, const char *what, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_tr(what));
    mlg_hint(err, "remove the file: it is made again from the OpenStreetMap extract");
    return MLG_INPUT;
}

static mlg_status check_header(const header_page *page, uint64_t size, const char *path, mlg_error *err)
{
    const file_header *h = &page->h;
    if (size < HEADER_BYTES || memcmp(h->magic, magic, sizeof magic) != 0)
        return refuse(path, "not a network of Maillage", err);
    if (h->order != native_order)
        return refuse(path, "a network built on a machine with a different byte order", err);
    if (h->version != VERSION)
        return refuse(path, "a network of another version of Maillage", err);
    if (h->checksum != header_checksum(page))
        return refuse(path, "a damaged network (header)", err);
    if (h->file_size != size)
        return refuse(path, "a truncated network", err);
    if (h->n_nodes < 0 || h->n_arcs < 0 || h->n_segments < 0 || h->n_points < 0 || h->n_ways < 0 ||
        h->n_nodes == INT32_MAX || h->n_segments == INT32_MAX ||
        h->n_points > INT32_MAX / 2) /* two numbers each */
        return refuse(path, "a damaged network (sizes)", err);
    return MLG_OK;
}

static mlg_status verify(const mlg_graph *g, const char *path, mlg_error *err)
{
    const header_page *page = g->block;
    uint64_t sum;
    MLG_TRY(mlg_checksum_parallel(&sum, arrays_of(g), g->block_size, VERSION, 0, err));
    if (sum != page->h.arrays_checksum)
        return refuse(path, "a damaged network (arrays)", err);
    return graph_check(g, NULL) == MLG_OK ? MLG_OK : refuse(path, "a damaged network (contents)", err);
}

static mlg_status attach_file(mlg_graph *g, void *map, size_t size, const char *path, mlg_error *err)
{
    const header_page *page = map;
    graph_arrays arrays;
    g->block = map;
    g->mapped_size = size;
    MLG_TRY(check_header(page, size, path, err));
    g->n_nodes = page->h.n_nodes;
    g->n_arcs = page->h.n_arcs;
    g->n_segments = page->h.n_segments;
    g->n_points = page->h.n_points;
    g->n_ways = page->h.n_ways;
    g->walk_kmh = page->h.walk_kmh;
    memcpy(&g->report, page->h.report, sizeof g->report);
    g->block_size = graph_place_arrays(&arrays, g, (char *)map + HEADER_BYTES);
    if (g->block_size != size - HEADER_BYTES)
        return refuse(path, "a damaged network (sizes)", err);
    graph_attach(g, &arrays);
    return verify(g, path, err);
}

static mlg_status map_file(void **map, size_t *size, const char *path, mlg_error *err)
{
    switch (mlg_map_input(map, size, path, HEADER_BYTES)) {
    case MLG_NOT_OPENED:
        return mlg_fail(err, MLG_INPUT, "%s: cannot be opened: %s", path, mlg_errno_text(errno));
    case MLG_TOO_SHORT:
        return refuse(path, "not a network of Maillage", err);
    case MLG_NOT_MAPPED:
        return mlg_fail(err, MLG_MEMORY, "%s: cannot be mapped: %s", path, mlg_errno_text(errno));
    case MLG_MAPPED:
        break;
    }
    return MLG_OK;
}

mlg_status mlg_graph_load(mlg_graph **out, uint64_t *fingerprint, const char *path, mlg_error *err)
{
    mlg_graph *g = NULL;
    void *map = NULL;
    size_t size = 0;
    *out = NULL;
    MLG_TRY(MLG_NEW(&g, 1, "network", err));
    mlg_status st = map_file(&map, &size, path, err);
    if (st == MLG_OK)
        st = attach_file(g, map, size, path, err);
    if (st == MLG_OK && fingerprint)
        *fingerprint = ((const header_page *)g->block)->h.fingerprint;
    if (st == MLG_OK)
        *out = g;
    else
        mlg_graph_free(g);
    return st;
}

/* ---- fingerprint ------------------------------------------------------------------------------------ */

enum { WHOLE_BELOW = 16 * 1024 * 1024, SAMPLES = 256, SAMPLE_BYTES = 64 * 1024 };

static mlg_status hash_part(uint64_t *sum, int file, int64_t at, void *buffer, const char *path, mlg_error *err)
{
    int64_t n = mlg_os_read_at(file, buffer, SAMPLE_BYTES, at);
    if (n < 0)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be read: %s", path, mlg_errno_text(errno));
    *sum = mlg_checksum(buffer, (size_t)n, *sum);
    return MLG_OK;
}

static mlg_status hash_file(uint64_t *sum, int file, const char *path, void *buffer, mlg_error *err)
{
    mlg_os_info info;
    if (mlg_os_fstat(file, &info) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be read: %s", path, mlg_errno_text(errno));
    int64_t size = info.bytes, step = size <= WHOLE_BELOW ? SAMPLE_BYTES : (size - SAMPLE_BYTES) / (SAMPLES - 1);
    *sum = mlg_checksum(&size, sizeof size, *sum);
    for (int64_t at = 0; at < size; at += step)
        MLG_TRY(hash_part(sum, file, at, buffer, path, err));
    return MLG_OK;
}

static void hash_road(uint64_t *fingerprint, const mlg_new_road *road)
{
    const int32_t form[] = { road->count, road->forward, road->backward };
    *fingerprint = mlg_checksum(form, sizeof form, *fingerprint);
    *fingerprint = mlg_checksum(&road->kmh, sizeof road->kmh, *fingerprint);
    *fingerprint = mlg_checksum(road->lon, (size_t)road->count * sizeof *road->lon, *fingerprint);
    *fingerprint = mlg_checksum(road->lat, (size_t)road->count * sizeof *road->lat, *fingerprint);
}

mlg_status mlg_graph_fingerprint(uint64_t *fingerprint, const char *osm_path, const mlg_graph_options *options,
                                 mlg_error *err)
{
    uint64_t parts[] = { VERSION, options->profile->fingerprint, options->peak };
    void *buffer;
    *fingerprint = mlg_checksum(parts, sizeof parts, 0);
    if (options->level_m)
        *fingerprint = mlg_checksum(&options->level_fingerprint, sizeof options->level_fingerprint, *fingerprint);
    if (options->within)
        *fingerprint = mlg_checksum(options->within, 4 * sizeof *options->within, *fingerprint);
    for (int32_t k = 0; k < options->new_road_count; k++)
        hash_road(fingerprint, &options->new_roads[k]);
    int file = mlg_open_input(osm_path);
    if (file < 0)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be opened: %s", osm_path, mlg_errno_text(errno));
    mlg_status st = mlg_new_array(&buffer, SAMPLE_BYTES, 1, "fingerprint", err);
    if (st == MLG_OK) {
        st = hash_file(fingerprint, file, osm_path, buffer, err);
        free(buffer);
    }
    mlg_os_close(file);
    return st;
}

static mlg_status build_and_save(mlg_graph **out, const char *network_path, const char *osm_path,
                                 uint64_t fingerprint, const mlg_graph_options *options, mlg_error *err)
{
    mlg_osm *osm;
    MLG_TRY(mlg_osm_open(&osm, osm_path, err));
    mlg_status st = mlg_graph_build(out, osm, options, err);
    mlg_osm_close(osm);
    if (st == MLG_OK)
        st = mlg_graph_save(*out, network_path, fingerprint, err);
    if (st != MLG_OK) {
        mlg_graph_free(*out);
        *out = NULL;
    }
    return st;
}

mlg_status mlg_graph_obtain(mlg_graph **out, mlg_graph_news *news, const char *network_path, const char *osm_path,
                            const mlg_graph_options *options, mlg_error *err)
{
    uint64_t wanted, found;
    mlg_error fault;
    *out = NULL;
    *news = (mlg_graph_news){ .built = false };
    MLG_TRY(mlg_graph_fingerprint(&wanted, osm_path, options, err));
    mlg_status st = mlg_graph_load(out, &found, network_path, &fault);
    if (st == MLG_OK && found == wanted)
        return MLG_OK;
    mlg_graph_free(*out);
    news->built = true;
    if (st == MLG_OK)
        st = mlg_fail(&fault, MLG_INPUT, "%s: made from another extract or profile", network_path);
    if (mlg_os_can(network_path, MLG_OS_EXISTS))
        MLG_TRY(mlg_pardon(news->found, sizeof news->found, st, &fault, err));
    return build_and_save(out, network_path, osm_path, wanted, options, err);
}
