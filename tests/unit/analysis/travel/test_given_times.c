#include "support.h"

#include "analysis/travel/given_times.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

/* Three communes A, B, C; sites: the commune B, a hospital of C with a code of its own, a clinic of A without. */
static const char *codes[] = { "01001", "01002", "01003" };
static const char *site_codes[] = { "01002", "H1", "K9" };
static int32_t site_place[] = { 1, MLG_NOWHERE, MLG_NOWHERE };
static int32_t site_commune[] = { 1, 2, 0 };
static const mlg_places places = { .count = 3, .code = codes };
static const mlg_sites sites = { .count = 3, .code = site_codes, .place = site_place, .commune = site_commune };

static int set_up(void **state)
{
    *state = make_folder();
    return 0;
}

static int tear_down(void **state)
{
    remove_folder(*state);
    return 0;
}

static mlg_status read_text(mlg_given **matrix, mlg_given_stats *stats, const char *folder, const char *text,
                            mlg_error *err)
{
    const char *path = in_folder(folder, "times.csv");
    mlg_given_columns columns = { 0 };
    write_text(path, text);
    return mlg_given_read(matrix, stats, path, &columns, &places, NULL, err);
}

/* As INSEE Metric writes: 9999 is no route. H1 is listed by its own code, the clinic goes by its commune A. */
static const char metric[] = "id1,X1,Y1,id2,X2,Y2,Dist_min,Dist_km\n"
                             "01001,0,0,01002,0,0,12.5,10\n"
                             "01003,0,0,01002,0,0,9999,9999\n"
                             "01002,0,0,01002,0,0,3,0\n"
                             "01001,0,0,H1,0,0,20,15\n"
                             "01003,0,0,H1,0,0,\"4,05\",2\n"
                             "01002,0,0,01001,0,0,13,10\n"
                             "01001,0,0,01003,0,0,99,90\n"
                             "59350,0,0,01002,0,0,50,60\n";

static void sites_take_their_own_row_else_that_of_their_commune(void **state)
{
    mlg_given *matrix;
    mlg_given_stats stats;
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    mlg_row row;
    mlg_error err;
    assert_ok(read_text(&matrix, &stats, *state, metric, &err), &err);
    assert_int_equal(stats.rows, 8);
    assert_int_equal(stats.no_route, 1);
    assert_int_equal(stats.unknown_origins, 1);
    assert_int_equal(stats.pairs, 6);
    assert_int_equal(stats.diagonal, 1);
    int32_t intra_ds = 600;
    assert_ok(mlg_given_travel(&travel, matrix, &places, &sites, &intra_ds, &err), &err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);

    assert_ok(mlg_travel_row(travel, 0, 36000, scratch, &row, &err), &err);
    /* C has no route; B itself takes the time that the study gives, not the 3 of the file */
    assert_int_equal(row.count, 2);
    assert_int_equal(row.time_ds[0], 7500);
    assert_int_equal(row.time_ds[1], 600);

    assert_ok(mlg_travel_row(travel, 1, 36000, scratch, &row, &err), &err);
    assert_int_equal(row.count, 2); /* by its own code, so that the 99 minutes to commune C do not count */
    assert_int_equal(row.place[0], 0);
    assert_int_equal(row.time_ds[0], 12000);
    assert_int_equal(row.place[1], 2);
    assert_int_equal(row.time_ds[1], 2430);

    assert_ok(mlg_travel_row(travel, 2, 36000, scratch, &row, &err), &err);
    assert_int_equal(row.count, 1);
    assert_int_equal(row.place[0], 1);
    assert_int_equal(row.time_ds[0], 7800);

    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    mlg_given_free(matrix);
}

