/* Age bands by commune: those that the study file names, else INSEE columns P<yy>_POP0014 ... P<yy>_POP90P. */
#include "base/memory.h"
#include "study/load/communes.h"
#include "study/load/reconcile.h"
#include "study/source.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MOST_BANDS = 120, OPEN = -1 };

typedef struct {
    int from, to;     /* to OPEN: no upper end */
    int field, women; /* women is -1 without such a column */
} band;

typedef struct {
    band items[MOST_BANDS];
    int count;
} bands;

typedef struct {
    mlg_communes *set;
    mlg_stmt *insert;
    int insee;
    bands bands;
    int64_t *rows; /* of the current file, by commune */
} loading;

/* "P21_POP0014" is ages 0 to 14, "P21_POP90P" 90 and above; "_F" instead of "_POP" counts women. *year is 21. */
static bool is_wide_band(const char *name, bool women, band *b, int *year)
{
    const char *who = women ? "_F" : "_POP";
    if (toupper(name[0]) != 'P' || strspn(name + 1, "0123456789") != 2 ||
        strncasecmp(name + 3, who, strlen(who)) != 0)
        return false;
    const char *ages = name + 3 + strlen(who);
    size_t digits = strspn(ages, "0123456789");
    *year = (name[1] - '0') * 10 + name[2] - '0';
    b->from = digits >= 2 ? (ages[0] - '0') * 10 + ages[1] - '0' : 0;
    b->to = digits == 4 ? (ages[2] - '0') * 10 + ages[3] - '0' : OPEN;
    return (digits == 4 && ages[4] == '\0') || (digits == 2 && toupper(ages[2]) == 'P' && ages[3] == '\0');
}

/* Of a long table: "_T_Y_LT15", "_T_Y15T29", "_T_Y15", "_T_Y_GE75"; "F_" counts women. Its years are those of the file. */
static bool is_long_band(const char *name, bool women, band *b, int *year)
{
    const char *who = women ? "F_Y" : "_T_Y";
    int end = 0;
    if (strncmp(name, who, strlen(who)) != 0)
        return false;
    const char *ages = name + strlen(who);
    *year = 0;
    b->from = 0;
    b->to = OPEN;
    if (sscanf(ages, "_LT%3d%n", &b->to, &end) == 1 && ages[end] == '\0') {
        b->to--;
        return b->to >= 0;
    }
    if (sscanf(ages, "_GE%3d%n", &b->from, &end) == 1 && ages[end] == '\0')
        return true;
    if (sscanf(ages, "%3dT%3d%n", &b->from, &b->to, &end) == 2 && ages[end] == '\0')
        return b->from <= b->to;
    bool single = sscanf(ages, "%3d%n", &b->from, &end) == 1 && ages[end] == '\0';
    b->to = b->from;
    return single;
}

static bool is_band(const char *name, bool women, band *b, int *year)
{
    return is_wide_band(name, women, b, year) || is_long_band(name, women, b, year);
}

static int find_latest(const mlg_layer *layer)
{
    int latest = -1, year;
    band b;
    for (int i = 0; i < mlg_layer_field_count(layer); i++)
        if (is_band(mlg_layer_field_name(layer, i), false, &b, &year) && year > latest)
            latest = year;
    return latest;
}

/* Ages from which bands of a year follow one another to the last age. */
static void find_ways(bool goes_on[MOST_BANDS], const mlg_layer *layer, int wanted_year)
{
    int year;
    band b;
    for (int from = MOST_BANDS - 1; from >= 0; from--) {
        goes_on[from] = false;
        for (int i = 0; i < mlg_layer_field_count(layer) && !goes_on[from]; i++)
            goes_on[from] = is_band(mlg_layer_field_name(layer, i), false, &b, &year) && year == wanted_year &&
                            b.from == from && (b.to == OPEN || (b.to + 1 < MOST_BANDS && goes_on[b.to + 1]));
    }
}

/* The narrowest band of a year that begins at an age, and from whose end bands go on if any do. Returns false when there
 * is none. */
static bool find_band(band *found, const mlg_layer *layer, const bool goes_on[MOST_BANDS], int wanted_year,
                      int from)
{
    int year;
    bool any = false;
    for (int i = 0; i < mlg_layer_field_count(layer); i++) {
        band b = { .field = i, .women = -1 };
        if (!is_band(mlg_layer_field_name(layer, i), false, &b, &year) || year != wanted_year || b.from != from)
            continue;
        if (b.to != OPEN && (b.to + 1 >= MOST_BANDS || (goes_on[from] && !goes_on[b.to + 1])))
            continue;
        if (!any || found->to == OPEN || (b.to != OPEN && b.to < found->to))
            *found = b;
        any = true;
    }
    return any;
}

