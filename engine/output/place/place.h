/* What is known of a commune or of a group of communes, on one screen or one page: national facts compared with
 * the département and France, results compared with the rest of the study. */
#ifndef MLG_OUTPUT_PLACE_PLACE_H
#define MLG_OUTPUT_PLACE_PLACE_H

#include "adapters/db/database.h"
#include "base/text.h"
#include "output/paper.h"
#include "study/france/france.h"

enum { MLG_PLACE_LINES = 24, MLG_PLACE_FACTS = 12 };

/* A figure; NaN where unknown. */
typedef struct mlg_place_line {
    const char *label, *unit; /* in French, translated when shown */
    int places;               /* decimals */
    double here, beside, france;
    int32_t rank, of; /* from the highest, among the units compared; 0: none */
    int tenth;        /* 1: the lowest tenth of France, 10: the highest; 0: none */
} mlg_place_line;

/* Counts one more unit compared, of a known value, the place itself among them. `rank` starts at 1; equal values share the best. */
static inline void mlg_place_compare(mlg_place_line *line, double value)
{
    line->of++;
    line->rank += value > line->here;
}

typedef struct mlg_place_fact {
    const char *label;
    mlg_text value; /* several are joined by ", " */
} mlg_place_fact;

typedef struct mlg_place {
    bool group; /* a group of communes */
    char code[24], name[120], around[200];
    mlg_text study;
    mlg_place_line facts[MLG_PLACE_LINES], results[MLG_PLACE_LINES];
    int fact_count, result_count;
    mlg_place_fact words[MLG_PLACE_FACTS];
    int word_count;
} mlg_place;

/* Names the place and fills `facts` from France. `member` is one of its communes. O(communes log communes). */
mlg_status mlg_place_describe(mlg_place *out, const mlg_france *france, const mlg_france_territory *where,
                              mlg_error *err) MLG_MUST_CHECK;

/* Fills `results` and `words` from a study that has been run. MLG_USAGE: the study does not report the place. */
mlg_status mlg_place_read(mlg_place *place, mlg_db *db, const mlg_france *france,
                          const mlg_france_territory *where, mlg_error *err) MLG_MUST_CHECK;

void mlg_place_release(mlg_place *place);

/* *out is freed with free(). */
mlg_status mlg_place_text(char **out, const mlg_place *place, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_place_json(char **out, const mlg_place *place, mlg_error *err) MLG_MUST_CHECK;

/* Draws a sheet of A4; `paper` is the caller's, `{ 0 }`. */
void mlg_place_draw(mlg_paper *paper, const mlg_place *place);

/* "12e sur 887", "" without a rank; "10e" of a tenth, "" without one. In the language of reports. */
void mlg_place_rank(char out[40], const mlg_place_line *line);
void mlg_place_tenth(char out[40], const mlg_place_line *line);

#endif
