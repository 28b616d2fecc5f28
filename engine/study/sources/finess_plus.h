/* FINESS+, the register in JSON that replaced the text files in July 2026: what its layout has that theirs
 * lacked. */
#ifndef MLG_STUDY_SOURCES_FINESS_PLUS_H
#define MLG_STUDY_SOURCES_FINESS_PLUS_H

#include "study/source.h"

/* Sites are the elements of "ege" of each legal entity, their columns named as in the text files. */
extern const mlg_records mlg_finess_plus_sites;

/* Activities are those exercised at a site. */
extern const mlg_records mlg_finess_plus_activities;

typedef struct mlg_finess_plus {
    int state, closed, x, y, lon, lat, key, insee; /* columns; state -1: another layout */
    int64_t left_out;                              /* closed or inactive */
    int64_t unplaced;                              /* open, without coordinates */
} mlg_finess_plus;

void mlg_finess_plus_find(mlg_finess_plus *plus, const mlg_reader *reader);

/* Whether the site of the row is open: in the state "A", with no closing date. */
bool mlg_finess_plus_is_open(const mlg_finess_plus *plus, const mlg_reader *reader);

/* By the key of the national address base: a house number, a street, or the centre of a commune. */
const char *mlg_finess_plus_precision(const mlg_finess_plus *plus, const mlg_reader *reader);

/* The coordinates of the row and their system, the pair in degrees when there are two; false when it has none. */
bool mlg_finess_plus_place(mlg_spot *spot, const mlg_finess_plus *plus, const mlg_reader *reader);

/* EPSG code of the projected coordinates of a département ("974", "9D"), or of the source of coordinates of a row when
 * it names one. Either may be NULL. */
int mlg_finess_system(const char *source, const char *department);

#endif
