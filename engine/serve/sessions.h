/* Sessions, identified by a secret in a cookie, and the studies that they hold. All in memory: restarting the server signs everybody
 * out. */
#ifndef MLG_SERVE_SESSIONS_H
#define MLG_SERVE_SESSIONS_H

#include "serve/folder.h"
#include "serve/users.h"

enum { MLG_SECRET_SIZE = 65 };

typedef struct mlg_sessions mlg_sessions;

mlg_status mlg_sessions_new(mlg_sessions **out, mlg_error *err) MLG_MUST_CHECK;
void mlg_sessions_free(mlg_sessions *sessions);

/* Writes 32 random bytes in hexadecimal. MLG_DATA: the system has none. */
mlg_status mlg_secret(char secret[MLG_SECRET_SIZE], mlg_error *err) MLG_MUST_CHECK;

/* Opens a session; when there are too many, the least recently used one is closed. */
mlg_status mlg_session_begin(char secret[MLG_SECRET_SIZE], mlg_sessions *sessions, const char *user,
                             mlg_error *err) MLG_MUST_CHECK;

/* The number of a session, 1 and up, never used again, and its user; 0: no such session, or unused for twelve hours. */
int64_t mlg_session_of(char user[MLG_USER_MOST + 1], mlg_sessions *sessions, const char *secret);

void mlg_session_end(mlg_sessions *sessions, int64_t session);

/* Gives a session the hold on a study, or renews it, for two minutes. False when another session has it: `holder` is its user. */
bool mlg_study_take(char holder[MLG_USER_MOST + 1], mlg_sessions *sessions, const char *study, int64_t session,
                    const char *user);

/* Whether another session has the study; `holder` is the user who has it, "" for nobody. */
bool mlg_study_is_held(char holder[MLG_USER_MOST + 1], mlg_sessions *sessions, const char *study, int64_t session);

void mlg_study_leave(mlg_sessions *sessions, const char *study, int64_t session);

#endif