static int find_women(const mlg_layer *layer, const band *wanted, int wanted_year)
{
    int year;
    band b;
    for (int i = 0; i < mlg_layer_field_count(layer); i++)
        if (is_band(mlg_layer_field_name(layer, i), true, &b, &year) && year == wanted_year &&
            b.from == wanted->from && b.to == wanted->to)
            return i;
    return -1;
}

static mlg_status refuse_gap(const mlg_reader *reader, int year, int from, mlg_error *err)
{
    mlg_status st =
        year > 0 ? mlg_fail(err, MLG_INPUT, "%s: no column P%02d_POP%02d.. counts the people aged %d and above",
                            reader->spec->path, year, from, from)
                 : mlg_fail(err, MLG_INPUT, "%s: no age of the file counts the people aged %d and above",
                            reader->spec->path, from);
    mlg_hint(
        err,
        "use the file as published by INSEE, or name the bands: ages: [ { from: 0, to: 14, column: ... }, ... ]");
    return st;
}

/* The bands of the latest year, contiguous from birth, in whatever order the file has them. The file also holds
 * other partitions of the same people (0 to 19, 20 to 64). */
static mlg_status detect_bands(bands *all, const mlg_reader *reader, mlg_error *err)
{
    bool goes_on[MOST_BANDS];
    int year = find_latest(reader->layer), from = 0;
    find_ways(goes_on, reader->layer, year);
    for (bool whole = year < 0; !whole && all->count < MOST_BANDS; all->count++) {
        band *b = &all->items[all->count];
        if (!find_band(b, reader->layer, goes_on, year, from))
            return refuse_gap(reader, year, from, err);
        b->women = find_women(reader->layer, b, year);
        whole = b->to == OPEN;
        from = b->to + 1;
    }
    return MLG_OK;
}

static mlg_status find_bands(bands *all, const mlg_reader *reader, mlg_error *err)
{
    all->count = 0;
    for (unsigned i = 0; i < reader->spec->ages_count && i < MOST_BANDS; i++) {
        const mlg_config_band *given = &reader->spec->ages[i];
        band *b = &all->items[all->count++];
        *b = (band){ .from = given->from, .to = given->to ? *given->to : OPEN, .women = -1 };
        MLG_TRY(mlg_layer_need(&b->field, reader->layer, given->column, err));
        if (given->women)
            MLG_TRY(mlg_layer_need(&b->women, reader->layer, given->women, err));
    }
    if (all->count == 0)
        MLG_TRY(detect_bands(all, reader, err));
    if (all->count > 0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: no age band is given", reader->spec->path);
    mlg_hint(err, "add ages: [ { from: 0, to: 14, column: P21_POP0014 }, ... ]");
    return st;
}

static mlg_status write_band(mlg_stmt *stmt, const mlg_reader *reader, const band *b, const char *code,
                             mlg_error *err)
{
    double persons, women;
    MLG_TRY(mlg_reader_number(&persons, reader, b->field, 0, err));
    MLG_TRY(mlg_reader_number(&women, reader, b->women, 0, err));
    if (isnan(persons))
        return MLG_OK;
    mlg_bind_text(stmt, ":code", code);
    mlg_bind_int(stmt, ":age_min", b->from);
    mlg_bind_double(stmt, ":age_max", b->to == OPEN ? (double)NAN : (double)b->to);
    mlg_bind_double(stmt, ":personnes", persons);
    mlg_bind_double(stmt, ":femmes", women);
    return mlg_stmt_run(stmt, err);
}

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    MLG_TRY(mlg_reader_code_column(&l->insee, reader, "insee_com", true, err));
    MLG_TRY(find_bands(&l->bands, reader, err));
    free(l->rows);
    return MLG_NEW(&l->rows, (size_t)l->set->count, "rows", err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    const loading *l = context;
    const mlg_communes *set = l->set;
    const char *code;
    mlg_meeting how;
    MLG_TRY(mlg_reader_insee(&code, reader, l->insee, err));
    int32_t c = mlg_communes_find(set, code);
    if (c < 0) {
        reader->outside++;
        return MLG_OK;
    }
    MLG_TRY(mlg_communes_meet(&how, l->rows, set, c, code, reader, err));
    reader->kept++;
    for (int b = 0; how != MLG_MEET_KNOWN && b < l->bands.count; b++)
        MLG_TRY(write_band(l->insert, reader, &l->bands.items[b], set->items[c].insee, err));
    return MLG_OK;
}

mlg_status mlg_load_ages(mlg_study *study, mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = { .role = "ages", .start = start, .row = read_row };
    loading l = { .set = set };
    MLG_TRY(mlg_db_query(&l.insert, study->db, "load/insert_age", err));
    mlg_status st = mlg_read_sources(&reading, &study->config->sources.ages, study, &l, err);
    mlg_stmt_free(l.insert);
    free(l.rows);
    return st;
}
