/* A long table made wide. INSEE publishes one observation per row (SDMX, as its Melodi service gives it): the
 * place in GEO, its kind in GEO_OBJECT, dimensions, the value in OBS_VALUE. Here a place is a row and the values
 * of the dimensions asked for name the columns. The whole table is held in memory: 9 bytes per value. */
#include "adapters/layer/inner.h"

#include "base/hash.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    MOST_DIMENSIONS = 40,
    MOST_SPREAD = 4,
    LONGEST_CODE = 40,
    LONGEST_NAME = 100,
    NUMBER_SIZE = 32,
    MOST_COLUMNS = 4096,
    MOST_CELLS = 1 << 24
};

typedef enum { UNSET, KNOWN, WITHHELD } cell_state; /* withheld: statistical secrecy */

/* A set of texts, each numbered as it comes. */
typedef struct {
    char (*names)[LONGEST_NAME];
    size_t count, capacity;
    int32_t *slots; /* number + 1 by hash; 0: free */
    size_t slot_count;
} dictionary;

/* A column that neither names columns nor is filtered on: when it varies, two values may meet in one cell. */
typedef struct {
    int field;
    char *name;
    char first[LONGEST_CODE];
    bool varies;
} bystander;

typedef struct {
    mlg_rows rows; /* first, so that a pointer to it is one to the whole */
    dictionary places, columns;
    double *values;       /* place * room + column */
    unsigned char *state; /* of each */
    size_t room, value_capacity, state_capacity;
    int64_t at;                /* current place; -1: the names, -2: before them */
    char (*text)[NUMBER_SIZE]; /* of the fields of the current row */
} pivot;

/* While the long table is read. */
typedef struct {
    pivot *p;
    mlg_rows *from;
    const mlg_pivot *ask;
    const char *shown;
    int place, kind, value, status, period, power;
    int spread[MOST_SPREAD], spread_count;
    int kept[MOST_DIMENSIONS];
    bystander others[MOST_DIMENSIONS];
    int other_count;
    char latest[LONGEST_CODE];
    int64_t row;
} reading;

/* ---- numbered texts ------------------------------------------------------------------------------------- */

static mlg_status widen(dictionary *d, mlg_error *err)
{
    size_t count = d->slot_count ? 2 * d->slot_count : 256;
    int32_t *slots;
    MLG_TRY(MLG_NEW(&slots, count, "names", err));
    for (size_t i = 0; i < d->count; i++) {
        size_t at = mlg_hash_text(mlg_hash_start, d->names[i]) & (count - 1);
        while (slots[at])
            at = (at + 1) & (count - 1);
        slots[at] = (int32_t)i + 1;
    }
    free(d->slots);
    d->slots = slots;
    d->slot_count = count;
    return MLG_OK;
}

static mlg_status number_of(size_t *number, dictionary *d, const char *name, mlg_error *err)
{
    if (2 * d->count >= d->slot_count)
        MLG_TRY(widen(d, err));
    size_t at = mlg_hash_text(mlg_hash_start, name) & (d->slot_count - 1);
    for (; d->slots[at]; at = (at + 1) & (d->slot_count - 1))
        if (strcmp(d->names[d->slots[at] - 1], name) == 0) {
            *number = (size_t)d->slots[at] - 1;
            return MLG_OK;
        }
    MLG_TRY(MLG_GROW(&d->names, &d->capacity, d->count + 1, "names", err));
    snprintf(d->names[d->count], LONGEST_NAME, "%s", name);
    *number = d->count++;
    d->slots[at] = (int32_t)d->count;
    return MLG_OK;
}

static void clear(dictionary *d)
{
    free(d->names);
    free(d->slots);
    *d = (dictionary){ .count = 0 };
}

/* ---- cells ---------------------------------------------------------------------------------------------- */

