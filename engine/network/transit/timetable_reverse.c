/* A day backwards (timetable.h). */
#include "base/memory.h"
#include "network/transit/timetable.h"

#include <string.h>

static mlg_status copy(void **out, const void *from, size_t bytes, mlg_error *err)
{
    MLG_TRY(mlg_new_array(out, bytes, 1, "a timetable", err));
    memcpy(*out, from, bytes);
    return MLG_OK;
}

#define COPY(field, count) copy((void **)&t->field, from->field, (size_t)(count) * sizeof *t->field, err)

static mlg_status copy_arrays(mlg_timetable *t, const mlg_timetable *from, mlg_error *err)
{
    const int32_t positions = from->first_position[from->n_patterns];
    const int64_t times = from->first_time[from->n_patterns];
    MLG_TRY(COPY(first_position, from->n_patterns + 1));
    MLG_TRY(COPY(first_run, from->n_patterns + 1));
    MLG_TRY(COPY(first_time, from->n_patterns + 1));
    MLG_TRY(COPY(stop, positions));
    MLG_TRY(COPY(use, positions));
    MLG_TRY(COPY(first_visit, from->n_stops + 1));
    MLG_TRY(COPY(visits, positions));
    MLG_TRY(COPY(first_part, from->n_runs + 1));
    MLG_TRY(COPY(parts, from->first_part[from->n_runs]));
    MLG_TRY(COPY(arrival_ds, times));
    return COPY(departure_ds, times);
}

/* The last run becomes the first: its number within the pattern changes, not the one in `parts`, which is reversed
 * alike. */
static void turn_pattern(mlg_timetable *t, const mlg_timetable *from, int32_t p)
{
    const int32_t n = from->first_position[p + 1] - from->first_position[p], at = from->first_position[p];
    const int64_t runs = from->first_run[p + 1] - from->first_run[p], first = from->first_time[p];
    for (int32_t k = 0; k < n; k++) {
        const uint8_t use = from->use[at + n - 1 - k];
        t->stop[at + k] = from->stop[at + n - 1 - k];
        t->use[at + k] =
            (uint8_t)((use & MLG_MAY_BOARD ? MLG_MAY_ALIGHT : 0) | (use & MLG_MAY_ALIGHT ? MLG_MAY_BOARD : 0));
        for (int64_t r = 0; r < runs; r++) {
            const int64_t there = first + (n - 1 - k) * runs + (runs - 1 - r);
            t->arrival_ds[first + k * runs + r] = -from->departure_ds[there];
            t->departure_ds[first + k * runs + r] = -from->arrival_ds[there];
        }
    }
}

/* Visits of a stop stay in the order of patterns, and of positions within one. */
static void turn_visits(mlg_timetable *t, const mlg_timetable *from)
{
    for (int32_t s = 0; s < t->n_stops; s++)
        for (int32_t k = t->first_visit[s], end; k < t->first_visit[s + 1]; k = end) {
            const int32_t p = from->visits[k].pattern, n = from->first_position[p + 1] - from->first_position[p];
            for (end = k + 1; end < t->first_visit[s + 1] && from->visits[end].pattern == p;)
                end++;
            for (int32_t i = k; i < end; i++)
                t->visits[i].position = n - 1 - from->visits[end - 1 - (i - k)].position;
        }
}

mlg_status mlg_timetable_reverse(mlg_timetable **out, const mlg_timetable *timetable, mlg_error *err)
{
    mlg_timetable *t;
    *out = NULL;
    MLG_TRY(MLG_NEW(&t, 1, "a timetable", err));
    t->n_stops = timetable->n_stops;
    t->n_patterns = timetable->n_patterns;
    t->n_runs = timetable->n_runs;
    t->random_runs = timetable->random_runs;
    mlg_status st = copy_arrays(t, timetable, err);
    if (st != MLG_OK) {
        mlg_timetable_free(t);
        return st;
    }
    for (int32_t p = 0; p < t->n_patterns; p++)
        turn_pattern(t, timetable, p);
    turn_visits(t, timetable);
    *out = t;
    return MLG_OK;
}
