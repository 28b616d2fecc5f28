#include "analysis/travel/routes.h"

#include "analysis/travel/model_inner.h"
#include "base/length.h"
#include "base/memory.h"
#include "network/search/itinerary.h"

#include <math.h>

static const int32_t a_day_ds = 864000; /* no longer time is searched */

/* ---- times -------------------------------------------------------------------------------------------------------- */

/* The sites located at each place, by which rows of a travel model become columns; several sites may share a
 * place. */
typedef struct {
    int32_t n;
    int32_t *first, *site; /* sites of place p: site[first[p] .. first[p + 1]) */
    bool to_site;          /* a row holds times to its site rather than from it */
} columns;

static void put(int32_t *time_s, const columns *c, int32_t row_site, const mlg_row *row)
{
    for (int32_t k = 0; k < row->count; k++)
        for (int32_t s = c->first[row->place[k]]; s < c->first[row->place[k] + 1]; s++) {
            int64_t from = c->to_site ? c->site[s] : row_site, to = c->to_site ? row_site : c->site[s];
            time_s[from * c->n + to] = (row->time_ds[k] + 9) / 10;
        }
}

static mlg_status fill(int32_t *time_s, mlg_travel *travel, const columns *c, mlg_error *err)
{
    mlg_travel_scratch *scratch = NULL;
    mlg_row row;
    mlg_status st = MLG_OK;
    for (int64_t k = 0; k < (int64_t)c->n * c->n; k++)
        time_s[k] = MLG_UNREACHABLE;
    MLG_GO(mlg_travel_scratch_new(&scratch, travel, err));
    for (int32_t s = 0; s < c->n; s++) {
        MLG_GO(mlg_travel_row(travel, s, a_day_ds, scratch, &row, err));
        put(time_s, c, s, &row);
    }
    for (int64_t s = 0; s < c->n; s++)
        time_s[s * c->n + s] = 0;
done:
    mlg_travel_scratch_free(scratch);
    return st;
}

/* place_of[n]: the place whose times stand for those of each site. */
static mlg_status columns_init(columns *c, const int32_t *place_of, int32_t n, int32_t n_places, mlg_error *err)
{
    c->n = n;
    MLG_TRY(MLG_NEW(&c->first, (size_t)n_places + 2, "times between sites", err));
    MLG_TRY(MLG_NEW(&c->site, (size_t)n, "times between sites", err));
    for (int32_t s = 0; s < n; s++)
        if (place_of[s] >= 0)
            c->first[place_of[s] + 2]++;
    for (int32_t p = 0; p < n_places; p++)
        c->first[p + 2] += c->first[p + 1];
    for (int32_t s = 0; s < n; s++)
        if (place_of[s] >= 0)
            c->site[c->first[place_of[s] + 1]++] = s;
    return MLG_OK;
}

/* A travel model whose places are the sites themselves. */
static mlg_status own_model(mlg_travel **travel, mlg_road_model **road_model, mlg_study *study,
                            const mlg_sites *sites, const int32_t *itself, mlg_error *err)
{
    mlg_snap *snaps = NULL;
    mlg_status st = MLG_OK;
    if (!mlg_study_has_model(study, "road")) {
        mlg_crow_params params;
        MLG_TRY(mlg_study_crow_by_land(&params, study, err));
        mlg_points points = { sites->count, sites->x_m, sites->y_m, sites->density };
        return mlg_travel_crow(travel, &params, &points, &points, itself, err);
    }
    MLG_GO(mlg_roads_attach(&snaps, study, sites, err));
    MLG_GO(mlg_road_model_new(road_model, study->travel->roads.graph, snaps, sites->count,
                              mlg_roads_direction(study), err));
    st = mlg_travel_road(travel, *road_model, snaps, sites->count, itself, 0, err);
done:
    free(snaps);
    return st;
}

mlg_status mlg_study_times_between_sites(int32_t *time_s, mlg_study *study, const mlg_places *places,
                                         const mlg_sites *sites, mlg_error *err)
{
    columns c = { 0 };
    int32_t *place_of = NULL;
    bool given = mlg_study_has_model(study, "table");
    mlg_travel *travel = NULL;
    mlg_road_model *road_model = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_study_open_travel(study, places, err));
    c.to_site = given || !mlg_study_has_model(study, "road") || mlg_roads_direction(study) == MLG_TO_SITE;
    MLG_GO(MLG_NEW(&place_of, (size_t)sites->count, "times between sites", err));
    for (int32_t s = 0; s < sites->count; s++)
        place_of[s] = !given ? s : sites->place[s] >= 0 ? sites->place[s] : sites->commune[s];
    if (given)
        MLG_GO(mlg_study_travel(&travel, study, places, sites, err));
    else
        MLG_GO(own_model(&travel, &road_model, study, sites, place_of, err));
    MLG_GO(columns_init(&c, place_of, sites->count, given ? places->count : sites->count, err));
    st = fill(time_s, travel, &c, err);
