/* Keeping the paths of a stranger's study in one folder. The file system is asked as it stands: what someone changes in the folder
 * between the answer and the use is not seen. */
#ifndef MLG_BASE_BOUNDS_H
#define MLG_BASE_BOUNDS_H

#include "base/error.h"

/* MLG_INPUT when `name`, under the folder `root`, may designate a file elsewhere: an absolute path, a component "..", a link that leads
 * out of the folder, or such a link beside the file, where a reader of several files (a shapefile, an SQLite journal) would follow it. A
 * name that ends in "|layername=..." is judged by the file. "" is the current folder. O(entries of the folders on the way). */
mlg_status mlg_bounds_check(const char *root, const char *name, mlg_error *err) MLG_MUST_CHECK;

#endif
