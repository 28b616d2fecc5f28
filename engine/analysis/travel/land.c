/* Travel over land in a study: the grids, and the places on them. */
#include "analysis/travel/model_inner.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "study/provenance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void mlg_land_close(mlg_land *l)
{
    mlg_land_model_free(l->model);
    mlg_raster_release(&l->speed);
    mlg_raster_release(&l->elevation);
    free(l->steep);
    free(l->times_path);
    *l = (mlg_land){ .grid = { .rows = 0 } };
}

/* ---- grids ---- */

/* Cells that each thread keeps 16 bytes of, a gigabyte: a département in cells of 10 m; and those that are only read. */
enum { MOST_CROSSED = 1 << 26, MOST_READ = 1 << 28 };

mlg_status mlg_travel_read_grid(mlg_raster *out, mlg_study *study, const char *name, const char *key,
                                mlg_error *err)
{
    char *path = NULL;
    char where[40];
    snprintf(where, sizeof where, "travel.%s", key);
    *out = (mlg_raster){ 0 };
    mlg_status st = mlg_study_file_resolve(&path, study->file, study->data_folder, name, err);
    if (st == MLG_OK)
        st = mlg_raster_read(out, path, study->epsg, strcmp(key, "grid") == 0 ? MOST_CROSSED : MOST_READ, err);
    free(path);
    if (st == MLG_OK)
        st = mlg_study_note_file(study, where, key, name, err);
    return mlg_while(err, st, "%s", mlg_study_file_where(study->file, where));
}

static int64_t cells_of(const mlg_raster *r)
{
    return (int64_t)r->rows * r->columns;
}

static const mlg_config_land_class *class_of(const mlg_config_travel *given, double value)
{
    for (unsigned k = 0; k < given->classes_count; k++)
        if (given->classes[k].value == value)
            return &given->classes[k];
    return NULL;
}

/* Classes of land become speeds. As in AccessMod, a class without speed is refused rather than silently made a barrier. */
static mlg_status speeds_of_classes(mlg_land *l, const mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    MLG_TRY(MLG_NEW(&l->steep, (size_t)cells_of(&l->speed), "a grid", err));
    for (int64_t i = 0; i < cells_of(&l->speed); i++) {
        const float value = l->speed.value[i];
        const mlg_config_land_class *c = isnan(value) ? NULL : class_of(given, (double)value);
        if (c) {
            l->speed.value[i] = (float)c->kmh;
            l->steep[i] = !c->level;
        } else if (!isnan(value)) {
            mlg_fail(err, MLG_INPUT, "%s: class %g of the grid has no speed",
                     mlg_study_file_where(study->file, "travel.classes"), (double)value);
            mlg_hint(err, "add { value: %g, kmh: ... }; 0 is a barrier", (double)value);
            return MLG_INPUT;
        }
    }
    l->grid.steep = l->steep;
    return MLG_OK;
}

static mlg_status check_speeds(const mlg_land *l, const mlg_study *study, mlg_error *err)
{
    const float fastest_kmh = 300;
    for (int64_t i = 0; i < cells_of(&l->speed); i++)
        if (l->speed.value[i] > fastest_kmh) {
            mlg_fail(err, MLG_INPUT, "%s: a cell has a speed of %g km/h",
                     mlg_study_file_where(study->file, "travel.grid"), (double)l->speed.value[i]);
            mlg_hint(err, "where cells hold classes of land, give their speeds under 'classes'");
            return MLG_INPUT;
        }
    return MLG_OK;
}

static bool same_layout(const mlg_raster *a, const mlg_raster *b)
{
    const double slack = 1e-6 * a->width;
    return a->rows == b->rows && a->columns == b->columns && fabs(a->west - b->west) < slack &&
           fabs(a->north - b->north) < slack && fabs(a->width - b->width) * a->columns < slack &&
           fabs(a->height - b->height) * a->rows < slack;
}

