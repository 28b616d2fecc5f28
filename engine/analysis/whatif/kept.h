/* What a scenario leaves of the data that the page tries changes with, in the result that it starts from. */
#ifndef MLG_ANALYSIS_WHATIF_KEPT_H
#define MLG_ANALYSIS_WHATIF_KEPT_H

#include "base/arena.h"
#include "study/study.h"

enum { MLG_WHATIF_MOST_KEPT = 16 };

/* Texts are JSON and belong to the arena. */
typedef struct mlg_whatif_part {
    const char *service;
    const char *text;      /* the decay of a measure, or a whole service */
    const char *catchment; /* of a measure */
    size_t bytes;          /* of the rows of a service */
} mlg_whatif_part;

/* `{ 0 }` keeps nothing; released with mlg_whatif_kept_release(). */
typedef struct mlg_whatif_kept {
    bool too_big;      /* the pairs were too many for the page, and still are */
    const char *pairs; /* base64, as the page reads them; NULL: to compute */
    mlg_whatif_part measure[MLG_WHATIF_MOST_KEPT], service[MLG_WHATIF_MOST_KEPT];
    int measures, services;
    mlg_arena arena;
} mlg_whatif_kept;

/* Keeps nothing unless the scenario changes supply alone and one travels by straight lines. */
mlg_status mlg_whatif_kept_read(mlg_whatif_kept *out, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
void mlg_whatif_kept_release(mlg_whatif_kept *kept);

/* NULL: not kept. */
const mlg_whatif_part *mlg_whatif_part_of(const mlg_whatif_part *parts, int count, const char *service);

#endif
