/* Who may sign in: a file of names and password hashes, one "name:hash" a line. */
#ifndef MLG_SERVE_USERS_H
#define MLG_SERVE_USERS_H

#include "base/error.h"

enum { MLG_USER_MOST = 60 };

typedef struct mlg_users mlg_users;

/* Reads the file. MLG_INPUT: it cannot be read, users other than its owner can write or read it, a line is wrong. */
mlg_status mlg_users_open(mlg_users **out, const char *path, mlg_error *err) MLG_MUST_CHECK;
void mlg_users_close(mlg_users *users);

/* Whether a text can name a user: a name of a file without a colon, of at most MLG_USER_MOST bytes. */
bool mlg_is_user_name(const char *name);

/* How an attempt to sign in ended. After five failures in a row a name has to wait, twice as long each time, up to a minute. */
typedef enum mlg_entrance { MLG_LET_IN, MLG_NOT_LET_IN, MLG_WAIT } mlg_entrance;

/* Takes a tenth of a second whatever the answer. Thread-safe. */
mlg_entrance mlg_users_enter(mlg_users *users, const char *name, const char *password);

#endif
