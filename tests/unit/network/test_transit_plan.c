/* Searches by timetable that a plan keeps in a file: parts of them put together are the rows of the whole; a flipped bit is always seen; a
 * number forged under a right checksum is refused or harmless. That nothing is read out of bounds is what the sanitizers see. */
#include "forged_word.h"
#include "random_feed.h"

#include "network/models/transit_inner.h"
#include "network/models/transit_plan_inner.h"
#include "network/transit/run_changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { KEY = 7, ROWS_OF = 99, SITES = FEED_PLACES, PARTS = 3, ROUNDS = 1000 };

typedef struct {
    random_feed feed;
    mlg_timetable *day;
    const mlg_timetable *days[2];
    mlg_transit transit;
    mlg_row_key keys[SITES];
    mlg_transit_plan_facts facts;
    char *folder;
    const char *plan, *part[PARTS];
    uint64_t random;
} trial;

/* Where there are `many` departures, the changes pay. */
static void open_trial(trial *t, uint64_t seed, bool from_places, bool many)
{
    mlg_error err;
    *t = (trial){ .random = seed, .folder = make_folder() };
    random_feed_init(&t->feed, &t->random);
    const mlg_gtfs *feed = &t->feed.feed;
    const mlg_timetable_options options = {
        .day = FEED_DAY, .from_s = -200000, .to_s = 400000, .on_request = true
    };
    assert_ok(mlg_timetable_new(&t->day, &feed, 1, &options, &err), &err);
    assert_true(mlg_timetable_holds(t->day));
    t->days[0] = t->days[1] = t->day;
    t->transit = (mlg_transit){ .days = t->days,
                                .n_days = many ? 2 : 1,
                                .access = mlg_sparse_view_of(&t->feed.access),
                                .transfers = mlg_sparse_view_of(&t->feed.transfer_rows),
                                .egress = mlg_sparse_view_of(&t->feed.egress),
                                .direct = mlg_sparse_view_of(&t->feed.direct),
                                .dial_access = mlg_sparse_view_of(&t->feed.dial_access_rows),
                                .dial_egress = mlg_sparse_view_of(&t->feed.dial_egress_rows),
                                .dial_direct = mlg_sparse_view_of(&t->feed.dial_direct_rows),
                                .dial_changes = mlg_sparse_view_of(&t->feed.dial_change_rows),
                                .dials = t->feed.dials,
                                .change_dials = t->feed.dials,
                                .n_dials = t->feed.n_dials,
                                .n_change_dials = t->feed.n_dials,
                                .first_ds = 5 * MLG_DS_PER_MIN,
                                .step_ds = many ? 3 : MLG_DS_PER_MIN,
                                .n_departures = many ? 12000 : 25,
                                .most_rides = 3,
                                .limit_ds = 100 * MLG_DS_PER_MIN };
    t->facts = (mlg_transit_plan_facts){ KEY, ROWS_OF, 60, from_places, SITES, FEED_PLACES };
    for (int s = 0; s < SITES; s++)
        t->keys[s].word[0] = 1000 + (uint64_t)s;
    t->plan = in_folder(t->folder, "a.searches");
    t->part[0] = in_folder(t->folder, "a.1-of-3.times");
    t->part[1] = in_folder(t->folder, "a.2-of-3.times");
    t->part[2] = in_folder(t->folder, "a.3-of-3.times");
}

static void close_trial(trial *t)
{
    mlg_timetable_free(t->day);
    random_feed_release(&t->feed);
    remove_folder(t->folder);
}

static void write_plan(trial *t)
{
    mlg_error err;
    assert_ok(mlg_transit_plan_write(t->plan, &t->facts, &t->transit, t->keys, 1, NULL, &err), &err);
}

/* Freed by the caller. */
static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *n = (size_t)ftell(file);
    char *bytes = malloc(*n);
    rewind(file);
    assert_int_equal(fread(bytes, 1, *n, file), *n);
    fclose(file);
    return bytes;
}

/* ---- parts and the whole ----------------------------------------------------------------------------------------- */

static void assert_same_file(const char *left, const char *right)
{
    size_t n, m;
    char *a = read_file(left, &n), *b = read_file(right, &m);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
    free(a);
    free(b);
}

/* As one search finds them, without a plan. */
static void write_whole(const trial *t, const char *path)
{
    mlg_sparse_rows rows;
    mlg_row_store *store;
    mlg_error err;
    assert_ok(mlg_transit_rows(&rows, &t->transit, t->facts.percent, t->facts.from_places, 1, NULL, &err), &err);
    assert_ok(mlg_row_store_new(&store, INT64_MAX, &err), &err);
    assert_ok(mlg_row_store_add(store, t->keys, MLG_TIME_MAX, &rows, &err), &err);
    assert_ok(mlg_row_store_write(store, path, ROWS_OF, &err), &err);
    mlg_row_store_free(store);
}

