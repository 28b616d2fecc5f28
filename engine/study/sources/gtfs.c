#include "study/source.h"

/* Listed only. */
const mlg_dataset mlg_dataset_gtfs = {
    .name = "gtfs",
    .title = "Horaires de transport (GTFS)",
    .producer = "autorités organisatrices",
    .licence = "conditions du producteur",
    .needs = "no travel model of this version reads it",
    .published = "transport.data.gouv.fr",
};