/* Elevation on the cells of the speeds: as it is where the two grids are one, else between its four values around. */
static mlg_status read_elevation(mlg_land *l, mlg_study *study, mlg_error *err)
{
    const mlg_raster *s = &l->speed;
    mlg_raster given;
    mlg_status st;
    MLG_GO(mlg_travel_read_grid(&given, study, study->config->travel->elevation, "elevation", err));
    if (same_layout(s, &given)) {
        l->elevation = given;
        return MLG_OK;
    }
    l->elevation = *s;
    l->elevation.value = NULL;
    MLG_GO(MLG_NEW(&l->elevation.value, (size_t)cells_of(s), "a grid", err));
    for (int32_t r = 0; r < s->rows; r++)
        for (int32_t c = 0; c < s->columns; c++)
            l->elevation.value[(int64_t)r * s->columns + c] =
                (float)mlg_raster_at(&given, s->west + (c + 0.5) * s->width, s->north - (r + 0.5) * s->height);
done:
    mlg_raster_release(&given);
    return st;
}

static mlg_status read_grids(mlg_land *l, mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    MLG_TRY(mlg_travel_read_grid(&l->speed, study, given->grid, "grid", err));
    if (given->classes_count > 0)
        MLG_TRY(speeds_of_classes(l, study, err));
    MLG_TRY(check_speeds(l, study, err));
    if (given->elevation)
        MLG_TRY(read_elevation(l, study, err));
    mlg_slope_curve curve;
    MLG_TRY(mlg_travel_curve(&curve, study, err));
    l->grid = (mlg_grid){ .rows = l->speed.rows,
                          .columns = l->speed.columns,
                          .west_m = l->speed.west,
                          .north_m = l->speed.north,
                          .width_m = l->speed.width,
                          .height_m = l->speed.height,
                          .speed_kmh = l->speed.value,
                          .elevation_m = l->elevation.value,
                          .steep = l->steep,
                          .curve = curve,
                          .neighbours = mlg_config_travel_neighbours(given) };
    return mlg_while(err, mlg_grid_check(&l->grid, err), "%s", mlg_study_file_where(study->file, "travel"));
}

/* ---- points ---- */

/* The cells of points, cell[n]; those that nobody reaches are rows of `reject`. */
static mlg_status find_cells(int32_t *cell, int32_t *lost, const mlg_land *l, mlg_study *study, const char *what,
                             const char *const *code, const double *x_m, const double *y_m, int32_t n,
                             mlg_error *err)
{
    const char **why;
    *lost = 0;
    MLG_TRY(MLG_NEW(&why, (size_t)n, "points", err));
    for (int32_t i = 0; i < n; i++) {
        cell[i] = mlg_grid_cell(&l->grid, x_m[i], y_m[i]);
        why[i] = cell[i] < 0                             ? "hors de la grille"
                 : !mlg_grid_passable(&l->grid, cell[i]) ? "sur un obstacle de la grille"
                                                         : NULL;
        *lost += why[i] != NULL;
    }
    mlg_status st = mlg_travel_reject(study, what, code, why, n, err);
    free(why);
    return st;
}

/* ---- what is recorded ---- */

mlg_status mlg_travel_note_slope(mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *g = study->config->travel;
    char text[200];
    int at = 0;
    if (!g->elevation)
        return mlg_study_note(study, "travel", "pente", MLG_REPORT_MARK("sans effet : aucun relief donné"), NULL,
                              "etude", err);
    MLG_TRY(mlg_study_note(study, "travel", "relief", g->elevation, NULL, "etude", err));
    if (g->slopes_count == 0)
        return mlg_study_note(study, "travel", "pente", "exp(-3,5 |pente + 0,05|), 1 à plat", NULL,
                              "defaut: Tobler 1993", err);
    for (unsigned k = 0; k < g->slopes_count && at < (int)sizeof text - 32; k++)
        at += snprintf(text + at, sizeof text - (size_t)at, "%s%.6g: %.6g", k ? ", " : "", g->slopes[k],
                       g->slope_factors[k]);
    return mlg_study_note(study, "travel", "pente", text, MLG_REPORT_MARK("facteur de la vitesse"), "etude", err);
}

