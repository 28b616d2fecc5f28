/* A study being worked on: its file, what was asked, and how a stage writes to it. */
#ifndef MLG_STUDY_STUDY_H
#define MLG_STUDY_STUDY_H

#include "adapters/db/database.h"
#include "adapters/layer/read.h"
#include "study/config/config.h"

enum { MLG_CODE_MAX = 23 }; /* bytes of the code of a commune; five for an INSEE code */

/* Networks and matrices of a study, read once: see analysis/travel/model.h. */
typedef struct mlg_travel_source mlg_travel_source;

typedef struct mlg_study {
    mlg_db *db;
    const mlg_study_file *file;
    const mlg_config *config;
    const char *data_folder; /* NULL: that of the study file */
    int epsg;
    int threads;
    const mlg_progress *progress;
    const char *network_path;  /* where the road network is kept beside the study; NULL: nowhere */
    mlg_travel_source *travel; /* NULL until a stage needs it */
    mlg_digests *digests;      /* of the sources, hashed once a run; NULL: each time */
    mlg_plan *plan;            /* takes the files that a dry run would read; NULL: nobody asks */
} mlg_study;

/* What a stage of a study does between begin and commit; `summary` takes one line for people. */
typedef struct mlg_summary {
    char text[256];
} mlg_summary;
typedef mlg_status (*mlg_stage_fn)(mlg_study *study, mlg_summary *summary, mlg_error *err);

/* Records a convention or a parameter with where it comes from: "etude" when the study file gave it, else "defaut"
 * and its source. Numbers are written with a point. */
mlg_status mlg_study_note(mlg_study *study, const char *stage, const char *name, const char *value,
                          const char *unit, const char *origin, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_study_note_number(mlg_study *study, const char *stage, const char *name, double value,
                                 const char *unit, const char *origin, mlg_error *err) MLG_MUST_CHECK;

/* The given number, or the default; *origin says which ("etude" or `source`). */
double mlg_study_number(const double *given, double fallback, const char *source, const char **origin);

/* Runs `stage` in one transaction: forgets its parameters, calls `run`, records the fingerprint, or rolls back. */
mlg_status mlg_study_stage(mlg_study *study, const char *stage, const char *fingerprint, mlg_stage_fn run,
                           mlg_summary *summary, double *seconds, mlg_error *err) MLG_MUST_CHECK;

/* True when the stage was done with this very fingerprint; then `summary` is the one kept. */
mlg_status mlg_study_is_done(bool *done, mlg_summary *summary, mlg_study *study, const char *stage,
                             const char *fingerprint, mlg_error *err) MLG_MUST_CHECK;

/* Runs an embedded query that takes no parameter. */
mlg_status mlg_study_do(mlg_study *study, const char *query, mlg_error *err) MLG_MUST_CHECK;

/* Records the title, territory, coordinate system and version of the study. */
mlg_status mlg_study_identify(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

#endif
