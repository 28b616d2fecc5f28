/* Zoning of the six professions in one file, a column of levels each: that of the service of the source is read. */
#include "study/source.h"

#include <string.h>

enum { ZONE, TVS, TVS_LABEL, DATE }; /* as in `makes` */

static const struct {
    const char *service, *level, *date, *territory, *label;
} professions[] = {
    { "gp", "zmed_niveau", "zmed_date_arrete", "tvs_code|tvs", "tvs_lib" },
    { "dentist", "zdent_niveau", "zdent_date_arrete", "tvs_code|tvs", "tvs_lib" },
    { "nurse", "zide_niveau", "zide_date_arrete", "bvcv_code|bvcv", "bvcv_lib" },
    { "physio", "zmk_niveau", "zmk_date_arrete", "bvcv_code|bvcv", "bvcv_lib" },
    { "midwife", "zsf_niveau", "zsf_date_arrete", "bvcv_code|bvcv", "bvcv_lib" },
    { "speech_therapist", "zortho_niveau", "zortho_date_arrete", "bvcv_code|bvcv", "bvcv_lib" },
};

static int profession_of(const mlg_reader *reader)
{
    const char *service = reader->spec->service ? reader->spec->service : "gp";
    for (int p = 0; p < (int)(sizeof professions / sizeof *professions); p++)
        if (strcmp(professions[p].service, service) == 0)
            return p;
    return -1;
}

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    int p = profession_of(reader), level;
    if (p >= 0)
        return mlg_layer_need(&level, reader->layer, professions[p].level, err);
    mlg_status st = mlg_fail(err, MLG_INPUT, "the file has no zoning of the service '%s'", reader->spec->service);
    mlg_hint(err, "it has those of gp, dentist, nurse, physio, midwife and speech_therapist");
    return st;
}

static void make(mlg_reader *reader, int made, const char *aliases)
{
    int field = mlg_reader_field(reader, aliases);
    mlg_reader_make(reader, made, field < 0 ? NULL : mlg_layer_text(reader->layer, field));
}

/* Rows of districts and of communes that the order does not class ("NC") are left out. */
static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    int p = profession_of(reader), kind = mlg_reader_field(reader, "niveau");
    const char *level = mlg_layer_text(reader->layer, mlg_reader_field(reader, professions[p].level));
    const char *unit = kind < 0 ? NULL : mlg_layer_text(reader->layer, kind);
    (void)err;
    if ((unit && strcmp(unit, "COM") != 0) || !level || strncmp(level, "NC", 2) == 0) {
        *use = MLG_ROW_ELSEWHERE;
        return MLG_OK;
    }
    mlg_reader_make(reader, ZONE, level);
    make(reader, TVS, professions[p].territory);
    make(reader, TVS_LABEL, professions[p].label);
    make(reader, DATE, professions[p].date);
    return MLG_OK;
}

const mlg_dataset mlg_dataset_atlasante_zoning = {
    .name = "atlasante-zoning",
    .provides = "zoning",
    .title = "Zonages des six professions, Atlasanté (la profession est celle du service de la source)",
    .producer = "ARS, Atlasanté",
    .licence = "Licence Ouverte 2.0",
    .needs = "com_code and the level of the profession, zmed_niveau, zide_niveau ...; service: nurse for nurses",
    .published = "catalogue.atlasante.fr; data.gouv.fr",
    .signature = "com_code,zmed_niveau|zide_niveau|zdent_niveau|zmk_niveau|zsf_niveau|zortho_niveau",
    .header = "com_code",
    .columns = {
        { "code", "com_code" },
        { "libelle", "com_lib|com_libelle|com_nom" },
    },
    .makes = "zonage|tvs|lib_tvs|millesime",
    .start = start,
    .row = row,
};
