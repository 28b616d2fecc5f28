/* The layers of the QGIS project of a study, and its themes. */
#ifndef MLG_OUTPUT_QGIS_PROJECT_VIEWS_H
#define MLG_OUTPUT_QGIS_PROJECT_VIEWS_H

#include "output/qgis/style.h"

typedef enum mlg_view_group { MLG_GROUP_RESULTS, MLG_GROUP_DATA, MLG_GROUP_TABLES, MLG_GROUPS } mlg_view_group;

/* A layer: a table, drawn in one of its styles, whole or the rows of one request. */
typedef struct mlg_view {
    const mlg_style *style; /* NULL: the default style of QGIS */
    mlg_view_group group;
    char table[64], kind[16]; /* Point, Line, Polygon, Raster, No geometry */
    char id[96];              /* in the project */
    char *title, *request;    /* request: "" for the whole table */
} mlg_view;

typedef struct mlg_views {
    mlg_view *items;
    int32_t count;
    size_t room;
    double box[4]; /* of the results: west, south, east, north; NaN where there are none */
} mlg_views;

/* Layers that have rows, topmost first. Released by the caller on failure too. */
mlg_status mlg_views_read(mlg_views *out, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;
void mlg_views_release(mlg_views *views);

bool mlg_view_is_raster(const mlg_view *view);

/* "./file.gpkg|layername=t", or "GPKG:./file.gpkg:t" for a raster, limited to one request where the layer shows
 * one. */
void mlg_view_add_source(mlg_text *t, const char *file_name, const mlg_view *view);

/* Layers shown together. */
enum { MLG_THEME_LAYERS = 5 };
typedef struct mlg_theme {
    const char *name, *caption;
    struct {
        const char *table, *style; /* style NULL: its default */
    } layers[MLG_THEME_LAYERS];    /* the theme is used only when the first exists */
} mlg_theme;

/* Ends with a NULL name; the project opens with the first usable one. */
extern const mlg_theme mlg_themes[];

/* The layer of a theme; NULL when the study has none, or the theme is shorter. */
const mlg_view *mlg_theme_view(const mlg_views *views, const mlg_theme *theme, int layer);

/* True when the theme shows that layer. */
bool mlg_theme_shows(const mlg_views *views, const mlg_theme *theme, const mlg_view *view);

#endif
