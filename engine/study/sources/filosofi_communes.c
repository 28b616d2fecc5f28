#include "study/source.h"

/* Two layouts: the annual file (MED15, TP6015) and the export of statistiques-locales, with decimal commas and
 * spaces as thousands separators. Figures withheld for confidentiality (poverty below some 2,000 inhabitants) are
 * empty or "s". */
const mlg_dataset mlg_dataset_filosofi_communes = {
    .name = "filosofi-communes",
    .provides = "income",
    .title = "Filosofi, revenus disponibles par commune",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "the commune code and the median disposable income a consumption unit, as in MED15 or [DISP] Médiane (€)",
    .published = "insee.fr, Filosofi, base communale; statistiques-locales.insee.fr",
    .signature = "CODGEO|Code géographique,MED??|Q2??|DISP_MED??|[DISP] Médiane (€)",
    .layers = "*COM*|*MED*|*DISP*",
    .header = "CODGEO|Code géographique",
    .columns = {
        { "insee_com", "CODGEO|Code géographique" },
        { "revenu", "MED??|Q2??|DISP_MED??|[DISP] Médiane (€)" },
        { "pauvrete", "TP60??|[DISP] Taux de pauvreté-Ensemble (%)" },
    },
};
