/* The GTFS reader. The small feed (tests/feed.c) by hand: trip T1 leaves A at 8:00, B at 8:06 and reaches D at 8:16; its
 * time at C is blank, and C lies halfway from B to D, so 8:11. Monday to Friday of 3 to 30 March 2025, not on the 5th,
 * but on Saturday the 8th: 19 weekdays and one Saturday. */
#include "support.h"

#include "base/path.h"
#include "feed.h"
#include "network/transit/altered.h"
#include "zip_writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    char *folder;
    char path[MLG_PATH_SIZE];
    mlg_error err;
} bench;

static int start(void **state)
{
    static bench b;
    b = (bench){ .folder = make_folder() };
    snprintf(b.path, sizeof b.path, "%s/feed", b.folder);
    *state = &b;
    return 0;
}

static int finish(void **state)
{
    remove_folder(((bench *)*state)->folder);
    return 0;
}

static void check_small(const mlg_gtfs *feed)
{
    assert_int_equal(feed->n_stops, 5);
    assert_int_equal(feed->n_routes, 2);
    assert_int_equal(feed->n_trips, 2);
    assert_int_equal(feed->n_calls, 6);
    assert_string_equal(feed->zone, "Europe/Paris");
    assert_string_equal(feed->stops[feed->stops[1].parent].id, "G");
    assert_int_equal(feed->calls[2].arrival_s, 8 * 3600 + 11 * 60);
    assert_int_equal(feed->interpolated, 1);
    assert_int_equal(feed->calls[feed->trips[1].first_call + 1].arrival_s, 25 * 3600 + 600);
    for (int f = 0; f < MLG_GTFS_FAULTS; f++)
        assert_int_equal(feed->found[f].count, 0);
}

static void test_folder_and_zip(void **state)
{
    bench *b = *state;
    mlg_gtfs *feed;
    write_feed(b->path, NULL, NULL);
    assert_true(mlg_is_gtfs(b->path));
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    check_small(feed);
    mlg_gtfs_free(feed);
    const char *zip = in_folder(b->folder, "feed.zip");
    write_feed_zip(zip, false);
    assert_ok(mlg_gtfs_read(&feed, zip, NULL, &b->err), &b->err);
    check_small(feed);
    mlg_gtfs_free(feed);
    assert_false(mlg_is_gtfs(b->folder));
}

static void test_days(void **state)
{
    bench *b = *state;
    mlg_gtfs *feed;
    int32_t first, last, runs = 0;
    char text[16];
    write_feed(b->path, NULL, NULL);
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_true(mlg_gtfs_span(&first, &last, feed));
    mlg_day_text(text, first);
    assert_string_equal(text, "2025-03-03");
    mlg_day_text(text, last);
    assert_string_equal(text, "2025-03-28"); /* the last weekday before Sunday the 30th */
    for (int32_t day = first; day <= last; day++)
        runs += mlg_gtfs_runs(feed, 0, day);
    assert_int_equal(runs, 20);
    assert_false(mlg_gtfs_runs(feed, 0, mlg_day_of(2025, 3, 5)));
    assert_true(mlg_gtfs_runs(feed, 0, mlg_day_of(2025, 3, 8)));
    int64_t trips[3];
    assert_ok(mlg_gtfs_trips_by_day(trips, feed, mlg_day_of(2025, 3, 3), 3, &b->err), &b->err);
    assert_int_equal(trips[1], 2);
    assert_int_equal(trips[2], 0);
    mlg_gtfs_free(feed);
    write_feed(b->path, "frequencies.txt",
               "trip_id,start_time,end_time,headway_secs\nT1,8:00:00,9:00:00,600\n"
               "T1,10:00:00,11:00:00,1200\nT1,8:00:00,9:00:00,600\n"); /* one of them twice */
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_ok(mlg_gtfs_trips_by_day(trips, feed, mlg_day_of(2025, 3, 3), 3, &b->err), &b->err);
    assert_int_equal(trips[1], 1 + 3 + 6); /* the other trip, and the repetitions of this one in its place */
    assert_int_equal(trips[2], 0);
    mlg_gtfs_free(feed);
}

