/* File of a hierarchy, mapped as it is: a header, then the arrays of mlg_hierarchy_parts(), each aligned on a page. The
 * header has its own checksum and one of each 4 MB block of the rest, so that blocks are verified in parallel. Numbers
 * are in the byte order of the machine that wrote them; files of another byte order are rejected.
 */
#include "base/os/file.h"
#include "network/hierarchy/inner.h"

#include "base/aside.h"
#include "base/input.h"
#include "base/checksum.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/parallel.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FILE_VERSION = 3, FILE_PAGE = 4096, BLOCK = 4 << 20 };

static const char FILE_KIND[8] = { 'M', 'L', 'G', 'R', 'O', 'A', 'D', 'S' };

typedef struct {
    char kind[8];
    uint32_t version, byte_order; /* 1 in the byte order of the writer */
    int32_t n_nodes, n_core, n_trees, n_arcs, n_core_trees, n_core_arcs, max_slots, complete;
    uint64_t bytes; /* of the file */
    uint64_t fingerprint;
    uint64_t n_blocks; /* checksums follow the header, and the arrays start on the next page */
    uint64_t checksum; /* of the header with 0 here, the block checksums and the padding of the page */
} file_head;

uint64_t mlg_graph_view_fingerprint(const mlg_graph_view *view)
{
    const size_t arcs = (size_t)view->n_arcs;
    uint64_t sum = mlg_checksum(view->first, ((size_t)view->n_nodes + 1) * sizeof *view->first, FILE_VERSION);
    sum = mlg_checksum(view->head, arcs * sizeof *view->head, sum);
    return mlg_checksum(view->time_ds, arcs * sizeof *view->time_ds, sum);
}

static uint64_t whole_pages(uint64_t bytes)
{
    return (bytes + FILE_PAGE - 1) / FILE_PAGE * FILE_PAGE;
}

static uint64_t head_bytes(uint64_t n_blocks)
{
    return whole_pages(sizeof(file_head) + n_blocks * sizeof(uint64_t));
}

static uint64_t head_checksum(const file_head *head, const uint64_t *blocks)
{
    file_head copy = *head;
    copy.checksum = 0;
    return mlg_checksum(blocks, (size_t)head_bytes(head->n_blocks) - sizeof *head,
                        mlg_checksum(&copy, sizeof copy, FILE_VERSION));
}

/* Sets the offset of each array from the start of the arrays; returns their total size. */
static uint64_t place_parts(uint64_t start[MLG_HIERARCHY_PARTS], mlg_hierarchy *h)
{
    mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS];
    mlg_hierarchy_parts(parts, h);
    uint64_t at = 0;
    for (int i = 0; i < MLG_HIERARCHY_PARTS; i++) {
        start[i] = at;
        at += whole_pages((uint64_t)parts[i].size * parts[i].count);
    }
    return at;
}

static uint64_t blocks_of(uint64_t bytes)
{
    return (bytes + BLOCK - 1) / BLOCK;
}

static size_t block_bytes(uint64_t left)
{
    return left < BLOCK ? (size_t)left : BLOCK;
}

/* ---- writing ---- */

/* Writes the whole file into a mapping of its size. */
static void fill(char *file, mlg_hierarchy *h, uint64_t fingerprint, const uint64_t start[MLG_HIERARCHY_PARTS],
                 uint64_t arrays)
{
    mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS];
    mlg_hierarchy_parts(parts, h);
    file_head head = { .version = FILE_VERSION, .byte_order = 1, .n_nodes = h->n_nodes, .n_core = h->n_core };
    memcpy(head.kind, FILE_KIND, sizeof head.kind);
    head.fingerprint = fingerprint;
    head.n_trees = h->n_trees;
    head.n_arcs = h->n_arcs;
    head.n_core_trees = h->n_core_trees;
    head.n_core_arcs = h->n_core_arcs;
    head.max_slots = h->max_slots;
    head.complete = h->complete;
    head.n_blocks = blocks_of(arrays);
    head.bytes = head_bytes(head.n_blocks) + arrays;
    uint64_t *blocks = (uint64_t *)(void *)(file + sizeof head);
    char *base = file + head_bytes(head.n_blocks);
    for (int i = 0; i < MLG_HIERARCHY_PARTS; i++)
        if (parts[i].count)
            memcpy(base + start[i], *parts[i].array, parts[i].size * parts[i].count);
    for (uint64_t b = 0; b < head.n_blocks; b++)
        blocks[b] = mlg_checksum(base + b * BLOCK, block_bytes(arrays - b * BLOCK), FILE_VERSION);
    head.checksum = head_checksum(&head, blocks);
    memcpy(file, &head, sizeof head);
}

