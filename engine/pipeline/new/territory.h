/* The study file that 'maillage new' writes for a territory of France. */
#ifndef MLG_PIPELINE_NEW_TERRITORY_H
#define MLG_PIPELINE_NEW_TERRITORY_H

#include "study/france/france.h"

#include <stdio.h>

/* What a study may ask, in the order of the file. */
typedef enum mlg_new_question {
    MLG_ASK_EMERGENCIES, /* limits of the travel time to an emergency department */
    MLG_ASK_MATERNITIES,
    MLG_ASK_NURSES,
    MLG_ASK_DESERTS,
    MLG_ASK_NEED,
    MLG_ASK_SENSITIVITY,
    MLG_ASK_ZONING,
    MLG_ASK_ANTENNAS,
    MLG_ASK_ROUNDS,
    MLG_ASK_COUNT
} mlg_new_question;

/* A source line for official files of the user, or a note on a file that is not used. */
typedef struct mlg_source_line {
    const char *role;    /* of `sources`; NULL for a note */
    const char *spare;   /* role taken if an earlier file of this key is unreadable; `role` is NULL until then */
    const char *dataset; /* recognised in the file; NULL for a note */
    const char *text;    /* after "- ", or of the note */
    const char *key;     /* what it provides; a study wants one file for each key */
    int rank;            /* its place in the file */
} mlg_source_line;

typedef struct mlg_new_study_text {
    const mlg_france *france;
    const mlg_france_territory *where;
    bool asked[MLG_ASK_COUNT];
    const char *roads; /* extract to travel on; NULL: straight lines */
    const mlg_source_line *lines;
    int32_t line_count;
    const char *path;            /* of the study file */
    char outputs[80];            /* name of the outputs, without extension */
    char without_emergency[300]; /* départements around whose list of emergencies is incomplete; "": complete */
    bool emergency, maternity;   /* at least one is within reach of the territory */
    int32_t without_doctor;      /* communes that have none */
    const char *seat;            /* code of the most populous commune */
    bool rounds;                 /* a small commune without a doctor is within reach of the seat */
    bool doctors, incomes;       /* known for at least one commune of the territory */
    char covered[64]; /* overseas départements with counts, as a YAML list; "": all those of the file */
} mlg_new_study_text;

/* Parses a list such as "deserts,antennas"; NULL: the usual questions. MLG_USAGE: an unknown question. */
mlg_status mlg_new_questions(bool asked[MLG_ASK_COUNT], const char *words, mlg_error *err) MLG_MUST_CHECK;

/* Fills what follows from the territory. O(communes x members of the territory) at worst. */
mlg_status mlg_new_describe(mlg_new_study_text *text, mlg_error *err) MLG_MUST_CHECK;

/* Writes the file, in the language of messages. Freed with free(). */
mlg_status mlg_new_write(char **out, const mlg_new_study_text *text, mlg_error *err) MLG_MUST_CHECK;

#endif
