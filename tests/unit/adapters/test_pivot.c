/* Long tables turned wide, against tables made at random and the rules of secrecy, periods and meeting values. */
#include "support.h"

#include "adapters/layer/read.h"
#include "base/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *folder;
    mlg_layer *layer;
    mlg_error err;
} bench;

static int set_up(void **state)
{
    bench *b = calloc(1, sizeof *b);
    b->folder = make_folder();
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    bench *b = *state;
    mlg_layer_close(b->layer);
    remove_folder(b->folder);
    free(b);
    return 0;
}

static mlg_status open_text(bench *b, const char *text, const mlg_pivot *pivot)
{
    const char *path = in_folder(b->folder, "long.csv");
    write_text(path, text);
    mlg_layer_close(b->layer);
    b->layer = NULL;
    return mlg_layer_open(&b->layer, path, &(mlg_layer_options){ .pivot = pivot }, &b->err);
}

static void refused(bench *b, const char *text, const mlg_pivot *pivot, const char *says)
{
    assert_int_equal(open_text(b, text, pivot), MLG_INPUT);
    if (!strstr(b->err.message, says))
        fail_msg("%s", b->err.message);
    assert_null(strchr(b->err.message, '\n'));
}

/* The whole table, cells with commas, lines with semicolons. */
static char *print(bench *b)
{
    char *text;
    size_t size;
    bool got = true;
    FILE *file = open_memstream(&text, &size);
    for (int i = 0; i < mlg_layer_field_count(b->layer); i++)
        fprintf(file, "%s%s", i ? "," : "", mlg_layer_field_name(b->layer, i));
    for (;;) {
        assert_ok(mlg_layer_next(b->layer, &got, &b->err), &b->err);
        if (!got)
            break;
        for (int i = 0; i < mlg_layer_field_count(b->layer); i++) {
            const char *cell = mlg_layer_text(b->layer, i);
            fprintf(file, "%s%s", i ? "," : ";", cell ? cell : "");
        }
    }
    fclose(file);
    return text;
}

static void reads_as(bench *b, const char *text, const mlg_pivot *pivot, const char *want)
{
    assert_ok(open_text(b, text, pivot), &b->err);
    for (int pass = 0; pass < 2; pass++) {
        char *got = print(b);
        assert_string_equal(got, want);
        free(got);
        assert_ok(mlg_layer_rewind(b->layer, &b->err), &b->err);
    }
}

#define HEADER "GEO;GEO_OBJECT;SEX;AGE;CONF_STATUS;UNIT_MULT;TIME_PERIOD;OBS_VALUE\n"

static void combinations_of_values_become_columns(void **state)
{
    static const mlg_pivot both = { .columns = "SEX|AGE" };
    reads_as(*state,
             HEADER
             "01053;COM;F;Y_LT15;F;0;2023;7\n01451;COM;_T;Y_LT15;F;;2023;3.25\n01053;COM;_T;Y_LT15;F;0;2023;12\n"
             "01;DEP;F;Y_LT15;F;0;2023;9\n01451;COM;F;Y_LT15;F;3;2023;2\n",
             &both, "GEO,F_Y_LT15,_T_Y_LT15;01053,7,12;01451,2000,3.25");
}

static void secret_and_missing_values_are_unknown_and_counted(void **state)
{
    bench *b = *state;
    static const mlg_pivot both = { .columns = "SEX" };
    reads_as(b, HEADER "01053;COM;F;_T;C;0;2023;5\n01451;COM;F;_T;F;0;2023;\n01289;COM;M;_T;F;0;2023;0\n", &both,
             "GEO,F,M;01053,,;01451,,;01289,,0");
    assert_int_equal(mlg_layer_withheld(b->layer), 1);
}

static void the_latest_period_counts_unless_one_is_kept(void **state)
{
    static const char table[] =
        HEADER "01053;COM;F;_T;F;0;2017;1\n01999;COM;M;_T;F;0;2012;2\n01053;COM;F;_T;F;0;2023;3\n"
               "01451;COM;F;_T;F;0;2023;4\n01451;COM;F;_T;F;0;2017;5\n";
    static const char *const year[] = { "2017" }, *const kinds[] = { "COM", "ARM" };
    const mlg_pivot_keep keep[] = { { "TIME_PERIOD", year, 1 }, { "GEO_OBJECT", kinds, 2 } };
    reads_as(*state, table, &(mlg_pivot){ .columns = "SEX" }, "GEO,F;01053,3;01451,4");
    reads_as(*state, table, &(mlg_pivot){ .columns = "SEX", .keep = keep, .keep_count = 2 },
             "GEO,F;01053,1;01451,5");
}

