/* Commune codes across years: from the code in a file to the commune of the study. */
#ifndef MLG_STUDY_LOAD_RECONCILE_H
#define MLG_STUDY_LOAD_RECONCILE_H

#include "study/load/communes.h"
#include "study/source.h"

/* Reads the sources `changes` into the set, before any other source. */
mlg_status mlg_communes_read_changes(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

void mlg_communes_sort_changes(mlg_communes *set);
mlg_status mlg_communes_add_change(mlg_communes *set, const mlg_change *change, mlg_error *err) MLG_MUST_CHECK;

/* Called once the communes are read; from then on mlg_communes_today() never changes a code they have. Communes of a
 * source whose `vintage` is before the year of the study first get their code of that year, for
 * mlg_communes_merge(). A code of another source that has gone according to the changes is kept and listed. */
mlg_status mlg_communes_settle(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Reads the sources `other_year`, outlines of another year, and finds the mergers and splits between both years.
 * Changes are added to those given; communes of the set that have merged since get today's code. Called after the
 * communes are read and before mlg_communes_merge(). MLG_INPUT when the order of the years is unknown. */
mlg_status mlg_communes_match_years(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Code in the study of a code of a file: itself when the study has it or no change is known; otherwise what it had
 * become by the year of the study, has become since, or was before. O(log changes + renumbered communes). */
const char *mlg_communes_today(const mlg_communes *set, const char *code);

/* Writes the table commune_fusion: the codes of the changes that have gone, each with the commune of the study that holds it. */
mlg_status mlg_communes_write_mergers(const mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* 75056 for 75101 to 75120, and so on; NULL for any other code. */
const char *mlg_town_of_arrondissement(const char *code);

/* Merges the communes that share a code after changes: outlines are united, populations added. The set must be
 * sorted. */
mlg_status mlg_communes_merge(mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* What a row is for its commune: the first one; another part of it, to be added; or one already counted, such as
 * arrondissements listed beside their city. */
typedef enum mlg_meeting { MLG_MEET_FIRST, MLG_MEET_AGAIN, MLG_MEET_KNOWN } mlg_meeting;

/* rows[count] is zeroed by the caller and records the rows seen. MLG_INPUT on a second row with the code of the
 * commune itself. */
mlg_status mlg_communes_meet(mlg_meeting *how, int64_t *rows, const mlg_communes *set, int32_t c, const char *code,
                             const mlg_reader *reader, mlg_error *err) MLG_MUST_CHECK;

/* Records the codes of all communes of the sources; called again after a merge, before the territory is selected. */
mlg_status mlg_communes_remember(mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* Whether a source of communes has the code. */
bool mlg_communes_hold(const mlg_communes *set, const char *code);

/* What the sources of communes say about a code, NULL when none has it; how many of its département they have. */
const mlg_known_code *mlg_communes_known(const mlg_communes *set, const char *code);
int32_t mlg_communes_count_covered(const mlg_communes *set, const char *code);

/* Takes note of a row whose code is not in the study. When no source has the code either, tell_missed() lists it
 * with its value (persons, doctors) at the end of the file, unless the outlines do not cover its département at
 * all. */
mlg_status mlg_communes_miss(mlg_communes *set, const mlg_reader *reader, const char *code, const char *value,
                             mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_communes_tell_missed(mlg_communes *set, mlg_reader *reader, mlg_error *err) MLG_MUST_CHECK;

#endif