/* Room for one more place or column. */
static mlg_status make_room(pivot *p, const char *shown, mlg_error *err)
{
    size_t room = p->room ? p->room : 4;
    while (room < p->columns.count)
        room *= 2;
    size_t cells = p->places.count * room;
    if (cells > MOST_CELLS || p->columns.count > MOST_COLUMNS) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: %zu places by %zu columns exceed the limit", shown,
                                 p->places.count, p->columns.count);
        mlg_hint(err, "name fewer dimensions in pivot: { columns: [...] }, or keep fewer of their values");
        return st;
    }
    MLG_TRY(MLG_GROW(&p->values, &p->value_capacity, cells, "values", err));
    MLG_TRY(MLG_GROW(&p->state, &p->state_capacity, cells, "values", err));
    for (size_t i = room > p->room ? p->places.count : 0; i-- > 0;) { /* from the last, in place */
        size_t held = p->room && i < p->places.count ? p->room : 0;
        memmove(p->state + i * room, p->state + i * p->room, held);
        memmove(p->values + i * room, p->values + i * p->room, held * sizeof *p->values);
        memset(p->state + i * room + held, UNSET, room - held);
    }
    p->room = room;
    return MLG_OK;
}

/* The cell of a place and a column, which may be new. */
static mlg_status find_cell(size_t *cell, reading *r, const char *place, const char *column, mlg_error *err)
{
    pivot *p = r->p;
    size_t i, k, places = p->places.count;
    MLG_TRY(number_of(&i, &p->places, place, err));
    MLG_TRY(number_of(&k, &p->columns, column, err));
    if (p->places.count > places || p->columns.count > p->room) {
        MLG_TRY(make_room(p, r->shown, err));
        if (p->places.count > places)
            memset(p->state + i * p->room, UNSET, p->room);
    }
    *cell = i * p->room + k;
    return MLG_OK;
}

/* ---- the header ----------------------------------------------------------------------------------------- */

static const char *cell_text(mlg_rows *rows, int field)
{
    size_t length = 0;
    if (field < 0)
        return NULL;
    char *raw = rows->kind->field(rows, field);
    const char *text = raw ? mlg_trim(raw, &length) : NULL;
    if (!text || length == 0)
        return NULL;
    raw[(size_t)(text - raw) + length] = '\0';
    return text;
}

static int find_column(mlg_rows *header, const char *name, size_t length)
{
    for (int i = 0, n = header->kind->count(header); i < n; i++) {
        const char *text = cell_text(header, i);
        if (text && strlen(text) == length && strncasecmp(text, name, length) == 0)
            return i;
    }
    return -1;
}

static int find_word(mlg_rows *header, const char *name)
{
    return find_column(header, name, strlen(name));
}

/* Column numbers of "SEX|AGE"; the first that is absent makes it false. */
static bool find_spread(reading *r)
{
    r->spread_count = 0;
    for (const char *at = r->ask->columns; *at; at += *at == '|') {
        size_t n = strcspn(at, "|");
        if (r->spread_count == MOST_SPREAD)
            return false;
        r->spread[r->spread_count] = find_column(r->from, at, n);
        if (r->spread[r->spread_count++] < 0)
            return false;
        at += n;
    }
    return r->spread_count > 0;
}

static bool find_columns(reading *r)
{
    r->place = find_word(r->from, "GEO");
    r->kind = find_word(r->from, "GEO_OBJECT");
    r->value = find_word(r->from, "OBS_VALUE");
    r->status = find_word(r->from, "CONF_STATUS");
    r->period = find_word(r->from, "TIME_PERIOD");
    r->power = find_word(r->from, "UNIT_MULT");
    for (int i = 0; i < r->ask->keep_count && i < MOST_DIMENSIONS; i++)
        r->kept[i] = find_word(r->from, r->ask->keep[i].column);
    return r->place >= 0 && r->value >= 0 && find_spread(r);
}