/* Allocates disk space before writing, so that a full disk is an error and not a signal. */
static mlg_status write_file(int handle, const char *path, mlg_hierarchy *h, uint64_t fingerprint, mlg_error *err)
{
    uint64_t start[MLG_HIERARCHY_PARTS], arrays = place_parts(start, h);
    size_t bytes = (size_t)(head_bytes(blocks_of(arrays)) + arrays);
    int fault = mlg_os_reserve(handle, (int64_t)bytes);
    if (fault != 0)
        return mlg_fail(err, MLG_INPUT, "cannot write %zu bytes to %s: %s", bytes, path, mlg_errno_text(fault));
    char *file = mlg_os_map(handle, bytes, true);
    if (!file)
        return mlg_fail(err, MLG_INPUT, "cannot write %s: %s", path, mlg_errno_text(errno));
    fill(file, h, fingerprint, start, arrays);
    bool kept = mlg_os_map_sync(file, bytes) == 0;
    mlg_os_unmap(file, bytes);
    return kept ? MLG_OK : mlg_fail(err, MLG_INPUT, "cannot write %s: %s", path, mlg_errno_text(errno));
}

mlg_status mlg_hierarchy_save(const mlg_hierarchy *hierarchy, const char *path, uint64_t fingerprint,
                              mlg_error *err)
{
    mlg_hierarchy copy = *hierarchy;
    char target[MLG_PATH_SIZE], aside[MLG_PATH_SIZE];
    MLG_TRY(mlg_aside_begin_kept(target, aside, path, FILE_KIND, err));
    int handle = mlg_os_open(aside, MLG_OS_UPDATE | MLG_OS_CREATE | MLG_OS_EMPTY | MLG_OS_NO_LINK);
    if (handle < 0)
        return mlg_fail(err, MLG_INPUT, "cannot write %s: %s", path, mlg_errno_text(errno));
    mlg_status st = write_file(handle, path, &copy, fingerprint, err);
    if (mlg_os_close(handle) != 0 && st == MLG_OK)
        st = mlg_fail(err, MLG_INPUT, "cannot write %s: %s", path, mlg_errno_text(errno));
    if (st == MLG_OK)
        st = mlg_aside_place(aside, target, path, err);
    if (st != MLG_OK)
        mlg_os_remove(aside);
    return st;
}

/* ---- reading ---- */

static mlg_status corrupt(mlg_error *err, const char *path, const char *what)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_tr(what));
    mlg_hint(err, "prepare the network again");
    return st;
}

static bool sizes_hold(const file_head *head)
{
    return head->n_nodes >= 0 && head->n_core >= 0 && head->n_core <= head->n_nodes && head->n_trees >= 0 &&
           head->n_trees <= head->n_nodes - head->n_core && head->n_arcs >= 0 && head->n_core_trees >= 0 &&
           head->n_core_arcs >= 0 && head->max_slots >= 0 && head->max_slots <= UINT16_MAX + 1 &&
           (head->complete == 0 || head->complete == 1);
}

/* Size of the arrays of a valid header. */
static uint64_t read_sizes(mlg_hierarchy *h, uint64_t start[MLG_HIERARCHY_PARTS], const file_head *head)
{
    h->n_nodes = head->n_nodes;
    h->n_core = head->n_core;
    h->n_trees = head->n_trees;
    h->n_arcs = head->n_arcs;
    h->n_core_trees = head->n_core_trees;
    h->n_core_arcs = head->n_core_arcs;
    h->max_slots = head->max_slots;
    h->complete = head->complete;
    return place_parts(start, h);
}

