#include "support.h"

#include "base/memory.h"
#include "network/roads/tags.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static mlg_profile *car, *bicycle, *foot;

static int load_profiles(void **state)
{
    (void)state;
    mlg_error err;
    return mlg_profile_load(&car, "car", &err) || mlg_profile_load(&bicycle, "bicycle", &err) ||
           mlg_profile_load(&foot, "foot", &err);
}

static int free_profiles(void **state)
{
    (void)state;
    mlg_profile_free(car);
    mlg_profile_free(bicycle);
    mlg_profile_free(foot);
    return 0;
}

/* "highway=primary,oneway=yes" to tags; the text is cut in place. */
static int32_t cut_tags(mlg_osm_tag tags[16], char *text)
{
    int32_t n = 0;
    for (char *part = strtok(text, ","); part; part = strtok(NULL, ",")) {
        char *equal = strchr(part, '=');
        *equal = '\0';
        tags[n++] = (mlg_osm_tag){ part, equal + 1 };
    }
    return n;
}

static mlg_road_notes notes;

static bool read_road(mlg_road *road, const mlg_profile *profile, const char *text)
{
    char copy[512];
    mlg_osm_tag tags[16];
    snprintf(copy, sizeof copy, "%s", text);
    int32_t n = cut_tags(tags, copy);
    return mlg_road_read(road, &notes, profile, tags, n);
}

/* 'F' forward only, 'B' backward only, '2' both, '-' closed. */
static char directions(const mlg_profile *profile, const char *tags)
{
    mlg_road road;
    if (!read_road(&road, profile, tags))
        return '-';
    return road.open[0] ? road.open[1] ? '2' : 'F' : 'B';
}

static void access_and_one_ways_follow_the_table(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        char expected[4]; /* car, bicycle, foot */
    } cases[] = {
        { "highway=residential", "222" },
        { "highway=motorway", "F--" },
        { "highway=motorway,oneway=no", "2--" },
        { "highway=motorway_link", "2--" },
        { "highway=construction", "---" },
        { "highway=steps", "--2" },
        { "highway=footway", "--2" },
        { "highway=footway,bicycle=yes", "-22" },
        { "highway=cycleway", "-22" },
        { "highway=trunk", "22-" },
        { "highway=trunk,foot=yes", "222" },
        { "highway=trunk,motorroad=yes", "2--" },
        { "highway=residential,oneway=yes", "FF2" },
        { "highway=residential,oneway=true", "FF2" },
        { "highway=residential,oneway=1", "FF2" },
        { "highway=residential,oneway=-1", "BB2" },
        { "highway=residential,oneway=reverse", "BB2" },
        { "highway=residential,oneway=no", "222" },
        { "highway=residential,oneway=alternating", "222" },
        { "highway=residential,oneway=reversible", "--2" },
        { "highway=residential,oneway=perhaps", "222" },
        { "highway=residential,oneway=yes,oneway:bicycle=no", "F22" },
        { "highway=residential,oneway=yes,cycleway=opposite_lane", "F22" },
        { "highway=residential,oneway=yes,cycleway:left=opposite_track", "F22" },
        { "highway=footway,oneway:foot=yes", "--F" },
        { "highway=primary,junction=roundabout", "FF2" },
        { "highway=primary,junction=circular", "FF2" },
        { "highway=primary,junction=roundabout,oneway=-1", "BB2" },
        { "highway=service,access=private", "---" },
        { "highway=service,access=no,foot=yes", "--2" },
        { "highway=service,access=no,vehicle=yes,motorcar=no", "-2-" },
        { "highway=service,access=no,motor_vehicle=destination", "2--" },
        { "highway=residential,motor_vehicle=no", "-22" },
        { "highway=residential,access=yes;no", "222" },
        { "highway=residential,motor_vehicle=agricultural", "-22" },
        { "highway=residential,motor_vehicle:forward=no", "B22" },
        { "highway=residential,access:backward=no", "FFF" },
        { "highway=residential,access:backward=no,motor_vehicle=yes", "2FF" },
        { "highway=residential,motor_vehicle=agricultural;forestry", "-22" },
        { "highway=residential,motor_vehicle=agricultural;destination", "222" },
        { "highway=residential,access=no; yes", "222" },
        { "highway=residential,access=no;perhaps", "---" },
        { "highway=residential,access=permit", "222" },
        { "highway=pedestrian", "-22" },
        { "highway=pedestrian,access=yes", "-22" },
        { "highway=pedestrian,vehicle=yes", "222" },
        { "highway=pedestrian,motor_vehicle=delivery", "222" },
        { "highway=path,motor_vehicle=designated", "222" },
        { "highway=path,vehicle=yes", "-22" },
        { "highway=busway", "---" },
        { "highway=busway,motor_vehicle=yes", "2--" },
        { "highway=busway,bicycle=yes,foot=yes", "-22" },
        { "highway=residential,oneway=yes,bicycle:backward=yes", "F22" },
        { "highway=residential,oneway=yes,bicycle:oneway=no", "F22" },
        { "highway=residential,oneway=yes,motor_vehicle:backward=destination", "2F2" },
        { "highway=residential,oneway=yes,access:backward=yes", "FF2" },
        { "highway=residential,oneway=yes,cycleway:left=lane,cycleway:left:oneway=-1", "F22" },
        { "highway=residential,oneway=yes,cycleway:right=track,cycleway:right:oneway=no", "F22" },
        { "highway=residential,oneway=yes,cycleway:both=lane,cycleway:both:oneway=no", "F22" },
        { "highway=residential,oneway=yes,cycleway=track,cycleway:oneway=no", "F22" },
        { "highway=residential,oneway=-1,cycleway:left=lane,cycleway:left:oneway=yes", "B22" },
        { "highway=residential,oneway=yes,cycleway:left=no,cycleway:left:oneway=-1", "FF2" },
        { "highway=residential,oneway=yes,cycleway:right=lane", "FF2" },
        { "highway=residential,oneway=yes,cycleway:right=lane,cycleway:right:oneway=yes", "FF2" },
        { "highway=service,service=emergency_access", "---" },
        { "highway=residential,impassable=yes", "---" },
        { "highway=track,smoothness=impassable", "---" },
        { "highway=pedestrian,area=yes", "--2" },
        { "route=ferry", "-22" },
        { "route=ferry,motor_vehicle=yes", "222" },
        { "route=bicycle; ferry,motor_vehicle=yes", "222" },
        { "route=bicycle,motor_vehicle=yes", "---" },
        { "route=ferry,foot=yes,bicycle=no", "--2" },
        { "building=yes", "---" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const mlg_profile *profiles[] = { car, bicycle, foot };
        for (int p = 0; p < 3; p++)
            if (directions(profiles[p], cases[i].tags) != cases[i].expected[p])
                fail_msg("%s, %s: got %c, expected %c", cases[i].tags, profiles[p]->name,
                         directions(profiles[p], cases[i].tags), cases[i].expected[p]);
    }
}

