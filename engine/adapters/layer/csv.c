/* Delimited text: separator ; , | or tab, detected from the header line; doubled quotes inside quotes; ="01004"
 * as written by spreadsheets; UTF-8 with or without BOM, or Windows-1252. The CSV driver of GDAL 3.6 is not
 * used, because it supports neither | nor .txt and drops quotes inside a field. */
#include "adapters/layer/inner.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { BLOCK = 1 << 16, LONGEST_FIELD = 1 << 20, LONGEST_ROW = 1 << 24, MOST_CELLS = 16384, END = -1 };

typedef struct {
    mlg_rows rows; /* first, so that a pointer to it is one to the whole */
    mlg_bytes *file;
    const char *shown; /* name in messages; owned by the caller of mlg_csv_open() */
    char separator;    /* '\0' until it is known */
    bool quotes;       /* false for |: files that use it do not quote, and may contain " */
    unsigned char *block;
    size_t at, filled;
    bool ended;        /* nothing left after the block */
    mlg_error broken;  /* why nothing is, when the file could not be read to its end */
    int64_t line_ends; /* consumed so far */
    int64_t line;      /* number of the line where the current record starts, from 1 */
    char *text;        /* fields of the record, each NUL-terminated */
    size_t used, capacity;
    size_t *starts;
    size_t count, starts_capacity;
    char **recoded; /* per field, NULL unless it had to be recoded */
    size_t recoded_capacity, recoded_count;
} mlg_csv;

bool mlg_is_delimited(const char *path)
{
    static const char *const ENDINGS[] = { ".csv", ".tsv", ".txt", ".psv" };
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
        if (mlg_path_ends_with(path, ENDINGS[i]))
            return true;
    return false;
}

/* Moves what is left of the block to its start and reads more of the file after it. */
static void refill(mlg_csv *csv)
{
    size_t left = csv->filled - csv->at;
    memmove(csv->block, csv->block + csv->at, left);
    size_t got = 0;
    if (csv->broken.status == MLG_OK &&
        mlg_bytes_read(&got, csv->file, csv->block + left, BLOCK - left, &csv->broken) != MLG_OK)
        got = 0;
    csv->at = 0;
    csv->filled = left + got;
    csv->ended = got == 0;
}

static int peek(mlg_csv *csv)
{
    if (csv->at == csv->filled)
        refill(csv);
    return csv->at < csv->filled ? csv->block[csv->at] : END;
}

static int take(mlg_csv *csv)
{
    int c = peek(csv);
    csv->at += c != END;
    csv->line_ends += c == '\n';
    return c;
}

static mlg_status put(mlg_csv *csv, int c, mlg_error *err)
{
    if (csv->used == csv->capacity)
        MLG_TRY(MLG_GROW(&csv->text, &csv->capacity, csv->used + 1, "a row", err));
    csv->text[csv->used++] = (char)c;
    return MLG_OK;
}

static mlg_status refuse_line(const mlg_csv *csv, const char *fault, mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: line %lld: %s", csv->shown, (long long)csv->line, mlg_tr(fault));
    mlg_hint(err, "correct that line; download the file again if it was truncated or pasted together");
    return st;
}

/* Reads from the opening quote to the closing one. */
static mlg_status read_quoted(mlg_csv *csv, mlg_error *err)
{
    size_t start = csv->used;
    for (;;) {
        int c = take(csv);
        if (c == '"' && peek(csv) != '"')
            return MLG_OK;
        if (c == '"')
            c = take(csv);
        if (c == END)
            return refuse_line(csv, "a quote is opened and not closed", err);
        if (csv->used - start > LONGEST_FIELD)
            return refuse_line(csv, "a field of more than 1 MB, or a quote that is not closed", err);
        MLG_TRY(put(csv, c, err));
    }
}

/* Reads one field and returns what ended it: the separator, '\n' or END. */
static mlg_status read_field(mlg_csv *csv, int *ended_by, mlg_error *err)
{
    int c = take(csv);
    size_t start = csv->used;
    if (csv->quotes && c == '=' && peek(csv) == '"')
        c = take(csv);
    if (csv->quotes && c == '"') {
        MLG_TRY(read_quoted(csv, err));
        c = take(csv);
    }
    for (;; c = take(csv)) {
        if (c == '\r') {
            if (peek(csv) == '\n')
                take(csv);
            c = '\n';
        }
        if (c == END || c == '\n' || c == csv->separator)
            break;
        if (csv->used - start > LONGEST_FIELD)
            return refuse_line(csv, "a field of more than 1 MB", err);
        MLG_TRY(put(csv, c, err));
    }
    *ended_by = c;
    return put(csv, '\0', err);
}

static void drop_recoded(mlg_csv *csv)
{
    for (size_t i = 0; i < csv->recoded_count; i++)
        mlg_free_mended(csv->recoded[i]);
    csv->recoded_count = 0;
}

