#include "study/source.h"

/* Listed only. */
const mlg_dataset mlg_dataset_parquet = {
    .name = "parquet",
    .title = "Localisation et accès de la population aux équipements (Parquet)",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "GDAL here has no Parquet driver: turn the file into CSV first, then dataset table",
    .published = "insee.fr",
};
