/* Filosofi 200 m grid squares. The zip of 2021 holds one file each for metropolitan France, Martinique and La
 * Réunion. The identifier gives the coordinate system and the lower left corner: CRS3035RES200mN2466800E3482800.
 * Figures of squares with fewer than 11 households are imputed, and flagged. */
#include "study/source.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

enum { INSEE, IMPUTED }; /* as in `makes` */

typedef struct {
    int id, commune, imputed;
} cells;

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    cells *c;
    MLG_TRY(MLG_NEW(&c, 1, "squares", err));
    reader->own = c;
    c->id = mlg_reader_field(reader, "IdINSPIRE|idcar_200m");
    c->commune = mlg_reader_field(reader, "Depcom|lcog_geo");
    c->imputed = mlg_reader_field(reader, "I_est_200|I_est_cr");
    return c->id >= 0 ? MLG_OK : mlg_layer_need(&c->id, reader->layer, "idcar_200m", err);
}

static void stop(mlg_reader *reader)
{
    free(reader->own);
}

/* lcog_geo concatenates the codes of the communes that a square overlaps; the first one has the largest part. */
static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    const cells *c = reader->own;
    char code[6];
    const char *commune = mlg_layer_text(reader->layer, c->commune),
               *flag = mlg_layer_text(reader->layer, c->imputed);
    (void)use, (void)err;
    snprintf(code, sizeof code, "%.5s", commune ? commune : "");
    mlg_reader_make(reader, INSEE, code);
    mlg_reader_make(reader, IMPUTED, flag && strcmp(flag, "0") != 0 ? "1" : "0");
    return MLG_OK;
}

static bool place(mlg_spot *spot, const mlg_reader *reader)
{
    const cells *c = reader->own;
    const char *id = mlg_layer_text(reader->layer, c->id);
    int epsg, side, north, east;
    if (!id || sscanf(id, "CRS%6dRES%5dmN%8dE%8d", &epsg, &side, &north, &east) != 4)
        return false;
    *spot = (mlg_spot){ east + side / 2.0, north + side / 2.0, epsg };
    return true;
}

const mlg_dataset mlg_dataset_filosofi_cells = {
    .name = "filosofi-cells",
    .provides = "cells",
    .title = "Filosofi, données carroyées à 200 m (2015 à 2021)",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs =
        "IdINSPIRE or idcar_200m, Ind, Depcom or lcog_geo; no figure of fewer than 11 households may be published",
    .published = "insee.fr, Filosofi, carreaux de 200 m",
    .signature = "IdINSPIRE|idcar_200m,Ind,Men",
    .layers = "*200m*{territory}*|*200m*",
    .columns = { { "population", "Ind" }, { "code", "IdINSPIRE|idcar_200m" } },
    .makes = "insee_com|impute",
    .start = start,
    .row = row,
    .place = place,
    .stop = stop,
};
