#include "study/source.h"

const mlg_dataset mlg_dataset_qpv = {
    .name = "qpv",
    .provides = "qpv",
    .title = "Quartiers prioritaires de la politique de la ville, 2024 (QN) et 2015 (QP)",
    .producer = "ANCT",
    .licence = "Licence Ouverte 2.0",
    .needs = "code_qp and lib_qp; the perimeters",
    .published = "data.gouv.fr, quartiers prioritaires de la politique de la ville",
    .signature = "code_qp,lib_qp|NOM_QP",
    .layers = "QP2024*WGS84*|QP_METROPOLEOUTREMER*|QP*LB93*",
    .columns = {
        { "code_qp", "code_qp" },
        { "libelle", "lib_qp|NOM_QP" },
    },
};
