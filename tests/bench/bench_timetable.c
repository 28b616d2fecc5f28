/* Bars of travel by timetable on a département made here: 900 communes 80 km by 80, seven towns with their buses, coaches from town
 * to town and to the villages. From every commune to every other, leaving at each minute from 8:00 to 10:00, on foot in straight
 * lines.
 *
 *     bench_timetable [seed]        22
 *
 * Prints a table that tells how the work grows with the feeds: the coaches alone, with the buses of the towns, and with as many
 * again; then a line a bar.
 */
#include "base/memory.h"
#include "measure.h"
#include "network/models/transit.h"
#include "network/transit/line.h"
#include "support.h"

#include <math.h>
#include <string.h>

enum { SIDE = 30, COMMUNES = SIDE * SIDE, TOWNS = 7, MOST_STOPS = 40, MOST_LINES = 400 };

typedef struct {
    double x_m[COMMUNES], y_m[COMMUNES];
    int32_t town[TOWNS];
    uint64_t random;
} land;

/* Lines of one feed, and the room of their stops. */
typedef struct {
    mlg_new_line line[MOST_LINES];
    double lon[MOST_LINES][MOST_STOPS], lat[MOST_LINES][MOST_STOPS];
    int32_t at_s[MOST_LINES][MOST_STOPS];
    int32_t n;
} draft;

/* A plane near 46 degrees north, 1 degree of latitude being 111,195 m. */
static const double metres_a_degree = 111195, north = 46;

static double lon_of(double x_m)
{
    return x_m / (metres_a_degree * cos(north * 3.14159265358979 / 180));
}

static double lat_of(double y_m)
{
    return north + y_m / metres_a_degree;
}

static void settle(land *l, uint64_t seed)
{
    const double apart_m = 80e3 / SIDE;
    l->random = seed;
    for (int32_t i = 0; i < COMMUNES; i++) {
        l->x_m[i] = apart_m * (i % SIDE + random_unit(&l->random));
        l->y_m[i] = apart_m * (i / SIDE + random_unit(&l->random));
    }
    for (int32_t t = 0; t < TOWNS; t++)
        l->town[t] = random_below(&l->random, COMMUNES);
}

static void add_line(draft *d, const double *x_m, const double *y_m, int32_t n, double kmh, int32_t every_min)
{
    mlg_new_line *line = &d->line[d->n];
    for (int32_t k = 0; k < n; k++) {
        const double hop_m = k ? hypot(x_m[k] - x_m[k - 1], y_m[k] - y_m[k - 1]) : 0;
        d->lon[d->n][k] = lon_of(x_m[k]);
        d->lat[d->n][k] = lat_of(y_m[k]);
        d->at_s[d->n][k] = k ? d->at_s[d->n][k - 1] + (int32_t)(hop_m * 1.3 * 3.6 / kmh) + 20 : 0;
    }
    *line = (mlg_new_line){ "",
                            n,
                            d->lon[d->n],
                            d->lat[d->n],
                            d->at_s[d->n],
                            6 * 3600 + 60 * (d->n % every_min),
                            20 * 3600,
                            60 * every_min,
                            true };
    d->n++;
}

/* From one commune to another by those on the way, each the nearest to a point of the straight line. */
static void add_coach(draft *d, const land *l, int32_t from, int32_t to, int32_t every_min)
{
    double x_m[MOST_STOPS], y_m[MOST_STOPS];
    int32_t n = 0, last = -1;
    for (int32_t step = 0; step < MOST_STOPS; step++) {
        const double t = (double)step / (MOST_STOPS - 1);
        const double x = l->x_m[from] + t * (l->x_m[to] - l->x_m[from]),
                     y = l->y_m[from] + t * (l->y_m[to] - l->y_m[from]);
        int32_t near = 0;
        for (int32_t i = 1; i < COMMUNES; i++)
            if (hypot(l->x_m[i] - x, l->y_m[i] - y) < hypot(l->x_m[near] - x, l->y_m[near] - y))
                near = i;
        if (near == last)
            continue;
        x_m[n] = l->x_m[near];
        y_m[n++] = l->y_m[near];
        last = near;
    }
    if (n >= 2)
        add_line(d, x_m, y_m, n, 40, every_min);
}

/* Between all towns every hour, and to 50 villages every two. */
static void add_coaches(draft *d, land *l)
{
    for (int32_t a = 0; a < TOWNS; a++)
        for (int32_t b = a + 1; b < TOWNS; b++)
            add_coach(d, l, l->town[a], l->town[b], 60);
    for (int32_t k = 0; k < 50; k++)
        add_coach(d, l, l->town[k % TOWNS], random_below(&l->random, COMMUNES), 120);
}

/* Eight lines a town, 20 stops 400 m apart across its middle, every 15 minutes. */
static void add_buses(draft *d, land *l)
{
    for (int32_t k = 0; k < 8 * TOWNS; k++) {
        const double turn = 3.14159265358979 * (k / TOWNS + random_unit(&l->random)) / 8;
        double x_m[20], y_m[20];
        for (int32_t s = 0; s < 20; s++) {
            x_m[s] = l->x_m[l->town[k % TOWNS]] + 400 * (s - 10) * cos(turn);
            y_m[s] = l->y_m[l->town[k % TOWNS]] + 400 * (s - 10) * sin(turn);
        }
        add_line(d, x_m, y_m, 20, 18, 15);
    }
}

