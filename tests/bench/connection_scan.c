#include "connection_scan.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 4096, CELLS = 32 };

typedef struct {
    int from, to, trip;
    int32_t leaves_ds, arrives_ds;
} hop;

typedef struct {
    char id[64];
    double lon, lat;
} stop;

typedef struct {
    char id[64];
    bool runs;
} named;

typedef struct {
    int trip, sequence, stop, at_s; /* at_s: -1 blank */
    int leaves_s;
} passage;

struct scan_network {
    stop *stops;
    hop *hops;
    int n_stops, n_hops, n_trips, hop_room;
    int first_stop; /* of the feed being read */
    int32_t *vehicle, *ready;
    bool *aboard;
};

/* ---- tables ---- */

static void fault(const char *what, const char *where)
{
    fprintf(stderr, "connection scan: %s: %s\n", what, where);
    exit(1);
}

/* Cells of a line in place; quotes are taken off. */
static int split(char *line, char *cell[CELLS])
{
    int n = 0;
    for (char *at = line; n < CELLS;) {
        cell[n] = at;
        if (*at == '"') {
            cell[n] = ++at;
            at = strchr(at, '"');
            *at++ = '\0';
        }
        at += strcspn(at, ",\r\n");
        const bool more = *at == ',';
        *at++ = '\0';
        while (*cell[n] == ' ')
            cell[n]++;
        n++;
        if (!more)
            break;
    }
    return n;
}

typedef struct {
    FILE *file;
    char line[LINE], header[LINE];
    char *cell[CELLS], *name[CELLS];
    int n;
} table;