/* Residential for cars: class 24 urban, 30 rural; share 0.72 urban, 0.86 rural; gain 1.35, so at most 32.4 and 40.5. */
static void speeds_follow_the_table(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        double forward_urban, forward_rural, backward_rural;
        int urban;
    } cases[] = {
        { "highway=residential", 24, 30, 30, -1 },
        { "highway=residential,maxspeed=30", 21.6, 25.8, 25.8, -1 },
        { "highway=residential,maxspeed=50", 32.4, 40.5, 40.5, -1 },
        { "highway=residential,maxspeed=20 mph", 23.174, 27.680, 27.680, -1 },
        { "highway=residential,maxspeed=20mph", 23.174, 27.680, 27.680, -1 },
        { "highway=residential,maxspeed=30 km/h", 21.6, 25.8, 25.8, -1 },
        { "highway=residential,maxspeed=walk", 4.32, 5.16, 5.16, -1 },
        { "highway=residential,maxspeed=signals", 24, 30, 30, -1 },
        { "highway=residential,maxspeed=30;50", 21.6, 25.8, 25.8, -1 },
        { "highway=residential,maxspeed=50|30", 21.6, 25.8, 25.8, -1 },
        { "highway=residential,maxspeed=FR:zone30", 21.6, 25.8, 25.8, 1 },
        { "highway=residential,maxspeed=DE:zone:30", 21.6, 25.8, 25.8, 1 },
        { "highway=residential,maxspeed=50,maxspeed:backward=30", 32.4, 40.5, 25.8, -1 },
        { "highway=residential,maxspeed=0", 24, 30, 30, -1 },
        { "highway=residential,maxspeed=fast", 24, 30, 30, -1 },
        { "highway=residential,zone:maxspeed=FR:30", 21.6, 25.8, 25.8, -1 },
        { "highway=primary,maxspeed=FR:urban", 36, 43, 43, 1 },
        { "highway=primary,maxspeed=FR:rural", 51.3, 68.8, 68.8, 0 },
        { "highway=primary,source:maxspeed=FR:rural", 51.3, 68.8, 68.8, 0 },
        { "highway=primary,maxspeed=70,source:maxspeed=survey", 50.4, 60.2, 60.2, -1 },
        { "highway=motorway,maxspeed=none", 93.6, 111.8, 111.8, -1 },
        { "highway=motorway,maxspeed=FR:motorway", 93.6, 111.8, 111.8, 0 },
        { "highway=unclassified,surface=gravel", 28, 35, 35, -1 },
        { "highway=track,tracktype=grade5", 6, 6, 6, -1 },
        { "highway=residential,access=destination", 24, 30, 30, -1 },
        { "highway=residential,access=discouraged", 12, 15, 15, -1 },
        { "highway=unclassified,surface=asphalt;gravel", 28, 35, 35, -1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_road road;
        assert_true(read_road(&road, car, cases[i].tags));
        if (fabs((double)road.kmh[0][0] - cases[i].forward_urban) > 0.01 || road.urban != cases[i].urban)
            fail_msg("%s: %g km/h, urban %d", cases[i].tags, (double)road.kmh[0][0], road.urban);
        assert_near((double)road.kmh[0][1], cases[i].forward_rural, 0.01);
        assert_near((double)road.kmh[1][1], cases[i].backward_rural, 0.01);
    }
}

