/* Travel by road in a study: the network, the points snapped to it, and isochrones. */
#include "analysis/travel/model_inner.h"
#include "analysis/travel/road_changes.h"

#include "adapters/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "study/provenance.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void mlg_roads_close(mlg_roads *roads)
{
    mlg_road_plane_free(roads->plane);
    mlg_road_model_free(roads->road_model);
    mlg_snap_index_free(roads->index);
    mlg_graph_free(roads->graph);
    mlg_profile_free(roads->profile);
    mlg_transform_free(roads->to_degrees);
    free(roads->hierarchy_path);
    free(roads->times_path);
    *roads = (mlg_roads){ 0 };
}

static bool towards_site(const mlg_study *study)
{
    const char *direction = study->config->travel->direction;
    return !direction || strcmp(direction, "from_site") != 0;
}

mlg_direction mlg_roads_direction(const mlg_study *study)
{
    return towards_site(study) ? MLG_TO_SITE : MLG_FROM_SITE;
}

/* The box of the places in metres, then that of its sides and corners in degrees, `around_km` farther out. */
static mlg_status box_in_degrees(double box[4], const mlg_study *study, double around_km, mlg_error *err)
{
    mlg_transform *to_degrees;
    const double out_m = 1000 * around_km, west = box[0] - out_m, south = box[1] - out_m, east = box[2] + out_m,
                 north = box[3] + out_m, middle_x = (west + east) / 2, middle_y = (south + north) / 2;
    double x[] = { west, middle_x, east, west, east, west, middle_x, east };
    double y[] = { south, south, south, middle_y, middle_y, north, north, north };
    size_t failed;
    MLG_TRY(mlg_transform_epsg(&to_degrees, study->epsg, 4326, err));
    mlg_transform_points(to_degrees, x, y, sizeof x / sizeof *x, &failed);
    mlg_transform_free(to_degrees);
    box[0] = box[2] = x[0];
    box[1] = box[3] = y[0];
    for (size_t i = 1; i < sizeof x / sizeof *x; i++) {
        box[0] = fmin(box[0], x[i]);
        box[1] = fmin(box[1], y[i]);
        box[2] = fmax(box[2], x[i]);
        box[3] = fmax(box[3], y[i]);
    }
    return MLG_OK;
}

/* The streets to keep of a larger extract, when the study asks for it; *within stays NULL where it does not, or has no places. */
static mlg_status cut_around(const double **within, double box[4], mlg_study *study, mlg_error *err)
{
    const double *around_km = study->config->travel->around_km;
    mlg_stmt *stmt;
    bool row;
    if (!around_km)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "travel/select_places_box", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    bool known = st == MLG_OK && row && !mlg_column_is_null(stmt, 0);
    for (int side = 0; known && side < 4; side++)
        box[side] = mlg_column_double(stmt, side);
    mlg_stmt_free(stmt);
    if (!known)
        return st;
    MLG_TRY(box_in_degrees(box, study, *around_km, err));
    *within = box;
    return mlg_study_note_number(study, "travel", "rues_autour", *around_km,
                                 MLG_REPORT_MARK("km autour des lieux"), "etude", err);
}

static mlg_status open_graph(mlg_roads *s, mlg_study *study, const char *profile, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    char *osm_path = NULL;
    mlg_graph_news news;
    mlg_status st = MLG_OK;
    mlg_graph_options options = {
        .profile = s->profile, .peak = given->peak, .progress = study->progress, .threads = study->threads
    };
    mlg_street_relief relief = { .to_metres = NULL };
    mlg_opened_roads opened;
    double box[4];
    MLG_GO(mlg_opened_roads_read(&opened, study, err));
    options.new_roads = opened.road;
    options.new_road_count = opened.count;
    MLG_GO(cut_around(&options.within, box, study, err));
    MLG_GO(mlg_street_relief_open(&relief, &options, study, profile, err));
    MLG_GO(mlg_study_file_resolve(&osm_path, study->file, study->data_folder, given->osm, err));
    if (study->network_path) {
        MLG_GO(mlg_graph_obtain(&s->graph, &news, study->network_path, osm_path, &options, err));
        snprintf(s->rebuilt, sizeof s->rebuilt, "%s", news.found);
    } else {
        mlg_osm *osm = NULL;
        MLG_GO(mlg_osm_open(&osm, osm_path, err));
        st = mlg_graph_build(&s->graph, osm, &options, err);
        mlg_osm_close(osm);
    }
    if (st == MLG_OK)
        st = mlg_street_relief_note(&relief, study, s->graph, err);
done:
    mlg_street_relief_close(&relief);
    mlg_opened_roads_release(&opened);
    free(osm_path);
    return st;
}

