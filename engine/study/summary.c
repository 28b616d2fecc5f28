#include "study/summary.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void mlg_summary_release(mlg_summary *summary)
{
    free(summary->text);
    *summary = (mlg_summary){ 0 };
}

const char *mlg_summary_text(const mlg_summary *summary)
{
    return summary->text ? summary->text : "";
}

static mlg_status write_at(mlg_summary *summary, size_t used, mlg_error *err, const char *format, va_list args)
    MLG_PRINTF(4, 0);
static mlg_status write_at(mlg_summary *summary, size_t used, mlg_error *err, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int more = vsnprintf(NULL, 0, format, again);
    va_end(again);
    MLG_TRY(MLG_GROW(&summary->text, &summary->room, used + (size_t)more + 1, "summary", err));
    vsnprintf(summary->text + used, summary->room - used, format, args);
    return MLG_OK;
}

mlg_status mlg_summary_set(mlg_summary *summary, mlg_error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mlg_status st = write_at(summary, 0, err, format, args);
    va_end(args);
    return st;
}

mlg_status mlg_summary_add(mlg_summary *summary, mlg_error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mlg_status st = write_at(summary, strlen(mlg_summary_text(summary)), err, format, args);
    va_end(args);
    return st;
}
