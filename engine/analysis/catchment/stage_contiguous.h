/* Contiguous areas among the communes of a study. */
#ifndef MLG_ANALYSIS_CATCHMENT_STAGE_CONTIGUOUS_H
#define MLG_ANALYSIS_CATCHMENT_STAGE_CONTIGUOUS_H

#include "adapters/geom/geometry.h"
#include "analysis/catchment/contiguous.h"
#include "study/study.h"

/* `{ 0 }` is empty. */
typedef struct mlg_study_areas {
    int32_t communes, count;
    int32_t *area_of;   /* [communes] -1: in no area */
    mlg_area *area;     /* [count] */
    mlg_geom **outline; /* [communes] NULL outside the areas */
} mlg_study_areas;

/* Contiguous areas of the communes insee[communes] with inside[] != 0, connected by shared borders of nonzero
 * length. Released by the caller, on failure too. */
mlg_status mlg_study_areas_find(mlg_study_areas *out, mlg_study *study, int32_t communes, const char *const *insee,
                                const uint8_t *inside, const double *persons, mlg_error *err) MLG_MUST_CHECK;
/* Merges areas whose communes have centres within so many minutes of each other, one way, whether they share a
 * border or not. */
mlg_status mlg_study_areas_join(mlg_study_areas *areas, mlg_study *study, const char *const *insee,
                                const uint8_t *inside, const double *persons, double minutes,
                                mlg_error *err) MLG_MUST_CHECK;

/* Pairs of communes that share a border of nonzero length, by the outlines of the study, which all must have.
 * Arrays are freed with free(). */
mlg_status mlg_study_borders(int32_t **from, int32_t **to, int32_t *pairs, mlg_study *study, int32_t communes,
                             const char *const *insee, mlg_error *err) MLG_MUST_CHECK;
void mlg_study_areas_release(mlg_study_areas *areas);

#endif
