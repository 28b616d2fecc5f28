/* The order (arrêté) from a template of text. */
#include "base/input.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/resource.h"
#include "base/utf8.h"
#include "output/document.h"
#include "output/zoning/filing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { NAMES = 7, MOST_TEMPLATE = 1 << 20 };

/* Column of report/zoning_head that each name stands for. */
static const struct {
    const char *name;
    int column;
} names[NAMES] = { { "etude", 0 },      { "zonage", 1 },  { "regle", 2 }, { "maille", 4 },
                   { "indicateur", 5 }, { "sources", 6 }, { "seuils", 7 } };

typedef struct {
    mlg_db *db;
    mlg_document document;
    const char *shown; /* name of the template, for messages */
    int line;
    char *values[NAMES];
    char heading[512]; /* not written yet: left out with an empty list */
    mlg_document_style heading_style;
} order;

static mlg_status fail_line(const order *o, mlg_error *err, const char *what)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s:%d: {%s} is not a known name", o->shown, o->line, what);
    mlg_hint(err, "names are etude, zonage, regle, maille, indicateur, sources, seuils; alone on a line, "
                  "{communes ZIP} or {qpv ZIP}");
    return st;
}

static mlg_status read_values(order *o, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    MLG_TRY(mlg_db_query(&stmt, o->db, "report/zoning_head", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    for (int k = 0; st == MLG_OK && k < NAMES; k++) {
        const char *text = row ? mlg_column_text(stmt, names[k].column) : NULL;
        mlg_text words = { 0 };
        if (text)
            mlg_document_add_plain(&words, text);
        else
            mlg_text_add(&words, "[non précisé]");
        st = mlg_text_take(&o->values[k], &words, err);
    }
    if (st == MLG_OK && row && mlg_column_int(stmt, 3))
        mlg_document_paragraph(
            &o->document, MLG_BODY,
            "[Ce projet passe outre à un refus ou plus de la règle : voir les changements de annexe.fodt]");
    mlg_stmt_free(stmt);
    return st;
}

/* ---- lists ------------------------------------------------------------------------------------------------------ */

static void flush_heading(order *o)
{
    if (o->heading[0])
        mlg_document_paragraph(&o->document, o->heading_style, o->heading);
    o->heading[0] = '\0';
}

static mlg_status add_list(order *o, bool communes, const char *class, mlg_error *err)
{
    static const char *const commune_heads[] = { "Code INSEE", "Commune", "Code du territoire", "Territoire" };
    static const char *const qpv_heads[] = { "Code", "Quartier prioritaire", "Communes" };
    int columns = communes ? 4 : 3, count = 0;
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, o->db, communes ? "report/order_communes" : "report/order_qpv", err));
    mlg_bind_text(stmt, ":classe", class);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *cells[4];
        for (int k = 0; k < columns; k++)
            cells[k] = mlg_column_text(stmt, k) ? mlg_column_text(stmt, k) : "";
        flush_heading(o);
        if (count++ == 0)
            mlg_document_open_table(&o->document, communes ? commune_heads : qpv_heads, columns);
        mlg_document_row(&o->document, cells);
    }
    if (count > 0)
        mlg_document_close_table(&o->document);
    o->heading[0] = '\0';
    mlg_stmt_free(stmt);
    return st;
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

static const char *value_of(const order *o, const char *name)
{
    for (int k = 0; k < NAMES; k++)
        if (strcmp(names[k].name, name) == 0)
            return o->values[k];
    return NULL;
}

/* The line with its names replaced. */
static mlg_status fill(mlg_text *out, const order *o, const char *line, mlg_error *err)
{
    while (*line) {
        size_t plain = strcspn(line, "{");
        mlg_text_add_bytes(out, line, plain);
        line += plain;
        const char *end = *line ? strchr(line, '}') : NULL;
        if (!*line)
            break;
        char name[64];
        snprintf(name, sizeof name, "%.*s", end ? (int)(end - line - 1) : 40, line + 1);
        const char *value = end ? value_of(o, name) : NULL;
        if (!value)
            return fail_line(o, err, name);
        mlg_text_add(out, value);
        line = end + 1;
    }
    return mlg_text_status(out, err);
}