static void test_dates(void **state)
{
    (void)state;
    int32_t day;
    assert_int_equal(mlg_day_of(1970, 1, 1), 0);
    assert_int_equal(mlg_day_of(2000, 3, 1), 11017); /* date -d 2000-03-01 +%s, by 86400 */
    assert_true(mlg_day_parse(&day, "20240229"));
    assert_int_equal(mlg_day_weekday(day), 3); /* a Thursday */
    static const char *const bad[] = {
        "20230229", "20241301", "20240100", "2024-1-1", "", "19691231", "202401011"
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(mlg_day_parse(&day, bad[i]));
    for (int32_t d = 0, y, m, n; d < 80000; d++) {
        mlg_day_date(d, &y, &m, &n);
        assert_int_equal(mlg_day_of(y, m, n), d);
    }
}

/* Calendar_dates alone, rows of a trip out of order, doubled quotes, a byte order mark, a semicolon, a subfolder. */
static void test_other_layouts(void **state)
{
    bench *b = *state;
    static const feed_file files[] = {
        { "STOPS.TXT", "\xEF\xBB\xBFstop_lat;stop_lon;stop_name;stop_id\n1;2;\"A \"\"x\"\"\";A\n1;2.01;B;B\n" },
        { "routes.txt", "route_id\r\n\"R\"\r\n" },
        { "trips.txt", "trip_id,service_id,route_id\nT,S,R\n" },
        { "stop_times.txt", "stop_sequence,stop_id,departure_time,arrival_time,trip_id\n"
                            "20,B,8:10:00,8:10:00,T\n3,A,8:00:00, 8:00:00 ,T\n" },
        { "calendar_dates.txt", "service_id,date,exception_type\nS,20250310,1\n" },
        { NULL, NULL },
    };
    mlg_gtfs *feed;
    mkdir(b->path, 0700);
    write_feed_files(b->path, files);
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_string_equal(feed->stops[0].name, "A \"x\"");
    assert_int_equal(feed->calls[0].departure_s, 8 * 3600);
    assert_int_equal(feed->calls[1].arrival_s, 8 * 3600 + 600);
    assert_true(mlg_gtfs_runs(feed, 0, mlg_day_of(2025, 3, 10)));
    assert_int_equal(feed->found[MLG_GTFS_AGENCY_MISSING].count, 1);
    mlg_gtfs_free(feed);
}

/* ---- spoiled feeds: each gives one clear line ---- */

#define STOPS "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
#define TRIPS "route_id,service_id,trip_id\nL1,W,T1\nL2,W,T2\n"
#define TIMES "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
#define T1 "T1,8:00:00,8:00:00,A,1\nT1,8:05:00,8:06:00,B,2\nT1,8:11:00,8:11:00,C,3\nT1,8:16:00,8:16:00,D,4\n"
#define T2 "T2,8:20:00,8:20:00,D,1\nT2,8:40:00,8:40:00,A,2\n"
#define ABC "A,,50.50,2.60,0,\nB,,50.51,2.60,0,\nC,,50.52,2.60,0,\n"
#define CALENDAR "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"

/* Faults that are counted: the whole line. */
static const struct {
    const char *file, *text, *line;
} counted[] = {
    { "agency.txt", NULL, "agency.txt: no such table: the time zone is not known, summer time is ignored" },
    { "agency.txt", "agency_id,agency_name,agency_timezone\n1,x,Europe/Paris\n2,y,Europe/London\n",
      "agency.txt: row 2: 'Europe/London': another time zone than the first agency: its own is not used" },
    { "agency.txt", "agency_name,agency_timezone\nx,Paris\n",
      "agency.txt: row 1: 'Paris': not a time zone that this machine knows: summer time is ignored" },
    { "stops.txt", STOPS ABC "D,Le Dock, quai 3,50.53,2.60,0,\nD,,50.53,2.60,0,\n",
      "stops.txt: row 4: 'D': more cells than the header has: row left out" },
    { "stops.txt", STOPS ABC "D,,50.53,2.60,0,,quai\t\nD,,50.53,2.60,0,\n", /* the text is not the whole cell */
      "stops.txt: row 4: 'D': more cells than the header has: row left out" },
    { "stops.txt", STOPS ABC "D,,50.53,2.60,0,\n,,50.53,2.60,0,\n",
      "stops.txt: row 5: a stop without an identifier: row left out" },
    { "stops.txt", STOPS ABC "D,,50.53,2.60,0,\nA,,50.5,2.6,0,\n",
      "stops.txt: row 5: 'A': a stop given twice: the first one counts" },
    { "stops.txt", STOPS ABC "D,,,,0,\n",
      "stops.txt: row 4: 'D': a stop without coordinates: nobody walks to it" },
    { "stops.txt",
      STOPS "A,,50.50,2.60,0,\nB,,50.51,2.60,0,\nC,,,,4,E\nE,,,,0,G\nG,,50.5,2.6,1,\nF,,,,0,\nD,,50.5,2.6,0,\n",
      "stops.txt: row 6: 'F': a stop without coordinates: nobody walks to it" },
    { "stops.txt", STOPS ABC "D,,0.0,0,0,\n",
      "stops.txt: row 4: 'D': a stop at 0,0, off Africa: taken as without coordinates" },
    { "stops.txt", STOPS ABC "D,,5053,2.60,0,\n",
      "stops.txt: row 4: '5053': not coordinates in degrees: taken as without coordinates" },
    { "stops.txt", STOPS ABC "D,,2.60,50.53,0,\n",
      "stops.txt: 'D': a stop more than 500 km from the middle of the others: taken as without coordinates" },
    { "stops.txt", STOPS ABC "D,,50.53,2.60,7,\n",
      "stops.txt: row 4: '7': not a type of location, 0 to 4: taken as a stop" },
    { "stops.txt", STOPS ABC "D,,50.53,2.60,0,Z\n", "stops.txt: 'Z': no such parent station: ignored" },
    { "stops.txt", STOPS ABC "D,,50.53,2.60,1,\n",
      "stop_times.txt: row 4: 'D': a vehicle that calls at a station, entrance or node: taken as a stop (2 "
      "times)" },
    { "routes.txt", "route_id,route_type\nL1,3\n,3\nL2,3\n",
      "routes.txt: row 2: a line without an identifier: row left out" },
    { "routes.txt", "route_id,route_type\nL1,3\nL2,3\nL2,1\n",
      "routes.txt: row 3: 'L2': a line given twice: the first one counts" },
    { "routes.txt", "route_id,route_type\nL1,bus\nL2,3\n",
      "routes.txt: row 1: 'bus': not a type of vehicle: unknown" },
    { "routes.txt", "route_id,route_type\nL1,3\n",
      "trips.txt: row 2: 'L2': no such line in routes.txt: the trip is kept, without a name" },
    { "calendar.txt", CALENDAR "W,1,1,1,1,1,0,0,20250303,20250330\nX,1,1,1,1,1,0,0,03/03/2025,20250330\n",
      "calendar.txt: row 2: '03/03/2025': not a date written YYYYMMDD: row left out" },
    { "calendar.txt", CALENDAR "W,1,1,1,1,1,0,0,20250303,20250330\n,1,1,1,1,1,0,0,20250303,20250330\n",
      "calendar.txt: row 2: days of service without an identifier: row left out" },
    { "calendar.txt", CALENDAR "W,1,1,1,1,1,0,0,20250303,20250330\nW,0,0,0,0,0,1,1,20250303,20250330\n",
      "calendar.txt: row 2: 'W': days of service given twice: the first ones count" },
    { "calendar.txt", CALENDAR "W,1,1,yes,1,1,0,0,20250303,20250330\n",
      "calendar.txt: row 1: 'yes': neither 0 nor 1 for a weekday: taken as 0" },
    { "calendar.txt", CALENDAR "W,1,1,1,1,1,0,0,20250330,20250303\n",
      "calendar.txt: row 1: '20250303': the period of service ends before it begins: it has no day" },
    { "calendar_dates.txt", "service_id,date,exception_type\nW,20250305,3\n",
      "calendar_dates.txt: row 1: '3': not a type of exception, 1 or 2: row left out" },
    { "calendar_dates.txt", "service_id,date,exception_type\nW,20250231,1\n",
      "calendar_dates.txt: row 1: '20250231': not a date written YYYYMMDD: row left out" },
    { "trips.txt", TRIPS "L1,W,\n", "trips.txt: row 3: a trip without an identifier: row left out" },
    { "trips.txt", TRIPS "L1,W,T1\n", "trips.txt: row 3: 'T1': a trip given twice: the first one counts" },
    { "trips.txt", TRIPS "L1,V,T3\n",
      "trips.txt: row 3: 'V': no such days of service: the trip never runs and is left out" },
    { "trips.txt", TRIPS "L1,W,T3\n", "trips.txt: 'T3': a trip with fewer than two stops: left out" },
    { "stop_times.txt", TIMES T1 T2 "T9,9:00:00,9:00:00,A,1\n",
      "stop_times.txt: row 7: 'T9': no such trip in trips.txt: row left out" },
    { "stop_times.txt", TIMES T1 T2 "T2,9:00:00,9:00:00,Z,3\n",
      "stop_times.txt: row 7: 'Z': no such stop in stops.txt: row left out" },
    { "stop_times.txt", TIMES T1 T2 "T2,9:00,9:00,B,3\nT2,9:01:00,9:01:00,C,4\n",
      "stop_times.txt: row 7: '9:00': not a time written HH:MM:SS: taken as blank (2 times)" },
    { "stop_times.txt", TIMES T1 T2 "T2,9:00:00,9:00:00,B,\n",
      "stop_times.txt: row 7: not a stop sequence: row left out" },
    { "stop_times.txt", TIMES T1 T2 "T2,9:00:00,9:00:00,B,2\n",
      "stop_times.txt: 'T2': a stop sequence given twice in a trip: the first one counts" },
    { "stop_times.txt", TIMES T1 T2 "T2,9:00:00,8:59:00,B,3\n",
      "stop_times.txt: row 7: '8:59:00': departs before it arrives: departure taken as arrival" },
    { "stop_times.txt",
      TIMES T1 "T2,8:20:00,8:20:00,D,1\nT2,8:20:00,8:20:00,A,2\nT2,9:00:00,9:00:00,B,2000000000\n", NULL },
    { "stop_times.txt",
      "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type\n"
      "T1,8:00:00,8:00:00,A,1,0\nT1,8:16:00,8:16:00,D,4,4\nT2,8:20:00,8:20:00,D,1,\n"
      "T2,8:40:00,8:40:00,A,2,\n",
      "stop_times.txt: row 2: '4': not a type of pick-up or drop-off, 0 to 3: taken as 0" },
    { "stops.txt", STOPS "A,,50.50,2.60,0,\nB,,50.51,2.60,0,\nC,,50.52,2.60,0,\nD,,54.00,2.60,0,\n",
      "stop_times.txt: 'T1': faster than 400 km/h between two stops, as the crow flies: kept" },
    { "frequencies.txt", "trip_id,start_time,end_time,headway_secs\nT9,8:00:00,9:00:00,600\n",
      "frequencies.txt: row 1: 'T9': no such trip in trips.txt: frequency left out" },
    { "frequencies.txt",
      "trip_id,start_time,end_time,headway_secs\néééééééééééééééééééééééééééééééééééééééé,8:00:00,9:00:00,600\n",
      "frequencies.txt: row 1: 'éééééééééééééééééééééééééééééé...': no such trip in trips.txt: frequency left "
      "out" },
    { "frequencies.txt", "trip_id,start_time,end_time,headway_secs\nT1,9:00:00,8:00:00,600\n",
      "frequencies.txt: row 1: '9:00:00': not a period of time from start to end: frequency left out" },
    { "frequencies.txt", "trip_id,start_time,end_time,headway_secs\nT1,8:00:00,9:00:00,0\n",
      "frequencies.txt: row 1: '0': not a headway of 1 to 86,400 seconds: frequency left out" },
    { "frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\nT1,8:00:00,9:00:00,600,2\n",
      "frequencies.txt: row 1: '2': neither 0 nor 1 for exact_times: taken as 0" },
    { "frequencies.txt",
      "trip_id,start_time,end_time,headway_secs\nT1,8:00:00,9:00:00,600\nT1,8:30:00,9:30:00,600\n",
      "frequencies.txt: 'T1': two periods of one trip that overlap: both kept" },
    { "frequencies.txt",
      "trip_id,start_time,end_time,headway_secs\nT1,8:00:00,9:00:00,600\nT1,8:00:00,9:00:00,600\n",
      "frequencies.txt: 'T1': a period of one trip given twice: the first one counts" },
    { "transfers.txt", "from_stop_id,to_stop_id,transfer_type\nA,Z,0\n",
      "transfers.txt: row 1: 'Z': no such stop, line or trip: transfer left out" },
    { "transfers.txt", "from_stop_id,to_stop_id,transfer_type\nA,B,9\n",
      "transfers.txt: row 1: '9': not a type of transfer, 0 to 5: row left out" },
    { "transfers.txt", "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,B,2,-5\n",
      "transfers.txt: row 1: '-5': not a time in seconds for a transfer of type 2: row left out" },
    { "transfers.txt", "from_stop_id,to_stop_id,from_route_id,to_route_id,transfer_type\nA,B,L1,L9,0\n",
      "transfers.txt: row 1: 'L9': no such stop, line or trip: transfer left out" },
    { "pathways.txt", "pathway_id,from_stop_id,to_stop_id,is_bidirectional,traversal_time\np,A,Z,1,30\n",
      "pathways.txt: row 1: 'Z': no such stop: pathway left out" },
    { "pathways.txt", "pathway_id,from_stop_id,to_stop_id,is_bidirectional,length\np,A,B,1,long\n",
      "pathways.txt: row 1: 'A': neither a time nor a length: pathway left out" },
};

/* The same of a feed with a trip on demand, Z: in the square Q, to the square and to the group of the stops A and D. */
#define FLEX_TRIPS                                                                                                \
    "route_id,service_id,trip_id,safe_duration_factor,safe_duration_offset\nL1,W,T1,,\nL2,W,T2,,\nL2,W,Z,1.5,"    \
    "300\n"
#define FLEX_TIMES                                                                                                \
    "trip_id,arrival_time,departure_time,stop_id,stop_sequence,location_id,location_group_id,start_pickup_drop_"  \
    "off_"                                                                                                        \
    "window,end_pickup_drop_off_window,pickup_type,drop_off_type,pickup_booking_rule_id\n"                        \
    "T1,8:00:00,8:00:00,A,1,,,,,,,\nT1,8:16:00,8:16:00,D,4,,,,,,,\n"                                              \
    "T2,8:20:00,8:20:00,D,1,,,,,,,\nT2,8:40:00,8:40:00,A,2,,,,,,,\n"
#define FLEX_Z                                                                                                    \
    "Z,,,,1,Q,,08:00:00,18:00:00,2,1,R\nZ,,,,2,Q,,08:00:00,18:30:00,1,2,R\nZ,,,,3,,G,08:00:00,18:00:00,1,2,\n"
#define SQUARE(id, ring)                                                                                          \
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":\"" id "\",\"properties\":{"      \
    "\"stop_name\":\"Carré\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[" ring "]}}]}"
#define RING "[[2.5,50.4],[2.7,50.4],[2.7,50.6],[2.5,50.6],[2.5,50.4]]"

static void write_flex(const char *path, const char *spoiled, const char *text)
{
    static const feed_file files[] = {
        { "trips.txt", FLEX_TRIPS },
        { "stop_times.txt", FLEX_TIMES FLEX_Z },
        { "locations.geojson", SQUARE("Q", RING) },
        { "location_groups.txt", "location_group_id,location_group_name\nG,Gares\n" },
        { "location_group_stops.txt", "location_group_id,stop_id\nG,D\nG,A\n" },
        { "booking_rules.txt",
          "booking_rule_id,booking_type,prior_notice_duration_min,phone_number\nR,1,60,0321\n" },
        { NULL, NULL },
    };
    write_feed(path, NULL, NULL);
    write_feed_files(path, files);
    if (spoiled)
        write_text(in_folder(path, spoiled), text);
}

static void test_on_demand(void **state)
{
    bench *b = *state;
    mlg_gtfs *feed;
    int64_t trips;
    write_flex(b->path, NULL, NULL);
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_int_equal(feed->flexible, 3);
    assert_int_equal(feed->n_areas, 2);
    assert_int_equal(feed->n_flex, 2); /* from Q to Q, from Q to G */
    const mlg_gtfs_flex *f = feed->flex;
    assert_string_equal(feed->areas[f[0].from].name, "Carré");
    assert_int_equal(f[0].from, f[0].to);
    assert_near(mlg_geom_area(feed->areas[f[0].from].outline), 0.04, 1e-9);
    assert_int_equal(f[0].to_last_s, 18 * 3600 + 1800);
    const mlg_gtfs_area *group = &feed->areas[f[1].to];
    assert_string_equal(group->name, "Gares");
    assert_int_equal(group->n_stops, 2);
    assert_int_equal(feed->area_stops[group->first_stop], 0);
    assert_int_equal(feed->area_stops[group->first_stop + 1], 3);
    assert_near(feed->trips[f[1].trip].factor, 1.5, 0);
    assert_near(feed->trips[f[1].trip].extra_s, 300, 0);
    assert_int_equal(feed->bookings[f[1].booking].type, MLG_BOOKING_SAME_DAY);
    assert_int_equal(feed->bookings[f[1].booking].notice_min, 60);
    assert_ok(mlg_gtfs_trips_by_day(&trips, feed, mlg_day_of(2025, 3, 4), 1, &b->err), &b->err);
    assert_int_equal(trips, 3);
    for (int k = 0; k < MLG_GTFS_FAULTS; k++)
        assert_int_equal(feed->found[k].count, 0);
    mlg_gtfs_free(feed);
    write_flex(b->path, "stop_times.txt",
               FLEX_TIMES "Z,,,A,1,,,9:00:00,10:00:00,2,1,\nZ,,,D,2,,,9:00:00,10:00:00,1,2,\n");
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err); /* between stops */
    assert_int_equal(feed->n_flex, 1);
    assert_int_equal(feed->areas[feed->flex[0].to].n_stops, 1);
    assert_int_equal(feed->area_stops[feed->areas[feed->flex[0].to].first_stop], 3);
    mlg_gtfs_free(feed);
}

