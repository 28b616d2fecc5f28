/* Rows computed in batches, by the faster method, and kept. */
#include "network/models/road_inner.h"

#include "base/checksum.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/progress.h"
#include "network/hierarchy/sweep_rows.h"

#include <stdio.h>
#include <string.h>

static const int64_t usual_bytes = INT64_C(512) << 20;

mlg_row_key mlg_road_key(const mlg_anchor *anchor, const mlg_snap *site)
{
    mlg_row_key key;
    const int32_t on[4] = { site->segment, site->walk_ds, site->along_ds[0], site->along_ds[1] };
    memcpy(&key.word[0], anchor->node, sizeof anchor->node);
    memcpy(&key.word[1], anchor->offset_ds, sizeof anchor->offset_ds);
    memcpy(&key.word[2], on, sizeof on);
    memcpy(&key.word[4], &site->fraction, sizeof site->fraction);
    key.word[5] = 0;
    return key;
}

/* ---- kept rows ---- */

/* Fingerprint of everything rows depend on besides the sites. */
static uint64_t fingerprint_of(const mlg_road_model *road_model)
{
    uint64_t sum = mlg_graph_view_fingerprint(&road_model->view);
    for (int32_t i = 0; i < road_model->n_places; i++) {
        const mlg_row_key key = mlg_road_key(&road_model->anchors[i], &road_model->places[i]);
        sum = mlg_checksum(&key, sizeof key, sum);
    }
    return mlg_checksum(&road_model->direction, sizeof road_model->direction, sum);
}

mlg_status mlg_road_model_keep(mlg_road_model *road_model, const mlg_road_model_options *options, mlg_error *err)
{
    mlg_road_model_report *report = &road_model->report;
    road_model->options = *options;
    if (!road_model->store)
        MLG_TRY(
            mlg_row_store_new(&road_model->store, options->most_bytes ? options->most_bytes : usual_bytes, err));
    road_model->fingerprint = fingerprint_of(road_model);
    return mlg_row_store_recall(road_model->store, options->rows_path, road_model->fingerprint,
                                road_model->n_places, report->rows, sizeof report->rows, err);
}

mlg_status mlg_road_model_save(mlg_road_model *road_model, mlg_error *err)
{
    mlg_road_model_report *report = &road_model->report;
    if (!road_model->store)
        return MLG_OK;
    return mlg_row_store_retain(road_model->store, road_model->options.rows_path, road_model->fingerprint,
                                report->rows, sizeof report->rows, err);
}

uint64_t mlg_road_model_fingerprint(const mlg_road_model *road_model)
{
    return road_model->fingerprint;
}

mlg_road_model_report mlg_road_model_figures(const mlg_road_model *road_model)
{
    mlg_road_model_report report = road_model->report;
    report.searched += atomic_load(&road_model->searched);
    return report;
}

/* ---- choice of method ---- */

/* Looks for the file of an earlier run, which makes sweeps cheaper, before the choice. */
static void look_for_file(mlg_road_model *d)
{
    if (d->hierarchy || d->looked_for_file || !d->options.hierarchy_path)
        return;
    d->looked_for_file = true;
    if (mlg_hierarchy_open(&d->hierarchy, d->options.hierarchy_path, mlg_graph_view_fingerprint(&d->view),
                           MLG_CHECK_WHOLE, d->options.threads, NULL) != MLG_OK)
        return;
    if (mlg_hierarchy_figures(d->hierarchy).complete) {
        mlg_hierarchy_free(d->hierarchy);
        d->hierarchy = NULL;
        return;
    }
    d->report.prepared = true;
    d->report.origin = MLG_HIERARCHY_OPENED;
}

