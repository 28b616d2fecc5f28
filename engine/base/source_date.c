#include "base/source_date.h"

#include "base/os/process.h"

#include <stdlib.h>
#include <string.h>

mlg_status mlg_source_date(int64_t *seconds, mlg_error *err)
{
    static const int64_t end_of_9999 = 253402300799;
    const char *given = mlg_os_environment("SOURCE_DATE_EPOCH");
    *seconds = -1;
    if (!given || !*given)
        return MLG_OK;
    if (strspn(given, "0123456789") == strlen(given) && strlen(given) <= 12)
        *seconds = strtoll(given, NULL, 10);
    if (*seconds >= 0 && *seconds <= end_of_9999)
        return MLG_OK;
    *seconds = -1;
    mlg_status st =
        mlg_fail(err, MLG_USAGE, "SOURCE_DATE_EPOCH=%s: a number of seconds since 1970 is expected", given);
    mlg_hint(err, "as in SOURCE_DATE_EPOCH=$(date +%%s), or unset it");
    return st;
}
