/* Terms that the queries and the stages write into tables: few, always the same, and shown in the language of the report. Listed
 * here for the catalogue; a table is translated cell by cell where it is printed. */
#ifndef MLG_OUTPUT_TERMS_H
#define MLG_OUTPUT_TERMS_H

/* Ends with NULL. */
extern const char *const mlg_report_terms[];

#endif