static bool is_kept(const reading *r, int field)
{
    for (int i = 0; i < r->ask->keep_count && i < MOST_DIMENSIONS; i++)
        if (r->kept[i] == field)
            return true;
    return false;
}

static bool is_known(const reading *r, int field)
{
    bool own = field == r->place || field == r->kind || field == r->value || field == r->status ||
               field == r->period || field == r->power || is_kept(r, field);
    for (int i = 0; i < r->spread_count; i++)
        own = own || r->spread[i] == field;
    return own;
}

/* Their names are copied: those of the header end with its row. */
static mlg_status find_others(reading *r, mlg_error *err)
{
    for (int i = 0, n = r->from->kind->count(r->from); i < n && r->other_count < MOST_DIMENSIONS; i++) {
        const char *name = cell_text(r->from, i);
        char *copy;
        if (!name || is_known(r, i) || strncasecmp(name, "OBS_STATUS", 10) == 0)
            continue;
        MLG_TRY(mlg_copy_text(&copy, name, err));
        r->others[r->other_count++] = (bystander){ .field = i, .name = copy };
    }
    return MLG_OK;
}

/* ---- the observations ----------------------------------------------------------------------------------- */

static mlg_status refuse_value(const reading *r, const char *text, mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: row %lld, column '%s': '%s' is not a number", r->shown,
                             (long long)r->row, "OBS_VALUE", text);
    mlg_hint(err, "correct the cell, or leave it empty when the figure is unknown");
    return st;
}

/* Two values in one cell: names the columns that were not filtered on. */
static mlg_status refuse_second(const reading *r, const char *place, const char *column, mlg_error *err)
{
    char which[256] = "";
    for (int i = 0; i < r->other_count; i++) {
        size_t used = strlen(which);
        if (r->others[i].varies)
            snprintf(which + used, sizeof which - used, "%s%s", used ? ", " : "", r->others[i].name);
    }
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: row %lld: %s has two values of %s", r->shown, (long long)r->row,
                             place, column);
    if (*which)
        mlg_hint(
            err,
            "choose with pivot: { columns: [...], keep: [ { column: ..., values: [...] } ] }; what varies: %s",
            which);
    else
        mlg_hint(err, "the row appears twice: download the file again");
    return st;
}

static bool is_one_of(const char *text, const mlg_pivot_keep *keep)
{
    for (int i = 0; text && i < keep->value_count; i++)
        if (strcmp(text, keep->values[i]) == 0)
            return true;
    return false;
}

/* Communes, unless the rows kept say otherwise. */
static bool is_wanted(const reading *r)
{
    for (int i = 0; i < r->ask->keep_count && i < MOST_DIMENSIONS; i++)
        if (!is_one_of(cell_text(r->from, r->kept[i]), &r->ask->keep[i]))
            return false;
    const char *kind = r->kind < 0 || is_kept(r, r->kind) ? NULL : cell_text(r->from, r->kind);
    return !kind || strcmp(kind, "COM") == 0;
}

/* Of several periods the latest counts: what was read of earlier ones is dropped. */
static bool is_of_latest(reading *r)
{
    const char *period = cell_text(r->from, r->period);
    if (!period || is_kept(r, r->period))
        return true;
    int order = strncmp(period, r->latest, sizeof r->latest - 1);
    if (order <= 0)
        return order == 0;
    snprintf(r->latest, sizeof r->latest, "%s", period);
    clear(&r->p->places);
    clear(&r->p->columns);
    r->p->room = 0;
    for (int i = 0; i < r->other_count; i++)
        r->others[i].first[0] = '\0', r->others[i].varies = false;
    return true;
}

/* "F_Y15T29". */
static void name_column(char name[LONGEST_NAME], const reading *r)
{
    name[0] = '\0';
    for (int i = 0; i < r->spread_count; i++) {
        size_t used = strlen(name);
        const char *text = cell_text(r->from, r->spread[i]);
        snprintf(name + used, LONGEST_NAME - used, "%s%s", i ? "_" : "", text ? text : "");
    }
}

