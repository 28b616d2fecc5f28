/* Rows computed together and kept are those searched one by one: by searches, by sweeps, chosen, in memory, from a file. */
#include "road_town.h"

#include "base/memory.h"
#include "network/models/road.h"

#include <string.h>
#include <unistd.h>

enum { MINUTE = MLG_DS_PER_MIN, INTRA_DS = 900 };

typedef struct {
    mlg_graph *graph;
    mlg_snap *places, *sites;
    int32_t n_places, n_sites;
    int32_t *site_place;
    mlg_direction direction;
    int32_t intra_ds;
} town;

/* Every third site stands at a place, some at the same; one is off every road. */
static town open_town(mlg_graph *graph, int32_t n_places, int32_t n_sites)
{
    town t = { .graph = graph, .n_places = n_places, .n_sites = n_sites, .intra_ds = INTRA_DS };
    t.places = scatter(graph, n_places, 1);
    t.sites = scatter(graph, n_sites, 2);
    t.site_place = malloc((size_t)n_sites * sizeof *t.site_place);
    for (int32_t s = 0; s < n_sites; s++) {
        t.site_place[s] = s % 3 == 0 ? s % n_places / 2 : MLG_NOWHERE;
        if (s % 3 == 0)
            t.sites[s] = t.places[t.site_place[s]];
    }
    t.sites[1].status = MLG_SNAP_FAR;
    t.sites[1].segment = -1;
    return t;
}

static void close_town(town *t)
{
    mlg_graph_free(t->graph);
    free(t->places);
    free(t->sites);
    free(t->site_place);
}

typedef struct {
    mlg_road_model *road_model;
    mlg_travel *travel;
} model;

/* `options` NULL: nothing is kept, every row is a search. */
static model open_model(const town *t, const mlg_road_model_options *options)
{
    model m;
    mlg_error err;
    assert_ok(mlg_road_model_new(&m.road_model, t->graph, t->places, t->n_places, t->direction, &err), &err);
    if (options)
        assert_ok(mlg_road_model_keep(m.road_model, options, &err), &err);
    assert_ok(mlg_travel_road(&m.travel, m.road_model, t->sites, t->n_sites, t->site_place, t->intra_ds, &err),
              &err);
    return m;
}

static void close_model(model *m)
{
    mlg_travel_free(m->travel);
    mlg_road_model_free(m->road_model);
}

/* [sites x places], MLG_UNREACHABLE beyond the limit. */
static int32_t *table_of(const mlg_travel *travel, int32_t limit_ds)
{
    const int32_t sites = mlg_travel_sites(travel), places = mlg_travel_places(travel);
    int32_t *table = malloc((size_t)sites * (size_t)places * sizeof *table);
    mlg_travel_scratch *scratch;
    mlg_row row;
    mlg_error err;
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    for (int32_t s = 0; s < sites; s++) {
        int32_t *to = table + (size_t)s * (size_t)places;
        for (int32_t p = 0; p < places; p++)
            to[p] = MLG_UNREACHABLE;
        assert_ok(mlg_travel_row(travel, s, limit_ds, scratch, &row, &err), &err);
        for (int32_t k = 0; k < row.count; k++)
            to[row.place[k]] = row.time_ds[k];
    }
    mlg_travel_scratch_free(scratch);
    return table;
}

static void check_table(const town *t, const mlg_travel *travel, const int32_t *want, int32_t limit_ds)
{
    int32_t *got = table_of(travel, limit_ds);
    assert_memory_equal(got, want, (size_t)t->n_sites * (size_t)t->n_places * sizeof *got);
    free(got);
}

/* The lowest of the nearest sites, read off all rows. */
static void check_nearest(const town *t, const mlg_travel *travel, const int32_t *table, int32_t limit_ds)
{
    int32_t *site = malloc((size_t)t->n_places * sizeof *site), *time = malloc((size_t)t->n_places * sizeof *time);
    bool known;
    mlg_error err;
    assert_ok(mlg_travel_nearest(&known, travel, limit_ds, site, time, NULL, &err), &err);
    assert_true(known);
    for (int32_t p = 0; p < t->n_places; p++) {
        int32_t best = MLG_NOWHERE, best_ds = MLG_UNREACHABLE;
        for (int32_t s = 0; s < t->n_sites; s++)
            if (table[(size_t)s * (size_t)t->n_places + (size_t)p] < best_ds) {
                best = s;
                best_ds = table[(size_t)s * (size_t)t->n_places + (size_t)p];
            }
        assert_int_equal(site[p], best);
        assert_int_equal(time[p], best_ds);
    }
    free(site);
    free(time);
}

static void ahead(const model *m, int32_t limit_ds)
{
    mlg_error err;
    assert_ok(mlg_travel_ahead(m->travel, NULL, 0, limit_ds, NULL, &err), &err);
}

