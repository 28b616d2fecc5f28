#include "serve/users.h"

#include "serve/password.h"
#include "base/aside.h"
#include "base/clock.h"
#include "base/input.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/os/secret.h"
#include "base/os/thread.h"
#include "base/text.h"
#include "pipeline/dry_run.h"
#include "serve/folder.h"
#include "serve/serve.h"

#include <errno.h>
#include <math.h>
#include <string.h>

enum { LINE_SIZE = 512, FREE_FAILURES = 5, LONGEST_WAIT_S = 60, MOST_USERS = 10000 };

typedef struct {
    char name[MLG_USER_MOST + 1];
    char hash[MLG_PASSWORD_HASH_SIZE];
    int failures;
    double not_before;
} user;

struct mlg_users {
    user *items;
    size_t count, room;
    pthread_mutex_t lock;
};

bool mlg_is_user_name(const char *name)
{
    return mlg_is_name(name) && strlen(name) <= MLG_USER_MOST && name[0] != '#';
}

/* ---- the file --------------------------------------------------------------------------------------------------- */

static mlg_status check_owner(FILE *file, const char *path, mlg_error *err)
{
    if (!mlg_os_is_open_to_others(mlg_os_fileno(file)))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: others can read or write this file of passwords", path);
    mlg_hint(err, "chmod 600 %s", path);
    return MLG_INPUT;
}

static const user *find(const mlg_users *users, const char *name)
{
    for (size_t i = 0; i < users->count; i++)
        if (strcmp(users->items[i].name, name) == 0)
            return &users->items[i];
    return NULL;
}

static mlg_status read_line(mlg_users *users, const char *path, int number, char *line, mlg_error *err)
{
    line[strcspn(line, "\r\n")] = '\0';
    if (line[0] == '\0' || line[0] == '#')
        return MLG_OK;
    char *colon = strchr(line, ':');
    if (colon)
        *colon = '\0';
    if (!colon || !mlg_is_user_name(line) || !mlg_password_is_hash(colon + 1) ||
        strlen(colon + 1) >= MLG_PASSWORD_HASH_SIZE) { /* the line holds a secret: it is not shown */
        mlg_fail(err, MLG_INPUT, "%s:%d: not a user and a hashed password", path, number);
        mlg_hint(err, "'maillage serve --users %s --add-user NAME' writes such lines", path);
        return MLG_INPUT;
    }
    if (find(users, line) || users->count == MOST_USERS)
        return mlg_fail(err, MLG_INPUT, "%s:%d: the user '%s' is listed twice", path, number, line);
    MLG_TRY(MLG_GROW(&users->items, &users->room, users->count + 1, "users", err));
    user *u = &users->items[users->count++];
    *u = (user){ .failures = 0 };
    memcpy(u->name, line, strlen(line) + 1); /* both are bounded above */
    memcpy(u->hash, colon + 1, strlen(colon + 1) + 1);
    return MLG_OK;
}

static mlg_status read_lines(mlg_users *users, FILE *file, const char *path, mlg_error *err)
{
    char line[LINE_SIZE];
    MLG_TRY(check_owner(file, path, err));
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        if (!strchr(line, '\n') && !feof(file))
            return mlg_fail(err, MLG_INPUT, "%s:%d: not a user and a hashed password", path, number);
        MLG_TRY(read_line(users, path, number, line, err));
    }
    return ferror(file) ? mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno)) : MLG_OK;
}

mlg_status mlg_users_open(mlg_users **out, const char *path, mlg_error *err)
{
    *out = NULL;
    FILE *file = mlg_fopen_input(path);
    if (!file)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    mlg_users *users;
    mlg_status st = MLG_NEW(&users, 1, "users", err);
    if (st == MLG_OK) {
        pthread_mutex_init(&users->lock, NULL);
        st = read_lines(users, file, path, err);
    }
    fclose(file);
    if (st == MLG_OK)
        *out = users;
    else
        mlg_users_close(users);
    return st;
}

void mlg_users_close(mlg_users *users)
{
    if (!users)
        return;
    pthread_mutex_destroy(&users->lock);
    free(users->items);
    free(users);
}

