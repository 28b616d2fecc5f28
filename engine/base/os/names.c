#include "base/os/file.h"
#include "base/sort.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int give_up(char **list, int count, int why)
{
    while (count > 0)
        free(list[--count]);
    free(list);
    errno = why;
    return -1;
}

int mlg_os_folder_names(char ***names, const char *path)
{
    char **list = NULL;
    int count = 0, room = 0;
    const char *name;
    *names = NULL;
    mlg_os_folder *folder = mlg_os_folder_open(path);
    if (!folder)
        return -1;
    while (errno = 0, (name = mlg_os_folder_next(folder))) {
        if (count == room) {
            room = room ? 2 * room : 16;
            char **more = realloc(list, (size_t)room * sizeof *more);
            if (!more)
                break;
            list = more;
        }
        size_t size = strlen(name) + 1;
        if (!(list[count] = malloc(size)))
            break;
        memcpy(list[count++], name, size);
    }
    int why = name ? ENOMEM : errno;
    mlg_os_folder_close(folder);
    if (why != 0)
        return give_up(list, count, why);
    if (count > 0)
        qsort(list, (size_t)count, sizeof *list, mlg_compare_texts);
    *names = list;
    return count;
}
