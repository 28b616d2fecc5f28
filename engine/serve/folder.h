/* The folder that is served. A study is a subfolder that holds its files directly: a name from outside is a single name, never a path, and
 * links are not followed. */
#ifndef MLG_SERVE_FOLDER_H
#define MLG_SERVE_FOLDER_H

#include "base/error.h"
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>

enum { MLG_NAME_MOST = 120, MLG_VERSION_SIZE = 64 };

typedef struct mlg_entry {
    char name[MLG_NAME_MOST + 1];
    int64_t bytes;
    int64_t changed_s; /* seconds since 1970 */
    bool frozen;       /* validated: never to change again */
} mlg_entry;

typedef struct mlg_entries {
    mlg_entry *items;
    size_t count, room;
} mlg_entries;

/* Whether a text is a valid name of a file or a study: 1 to MLG_NAME_MOST bytes of UTF-8 without control characters and /\:*?"<>|, not beginning
 * with '.', '-', '~' or a blank, not ending with a blank or '.'. */
bool mlg_is_name(const char *text);

/* The folder of a study, as a descriptor, or -1. */
int mlg_open_study(int root, const char *study);

/* Creates a study. MLG_INPUT: there is already one of that name, or as the errno in *code says. */
mlg_status mlg_create_study(int *code, int root, const char *study, mlg_error *err) MLG_MUST_CHECK;

/* Opens a regular file of a study for reading, and returns its version too; -1 with errno set. */
int mlg_open_entry(char version[MLG_VERSION_SIZE], int64_t *bytes, int study, const char *name);

/* Sorted by name: the studies of the root (folders), or the files of a study. Names that mlg_is_name() refuses are left out. */
mlg_status mlg_list_entries(mlg_entries *out, int folder, bool studies, mlg_error *err) MLG_MUST_CHECK;

/* Whether a file is validated: a text beside it says by whom. */
bool mlg_is_frozen(int study, const char *name);

/* Begins to save a file, under a hidden name until mlg_save_end(). -1 with errno set. */
int mlg_save_begin(char hidden[32], int study);

/* How a save ended. */
typedef enum mlg_saved {
    MLG_SAVED,
    MLG_SAVE_CHANGED, /* the file is no longer the version it was changed from, or exists when none was expected */
    MLG_SAVE_FROZEN,
    MLG_SAVE_FAILED /* errno set: nothing is changed */
} mlg_saved;

/* Replaces the file with what was written, atomically and durably, provided that its version is still `expected` ("": it must not exist
 * yet). Always closes `fd`. `version` is the version of the file afterwards. */
mlg_saved mlg_save_end(char version[MLG_VERSION_SIZE], int study, int fd, const char *hidden, const char *name,
                       const char *expected);

/* Removes what mlg_save_begin() made. */
void mlg_save_drop(int study, int fd, const char *hidden);

/* Removes a file, provided that its version is still `expected`. */
mlg_saved mlg_remove_entry(int study, const char *name, const char *expected);

/* Removes the hidden files that killed processes left in a study. */
void mlg_sweep_study(int study);

#endif
