/* Running commands. Each is a process of this same program, started in the folder of its study: a crash ends only that command and leaves
 * the study intact, as on the command line. */
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

/* A snapshot of a job. */
typedef struct mlg_job_view {
    int64_t number, changes; /* `changes` grows with each change */
    mlg_job_state state;
    bool cancelled; /* asked to stop */
    int code;       /* exit code, -1 before the end, 128 + signal when it was killed */
    double seconds, fraction;
    char command[32], study[MLG_NAME_MOST + 1], user[MLG_USER_MOST + 1];
    char error[MLG_JOB_WORDS]; /* its last message on standard error, cut to this size */
    bool cut;                  /* the message is longer: mlg_job_words() */
    mlg_job_stage stages[MLG_JOB_MOST_STAGES];
    int stage_count;
} mlg_job_view;

typedef struct mlg_job_request {
    const char *command, *study, *user;
    int folder;         /* working folder, a descriptor; duplicated */
    char *const *words; /* arguments, terminated by NULL; copied */
    /* bit i: word i names a file to create in the job's own folder, whose path is put before the name; the folder is removed with the
     * job */
    uint64_t scratch;
} mlg_job_request;

/* `at_once`: commands that run at the same time; others wait for their turn. */
mlg_status mlg_jobs_new(mlg_jobs **out, int at_once, mlg_error *err) MLG_MUST_CHECK;

/* Cancels all jobs and waits for their end. */
void mlg_jobs_free(mlg_jobs *jobs);

/* Wakes every thread that waits for a job, and lets none wait again: the server is about to stop. */
void mlg_jobs_stop(mlg_jobs *jobs);

/* Starts a command; *number identifies the job. MLG_DATA: too many are running. */
mlg_status mlg_job_begin(int64_t *number, mlg_jobs *jobs, const mlg_job_request *request,
                         mlg_error *err) MLG_MUST_CHECK;

/* Waits until a job has changed since `changes`, at most `seconds`. False: no such job, or the server is stopping, which mlg_jobs_are_stopping()
 * tells. */
bool mlg_job_look(mlg_job_view *view, mlg_jobs *jobs, int64_t number, int64_t changes, double seconds);

bool mlg_jobs_are_stopping(mlg_jobs *jobs);

/* Waits until a job has ended, at most `seconds`. False as above. */
bool mlg_job_wait(mlg_job_view *view, mlg_jobs *jobs, int64_t number, double seconds);

/* Asks a job to stop, as Ctrl-C does: nothing is written. False: no such job. */
bool mlg_job_cancel(mlg_jobs *jobs, int64_t number);

/* A copy of everything that a job has written to standard error so far, except progress, one message a line. NULL, with errno set: no such job.
 * Freed with free(). */
char *mlg_job_words(mlg_jobs *jobs, int64_t number, size_t *size);

/* A copy of what a job has printed, once it has ended; NULL, with errno set, before that, or when there is no such job. Freed
 * with free(). */
char *mlg_job_output(mlg_jobs *jobs, int64_t number, size_t *size);

/* Opens a file that a job created in its own folder, or in the subfolder `inner` of it (NULL: none), for reading. -1 with errno set: no such file. */
int mlg_job_file(mlg_jobs *jobs, int64_t number, const char *inner, const char *name, int64_t *bytes);

/* Lists the jobs of a study (NULL: of all studies), latest first, at most `most` of them. Returns how many. */
int mlg_jobs_list(int64_t *numbers, int most, mlg_jobs *jobs, const char *study);

#endif