static mlg_status choose(mlg_choice *choice, mlg_road_model *d, const mlg_many_to_many_request *request,
                         mlg_error *err)
{
    *choice = (mlg_choice){ .method = MLG_BY_SEARCH };
    if (d->options.engine == MLG_ENGINE_SEARCH) {
        snprintf(choice->reason, sizeof choice->reason, "%s", mlg_tr("searches: as requested"));
        return MLG_OK;
    }
    if (d->options.engine == MLG_ENGINE_SWEEP && request->limit_ds <= MLG_SWEEP_MAX_DS) {
        choice->method = MLG_BY_SWEEP;
        snprintf(choice->reason, sizeof choice->reason, "%s", mlg_tr("sweeps: as requested"));
        return MLG_OK;
    }
    look_for_file(d);
    return mlg_choose_method(choice, request, d->hierarchy != NULL, err);
}

static mlg_status prepare(mlg_road_model *d, const mlg_progress *progress, mlg_error *err)
{
    const mlg_hierarchy_options options = { .threads = d->options.threads, .progress = progress };
    mlg_hierarchy_news news;
    if (!d->hierarchy) {
        MLG_TRY(mlg_hierarchy_obtain(&d->hierarchy, &news, d->options.hierarchy_path, &d->view, &options, err));
        d->report.prepared = true;
        d->report.origin = news.origin;
        snprintf(d->report.hierarchy, sizeof d->report.hierarchy, "%s", *news.lost ? news.lost : news.found);
    }
    return d->spots ? MLG_OK : mlg_spots_new(&d->spots, d->hierarchy, d->anchors, d->n_places, err);
}

static mlg_status sweep(mlg_sparse_rows *rows, mlg_road_model *d, const mlg_many_to_many_request *request,
                        mlg_error *err)
{
    MLG_TRY(prepare(d, request->progress, err));
    const mlg_sweep_request sweep_request = { .spots = d->spots,
                                              .sources = request->sources,
                                              .n_sources = request->n_sources,
                                              .direct = request->direct,
                                              .n_direct = request->n_direct,
                                              .limit_ds = request->limit_ds,
                                              .threads = request->threads,
                                              .progress = request->progress };
    return mlg_sweep_rows(rows, &sweep_request, err);
}

/* ---- rows of some sites ---- */

/* Sites whose rows are to be computed, and part of them as a request. */
typedef struct {
    mlg_road_sites *sites;
    int32_t *missing; /* [n] */
    int32_t n, limit_ds;
    const mlg_progress *progress;
    mlg_anchor *anchors; /* [n] of that part */
    mlg_row_key *keys;   /* [n] */
    mlg_direct *direct;
    int32_t n_direct;
} batch;

/* Off the network: the site only reaches its own place. */
static bool is_off(const mlg_road_sites *r, int32_t site)
{
    const mlg_anchor *a = &r->anchors[site];
    return a->node[0] == MLG_NOWHERE && a->node[1] == MLG_NOWHERE &&
           r->first_direct[site] == r->first_direct[site + 1];
}

/* True when the row is known, or found in the store. */
static bool find_row(mlg_road_sites *r, int32_t site, int32_t limit_ds)
{
    mlg_known_row found = { .limit_ds = limit_ds };
    if (is_off(r, site))
        found.limit_ds = MLG_TIME_MAX;
    else if (!mlg_row_store_find(&found.row, r->road_model->store, &r->keys[site], &found.limit_ds))
        return false;
    r->known[site] = found;
    return true;
}

static mlg_status list_missing(batch *b, const int32_t *site, int32_t n, mlg_error *err)
{
    mlg_road_sites *r = b->sites;
    MLG_TRY(MLG_NEW(&b->missing, (size_t)n, "rows of sites", err));
    for (int32_t k = 0; k < n; k++) {
        const int32_t s = site ? site[k] : k;
        if (r->known[s].limit_ds >= b->limit_ds)
            continue;
        if (!find_row(r, s, b->limit_ds))
            b->missing[b->n++] = s;
        else
            r->road_model->report.kept += !is_off(r, s);
    }
    return MLG_OK;
}

static mlg_status make_room(batch *b, mlg_error *err)
{
    const mlg_road_sites *r = b->sites;
    int64_t n_direct = 0;
    for (int32_t k = 0; k < b->n; k++)
        n_direct += r->first_direct[b->missing[k] + 1] - r->first_direct[b->missing[k]];
    MLG_TRY(MLG_NEW(&b->anchors, (size_t)b->n, "rows of sites", err));
    MLG_TRY(MLG_NEW(&b->keys, (size_t)b->n, "rows of sites", err));
    return MLG_NEW(&b->direct, (size_t)n_direct, "places beside sites", err);
}

