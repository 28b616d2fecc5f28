/* France in the box: reading it; a study written and run for 30 groups of communes drawn by seed over every region, overseas included, for
 * a département and for the mainland. Bars: seconds. With a folder of data that holds communes/communes_metro_cog2025_l93.gpkg, compares it
 * with the real outlines: codes, people, town halls outside their outline, areas of départements by approximate outlines.
 *     bench_box [data] [groups] */
#include "support.h"

#include "adapters/crs.h"
#include "adapters/geom/geometry.h"
#include "adapters/layer/read.h"
#include "base/memory.h"
#include "base/random.h"
#include "measure.h"
#include "study/france/france.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static uint64_t seed = 20260101;

/* ---- studies ------------------------------------------------------------------------------------------------------ */

typedef struct {
    double write_s, run_s, processor_s;
    int communes;
} timing;

static void run_study(timing *t, const mlg_territory_options *options)
{
    char *folder = make_folder(), path[600];
    mlg_error err;
    mlg_run_result result;
    snprintf(path, sizeof path, "%s/study.yaml", folder);
    double start = wall_s(), spent = clock_s(CLOCK_PROCESS_CPUTIME_ID);
    must(mlg_new_territory(path, options, &err), &err);
    t->write_s = wall_s() - start;
    const mlg_run_options run = { 0 };
    must(mlg_run(&result, path, &run, &err), &err);
    t->run_s = wall_s() - start - t->write_s;
    t->processor_s = clock_s(CLOCK_PROCESS_CPUTIME_ID) - spent;
    mlg_run_result_release(&result);
    remove_folder(folder);
}

static void print_timing(const char *code, const char *name, const char *region, const timing *t)
{
    printf("  %-10s %-52s %-4s %6.2f %6.2f %6.2f %9.2f\n", code, name, region, t->write_s, t->run_s,
           t->write_s + t->run_s, t->processor_s);
    fflush(stdout);
}

/* One group a region in turn, the regions in the order of their codes, until there are enough. */
static int draw_groups(const mlg_france *france, const mlg_france_commune **drawn, int wanted)
{
    int count = 0;
    for (int round = 0; count < wanted; round++)
        for (int32_t d = 0; d < france->department_count && count < wanted; d++) {
            const char *region = france->departments[d].region;
            bool first = true;
            for (int32_t k = 0; k < d; k++)
                first = first && strcmp(france->departments[k].region, region) != 0;
            if (!first)
                continue;
            const mlg_france_commune *chosen = NULL;
            int seen = 0;
            for (int32_t i = 0; i < france->count; i++) {
                const mlg_france_commune *c = &france->communes[i];
                if (strcmp(c->region, region) == 0 && *c->epci && c->file != MLG_FRANCE_DISTRICTS &&
                    mlg_random_next(&seed) % (uint64_t)++seen == 0)
                    chosen = c;
            }
            if (chosen)
                drawn[count++] = chosen;
        }
    return count;
}

static void time_groups(const mlg_france *france, int wanted)
{
    const mlg_france_commune **drawn = calloc((size_t)wanted, sizeof *drawn);
    double worst = 0;
    int count = drawn ? draw_groups(france, drawn, wanted) : 0;
    printf("  %-10s %-52s %-4s %6s %6s %6s %9s\n", "code", "group of communes", "reg.", "new", "run", "s",
           "processor");
    for (int k = 0; k < count; k++) {
        timing t = { 0 };
        const mlg_territory_options options = { .epci = drawn[k]->epci };
        run_study(&t, &options);
        print_timing(drawn[k]->epci, drawn[k]->epci_name, drawn[k]->region, &t);
        worst = fmax(worst, t.write_s + t.run_s);
    }
    bar("box_groups", count, wanted, true);
    bar("box_epci_worst_s", worst, 3, false);
    free(drawn);
}

static void time_large(void)
{
    timing t = { 0 };
    const mlg_territory_options department = { .department = "62" }, all = { .france = true };
    run_study(&t, &department);
    print_timing("62", "Pas-de-Calais", "", &t);
    bar("box_department_s", t.write_s + t.run_s, 5, false);
    run_study(&t, &all);
    print_timing("", "France", "", &t);
    bar("box_france_s", t.write_s + t.run_s, 15, false);
}

/* ---- the real outlines -------------------------------------------------------------------------------------------- */

typedef struct {
    int rows, missing, people_differ, outside;
    double farthest_m;
    double *real_m2; /* by département of the box */
} comparison;

static const mlg_france_commune *find_commune(const mlg_france *france, const char *code)
{
    for (mlg_france_file file = MLG_FRANCE_MAINLAND; file <= MLG_FRANCE_TOWNS; file++) { /* each sorted by code */
        int32_t low = 0, high = france->count;
        while (low < high) {
            int32_t middle = low + (high - low) / 2;
            const mlg_france_commune *c = &france->communes[middle];
            if (c->file < file || (c->file == file && strcmp(c->code, code) < 0))
                low = middle + 1;
            else
                high = middle;
        }
        if (low < france->count && strcmp(france->communes[low].code, code) == 0)
            return &france->communes[low];
    }
    return NULL;
}

