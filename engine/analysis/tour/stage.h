/* One request for rounds of mobile units in a study: what its parts share. */
#ifndef MLG_ANALYSIS_TOUR_STAGE_H
#define MLG_ANALYSIS_TOUR_STAGE_H

#include "analysis/common/places.h"
#include "analysis/tour/solve.h"
#include "analysis/travel/modes.h"

/* Stops come first among `nodes`, the depots of the units after them. `{ 0 }` is empty. */
typedef struct mlg_tour_job {
    mlg_study *study;
    const mlg_config_tour *ask;
    char key[32]; /* "tours[0]" */
    const mlg_places *places;
    double start_s;  /* clock when the request was begun: its seconds count from there */
    mlg_mode people; /* whose people are targeted, and how they come; without a share: everybody */
    mlg_sites nodes;
    int32_t n_stops, days_a_week, weeks;
    uint8_t *is_qpv, *is_site; /* [stops] a neighbourhood; a facility to stop at */
    int32_t n_impossible;      /* stops that fit no day */
    double acts, weeks_per_year;
    /* the problem, and the arrays it points to */
    mlg_tour_problem problem;
    int32_t *drive_s, *come_s, *session_s, *acts_of, *row_demand, *row_share, *repeat, *group_start, *group_stop;
    mlg_tour_span *opening, *shift;
    int64_t *weight, *row_start;
    mlg_tour_group *group;
    mlg_tour_fixed *fixed;
    size_t demand_room, share_room, group_room, start_room, stop_room, weight_room;
    /* come_s: as drive_s, by people of a group; NULL: as the unit drives */
    int32_t *demand_of; /* a place: its demand point, or MLG_NOWHERE */
    double *persons_of; /* [demand] persons targeted */
    size_t persons_room;
    int32_t *qpv_demand; /* [stops] a neighbourhood: its demand point, or MLG_NOWHERE */
    mlg_tour_answer answer;
} mlg_tour_job;

void mlg_tour_job_release(mlg_tour_job *job);

/* Options of the solver, with what is left of the time that the study gives to the request. */
mlg_tour_options mlg_tour_job_options(const mlg_tour_job *job);

/* Share of the people of a place that are targeted. */
static inline double mlg_tour_share(const mlg_tour_job *job, int32_t place)
{
    return job->people.share ? job->people.share[place] : 1;
}

/* Stops, depots and the people targeted (stage_people.c); conventions are recorded. */
mlg_status mlg_tour_job_targets(mlg_tour_job *job, mlg_error *err) MLG_MUST_CHECK;

/* Hours, drives, groups and fixed visits (stage_days.c). */
mlg_status mlg_tour_job_days(mlg_tour_job *job, mlg_error *err) MLG_MUST_CHECK;

/* Working days with room for one more session, not counting the drive, and why none is held: nobody is targeted
 * ("cible"), no stop serves those who are ("portee"), one more session would add nothing ("rien"), the stops where
 * it would do not fit or have as many visits as allowed ("temps"), or are closed that day ("ferme"). NULL: full.
 * Released with mlg_tour_room_release(), on failure too. */
typedef struct mlg_tour_room {
    double target; /* persons, or consultations lacking */
    int32_t free_days;
    const char *reason;
    const char **day; /* [units x days] */
} mlg_tour_room;

mlg_status mlg_tour_find_room(mlg_tour_room *room, const mlg_tour_job *job, mlg_error *err) MLG_MUST_CHECK;
void mlg_tour_room_release(mlg_tour_room *room);

/* Tables tournee, arret, tournee_bilan (stage_write.c). */
mlg_status mlg_tour_job_write(mlg_tour_job *job, mlg_error *err) MLG_MUST_CHECK;

/* APL of GPs of the people who are targeted: access[places] in its unit, NaN unknown, freed with free() (stage_access.c). */
mlg_status mlg_tour_read_access(double **access, const mlg_tour_job *job, mlg_error *err) MLG_MUST_CHECK;

/* Table tournee_acces: the sessions as supply of general practice (stage_access.c). */
mlg_status mlg_tour_job_access(mlg_tour_job *job, mlg_error *err) MLG_MUST_CHECK;

/* Notes "<name>.<what>" of the request. */
mlg_status mlg_tour_note(const mlg_tour_job *job, const char *what, const double *given, double fallback,
                         const char *unit, const char *source, double *value, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_tour_note_text(const mlg_tour_job *job, const char *what, const char *value, const char *unit,
                              const char *origin, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_tour_note_count(const mlg_tour_job *job, const char *what, int32_t value, const char *unit,
                               const char *origin, mlg_error *err) MLG_MUST_CHECK;

/* The stop of that code; MLG_NOWHERE when it is none. */
int32_t mlg_tour_job_stop(const mlg_tour_job *job, const char *code);

#endif