static mlg_status check_head(const char *file, size_t bytes, const char *path, mlg_error *err)
{
    file_head head;
    if (bytes < sizeof head || memcmp(file, FILE_KIND, sizeof FILE_KIND) != 0)
        return corrupt(err, path, "not a prepared network");
    memcpy(&head, file, sizeof head);
    if (head.byte_order != 1)
        return corrupt(err, path, "written by a machine with another byte order");
    if (head.version != FILE_VERSION)
        return corrupt(err, path, "a prepared network of another version of this program");
    if (head.bytes != bytes || head.n_blocks > blocks_of(bytes) || head_bytes(head.n_blocks) > bytes)
        return corrupt(err, path, "the file is truncated, or longer than it declares");
    const uint64_t *blocks = (const uint64_t *)(const void *)(file + sizeof head);
    mlg_hierarchy h = { 0 };
    uint64_t start[MLG_HIERARCHY_PARTS];
    if (head.checksum != head_checksum(&head, blocks) || !sizes_hold(&head) ||
        head_bytes(head.n_blocks) + read_sizes(&h, start, &head) != bytes)
        return corrupt(err, path, "the header of the file is damaged");
    return MLG_OK;
}

typedef struct {
    const char *file, *path;
    size_t bytes;
} file_check;

static mlg_status check_block(void *context, int32_t block, int worker, mlg_error *err)
{
    (void)worker;
    const file_check *c = context;
    const file_head *head = (const file_head *)(const void *)c->file;
    const uint64_t *blocks = (const uint64_t *)(const void *)(c->file + sizeof *head);
    const char *at = c->file + head_bytes(head->n_blocks) + (uint64_t)block * BLOCK;
    size_t left = (size_t)(c->file + c->bytes - at);
    if (mlg_checksum(at, block_bytes(left), FILE_VERSION) != blocks[block])
        return corrupt(err, c->path, "the file is damaged");
    return MLG_OK;
}

static mlg_status adopt(mlg_hierarchy **out, char *file, size_t bytes, mlg_error *err)
{
    mlg_hierarchy *h;
    mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS];
    uint64_t start[MLG_HIERARCHY_PARTS];
    const file_head *head = (const file_head *)(const void *)file;
    MLG_TRY(MLG_NEW(&h, 1, "prepared network", err));
    read_sizes(h, start, head);
    mlg_hierarchy_parts(parts, h);
    for (int i = 0; i < MLG_HIERARCHY_PARTS; i++)
        *parts[i].array = file + head_bytes(head->n_blocks) + start[i];
    h->mapped = file;
    h->mapped_bytes = bytes;
    *out = h;
    return MLG_OK;
}

static mlg_status map_file(char **file, size_t *bytes, const char *path, mlg_error *err)
{
    void *map;
    const mlg_mapping done = mlg_map_input(&map, bytes, path, sizeof(file_head));
    *file = map;
    if (done == MLG_TOO_SHORT)
        return corrupt(err, path, "not a prepared network");
    return done == MLG_MAPPED ? MLG_OK
                              : mlg_fail(err, MLG_INPUT, "cannot read %s: %s", path, mlg_errno_text(errno));
}

mlg_status mlg_hierarchy_file_fingerprint(uint64_t *fingerprint, const char *path, mlg_error *err)
{
    char *file = NULL;
    size_t bytes = 0;
    MLG_TRY(map_file(&file, &bytes, path, err));
    mlg_status st = check_head(file, bytes, path, err);
    if (st == MLG_OK)
        *fingerprint = ((const file_head *)(const void *)file)->fingerprint;
    mlg_os_unmap(file, bytes);
    return st;
}

mlg_status mlg_hierarchy_open(mlg_hierarchy **out, const char *path, uint64_t fingerprint, mlg_file_trust trust,
                              int threads, mlg_error *err)
{
    char *file = NULL;
    size_t bytes = 0;
    mlg_status st;
    *out = NULL;
    MLG_TRY(map_file(&file, &bytes, path, err));
    MLG_GO(check_head(file, bytes, path, err));
    if (((const file_head *)(const void *)file)->fingerprint != fingerprint) {
        st = corrupt(err, path, "prepared from another network, or from other times");
        goto done;
    }
    if (trust == MLG_CHECK_WHOLE) {
        file_check c = { file, path, bytes };
        int32_t blocks = (int32_t)((const file_head *)(const void *)file)->n_blocks;
        MLG_GO(mlg_parallel(blocks, threads, check_block, &c, err));
    }
    MLG_GO(adopt(out, file, bytes, err));
    if (trust == MLG_CHECK_HEAD || mlg_hierarchy_check(*out, threads, NULL) == MLG_OK)
        return MLG_OK;
    mlg_hierarchy_free(*out); /* with its file */
    *out = NULL;
    return corrupt(err, path, "the file is damaged");
done:
    mlg_os_unmap(file, bytes);
    return st;
}
