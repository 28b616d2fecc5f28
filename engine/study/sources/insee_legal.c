#include "study/source.h"

/* PMUN, the municipal population, counts each person once. */
const mlg_dataset mlg_dataset_insee_legal = {
    .name = "insee-legal",
    .provides = "population",
    .title = "Populations légales, donnees_communes.csv",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "COM (or DEPCOM) and PMUN",
    .published = "insee.fr, populations de référence",
    .signature = "DEPCOM|COM,PMUN,PTOT",
    .layers = "donnees_communes*|Communes*",
    .header = "DEPCOM|COM",
    .columns = {
        { "insee_com", "DEPCOM|COM" },
        { "population", "PMUN" },
    },
};
