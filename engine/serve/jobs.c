#include "serve/job.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/os/inside.h"
#include "serve/job_folder.h"

#include <errno.h>
#include <math.h>
#include <string.h>

mlg_status mlg_jobs_new(mlg_jobs **out, int at_once, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, 1, "jobs", err));
    pthread_mutex_init(&(*out)->lock, NULL);
    mlg_os_condition_init(&(*out)->changed);
    (*out)->at_once = at_once;
    return MLG_OK;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

static mlg_job *find(const mlg_jobs *jobs, int64_t number)
{
    for (int i = 0; i < MLG_JOBS_KEPT; i++)
        if (jobs->items[i] && jobs->items[i]->view.number == number)
            return jobs->items[i];
    return NULL;
}

/* The job has ended, or has not begun. */
static void free_job(mlg_job *j)
{
    for (int i = 0; i < MLG_JOB_MOST_WORDS; i++)
        free(j->words[i]);
    if (j->folder >= 0)
        mlg_os_close(j->folder);
    if (j->held)
        mlg_os_close(j->held - 1);
    mlg_job_folder_remove(j->scratch);
    mlg_text_release(&j->output);
    mlg_text_release(&j->said);
    free(j);
}

/* A free row of the table, or else that of the job that ended first; NULL when all jobs are running. */
static mlg_job **find_row(mlg_jobs *jobs)
{
    mlg_job **oldest = NULL;
    for (int i = 0; i < MLG_JOBS_KEPT; i++) {
        mlg_job **row = &jobs->items[i];
        if (!*row)
            return row;
        if ((*row)->view.state == MLG_JOB_ENDED && (!oldest || (*row)->view.number < (*oldest)->view.number))
            oldest = row;
    }
    return oldest;
}

void mlg_jobs_stop(mlg_jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    pthread_cond_broadcast(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
}

void mlg_jobs_free(mlg_jobs *jobs)
{
    if (!jobs)
        return;
    for (int i = 0; i < MLG_JOBS_KEPT; i++)
        if (jobs->items[i])
            mlg_job_cancel(jobs, jobs->items[i]->view.number);
    for (int i = 0; i < MLG_JOBS_KEPT; i++)
        if (jobs->items[i]) {
            pthread_join(jobs->items[i]->thread, NULL);
            free_job(jobs->items[i]);
        }
    pthread_cond_destroy(&jobs->changed);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

/* ---- starting ------------------------------------------------------------------------------------------------------ */

static mlg_status copy_words(mlg_job *j, const mlg_job_request *request, mlg_error *err)
{
    int lock;
    if (request->scratch) {
        MLG_TRY(mlg_job_folder_make(j->scratch, &lock, err));
        j->held = lock + 1;
    }
    for (int i = 0; request->words[i]; i++) {
        if (i + 1 >= MLG_JOB_MOST_WORDS)
            return mlg_fail(err, MLG_USAGE, "too many arguments");
        bool own = i < 64 && (request->scratch >> i & 1);
        MLG_TRY(mlg_format_text(&j->words[i], err, "%s%s%s", own ? j->scratch : "", own ? "/" : "",
                                request->words[i]));
    }
    return MLG_OK;
}

static mlg_status new_job(mlg_job **out, mlg_jobs *jobs, const mlg_job_request *request, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, 1, "a job", err));
    mlg_job *j = *out;
    j->jobs = jobs;
    j->view = (mlg_job_view){ .code = -1, .seconds = (double)NAN, .fraction = (double)NAN };
    snprintf(j->view.command, sizeof j->view.command, "%s", request->command);
    snprintf(j->view.study, sizeof j->view.study, "%s", request->study);
    snprintf(j->view.user, sizeof j->view.user, "%s", request->user);
    j->folder = mlg_os_duplicate(request->folder);
    mlg_status st =
        j->folder < 0 ? mlg_fail(err, MLG_INPUT, "%s", mlg_errno_text(errno)) : copy_words(j, request, err);
    if (st != MLG_OK) {
        free_job(j);
        *out = NULL;
    }
    return st;
}

static mlg_status enter_job(mlg_jobs *jobs, mlg_job *j, mlg_job **old, mlg_error *err)
{
    mlg_job **row = jobs->stopping ? NULL : find_row(jobs);
    if (!row) {
        mlg_fail(err, MLG_DATA, "too many commands are running");
        mlg_hint(err, "wait until one has ended");
        return MLG_DATA;
    }
    j->view.number = ++jobs->last;
    if (pthread_create(&j->thread, NULL, mlg_job_work, j) != 0)
        return mlg_fail(err, MLG_MEMORY, "cannot start a thread");
    *old = *row;
    *row = j;
    return MLG_OK;
}

mlg_status mlg_job_begin(int64_t *number, mlg_jobs *jobs, const mlg_job_request *request, mlg_error *err)
{
    mlg_job *j, *old = NULL;
    *number = 0;
    MLG_TRY(new_job(&j, jobs, request, err));
    pthread_mutex_lock(&jobs->lock);
    mlg_status st = enter_job(jobs, j, &old, err);
    if (st == MLG_OK)
        *number = j->view.number;
    pthread_mutex_unlock(&jobs->lock);
    if (st != MLG_OK)
        free_job(j);
    if (old) {
        pthread_join(old->thread, NULL);
        free_job(old);
    }
    return st;
}

