/* The results of a study, read once and shared by the summary and the report. */
#ifndef MLG_OUTPUT_TABLES_FINDINGS_H
#define MLG_OUTPUT_TABLES_FINDINGS_H

#include "base/text.h"
#include "output/palette.h"
#include "output/tables/sheets.h"

/* Columns are those of queries/report/<name>.sql. */
typedef struct mlg_findings {
    mlg_sheet_rows study;    /* one row: title, territory, conventions by name */
    mlg_sheet_rows totals;   /* one row: figures of the whole territory */
    mlg_sheet_rows communes; /* from the worst to the best served, unknown APL last */
    mlg_sheet_rows mesures, sites, bilans, variantes, zonage;
    mlg_sheet_rows mentions; /* producer, vintage and licence of the data, one row per line to print */
    mlg_look look;           /* palette and borders of classes */
    mlg_sheet_rows coverage; /* couverture_sources */
    mlg_sheet_rows warnings; /* genre, sujet, nombre, which may be 0: see mlg_warning_words() */
    mlg_sheet_rows
        asked; /* times, rings and measures of services that `communes` has no column for: see asked.h */
    mlg_sheet_rows
        groups; /* of people who travel in their own way, and in how many communes what is known of them */
    mlg_sheet_rows rings; /* people of each of them by time, but for measures */
} mlg_findings;

/* The row of `study` alone. Released by the caller on failure too. */
mlg_status mlg_findings_read_study(mlg_sheet_rows *out, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* Released by the caller on failure too. */
mlg_status mlg_findings_read(mlg_findings *out, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;
void mlg_findings_release(mlg_findings *findings);

/* Communes that have an APL, at most `most`: the first rows of `communes`. */
int32_t mlg_findings_worst(const mlg_findings *findings, int32_t most);

/* Persons of the communes of each class of APL; the last: those of unknown APL. O(communes). */
void mlg_findings_persons(double persons[MLG_ACCESS_CLASSES + 1], const mlg_findings *findings);

/* Of request `row` of `bilans`; the objective before and after is in its unit, with that many decimals. */
bool mlg_siting_is_proved(const mlg_findings *findings, int32_t row);
void mlg_siting_change(double *before, double *after, int *places, const mlg_findings *findings, int32_t row);

/* Whether request `row` proposes nothing, as there is nothing to gain, or fewer sites than asked for, which do as
 * well. */
bool mlg_siting_gains_nothing(const mlg_findings *findings, int32_t row);
bool mlg_siting_needs_fewer(const mlg_findings *findings, int32_t row);

/* The reason in English, to be translated by mlg_tr(); NULL when the request is answered as it was asked. */
const char *mlg_siting_finding(const mlg_findings *findings, int32_t row);

/* False when no site stands today: figures before are unknown. */
bool mlg_siting_has_before(const mlg_findings *findings, int32_t row);

/* The sites of the sets that are as good on the objective as the one proposed: "A, B / C, D", at most `most` of them. Returns how
 * many there are. */
int32_t mlg_siting_equal(mlg_text *out, const mlg_findings *findings, int32_t row, int32_t most);

/* True when row `site` of `sites` was proposed by request `row` of `bilans`. */
bool mlg_siting_proposed(const mlg_findings *findings, int32_t row, int32_t site);

/* The text that follows the count of warning `row`, singular or plural; NULL when there is nothing to warn of. */
const char *mlg_warning_words(const mlg_findings *findings, int32_t row, bool french);

/* How the minutes of the study were found, a sentence in the language of reports: "Minutes à vol d’oiseau, estimées."; "" when it does not
 * say. */
const char *mlg_findings_minutes(const mlg_findings *findings);

#endif
