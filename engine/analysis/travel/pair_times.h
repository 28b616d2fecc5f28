/* Times of pairs, each asked for by itself: of places of a study, or of points that stand at none. */
#ifndef MLG_ANALYSIS_TRAVEL_PAIR_TIMES_H
#define MLG_ANALYSIS_TRAVEL_PAIR_TIMES_H

#include "analysis/travel/given_points.h"

/* time_ds[count], from a place to another, whichever way the study travels between homes and sites; MLG_UNREACHABLE where no way joins
 * them. MLG_INPUT: its travel cannot be read. O(a search from each distinct place of one end). */
mlg_status mlg_study_pair_times(int32_t *time_ds, mlg_study *study, const mlg_places *places, const int32_t *from,
                                const int32_t *to, int64_t count, mlg_error *err) MLG_MUST_CHECK;

/* The same of points, each with the density level of its nearest commune: in straight lines, by road or over land; MLG_USAGE for another
 * model. Opens the travel of the study on these points: no other places may be asked for afterwards. O(pairs) in straight lines. */
mlg_status mlg_study_point_times(int32_t *time_ds, mlg_study *study, const mlg_places *communes,
                                 const mlg_given_points *pairs, mlg_error *err) MLG_MUST_CHECK;

#endif
