#include "analysis/policy/slots.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static bool is_open(const mlg_hours *hours, int hour)
{
    for (int m = 60 * hour; m < 60 * (hour + 1); m++)
        if (hours->minute[m] != MLG_OPEN)
            return false;
    return true;
}

static double reached(const mlg_slots *in, int32_t site)
{
    double people = 0;
    for (int64_t a = in->start[site]; a < in->start[site + 1]; a++)
        people += in->people[in->place[a]];
    return people;
}

static void one_hour(mlg_slots_hour *out, double *week, uint8_t *near, const mlg_slots *in, const double *around,
                     int hour)
{
    memset(near, 0, (size_t)in->places);
    *out = (mlg_slots_hour){ 0 };
    for (int32_t s = 0; s < in->sites; s++) {
        if (!is_open(&in->hours[s], hour))
            continue;
        out->open++;
        for (int64_t a = in->start[s]; a < in->start[s + 1]; a++) {
            int32_t i = in->place[a];
            const double each = around[s] > 0 ? in->an_hour / around[s] : 0;
            out->people += near[i] ? 0 : in->here[i];
            out->slots += in->here[i] * each;
            near[i] = 1;
            week[i] += each;
        }
    }
}

mlg_status mlg_slots_week(mlg_slots_hour *hour, double *week, const mlg_slots *in, mlg_error *err)
{
    uint8_t *near = NULL;
    double *around = NULL;
    mlg_status st;
    if (!(in->an_hour >= 0))
        return mlg_fail(err, MLG_INPUT, "a site gives %g slots an hour; it must be 0 or more", in->an_hour);
    MLG_GO(MLG_NEW(&near, (size_t)in->places, "places", err));
    MLG_GO(MLG_NEW(&around, (size_t)in->sites, "sites", err));
    for (int32_t i = 0; i < in->places; i++)
        week[i] = 0;
    for (int32_t s = 0; s < in->sites; s++)
        around[s] = reached(in, s);
    for (int h = 0; h < MLG_WEEK_HOURS; h++)
        one_hour(&hour[h], week, near, in, around, h);
done:
    free(near);
    free(around);
    return st;
}
