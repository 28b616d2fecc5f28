/* Files compressed with gzip, read as they are: whole, cut at every length, damaged, and made to fill a disk. */
#include "support.h"

#include "adapters/layer/read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

typedef struct {
    char *folder;
    mlg_error err;
} packed;

static int set_up(void **state)
{
    packed *p = calloc(1, sizeof *p);
    p->folder = make_folder();
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    packed *p = *state;
    remove_folder(p->folder);
    free(p);
    return 0;
}

static const char *pack(packed *p, const char *name, const char *text, size_t size)
{
    const char *path = in_folder(p->folder, name);
    gzFile file = gzopen(path, "wb9");
    assert_int_equal(gzwrite(file, text, (unsigned)size), (int)size);
    assert_int_equal(gzclose(file), Z_OK);
    return path;
}

/* Rows of a file, -1 with the error when it cannot be read. */
static int64_t count_rows(packed *p, const char *path, int epsg)
{
    mlg_layer *layer = NULL;
    bool got = true;
    mlg_status st = mlg_layer_open(&layer, path, &(mlg_layer_options){ .to_epsg = epsg }, &p->err);
    while (st == MLG_OK && (st = mlg_layer_next(layer, &got, &p->err)) == MLG_OK && got)
        ;
    int64_t rows = st == MLG_OK ? mlg_layer_row(layer) : -1;
    mlg_layer_close(layer);
    return rows;
}

static char *make_table(int rows, size_t *size)
{
    char *text;
    FILE *file = open_memstream(&text, size);
    fputs("code;population\n", file);
    for (int i = 0; i < rows; i++)
        fprintf(file, "%05d;%d\n", i, i * 7919 % 10007);
    fclose(file);
    return text;
}

static void a_packed_table_reads_twice_as_the_table_does(void **state)
{
    packed *p = *state;
    size_t size;
    char *text = make_table(30000, &size);
    mlg_layer *layer;
    bool got;
    const char *path = pack(p, "table.csv.gz", text, size);
    free(text);
    assert_int_equal(count_rows(p, path, 0), 30000);
    assert_ok(mlg_layer_open(&layer, path, NULL, &p->err), &p->err);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < 30000; i++)
            assert_ok(mlg_layer_next(layer, &got, &p->err), &p->err);
        assert_string_equal(mlg_layer_text(layer, 0), "29999");
        assert_ok(mlg_layer_rewind(layer, &p->err), &p->err);
        assert_ok(mlg_layer_next(layer, &got, &p->err), &p->err);
        assert_string_equal(mlg_layer_text(layer, 0), "00000");
        assert_true(mlg_layer_fraction(layer) > 0 && mlg_layer_fraction(layer) <= 1);
        assert_ok(mlg_layer_rewind(layer, &p->err), &p->err);
    }
    mlg_layer_close(layer);
}

/* The last eight bytes are the check and the length: without them nothing says that the table is whole. */
static void a_packed_table_cut_anywhere_is_no_shorter_table(void **state)
{
    packed *p = *state;
    size_t size;
    char *text = make_table(3000, &size);
    const char *path = pack(p, "cut.csv.gz", text, size);
    free(text);
    FILE *file = fopen(path, "rb");
    fseek(file, 0, SEEK_END);
    long whole = ftell(file);
    fclose(file);
    for (long keep = whole - 1; keep > 20; keep -= keep > whole - 12 ? 1 : 997) {
        assert_int_equal(truncate(path, keep), 0);
        assert_int_equal(count_rows(p, path, 0), -1);
        assert_int_equal(p->err.status, MLG_INPUT);
        assert_non_null(strstr(p->err.message, "cut or damaged"));
    }
}

static void a_damaged_packed_table_is_refused(void **state)
{
    packed *p = *state;
    size_t size;
    char *text = make_table(3000, &size);
    const char *path = pack(p, "bad.csv.gz", text, size);
    free(text);
    FILE *file = fopen(path, "r+b");
    fseek(file, -8, SEEK_END); /* the check */
    int byte = fgetc(file);
    fseek(file, -8, SEEK_END);
    fputc(byte ^ 1, file);
    fclose(file);
    assert_int_equal(count_rows(p, path, 0), -1);
    assert_non_null(strstr(p->err.message, "cut or damaged"));
}

static void repeated_bytes_are_not_unpacked_without_end(void **state)
{
    packed *p = *state;
    size_t size = 100 << 20;
    char *text = malloc(size);
    memset(text, 'a', size);
    memcpy(text, "a;b\n1;", 6);
    for (size_t i = 1000; i < size; i += 1000)
        text[i] = '\n';
    const char *path = pack(p, "bomb.csv.gz", text, size);
    assert_int_equal(count_rows(p, path, 0), -1);
    assert_non_null(strstr(p->err.message, "compressed more than"));
    memset(text, ' ', size);
    static const char start[] = "{\"type\":\"FeatureCollection\",\"features\":[";
    memcpy(text, start, sizeof start - 1);
    assert_int_equal(count_rows(p, pack(p, "bomb.geojson.gz", text, size), 2154), -1);
    assert_non_null(strstr(p->err.message, "compressed more than"));
    free(text);
}

static void packed_outlines_are_read_and_leave_nothing_beside_them(void **state)
{
    packed *p = *state;
    static const char outlines[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"62119\","
        "\"nom\":\"Béthune\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[2.6,50.5],[2.7,50.5],[2.7,50."
        "6],"
        "[2.6,50.5]]]}}]}";
    const char *path = pack(p, "communes.geojson.gz", outlines, sizeof outlines - 1);
    char *list;
    assert_int_equal(count_rows(p, path, 2154), 1);
    assert_int_equal(truncate(path, 120), 0);
    assert_int_equal(count_rows(p, path, 2154), -1);
    assert_non_null(strstr(p->err.message, "communes.geojson.gz is cut or damaged"));
    assert_true(asprintf(&list, "test \"$(ls -A '%s')\" = communes.geojson.gz", p->folder) > 0);
    assert_int_equal(system(list), 0);
    free(list);
}

static void the_kind_is_told_of_what_is_packed(void **state)
{
    packed *p = *state;
    static const char page[] = "<!DOCTYPE html><html><body>404";
    assert_int_equal(count_rows(p, pack(p, "page.csv.gz", page, sizeof page - 1), 0), -1);
    assert_non_null(strstr(p->err.message, "is a web page"));
    assert_int_equal(count_rows(p, pack(p, "some.tar.gz", "a;b\n1;2\n", 8), 0), -1);
    assert_non_null(strstr(p->err.message, "is compressed with gzip"));
    write_text(in_folder(p->folder, "plain.csv.gz"), "a;b\n1;2\n"); /* named so and not compressed */
    assert_int_equal(count_rows(p, in_folder(p->folder, "plain.csv.gz"), 0), 1);
}

#define PACKED_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PACKED_TEST(a_packed_table_reads_twice_as_the_table_does),
        PACKED_TEST(a_packed_table_cut_anywhere_is_no_shorter_table),
        PACKED_TEST(a_damaged_packed_table_is_refused),
        PACKED_TEST(repeated_bytes_are_not_unpacked_without_end),
        PACKED_TEST(packed_outlines_are_read_and_leave_nothing_beside_them),
        PACKED_TEST(the_kind_is_told_of_what_is_packed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
