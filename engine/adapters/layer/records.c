/* The records of a JSON document as rows: each is parsed alone, by cJSON, and its columns are looked up by their paths. A
 * streaming parser would hold less, but the one in Debian (yajl) is no longer maintained; a record is a few kilobytes. */
#include "adapters/layer/json_cut.h"

#include "base/language.h"
#include "base/memory.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_NAME = 64, MOST_STEPS = 5, NUMBER_SIZE = 32 };

/* "adresse[usageAdresse=03]": a key, and the element of its array whose `of` is `value`; `of` "": no array. */
typedef struct {
    char key[LONGEST_NAME], of[LONGEST_NAME], value[LONGEST_NAME];
} step;

typedef struct {
    char name[LONGEST_NAME];
    bool of_record; /* of the record, not of the element of `each` */
    step steps[MOST_STEPS];
    int step_count;
    char *text; /* in the current row; NULL: none */
    char number[NUMBER_SIZE];
} column;

typedef struct {
    mlg_rows rows; /* first, so that a pointer to it is one to the whole */
    mlg_json_cut *cut;
    const char *shown;
    const char *each; /* array of a record whose elements are the rows; NULL: the record is one */
    column *columns;
    int count;
    enum { START, NAMES, ROWS } at;
    cJSON *record, *element; /* of the current row */
} records;

/* ---- paths ---------------------------------------------------------------------------------------------- */

static void copy_part(char into[LONGEST_NAME], const char *from, size_t length)
{
    snprintf(into, LONGEST_NAME, "%.*s", (int)length, from);
}

/* "adresse[usageAdresse=03]" up to its '.', or the end. Returns what follows. */
static const char *take_step(step *s, const char *at, const char *end)
{
    const char *stop = at + strcspn(at, ".[|");
    copy_part(s->key, at, (size_t)(stop - at));
    if (stop < end && *stop == '[') {
        const char *equals = strchr(stop, '='), *close = strchr(stop, ']');
        copy_part(s->of, stop + 1, (size_t)(equals - stop - 1));
        copy_part(s->value, equals + 1, (size_t)(close - equals - 1));
        stop = close + 1;
    }
    return stop < end && *stop == '.' ? stop + 1 : stop;
}

/* "name=path", of the data set. */
static void take_column(column *c, const char *at, const char *end)
{
    const char *equals = strchr(at, '=');
    copy_part(c->name, at, (size_t)(equals - at));
    at = equals + 1;
    c->of_record = *at == '^';
    at += c->of_record;
    while (at < end && c->step_count < MOST_STEPS)
        at = take_step(&c->steps[c->step_count++], at, end);
}

static mlg_status take_columns(records *r, const char *columns, mlg_error *err)
{
    size_t count = 1;
    for (const char *c = columns; *c; c++)
        count += *c == '|';
    MLG_TRY(MLG_NEW(&r->columns, count, "columns", err));
    for (const char *at = columns; *at; at += *at == '|') {
        const char *end = at + strcspn(at, "|");
        take_column(&r->columns[r->count++], at, end);
        at = end;
    }
    return MLG_OK;
}

/* ---- values --------------------------------------------------------------------------------------------- */

static mlg_status refuse_shape(const records *r, const char *key, const char *wanted, mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: record at byte %llu: '%s' is not %s", r->shown,
                             (unsigned long long)mlg_json_cut_offset(r->cut), key, mlg_tr(wanted));
    mlg_hint(err, "use the file as its producer publishes it");
    return st;
}

static cJSON *choose_element(const cJSON *array, const step *s)
{
    cJSON *element;
    cJSON_ArrayForEach(element, array)
    {
        const cJSON *tag = cJSON_GetObjectItemCaseSensitive(element, s->of);
        if (cJSON_IsString(tag) && strcmp(tag->valuestring, s->value) == 0)
            return element;
    }
    return NULL;
}

/* What a path leads to; NULL when the record has none of it, or null. */
static mlg_status follow(cJSON **found, const records *r, cJSON *from, const column *c, mlg_error *err)
{
    cJSON *node = from;
    for (int i = 0; i < c->step_count && node; i++) {
        const step *s = &c->steps[i];
        if (!cJSON_IsObject(node))
            return refuse_shape(r, i > 0 ? c->steps[i - 1].key : c->name, MLG_MARK("an object"), err);
        node = cJSON_GetObjectItemCaseSensitive(node, s->key);
        if (cJSON_IsNull(node))
            node = NULL;
        if (!node || !*s->of)
            continue;
        if (!cJSON_IsArray(node))
            return refuse_shape(r, s->key, MLG_MARK("a list"), err);
        node = choose_element(node, s);
    }
    *found = node;
    return MLG_OK;
}

/* A string, number or boolean; the first element of a list, as some producers list single values. */
static mlg_status take_value(const records *r, column *c, mlg_error *err)
{
    cJSON *node = NULL;
    cJSON *from = c->of_record ? r->record : r->element;
    c->text = NULL;
    MLG_TRY(follow(&node, r, from, c, err));
    if (cJSON_IsArray(node))
        node = node->child;
    if (cJSON_IsString(node)) {
        c->text = node->valuestring;
    } else if (cJSON_IsNumber(node)) {
        snprintf(c->number, sizeof c->number, "%.15g", node->valuedouble);
        c->text = c->number;
    } else if (cJSON_IsBool(node)) {
        snprintf(c->number, sizeof c->number, "%s", cJSON_IsTrue(node) ? "true" : "false");
        c->text = c->number;
    } else if (node && !cJSON_IsNull(node)) {
        return refuse_shape(r, c->steps[c->step_count - 1].key, MLG_MARK("a text"), err);
    }
    return MLG_OK;
}

