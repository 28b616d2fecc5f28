#include "serve/job.h"

#include "adapters/json_read.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/tame.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { GRACE_S = 20 };

extern char **environ;

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
    if (strncmp(line, "maillage: ", 10) == 0) { /* what it ends with */
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

static int spawn(mlg_job *j, int out, int words)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGTERM);
    sigaddset(&usual, SIGPIPE);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addfchdir_np(&actions, j->folder);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, words, STDERR_FILENO);
    if (j->held) /* onto itself: inherited, so that the folder stays held when the server is killed before its command */
        posix_spawn_file_actions_adddup2(&actions, j->held - 1, j->held - 1);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    pid_t pid = 0;
    int failed = posix_spawn(&pid, "/proc/self/exe", &actions, &attributes, j->words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    j->pid = failed ? 0 : pid;
    return failed;
}

/* Reads one pipe; false at its end. */
static bool drain(mlg_job *j, int fd, bool words)
{
    char block[16384];
    ssize_t n = read(fd, block, sizeof block);
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
    if (j->pid && j->asked > 0 && mlg_clock_s() - j->asked > GRACE_S)
        kill(j->pid, SIGKILL);
    pthread_mutex_unlock(&j->jobs->lock);
}

/* Under the lock: no signal is sent to a number that the system may have given to another process. */
static bool reap(mlg_job *j, int *how)
{
    pthread_mutex_lock(&j->jobs->lock);
    bool gone = waitpid(j->pid, how, WNOHANG) != 0;
    if (gone)
        j->pid = 0;
    pthread_mutex_unlock(&j->jobs->lock);
    return gone;
}

static int listen_to(mlg_job *j, int out, int words)
{
    struct pollfd ends[2] = { { .fd = out, .events = POLLIN }, { .fd = words, .events = POLLIN } };
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        if (poll(ends, 2, 1000) < 0 && errno != EINTR)
            break;
        for (int i = 0; i < 2; i++)
            if (ends[i].fd >= 0 && ends[i].revents && !drain(j, ends[i].fd, i == 1))
                ends[i].fd = -1;
        insist(j);
    }
    int how = 0;
    while (!reap(j, &how)) {
        usleep(2000);
        insist(j);
    }
    return WIFSIGNALED(how) ? 128 + WTERMSIG(how) : WEXITSTATUS(how);
}

static int run(mlg_job *j)
{
    int out[2], words[2];
    if (pipe2(out, O_CLOEXEC) != 0)
        return 1;
    if (pipe2(words, O_CLOEXEC) != 0) {
        close(out[0]), close(out[1]);
        return 1;
    }
    pthread_mutex_lock(&j->jobs->lock);
    int failed = j->view.cancelled ? ECANCELED : spawn(j, out[1], words[1]);
    if (failed && failed != ECANCELED)
        note_fault(j, failed);
    pthread_mutex_unlock(&j->jobs->lock);
    close(out[1]), close(words[1]);
    int code = failed == ECANCELED ? 130 : failed ? 1 : listen_to(j, out[0], words[0]);
    close(out[0]), close(words[0]);
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
    close(j->folder);
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
