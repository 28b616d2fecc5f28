#include "land.h"

#include "base/memory.h"
#include "measure.h"
#include "network/roads/profile.h"
#include "support.h"

mlg_anchor land_at(int32_t node)
{
    return (mlg_anchor){ { node, MLG_NOWHERE }, { 0, 0 } };
}

static void settle(land *l, const int32_t *site, int32_t n_sites)
{
    mlg_error err;
    l->n_sites = n_sites;
    must(MLG_NEW(&l->site, (size_t)n_sites, "bench", &err), &err);
    must(MLG_NEW(&l->cell, (size_t)l->view.n_nodes, "bench", &err), &err);
    for (int32_t j = 0; j < n_sites; j++)
        l->site[j] = land_at(site[j]);
    for (int32_t v = 0; v < l->view.n_nodes; v++)
        if ((int64_t)v * 46 % 100 < 46)
            l->cell[l->n_cells++] = land_at(v);
    printf("\n%d nodes, %d arcs, %d sites, %d cells\n", l->view.n_nodes, l->view.n_arcs, n_sites, l->n_cells);
}

void land_generate(land *l, int32_t n_nodes)
{
    mlg_error err;
    bench_commune *communes;
    int32_t n_communes;
    must(bench_communes(&communes, &n_communes, n_nodes, 62, &err), &err);
    must(bench_graph_init(&l->graph, communes, n_communes, n_nodes, 62, &err), &err);
    free(communes);
    l->view = l->graph.forward.view;
    settle(l, l->graph.site, l->graph.n_sites);
}

void land_read(land *l, const char *path, int32_t n_sites)
{
    mlg_error err;
    mlg_profile *car;
    mlg_osm *osm;
    int32_t *site;
    uint64_t random = 62;
    must(mlg_profile_load(&car, "car", &err), &err);
    must(mlg_osm_open(&osm, path, &err), &err);
    must(mlg_graph_build(&l->city, osm, &(mlg_graph_options){ .profile = car }, &err), &err);
    mlg_osm_close(osm);
    mlg_profile_free(car);
    l->view = mlg_graph_forward_view(l->city);
    must(MLG_NEW(&site, (size_t)n_sites, "bench", &err), &err);
    for (int32_t j = 0; j < n_sites; j++)
        site[j] = random_below(&random, l->view.n_nodes);
    settle(l, site, n_sites);
    free(site);
}

void land_release(land *l)
{
    mlg_spots_free(l->cells);
    mlg_hierarchy_free(l->hierarchy);
    free(l->cell);
    free(l->site);
    bench_graph_release(&l->graph);
    mlg_graph_free(l->city);
}
