/* Rounds of mobile units: timetables by hand, plans against every plan there is, bounds that hold. */
#include "tour_cases.h"

#include "analysis/tour/reach.h"
#include "base/memory.h"

static tour_case the_case;

static void solve(mlg_tour_answer *a, const tour_case *x, int32_t iterations)
{
    mlg_error err = { 0 };
    mlg_tour_options o;
    mlg_tour_options_init(&o);
    o.iterations = iterations;
    o.searches = 2;
    o.threads = 1;
    assert_ok(mlg_tour_solve(a, &x->problem, &o, &err), &err);
    tour_check_plan(&x->problem, a);
}

/* One unit, one day from 8:00 to 17:00, two stops: 20 minutes from the depot to stop 0, 10 on to stop 1, 30 home. Set-up 15,
 * pack-up 10, sessions of 120 minutes, 100 persons at each. Lunch of 45 minutes from 11:30 to 13:30.
 * 8:00 leave, 8:20 stop 0, session 8:35-10:35, packed 10:45, stop 1 at 10:55, session 11:10-13:10, packed 13:20, lunch
 * 13:20-14:05, home 14:35: 60 minutes of road. */
static void two_stops(tour_case *x)
{
    memset(x, 0, sizeof *x);
    static const int32_t drive_min[9] = { 0, 10, 20, 10, 0, 30, 20, 30, 0 };
    x->problem = (mlg_tour_problem){ .n_stops = 2,
                                     .n_units = 1,
                                     .n_days = 1,
                                     .n_demand = 2,
                                     .n_repeat = 1,
                                     .setup_s = 900,
                                     .pack_s = 600,
                                     .lunch = { 2700, 41400, 48600 },
                                     .max_drive_s = 7200 };
    for (int k = 0; k < 9; k++)
        x->drive_s[k] = 60 * drive_min[k];
    for (int32_t j = 0; j < 2; j++) {
        x->session_s[j] = 7200;
        x->opening[j] = (mlg_tour_span){ 0, 86400 };
        x->row_start[j + 1] = j + 1;
        x->row_demand[j] = j;
        x->row_share[j] = 1000;
        x->weight[j] = 100;
    }
    x->opening[1].from_s = 11 * 3600; /* so that stop 0 comes first */
    x->shift[0] = (mlg_tour_span){ 8 * 3600, 17 * 3600 };
    x->repeat[0] = 1000;
    tour_case_link(x);
}

static void a_day_goes_by_the_clock(void **state)
{
    (void)state;
    mlg_tour_answer a;
    two_stops(&the_case);
    solve(&a, &the_case, 50);
    assert_int_equal(a.n_visits, 2);
    assert_int_equal(a.benefit, 200 * (int64_t)MLG_TOUR_PERSON);
    assert_int_equal(a.drive_s, 3600);
    assert_true(a.outcome.proved && a.drive_proved);
    assert_int_equal(a.visits[0].stop, 0);
    assert_int_equal(a.rounds[0].depart_s, 8 * 3600);
    assert_int_equal(a.visits[0].start_s, 8 * 3600 + 35 * 60);
    assert_int_equal(a.visits[1].start_s, 11 * 3600 + 10 * 60);
    assert_int_equal(a.visits[1].lunch_s, 13 * 3600 + 20 * 60);
    assert_int_equal(a.rounds[0].return_s, 14 * 3600 + 35 * 60);
    mlg_tour_answer_release(&a);
}

static void a_unit_leaves_late_rather_than_wait(void **state)
{
    (void)state;
    mlg_tour_answer a;
    two_stops(&the_case);
    the_case.opening[0] = (mlg_tour_span){ 1, 0 };
    solve(&a, &the_case, 50);
    assert_int_equal(a.n_visits, 1);
    assert_int_equal(a.visits[0].start_s, 11 * 3600);
    assert_int_equal(a.rounds[0].depart_s, 11 * 3600 - 45 * 60); /* 30 minutes of road, 15 to set up */
    mlg_tour_answer_release(&a);
}

