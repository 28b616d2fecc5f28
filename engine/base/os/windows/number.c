#include "base/os/number.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A program that has not called setlocale() writes numbers with a point. */
static bool has_point(void)
{
    return strcmp(localeconv()->decimal_point, ".") == 0;
}

double mlg_os_strtod(const char *text, char **end)
{
    void *before = has_point() ? NULL : mlg_os_points_enter();
    double number = strtod(text, end);
    if (before)
        mlg_os_points_leave(before);
    return number;
}

/* This thread alone gets the "C" locale. The name of the former one is kept for mlg_os_points_leave(). */
void *mlg_os_points_enter(void)
{
    if (has_point())
        return NULL;
    _configthreadlocale(_ENABLE_PER_THREAD_LOCALE);
    char *before = _strdup(setlocale(LC_NUMERIC, NULL));
    setlocale(LC_NUMERIC, "C");
    return before;
}

void mlg_os_points_leave(void *before)
{
    if (!before)
        return;
    setlocale(LC_NUMERIC, before);
    free(before);
}
