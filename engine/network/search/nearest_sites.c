#include "network/search/nearest_sites.h"

#include "base/memory.h"
#include "base/progress.h"
#include "network/search/bucket_queue.h"

#include <string.h>

enum { SETTLED_A_STEP = 1 << 16 };

/* During the search an entry of `site` holds twice the number of the site, plus 1 while its label is still to be
 * scanned, which keeps the order. An unused entry is EMPTY and MLG_UNREACHABLE, and sorts after every label. */
#define EMPTY INT32_MAX

static mlg_status make_rows(mlg_nearest_sites *out, int32_t n_rows, int32_t k, mlg_error *err)
{
    size_t places = (size_t)n_rows * (size_t)k;
    *out = (mlg_nearest_sites){ .n_rows = n_rows, .k = k };
    MLG_TRY(MLG_NEW(&out->site, places, "nearest sites", err));
    MLG_TRY(MLG_NEW(&out->time_ds, places, "times of nearest sites", err));
    for (size_t i = 0; i < places; i++) {
        out->site[i] = EMPTY;
        out->time_ds[i] = MLG_UNREACHABLE;
    }
    return MLG_OK;
}

void mlg_nearest_sites_release(mlg_nearest_sites *nearest)
{
    free(nearest->site);
    free(nearest->time_ds);
    memset(nearest, 0, sizeof *nearest);
}

/* The entry of `site` in a row, or else the last entry, which is displaced first. */
static int32_t place_to_give(const int32_t *row_site, int32_t k, int32_t site)
{
    for (int32_t i = 0; i < k - 1; i++)
        if (row_site[i] / 2 == site || row_site[i] == EMPTY)
            return i;
    return k - 1;
}

/* Inserts a label into a row, at most one per site, to be scanned; false when the k labels of the row are better. */
static bool insert(mlg_nearest_sites *rows, int32_t row, int32_t site, int32_t time_ds)
{
    size_t start = (size_t)row * (size_t)rows->k;
    int32_t *row_site = rows->site + start, *row_time = rows->time_ds + start;
    int32_t at = place_to_give(row_site, rows->k, site);
    bool same = row_site[at] / 2 == site && row_site[at] != EMPTY;
    if (time_ds > row_time[at] || (time_ds == row_time[at] && (same || site > row_site[at] / 2)))
        return false;
    for (; at > 0 && (row_time[at - 1] > time_ds || (row_time[at - 1] == time_ds && row_site[at - 1] / 2 > site));
         at--) {
        row_site[at] = row_site[at - 1];
        row_time[at] = row_time[at - 1];
    }
    row_site[at] = 2 * site + 1;
    row_time[at] = time_ds;
    return true;
}

/* State of the search. */
typedef struct {
    mlg_nearest_sites *rows;
    const mlg_graph_view *view;
    int32_t limit_ds;
    mlg_bucket_queue queue;
    const mlg_progress *progress;
    int64_t spread; /* labels scanned so far */
} wave;

static mlg_status sow(wave *w, const mlg_anchor *sites, int32_t n_sites, mlg_error *err)
{
    MLG_TRY(mlg_bucket_queue_reserve(&w->queue, 2 * (size_t)n_sites, err));
    for (int32_t i = 0; i < 2 * n_sites; i++) {
        int32_t node = sites[i / 2].node[i % 2], time_ds = sites[i / 2].offset_ds[i % 2];
        if (node != MLG_NOWHERE && time_ds <= w->limit_ds && insert(w->rows, node, i / 2, time_ds))
            mlg_bucket_queue_push(&w->queue, node, time_ds);
    }
    return MLG_OK;
}

static mlg_status spread_label(wave *w, int32_t node, int32_t site, int32_t time_ds, mlg_error *err)
{
    const mlg_graph_view *view = w->view;
    MLG_TRY(mlg_bucket_queue_reserve(&w->queue, (size_t)(view->first[node + 1] - view->first[node]), err));
    for (int32_t arc = view->first[node]; arc < view->first[node + 1]; arc++) {
        int32_t reached_ds = time_ds + view->time_ds[arc];
        if (reached_ds <= w->limit_ds && insert(w->rows, view->head[arc], site, reached_ds))
            mlg_bucket_queue_push(&w->queue, view->head[arc], reached_ds);
    }
    if (++w->spread % SETTLED_A_STEP != 0)
        return MLG_OK;
    double most = (double)w->rows->n_rows * w->rows->k;
    return mlg_progress_step(w->progress, "nearest sites", (double)w->spread < most ? (double)w->spread / most : 1,
                             err);
}

/* Scans the pending labels of `node` with exactly this time. A label displaced later was scanned to no effect: every
 * row that took it also gets, at the same time, the label that displaced it. */
