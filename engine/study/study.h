/* An open study: its database, its study file, and how stages write to it. */
#ifndef MLG_STUDY_STUDY_H
#define MLG_STUDY_STUDY_H

#include "adapters/db/database.h"
#include "adapters/layer/read.h"
#include "base/text.h"
#include "study/config/config.h"

enum { MLG_CODE_MAX = 23 }; /* longest code of a commune, in bytes; an INSEE code has five */

/* Networks and matrices of a study, read once: see analysis/travel/model.h. */
typedef struct mlg_travel_source mlg_travel_source;

typedef struct mlg_study {
    mlg_db *db;
    const mlg_study_file *file;
    const mlg_config *config;
    const char *data_folder;              /* NULL: the folder of the study file */
    const char *scenario;                 /* file of changes applied to what is loaded; NULL: none */
    const struct mlg_node *scenario_root; /* what it says; NULL: no scenario */
    mlg_db *before; /* the result that a scenario starts from, computed in full and read-only; NULL: no scenario */
    bool force;     /* classes of a scenario that the rule refuses are accepted, and recorded */
    int epsg;
    int threads;
    const mlg_progress *progress;
    const char *network_path; /* file that keeps the road network; NULL: not kept */
    const char *kept_path; /* beside which the prepared network and its times are kept; NULL: beside the network */
    const char
        *times_path;   /* file that keeps every travel time computed; NULL: beside the network, as many as fit */
    bool prepare_only; /* rows of times are not computed (network/models/road.h) */
    const char *
        plan_path; /* where the searches by timetable that they need are written (network/models/transit_plan.h); NULL: nowhere */
    uint64_t plan_key;
    int32_t part,
        parts; /* a part of the places alone, where searches go out from them (network/models/transit.h); 0: all */
    mlg_travel_source *travel;        /* NULL until a stage needs it */
    mlg_digests *digests;             /* digests of the sources, kept for one run; NULL: hashed each time */
    mlg_plan *plan;                   /* collects the files that a dry run would read; NULL: not a dry run */
    bool rehearsal;                   /* only what stages refuse counts, not their figures */
    struct mlg_scenario_trial *tried; /* collects changes of class one by one; NULL: the first refused stops */
    struct mlg_kept_places *kept;     /* demand points (analysis/common/places.h); NULL: read each time */
} mlg_study;

/* What a stage does between begin and commit; it sets the summary. */
typedef mlg_status (*mlg_stage_fn)(mlg_study *study, mlg_text *summary, mlg_error *err);

/* Records a convention or a parameter with its origin: "etude" when the study file gives it, else "defaut" and its
 * source. Numbers have a decimal point. */
mlg_status mlg_study_note(mlg_study *study, const char *stage, const char *name, const char *value,
                          const char *unit, const char *origin, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_study_note_number(mlg_study *study, const char *stage, const char *name, double value,
                                 const char *unit, const char *origin, mlg_error *err) MLG_MUST_CHECK;

/* The same for a request of the stage, under "<request>.<what>". */
mlg_status mlg_study_note_of(mlg_study *study, const char *stage, const char *request, const char *what,
                             const char *value, const char *unit, const char *origin,
                             mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_study_note_number_of(mlg_study *study, const char *stage, const char *request, const char *what,
                                    double value, const char *unit, const char *origin,
                                    mlg_error *err) MLG_MUST_CHECK;

/* Records how long a request of a stage took, outside the results; nothing under SOURCE_DATE_EPOCH (base/source_date.h). */
mlg_status mlg_study_note_seconds(mlg_study *study, const char *stage, const char *what, double seconds,
                                  mlg_error *err) MLG_MUST_CHECK;

/* The given number, or the default; *origin is "etude" or `source` accordingly. */
double mlg_study_number(const double *given, double fallback, const char *source, const char **origin);

/* How far around the territory communes count, m: as the study file says, else 30 km in a straight line; by road
 * the reach of its largest time limit, at least 30 km; 0 with given times. MLG_INPUT: the value in the file is not
 * a length. */
mlg_status mlg_study_buffer(double *buffer_m, const char **origin, const mlg_study *study,
                            mlg_error *err) MLG_MUST_CHECK;

/* Runs a stage in one transaction: deletes its parameters, calls `run`, records the fingerprint; rolls back on
 * failure. */
mlg_status mlg_study_stage(mlg_study *study, const char *stage, const char *fingerprint, mlg_stage_fn run,
                           mlg_text *summary, double *seconds, mlg_error *err) MLG_MUST_CHECK;

/* Whether the stage was already run with this fingerprint; `summary` is then the stored one. */
mlg_status mlg_study_is_done(bool *done, mlg_text *summary, mlg_study *study, const char *stage,
                             const char *fingerprint, mlg_error *err) MLG_MUST_CHECK;

/* Runs an embedded query without parameters. */
mlg_status mlg_study_do(mlg_study *study, const char *query, mlg_error *err) MLG_MUST_CHECK;

/* Begins a stage that may not be asked for: runs `statements`, which empty its tables, and says "not asked for" in its summary. */
mlg_status mlg_study_clear(mlg_study *study, mlg_text *summary, const char *statements,
                           mlg_error *err) MLG_MUST_CHECK;

/* Records the title, territory, coordinate system and version of the study. */
mlg_status mlg_study_identify(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Whether `path` is a study that has been run rather than a study file: an SQLite file, which mlg_db_open() then
 * checks. A path without file is judged by its ending, .gpkg, so that the error is about the right kind. */
bool mlg_study_is(const char *path);

#endif
