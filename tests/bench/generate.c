#include "generate.h"

#include "base/memory.h"
#include "support.h"
#include "works.h"

#include <math.h>
#include <string.h>

/* Half of all communes have fewer than 450 people; one in 15 is a town above 4,500, one in 125 a city above
 * 25,000. */
static double draw_persons(uint64_t *random)
{
    double rank = random_unit(random), persons = 450 * exp(1.3 * works_bell(random));
    return rank < 1.0 / 125 ? 25000 + 25 * persons : rank < 1.0 / 15 ? 4500 + 5 * persons : persons;
}

mlg_status bench_communes(bench_commune **out, int32_t *count, int32_t n_nodes, uint64_t seed, mlg_error *err)
{
    int32_t side = (int32_t)ceil(sqrt(n_nodes / 145.0));
    double step_m = 3870;
    *count = side * side;
    MLG_TRY(MLG_NEW(out, (size_t)*count, "communes", err));
    for (int32_t i = 0; i < *count; i++) {
        bench_commune *c = *out + i;
        c->x_m = step_m * (i % side + 0.8 * random_unit(&seed));
        c->y_m = step_m * (i / side + 0.8 * random_unit(&seed));
        c->side_m = step_m;
        c->persons = draw_persons(&seed);
    }
    return MLG_OK;
}

void works_release(works *w)
{
    mlg_search_free(w->search);
    mlg_csr_release(&w->roads);
    free(w->x_m);
    free(w->y_m);
    free(w->centre);
    free(w->streets);
    free(w->street_of_arc);
    memset(w, 0, sizeof *w);
}

/* All streets as arcs between points, in the directions they may be driven. */
static mlg_status streets_as_arcs(mlg_arcs *arcs, const works *w, mlg_error *err)
{
    MLG_TRY(mlg_arcs_init(arcs, w->n_points, 2 * w->n_streets, err));
    arcs->n_arcs = 0;
    for (int32_t i = 0; i < w->n_streets; i++) {
        const street *s = &w->streets[i];
        for (int way = 0; way < 2; way++) {
            if (s->one_way == (way ? 1 : -1))
                continue;
            arcs->tail[arcs->n_arcs] = way ? s->v : s->u;
            arcs->head[arcs->n_arcs] = way ? s->u : s->v;
            arcs->time_ds[arcs->n_arcs++] = works_time_ds(s);
        }
    }
    return MLG_OK;
}

static int32_t capital(const works *w)
{
    int32_t largest = 0;
    for (int32_t i = 1; i < w->n_communes; i++)
        if (w->commune[i].persons > w->commune[largest].persons)
            largest = i;
    return w->centre[largest];
}

/* Adds 1 to `hits` of every point that the capital reaches in this direction. */
static mlg_status count_reached(uint8_t *hits, const works *w, const mlg_arcs *arcs, mlg_orientation orientation,
                                mlg_error *err)
{
    mlg_csr csr;
    mlg_reached reached;
    mlg_search_options all = { .limit_ds = MLG_TIME_MAX };
    mlg_seed seed = { capital(w), 0 };
    MLG_TRY(mlg_csr_init(&csr, arcs, orientation, err));
    mlg_status st = mlg_search_run(&reached, w->search, &csr.view, &seed, 1, &all, err);
    for (int32_t i = 0; st == MLG_OK && i < reached.count; i++)
        hits[reached.node[i]]++;
    mlg_csr_release(&csr);
    return st;
}

/* number[point]: its node among the points reached both ways, -1 for the others. */
static mlg_status number_connected(int32_t *number, int32_t *n_nodes, const works *w, const mlg_arcs *arcs,
                                   mlg_error *err)
{
    mlg_status st;
    uint8_t *hits = NULL;
    MLG_GO(MLG_NEW(&hits, (size_t)w->n_points, "reached junctions", err));
    MLG_GO(count_reached(hits, w, arcs, MLG_FORWARD, err));
    MLG_GO(count_reached(hits, w, arcs, MLG_REVERSE, err));
    *n_nodes = 0;
    for (int32_t i = 0; i < w->n_points; i++)
        number[i] = hits[i] == 2 ? (*n_nodes)++ : -1;
done:
    free(hits);
    return st;
}

static void keep_arcs(mlg_arcs *out, const mlg_arcs *arcs, const int32_t *number)
{
    out->n_arcs = 0;
    for (int32_t i = 0; i < arcs->n_arcs; i++) {
        if (number[arcs->tail[i]] < 0 || number[arcs->head[i]] < 0)
            continue;
        out->tail[out->n_arcs] = number[arcs->tail[i]];
        out->head[out->n_arcs] = number[arcs->head[i]];
        out->time_ds[out->n_arcs++] = arcs->time_ds[i];
    }
}

static mlg_status keep_places(bench_graph *out, const works *w, const int32_t *number, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&out->x_m, (size_t)out->arcs.n_nodes, "nodes", err));
    MLG_TRY(MLG_NEW(&out->y_m, (size_t)out->arcs.n_nodes, "nodes", err));
    MLG_TRY(MLG_NEW(&out->centre, (size_t)w->n_communes, "centres", err));
    MLG_TRY(MLG_NEW(&out->centre_persons, (size_t)w->n_communes, "persons of centres", err));
    for (int32_t i = 0; i < w->n_points; i++)
        if (number[i] >= 0) {
            out->x_m[number[i]] = w->x_m[i];
            out->y_m[number[i]] = w->y_m[i];
        }
    for (int32_t i = 0; i < w->n_communes; i++)
        if (number[w->centre[i]] >= 0) {
            out->centre[out->n_centres] = number[w->centre[i]];
            out->centre_persons[out->n_centres++] = w->commune[i].persons;
        }
    return MLG_OK;
}

