/* Tours of mobile units of a study: the stops are its small communes and priority neighbourhoods, the drives those
 * of its travel model. */
#include "analysis/tour/stage.h"

#include "analysis/stages.h"
#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/naming.h"

#include <stdio.h>
#include <string.h>

void mlg_tour_job_release(mlg_tour_job *job)
{
    void *const arrays[] = { job->is_qpv,     job->is_site,   job->drive_s,    job->session_s,   job->acts_of,
                             job->row_demand, job->row_share, job->repeat,     job->group_start, job->group_stop,
                             job->opening,    job->shift,     job->weight,     job->row_start,   job->group,
                             job->fixed,      job->demand_of, job->persons_of, job->qpv_demand,  job->come_s };
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        free(arrays[k]);
    mlg_sites_release(&job->nodes);
    mlg_mode_close(&job->people, job->study);
    mlg_tour_answer_release(&job->answer);
}

static const char *obstacle_text(mlg_tour_obstacle obstacle)
{
    switch (obstacle) {
    case MLG_TOUR_NEVER_OPEN:
        return "arrêt jamais ouvert assez longtemps un jour travaillé";
    case MLG_TOUR_NO_ROAD:
        return "arrêt sans route depuis le dépôt";
    case MLG_TOUR_DRIVE_TOO_LONG:
        return "aller et retour plus longs que la conduite permise";
    default:
        return "arrêt qui ne tient pas dans une journée";
    }
}

/* Records the stops that fit no day; a request where none fits is refused. */
static mlg_status report_obstacles(mlg_tour_job *job, mlg_error *err)
{
    mlg_tour_obstacle *obstacle = NULL;
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&obstacle, (size_t)job->n_stops, "stops", err));
    MLG_GO(mlg_tour_find_obstacles(obstacle, &job->problem, err));
    MLG_GO(mlg_db_query(&stmt, job->study->db, "tour/insert_obstacle", err));
    for (int32_t j = 0; j < job->n_stops; j++) {
        if (obstacle[j] == MLG_TOUR_POSSIBLE)
            continue;
        job->n_impossible++;
        mlg_bind_text(stmt, ":code", job->nodes.code[j]);
        mlg_bind_text(stmt, ":motif", obstacle_text(obstacle[j]));
        mlg_bind_text(stmt, ":valeur", job->ask->name);
        MLG_GO(mlg_stmt_run(stmt, err));
    }
    if (job->n_impossible == job->n_stops) {
        st = mlg_fail(err, MLG_DATA, "%s: none of the %d stops fits a day of '%s' (the first, %s: %s)",
                      mlg_study_file_where(job->study->file, job->key), (int)job->n_stops, job->ask->name,
                      job->nodes.code[0], obstacle_text(obstacle[0]));
        mlg_hint(err, "check minutes_per_day, session_minutes, max_drive_minutes and the depot");
    }
done:
    mlg_stmt_free(stmt);
    free(obstacle);
    return st;
}

mlg_tour_options mlg_tour_job_options(const mlg_tour_job *job)
{
    mlg_tour_options options;
    mlg_tour_options_init(&options);
    options.iterations = mlg_config_tour_iterations(job->ask);
    options.max_seconds = job->ask->max_seconds ? mlg_clock_left_s(job->start_s, *job->ask->max_seconds) : 0;
    options.threads = job->study->threads;
    options.progress = job->study->progress;
    return options;
}

static mlg_status solve(mlg_tour_job *job, mlg_error *err)
{
    mlg_tour_options options = mlg_tour_job_options(job);
    mlg_naming stops = { MLG_ITEM_STOP, job->n_stops, job->nodes.code, job->nodes.label, NULL, NULL };
    mlg_naming_enter(&stops);
    mlg_status st = mlg_tour_solve(&job->answer, &job->problem, &options, err);
    mlg_naming_leave(&stops);
    return mlg_while(err, st, "%s", mlg_study_file_where(job->study->file, job->key));
}

static mlg_status answer_request(mlg_study *study, const mlg_places *places, unsigned index, mlg_text *summary,
                                 mlg_error *err)
{
    mlg_tour_job job = {
        .study = study, .ask = &study->config->tours[index], .places = places, .start_s = mlg_clock_s()
    };
    mlg_status st = MLG_OK;
    snprintf(job.key, sizeof job.key, "tours[%u]", index);
    MLG_GO(mlg_mode_open(&job.people, study, places, job.ask->mode, err));
    if (job.ask->mode)
        MLG_GO(mlg_tour_note_text(&job, "groupe", job.ask->mode, NULL, "etude", err));
    MLG_GO(mlg_tour_job_targets(&job, err));
    MLG_GO(mlg_tour_job_days(&job, err));
    MLG_GO(report_obstacles(&job, err));
    MLG_GO(solve(&job, err));
    MLG_GO(mlg_tour_job_write(&job, err));
    MLG_GO(mlg_tour_job_access(&job, err));
    bool first = !*mlg_text_words(summary);
    MLG_GO(mlg_text_append(summary, err, mlg_tr("%s%s: %d sessions, room for %.0f consultations, gap %.2f %%"),
                           first ? "" : "; ", job.ask->name, (int)job.answer.n_visits,
                           job.answer.n_visits * job.acts, 100 * job.answer.outcome.gap));
done:
    mlg_tour_job_release(&job);
    return st;
}

mlg_status mlg_study_tour(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    mlg_places places = { 0 };
    mlg_status st = MLG_OK;
    MLG_TRY(
        mlg_db_exec(study->db,
                    "DELETE FROM tournee; DELETE FROM arret; DELETE FROM tournee_bilan; DELETE FROM tournee_acces;"
                    "DELETE FROM reject WHERE source = 'tours'",
                    err));
    if (study->config->tours_count == 0) {
        MLG_TRY(mlg_text_set(summary, err, mlg_tr("not asked for")));
        return MLG_OK;
    }
    MLG_GO(mlg_places_read(&places, study, err));
    for (unsigned i = 0; i < study->config->tours_count; i++)
        MLG_GO(answer_request(study, &places, i, summary, err));
    MLG_GO(mlg_db_touch(study->db, "tournee", err));
    MLG_GO(mlg_db_touch(study->db, "arret", err));
done:
    mlg_places_release(&places);
    return st;
}
