#include "study/source.h"

const mlg_dataset mlg_dataset_ars_zoning = {
    .name = "ars-zoning",
    .provides = "zoning",
    .title = "Zonage des médecins généralistes (extraction CartoSanté)",
    .producer = "ARS, DREES",
    .licence = "Licence Ouverte 2.0",
    .needs = "Code, Libellé and Zonage_MG",
    .columns = {
        { "code", "Code" },
        { "libelle", "Libellé|Libelle" },
        { "zonage", "Zonage_MG" },
    },
};
