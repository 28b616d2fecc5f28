/* What a study asks of services beyond those that every commune has a column for: times to a kind of site (`times`), rings around one
 * (`catchments`), and the first measure of each service but that of general practitioners. Rows of findings->asked. */
#ifndef MLG_OUTPUT_TABLES_ASKED_H
#define MLG_OUTPUT_TABLES_ASKED_H

#include "output/tables/findings.h"

enum { MLG_ASKED_CUTS = 4 };

/* Whether row `asked` is a measure; else minutes to the nearest site. */
bool mlg_asked_is_measure(const mlg_findings *found, int32_t asked);

/* Its row, or -1. */
int32_t mlg_asked_find(const mlg_findings *found, const char *kind, const char *name);

/* Adds "Maternité", "Infirmiers" or "Pharmacie de garde, la nuit", in the language of reports. */
void mlg_asked_add_name(mlg_text *out, const mlg_findings *found, int32_t asked);

/* Borders of its classes, increasing; returns how many. Times: the limits asked for, the last instead of the fourth where there are more.
 * A measure: a half, three quarters, once and 1.25 times its mean over the territory, to two digits; 0 when it has no mean. */
int mlg_asked_cuts(double cuts[MLG_ASKED_CUTS], const mlg_findings *found, int32_t asked);

/* Class of a value among its borders, from 0 to `count`; a limit is within reach, a value of a measure equal to a border belongs above
 * it. -1 for NaN. */
int mlg_asked_class(const double *cuts, int count, double value, bool measure);

/* "jusqu’à 15", "de 15 à 30", "plus de 45"; "moins de 60", "de 60 à 90", "150 et plus". */
void mlg_asked_class_words(char *out, size_t size, const double *cuts, int count, int at, bool measure);

#endif
