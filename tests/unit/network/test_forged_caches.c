/* The three files kept beside a study, as a stranger could send them: a flipped byte is always seen; a number forged under a right
 * checksum is refused or harmless. That nothing is read out of bounds is what the sanitizers see. */
#include "road_town.h"

#include "base/memory.h"
#include "network/hierarchy/inner.h"
#include "network/models/road.h"
#include "network/models/road_inner.h"
#include "network/models/row_store_inner.h"

#include <string.h>
#include <unistd.h>

enum { PLACES = 30, SITES = 20, LIMIT_DS = 3 * MLG_DS_PER_MIN, ROUNDS = 1000, QUICK = 30 };

typedef struct {
    mlg_graph *graph;
    mlg_snap *places, *sites;
    char *folder, network[512], hierarchy[512], rows[512];
    uint64_t random;
    int refused, used;
} forge;

/* ---- a use of every number ---------------------------------------------------------------------------------- */

static void use_all(mlg_travel *travel)
{
    mlg_travel_scratch *scratch;
    int32_t site[PLACES], time_ds[PLACES];
    bool known;
    mlg_row row;
    mlg_error err;
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    for (int32_t s = 0; s < SITES; s++)
        if (mlg_travel_row(travel, s, LIMIT_DS, scratch, &row, &err) == MLG_OK)
            for (int32_t k = 0; k < row.count; k++)
                assert_in_range(row.place[k], 0, PLACES - 1);
    mlg_travel_scratch_free(scratch);
    if (mlg_travel_nearest(&known, travel, LIMIT_DS, site, time_ds, NULL, &err) != MLG_OK || !known)
        return;
    for (int32_t p = 0; p < PLACES; p++)
        assert_in_range(site[p] + 1, 0, SITES);
}

/* An inconsistent graph may be refused by the model; it must not crash it. */
static void use_model(const forge *f, const mlg_graph *graph, mlg_engine engine)
{
    const mlg_road_model_options options = {
        .engine = engine, .hierarchy_path = f->hierarchy, .rows_path = f->rows, .threads = 1
    };
    mlg_road_model *model = NULL;
    mlg_travel *travel = NULL;
    mlg_error err;
    if (mlg_road_model_new(&model, graph, f->places, PLACES, MLG_TO_SITE, &err) != MLG_OK)
        return;
    assert_ok(mlg_road_model_keep(model, &options, &err), &err);
    if (mlg_travel_road(&travel, model, f->sites, SITES, NULL, 0, &err) == MLG_OK &&
        mlg_travel_ahead(travel, NULL, 0, LIMIT_DS, NULL, &err) == MLG_OK)
        use_all(travel);
    assert_ok(mlg_road_model_save(model, &err), &err);
    mlg_travel_free(travel);
    mlg_road_model_free(model);
}

/* ---- forging -------------------------------------------------------------------------------------------------- */

static int32_t forged_word(forge *f, int32_t was)
{
    switch (random_below(&f->random, 8)) {
    case 0:
        return INT32_MAX;
    case 1:
        return INT32_MIN;
    case 2:
        return -1;
    case 3:
        return 0;
    case 4:
        return was == INT32_MAX ? was : was + 1;
    case 5:
        return was == INT32_MIN ? was : was - 1;
    case 6:
        return random_below(&f->random, 200);
    default:
        return (int32_t)random_next(&f->random);
    }
}

static void put_word(forge *f, void *array, size_t bytes)
{
    unsigned char *at = (unsigned char *)array + 4 * (size_t)random_below(&f->random, (int32_t)(bytes / 4));
    int32_t word;
    memcpy(&word, at, sizeof word);
    word = forged_word(f, word);
    memcpy(at, &word, sizeof word);
}

static void tell(forge *f, mlg_status st)
{
    assert_true(st == MLG_OK || st == MLG_INPUT);
    *(st == MLG_OK ? &f->used : &f->refused) += 1;
}

