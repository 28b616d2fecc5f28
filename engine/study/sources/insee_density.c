#include "study/source.h"

/* Since 2026 LIBDENS and DENS have three levels, LIBDENS7 and DENS7 seven; before, LIBDENS had seven. */
const mlg_dataset mlg_dataset_insee_density = {
    .name = "insee-density",
    .provides = "density",
    .title = "Grille communale de densité à sept niveaux",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "the commune code and a level, 1 to 7 or its label",
    .published = "insee.fr, grille communale de densité; data.gouv.fr (ANCT)",
    .signature = "CODGEO|insee_com,LIBDENS*|niveau_densite|DENS|libelle_densite",
    .layers = "Grille*|Maille communale*|COM*",
    .header = "CODGEO|insee_com",
    .columns = {
        { "insee_com", "CODGEO|insee_com" },
        { "densite", "LIBDENS7|DENS7|LIBDENS|niveau_densite|DENS" },
    },
};