/* The vehicle of T1 leaves its line for the square, between A at 8:00 and D at 8:16: from A at 8:00 to the square, from there to D by 8:16. */
static void test_deviated_routes(void **state)
{
    bench *b = *state;
    mlg_gtfs *feed;
    write_flex(b->path, "stop_times.txt",
               FLEX_TIMES "T1,,,,2,Q,,08:02:00,08:14:00,2,2,R\nT2,,,,3,,G,08:02:00,08:14:00,1,2,\n" FLEX_Z);
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_int_equal(feed->deviated, 2);
    assert_int_equal(feed->n_flex, 6); /* of Z, 2 */
    assert_int_equal(feed->trips[0].n_calls, 2);
    const mlg_gtfs_flex out = feed->flex[0], back = feed->flex[1], group = feed->flex[3];
    assert_int_equal(feed->area_stops[feed->areas[out.from].first_stop], 0);
    assert_true(out.scheduled && !back.scheduled && group.scheduled);
    assert_int_equal(out.first_s, 8 * 3600);
    assert_int_equal(out.last_s, 8 * 3600);
    assert_int_equal(out.to_first_s, 8 * 3600 + 120);
    assert_int_equal(out.to_last_s, 8 * 3600 + 840);
    assert_string_equal(feed->areas[back.from].id, "Q");
    assert_int_equal(feed->area_stops[feed->areas[back.to].first_stop], 3);
    assert_int_equal(back.to_first_s, 8 * 3600 + 960);
    assert_int_equal(back.to_last_s, 8 * 3600 + 960);
    assert_string_equal(feed->bookings[back.booking].id, "R");
    assert_string_equal(feed->areas[group.to].id, "G"); /* from A at 8:40, after D at 8:20 */
    assert_int_equal(group.first_s, 8 * 3600 + 2400);
    for (int k = 0; k < MLG_GTFS_FAULTS; k++)
        assert_int_equal(feed->found[k].count, 0);
    mlg_gtfs_free(feed);
}

