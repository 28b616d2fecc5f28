/* Selects the communes that are reported and those that only count, and gives outlines to those without. */
#include "adapters/crs.h"
#include "base/memory.h"
#include "study/config/names.h"
#include "study/load/communes.h"
#include "study/load/reconcile.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* "200072460/246200364": a commune may list several EPCI. */
static bool list_holds(const char *list, const char *code)
{
    size_t n = strlen(code);
    for (const char *at = list; at && *at; at += *at == '/') {
        size_t width = strcspn(at, "/");
        if (width == n && strncmp(at, code, n) == 0)
            return true;
        at += width;
    }
    return false;
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static bool is_asked(const mlg_commune *c, const mlg_config_territory *territory)
{
    if (territory->all)
        return true;
    if (territory->epci)
        return list_holds(c->siren_epci, territory->epci);
    if (territory->departement)
        return same(c->insee_dep, territory->departement);
    if (territory->region)
        return same(c->insee_reg, territory->region);
    return false;
}

/* Where the outlines have the town whole, a municipal district of Paris, Lyon or Marseille would stand for all of
 * it. */
static mlg_status refuse_districts(const mlg_communes *set, const mlg_study *study, mlg_error *err)
{
    const mlg_config_territory *territory = &study->config->territory;
    for (unsigned i = 0; i < territory->communes_count; i++) {
        const char *code = territory->communes[i], *town = mlg_town_of_arrondissement(code);
        int32_t c = town ? mlg_communes_find(set, code) : -1;
        if (!town || (c >= 0 && strcmp(set->items[c].insee, code) == 0))
            continue;
        mlg_status st =
            mlg_fail(err, MLG_INPUT, "%s: %s is a municipal district of %s, which the communes sources hold whole",
                     mlg_study_file_where(study->file, "territory.communes"), code, town);
        mlg_hint(err, "write %s for the whole town, or add a communes source with the outlines of its districts",
                 town);
        return st;
    }
    return MLG_OK;
}

static mlg_status refuse_unknown_communes(const mlg_communes *set, const mlg_study *study, mlg_error *err)
{
    const mlg_config_territory *territory = &study->config->territory;
    for (unsigned i = 0; i < territory->communes_count; i++)
        if (mlg_communes_find(set, territory->communes[i]) < 0) {
            mlg_status st =
                mlg_fail(err, MLG_INPUT, "%s: no source of communes has commune %s",
                         mlg_study_file_where(study->file, "territory.communes"), territory->communes[i]);
            mlg_hint(err, "communes merge every year: check the code in the vintage of the outlines");
            return st;
        }
    return MLG_OK;
}

static bool within_buffer(const mlg_commune *c, const mlg_commune *const *inside, int32_t n, double buffer_m)
{
    double limit = buffer_m * buffer_m;
    for (int32_t i = 0; i < n; i++) {
        double dx = c->x - inside[i]->x, dy = c->y - inside[i]->y;
        if (dx * dx + dy * dy <= limit)
            return true;
    }
    return false;
}

static void widen(double *most, double minutes)
{
    if (minutes > *most)
        *most = minutes;
}

/* Largest time limit that the study sets. */
static double largest_limit(const mlg_config *config)
{
    double most = 20; /* where published decays end */
    for (unsigned i = 0; i < config->accessibility_count; i++) {
        const mlg_config_access *a = &config->accessibility[i];
        if (a->cut_minutes)
            widen(&most, *a->cut_minutes);
        for (unsigned k = 0; k < a->steps_count; k++)
            widen(&most, a->steps[k].minutes);
    }
    for (unsigned i = 0; i < config->catchments_count; i++)
        for (unsigned k = 0; k < config->catchments[i].minutes_count; k++)
            widen(&most, config->catchments[i].minutes[k]);
    if (config->deserts)
        widen(&most, config->deserts->emergency_minutes ? *config->deserts->emergency_minutes : 30);
    if (config->need && config->need->minutes)
        widen(&most, *config->need->minutes);
    return most;
}

mlg_status mlg_study_buffer(double *buffer_m, const char **origin, const mlg_study *study, mlg_error *err)
{
    static const double crow_m = 30000, road_m_per_min = 1500; /* 90 km/h, as the crow flies */
    const mlg_config *config = study->config;
    const char *model = config->travel ? config->travel->model : "crow";
    *origin = "etude";
    if (config->buffer && !mlg_parse_length(config->buffer, buffer_m))
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is not a length", mlg_study_file_where(study->file, "buffer"),
                        config->buffer);
    if (config->buffer)
        return MLG_OK;
    const int traits = mlg_travel_model_traits(model);
    const bool given = traits & MLG_TRAVEL_GIVEN, far = traits & MLG_TRAVEL_FAR;
    *buffer_m = given ? 0 : far ? fmax(crow_m, largest_limit(config) * road_m_per_min) : crow_m;
    *origin = given ? "defaut: temps donnés, aucune zone tampon"
              : far ? "defaut: plus grande limite de temps de l’étude, à 90 km/h ; 30 km au moins"
                    : "defaut: 30 km à vol d’oiseau";
    return MLG_OK;
}