done:
    mlg_travel_free(travel);
    mlg_road_model_free(road_model);
    free(place_of);
    free(c.first);
    free(c.site);
    return st;
}

/* ---- lines -------------------------------------------------------------------------------------------------------- */

void mlg_study_route_release(mlg_study_route *way)
{
    free(way->x_m);
    free(way->y_m);
    *way = (mlg_study_route){ 0 };
}

static mlg_status make_room(mlg_study_route *way, int32_t count, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&way->x_m, (size_t)count, "ways", err));
    MLG_TRY(MLG_NEW(&way->y_m, (size_t)count, "ways", err));
    way->count = count;
    return MLG_OK;
}

static mlg_status go_straight(mlg_study_route *way, const mlg_study *study, const mlg_sites *sites, int32_t from,
                              int32_t to, mlg_error *err)
{
    MLG_TRY(make_room(way, 2, err));
    way->x_m[0] = sites->x_m[from];
    way->y_m[0] = sites->y_m[from];
    way->x_m[1] = sites->x_m[to];
    way->y_m[1] = sites->y_m[to];
    way->length_m =
        mlg_study_crow(study).detour * mlg_length(way->x_m[1] - way->x_m[0], way->y_m[1] - way->y_m[0]);
    return MLG_OK;
}

/* Converts a route to metres, from one site to the other. */
static mlg_status take_line(mlg_study_route *way, const mlg_itinerary *line, mlg_transform *to_metres,
                            const mlg_sites *sites, int32_t from, int32_t to, mlg_error *err)
{
    size_t failed;
    MLG_TRY(make_room(way, line->count + 2, err));
    for (int32_t k = 0; k < line->count; k++) {
        way->x_m[k + 1] = 1e-7 * line->lon_e7[k];
        way->y_m[k + 1] = 1e-7 * line->lat_e7[k];
    }
    mlg_transform_points(to_metres, way->x_m + 1, way->y_m + 1, (size_t)line->count, &failed);
    way->x_m[0] = sites->x_m[from];
    way->y_m[0] = sites->y_m[from];
    way->x_m[way->count - 1] = sites->x_m[to];
    way->y_m[way->count - 1] = sites->y_m[to];
    way->length_m = line->length_m;
    way->on_roads = true;
    return MLG_OK;
}

static mlg_status follow_roads(mlg_study_route *way, mlg_study *study, const mlg_sites *sites, const int32_t *from,
                               const int32_t *to, int32_t n, mlg_error *err)
{
    const mlg_graph *graph = study->travel->roads.graph;
    mlg_snap *snaps = NULL;
    mlg_search *search = NULL;
    mlg_itinerary line = { 0 };
    mlg_transform *to_metres = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_transform_epsg(&to_metres, 4326, study->epsg, err));
    MLG_GO(mlg_search_new(&search, graph->n_nodes, err));
    MLG_GO(mlg_roads_attach(&snaps, study, sites, err));
    for (int32_t k = 0; k < n; k++) {
        MLG_GO(mlg_itinerary_find(&line, search, graph, &snaps[from[k]], &snaps[to[k]], err));
        if (line.count > 0)
            MLG_GO(take_line(&way[k], &line, to_metres, sites, from[k], to[k], err));
        else
            MLG_GO(go_straight(&way[k], study, sites, from[k], to[k], err));
    }
done:
    mlg_itinerary_release(&line);
    mlg_search_free(search);
    mlg_transform_free(to_metres);
    free(snaps);
    return st;
}

mlg_status mlg_study_routes(mlg_study_route *way, mlg_study *study, const mlg_sites *sites, const int32_t *from,
                            const int32_t *to, int32_t n, mlg_error *err)
{
    if (study->travel && mlg_study_has_model(study, "road"))
        return follow_roads(way, study, sites, from, to, n, err);
    for (int32_t k = 0; k < n; k++)
        MLG_TRY(go_straight(&way[k], study, sites, from[k], to[k], err));
    return MLG_OK;
}