/* 200,000 rows of 100,000 trips, each between two of 300 stops of its own hours: as many rides. */
static void test_many_rides_on_demand(void **state)
{
    enum { TRIPS_OF_IT = 100000, STOPS_OF_IT = 300 };
    bench *b = *state;
    mlg_gtfs *feed;
    write_feed(b->path, NULL, NULL);
    FILE *stops = fopen(in_folder(b->path, "stops.txt"), "w"),
         *trips = fopen(in_folder(b->path, "trips.txt"), "w");
    FILE *times = fopen(in_folder(b->path, "stop_times.txt"), "w");
    assert_true(stops && trips && times);
    fputs("stop_id,stop_lat,stop_lon\n", stops);
    fputs("route_id,service_id,trip_id\n", trips);
    fputs("trip_id,arrival_time,departure_time,stop_id,stop_sequence,start_pickup_drop_off_window,"
          "end_pickup_drop_off_window\n",
          times);
    for (int s = 0; s < STOPS_OF_IT; s++)
        fprintf(stops, "s%d,50.5,%.3f\n", s, 2 + s / 1000.0);
    for (int t = 0; t < TRIPS_OF_IT; t++) {
        fprintf(trips, "L1,W,t%d\n", t);
        for (int k = 0; k < 2; k++)
            fprintf(times, "t%d,,,s%d,%d,08:%02d:%02d,18:00:00\n", t, (t * 7 + k) % STOPS_OF_IT, k, t / 60 % 60,
                    t % 60);
    }
    fclose(stops);
    fclose(trips);
    fclose(times);
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_int_equal(feed->n_flex, TRIPS_OF_IT);
    assert_int_equal(feed->n_areas, STOPS_OF_IT);
    mlg_gtfs_free(feed);
}

