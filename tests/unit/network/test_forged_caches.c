/* The three files kept beside a study, as a stranger could send them: a flipped byte is always seen; a number forged under a right
 * checksum is refused or harmless. That nothing is read out of bounds is what the sanitizers see. */
#include "forged_caches.h"
#include "forged_word.h"

#include "base/memory.h"
#include "network/hierarchy/inner.h"
#include "network/models/road_inner.h"
#include "network/models/row_store_inner.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROUNDS = 1000, QUICK = 30 };

typedef struct {
    forged_town town;
    uint64_t random;
    int refused, used;
} forge;

/* ---- forging -------------------------------------------------------------------------------------------------- */

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
    mlg_graph *g = f->town.graph, *loaded;
    mlg_error err;
    void *before = copy_of(g->block, g->block_size);
    for (int n = 1 + random_below(&f->random, 2); n > 0; n--)
        forge_word(&f->random, g->block, g->block_size);
    assert_ok(mlg_graph_save(g, f->town.network, 1, &err), &err);
    memcpy(g->block, before, g->block_size);
    free(before);
    mlg_status st = mlg_graph_load(&loaded, NULL, f->town.network, &err);
    tell(f, st);
    if (st != MLG_OK)
        return;
    unlink(f->town.hierarchy);
    unlink(f->town.rows);
    free(scatter(loaded, 5, 3));
    use_model(&f->town, loaded, MLG_ENGINE_SEARCH);
    use_model(&f->town, loaded, MLG_ENGINE_SWEEP);
    mlg_graph_free(loaded);
}

/* Saved as made from this network, or from other times of it: then it is customised. */
static void forge_hierarchy(forge *f)
{
    mlg_hierarchy *h, *opened;
    mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS];
    mlg_error err;
    const mlg_graph_view view = mlg_graph_forward_view(f->town.graph);
    const mlg_hierarchy_options options = { .core_share = 0.2, .complete = random_below(&f->random, 4) == 0 };
    const uint64_t right = mlg_graph_view_fingerprint(&view);
    const bool other_times = random_below(&f->random, 2);
    assert_ok(mlg_hierarchy_new(&h, &view, &options, &err), &err);
    mlg_hierarchy_parts(parts, h);
    for (int tries = 0, done = 0; tries < 100 && done < 1; tries++) {
        const mlg_hierarchy_part *p = &parts[random_below(&f->random, MLG_HIERARCHY_PARTS)];
        if (p->size * p->count < 4)
            continue;
        forge_word(&f->random, *p->array, p->size * p->count);
        done++;
    }
    assert_ok(mlg_hierarchy_save(h, f->town.hierarchy, other_times ? right + 1 : right, &err), &err);
    mlg_hierarchy_free(h);
    mlg_status st =
        mlg_hierarchy_open(&opened, f->town.hierarchy, other_times ? right + 1 : right, MLG_CHECK_WHOLE, 1, &err);
    tell(f, st);
    if (st == MLG_OK)
        mlg_hierarchy_free(opened);
    unlink(f->town.rows);
    use_model(&f->town, f->town.graph, MLG_ENGINE_SWEEP);
}

