/* Lengths, dates and hours as study files write them. */
#include "base/number.h"
#include "study/config/config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool mlg_parse_length(const char *text, double *metres)
{
    char *end;
    size_t digits = strspn(text, "0123456789.");
    double value = mlg_strtod(text, &end);
    if (digits == 0 || end != text + digits || !isfinite(value))
        return false;
    end += strspn(end, " ");
    bool kilometres = *end == '\0' || strcmp(end, "km") == 0;
    if (!kilometres && strcmp(end, "m") != 0)
        return false;
    *metres = kilometres ? value * 1000 : value;
    return true;
}

bool mlg_parse_date(const char *text, int *year, int *month, int *day)
{
    static const int longest[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const char *const digits = "0123456789";
    if (strlen(text) != 10 || strspn(text, digits) != 4 || text[4] != '-' || strspn(text + 5, digits) != 2 ||
        text[7] != '-' || strspn(text + 8, digits) != 2)
        return false;
    *year = (int)strtol(text, NULL, 10);
    *month = (int)strtol(text + 5, NULL, 10);
    *day = (int)strtol(text + 8, NULL, 10);
    bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    return *month >= 1 && *month <= 12 && *day >= 1 && *day <= longest[*month - 1] - (*month == 2 && !leap);
}

bool mlg_parse_hour(const char *text, int32_t *seconds)
{
    size_t hours = strspn(text, "0123456789");
    if (hours < 1 || hours > 2 || text[hours] != ':' || strspn(text + hours + 1, "0123456789") != 2 ||
        text[hours + 3])
        return false;
    int32_t hour = (int32_t)strtol(text, NULL, 10), minute = (int32_t)strtol(text + hours + 1, NULL, 10);
    *seconds = 3600 * hour + 60 * minute;
    return minute < 60 && *seconds <= 86400;
}
