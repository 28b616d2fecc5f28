/* A study by timetable, small and random, whose searches a plan keeps in a file; and a use of every number of that file, which may be
 * forged: nothing that it holds may crash it. */
#ifndef MLG_TESTS_PLAN_TRIAL_H
#define MLG_TESTS_PLAN_TRIAL_H

#include "random_feed.h"

#include "network/models/transit_plan_inner.h"
#include "network/transit/run_changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PLAN_KEY = 7, PLAN_ROWS = 99, PLAN_SITES = FEED_PLACES, PLAN_PARTS = 3 };

typedef struct {
    random_feed feed;
    mlg_timetable *day;
    const mlg_timetable *days[2];
    mlg_transit transit;
    mlg_row_key keys[PLAN_SITES];
    mlg_transit_plan_facts facts;
    char *folder;
    const char *plan, *part[PLAN_PARTS];
    uint64_t random;
} plan_trial;

/* Where there are `many` departures, the changes pay. */
static inline void open_plan_trial(plan_trial *t, uint64_t seed, bool from_places, bool many)
{
    mlg_error err;
    *t = (plan_trial){ .random = seed, .folder = make_folder() };
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
    t->facts = (mlg_transit_plan_facts){ PLAN_KEY, PLAN_ROWS, 60, from_places, PLAN_SITES, FEED_PLACES };
    for (int s = 0; s < PLAN_SITES; s++)
        t->keys[s].word[0] = 1000 + (uint64_t)s;
    t->plan = in_folder(t->folder, "a.searches");
    t->part[0] = in_folder(t->folder, "a.1-of-3.times");
    t->part[1] = in_folder(t->folder, "a.2-of-3.times");
    t->part[2] = in_folder(t->folder, "a.3-of-3.times");
}

static inline void close_plan_trial(plan_trial *t)
{
    mlg_timetable_free(t->day);
    random_feed_release(&t->feed);
    remove_folder(t->folder);
}

static inline void write_plan(plan_trial *t)
{
    mlg_error err;
    assert_ok(mlg_transit_plan_write(t->plan, &t->facts, &t->transit, t->keys, 1, NULL, &err), &err);
}

/* Whether the file is used: then a part of it is computed, whatever comes out, and written to another. */
static inline bool use_plan(const char *path, const char *part)
{
    mlg_transit_plan *plan;
    mlg_row_store *store;
    mlg_error err;
    bool computed;
    assert_ok(mlg_transit_plan_open(&plan, path, PLAN_KEY, &err), &err);
    if (!plan)
        return false;
    const mlg_transit_plan_facts *facts = mlg_transit_plan_facts_of(plan);
    unlink(part);
    assert_ok(mlg_transit_plan_compute(&computed, plan, 2, PLAN_PARTS, part, 1, NULL, &err), &err);
    assert_ok(mlg_row_store_new(&store, INT64_MAX, &err), &err);
    assert_ok(
        mlg_row_store_read(store, part, mlg_transit_plan_fingerprint(plan, 2, PLAN_PARTS), facts->n_places, &err),
        &err);
    mlg_row_store_free(store);
    mlg_transit_plan_free(plan);
    return true;
}

/* The right checksum of a file that was changed. */
static inline void seal_plan(char *bytes, size_t n)
{
    mlg_transit_plan_head head;
    mlg_error err;
    memcpy(&head, bytes, sizeof head);
    assert_ok(mlg_transit_plan_sum(&head.checksum, &head, bytes + sizeof head, n - sizeof head, &err), &err);
    memcpy(bytes, &head, sizeof head);
}

#endif