static void check_engine(const town *t, mlg_engine engine, int64_t most_bytes)
{
    static const int32_t limits[] = {
        0, MINUTE / 2, 3 * MINUTE, 2 * MINUTE, 100 * MINUTE, 120 * MINUTE, MLG_UNREACHABLE
    };
    const mlg_road_model_options options = { .engine = engine, .threads = 2, .most_bytes = most_bytes };
    model one_by_one = open_model(t, NULL), kept = open_model(t, &options);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        int32_t *want = table_of(one_by_one.travel, limits[i]);
        ahead(&kept, limits[i]);
        check_table(t, kept.travel, want, limits[i]);
        if (engine != MLG_ENGINE_SEARCH) {
            check_nearest(t, kept.travel, want, limits[i]);
            check_nearest(t, kept.travel, want, limits[i]); /* the one kept */
        }
        free(want);
    }
    mlg_road_model_report r = mlg_road_model_figures(kept.road_model);
    assert_true(engine != MLG_ENGINE_SWEEP || most_bytes || r.swept > r.searched);
    assert_true(engine != MLG_ENGINE_SEARCH || (r.swept == 0 && r.nearest == 0 && !r.prepared));
    close_model(&one_by_one);
    close_model(&kept);
}

static void check_town(town t)
{
    for (int direction = MLG_TO_SITE; direction <= MLG_FROM_SITE; direction++)
        for (t.intra_ds = 0; t.intra_ds <= INTRA_DS; t.intra_ds += INTRA_DS) {
            t.direction = (mlg_direction)direction;
            for (int engine = MLG_ENGINE_AUTO; engine <= MLG_ENGINE_SWEEP; engine++)
                check_engine(&t, (mlg_engine)engine, 0);
            check_engine(&t, MLG_ENGINE_SWEEP, 20 * 8 * t.n_places); /* room for a few rows */
        }
    close_town(&t);
}

static void made_towns_have_the_same_times_whatever_the_engine(void **state)
{
    (void)state;
    mlg_profile *car;
    mlg_error err;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    for (uint64_t seed = 1; seed <= (full_run() ? 6 : 2); seed++)
        check_town(open_town(make_town(car, seed), 40, 75));
    mlg_profile_free(car);
}

static void a_real_town_has_the_same_times_whatever_the_engine(void **state)
{
    (void)state;
    mlg_graph *graph = real_town("osm/r5r_poa_osm.osm.pbf");
    if (graph)
        check_town(open_town(graph, 150, 70));
}

/* ---- what is kept ---- */

typedef struct {
    town town;
    char *folder;
} kept_town;

static int set_up(void **state)
{
    kept_town *k = malloc(sizeof *k);
    mlg_profile *car;
    mlg_error err;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    k->town = open_town(make_town(car, 3), 40, 75);
    k->folder = make_folder();
    mlg_profile_free(car);
    *state = k;
    return 0;
}

static int tear_down(void **state)
{
    kept_town *k = *state;
    close_town(&k->town);
    remove_folder(k->folder);
    free(k);
    return 0;
}

/* Rows of all sites within three minutes and the nearest ones, as in a run of a study. */
static mlg_road_model_report run(const kept_town *k, mlg_engine engine)
{
    char hierarchy[512], rows[512];
    snprintf(hierarchy, sizeof hierarchy, "%s/town.hierarchy", k->folder);
    snprintf(rows, sizeof rows, "%s/town.times", k->folder);
    const mlg_road_model_options options = {
        .engine = engine, .hierarchy_path = hierarchy, .rows_path = rows, .threads = 1
    };
    model one_by_one = open_model(&k->town, NULL), kept = open_model(&k->town, &options);
    int32_t *want = table_of(one_by_one.travel, 3 * MINUTE);
    mlg_error err;
    ahead(&kept, 3 * MINUTE);
    check_table(&k->town, kept.travel, want, 3 * MINUTE);
    check_nearest(&k->town, kept.travel, want, 3 * MINUTE);
    assert_ok(mlg_road_model_save(kept.road_model, &err), &err);
    mlg_road_model_report report = mlg_road_model_figures(kept.road_model);
    free(want);
    close_model(&one_by_one);
    close_model(&kept);
    return report;
}

/* 75 sites, one of them off the roads. */
static void a_second_run_computes_nothing(void **state)
{
    mlg_road_model_report first = run(*state, MLG_ENGINE_SWEEP), second = run(*state, MLG_ENGINE_SWEEP);
    assert_int_equal(first.swept, 74);
    assert_int_equal(first.nearest, 1);
    assert_int_equal(first.origin, MLG_HIERARCHY_PREPARED);
    assert_int_equal(second.swept + second.searched + second.nearest, 0);
    assert_int_equal(second.kept, 75);
    assert_string_equal(second.rows, "");
    assert_string_equal(second.choice.reason, "");
}

static void a_moved_site_costs_one_row(void **state)
{
    kept_town *k = *state;
    (void)run(k, MLG_ENGINE_AUTO);
    mlg_snap *moved = scatter(k->town.graph, 1, 77);
    k->town.sites[2] = moved[0];
    free(moved);
    mlg_road_model_report second = run(k, MLG_ENGINE_AUTO);
    assert_int_equal(second.swept + second.searched, 1);
    assert_int_equal(second.nearest, 1);
    assert_int_equal(second.kept, 73);
}

