#include "base/path.h"
#include "output/tables/code_list.h"
#include "output/figure.h"
#include "output/html.h"
#include "output/tables/sheets.h"
#include "output/zoning/filing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The same content in Markdown and in a flat OpenDocument text, which Writer and Word open. */
typedef struct {
    mlg_text md, odt;
} annex;

static void escape_md(mlg_text *out, const char *words)
{
    for (; words && *words; words++) {
        if (strchr("\\|*_`<>[]&!", *words))
            mlg_text_add(out, "\\");
        mlg_text_add_bytes(out, words, 1);
    }
}

static void heading(annex *a, int level, const char *words)
{
    mlg_text_printf(&a->md, "%.*s ", level, "######");
    escape_md(&a->md, words);
    mlg_text_add(&a->md, "\n\n");
    mlg_text_printf(&a->odt, "<text:h text:style-name=\"Heading_20_%d\" text:outline-level=\"%d\">", level, level);
    mlg_html_text(&a->odt, words);
    mlg_text_add(&a->odt, "</text:h>\n");
}

static void paragraph(annex *a, const char *words)
{
    escape_md(&a->md, words);
    mlg_text_add(&a->md, "\n\n");
    mlg_text_add(&a->odt, "<text:p text:style-name=\"Text_20_body\">");
    mlg_html_text(&a->odt, words);
    mlg_text_add(&a->odt, "</text:p>\n");
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static void open_table(annex *a, const char *const *labels, int columns)
{
    mlg_text_printf(&a->odt,
                    "<table:table table:style-name=\"whole\"><table:table-column table:style-name=\"short\" "
                    "table:number-columns-repeated=\"%d\"/>"
                    "<table:table-column table:style-name=\"%s\"/>\n<table:table-header-rows><table:table-row>",
                    columns - 1, columns == 4 ? "long" : "short"); /* the last of four is a list, or a sentence */
    for (int k = 0; k < columns; k++) {
        mlg_text_add(&a->md, k == 0 ? "| " : " | ");
        escape_md(&a->md, labels[k]);
        mlg_text_add(&a->odt, "<table:table-cell table:style-name=\"cell\" office:value-type=\"string\"><text:p "
                              "text:style-name=\"Table_20_Heading\">");
        mlg_html_text(&a->odt, labels[k]);
        mlg_text_add(&a->odt, "</text:p></table:table-cell>");
    }
    mlg_text_add(&a->md, " |\n|");
    for (int k = 0; k < columns; k++)
        mlg_text_add(&a->md, "---|");
    mlg_text_add(&a->md, "\n");
    mlg_text_add(&a->odt, "</table:table-row></table:table-header-rows>\n");
}

static void add_row(annex *a, const char *const *cells, int columns)
{
    mlg_text_add(&a->odt, "<table:table-row>");
    for (int k = 0; k < columns; k++) {
        mlg_text_add(&a->md, k == 0 ? "| " : " | ");
        escape_md(&a->md, cells[k]);
        mlg_text_add(&a->odt, "<table:table-cell table:style-name=\"cell\" office:value-type=\"string\"><text:p "
                              "text:style-name=\"Table_20_Contents\">");
        mlg_html_text(&a->odt, cells[k]);
        mlg_text_add(&a->odt, "</text:p></table:table-cell>");
    }
    mlg_text_add(&a->md, " |\n");
    mlg_text_add(&a->odt, "</table:table-row>\n");
}

static mlg_status take_paragraph(annex *a, mlg_text *words, mlg_error *err)
{
    char *line = NULL;
    MLG_TRY(mlg_text_take(&line, words, err));
    paragraph(a, line);
    free(line);
    return MLG_OK;
}

static void close_table(annex *a)
{
    mlg_text_add(&a->md, "\n");
    mlg_text_add(&a->odt, "</table:table>\n");
}

/* ---- parts --------------------------------------------------------------------------------------------------------- */

/* What the figures below leave out, stated first. */
static mlg_status add_reserves(annex *a, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "report/zoning_reserves", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row)
        heading(a, 2, "À lire avant les chiffres");
    for (; st == MLG_OK && row; st = mlg_stmt_step(stmt, &row, err))
        paragraph(a, mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status add_head(annex *a, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_text words = { 0 };
    MLG_TRY(mlg_db_query(&stmt, db, "report/zoning_head", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row) {
        const char *text[9];
        for (int k = 0; k < 9; k++)
            text[k] = mlg_column_text(stmt, k) ? mlg_column_text(stmt, k) : "non précisé";
        heading(a, 1, "Projet d’annexe à l’arrêté de zonage");
        mlg_text_printf(&words, "%s. %s. Règle : %s.", text[0], text[1], text[2]);
        MLG_GO(take_paragraph(a, &words, err));
        mlg_text_printf(&words, "Seuils et plafonds : %s.", text[7]);
        if (strcmp(text[8], "aucune") == 0)
            mlg_text_add(&words, " Les aides de cette profession ne sont pas recensées.");
        else
            mlg_text_printf(&words, " Aides au %s.", text[8]);
        MLG_GO(take_paragraph(a, &words, err));
        mlg_text_printf(&words, "Maille : %s. Indicateur : %s. Sources : %s.", text[4], text[5], text[6]);
        MLG_GO(take_paragraph(a, &words, err));
        if (mlg_column_int(stmt, 3))
            paragraph(a,
                      "Ce projet passe outre à un refus ou plus de la règle : voir les changements ci-dessous.");
        paragraph(a, "La carte du fichier carte.pdf forme l’annexe 2.");
        st = add_reserves(a, db, err);
    }
done:
    mlg_text_release(&words);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status add_lists(annex *a, mlg_db *db, mlg_error *err)
{
    static const char *const labels[] = { "Code", "Libellé", "Population", "Communes" };
    char open[32] = "", key[32], title[128];
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "report/zoning_lists", err));
    mlg_status st;
    heading(a, 2, "Annexe 1 : territoires et quartiers");
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *class = mlg_column_text(stmt, 0), *level = mlg_column_text(stmt, 1);
        snprintf(key, sizeof key, "%s %s", class, level);
        if (strcmp(key, open) != 0) {
            if (*open)
                close_table(a);
            snprintf(title, sizeof title, "%s en %s",
                     strcmp(level, "tvs") == 0 ? "Territoires" : "Quartiers prioritaires", class);
            heading(a, 3, title);
            open_table(a, labels, 4);
        }
        snprintf(open, sizeof open, "%s", key);
        mlg_figure persons = mlg_french(mlg_column_double(stmt, 4), 0);
        const char *how = mlg_column_text(stmt, 6);
        char people[160];
        snprintf(people, sizeof people, "%s%s%s%s", persons.text, how ? " (" : "", how ? how : "", how ? ")" : "");
        const char *cells[] = { mlg_column_text(stmt, 2), mlg_column_text(stmt, 3), people,
                                mlg_column_text(stmt, 5) };
        add_row(a, cells, 4);
    }
    if (*open)
        close_table(a);
    mlg_stmt_free(stmt);
    return st;
}

/* A table as the workbook has it; left out when it has no row. */
static mlg_status add_sheet(annex *a, mlg_db *db, const char *name, const char *title, mlg_error *err)
{
    enum { MOST = 16 };
    mlg_sheet_rows rows;
    const char *words[MOST];
    mlg_figure figures[MOST];
    char labels[MOST][160];
    mlg_status st = mlg_sheet_rows_read(&rows, db, mlg_sheet_find(name), err);
    int shown[MOST], n = 0;
    for (int k = 0; st == MLG_OK && k < rows.table->count && n < MOST; k++)
        if (!rows.table->columns[k].files_only)
            shown[n++] = k;
    if (st == MLG_OK && rows.count > 0) {
        heading(a, 2, title);
        for (int k = 0; k < n; k++) {
            const mlg_sheet_column *c = &rows.table->columns[shown[k]];
            snprintf(labels[k], sizeof labels[k], *c->unit ? "%s (%s)" : "%s", c->label, c->unit);
            words[k] = labels[k];
        }
        open_table(a, words, n);
        for (int32_t r = 0; r < rows.count; r++) {
            for (int k = 0; k < n; k++) {
                const mlg_cell *cell = mlg_sheet_rows_cell(&rows, r, shown[k]);
                bool number = rows.table->columns[shown[k]].kind == MLG_KIND_NUMBER;
                figures[k] = mlg_french(cell->number, rows.table->columns[shown[k]].places);
                bool level = cell->text && strcmp(rows.table->columns[shown[k]].name, "maille") == 0;
                words[k] = number       ? figures[k].text
                           : level      ? mlg_code_words("maille", cell->text)
                           : cell->text ? cell->text
                                        : "";
            }
            add_row(a, words, n);
        }
        close_table(a);
    }
    mlg_sheet_rows_release(&rows);
    return st;
}

static mlg_status write_annex(annex *a, mlg_db *db, mlg_error *err)
{
    MLG_TRY(add_head(a, db, err));
    MLG_TRY(add_lists(a, db, err));
    MLG_TRY(add_sheet(a, db, "zonage_jauge", "Jauges", err));
    MLG_TRY(add_sheet(a, db, "zonage_risque", "Territoires sous le seuil et hors ZIP", err));
    MLG_TRY(add_sheet(a, db, "zonage_changement", "Changements", err));
    MLG_TRY(add_sheet(a, db, "zonage_transition", "Qui change de classe", err));
    MLG_TRY(add_sheet(a, db, "zonage_aide", "Aides gagnées et perdues", err));
    return add_sheet(a, db, "zonage_controle", "Contrôles", err);
}

#define HEADING(level, size, above)                                                                               \
    "<style:style style:name=\"Heading_20_" level "\" style:display-name=\"Heading " level                        \
    "\" style:family=\"paragraph\" style:parent-style-name=\"Standard\" style:default-outline-level=\"" level     \
    "\"><style:paragraph-properties fo:keep-with-next=\"always\" fo:margin-top=\"" above                          \
    "\" fo:margin-bottom=\"0.2cm\"/><style:text-properties fo:font-weight=\"bold\" fo:font-size=\"" size          \
    "\"/></style:style>\n"

static const char odt_head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
    "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" "
    "office:version=\"1.2\" office:mimetype=\"application/vnd.oasis.opendocument.text\">\n"
    "<office:styles>\n"
    "<style:style style:name=\"Standard\" style:family=\"paragraph\"><style:text-properties "
    "fo:font-size=\"10pt\"/></style:style>\n"
    "<style:style style:name=\"Text_20_body\" style:display-name=\"Text body\" style:family=\"paragraph\" "
    "style:parent-style-name=\"Standard\"><style:paragraph-properties "
    "fo:margin-bottom=\"0.2cm\"/></style:style>\n" HEADING("1", "16pt", "0cm") HEADING("2", "13pt", "0.5cm")
        HEADING(
            "3", "11pt",
            "0.4cm") "<style:style style:name=\"Table_20_Contents\" style:display-name=\"Table Contents\" "
                     "style:family=\"paragraph\" "
                     "style:parent-style-name=\"Standard\"><style:text-properties "
                     "fo:font-size=\"8pt\"/></style:style>\n"
                     "<style:style style:name=\"Table_20_Heading\" style:display-name=\"Table Heading\" "
                     "style:family=\"paragraph\" "
                     "style:parent-style-name=\"Table_20_Contents\"><style:text-properties "
                     "fo:font-weight=\"bold\"/></style:style>\n"
                     "</office:styles>\n<office:automatic-styles>\n"
                     "<style:style style:name=\"whole\" style:family=\"table\"><style:table-properties "
                     "style:width=\"26.7cm\" "
                     "table:align=\"margins\"/></style:style>\n"
                     "<style:style style:name=\"short\" "
                     "style:family=\"table-column\"><style:table-column-properties style:column-width=\"3cm\"/>"
                     "</style:style>\n"
                     "<style:style style:name=\"long\" "
                     "style:family=\"table-column\"><style:table-column-properties style:column-width=\"17.7cm\"/>"
                     "</style:style>\n"
                     "<style:style style:name=\"cell\" style:family=\"table-cell\"><style:table-cell-properties "
                     "fo:border=\"0.5pt solid #888888\" "
                     "fo:padding=\"0.1cm\"/></style:style>\n"
                     "<style:page-layout style:name=\"page\"><style:page-layout-properties "
                     "fo:page-width=\"29.7cm\" fo:page-height=\"21cm\" "
                     "style:print-orientation=\"landscape\" fo:margin=\"1.5cm\"/></style:page-layout>\n"
                     "</office:automatic-styles>\n"
                     "<office:master-styles><style:master-page style:name=\"Standard\" "
                     "style:page-layout-name=\"page\"/></office:master-styles>\n"
                     "<office:body>\n<office:text>\n";

mlg_status mlg_output_zoning_annex(mlg_db *db, const char *folder, mlg_error *err)
{
    annex a = { 0 };
    char path[MLG_PATH_SIZE];
    mlg_status st;
    mlg_text_add(&a.odt, odt_head);
    MLG_GO(write_annex(&a, db, err));
    mlg_text_add(&a.odt, "</office:text>\n</office:body>\n</office:document>\n");
    MLG_GO(mlg_path_join(path, folder, "annexe.md", err));
    MLG_GO(mlg_text_save(&a.md, path, err));
    MLG_GO(mlg_path_join(path, folder, "annexe.fodt", err));
    st = mlg_text_save(&a.odt, path, err);
done:
    mlg_text_release(&a.md);
    mlg_text_release(&a.odt);
    return st;
}
