/* The file of a road graph: written and read again, damaged, older than its source; and memory that runs out. */
#include "support.h"

#include "base/memory.h"
#include "tiny_network.h"

#include <stdio.h>
#include <string.h>

static void a_saved_network_comes_back_bit_for_bit(void **state)
{
    (void)state;
    char xml[TINY_BYTES], *folder = make_folder();
    const char *path = in_folder(folder, "a.network"), *again = in_folder(folder, "b.network");
    mlg_error err;
    uint64_t fingerprint;
    tiny_turn(tiny_cross(xml), 1, 12, 4, "no_left_turn");
    mlg_graph *g = build_tiny(tiny_car, xml), *loaded;
    assert_ok(mlg_graph_save(g, path, 77, &err), &err);
    assert_ok(mlg_graph_load(&loaded, &fingerprint, path, &err), &err);
    assert_int_equal(fingerprint, 77);
    assert_int_equal(loaded->n_nodes, g->n_nodes);
    assert_memory_equal(loaded->way_id, g->way_id, g->block_size);
    assert_memory_equal(&loaded->report, &g->report, sizeof g->report);
    assert_near(loaded->walk_kmh, g->walk_kmh, 0);
    assert_ok(mlg_graph_save(loaded, again, 77, &err), &err);
    mlg_graph *third;
    assert_ok(mlg_graph_load(&third, NULL, again, &err), &err);
    assert_memory_equal(third->block, loaded->block, loaded->mapped_size);
    assert_fails(mlg_graph_save(g, "/nowhere/a.network", 1, &err), MLG_INPUT, &err, "cannot be written");
    mlg_graph_free(third);
    mlg_graph_free(loaded);
    mlg_graph_free(g);
    remove_folder(folder);
}

static void a_damaged_network_is_refused(void **state)
{
    (void)state;
    char xml[TINY_BYTES], *folder = make_folder();
    const char *path = in_folder(folder, "a.network");
    mlg_error err;
    mlg_graph *g = build_tiny(tiny_car, tiny_cross(xml)), *loaded;
    assert_ok(mlg_graph_save(g, path, 77, &err), &err);
    mlg_graph_free(g);
    size_t size;
    char *bytes = file_bytes(path, &size);
    for (size_t i = 0; i < size; i++) {
        if (i > 400 && i < 4096 && i % 97)
            continue; /* padding of the header: a few */
        bytes[i] ^= 0x40;
        put_bytes(path, bytes, size);
        assert_fails(mlg_graph_load(&loaded, NULL, path, &err), MLG_INPUT, &err, "network");
        bytes[i] ^= 0x40;
    }
    for (size_t n = 0; n < size; n += 101) {
        put_bytes(path, bytes, n);
        assert_fails(mlg_graph_load(&loaded, NULL, path, &err), MLG_INPUT, &err, "network");
    }
    write_text(path, "insee,nom\n");
    assert_fails(mlg_graph_load(&loaded, NULL, path, &err), MLG_INPUT, &err, "not a network of Maillage");
    assert_fails(mlg_graph_load(&loaded, NULL, folder, &err), MLG_INPUT, &err, "not a network of Maillage");
    assert_fails(mlg_graph_load(&loaded, NULL, "/nowhere/x", &err), MLG_INPUT, &err, "cannot be opened");
    free(bytes);
    remove_folder(folder);
}

static void a_network_is_rebuilt_when_its_source_changes(void **state)
{
    (void)state;
    char xml[TINY_BYTES], *folder = make_folder();
    const char *path = in_folder(folder, "a.network"), *osm = in_folder(folder, "a.osm");
    mlg_graph_options options = { .profile = tiny_car };
    mlg_error err;
    mlg_graph *g;
    mlg_graph_news news;
    tiny_add(tiny_cross(xml), "</osm>");
    write_text(osm, xml);
    for (int turn = 0; turn < 6; turn++) {
        if (turn == 2)
            options.peak = true;
        if (turn == 3)
            write_text(path, "MLG: broken");
        if (turn == 4)
            write_text(osm, strcat(xml, "\n"));
        assert_ok(mlg_graph_obtain(&g, &news, path, osm, &options, &err), &err);
        static const char *const found[6] = {
            "", "", "another extract or profile", "not a network", "another extract", ""
        };
        assert_int_equal(news.built, turn != 1 && turn != 5);
        assert_non_null(strstr(news.found, found[turn]));
        assert_true(*found[turn] || !*news.found);
        mlg_graph_free(g);
    }
    remove_folder(folder);
}

static void running_out_of_memory_is_a_status(void **state)
{
    (void)state;
    char xml[TINY_BYTES];
    mlg_graph_options options = { .profile = tiny_car };
    mlg_error err;
    mlg_graph *g = NULL;
    tiny_turn(tiny_cross(xml), 1, 12, 4, "no_left_turn");
    tiny_add(xml, "</osm>");
    mlg_status st = MLG_MEMORY;
    long n = 1;
    for (; n < 300 && st == MLG_MEMORY; n += stride(7)) {
        mlg_memory_fail_at(n);
        st = build_xml(&g, xml, &options, &err);
    }
    mlg_memory_fail_at(0);
    assert_ok(st, &err);
    assert_true(n > 50);
    mlg_graph_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saved_network_comes_back_bit_for_bit),
        cmocka_unit_test(a_damaged_network_is_refused),
        cmocka_unit_test(a_network_is_rebuilt_when_its_source_changes),
        cmocka_unit_test(running_out_of_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, load_tiny_car, free_tiny_car);
}
