/* Densities of professionals of the territory of a study beside its département, its region and France, from the communes that ship with
 * Maillage (BPE 2024). */
#ifndef MLG_OUTPUT_TABLES_BENCHMARK_H
#define MLG_OUTPUT_TABLES_BENCHMARK_H

#include "output/tables/findings.h"

enum { MLG_BENCHMARKS = 3 };

/* Per 10,000 inhabitants; NaN where the figure is unknown for more than a tenth of them. */
typedef struct mlg_benchmark {
    const char *label; /* in French, translated when shown */
    double here, department, region, france;
} mlg_benchmark;

typedef struct mlg_benchmarks {
    bool known;
    char department[80],
        region[80]; /* "" when the territory lies in several, or when the region is the département */
    mlg_benchmark of[MLG_BENCHMARKS];
} mlg_benchmarks;

/* known is false when France is not installed, or when the communes of the study are not those of France: less than nine tenths of its
 * people found by their codes, or another total by more than a fifth. O(communes of France log communes of the
 * study). */
mlg_status mlg_benchmarks_read(mlg_benchmarks *out, const mlg_findings *found, mlg_error *err) MLG_MUST_CHECK;

#endif
