/* Rows that are in pieces, by place, joined into whole rows. */
#include "support.h"

#include "network/models/row_store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PARTS = 3, PLACES = 9, SITES = 2, WHOLE = 100 };

typedef struct {
    char *folder, name[PARTS + 1][4096];
    const char *part[PARTS];
    uint64_t fingerprint_of[PARTS];
    mlg_error err;
} bench;

static int start(void **state)
{
    static bench b;
    b = (bench){ .folder = make_folder() };
    for (int i = 0; i <= PARTS; i++) {
        snprintf(b.name[i], sizeof b.name[i], "%s/%d.times", b.folder, i);
        if (i < PARTS) {
            b.part[i] = b.name[i];
            b.fingerprint_of[i] = (uint64_t)(WHOLE + 1 + i);
        }
    }
    *state = &b;
    return 0;
}

static int finish(void **state)
{
    remove_folder(((bench *)*state)->folder);
    return 0;
}

static mlg_row_key key_of(int site)
{
    return (mlg_row_key){ { (uint64_t)site, 0, 0, 0, 0, 1 } };
}

/* Site 0 reaches the places first .. first + count - 1 in ten times their number; site 1 reaches none. */
static void write_part(bench *b, int part, int32_t first, int32_t count, const mlg_row_key key[SITES],
                       int32_t limit_ds)
{
    mlg_row_store *store;
    mlg_sparse_rows rows;
    assert_ok(mlg_row_store_new(&store, INT64_MAX, &b->err), &b->err);
    assert_ok(mlg_sparse_init(&rows, SITES, PLACES, count, &b->err), &b->err);
    rows.start[1] = rows.start[2] = count;
    for (int32_t i = 0; i < count; i++) {
        rows.column[i] = first + i;
        rows.value[i] = 10 * (first + i);
    }
    assert_ok(mlg_row_store_add(store, key, limit_ds, &rows, &b->err), &b->err);
    assert_ok(mlg_row_store_write(store, b->name[part], b->fingerprint_of[part], &b->err), &b->err);
    mlg_row_store_free(store);
}

static void write_parts(bench *b)
{
    const mlg_row_key key[SITES] = { key_of(0), key_of(1) };
    write_part(b, 0, 0, 3, key, 600);
    write_part(b, 1, 3, 0, key, 600);
    write_part(b, 2, 4, 5, key, 600);
}

static mlg_status join(bench *b)
{
    int64_t rows;
    return mlg_row_store_join(&rows, b->name[PARTS], b->part, b->fingerprint_of, PARTS, WHOLE, PLACES, &b->err);
}

static void test_pieces_are_joined(void **state)
{
    static const int32_t places[] = { 0, 1, 2, 4, 5, 6, 7, 8 };
    bench *b = *state;
    mlg_row_store *store;
    mlg_row row;
    write_parts(b);
    assert_ok(join(b), &b->err);
    assert_ok(mlg_row_store_new(&store, INT64_MAX, &b->err), &b->err);
    assert_ok(mlg_row_store_read(store, b->name[PARTS], WHOLE, PLACES, &b->err), &b->err);
    int32_t limit_ds = 0;
    mlg_row_key key = key_of(0);
    assert_true(mlg_row_store_find(&row, store, &key, &limit_ds));
    assert_int_equal(limit_ds, 600);
    assert_int_equal(row.count, 8);
    for (int32_t i = 0; i < row.count; i++) {
        assert_int_equal(row.place[i], places[i]);
        assert_int_equal(row.time_ds[i], 10 * places[i]);
    }
    key = key_of(1);
    assert_true(mlg_row_store_find(&row, store, &key, &limit_ds));
    assert_int_equal(row.count, 0);
    mlg_row_store_free(store);
}

static void test_parts_that_do_not_go_together(void **state)
{
    bench *b = *state;
    const mlg_row_key same[SITES] = { key_of(0), key_of(1) }, other[SITES] = { key_of(0), key_of(2) };
    write_parts(b);
    write_part(b, 2, 2, 5, same, 600);
    assert_fails(join(b), MLG_INPUT, &b->err, "2.times: times of places that an earlier part has too");
    write_part(b, 2, 4, 5, other, 600);
    assert_fails(join(b), MLG_INPUT, &b->err, "2.times: times of other sites than those of the first part");
    write_part(b, 2, 4, 5, same, 700);
    assert_fails(join(b), MLG_INPUT, &b->err, "2.times: times of other sites");
    write_parts(b);
    b->fingerprint_of[1]++;
    assert_fails(join(b), MLG_INPUT, &b->err, "1.times: times of another network or of other places");
    FILE *file = fopen(b->name[PARTS], "rb");
    assert_null(file);
}

/* Whoever guesses the number of the process could send the rows into any file. */
static void test_a_link_is_not_written_through(void **state)
{
    bench *b = *state;
    char secret[4096], aside[4096], text[8] = "";
    mlg_row_store *store;
    mlg_sparse_rows rows;
    const mlg_row_key key = key_of(0);
    snprintf(secret, sizeof secret, "%s/secret", b->folder);
    FILE *file = fopen(secret, "wb");
    assert_true(file && fputs("kept", file) >= 0 && fclose(file) == 0);
    assert_true(snprintf(aside, sizeof aside, "%s.%ld.part", b->name[0], (long)getpid()) < (int)sizeof aside);
    assert_int_equal(symlink(secret, aside), 0);
    assert_ok(mlg_row_store_new(&store, INT64_MAX, &b->err), &b->err);
    assert_ok(mlg_sparse_init(&rows, 1, PLACES, 0, &b->err), &b->err);
    assert_ok(mlg_row_store_add(store, &key, 600, &rows, &b->err), &b->err);
    assert_fails(mlg_row_store_write(store, b->name[0], 1, &b->err), MLG_INPUT, &b->err, "cannot be written");
    mlg_row_store_free(store);
    file = fopen(secret, "rb");
    assert_non_null(file);
    assert_int_equal(fread(text, 1, sizeof text - 1, file), 4);
    fclose(file);
    assert_string_equal(text, "kept");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pieces_are_joined, start, finish),
        cmocka_unit_test_setup_teardown(test_parts_that_do_not_go_together, start, finish),
        cmocka_unit_test_setup_teardown(test_a_link_is_not_written_through, start, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
