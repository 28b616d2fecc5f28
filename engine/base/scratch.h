/* The folder for temporary files: $TMPDIR, or /tmp when it is not set. */
#ifndef MLG_BASE_SCRATCH_H
#define MLG_BASE_SCRATCH_H

#include <stdlib.h>

static inline const char *mlg_scratch_folder(void)
{
    const char *named = getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

#endif