static void drop_far_communes(mlg_communes *set, const bool *keep)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < set->count; i++) {
        if (keep[i])
            set->items[kept++] = set->items[i];
        else
            mlg_geom_free(set->items[i].outline);
    }
    set->count = kept;
}

static mlg_status mark_territory(mlg_communes *set, const mlg_study *study, const mlg_commune **inside, int32_t *n,
                                 mlg_error *err)
{
    const mlg_config_territory *territory = &study->config->territory;
    *n = 0;
    for (int32_t i = 0; i < set->count; i++)
        set->items[i].in_territory = is_asked(&set->items[i], territory);
    for (unsigned i = 0; i < territory->communes_count;
         i++) { /* codes of a list are found whatever year they are of */
        int32_t c = mlg_communes_find(set, territory->communes[i]);
        if (c >= 0)
            set->items[c].in_territory = true;
    }
    for (int32_t i = 0; i < set->count; i++)
        if (set->items[i].in_territory)
            inside[(*n)++] = &set->items[i];
    if (*n > 0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: no commune of the sources belongs to this territory",
                             mlg_study_file_where(study->file, "territory"));
    mlg_hint(
        err,
        "check the code, and that the source of communes has a column for it (siren_epci, insee_dep, insee_reg)");
    return st;
}

/* A coordinate system of another part of the world would give plausible but wrong figures. */
static mlg_status check_system(const mlg_communes *set, const mlg_study *study, mlg_error *err)
{
    double box[4];
    char code[24];
    int32_t outside = 0, last = 0;
    snprintf(code, sizeof code, "EPSG:%d", study->epsg);
    MLG_TRY(mlg_crs_bounds(box, code, err));
    for (int32_t i = 0; i < set->count; i++) {
        const mlg_commune *c = &set->items[i];
        if (c->x >= box[0] && c->x <= box[2] && c->y >= box[1] && c->y <= box[3])
            continue;
        last = i;
        outside++;
    }
    if (2 * outside <= set->count)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: commune %s lies outside the area of %s, as do %d others of %d",
                             mlg_study_file_where(study->file, "crs"), set->items[last].insee, code,
                             (int)outside - 1, (int)set->count);
    mlg_hint(err,
             "crs: EPSG:2154 in metropolitan France, 5490 Antilles, 2972 Guyane, 2975 La Réunion, 4471 Mayotte");
    return st;
}

mlg_status mlg_communes_select(mlg_communes *set, const mlg_study *study, mlg_error *err)
{
    const mlg_commune **inside = NULL;
    bool *keep = NULL;
    int32_t n;
    mlg_status st = MLG_OK;
    const char *origin;
    MLG_TRY(mlg_study_buffer(&set->buffer_m, &origin, study, err));
    MLG_TRY(refuse_districts(set, study, err));
    MLG_TRY(refuse_unknown_communes(set, study, err));
    MLG_GO(MLG_NEW(&inside, (size_t)set->count, "the territory", err));
    MLG_GO(MLG_NEW(&keep, (size_t)set->count, "the territory", err));
    MLG_GO(mark_territory(set, study, inside, &n, err));
    for (int32_t i = 0; i < set->count; i++)
        keep[i] = set->items[i].in_territory || within_buffer(&set->items[i], inside, n, set->buffer_m);
    drop_far_communes(set, keep);
    st = check_system(set, study, err);
done:
    free(inside);
    free(keep);
    return st;
}