/* Stopped from 9 to 10: what is left of the hours of the zones, 8 to 18, is before and after; a line with times goes whole, its zones too. */
static void test_rides_on_demand_stop(void **state)
{
    bench *b = *state;
    const int32_t day = mlg_day_of(2025, 3, 4);
    mlg_line_change change = { "2", 9 * 3600, 10 * 3600, 0 };
    int64_t departures;
    mlg_gtfs *feed;
    write_flex(b->path, NULL, NULL);
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_ok(mlg_gtfs_alter_line(&departures, feed, &change, day, &b->err), &b->err);
    assert_int_equal(departures, 1); /* T2 left at 8:20 */
    assert_int_equal(feed->n_flex, 4);
    assert_int_equal(feed->flex[0].last_s, 9 * 3600 - 1);
    assert_int_equal(feed->flex[1].first_s, 10 * 3600 + 1);
    assert_int_equal(feed->flex[3].last_s, 18 * 3600);
    change = (mlg_line_change){ "2", 0, 2 * 86400, 0 };
    assert_ok(mlg_gtfs_alter_line(&departures, feed, &change, day, &b->err), &b->err);
    assert_int_equal(departures, 2);
    assert_int_equal(feed->n_flex, 0);
    mlg_gtfs_free(feed);
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    change.every_s = 600;
    assert_fails(mlg_gtfs_alter_line(&departures, feed, &change, day, &b->err), MLG_DATA, &b->err,
                 "line 2 runs on demand: it has no headway, but can be stopped");
    mlg_gtfs_free(feed);
    write_flex(b->path, "stop_times.txt", FLEX_TIMES "T1,,,,2,Q,,08:02:00,08:14:00,2,2,R\n");
    for (int from_h = 7; from_h <= 9; from_h += 2) { /* T1 leaves A at 8:00 */
        assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
        change = (mlg_line_change){ "1", from_h * 3600, 8 * 3600 + 180, 0 };
        change.until_s = from_h == 9 ? 10 * 3600 : change.until_s;
        assert_ok(mlg_gtfs_alter_line(&departures, feed, &change, day, &b->err), &b->err);
        assert_int_equal(departures, from_h == 7);
        assert_int_equal(feed->n_flex, from_h == 7 ? 0 : 2);
        assert_int_equal(feed->trips[0].n_calls, from_h == 7 ? 0 : 2);
        mlg_gtfs_free(feed);
    }
}

