/* Cuts a JSON document into the records that lie under its arrays, without holding it in memory: what is outside
 * the records is checked and skipped, each record is copied whole for the caller to parse. Memory: one block and
 * the largest record. */
#include "adapters/layer/json_cut.h"

#include "base/language.h"
#include "base/memory.h"

#include <string.h>

enum { BLOCK = 1 << 16, LONGEST_RECORD = 1 << 23, LONGEST_KEY = 64, MOST_DEPTH = 256, MOST_STEPS = 4, END = -1 };

/* What may come next, outside the records. */
typedef enum { VALUE, FIRST_VALUE, KEY, FIRST_KEY, COLON, COMMA, NOTHING } expected;

struct mlg_json_cut {
    mlg_bytes *bytes;
    const char *shown;
    char steps[MOST_STEPS][LONGEST_KEY]; /* keys of the arrays that lead to a record */
    int step_count;
    unsigned char *block;
    size_t at, filled;
    uint64_t before;  /* bytes of the file before the block */
    mlg_error broken; /* why nothing follows the block */
    expected next;
    char open[MOST_DEPTH]; /* '{' or '[' of each container around */
    int depth;
    int on_way; /* the first containers, all on the way to the records */
    bool met;   /* an array of records */
    char key[LONGEST_KEY];
    char *text; /* the record */
    size_t used, capacity;
};

/* ---- bytes ---------------------------------------------------------------------------------------------- */

static bool refill(mlg_json_cut *c)
{
    c->before += c->filled;
    c->at = c->filled = 0;
    return c->broken.status == MLG_OK &&
           mlg_bytes_read(&c->filled, c->bytes, c->block, BLOCK, &c->broken) == MLG_OK && c->filled > 0;
}

static int peek(mlg_json_cut *c)
{
    return c->at < c->filled || refill(c) ? c->block[c->at] : END;
}

static int take(mlg_json_cut *c)
{
    int byte = peek(c);
    c->at += byte != END;
    return byte;
}

static int peek_past_blanks(mlg_json_cut *c)
{
    int byte;
    while ((byte = peek(c)) == ' ' || byte == '\n' || byte == '\r' || byte == '\t')
        c->at++;
    return byte;
}

static mlg_status refuse(mlg_json_cut *c, const char *fault, mlg_error *err)
{
    if (c->broken.status != MLG_OK) {
        if (err)
            *err = c->broken;
        return c->broken.status;
    }
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: byte %llu: %s", c->shown,
                             (unsigned long long)(c->before + c->at), mlg_tr(fault));
    mlg_hint(err, "download it again");
    return st;
}

static mlg_status refuse_next(mlg_json_cut *c, mlg_error *err)
{
    return refuse(c, peek(c) == END ? MLG_MARK("the document ends in the middle") : MLG_MARK("this is not JSON"),
                  err);
}

/* ---- outside the records -------------------------------------------------------------------------------- */

/* From the opening quote to the closing one. A key too long for `key` is cut: it cannot be one of those looked for. */
static mlg_status read_string(mlg_json_cut *c, bool keep, mlg_error *err)
{
    size_t used = 0;
    for (take(c);;) {
        int byte = take(c);
        if (byte == '"')
            break;
        if (byte == '\\')
            byte = take(c);
        if (byte == END)
            return refuse_next(c, err);
        if (keep && used < LONGEST_KEY - 1)
            c->key[used++] = (char)byte;
    }
    if (keep)
        c->key[used] = '\0';
    return MLG_OK;
}

static mlg_status read_scalar(mlg_json_cut *c, mlg_error *err)
{
    static const char *const words[] = { "true", "false", "null", NULL };
    char text[32];
    size_t used = 0;
    int byte;
    while ((byte = peek(c)) != END && byte > 0 && strchr("+-.0123456789abcdefghijklmnopqrstuvwxyzE", byte)) {
        if (used == sizeof text - 1)
            return refuse(c, MLG_MARK("this is not JSON"), err);
        text[used++] = (char)take(c);
    }
    text[used] = '\0';
    for (const char *const *word = words; *word; word++)
        if (strcmp(text, *word) == 0)
            return MLG_OK;
    return used > 0 && strspn(text, "+-.0123456789eE") == used ? MLG_OK : refuse_next(c, err);
}