static void *copy_of(const void *bytes, size_t size)
{
    void *copy = malloc(size ? size : 1);
    memcpy(copy, bytes, size);
    return copy;
}

static void forge_network(forge *f)
{
    mlg_graph *g = f->graph, *loaded;
    mlg_error err;
    void *before = copy_of(g->block, g->block_size);
    for (int n = 1 + random_below(&f->random, 2); n > 0; n--)
        put_word(f, g->block, g->block_size);
    assert_ok(mlg_graph_save(g, f->network, 1, &err), &err);
    memcpy(g->block, before, g->block_size);
    free(before);
    mlg_status st = mlg_graph_load(&loaded, NULL, f->network, &err);
    tell(f, st);
    if (st != MLG_OK)
        return;
    unlink(f->hierarchy);
    unlink(f->rows);
    free(scatter(loaded, 5, 3));
    use_model(f, loaded, MLG_ENGINE_SEARCH);
    use_model(f, loaded, MLG_ENGINE_SWEEP);
    mlg_graph_free(loaded);
}

/* Saved as made from this network, or from other times of it: then it is customised. */
static void forge_hierarchy(forge *f)
{
    mlg_hierarchy *h, *opened;
    mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS];
    mlg_error err;
    const mlg_graph_view view = mlg_graph_forward_view(f->graph);
    const mlg_hierarchy_options options = { .core_share = 0.2, .complete = random_below(&f->random, 4) == 0 };
    const uint64_t right = mlg_graph_view_fingerprint(&view);
    const bool other_times = random_below(&f->random, 2);
    assert_ok(mlg_hierarchy_new(&h, &view, &options, &err), &err);
    mlg_hierarchy_parts(parts, h);
    for (int tries = 0, done = 0; tries < 100 && done < 1; tries++) {
        const mlg_hierarchy_part *p = &parts[random_below(&f->random, MLG_HIERARCHY_PARTS)];
        if (p->size * p->count < 4)
            continue;
        put_word(f, *p->array, p->size * p->count);
        done++;
    }
    assert_ok(mlg_hierarchy_save(h, f->hierarchy, other_times ? right + 1 : right, &err), &err);
    mlg_hierarchy_free(h);
    mlg_status st =
        mlg_hierarchy_open(&opened, f->hierarchy, other_times ? right + 1 : right, MLG_CHECK_WHOLE, 1, &err);
    tell(f, st);
    if (st == MLG_OK)
        mlg_hierarchy_free(opened);
    unlink(f->rows);
    use_model(f, f->graph, MLG_ENGINE_SWEEP);
}

static void forge_rows(forge *f)
{
    mlg_row_store *store;
    mlg_road_model *model;
    mlg_error err;
    unlink(f->rows);
    unlink(f->hierarchy);
    use_model(f, f->graph, MLG_ENGINE_SWEEP);
    assert_ok(mlg_road_model_new(&model, f->graph, f->places, PLACES, MLG_TO_SITE, &err), &err);
    const mlg_road_model_options options = { .rows_path = f->rows };
    assert_ok(mlg_road_model_keep(model, &options, &err), &err);
    store = model->store;
    assert_true(store->count > 0); /* what was not forged is read */
    mlg_stored_row *row = &store->rows[random_below(&f->random, (int32_t)store->count)];
    int32_t limit = row->limit_ds;
    if (random_below(&f->random, 3) == 0 || row->row.count == 0)
        row->limit_ds = forged_word(f, limit);
    else
        put_word(f, (void *)(uintptr_t)(random_below(&f->random, 2) ? row->row.place : row->row.time_ds),
                 4 * (size_t)row->row.count);
    store->changed = true;
    assert_ok(mlg_row_store_write(store, f->rows, model->fingerprint, &err), &err);
    const uint64_t fingerprint = model->fingerprint;
    mlg_road_model_free(model);
    assert_ok(mlg_row_store_new(&store, 1 << 20, &err), &err);
    tell(f, mlg_row_store_read(store, f->rows, fingerprint, PLACES, &err));
    mlg_row_store_free(store);
    use_model(f, f->graph, MLG_ENGINE_AUTO);
}