/* An archive of two feeds is read as the first of them, which is told. Numbers that passed through a data frame have a point. */
static void test_two_feeds_and_floats(void **state)
{
    bench *b = *state;
    mlg_gtfs *feed;
    write_feed(
        b->path, "stop_times.txt",
        TIMES
        "T1,8:00:00,8:00:00,A,1.0\nT1,8:16:00,8:16:00,D,2.0\nT2,8:20:00,8:20:00,D,1.5\nT2,8:40:00,8:40:00,A,2\n");
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_int_equal(feed->trips[0].n_calls, 2);
    assert_int_equal(feed->found[MLG_GTFS_CALL_SEQUENCE].count, 1);
    assert_string_equal(feed->found[MLG_GTFS_CALL_SEQUENCE].value, "1.5");
    mlg_gtfs_free(feed);
    write_text(in_folder(b->path, "STOPS.TXT"), STOPS ABC "D,,50.53,2.60,0,\n");
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_int_equal(feed->found[MLG_GTFS_TABLE_TWICE].count, 1);
    assert_string_equal(feed->found[MLG_GTFS_TABLE_TWICE].table, "stops.txt");
    mlg_gtfs_free(feed);
}

/* A feed that has nothing but rides on demand is one. */
static void test_on_demand_alone(void **state)
{
    bench *b = *state;
    mlg_gtfs *feed;
    write_flex(b->path, "trips.txt", "route_id,service_id,trip_id\nL2,W,Z\n");
    write_text(
        in_folder(b->path, "stop_times.txt"),
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,location_id,start_pickup_drop_off_window,"
        "end_pickup_drop_off_window\nZ,,,,1,Q,08:00:00,18:00:00\nZ,,,,2,Q,08:00:00,18:00:00\n");
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_int_equal(feed->n_flex, 1);
    assert_int_equal(feed->n_calls, 0);
    mlg_gtfs_free(feed);
}

static const struct {
    const char *file, *text, *line;
} counted_flex[] = {
    { "locations.geojson", "{\"type\":\"Feat",
      "locations.geojson: not a layer that can be read: no zone of it is known" },
    { "locations.geojson", SQUARE("Q", "[[2.5,50.4],[2.7,50.4]]"),
      "locations.geojson: row 1: 'Q': a zone whose outline is none: left out" },
    { "locations.geojson", SQUARE("", RING),
      "locations.geojson: row 1: a zone or a group of stops without an identifier, or with that of another: left "
      "out" },
    { "locations.geojson", SQUARE("P", RING),
      "stop_times.txt: row 5: 'Q': no such zone, group of stops or stop: row left out (2 times)" },
    { "location_groups.txt", "location_group_id\nG\nQ\n",
      "location_groups.txt: row 2: 'Q': a zone or a group of stops without an identifier, or with that of "
      "another: "
      "left out" },
    { "location_group_stops.txt", "location_group_id,stop_id\nG,A\nG,Y\n",
      "location_group_stops.txt: row 2: 'Y': no such group or stop: row left out" },
    { "booking_rules.txt", "booking_rule_id,booking_type\nR,0\nR,0\n",
      "booking_rules.txt: row 2: 'R': a booking rule without an identifier, or given twice: row left out" },
    { "booking_rules.txt", "booking_rule_id,booking_type\nR,3\n",
      "booking_rules.txt: row 1: '3': not a type of booking, 0 to 2: unknown" },
    { "trips.txt", "route_id,service_id,trip_id,safe_duration_factor\nL1,W,T1,\nL2,W,T2,\nL2,W,Z,-1\n",
      "trips.txt: row 3: '-1': not a factor or a number of seconds for rides on demand: ignored" },
    { "stop_times.txt", FLEX_TIMES "Z,,,,1,Q,,18:00:00,08:00:00,2,1,R\n",
      "stop_times.txt: row 5: '18:00:00': not hours from start to end, for a zone: row left out" },
    { "stop_times.txt", FLEX_TIMES FLEX_Z "Z,,,,x,Q,,08:00:00,18:00:00,2,1,R\n",
      "stop_times.txt: row 8: 'x': not a stop sequence: row left out" },
    { "stop_times.txt", FLEX_TIMES "Z,,,,1,Q,,08:00:00,18:00:00,2,1,R\n",
      "stop_times.txt: 'Z': zones of a trip between which nobody is both taken and left: left out" },
};