/* Time of a site to each of the three communes in minutes, -1: not reached. */
static void times_of(double minutes[3], const mlg_given *matrix, const int32_t *intra_ds, int32_t site)
{
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    mlg_row row;
    mlg_error err;
    assert_ok(mlg_given_travel(&travel, matrix, &places, &sites, intra_ds, &err), &err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    assert_ok(mlg_travel_row(travel, site, 36000, scratch, &row, &err), &err);
    for (int i = 0; i < 3; i++)
        minutes[i] = -1;
    for (int32_t k = 0; k < row.count; k++)
        minutes[row.place[k]] = (double)row.time_ds[k] / MLG_DS_PER_MIN;
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
}

#define READ(text) assert_ok(read_text(&matrix, &stats, *state, "id1,id2,Dist_min\n" text, &err), &err)

static void the_time_of_a_place_to_itself_is_that_of_the_file(void **state)
{
    mlg_given *matrix;
    mlg_given_stats stats;
    mlg_error err;
    double minutes[3];
    int32_t two_min = 2 * MLG_DS_PER_MIN;
    READ("01002,01002,12\n01001,01002,5\n");
    times_of(minutes, matrix, NULL, 0);
    assert_near(minutes[1], 12, 0);
    assert_near(minutes[0], 5, 0);
    times_of(minutes, matrix, &two_min, 0);
    assert_near(minutes[1], 2, 0);
    mlg_given_free(matrix);
    /* A has a time of its own, B has none: it is not 0 */
    READ("01001,01001,7\n01001,01002,5\n");
    times_of(minutes, matrix, NULL, 0);
    assert_near(minutes[1], -1, 0);
    mlg_given_free(matrix);
    /* none has one: the convention of the DREES */
    READ("01001,01002,5\n");
    times_of(minutes, matrix, NULL, 0);
    assert_near(minutes[1], 0, 0);
    mlg_given_free(matrix);
}

static void one_direction_is_told_and_may_stand_for_both(void **state)
{
    mlg_given *matrix;
    mlg_given_stats stats;
    mlg_error err;
    double minutes[3];
    mlg_given_columns both = { .both_ways = true };
    READ("01001,01002,10\n01001,01003,20\n01002,01003,15\n");
    assert_int_equal(stats.ordered, 3);
    assert_int_equal(stats.between, 1); /* A is no destination */
    assert_int_equal(stats.one_way, 1);
    mlg_given_free(matrix);
    assert_ok(mlg_given_read(&matrix, &stats, in_folder(*state, "times.csv"), &both, &places, NULL, &err), &err);
    assert_int_equal(stats.pairs, 6);
    assert_int_equal(stats.one_way, 0);
    times_of(minutes, matrix, NULL, 0);
    assert_near(minutes[0], 10, 0);
    assert_near(minutes[2], 15, 0);
    mlg_given_free(matrix);
    /* the direction that is given prevails, longer or not */
    write_text(in_folder(*state, "times.csv"), "id1,id2,Dist_min\n01001,01002,30\n01002,01001,10\n");
    assert_ok(mlg_given_read(&matrix, &stats, in_folder(*state, "times.csv"), &both, &places, NULL, &err), &err);
    times_of(minutes, matrix, NULL, 0);
    assert_near(minutes[0], 30, 0);
    mlg_given_free(matrix);
    /* times to the commune of one hospital alone are whole */
    READ("01001,01002,10\n01003,01002,20\n");
    assert_int_equal(stats.between, 0);
    mlg_given_free(matrix);
}

static void several_times_for_a_pair_are_told_and_chosen_between(void **state)
{
    static const char twice[] = "01001,01002,55\n01001,01002,10\n01003,01002,4\n01003,01002,4\n";
    static const double want[] = { 10, 55 };
    mlg_given *matrix;
    mlg_given_stats stats;
    mlg_error err;
    double minutes[3];
    char text[256];
    snprintf(text, sizeof text, "id1,id2,Dist_min\n%s", twice);
    write_text(in_folder(*state, "times.csv"), text);
    for (mlg_given_twice rule = MLG_GIVEN_SHORTEST; rule <= MLG_GIVEN_LONGEST; rule++) {
        mlg_given_columns columns = { .twice = rule };
        assert_ok(mlg_given_read(&matrix, &stats, in_folder(*state, "times.csv"), &columns, &places, NULL, &err),
                  &err);
        assert_int_equal(stats.conflicts, 1);
        assert_int_equal(stats.pairs, 2);
        times_of(minutes, matrix, NULL, 0);
        assert_near(minutes[0], want[rule], 0);
        mlg_given_free(matrix);
    }
    mlg_given_columns columns = { .twice = MLG_GIVEN_REFUSE };
    assert_fails(mlg_given_read(&matrix, &stats, in_folder(*state, "times.csv"), &columns, &places, NULL, &err),
                 MLG_INPUT, &err, "from 01001 to 01002 the file gives 10 and 55 minutes");
}

static void spoiled_files_are_told_in_one_line(void **state)
{
    static const struct {
        const char *text, *part;
    } cases[] = {
        { "id1,id2\n01001,01002\n", "Dist_min" },
        { "id1,id2,Dist_min\n01001,01002,-3\n", "row 1: '-3' is not a time in minutes" },
        { "id1,id2,Dist_min\n01001,01002,5\n01001,01003,vite\n", "row 2: 'vite' is not a time in minutes" },
        { "id1,id2,Dist_min\n01001,01002,1e9\n", "is not a time in minutes" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_given *matrix;
        mlg_given_stats stats;
        mlg_error err;
        assert_fails(read_text(&matrix, &stats, *state, cases[i].text, &err), MLG_INPUT, &err, cases[i].part);
        assert_null(matrix);
    }
}

static void an_empty_matrix_reaches_nobody_but_its_own_place(void **state)
{
    mlg_given *matrix;
    mlg_given_stats stats;
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    mlg_row row;
    mlg_error err;
    assert_ok(read_text(&matrix, &stats, *state, "id1,id2,Dist_min\n", &err), &err);
    assert_ok(mlg_given_travel(&travel, matrix, &places, &sites, NULL, &err), &err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    assert_ok(mlg_travel_row(travel, 0, 100, scratch, &row, &err), &err);
    assert_int_equal(row.count, 1);
    assert_ok(mlg_travel_row(travel, 1, 100, scratch, &row, &err), &err);
    assert_int_equal(row.count, 0);
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    mlg_given_free(matrix);
}

static void out_of_memory_leaves_nothing(void **state)
{
    mlg_status st = MLG_MEMORY;
    for (long n = 1; st == MLG_MEMORY; n++) {
        mlg_given *matrix;
        mlg_given_stats stats;
        mlg_travel *travel = NULL;
        mlg_error err;
        mlg_memory_fail_at(n);
        st = read_text(&matrix, &stats, *state, metric, &err);
        if (st == MLG_OK)
            st = mlg_given_travel(&travel, matrix, &places, &sites, NULL, &err);
        mlg_memory_fail_at(0);
        mlg_travel_free(travel);
        mlg_given_free(matrix);
    }
    assert_int_equal(st, MLG_OK);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(sites_take_their_own_row_else_that_of_their_commune),
        WITH_FOLDER(the_time_of_a_place_to_itself_is_that_of_the_file),
        WITH_FOLDER(one_direction_is_told_and_may_stand_for_both),
        WITH_FOLDER(several_times_for_a_pair_are_told_and_chosen_between),
        WITH_FOLDER(spoiled_files_are_told_in_one_line),
        WITH_FOLDER(an_empty_matrix_reaches_nobody_but_its_own_place),
        WITH_FOLDER(out_of_memory_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
