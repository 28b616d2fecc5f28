#include "study/source.h"

/* Listed only. */
const mlg_dataset mlg_dataset_parquet = {
    .name = "parquet",
    .title = "Localisation et accès de la population aux équipements (Parquet)",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "this GDAL has no Parquet driver: convert the file to CSV, then use dataset: table",
    .published = "insee.fr",
};
