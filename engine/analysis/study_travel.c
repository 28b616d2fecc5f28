#include "analysis/study_travel.h"

#include "adapters/crs.h"
#include "analysis/given_times.h"
#include "base/memory.h"
#include "network/drive.h"
#include "network/isochrone.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static mlg_status open_source(mlg_study *study, const mlg_places *places, mlg_error *err);

static const double default_snap_m = 2000;
static const double default_resolution_m = 100;
static const double default_reach_m = 300;

struct mlg_travel_source {
    mlg_given *matrix;
    mlg_profile *profile;
    mlg_graph *graph;
    mlg_snap_index *index;
    mlg_transform *to_degrees;
    mlg_drive *drive;
    mlg_road_plane *plane; /* made when isochrones are asked for */
};

void mlg_study_travel_release(mlg_study *study)
{
    mlg_travel_source *s = study->travel;
    if (!s)
        return;
    mlg_road_plane_free(s->plane);
    mlg_drive_free(s->drive);
    mlg_snap_index_free(s->index);
    mlg_graph_free(s->graph);
    mlg_profile_free(s->profile);
    mlg_transform_free(s->to_degrees);
    mlg_given_free(s->matrix);
    free(s);
    study->travel = NULL;
}

static bool has_model(const mlg_study *study, const char *name)
{
    const mlg_config_travel *given = study->config->travel;
    return given && given->model && strcmp(given->model, name) == 0;
}

bool mlg_study_is_crow(const mlg_study *study)
{
    return !has_model(study, "road") && !has_model(study, "table");
}

static int32_t intra_ds(const mlg_study *study)
{
    const mlg_config_travel *given = study->config->travel;
    return given && given->intra_minutes ? mlg_minutes_to_ds(*given->intra_minutes) : 0;
}

static mlg_status note_intra(mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    return mlg_study_note_number(study, "travel", "temps_intra_communal", (double)intra_ds(study) / MLG_DS_PER_MIN, "min",
                                 given && given->intra_minutes ? "etude" : "defaut: convention de la DREES", err);
}

/* ---- the straight-line model ----------------------------------------------------------------------------- */

mlg_crow_params mlg_study_crow(const mlg_study *study)
{
    const mlg_config_travel *given = study->config->travel;
    mlg_crow_params p = mlg_crow_defaults();
    if (given && given->detour)
        p.detour = *given->detour;
    if (given && given->terminal_minutes)
        p.terminal_s = 60 * *given->terminal_minutes;
    if (given && given->intra_minutes)
        p.intra_s = 60 * *given->intra_minutes;
    for (unsigned i = 0; given && i < given->speeds_kmh_count && i < 7; i++)
        p.speed_kmh[i + 1] = given->speeds_kmh[i];
    return p;
}

static mlg_status note_crow(mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    mlg_crow_params params = mlg_study_crow(study), *p = &params;
    static const char fitted[] = "defaut: calé sur l'APL 2018 publié du Pas-de-Calais";
    const char *detour = given && given->detour ? "etude" : fitted;
    const char *terminal = given && given->terminal_minutes ? "etude" : fitted;
    const char *speeds = given && given->speeds_kmh ? "etude" : fitted;
    char text[128];
    int at = 0;
    MLG_TRY(mlg_study_note(study, "travel", "modele", "vol d'oiseau", NULL, "etude", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "detour", p->detour, NULL, detour, err));
    MLG_TRY(mlg_study_note_number(study, "travel", "temps_terminal", p->terminal_s / 60, "min", terminal, err));
    for (int level = 1; level <= 7; level++)
        at += snprintf(text + at, sizeof text - (size_t)at, "%s%g", level > 1 ? " " : "", p->speed_kmh[level]);
    MLG_TRY(mlg_study_note(study, "travel", "vitesses", text, "km/h, densité 1 à 7", speeds, err));
    return mlg_study_note_number(study, "travel", "vitesse_densite_inconnue", p->speed_kmh[0], "km/h", fitted, err);
}

/* ---- roads ------------------------------------------------------------------------------------------------------- */

static bool towards_site(const mlg_study *study)
{
    const char *direction = study->config->travel->direction;
    return !direction || strcmp(direction, "from_site") != 0;
}

static mlg_status open_graph(mlg_travel_source *s, mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    char *osm_path = NULL;
    bool rebuilt;
    mlg_status st = MLG_OK;
    mlg_graph_options options = { .profile = s->profile, .peak = given->peak, .progress = study->progress };
    MLG_GO(mlg_study_file_resolve(&osm_path, study->file, study->data_folder, given->osm, err));
    if (study->network_path) {
        MLG_GO(mlg_graph_obtain(&s->graph, &rebuilt, study->network_path, osm_path, &options, err));
    } else {
        mlg_osm *osm = NULL;
        MLG_GO(mlg_osm_open(&osm, osm_path, err));
        st = mlg_graph_build(&s->graph, osm, &options, err);
        mlg_osm_close(osm);
    }
done:
    free(osm_path);
    return st;
}

