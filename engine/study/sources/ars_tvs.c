#include "study/source.h"

const mlg_dataset mlg_dataset_ars_tvs = {
    .name = "ars-tvs",
    .provides = "tvs",
    .title = "Composition communale des territoires de vie-santé",
    .producer = "DREES, ARS",
    .licence = "Licence Ouverte 2.0",
    .needs = "depcom, tv and libtv",
    .columns = {
        { "insee_com", "depcom|INSEE_COM" },
        { "tvs", "tv|Code_TVS|TVS" },
        { "lib_tvs", "libtv|Nom_TVS|TVS_libelle" },
    },
};
