#include "study/source.h"

/* Parameter sheet of the published workbooks: steps by time, weights by age, bounds on activity. Its layout
 * varies: rows are recognised by their words, and those that are not are listed. */
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