/* Which directions are open only to those who start or end there. */
static void limited_streets_follow_the_table(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        bool car[2], bicycle[2], foot[2];
    } cases[] = {
        { "highway=residential", { 0, 0 }, { 0, 0 }, { 0, 0 } },
        { "highway=residential,motor_vehicle=destination", { 1, 1 }, { 0, 0 }, { 0, 0 } },
        { "highway=residential,vehicle=customers", { 1, 1 }, { 1, 1 }, { 0, 0 } },
        { "highway=residential,access=delivery", { 1, 1 }, { 1, 1 }, { 0, 0 } },
        { "highway=residential,motor_vehicle=private;delivery", { 1, 1 }, { 0, 0 }, { 0, 0 } },
        { "highway=residential,motor_vehicle=destination;yes", { 0, 0 }, { 0, 0 }, { 0, 0 } },
        { "highway=residential,motor_vehicle:forward=destination", { 1, 0 }, { 0, 0 }, { 0, 0 } },
        { "highway=residential,access=destination,oneway=yes", { 1, 0 }, { 1, 0 }, { 0, 0 } },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_road road[3];
        assert_true(read_road(&road[0], car, cases[i].tags));
        assert_true(read_road(&road[1], bicycle, cases[i].tags));
        assert_true(read_road(&road[2], foot, cases[i].tags));
        for (int d = 0; d < 2; d++)
            if (road[0].limited[d] != cases[i].car[d] || road[1].limited[d] != cases[i].bicycle[d] ||
                road[2].limited[d] != cases[i].foot[d])
                fail_msg("%s, direction %d", cases[i].tags, d);
    }
}

static void slow_travellers_are_only_capped_by_limits(void **state)
{
    (void)state;
    mlg_road road;
    assert_true(read_road(&road, bicycle, "highway=primary,maxspeed=80"));
    assert_near((double)road.kmh[0][0], 15, 0.01);
    assert_true(read_road(&road, bicycle, "highway=residential,maxspeed=walk"));
    assert_near((double)road.kmh[0][0], 6, 0.01);
    assert_true(read_road(&road, foot, "highway=steps"));
    assert_near((double)road.kmh[0][0], 2.5, 0.01);
}

