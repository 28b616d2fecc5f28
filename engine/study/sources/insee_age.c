#include "study/source.h"

const mlg_dataset mlg_dataset_insee_age = {
    .name = "insee-age",
    .provides = "ages",
    .title = "Évolution et structure de la population, base-cc-evol-struct-pop",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "CODGEO and the bands P<yy>_POP0014 ... P<yy>_POP90P; the latest year is used",
    .published = "insee.fr, évolution et structure de la population",
    .signature = "CODGEO,P??_POP????|P??_POP??P",
    .layers = "base-cc-evol-struct-pop-????*|COM*",
    .header = "CODGEO",
    .columns = {
        { "insee_com", "CODGEO" },
    },
};
