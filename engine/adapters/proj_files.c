#include "adapters/proj_files.h"

#include "base/input.h"
#include "base/os/file.h"
#include "base/os/thread.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The folders that PROJ searches, as it lists them, asked for once: proj_info() frees the list it gave before, which another thread may be
 * reading. NULL: no memory. */
static const char *searched(void)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static char *folders;
    pthread_mutex_lock(&lock);
    if (!folders)
        folders = strdup(proj_info().searchpath);
    const char *known = folders;
    pthread_mutex_unlock(&lock);
    return known;
}

/* Inside one of the folders that PROJ searches, without a component that leads out of it. */
static bool is_own(const char *path)
{
    const char *folder = searched(), between[] = { mlg_os_list_separator(), '\0' };
    if (strstr(path, ".."))
        return false;
    while (folder && *folder) {
        const size_t n = strcspn(folder, between);
        if (n > 0 && strncmp(path, folder, n) == 0 && mlg_os_is_separator(path[n]))
            return true;
        folder += n + (folder[n] != '\0');
    }
    return false;
}

static PROJ_FILE_HANDLE *open_file(PJ_CONTEXT *context, const char *path, PROJ_OPEN_ACCESS access, void *data)
{
    (void)context, (void)data;
    return access == PROJ_OPEN_ACCESS_READ_ONLY && is_own(path) ? (PROJ_FILE_HANDLE *)mlg_fopen_input(path) : NULL;
}

static size_t read_file(PJ_CONTEXT *context, PROJ_FILE_HANDLE *file, void *into, size_t size, void *data)
{
    (void)context, (void)data;
    return fread(into, 1, size, (FILE *)file);
}

static size_t write_file(PJ_CONTEXT *context, PROJ_FILE_HANDLE *file, const void *bytes, size_t size, void *data)
{
    (void)context, (void)file, (void)bytes, (void)size, (void)data;
    return 0;
}

static int seek_file(PJ_CONTEXT *context, PROJ_FILE_HANDLE *file, long long offset, int whence, void *data)
{
    (void)context, (void)data;
    return fseeko((FILE *)file, (off_t)offset, whence) == 0;
}

static unsigned long long tell_file(PJ_CONTEXT *context, PROJ_FILE_HANDLE *file, void *data)
{
    (void)context, (void)data;
    return (unsigned long long)ftello((FILE *)file);
}

static void close_file(PJ_CONTEXT *context, PROJ_FILE_HANDLE *file, void *data)
{
    (void)context, (void)data;
    fclose((FILE *)file);
}

static int exists(PJ_CONTEXT *context, const char *path, void *data)
{
    (void)context, (void)data;
    return is_own(path) && mlg_os_can(path, MLG_OS_READABLE);
}

static int refuse_one(PJ_CONTEXT *context, const char *path, void *data)
{
    (void)context, (void)path, (void)data;
    return 0;
}

static int refuse_two(PJ_CONTEXT *context, const char *from, const char *to, void *data)
{
    (void)context, (void)from, (void)to, (void)data;
    return 0;
}

void mlg_proj_own_files(PJ_CONTEXT *context)
{
    static const PROJ_FILE_API own = {
        1,          open_file, read_file,  write_file, seek_file,  tell_file,
        close_file, exists,    refuse_one, refuse_one, refuse_two,
    };
    proj_context_set_fileapi(context, &own, NULL);
}