/* Most fields are ASCII: this cheap test avoids the detection of the encoding. */
static bool is_ascii(const mlg_csv *csv, size_t field)
{
    size_t end = field + 1 < csv->count ? csv->starts[field + 1] : csv->used;
    unsigned char bits = 0;
    for (size_t i = csv->starts[field]; i < end; i++)
        bits |= (unsigned char)csv->text[i];
    return bits < 0x80;
}

/* Decided for each record: a file may mix encodings when rows were pasted together. */
static mlg_status recode(mlg_csv *csv, mlg_error *err)
{
    drop_recoded(csv);
    unsigned char bits = 0;
    for (size_t i = 0; i < csv->used; i++)
        bits |= (unsigned char)csv->text[i];
    if (bits < 0x80)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&csv->recoded, &csv->recoded_capacity, csv->count, "a row", err));
    for (size_t i = 0; i < csv->count; i++)
        csv->recoded[i] = is_ascii(csv, i) ? NULL : mlg_mend_encoding(csv->text + csv->starts[i]);
    csv->recoded_count = csv->count;
    return MLG_OK;
}

/* Length of the current line when it lies entirely in the block and needs no interpretation (no quote, no lone
 * carriage return), else 0. */
static size_t plain_line(mlg_csv *csv)
{
    unsigned char *end = memchr(csv->block + csv->at, '\n', csv->filled - csv->at);
    if (!end && !csv->ended && csv->filled - csv->at < BLOCK) {
        refill(csv);
        end = memchr(csv->block, '\n', csv->filled);
    }
    if (!end)
        return 0;
    unsigned char *start = csv->block + csv->at;
    size_t length = (size_t)(end - start);
    if (csv->quotes && memchr(start, '"', length))
        return 0;
    unsigned char *turn = memchr(start, '\r', length);
    return turn && turn + 1 != end ? 0 : length + 1;
}

/* Copies the line in one go and turns its separators into NULs. */
static mlg_status split_line(mlg_csv *csv, size_t length, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&csv->text, &csv->capacity, length, "a row", err));
    memcpy(csv->text, csv->block + csv->at, length);
    csv->at += length;
    csv->line_ends++;
    csv->used = length;
    csv->text[length - 1] = '\0';
    if (length > 1 && csv->text[length - 2] == '\r')
        csv->text[length - 2] = '\0';
    for (char *field = csv->text, *end = csv->text + length; field; field++) {
        if (csv->count == csv->starts_capacity)
            MLG_TRY(MLG_GROW(&csv->starts, &csv->starts_capacity, csv->count + 1, "a row", err));
        csv->starts[csv->count++] = (size_t)(field - csv->text);
        field = memchr(field, csv->separator, (size_t)(end - field));
        if (!field)
            break;
        *field = '\0';
    }
    return recode(csv, err);
}

static mlg_status read_record(mlg_csv *csv, mlg_error *err)
{
    int ended_by = csv->separator;
    csv->used = csv->count = 0;
    csv->line = csv->line_ends + 1;
    size_t plain = plain_line(csv);
    if (plain)
        return split_line(csv, plain, err);
    while (ended_by == csv->separator) {
        if (csv->used > LONGEST_ROW)
            return refuse_line(csv, MLG_MARK("a row of more than 16 MB"), err);
        MLG_TRY(MLG_GROW(&csv->starts, &csv->starts_capacity, csv->count + 1, "a row", err));
        csv->starts[csv->count++] = csv->used;
        MLG_TRY(read_field(csv, &ended_by, err));
    }
    return recode(csv, err);
}

/* A failed read is not the end of the file. */
static mlg_status check_whole(const mlg_csv *csv, mlg_error *err)
{
    if (csv->broken.status == MLG_OK)
        return MLG_OK;
    if (err)
        *err = csv->broken;
    return csv->broken.status;
}

static mlg_csv *of(mlg_rows *rows)
{
    return (mlg_csv *)(void *)rows;
}

static const mlg_csv *of_const(const mlg_rows *rows)
{
    return (const mlg_csv *)(const void *)rows;
}

static mlg_status next(mlg_rows *rows, bool *got, mlg_error *err)
{
    mlg_csv *csv = of(rows);
    *got = false;
    while (!*got && peek(csv) != END) {
        mlg_status st = read_record(csv, err);
        MLG_TRY(check_whole(csv, err));
        MLG_TRY(st);
        if (csv->count > MOST_CELLS) /* as many as a spreadsheet has; columns are looked up one by one */
            return refuse_line(csv, MLG_MARK("a row of more than 16,384 cells"), err);
        *got = csv->count > 1 || csv->text[0] != '\0';
    }
    return check_whole(csv, err);
}

static double fraction(const mlg_rows *rows)
{
    return mlg_bytes_fraction(of_const(rows)->file);
}

static int count(const mlg_rows *rows)
{
    return (int)of_const(rows)->count;
}

