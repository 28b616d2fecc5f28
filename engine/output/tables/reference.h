/* Shares of people who lack access in the département, the region and the mainland, as the engine finds them on France as it ships
 * (geodata/measure_france.py): to set beside a study computed by the same conventions. */
#ifndef MLG_OUTPUT_TABLES_REFERENCE_H
#define MLG_OUTPUT_TABLES_REFERENCE_H

#include "output/tables/benchmark.h"

typedef enum mlg_lacking {
    MLG_LACKING_THRESHOLD, /* under 2.5 consultations */
    MLG_LACKING_GP,        /* at more than 10 minutes */
    MLG_LACKING_PHARMACY,  /* at more than 10 minutes */
    MLG_LACKINGS
} mlg_lacking;

enum { MLG_LACKING_MINUTES = 10 };

/* Percent of the people whose access is known; NaN where there is none. */
typedef struct mlg_reference {
    double department, region, mainland;
} mlg_reference;

typedef struct mlg_references {
    bool known;
    mlg_reference of[MLG_LACKINGS];
} mlg_references;

/* known is false where a parameter of the study or its doctors are not those of the run on France, or the figures are not installed;
 * the figure of pharmacies is NaN where the pharmacies are others.
 * `beside` names the département and the region. */
mlg_status mlg_references_read(mlg_references *out, mlg_db *db, const mlg_benchmarks *beside,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
