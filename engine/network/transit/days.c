/* Days: dates as day numbers, and the days on which services run. */
#include "network/transit/gtfs.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

/* Howard Hinnant, "chrono-compatible low-level date algorithms": days_from_civil. */
int32_t mlg_day_of(int year, int month, int day)
{
    const int y = year - (month <= 2);
    const int era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* Its civil_from_days. */
void mlg_day_date(int32_t day, int *year, int *month, int *day_of_month)
{
    const int z = day + 719468, era = z / 146097, of_era = z - era * 146097;
    const int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day_of_month = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

bool mlg_day_parse(int32_t *day, const char *text)
{
    int year, month, day_of_month, back[3];
    if (!text || strlen(text) != 8 || strspn(text, "0123456789") != 8)
        return false;
    sscanf(text, "%4d%2d%2d", &year, &month, &day_of_month);
    if (year < 1970 || year > 2199 || month < 1 || month > 12 || day_of_month < 1)
        return false;
    *day = mlg_day_of(year, month, day_of_month);
    mlg_day_date(*day, &back[0], &back[1], &back[2]);
    return back[1] == month && back[2] == day_of_month;
}

int mlg_day_weekday(int32_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

void mlg_day_text(char text[16], int32_t day)
{
    int year, month, day_of_month;
    mlg_day_date(day, &year, &month, &day_of_month);
    snprintf(text, 16, "%04d-%02d-%02d", year % 10000, month % 100, day_of_month % 100);
}

/* The exceptions are sorted by service, then day. */
static const mlg_gtfs_exception *find_exception(const mlg_gtfs *feed, int32_t service, int32_t day)
{
    int32_t low = 0, high = feed->n_exceptions;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        const mlg_gtfs_exception *e = &feed->exceptions[middle];
        if (e->service < service || (e->service == service && e->day < day))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == feed->n_exceptions)
        return NULL; /* a feed may have none */
    const mlg_gtfs_exception *e = &feed->exceptions[low];
    return e->service == service && e->day == day ? e : NULL;
}

bool mlg_gtfs_runs(const mlg_gtfs *feed, int32_t service, int32_t day)
{
    const mlg_gtfs_exception *e = find_exception(feed, service, day);
    const mlg_gtfs_service *s = &feed->services[service];
    if (e)
        return e->added;
    return day >= s->from && day <= s->to && (s->weekdays >> mlg_day_weekday(day) & 1);
}

static void widen(int32_t *first, int32_t *last, int32_t day)
{
    *first = day < *first ? day : *first;
    *last = day > *last ? day : *last;
}

/* Days of the week that the period does not reach are passed over. */
static void widen_by_service(int32_t *first, int32_t *last, const mlg_gtfs *feed, int32_t service)
{
    const mlg_gtfs_service *s = &feed->services[service];
    int32_t day = s->from;
    while (day <= s->to && !mlg_gtfs_runs(feed, service, day))
        day++;
    if (day > s->to)
        return;
    widen(first, last, day);
    for (day = s->to; !mlg_gtfs_runs(feed, service, day);)
        day--;
    widen(first, last, day);
}

bool mlg_gtfs_span(int32_t *first, int32_t *last, const mlg_gtfs *feed)
{
    *first = INT32_MAX;
    *last = INT32_MIN;
    for (int32_t s = 0; s < feed->n_services; s++)
        if (feed->services[s].weekdays)
            widen_by_service(first, last, feed, s);
    for (int32_t e = 0; e < feed->n_exceptions; e++)
        if (feed->exceptions[e].added)
            widen(first, last, feed->exceptions[e].day);
    return *first <= *last;
}

/* The frequencies are sorted by trip; the first one of a trip counts the trip itself. */
static void count_by_service(int64_t *count, const mlg_gtfs *feed)
{
    for (int32_t t = 0; t < feed->n_trips; t++)
        if (feed->trips[t].n_calls > 0 || feed->trips[t].on_demand)
            count[feed->trips[t].service]++;
    for (int32_t f = 0; f < feed->n_frequencies; f++) {
        const mlg_gtfs_frequency *q = &feed->frequencies[f];
        const bool is_first = f == 0 || feed->frequencies[f - 1].trip != q->trip;
        count[feed->trips[q->trip].service] += mlg_gtfs_departures(q) - is_first;
    }
}

mlg_status mlg_gtfs_trips_by_day(int64_t *trips, const mlg_gtfs *feed, int32_t first, int32_t n, mlg_error *err)
{
    int64_t *count;
    MLG_TRY(MLG_NEW(&count, (size_t)feed->n_services, "a timetable", err));
    count_by_service(count, feed);
    for (int32_t d = 0; d < n; d++) {
        trips[d] = 0;
        for (int32_t s = 0; s < feed->n_services; s++)
            trips[d] += count[s] != 0 && mlg_gtfs_runs(feed, s, first + d) ? count[s] : 0;
    }
    free(count);
    return MLG_OK;
}
