/* The travel model of roads: places and sites attached to the nearest usable road, exact times on the graph. */
#ifndef MLG_NETWORK_DRIVE_H
#define MLG_NETWORK_DRIVE_H

#include "network/many_to_many.h"
#include "network/snap.h"

/* Who travels: people to the site (the usual convention), or the care to the people (a mobile unit). */
typedef enum mlg_direction { MLG_TO_SITE, MLG_FROM_SITE } mlg_direction;

/* Places attached once, for any number of sets of sites. */
typedef struct mlg_drive mlg_drive;

/* The graph must outlive it; snaps of the places are copied. Places that do not attach are reached by nobody but a site that
 * stands at them. O(nodes + places). MLG_INPUT: a graph whose arcs do not fit its nodes. */
mlg_status mlg_drive_new(mlg_drive **out, const mlg_graph *graph, const mlg_snap *places, int32_t n_places,
                         mlg_direction direction, mlg_error *err) MLG_MUST_CHECK;
void mlg_drive_free(mlg_drive *drive);

/* Travel from these sites; `drive` must outlive it. site_place[sites]: the place a site stands at, reached in intra_ds, or
 * MLG_NOWHERE; NULL: none. A row costs one bounded search (search.h). */
mlg_status mlg_travel_road(mlg_travel **travel, const mlg_drive *drive, const mlg_snap *sites, int32_t n_sites,
                           const int32_t *site_place, int32_t intra_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
