#include "study/source.h"

const mlg_dataset mlg_dataset_insee_age = {
    .name = "insee-age",
    .provides = "ages",
    .title = "Évolution et structure de la population, base-cc-evol-struct-pop",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "ages: the columns of the bands, as P21_POP0014",
    .columns = {
        { "insee_com", "CODGEO" },
    },
};
