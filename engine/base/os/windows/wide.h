/* Paths in UTF-16 for the functions of Windows, and their errors as an errno. */
#ifndef MLG_BASE_OS_WINDOWS_WIDE_H
#define MLG_BASE_OS_WINDOWS_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* Long enough for what Windows takes with the prefix \\?\, which is put before a path that needs it. */
enum { MLG_OS_WIDE = 32768 };

/* A path in UTF-16, freed by the caller; NULL with errno set. Long ones become absolute. */
wchar_t *mlg_os_wide_path(const char *path);

/* The path of an open file or folder with the prefix, without links; freed by the caller, NULL with errno set. */
wchar_t *mlg_os_path_of(void *handle);

/* Any text; both freed by the caller, NULL with errno set. */
wchar_t *mlg_os_wide(const char *text);
char *mlg_os_narrow(const wchar_t *text);

/* A path for people and programs: in UTF-8, without the prefix, with '/' between folders. Freed by the caller, NULL with errno set. */
char *mlg_os_plain_path(const wchar_t *wide);

/* '\\' becomes '/'. */
void mlg_os_turn_separators(char *path);

/* Sets errno from GetLastError(); always -1. */
int mlg_os_failed(void);

#endif
