/* A study by road from files to files, on generated departments: what each engine takes, what the choice picks, and what a
 * change of supply costs.
 *
 * Around Béthune: 29,000 junctions; a department: 185,000, its people in 40,000 squares. Roads are written as OpenStreetMap text
 * whose classes give about the speeds of the generator. Practitioners stand at six communes of ten, pharmacies along the roads.
 *     bench_study [junctions [squares]] */
#include "generate.h"

#include "adapters/crs.h"
#include "base/memory.h"
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double west_m = 600000, south_m = 6900000; /* Lambert-93 of the lower left corner */

typedef struct {
    bench_graph graph;
    int32_t n_squares, *square; /* nodes */
    uint64_t random;
    char folder[64];
} department;

static int32_t below(uint64_t *random, int32_t n)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (int32_t)((*random >> 33) % (uint64_t)n);
}

static FILE *create(const department *d, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", d->folder, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

/* ---- files ------------------------------------------------------------------------------------------------- */

static bool leads_back(const mlg_graph_view *view, int32_t from, int32_t to)
{
    for (int32_t arc = view->first[from]; arc < view->first[from + 1]; arc++)
        if (view->head[arc] == to)
            return true;
    return false;
}

static const char *class_of(double kmh)
{
    return kmh < 30 ? "residential" : kmh < 50 ? "tertiary" : kmh < 70 ? "secondary" : "primary";
}

static void write_roads(const department *d)
{
    const bench_graph *g = &d->graph;
    const mlg_graph_view *view = &g->forward.view;
    double *x, *y;
    size_t failed;
    mlg_transform *to_degrees;
    mlg_error err;
    must(MLG_NEW(&x, (size_t)view->n_nodes, "nodes", &err), &err);
    must(MLG_NEW(&y, (size_t)view->n_nodes, "nodes", &err), &err);
    for (int32_t v = 0; v < view->n_nodes; v++) {
        x[v] = west_m + (double)g->x_m[v];
        y[v] = south_m + (double)g->y_m[v];
    }
    must(mlg_transform_new(&to_degrees, "EPSG:2154", "EPSG:4326", &err), &err);
    mlg_transform_points(to_degrees, x, y, (size_t)view->n_nodes, &failed);
    mlg_transform_free(to_degrees);
    FILE *file = create(d, "roads.osm");
    fputs("<osm version=\"0.6\">\n", file);
    for (int32_t v = 0; v < view->n_nodes; v++)
        fprintf(file, "<node id=\"%d\" lon=\"%.7f\" lat=\"%.7f\"/>\n", v + 1, x[v], y[v]);
    int32_t way = 0;
    for (int32_t v = 0; v < view->n_nodes; v++)
        for (int32_t arc = view->first[v]; arc < view->first[v + 1]; arc++) {
            const int32_t to = view->head[arc];
            const bool back = leads_back(view, to, v);
            if (back && to < v)
                continue;
            double metres = hypot((double)g->x_m[to] - (double)g->x_m[v], (double)g->y_m[to] - (double)g->y_m[v]);
            double kmh = view->time_ds[arc] > 0 ? 36 * metres / view->time_ds[arc] : 30;
            fprintf(file, "<way id=\"%d\"><nd ref=\"%d\"/><nd ref=\"%d\"/><tag k=\"highway\" v=\"%s\"/>%s</way>\n",
                    ++way, v + 1, to + 1, class_of(kmh), back ? "" : "<tag k=\"oneway\" v=\"yes\"/>");
        }
    fputs("</osm>\n", file);
    fclose(file);
    free(x);
    free(y);
}

static void write_point(FILE *file, const department *d, int32_t node)
{
    fprintf(file, "%.1f,%.1f\n", west_m + (double)d->graph.x_m[node], south_m + (double)d->graph.y_m[node]);
}

/* `more`: so many times the practitioners. */
static void write_doctors(const department *d, int more)
{
    FILE *file = create(d, "doctors.csv");
    uint64_t random = 5;
    fputs("id,n\n", file);
    for (int32_t c = 0; c < d->graph.n_centres; c++)
        if (below(&random, 10) < 6)
            fprintf(file, "c%05d,%d\n", c, more * (1 + below(&random, 5)));
    fclose(file);
}

static void write_people(department *d)
{
    FILE *communes = create(d, "communes.csv"), *squares = create(d, "squares.csv"),
         *sites = create(d, "sites.csv");
    fputs("id,population,x,y\n", communes);
    for (int32_t c = 0; c < d->graph.n_centres; c++) {
        fprintf(communes, "c%05d,%.0f,", c, d->graph.centre_persons[c] + 1);
        write_point(communes, d, d->graph.centre[c]);
    }
    fputs("code,insee_com,population,x,y\n", squares);
    for (int32_t s = 0; s < d->n_squares; s++) {
        fprintf(squares, "s%06d,c%05d,%d,", s, (int)((int64_t)s * d->graph.n_centres / d->n_squares),
                5 + below(&d->random, 60));
        write_point(squares, d, d->square[s]);
    }
    fputs("code,x,y\n", sites);
    for (int32_t s = 0; s < d->graph.n_sites; s += 3) {
        fprintf(sites, "p%06d,", s);
        write_point(sites, d, d->graph.site[s]);
    }
    fclose(communes);
    fclose(squares);
    fclose(sites);
    write_doctors(d, 1);
}

static void write_study(const department *d, const char *engine)
{
    FILE *file = create(d, "study.yaml");
    fprintf(file,
            "title: department\nterritory: { all: true }\ncodes: any\n%s"
            "sources:\n"
            "  communes: [ { path: communes.csv, crs: \"EPSG:2154\", columns: { insee_com: id, x: x, y: y, "
            "population: population } } ]\n%s"
            "  sites: [ { path: sites.csv, crs: \"EPSG:2154\", columns: { code: code, x: x, y: y }, category: "
            "pharma } ]\n"
            "  supply: [ { path: doctors.csv, service: gp, columns: { insee_com: id, quantite: n } } ]\n"
            "travel: { model: road, osm: roads.osm, engine: %s }\n"
            "services: [ { name: gp, acts: 5400 }, { name: pharmacy, categories: [pharma] } ]\n"
            "accessibility:\n"
            "  - { service: gp, measure: apl, decay: apl-2015 }\n"
            "  - { service: gp, measure: 3sfca }\n"
            "outputs: { geopackage: department.gpkg }\n",
            d->n_squares ? "demand: cells\n" : "",
            d->n_squares ? "  cells: [ { path: squares.csv, crs: \"EPSG:2154\", columns: { code: code, insee_com: "
                           "insee_com, population: population, x: x, y: y } } ]\n"
                         : "",
            engine);
    fclose(file);
}

/* ---- runs -------------------------------------------------------------------------------------------------- */

enum { REPEATS = 3 }; /* in turn, the best of each kept: the rest of the machine disturbs a single run */

/* Seconds of the run. */
static double run(const department *d, const char *engine, const char *what)
{
    char study[128];
    mlg_run_result result;
    mlg_error err;
    mlg_run_options options = { .overwrite = true };
    write_study(d, engine);
    snprintf(study, sizeof study, "%s/study.yaml", d->folder);
    double start = wall_s();
    must(mlg_run(&result, study, &options, &err), &err);
    double taken = wall_s() - start;
    printf("%-28s run %6.2f s, access %6.2f s: %lld rows swept, %lld searched, %lld nearest searches, %lld kept\n",
           what, taken, result.stages[1].seconds, (long long)result.travel.swept,
           (long long)result.travel.searched, (long long)result.travel.nearest, (long long)result.travel.kept);
    for (int32_t i = 1; i < result.note_count; i++)
        printf("    %s\n", result.notes[i]);
    mlg_run_result_release(&result);
    return taken;
}

static void forget(const department *d, const char *const *names)
{
    for (; *names; names++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", d->folder, *names);
        unlink(path);
    }
}

static void run_all(const department *d)
{
    static const char *const made[] = { "department.gpkg", "department.times", "department.hierarchy", NULL };
    double search_s = (double)INFINITY, sweep_s = (double)INFINITY, auto_s = (double)INFINITY;
    run(d, "auto", "network read from the extract");
    for (int i = 0; i < REPEATS; i++) {
        forget(d, made);
        search_s = fmin(search_s, run(d, "search", "engine search"));
        forget(d, made);
        sweep_s = fmin(sweep_s, run(d, "sweep", "engine sweep"));
        forget(d, made);
        auto_s = fmin(auto_s, run(d, "auto", "engine auto"));
    }
    forget(d, (const char *const[]){ "department.gpkg", "department.times", NULL });
    run(d, "auto", "auto, network prepared");
    double changed_s = (double)INFINITY;
    for (int i = 0; i < REPEATS; i++) { /* onto the study of the run before, whose tables it replaces */
        write_doctors(d, 2 + i);
        changed_s = fmin(changed_s, run(d, "auto", "auto, supply changed"));
    }
    bar("study_auto_over_best_engine", auto_s / fmin(search_s, sweep_s), 1.25, false);
    bar("study_supply_changed_over_auto", changed_s / auto_s, 1, false);
}

/* ---- the bench --------------------------------------------------------------------------------------------- */

static void bench(int32_t n_nodes, int32_t n_squares)
{
    department d = { .n_squares = n_squares, .random = 7, .folder = "/tmp/bench-study-XXXXXX" };
    bench_commune *communes;
    int32_t n_communes;
    mlg_error err;
    must(bench_communes(&communes, &n_communes, n_nodes, 1, &err), &err);
    must(bench_graph_init(&d.graph, communes, n_communes, n_nodes, 1, &err), &err);
    must(MLG_NEW(&d.square, (size_t)n_squares, "squares", &err), &err);
    for (int32_t s = 0; s < n_squares; s++)
        d.square[s] = below(&d.random, d.graph.forward.view.n_nodes);
    if (!mkdtemp(d.folder)) {
        perror(d.folder);
        exit(1);
    }
    printf("\n%d junctions, %d communes, %d squares\n", d.graph.forward.view.n_nodes, d.graph.n_centres,
           n_squares);
    write_roads(&d);
    write_people(&d);
    run_all(&d);
    forget(&d, (const char *const[]){ "roads.osm", "communes.csv", "squares.csv", "sites.csv", "doctors.csv",
                                      "study.yaml", "department.gpkg", "department.network",
                                      "department.hierarchy", "department.times", NULL });
    rmdir(d.folder);
    bench_graph_release(&d.graph);
    free(communes);
    free(d.square);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        bench(atoi(argv[1]), argc > 2 ? atoi(argv[2]) : 0);
        return 0;
    }
    bench(29000, 0);
    bench(185000, 0);
    bench(185000, 40000);
    return 0;
}
