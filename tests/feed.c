#include "feed.h"

#include "support.h"
#include "zip_writer.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const feed_file small[] = {
    { "agency.txt",
      "agency_id,agency_name,agency_url,agency_timezone\nX,Réseau X,https://x.example,Europe/Paris\n" },
    { "stops.txt",
      "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
      "A,Avenir,50.50,2.60,0,\nB,Bourse,50.51,2.60,0,G\nC,Centre,50.52,2.60,0,G\nD,Dock,50.53,2.60,0,\n"
      "G,Gare,50.515,2.60,1,\n" },
    { "routes.txt", "route_id,route_short_name,route_long_name,route_type,route_color\n"
                    "L1,1,Avenir - Dock,3,FF0000\nL2,2,Dock - Avenir,3,0000FF\n" },
    { "trips.txt", "route_id,service_id,trip_id,trip_headsign,block_id\nL1,W,T1,Dock,\nL2,W,T2,Avenir,\n" },
    { "stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
                        "T1,08:00:00,08:00:00,A,1\nT1,08:05:00,08:06:00,B,2\nT1,,,C,3\nT1,08:16:00,08:16:00,D,4\n"
                        "T2,8:20:00,8:20:00,D,1\nT2,25:10:00,25:10:00,A,2\n" },
    { "calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
                      "W,1,1,1,1,1,0,0,20250303,20250330\n" },
    { "calendar_dates.txt", "service_id,date,exception_type\nW,20250305,2\nW,20250308,1\n" },
    { NULL, NULL },
};

void write_feed_files(const char *path, const feed_file *files)
{
    mkdir(path, 0700);
    for (const feed_file *f = files; f->name; f++)
        write_text(in_folder(path, f->name), f->text);
}

void write_feed(const char *path, const char *spoiled, const char *text)
{
    bool replaced = false;
    mkdir(path, 0700);
    for (const feed_file *f = small; f->name; f++) {
        const bool is_it = spoiled && strcmp(f->name, spoiled) == 0;
        replaced |= is_it;
        if (!is_it || text)
            write_text(in_folder(path, f->name), is_it ? text : f->text);
    }
    if (spoiled && !replaced && text)
        write_text(in_folder(path, spoiled), text);
}

void write_feed_zip(const char *path, bool cut)
{
    zip_member members[ZIP_MOST_MEMBERS];
    int count = 0;
    for (const feed_file *f = small; f->name; f++)
        members[count++] = (zip_member){ f->name, f->text, strlen(f->text) };
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    put_zip(file, members, count);
    const long size = ftell(file);
    fclose(file);
    if (cut)
        assert_int_equal(truncate(path, size - 40), 0);
}
