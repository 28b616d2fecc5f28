/* Days whose numbers come from a file. */
#include "network/transit/timetable.h"

#include "network/time.h"

static bool grows(const int32_t *first, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        if (first[i + 1] < first[i])
            return false;
    return first[0] == 0;
}

/* Times of the runs of one pattern: none beyond what can be added a few times, none before that of the run before. */
static bool times_hold(const int32_t *time_ds, int32_t positions, int32_t runs)
{
    const int32_t most_ds = MLG_TIME_MAX / 4;
    for (int32_t k = 0; k < positions; k++, time_ds += runs)
        for (int32_t r = 0; r < runs; r++)
            if (time_ds[r] < -most_ds || time_ds[r] > most_ds || (r > 0 && time_ds[r] < time_ds[r - 1]))
                return false;
    return true;
}

/* Whether no vehicle leaves before it is there, nor is at the next stop before it left. */
static bool goes_forward(const int32_t *arrival_ds, const int32_t *departure_ds, int64_t times, int32_t runs)
{
    for (int64_t i = 0; i < times; i++)
        if (departure_ds[i] < arrival_ds[i] || (i + runs < times && arrival_ds[i + runs] < departure_ds[i]))
            return false;
    return true;
}

static bool pattern_holds(const mlg_timetable *t, int32_t p)
{
    const int32_t positions = t->first_position[p + 1] - t->first_position[p];
    const int32_t runs = t->first_run[p + 1] - t->first_run[p];
    return positions > 0 && runs > 0 && t->first_time[p + 1] - t->first_time[p] == (int64_t)positions * runs &&
           times_hold(t->arrival_ds + t->first_time[p], positions, runs) &&
           times_hold(t->departure_ds + t->first_time[p], positions, runs) &&
           goes_forward(t->arrival_ds + t->first_time[p], t->departure_ds + t->first_time[p],
                        t->first_time[p + 1] - t->first_time[p], runs);
}

bool mlg_timetable_holds(const mlg_timetable *t)
{
    if (!grows(t->first_position, t->n_patterns) || !grows(t->first_run, t->n_patterns) ||
        !grows(t->first_visit, t->n_stops) || t->first_time[0] != 0)
        return false;
    for (int32_t p = 0; p < t->n_patterns; p++)
        if (t->first_time[p + 1] < t->first_time[p])
            return false;
    for (int32_t k = 0; k < t->first_position[t->n_patterns]; k++)
        if (t->stop[k] < 0 || t->stop[k] >= t->n_stops)
            return false;
    for (int32_t p = 0; p < t->n_patterns; p++)
        if (!pattern_holds(t, p))
            return false;
    for (int32_t v = 0; v < t->first_visit[t->n_stops]; v++) {
        const mlg_pattern_call *visit = &t->visits[v];
        if (visit->pattern < 0 || visit->pattern >= t->n_patterns || visit->position < 0 ||
            visit->position >= t->first_position[visit->pattern + 1] - t->first_position[visit->pattern])
            return false;
    }
    return true;
}
