#include "study/source.h"

const mlg_dataset mlg_dataset_laposte_postal = {
    .name = "laposte-postal",
    .provides = "postal",
    .title = "Base officielle des codes postaux",
    .producer = "La Poste",
    .licence = "Licence Ouverte 2.0",
    .needs = "Code_commune_INSEE and Code_postal",
    .published = "data.gouv.fr, base officielle des codes postaux",
    .signature = "Code_commune_INSEE|#Code_commune_INSEE,Code_postal",
    .columns = { { "insee_com", "Code_commune_INSEE|#Code_commune_INSEE" }, { "code_postal", "Code_postal" } },
};
