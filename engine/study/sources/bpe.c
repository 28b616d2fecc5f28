/* Equipment: BPE23 to BPE25 and older (one row an equipment), and the counts by commune DS_BPE. The codes of the types changed
 * in 2023: all come out as those of today. A position drawn at random in the commune (quality 33) is not a place. */
#include "study/source.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

enum { CATEGORY, QUANTITY, PRECISION }; /* as in `makes` */

typedef struct {
    int type, object, measure, count, x, y, epsg, quality, department;
} bpe;

/* The codes of before 2023, and who is counted for a service. */
static const struct {
    const char *code, *before, *service;
} types[] = {
    { "D265", "D201", "gp" },        { "D281", "D232", "nurse" },         { "D307", "D301", "pharmacy" },
    { "D106", NULL, "emergency" },   { "D108", NULL, "health_centre" },   { "D113", NULL, "health_house" },
};

static const char *code_of_today(const char *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].before && strcmp(types[i].before, type) == 0)
            return types[i].code;
    return type;
}

static const char *type_of_service(const char *service)
{
    for (size_t i = 0; service && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].service, service) == 0)
            return types[i].code;
    return NULL;
}

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    bpe *b;
    MLG_TRY(MLG_NEW(&b, 1, "BPE", err));
    reader->own = b;
    b->object = mlg_reader_field(reader, "GEO_OBJECT");
    b->measure = mlg_reader_field(reader, "BPE_MEASURE");
    b->count = mlg_reader_field(reader, "OBS_VALUE");
    b->x = mlg_reader_field(reader, "LAMBERT_X");
    b->y = mlg_reader_field(reader, "LAMBERT_Y");
    b->epsg = mlg_reader_field(reader, "EPSG");
    b->quality = mlg_reader_field(reader, "QUALITE_GEOLOC|QUALITE_XY");
    b->department = mlg_reader_field(reader, "DEP");
    return mlg_layer_need(&b->type, reader->layer, b->object < 0 ? "TYPEQU" : "FACILITY_TYPE", err);
}

static void stop(mlg_reader *reader)
{
    free(reader->own);
}

static bool is_cell(const mlg_reader *reader, int field, const char *text)
{
    const char *cell = mlg_layer_text(reader->layer, field);
    return field < 0 || (cell && strcmp(cell, text) == 0);
}

/* Sums by département and totals by kind stand among the counts by commune; arrondissements repeat those of their town. */
static bool is_wanted(const mlg_reader *reader, const bpe *b, const char *type)
{
    bool supply = strcmp(reader->role, "supply") == 0;
    const char *asked = supply && !reader->spec->filter ? type_of_service(reader->spec->service) : NULL;
    if (!is_cell(reader, b->object, "COM") || !is_cell(reader, b->measure, "FACILITIES") || type[0] == '_')
        return false;
    return asked ? strcmp(asked, type) == 0 : type[0] == 'D';
}

static bool is_placed(const mlg_reader *reader, const bpe *b)
{
    const char *quality = mlg_layer_text(reader->layer, b->quality);
    return b->x >= 0 && (!quality || (strcmp(quality, "33") != 0 && strncmp(quality, "type_", 5) != 0 &&
                                      strncmp(quality, "Mauv", 4) != 0 && quality[0] != '_'));
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    const bpe *b = reader->own;
    const char *type = mlg_layer_text(reader->layer, b->type), *count = mlg_layer_text(reader->layer, b->count);
    (void)err;
    type = type ? code_of_today(type) : "_";
    *use = is_wanted(reader, b, type) ? MLG_ROW_KEEP : MLG_ROW_ELSEWHERE;
    mlg_reader_make(reader, CATEGORY, type);
    mlg_reader_make(reader, QUANTITY, b->count < 0 ? "1" : count);
    mlg_reader_make(reader, PRECISION, is_placed(reader, b) ? "adresse" : "commune");
    return MLG_OK;
}

/* The column EPSG of BPE23 and later says the system; before it was that of the département. */
static int system_of(const mlg_reader *reader, const bpe *b)
{
    static const char *const overseas[] = { "971", "972", "973", "974", "976" };
    static const int codes[] = { 5490, 5490, 2972, 2975, 4471 };
    const char *own = mlg_layer_text(reader->layer, b->epsg), *department = mlg_layer_text(reader->layer, b->department);
    double epsg;
    if (own && mlg_parse_number(own, &epsg) && epsg > 0 && epsg < 1e6)
        return (int)epsg;
    for (int i = 0; department && i < 5; i++)
        if (strcmp(department, overseas[i]) == 0)
            return codes[i];
    return 2154;
}

static bool place(mlg_spot *spot, const mlg_reader *reader)
{
    const bpe *b = reader->own;
    spot->epsg = system_of(reader, b);
    return is_placed(reader, b) && mlg_parse_number(mlg_layer_text(reader->layer, b->x), &spot->x) &&
           mlg_parse_number(mlg_layer_text(reader->layer, b->y), &spot->y);
}

const mlg_dataset mlg_dataset_bpe = {
    .name = "bpe",
    .provides = "supply|sites",
    .title = "Base permanente des équipements: BPE23 à BPE25, plus anciennes, et dénombrements DS_BPE",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "TYPEQU and DEPCOM, or FACILITY_TYPE, GEO, GEO_OBJECT and OBS_VALUE; supply: service: gp, nurse, pharmacy, "
             "emergency, health_centre or health_house, or a filter",
    .published = "insee.fr, base permanente des équipements",
    .signature = "TYPEQU|FACILITY_TYPE,DEPCOM|GEO",
    .layers = "DS_BPE*_data|DS_BPE*_data.csv|BPE??.csv|BPE??|bpe*_ensemble*",
    .columns = { { "insee_com", "DEPCOM|GEO" }, { "libelle", "NOMRS" }, { "code", "SIRET_" } },
    .makes = "categorie|quantite|precision",
    .start = start,
    .row = row,
    .place = place,
    .stop = stop,
};
