/* Words in the language asked for, from the gettext catalogues of po/, which travel inside the library.
 *
 * Two domains: `maillage`, whose message ids are English (errors, hints, progress, help, what commands print), translated by
 * po/maillage.fr.po; `maillage-report`, whose ids are French, the words of planners (page, workbook, QGIS project, findings),
 * translated by po/maillage-report.en.po. mlg_fail(), mlg_hint(), mlg_while() and mlg_progress_step() translate what they are
 * given: call sites hold the plain English text. A helper that hands a text on to them passes it through mlg_tr() and is named in
 * po/update.sh. Names of arrays in "out of memory" stay as they are.
 *
 * Embedded, and read here instead of by libc: a library may not call setlocale(), on which gettext(3) depends, a minimal Debian has
 * no French locale, and a package unpacked anywhere finds its words. LC_NUMERIC is never touched.
 *
 * Texts given are those of the catalogue or the id itself, never to be freed. All may be called from any thread; O(log messages). */
#ifndef MLG_BASE_LANGUAGE_H
#define MLG_BASE_LANGUAGE_H

#include "maillage.h"

/* For `one` and `many` with the number that chooses between them: mlg_tr_count("%d row", "%d rows", n). */
const char *mlg_tr_count(const char *one, const char *many, int64_t n) MLG_FORMAT_ARG(1) MLG_FORMAT_ARG(2);

/* A short word whose translation depends on where it stands: mlg_tr_in("siting", "median"). */
const char *mlg_tr_in(const char *context, const char *id) MLG_FORMAT_ARG(2);

/* The same three for the words of planners, French in the source. */
const char *mlg_report_tr(const char *id) MLG_FORMAT_ARG(1);
const char *mlg_report_tr_count(const char *one, const char *many, int64_t n) MLG_FORMAT_ARG(1) MLG_FORMAT_ARG(2);
const char *mlg_report_tr_in(const char *context, const char *id) MLG_FORMAT_ARG(2);

/* Marks a text of a table for the catalogue; it is translated where it is used. */
#define MLG_MARK(text) text
#define MLG_REPORT_MARK(text) text

/* The width to give to %*s, which counts bytes, for `text` to take `width` letters. */
int mlg_width(const char *text, int width);

/* "fr" or "en": of messages, of reports. */
const char *mlg_language(void);
const char *mlg_report_language(void);

/* Sets both, "fr" or "en" each: mlg_set_language() without its checks. */
void mlg_translate_to(const char *of_messages, const char *of_reports);

#endif