/* ---- rows ----------------------------------------------------------------------------------------------- */

static records *of(mlg_rows *rows)
{
    return (records *)(void *)rows;
}

static const records *of_const(const mlg_rows *rows)
{
    return (const records *)(const void *)rows;
}

static mlg_status parse(records *r, char *text, mlg_error *err)
{
    char *mended = mlg_mend_encoding(text);
    r->record = cJSON_ParseWithOpts(mended ? mended : text, NULL, 1);
    mlg_free_mended(mended);
    if (r->record)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: record at byte %llu: this is not JSON", r->shown,
                             (unsigned long long)mlg_json_cut_offset(r->cut));
    mlg_hint(err, "download it again");
    return st;
}

/* The first row of the record; NULL when its array is absent or empty. */
static mlg_status find_first(records *r, mlg_error *err)
{
    r->element = r->record;
    if (!r->each)
        return MLG_OK;
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(r->record, r->each);
    r->element = NULL;
    if (!array || cJSON_IsNull(array))
        return MLG_OK;
    if (!cJSON_IsArray(array))
        return refuse_shape(r, r->each, MLG_MARK("a list"), err);
    r->element = array->child;
    return MLG_OK;
}

static mlg_status read_record(bool *got, records *r, mlg_error *err)
{
    char *text;
    cJSON_Delete(r->record);
    r->record = r->element = NULL;
    MLG_TRY(mlg_json_cut_next(&text, r->cut, err));
    *got = text != NULL;
    if (!text)
        return MLG_OK;
    MLG_TRY(parse(r, text, err));
    return find_first(r, err);
}

static mlg_status next(mlg_rows *rows, bool *got, mlg_error *err)
{
    records *r = of(rows);
    *got = true;
    if (r->at == START) {
        r->at = NAMES;
        return MLG_OK;
    }
    r->at = ROWS;
    if (r->element)
        r->element = r->each ? r->element->next : NULL;
    while (*got && !r->element)
        MLG_TRY(read_record(got, r, err));
    for (int i = 0; *got && i < r->count; i++)
        MLG_TRY(take_value(r, &r->columns[i], err));
    return MLG_OK;
}

static mlg_status rewind_rows(mlg_rows *rows, mlg_error *err)
{
    records *r = of(rows);
    cJSON_Delete(r->record);
    r->record = r->element = NULL;
    r->at = START;
    return mlg_json_cut_rewind(r->cut, err);
}

static int count(const mlg_rows *rows)
{
    return of_const(rows)->count;
}

static char *field_text(mlg_rows *rows, int field)
{
    records *r = of(rows);
    if (field >= r->count)
        return NULL;
    return r->at == NAMES ? r->columns[field].name : r->columns[field].text;
}

static double fraction(const mlg_rows *rows)
{
    return mlg_json_cut_fraction(of_const(rows)->cut);
}

static void close_rows(mlg_rows *rows)
{
    records *r = of(rows);
    cJSON_Delete(r->record);
    mlg_json_cut_close(r->cut);
    free(r->columns);
    free(r);
}

bool mlg_head_holds(const char *gdal_path, const char *keys)
{
    enum { HEAD = 1 << 14 };
    char head[HEAD + 1], mark[LONGEST_NAME + 3];
    mlg_bytes *bytes;
    size_t got = 0;
    if (mlg_bytes_open(&bytes, gdal_path, "", NULL) != MLG_OK)
        return false;
    if (mlg_bytes_read(&got, bytes, head, HEAD, NULL) != MLG_OK)
        got = 0;
    mlg_bytes_close(bytes);
    head[got] = '\0';
    const char *start = head + strspn(head, "\xEF\xBB\xBF \t\r\n");
    for (const char *at = keys; *start == '{' && *at; at += *at == '|') {
        size_t n = strcspn(at, "|");
        snprintf(mark, sizeof mark, "\"%.*s\"", (int)(n < LONGEST_NAME ? n : LONGEST_NAME), at);
        if (strstr(start, mark))
            return true;
        at += n;
    }
    return false;
}

mlg_status mlg_records_open(mlg_rows **out, const char *gdal_path, const mlg_records *what, const char *shown,
                            mlg_error *err)
{
    static const mlg_rows_kind kind = { next, rewind_rows, count, field_text, fraction, close_rows };
    records *r;
    mlg_status st;
    *out = NULL;
    MLG_TRY(MLG_NEW(&r, 1, "a document", err));
    r->rows.kind = &kind;
    r->shown = shown;
    r->each = what->each;
    MLG_GO(take_columns(r, what->columns, err));
    MLG_GO(mlg_json_cut_open(&r->cut, gdal_path, what->steps, shown, err));
    *out = &r->rows;
    return MLG_OK;
done:
    close_rows(&r->rows);
    return st;
}