const char *mlg_study_profile_file(const mlg_study *study)
{
    static const char *const embedded[] = { "car", "bicycle", "foot" };
    const char *name = study->config->travel ? study->config->travel->profile : NULL;
    for (size_t i = 0; name && i < sizeof embedded / sizeof *embedded; i++)
        if (strcmp(name, embedded[i]) == 0)
            return NULL;
    return name;
}

static mlg_status open_profile(mlg_travel_source *s, mlg_study *study, mlg_error *err)
{
    const char *name = study->config->travel->profile ? study->config->travel->profile : "car";
    const char *file = mlg_study_profile_file(study);
    char *path = NULL;
    if (file)
        MLG_TRY(mlg_study_file_resolve(&path, study->file, study->data_folder, file, err));
    mlg_status st = mlg_profile_load(&s->profile, file ? path : name, err);
    free(path);
    return mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel.profile"));
}

static mlg_status to_degrees(double **lon, double **lat, mlg_travel_source *s, const double *x, const double *y, int32_t n,
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
    const double *given = study->config->travel->snap_metres;
    return (mlg_snap_options){ .radius_m = given ? *given : default_snap_m, .threads = study->threads };
}

/* *snaps[n] is freed by the caller. */
static mlg_status attach(mlg_snap **snaps, int32_t count[MLG_SNAP_STATUSES], mlg_study *study, const double *x,
                         const double *y, int32_t n, mlg_error *err)
{
    double *lon = NULL, *lat = NULL;
    mlg_snap_options options = snap_options(study);
    mlg_status st = MLG_OK;
    *snaps = NULL;
    MLG_GO(to_degrees(&lon, &lat, study->travel, x, y, n, err));
    MLG_GO(MLG_NEW(snaps, (size_t)n, "points on roads", err));
    st = mlg_snap_points(*snaps, count, study->travel->index, lon, lat, n, &options, err);
done:
    free(lon);
    free(lat);
    return st;
}

/* Points off the network are told one by one. */
static mlg_status list_unattached(mlg_study *study, const char *what, const char *const *code, const mlg_snap *snaps,
                                  int32_t n, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/insert_unattached", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < n && st == MLG_OK; i++) {
        if (snaps[i].status == MLG_SNAP_MAIN)
            continue;
        mlg_bind_text(stmt, ":code", code[i]);
        mlg_bind_text(stmt, ":motif", snaps[i].status == MLG_SNAP_ISLAND ? "raccordé à un îlot du réseau"
                                                                          : "aucune route à portée");
        mlg_bind_text(stmt, ":valeur", what);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
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
    MLG_TRY(mlg_study_note(study, "travel", "modele", "route", NULL, "etude", err));
    MLG_TRY(mlg_study_note(study, "travel", "reseau", given->osm, NULL,
                           "© les contributeurs d'OpenStreetMap, ODbL", err));
    MLG_TRY(mlg_study_note(study, "travel", "profil", given->profile ? given->profile : "car", NULL,
                           given->profile ? "etude" : "defaut", err));
    MLG_TRY(mlg_study_note(study, "travel", "heures", given->peak ? "de pointe" : "creuses", NULL, "etude", err));
    MLG_TRY(mlg_study_note(study, "travel", "sens",
                           towards_site(study) ? "des habitants vers le site" : "du site vers les habitants",
                           NULL, given->direction ? "etude" : "defaut", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "raccordement_max", snap_options(study).radius_m, "m",
                                  given->snap_metres ? "etude" : "defaut", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "raccordement_moyen", attached > 0 ? walk / attached : (double)NAN, "m",
                                  "calcul", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "raccordement_plus_long", furthest, "m, à pied", "calcul", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "lieux_non_raccordes", count[MLG_SNAP_FAR] + count[MLG_SNAP_INVALID],
                                  "lieux", "calcul", err));
    return mlg_study_note_number(study, "travel", "habitants_non_raccordes", lost, "personnes", "calcul", err);
}

static mlg_status attach_places(mlg_travel_source *s, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    mlg_snap *snaps = NULL;
    int32_t count[MLG_SNAP_STATUSES];
    mlg_status st = MLG_OK;
    MLG_GO(attach(&snaps, count, study, places->x_m, places->y_m, places->count, err));
    MLG_GO(mlg_drive_new(&s->drive, s->graph, snaps, places->count,
                         towards_site(study) ? MLG_TO_SITE : MLG_FROM_SITE, err));
    MLG_GO(list_unattached(study, "lieu", places->code, snaps, places->count, err));
    MLG_GO(note_road(study, places, snaps, count, err));
done:
    free(snaps);
    return st;
}

