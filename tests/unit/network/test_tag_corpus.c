#include "support.h"

#include "network/roads/sphere.h"
#include "network/search/itinerary.h"
#include "tiny_network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every row of tests/golden/tags.csv, whose head says what the extracts look like, as a network and trips on it. */

enum { FIELDS = 7, MODES = 3, LINE = 512 };

typedef struct {
    char line[LINE];
    const char *field[FIELDS]; /* mode, what, tags, there, back, middle, note */
    int number;
} row;

typedef struct {
    double x_m, y_m;
} place;

static mlg_profile *profiles[MODES];

static int load_profiles(void **state)
{
    (void)state;
    static const char *const names[MODES] = { "car", "bicycle", "foot" };
    mlg_error err;
    mlg_status st = MLG_OK;
    for (int m = 0; m < MODES && st == MLG_OK; m++)
        st = mlg_profile_load(&profiles[m], names[m], &err);
    return st;
}

static int free_profiles(void **state)
{
    (void)state;
    for (int m = 0; m < MODES; m++)
        mlg_profile_free(profiles[m]);
    return 0;
}

static const mlg_profile *profile_of(const char *name)
{
    for (int m = 0; m < MODES; m++)
        if (strcmp(profiles[m]->name, name) == 0)
            return profiles[m];
    fail_msg("no profile %s", name);
    return NULL;
}

static double degrees(double m)
{
    return m / MLG_METRES_PER_E7 * 1e-7;
}

/* ---- extracts ------------------------------------------------------------------------------------------ */

/* Around 0, 0, where a degree is as long both ways. "a=b + c=d" up to `end`. */
static void add_tags(char *xml, const char *tags, const char *end)
{
    while (tags < end) {
        const char *plus = strstr(tags, " + "), *stop = plus && plus < end ? plus : end,
                   *equal = memchr(tags, '=', (size_t)(stop - tags));
        assert_non_null(equal);
        tiny_add(xml, "<tag k='%.*s' v='%.*s'/>", (int)(equal - tags), tags, (int)(stop - equal - 1), equal + 1);
        tags = plus && plus < end ? plus + 3 : end;
    }
}

static void add_node(char *xml, int id, double x_m, double y_m, const char *tags)
{
    tiny_add(xml, "<node id='%d' lon='%.9f' lat='%.9f'>", id, degrees(x_m), degrees(y_m));
    add_tags(xml, tags, tags + strlen(tags));
    tiny_add(xml, "</node>");
}

static void add_way(char *xml, int id, const int *nodes, int n, const char *tags, const char *end)
{
    tiny_add(xml, "<way id='%d'>", id);
    for (int i = 0; i < n; i++)
        tiny_add(xml, "<nd ref='%d'/>", nodes[i]);
    add_tags(xml, tags, end);
    tiny_add(xml, "</way>");
}

static const char street[] = "highway=residential";

static void add_street(char *xml, int id, const int *nodes, int n)
{
    add_way(xml, id, nodes, n, street, street + strlen(street));
}

/* Nodes 1 to 4 at 0, 300, 1300, 1600 m, 5 in the middle, 6 at 700 m; 7 and 8 on the way round; 9 and 10 at 500 and 1100 m. */
static void write_line(char *xml, const row *r)
{
    static const int west[] = { 1, 2 }, east[] = { 3, 4 }, whole[] = { 2, 9, 5, 10, 3 },
                     pieces[][2] = { { 2, 6 }, { 6, 3 } }, around[] = { 2, 7, 8, 3 };
    const char *tags = r->field[2], *end = tags + strlen(tags), *bar = strstr(tags, " | ");
    bool node = strncmp(r->field[1], "node", 4) == 0, two = strncmp(r->field[1], "nodes", 5) == 0;
    add_node(xml, 1, 0, 0, "");
    add_node(xml, 2, 300, 0, "");
    add_node(xml, 3, 1300, 0, "");
    add_node(xml, 4, 1600, 0, "");
    add_node(xml, 5, 800, 0, node && !two ? tags : "");
    add_node(xml, 6, 700, 0, "");
    add_node(xml, 9, 500, 0, two ? tags : "");
    add_node(xml, 10, 1100, 0, two ? tags : "");
    add_street(xml, 1, west, 2);
    add_street(xml, 2, east, 2);
    if (strstr(r->field[1], "round")) {
        add_node(xml, 7, 300, 1000, "");
        add_node(xml, 8, 1300, 1000, "");
        add_street(xml, 5, around, 4);
    }
    if (node) {
        add_street(xml, 3, whole, 5);
    } else if (bar) {
        add_way(xml, 3, pieces[0], 2, tags, bar);
        add_way(xml, 4, pieces[1], 2, tags, bar);
        tiny_add(xml, "<relation id='1'><member type='way' ref='3' role=''/><member type='way' ref='4' role=''/>");
        add_tags(xml, bar + 3, end);
        tiny_add(xml, "</relation>");
    } else {
        add_way(xml, 3, whole, 5, tags, end);
    }
}

/* Nodes 1 to 9; way 1 arrives at 2, way 2 goes on to 3, way 4 left to 4, way 3 from 3 to 5, way 5 from 5 round to 4; ways 6 and 7
 * lead on from 4 and 5. */
