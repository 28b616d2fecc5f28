#include "analysis/travel/given_times.h"

#include "adapters/layer/read.h"
#include "base/memory.h"
#include "base/progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#define HASH_FUNCTION HASH_FNV /* the default hash falls through its cases, which clang rejects */
#include <uthash.h>

/* A destination of the file, keyed by its code. */
typedef struct {
    char *code;
    int32_t number;
    UT_hash_handle hh;
} destination;

typedef struct {
    int32_t destination, place, time_ds;
    bool reversed; /* taken from the other direction */
} pair;

struct mlg_given {
    destination *by_code;
    int32_t n_destinations;
    int64_t *start;           /* [destinations + 1] */
    int32_t *place, *time_ds; /* places rise within a destination */
    bool has_diagonal;
};

/* State of the reader: pairs in the order of the file. */
typedef struct {
    mlg_given *matrix;
    const mlg_places *places;
    const mlg_given_columns *columns;
    const char *no_route, *path;
    mlg_layer *layer;
    int origin, destination, minutes;
    pair *pairs;
    size_t count, capacity;
    mlg_given_stats *stats;
} reading;

void mlg_given_free(mlg_given *matrix)
{
    destination *d, *next;
    if (!matrix)
        return;
    HASH_ITER(hh, matrix->by_code, d, next)
    {
        HASH_DEL(matrix->by_code, d);
        free(d->code);
        free(d);
    }
    free(matrix->start);
    free(matrix->place);
    free(matrix->time_ds);
    free(matrix);
}

static int32_t find_destination(const mlg_given *matrix, const char *code)
{
    destination *d = NULL;
    if (code)
        HASH_FIND_STR(matrix->by_code, code, d);
    return d ? d->number : MLG_NOWHERE;
}

static mlg_status add_destination(int32_t *number, mlg_given *matrix, const char *code, mlg_error *err)
{
    *number = find_destination(matrix, code);
    if (*number != MLG_NOWHERE)
        return MLG_OK;
    destination *d;
    MLG_TRY(MLG_NEW(&d, 1, "a matrix", err));
    mlg_status st = mlg_copy_text(&d->code, code, err);
    if (st != MLG_OK) {
        free(d);
        return st;
    }
    d->number = *number = matrix->n_destinations++;
    HASH_ADD_KEYPTR(hh, matrix->by_code, d->code, strlen(d->code), d);
    return MLG_OK;
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

static mlg_status find_column(int *field, const mlg_layer *layer, const char *given, const char *const *usual,
                              mlg_error *err)
{
    for (*field = -1; !given && *field < 0 && *usual; usual++)
        *field = mlg_layer_find(layer, *usual);
    return *field >= 0 ? MLG_OK : mlg_layer_need(field, layer, given ? given : "id1, id2 and Dist_min", err);
}

static mlg_status find_columns(reading *r, const mlg_given_columns *columns, mlg_error *err)
{
    static const char *const origins[] = { "id1", "origin", "from_id", "origine", "depart", NULL };
    static const char *const destinations[] = { "id2", "destination", "to_id", "arrivee", NULL };
    static const char *const times[] = { "Dist_min", "minutes", "travel_time_p50", "travel_time", "duree",
                                         "temps",    NULL };
    MLG_TRY(find_column(&r->origin, r->layer, columns->origin, origins, err));
    MLG_TRY(find_column(&r->destination, r->layer, columns->destination, destinations, err));
    return find_column(&r->minutes, r->layer, columns->minutes, times, err);
}

static mlg_status read_time(int32_t *time_ds, const reading *r, const char *path, mlg_error *err)
{
    const double most_min = 100000;
    const char *text = mlg_layer_text(r->layer, r->minutes);
    double minutes;
    *time_ds = MLG_UNREACHABLE;
    if (!text || strcmp(text, r->no_route) == 0)
        return MLG_OK;
    if (!mlg_parse_number(text, &minutes) || minutes < 0 || minutes > most_min)
        return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%s' is not a time in minutes", path,
                        (long long)mlg_layer_row(r->layer), text);
    *time_ds = mlg_minutes_to_ds(minutes);
    return MLG_OK;
}

