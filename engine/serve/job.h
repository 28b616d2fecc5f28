/* What jobs.c and job.c share: the table, and the life of one job on a thread of its own. */
#ifndef MLG_SERVE_JOB_H
#define MLG_SERVE_JOB_H

#include "base/os/process.h"
#include "base/os/thread.h"
#include "base/path.h"
#include "serve/jobs.h"

enum { MLG_JOBS_KEPT = 200, MLG_JOB_OUTPUT = 32 << 20, MLG_JOB_LINE = 4096, MLG_JOB_MOST_WORDS = 64 };

typedef struct mlg_job {
    mlg_jobs *jobs;
    mlg_job_view view;
    pthread_t thread;
    mlg_os_child child;
    bool runs;    /* the child */
    double asked; /* when it was asked to stop, 0: never */
    double begun;
    int folder; /* -1 once it has ended */
    char *words[MLG_JOB_MOST_WORDS];
    char scratch[MLG_PATH_SIZE]; /* its own folder; "": none */
    int held;                    /* that folder's lock, plus one */
    mlg_text output, said;
    char line[MLG_JOB_LINE]; /* of standard error, being read */
    size_t line_length;
} mlg_job;

/* The lock is that of the jobs too. */
struct mlg_jobs {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int at_once, running;
    int64_t last;
    bool stopping;
    mlg_job *items[MLG_JOBS_KEPT];
};

/* The thread of a job: waits for its turn, runs the program, keeps its output. */
void *mlg_job_work(void *job);

#endif
