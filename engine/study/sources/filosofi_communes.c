#include "study/source.h"

/* Three layouts: the annual file (MED15, TP6015), the long table since the incomes of 2023 (measures MED_SL, PR_MD60) and the export of statistiques-locales, with decimal commas and
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
    .signature = "CODGEO|Code géographique|GEO,MED??|Q2??|DISP_MED??|MED_SL|[DISP] Médiane (€)",
    .layers = "DS_FILOSOFI_CC*_data*|*COM*|*MED*|*DISP*",
    .header = "CODGEO|Code géographique|GEO",
    .pivot = &(const mlg_pivot){ .columns = "FILOSOFI_MEASURE" },
    .columns = {
        { "insee_com", "CODGEO|Code géographique|GEO" },
        { "revenu", "MED??|Q2??|DISP_MED??|MED_SL|[DISP] Médiane (€)" },
        { "pauvrete", "TP60??|PR_MD60|[DISP] Taux de pauvreté-Ensemble (%)" },
    },
};