static mlg_status spread_node(wave *w, int32_t node, int32_t time_ds, mlg_error *err)
{
    size_t start = (size_t)node * (size_t)w->rows->k;
    for (int32_t i = 0; i < w->rows->k; i++) {
        int32_t *site = &w->rows->site[start + (size_t)i];
        if (w->rows->time_ds[start + (size_t)i] != time_ds || *site % 2 == 0)
            continue;
        (*site)--;
        MLG_TRY(spread_label(w, node, *site / 2, time_ds, err));
    }
    return MLG_OK;
}

static mlg_status spread_all(wave *w, mlg_error *err)
{
    int32_t time_ds;
    while (mlg_bucket_queue_next(&w->queue, &time_ds))
        for (int32_t e = mlg_bucket_queue_take(&w->queue, time_ds); e;) {
            int32_t node = w->queue.entries[e].item, label_ds = w->queue.entries[e].time_ds;
            e = mlg_bucket_queue_done(&w->queue, e);
            MLG_TRY(spread_node(w, node, label_ds, err));
        }
    return MLG_OK;
}

static void decode(mlg_nearest_sites *rows)
{
    size_t places = (size_t)rows->n_rows * (size_t)rows->k;
    for (size_t i = 0; i < places; i++)
        rows->site[i] = rows->site[i] == EMPTY ? MLG_NOWHERE : rows->site[i] / 2;
}

static mlg_status check_request(int32_t n_sites, int32_t k, int32_t limit_ds, mlg_error *err)
{
    if (k < 1 || k > MLG_NEAREST_MOST)
        return mlg_fail(err, MLG_INPUT, "%d nearest sites requested; give 1 to %d", k, MLG_NEAREST_MOST);
    if (limit_ds < 0 || limit_ds > MLG_TIME_MAX)
        return mlg_fail(err, MLG_INPUT, "limit of %d ds is not in 0..%d", limit_ds, MLG_TIME_MAX);
    if (n_sites > MLG_TIME_MAX)
        return mlg_fail(err, MLG_INPUT, "%d sites; at most %d", n_sites, MLG_TIME_MAX);
    return MLG_OK;
}

mlg_status mlg_nearest_sites_init(mlg_nearest_sites *out, const mlg_graph_view *view, const mlg_anchor *sites,
                                  int32_t n_sites, int32_t k, int32_t limit_ds, const mlg_progress *progress,
                                  mlg_error *err)
{
    mlg_status st;
    wave w = { .rows = out, .view = view, .limit_ds = limit_ds, .progress = progress };
    memset(out, 0, sizeof *out);
    MLG_TRY(check_request(n_sites, k, limit_ds, err));
    MLG_TRY(mlg_anchors_check("site", sites, n_sites, view->n_nodes, err));
    MLG_GO(mlg_bucket_queue_init(&w.queue, err));
    MLG_GO(make_rows(out, view->n_nodes, k, err));
    MLG_GO(mlg_progress_step(progress, "nearest sites", 0, err));
    MLG_GO(sow(&w, sites, n_sites, err));
    MLG_GO(spread_all(&w, err));
    decode(out);
done:
    mlg_bucket_queue_release(&w.queue);
    if (st != MLG_OK)
        mlg_nearest_sites_release(out);
    return st;
}

static void insert_row_of_node(mlg_nearest_sites *out, int32_t target, const mlg_nearest_sites *nodes,
                               int32_t node, int32_t offset_ds, int32_t limit_ds)
{
    size_t start = (size_t)node * (size_t)nodes->k;
    for (size_t i = start; i < start + (size_t)nodes->k && nodes->site[i] != MLG_NOWHERE; i++)
        if (nodes->time_ds[i] + offset_ds <= limit_ds)
            insert(out, target, nodes->site[i], nodes->time_ds[i] + offset_ds);
}

mlg_status mlg_nearest_sites_of_targets(mlg_nearest_sites *out, const mlg_nearest_sites *nodes,
                                        const mlg_anchor *targets, int32_t n_targets, const mlg_direct *direct,
                                        int32_t n_direct, int32_t limit_ds, mlg_error *err)
{
    mlg_status st;
    memset(out, 0, sizeof *out);
    MLG_TRY(check_request(0, nodes->k, limit_ds, err));
    MLG_TRY(mlg_anchors_check("target", targets, n_targets, nodes->n_rows, err));
    MLG_TRY(mlg_direct_check(direct, n_direct, MLG_TIME_MAX, n_targets, err));
    MLG_GO(make_rows(out, n_targets, nodes->k, err));
    for (int32_t i = 0; i < n_targets; i++)
        for (int side = 0; side < 2; side++)
            if (targets[i].node[side] != MLG_NOWHERE)
                insert_row_of_node(out, i, nodes, targets[i].node[side], targets[i].offset_ds[side], limit_ds);
    for (int32_t i = 0; i < n_direct; i++)
        if (direct[i].time_ds <= limit_ds)
            insert(out, direct[i].target, direct[i].source, direct[i].time_ds);
    decode(out);
done:
    if (st != MLG_OK)
        mlg_nearest_sites_release(out);
    return st;
}
