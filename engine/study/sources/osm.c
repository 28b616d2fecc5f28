#include "study/source.h"

/* Listed only: travel reads it. */
const mlg_dataset mlg_dataset_osm = {
    .name = "osm",
    .title = "OpenStreetMap, extrait du réseau",
    .producer = "les contributeurs d'OpenStreetMap",
    .licence = "ODbL, © les contributeurs d'OpenStreetMap",
    .needs = "use it under travel: { model: road, osm: FILE }",
    .published = "download.geofabrik.de, download.openstreetmap.fr",
};
