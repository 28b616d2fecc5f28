#include "study/source.h"

/* The sheet of parameters of the published workbooks: steps by time, weights by age, bounds of activity. Its layout is not
 * fixed: rows are understood by their words, and listed when they are not. */
const mlg_dataset mlg_dataset_drees_parameters = {
    .name = "drees-parameters",
    .provides = "parameters",
    .title = "Paramètres des classeurs d'APL, jeu de données 530",
    .producer = "DREES",
    .licence = "Licence Ouverte 2.0",
    .needs = "a sheet Paramètres; service: gp, nurse, physio, midwife or dentist",
    .published = "data.drees.solidarites-sante.gouv.fr, 530_l-accessibilite-potentielle-localisee-apl",
    .layers = "Param*",
};
