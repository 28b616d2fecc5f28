#include "study/source.h"

const mlg_dataset mlg_dataset_adminexpress = {
    .name = "adminexpress",
    .provides = "communes|other_year|population",
    .title = "ADMIN EXPRESS COG, commune outlines (editions 3-2 and 4-0)",
    .producer = "IGN",
    .licence = "Licence Ouverte 2.0",
    .needs = "layer COMMUNE or commune, SHP or GPKG",
    .published = "geoservices.ign.fr, ADMIN EXPRESS COG",
    .signature = "INSEE_COM|code_insee,NOM|nom_officiel,POPULATION",
    .layers = "COMMUNE|commune",
    .columns = {
        { "insee_com", "INSEE_COM|code_insee" },
        { "libelle", "NOM|nom_officiel" },
        { "population", "POPULATION" },
        { "siren_epci", "SIREN_EPCI|codes_siren_des_epci" },
        { "insee_dep", "INSEE_DEP|code_insee_du_departement" },
        { "insee_reg", "INSEE_REG|code_insee_de_la_region" },
    },
};
