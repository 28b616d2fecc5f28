/* The files that PROJ may open: those of its own folders. A definition of a coordinate system can name any file as a grid, and who wrote
 * the definition is a stranger. */
#ifndef MLG_ADAPTERS_PROJ_FILES_H
#define MLG_ADAPTERS_PROJ_FILES_H

#include <proj.h>

/* From now on the context opens no other file to read, and none to write. */
void mlg_proj_own_files(PJ_CONTEXT *context);

#endif
