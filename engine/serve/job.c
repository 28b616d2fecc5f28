#include "serve/job.h"

#include "adapters/json_read.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/tame.h"
#include "base/utf8.h"

#include <errno.h>
#include <math.h>
#include <string.h>

enum { GRACE_S = 20, LOOK_MS = 1000 };

/* ---- output of the process --------------------------------------------------------------------------------------- */

static void note_stage(mlg_job *j, const char *words, double fraction)
{
    mlg_job_view *view = &j->view;
    const char *stage = MLG_BRIEF(words, MLG_STAGE_SIZE - 1);
    view->fraction = fraction;
    view->changes++;
    for (int i = 0; i < view->stage_count; i++)
        if (strcmp(view->stages[i].words, stage) == 0)
            return;
    if (view->stage_count == MLG_JOB_MOST_STAGES)
        return;
    mlg_job_stage *s = &view->stages[view->stage_count++];
    snprintf(s->words, sizeof s->words, "%s", stage);
    s->begun_s = mlg_clock_s() - j->begun;
}

/* Kept whole, without control characters. */
static void keep_words(mlg_job *j, char *line)
{
    mlg_tame(line);
    if (j->said.length >= MLG_JOB_OUTPUT)
        return;
    mlg_text_add(&j->said, line);
    mlg_text_add(&j->said, "\n");
}

static void note_words(mlg_job *j, char *line)
{
    mlg_job_view *view = &j->view;
    keep_words(j, line);
    if (strncmp(line, "maillage: ", 10) == 0) { /* its final error */
        line += 10;
        view->error[0] = '\0';
        view->cut = false;
    }
    size_t used = strlen(view->error), room = sizeof view->error - used;
    int wanted = snprintf(view->error + used, room, "%s%s", used ? "\n" : "", line);
    view->cut = view->cut || wanted < 0 || (size_t)wanted >= room;
    mlg_utf8_trim(view->error);
    view->changes++;
}

static void note_fault(mlg_job *j, int code)
{
    char words[256];
    snprintf(words, sizeof words, "%s", mlg_errno_text(code));
    note_words(j, words);
}

/* A line is a step of progress in JSON, or words for people. */
static void note_line(mlg_job *j)
{
    mlg_json_value *said = NULL;
    j->line[j->line_length] = '\0';
    if (j->line[0] == '{' && mlg_json_parse(&said, j->line, j->line_length, NULL) == MLG_OK &&
        mlg_json_words(mlg_json_get(said, "message")))
        note_stage(j, mlg_json_words(mlg_json_get(said, "message")),
                   mlg_json_amount(mlg_json_get(said, "fraction")));
    else if (j->line_length > 0 && mlg_utf8_is_valid(j->line, j->line_length))
        note_words(j, j->line);
    mlg_json_value_free(said);
    j->line_length = 0;
}

static void take_words(mlg_job *j, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n')
            note_line(j);
        else if (j->line_length + 1 < MLG_JOB_LINE)
            j->line[j->line_length++] = bytes[i];
    }
}

/* ---- the process --------------------------------------------------------------------------------------------------- */

/* 0, or an errno. The folder of its side outputs stays held when the server is killed before its command. */
static int spawn(mlg_job *j, int out, int words)
{
    const mlg_os_task task = { .arguments = (const char *const *)j->words,
                               .same = true,
                               .folder = j->folder + 1,
                               .output = out + 1,
                               .errors = words + 1,
                               .kept = j->held };
    j->runs = mlg_os_child_start(&j->child, &task) == 0;
    return j->runs ? 0 : errno;
}

/* Reads one pipe; false at its end. */
static bool drain(mlg_job *j, int fd, bool words)
{
    char block[16384];
    int64_t n = mlg_os_read(fd, block, sizeof block);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (n <= 0)
        return false;
    pthread_mutex_lock(&j->jobs->lock);
    if (words)
        take_words(j, block, (size_t)n);
    else if (j->output.length < MLG_JOB_OUTPUT)
        mlg_text_add_bytes(&j->output, block, (size_t)n);
    pthread_cond_broadcast(&j->jobs->changed);
    pthread_mutex_unlock(&j->jobs->lock);
    return true;
}

/* Kills a process that was asked to stop and has not; outputs are renamed into place last, so they are whole. */
static void insist(mlg_job *j)
{
    pthread_mutex_lock(&j->jobs->lock);
    if (j->runs && j->asked > 0 && mlg_clock_s() - j->asked > GRACE_S)
        mlg_os_child_kill(&j->child);
    pthread_mutex_unlock(&j->jobs->lock);
}

/* Under the lock: nothing is sent to a number that the system may have given to another process. */
static bool reap(mlg_job *j, int *code)
{
    pthread_mutex_lock(&j->jobs->lock);
    int ended = mlg_os_child_end(&j->child, code, false);
    if (ended != 0)
        j->runs = false;
    pthread_mutex_unlock(&j->jobs->lock);
    return ended != 0;
}

static int listen_to(mlg_job *j, int out, int words)
{
    int ends[2] = { out, words };
    bool ready[2];
    while (ends[0] >= 0 || ends[1] >= 0) {
        mlg_os_await_pipes(ready, ends, LOOK_MS);
        for (int i = 0; i < 2; i++)
            if (ready[i] && !drain(j, ends[i], i == 1))
                ends[i] = -1;
        insist(j);
    }
    int code = 1;
    while (!reap(j, &code)) {
        mlg_os_sleep(0.002);
        insist(j);
    }
    return code;
}

static int run(mlg_job *j)
{
    int out[2], words[2];
    if (mlg_os_pipe(out) != 0)
        return 1;
    if (mlg_os_pipe(words) != 0) {
        mlg_os_close(out[0]), mlg_os_close(out[1]);
        return 1;
    }
    pthread_mutex_lock(&j->jobs->lock);
    int failed = j->view.cancelled ? ECANCELED : spawn(j, out[1], words[1]);
    if (failed && failed != ECANCELED)
        note_fault(j, failed);
    pthread_mutex_unlock(&j->jobs->lock);
    mlg_os_close(out[1]), mlg_os_close(words[1]);
    int code = failed == ECANCELED ? 130 : failed ? 1 : listen_to(j, out[0], words[0]);
    mlg_os_close(out[0]), mlg_os_close(words[0]);
    return code;
}

static bool wait_for_turn(mlg_job *j)
{
    mlg_jobs *jobs = j->jobs;
    while (jobs->running >= jobs->at_once && !j->view.cancelled)
        pthread_cond_wait(&jobs->changed, &jobs->lock);
    if (j->view.cancelled)
        return false;
    jobs->running++;
    return true;
}

static void end_job(mlg_job *j, int code)
{
    if (j->line_length > 0)
        note_line(j);
    j->view.state = MLG_JOB_ENDED;
    j->view.code = code;
    j->view.seconds = mlg_clock_s() - j->begun;
    j->view.changes++;
    mlg_os_close(j->folder);
    j->folder = -1;
}

void *mlg_job_work(void *context)
{
    mlg_job *j = context;
    mlg_jobs *jobs = j->jobs;
    pthread_mutex_lock(&jobs->lock);
    bool turn = wait_for_turn(j);
    int code = 130;
    if (turn) {
        j->begun = mlg_clock_s();
        j->view.state = MLG_JOB_RUNNING;
        j->view.changes++;
        pthread_cond_broadcast(&jobs->changed);
        pthread_mutex_unlock(&jobs->lock);
        code = run(j);
        pthread_mutex_lock(&jobs->lock);
        jobs->running--;
    }
    end_job(j, code);
    pthread_cond_broadcast(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}
