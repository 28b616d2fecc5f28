#include "study/source.h"

/* Listed only: travel reads it. */
const mlg_dataset mlg_dataset_gtfs = {
    .name = "gtfs",
    .title = "Horaires de transport (GTFS)",
    .producer = "autorités organisatrices",
    .licence = "conditions du producteur",
    .needs = "use it under travel: { model: transit, gtfs: [FILE.zip] }",
    .published = "transport.data.gouv.fr; maillage fetch horaires-sncf, and other sets 'horaires-...'",
};
