/* Parses speed limits and durations as mappers write them. */
#include "base/among.h"
#include "base/number.h"
#include "network/roads/tags.h"

#include <math.h>
#include <string.h>

static const double MPH = 1.609344, KNOT = 1.852;
static const double unknown = (double)NAN;

static const char *skip_spaces(const char *text)
{
    while (*text == ' ')
        text++;
    return text;
}

/* "50" or "50 mph" in km/h; NaN when it is not a number with a known unit. */
static double numeric_limit(const char *text)
{
    static const char *const kmh[] = { "", "km/h", "kmh", "kph", "kmph", NULL };
    double value;
    const char *unit;
    if (!mlg_read_decimal(&value, text, &unit))
        return unknown;
    unit = skip_spaces(unit);
    double factor = mlg_is_among(kmh, unit)                                 ? 1
                    : strcmp(unit, "mph") == 0                              ? MPH
                    : strcmp(unit, "knots") == 0 || strcmp(unit, "kn") == 0 ? KNOT
                                                                            : unknown;
    value *= factor;
    return value >= 1 && value <= 300 ? value : unknown;
}

static int urban_of_name(const char *name)
{
    static const char *const urban[] = { "urban", "living_street", "pedestrian_zone", NULL };
    static const char *const rural[] = { "rural", "trunk", "motorway", "nsl_single", "nsl_dual", NULL };
    return mlg_is_among(urban, name) || strncmp(name, "zone", 4) == 0 ? 1 : mlg_is_among(rural, name) ? 0 : -1;
}

/* "FR:urban" is looked up by its whole name, then by the part after the colon; "FR:zone30" and "zone:30" by the
 * number at the end. */
static double named_limit(const mlg_profile *profile, const char *text, int *urban)
{
    const char *colon = strchr(text, ':');
    const char *name = colon ? colon + 1 : text;
    int told = urban_of_name(name);
    if (told < 0 && colon)
        told = urban_of_name(text); /* "zone:30" */
    if (told >= 0)
        *urban = told;
    const mlg_rule *rule = mlg_profile_rule(profile, MLG_RULE_LEGAL, text);
    if (!rule)
        rule = mlg_profile_rule(profile, MLG_RULE_LEGAL, name);
    if (rule)
        return rule->a;
    const char *digits = name + strcspn(name, "0123456789");
    return *digits && (colon || told == 1) ? numeric_limit(digits) : unknown;
}

static double one_limit(const mlg_profile *profile, const char *text, int *urban, bool *understood)
{
    static const char *const no_value[] = {
        "signals", "variable", "implicit", "unposted", "sign", "default", NULL
    };
    double limit = numeric_limit(text);
    if (isnan(limit))
        limit = named_limit(profile, text, urban);
    if (isnan(limit) && !mlg_is_among(no_value, text) &&
        urban_of_name(strchr(text, ':') ? strchr(text, ':') + 1 : text) < 0)
        *understood = false;
    return limit;
}

double mlg_limit_kmh(const mlg_profile *profile, const char *text, int *urban, bool *understood)
{
    double lowest = (double)NAN;
    *understood = true;
    while (*text) {
        char part[64];
        text = skip_spaces(text);
        size_t n = strcspn(text, ";|"), kept = n < sizeof part - 1 ? n : sizeof part - 1;
        memcpy(part, text, kept);
        while (kept > 0 && part[kept - 1] == ' ')
            kept--;
        part[kept] = '\0';
        lowest = fmin(lowest, one_limit(profile, part, urban, understood));
        text += n + (text[n] != '\0');
    }
    return lowest;
}

/* "PnDTnHnMnS" */
static double iso_duration(const char *text)
{
    double total = 0, value;
    bool time = false, any = false;
    for (text++; *text; any = true) {
        if (*text == 'T' && !time) {
            time = true;
            text++;
        }
        if (!mlg_read_decimal(&value, text, &text) || value < 0)
            return unknown;
        double unit = !time && *text == 'D'  ? 86400
                      : time && *text == 'H' ? 3600
                      : time && *text == 'M' ? 60
                      : time && *text == 'S' ? 1
                                             : unknown;
        total += value * unit;
        text += *text != '\0';
    }
    return any ? total : unknown;
}

double mlg_duration_s(const char *text)
{
    int64_t part[3] = { 0 };
    int count = 0;
    if (*text == 'P')
        return iso_duration(text);
    for (;; text++) {
        if (count == 3 || !mlg_read_integer(&part[count], text, &text) || part[count] < 0 || part[count] > 100000)
            return unknown;
        count++;
        if (*text != ':')
            break;
    }
    if (*text != '\0')
        return unknown;
    return count == 1 ? (double)part[0] * 60 : (double)(part[0] * 3600 + part[1] * 60 + part[2]);
}