static char *field_text(mlg_rows *rows, int field)
{
    mlg_csv *csv = of(rows);
    size_t i = (size_t)field;
    if (i >= csv->count)
        return NULL;
    return i < csv->recoded_count && csv->recoded[i] ? csv->recoded[i] : csv->text + csv->starts[i];
}

/* ---- opening ------------------------------------------------------------------------------------------ */

/* The candidate that occurs most often in the header line, outside quotes. A one-column table has none. Nor has a
 * title above the header: the next line is then examined. */
static char find_separator(const unsigned char *block, size_t size)
{
    static const char CANDIDATES[] = ";,\t|";
    int counts[4] = { 0 }, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        bool line_end = !quoted && (block[i] == '\n' || block[i] == '\r');
        if (line_end && counts[0] + counts[1] + counts[2] + counts[3] > 0)
            break;
        const char *found = block[i] ? strchr(CANDIDATES, block[i]) : NULL;
        if (block[i] == '"')
            quoted = !quoted;
        else if (found && !quoted)
            counts[found - CANDIDATES]++;
    }
    for (int k = 1; k < 4; k++)
        if (counts[k] > counts[best])
            best = k;
    return CANDIDATES[best];
}

/* The first line "sep=;" of spreadsheets, with or without quotes, is not a header. */
static void pass_separator_line(mlg_csv *csv)
{
    const char *start = (const char *)csv->block + csv->at, *at = start;
    const char *end = memchr(start, '\n', csv->filled - csv->at);
    if (!end)
        return;
    at += *at == '"';
    if (strncasecmp(at, "sep=", 4) != 0)
        return;
    at += 4;
    char separator = *at++;
    at += *at == '"';
    at += *at == '\r';
    if (at != end || !strchr(";,\t|", separator))
        return;
    csv->separator = separator;
    csv->at += (size_t)(end + 1 - start);
    csv->line_ends++;
}

static mlg_status check_start(mlg_csv *csv, mlg_error *err)
{
    if (peek(csv) == END) {
        MLG_TRY(check_whole(csv, err));
        mlg_fail(err, MLG_INPUT, "%s is empty", csv->shown);
        mlg_hint(err, "download it again");
        return MLG_INPUT;
    }
    bool wide =
        csv->filled >= 2 && (memcmp(csv->block, "\xFF\xFE", 2) == 0 || memcmp(csv->block, "\xFE\xFF", 2) == 0);
    if (wide || memchr(csv->block, '\0', csv->filled)) {
        if (wide)
            mlg_fail(err, MLG_INPUT, "%s is in UTF-16", csv->shown);
        else
            mlg_fail(err, MLG_INPUT, "%s is not a text table: it holds zero bytes", csv->shown);
        mlg_hint(err, "save it as text in UTF-8 (CSV UTF-8 in a spreadsheet)");
        return MLG_INPUT;
    }
    if (csv->filled >= 3 && memcmp(csv->block, "\xEF\xBB\xBF", 3) == 0)
        csv->at = 3;
    else if (csv->filled >= 6 && memcmp(csv->block, "\xC3\xAF\xC2\xBB\xC2\xBF", 6) == 0)
        csv->at = 6; /* the same, doubly encoded */
    pass_separator_line(csv);
    return MLG_OK;
}

static mlg_status rewind_rows(mlg_rows *rows, mlg_error *err)
{
    mlg_csv *csv = of(rows);
    csv->at = csv->filled = 0;
    csv->ended = false;
    csv->broken.status = MLG_OK;
    csv->line_ends = 0;
    MLG_TRY(mlg_bytes_rewind(csv->file, err));
    return check_start(csv, err);
}

static void close_rows(mlg_rows *rows)
{
    mlg_csv *csv = of(rows);
    mlg_bytes_close(csv->file);
    drop_recoded(csv);
    free(csv->recoded);
    free(csv->starts);
    free(csv->text);
    free(csv->block);
    free(csv);
}

mlg_status mlg_csv_open(mlg_rows **out, const char *gdal_path, const char *shown, mlg_error *err)
{
    static const mlg_rows_kind kind = { next, rewind_rows, count, field_text, fraction, close_rows };
    mlg_csv *csv = NULL;
    mlg_status st;
    *out = NULL;
    MLG_TRY(MLG_NEW(&csv, 1, "a table", err));
    csv->rows.kind = &kind;
    csv->shown = shown;
    MLG_GO(MLG_NEW(&csv->block, BLOCK, "a table", err));
    MLG_GO(mlg_bytes_open(&csv->file, gdal_path, shown, err));
    MLG_GO(check_start(csv, err));
    if (csv->separator == '\0')
        csv->separator = find_separator(csv->block + csv->at, csv->filled - csv->at);
    csv->quotes = csv->separator != '|';
done:
    if (st == MLG_OK)
        *out = &csv->rows;
    else
        close_rows(&csv->rows);
    return st;
}