/* ---- signing in -------------------------------------------------------------------------------------------------- */

static void note_attempt(mlg_users *users, user *u, bool fits)
{
    pthread_mutex_lock(&users->lock);
    u->failures = fits ? 0 : u->failures + 1;
    if (u->failures >= FREE_FAILURES)
        u->not_before = mlg_clock_s() + fmin(ldexp(1, u->failures - FREE_FAILURES), LONGEST_WAIT_S);
    pthread_mutex_unlock(&users->lock);
}

mlg_entrance mlg_users_enter(mlg_users *users, const char *name, const char *password)
{
    user *u = (user *)(uintptr_t)find(users, name);
    if (!u) { /* as long as for a user that exists */
        (void)mlg_password_fits(password, NULL);
        return MLG_NOT_LET_IN;
    }
    pthread_mutex_lock(&users->lock);
    bool waits = u->not_before > mlg_clock_s();
    pthread_mutex_unlock(&users->lock);
    if (waits)
        return MLG_WAIT;
    bool fits = mlg_password_fits(password, u->hash);
    note_attempt(users, u, fits);
    return fits ? MLG_LET_IN : MLG_NOT_LET_IN;
}

/* ---- adding a user ---------------------------------------------------------------------------------------------- */

static mlg_status read_password(char password[LINE_SIZE], mlg_error *err)
{
    if (!fgets(password, LINE_SIZE, stdin))
        return mlg_fail(err, MLG_USAGE, "no password on standard input");
    password[strcspn(password, "\r\n")] = '\0';
    return MLG_OK;
}

/* The other lines of the file as they are, comments too. */
static mlg_status copy_others(mlg_text *text, const char *path, const char *name, mlg_error *err)
{
    char line[LINE_SIZE];
    size_t length = strlen(name);
    FILE *file = mlg_fopen_input(path);
    if (!file)
        return errno == ENOENT ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    while (fgets(line, sizeof line, file))
        if (strncmp(line, name, length) != 0 || line[length] != ':')
            mlg_text_add(text, line);
    bool lost = ferror(file) != 0;
    fclose(file);
    if (text->length > 0 && text->data[text->length - 1] != '\n')
        mlg_text_add(text, "\n");
    return lost ? mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno)) : MLG_OK;
}

/* The new file is for its owner alone, whatever the old one was. */
static mlg_status replace_file(const char *path, const mlg_text *text, mlg_error *err)
{
    char target[MLG_PATH_SIZE], aside[MLG_PATH_SIZE];
    MLG_TRY(mlg_aside_begin(target, aside, path, err));
    int fd = mlg_os_open(aside, MLG_OS_WRITE | MLG_OS_CREATE | MLG_OS_EMPTY | MLG_OS_NO_LINK | MLG_OS_PRIVATE);
    bool whole = fd >= 0 && mlg_os_write_all(fd, mlg_text_words(text), text->length) && mlg_os_sync(fd) == 0;
    if (fd >= 0)
        mlg_os_close(fd);
    if (whole && mlg_os_rename(aside, target) == 0) {
        mlg_aside_sync_folder(target);
        return MLG_OK;
    }
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    mlg_os_remove(aside);
    return st;
}

mlg_status mlg_serve_add_user(const char *users, const char *name, mlg_plan *plan, mlg_error *err)
{
    char password[LINE_SIZE], hash[MLG_PASSWORD_HASH_SIZE];
    mlg_text text = { 0 };
    if (!mlg_is_user_name(name))
        return mlg_fail(err, MLG_USAGE, "'%s' cannot name a user", name);
    if (plan)
        return mlg_plan_write(plan, users, err);
    MLG_TRY(read_password(password, err));
    mlg_status st = mlg_password_hash(hash, password, err);
    mlg_os_forget(password, sizeof password);
    if (st == MLG_OK)
        st = copy_others(&text, users, name, err);
    if (st == MLG_OK)
        st = mlg_text_append(&text, err, "%s:%s\n", name, hash);
    if (st == MLG_OK)
        st = replace_file(users, &text, err);
    mlg_text_release(&text);
    return st;
}