static void other_places_or_a_damaged_file_start_anew_and_it_is_told(void **state)
{
    kept_town *k = *state;
    const char *path = in_folder(k->folder, "town.times");
    (void)run(k, MLG_ENGINE_SWEEP);
    k->town.places[5].entry_ds[0] += 600;
    k->town.places[5].exit_ds[0] += 600;
    k->town.places[5].walk_ds += 600;
    mlg_road_model_report moved = run(k, MLG_ENGINE_SWEEP);
    assert_non_null(strstr(moved.rows, "other places"));
    assert_int_equal(moved.swept, 74);
    assert_int_equal(moved.origin, MLG_HIERARCHY_OPENED);
    FILE *file = fopen(path, "r+b");
    fseek(file, 900, SEEK_SET);
    fputc(0x5A, file);
    fputc(0xA5, file);
    fclose(file);
    mlg_road_model_report damaged = run(k, MLG_ENGINE_SWEEP);
    assert_non_null(strstr(damaged.rows, "damaged"));
    assert_int_equal(damaged.swept, 74);
    assert_int_equal(truncate(path, 20), 0);
    assert_non_null(strstr(run(k, MLG_ENGINE_SWEEP).rows, "not a file of times"));
    assert_int_equal(truncate(path, 400), 0);
    assert_non_null(strstr(run(k, MLG_ENGINE_SWEEP).rows, "truncated"));
    assert_string_equal(run(k, MLG_ENGINE_SWEEP).rows, "");
}

/* One row asked for alone is searched, and counted. */
static void rows_nobody_announced_are_searched(void **state)
{
    const kept_town *k = *state;
    const mlg_road_model_options options = { .engine = MLG_ENGINE_SWEEP };
    model one_by_one = open_model(&k->town, NULL), kept = open_model(&k->town, &options);
    int32_t *want = table_of(one_by_one.travel, MINUTE);
    check_table(&k->town, kept.travel, want, MINUTE);
    assert_int_equal(mlg_road_model_figures(kept.road_model).searched, k->town.n_sites);
    free(want);
    close_model(&one_by_one);
    close_model(&kept);
}

static bool stop(void *context, const char *stage, double fraction)
{
    (void)context, (void)stage, (void)fraction;
    return false;
}

static void it_can_be_stopped(void **state)
{
    const kept_town *k = *state;
    const mlg_progress progress = { stop, NULL };
    for (int engine = MLG_ENGINE_SEARCH; engine <= MLG_ENGINE_SWEEP; engine++) {
        /* the caller's, which is asked */
        const mlg_road_model_options options = { .engine = (mlg_engine)engine, .threads = 1 };
        model kept = open_model(&k->town, &options);
        mlg_error err;
        assert_fails(mlg_travel_ahead(kept.travel, NULL, 0, MINUTE, &progress, &err), MLG_CANCELLED, &err, "");
        close_model(&kept);
    }
}

static mlg_status try_all(const town *t, const mlg_road_model_options *options, mlg_error *err)
{
    mlg_road_model *road_model = NULL;
    mlg_travel *travel = NULL;
    bool known;
    int32_t *site = calloc((size_t)t->n_places, 4), *time = calloc((size_t)t->n_places, 4);
    mlg_status st = mlg_road_model_new(&road_model, t->graph, t->places, t->n_places, t->direction, err);
    if (st == MLG_OK)
        st = mlg_road_model_keep(road_model, options, err);
    if (st == MLG_OK)
        st = mlg_travel_road(&travel, road_model, t->sites, t->n_sites, t->site_place, t->intra_ds, err);
    if (st == MLG_OK)
        st = mlg_travel_ahead(travel, NULL, 0, MINUTE, NULL, err);
    if (st == MLG_OK)
        st = mlg_travel_nearest(&known, travel, MINUTE, site, time, NULL, err);
    if (st == MLG_OK)
        st = mlg_road_model_save(road_model, err);
    mlg_travel_free(travel);
    mlg_road_model_free(road_model);
    free(site);
    free(time);
    return st;
}

/* The first pass writes the files, the second reads them. */
static void out_of_memory_leaves_nothing(void **state)
{
    const kept_town *k = *state;
    char rows[512];
    snprintf(rows, sizeof rows, "%s/town.times", k->folder);
    const mlg_road_model_options options = { .engine = MLG_ENGINE_SWEEP, .rows_path = rows, .threads = 1 };
    for (int pass = 0; pass < 2; pass++) {
        mlg_status st = MLG_MEMORY;
        mlg_error err;
        for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
            mlg_memory_fail_at(n);
            st = try_all(&k->town, &options, &err);
            mlg_memory_fail_at(0);
        }
        assert_ok(st, &err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_towns_have_the_same_times_whatever_the_engine),
        cmocka_unit_test(a_real_town_has_the_same_times_whatever_the_engine),
        cmocka_unit_test_setup_teardown(a_second_run_computes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_moved_site_costs_one_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_places_or_a_damaged_file_start_anew_and_it_is_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(rows_nobody_announced_are_searched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_can_be_stopped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(out_of_memory_leaves_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
