#include "sheet_parts.h"

#include "zip_writer.h"

#include <string.h>

typedef struct {
    const char *name, *text; /* text: the part that the input may replace by its own */
    int part;                /* number in the input, -1: always this text */
} member;

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define TYPES "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const member xlsx[] = {
    { "[Content_Types].xml",
      XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
          "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
          "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
          "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPES "sheet.main+xml\"/>"
          "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" TYPES "worksheet+xml\"/></Types>",
      -1 },
    { "_rels/.rels",
      XML "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" RELATIONS "/officeDocument\" "
          "Target=\"xl/workbook.xml\"/></Relationships>",
      -1 },
    { "xl/_rels/workbook.xml.rels",
      XML "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" RELATIONS
          "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" RELATIONS
          "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
      -1 },
    { "xl/styles.xml",
      XML "<styleSheet xmlns=\"" MAIN "\"><cellXfs count=\"1\"><xf numFmtId=\"14\"/></cellXfs></styleSheet>", -1 },
    { "xl/worksheets/sheet1.xml",
      XML "<worksheet xmlns=\"" MAIN "\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
          "</row></sheetData></worksheet>",
      0 },
    { "xl/sharedStrings.xml", XML "<sst xmlns=\"" MAIN "\" count=\"1\"><si><t>CODGEO</t></si></sst>", 1 },
    { "xl/workbook.xml",
      XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONS "\"><sheets>"
          "<sheet name=\"COM\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
      2 },
};

static const member ods[] = {
    { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", -1 },
    { "META-INF/manifest.xml",
      XML "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">"
          "<manifest:file-entry manifest:full-path=\"/\" "
          "manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>"
          "</manifest:manifest>",
      -1 },
    { "content.xml",
      XML "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>", 0 },
};

/* Text of part `number` in the input, NULL when it is empty. */
static const char *find_part(size_t *length, const char *parts, size_t size, int number)
{
    const char *end = parts + size;
    for (; parts && number > 0; number--) {
        parts = memchr(parts, '\0', (size_t)(end - parts));
        parts = parts ? parts + 1 : NULL;
    }
    const char *stop = parts ? memchr(parts, '\0', (size_t)(end - parts)) : NULL;
    *length = parts ? (size_t)((stop ? stop : end) - parts) : 0;
    return *length > 0 ? parts : NULL;
}

void write_workbook(FILE *file, const char *parts, size_t size, bool open_document)
{
    const member *from = open_document ? ods : xlsx;
    int count = open_document ? 3 : 7;
    zip_member members[ZIP_MOST_MEMBERS];
    for (int i = 0; i < count; i++) {
        size_t length = 0;
        const char *text = from[i].part < 0 ? NULL : find_part(&length, parts, size, from[i].part);
        members[i] =
            (zip_member){ from[i].name, text ? text : from[i].text, text ? length : strlen(from[i].text) };
    }
    put_zip(file, members, count);
}
