#include "base/os/number.h"

#include "base/os/thread.h"

#include <locale.h>
#include <stdlib.h>

#ifdef __APPLE__
#include <xlocale.h>
#endif

static locale_t points;

static void make_points(void)
{
    points = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
}

static locale_t points_of_c(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_points);
    return points;
}

double mlg_os_strtod(const char *text, char **end)
{
    const locale_t c = points_of_c();
    return c ? strtod_l(text, end, c) : strtod(text, end);
}

void *mlg_os_points_enter(void)
{
    const locale_t c = points_of_c();
    return c ? uselocale(c) : NULL;
}

void mlg_os_points_leave(void *before)
{
    if (before)
        uselocale(before);
}
