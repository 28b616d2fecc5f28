#include "study/source.h"

const mlg_dataset mlg_dataset_insee_density = {
    .name = "insee-density",
    .provides = "density",
    .title = "Grille communale de densité à sept niveaux",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "the commune code and a level, 1 to 7 or its label",
    .columns = {
        { "insee_com", "CODGEO|insee_com" },
        { "densite", "DENS|niveau_densite|LIBDENS" },
    },
};
