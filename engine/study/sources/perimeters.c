/* CPTS, CLS, CRT and similar perimeters have no official layout: regional agencies publish lists of communes. */
#include "study/source.h"

const mlg_dataset mlg_dataset_perimeters = {
    .name = "perimeters",
    .provides = "membership",
    .title = "Périmètres d'action par liste de communes : CPTS, CLS, CRT",
    .producer = "ARS",
    .licence = "Licence Ouverte 2.0, ou celle que dit l'ARS",
    .needs = "kind: cpts, cls or crt (or a column kind), the code of the commune, the code or name of the perimeter",
    .published = "site de l'ARS, Atlasanté, data.gouv.fr",
    .signature = "insee_com|code_insee|codgeo|depcom|code_commune|insee|com,"
                 "code_cpts|nom_cpts|lib_cpts|cpts|code_cls|nom_cls|lib_cls|cls|code_crt|nom_crt|lib_crt|crt|finess_cpts",
    .columns = {
        { "insee_com", "insee_com|code_insee|codgeo|depcom|code_commune|insee|com" },
        { "code", "code_cpts|num_cpts|id_cpts|finess_cpts|code_cls|num_cls|id_cls|code_crt|num_crt|id_crt|code_perimetre" },
        { "libelle", "nom_cpts|lib_cpts|libelle_cpts|cpts|nom_cls|lib_cls|libelle_cls|cls|nom_crt|lib_crt|libelle_crt|crt|"
                     "nom_perimetre" },
    },
};