static int by_number(const void *a, const void *b)
{
    const int32_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

/* Sites by population, the first of a commune at its centre, others some nodes farther along the curve. */
static mlg_status place_sites(bench_graph *out, mlg_error *err)
{
    double total = 0, passed = 0;
    int32_t n = out->arcs.n_nodes / 150, done = 0;
    MLG_TRY(MLG_NEW(&out->site, (size_t)n, "sites", err));
    for (int32_t i = 0; i < out->n_centres; i++)
        total += out->centre_persons[i];
    for (int32_t i = 0; i < out->n_centres; i++) {
        passed += out->centre_persons[i];
        for (int32_t far = 0; done < n && (done + 0.5) * total <= passed * n; far += 5)
            out->site[done++] = (out->centre[i] + far) % out->arcs.n_nodes;
    }
    qsort(out->site, (size_t)done, sizeof *out->site, by_number);
    out->n_sites = done;
    return MLG_OK;
}

static mlg_status build_views(bench_graph *graph, mlg_error *err)
{
    MLG_TRY(mlg_csr_init(&graph->forward, &graph->arcs, MLG_FORWARD, err));
    MLG_TRY(mlg_csr_init(&graph->reverse, &graph->arcs, MLG_REVERSE, err));
    return mlg_search_validate(&graph->forward.view, err);
}

static mlg_status keep_connected(bench_graph *out, const works *w, mlg_error *err)
{
    mlg_status st;
    mlg_arcs arcs = { 0 };
    int32_t *number = NULL, n_nodes = 0;
    MLG_GO(streets_as_arcs(&arcs, w, err));
    MLG_GO(MLG_NEW(&number, (size_t)w->n_points, "numbers of junctions", err));
    MLG_GO(number_connected(number, &n_nodes, w, &arcs, err));
    MLG_GO(mlg_arcs_init(&out->arcs, n_nodes, arcs.n_arcs, err));
    keep_arcs(&out->arcs, &arcs, number);
    MLG_GO(keep_places(out, w, number, err));
    MLG_GO(place_sites(out, err));
    MLG_GO(build_views(out, err));
done:
    mlg_arcs_release(&arcs);
    free(number);
    return st;
}

mlg_status bench_graph_init(bench_graph *out, const bench_commune *communes, int32_t n_communes, int32_t n_nodes,
                            uint64_t seed, mlg_error *err)
{
    mlg_status st;
    works w = { .commune = communes, .n_communes = n_communes, .random = seed };
    memset(out, 0, sizeof *out);
    MLG_GO(works_place_junctions(&w, n_nodes, err));
    MLG_GO(works_order_junctions(&w, err));
    MLG_GO(works_build_streets(&w, err));
    MLG_GO(keep_connected(out, &w, err));
done:
    works_release(&w);
    return st;
}

void bench_graph_release(bench_graph *graph)
{
    mlg_csr_release(&graph->forward);
    mlg_csr_release(&graph->reverse);
    mlg_arcs_release(&graph->arcs);
    free(graph->x_m);
    free(graph->y_m);
    free(graph->centre);
    free(graph->centre_persons);
    free(graph->site);
    memset(graph, 0, sizeof *graph);
}

static void renumber(bench_graph *out, const bench_graph *graph, const int32_t *number)
{
    for (int32_t i = 0; i < graph->arcs.n_arcs; i++) {
        out->arcs.tail[i] = number[graph->arcs.tail[i]];
        out->arcs.head[i] = number[graph->arcs.head[i]];
        out->arcs.time_ds[i] = graph->arcs.time_ds[i];
    }
    for (int32_t v = 0; v < graph->arcs.n_nodes; v++) {
        out->x_m[number[v]] = graph->x_m[v];
        out->y_m[number[v]] = graph->y_m[v];
    }
    out->n_sites = graph->n_sites;
    for (int32_t i = 0; i < graph->n_sites; i++)
        out->site[i] = number[graph->site[i]];
    out->n_centres = graph->n_centres;
    for (int32_t i = 0; i < graph->n_centres; i++) {
        out->centre[i] = number[graph->centre[i]];
        out->centre_persons[i] = graph->centre_persons[i];
    }
}

mlg_status bench_graph_shuffled(bench_graph *out, const bench_graph *graph, uint64_t seed, mlg_error *err)
{
    mlg_status st;
    int32_t n = graph->arcs.n_nodes, *number = NULL;
    memset(out, 0, sizeof *out);
    MLG_GO(MLG_NEW(&number, (size_t)n, "numbers of nodes", err));
    MLG_GO(MLG_NEW(&out->x_m, (size_t)n, "nodes", err));
    MLG_GO(MLG_NEW(&out->y_m, (size_t)n, "nodes", err));
    MLG_GO(MLG_NEW(&out->centre, (size_t)graph->n_centres, "centres", err));
    MLG_GO(MLG_NEW(&out->centre_persons, (size_t)graph->n_centres, "persons of centres", err));
    MLG_GO(MLG_NEW(&out->site, (size_t)graph->n_sites, "sites", err));
    MLG_GO(mlg_arcs_init(&out->arcs, n, graph->arcs.n_arcs, err));
    for (int32_t i = 0; i < n; i++) {
        int32_t at = random_below(&seed, i + 1);
        number[i] = number[at];
        number[at] = i;
    }
    renumber(out, graph, number);
    MLG_GO(build_views(out, err));
done:
    free(number);
    return st;
}
