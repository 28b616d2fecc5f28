#include "output/document.h"

#include "adapters/zip_write.h"
#include "output/html.h"

#include <string.h>

/* ---- text ------------------------------------------------------------------------------------------------------ */

enum { PLAIN_BRACKET = '\x01' }; /* stands for a bracket that is not a blank to fill */

static void add_run(mlg_document *d, const char *words, size_t size, bool blank)
{
    mlg_text piece = { 0 };
    if (size == 0)
        return;
    for (size_t i = 0; i < size; i++)
        mlg_text_add_bytes(&piece, words[i] == PLAIN_BRACKET ? "[" : words + i, 1);
    mlg_text_printf(&d->docx, "<w:r>%s<w:t xml:space=\"preserve\">",
                    blank ? "<w:rPr><w:highlight w:val=\"yellow\"/></w:rPr>" : "");
    mlg_html_text(&d->docx, mlg_text_words(&piece));
    mlg_text_add(&d->docx, "</w:t></w:r>");
    if (blank)
        mlg_text_add(&d->odt, "<text:span text:style-name=\"Blanc\">");
    mlg_html_text(&d->odt, mlg_text_words(&piece));
    if (blank)
        mlg_text_add(&d->odt, "</text:span>");
    mlg_text_release_part(&piece, &d->docx);
}

static void add_words(mlg_document *d, const char *words)
{
    while (words && *words) {
        size_t plain = strcspn(words, "[");
        const char *end = strchr(words + plain, ']');
        if (!end)
            plain = strlen(words);
        add_run(d, words, plain, false);
        words += plain;
        if (*words) {
            add_run(d, words, (size_t)(end - words) + 1, true);
            words = end + 1;
        }
    }
}

void mlg_document_add_plain(mlg_text *words, const char *plain)
{
    static const char bracket[] = { PLAIN_BRACKET };
    for (; *plain; plain++)
        mlg_text_add_bytes(words, *plain == '[' ? bracket : plain, 1);
}

