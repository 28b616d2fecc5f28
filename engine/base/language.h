/* Messages in the selected language, from the gettext catalogues of po/, which are embedded in the library.
 *
 * There are two domains. In `maillage` the message ids are English (errors, hints, progress, help, output of
 * commands) and translated by po/maillage.fr.po. In `maillage-report` they are French, the vocabulary of
 * planners (page, workbook, QGIS project, findings), and translated by po/maillage-report.en.po. mlg_fail(),
 * mlg_hint(), mlg_while() and mlg_progress_step() translate their argument: call sites contain plain English. A
 * helper that passes a text on to them calls mlg_tr() on it and is listed in po/update.sh. Names of arrays in
 * "out of memory" are not translated.
 *
 * The catalogues are read here rather than by libc because gettext(3) depends on setlocale(), which a library
 * must not call, because a minimal Debian has no French locale, and because a package can then be unpacked
 * anywhere. LC_NUMERIC is never touched.
 *
 * The texts returned belong to the catalogue, or are the id itself: they are never freed. Thread-safe; O(log
 * messages). */
#ifndef MLG_BASE_LANGUAGE_H
#define MLG_BASE_LANGUAGE_H

#include "maillage.h"

/* Singular or plural according to n: mlg_tr_count("%d row", "%d rows", n). */
const char *mlg_tr_count(const char *one, const char *many, int64_t n) MLG_FORMAT_ARG(1) MLG_FORMAT_ARG(2);

/* The same two in the domain of reports, whose ids are French. */
const char *mlg_report_tr(const char *id) MLG_FORMAT_ARG(1);
const char *mlg_report_tr_count(const char *one, const char *many, int64_t n) MLG_FORMAT_ARG(1) MLG_FORMAT_ARG(2);

/* Marks a text for extraction; it is translated where it is used. */
#define MLG_MARK(text) text
#define MLG_REPORT_MARK(text) text

/* The field width that makes printf("%*s"), which counts bytes, print `text` in `width` columns. */
int mlg_width(const char *text, int width);

/* "fr" or "en": the language of messages, and that of reports. */
const char *mlg_language(void);
const char *mlg_report_language(void);

/* Writes the decimal points of a message as its language does (mlg_decimal_comma()). Returns `text`, changed in place. */
char *mlg_say_decimals(char *text);

/* Sets both ("fr" or "en"), without the checks of mlg_set_language(). */
void mlg_translate_to(const char *of_messages, const char *of_reports);

/* Both, for this thread alone until the next call; NULL: those of the process again. For servers, whose callers speak several. */
void mlg_translate_here(const char *language);

/* True once mlg_set_language() was given a language, rather than that of the environment. */
bool mlg_language_is_given(void);

#endif