typedef struct {
    double wall, cpu;
    int64_t pairs, trips, stops;
    uint64_t sum;
} outcome;

static outcome run(const mlg_gtfs *const *feeds, int n, const land *l, int threads)
{
    const mlg_walk_ground ground = { .detour = 1.3, .speed_kmh = 4.5, .threads = threads };
    const mlg_transit_options options = { .day = mlg_day_of(2025, 3, 4),
                                          .first_s = 8 * 3600,
                                          .last_s = 10 * 3600,
                                          .most_rides = 4,
                                          .limit_ds = 120 * MLG_DS_PER_MIN,
                                          .walk_ds = 20 * MLG_DS_PER_MIN,
                                          .change_ds = 10 * MLG_DS_PER_MIN,
                                          .foot_ds = 60 * MLG_DS_PER_MIN,
                                          .board_ds = MLG_DS_PER_MIN,
                                          .percent = 50,
                                          .draws = 1,
                                          .threads = threads };
    outcome o = { .wall = wall_s(), .cpu = cpu_s() };
    int32_t count = 0;
    mlg_error err;
    for (int f = 0; f < n; f++) {
        count += feeds[f]->n_stops;
        o.trips += feeds[f]->n_trips;
    }
    o.stops = count;
    double *x_m = calloc((size_t)count, sizeof *x_m), *y_m = calloc((size_t)count, sizeof *y_m);
    for (int32_t f = 0, at = 0; f < n; f++)
        for (int32_t s = 0; s < feeds[f]->n_stops; s++, at++) {
            x_m[at] = feeds[f]->stops[s].lon * metres_a_degree * cos(north * 3.14159265358979 / 180);
            y_m[at] = (feeds[f]->stops[s].lat - north) * metres_a_degree;
        }
    const mlg_walk_points stops = { count, x_m, y_m, NULL }, homes = { COMMUNES, l->x_m, l->y_m, NULL };
    mlg_transit_model *model;
    mlg_travel *travel;
    mlg_sparse_rows rows;
    must(mlg_transit_model_new(&model, feeds, n, &ground, &stops, &homes, &options, &err), &err);
    must(mlg_travel_transit(&travel, model, &homes, NULL, 0, &err), &err);
    must(mlg_travel_rows(&rows, travel, MLG_TIME_MAX, threads, &err), &err);
    o.wall = wall_s() - o.wall;
    o.cpu = cpu_s() - o.cpu;
    o.pairs = mlg_sparse_entries(mlg_sparse_view_of(&rows));
    for (int64_t e = 0; e < o.pairs; e++)
        o.sum = o.sum * 31 + (uint64_t)rows.value[e];
    mlg_sparse_release(&rows);
    mlg_travel_free(travel);
    mlg_transit_model_free(model);
    free(x_m);
    free(y_m);
    return o;
}

static void tell(const char *name, const outcome *o)
{
    printf("%-44s %7lld %8lld %9lld %8.2f %8.2f\n", name, (long long)o->stops, (long long)o->trips,
           (long long)o->pairs, o->wall, o->cpu);
}

int main(int argc, char **argv)
{
    static land l;
    static draft coaches, buses, more;
    mlg_gtfs *feeds[3];
    mlg_error err;
    settle(&l, argc > 1 ? strtoull(argv[1], NULL, 10) : 22);
    add_coaches(&coaches, &l);
    add_buses(&buses, &l);
    add_coaches(&more, &l);
    add_buses(&more, &l);
    must(mlg_gtfs_of_lines(&feeds[0], coaches.line, coaches.n, "", &err), &err);
    must(mlg_gtfs_of_lines(&feeds[1], buses.line, buses.n, "", &err), &err);
    must(mlg_gtfs_of_lines(&feeds[2], more.line, more.n, "", &err), &err);
    const mlg_gtfs *all[3] = { feeds[0], feeds[1], feeds[2] };
    printf("900 communes x 900, percentile 50 of 120 departures; %d lines\n\n", coaches.n + buses.n);
    printf("%-44s %7s %8s %9s %8s %8s\n", "", "stops", "trips", "pairs", "wall s", "CPU s");
    const outcome alone = run(all, 1, &l, 0), whole = run(all, 2, &l, 0), twice = run(all, 3, &l, 0);
    tell("coaches", &alone);
    tell("coaches and buses", &whole);
    tell("and as many again", &twice);
    const outcome single = run(all, 2, &l, 1);
    tell("coaches and buses, one thread", &single);
    bar("department-two-cores-s", whole.wall, 5, false);
    bar("department-cpu-s", whole.cpu, 10, false);
    bar("twice-the-feeds-over-once", twice.cpu / whole.cpu, 2.5, false);
    bar("same-bits-one-thread", single.sum == whole.sum && single.pairs == whole.pairs, 1, true);
    for (int f = 0; f < 3; f++)
        mlg_gtfs_free(feeds[f]);
    return 0;
}
