/* File of points: a header, then the places, the sites, and the place of each site, in the byte order of the machine. */
#include "analysis/travel/road_points.h"

#include "analysis/travel/model_inner.h"
#include "base/aside.h"
#include "base/checksum.h"
#include "base/input.h"
#include "base/memory.h"
#include "base/os/file.h"

#include <stdio.h>
#include <string.h>

enum { FILE_VERSION = 1 };

static const char FILE_KIND[8] = { 'M', 'L', 'G', 'P', 'O', 'I', 'N', 'T' };

typedef struct {
    char kind[8];
    uint32_t version, point_bytes; /* which also tells another byte order */
    uint64_t key, rows;
    int32_t n_places, n_sites;
    uint64_t checksum; /* of what follows the header, seeded with that of the header with 0 here */
} file_head;

static size_t rest_of(const file_head *head)
{
    return ((size_t)head->n_places + (size_t)head->n_sites) * sizeof(mlg_snap) +
           (size_t)head->n_sites * sizeof(int32_t);
}

static mlg_status sum_up(uint64_t *sum, const file_head *head, const void *rest, mlg_error *err)
{
    file_head copy = *head;
    copy.checksum = 0;
    const uint64_t seed = mlg_checksum(&copy, sizeof copy, FILE_VERSION);
    return mlg_checksum_parallel(sum, rest, rest_of(head), seed, 1, err);
}

/* ---- writing ---- */

static mlg_status write_file(const char *path, file_head *head, const void *rest, mlg_error *err)
{
    MLG_TRY(sum_up(&head->checksum, head, rest, err));
    return mlg_aside_keep(path, FILE_KIND, head, sizeof *head, rest, rest_of(head), err);
}

mlg_status mlg_road_points_write(const char *path, uint64_t key, mlg_study *study, const mlg_places *places,
                                 const mlg_sites *sites, mlg_error *err)
{
    file_head head = { .version = FILE_VERSION,
                       .point_bytes = sizeof(mlg_snap),
                       .key = key,
                       .rows = mlg_study_rows_fingerprint(study),
                       .n_places = places->count,
                       .n_sites = sites->count };
    mlg_snap *place = NULL, *site = NULL;
    int32_t count[MLG_SNAP_STATUSES];
    char *rest = NULL;
    mlg_status st;
    memcpy(head.kind, FILE_KIND, sizeof head.kind);
    MLG_GO(mlg_roads_snap(&place, count, study, places->x_m, places->y_m, places->count, err));
    MLG_GO(mlg_roads_snap(&site, count, study, sites->x_m, sites->y_m, sites->count, err));
    MLG_GO(MLG_NEW(&rest, rest_of(&head), "points on roads", err));
    char *at = rest;
    memcpy(at, place, (size_t)places->count * sizeof *place);
    at += (size_t)places->count * sizeof *place;
    memcpy(at, site, (size_t)sites->count * sizeof *site);
    at += (size_t)sites->count * sizeof *site;
    memcpy(at, sites->place, (size_t)sites->count * sizeof *sites->place);
    st = write_file(path, &head, rest, err);
done:
    free(place);
    free(site);
    free(rest);
    return st;
}

/* ---- reading ---- */

void mlg_road_points_release(mlg_road_points *points)
{
    free(points->block);
    *points = (mlg_road_points){ 0 };
}

static bool is_ours(const file_head *head, uint64_t key, int64_t bytes)
{
    return memcmp(head->kind, FILE_KIND, sizeof FILE_KIND) == 0 && head->version == FILE_VERSION &&
           head->point_bytes == sizeof(mlg_snap) && head->key == key && head->n_places >= 0 &&
           head->n_sites >= 0 && (uint64_t)bytes == sizeof *head + (uint64_t)rest_of(head);
}

static mlg_status read_rest(mlg_road_points *points, bool *found, const file_head *head, FILE *file,
                            mlg_error *err)
{
    uint64_t sum;
    MLG_TRY(MLG_NEW((char **)&points->block, rest_of(head), "points on roads", err));
    if (fread(points->block, 1, rest_of(head), file) != rest_of(head))
        return MLG_OK;
    MLG_TRY(sum_up(&sum, head, points->block, err));
    const mlg_snap *place = points->block, *site = place + head->n_places;
    points->n_places = head->n_places;
    points->n_sites = head->n_sites;
    points->places = place;
    points->sites = site;
    points->site_place = (const int32_t *)(const void *)(site + head->n_sites);
    points->rows = head->rows;
    *found = sum == head->checksum;
    return MLG_OK;
}

mlg_status mlg_road_points_read(mlg_road_points *points, bool *found, const char *path, uint64_t key,
                                mlg_error *err)
{
    file_head head;
    mlg_os_info info;
    *found = false;
    *points = (mlg_road_points){ 0 };
    FILE *file = mlg_fopen_input(path);
    if (!file)
        return MLG_OK;
    mlg_status st = MLG_OK;
    if (mlg_os_fstat(mlg_os_fileno(file), &info) == 0 && fread(&head, sizeof head, 1, file) == 1 &&
        is_ours(&head, key, info.bytes))
        st = read_rest(points, found, &head, file, err);
    fclose(file);
    return st;
}

/* Times of which a few can be added. */
static bool adds_up(int32_t time_ds)
{
    return time_ds >= -1 && time_ds <= INT32_MAX / 4;
}

/* Checksums only detect accidents. Nodes, and times to them, are checked where points are attached. */
static bool all_hold(const mlg_road_points *points, const mlg_graph *graph)
{
    const mlg_snap *point = points->places;
    for (int64_t i = 0; i < (int64_t)points->n_places + points->n_sites; i++)
        if (point[i].segment < -1 || point[i].segment >= graph->n_segments || !adds_up(point[i].walk_ds) ||
            !adds_up(point[i].along_ds[0]) || !adds_up(point[i].along_ds[1]))
            return false;
    for (int32_t s = 0; s < points->n_sites; s++)
        if (points->site_place[s] != MLG_NOWHERE &&
            (points->site_place[s] < 0 || points->site_place[s] >= points->n_places))
            return false;
    return true;
}

/* ---- travel ---- */

static mlg_status attach(bool *found, mlg_study *study, const mlg_road_points *points, mlg_error *err)
{
    mlg_roads *roads = &study->travel->roads;
    if (mlg_graph_load(&roads->graph, NULL, study->network_path, NULL) != MLG_OK ||
        !all_hold(points, roads->graph))
        return MLG_OK;
    MLG_TRY(mlg_road_model_new(&roads->road_model, roads->graph, points->places, points->n_places,
                               mlg_roads_direction(study), err));
    MLG_TRY(mlg_roads_choose_engine(roads, study, err));
    *found = mlg_study_rows_fingerprint(study) == points->rows;
    return MLG_OK;
}

mlg_status mlg_road_points_travel(mlg_travel **travel, bool *found, mlg_study *study,
                                  const mlg_road_points *points, int32_t first, int32_t count, mlg_error *err)
{
    *travel = NULL;
    *found = false;
    MLG_TRY(MLG_NEW(&study->travel, 1, "travel", err));
    mlg_status st = attach(found, study, points, err);
    if (st == MLG_OK && *found)
        st = mlg_travel_road(travel, study->travel->roads.road_model, (const mlg_snap *)points->sites + first,
                             count, points->site_place + first, mlg_study_intra_ds(study), err);
    if (st != MLG_OK || !*found)
        mlg_study_travel_release(study);
    return st;
}
