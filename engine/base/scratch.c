#include "base/scratch.h"

#include "base/aside.h"
#include "base/os/file.h"

mlg_status mlg_scratch_open(mlg_scratch *scratch, const char *name, mlg_error *err)
{
    char above[MLG_PATH_SIZE];
    scratch->folder[0] = '\0';
    if (!mlg_os_temporary_folder(above, sizeof above))
        return mlg_fail(err, MLG_INPUT, "%s: cannot create a temporary folder", "$TMPDIR");
    MLG_TRY(mlg_path_join(scratch->folder, above, "maillage-XXXXXX", err));
    if (mlg_os_make_private_folder(scratch->folder) != 0) {
        scratch->folder[0] = '\0';
        return mlg_fail(err, MLG_INPUT, "%s: cannot create a temporary folder", above);
    }
    mlg_status st = mlg_path_join(scratch->path, scratch->folder, name, err);
    if (st != MLG_OK)
        mlg_scratch_close(scratch);
    return st;
}

void mlg_scratch_close(mlg_scratch *scratch)
{
    mlg_aside_remove(scratch->folder);
    scratch->folder[0] = '\0';
}
