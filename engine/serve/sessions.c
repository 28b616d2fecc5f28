#include "serve/sessions.h"

#include "serve/password.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/os/secret.h"
#include "base/os/thread.h"

#include <errno.h>
#include <string.h>

enum { MOST_SESSIONS = 512, MOST_HELD = 512 };
static const double session_s = 12 * 3600., held_s = 120;

typedef struct {
    int64_t number; /* 0: free */
    double used;
    char secret[MLG_SECRET_SIZE], user[MLG_USER_MOST + 1];
} session;

typedef struct {
    int64_t session; /* 0: free */
    double until;
    char study[MLG_NAME_MOST + 1], user[MLG_USER_MOST + 1];
} hold;

struct mlg_sessions {
    pthread_mutex_t lock;
    int64_t last;
    session items[MOST_SESSIONS];
    hold held[MOST_HELD];
};

mlg_status mlg_sessions_new(mlg_sessions **out, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, 1, "sessions", err));
    pthread_mutex_init(&(*out)->lock, NULL);
    return MLG_OK;
}

void mlg_sessions_free(mlg_sessions *sessions)
{
    if (!sessions)
        return;
    pthread_mutex_destroy(&sessions->lock);
    mlg_os_forget(sessions, sizeof *sessions);
    free(sessions);
}

mlg_status mlg_secret(char secret[MLG_SECRET_SIZE], mlg_error *err)
{
    unsigned char bytes[(MLG_SECRET_SIZE - 1) / 2];
    if (!mlg_os_random(bytes, sizeof bytes))
        return mlg_fail(err, MLG_DATA, "the system gives no random numbers: %s", mlg_errno_text(errno));
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(secret + 2 * i, 3, "%02x", bytes[i]);
    return MLG_OK;
}

/* ---- sessions --------------------------------------------------------------------------------------------------- */

mlg_status mlg_session_begin(char secret[MLG_SECRET_SIZE], mlg_sessions *sessions, const char *user,
                             mlg_error *err)
{
    MLG_TRY(mlg_secret(secret, err));
    pthread_mutex_lock(&sessions->lock);
    session *s = &sessions->items[0];
    for (int i = 1; i < MOST_SESSIONS && s->number; i++)
        if (!sessions->items[i].number || sessions->items[i].used < s->used)
            s = &sessions->items[i];
    s->number = ++sessions->last;
    s->used = mlg_clock_s();
    snprintf(s->secret, sizeof s->secret, "%s", secret);
    snprintf(s->user, sizeof s->user, "%s", user);
    pthread_mutex_unlock(&sessions->lock);
    return MLG_OK;
}

int64_t mlg_session_of(char user[MLG_USER_MOST + 1], mlg_sessions *sessions, const char *secret)
{
    int64_t number = 0;
    pthread_mutex_lock(&sessions->lock);
    double now = mlg_clock_s();
    for (int i = 0; i < MOST_SESSIONS; i++) { /* no early exit: the time must not reveal which one fits */
        session *s = &sessions->items[i];
        if (s->number && now - s->used < session_s && mlg_same_secret(s->secret, secret)) {
            number = s->number;
            s->used = now;
            snprintf(user, MLG_USER_MOST + 1, "%s", s->user);
        }
    }
    pthread_mutex_unlock(&sessions->lock);
    return number;
}

void mlg_session_end(mlg_sessions *sessions, int64_t number)
{
    pthread_mutex_lock(&sessions->lock);
    for (int i = 0; i < MOST_SESSIONS; i++)
        if (sessions->items[i].number == number)
            sessions->items[i] = (session){ 0 };
    for (int i = 0; i < MOST_HELD; i++)
        if (sessions->held[i].session == number)
            sessions->held[i] = (hold){ 0 };
    pthread_mutex_unlock(&sessions->lock);
}

/* ---- studies that are held ------------------------------------------------------------------------------------------ */

/* The hold on a study that has not expired; NULL: none. */
static hold *hold_of(mlg_sessions *sessions, const char *study)
{
    double now = mlg_clock_s();
    for (int i = 0; i < MOST_HELD; i++) {
        hold *h = &sessions->held[i];
        if (h->session && h->until >= now && strcmp(h->study, study) == 0)
            return h;
    }
    return NULL;
}

static hold *free_hold(mlg_sessions *sessions)
{
    double now = mlg_clock_s();
    for (int i = 0; i < MOST_HELD; i++)
        if (!sessions->held[i].session || sessions->held[i].until < now)
            return &sessions->held[i];
    return NULL;
}

bool mlg_study_take(char holder[MLG_USER_MOST + 1], mlg_sessions *sessions, const char *study, int64_t number,
                    const char *user)
{
    pthread_mutex_lock(&sessions->lock);
    hold *h = hold_of(sessions, study);
    bool other = h && h->session != number;
    if (other)
        snprintf(holder, MLG_USER_MOST + 1, "%s", h->user);
    else if (h || (h = free_hold(sessions))) {
        *h = (hold){ .session = number, .until = mlg_clock_s() + held_s };
        snprintf(h->study, sizeof h->study, "%s", study);
        snprintf(h->user, sizeof h->user, "%s", user);
    }
    pthread_mutex_unlock(&sessions->lock);
    return !other;
}

bool mlg_study_is_held(char holder[MLG_USER_MOST + 1], mlg_sessions *sessions, const char *study, int64_t number)
{
    pthread_mutex_lock(&sessions->lock);
    const hold *h = hold_of(sessions, study);
    snprintf(holder, MLG_USER_MOST + 1, "%s", h ? h->user : "");
    bool other = h && h->session != number;
    pthread_mutex_unlock(&sessions->lock);
    return other;
}

void mlg_study_leave(mlg_sessions *sessions, const char *study, int64_t number)
{
    pthread_mutex_lock(&sessions->lock);
    hold *h = hold_of(sessions, study);
    if (h && h->session == number)
        *h = (hold){ 0 };
    pthread_mutex_unlock(&sessions->lock);
}
