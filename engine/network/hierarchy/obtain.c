/* A hierarchy kept in a file between runs. */
#include "base/os/file.h"
#include "network/hierarchy/inner.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

/* Allocated length of an array; that of the core has room for arcs that other times may need. */
static size_t room_of(mlg_hierarchy *h, const mlg_hierarchy_part *part)
{
    return part->array == (void **)&h->core_arc ? (size_t)h->node[h->n_core].first_arc : part->count;
}

/* Copies a mapped hierarchy to memory, where it can be customised. */
static mlg_status copy_mapped(mlg_hierarchy **out, const mlg_hierarchy *mapped, mlg_error *err)
{
    mlg_hierarchy source = *mapped, *h;
    mlg_hierarchy_part from[MLG_HIERARCHY_PARTS], to[MLG_HIERARCHY_PARTS];
    mlg_status st = MLG_OK;
    *out = NULL;
    MLG_TRY(MLG_NEW(&h, 1, "prepared network", err));
    *h = *mapped;
    h->mapped = NULL;
    h->mapped_bytes = 0;
    mlg_hierarchy_parts(from, &source);
    mlg_hierarchy_parts(to, h);
    for (int i = 0; i < MLG_HIERARCHY_PARTS; i++)
        *to[i].array = NULL;
    for (int i = 0; i < MLG_HIERARCHY_PARTS && st == MLG_OK; i++) {
        st = mlg_new_array(to[i].array, room_of(&source, &from[i]), from[i].size, "prepared network", err);
        if (st == MLG_OK && from[i].count)
            memcpy(*to[i].array, *from[i].array, from[i].size * from[i].count);
    }
    if (st == MLG_OK)
        *out = h;
    else
        mlg_hierarchy_free(h);
    return st;
}

static mlg_status customise_copy(mlg_hierarchy **out, const mlg_hierarchy *mapped, const mlg_graph_view *view,
                                 int threads, mlg_error *err)
{
    MLG_TRY(mlg_hierarchy_check_joins(mapped, threads, err));
    MLG_TRY(copy_mapped(out, mapped, err));
    mlg_status st = mlg_hierarchy_customise(*out, view, threads, err);
    if (st != MLG_OK) {
        mlg_hierarchy_free(*out);
        *out = NULL;
    }
    return st;
}

/* *out stays NULL when the file has another topology or cannot be read; `news` reports why. */
static mlg_status use_file(mlg_hierarchy **out, mlg_hierarchy_news *news, const char *path,
                           const mlg_graph_view *view, const mlg_hierarchy_options *options, mlg_error *err)
{
    const int threads = options ? options->threads : 0;
    mlg_error fault;
    mlg_hierarchy *mapped = NULL;
    uint64_t found, wanted = mlg_graph_view_fingerprint(view);
    mlg_status st = mlg_hierarchy_file_fingerprint(&found, path, &fault);
    if (st == MLG_OK)
        st = mlg_hierarchy_open(&mapped, path, found, MLG_CHECK_WHOLE, threads, &fault);
    if (st == MLG_OK && mapped->complete != (options && options->complete))
        st = mlg_fail(&fault, MLG_INPUT, "%s: prepared for another kind of search", path);
    if (st == MLG_OK && found == wanted) {
        *out = mapped;
        return MLG_OK;
    }
    if (st == MLG_OK)
        st = customise_copy(out, mapped, view, threads, &fault);
    mlg_hierarchy_free(mapped);
    if (st == MLG_OK)
        news->origin = MLG_HIERARCHY_CUSTOMISED;
    return mlg_pardon(news->found, sizeof news->found, st, &fault, err);
}

static mlg_status keep(const mlg_hierarchy *h, mlg_hierarchy_news *news, const char *path,
                       const mlg_graph_view *view, mlg_error *err)
{
    mlg_error fault;
    mlg_status st = mlg_hierarchy_save(h, path, mlg_graph_view_fingerprint(view), &fault);
    return mlg_pardon(news->lost, sizeof news->lost, st, &fault, err);
}

mlg_status mlg_hierarchy_obtain(mlg_hierarchy **out, mlg_hierarchy_news *news, const char *path,
                                const mlg_graph_view *view, const mlg_hierarchy_options *options, mlg_error *err)
{
    *out = NULL;
    *news = (mlg_hierarchy_news){ .origin = MLG_HIERARCHY_OPENED };
    if (path && mlg_os_can(path, MLG_OS_EXISTS))
        MLG_TRY(use_file(out, news, path, view, options, err));
    if (*out && news->origin == MLG_HIERARCHY_OPENED)
        return MLG_OK;
    if (!*out) {
        news->origin = MLG_HIERARCHY_PREPARED;
        MLG_TRY(mlg_hierarchy_new(out, view, options, err));
    }
    mlg_status st = path ? keep(*out, news, path, view, err) : MLG_OK;
    if (st != MLG_OK) {
        mlg_hierarchy_free(*out);
        *out = NULL;
    }
    return st;
}