static void ferries_take_the_time_they_say(void **state)
{
    (void)state;
    assert_near(mlg_duration_s("45"), 2700, 0);
    assert_near(mlg_duration_s("1:30"), 5400, 0);
    assert_near(mlg_duration_s("01:30:30"), 5430, 0);
    assert_near(mlg_duration_s("PT1H30M"), 5400, 0);
    assert_near(mlg_duration_s("P1DT2H"), 93600, 0);
    assert_near(mlg_duration_s("PT45S"), 45, 0);
    static const char *const bad[] = { "", "soon", "1:", "1:2:3:4", "P", "PT", "PTM", "1H", "-5", "P1M", "1h30" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_true(isnan(mlg_duration_s(bad[i])));
    mlg_road road;
    assert_true(read_road(&road, car, "route=ferry,motor_vehicle=yes,duration=0:20"));
    assert_near(road.duration_s, 1200, 0);
    assert_false(road.attach);
    assert_true(read_road(&road, car, "route=ferry,motor_vehicle=yes"));
    assert_true(isnan(road.duration_s));
    assert_near((double)road.kmh[0][0], 12, 0.01);
}

/* "closed", or the two delays. */
static void assert_node(const mlg_profile *profile, const char *text, bool closed, int32_t forward,
                        int32_t backward)
{
    char copy[256];
    mlg_osm_tag tags[16];
    mlg_road_node node = { 0 };
    snprintf(copy, sizeof copy, "%s", text);
    int32_t n = cut_tags(tags, copy);
    bool particular = mlg_road_node_read(&node, &notes, profile, tags, n);
    assert_int_equal(particular, closed || forward || backward);
    assert_int_equal(node.closed, closed);
    assert_int_equal(node.delay_ds[0], forward);
    assert_int_equal(node.delay_ds[1], backward);
}

static void what_is_not_understood_is_counted(void **state)
{
    (void)state;
    mlg_road road;
    notes = (mlg_road_notes){ 0 };
    read_road(&road, car,
              "highway=residential,maxspeed=fast,oneway=perhaps,access=maybe,access:conditional=no @ 8-9");
    read_road(&road, car, "highway=service,access=private");
    read_road(&road, car, "route=ferry,motorcar=yes,duration=soon");
    read_road(&road, car, "highway=footway");
    assert_node(car, "barrier=anything_new", true, 0, 0);
    assert_int_equal(notes.unknown_maxspeed, 1);
    assert_int_equal(notes.unknown_oneway, 1);
    assert_int_equal(notes.unknown_access, 1);
    assert_int_equal(notes.conditional, 1);
    assert_int_equal(notes.closed_ways, 1);
    assert_int_equal(notes.unknown_duration, 1);
    assert_int_equal(notes.unknown_barriers, 1);
}

static void points_do_not_attach_to_motorways_and_tunnels(void **state)
{
    (void)state;
    mlg_road road;
    read_road(&road, car, "highway=motorway");
    assert_false(road.attach);
    read_road(&road, car, "highway=primary,tunnel=yes");
    assert_false(road.attach);
    read_road(&road, car, "highway=service,tunnel=building_passage");
    assert_true(road.attach);
    read_road(&road, car, "highway=trunk,motorroad=yes");
    assert_false(road.attach);
}

static void barriers_and_signals_follow_the_table(void **state)
{
    (void)state;
    assert_node(car, "barrier=bollard", true, 0, 0);
    assert_node(bicycle, "barrier=bollard", false, 0, 0);
    assert_node(car, "barrier=bollard,motor_vehicle=yes", false, 0, 0);
    assert_node(car, "barrier=gate", false, 100, 100);
    assert_node(car, "barrier=gate,access=private", true, 100, 100);
    assert_node(car, "barrier=gate,access=private,motorcar=yes", false, 100, 100);
    assert_node(car, "barrier=lift_gate", false, 100, 100);
    assert_node(car, "barrier=kerb", false, 0, 0);
    static const char *const closing[] = { "wicket_gate",   "guard_rail",   "ditch",          "hedge",
                                           "cable_barrier", "door",         "concrete_block", "horse_stile",
                                           "yes",           "gate;bollard", "anything_new" };
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
        char tags[64];
        snprintf(tags, sizeof tags, "barrier=%s", closing[i]);
        assert_node(car, tags, true, 0, 0);
    }
    assert_node(car, "barrier=ditch,motor_vehicle=yes", false, 0, 0);
    assert_node(car, "barrier=entrance", false, 0, 0);
    assert_node(car, "barrier=no", false, 0, 0);
    assert_node(bicycle, "barrier=anything_new", true, 0, 0);
    assert_node(foot, "barrier=anything_new", false, 0, 0);
    assert_node(foot, "barrier=hedge", true, 0, 0);
    assert_node(car, "barrier=gate,locked=yes,foot=yes,bicycle=yes", true, 100, 100);
    assert_node(bicycle, "barrier=gate,locked=yes,foot=yes,bicycle=yes", false, 100, 100);
    assert_node(car, "barrier=gate,locked=yes,access=yes", true, 100, 100);
    assert_node(car, "barrier=gate,locked=no", false, 100, 100);
    assert_node(car, "barrier=lift_gate,access=permit", false, 100, 100);
    assert_node(car, "barrier=gate,access=private;destination", false, 100, 100);
    assert_node(foot, "barrier=gate,access=no", true, 30, 30);
    assert_node(car, "highway=traffic_signals", false, 120, 120);
    assert_node(car, "highway=traffic_signals,traffic_signals:direction=forward", false, 120, 0);
    assert_node(car, "highway=give_way,direction=backward", false, 0, 20);
    assert_node(car, "highway=crossing", false, 10, 10);
    assert_node(car, "highway=crossing,crossing=traffic_signals", false, 120, 120);
    assert_node(car, "natural=tree", false, 0, 0);
}