static void note_others(reading *r)
{
    for (int i = 0; i < r->other_count; i++) {
        bystander *o = &r->others[i];
        const char *text = cell_text(r->from, o->field);
        if (!o->first[0])
            snprintf(o->first, sizeof o->first, "%s", text ? text : " ");
        else
            o->varies = o->varies || strncmp(o->first, text ? text : " ", sizeof o->first - 1) != 0;
    }
}

static mlg_status read_value(double *value, cell_state *state, const reading *r, mlg_error *err)
{
    const char *text = cell_text(r->from, r->value), *status = cell_text(r->from, r->status);
    const char *power = cell_text(r->from, r->power);
    double exponent = 0;
    *value = (double)NAN;
    *state = status && strcmp(status, "C") == 0 ? WITHHELD : KNOWN;
    if (*state == WITHHELD || !text)
        return MLG_OK;
    if (!mlg_parse_number(text, value))
        return refuse_value(r, text, err);
    if (power && mlg_parse_number(power, &exponent) && exponent != 0 && fabs(exponent) <= 12)
        *value *= pow(10, exponent);
    return MLG_OK;
}

static mlg_status take_row(reading *r, mlg_error *err)
{
    char column[LONGEST_NAME];
    double value;
    cell_state state;
    size_t cell;
    if (!is_wanted(r) || !is_of_latest(r))
        return MLG_OK;
    const char *place = cell_text(r->from, r->place);
    if (!place || strlen(place) >= LONGEST_CODE)
        return mlg_fail(err, MLG_INPUT, "%s: row %lld, column '%s': '%.40s' is not a code", r->shown,
                        (long long)r->row, "GEO", MLG_BRIEF(place ? place : "", 40));
    note_others(r);
    name_column(column, r);
    MLG_TRY(read_value(&value, &state, r, err));
    MLG_TRY(find_cell(&cell, r, place, column, err));
    if (r->p->state[cell] != UNSET)
        return refuse_second(r, place, column, err);
    r->p->values[cell] = value;
    r->p->state[cell] = (unsigned char)state;
    return MLG_OK;
}

static mlg_status read_all(reading *r, mlg_error *err)
{
    bool got = true;
    for (;;) {
        MLG_TRY(r->from->kind->next(r->from, &got, err));
        if (!got)
            return MLG_OK;
        r->row++;
        MLG_TRY(take_row(r, err));
    }
}

/* ---- rows ----------------------------------------------------------------------------------------------- */

static pivot *of(mlg_rows *rows)
{
    return (pivot *)(void *)rows;
}

static const pivot *of_const(const mlg_rows *rows)
{
    return (const pivot *)(const void *)rows;
}

static mlg_status next(mlg_rows *rows, bool *got, mlg_error *err)
{
    pivot *p = of(rows);
    (void)err;
    *got = p->at + 1 < (int64_t)p->places.count;
    p->at += *got;
    return MLG_OK;
}

static mlg_status rewind_rows(mlg_rows *rows, mlg_error *err)
{
    (void)err;
    of(rows)->at = -2;
    return MLG_OK;
}

static int count(const mlg_rows *rows)
{
    return 1 + (int)of_const(rows)->columns.count;
}

static char *field_text(mlg_rows *rows, int field)
{
    pivot *p = of(rows);
    if (field >= count(rows))
        return NULL;
    if (p->at < 0)
        return field == 0 ? p->text[0] : p->columns.names[field - 1];
    if (field == 0)
        return p->places.names[p->at];
    double value = p->values[(size_t)p->at * p->room + (size_t)field - 1];
    bool known = p->state[(size_t)p->at * p->room + (size_t)field - 1] == KNOWN && !isnan(value);
    p->text[field][0] = '\0';
    if (known)
        snprintf(p->text[field], NUMBER_SIZE, "%.15g", value);
    return p->text[field];
}