/* Line 1 leaves at 8:00, 8:10 ... 9:50: six departures from 8:30 on and until 9:20 are at another headway, or gone; what comes before and after stays. */
static void test_a_frequency_is_cut_at_the_hours(void **state)
{
    static const struct {
        int32_t from_s, until_s, every_s, departures, count;
        mlg_gtfs_frequency left[3];
    } cases[] = {
        { 30600, 33600, 0, 6, 2, { { 0, 28800, 30600, 600, true }, { 0, 34200, 36000, 600, true } } },
        { 30600,
          33600,
          1500,
          6,
          3,
          { { 0, 28800, 30600, 600, true }, { 0, 30600, 33601, 1500, true }, { 0, 34200, 36000, 600, true } } },
        { 0, 172800, 1200, 12, 1, { { 0, 28800, 36000, 1200, true } } },
        { 0, 172800, 0, 12, 0, { { 0 } } },
        { 0, 28799, 1200, 0, 1, { { 0, 28800, 36000, 600, true } } },
        { 35401, 36000, 0, 0, 1, { { 0, 28800, 36000, 600, true } } },
        { 35400, 36000, 0, 1, 1, { { 0, 28800, 35400, 600, true } } },
    };
    bench *b = *state;
    write_feed(b->path, "frequencies.txt",
               "trip_id,start_time,end_time,headway_secs,exact_times\nT1,8:00:00,10:00:00,600,1\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const mlg_line_change change = { "1", cases[i].from_s, cases[i].until_s, cases[i].every_s };
        mlg_gtfs *feed;
        int64_t departures;
        assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
        assert_ok(mlg_gtfs_alter_line(&departures, feed, &change, mlg_day_of(2025, 3, 4), &b->err), &b->err);
        assert_int_equal(departures, cases[i].departures);
        assert_int_equal(feed->n_frequencies, cases[i].count);
        for (int32_t k = 0; k < feed->n_frequencies; k++) {
            assert_int_equal(feed->frequencies[k].start_s, cases[i].left[k].start_s);
            assert_int_equal(feed->frequencies[k].end_s, cases[i].left[k].end_s);
            assert_int_equal(feed->frequencies[k].headway_s, cases[i].left[k].headway_s);
        }
        assert_int_equal(feed->trips[0].n_calls > 0, cases[i].count > 0);
        assert_true(feed->trips[1].n_calls > 0);
        mlg_gtfs_free(feed);
    }
    mlg_gtfs *feed;
    int64_t departures;
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_fails(mlg_gtfs_alter_line(&departures, feed, &(mlg_line_change){ "1", 0, 3600, INT32_MAX },
                                     mlg_day_of(2025, 3, 4), &b->err),
                 MLG_USAGE, &b->err, "make no timetable");
    mlg_gtfs_free(feed);
}

/* All lines of a feed, each ended by a newline. */
static void list_faults(const mlg_gtfs *feed, char *lines, size_t size)
{
    size_t at = 0;
    *lines = '\0';
    for (int f = 0; f < MLG_GTFS_FAULTS; f++) {
        char line[256];
        if (feed->found[f].count == 0)
            continue;
        mlg_gtfs_fault_line(line, sizeof line, (mlg_gtfs_fault)f, &feed->found[f]);
        assert_null(strchr(line, '\n'));
        at += (size_t)snprintf(lines + at, size - at, "%s\n", line);
    }
}

static void test_counted(void **state)
{
    bench *b = *state;
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        char lines[4096], wanted[256], path[MLG_PATH_SIZE];
        mlg_gtfs *feed;
        snprintf(path, sizeof path, "%s/%zu", b->folder, i);
        write_feed(path, counted[i].file, counted[i].text);
        assert_ok(mlg_gtfs_read(&feed, path, NULL, &b->err), &b->err);
        list_faults(feed, lines, sizeof lines);
        snprintf(wanted, sizeof wanted, "%s\n", counted[i].line ? counted[i].line : "");
        if (counted[i].line ? !strstr(lines, wanted) : *lines != '\0')
            fail_msg("%s, not %s", lines, wanted);
        mlg_gtfs_free(feed);
    }
}

static void test_counted_on_demand(void **state)
{
    bench *b = *state;
    for (size_t i = 0; i < sizeof counted_flex / sizeof *counted_flex; i++) {
        char lines[4096], path[MLG_PATH_SIZE];
        mlg_gtfs *feed;
        snprintf(path, sizeof path, "%s/%zu", b->folder, i);
        write_flex(path, counted_flex[i].file, counted_flex[i].text);
        assert_ok(mlg_gtfs_read(&feed, path, NULL, &b->err), &b->err);
        list_faults(feed, lines, sizeof lines);
        if (!strstr(lines, counted_flex[i].line))
            fail_msg("%s, not %s", lines, counted_flex[i].line);
        mlg_gtfs_free(feed);
    }
}

/* Feeds that are refused: a part of the one line. */
static const struct {
    const char *file, *text, *part;
} refused[] = {
    { "stops.txt", NULL, "is not a timetable: it has no stops.txt" },
    { "routes.txt", NULL, "is not a timetable: it has no routes.txt" },
    { "trips.txt", NULL, "is not a timetable: it has no trips.txt" },
    { "stop_times.txt", NULL, "is not a timetable: it has no stop_times.txt" },
    { "stops.txt", "", "stops.txt is empty" },
    { "stops.txt", "stop_id,stop_name,lat,lon\nA,A,1,2\n", "stop_lon" },
    { "stop_times.txt", "trip,arrival_time,departure_time,stop_id,stop_sequence\n", "trip_id" },
    { "stop_times.txt", TIMES, "holds no trip that can be used" },
    { "stop_times.txt", TIMES "T1,8:00:00,8:00:00,A,1\nT1,7:05:00,7:05:00,B,2\n" T2,
      "1 trips of 2 cannot be used, more than 20 in 100; first: stop_times.txt: 'T1': times that go back" },
    { "stop_times.txt", TIMES "T1,8:00,8:00,A,1\nT1,8:05,8:05,B,2\n",
      "of 2; first: stop_times.txt: row 1: '8:00': not a time written HH:MM:SS" },
    { "stop_times.txt", TIMES "T1,,,A,1\nT1,8:05:00,8:05:00,B,2\n" T2,
      "first: stop_times.txt: 'T1': no time at the first or the last stop" },
    { "stop_times.txt", TIMES "T1,8:00:00,8:00:00,\"A,1\n", "a quote is opened and not closed" },
    { "stops.txt", "\xFF\xFEs\0t\0", "is in UTF-16" },
    { "trips.txt", "<!DOCTYPE html>", "is a web page" },
    { "calendar.txt", "service_id\nW\n", "start_date" },
};