static void forge_rows(forge *f)
{
    mlg_row_store *store;
    mlg_road_model *model;
    mlg_error err;
    unlink(f->town.rows);
    unlink(f->town.hierarchy);
    use_model(&f->town, f->town.graph, MLG_ENGINE_SWEEP);
    assert_ok(mlg_road_model_new(&model, f->town.graph, f->town.places, PLACES, MLG_TO_SITE, &err), &err);
    const mlg_road_model_options options = { .rows_path = f->town.rows };
    assert_ok(mlg_road_model_keep(model, &options, &err), &err);
    store = model->store;
    assert_true(store->count > 0); /* what was not forged is read */
    mlg_stored_row *row = &store->rows[random_below(&f->random, (int32_t)store->count)];
    int32_t limit = row->limit_ds;
    if (random_below(&f->random, 3) == 0 || row->row.count == 0)
        row->limit_ds = forged_word(&f->random, limit);
    else
        forge_word(&f->random,
                   (void *)(uintptr_t)(random_below(&f->random, 2) ? row->row.place : row->row.time_ds),
                   4 * (size_t)row->row.count);
    store->changed = true;
    assert_ok(mlg_row_store_write(store, f->town.rows, model->fingerprint, &err), &err);
    const uint64_t fingerprint = model->fingerprint;
    mlg_road_model_free(model);
    assert_ok(mlg_row_store_new(&store, 1 << 20, &err), &err);
    tell(f, mlg_row_store_read(store, f->town.rows, fingerprint, PLACES, &err));
    mlg_row_store_free(store);
    use_model(&f->town, f->town.graph, MLG_ENGINE_AUTO);
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
    open_forged_town(&f->town);
    f->random = 20260601;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    forge *f = *state;
    close_forged_town(&f->town);
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
    const mlg_graph_view view = mlg_graph_forward_view(f->town.graph);
    assert_ok(mlg_hierarchy_new(&h, &view, NULL, &err), &err);
    for (int32_t i = rounds(); i > 0; i--) {
        mlg_row_store *store;
        assert_ok(mlg_graph_save(f->town.graph, f->town.network, 1, &err), &err);
        flip(f, f->town.network);
        assert_int_equal(mlg_graph_load(&graph, NULL, f->town.network, &err), MLG_INPUT);
        assert_ok(mlg_hierarchy_save(h, f->town.hierarchy, 1, &err), &err);
        flip(f, f->town.hierarchy);
        assert_int_equal(mlg_hierarchy_open(&opened, f->town.hierarchy, 1, MLG_CHECK_WHOLE, 1, &err), MLG_INPUT);
        assert_ok(mlg_row_store_new(&store, 1 << 20, &err), &err);
        store->changed = true;
        assert_ok(mlg_row_store_write(store, f->town.rows, 1, &err), &err);
        flip(f, f->town.rows);
        assert_int_equal(mlg_row_store_read(store, f->town.rows, 1, PLACES, &err), MLG_INPUT);
        mlg_row_store_free(store);
    }
    mlg_hierarchy_free(h);
}

/* A link in the place of a file that is kept: whatever it leads to, but an older one, is left alone. */
static void a_link_to_another_file_is_not_written_through(void **state)
{
    forge *f = *state;
    mlg_error err;
    mlg_hierarchy *h;
    mlg_row_store *store;
    struct stat info;
    char text[8];
    const mlg_graph_view view = mlg_graph_forward_view(f->town.graph);
    const char *table = in_folder(f->town.folder, "ages.csv"), *older = in_folder(f->town.folder, "older");
    const char *const kept[] = { f->town.network, f->town.hierarchy, f->town.rows };
    write_text(table, "code;n\n");
    for (int i = 0; i < 3; i++)
        assert_int_equal(symlink(table, kept[i]), 0);
    assert_ok(mlg_graph_save(f->town.graph, f->town.network, 1, &err), &err);
    assert_ok(mlg_hierarchy_new(&h, &view, NULL, &err), &err);
    assert_ok(mlg_hierarchy_save(h, f->town.hierarchy, 1, &err), &err);
    mlg_hierarchy_free(h);
    assert_ok(mlg_row_store_new(&store, 1 << 20, &err), &err);
    store->changed = true;
    assert_ok(mlg_row_store_write(store, f->town.rows, 1, &err), &err);
    mlg_row_store_free(store);
    FILE *file = fopen(table, "r");
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    assert_string_equal(text, "code;n\n");
    for (int i = 0; i < 3; i++)
        assert_true(lstat(kept[i], &info) == 0 && S_ISREG(info.st_mode));
    assert_int_equal(rename(f->town.network, older), 0);
    assert_int_equal(symlink(older, f->town.network), 0);
    assert_ok(mlg_graph_save(f->town.graph, f->town.network, 2, &err), &err);
    assert_true(lstat(f->town.network, &info) == 0 && S_ISLNK(info.st_mode));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(forged_networks_are_refused_or_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forged_hierarchies_are_refused_or_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forged_rows_are_refused_or_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_link_to_another_file_is_not_written_through, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_flipped_bit_is_always_seen, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
