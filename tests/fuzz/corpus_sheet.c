/* Writes the starting corpus of fuzz_sheet into a folder. Usage: corpus_sheet <folder> */
#include "sheet_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

static int write_file(const char *folder, int number, const char *bytes, size_t size)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/sheet-%d", folder, number);
    FILE *file = fopen(path, "wb");
    return !file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0;
}

/* The same as a file on the disc, for damaged zips. */
static int write_raw(const char *folder, int number, const char *bytes, size_t size)
{
    char *zip = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&zip, &length);
    if (!file)
        return 1;
    fputc(*bytes | 2, file);
    FILE *inner = tmpfile();
    if (!inner)
        return 1;
    write_workbook(inner, bytes + 1, size - 1, *bytes & 1);
    rewind(inner);
    for (int c; (c = fgetc(inner)) != EOF;)
        fputc(c, file);
    fclose(inner);
    fclose(file);
    int failed = write_file(folder, number, zip, length);
    free(zip);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0, count = (int)(sizeof files / sizeof *files);
    if (argc != 2)
        return 2;
    mkdir(argv[1], 0777);
    for (int i = 0; i < count; i++) {
        failed |= write_file(argv[1], i, files[i].bytes, files[i].size);
        failed |= write_raw(argv[1], count + i, files[i].bytes, files[i].size);
    }
    return failed;
}
