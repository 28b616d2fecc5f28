/* Zones from the compiled files of the system (RFC 8536), read at need: a few kilobytes. */
#include "network/transit/zone.h"

#include "base/os/file.h"
#include "network/transit/gtfs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER = 44, LARGEST = 1 << 16, HOUR_S = 3600, DAY_S = 86400 };

typedef struct {
    const unsigned char *times, *kinds, *types; /* of the block with 64-bit times */
    int32_t n_times, n_types;
    const char *rule; /* for times after the last one, as in the variable TZ */
} zone_data;

static int64_t big_endian(const unsigned char *at, int bytes)
{
    uint64_t n = at[0] & 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < bytes; i++)
        n = n << 8 | at[i];
    return (int64_t)n;
}

/* Size of the block after a header; -1 when it cannot be. */
static int64_t block_size(const unsigned char *header, int time_size, int32_t *times, int32_t *types)
{
    int64_t count[6];
    for (int i = 0; i < 6; i++) {
        count[i] = big_endian(header + 20 + 4 * i, 4);
        if (count[i] < 0 || count[i] > LARGEST)
            return -1;
    }
    *times = (int32_t)count[3];
    *types = (int32_t)count[4];
    return count[3] * (time_size + 1) + count[4] * 6 + count[5] + count[2] * (time_size + 4) + count[1] + count[0];
}

static bool find_block(zone_data *z, unsigned char *file, size_t size)
{
    int32_t times, types;
    if (size < HEADER || memcmp(file, "TZif", 4) != 0 || file[4] < '2')
        return false;
    const int64_t first = block_size(file, 4, &times, &types);
    if (first < 0 || (uint64_t)first + 2 * HEADER > size)
        return false;
    unsigned char *second = file + HEADER + first;
    const int64_t length = block_size(second, 8, &times, &types);
    const size_t left = size - HEADER - (size_t)first - HEADER;
    if (memcmp(second, "TZif", 4) != 0 || length < 0 || (uint64_t)length + 2 > left || types < 1)
        return false;
    *z = (zone_data){ .times = second + HEADER, .n_times = times, .n_types = types };
    z->kinds = z->times + (size_t)times * 8;
    z->types = z->kinds + times;
    unsigned char *footer = second + HEADER + length;
    unsigned char *end = memchr(footer + 1, '\n', left - (size_t)length - 1);
    if (*footer != '\n' || !end)
        return false;
    *end = '\0';
    z->rule = (const char *)footer + 1;
    return true;
}

/* ---- the rule for the years to come ---- */

/* "<+03>", "CEST". */
static const char *skip_name(const char *at)
{
    if (*at == '<')
        return strchr(at, '>') ? strchr(at, '>') + 1 : at;
    while ((*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z'))
        at++;
    return at;
}

/* "-1", "3:30", as seconds. */
static int32_t read_hours(const char **at)
{
    char *end = NULL;
    const bool negative = **at == '-';
    const long hours = labs(strtol(*at, &end, 10));
    long seconds = hours > 200 ? 0 : hours * HOUR_S;
    if (*end == ':')
        seconds += 60 * (strtol(end + 1, &end, 10) % 60);
    *at = end;
    return (int32_t)(negative ? -seconds : seconds);
}

/* "M3.5.0/2": the day of a year, and the time of that day; false for other kinds of rules. */
static bool read_change(int32_t *day, int32_t *time_s, const char **at, int year)
{
    int month, week, weekday, length = 0;
    if (sscanf(*at, ",M%2d.%1d.%1d%n", &month, &week, &weekday, &length) != 3 || month < 1 || month > 12 ||
        week < 1 || week > 5 || weekday > 6)
        return false;
    *at += length;
    *time_s = 2 * HOUR_S;
    if (**at == '/') {
        ++*at;
        *time_s = read_hours(at);
    }
    const int32_t first = mlg_day_of(year, month, 1);
    const int32_t next = month == 12 ? mlg_day_of(year + 1, 1, 1) : mlg_day_of(year, month + 1, 1);
    const int wanted = (weekday + 6) % 7; /* Sunday is 0 in the rule, Monday in mlg_day_weekday() */
    *day = first + (wanted - mlg_day_weekday(first) + 7) % 7 + 7 * (week - 1);
    while (*day >= next)
        *day -= 7;
    return true;
}

/* Seconds east at noon, local time, by which a change of the same day is over. */
static bool by_rule(int32_t *offset_s, const char *rule, int32_t day)
{
    const char *at = skip_name(rule);
    int32_t standard, summer, from, to, time_s;
    int year, month, of_month;
    if (*rule == '\0' || at == rule)
        return false;
    standard = -read_hours(&at);
    *offset_s = standard;
    if (*at == '\0')
        return true;
    at = skip_name(at);
    summer = standard + HOUR_S;
    if (*at != ',' && *at != '\0')
        summer = -read_hours(&at);
    mlg_day_date(day, &year, &month, &of_month);
    if (!read_change(&from, &time_s, &at, year) || !read_change(&to, &time_s, &at, year))
        return false;
    const bool is_summer = from < to ? day >= from && day < to : day >= from || day < to;
    *offset_s = is_summer ? summer : standard;
    return true;
}

/* ---- the years of the file ---- */

static int32_t type_offset(const zone_data *z, int32_t type)
{
    return (int32_t)big_endian(z->types + 6 * (type < z->n_types ? type : 0), 4);
}

static int32_t at_utc(const zone_data *z, int64_t utc_s)
{
    int32_t low = 0, high = z->n_times;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (big_endian(z->times + 8 * (size_t)middle, 8) <= utc_s)
            low = middle + 1;
        else
            high = middle;
    }
    return type_offset(z, low == 0 ? 0 : z->kinds[low - 1]);
}

static int32_t at_noon(const zone_data *z, int32_t day)
{
    const int64_t noon_s = (int64_t)day * DAY_S + DAY_S / 2;
    const int64_t last_s = z->n_times > 0 ? big_endian(z->times + 8 * (size_t)(z->n_times - 1), 8) : INT64_MIN;
    int32_t offset_s;
    if (noon_s > last_s + DAY_S && by_rule(&offset_s, z->rule, day))
        return offset_s;
    offset_s = at_utc(z, noon_s);
    return at_utc(z, noon_s - offset_s);
}

/* Names like "America/Argentina/Buenos_Aires", and no others. */
static bool is_zone_name(const char *zone)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    return *zone && *zone != '/' && strlen(zone) < 64 && strspn(zone, letters) == strlen(zone);
}

bool mlg_zone_offset_s(int32_t *offset_s, const char *zone, int32_t day)
{
    char path[128];
    zone_data z;
    if (!is_zone_name(zone))
        return false;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    FILE *file = mlg_os_fopen(path, "rb");
    unsigned char *bytes = file ? malloc(LARGEST) : NULL;
    const size_t size = bytes ? fread(bytes, 1, LARGEST, file) : 0;
    if (file)
        fclose(file);
    const bool known = bytes && find_block(&z, bytes, size);
    if (known)
        *offset_s = at_noon(&z, day);
    free(bytes);
    return known;
}

int32_t mlg_zone_noon_s(const char *zone, const char *base, int32_t day, int days)
{
    int32_t own_s, base_s;
    if (!mlg_zone_offset_s(&own_s, zone, day + days) || !mlg_zone_offset_s(&base_s, base, day))
        return days * DAY_S;
    return days * DAY_S - (own_s - base_s);
}
