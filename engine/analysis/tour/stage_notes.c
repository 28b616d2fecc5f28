/* The conventions of a tour request, recorded with its answer; look-ups shared by its stages. */
#include "analysis/tour/stage.h"

#include <string.h>

mlg_status mlg_tour_note(const mlg_tour_job *job, const char *what, const double *given, double fallback,
                         const char *unit, const char *source, double *value, mlg_error *err)
{
    const char *origin;
    *value = mlg_study_number(given, fallback, source, &origin);
    return mlg_study_note_number_of(job->study, "tours", job->ask->name, what, *value, unit, origin, err);
}

mlg_status mlg_tour_note_text(const mlg_tour_job *job, const char *what, const char *value, const char *unit,
                              const char *origin, mlg_error *err)
{
    return mlg_study_note_of(job->study, "tours", job->ask->name, what, value, unit, origin, err);
}

mlg_status mlg_tour_note_count(const mlg_tour_job *job, const char *what, int32_t value, const char *unit,
                               const char *origin, mlg_error *err)
{
    return mlg_study_note_number_of(job->study, "tours", job->ask->name, what, value, unit, origin, err);
}

int32_t mlg_tour_job_stop(const mlg_tour_job *job, const char *code)
{
    for (int32_t j = 0; j < job->n_stops; j++)
        if (strcmp(job->nodes.code[j], code) == 0)
            return j;
    return MLG_NOWHERE;
}
