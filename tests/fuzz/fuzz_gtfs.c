/* Timetables in GTFS: any tables give a feed that holds together or one clear line. An input is the tables one after the
 * other, each below a line "=name". */
#include "network/transit/gtfs.h"
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[] = { "agency.txt",        "stops.txt",         "routes.txt",
                                     "trips.txt",         "stop_times.txt",    "calendar.txt",
                                     "transfers.txt",     "pathways.txt",      "calendar_dates.txt",
                                     "frequencies.txt",   "feed_info.txt",     "location_groups.txt",
                                     "booking_rules.txt", "locations.geojson", "location_group_stops.txt" };
enum { NAMES = sizeof names / sizeof *names };

static void write_tables(const char *folder, const uint8_t *data, size_t size)
{
    FILE *file = NULL;
    const uint8_t *end = data + size;
    while (data < end) {
        const uint8_t *line = memchr(data, '\n', (size_t)(end - data));
        line = line ? line + 1 : end;
        if (*data == '=') {
            char path[128] = "";
            for (int i = 0; i < NAMES; i++)
                if ((size_t)(line - data) == strlen(names[i]) + 2 &&
                    memcmp(data + 1, names[i], strlen(names[i])) == 0)
                    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
            if (file)
                fclose(file);
            file = *path ? fopen(path, "wb") : NULL;
        } else if (file) {
            fwrite(data, 1, (size_t)(line - data), file);
        }
        data = line;
    }
    if (file)
        fclose(file);
}

/* Every index leads somewhere, and no trip goes back in time. */
static void check_feed(const mlg_gtfs *feed)
{
    int32_t first, last;
    for (int32_t t = 0; t < feed->n_trips; t++) {
        const mlg_gtfs_trip *trip = &feed->trips[t];
        if (trip->n_calls == 1 || trip->n_calls < 0 || trip->first_call + trip->n_calls > feed->n_calls)
            abort();
        for (int32_t k = 0, before = 0; k < trip->n_calls; k++) {
            const mlg_gtfs_call *call = &feed->calls[trip->first_call + k];
            if (call->stop < 0 || call->stop >= feed->n_stops || call->arrival_s < before ||
                call->departure_s < call->arrival_s)
                abort();
            before = call->departure_s;
        }
    }
    for (int32_t k = 0; k < feed->n_flex; k++) {
        const mlg_gtfs_flex *f = &feed->flex[k];
        if (f->trip < 0 || f->trip >= feed->n_trips || f->from < 0 || f->from >= feed->n_areas || f->to < 0 ||
            f->to >= feed->n_areas || f->booking >= feed->n_bookings || f->last_s < f->first_s)
            abort();
    }
    for (int32_t a = 0; a < feed->n_areas; a++)
        for (int32_t k = 0; k < feed->areas[a].n_stops; k++)
            if (feed->area_stops[feed->areas[a].first_stop + k] >= feed->n_stops)
                abort();
    int64_t trips = 0;
    if (mlg_gtfs_span(&first, &last, feed) &&
        (mlg_gtfs_trips_by_day(&trips, feed, first, 1, NULL) != MLG_OK || trips < 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char folder[64];
    mlg_gtfs *feed;
    mlg_error err = { .status = MLG_OK };
    if (!*folder) {
        snprintf(folder, sizeof folder, "%s/maillage-fuzz-XXXXXX", fuzz_folder());
        if (!mkdtemp(folder))
            abort();
    }
    write_tables(folder, data, size);
    mlg_status st = mlg_gtfs_read(&feed, folder, NULL, &err);
    fuzz_judge(st, &err);
    if (st == MLG_OK)
        check_feed(feed);
    if (st == MLG_OK)
        mlg_gtfs_free(feed);
    for (int i = 0; i < NAMES; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
    mkdir(folder, 0700);
    return 0;
}

#define STOPS "=stops.txt\nstop_id,stop_lat,stop_lon,parent_station\nA,1,2,\nB,1,2.1,A\nC,0,0,\n"
#define LINES                                                                                                     \
    "=routes.txt\nroute_id,route_type\nR,3\n=trips.txt\nroute_id,service_id,trip_id,block_id\nR,S,T,b\nR,S,U,b\n"
#define DAYS                                                                                                      \
    "=calendar.txt\nservice_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"    \
    "S,1,1,1,1,1,0,0,20250303,20250330\n"
#define TIMES                                                                                                     \
    "=stop_times.txt\ntrip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,shape_dist_"          \
    "traveled\n"

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep, STOPS LINES DAYS TIMES
              "T,8:00:00,8:00:00,A,1,0,0\nT,,,B,2,1,3\nT,25:00:00,25:00:00,C,3,2,9\n"
              "U,9:00:00,9:00:00,C,1,,\nU,9:10:00,9:10:00,A,2,3,\n"
              "=frequencies.txt\ntrip_id,start_time,end_time,headway_secs,exact_times\nT,8:00:00,9:00:00,600,1\n"
              "=transfers.txt\nfrom_stop_id,to_stop_id,from_trip_id,to_trip_id,transfer_type,min_transfer_time\n"
              "A,B,,,2,60\n,,T,U,4,\n");
    FUZZ_SEED(keep, STOPS LINES
              "=calendar_dates.txt\nservice_id,date,exception_type\nS,20250305,1\n" TIMES
              "T,8:00:00,8:00:00,A,2,0,\nT,7:00:00,7:00:00,B,1,0,\n"
              "=pathways.txt\nfrom_stop_id,to_stop_id,is_bidirectional,traversal_time,length\nA,B,1,,40\n"
              "=agency.txt\nagency_name,agency_timezone\nx,Europe/Paris\n");
    FUZZ_SEED(
        keep, STOPS LINES DAYS
        "=stop_times.txt\ntrip_id,arrival_time,departure_time,stop_id,stop_sequence,location_id,location_group_id,"
        "start_pickup_drop_off_window,end_pickup_drop_off_window,pickup_type,drop_off_type,pickup_booking_rule_"
        "id\n"
        "T,,,,1,z,,8:00:00,18:00:00,2,1,r\nT,,,,2,,g,8:00:00,18:00:00,1,2,r\nU,,,A,1,,,8:00:00,9:00:00,2,2,\n"
        "U,,,B,2,,,8:00:00,9:00:00,2,2,\n"
        "=location_groups.txt\nlocation_group_id,location_group_name\ng,G\n"
        "=location_group_stops.txt\nlocation_group_id,stop_id\ng,A\ng,B\n"
        "=booking_rules.txt\nbooking_rule_id,booking_type,prior_notice_duration_min\nr,1,60\n"
        "=locations.geojson\n{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":\"z\","
        "\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[3,1],[3,3],[1,1]]]}}]}\n");
}
