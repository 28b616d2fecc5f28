/* Coordinates that do not agree with the commune of their row. */
#ifndef MLG_STUDY_LOAD_MISPLACED_H
#define MLG_STUDY_LOAD_MISPLACED_H

#include "study/load/communes.h"
#include "study/source.h"

/* `tolerance` of the source, 5 km by default. MLG_INPUT when it is not a length. */
mlg_status mlg_reader_tolerance(double *tolerance_m, const mlg_reader *reader, mlg_error *err) MLG_MUST_CHECK;

/* Whether a point lies beyond the tolerance from a commune. When the outline is approximate, the real one may
 * reach 15 km from the centre. *distance_m: from the outline, or from the centre of an approximate one. */
mlg_status mlg_communes_far(bool *far, double *distance_m, const mlg_communes *set, int32_t commune, double x,
                            double y, double tolerance_m, mlg_error *err) MLG_MUST_CHECK;

/* Lists the row as "coordonnées hors de la commune", with the commune, the coordinates and the distance. */
mlg_status mlg_list_misplaced(mlg_reader *reader, const mlg_communes *set, int32_t commune, const char *code,
                              double x, double y, double distance_m, mlg_error *err) MLG_MUST_CHECK;

/* Records how many rows of the file are placed at their commune in spite of their coordinates; does nothing when
 * none is. */
mlg_status mlg_note_misplaced(const mlg_reader *reader, int64_t count, const char *what,
                              mlg_error *err) MLG_MUST_CHECK;

#endif
