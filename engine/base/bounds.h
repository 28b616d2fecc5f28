/* Confines the paths of an untrusted study to one folder. The check sees the file system as it is at the time; what someone changes
 * between the check and the use goes unnoticed. */
#ifndef MLG_BASE_BOUNDS_H
#define MLG_BASE_BOUNDS_H

#include "base/error.h"

/* MLG_INPUT when `name`, under the folder `root`, may designate a file elsewhere: an absolute path, a component "..", a link that leads
 * out of the folder, or such a link beside the file, where a reader of several files (a shapefile, an SQLite journal) would follow it. A
 * name that ends in "|layername=..." is judged by the file. "" is the current folder. O(entries of the folders on the way). */
mlg_status mlg_bounds_check(const char *root, const char *name, mlg_error *err) MLG_MUST_CHECK;

#endif
