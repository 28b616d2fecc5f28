/* Several files put in place together: all of them, or none. A kill in between leaves a record, "FIRST.placing", that holds the
 * process number; the next run over the same outputs finishes, and commands that read the first one say so (db/database.h). */
#ifndef MLG_PIPELINE_PLACING_H
#define MLG_PIPELINE_PLACING_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct mlg_placement {
    char *from, *to, *old; /* old: where the file at `to` waits until all are in place */
    bool replaces, placed;
} mlg_placement;

/* `{ 0 }` is empty. */
typedef struct mlg_placing {
    mlg_placement *moves;
    size_t count, room;
} mlg_placing;

mlg_status mlg_placing_add(mlg_placing *placing, const char *from, const char *to, mlg_error *err) MLG_MUST_CHECK;

/* The files of folder `from` replace those of the same name in folder `to`, and nothing else there is touched; `from` itself takes
 * the place of a missing `to`. */
mlg_status mlg_placing_add_folder(mlg_placing *placing, const char *from, const char *to,
                                  mlg_error *err) MLG_MUST_CHECK;

/* `first` names the record. MLG_INPUT: a file that cannot be put in place; those before it have been put back. */
mlg_status mlg_placing_all(mlg_placing *placing, const char *first, mlg_error *err) MLG_MUST_CHECK;
void mlg_placing_release(mlg_placing *placing);

/* Puts in place what is left of an interrupted replacement, in any order. */
mlg_status mlg_placing_finish(mlg_placing *placing, mlg_error *err) MLG_MUST_CHECK;
void mlg_placing_forget(const char *first);

/* MLG_INPUT when the path is neither a file nor a folder (a device, a pipe, a socket), is validated, or says who validated another. */
mlg_status mlg_refuse_fixed(const char *final, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT: the file exists and may not be replaced, or is no regular file. */
mlg_status mlg_refuse_existing(const char *path, const mlg_write_options *options, mlg_error *err) MLG_MUST_CHECK;

/* Writes a text file under a temporary name and renames it, so that a partial file is never seen. MLG_INPUT when it cannot be
 * written. */
mlg_status mlg_write_whole(const char *path, const char *text, mlg_error *err) MLG_MUST_CHECK;

/* Creates a folder and its missing parents. */
mlg_status mlg_make_folder(const char *path, mlg_error *err) MLG_MUST_CHECK;

/* That of a file to be written. */
mlg_status mlg_make_folder_of(const char *file, mlg_error *err) MLG_MUST_CHECK;

#endif
