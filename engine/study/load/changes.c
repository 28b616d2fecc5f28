/* History of commune codes: reading the sources `changes`, and finding the code in the study of a code of a file.
 *
 * After an event, dated or not, a code is gone (merged or replaced) or stands (created, restored, result of a
 * merger); the last event of a code decides. The study uses the codes of 1 January of its year (`cog`). */
#include "study/load/reconcile.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 16 };

/* ---- reading ------------------------------------------------------------------------------------------------ */

/* On the same date, standing comes before going. */
static int compare_changes(const void *a, const void *b)
{
    const mlg_change *x = a, *y = b;
    int order = strcmp(x->before, y->before);
    order = order ? order : strcmp(x->date, y->date);
    bool goes = strcmp(x->before, x->after) != 0, other_goes = strcmp(y->before, y->after) != 0;
    order = order ? order : (int)goes - (int)other_goes;
    return order ? order : strcmp(x->after, y->after);
}

void mlg_communes_sort_changes(mlg_communes *set)
{
    if (set->change_count > 0)
        qsort(set->changes, (size_t)set->change_count, sizeof *set->changes, compare_changes);
    if (set->recoded_count > 0)
        qsort(set->recoded, (size_t)set->recoded_count, sizeof *set->recoded, compare_changes);
}

mlg_status mlg_communes_add_change(mlg_communes *set, const mlg_change *change, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&set->changes, &set->change_capacity, (size_t)set->change_count + 1, "changes", err));
    set->changes[set->change_count++] = *change;
    if (!change->recoded)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&set->recoded, &set->recoded_capacity, (size_t)set->recoded_count + 1, "changes", err));
    set->recoded[set->recoded_count++] = *change;
    return MLG_OK;
}

typedef struct {
    mlg_communes *set;
    int before, after, date, recoded;
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    MLG_TRY(mlg_reader_column(&l->date, reader, "date", false, err));
    if (l->date < 0)
        l->date = mlg_reader_field(reader, "date|date_eff|date_effet");
    MLG_TRY(mlg_reader_column(&l->recoded, reader, "recode", false, err));
    MLG_TRY(mlg_reader_code_column(&l->before, reader, "ancien", true, err));
    return mlg_reader_code_column(&l->after, reader, "nouveau", true, err);
}

/* "2024-01-01" or "01/01/2024"; anything else is not a date. */
static void take_date(char date[11], const char *text)
{
    int day, month, year;
    date[0] = '\0';
    if (!text)
        return;
    if (sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3 &&
        sscanf(text, "%2d/%2d/%4d", &day, &month, &year) != 3)
        return;
    if (year > 0 && year <= 9999 && month > 0 && month <= 12 && day > 0 && day <= 31)
        snprintf(date, 11, "%04d-%02d-%02d", year, month, day);
}

/* An arrondissement has not merged into its city. */
static bool is_arrondissement_of(const char *code, const char *town)
{
    const char *own = mlg_town_of_arrondissement(code);
    return own && strcmp(own, town) == 0;
}

static mlg_status read_change(void *context, mlg_reader *reader, mlg_error *err)
{
    const loading *l = context;
    const char *from, *to;
    mlg_change change = { .recoded = mlg_reader_text(reader, l->recoded) != NULL };
    MLG_TRY(mlg_reader_insee_or_reject(&from, reader, l->before, err));
    if (!from)
        return MLG_OK;
    MLG_TRY(mlg_reader_insee_or_reject(&to, reader, l->after, err));
    if (!to)
        return MLG_OK;
    if (is_arrondissement_of(from, to)) {
        reader->outside++;
        return MLG_OK;
    }
    take_date(change.date, mlg_reader_text(reader, l->date));
    snprintf(change.before, sizeof change.before, "%s", from);
    snprintf(change.after, sizeof change.after, "%s", to);
    reader->kept++;
    if (strcmp(from, to) != 0)
        MLG_TRY(mlg_communes_add_change(l->set, &change, err));
    if (!change.date[0])
        return MLG_OK;
    strcpy(change.before, change.after);
    change.recoded = false;
    return mlg_communes_add_change(l->set, &change, err);
}

mlg_status mlg_communes_read_changes(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    static const mlg_reading reading = { .role = "changes", .start = start, .row = read_change };
    loading l = { .set = set };
    set->year = study->config->cog ? *study->config->cog : 0;
    MLG_TRY(mlg_read_sources(&reading, &study->config->sources.changes, study, &l, err));
    mlg_communes_sort_changes(set);
    return MLG_OK;
}

/* ---- following a code ------------------------------------------------------------------------------------------ */