static void compute_parts(trial *t)
{
    mlg_transit_plan *plan;
    mlg_error err;
    bool computed;
    assert_ok(mlg_transit_plan_open(&plan, t->plan, KEY, &err), &err);
    assert_non_null(plan);
    assert_memory_equal(mlg_transit_plan_facts_of(plan), &t->facts, sizeof t->facts);
    for (int again = 0; again < 2; again++)
        for (int k = 0; k < PARTS; k++) {
            assert_ok(mlg_transit_plan_compute(&computed, plan, k + 1, PARTS, t->part[k], 1 + again, NULL, &err),
                      &err);
            assert_int_equal(computed, !again);
        }
    mlg_transit_plan_free(plan);
}

static void put_together(const trial *t, const char *path)
{
    uint64_t fingerprint_of[PARTS];
    int64_t rows;
    mlg_error err;
    for (int k = 0; k < PARTS; k++)
        fingerprint_of[k] = mlg_transit_part_fingerprint(ROWS_OF, k + 1, PARTS);
    if (t->facts.from_places)
        assert_ok(mlg_row_store_join(&rows, path, t->part, fingerprint_of, PARTS, ROWS_OF, FEED_PLACES, &err),
                  &err);
    else
        assert_ok(mlg_row_store_merge(&rows, path, t->part, PARTS, ROWS_OF, FEED_PLACES, &err), &err);
    assert_int_equal(rows, SITES);
}

static void check_parts(uint64_t seed, bool from_places, bool many)
{
    static trial t;
    mlg_transit_plan *plan;
    mlg_error err;
    open_trial(&t, seed, from_places, many);
    const char *whole = in_folder(t.folder, "whole.times"), *joined = in_folder(t.folder, "joined.times");
    assert_int_equal(mlg_transit_changes_pay(&t.transit), many);
    assert_ok(mlg_transit_plan_open(&plan, t.plan, KEY, &err), &err);
    assert_null(plan);
    write_plan(&t);
    assert_ok(mlg_transit_plan_open(&plan, t.plan, KEY + 1, &err), &err);
    assert_null(plan);
    compute_parts(&t);
    write_whole(&t, whole);
    put_together(&t, joined);
    assert_same_file(joined, whole);
    close_trial(&t);
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

static void put_file(const trial *t, const char *bytes, size_t n)
{
    FILE *file = fopen(t->plan, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

/* Whether the file is used: then a part of it is computed, whatever comes out. */
static bool use_plan(const trial *t)
{
    mlg_transit_plan *plan;
    mlg_row_store *store;
    mlg_error err;
    bool computed;
    assert_ok(mlg_transit_plan_open(&plan, t->plan, KEY, &err), &err);
    if (!plan)
        return false;
    const mlg_transit_plan_facts *facts = mlg_transit_plan_facts_of(plan);
    unlink(t->part[1]);
    assert_ok(mlg_transit_plan_compute(&computed, plan, 2, PARTS, t->part[1], 1, NULL, &err), &err);
    assert_ok(mlg_row_store_new(&store, INT64_MAX, &err), &err);
    assert_ok(
        mlg_row_store_read(store, t->part[1], mlg_transit_plan_fingerprint(plan, 2, PARTS), facts->n_places, &err),
        &err);
    mlg_row_store_free(store);
    mlg_transit_plan_free(plan);
    return true;
}

static void a_flipped_bit_is_always_seen(void **state)
{
    static trial t;
    size_t n;
    (void)state;
    open_trial(&t, 5, true, false);
    write_plan(&t);
    char *bytes = read_file(t.plan, &n);
    assert_true(use_plan(&t));
    for (int32_t i = campaign(ROUNDS); i > 0; i--) {
        const int32_t at = random_below(&t.random, (int32_t)n), bit = 1 << random_below(&t.random, 8);
        bytes[at] = (char)(bytes[at] ^ bit);
        put_file(&t, bytes, n);
        assert_false(use_plan(&t));
        bytes[at] = (char)(bytes[at] ^ bit);
    }
    put_file(&t, bytes, n - 1);
    assert_false(use_plan(&t));
    put_file(&t, bytes, sizeof(mlg_transit_plan_head) - 1);
    assert_false(use_plan(&t));
    free(bytes);
    close_trial(&t);
}

/* One word of the file, under a right checksum. */
static void forge(trial *t, char *bytes, size_t n)
{
    mlg_transit_plan_head head;
    mlg_error err;
    forge_word(&t->random, bytes, n);
    memcpy(&head, bytes, sizeof head);
    assert_ok(mlg_transit_plan_sum(&head.checksum, &head, bytes + sizeof head, n - sizeof head, &err), &err);
    memcpy(bytes, &head, sizeof head);
}

static void forged_numbers_are_refused_or_harmless(void **state)
{
    static trial t;
    int used = 0, refused = 0;
    size_t n;
    (void)state;
    for (int32_t i = 0; i < campaign(ROUNDS); i++) {
        open_trial(&t, 1 + (uint64_t)i, i % 2 == 0, i % 20 == 0);
        write_plan(&t);
        char *bytes = read_file(t.plan, &n);
        forge(&t, bytes, n);
        put_file(&t, bytes, n);
        *(use_plan(&t) ? &used : &refused) += 1;
        free(bytes);
        close_trial(&t);
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