static void compare_row(comparison *r, const mlg_france *france, mlg_layer *layer, mlg_transform *to)
{
    mlg_error err;
    mlg_geom *outline = NULL;
    double people = 0, metres = 0;
    size_t failed = 0;
    const char *code = mlg_layer_text(layer, mlg_layer_find(layer, "insee"));
    const mlg_france_commune *c = find_commune(france, code);
    r->rows++;
    if (!c) {
        printf("  missing: %s\n", code);
        r->missing++;
        return;
    }
    mlg_parse_number(mlg_layer_text(layer, mlg_layer_find(layer, "pop_mun")), &people);
    r->people_differ += people != c->figure[MLG_FRANCE_PEOPLE];
    double x = c->lon, y = c->lat;
    must(mlg_layer_geometry(&outline, layer, &err), &err);
    mlg_transform_points(to, &x, &y, 1, &failed);
    must(mlg_geom_distance(&metres, outline, x, y, &err), &err);
    r->real_m2[mlg_france_department_of(france, c->department) - france->departments] += mlg_geom_area(outline);
    mlg_geom_free(outline);
    if (metres <= 0)
        return;
    r->outside++;
    r->farthest_m = fmax(r->farthest_m, metres);
    printf("  %5.0f m outside: %s %s\n", metres, c->code, c->name);
}

/* Of the mainland, those whose other borders are no mountains: people live near these. */
static bool is_of_the_coast(const char *department)
{
    return strstr("59 62 80 76 14 50 35 22 29 56 44 85 17 33 40 11 34 30 13 83 2A 2B", department) != NULL;
}

/* The areas of départements when their communes have no outline. Those of the mainland are drawn together. */
static void compare_areas(const mlg_france *france, const double *real_m2, mlg_transform *to)
{
    const double pi = 3.14159265358979323846;
    int32_t n = 0;
    size_t failed, most = (size_t)france->count;
    mlg_error err;
    double *x, *y, *alone_m, *area_m2, worst = 0;
    int32_t *department;
    mlg_geom **cells;
    must(MLG_NEW(&x, most, "communes", &err), &err);
    must(MLG_NEW(&y, most, "communes", &err), &err);
    must(MLG_NEW(&alone_m, most, "communes", &err), &err);
    must(MLG_NEW(&department, most, "communes", &err), &err);
    must(MLG_NEW(&cells, most, "communes", &err), &err);
    must(MLG_NEW(&area_m2, (size_t)france->department_count, "départements", &err), &err);
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        if (c->file > MLG_FRANCE_TOWNS)
            continue;
        x[n] = c->lon;
        y[n] = c->lat;
        alone_m[n] = sqrt(c->figure[MLG_FRANCE_KM2] * 1e6 / pi);
        department[n++] = (int32_t)(mlg_france_department_of(france, c->department) - france->departments);
    }
    mlg_transform_points(to, x, y, (size_t)n, &failed);
    double start = wall_s();
    must(mlg_geom_voronoi(cells, x, y, n, NULL, alone_m, &err), &err);
    bar("box_outlines_s", wall_s() - start, 5, false);
    for (int32_t i = 0; i < n; i++) {
        area_m2[department[i]] += mlg_geom_area(cells[i]);
        mlg_geom_free(cells[i]);
    }
    for (int32_t d = 0; d < france->department_count; d++) {
        double share = area_m2[d] / real_m2[d] - 1;
        if (!(real_m2[d] > 0))
            continue;
        if (is_of_the_coast(france->departments[d].code))
            worst = fmax(worst, fabs(share));
        if (fabs(share) > 0.05)
            printf("  %-4s %-28s %7.0f km2, %7.0f by approximate outlines: %+.0f %%\n",
                   france->departments[d].code, france->departments[d].name, real_m2[d] / 1e6, area_m2[d] / 1e6,
                   100 * share);
    }
    bar("box_coast_area_worst_share", worst, 0.25, false);
    free(x);
    free(y);
    free(alone_m);
    free(department);
    free(cells);
    free(area_m2);
}

static void compare(const mlg_france *france, const char *path)
{
    comparison r = { 0 };
    mlg_error err;
    mlg_layer *layer;
    mlg_transform *to;
    bool got;
    const mlg_layer_options options = { .to_epsg = 2154 };
    int32_t mainland = 0;
    must(MLG_NEW(&r.real_m2, (size_t)france->department_count, "départements", &err), &err);
    must(mlg_layer_open(&layer, path, &options, &err), &err);
    must(mlg_transform_new(&to, "EPSG:4326", "EPSG:2154", &err), &err);
    for (must(mlg_layer_next(layer, &got, &err), &err); got; must(mlg_layer_next(layer, &got, &err), &err))
        compare_row(&r, france, layer, to);
    mlg_layer_close(layer);
    for (int32_t i = 0; i < france->count; i++)
        mainland += france->communes[i].file <= MLG_FRANCE_TOWNS;
    printf("  %d outlines, %d communes here; %d town halls outside their outline, the farthest by %.0f m\n",
           r.rows, (int)mainland, r.outside, r.farthest_m);
    bar("box_missing", r.missing + (mainland != r.rows), 0, false);
    bar("box_people_differ", r.people_differ, 0, false);
    bar("box_outside_farthest_m", r.farthest_m, 1000, false);
    compare_areas(france, r.real_m2, to);
    mlg_transform_free(to);
    free(r.real_m2);
}

int main(int count, char **arguments)
{
    char path[600];
    const char *data = count > 1 ? arguments[1] : "";
    const mlg_france *france;
    mlg_error err;
    double start = wall_s();
    must(mlg_france_open(&france, &err), &err);
    bar("box_open_s", wall_s() - start, 1, false);
    snprintf(path, sizeof path, "%s/communes/communes_metro_cog2025_l93.gpkg", data);
    if (*data && access(path, R_OK) == 0)
        compare(france, path);
    time_groups(france, count > 2 ? atoi(arguments[2]) : 30);
    time_large();
    return 0;
}
