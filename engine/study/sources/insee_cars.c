#include "study/source.h"

#include "base/memory.h"

#include <stdio.h>

/* Table "Logement" of the census, by commune: P22_RP counts households (main homes), P22_RP_VOIT1P those with a car or more. */

enum { SHARE };

typedef struct {
    int all, with;
} cars;

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    cars *c;
    MLG_TRY(MLG_NEW(&c, 1, "households", err));
    reader->own = c;
    c->all = mlg_reader_field(reader, "P??_RP|P??_MEN");
    c->with = mlg_reader_field(reader, "P??_RP_VOIT1P");
    if (c->all < 0)
        return mlg_layer_need(&c->all, reader->layer, "P22_RP", err);
    return c->with < 0 ? mlg_layer_need(&c->with, reader->layer, "P22_RP_VOIT1P", err) : MLG_OK;
}

/* A commune without households, or without figures, has no share. */
static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    const cars *c = reader->own;
    double households, equipped;
    char share[MLG_MADE_SIZE];
    *use = MLG_ROW_ELSEWHERE;
    MLG_TRY(mlg_reader_number(&households, reader, c->all, 0, err));
    MLG_TRY(mlg_reader_number(&equipped, reader, c->with, 0, err));
    if (equipped > households) {
        *use = MLG_ROW_REJECTED;
        return mlg_reader_reject(reader, NULL, "plus de ménages équipés que de ménages",
                                 mlg_reader_text(reader, c->with), err);
    }
    if (!(households > 0 && equipped >= 0))
        return MLG_OK;
    *use = MLG_ROW_KEEP;
    snprintf(share, sizeof share, "%.9f", 1 - equipped / households);
    mlg_reader_make(reader, SHARE, share);
    return MLG_OK;
}

static void stop(mlg_reader *reader)
{
    free(reader->own);
}

const mlg_dataset mlg_dataset_insee_cars = {
    .name = "insee-cars",
    .provides = "indicators",
    .title = "Recensement, logement: part des ménages sans voiture",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs =
        "the commune code, the households and those with a car or more, as in CODGEO, P22_RP and P22_RP_VOIT1P",
    .published = "insee.fr, Logement, base communale (base-cc-logement)",
    .signature = "CODGEO,P??_RP|P??_MEN,P??_RP_VOIT1P",
    .layers = "COM*|*logement*",
    .header = "CODGEO",
    .columns = { { "insee_com", "CODGEO" } },
    .makes = "valeur",
    .start = start,
    .row = row,
    .stop = stop,
};
