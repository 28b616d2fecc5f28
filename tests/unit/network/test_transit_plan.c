/* Searches by timetable that a plan keeps in a file: parts of them put together are the rows of the whole; a flipped bit is always seen; a
 * number forged under a right checksum is refused or harmless. That nothing is read out of bounds is what the sanitizers see. */
#include "forged_word.h"
#include "plan_trial.h"

#include "network/models/transit_inner.h"

enum { ROUNDS = 1000 };

/* ---- parts and the whole ----------------------------------------------------------------------------------------- */

static void assert_same_file(const char *left, const char *right)
{
    size_t n, m;
    char *a = file_bytes(left, &n), *b = file_bytes(right, &m);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
    free(a);
    free(b);
}

/* As one search finds them, without a plan. */
static void write_whole(const plan_trial *t, const char *path)
{
    mlg_sparse_rows rows;
    mlg_row_store *store;
    mlg_error err;
    assert_ok(mlg_transit_rows(&rows, &t->transit, t->facts.percent, t->facts.from_places, 1, NULL, &err), &err);
    assert_ok(mlg_row_store_new(&store, INT64_MAX, &err), &err);
    assert_ok(mlg_row_store_add(store, t->keys, MLG_TIME_MAX, &rows, &err), &err);
    assert_ok(mlg_row_store_write(store, path, PLAN_ROWS, &err), &err);
    mlg_row_store_free(store);
}

static void assert_same_facts(const mlg_transit_plan_facts *a, const mlg_transit_plan_facts *b)
{
    assert_true(a->key == b->key && a->rows == b->rows && a->percent == b->percent);
    assert_true(a->from_places == b->from_places && a->n_sites == b->n_sites && a->n_places == b->n_places);
}

static void compute_parts(plan_trial *t)
{
    mlg_transit_plan *plan;
    mlg_error err;
    bool computed;
    assert_ok(mlg_transit_plan_open(&plan, t->plan, PLAN_KEY, &err), &err);
    assert_non_null(plan);
    assert_same_facts(mlg_transit_plan_facts_of(plan), &t->facts);
    for (int again = 0; again < 2; again++)
        for (int k = 0; k < PLAN_PARTS; k++) {
            assert_ok(
                mlg_transit_plan_compute(&computed, plan, k + 1, PLAN_PARTS, t->part[k], 1 + again, NULL, &err),
                &err);
            assert_int_equal(computed, !again);
        }
    mlg_transit_plan_free(plan);
}

static void put_together(const plan_trial *t, const char *path)
{
    uint64_t fingerprint_of[PLAN_PARTS];
    int64_t rows;
    mlg_error err;
    for (int k = 0; k < PLAN_PARTS; k++)
        fingerprint_of[k] = mlg_transit_part_fingerprint(PLAN_ROWS, k + 1, PLAN_PARTS);
    if (t->facts.from_places)
        assert_ok(
            mlg_row_store_join(&rows, path, t->part, fingerprint_of, PLAN_PARTS, PLAN_ROWS, FEED_PLACES, &err),
            &err);
    else
        assert_ok(mlg_row_store_merge(&rows, path, t->part, PLAN_PARTS, PLAN_ROWS, FEED_PLACES, &err), &err);
    assert_int_equal(rows, PLAN_SITES);
}

static void check_parts(uint64_t seed, bool from_places, bool many)
{
    static plan_trial t;
    mlg_transit_plan *plan;
    mlg_error err;
    open_plan_trial(&t, seed, from_places, many);
    const char *whole = in_folder(t.folder, "whole.times"), *joined = in_folder(t.folder, "joined.times");
    assert_int_equal(mlg_transit_changes_pay(&t.transit), many);
    assert_ok(mlg_transit_plan_open(&plan, t.plan, PLAN_KEY, &err), &err);
    assert_null(plan);
    write_plan(&t);
    assert_ok(mlg_transit_plan_open(&plan, t.plan, PLAN_KEY + 1, &err), &err);
    assert_null(plan);
    compute_parts(&t);
    write_whole(&t, whole);
    put_together(&t, joined);
    assert_same_file(joined, whole);
    close_plan_trial(&t);
}

static void parts_put_together_are_the_whole(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        check_parts(seed, true, false);
        check_parts(seed, false, false);
    }
    check_parts(11, true, true);
    check_parts(11, false, true);
}

/* ---- files that are not to be used ------------------------------------------------------------------------------- */

static void a_flipped_bit_is_always_seen(void **state)
{
    static plan_trial t;
    size_t n;
    (void)state;
    open_plan_trial(&t, 5, true, false);
    write_plan(&t);
    char *bytes = file_bytes(t.plan, &n);
    assert_true(use_plan(t.plan, t.part[1]));
    for (int32_t i = campaign(ROUNDS); i > 0; i--) {
        const int32_t at = random_below(&t.random, (int32_t)n), bit = 1 << random_below(&t.random, 8);
        bytes[at] = (char)(bytes[at] ^ bit);
        put_bytes(t.plan, bytes, n);
        assert_false(use_plan(t.plan, t.part[1]));
        bytes[at] = (char)(bytes[at] ^ bit);
    }
    put_bytes(t.plan, bytes, n - 1);
    assert_false(use_plan(t.plan, t.part[1]));
    put_bytes(t.plan, bytes, sizeof(mlg_transit_plan_head) - 1);
    assert_false(use_plan(t.plan, t.part[1]));
    free(bytes);
    close_plan_trial(&t);
}

static void forged_numbers_are_refused_or_harmless(void **state)
{
    static plan_trial t;
    int used = 0, refused = 0;
    size_t n;
    (void)state;
    for (int32_t i = 0; i < campaign(ROUNDS); i++) {
        open_plan_trial(&t, 1 + (uint64_t)i, i % 2 == 0, i % 20 == 0);
        write_plan(&t);
        char *bytes = file_bytes(t.plan, &n);
        forge_word(&t.random, bytes, n);
        seal_plan(bytes, n);
        put_bytes(t.plan, bytes, n);
        *(use_plan(t.plan, t.part[1]) ? &used : &refused) += 1;
        free(bytes);
        close_plan_trial(&t);
    }
    print_message("%d refused, %d other valid numbers\n", refused, used);
    assert_true(refused > 0 && used > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_put_together_are_the_whole),
        cmocka_unit_test(a_flipped_bit_is_always_seen),
        cmocka_unit_test(forged_numbers_are_refused_or_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
