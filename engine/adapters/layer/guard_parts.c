/* Tables of MapInfo that are put together from others, which they name by any path. */
#include "adapters/layer/inner.h"

#include "base/memory.h"
#include "base/nocase.h"
#include "base/path.h"

#include <stdlib.h>

mlg_status mlg_guard_parts(const char *path, const char *shown, mlg_error *err)
{
    enum { LONGEST_HEADER = 1 << 20 };
    static const char *const marks[] = { "create view", "\"\\IsSeamless\" = \"TRUE\"" };
    mlg_bytes *file;
    char *text = NULL;
    size_t got = 0;
    mlg_status st;
    if (!mlg_path_ends_with(path, ".tab") || mlg_bytes_open(&file, path, shown, NULL) != MLG_OK)
        return MLG_OK; /* reported when it is opened */
    MLG_GO(MLG_NEW(&text, LONGEST_HEADER + 1, "the header of a table", err));
    MLG_GO(mlg_bytes_read(&got, file, text, LONGEST_HEADER, err));
    if (got == LONGEST_HEADER)
        st = mlg_fail(err, MLG_INPUT, "%s: a header of more than %d KiB", shown, LONGEST_HEADER >> 10);
    for (size_t i = 0; i < got; i++)
        text[i] = text[i] ? text[i] : ' ';
    for (size_t i = 0; st == MLG_OK && i < sizeof marks / sizeof *marks; i++)
        if (mlg_find_nocase(text, marks[i]))
            st = mlg_fail(err, MLG_INPUT, "%s is put together from other tables, which are not looked for", shown);
    if (st != MLG_OK)
        mlg_hint(err, "export it as one table");
done:
    free(text);
    mlg_bytes_close(file);
    return st;
}
