/* Zoning of general practitioners, in its known layouts: national workbook (Zonage_communes, Zonage_TVS,
 * Zonage_QPV), CartoSanté extract, annexes of the regional orders. */
#include "study/source.h"

#include <string.h>

enum { LEVEL }; /* as in `makes` */

/* A sheet of communes that lacks a code is not a sheet of territories. */
static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    int code;
    return mlg_reader_field(reader, "Libellé de la commune") < 0
               ? MLG_OK
               : mlg_layer_need(&code, reader->layer, "Code de la commune", err);
}

/* A sheet keyed by territoire de vie-santé classifies territories; elsewhere the form of the code decides. */
static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    int level = mlg_reader_field(reader, "maille"),
        code = mlg_reader_field(reader, "Code de la commune|Code*QPV|Code");
    int tvs = mlg_reader_field(reader, "Code du territoire de vie-santé");
    (void)use, (void)err;
    mlg_reader_make(reader, LEVEL,
                    level >= 0             ? mlg_layer_text(reader->layer, level)
                    : code < 0 && tvs >= 0 ? "tvs"
                                           : NULL);
    return MLG_OK;
}

const mlg_dataset mlg_dataset_ars_zoning = {
    .name = "ars-zoning",
    .provides = "zoning",
    .title = "Zonage des médecins généralistes (classeur national, extraction CartoSanté, annexes des arrêtés)",
    .producer = "ARS, DREES",
    .licence = "Licence Ouverte 2.0",
    .needs = "a code (commune, territoire de vie-santé or QPV) and the class; layer: Zonage_QPV for another sheet",
    .published = "data.drees.solidarites-sante.gouv.fr; CartoSanté; sites of the ARS",
    .signature = "Code|Code de la commune|Code du territoire de vie-santé|Code*QPV|code_qp|depcom,"
                 "Zonage_MG|Qualification attribuée par l'arrêté régional|Zonage 20??|zonage_regional|Zonage ARS",
    .layers = "Zonage_communes|ZD_QPV",
    .header = "Code|Code de la commune|Code QPV|Code du QPV|Code du territoire de vie-santé|depcom",
    .columns = {
        { "code", "Code de la commune|Code*QPV|Code|Code du territoire de vie-santé|depcom" },
        { "libelle", "Libellé de la commune|Libellé|Libelle|Libellé du territoire de vie-santé|libcom" },
        { "zonage", "Zonage_MG|Qualification attribuée par l'arrêté régional|Zonage 20??|zonage_regional|Zonage ARS" },
    },
    .makes = "maille",
    .start = start,
    .row = row,
};
