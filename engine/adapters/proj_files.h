/* The files that PROJ may open: those of its own folders. The definition of a coordinate system can name any file
 * as a grid, and its author is not trusted. */
#ifndef MLG_ADAPTERS_PROJ_FILES_H
#define MLG_ADAPTERS_PROJ_FILES_H

#include <proj.h>

/* From now on the context opens no other file for reading, and none for writing. */
void mlg_proj_own_files(PJ_CONTEXT *context);

#endif