/* Back at 13:35 without a lunch would be 5 minutes too late to start one at 13:30: it is taken on the way, home at 14:20. */
static void a_lunch_is_owed_past_its_last_hour(void **state)
{
    (void)state;
    mlg_tour_answer a;
    two_stops(&the_case);
    the_case.opening[0] = (mlg_tour_span){ 1, 0 };
    the_case.opening[1].from_s = 10 * 3600 + 55 * 60;
    solve(&a, &the_case, 50);
    assert_int_equal(a.visits[0].end_s, 12 * 3600 + 55 * 60);
    assert_int_equal(a.visits[0].lunch_s, 13 * 3600 + 5 * 60);
    assert_int_equal(a.rounds[0].return_s, 14 * 3600 + 20 * 60);
    mlg_tour_answer_release(&a);
}

/* ---- every plan there is ------------------------------------------------------------------------------------- */

/* Least drive of a set of stops in any order with the lunch anywhere, INT32_MAX: it cannot be. */
static int32_t drive_of(const mlg_tour_problem *p, int32_t round, int32_t set, int32_t node, int32_t time_s,
                        bool fed, int32_t drive_s)
{
    int32_t n = p->n_stops + p->n_units, day = round % p->n_days, depot = p->n_stops + round / p->n_days,
            least = INT32_MAX;
    if (drive_s > p->max_drive_s)
        return INT32_MAX;
    if (!fed && p->lunch.length_s > 0 && time_s <= p->lunch.to_s) {
        int32_t start_s = time_s > p->lunch.from_s ? time_s : p->lunch.from_s;
        least = drive_of(p, round, set, node, start_s + p->lunch.length_s, true, drive_s);
    }
    if (set == 0) {
        int32_t home_s = p->drive_s[node * n + depot], end_s = time_s + home_s;
        bool can = end_s <= p->shift[round].to_s && drive_s + home_s <= p->max_drive_s &&
                   (fed || p->lunch.length_s == 0 || end_s <= p->lunch.to_s);
        return can && drive_s + home_s < least ? drive_s + home_s : least;
    }
    for (int32_t j = 0; j < p->n_stops; j++) {
        if (!(set >> j & 1))
            continue;
        for (int32_t eats = 0; eats < 2; eats++) {
            int32_t there_s = time_s + p->drive_s[node * n + j];
            if (eats && (fed || p->lunch.length_s == 0 || there_s > p->lunch.to_s))
                continue;
            if (eats)
                there_s = (there_s > p->lunch.from_s ? there_s : p->lunch.from_s) + p->lunch.length_s;
            int32_t start_s = there_s + p->setup_s, open_s = p->opening[j * p->n_days + day].from_s;
            int32_t end_s = (start_s > open_s ? start_s : open_s) + p->session_s[j];
            if (end_s > p->opening[j * p->n_days + day].to_s)
                continue;
            int32_t rest = drive_of(p, round, set & ~(1 << j), j, end_s + p->pack_s, fed || eats,
                                    drive_s + p->drive_s[node * n + j]);
            least = rest < least ? rest : least;
        }
    }
    return least;
}

typedef struct {
    const mlg_tour_problem *problem;
    int32_t *drive_s[4]; /* a round: by set */
    int32_t visits[12];
    uint8_t on_day[12 * 2];
    int32_t missed;
    int64_t benefit, drive_sum;
} oracle;

static void count_set(oracle *o, int32_t day, int32_t set, int32_t more)
{
    for (int32_t j = 0; j < o->problem->n_stops; j++)
        if (set >> j & 1) {
            o->visits[j] += more;
            o->on_day[j * o->problem->n_days + day] = more > 0;
        }
}

static void every_plan(oracle *o, int32_t round, int64_t drive_s)
{
    const mlg_tour_problem *p = o->problem;
    if (round == p->n_units * p->n_days) {
        int32_t missed = tour_missed(p, o->on_day);
        if (missed > o->missed)
            return;
        int64_t benefit = tour_worth(p, o->visits);
        if (missed < o->missed || benefit > o->benefit || (benefit == o->benefit && drive_s < o->drive_sum)) {
            o->missed = missed;
            o->benefit = benefit;
            o->drive_sum = drive_s;
        }
        return;
    }
    int32_t day = round % p->n_days;
    for (int32_t set = 0; set < 1 << p->n_stops; set++) {
        bool can = o->drive_s[round][set] != INT32_MAX;
        for (int32_t j = 0; j < p->n_stops; j++)
            can = can && !((set >> j & 1) && o->on_day[j * p->n_days + day]);
        for (int32_t k = 0; k < p->n_fixed; k++)
            can =
                can && (p->fixed[k].unit * p->n_days + p->fixed[k].day != round || (set >> p->fixed[k].stop & 1));
        if (!can)
            continue;
        count_set(o, day, set, 1);
        every_plan(o, round + 1, drive_s + o->drive_s[round][set]);
        count_set(o, day, set, -1);
    }
}