static mlg_status enter(mlg_json_cut *c, bool on_way, mlg_error *err)
{
    if (c->depth == MOST_DEPTH)
        return refuse(c, MLG_MARK("nested too deep"), err);
    c->open[c->depth++] = (char)take(c);
    c->on_way += on_way;
    c->next = c->open[c->depth - 1] == '{' ? FIRST_KEY : FIRST_VALUE;
    return MLG_OK;
}

static void leave(mlg_json_cut *c)
{
    take(c);
    c->depth--;
    c->on_way = c->on_way < c->depth ? c->on_way : c->depth;
    c->next = c->depth > 0 ? COMMA : NOTHING;
}

/* The containers on the way are the document, an array, an element of it, an array of that... */
static bool leads_on(const mlg_json_cut *c, int byte)
{
    if (c->on_way != c->depth)
        return false;
    if (c->depth == 0 || c->open[c->depth - 1] == '[')
        return byte == '{';
    return byte == '[' && strcmp(c->key, c->steps[c->depth / 2]) == 0;
}

static bool starts_record(const mlg_json_cut *c)
{
    return c->on_way == c->depth && c->depth == 2 * c->step_count;
}

/* On the way, an array stands where an array is expected, or null; an object in it. */
static mlg_status check_way(mlg_json_cut *c, int byte, mlg_error *err)
{
    if (c->on_way != c->depth ||
        (c->depth > 0 && c->open[c->depth - 1] == '{' && strcmp(c->key, c->steps[c->depth / 2]) != 0))
        return MLG_OK;
    if (c->depth == 0 || c->open[c->depth - 1] == '[')
        return byte == '{' ? MLG_OK : refuse(c, MLG_MARK("a record is not an object"), err);
    return byte == '[' || byte == 'n' ? MLG_OK : refuse(c, MLG_MARK("the records are not a list"), err);
}

static mlg_status pass_value(mlg_json_cut *c, int byte, mlg_error *err)
{
    MLG_TRY(check_way(c, byte, err));
    c->next = c->depth > 0 ? COMMA : NOTHING;
    if (byte == '{' || byte == '[')
        return enter(c, leads_on(c, byte), err);
    return byte == '"' ? read_string(c, false, err) : read_scalar(c, err);
}

static mlg_status pass_separator(mlg_json_cut *c, int byte, mlg_error *err)
{
    bool object = c->open[c->depth - 1] == '{';
    if (byte == (object ? '}' : ']')) {
        leave(c);
        return MLG_OK;
    }
    if (byte != ',')
        return refuse_next(c, err);
    take(c);
    c->next = object ? KEY : VALUE;
    return MLG_OK;
}

static mlg_status pass_key(mlg_json_cut *c, int byte, mlg_error *err)
{
    if (c->next == COLON) {
        if (byte != ':')
            return refuse_next(c, err);
        take(c);
        c->next = VALUE;
        return MLG_OK;
    }
    if (byte == '}' && c->next == FIRST_KEY) {
        leave(c);
        return MLG_OK;
    }
    if (byte != '"')
        return refuse_next(c, err);
    c->next = COLON;
    return read_string(c, true, err);
}

static mlg_status pass_token(mlg_json_cut *c, int byte, mlg_error *err)
{
    switch (c->next) {
    case FIRST_VALUE:
        if (byte != ']')
            return pass_value(c, byte, err);
        leave(c);
        return MLG_OK;
    case VALUE:
        return pass_value(c, byte, err);
    case COMMA:
        return pass_separator(c, byte, err);
    default:
        return pass_key(c, byte, err);
    }
}

/* ---- a record ------------------------------------------------------------------------------------------- */

/* Where in the block the record ends, or the end of the block. The caller's parser judges what is inside. */
static size_t scan(const mlg_json_cut *c, int *depth, bool *quoted, bool *escaped, bool *whole)
{
    size_t i = c->at;
    for (; i < c->filled && !*whole; i++) {
        unsigned char byte = c->block[i];
        if (*quoted) {
            *quoted = *escaped || byte != '"';
            *escaped = !*escaped && byte == '\\';
        } else if (byte == '"') {
            *quoted = true;
        } else if (byte == '{' || byte == '[') {
            ++*depth;
        } else if (byte == '}' || byte == ']') {
            *whole = --*depth == 0;
        }
    }
    return i;
}

