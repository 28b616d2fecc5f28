/* Data of `maillage access`, read from a study and printed as text or JSON. */
#ifndef MLG_PIPELINE_ACCESS_FINDINGS_H
#define MLG_PIPELINE_ACCESS_FINDINGS_H

#include "adapters/db/database.h"
#include "analysis/access/published/compare.h"
#include "analysis/access/two_step.h"
#include "base/arena.h"

enum { MLG_WORST_PLACES = 10 };

/* A commune found on one side only. */
typedef struct mlg_unmatched_place {
    bool published; /* true: published but not in the study; false: the reverse */
    const char *code, *name;
    double persons; /* NaN: unknown */
} mlg_unmatched_place;

/* Comparison with one published column of a vintage. */
typedef struct mlg_comparison_findings {
    const char *vintage, *column; /* "all ages", "65 and under" */
    bool same_ages;               /* the study has the same age limit as the column */
    double *published;            /* [count of the measure] */
    mlg_comparison all, by_class[MLG_COMPARE_CLASSES];
    int32_t worst[MLG_WORST_PLACES], worst_count;
    mlg_unmatched_place *unmatched;
    int32_t unmatched_count;
    size_t unmatched_room;
} mlg_comparison_findings;

/* A measure over the communes of the territory; arrays of `count`. */
typedef struct mlg_measure_findings {
    const char *service, *name, *words, *unit, *source;
    bool low_is_good;
    int32_t count;
    size_t room[6];
    const char **code, **label;
    double *persons, *standardised, *value;
    uint8_t *density;
    double threshold; /* NaN: none is known */
    double full_time; /* acts per full-time equivalent; NaN: the unit is not consultations */
    mlg_access_figures figures;
    int32_t worst[MLG_WORST_PLACES], worst_count;
    mlg_comparison_findings *comparison;
    int32_t comparison_count;
    size_t comparison_room;
} mlg_measure_findings;

typedef struct mlg_access_findings {
    mlg_measure_findings *measure;
    int32_t count;
    size_t room;
    bool compare;
    mlg_arena arena;
} mlg_access_findings;

/* Reads every measure of a study. MLG_DATA: no measure, or nothing published although `compare` asks for it. Release on failure too. */
mlg_status mlg_access_findings_read(mlg_access_findings *told, mlg_db *db, bool compare,
                                    mlg_error *err) MLG_MUST_CHECK;
void mlg_access_findings_release(mlg_access_findings *told);

/* Print as text or JSON; *out is freed with free(). */
mlg_status mlg_access_findings_text(char **out, const mlg_access_findings *told, mlg_db *db,
                                    mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_access_findings_json(char **out, const mlg_access_findings *told, mlg_db *db,
                                    mlg_error *err) MLG_MUST_CHECK;

/* Name of a density class, "1 large centres"; class 0 is unknown. */
const char *mlg_density_name(int level);

#endif
