#include "output/figure.h"

#include "base/language.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define NARROW_SPACE "\u202f"

int mlg_figure_places(double value, int places)
{
    enum { MOST = 2 };
    if (places != MLG_AS_NEEDED)
        return places;
    places = 0;
    for (double rest = value; places < MOST && fabs(rest - round(rest)) > 1e-6; rest *= 10)
        places++;
    return places;
}

/* Digits of the rounded number, whatever the locale of the process; "-0.0" becomes "0.0". */
static void digits_of(char out[64], double value, int places)
{
    snprintf(out, 64, "%.*f", mlg_figure_places(value, places), value);
    if (strspn(out, "-0.,") == strlen(out))
        memmove(out, out + (*out == '-'), strlen(out) + 1 - (*out == '-'));
}

static mlg_figure format(double value, int places, const char *between, char point)
{
    char digits[64];
    mlg_figure figure = { "" };
    if (!(fabs(value) <= 1e15))
        return figure;
    digits_of(digits, value, places);
    size_t whole = strspn(digits, "-0123456789"), at = 0;
    for (size_t i = 0; digits[i]; i++) {
        if (i > 0 && i < whole && isdigit((unsigned char)digits[i - 1]) && (whole - i) % 3 == 0)
            at += (size_t)snprintf(figure.text + at, sizeof figure.text - at, "%s", between);
        figure.text[at++] = (char)(i == whole ? point : digits[i]);
    }
    return figure;
}

mlg_figure mlg_french(double value, int places)
{
    mlg_figure figure = format(value, places, NARROW_SPACE, ',');
    return figure.text[0] ? figure : (mlg_figure){ MLG_UNKNOWN };
}

mlg_figure mlg_french_plain(double value, int places)
{
    return format(value, places, "", ',');
}

mlg_figure mlg_english(double value, int places)
{
    mlg_figure figure = format(value, places, ",", '.');
    return figure.text[0] ? figure : (mlg_figure){ "unknown" };
}

mlg_figure mlg_shown(double value, int places)
{
    return strcmp(mlg_report_language(), "en") == 0 ? mlg_english(value, places) : mlg_french(value, places);
}

mlg_figure mlg_said(double value, int places)
{
    return strcmp(mlg_language(), "fr") == 0 ? mlg_french(value, places) : mlg_english(value, places);
}