static void two_values_of_a_cell_are_refused_with_what_varies(void **state)
{
    bench *b = *state;
    static const mlg_pivot sex = { .columns = "SEX" };
    refused(b, HEADER "01053;COM;F;Y_LT15;F;0;2023;7\n01053;COM;F;Y_GE15;F;0;2023;8\n", &sex,
            "row 2: 01053 has two values of F");
    assert_non_null(strstr(b->err.hint, "what varies: AGE"));
    refused(b, HEADER "01053;COM;F;Y_LT15;F;0;2023;7\n01053;COM;F;Y_LT15;F;0;2023;7\n", &sex, "row 2: 01053");
    assert_non_null(strstr(b->err.hint, "the row appears twice"));
}

static void what_is_no_long_table_is_read_as_it_is_or_refused(void **state)
{
    static const char wide[] = "CODGEO;F\n01053;7\n";
    static const char *const some[] = { "x" };
    const mlg_pivot_keep keep = { "PCS", some, 1 };
    reads_as(*state, wide, &(mlg_pivot){ .columns = "SEX" }, "CODGEO,F;01053,7");
    refused(*state, wide, &(mlg_pivot){ .columns = "SEX", .required = true },
            "is not a long table with the columns GEO, OBS_VALUE and SEX");
    refused(*state, HEADER "01053;COM;F;_T;F;0;2023;7\n",
            &(mlg_pivot){ .columns = "SEX", .keep = &keep, .keep_count = 1, .required = true },
            "has no column 'PCS'");
    refused(*state, HEADER, &(mlg_pivot){ .columns = "SEX" }, "has no rows");
    refused(*state, HEADER "01;DEP;F;_T;F;0;2023;7\n", &(mlg_pivot){ .columns = "SEX" },
            "none of its 1 rows is both kept and that of a commune");
    refused(*state, HEADER ";COM;F;_T;F;0;2023;7\n", &(mlg_pivot){ .columns = "SEX" }, "'' is not a code");
    refused(*state, HEADER "01053;COM;F;_T;F;0;2023;7;8;9\n01053;COM;M;_T;F;0;2023;no\n",
            &(mlg_pivot){ .columns = "SEX" }, "row 2, column 'OBS_VALUE': 'no' is not a number");
}

/* Cells in any order, half of them given, against an array. */
static void a_table_made_at_random_comes_back(void **state)
{
    enum { PLACES = 300, COLUMNS = 37, CELLS = PLACES * COLUMNS };
    bench *b = *state;
    uint64_t random = 4;
    static double want[CELLS];
    static int order[CELLS];
    static const mlg_pivot age = { .columns = "AGE" };
    char *text;
    size_t size;
    bool got;
    for (int i = 0; i < CELLS; i++) {
        int j = mlg_random_below(&random, i + 1);
        order[i] = order[j];
        order[j] = i;
        want[i] = mlg_random_below(&random, 2) ? (double)mlg_random_below(&random, 100000) / 8 : (double)NAN;
    }
    FILE *file = open_memstream(&text, &size);
    fputs(HEADER, file);
    for (int i = 0; i < CELLS; i++)
        if (!isnan(want[order[i]]))
            fprintf(file, "%05d;COM;_T;c%d;F;0;2023;%.3f\n", order[i] / COLUMNS, order[i] % COLUMNS,
                    want[order[i]]);
    fclose(file);
    assert_ok(open_text(b, text, &age), &b->err);
    free(text);
    int cells = 0;
    for (;;) {
        assert_ok(mlg_layer_next(b->layer, &got, &b->err), &b->err);
        if (!got)
            break;
        int place = atoi(mlg_layer_text(b->layer, 0));
        for (int k = 0; k < COLUMNS; k++, cells++) {
            char name[16];
            snprintf(name, sizeof name, "c%d", k);
            const char *cell = mlg_layer_text(b->layer, mlg_layer_find(b->layer, name));
            if (isnan(want[place * COLUMNS + k]))
                assert_null(cell);
            else
                assert_near(atof(cell), want[place * COLUMNS + k], 0);
        }
    }
    assert_int_equal(cells, CELLS);
}

#define PIVOT_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PIVOT_TEST(combinations_of_values_become_columns),
        PIVOT_TEST(secret_and_missing_values_are_unknown_and_counted),
        PIVOT_TEST(the_latest_period_counts_unless_one_is_kept),
        PIVOT_TEST(two_values_of_a_cell_are_refused_with_what_varies),
        PIVOT_TEST(what_is_no_long_table_is_read_as_it_is_or_refused),
        PIVOT_TEST(a_table_made_at_random_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
