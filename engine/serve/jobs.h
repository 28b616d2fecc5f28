/* Commands at work. Each is a process of this same program, run in the folder of its study: a crash ends that one command, which leaves the
 * study whole as it does on a command line. */
#ifndef MLG_SERVE_JOBS_H
#define MLG_SERVE_JOBS_H

#include "base/error.h"
#include "serve/folder.h"
#include "serve/users.h"

typedef struct mlg_jobs mlg_jobs;

typedef enum mlg_job_state { MLG_JOB_WAITING, MLG_JOB_RUNNING, MLG_JOB_ENDED } mlg_job_state;

enum { MLG_STAGE_SIZE = 96, MLG_JOB_MOST_STAGES = 64, MLG_JOB_WORDS = 1600 };

typedef struct mlg_job_stage {
    char words[MLG_STAGE_SIZE];
    double begun_s; /* since the job began */
} mlg_job_stage;

/* A job as it stands. */
typedef struct mlg_job_view {
    int64_t number, changes; /* `changes` grows with each change */
    mlg_job_state state;
    bool cancelled; /* asked to stop */
    int code;       /* exit code, -1 before the end, 128 + signal when it was killed */
    double seconds, fraction;
    char command[32], study[MLG_NAME_MOST + 1], user[MLG_USER_MOST + 1];
    char error[MLG_JOB_WORDS]; /* what it said on standard error at last, its beginning */
    bool cut;                  /* and there is more: mlg_job_words() */
    mlg_job_stage stages[MLG_JOB_MOST_STAGES];
    int stage_count;
} mlg_job_view;

typedef struct mlg_job_request {
    const char *command, *study, *user;
    int folder;         /* working folder, a descriptor; duplicated */
    char *const *words; /* arguments, terminated by NULL; copied */
    /* of the words, those that name a file to be made in a folder of the job's own, which goes with it: a bit a word, and their names are
     * prefixed with its path */
    uint64_t scratch;
} mlg_job_request;

/* `at_once`: commands that run at the same time; others wait for their turn. */
mlg_status mlg_jobs_new(mlg_jobs **out, int at_once, mlg_error *err) MLG_MUST_CHECK;

/* Cancels all jobs and waits for their end. */
void mlg_jobs_free(mlg_jobs *jobs);

/* Wakes those who wait for a job, for good: the server is about to stop. */
void mlg_jobs_stop(mlg_jobs *jobs);

/* Starts a command; *number is that of the job. MLG_DATA: too many are at work. */
mlg_status mlg_job_begin(int64_t *number, mlg_jobs *jobs, const mlg_job_request *request,
                         mlg_error *err) MLG_MUST_CHECK;

/* A job once it has changed since `changes`, or after `seconds`. False: no such job, or the server stops. */
bool mlg_job_look(mlg_job_view *view, mlg_jobs *jobs, int64_t number, int64_t changes, double seconds);

/* A job at its end, or as it is after `seconds`. False as above. */
bool mlg_job_wait(mlg_job_view *view, mlg_jobs *jobs, int64_t number, double seconds);

/* Asks it to stop, as Ctrl-C does: nothing is written. False: no such job. */
bool mlg_job_cancel(mlg_jobs *jobs, int64_t number);

/* A copy of all that it said on standard error so far but for progress, a line each; NULL when there is no such job. Freed with free(). */
char *mlg_job_words(mlg_jobs *jobs, int64_t number, size_t *size);

/* A copy of what it printed, once it has ended; NULL before, or when there is none. Freed with free(). */
char *mlg_job_output(mlg_jobs *jobs, int64_t number, size_t *size);

/* A file that it made in its own folder, or in a folder inside it (NULL: none), opened to read; -1. */
int mlg_job_file(mlg_jobs *jobs, int64_t number, const char *inner, const char *name, int64_t *bytes);

/* The numbers of the jobs of a study, NULL for all, latest first: at most `most` into numbers. */
int mlg_jobs_list(int64_t *numbers, int most, mlg_jobs *jobs, const char *study);

#endif