const char *mlg_study_profile_file(const mlg_study *study)
{
    return mlg_travel_profile_file(study->config->travel);
}

const char *mlg_travel_profile_file(const mlg_config_travel *travel)
{
    static const char *const embedded[] = { "car", "bicycle", "foot" };
    const char *name = travel ? travel->profile : NULL;
    for (size_t i = 0; name && i < sizeof embedded / sizeof *embedded; i++)
        if (strcmp(name, embedded[i]) == 0)
            return NULL;
    return name;
}

bool mlg_travel_file(const char **key, const char **name, const mlg_config_travel *travel, unsigned k)
{
    const struct {
        const char *key, *name;
    } single[] = {
        { "travel.osm", travel->osm },   { "travel.profile", mlg_travel_profile_file(travel) },
        { "travel.grid", travel->grid }, { "travel.elevation", travel->elevation },
        { "travel.path", travel->path },
    };
    const unsigned singles = sizeof single / sizeof *single;
    if (k >= singles + travel->gtfs_count)
        return false;
    *key = k < singles ? single[k].key : "travel.gtfs";
    *name = k < singles ? single[k].name : travel->gtfs[k - singles];
    return true;
}

static mlg_status open_profile(mlg_roads *s, mlg_study *study, const char *name, mlg_error *err)
{
    const char *file = mlg_study_profile_file(study);
    char *path = NULL;
    if (file)
        MLG_TRY(mlg_study_file_resolve(&path, study->file, study->data_folder, file, err));
    mlg_status st = mlg_profile_load(&s->profile, file ? path : name, err);
    free(path);
    return mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel.profile"));
}

static mlg_status to_degrees(double **lon, double **lat, mlg_roads *s, const double *x, const double *y, int32_t n,
                             mlg_error *err)
{
    size_t failed;
    *lon = *lat = NULL;
    MLG_TRY(MLG_NEW(lon, (size_t)n, "coordinates", err));
    MLG_TRY(MLG_NEW(lat, (size_t)n, "coordinates", err));
    if (n > 0) {
        memcpy(*lon, x, (size_t)n * sizeof *x);
        memcpy(*lat, y, (size_t)n * sizeof *y);
    }
    mlg_transform_points(s->to_degrees, *lon, *lat, (size_t)n, &failed);
    return MLG_OK;
}

static mlg_snap_options snap_options(const mlg_study *study)
{
    return (mlg_snap_options){ .radius_m = mlg_config_travel_snap_metres(study->config->travel),
                               .threads = study->threads };
}

mlg_status mlg_roads_snap(mlg_snap **snaps, int32_t count[MLG_SNAP_STATUSES], mlg_study *study, const double *x,
                          const double *y, int32_t n, mlg_error *err)
{
    double *lon = NULL, *lat = NULL;
    mlg_snap_options options = snap_options(study);
    mlg_status st = MLG_OK;
    *snaps = NULL;
    MLG_GO(to_degrees(&lon, &lat, &study->travel->roads, x, y, n, err));
    MLG_GO(MLG_NEW(snaps, (size_t)n, "points on roads", err));
    st = mlg_snap_points(*snaps, count, study->travel->roads.index, lon, lat, n, &options, err);
done:
    free(lon);
    free(lat);
    return st;
}

/* Why a point is listed; NULL: it is attached to the nearest road, which is on the main network. */
static const char *odd_place(const mlg_snap *snap)
{
    if (snap->status == MLG_SNAP_ISLAND)
        return "raccordé à un îlot du réseau";
    if (snap->status != MLG_SNAP_MAIN)
        return "aucune route à portée";
    return snap->passed_over_m > 0 ? "voie isolée plus proche, non retenue" : NULL;
}