static void look_at_every_plan(oracle *o, const tour_case *x)
{
    const mlg_tour_problem *p = &x->problem;
    *o = (oracle){ .problem = p, .missed = INT32_MAX, .benefit = -1 };
    for (int32_t r = 0; r < p->n_units * p->n_days; r++) {
        o->drive_s[r] = malloc(sizeof(int32_t) << p->n_stops);
        o->drive_s[r][0] = 0;
        for (int32_t set = 1; set < 1 << p->n_stops; set++)
            o->drive_s[r][set] = drive_of(p, r, set, p->n_stops + r / p->n_days, p->shift[r].from_s, false, 0);
    }
    every_plan(o, 0, 0);
    for (int32_t r = 0; r < p->n_units * p->n_days; r++)
        free(o->drive_s[r]);
}

/* Some cases with groups, visits that stay, consultations. */
static void add_groups(tour_case *x, uint64_t *seed)
{
    mlg_tour_problem *p = &x->problem;
    int32_t n = 0;
    p->n_groups = random_below(seed, 3);
    for (int32_t g = 0; g < p->n_groups; g++) {
        x->group[g] = (mlg_tour_group){ 0, p->n_days - 1, random_below(seed, 3), 1 + random_below(seed, 3) };
        if (x->group[g].least > x->group[g].most)
            x->group[g].least = x->group[g].most;
        for (int32_t j = 0; j < p->n_stops; j++)
            if (random_below(seed, 2))
                x->group_stop[n++] = j;
        x->group_start[g + 1] = n;
    }
}

static void compare_with_every_plan(int32_t cases, int32_t n_stops, int32_t n_units, mlg_tour_aim aim,
                                    uint64_t seed)
{
    for (int32_t k = 0; k < cases; k++) {
        mlg_tour_answer a;
        oracle o;
        tour_case_draw(&the_case, &seed, n_stops, n_units, 2, 8, 60);
        the_case.problem.aim = aim;
        add_groups(&the_case, &seed);
        look_at_every_plan(&o, &the_case);
        solve(&a, &the_case, 30);
        assert_true(a.drive_proved);
        assert_int_equal(a.missed, o.missed);
        assert_int_equal(a.benefit, o.benefit);
        assert_int_equal(a.drive_s, o.drive_sum);
        mlg_tour_answer_release(&a);
    }
}

static void ten_stops_two_days_are_the_best_of_all_plans(void **state)
{
    (void)state;
    compare_with_every_plan(campaign(80), 7, 1, MLG_TOUR_PERSONS, 11);
    compare_with_every_plan(full_run() ? 12 : 2, 10, 1, MLG_TOUR_PERSONS, 12);
}

static void two_units_are_the_best_of_all_plans(void **state)
{
    (void)state;
    compare_with_every_plan(campaign(60), 3, 2, MLG_TOUR_PERSONS, 13);
}

static void consultations_are_the_most_of_all_plans(void **state)
{
    (void)state;
    compare_with_every_plan(campaign(60), 5, 1, MLG_TOUR_ACTS, 14);
}

/* What every visit within reach would bring, and whether a round could hold a stop of the one day there is. */
static int64_t most_within_reach(bool held[2])
{
    mlg_error err = { 0 };
    mlg_tour_frame frame;
    mlg_tour_reach reach;
    int64_t most = -1;
    assert_ok(mlg_tour_frame_init(&frame, &the_case.problem, &err), &err);
    assert_ok(mlg_tour_reach_init(&reach, &frame, &err), &err);
    assert_ok(mlg_tour_reach_most(&most, &reach, &frame, &err), &err);
    for (int32_t j = 0; j < 2; j++)
        held[j] = mlg_tour_reach_holds(&reach, &frame, 0, j);
    mlg_tour_reach_release(&reach);
    mlg_tour_frame_release(&frame);
    return most;
}

