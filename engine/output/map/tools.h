/* What stands around the map of the page: the choice of a layer, the buttons that move it, the swipe between two layers. The script shows
 * them. */
#ifndef MLG_OUTPUT_MAP_TOOLS_H
#define MLG_OUTPUT_MAP_TOOLS_H

#include "output/map/layers.h"

/* Up to the opening of the frame that holds the drawing. */
void mlg_map_tools(mlg_text *page, const mlg_map_layer *layers, int count);

/* Over the drawing: the line between two layers and their names; nothing when there are fewer than two. */
void mlg_map_swipe(mlg_text *page, int count);

#endif