/* ---- restrictions ------------------------------------------------------------------------------------ */

static mlg_status keep_turn(void *context, const mlg_restriction *turn, mlg_error *err)
{
    (void)err;
    char *text = context;
    size_t n = strlen(text);
    int used = snprintf(text + n, 256 - n, "%s %d>", turn->only ? "only" : "no", (int)turn->from_way);
    for (int32_t i = 0; i < turn->via_count; i++)
        used += snprintf(text + n + used, 256 - n - (size_t)used, "w%d>", (int)turn->via_way[i]);
    if (turn->via_count == 0)
        used += snprintf(text + n + used, 256 - n - (size_t)used, "%d>", (int)turn->via_node);
    snprintf(text + n + used, 256 - n - (size_t)used, "%d;", (int)turn->to_way);
    return MLG_OK;
}

static void assert_turns(const mlg_profile *profile, const char *tags_text, const char *members_text,
                         const char *expected)
{
    char copy[256], members_copy[256], got[256] = "";
    mlg_osm_tag tags[16], pairs[16];
    mlg_osm_member members[16];
    mlg_error err;
    snprintf(copy, sizeof copy, "type=restriction,%s", tags_text);
    snprintf(members_copy, sizeof members_copy, "%s", members_text);
    int32_t n = cut_tags(tags, copy), m = cut_tags(pairs, members_copy);
    for (int32_t i = 0; i < m; i++)
        members[i] = (mlg_osm_member){ pairs[i].value[0], atoi(pairs[i].value + 1), pairs[i].key };
    mlg_osm_relation relation = { 1, members, m, tags, n };
    assert_ok(mlg_restriction_read(&relation, profile, &notes, keep_turn, got, &err), &err);
    assert_string_equal(got, expected);
}

static void restrictions_follow_the_table(void **state)
{
    (void)state;
    const char *plain = "from=w1,via=n2,to=w3";
    notes = (mlg_road_notes){ 0 };
    assert_turns(car, "restriction=no_left_turn", plain, "no 1>2>3;");
    assert_turns(car, "restriction=only_straight_on", plain, "only 1>2>3;");
    assert_turns(foot, "restriction=no_left_turn", plain, "");
    assert_turns(car, "restriction=no_left_turn,except=psv;motorcar", plain, "");
    assert_turns(car, "restriction=no_left_turn,except=psv;bicycle", plain, "no 1>2>3;");
    assert_turns(bicycle, "restriction=no_left_turn,except=psv;bicycle", plain, "");
    assert_turns(car, "restriction:motorcar=no_u_turn", plain, "no 1>2>3;");
    assert_turns(bicycle, "restriction:motorcar=no_u_turn", plain, "");
    assert_turns(car, "restriction=no_entry", "from=w1,from=w4,via=n2,to=w3", "no 1>2>3;no 4>2>3;");
    assert_turns(car, "restriction=no_exit", "from=w1,via=n2,to=w3,to=w4", "no 1>2>3;no 1>2>4;");
    notes = (mlg_road_notes){ 0 };
    assert_turns(car, "restriction=no_u_turn", "from=w1,via=w2,to=w3", "no 1>w2>3;");
    assert_turns(car, "restriction:motorcar=only_straight_on", "from=w1,via=w2,via=w5,to=w3", "only 1>w2>w5>3;");
    assert_turns(bicycle, "restriction:motorcar=only_straight_on", "from=w1,via=w2,via=w5,to=w3", "");
    assert_turns(car, "restriction=no_entry", "from=w1,from=w4,via=w2,to=w3", "no 1>w2>3;no 4>w2>3;");
    assert_turns(car, "restriction=no_left_turn", "from=w1,via=n2", "");
    assert_turns(car, "restriction=no_left_turn", "from=w1,from=w4,via=n2,to=w3", "");
    assert_turns(car, "restriction=give_way", plain, "");
    assert_int_equal(notes.odd_restrictions, 3);
    assert_turns(car, "restriction:conditional=no_left_turn @ (07:00-09:00)", plain, "");
    assert_int_equal(notes.conditional_turns, 1);
}