static mlg_status copy_record(mlg_json_cut *c, mlg_error *err)
{
    int depth = 0;
    bool quoted = false, escaped = false, whole = false;
    c->used = 0;
    while (!whole) {
        if (peek(c) == END)
            return refuse_next(c, err);
        size_t end = scan(c, &depth, &quoted, &escaped, &whole), n = end - c->at;
        if (c->used + n > LONGEST_RECORD)
            return refuse(c, MLG_MARK("a record of more than 8 MB"), err);
        MLG_TRY(MLG_GROW(&c->text, &c->capacity, c->used + n + 1, "a record", err));
        memcpy(c->text + c->used, c->block + c->at, n);
        c->used += n;
        c->at = end;
    }
    c->text[c->used] = '\0';
    c->next = COMMA;
    return MLG_OK;
}

mlg_status mlg_json_cut_next(char **record, mlg_json_cut *c, mlg_error *err)
{
    *record = NULL;
    for (;;) {
        int byte = peek_past_blanks(c);
        if (c->next == NOTHING && byte == END && c->broken.status == MLG_OK)
            return c->met ? MLG_OK : refuse(c, MLG_MARK("the document contains no list of records"), err);
        if (byte == END || c->next == NOTHING)
            return refuse_next(c, err);
        bool value = c->next == VALUE || c->next == FIRST_VALUE;
        c->met = c->met || starts_record(c);
        if (value && starts_record(c) && byte == '{') {
            MLG_TRY(copy_record(c, err));
            *record = c->text;
            return MLG_OK;
        }
        MLG_TRY(pass_token(c, byte, err));
    }
}

uint64_t mlg_json_cut_offset(const mlg_json_cut *c)
{
    return c->before + c->at - c->used;
}

double mlg_json_cut_fraction(const mlg_json_cut *c)
{
    return mlg_bytes_fraction(c->bytes);
}

/* ---- opening -------------------------------------------------------------------------------------------- */

static void begin(mlg_json_cut *c)
{
    static const char mark[] = "\xEF\xBB\xBF";
    c->at = c->filled = 0;
    c->before = 0;
    c->broken.status = MLG_OK;
    c->next = VALUE;
    c->depth = c->on_way = 0;
    c->met = false;
    peek(c);
    if (c->filled > 3 && memcmp(c->block, mark, 3) == 0)
        c->at = 3;
}

static void take_steps(mlg_json_cut *c, const char *steps)
{
    for (const char *at = steps; *at && c->step_count < MOST_STEPS; at += *at == '.') {
        size_t n = strcspn(at, ".");
        memcpy(c->steps[c->step_count++], at, n < LONGEST_KEY ? n : LONGEST_KEY - 1);
        at += n;
    }
}

mlg_status mlg_json_cut_open(mlg_json_cut **out, const char *gdal_path, const char *steps, const char *shown,
                             mlg_error *err)
{
    mlg_json_cut *c;
    mlg_status st;
    *out = NULL;
    MLG_TRY(MLG_NEW(&c, 1, "a document", err));
    c->shown = shown;
    take_steps(c, steps);
    MLG_GO(MLG_NEW(&c->block, BLOCK, "a document", err));
    MLG_GO(mlg_bytes_open(&c->bytes, gdal_path, shown, err));
    begin(c);
    *out = c;
    return MLG_OK;
done:
    mlg_json_cut_close(c);
    return st;
}

mlg_status mlg_json_cut_rewind(mlg_json_cut *c, mlg_error *err)
{
    MLG_TRY(mlg_bytes_rewind(c->bytes, err));
    begin(c);
    return MLG_OK;
}

void mlg_json_cut_close(mlg_json_cut *c)
{
    if (!c)
        return;
    mlg_bytes_close(c->bytes);
    free(c->block);
    free(c->text);
    free(c);
}