static void add_paragraph(mlg_document *d, const char *docx_style, const char *odt_open, const char *odt_close,
                          const char *words)
{
    mlg_text_printf(&d->docx, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", docx_style);
    mlg_text_add(&d->odt, odt_open);
    add_words(d, words);
    mlg_text_add(&d->docx, "</w:p>\n");
    mlg_text_printf(&d->odt, "%s\n", odt_close);
}

void mlg_document_paragraph(mlg_document *document, mlg_document_style style, const char *words)
{
    static const char *const docx[] = { "Corps", "Title", "Heading1", "Heading2" };
    static const char *const odt[][2] = {
        { "<text:p text:style-name=\"Corps\">", "</text:p>" },
        { "<text:p text:style-name=\"Titre\">", "</text:p>" },
        { "<text:h text:style-name=\"Titre1\" text:outline-level=\"1\">", "</text:h>" },
        { "<text:h text:style-name=\"Titre2\" text:outline-level=\"2\">", "</text:h>" },
    };
    add_paragraph(document, docx[style], odt[style][0], odt[style][1], words);
}

void mlg_document_page_break(mlg_document *document)
{
    mlg_text_add(&document->docx, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n");
    mlg_text_add(&document->odt, "<text:p text:style-name=\"Page\"/>\n");
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static void add_cells(mlg_document *d, const char *const *cells, const char *docx_style, const char *odt_open)
{
    mlg_text words = { 0 };
    for (int k = 0; k < d->columns; k++) {
        mlg_text_add(&d->docx, "<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/></w:tcPr>");
        mlg_text_add(&d->odt, "<table:table-cell table:style-name=\"Case\" office:value-type=\"string\">");
        mlg_text_clear(&words);
        mlg_document_add_plain(&words, cells[k]);
        add_paragraph(d, docx_style, odt_open, "</text:p>", mlg_text_words(&words));
        mlg_text_add(&d->docx, "</w:tc>");
        mlg_text_add(&d->odt, "</table:table-cell>");
    }
    mlg_text_release_part(&words, &d->docx);
}

void mlg_document_open_table(mlg_document *document, const char *const *heads, int columns)
{
    document->columns = columns;
    mlg_text_add(
        &document->docx,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grille\"/><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>");
    for (int k = 0; k < columns; k++)
        mlg_text_add(&document->docx, "<w:gridCol/>");
    mlg_text_add(&document->docx, "</w:tblGrid>\n<w:tr><w:trPr><w:tblHeader/></w:trPr>");
    mlg_text_printf(&document->odt,
                    "<table:table><table:table-column table:number-columns-repeated=\"%d\"/>\n"
                    "<table:table-header-rows><table:table-row>",
                    columns);
    add_cells(document, heads, "Entete", "<text:p text:style-name=\"Entete\">");
    mlg_text_add(&document->docx, "</w:tr>\n");
    mlg_text_add(&document->odt, "</table:table-row></table:table-header-rows>\n");
}

void mlg_document_row(mlg_document *document, const char *const *cells)
{
    mlg_text_add(&document->docx, "<w:tr>");
    mlg_text_add(&document->odt, "<table:table-row>");
    add_cells(document, cells, "Cellule", "<text:p text:style-name=\"Cellule\">");
    mlg_text_add(&document->docx, "</w:tr>\n");
    mlg_text_add(&document->odt, "</table:table-row>\n");
}

void mlg_document_close_table(mlg_document *document)
{
    mlg_text_add(&document->docx, "</w:tbl>\n<w:p/>\n"); /* a text may not end with a table */
    mlg_text_add(&document->odt, "</table:table>\n<text:p text:style-name=\"Corps\"/>\n");
}

/* ---- files ------------------------------------------------------------------------------------------------------ */

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006"
#define MAIN "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define STYLE(id, name, rest)                                                                                     \
    "<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/>" rest "</w:style>"

static const char docx_types[] = XML
    "<Types xmlns=\"" PACKAGE "/content-types\"><Default Extension=\"rels\" ContentType=\"application/"
    "vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" MAIN "document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" MAIN "styles+xml\"/></Types>";
static const char docx_relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"r1\" Type=\"" RELATIONS
        "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
static const char docx_inner[] =
    XML "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"r1\" Type=\"" RELATIONS
        "/styles\" Target=\"styles.xml\"/></Relationships>";
static const char docx_styles[] =
    XML "<w:styles xmlns:w=\"" WORD
        "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\"/>"
        "<w:sz w:val=\"21\"/><w:lang w:val=\"fr-FR\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing "
        "w:after=\"120\"/></w:pPr>"
        "</w:pPrDefault></w:docDefaults>" STYLE("Corps", "Body Text", "<w:pPr><w:jc w:val=\"both\"/></w:pPr>")
            STYLE("Title", "Title",
                  "<w:pPr><w:spacing w:before=\"240\" w:after=\"360\"/><w:jc "
                  "w:val=\"center\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"30\"/></w:rPr>")
                STYLE("Heading1", "heading 1",
                      "<w:pPr><w:keepNext/><w:spacing w:before=\"240\"/><w:outlineLvl "
                      "w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"24\"/></w:rPr>")
                    STYLE("Heading2", "heading 2",
                          "<w:pPr><w:keepNext/><w:spacing w:before=\"200\"/><w:outlineLvl "
                          "w:val=\"1\"/></w:pPr><w:rPr><w:b/></w:rPr>")
                        STYLE("Entete", "Table Heading",
                              "<w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:rPr><w:b/><w:sz "
                              "w:val=\"18\"/></w:rPr>")
                            STYLE("Cellule", "Table Contents",
                                  "<w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:rPr><w:sz "
                                  "w:val=\"18\"/></w:rPr>") "<w:style w:type=\"table\" "
                                                            "w:styleId=\"Grille\"><w:name w:val=\"Table "
                                                            "Grid\"/><w:tblPr><w:tblBorders><w:top "
                                                            "w:val=\"single\" w:sz=\"4\" w:color=\"808080\"/>"
                                                            "<w:left w:val=\"single\" w:sz=\"4\" "
                                                            "w:color=\"808080\"/><w:bottom w:val=\"single\" "
                                                            "w:sz=\"4\" w:color=\"808080\"/><w:right "
                                                            "w:val=\"single\" w:sz=\"4\" w:color=\"808080\"/>"
                                                            "<w:insideH w:val=\"single\" w:sz=\"4\" "
                                                            "w:color=\"808080\"/><w:insideV w:val=\"single\" "
                                                            "w:sz=\"4\" "
                                                            "w:color=\"808080\"/></w:tblBorders></w:tblPr></"
                                                            "w:style></w:styles>";
static const char docx_head[] = XML "<w:document xmlns:w=\"" WORD "\"><w:body>\n";
static const char docx_tail[] =
    "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" "
    "w:left=\"1134\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>\n";

#define ODF "urn:oasis:names:tc:opendocument:xmlns:"
#define ODT_TYPE "application/vnd.oasis.opendocument.text"
static const char odt_manifest[] = XML
    "<manifest:manifest xmlns:manifest=\"" ODF "manifest:1.0\" manifest:version=\"1.2\">"
    "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.2\" manifest:media-type=\"" ODT_TYPE "\"/>"
    "<manifest:file-entry manifest:full-path=\"content.xml\" "
    "manifest:media-type=\"text/xml\"/></manifest:manifest>";
#define ODT_STYLE(name, parts)                                                                                    \
    "<style:style style:name=\"" name "\" style:family=\"paragraph\">" parts "</style:style>\n"
#define ODT_TEXT(rest) "<style:text-properties style:font-name=\"Arial\" " rest "/>"
#define ODT_LINES(rest) "<style:paragraph-properties " rest "/>"
static const char odt_head[] = XML
    "<office:document-content xmlns:office=\"" ODF "office:1.0\" xmlns:text=\"" ODF "text:1.0\" xmlns:table=\"" ODF
    "table:1.0\" xmlns:style=\"" ODF "style:1.0\" xmlns:fo=\"" ODF "xsl-fo-compatible:1.0\" xmlns:svg=\"" ODF
    "svg-compatible:1.0\" office:version=\"1.2\">\n"
    "<office:font-face-decls><style:font-face style:name=\"Arial\" "
    "svg:font-family=\"Arial\"/></office:font-face-decls>\n<office:automatic-styles>\n" ODT_STYLE(
        "Corps", ODT_LINES("fo:text-align=\"justify\" fo:margin-bottom=\"0.2cm\"")
                     ODT_TEXT("fo:font-size=\"10.5pt\" fo:language=\"fr\" fo:country=\"FR\""))
        ODT_STYLE("Titre", ODT_LINES("fo:text-align=\"center\" fo:margin-top=\"0.4cm\" fo:margin-bottom=\"0.6cm\"")
                               ODT_TEXT("fo:font-size=\"15pt\" fo:font-weight=\"bold\""))
            ODT_STYLE("Titre1",
                      ODT_LINES("fo:keep-with-next=\"always\" fo:margin-top=\"0.4cm\" fo:margin-bottom=\"0.2cm\"")
                          ODT_TEXT("fo:font-size=\"12pt\" fo:font-weight=\"bold\""))
                ODT_STYLE(
                    "Titre2",
                    ODT_LINES("fo:keep-with-next=\"always\" fo:margin-top=\"0.35cm\" fo:margin-bottom=\"0.2cm\"")
                        ODT_TEXT("fo:font-size=\"10.5pt\" fo:font-weight=\"bold\""))
                    ODT_STYLE("Entete", ODT_TEXT("fo:font-size=\"9pt\" fo:font-weight=\"bold\""))
                        ODT_STYLE("Cellule", ODT_TEXT("fo:font-size=\"9pt\"")) ODT_STYLE(
                            "Page",
                            ODT_LINES(
                                "fo:break-before=\"page\"")) "<style:style style:name=\"Blanc\" "
                                                             "style:family=\"text\"><style:text-properties "
                                                             "fo:background-color=\"#ffff00\"/></style:style>\n"
                                                             "<style:style style:name=\"Case\" "
                                                             "style:family=\"table-cell\"><style:table-cell-"
                                                             "properties fo:border=\"0.5pt solid #808080\" "
                                                             "fo:padding=\"0.1cm\"/></style:style>\n"
                                                             "</"
                                                             "office:automatic-styles>\n<office:body><office:text>"
                                                             "\n";
static const char odt_tail[] = "</office:text></office:body></office:document-content>\n";

#define PART(name, text, stored)                                                                                  \
    {                                                                                                             \
        name, text, sizeof(text) - 1, stored                                                                      \
    }

static mlg_status wrap(mlg_text *whole, const char *head, const mlg_text *body, const char *tail, mlg_error *err)
{
    MLG_TRY(mlg_text_status(body, err));
    mlg_text_add(whole, head);
    mlg_text_add(whole, mlg_text_words(body));
    mlg_text_add(whole, tail);
    return mlg_text_status(whole, err);
}

static mlg_status save_docx(const mlg_document *d, const char *path, mlg_error *err)
{
    mlg_text whole = { 0 };
    mlg_status st = wrap(&whole, docx_head, &d->docx, docx_tail, err);
    if (st == MLG_OK) {
        const mlg_zip_part parts[] = { PART("[Content_Types].xml", docx_types, false),
                                       PART("_rels/.rels", docx_relations, false),
                                       { "word/document.xml", whole.data, whole.length, false },
                                       PART("word/_rels/document.xml.rels", docx_inner, false),
                                       PART("word/styles.xml", docx_styles, false) };
        st = mlg_zip_save(path, parts, sizeof parts / sizeof *parts, err);
    }
    mlg_text_release(&whole);
    return st;
}

static mlg_status save_odt(const mlg_document *d, const char *path, mlg_error *err)
{
    mlg_text whole = { 0 };
    mlg_status st = wrap(&whole, odt_head, &d->odt, odt_tail, err);
    if (st == MLG_OK) { /* the type comes first, uncompressed: programs recognise the format by it */
        const mlg_zip_part parts[] = { PART("mimetype", ODT_TYPE, true),
                                       { "content.xml", whole.data, whole.length, false },
                                       PART("META-INF/manifest.xml", odt_manifest, false) };
        st = mlg_zip_save(path, parts, sizeof parts / sizeof *parts, err);
    }
    mlg_text_release(&whole);
    return st;
}

mlg_status mlg_document_save(const mlg_document *document, const char *docx, const char *odt, mlg_error *err)
{
    MLG_TRY(save_docx(document, docx, err));
    return save_odt(document, odt, err);
}

void mlg_document_release(mlg_document *document)
{
    mlg_text_release(&document->docx);
    mlg_text_release(&document->odt);
}
