/* The four files kept beside a study, forged under right checksums: refused, or harmless in every use. The first byte chooses the
 * file, the second a part of it; then come changes, a place of three bytes and a word of four. */
#include "forged_caches.h"
#include "network/hierarchy/inner.h"
#include "network/models/road_inner.h"
#include "network/models/row_store_inner.h"
#include "plan_trial.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static forged_town town;

/* Lays the changes over an array. */
static void forge(void *array, size_t bytes, const uint8_t *data, size_t size)
{
    for (; size >= 7 && bytes >= 4; size -= 7, data += 7) {
        const size_t at = (data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16) % (bytes / 4);
        memcpy((char *)array + 4 * at, data + 3, 4);
    }
}

static void try_network(const uint8_t *data, size_t size)
{
    mlg_graph *g = town.graph, *loaded;
    mlg_error err = { .status = MLG_OK };
    void *before = malloc(g->block_size);
    memcpy(before, g->block, g->block_size);
    forge(g->block, g->block_size, data, size);
    assert_ok(mlg_graph_save(g, town.network, 1, &err), &err);
    memcpy(g->block, before, g->block_size);
    free(before);
    mlg_status st = mlg_graph_load(&loaded, NULL, town.network, &err);
    fuzz_judge(st, &err);
    if (st != MLG_OK)
        return;
    free(scatter(loaded, 5, 3));
    use_model(&town, loaded, MLG_ENGINE_SEARCH);
    unlink(town.rows);
    use_model(&town, loaded, MLG_ENGINE_SWEEP);
    mlg_graph_free(loaded);
}

static void try_hierarchy(uint8_t choice, const uint8_t *data, size_t size)
{
    mlg_hierarchy *h;
    mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS];
    mlg_error err = { .status = MLG_OK };
    const mlg_graph_view view = mlg_graph_forward_view(town.graph);
    const mlg_hierarchy_options options = { .core_share = 0.2, .complete = choice & 64, .threads = 1 };
    assert_ok(mlg_hierarchy_new(&h, &view, &options, &err), &err);
    mlg_hierarchy_parts(parts, h);
    const mlg_hierarchy_part *p = &parts[choice % MLG_HIERARCHY_PARTS];
    forge(*p->array, p->size * p->count, data, size);
    assert_ok(mlg_hierarchy_save(h, town.hierarchy, mlg_graph_view_fingerprint(&view) + (choice >> 7), &err),
              &err);
    mlg_hierarchy_free(h);
    use_model(&town, town.graph, MLG_ENGINE_SWEEP);
}

static void try_rows(uint8_t choice, const uint8_t *data, size_t size)
{
    mlg_road_model *model;
    mlg_error err;
    use_model(&town, town.graph, MLG_ENGINE_SWEEP);
    assert_ok(mlg_road_model_new(&model, town.graph, town.places, PLACES, MLG_TO_SITE, &err), &err);
    const mlg_road_model_options options = { .rows_path = town.rows };
    assert_ok(mlg_road_model_keep(model, &options, &err), &err);
    mlg_row_store *store = model->store;
    mlg_stored_row *row = &store->rows[choice % store->count];
    const bool places = choice & 128;
    forge((void *)(uintptr_t)(places ? row->row.place : row->row.time_ds), 4 * (size_t)row->row.count, data, size);
    if (size % 7 >= 4)
        memcpy(&row->limit_ds, data + size / 7 * 7, 4);
    store->changed = true;
    assert_ok(mlg_row_store_write(store, town.rows, model->fingerprint, &err), &err);
    mlg_road_model_free(model);
    use_model(&town, town.graph, MLG_ENGINE_AUTO);
}

/* The file of searches, of the places or the sites, with the changes between vehicles or without. */
enum { PLANS = 4 };
static struct {
    char *bytes, path[512], part[512];
    size_t size;
} plans[PLANS];

static void make_plan(int which)
{
    static plan_trial t;
    open_plan_trial(&t, 11, which & 1, which & 2);
    write_plan(&t);
    plans[which].bytes = file_bytes(t.plan, &plans[which].size);
    snprintf(plans[which].path, sizeof plans->path, "%s/%d.searches", town.folder, which);
    snprintf(plans[which].part, sizeof plans->part, "%s/%d.part", town.folder, which);
    close_plan_trial(&t);
}

static void try_searches(uint8_t choice, const uint8_t *data, size_t size)
{
    const int which = choice % PLANS;
    if (!plans[which].bytes)
        make_plan(which);
    const size_t n = plans[which].size;
    char *bytes = malloc(n);
    memcpy(bytes, plans[which].bytes, n);
    forge(bytes, n, data, size);
    seal_plan(bytes, n);
    put_bytes(plans[which].path, bytes, n);
    free(bytes);
    use_plan(plans[which].path, plans[which].part);
}

static void leave(void)
{
    for (int i = 0; i < PLANS; i++)
        free(plans[i].bytes);
    close_forged_town(&town);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    if (!town.graph) {
        if (access("/dev/shm", W_OK) == 0)
            setenv("TMPDIR", "/dev/shm", 0);
        open_forged_town(&town);
        atexit(leave);
    }
    unlink(town.hierarchy);
    unlink(town.rows);
    switch (data[0] % 4) {
    case 0:
        try_network(data + 2, size - 2);
        break;
    case 1:
        try_hierarchy(data[1], data + 2, size - 2);
        break;
    case 2:
        try_rows(data[1], data + 2, size - 2);
        break;
    default:
        try_searches(data[1], data + 2, size - 2);
    }
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep, "\000\000\005\000\000\377\377\377\177\100\001\000\001\000\000\000");
    FUZZ_SEED(keep, "\000\000\220\001\000\002\000\000\000");
    FUZZ_SEED(keep, "\001\000\003\000\000\377\377\377\377");
    FUZZ_SEED(keep, "\001\002\011\000\000\100\000\000\000\012\000\000\100\000\000\000");
    FUZZ_SEED(keep, "\001\302\001\000\000\001\000\000\000");
    FUZZ_SEED(keep, "\002\001\000\000\000\005\000\000\000");
    FUZZ_SEED(keep, "\002\200\001\000\000\036\000\000\000\377\377\377\077");
    FUZZ_SEED(keep, "\003\000\015\000\000\377\377\377\177");
    FUZZ_SEED(keep, "\003\001\023\000\000\000\000\000\000");
    FUZZ_SEED(keep, "\003\001\032\000\000\001\000\000\100");
    FUZZ_SEED(keep, "\003\002\070\000\000\377\377\377\377");
    FUZZ_SEED(keep, "\003\003\054\001\000\012\000\000\000\055\001\000\012\000\000\000");
    FUZZ_SEED(keep, "\003\003\000\040\000\001\000\000\000");
}