static void take_cell(mlg_commune *c, mlg_geom *cell)
{
    c->outline = cell;
    c->approx = true; /* its area is not that of the commune */
}

/* ---- approximate outlines ------------------------------------------------------------------------------- */

static int compare_centres(const void *a, const void *b)
{
    const mlg_commune *x = *(const mlg_commune *const *)a, *y = *(const mlg_commune *const *)b;
    if (x->x != y->x)
        return x->x < y->x ? -1 : 1;
    return (x->y > y->y) - (x->y < y->y);
}

static mlg_status refuse_together(const mlg_commune *a, const mlg_commune *b, mlg_error *err)
{
    bool swap = strcmp(a->path, b->path) == 0 && a->row > b->row;
    const mlg_commune *first = swap ? b : a, *second = swap ? a : b;
    mlg_status st = mlg_fail(
        err, MLG_INPUT, "communes %s (%s, row %lld) and %s (%s, row %lld) have the same centre", first->insee,
        first->path, (long long)first->row, second->insee, second->path, (long long)second->row);
    mlg_hint(err, "correct the coordinates of one of them, or give a file of outlines");
    return st;
}

/* Two centres within a metre of each other can share no land. O(n log n). */
static mlg_status refuse_same_centres(const mlg_communes *set, mlg_error *err)
{
    const double least_m = 1;
    const mlg_commune **sorted;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&sorted, (size_t)set->count, "centres", err));
    for (int32_t i = 0; i < set->count; i++)
        sorted[i] = &set->items[i];
    qsort(sorted, (size_t)set->count, sizeof *sorted, compare_centres);
    for (int32_t i = 0; i < set->count && st == MLG_OK; i++)
        for (int32_t k = i + 1; k < set->count && sorted[k]->x - sorted[i]->x < least_m && st == MLG_OK; k++)
            if (fabs(sorted[k]->y - sorted[i]->y) < least_m)
                st = refuse_together(sorted[i], sorted[k], err);
    free(sorted);
    return st;
}

/* The radius of a disc of the commune's area, or of a typical one. */
static double disc_radius_m(const mlg_commune *c)
{
    const double usual_km2 = 15, pi = 3.14159265358979323846;
    return sqrt((c->surface_km2 > 0 ? c->surface_km2 : usual_km2) * 1e6 / pi);
}

static mlg_status outline_alone(mlg_commune *c, mlg_error *err)
{
    mlg_geom *point = NULL, *disc = NULL;
    MLG_TRY(mlg_geom_point(&point, c->x, c->y, err));
    mlg_status st = mlg_geom_buffer(&disc, point, disc_radius_m(c), err);
    mlg_geom_free(point);
    if (st == MLG_OK)
        take_cell(c, disc);
    return st;
}

mlg_status mlg_communes_outline(mlg_communes *set, mlg_error *err)
{
    double *x = NULL, *y = NULL, *alone_m = NULL;
    mlg_geom **cells = NULL;
    int32_t bare = 0;
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < set->count; i++)
        bare += set->items[i].outline == NULL;
    if (bare == 0)
        return MLG_OK;
    if (set->count == 1)
        return outline_alone(&set->items[0], err);
    MLG_TRY(refuse_same_centres(set, err));
    MLG_GO(MLG_NEW(&x, (size_t)set->count, "centres", err));
    MLG_GO(MLG_NEW(&y, (size_t)set->count, "centres", err));
    MLG_GO(MLG_NEW(&alone_m, (size_t)set->count, "centres", err));
    MLG_GO(MLG_NEW(&cells, (size_t)set->count, "cells", err));
    for (int32_t i = 0; i < set->count; i++) {
        x[i] = set->items[i].x;
        y[i] = set->items[i].y;
        alone_m[i] = disc_radius_m(&set->items[i]);
    }
    MLG_GO(mlg_geom_voronoi(cells, x, y, set->count, NULL, alone_m, err));
    for (int32_t i = 0; i < set->count; i++) {
        if (set->items[i].outline)
            mlg_geom_free(cells[i]);
        else
            take_cell(&set->items[i], cells[i]);
    }
done:
    free(x);
    free(y);
    free(alone_m);
    free(cells);
    return st;
}
