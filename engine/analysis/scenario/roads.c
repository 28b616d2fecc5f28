/* Roads that close, slow or open: what they are is recorded here, with the ways that each line touches. */
#include "analysis/scenario/inner.h"
#include "analysis/travel/model.h"
#include "analysis/travel/road_changes.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "network/roads/sphere.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { WAYS_SHOWN = 20 };

typedef struct {
    int32_t segments, edges, ways;
    double km;
    mlg_text list; /* of the ways, in words */
} extent;

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static mlg_status list_ways(extent *e, int64_t *ids, int32_t count, mlg_error *err)
{
    if (count > 0)
        qsort(ids, (size_t)count, sizeof *ids, by_number);
    mlg_text_add(&e->list, "voies OpenStreetMap ");
    for (int32_t k = 0; k < count; k++) {
        if (k > 0 && ids[k] == ids[k - 1])
            continue;
        if (e->ways++ < WAYS_SHOWN)
            mlg_text_printf(&e->list, "%s%lld", e->ways > 1 ? ", " : "", (long long)ids[k]);
    }
    if (e->ways > WAYS_SHOWN)
        mlg_text_printf(&e->list, " et %d autres", (int)(e->ways - WAYS_SHOWN));
    return mlg_text_status(&e->list, err);
}

static mlg_status measure(extent *e, const mlg_graph *g, const uint8_t *touched, mlg_error *err)
{
    int64_t *ids;
    MLG_TRY(MLG_NEW(&ids, (size_t)g->n_segments, "ways", err));
    for (int32_t s = 0; s < g->n_segments; s++) {
        int edges = touched[2 * s] + touched[2 * s + 1];
        if (edges == 0)
            continue;
        ids[e->segments++] = g->way_id[g->way[s]];
        e->edges += edges;
        e->km += g->length_dm[s] / 1e4;
    }
    mlg_status st = list_ways(e, ids, e->segments, err);
    free(ids);
    return st;
}

static mlg_status survey(extent *e, const mlg_graph *g, const mlg_road_change *change, mlg_error *err)
{
    uint8_t *touched;
    MLG_TRY(MLG_NEW(&touched, 2 * (size_t)g->n_segments, "roads", err));
    mlg_status st = mlg_graph_touch(NULL, touched, g, &change->what, err);
    if (st == MLG_OK)
        st = measure(e, g, touched, err);
    free(touched);
    return st;
}

static mlg_status record(mlg_scenario_job *j, const mlg_node *node, const mlg_road_change *change, const extent *e,
                         mlg_error *err)
{
    char before[96], after[64];
    snprintf(before, sizeof before, "%d tronçons, %.2f km, %d sens", (int)e->segments, e->km, (int)e->edges);
    mlg_decimal_comma(before);
    if (change->what.kmh > 0)
        snprintf(after, sizeof after, "%g km/h", change->what.kmh);
    else
        snprintf(after, sizeof after, "fermés");
    mlg_decimal_comma(after);
    const mlg_scenario_note note = { .kind = "route", .label = e->list.data, .before = before, .after = after };
    return mlg_scenario_record(j, node, &note, true, err);
}

/* The line of a new road, which its network joins to the others: reading that fails where it joins none. */
static mlg_status record_new(mlg_scenario_job *j, const mlg_node *node, const mlg_road_change *change,
                             mlg_error *err)
{
    char after[96];
    double metres = 0;
    for (int32_t k = 0; k + 1 < change->what.count; k++)
        metres += mlg_sphere_distance_m(
            (int32_t)lround(change->lon[k] * 1e7), (int32_t)lround(change->lat[k] * 1e7),
            (int32_t)lround(change->lon[k + 1] * 1e7), (int32_t)lround(change->lat[k + 1] * 1e7));
    snprintf(after, sizeof after, "%.2f km à %g km/h, %d sens", metres / 1000, change->what.kmh,
             change->what.forward + change->what.backward);
    mlg_decimal_comma(after);
    const mlg_scenario_note note = {
        .kind = "route", .label = "route nouvelle", .before = "aucune", .after = after
    };
    return mlg_scenario_record(j, node, &note, true, err);
}

mlg_status mlg_scenario_change_road(mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    mlg_road_change change = { .lon = NULL };
    extent e = { .segments = 0 };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_road_change_read(&change, node, err));
    if (!mlg_study_has_model(j->study, "road")) {
        st = mlg_fail(err, MLG_INPUT, "%s: the trips of the study are not by road", node->where);
        mlg_hint(err, "'roads' needs travel: { model: road, osm: ... } in the study file");
        goto done;
    }
    if (!j->graph)
        MLG_GO(mlg_study_graph(&j->graph, j->study, err));
    if (change.opens) {
        st = record_new(j, node, &change, err);
        goto done;
    }
    MLG_GO(survey(&e, j->graph, &change, err));
    if (e.edges == 0) {
        st = mlg_fail(err, MLG_INPUT, "%s: the line touches no road of the study that is open", node->where);
        mlg_hint(err, "longitudes come first; 'across' cuts roads, 'along' follows them within 15 m");
        goto done;
    }
    st = record(j, node, &change, &e, err);
done:
    mlg_text_release(&e.list);
    mlg_road_change_release(&change);
    return st;
}