static void test_refused(void **state)
{
    bench *b = *state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char path[MLG_PATH_SIZE];
        mlg_gtfs *feed;
        snprintf(path, sizeof path, "%s/%zu", b->folder, i);
        write_feed(path, refused[i].file, refused[i].text);
        assert_fails(mlg_gtfs_read(&feed, path, NULL, &b->err), MLG_INPUT, &b->err, refused[i].part);
        assert_null(strchr(b->err.message, '\n'));
        assert_null(feed);
    }
}

static void test_hostile_archives(void **state)
{
    bench *b = *state;
    mlg_gtfs *feed;
    const char *zip = in_folder(b->folder, "feed.zip");
    write_feed_zip(zip, true);
    assert_fails(mlg_gtfs_read(&feed, zip, NULL, &b->err), MLG_INPUT, &b->err, "is not a readable zip file");
    write_text(zip, "<!DOCTYPE html><title>404</title>");
    assert_fails(mlg_gtfs_read(&feed, zip, NULL, &b->err), MLG_INPUT, &b->err, "is a web page");
    assert_fails(mlg_gtfs_read(&feed, in_folder(b->folder, "none"), NULL, &b->err), MLG_INPUT, &b->err,
                 "No such file");
    write_text(in_folder(b->folder, "feed.rar"), "x");
    assert_fails(mlg_gtfs_read(&feed, in_folder(b->folder, "feed.rar"), NULL, &b->err), MLG_INPUT, &b->err,
                 "is neither a zip nor a folder");
    write_feed(b->path, "calendar.txt", NULL);
    remove(in_folder(b->path, "calendar_dates.txt"));
    assert_fails(mlg_gtfs_read(&feed, b->path, NULL, &b->err), MLG_INPUT, &b->err, "it has no calendar.txt");
}

/* 80 MB of zeros deflate to a thousandth. The archive is made by the library of the program itself. */
static void test_zip_bomb(void **state)
{
    bench *b = *state;
    mlg_gtfs *feed;
    const char *zip = in_folder(b->folder, "bomb.zip"), *plain = in_folder(b->folder, "stop_times.txt");
    FILE *file = fopen(plain, "wb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 80 << 20, SEEK_SET), 0);
    fputc('x', file);
    fclose(file);
    char command[2 * MLG_PATH_SIZE + 64];
    snprintf(command, sizeof command,
             "python3 -c 'import zipfile,sys; z=zipfile.ZipFile(sys.argv[1],\"w\",8); "
             "z.write(sys.argv[2],\"stop_times.txt\")' %s %s",
             zip, plain);
    if (system(command) != 0)
        skip_without("python3");
    assert_fails(mlg_gtfs_read(&feed, zip, NULL, &b->err), MLG_INPUT, &b->err, "more than the limit of 200");
    assert_false(mlg_is_gtfs(zip));
}

/* On foot by the shape: C is at a quarter of the distance travelled, though halfway as the crow flies. */
static void test_interpolation_along_the_shape(void **state)
{
    bench *b = *state;
    mlg_gtfs *feed;
    write_feed(b->path, "stop_times.txt",
               "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled\n"
               "T1,8:00:00,8:00:00,B,1,1\nT1,,,C,2,2\nT1,8:16:00,8:16:00,D,3,5\n" T2);
    assert_ok(mlg_gtfs_read(&feed, b->path, NULL, &b->err), &b->err);
    assert_int_equal(feed->calls[1].arrival_s, 8 * 3600 + 4 * 60);
    mlg_gtfs_free(feed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_folder_and_zip, start, finish),
        cmocka_unit_test_setup_teardown(test_days, start, finish),
        cmocka_unit_test(test_dates),
        cmocka_unit_test_setup_teardown(test_other_layouts, start, finish),
        cmocka_unit_test_setup_teardown(test_counted, start, finish),
        cmocka_unit_test_setup_teardown(test_a_frequency_is_cut_at_the_hours, start, finish),
        cmocka_unit_test_setup_teardown(test_on_demand, start, finish),
        cmocka_unit_test_setup_teardown(test_on_demand_alone, start, finish),
        cmocka_unit_test_setup_teardown(test_deviated_routes, start, finish),
        cmocka_unit_test_setup_teardown(test_two_feeds_and_floats, start, finish),
        cmocka_unit_test_setup_teardown(test_many_rides_on_demand, start, finish),
        cmocka_unit_test_setup_teardown(test_rides_on_demand_stop, start, finish),
        cmocka_unit_test_setup_teardown(test_counted_on_demand, start, finish),
        cmocka_unit_test_setup_teardown(test_refused, start, finish),
        cmocka_unit_test_setup_teardown(test_hostile_archives, start, finish),
        cmocka_unit_test_setup_teardown(test_zip_bomb, start, finish),
        cmocka_unit_test_setup_teardown(test_interpolation_along_the_shape, start, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