static mlg_status add_pair(reading *r, const char *code, int32_t place, int32_t time_ds, bool reversed,
                           mlg_error *err)
{
    int32_t number;
    MLG_TRY(add_destination(&number, r->matrix, code, err));
    MLG_TRY(MLG_GROW(&r->pairs, &r->capacity, r->count + 1, "a matrix", err));
    r->pairs[r->count++] = (pair){ number, place, time_ds, reversed };
    return MLG_OK;
}

static mlg_status read_row(reading *r, mlg_error *err)
{
    const char *origin = mlg_layer_text(r->layer, r->origin), *code = mlg_layer_text(r->layer, r->destination);
    int32_t place = mlg_places_find(r->places, origin), time_ds, back;
    r->stats->rows++;
    r->stats->unknown_origins += place < 0;
    MLG_TRY(read_time(&time_ds, r, r->path, err));
    r->stats->no_route += time_ds == MLG_UNREACHABLE;
    if (!code || time_ds == MLG_UNREACHABLE)
        return MLG_OK;
    if (place >= 0)
        MLG_TRY(add_pair(r, code, place, time_ds, false, err));
    back = r->columns->both_ways && origin ? mlg_places_find(r->places, code) : -1;
    return back < 0 || back == place ? MLG_OK : add_pair(r, origin, back, time_ds, true, err);
}

/* ---- one time a pair ---------------------------------------------------------------------------------------- */

/* By destination, then place; times given for this direction before those taken from the other, shortest first. */
static int compare_pairs(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    if (x->destination != y->destination)
        return (x->destination > y->destination) - (x->destination < y->destination);
    if (x->place != y->place)
        return (x->place > y->place) - (x->place < y->place);
    if (x->reversed != y->reversed)
        return (int)x->reversed - (int)y->reversed;
    return (x->time_ds > y->time_ds) - (x->time_ds < y->time_ds);
}

static bool is_same_pair(const pair *a, const pair *b)
{
    return a->destination == b->destination && a->place == b->place && a->reversed == b->reversed;
}

static const char *code_of(const mlg_given *matrix, int32_t number)
{
    for (const destination *d = matrix->by_code; d; d = d->hh.next)
        if (d->number == number)
            return d->code;
    return "";
}

static mlg_status refuse_conflict(const reading *r, const pair *shortest, const pair *longest, mlg_error *err)
{
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: from %s to %s the file gives %g and %g minutes", r->path,
                 r->places->code[shortest->place], code_of(r->matrix, shortest->destination),
                 (double)shortest->time_ds / MLG_DS_PER_MIN, (double)longest->time_ds / MLG_DS_PER_MIN);
    mlg_hint(err, "keep one row per pair, or choose with duplicates: shortest, or longest");
    return st;
}

/* Sorts the pairs and keeps one of each. */
static mlg_status keep_one_each(reading *r, mlg_error *err)
{
    size_t kept = 0;
    if (r->count > 0)
        qsort(r->pairs, r->count, sizeof *r->pairs, compare_pairs);
    for (size_t k = 0, end; k < r->count; k = end) {
        for (end = k + 1; end < r->count && is_same_pair(&r->pairs[k], &r->pairs[end]);)
            end++;
        const pair *shortest = &r->pairs[k], *longest = &r->pairs[end - 1];
        bool differ = shortest->time_ds != longest->time_ds && !shortest->reversed;
        r->stats->conflicts += differ;
        if (differ && r->columns->twice == MLG_GIVEN_REFUSE)
            return refuse_conflict(r, shortest, longest, err);
        const pair *last = kept > 0 ? &r->pairs[kept - 1] : NULL;
        if (shortest->reversed && last && last->destination == shortest->destination &&
            last->place == shortest->place)
            continue; /* this direction is given */
        r->pairs[kept++] = r->columns->twice == MLG_GIVEN_LONGEST ? *longest : *shortest;
    }
    r->count = kept;
    return MLG_OK;
}