static double fraction(const mlg_rows *rows)
{
    const pivot *p = of_const(rows);
    return p->places.count > 0 && p->at >= 0 ? (double)(p->at + 1) / (double)p->places.count : 0;
}

static void close_rows(mlg_rows *rows)
{
    pivot *p = of(rows);
    clear(&p->places);
    clear(&p->columns);
    free(p->values);
    free(p->state);
    free(p->text);
    free(p);
}

static int64_t count_withheld(const pivot *p)
{
    int64_t total = 0;
    for (size_t i = 0; i < p->places.count; i++)
        for (size_t k = 0; k < p->columns.count; k++)
            total += p->state[i * p->room + k] == WITHHELD;
    return total;
}

/* ---- opening -------------------------------------------------------------------------------------------- */

static mlg_status refuse_columns(const reading *r, mlg_error *err)
{
    for (int i = 0; i < r->ask->keep_count; i++)
        if (r->place >= 0 && r->value >= 0 && i < MOST_DIMENSIONS && r->kept[i] < 0)
            return mlg_fail(err, MLG_INPUT, "%s has no column '%s'", r->shown, r->ask->keep[i].column);
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s is not a long table with the columns GEO, OBS_VALUE and %s",
                             r->shown, r->ask->columns);
    mlg_hint(err, "pivot: names dimensions of the file; remove it for a table that has a row a place");
    return st;
}

static bool has_kept(const reading *r)
{
    for (int i = 0; i < r->ask->keep_count; i++)
        if (i >= MOST_DIMENSIONS || r->kept[i] < 0)
            return false;
    return true;
}

static mlg_status refuse_empty(const reading *r, mlg_error *err)
{
    mlg_status st;
    if (r->row == 0) {
        st = mlg_fail(err, MLG_INPUT, "%s has no rows", r->shown);
        mlg_hint(err, "fill the file, or remove the source from the study file");
        return st;
    }
    st = mlg_fail(err, MLG_INPUT, "%s: none of its %lld rows is both kept and that of a commune", r->shown,
                  (long long)r->row);
    mlg_hint(err, "correct pivot: { keep: ... }; GEO_OBJECT is COM when it is not named there");
    return st;
}

/* Reads the whole of the long table; the names of its own columns end with its header. */
static mlg_status turn(reading *r, mlg_error *err)
{
    pivot *p = r->p;
    MLG_TRY(find_others(r, err));
    MLG_TRY(read_all(r, err));
    if (p->places.count == 0)
        return refuse_empty(r, err);
    MLG_TRY(MLG_NEW(&p->text, p->columns.count + 1, "columns", err));
    snprintf(p->text[0], NUMBER_SIZE, "GEO");
    p->at = -2;
    return MLG_OK;
}

mlg_status mlg_pivot_rows(mlg_rows **rows, int64_t *withheld, const mlg_pivot *ask, const char *shown,
                          mlg_error *err)
{
    static const mlg_rows_kind kind = { next, rewind_rows, count, field_text, fraction, close_rows };
    reading r = { .from = *rows, .ask = ask, .shown = shown };
    bool got;
    mlg_status st = r.from->kind->next(r.from, &got, err);
    if (st != MLG_OK)
        return st;
    if (!got || !find_columns(&r) || !has_kept(&r))
        return ask->required ? refuse_columns(&r, err) : r.from->kind->rewind(r.from, err);
    MLG_TRY(MLG_NEW(&r.p, 1, "a table", err));
    r.p->rows.kind = &kind;
    st = turn(&r, err);
    for (int i = 0; i < r.other_count; i++)
        free(r.others[i].name);
    if (st != MLG_OK) {
        close_rows(&r.p->rows);
        return st;
    }
    *withheld = count_withheld(r.p);
    mlg_rows_close(*rows);
    *rows = &r.p->rows;
    return MLG_OK;
}