static bool open_table(table *t, const char *folder, const char *name)
{
    char path[LINE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    t->file = fopen(path, "r");
    if (!t->file || !fgets(t->header, LINE, t->file))
        return false;
    t->n = split(t->header, t->name);
    return true;
}

static bool next_row(table *t)
{
    static char nothing[1];
    for (int i = 0; i < CELLS; i++)
        t->cell[i] = nothing;
    if (!fgets(t->line, LINE, t->file)) {
        fclose(t->file);
        return false;
    }
    split(t->line, t->cell);
    return true;
}

static const char *value(const table *t, const char *name)
{
    for (int i = 0; i < t->n; i++)
        if (strcmp(t->name[i], name) == 0)
            return t->cell[i];
    return "";
}

static int find(const named *list, int n, const char *id)
{
    static int last;
    if (last < n && strcmp(list[last].id, id) == 0)
        return last;
    for (last = 0; last < n; last++)
        if (strcmp(list[last].id, id) == 0)
            return last;
    return -1;
}

static int seconds(const char *text)
{
    int h, m, s;
    return sscanf(text, "%d:%d:%d", &h, &m, &s) == 3 ? 3600 * h + 60 * m + s : -1;
}

/* ---- the days of service and the trips ---- */

static int read_services(named **list, const char *folder, const char *date)
{
    static const char *const days[] = { "sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday" };
    table t;
    int n = 0, year, month, day;
    sscanf(date, "%4d%2d%2d", &year, &month, &day);
    static const int shift[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4 }; /* Sakamoto */
    const int y = year - (month < 3), weekday = (y + y / 4 - y / 100 + y / 400 + shift[month - 1] + day) % 7;
    *list = calloc(10000, sizeof **list);
    if (!open_table(&t, folder, "calendar.txt"))
        fault("no calendar", folder);
    while (next_row(&t)) {
        snprintf((*list)[n].id, 64, "%s", value(&t, "service_id"));
        (*list)[n++].runs = strcmp(value(&t, "start_date"), date) <= 0 &&
                            strcmp(value(&t, "end_date"), date) >= 0 && *value(&t, days[weekday]) == '1';
    }
    if (open_table(&t, folder, "calendar_dates.txt"))
        while (next_row(&t))
            if (strcmp(value(&t, "date"), date) == 0) {
                const int s = find(*list, n, value(&t, "service_id"));
                if (s >= 0)
                    (*list)[s].runs = *value(&t, "exception_type") == '1';
            }
    return n;
}

static int read_trips(named **list, const char *folder, const named *services, int n_services)
{
    table t;
    int n = 0;
    *list = calloc(100000, sizeof **list);
    if (!open_table(&t, folder, "trips.txt"))
        fault("no trips", folder);
    while (next_row(&t)) {
        const int s = find(services, n_services, value(&t, "service_id"));
        snprintf((*list)[n].id, 64, "%s", value(&t, "trip_id"));
        (*list)[n++].runs = s >= 0 && services[s].runs;
    }
    return n;
}

static void read_stops(scan_network *x, const char *folder)
{
    table t;
    if (!open_table(&t, folder, "stops.txt"))
        fault("no stops", folder);
    x->first_stop = x->n_stops;
    while (next_row(&t)) {
        x->stops = realloc(x->stops, ((size_t)x->n_stops + 1) * sizeof *x->stops);
        stop *s = &x->stops[x->n_stops++];
        snprintf(s->id, 64, "%s", value(&t, "stop_id"));
        s->lon = atof(value(&t, "stop_lon"));
        s->lat = atof(value(&t, "stop_lat"));
    }
}

static int find_stop(const scan_network *x, const char *id)
{
    for (int s = x->first_stop; s < x->n_stops; s++)
        if (strcmp(x->stops[s].id, id) == 0)
            return s;
    fault("no such stop", id);
    return -1;
}

/* ---- hops ---- */

static int by_sequence(const void *a, const void *b)
{
    const passage *x = a, *y = b;
    return x->trip != y->trip ? x->trip - y->trip : x->sequence - y->sequence;
}

/* Haversine, on coordinates rounded to 1e-7 degree. */
static double apart(const stop *a, const stop *b)
{
    const double radian = 3.14159265358979323846 / 180, radius = 6371008.8;
    const double la = round(a->lat * 1e7) * 1e-7 * radian, lb = round(b->lat * 1e7) * 1e-7 * radian;
    const double dx = sin((round(b->lon * 1e7) - round(a->lon * 1e7)) * 1e-7 * radian / 2),
                 dy = sin((lb - la) / 2);
    return 2 * radius * asin(sqrt(dy * dy + cos(la) * cos(lb) * dx * dx));
}

/* Blank times, in proportion to the distance between stops. */
static void fill(const scan_network *x, passage *p, int n)
{
    for (int k = 0; k < n;) {
        int end = k + 1;
        double whole = 0, done = 0;
        while (end < n && p[end].at_s < 0)
            end++;
        if (end >= n)
            return;
        for (int i = k; i < end; i++)
            whole += apart(&x->stops[p[i].stop], &x->stops[p[i + 1].stop]);
        for (int i = k + 1; i < end; i++) {
            done += apart(&x->stops[p[i - 1].stop], &x->stops[p[i].stop]);
            const double share = whole > 0 ? done / whole : (double)(i - k) / (end - k);
            p[i].at_s = p[i].leaves_s = p[k].leaves_s + (int)floor((p[end].at_s - p[k].leaves_s) * share + 0.5);
        }
        k = end;
    }
}

static void add_hops(scan_network *x, const passage *p, int n)
{
    for (int k = 0; k + 1 < n; k++) {
        if (x->n_hops == x->hop_room)
            x->hops = realloc(x->hops, (size_t)(x->hop_room = 2 * x->hop_room + 1000) * sizeof *x->hops);
        x->hops[x->n_hops++] =
            (hop){ p[k].stop, p[k + 1].stop, x->n_trips, 10 * p[k].leaves_s, 10 * p[k + 1].at_s };
    }
    x->n_trips++;
}

static void read_hops(scan_network *x, const char *folder, const named *trips, int n_trips)
{
    table t;
    passage *all = NULL;
    int n = 0, room = 0;
    if (!open_table(&t, folder, "stop_times.txt"))
        fault("no stop times", folder);
    while (next_row(&t)) {
        const int trip = find(trips, n_trips, value(&t, "trip_id"));
        if (trip < 0 || !trips[trip].runs)
            continue;
        if (n == room)
            all = realloc(all, (size_t)(room = 2 * room + 1000) * sizeof *all);
        all[n++] = (passage){ trip, atoi(value(&t, "stop_sequence")), find_stop(x, value(&t, "stop_id")),
                              seconds(value(&t, "arrival_time")), seconds(value(&t, "departure_time")) };
    }
    qsort(all, (size_t)n, sizeof *all, by_sequence);
    for (int first = 0, end; first < n; first = end) {
        for (end = first; end < n && all[end].trip == all[first].trip;)
            end++;
        fill(x, all + first, end - first);
        add_hops(x, all + first, end - first);
    }
    free(all);
}

/* Hops of one moment in the order of their trip, so that a vehicle that does not stand is followed. */
static int by_departure(const void *a, const void *b)
{
    const hop *x = a, *y = b;
    if (x->leaves_ds != y->leaves_ds)
        return x->leaves_ds < y->leaves_ds ? -1 : 1;
    if (x->arrives_ds != y->arrives_ds)
        return x->arrives_ds < y->arrives_ds ? -1 : 1;
    return x < y ? -1 : x > y;
}

scan_network *scan_read(const char *const *folders, int n, const char *date)
{
    scan_network *x = calloc(1, sizeof *x);
    for (int f = 0; f < n; f++) {
        named *services, *trips;
        const int n_services = read_services(&services, folders[f], date);
        const int n_trips = read_trips(&trips, folders[f], services, n_services);
        read_stops(x, folders[f]);
        read_hops(x, folders[f], trips, n_trips);
        free(services);
        free(trips);
    }
    qsort(x->hops, (size_t)x->n_hops, sizeof *x->hops, by_departure);
    x->vehicle = calloc((size_t)x->n_stops, sizeof *x->vehicle);
    x->ready = calloc((size_t)x->n_stops, sizeof *x->ready);
    x->aboard = calloc((size_t)x->n_trips, sizeof *x->aboard);
    return x;
}

int scan_stops(const scan_network *network)
{
    return network->n_stops;
}

void scan_free(scan_network *network)
{
    free(network->stops);
    free(network->hops);
    free(network->vehicle);
    free(network->ready);
    free(network->aboard);
    free(network);
}

/* ---- the scan ---- */

static void arrive(scan_network *x, int at, int32_t when_ds, const mlg_sparse_view *changes)
{
    if (when_ds >= x->vehicle[at])
        return;
    x->vehicle[at] = when_ds;
    for (int64_t e = changes->start[at]; e < changes->start[at + 1]; e++)
        if (when_ds + changes->value[e] < x->ready[changes->column[e]])
            x->ready[changes->column[e]] = when_ds + changes->value[e];
}

/* Several hops of one moment may feed each other where a change takes no time: they are scanned until nothing changes. */
static void scan_moment(scan_network *x, int first, int end, const mlg_sparse_view *changes)
{
    for (bool again = true; again;) {
        again = false;
        for (int h = first; h < end; h++) {
            const hop *c = &x->hops[h];
            if (!x->aboard[c->trip] && x->ready[c->from] > c->leaves_ds)
                continue;
            again |= !x->aboard[c->trip] || c->arrives_ds < x->vehicle[c->to];
            x->aboard[c->trip] = true;
            arrive(x, c->to, c->arrives_ds, changes);
        }
    }
}

void scan_from(int32_t *arrival_ds, scan_network *x, const mlg_sparse_rows *access, int origin,
               const mlg_sparse_view *changes, const mlg_sparse_rows *egress, int32_t departs_ds, int32_t limit_ds)
{
    const int32_t never = INT32_MAX;
    for (int s = 0; s < x->n_stops; s++)
        x->vehicle[s] = x->ready[s] = never;
    memset(x->aboard, 0, (size_t)x->n_trips * sizeof *x->aboard);
    for (int64_t e = access->start[origin]; e < access->start[origin + 1]; e++)
        x->ready[access->column[e]] = departs_ds + access->value[e];
    int low = 0, high = x->n_hops;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (x->hops[middle].leaves_ds < departs_ds)
            low = middle + 1;
        else
            high = middle;
    }
    for (int end; low < x->n_hops && x->hops[low].leaves_ds <= departs_ds + limit_ds; low = end) {
        for (end = low; end < x->n_hops && x->hops[end].leaves_ds == x->hops[low].leaves_ds;)
            end++;
        scan_moment(x, low, end, changes);
    }
    for (int d = 0; d < egress->n_columns; d++)
        arrival_ds[d] = never;
    for (int s = 0; s < x->n_stops; s++)
        for (int64_t e = egress->start[s]; x->vehicle[s] != never && e < egress->start[s + 1]; e++)
            if (x->vehicle[s] + egress->value[e] < arrival_ds[egress->column[e]])
                arrival_ds[egress->column[e]] = x->vehicle[s] + egress->value[e];
    for (int d = 0; d < egress->n_columns; d++)
        if (arrival_ds[d] != never && arrival_ds[d] - departs_ds > limit_ds)
            arrival_ds[d] = never;
}
