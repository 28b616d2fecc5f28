/* The stages of a study in their order, and what each depends on. */
#ifndef MLG_PIPELINE_STAGES_H
#define MLG_PIPELINE_STAGES_H

#include "study/study.h"

enum { MLG_MAX_STAGES = 16 };

typedef struct mlg_stage {
    const char *name;
    const char *keys[12]; /* keys of the study file that change it, ends with NULL */
    const char *after[4]; /* stages whose results it reads, ends with NULL */
    mlg_stage_fn run;
} mlg_stage;

int mlg_stage_count(void);

/* NULL after the last. */
const mlg_stage *mlg_stage_at(int index);

/* SHA-256 of what a stage depends on: its keys as written, the engine version, the fingerprints of the stages before it and,
 * for the one that loads, the content of every source file. `fingerprints` holds those of the stages of lower index. */
mlg_status mlg_stage_fingerprint(char hex[65], int stage, const mlg_study *study, char (*fingerprints)[65],
                                 mlg_error *err) MLG_MUST_CHECK;

#endif