/* Lays the sorted pairs out by destination. */
static mlg_status lay_out(reading *r, mlg_error *err)
{
    mlg_given *m = r->matrix;
    MLG_TRY(MLG_NEW(&m->start, (size_t)m->n_destinations + 1, "a matrix", err));
    MLG_TRY(MLG_NEW(&m->place, r->count, "a matrix", err));
    MLG_TRY(MLG_NEW(&m->time_ds, r->count, "a matrix", err));
    for (size_t k = 0; k < r->count; k++) {
        m->start[r->pairs[k].destination + 1]++;
        m->place[k] = r->pairs[k].place;
        m->time_ds[k] = r->pairs[k].time_ds;
    }
    for (int32_t d = 0; d < m->n_destinations; d++)
        m->start[d + 1] += m->start[d];
    return MLG_OK;
}

/* Time from a place to a destination, MLG_UNREACHABLE when it is not given. */
static int32_t time_of(const mlg_given *m, int32_t number, int32_t place)
{
    int64_t low = m->start[number], high = m->start[number + 1], end = high;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (m->place[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && m->place[low] == place ? m->time_ds[low] : MLG_UNREACHABLE;
}

/* Counts the pairs of a place and itself, and of two places whose reverse is not given. A place that is never a
 * destination, as in a file of times to places with a site only, needs no such pair. */
static void count_directions(const reading *r)
{
    mlg_given *m = r->matrix;
    for (const destination *d = m->by_code; d; d = d->hh.next) {
        int32_t own = mlg_places_find(r->places, d->code);
        r->stats->no_diagonal += own >= 0 && time_of(m, d->number, own) == MLG_UNREACHABLE;
        for (int64_t k = m->start[d->number]; own >= 0 && k < m->start[d->number + 1]; k++) {
            int32_t back = find_destination(m, r->places->code[m->place[k]]);
            r->stats->diagonal += m->place[k] == own;
            r->stats->ordered += m->place[k] != own;
            if (m->place[k] == own || back == MLG_NOWHERE)
                continue;
            r->stats->between++;
            r->stats->one_way += time_of(m, back, own) == MLG_UNREACHABLE;
        }
    }
    m->has_diagonal = r->stats->diagonal > 0;
    if (!m->has_diagonal)
        r->stats->no_diagonal = 0;
}

static mlg_status settle(reading *r, mlg_error *err)
{
    MLG_TRY(keep_one_each(r, err));
    MLG_TRY(lay_out(r, err));
    count_directions(r);
    return MLG_OK;
}

static mlg_status read_rows(reading *r, const mlg_progress *progress, mlg_error *err)
{
    enum { ROWS_BETWEEN_REPORTS = 65536 };
    bool got;
    for (;;) {
        MLG_TRY(mlg_layer_next(r->layer, &got, err));
        if (!got)
            return settle(r, err);
        if (r->stats->rows % ROWS_BETWEEN_REPORTS == 0)
            MLG_TRY(mlg_progress_step(progress, "travel times", (double)NAN, err));
        MLG_TRY(read_row(r, err));
    }
}

mlg_status mlg_given_read(mlg_given **out, mlg_given_stats *stats, const char *path,
                          const mlg_given_columns *columns, const mlg_places *places, const mlg_progress *progress,
                          mlg_error *err)
{
    static const char insee_no_route[] = "9999";
    reading r = { .places = places,
                  .columns = columns,
                  .path = path,
                  .no_route = columns->no_route ? columns->no_route : insee_no_route,
                  .stats = stats };
    mlg_status st = MLG_OK;
    *stats = (mlg_given_stats){ 0 };
    MLG_GO(MLG_NEW(&r.matrix, 1, "a matrix", err));
    MLG_GO(mlg_layer_open(&r.layer, path, NULL, err));
    MLG_GO(find_columns(&r, columns, err));
    MLG_GO(read_rows(&r, progress, err));
    stats->pairs = (int64_t)r.count;
done:
    mlg_layer_close(r.layer);
    free(r.pairs);
    if (st != MLG_OK) {
        mlg_given_free(r.matrix);
        r.matrix = NULL;
    }
    *out = r.matrix;
    return st;
}

/* ---- travel ------------------------------------------------------------------------------------------------- */

bool mlg_given_has_own_times(const mlg_given *matrix)
{
    return matrix->has_diagonal;
}

void mlg_given_row(mlg_row *row, const mlg_given *matrix, const char *code)
{
    int32_t d = find_destination(matrix, code);
    *row = (mlg_row){ 0 };
    if (d >= 0)
        *row = (mlg_row){ (int32_t)(matrix->start[d + 1] - matrix->start[d]), matrix->place + matrix->start[d],
                          matrix->time_ds + matrix->start[d] };
}

/* The destination of the file that stands for a site. */
static int32_t row_of(const mlg_given *matrix, const mlg_places *places, const mlg_sites *sites, int32_t site)
{
    int32_t row = find_destination(matrix, sites->code[site]);
    if (row == MLG_NOWHERE && sites->commune[site] != MLG_NOWHERE)
        row = find_destination(matrix, places->code[sites->commune[site]]);
    return row;
}

typedef struct {
    int64_t *start;
    int32_t *place, *time_ds;
    size_t place_room, time_room;
} rows;

static mlg_status add_time(rows *r, int64_t *at, int32_t place, int32_t time_ds, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&r->place, &r->place_room, (size_t)*at + 1, "given times", err));
    MLG_TRY(MLG_GROW(&r->time_ds, &r->time_room, (size_t)*at + 1, "given times", err));
    r->place[*at] = place;
    r->time_ds[(*at)++] = time_ds;
    return MLG_OK;
}