static void write_square(char *xml, const row *r)
{
    static const place at[] = { { -1000, 0 },  { 0, 0 },     { 500, 0 },  { 0, 500 },   { 500, 500 },
                                { -100, 500 }, { 600, 500 }, { 0, 1000 }, { 500, 1000 } };
    static const int ways[][4] = { { 1, 2 }, { 2, 3 }, { 3, 5 }, { 2, 4 }, { 5, 9, 8, 4 }, { 4, 6 }, { 5, 7 } };
    bool over = strncmp(r->field[1], "over way", 8) == 0, only = strstr(r->field[1], " only") != NULL;
    for (int i = 0; i < 9; i++)
        add_node(xml, i + 1, at[i].x_m, at[i].y_m, "");
    for (int w = 0; w < 7; w++)
        add_street(xml, w + 1, ways[w], w == 4 ? 4 : 2);
    tiny_add(xml,
             "<relation id='1'><member type='way' ref='1' role='from'/><member type='%s' ref='2' role='via'/>"
             "<member type='way' ref='%d' role='to'/>",
             over ? "way" : "node",
             over   ? 3
             : only ? 2
                    : 4);
    add_tags(xml, r->field[2], r->field[2] + strlen(r->field[2]));
    tiny_add(xml, "</relation>");
}

/* ---- trips --------------------------------------------------------------------------------------------- */

static double minutes_between(const mlg_graph *g, place from, place to)
{
    static const mlg_snap_options options = { .radius_m = 50, .threads = 1 };
    mlg_snap_index *index;
    mlg_itinerary way = { 0 };
    mlg_search *search;
    mlg_snap a, b;
    mlg_error err;
    assert_ok(mlg_snap_index_new(&index, g, &err), &err);
    mlg_snap_point(&a, index, degrees(from.x_m), degrees(from.y_m), &options);
    mlg_snap_point(&b, index, degrees(to.x_m), degrees(to.y_m), &options);
    assert_ok(mlg_search_new(&search, g->n_nodes, &err), &err);
    assert_ok(mlg_itinerary_find(&way, search, g, &a, &b, &err), &err);
    double minutes = way.time_ds == MLG_UNREACHABLE ? HUGE_VAL : way.time_ds / 600.0;
    mlg_itinerary_release(&way);
    mlg_search_free(search);
    mlg_snap_index_free(index);
    return minutes;
}

/* How many trips were compared: 0 or 1. Segments are rounded to 0.1 s each: 0.6 s of tolerance. */
static int compare(const row *r, const char *expected, const mlg_graph *g, place from, place to, int *wrong)
{
    if (*expected == '\0')
        return 0;
    double wanted = strcmp(expected, "-") == 0 ? HUGE_VAL : strtod(expected, NULL);
    double got = minutes_between(g, from, to);
    bool same = isinf(wanted) ? isinf(got) : fabs(got - wanted) <= 0.01;
    if (!same)
        print_message("tags.csv, line %d: %s, %s %s: %.3f min, not %s\n", r->number, r->field[0], r->field[1],
                      r->field[2], got, expected);
    *wrong += !same;
    return 1;
}

static int compare_row(const row *r, int *wrong)
{
    static const place west = { 0, 0 }, east = { 1600, 0 }, middle = { 800, 0 };
    static const place start = { -1000, 0 }, left = { -100, 500 }, further = { 600, 500 };
    static char xml[TINY_BYTES];
    bool square = strncmp(r->field[1], "turn", 4) == 0 || strncmp(r->field[1], "over", 4) == 0;
    tiny_start(xml);
    if (square)
        write_square(xml, r);
    else
        write_line(xml, r);
    mlg_graph *g = build_tiny(profile_of(r->field[0]), xml);
    int compared = 0;
    if (square) {
        compared +=
            compare(r, r->field[3], g, start, strcmp(r->field[1], "over way") == 0 ? further : left, wrong);
    } else {
        compared += compare(r, r->field[3], g, west, east, wrong);
        compared += compare(r, r->field[4], g, east, west, wrong);
        compared += compare(r, r->field[5], g, west, middle, wrong);
    }
    mlg_graph_free(g);
    return compared;
}

/* False for a comment or the head. */
static bool cut_row(row *r)
{
    char *at = r->line;
    r->line[strcspn(r->line, "\n")] = '\0';
    if (*at == '#' || *at == '\0' || strncmp(at, "mode,", 5) == 0)
        return false;
    for (int f = 0; f < FIELDS; f++) {
        assert_non_null(at);
        r->field[f] = at;
        char *comma = f + 1 < FIELDS ? strchr(at, ',') : NULL;
        if (comma)
            *comma = '\0';
        at = comma ? comma + 1 : NULL;
    }
    return true;
}

static void every_row_takes_the_minutes_worked_by_hand(void **state)
{
    (void)state;
    FILE *file = fopen(SOURCE_DIR "/tests/golden/tags.csv", "r");
    row r = { .number = 0 };
    int rows = 0, trips = 0, wrong = 0;
    assert_non_null(file);
    while (fgets(r.line, sizeof r.line, file)) {
        r.number++;
        if (!cut_row(&r))
            continue;
        rows++;
        trips += compare_row(&r, &wrong);
    }
    fclose(file);
    print_message("%d rows, %d trips\n", rows, trips);
    assert_int_equal(wrong, 0);
    assert_true(rows >= 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_takes_the_minutes_worked_by_hand),
    };
    return cmocka_run_group_tests(tests, load_profiles, free_profiles);
}
