/* A text for word processors, in Office Open XML (.docx, ECMA-376) and OpenDocument (.odt). Words in square brackets are blanks to fill in,
 * highlighted in yellow. */
#ifndef MLG_OUTPUT_DOCUMENT_H
#define MLG_OUTPUT_DOCUMENT_H

#include "base/text.h"

/* `{ 0 }` is an empty document. Errors are sticky. */
typedef struct mlg_document {
    mlg_text docx, odt;
    int columns; /* of the open table */
} mlg_document;

typedef enum mlg_document_style { MLG_BODY, MLG_TITLE, MLG_HEADING, MLG_SUBHEADING } mlg_document_style;

void mlg_document_paragraph(mlg_document *document, mlg_document_style style, const char *words);

/* Adds names or titles to the words of a paragraph: their square brackets are not blanks. */
void mlg_document_add_plain(mlg_text *words, const char *plain);
void mlg_document_page_break(mlg_document *document);

/* A table whose first row is repeated on each page. It has no blanks: brackets in cells are those of names. */
void mlg_document_open_table(mlg_document *document, const char *const *heads, int columns);
void mlg_document_row(mlg_document *document, const char *const *cells);
void mlg_document_close_table(mlg_document *document);

/* Writes both files, which are replaced. MLG_INPUT: they cannot be written. */
mlg_status mlg_document_save(const mlg_document *document, const char *docx, const char *odt,
                             mlg_error *err) MLG_MUST_CHECK;

void mlg_document_release(mlg_document *document);

#endif
