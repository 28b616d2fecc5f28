/* Opening hours over a week, in the notation of OpenStreetMap as far as places of care need it:
 *
 *   24/7                                    always
 *   Mo-Fr 08:00-20:00; Sa 09:00-12:00       days of the week, in English or French (Lu Ma Me Je Ve Sa Di)
 *   Mo,We 22:00-06:00                       a range past midnight goes on into the next day
 *   Mo-Fr 08:00-20:00; Su off               closed that day; a later rule replaces an earlier one for its days
 *   Mo-Su 20:00-08:00 "on call"             on call (on-call, astreinte): neither open nor closed; added to other rules
 *   day, evening, night, weekend            periods of the French duty rota (code de la santé publique, R6315-1), which
 *                                           share out the week: evening 20-24 h, night 0-8 h, weekend Saturday from noon
 *                                           and Sunday 8-20 h, day the rest
 *
 * Rules on public holidays (PH) and school holidays (SH) are read and left out: the week has none. */
#ifndef MLG_BASE_HOURS_H
#define MLG_BASE_HOURS_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { MLG_WEEK_MINUTES = 7 * 24 * 60 };

typedef enum mlg_openness { MLG_CLOSED, MLG_ON_CALL, MLG_OPEN } mlg_openness;

/* From Monday 0:00. */
typedef struct mlg_hours {
    uint8_t minute[MLG_WEEK_MINUTES]; /* a mlg_openness */
} mlg_hours;

/* Returns false, and leaves *hours undefined, when `text` is none of the above. O(week). */
bool mlg_hours_parse(mlg_hours *hours, const char *text);

/* Adds the text of the hours, which mlg_hours_parse() reads as the same; it may be too long for it where they change many times a day. */
void mlg_hours_write(mlg_text *out, const mlg_hours *hours);

/* A time of the week: hours as above, or one minute of a day, "Sa 03:00". */
bool mlg_moment_parse(mlg_hours *moment, const char *text);

/* The least open that `hours` are over the minutes of `moment`: open means throughout. O(week). */
mlg_openness mlg_hours_during(const mlg_hours *hours, const mlg_hours *moment);

#endif