/* A visit that stays, in one case of three, where it fits. */
static void solve_with_fixed(mlg_tour_answer *a, tour_case *x, const mlg_tour_options *options, uint64_t *seed)
{
    mlg_tour_problem *p = &x->problem;
    mlg_error err = { 0 };
    p->n_fixed = random_below(seed, 3) == 0;
    x->fixed[0] = (mlg_tour_fixed){ random_below(seed, p->n_units), random_below(seed, p->n_days),
                                    random_below(seed, p->n_stops), -1 };
    mlg_status st = mlg_tour_solve(a, p, options, &err);
    if (st == MLG_DATA && p->n_fixed > 0) {
        p->n_fixed = 0;
        st = mlg_tour_solve(a, p, options, &err);
    }
    assert_ok(st, &err);
}

/* Without the enumeration: the bound holds and is near, and the search finds what there is. */
static void bounds_never_cross_the_optimum(void **state)
{
    (void)state;
    uint64_t seed = 15;
    double bounds[2] = { 0 }, optima[2] = { 0 };
    int32_t fixed = 0;
    for (int32_t k = 0, worst = 0; k < campaign(400); k++) {
        mlg_tour_answer a;
        oracle o;
        mlg_tour_options options;
        mlg_tour_options_init(&options);
        options.iterations = 300;
        options.searches = 1;
        options.max_nodes = 1;
        tour_case_draw(&the_case, &seed, k % 2 ? 3 : 6, k % 2 ? 2 : 1, 2, 8, 60);
        the_case.problem.aim = k % 3 == 0 ? MLG_TOUR_ACTS : MLG_TOUR_PERSONS;
        add_groups(&the_case, &seed);
        solve_with_fixed(&a, &the_case, &options, &seed);
        fixed += the_case.problem.n_fixed;
        look_at_every_plan(&o, &the_case);
        tour_check_plan(&the_case.problem, &a);
        assert_int_equal(a.missed, o.missed);
        assert_true(a.outcome.bound >= (double)o.benefit);
        bool held[2];
        assert_true(most_within_reach(held) >= o.benefit);
        worst += a.benefit < o.benefit;
        assert_true(worst <= 2 + k / 40); /* by 300 steps */
        if (a.missed == 0) {              /* the others are bounded as if nothing were required */
            bounds[the_case.problem.aim] += a.outcome.bound;
            optima[the_case.problem.aim] += (double)o.benefit;
        }
        mlg_tour_answer_release(&a);
    }
    assert_true(fixed > 0);
    assert_true(bounds[MLG_TOUR_PERSONS] < 1.02 * optima[MLG_TOUR_PERSONS]);
    assert_true(bounds[MLG_TOUR_ACTS] < 1.06 * optima[MLG_TOUR_ACTS]);
}

/* Stop 0 is 20 minutes away, stop 1 is 30 directly and by stop 0: 40 and 60 there and back. */
static void who_no_round_reaches_is_in_no_bound(void **state)
{
    (void)state;
    bool held[2];
    two_stops(&the_case);
    assert_int_equal(most_within_reach(held), 200 * (int64_t)MLG_TOUR_PERSON);
    the_case.problem.max_drive_s = 3599;
    assert_int_equal(most_within_reach(held), 100 * (int64_t)MLG_TOUR_PERSON);
    assert_true(held[0] && !held[1]);
    the_case.problem.max_drive_s = 3600;
    the_case.drive_s[3 * 2 + 1] = the_case.drive_s[3 * 1 + 2] = MLG_UNREACHABLE; /* by stop 0 all the same */
    most_within_reach(held);
    assert_true(held[0] && held[1]);
    the_case.shift[0].to_s = 14 * 3600; /* 11:00 to 13:00 at stop 1, packed 13:10, home 13:40 */
    the_case.opening[0] = (mlg_tour_span){ 10 * 3600, 86400 };
    most_within_reach(held);
    assert_true(held[0] && held[1]);
    the_case.shift[0].to_s = 13 * 3600 + 39 * 60;
    most_within_reach(held);
    assert_true(held[0] && !held[1]);
    the_case.shift[0].to_s = 12 * 3600 + 29 * 60; /* 10:00 to 12:00 at stop 0, packed 12:10, home 12:30 */
    assert_int_equal(most_within_reach(held), 0);
}