static bool read_list(bool *communes, char class[8], const char *line)
{
    char kind[16], rest;
    *communes = false;
    if (sscanf(line, "{%15[a-z] %7[A-Z]}%c", kind, class, &rest) != 2 || line[strlen(line) - 1] != '}')
        return false;
    *communes = strcmp(kind, "communes") == 0;
    bool known = strcmp(class, "ZIP") == 0 || strcmp(class, "ZAC") == 0 || strcmp(class, "ZAR") == 0 ||
                 strcmp(class, "ZV") == 0;
    return known && (*communes || strcmp(kind, "qpv") == 0);
}

static mlg_status add_paragraph(order *o, const char *line, mlg_error *err)
{
    static const struct {
        const char *mark;
        mlg_document_style style;
    } marks[] = { { "= ", MLG_TITLE }, { "# ", MLG_HEADING }, { "## ", MLG_SUBHEADING }, { "", MLG_BODY } };
    mlg_text words = { 0 };
    int k = 0;
    while (strncmp(line, marks[k].mark, strlen(marks[k].mark)) != 0)
        k++;
    mlg_status st = fill(&words, o, line + strlen(marks[k].mark), err);
    if (st == MLG_OK) {
        flush_heading(o);
        if (marks[k].style == MLG_SUBHEADING && words.length < sizeof o->heading) {
            snprintf(o->heading, sizeof o->heading, "%s", mlg_text_words(&words));
            o->heading_style = marks[k].style;
        } else
            mlg_document_paragraph(&o->document, marks[k].style, mlg_text_words(&words));
    }
    mlg_text_release(&words);
    return st;
}

static mlg_status add_line(order *o, char *line, mlg_error *err)
{
    char class[8];
    bool communes;
    line[strcspn(line, "\r")] = '\0';
    if (line[0] == '\0' || line[0] == '%')
        return MLG_OK;
    if (strcmp(line, "---") == 0) {
        flush_heading(o);
        mlg_document_page_break(&o->document);
        return MLG_OK;
    }
    return read_list(&communes, class, line) ? add_list(o, communes, class, err) : add_paragraph(o, line, err);
}

static mlg_status add_lines(order *o, char *text, mlg_error *err)
{
    for (char *line = text; line; o->line++) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        MLG_TRY(add_line(o, line, err));
        line = end ? end + 1 : NULL;
    }
    flush_heading(o);
    return MLG_OK;
}

/* The text of the template; that which ships when `path` is NULL. */
static mlg_status read_template(char **text, const char *path, mlg_error *err)
{
    if (!path)
        return mlg_copy_text(text, (const char *)mlg_resource_find("geodata/templates/arrete.txt")->data, err);
    FILE *file = mlg_fopen_input(path);
    if (!file)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    mlg_status st = MLG_NEW(text, MOST_TEMPLATE + 1, "a template", err);
    size_t n = st == MLG_OK ? fread(*text, 1, MOST_TEMPLATE, file) : 0;
    bool whole = st == MLG_OK && !ferror(file) && fgetc(file) == EOF;
    fclose(file);
    if (st == MLG_OK && (!whole || !mlg_utf8_is_valid(*text, n) || memchr(*text, '\0', n)))
        st = mlg_fail(err, MLG_INPUT, "%s: not a template: UTF-8 text of at most 1 MiB", path);
    return st;
}

mlg_status mlg_output_zoning_order(mlg_db *db, const char *template, const char *folder, mlg_error *err)
{
    order o = { .db = db, .shown = template ? template : "arrete.txt", .line = 1 };
    char *text = NULL, docx[MLG_PATH_SIZE], odt[MLG_PATH_SIZE];
    mlg_status st;
    MLG_GO(read_template(&text, template, err));
    MLG_GO(read_values(&o, err));
    MLG_GO(add_lines(&o, text, err));
    MLG_GO(mlg_path_join(docx, folder, "arrete.docx", err));
    MLG_GO(mlg_path_join(odt, folder, "arrete.odt", err));
    st = mlg_document_save(&o.document, docx, odt, err);
done:
    for (int k = 0; k < NAMES; k++)
        free(o.values[k]);
    mlg_document_release(&o.document);
    free(text);
    return st;
}
