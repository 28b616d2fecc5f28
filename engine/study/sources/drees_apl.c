#include "study/source.h"

/* The columns of doctors of all ages and of doctors aged 65 or less must not be confused. The header is on row 9,
 * below the titles; units are on row 10, footnotes at the bottom. */
const mlg_dataset mlg_dataset_drees_apl = {
    .name = "drees-apl",
    .provides = "apl|population",
    .title = "Accessibilité potentielle localisée (APL) publiée, jeu de données 530",
    .producer = "DREES",
    .licence = "Licence Ouverte 2.0",
    .needs = "Code commune INSEE and APL aux ...; layer: APL 2023 for another year than the last",
    .published = "data.drees.solidarites-sante.gouv.fr, 530_l-accessibilite-potentielle-localisee-apl",
    .signature = "Code commune INSEE|Code commune,APL*",
    .layers = "APL*",
    .header = "Code commune INSEE|Code commune|CODGEO|depcom",
    .columns = {
        { "insee_com", "Code commune INSEE|Code commune|CODGEO|depcom" },
        { "libelle", "Commune" },
        { "apl", "APL aux médecins généralistes|APL aux chirurgiens-dentistes|APL aux infirmières|APL aux infirmiers|"
                 "APL aux masseurs-kinésithérapeutes|APL aux sages-femmes|apl_mg" },
        { "apl_65", "APL aux médecins généralistes de 65 ans et moins|APL aux médecins généralistes de 65 ans ou moins|"
                    "apl_mg_65" },
        { "pop_std", "Population standardisée*|Population féminine standardisée*" },
        { "population", "Population totale*" },
    },
};
