/* Files written under a temporary name beside the file they replace, then put in its place. The name, "study.gpkg.1234.part",
 * contains the id of the process that writes it, so that what a killed process left behind can be recognised. */
#ifndef MLG_BASE_ASIDE_H
#define MLG_BASE_ASIDE_H

#include "base/path.h"

#include <stdio.h>

/* Resolves a path: the absolute path of the file, links followed, without a trailing '/'. The file need not exist.
 * MLG_INPUT: a dangling link, no such folder, too long. */
mlg_status mlg_aside_target(char target[MLG_PATH_SIZE], const char *path, mlg_error *err) MLG_MUST_CHECK;

/* The temporary name of process `pid`. */
mlg_status mlg_aside_name_of(char aside[MLG_PATH_SIZE], const char *target, long pid,
                             mlg_error *err) MLG_MUST_CHECK;

/* That of this process. MLG_INPUT: the name of the target leaves no room for it; `shown` is the path in the message. */
mlg_status mlg_aside_name(char aside[MLG_PATH_SIZE], const char *target, const char *shown,
                          mlg_error *err) MLG_MUST_CHECK;

/* Follows the links of `path`, removes what dead processes left there, and names the file to write; mlg_aside_place() needs both. */
mlg_status mlg_aside_begin(char target[MLG_PATH_SIZE], char aside[MLG_PATH_SIZE], const char *path,
                           mlg_error *err) MLG_MUST_CHECK;

/* The same for a private file of the program, which begins with these 8 bytes: a link to anything else is replaced
 * rather than followed, since its target may serve another purpose. MLG_INPUT: a file of another program has the name. */
mlg_status mlg_aside_begin_kept(char target[MLG_PATH_SIZE], char aside[MLG_PATH_SIZE], const char *path,
                                const char kind[8], mlg_error *err) MLG_MUST_CHECK;

/* Puts a file, or a folder that does not exist yet, in place: written through to the disk before and after, with the mode and the owner
 * of the file it replaces. MLG_INPUT: it cannot be; the old one is untouched, and `aside` is left to the caller. `shown` is the path
 * in messages. */
mlg_status mlg_aside_place(const char *aside, const char *target, const char *shown,
                           mlg_error *err) MLG_MUST_CHECK;

/* The two halves of mlg_aside_place(), for several files: mode and contents; then the folder that names them. */
mlg_status mlg_aside_settle(const char *aside, const char *target, const char *shown,
                            mlg_error *err) MLG_MUST_CHECK;
void mlg_aside_sync_folder(const char *target);

/* Removes the temporary files of dead processes; with `mine_too`, also those of an earlier process with the id of this one. A file that
 * such a process had moved away (mlg_placing) is moved back if its place is free. */
void mlg_aside_clean(const char *target, bool mine_too);

/* A private file of the program, which begins with `kind`: writes a header and what follows it, and puts the file in its place. MLG_INPUT as
 * above, and where it cannot be written; what was there is then left. O(bytes). */
mlg_status mlg_aside_keep(const char *path, const char kind[8], const void *head, size_t head_bytes,
                          const void *rest, size_t rest_bytes, mlg_error *err) MLG_MUST_CHECK;

/* Opens the temporary file for writing, empty; NULL, with errno, where it cannot be, or where a link has its name. */
FILE *mlg_aside_open(const char *aside);

/* Removes a file, or a folder of files. */
void mlg_aside_remove(const char *path);

/* True if the path exists, even as a dangling link. */
bool mlg_path_exists(const char *path);

/* What follows the name of a file in the name of the text that says who validated it (maillage serve). */
#define MLG_VALIDATED_ENDING ".valide"

/* Whether such a text stands beside the path: the file may no longer be replaced. */
bool mlg_path_is_validated(const char *path);

/* The process number in the record of an interrupted replacement of several files, beside the first of them; 0: none, or that process
 * is still at work. */
long mlg_aside_interrupted(const char *target);

#endif
