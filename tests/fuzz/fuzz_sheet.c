/* Workbooks: any bytes give rows or one clear line. A workbook is a zip, whose
 * checksums would stop every change: the input is the text of its parts, and the zip is made around them. The first byte
 * chooses the form (1: OpenDocument; 2: the bytes as they are, a damaged zip) and what a data set may ask for; the parts follow,
 * with a zero byte between them: sheet1.xml, sharedStrings.xml, workbook.xml, or content.xml alone. One left empty is a sound one. */
#include "sheet_parts.h"
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define SHEET(rows)                                                                                               \
    "<worksheet xmlns=\"" MAIN "\"><dimension ref=\"A1:C4\"/><sheetData>" rows "</sheetData></worksheet>"
#define TEXT(literal)                                                                                             \
    {                                                                                                             \
        literal, sizeof literal - 1                                                                               \
    }

/* Shared and inline strings, numbers, booleans, dates, formulas, holes between cells and rows, titles above a header. */
static const struct {
    const char *bytes;
    size_t size;
} files[] = {
    TEXT("\004" SHEET(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c>"
        "<c r=\"C3\" t=\"inlineStr\"><is><t>APL</t></is></c></row>"
        "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>2</v></c><c r=\"C4\"><v>1.942</v></c></row>") "\0"
                                                                                           "<sst xmlns=\"" MAIN
                                                                                           "\" "
                                                                                           "count=\"3\"><si><t>"
                                                                                           "Titre</t></"
                                                                                           "si><si><r><t>CODGEO</"
                                                                                           "t></r></"
                                                                                           "si><si><t>01451</t></"
                                                                                           "si></sst>"),
    TEXT("\000" SHEET(
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><f>B1&amp;C1</f><v>a</v></c><c r=\"B1\" t=\"b\"><v>1</v></c>"
        "<c r=\"XFD1\" s=\"0\"><v>45000.5</v></c></row><row><c t=\"e\"><v>#N/A</v></c></row>")),
    TEXT("\010" SHEET(
        "<row r=\"2\" spans=\"1:3\"><c r=\"B2\"><v>1e300</v></c></row>") "\0\0"
                                                                         "<workbook xmlns=\"" MAIN "\" "
                                                                         "xmlns:r=\"http://"
                                                                         "schemas.openxmlformats.org/"
                                                                         "officeDocument/2006/relationships\">"
                                                                         "<workbookPr "
                                                                         "date1904=\"true\"/><sheets><sheet "
                                                                         "name=\"APL 2022\" sheetId=\"1\" "
                                                                         "r:id=\"rId1\"/>"
                                                                         "<sheet name=\"APL &lt;2023\" "
                                                                         "sheetId=\"2\" "
                                                                         "r:id=\"rId1\"/></sheets></workbook>"),
    TEXT("\005<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
         "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
         "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>"
         "<table:table table:name=\"COM\"><table:table-row><table:table-cell "
         "office:value-type=\"string\"><text:p>CODGEO</text:p>"
         "</table:table-cell><table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" "
         "office:value=\"1.5\">"
         "<text:p>1,5</text:p></table:table-cell></table:table-row><table:table-row "
         "table:number-rows-repeated=\"3\">"
         "<table:table-cell "
         "office:value-type=\"string\"><text:p>01451</text:p></table:table-cell><table:table-cell "
         "table:formula=\"of:=[.A1]+SUM([.B1:.B2])*LEN(&quot;a&quot;)\" office:value-type=\"float\" "
         "office:value=\"2\"/>"
         "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"),
};

enum { OPEN_DOCUMENT = 1, RAW = 2, HEADER = 4, PATTERN = 8 };

/* A stream in memory that holds the zip; freed with free(). */
static size_t zip_of(char **zip, const char *parts, size_t size, bool open_document)
{
    size_t length = 0;
    FILE *file = open_memstream(zip, &length);
    if (!file)
        abort();
    write_workbook(file, parts, size, open_document);
    if (fclose(file) != 0)
        abort();
    return length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *zip = NULL;
    if (size < 2)
        return 0;
    const uint8_t choice = data[0];
    const mlg_layer_options options = { .header = choice & HEADER ? "CODGEO|Code commune INSEE" : NULL,
                                        .layer = choice & PATTERN ? "APL*|COM" : NULL };
    const char *ending = choice & OPEN_DOCUMENT ? ".ods" : ".xlsx";
    const size_t length =
        choice & RAW ? 0 : zip_of(&zip, (const char *)data + 1, size - 1, choice & OPEN_DOCUMENT);
    fuzz_layer(choice & RAW ? fuzz_file(data + 1, size - 1, ending) : fuzz_file(zip, length, ending), &options);
    free(zip);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *zip = NULL;
        keep(files[i].bytes, files[i].size);
        const size_t length = zip_of(&zip, files[i].bytes + 1, files[i].size - 1, *files[i].bytes & OPEN_DOCUMENT);
        char *raw = malloc(length + 1);
        raw[0] = (char)(*files[i].bytes | RAW);
        memcpy(raw + 1, zip, length);
        keep(raw, length + 1);
        free(raw);
        free(zip);
    }
}
