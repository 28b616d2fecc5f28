#include "study/source.h"

const mlg_dataset mlg_dataset_etalab_communes = {
    .name = "etalab-communes",
    .provides = "communes|other_year",
    .title = "Contours des communes en GeoJSON: Etalab (code, nom, departement, region, epci) et france-geojson (code, nom)",
    .producer = "IGN, Etalab",
    .licence = "Licence Ouverte 2.0",
    .needs = "code and nom; the outlines",
    .published = "data.gouv.fr, contours administratifs; github.com/gregoiredavid/france-geojson",
    .signature = "code,nom",
    .columns = {
        { "insee_com", "code" },
        { "libelle", "nom" },
    },
};
