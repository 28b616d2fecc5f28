/* Slots of unscheduled care, hour by hour over a week: what each site gives is shared among all who are within reach of it.
 *
 *   ratio of a site    = slots an hour / people within reach; 0 without people
 *   slots of a person  = SUM ratio of the sites within reach that are open that hour
 *
 * SUM people * slots of a person = the slots of the open sites that somebody reaches; of the people here, their part of them.
 */
#ifndef MLG_ANALYSIS_POLICY_SLOTS_H
#define MLG_ANALYSIS_POLICY_SLOTS_H

#include "base/error.h"
#include "base/hours.h"

enum { MLG_WEEK_HOURS = 7 * 24 };

typedef struct mlg_slots {
    int32_t places, sites;
    const double *people; /* [places] */
    const double *here;   /* [places] those of them who are counted: sites near an edge serve others too */
    const int64_t *start; /* [sites + 1]: site s is within reach of place[start[s] .. start[s + 1]) */
    const int32_t *place;
    const mlg_hours *hours; /* [sites] */
    double an_hour;         /* slots of a site, >= 0 */
} mlg_slots;

/* One hour of the week, from Monday 0:00. */
typedef struct mlg_slots_hour {
    int32_t open;  /* sites open throughout it */
    double people; /* here, within reach of one of them */
    double slots;  /* that come to people here */
} mlg_slots_hour;

/* hour[MLG_WEEK_HOURS]; week[places]: slots a week for one person. MLG_INPUT: negative slots. O(hours x reach). */
mlg_status mlg_slots_week(mlg_slots_hour *hour, double *week, const mlg_slots *in, mlg_error *err) MLG_MUST_CHECK;

#endif