/* The people of stop 1 lack 100 consultations, of which at most two visits by the group hold 30 each. */
static void visits_that_are_not_allowed_are_in_no_bound(void **state)
{
    (void)state;
    bool held[2];
    two_stops(&the_case);
    the_case.problem.n_days = 3;
    for (int32_t d = 0; d < 3; d++) {
        the_case.shift[d] = (mlg_tour_span){ 8 * 3600, 17 * 3600 };
        the_case.opening[d] = (mlg_tour_span){ 1, 0 };
        the_case.opening[3 + d] = (mlg_tour_span){ 0, 86400 };
    }
    the_case.acts[0] = the_case.acts[1] = 30;
    the_case.problem.aim = MLG_TOUR_ACTS;
    assert_int_equal(most_within_reach(held), 90);
    the_case.problem.n_groups = 1;
    the_case.group[0] = (mlg_tour_group){ 0, 1, 0, 1 };
    the_case.group_stop[0] = 1;
    the_case.group_start[1] = 1;
    assert_int_equal(most_within_reach(held), 60);
    the_case.acts[1] = 70;
    assert_int_equal(most_within_reach(held), 100);
}

/* ---- what is asked for is kept ------------------------------------------------------------------------------- */

static void fixed_visits_stay_at_their_hour(void **state)
{
    (void)state;
    uint64_t seed = 21;
    for (int32_t k = 0; k < 6; k++) {
        mlg_tour_answer a;
        tour_case_draw(&the_case, &seed, 30, 2, 5, 60, 40);
        the_case.problem.n_fixed = 2;
        for (int32_t d = 0; d < 5; d++)
            the_case.opening[7 * 5 + d] = the_case.opening[9 * 5 + d] = (mlg_tour_span){ 0, 86400 };
        the_case.fixed[0] = (mlg_tour_fixed){ 1, 3, 7, 10 * 3600 };
        the_case.fixed[1] = (mlg_tour_fixed){ 0, 3, 9, -1 };
        solve(&a, &the_case, 200);
        mlg_tour_answer_release(&a);
    }
}

static void fixed_visits_that_do_not_fit_are_named(void **state)
{
    (void)state;
    mlg_error err = { 0 };
    mlg_tour_answer a;
    mlg_tour_options o;
    mlg_tour_options_init(&o);
    two_stops(&the_case);
    the_case.problem.n_fixed = 1;
    the_case.fixed[0] = (mlg_tour_fixed){ 0, 0, 1, 16 * 3600 };
    assert_fails(mlg_tour_solve(&a, &the_case.problem, &o, &err), MLG_DATA, &err,
                 "day 1 of unit 1 is too short for stop 1, even alone");
    the_case.fixed[0].start_s = -1;
    the_case.opening[1 * the_case.problem.n_days] = (mlg_tour_span){ 9 * 3600, 9 * 3600 + 60 };
    assert_fails(mlg_tour_solve(&a, &the_case.problem, &o, &err), MLG_DATA, &err,
                 "on day 1, stop 1 is not open for a whole session");
    two_stops(&the_case);
    the_case.problem.n_fixed = 1;
    the_case.fixed[0] = (mlg_tour_fixed){ 0, 0, 1, -1 };
    the_case.problem.max_drive_s = 1;
    assert_fails(mlg_tour_solve(&a, &the_case.problem, &o, &err), MLG_DATA, &err,
                 "to stop 1 and back, unit 1 drives longer than it may in a day");
}