static mlg_status note_land(mlg_study *study, const mlg_land *l, int32_t lost, mlg_error *err)
{
    const mlg_config_travel *g = study->config->travel;
    int64_t open = 0;
    for (int64_t i = 0; i < cells_of(&l->speed); i++)
        open += mlg_grid_passable(&l->grid, (int32_t)i);
    if (open == 0)
        return mlg_fail(err, MLG_INPUT, "%s: no cell of the grid can be crossed: all are without a speed",
                        mlg_study_file_where(study->file, "travel.grid"));
    MLG_TRY(mlg_study_note(study, "travel", "modele", MLG_MODEL_LAND, NULL, "etude", err));
    MLG_TRY(mlg_study_note(study, "travel", "grille", g->grid, NULL, "etude", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "cellules", (double)cells_of(&l->speed), "cellules", "calcul",
                                  err));
    MLG_TRY(mlg_study_note_number(study, "travel", "cellules_franchissables", (double)open, "cellules", "calcul",
                                  err));
    MLG_TRY(mlg_study_note_number(study, "travel", "voisins", l->grid.neighbours, "cellules voisines",
                                  g->neighbours ? "etude" : "defaut", err));
    MLG_TRY(mlg_travel_note_slope(study, err));
    MLG_TRY(mlg_study_note_number(study, "travel", "lieux_hors_grille", lost,
                                  MLG_REPORT_MARK("lieux que rien n’atteint"), "calcul", err));
    return mlg_study_note(study, "travel", "sens",
                          mlg_roads_direction(study) == MLG_TO_SITE ? MLG_SENSE_TO_SITE : MLG_SENSE_FROM_SITE,
                          NULL, g->direction ? "etude" : "defaut", err);
}

/* ---- entry points ---- */

static mlg_status open_model(mlg_land *l, const mlg_study *study, const int32_t *place_cell, int32_t places,
                             mlg_error *err)
{
    const mlg_land_options options = { .to_site = mlg_roads_direction(study) == MLG_TO_SITE,
                                       .rows_path = l->times_path,
                                       .most_bytes = study->times_path ? INT64_MAX : 0,
                                       .prepare_only = study->prepare_only,
                                       .threads = study->threads };
    return mlg_land_model_new(&l->model, &l->grid, place_cell, places, &options, err);
}

mlg_status mlg_land_open(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    mlg_land *l = &study->travel->land;
    int32_t *cell, lost;
    MLG_TRY(read_grids(l, study, err));
    MLG_TRY(mlg_times_beside(&l->times_path, study, err));
    MLG_TRY(MLG_NEW(&cell, (size_t)places->count, "places", err));
    mlg_status st =
        find_cells(cell, &lost, l, study, "lieu", places->code, places->x_m, places->y_m, places->count, err);
    if (st == MLG_OK)
        st = open_model(l, study, cell, places->count, err);
    free(cell);
    MLG_TRY(st);
    if (lost == places->count)
        return mlg_fail(err, MLG_INPUT, "%s: no place of the study is on the grid, or all are on barriers",
                        mlg_study_file_where(study->file, "travel.grid"));
    return note_land(study, l, lost, err);
}

mlg_status mlg_land_travel(mlg_travel **travel, mlg_study *study, const mlg_places *places, const mlg_sites *sites,
                           mlg_error *err)
{
    const mlg_land *l = &study->travel->land;
    (void)places;
    int32_t *cell, lost;
    *travel = NULL;
    MLG_TRY(MLG_NEW(&cell, (size_t)sites->count, "sites", err));
    mlg_status st =
        find_cells(cell, &lost, l, study, "site", sites->code, sites->x_m, sites->y_m, sites->count, err);
    if (st == MLG_OK)
        st = mlg_travel_land(travel, l->model, cell, sites->count, sites->place, mlg_study_intra_ds(study), err);
    free(cell);
    return st;
}

mlg_status mlg_land_settle(mlg_travel_account *account, mlg_study *study, mlg_error *err)
{
    mlg_land_model *model = study->travel->land.model;
    MLG_TRY(mlg_land_model_save(model, err));
    const mlg_land_report r = mlg_land_model_figures(model);
    account->rows = (mlg_run_travel){ .searched = r.searched, .kept = r.kept };
    mlg_travel_say(account, "travel over land: %lld searches of the grid, %lld rows reused", (long long)r.searched,
                   (long long)r.kept);
    if (*r.rows)
        mlg_travel_say(account, "times kept: %s", r.rows);
    return MLG_OK;
}
