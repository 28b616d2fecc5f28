/* The background of the map of the page, from the extract that the study travels on: coast, main roads, rivers, as far as it holds them.
 * Lines only, snapped to a grid, at most MLG_BACKGROUND_BYTES. */
#ifndef MLG_ANALYSIS_WHATIF_BACKGROUND_H
#define MLG_ANALYSIS_WHATIF_BACKGROUND_H

#include "adapters/osm/extract.h"
#include "base/text.h"
#include "study/study.h"

enum { MLG_BACKGROUND_BYTES = 500000 };

/* Most important first; the last is left out first. */
typedef enum mlg_background_kind {
    MLG_BACKGROUND_COAST,
    MLG_BACKGROUND_MAIN, /* motorways and trunk roads */
    MLG_BACKGROUND_RIVER,
    MLG_BACKGROUND_PRIMARY,
    MLG_BACKGROUND_KINDS
} mlg_background_kind;

/* Name of a kind in the table essai: "fond.cote", "fond.route", "fond.riviere", "fond.route_secondaire". */
const char *mlg_background_name(mlg_background_kind kind);

typedef struct mlg_background {
    int step_m; /* of the grid */
    mlg_text lines
        [MLG_BACKGROUND_KINDS]; /* d of an SVG path, in cells: x to the east, y to the south of the origin of the system */
} mlg_background;

/* Lines within the box (metres, system of code `epsg`) and the points just beyond. Kinds that do not fit in what the others leave of
 * MLG_BACKGROUND_BYTES are left out whole. Two passes over the extract; O(n log n) of the points kept. Released by the caller on failure
 * too. */
mlg_status mlg_background_draw(mlg_background *out, mlg_osm *osm, int epsg, const double box[4],
                               const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;
void mlg_background_release(mlg_background *background);

/* The same of the territory of a study that travels on roads, into the table essai. */
mlg_status mlg_whatif_background(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

#endif