/* Five stops of one commune, at most one a week; a far one that must be seen. */
static void groups_hold_and_what_is_owed_comes_first(void **state)
{
    (void)state;
    uint64_t seed = 22;
    mlg_tour_answer a;
    tour_case_draw(&the_case, &seed, 30, 1, 5, 60, 60);
    the_case.problem.n_groups = 2;
    the_case.group[0] = (mlg_tour_group){ 0, 4, 0, 1 };
    the_case.group[1] = (mlg_tour_group){ 0, 4, 2, 5 };
    for (int32_t j = 0; j < 6; j++)
        the_case.group_stop[j] = j;
    the_case.group_start[1] = 5;
    the_case.group_start[2] = 6;
    for (int32_t d = 0; d < 5; d++)
        the_case.opening[5 * 5 + d] = (mlg_tour_span){ 0, 86400 };
    for (int64_t k = the_case.row_start[5]; k < the_case.row_start[6]; k++)
        the_case.weight[the_case.row_demand[k]] = 0;
    solve(&a, &the_case, 200);
    assert_int_equal(a.missed, 0);
    mlg_tour_answer_release(&a);
}

static void a_stop_that_cannot_be_says_why(void **state)
{
    (void)state;
    mlg_error err = { 0 };
    mlg_tour_obstacle why[2];
    two_stops(&the_case);
    assert_ok(mlg_tour_find_obstacles(why, &the_case.problem, &err), &err);
    assert_int_equal(why[0], MLG_TOUR_POSSIBLE);
    the_case.opening[0] = (mlg_tour_span){ 36000, 39600 };
    the_case.drive_s[3 * 1 + 2] = MLG_UNREACHABLE;
    assert_ok(mlg_tour_find_obstacles(why, &the_case.problem, &err), &err);
    assert_int_equal(why[0], MLG_TOUR_NEVER_OPEN);
    assert_int_equal(why[1], MLG_TOUR_NO_ROAD);
    two_stops(&the_case);
    the_case.problem.max_drive_s = 3000;
    the_case.shift[0].to_s = 10 * 3600 + 1800;
    assert_ok(mlg_tour_find_obstacles(why, &the_case.problem, &err), &err);
    assert_int_equal(why[0], MLG_TOUR_DAY_TOO_SHORT);
    assert_int_equal(why[1], MLG_TOUR_DRIVE_TOO_LONG);
}

/* ---- how it runs ------------------------------------------------------------------------------------------------ */

static void threads_and_runs_give_the_same_plan(void **state)
{
    (void)state;
    uint64_t seed = 31;
    mlg_error err = { 0 };
    mlg_tour_answer a[2];
    tour_case_draw(&the_case, &seed, 60, 2, 5, 200, 120);
    for (int32_t k = 0; k < 2; k++) {
        mlg_tour_options o;
        mlg_tour_options_init(&o);
        o.iterations = 150;
        o.searches = 3;
        o.bound_rounds = 40;
        o.threads = k + 1;
        assert_ok(mlg_tour_solve(&a[k], &the_case.problem, &o, &err), &err);
        tour_check_plan(&the_case.problem, &a[k]);
    }
    assert_int_equal(a[0].n_visits, a[1].n_visits);
    assert_memory_equal(a[0].visits, a[1].visits, (size_t)a[0].n_visits * sizeof *a[0].visits);
    assert_near(a[0].outcome.bound, a[1].outcome.bound, 0);
    assert_true(a[0].n_visits > 5);
    mlg_tour_answer_release(&a[0]);
    mlg_tour_answer_release(&a[1]);
}

static void nothing_to_visit_is_an_answer(void **state)
{
    (void)state;
    mlg_tour_answer a;
    two_stops(&the_case);
    the_case.shift[0] = (mlg_tour_span){ 1, 0 };
    solve(&a, &the_case, 10);
    assert_int_equal(a.n_visits, 0);
    assert_true(a.outcome.proved && a.benefit == 0);
    assert_near(a.outcome.bound, 0, 0);
    mlg_tour_answer_release(&a);
    the_case.problem.n_stops = 0;
    the_case.problem.n_demand = 0;
    the_case.row_start[0] = 0;
    solve(&a, &the_case, 10);
    assert_int_equal(a.n_visits, 0);
    mlg_tour_answer_release(&a);
}

