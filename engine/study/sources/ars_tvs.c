/* The code of a territory is that of its main commune. */
#include "study/source.h"

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    const char *code =
        mlg_layer_text(reader->layer, mlg_reader_field(reader, "tv|Code_TVS|TVS|Code du territoire de vie-santé"));
    if (!code || mlg_is_insee_code(code))
        return MLG_OK;
    *use = MLG_ROW_REJECTED;
    return mlg_reader_reject(reader, code, "code de territoire de vie-santé invalide", code, err);
}

const mlg_dataset mlg_dataset_ars_tvs = {
    .name = "ars-tvs",
    .provides = "tvs",
    .title = "Composition communale des territoires de vie-santé",
    .producer = "DREES, ARS",
    .licence = "Licence Ouverte 2.0",
    .needs = "depcom, tv and libtv",
    .published = "data.drees.solidarites-sante.gouv.fr; arrêtés des ARS",
    .signature = "depcom|INSEE_COM|Code de la commune,tv|Code_TVS|TVS|Code du territoire de vie-santé",
    .layers = "tvs*|TVS*|Zonage_communes",
    .header = "depcom|INSEE_COM|Code de la commune",
    .columns = {
        { "insee_com", "depcom|INSEE_COM|Code de la commune" },
        { "tvs", "tv|Code_TVS|TVS|Code du territoire de vie-santé" },
        { "lib_tvs", "libtv|Nom_TVS|TVS_libelle|Libellé du territoire de vie-santé" },
    },
    .row = row,
};