/* ---- files ------------------------------------------------------------------------------------------- */

static void a_bad_profile_names_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } cases[] = {
        { "speed,motorway,1,2\n", "mine.csv, line 1: the header must be rule,name,a,b,note" },
        { "# c\nrule,name,a,b,note\nspeeed,motorway,1,2\n", "mine.csv, line 3: unknown rule 'speeed'" },
        { "rule,name,a,b,note\nspeed,motorway,x,2\n", "line 2: not a number: 'x'" },
        { "rule,name,a,b,note\nspeed,motorway,0,2\n", "line 2: two speeds between 0 and 300" },
        { "rule,name,a,b,note\nspeed,motorway\n", "line 2: the number 'a' is missing for 'motorway'" },
        { "rule,name,a,b,note\nspeed\n", "line 2: a name of 1 to 31 letters" },
        { "rule,name,a,b,note\nsnap,ferry,0\nsnap,ferry,0\n", "rule 'snap,ferry' is given twice" },
        { "rule,name,a,b,note\nsnap,ferry,0\n", "the setting 'posted_share_urban' is missing" },
        { "rule,name,a,b,note\nsetting,posted_share_urban,9\n", "is 9, not between 0.1 and 2" },
        { "", "mine.csv: no rule" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_profile *profile;
        mlg_error err;
        assert_fails(mlg_profile_parse(&profile, "mine.csv", cases[i].text, &err), MLG_INPUT, &err, cases[i].part);
        assert_null(profile);
    }
    mlg_profile *profile;
    mlg_error err;
    assert_fails(mlg_profile_load(&profile, "tram", &err), MLG_INPUT, &err, "profile tram: cannot be opened");
}

static void a_file_of_one_s_own_replaces_the_profile(void **state)
{
    (void)state;
    char *folder = make_folder();
    const char *path = in_folder(folder, "mine.csv");
    write_text(
        path,
        "rule,name,a,b,note\r\nsetting,posted,1\r\nsetting,posted_share_urban,1\nsetting,posted_share_rural,1\n"
        "setting,posted_gain,2\nsetting,oneway,1\nsetting,contraflow,0\nsetting,restrictions,1\n"
        "setting,motorroad,1\nsetting,areas,0\nsetting,ferry_kmh,9\nsetting,walk_kmh,4\n"
        "setting,urban_junctions_km2,50\nmode,access,1\nspeed,track,33,44,mine\n");
    mlg_profile *mine;
    mlg_error err;
    mlg_road road;
    assert_ok(mlg_profile_load(&mine, path, &err), &err);
    assert_true(read_road(&road, mine, "highway=track"));
    assert_near((double)road.kmh[0][1], 44, 0);
    assert_false(read_road(&road, mine, "highway=primary"));
    assert_true(mine->fingerprint != car->fingerprint);
    assert_int_equal(mlg_profile_density_level(mine, 1000), 7);
    assert_int_equal(mlg_profile_density_level(car, 1000), 1);
    assert_int_equal(mlg_profile_density_level(car, 50), 4);
    assert_int_equal(mlg_profile_density_level(car, 1), 7);
    mlg_profile_free(mine);
    mlg_status st = MLG_MEMORY;
    for (long n = 1; n < 60 && st == MLG_MEMORY; n++) {
        mlg_memory_fail_at(n);
        st = mlg_profile_load(&mine, path, &err);
    }
    mlg_memory_fail_at(0);
    assert_ok(st, &err);
    mlg_profile_free(mine);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(access_and_one_ways_follow_the_table),
        cmocka_unit_test(speeds_follow_the_table),
        cmocka_unit_test(limited_streets_follow_the_table),
        cmocka_unit_test(slow_travellers_are_only_capped_by_limits),
        cmocka_unit_test(ferries_take_the_time_they_say),
        cmocka_unit_test(what_is_not_understood_is_counted),
        cmocka_unit_test(points_do_not_attach_to_motorways_and_tunnels),
        cmocka_unit_test(barriers_and_signals_follow_the_table),
        cmocka_unit_test(restrictions_follow_the_table),
        cmocka_unit_test(a_bad_profile_names_its_line),
        cmocka_unit_test(a_file_of_one_s_own_replaces_the_profile),
    };
    return cmocka_run_group_tests(tests, load_profiles, free_profiles);
}
