/* The stages of a study in order, and what each depends on. */
#ifndef MLG_PIPELINE_STAGES_H
#define MLG_PIPELINE_STAGES_H

#include "study/study.h"

enum { MLG_MAX_STAGES = 16 };

typedef struct mlg_stage {
    const char *name;
    const char *keys[12]; /* keys of the study file it depends on, terminated by NULL */
    const char *after[6]; /* stages whose results it reads, terminated by NULL */
    mlg_stage_fn run;
} mlg_stage;

/* What a kernel takes for a bad call comes from the study file where a stage makes it. */
static inline mlg_status mlg_stage_status(mlg_status st)
{
    return st == MLG_USAGE ? MLG_INPUT : st;
}

int mlg_stage_count(void);

/* NULL after the last. */
const mlg_stage *mlg_stage_at(int index);

/* SHA-256 of everything a stage depends on: its keys as written, the engine version, the fingerprints of the stages it reads and, for
 * the loading stage, the content of every source file. `fingerprints` holds those of the stages of lower index. O(bytes of the files). */
mlg_status mlg_stage_fingerprint(char hex[65], int stage, const mlg_study *study, char (*fingerprints)[65],
                                 mlg_error *err) MLG_MUST_CHECK;

#endif