static void nonsense_is_refused_with_its_value(void **state)
{
    (void)state;
    mlg_error err = { 0 };
    mlg_tour_answer a;
    mlg_tour_options o;
    mlg_tour_options_init(&o);
    two_stops(&the_case);
    the_case.session_s[1] = -5;
    assert_fails(mlg_tour_solve(&a, &the_case.problem, &o, &err), MLG_USAGE, &err, "session of stop 1 is -5");
    two_stops(&the_case);
    the_case.drive_s[1] = -1;
    assert_fails(mlg_tour_solve(&a, &the_case.problem, &o, &err), MLG_USAGE, &err, "drive from node 0 is -1");
    two_stops(&the_case);
    the_case.row_share[0] = 1001;
    assert_fails(mlg_tour_solve(&a, &the_case.problem, &o, &err), MLG_USAGE, &err, "share of stop 0 is 1001");
    two_stops(&the_case);
    the_case.repeat[0] = 1200;
    assert_fails(mlg_tour_solve(&a, &the_case.problem, &o, &err), MLG_USAGE, &err, "value of repeat 0 is 1200");
    two_stops(&the_case);
    the_case.problem.n_fixed = 1;
    the_case.fixed[0] = (mlg_tour_fixed){ 0, 1, 0, -1 };
    assert_fails(mlg_tour_solve(&a, &the_case.problem, &o, &err), MLG_USAGE, &err, "day of fixed visit 0 is 1");
}

static bool stop_soon(void *context, const char *stage, double fraction)
{
    (void)stage;
    (void)fraction;
    return --*(int *)context > 0;
}

static void a_run_can_be_cancelled(void **state)
{
    (void)state;
    uint64_t seed = 41;
    int looks = 3;
    mlg_error err = { 0 };
    mlg_tour_answer a;
    mlg_tour_options o;
    mlg_progress progress = { stop_soon, &looks };
    mlg_tour_options_init(&o);
    o.progress = &progress;
    o.threads = 2;
    tour_case_draw(&the_case, &seed, 40, 2, 5, 100, 90);
    assert_fails(mlg_tour_solve(&a, &the_case.problem, &o, &err), MLG_CANCELLED, &err, "cancelled");
    assert_null(a.visits);
}

static void running_out_of_memory_is_a_status(void **state)
{
    (void)state;
    uint64_t seed = 42;
    mlg_error err = { 0 };
    mlg_tour_answer a;
    mlg_tour_options o;
    mlg_tour_options_init(&o);
    o.iterations = 3;
    o.searches = 1;
    o.threads = 1;
    o.bound_rounds = 1;
    tour_case_draw(&the_case, &seed, 5, 1, 2, 8, 60);
    long n = 1;
    for (mlg_status st = MLG_MEMORY; st != MLG_OK; n += stride(7)) {
        mlg_memory_fail_at(n);
        st = mlg_tour_solve(&a, &the_case.problem, &o, &err);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
        assert_true(st == MLG_OK || a.visits == NULL);
    }
    mlg_memory_fail_at(0);
    assert_true(n > 30);
    mlg_tour_answer_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_goes_by_the_clock),
        cmocka_unit_test(a_unit_leaves_late_rather_than_wait),
        cmocka_unit_test(a_lunch_is_owed_past_its_last_hour),
        cmocka_unit_test(ten_stops_two_days_are_the_best_of_all_plans),
        cmocka_unit_test(two_units_are_the_best_of_all_plans),
        cmocka_unit_test(consultations_are_the_most_of_all_plans),
        cmocka_unit_test(bounds_never_cross_the_optimum),
        cmocka_unit_test(who_no_round_reaches_is_in_no_bound),
        cmocka_unit_test(visits_that_are_not_allowed_are_in_no_bound),
        cmocka_unit_test(fixed_visits_stay_at_their_hour),
        cmocka_unit_test(fixed_visits_that_do_not_fit_are_named),
        cmocka_unit_test(groups_hold_and_what_is_owed_comes_first),
        cmocka_unit_test(a_stop_that_cannot_be_says_why),
        cmocka_unit_test(threads_and_runs_give_the_same_plan),
        cmocka_unit_test(nothing_to_visit_is_an_answer),
        cmocka_unit_test(nonsense_is_refused_with_its_value),
        cmocka_unit_test(a_run_can_be_cancelled),
        cmocka_unit_test(running_out_of_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