/* Index of the first event of a code, or where it would be. */
static int32_t first_of(const mlg_communes *set, const char *code)
{
    int32_t low = 0, high = set->change_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (strcmp(set->changes[middle].before, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool goes(const mlg_change *c)
{
    return strcmp(c->before, c->after) != 0;
}

/* 1 January of a year, as a date; 0 is the end of time. */
static void first_day(char date[11], int year)
{
    unsigned number = year > 0 && year <= 9999 ? (unsigned)year : 9999;
    char text[24]; /* as wide as gcc 14 believes the number to be */
    snprintf(text, sizeof text, "%04u-01-01", number % 10000);
    memcpy(date, text, 10);
    date[10] = '\0';
}

/* Last event of a code dated `since` to `limit`; undated events always qualify and come first. NULL: none. */
static const mlg_change *last_event(const mlg_communes *set, const char *code, const char *since,
                                    const char *limit)
{
    const mlg_change *last = NULL;
    for (int32_t i = first_of(set, code); i < set->change_count; i++) {
        const mlg_change *c = &set->changes[i];
        if (strcmp(c->before, code) != 0)
            break;
        if (!c->date[0] || (strcmp(c->date, since) >= 0 && strcmp(c->date, limit) <= 0))
            last = c;
    }
    return last;
}

/* First event after `limit` by which the code goes. NULL: none. */
static const mlg_change *next_event(const mlg_communes *set, const char *code, const char *limit)
{
    for (int32_t i = first_of(set, code); i < set->change_count && strcmp(set->changes[i].before, code) == 0; i++)
        if (goes(&set->changes[i]) && strcmp(set->changes[i].date, limit) > 0)
            return &set->changes[i];
    return NULL;
}

/* The former code, known to the study, of a commune renumbered since; `code` itself when there is none. */
static const char *code_of_before(const mlg_communes *set, const char *code)
{
    for (int32_t i = 0; i < set->recoded_count; i++)
        if (strcmp(set->recoded[i].after, code) == 0 && mlg_communes_hold(set, set->recoded[i].before))
            return set->recoded[i].before;
    return code;
}

const char *mlg_communes_today(const mlg_communes *set, const char *code)
{
    char limit[11];
    const char *at = code, *since = "";
    if (set->change_count == 0 || mlg_communes_hold(set, code))
        return code;
    first_day(limit, set->year);
    for (int i = 0; i < MOST_STEPS; i++) {
        const mlg_change *event = last_event(set, at, since, limit);
        if (!event)
            event = next_event(set, at, limit);
        if (!event || !goes(event))
            break;
        at = event->after;
        since = event->date;
        if (mlg_communes_hold(set, at))
            return at;
    }
    const char *before = code_of_before(set, code);
    return before != code ? before : at;
}

/* ---- the outlines ------------------------------------------------------------------------------------------------ */

/* Code in the year `to` of a commune of the year `from` (0: any). */
static const char *code_between(const mlg_communes *set, const char *code, int from, int to)
{
    char after[11], limit[11];
    const char *at = code;
    first_day(limit, to);
    first_day(after, from);
    after[9]++; /* outlines of a year include the changes of 1 January */
    const char *since = from > 0 ? after : "";
    for (int i = 0; i < MOST_STEPS; i++) {
        const mlg_change *event = last_event(set, at, since, limit);
        if (!event || !goes(event))
            break;
        at = event->after;
        since = event->date[0] ? event->date : since;
    }
    return at;
}

static mlg_status list_kept(mlg_stmt *stmt, const mlg_commune *c, const char *now, mlg_error *err)
{
    mlg_bind_text(stmt, ":source", "communes");
    mlg_bind_int(stmt, ":ligne", c->row);
    mlg_bind_text(stmt, ":code", c->insee);
    mlg_bind_text(stmt, ":motif", "commune des contours, disparue selon les changements : gardée");
    mlg_bind_text(stmt, ":valeur", now);
    return mlg_stmt_run(stmt, err);
}

mlg_status mlg_communes_settle(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    int32_t kept = 0;
    MLG_TRY(mlg_communes_remember(set, err));
    if (set->change_count == 0)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/insert_reject", err));
    for (int32_t i = 0; i < set->count && st == MLG_OK; i++) {
        mlg_commune *c = &set->items[i];
        bool older = c->year > 0 && set->year > c->year;
        const char *now = code_between(set, c->insee, older ? c->year : 0, set->year);
        if (now == c->insee)
            continue;
        c->moved = older;
        if (older) {
            memmove(c->insee, now, strlen(now) + 1);
        } else {
            kept++;
            st = list_kept(stmt, c, now, err);
        }
    }
    mlg_stmt_free(stmt);
    if (st == MLG_OK && kept > 0)
        st = mlg_study_note_number(study, "load", "changements.gardees", kept,
                                   "communes des contours, disparues selon les changements", "calcul", err);
    return st;
}

mlg_status mlg_communes_write_mergers(const mlg_communes *set, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/insert_merger", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; st == MLG_OK && i < set->change_count; i++) {
        const char *before = set->changes[i].before, *after = mlg_communes_today(set, before);
        if (strcmp(before, after) == 0 || mlg_communes_exact(set, before) >= 0 ||
            mlg_communes_exact(set, after) < 0)
            continue;
        mlg_bind_text(stmt, ":ancien", before);
        mlg_bind_text(stmt, ":nouveau", after);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}
