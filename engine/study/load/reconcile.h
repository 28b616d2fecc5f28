/* Codes of communes across the years: what a file calls a commune, and the one of the study it stands for. */
#ifndef MLG_STUDY_LOAD_RECONCILE_H
#define MLG_STUDY_LOAD_RECONCILE_H

#include "study/load/communes.h"
#include "study/source.h"

/* Reads the sources `changes` into the set: before every other. */
mlg_status mlg_communes_read_changes(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

void mlg_communes_sort_changes(mlg_communes *set);

/* Reads the sources `other_year`, outlines of another year, and finds from them the mergers and splits between both: changes are added to
 * those given, the communes of the set that have merged since bear the code of today. After the communes are read, before
 * mlg_communes_merge(). MLG_INPUT when the order of the years is not known. */
mlg_status mlg_communes_match_years(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* The code that stands for `code` once all changes are followed; `code` itself when there is none. */
const char *mlg_communes_today(const mlg_communes *set, const char *code);

/* 75056 for 75101 to 75120, and so on; NULL for any other code. */
const char *mlg_town_of_arrondissement(const char *code);

/* Communes that changes have brought under one code become one: outlines joined, persons added. Sorted before. */
mlg_status mlg_communes_merge(mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* What the row of a file is for a commune: its first; another of those that make it up, to be added; or already counted,
 * arrondissements beside their town. */
typedef enum mlg_meeting { MLG_MEET_FIRST, MLG_MEET_AGAIN, MLG_MEET_KNOWN } mlg_meeting;

/* rows[count] is zeroed by the caller and remembers those seen. A second row under the very code of the commune is MLG_INPUT. */
mlg_status mlg_communes_meet(mlg_meeting *how, int64_t *rows, const mlg_communes *set, int32_t c, const char *code,
                             const mlg_reader *reader, mlg_error *err) MLG_MUST_CHECK;

/* Keeps the codes of all communes of the sources, before the territory is selected. */
mlg_status mlg_communes_remember(mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* A row whose code is none of the study's. When it is none of the sources' either, it is listed with its value (persons,
 * doctors) by tell_missed(), at the end of the file, unless the outlines do not cover its département at all. */
mlg_status mlg_communes_miss(mlg_communes *set, const mlg_reader *reader, const char *code, const char *value,
                             mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_communes_tell_missed(mlg_communes *set, mlg_reader *reader, mlg_error *err) MLG_MUST_CHECK;

#endif