/* Fewer than usual: each writes its file through to the disk. */
static int32_t rounds(void)
{
    return full_run() ? ROUNDS : QUICK;
}

/* ---- tests ----------------------------------------------------------------------------------------------------- */

static int set_up(void **state)
{
    forge *f = calloc(1, sizeof *f);
    mlg_profile *car;
    mlg_error err;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    f->graph = make_town(car, 3);
    mlg_profile_free(car);
    f->places = scatter(f->graph, PLACES, 1);
    f->sites = scatter(f->graph, SITES, 2);
    f->folder = make_folder();
    f->random = 20260601;
    snprintf(f->network, sizeof f->network, "%s/a.network", f->folder);
    snprintf(f->hierarchy, sizeof f->hierarchy, "%s/a.hierarchy", f->folder);
    snprintf(f->rows, sizeof f->rows, "%s/a.times", f->folder);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    forge *f = *state;
    mlg_graph_free(f->graph);
    free(f->places);
    free(f->sites);
    remove_folder(f->folder);
    free(f);
    return 0;
}

static void campaign_of(forge *f, void (*round)(forge *))
{
    for (int32_t i = rounds(); i > 0; i--)
        round(f);
    print_message("%d refused, %d other valid numbers\n", f->refused, f->used);
    assert_true(f->refused > 0 && f->used > 0);
}

static void forged_networks_are_refused_or_harmless(void **state)
{
    campaign_of(*state, forge_network);
}

static void forged_hierarchies_are_refused_or_harmless(void **state)
{
    campaign_of(*state, forge_hierarchy);
}

static void forged_rows_are_refused_or_harmless(void **state)
{
    campaign_of(*state, forge_rows);
}

static void flip(forge *f, const char *path)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    const long at = random_below(&f->random, (int32_t)ftell(file));
    fseek(file, at, SEEK_SET);
    const int byte = fgetc(file);
    fseek(file, at, SEEK_SET);
    fputc(byte ^ (1 << random_below(&f->random, 8)), file);
    fclose(file);
}

/* Padding included. */
static void a_flipped_bit_is_always_seen(void **state)
{
    forge *f = *state;
    mlg_error err;
    mlg_graph *graph;
    mlg_hierarchy *h, *opened;
    const mlg_graph_view view = mlg_graph_forward_view(f->graph);
    assert_ok(mlg_hierarchy_new(&h, &view, NULL, &err), &err);
    for (int32_t i = rounds(); i > 0; i--) {
        mlg_row_store *store;
        assert_ok(mlg_graph_save(f->graph, f->network, 1, &err), &err);
        flip(f, f->network);
        assert_int_equal(mlg_graph_load(&graph, NULL, f->network, &err), MLG_INPUT);
        assert_ok(mlg_hierarchy_save(h, f->hierarchy, 1, &err), &err);
        flip(f, f->hierarchy);
        assert_int_equal(mlg_hierarchy_open(&opened, f->hierarchy, 1, MLG_CHECK_WHOLE, 1, &err), MLG_INPUT);
        assert_ok(mlg_row_store_new(&store, 1 << 20, &err), &err);
        store->changed = true;
        assert_ok(mlg_row_store_write(store, f->rows, 1, &err), &err);
        flip(f, f->rows);
        assert_int_equal(mlg_row_store_read(store, f->rows, 1, PLACES, &err), MLG_INPUT);
        mlg_row_store_free(store);
    }
    mlg_hierarchy_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(forged_networks_are_refused_or_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forged_hierarchies_are_refused_or_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forged_rows_are_refused_or_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_flipped_bit_is_always_seen, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