/* Numbers the missing sites from `first` on as sources 0, 1, ... */
static mlg_many_to_many_request request_of(batch *b, int32_t first, int32_t count)
{
    const mlg_road_sites *r = b->sites;
    b->n_direct = 0;
    for (int32_t k = 0; k < count; k++) {
        const int32_t s = b->missing[first + k];
        b->anchors[k] = r->anchors[s];
        b->keys[k] = r->keys[s];
        for (int64_t d = r->first_direct[s]; d < r->first_direct[s + 1]; d++)
            b->direct[b->n_direct++] = (mlg_direct){ k, r->direct[d].target, r->direct[d].time_ds };
    }
    return (mlg_many_to_many_request){ .view = &r->road_model->view,
                                       .sources = b->anchors,
                                       .n_sources = count,
                                       .targets = r->road_model->targets,
                                       .direct = b->direct,
                                       .n_direct = b->n_direct,
                                       .limit_ds = b->limit_ds,
                                       .threads = r->road_model->options.threads,
                                       .progress = b->progress };
}

static mlg_status compute(batch *b, mlg_method method, int32_t first, int32_t count, mlg_error *err)
{
    mlg_road_model *d = b->sites->road_model;
    mlg_sparse_rows rows;
    const mlg_many_to_many_request request = request_of(b, first, count);
    if (method == MLG_BY_SWEEP)
        MLG_TRY(sweep(&rows, d, &request, err));
    else
        MLG_TRY(mlg_many_to_many_rows(&rows, &request, err));
    *(method == MLG_BY_SWEEP ? &d->report.swept : &d->report.searched) += count;
    return mlg_row_store_add(d->store, b->keys, b->limit_ds, &rows, err);
}

/* Number of rows that certainly fit the room left, even if each holds every place. */
static int32_t fitting(const mlg_road_model *d, int32_t left)
{
    const int64_t a_row = 2 * (int64_t)sizeof(int32_t) * (d->n_places > 0 ? d->n_places : 1);
    const int64_t rows = mlg_row_store_room(d->store) / a_row;
    return rows < left ? (int32_t)rows : left;
}

/* Rows for which there is no room are searched when they are requested. */
static mlg_status compute_missing(batch *b, mlg_error *err)
{
    mlg_road_model *d = b->sites->road_model;
    int32_t count;
    MLG_TRY(make_room(b, err));
    const mlg_many_to_many_request all = request_of(b, 0, b->n);
    MLG_TRY(choose(&d->report.choice, d, &all, err));
    if (d->options.prepare_only) {
        d->report.missing += b->n;
        return d->report.choice.method == MLG_BY_SWEEP ? prepare(d, b->progress, err) : MLG_OK;
    }
    for (int32_t first = 0; first < b->n && (count = fitting(d, b->n - first)) > 0; first += count)
        MLG_TRY(compute(b, d->report.choice.method, first, count, err));
    for (int32_t k = 0; k < b->n; k++)
        (void)find_row(b->sites, b->missing[k], b->limit_ds);
    return MLG_OK;
}

mlg_status mlg_road_ahead(void *data, const int32_t *site, int32_t n, int32_t limit_ds,
                          const mlg_progress *progress, mlg_error *err)
{
    mlg_road_sites *r = data;
    batch b = { .sites = r, .progress = progress };
    b.limit_ds = limit_ds > MLG_TIME_MAX ? MLG_TIME_MAX : limit_ds;
    if (!r->road_model->store)
        return MLG_OK;
    mlg_status st = list_missing(&b, site, n, err);
    if (st == MLG_OK && b.n > 0)
        st = compute_missing(&b, err);
    free(b.missing);
    free(b.anchors);
    free(b.keys);
    free(b.direct);
    return st;
}
