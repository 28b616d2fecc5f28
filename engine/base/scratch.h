/* Where files that are thrown away are written: the folder $TMPDIR names, /tmp without. */
#ifndef MLG_BASE_SCRATCH_H
#define MLG_BASE_SCRATCH_H

#include <stdlib.h>

static inline const char *mlg_scratch_folder(void)
{
    const char *named = getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

#endif
