/* Files that ship with Maillage but are too large to embed in the library: geodata/, as installed. */
#ifndef MLG_BASE_SHIPPED_H
#define MLG_BASE_SHIPPED_H

#include "base/error.h"
#include "base/path.h"

/* The prefix that denotes such a file where a path is expected: "maillage:france/communes.csv". */
#define MLG_SHIPPED "maillage:"

/* The name after MLG_SHIPPED, NULL when the path is an ordinary one. */
const char *mlg_shipped_name(const char *path);

/* Path of the file `name` of geodata/ ("france/communes.csv"): in the folder $MAILLAGE_GEODATA when it is set, else in
 * share/maillage/geodata below a folder that contains the program or the library, or where it was installed. MLG_INPUT: there is no such
 * file, with the folder searched last; `name` leaves the folder. */
mlg_status mlg_shipped_path(char path[MLG_PATH_SIZE], const char *name, mlg_error *err) MLG_MUST_CHECK;

#endif