static mlg_status count_odd_places(mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/count_odd_points", err));
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* The points for which there is a reason, as JSON. */
static mlg_status write_points(char **out, const char *const *code, const char *const *why, int32_t n,
                               mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "points");
    for (int32_t i = 0; i < n; i++) {
        if (!why[i])
            continue;
        mlg_json_object(json, NULL);
        mlg_json_text(json, "code", code[i]);
        mlg_json_text(json, "motif", why[i]);
        mlg_json_end(json);
    }
    mlg_json_end(json);
    mlg_status st = mlg_json_finish_compact(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_travel_reject(mlg_study *study, const char *what, const char *const *code, const char *const *why,
                             int32_t n, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    char *points = NULL;
    MLG_TRY(write_points(&points, code, why, n, err));
    mlg_status st = mlg_db_query(&stmt, study->db, "access/insert_unattached", err);
    if (st == MLG_OK) {
        mlg_bind_text(stmt, ":points", points);
        mlg_bind_text(stmt, ":valeur", what);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    free(points);
    return st;
}

/* Lists the points that are not on the main network, and those for which a nearer road was passed over. */
mlg_status mlg_roads_list_odd(mlg_study *study, const char *what, const char *const *code, const mlg_snap *snaps,
                              int32_t n, mlg_error *err)
{
    const char **why;
    MLG_TRY(MLG_NEW(&why, (size_t)n, "points", err));
    for (int32_t i = 0; i < n; i++)
        why[i] = odd_place(&snaps[i]);
    mlg_status st = mlg_travel_reject(study, what, code, why, n, err);
    free(why);
    return st == MLG_OK ? count_odd_places(study, err) : st;
}

static mlg_status note_road(mlg_study *study, const mlg_places *places, const mlg_snap *snaps,
                            const int32_t count[MLG_SNAP_STATUSES], mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    double walk = 0, furthest = 0, lost = 0;
    for (int32_t i = 0; i < places->count; i++) {
        if (snaps[i].segment < 0) {
            lost += places->population[i];
            continue;
        }
        walk += snaps[i].distance_m;
        furthest = fmax(furthest, snaps[i].distance_m);
    }
    int32_t attached = count[MLG_SNAP_MAIN] + count[MLG_SNAP_ISLAND];
    MLG_TRY(mlg_study_note(study, "travel", "modele", MLG_MODEL_ROAD, NULL, "etude", err));
    MLG_TRY(mlg_study_note(study, "travel", "reseau", given->osm, NULL,
                           "© les contributeurs d'OpenStreetMap, ODbL", err));
    MLG_TRY(mlg_study_note(study, "travel", "profil", mlg_config_travel_profile(given), NULL,
                           given->profile ? "etude" : "defaut", err));
    MLG_TRY(mlg_study_note(study, "travel", "heures", given->peak ? "de pointe" : "creuses", NULL, "etude", err));
    MLG_TRY(mlg_study_note(study, "travel", "sens", towards_site(study) ? MLG_SENSE_TO_SITE : MLG_SENSE_FROM_SITE,
                           NULL, given->direction ? "etude" : "defaut", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "raccordement_max", snap_options(study).radius_m, "m",
                                  given->snap_metres ? "etude" : "defaut", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "raccordement_moyen",
                                  attached > 0 ? walk / attached : (double)NAN, "m", "calcul", err));
    MLG_TRY(
        mlg_study_note_number(study, "travel", "raccordement_plus_long", furthest, "m, à pied", "calcul", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "lieux_non_raccordes",
                                  count[MLG_SNAP_FAR] + count[MLG_SNAP_INVALID], "lieux", "calcul", err));
    return mlg_study_note_number(study, "travel", "habitants_non_raccordes", lost, "personnes", "calcul", err);
}

/* ---- the engine, and what is kept beside the study ---- */

mlg_status mlg_roads_beside(char **path, const mlg_study *study, const char *extension, mlg_error *err)
{
    const char *beside = study->kept_path ? study->kept_path : study->network_path;
    if (!beside)
        return MLG_OK;
    char found[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_with_extension(found, beside, extension, err));
    return mlg_copy_text(path, found, err);
}

mlg_status mlg_times_beside(char **path, const mlg_study *study, mlg_error *err)
{
    return study->times_path ? mlg_copy_text(path, study->times_path, err)
                             : mlg_roads_beside(path, study, ".times", err);
}

static mlg_engine engine_of(const mlg_study *study)
{
    static const char *const names[] = {
        [MLG_ENGINE_AUTO] = "auto", [MLG_ENGINE_SEARCH] = "search", [MLG_ENGINE_SWEEP] = "sweep"
    };
    const char *given = study->config->travel->engine;
    for (int i = MLG_ENGINE_SEARCH; given && i <= MLG_ENGINE_SWEEP; i++)
        if (strcmp(given, names[i]) == 0)
            return (mlg_engine)i;
    return MLG_ENGINE_AUTO;
}

mlg_status mlg_roads_choose_engine(mlg_roads *s, const mlg_study *study, mlg_error *err)
{
    MLG_TRY(mlg_roads_beside(&s->hierarchy_path, study, ".hierarchy", err));
    MLG_TRY(mlg_times_beside(&s->times_path, study, err));
    const mlg_road_model_options options = {
        .engine = engine_of(study),
        .hierarchy_path = s->hierarchy_path,
        .rows_path = s->times_path,
        .threads = study->threads,
        .most_bytes = study->times_path ? INT64_MAX : 0,
        .prepare_only = study->prepare_only,
    };
    return mlg_road_model_keep(s->road_model, &options, err);
}

void mlg_travel_say(mlg_travel_account *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(to->line[to->lines], sizeof to->line[0], mlg_tr(format), arguments);
    va_end(arguments);
    to->lines++;
}

/* What the engine did, in sentences for the summary of the run. */
static void account_for(mlg_travel_account *to, const mlg_roads *s, const mlg_road_model_report *r)
{
    static const char *const origins[] = { [MLG_HIERARCHY_OPENED] = MLG_MARK("reused"),
                                           [MLG_HIERARCHY_CUSTOMISED] = MLG_MARK("customised"),
                                           [MLG_HIERARCHY_PREPARED] = MLG_MARK("prepared") };
    to->rows = (mlg_run_travel){ r->searched, r->swept, r->nearest, s->isochrones, r->kept };
    mlg_travel_say(to, "travel by road: %lld rows swept, %lld searched, %lld nearest-site searches, %lld reused",
                   (long long)r->swept, (long long)r->searched, (long long)r->nearest, (long long)r->kept);
    if (*r->choice.reason)
        mlg_travel_say(to, r->prepared ? MLG_MARK("engine: %s; network %s") : MLG_MARK("engine: %s"),
                       r->choice.reason, mlg_tr(origins[r->origin]));
    if (*s->rebuilt)
        mlg_travel_say(to, "network rebuilt: %s", s->rebuilt);
    if (*r->hierarchy)
        mlg_travel_say(to, "prepared network: %s", r->hierarchy);
    if (*r->rows)
        mlg_travel_say(to, "times kept: %s", r->rows);
}

/* The engine requested: the one chosen depends on the machine and on the kept files, and is in the summary of the
 * run. */
static mlg_status note_engine(mlg_study *study, mlg_error *err)
{
    static const char *const names[] = { [MLG_ENGINE_AUTO] = "le plus rapide",
                                         [MLG_ENGINE_SEARCH] = "recherches bornées",
                                         [MLG_ENGINE_SWEEP] = "balayages par lots" };
    return mlg_study_note(study, "travel", "moteur", names[engine_of(study)], "sans effet sur les temps",
                          study->config->travel->engine ? "etude" : "defaut : auto", err);
}

mlg_status mlg_roads_settle(mlg_travel_account *account, mlg_study *study, mlg_error *err)
{
    mlg_roads *s = &study->travel->roads;
    MLG_TRY(mlg_road_model_save(s->road_model, err));
    const mlg_road_model_report report = mlg_road_model_figures(s->road_model);
    account_for(account, s, &report);
    return note_engine(study, err);
}

static mlg_status attach_places(mlg_roads *s, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    mlg_snap *snaps = NULL;
    int32_t count[MLG_SNAP_STATUSES];
    mlg_status st = MLG_OK;
    MLG_GO(mlg_roads_snap(&snaps, count, study, places->x_m, places->y_m, places->count, err));
    MLG_GO(mlg_road_model_new(&s->road_model, s->graph, snaps, places->count, mlg_roads_direction(study), err));
    MLG_GO(mlg_roads_choose_engine(s, study, err));
    MLG_GO(mlg_roads_list_odd(study, "lieu", places->code, snaps, places->count, err));
    MLG_GO(note_road(study, places, snaps, count, err));
done:
    free(snaps);
    return st;
}

mlg_status mlg_roads_open_streets(mlg_study *study, const char *profile, mlg_error *err)
{
    mlg_roads *s = &study->travel->roads;
    char crs[32];
    snprintf(crs, sizeof crs, "EPSG:%d", study->epsg);
    MLG_TRY(open_profile(s, study, profile, err));
    mlg_status st = open_graph(s, study, profile, err);
    if (st == MLG_OK)
        st = mlg_study_alter_roads(&s->graph, study, err);
    if (st == MLG_OK)
        st = mlg_study_note_file(study, "travel.osm", "osm", study->config->travel->osm, err);
    MLG_TRY(mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel.osm")));
    MLG_TRY(mlg_roads_write_network(study, &s->graph->report, err));
    MLG_TRY(mlg_snap_index_new(&s->index, s->graph, err));
    return mlg_transform_new(&s->to_degrees, crs, "EPSG:4326", err);
}

mlg_status mlg_study_graph(mlg_graph **graph, mlg_study *study, mlg_error *err)
{
    mlg_roads s = { .graph = NULL };
    const char *profile = mlg_config_travel_profile(study->config->travel);
    *graph = NULL;
    mlg_status st = open_profile(&s, study, profile, err);
    if (st == MLG_OK)
        st = open_graph(&s, study, profile, err);
    *graph = s.graph;
    s.graph = NULL;
    mlg_roads_close(&s);
    return st;
}

mlg_status mlg_roads_open(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    MLG_TRY(mlg_roads_open_streets(study, mlg_config_travel_profile(study->config->travel), err));
    return attach_places(&study->travel->roads, study, places, err);
}

mlg_status mlg_roads_attach(mlg_snap **snaps, mlg_study *study, const mlg_sites *sites, mlg_error *err)
{
    int32_t count[MLG_SNAP_STATUSES];
    MLG_TRY(mlg_roads_snap(snaps, count, study, sites->x_m, sites->y_m, sites->count, err));
    return mlg_roads_list_odd(study, "site", sites->code, *snaps, sites->count, err);
}

mlg_status mlg_roads_travel(mlg_travel **travel, mlg_study *study, const mlg_sites *sites, mlg_error *err)
{
    mlg_snap *snaps = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_roads_attach(&snaps, study, sites, err));
    st = mlg_travel_road(travel, study->travel->roads.road_model, snaps, sites->count, sites->place,
                         mlg_study_intra_ds(study), err);
done:
    free(snaps);
    return st;
}

static mlg_status note_isochrones(mlg_study *study, const mlg_config_catchment *ask, double resolution,
                                  double reach, mlg_error *err)
{
    MLG_TRY(mlg_study_note_number(study, "catchment", "resolution", resolution, "m",
                                  ask->resolution_metres ? "etude" : "defaut", err));
    return mlg_study_note_number(study, "catchment", "portee_hors_route", reach, "m, à pied",
                                 ask->reach_metres ? "etude" : "defaut", err);
}

static mlg_status draw_isochrones(mlg_geom **reached, mlg_study *study, const mlg_snap *snaps, int32_t n_sites,
                                  const mlg_config_catchment *ask, mlg_error *err)
{
    int32_t *limits;
    mlg_isochrone_request request = {
        .plane = study->travel->roads.plane,
        .sites = snaps,
        .n_sites = n_sites,
        .to_sites = towards_site(study),
        .n_limits = (int32_t)ask->minutes_count,
        .resolution_m = mlg_config_catchment_resolution_metres(ask),
        .reach_m = mlg_config_catchment_reach_metres(ask),
    };
    MLG_TRY(note_isochrones(study, ask, request.resolution_m, request.reach_m, err));
    MLG_TRY(MLG_NEW(&limits, ask->minutes_count, "limits", err));
    for (unsigned k = 0; k < ask->minutes_count; k++)
        limits[k] = mlg_minutes_to_ds(ask->minutes[k]);
    request.limit_ds = limits;
    mlg_status st = mlg_isochrone(reached, &request, err);
    free(limits);
    return st;
}

mlg_status mlg_study_isochrones(mlg_geom **reached, mlg_study *study, const mlg_places *places,
                                const mlg_sites *sites, const mlg_config_catchment *ask, mlg_error *err)
{
    mlg_snap *snaps = NULL;
    int32_t count[MLG_SNAP_STATUSES];
    char crs[32];
    mlg_status st = MLG_OK;
    if (mlg_study_has_model(study, "raster"))
        return mlg_land_isochrones(reached, study, places, sites, ask, err);
    if (mlg_study_has_model(study, "transit"))
        return mlg_timetable_isochrones(reached, study, places, sites, ask, err);
    if (!mlg_study_has_model(study, "road"))
        return MLG_OK;
    MLG_TRY(mlg_study_open_travel(study, places, err));
    snprintf(crs, sizeof crs, "EPSG:%d", study->epsg);
    if (!study->travel->roads.plane)
        MLG_TRY(mlg_road_plane_new(&study->travel->roads.plane, study->travel->roads.graph, crs, err));
    MLG_GO(mlg_roads_snap(&snaps, count, study, sites->x_m, sites->y_m, sites->count, err));
    MLG_GO(draw_isochrones(reached, study, snaps, sites->count, ask, err));
    study->travel->roads.isochrones++;
done:
    free(snaps);
    return st;
}
