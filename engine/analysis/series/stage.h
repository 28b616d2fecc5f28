/* Several years of a territory side by side: one result a year, or the vintages of the published APL that a result holds. */
#ifndef MLG_ANALYSIS_SERIES_STAGE_H
#define MLG_ANALYSIS_SERIES_STAGE_H

#include "study/study.h"

typedef enum mlg_series_apl { MLG_SERIES_COMPUTED, MLG_SERIES_PUBLISHED, MLG_SERIES_PUBLISHED_65 } mlg_series_apl;

typedef struct mlg_series_year {
    int year;
    mlg_db *db; /* a result that has been run */
    mlg_series_apl apl;
    const char *vintage;  /* of the published APL; NULL: the last */
    const char *where;    /* in the file, for errors */
    double consultations; /* deployed that year; NaN: not given */
} mlg_series_year;

/* Indicators that a target is set for. */
typedef enum mlg_series_indicator {
    MLG_SERIES_UNDER,         /* persons under the threshold: fewer are better */
    MLG_SERIES_COVERED_PCT,   /* percent of the persons at it or above, of those whose APL is known */
    MLG_SERIES_APL,           /* mean, weighted by persons */
    MLG_SERIES_DOCTORS,       /* heads */
    MLG_SERIES_CONSULTATIONS, /* deployed that year */
    MLG_SERIES_INDICATORS
} mlg_series_indicator;

typedef struct mlg_series_target {
    mlg_series_indicator indicator;
    double value;
    int year;
} mlg_series_target;

typedef struct mlg_series {
    const mlg_series_year *years; /* rising */
    int count;
    const mlg_series_target *targets;
    int targets_count;
    double threshold;          /* of the APL, a year and standardised inhabitant */
    const char *consultations; /* indicator of the studies that counts those deployed, by commune; NULL: none */
} mlg_series;

/* Code of an indicator as files give it, static; -1 for another. */
int mlg_series_indicator_of(const char *code);

/* Fills the tables serie* of study->db, a copy of the result of the last year, whose communes are those of the answer: places
 * of other years meet them by code, those that have merged since with the commune that holds them, and those that do not are listed. MLG_DATA: a year without any value. O((years + log communes) x communes). */
mlg_status mlg_study_series(mlg_study *study, const mlg_series *series, mlg_error *err) MLG_MUST_CHECK;

#endif
