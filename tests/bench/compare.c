#include "compare.h"

#include "base/memory.h"
#include "measure.h"
#include "network/search/dijkstra.h"

#include <string.h>

typedef struct {
    comparison *c;
    const land *l;
    mlg_search *search;
    uint16_t *time_ds; /* [n_cells x MLG_LANES] of the batch */
} works;

static mlg_status begin(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    (void)batch, (void)err;
    works *w = context;
    memset(w->time_ds, 0xFF, (size_t)w->l->n_cells * MLG_LANES * sizeof *w->time_ds);
    return MLG_OK;
}

static mlg_status keep(void *context, const mlg_spot_visit *visit, mlg_error *err)
{
    (void)err;
    works *w = context;
    memcpy(w->time_ds + (size_t)mlg_spots_places(w->l->cells)[visit->spot] * MLG_LANES, visit->row,
           MLG_LANES * sizeof *visit->row);
    return MLG_OK;
}

static mlg_status reach(mlg_reached *out, mlg_search *search, const land *l, const mlg_anchor *source,
                        int32_t limit_ds, mlg_error *err)
{
    const mlg_search_options options = { .limit_ds = limit_ds };
    const mlg_seed seed = { source->node[0], 0 };
    return mlg_search_run(out, search, &l->view, &seed, 1, &options, err);
}

static mlg_status compare_batch(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    works *w = context;
    for (int32_t lane = 0; lane < batch->n_sources; lane++) {
        mlg_reached reached;
        MLG_TRY(reach(&reached, w->search, w->l, &w->l->site[batch->source[lane]], 60 * 600, err));
        for (int32_t i = 0; i < w->l->n_cells; i++) {
            int32_t wanted = reached.time_ds[w->l->cell[i].node[0]];
            uint16_t found = w->time_ds[(size_t)i * MLG_LANES + (size_t)lane];
            w->c->different += found == UINT16_MAX ? wanted != MLG_UNREACHABLE : wanted != found;
            w->c->compared += wanted != MLG_UNREACHABLE;
        }
    }
    return MLG_OK;
}

void compare_sweeps(comparison *c, const land *l, int64_t enough)
{
    mlg_error err;
    mlg_sweep *swept;
    works w = { .c = c, .l = l };
    const int64_t until = c->compared + enough;
    const mlg_sweep_request request = {
        .spots = l->cells, .sources = l->site, .n_sources = l->n_sites, .limit_ds = 60 * 600, .threads = 1
    };
    const mlg_sweep_consumer consumer = { &w, 1, begin, keep, compare_batch };
    must(MLG_NEW(&w.time_ds, (size_t)l->n_cells * MLG_LANES, "bench", &err), &err);
    must(mlg_search_new(&w.search, l->view.n_nodes, &err), &err);
    must(mlg_sweep_new(&swept, &request, &err), &err);
    const int32_t batches = mlg_sweep_batches(swept), step = batches / 97 + 1;
    for (int32_t i = 0; i < batches && c->compared < until; i++)
        must(mlg_sweep_run(swept, (int32_t)((int64_t)i * step % batches), 1, &consumer, &err), &err);
    mlg_sweep_free(swept);
    mlg_search_free(w.search);
    free(w.time_ds);
}

void compare_matrix(comparison *c, const land *l, const int32_t *time_ds, const mlg_anchor *sources,
                    int32_t n_sources, const mlg_anchor *targets, int32_t n_targets, int32_t step)
{
    mlg_error err;
    mlg_search *search;
    must(mlg_search_new(&search, l->view.n_nodes, &err), &err);
    for (int32_t s = 0; s < n_sources; s += step) {
        mlg_reached reached;
        must(reach(&reached, search, l, &sources[s], MLG_TIME_MAX, &err), &err);
        for (int32_t t = 0; t < n_targets; t++)
            c->different +=
                reached.time_ds[targets[t].node[0]] != time_ds[(size_t)s * (size_t)n_targets + (size_t)t];
        c->compared += n_targets;
    }
    mlg_search_free(search);
}
