#include "study/source.h"

const mlg_dataset mlg_dataset_insee_age = {
    .name = "insee-age",
    .provides = "ages",
    .title = "Population par sexe et âge: base-cc-evol-struct-pop, ou table longue DS_RP_POPULATION_PRINC",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "CODGEO and the bands P<yy>_POP0014 ... P<yy>_POP90P, or GEO, SEX, AGE and OBS_VALUE; the latest year is used",
    .published = "insee.fr, évolution et structure de la population",
    .signature = "CODGEO|GEO,P??_POP????|P??_POP??P|_T_Y*",
    .layers = "DS_RP_POPULATION*_data*|base-cc-evol-struct-pop-????*|COM*",
    .header = "CODGEO|GEO",
    .pivot = &(const mlg_pivot){ .columns = "SEX|AGE" },
    .columns = {
        { "insee_com", "CODGEO|GEO" },
    },
};
