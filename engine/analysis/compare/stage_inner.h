/* Parts of the comparison of two results, for stage*.c alone. */
#ifndef MLG_ANALYSIS_COMPARE_STAGE_INNER_H
#define MLG_ANALYSIS_COMPARE_STAGE_INNER_H

#include "analysis/compare/differences.h"
#include "base/arena.h"
#include "base/text.h"
#include "study/study.h"

/* The four measures that layers show, in order: how their values are bound and worded. */
enum { MLG_LAYER_MEASURES = 4 };
typedef struct mlg_layer_measure {
    const char *service, *name, *before, *change, *words;
} mlg_layer_measure;
extern const mlg_layer_measure mlg_layer_measures[MLG_LAYER_MEASURES];

/* A commune of the second result; texts are in the arena of the job. */
typedef struct mlg_compared {
    const char *code, *label, *epci, *epci_label, *departement, *tvs, *tvs_label, *zone[2];
    bool held;       /* in the first result too, as itself or as communes that have merged since */
    const char *why; /* why it is not; NULL: unknown */
    int32_t members; /* communes of the first result that it is made of */
    double own;      /* persons of the one with its code; 0: there is none */
    double persons[2], gp[2], desert[2];
    int density;   /* 0 unknown */
    double income; /* NaN unknown */
    bool has_qpv;
    double shown[MLG_LAYER_MEASURES]; /* measures as the layer of the second result shows them; NaN: none */
} mlg_compared;

/* A commune that no longer exists in the year of a result, and the one it merged into; texts are in the arena of the job. */
typedef struct mlg_compared_merger {
    const char *code, *into;
} mlg_compared_merger;

/* A commune of the first result that has merged since, the commune of the second result that contains it now, and its population. */
typedef struct mlg_compared_moved {
    const char *code;
    int32_t into;
    double persons;
} mlg_compared_moved;

/* The measure of a request of `times`. */
#define MLG_ASKED_TIMES "temps_demande"

/* A measure of either result. */
typedef struct mlg_compared_measure {
    const char *service, *name;
    bool asked;          /* by a request of `times`, whose name is in `service` */
    bool minutes;        /* less is better; nothing within the search is beyond any limit */
    double threshold[2]; /* NaN: none */
    double *value[2];    /* [count] NaN unknown; minutes: infinite where no site is within the search */
} mlg_compared_measure;

typedef struct mlg_compare_job {
    mlg_study *study;
    mlg_db *side[2];
    int32_t count;
    mlg_compared *commune; /* [count] sorted by code */
    double *persons[2];    /* [count] 0 where not held or unknown */
    mlg_compared_measure *measure;
    int32_t measures;
    mlg_compared_merger *merger[2]; /* [mergers] of each result, sorted by code */
    int32_t mergers[2];
    mlg_compared_moved *moved; /* [moves] sorted by code */
    int32_t moves;
    size_t room, measure_room, merger_room[2], move_room;
    mlg_arena arena;
} mlg_compare_job;

/* -1: the second result has no such commune. O(log count). */
int32_t mlg_compared_find(const mlg_compare_job *j, const char *code);

/* The same for a code of the first result, which may have merged since; *persons are those of that commune. */
int32_t mlg_compared_find_before(double *persons, const mlg_compare_job *j, const char *code);

/* Access to the tables of mergers. mlg_compared_into(): the commune that contains another in a result, NULL when unknown. */
mlg_status mlg_compare_read_mergers(mlg_compare_job *j, mlg_error *err) MLG_MUST_CHECK;
const char *mlg_compared_into(const mlg_compare_job *j, int side, const char *code);
mlg_status mlg_compare_add_moved(mlg_compare_job *j, const char *code, int32_t into, double persons,
                                 mlg_error *err) MLG_MUST_CHECK;

/* NULL: neither result has it. */
const mlg_compared_measure *mlg_compared_measure_of(const mlg_compare_job *j, const char *service,
                                                    const char *name);

/* Whether the measure has a threshold on both sides. */
bool mlg_compared_has_threshold(const mlg_compared_measure *m);

mlg_difference_input mlg_compared_input(const mlg_compare_job *j, const mlg_compared_measure *m);

/* A value as it is stored: NaN where it is infinite. */
double mlg_compared_shown(double value);

/* A text of the row, in the arena of the job; *good becomes false when memory runs out. */
const char *mlg_compared_keep(mlg_compare_job *j, mlg_stmt *stmt, int column, bool *good);

mlg_status mlg_compare_measures(mlg_compare_job *j, mlg_error *err) MLG_MUST_CHECK; /* the measures of the job */
mlg_status mlg_compare_communes(mlg_compare_job *j,
                                mlg_error *err) MLG_MUST_CHECK; /* tables comparaison, _seuil, _passage */
mlg_status mlg_compare_units(mlg_compare_job *j, mlg_error *err) MLG_MUST_CHECK;    /* table comparaison_unite */
mlg_status mlg_compare_ages(mlg_compare_job *j, mlg_error *err) MLG_MUST_CHECK;     /* its rows by age */
mlg_status mlg_compare_qpv(mlg_compare_job *j, mlg_error *err) MLG_MUST_CHECK;      /* its rows by neighbourhood */
mlg_status mlg_compare_groups(mlg_compare_job *j, mlg_error *err) MLG_MUST_CHECK;   /* table comparaison_groupe */
mlg_status mlg_compare_equity(mlg_compare_job *j, mlg_error *err) MLG_MUST_CHECK;   /* table comparaison_equite */
mlg_status mlg_compare_rehoming(mlg_compare_job *j, mlg_error *err) MLG_MUST_CHECK; /* table comparaison_accueil */

/* Records a place that only one of the two results has: `level` commune or qpv. */
typedef struct mlg_compared_absent {
    const char *side, *level, *code, *label, *why; /* side: avant or apres */
    double persons;
} mlg_compared_absent;
mlg_status mlg_compare_write_absent(mlg_stmt *insert, const mlg_compared_absent *a, mlg_error *err) MLG_MUST_CHECK;

/* Adds to the words of a layer which threshold a place passes, and in which direction. */
void mlg_compare_say_crossing(mlg_text *words, const mlg_difference_input *input, int32_t place,
                              const char *measure);

/* Writes one row of comparaison_unite. */
typedef struct mlg_compared_unit {
    const char *level, *code, *label;
} mlg_compared_unit;
mlg_status mlg_compare_write_unit(mlg_stmt *insert, const mlg_compared_unit *unit, const mlg_compared_measure *m,
                                  const mlg_differences *d, mlg_error *err) MLG_MUST_CHECK;

#endif
