#include "network/transit/line.h"

#include "base/memory.h"
#include "network/transit/gtfs_inner.h"

static mlg_status check_line(const mlg_new_line *line, mlg_error *err)
{
    enum { LONGEST_S = 86400 };
    bool rising = line->n_stops >= 2 && line->at_s[0] == 0;
    for (int32_t k = 1; rising && k < line->n_stops; k++)
        rising = line->at_s[k] >= line->at_s[k - 1] && line->at_s[k] <= LONGEST_S;
    if (!rising)
        return mlg_fail(err, MLG_USAGE,
                        "line %s: give two stops or more, the first at 0 minutes and the others later",
                        line->name);
    if (line->first_s < 0 || line->last_s < line->first_s || line->last_s > 2 * LONGEST_S || line->every_s < 1)
        return mlg_fail(err, MLG_USAGE, "line %s: its hours and headway make no timetable", line->name);
    return MLG_OK;
}

static mlg_status add_stops(mlg_gtfs_maker *m, const mlg_new_line *line, mlg_error *err)
{
    mlg_gtfs *feed = &m->feed;
    MLG_TRY(MLG_GROW(&feed->stops, &m->stops_room, (size_t)(feed->n_stops + line->n_stops), "a line", err));
    for (int32_t k = 0; k < line->n_stops; k++)
        feed->stops[feed->n_stops++] =
            (mlg_gtfs_stop){ .id = "", .name = "", .lon = line->lon[k], .lat = line->lat[k], .parent = -1 };
    return MLG_OK;
}

/* One departure of a line whose stops begin at `first`, forwards or back. */
static mlg_status add_trip(mlg_gtfs_maker *m, const mlg_new_line *line, int32_t first, int32_t leaves_s, bool back,
                           mlg_error *err)
{
    mlg_gtfs *feed = &m->feed;
    const int32_t n = line->n_stops;
    MLG_TRY(MLG_GROW(&feed->trips, &m->trips_room, (size_t)feed->n_trips + 1, "a line", err));
    MLG_TRY(MLG_GROW(&feed->calls, &m->calls_room, (size_t)(feed->n_calls + n), "a line", err));
    feed->trips[feed->n_trips++] = (mlg_gtfs_trip){ .id = "",
                                                    .headsign = "",
                                                    .block = "",
                                                    .route = feed->n_routes - 1,
                                                    .first_call = feed->n_calls,
                                                    .n_calls = n };
    for (int32_t k = 0; k < n; k++) {
        const int32_t stop = back ? n - 1 - k : k;
        const int32_t at_s = leaves_s + (back ? line->at_s[n - 1] - line->at_s[stop] : line->at_s[stop]);
        feed->calls[feed->n_calls++] =
            (mlg_gtfs_call){ first + stop, at_s, at_s, MLG_BOARD_REGULAR, MLG_BOARD_REGULAR };
    }
    return MLG_OK;
}

static mlg_status add_line(mlg_gtfs_maker *m, const mlg_new_line *line, mlg_error *err)
{
    mlg_gtfs *feed = &m->feed;
    const int32_t first = feed->n_stops;
    MLG_TRY(check_line(line, err));
    MLG_TRY(add_stops(m, line, err));
    MLG_TRY(MLG_GROW(&feed->routes, &m->routes_room, (size_t)feed->n_routes + 1, "a line", err));
    mlg_gtfs_route *route = &feed->routes[feed->n_routes++];
    *route = (mlg_gtfs_route){ .id = "", .long_name = "", .color = "", .type = 3 };
    MLG_TRY(mlg_gtfs_keep(&route->short_name, m, line->name, err));
    for (int32_t at = line->first_s; at <= line->last_s; at += line->every_s) {
        MLG_TRY(add_trip(m, line, first, at, false, err));
        if (line->both_ways)
            MLG_TRY(add_trip(m, line, first, at, true, err));
    }
    return MLG_OK;
}

/* Every day that dates can name. */
static mlg_status add_service(mlg_gtfs_maker *m, mlg_error *err)
{
    mlg_gtfs *feed = &m->feed;
    MLG_TRY(MLG_NEW(&feed->services, 1, "a line", err));
    feed->services[feed->n_services++] =
        (mlg_gtfs_service){ "", 127, mlg_day_of(1970, 1, 1), mlg_day_of(2199, 12, 31) };
    return MLG_OK;
}

mlg_status mlg_gtfs_of_lines(mlg_gtfs **out, const mlg_new_line *lines, int32_t n, const char *zone,
                             mlg_error *err)
{
    mlg_gtfs_maker *m;
    *out = NULL;
    MLG_TRY(MLG_NEW(&m, 1, "a line", err));
    m->feed.path = m->feed.agency = m->feed.publisher = m->feed.version = "";
    mlg_status st;
    MLG_GO(mlg_gtfs_keep(&m->feed.zone, m, zone, err));
    MLG_GO(add_service(m, err));
    for (int32_t k = 0; k < n; k++)
        MLG_GO(add_line(m, &lines[k], err));
done:
    if (st == MLG_OK)
        *out = &m->feed;
    else
        mlg_gtfs_free(&m->feed);
    return st;
}