static mlg_status open_roads(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    mlg_travel_source *s = study->travel;
    char crs[32];
    snprintf(crs, sizeof crs, "EPSG:%d", study->epsg);
    MLG_TRY(open_profile(s, study, err));
    mlg_status st = open_graph(s, study, err);
    MLG_TRY(mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel.osm")));
    MLG_TRY(mlg_snap_index_new(&s->index, s->graph, err));
    MLG_TRY(mlg_transform_new(&s->to_degrees, crs, "EPSG:4326", err));
    return attach_places(s, study, places, err);
}

static mlg_status travel_by_road(mlg_travel **travel, mlg_study *study, const mlg_sites *sites, mlg_error *err)
{
    mlg_snap *snaps = NULL;
    int32_t count[MLG_SNAP_STATUSES];
    mlg_status st = MLG_OK;
    MLG_GO(attach(&snaps, count, study, sites->x_m, sites->y_m, sites->count, err));
    MLG_GO(list_unattached(study, "site", sites->code, snaps, sites->count, err));
    st = mlg_travel_road(travel, study->travel->drive, snaps, sites->count, sites->place, intra_ds(study), err);
done:
    free(snaps);
    return st;
}

static mlg_status note_isochrones(mlg_study *study, const mlg_config_catchment *ask, double resolution, double reach,
                                  mlg_error *err)
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
        .plane = study->travel->plane,
        .sites = snaps,
        .n_sites = n_sites,
        .to_sites = towards_site(study),
        .n_limits = (int32_t)ask->minutes_count,
        .resolution_m = ask->resolution_metres ? *ask->resolution_metres : default_resolution_m,
        .reach_m = ask->reach_metres ? *ask->reach_metres : default_reach_m,
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

mlg_status mlg_study_isochrones(mlg_geom **reached, mlg_study *study, const mlg_places *places, const mlg_sites *sites,
                                const mlg_config_catchment *ask, mlg_error *err)
{
    mlg_snap *snaps = NULL;
    int32_t count[MLG_SNAP_STATUSES];
    char crs[32];
    mlg_status st = MLG_OK;
    if (!has_model(study, "road"))
        return MLG_OK;
    MLG_TRY(open_source(study, places, err));
    snprintf(crs, sizeof crs, "EPSG:%d", study->epsg);
    if (!study->travel->plane)
        MLG_TRY(mlg_road_plane_new(&study->travel->plane, study->travel->graph, crs, err));
    MLG_GO(attach(&snaps, count, study, sites->x_m, sites->y_m, sites->count, err));
    st = draw_isochrones(reached, study, snaps, sites->count, ask, err);
done:
    free(snaps);
    return st;
}

/* ---- given times ------------------------------------------------------------------------------------------------- */

static mlg_status open_matrix(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    char *path = NULL;
    mlg_given_stats stats;
    MLG_TRY(mlg_study_file_resolve(&path, study->file, study->data_folder, given->path, err));
    mlg_given_columns columns = { given->origin, given->destination, given->minutes, given->no_route };
    mlg_status st = mlg_given_read(&study->travel->matrix, &stats, path, &columns, places, study->progress, err);
    free(path);
    MLG_TRY(mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel.path")));
    MLG_TRY(mlg_study_note(study, "travel", "modele", "temps donnés", NULL, "etude", err));
    MLG_TRY(mlg_study_note(study, "travel", "matrice", given->path, NULL, "etude", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "paires", (double)stats.pairs, "paires", "calcul", err));
    return mlg_study_note_number(study, "travel", "paires_sans_route", (double)stats.no_route, "paires", "calcul", err);
}

/* ---- the one function -------------------------------------------------------------------------------------------- */

static mlg_status open_source(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    if (study->travel)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&study->travel, 1, "travel", err));
    mlg_status st = MLG_OK;
    if (has_model(study, "road"))
        st = open_roads(study, places, err);
    else if (has_model(study, "table"))
        st = open_matrix(study, places, err);
    else
        st = note_crow(study, err);
    if (st == MLG_OK)
        st = note_intra(study, err);
    if (st != MLG_OK)
        mlg_study_travel_release(study);
    return st;
}

mlg_status mlg_study_travel(mlg_travel **travel, mlg_study *study, const mlg_places *places, const mlg_sites *sites,
                            mlg_error *err)
{
    *travel = NULL;
    MLG_TRY(open_source(study, places, err));
    if (has_model(study, "road"))
        return travel_by_road(travel, study, sites, err);
    if (has_model(study, "table"))
        return mlg_given_travel(travel, study->travel->matrix, places, sites, intra_ds(study), err);
    mlg_crow_params params = mlg_study_crow(study);
    mlg_points to = { places->count, places->x_m, places->y_m, places->density };
    mlg_points from = { sites->count, sites->x_m, sites->y_m, sites->density };
    mlg_status st = mlg_travel_crow(travel, &params, &to, &from, sites->place, err);
    return mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel"));
}