/* A site located at a place has its time from the study, else from the file, else 0 unless the file gives others. */
static mlg_status fill_row(rows *r, int64_t *at, const mlg_given *m, int32_t row, int32_t own,
                           const int32_t *intra_ds, mlg_error *err)
{
    bool given = own == MLG_NOWHERE;
    for (int64_t k = row < 0 ? 0 : m->start[row]; row >= 0 && k < m->start[row + 1]; k++) {
        if (m->place[k] == own && intra_ds)
            continue;
        given = given || m->place[k] == own;
        MLG_TRY(add_time(r, at, m->place[k], m->time_ds[k], err));
    }
    if (given || (!intra_ds && m->has_diagonal))
        return MLG_OK;
    return add_time(r, at, own, intra_ds ? *intra_ds : 0, err);
}

static mlg_status fill_rows(rows *r, const mlg_given *m, const mlg_places *places, const mlg_sites *sites,
                            const int32_t *intra_ds, mlg_error *err)
{
    int64_t at = 0;
    MLG_TRY(MLG_NEW(&r->start, (size_t)sites->count + 1, "given times", err));
    for (int32_t s = 0; s < sites->count; s++) {
        MLG_TRY(fill_row(r, &at, m, row_of(m, places, sites, s), sites->place[s], intra_ds, err));
        r->start[s + 1] = at;
    }
    return MLG_OK;
}

mlg_status mlg_given_travel(mlg_travel **travel, const mlg_given *matrix, const mlg_places *places,
                            const mlg_sites *sites, const int32_t *intra_ds, mlg_error *err)
{
    rows r = { 0 };
    *travel = NULL;
    mlg_status st = fill_rows(&r, matrix, places, sites, intra_ds, err);
    if (st == MLG_OK)
        st = mlg_travel_pairs(travel, sites->count, places->count, r.start, r.place, r.time_ds, err);
    free(r.start);
    free(r.place);
    free(r.time_ds);
    return st;
}