/* ---- looking at one --------------------------------------------------------------------------------------------------- */

bool mlg_job_look(mlg_job_view *view, mlg_jobs *jobs, int64_t number, int64_t changes, double seconds)
{
    double until = mlg_clock_s() + seconds;
    pthread_mutex_lock(&jobs->lock);
    mlg_job *j = find(jobs, number);
    while (j && seconds > 0 && j->view.changes <= changes && j->view.state != MLG_JOB_ENDED && !jobs->stopping &&
           mlg_os_wait(&jobs->changed, &jobs->lock, fmax(until - mlg_clock_s(), 0)))
        j = find(jobs, number);
    j = find(jobs, number); /* it may have gone during the last wait */
    bool found = j && !jobs->stopping;
    if (found) {
        *view = j->view;
        if (view->state == MLG_JOB_RUNNING)
            view->seconds = mlg_clock_s() - j->begun;
    }
    pthread_mutex_unlock(&jobs->lock);
    return found;
}

bool mlg_jobs_are_stopping(mlg_jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    bool stopping = jobs->stopping;
    pthread_mutex_unlock(&jobs->lock);
    return stopping;
}

bool mlg_job_wait(mlg_job_view *view, mlg_jobs *jobs, int64_t number, double seconds)
{
    double until = mlg_clock_s() + seconds;
    bool there = mlg_job_look(view, jobs, number, 0, 0);
    while (there && view->state != MLG_JOB_ENDED && mlg_clock_s() < until)
        there = mlg_job_look(view, jobs, number, view->changes, until - mlg_clock_s());
    return there;
}

bool mlg_job_cancel(mlg_jobs *jobs, int64_t number)
{
    pthread_mutex_lock(&jobs->lock);
    mlg_job *j = find(jobs, number);
    if (j && j->view.state != MLG_JOB_ENDED && !j->view.cancelled) {
        j->view.cancelled = true;
        j->view.changes++;
        j->asked = mlg_clock_s();
        if (j->runs)
            mlg_os_child_stop(&j->child);
        pthread_cond_broadcast(&jobs->changed);
    }
    pthread_mutex_unlock(&jobs->lock);
    return j != NULL;
}

/* NULL with errno set when the text could not be kept. */
static char *copy_of(const mlg_text *text, size_t *size)
{
    errno = ENOMEM;
    char *copy = text->status == MLG_OK ? malloc(text->length + 1) : NULL;
    if (!copy)
        return NULL;
    memcpy(copy, mlg_text_words(text), text->length + 1);
    *size = text->length;
    return copy;
}

char *mlg_job_words(mlg_jobs *jobs, int64_t number, size_t *size)
{
    *size = 0;
    pthread_mutex_lock(&jobs->lock);
    const mlg_job *j = find(jobs, number);
    errno = ENOENT;
    char *copy = j ? copy_of(&j->said, size) : NULL;
    pthread_mutex_unlock(&jobs->lock);
    return copy;
}

char *mlg_job_output(mlg_jobs *jobs, int64_t number, size_t *size)
{
    *size = 0;
    pthread_mutex_lock(&jobs->lock);
    const mlg_job *j = find(jobs, number);
    errno = ENOENT;
    char *copy = j && j->view.state == MLG_JOB_ENDED ? copy_of(&j->output, size) : NULL;
    pthread_mutex_unlock(&jobs->lock);
    return copy;
}

/* Leaves errno as it is. */
static void close_quietly(int folder)
{
    int code = errno;
    mlg_os_close(folder);
    errno = code;
}

int mlg_job_file(mlg_jobs *jobs, int64_t number, const char *inner, const char *name, int64_t *bytes)
{
    int folder = -1, fd = -1;
    char version[MLG_VERSION_SIZE];
    pthread_mutex_lock(&jobs->lock);
    const mlg_job *j = find(jobs, number);
    errno = ENOENT;
    if (j && j->view.state == MLG_JOB_ENDED && j->scratch[0])
        folder = mlg_os_open_folder(j->scratch, false);
    pthread_mutex_unlock(&jobs->lock);
    int outer = inner ? folder : -1;
    if (outer >= 0) {
        folder = mlg_open_study(outer, inner);
        close_quietly(outer);
    }
    if (folder >= 0) {
        fd = mlg_open_entry(version, bytes, folder, name);
        close_quietly(folder);
    }
    return fd;
}

/* The latest job of a study before job `number`; 0: none. */
static int64_t latest_before(const mlg_jobs *jobs, int64_t number, const char *study)
{
    int64_t latest = 0;
    for (int i = 0; i < MLG_JOBS_KEPT; i++) {
        const mlg_job *j = jobs->items[i];
        if (j && j->view.number < number && j->view.number > latest &&
            (!study || strcmp(j->view.study, study) == 0))
            latest = j->view.number;
    }
    return latest;
}

int mlg_jobs_list(int64_t *numbers, int most, mlg_jobs *jobs, const char *study)
{
    int count = 0;
    pthread_mutex_lock(&jobs->lock);
    for (int64_t n = INT64_MAX; count < most && (n = latest_before(jobs, n, study)) > 0;)
        numbers[count++] = n;
    pthread_mutex_unlock(&jobs->lock);
    return count;
}
