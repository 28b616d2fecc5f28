/* Facilities: BPE23 to BPE25 and older (one row per facility), and the counts by commune of DS_BPE. Type codes
 * changed in 2023; older ones are converted. A position drawn at random in the commune (quality 33) is not
 * used. */
#include "study/source.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

enum { CATEGORY, QUANTITY, PRECISION }; /* as in `makes` */

typedef struct {
    int type, commune, object, measure, count, period, x, y, lon, lat, epsg, quality, department;
    char year[8]; /* of the counts */
} bpe;

/* Type codes before 2023, and the types counted for each service. */
static const struct {
    const char *code, *before, *service;
} types[] = {
    { "D265", "D201", "gp" },      { "D281", "D232", "nurse" },       { "D307", "D301", "pharmacy" },
    { "D106", NULL, "emergency" }, { "D108", NULL, "health_centre" }, { "D113", NULL, "health_house" },
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
    b->period = mlg_reader_field(reader, "TIME_PERIOD");
    b->x = mlg_reader_field(reader, "LAMBERT_X");
    b->y = mlg_reader_field(reader, "LAMBERT_Y");
    b->lon = mlg_reader_field(reader, "LONGITUDE");
    b->lat = mlg_reader_field(reader, "LATITUDE");
    b->epsg = mlg_reader_field(reader, "EPSG");
    b->quality = mlg_reader_field(reader, "QUALITE_GEOLOC|QUALITE_XY");
    b->department = mlg_reader_field(reader, "DEP");
    MLG_TRY(mlg_layer_need(&b->commune, reader->layer, b->object < 0 ? "DEPCOM" : "GEO", err));
    if (b->object >= 0)
        MLG_TRY(mlg_layer_need(&b->count, reader->layer, "OBS_VALUE", err));
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

/* Skips sums by département and totals by type, listed among the counts by commune, and arrondissements, which
 * repeat the counts of their city. */
static bool is_wanted(const mlg_reader *reader, const bpe *b, const char *type)
{
    bool supply = strcmp(reader->role, "supply") == 0;
    bool chosen = reader->filter >= 0 && reader->filter == b->type;
    const char *asked = supply && !chosen ? type_of_service(reader->spec->service) : NULL;
    if (!is_cell(reader, b->object, "COM") || !is_cell(reader, b->measure, "FACILITIES") || type[0] == '_')
        return false;
    return asked ? strcmp(asked, type) == 0 : type[0] == 'D';
}

static bool is_placed(const mlg_reader *reader, const bpe *b)
{
    const char *quality = mlg_layer_text(reader->layer, b->quality);
    return (b->x >= 0 || b->lon >= 0) &&
           (!quality || (strcmp(quality, "33") != 0 && strncmp(quality, "type_", 5) != 0 &&
                         strncmp(quality, "Mauv", 4) != 0 && strcmp(quality, "M") != 0 && quality[0] != '_'));
}

/* Quality 12 or 22: at random in the street. */
static const char *precision_of(const mlg_reader *reader, const bpe *b)
{
    const char *quality = mlg_layer_text(reader->layer, b->quality);
    bool street = quality && (strcmp(quality, "12") == 0 || strcmp(quality, "22") == 0);
    return !is_placed(reader, b) ? "commune" : street ? "approchee" : "adresse";
}

/* A letter and three digits; _T, _Z and _U are totals and unknown values. */
static bool is_type(const char *type)
{
    return type && (type[0] == '_' || (strlen(type) == 4 && type[0] >= 'A' && type[0] <= 'Z' &&
                                       strspn(type + 1, "0123456789") == 3));
}

/* Counts have one row per commune and type; those of several years must not be added up. */
static mlg_status check_count(mlg_row_use *use, mlg_reader *reader, bpe *b, const char *type, mlg_error *err)
{
    const char *year = mlg_layer_text(reader->layer, b->period),
               *commune = mlg_layer_text(reader->layer, b->commune);
    bool again = false;
    if (year && !b->year[0])
        snprintf(b->year, sizeof b->year, "%s", year);
    if (year && strcmp(b->year, year) != 0) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: row %lld: the file holds counts of both %s and %s",
                                 reader->spec->path, (long long)mlg_layer_row(reader->layer), b->year, year);
        mlg_hint(err, "choose a year: filter: { column: TIME_PERIOD, values: [\"%s\"] }", year);
        return st;
    }
    MLG_TRY(mlg_reader_seen(&again, reader, commune ? commune : "", type, err));
    if (!again)
        return MLG_OK;
    *use = MLG_ROW_REJECTED;
    return mlg_reader_reject(reader, commune, "commune comptée deux fois", type, err);
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    bpe *b = reader->own;
    const char *type = mlg_layer_text(reader->layer, b->type), *count = mlg_layer_text(reader->layer, b->count);
    if (!is_type(type)) {
        *use = MLG_ROW_REJECTED;
        return mlg_reader_reject(reader, mlg_layer_text(reader->layer, b->commune), "type d'équipement inconnu",
                                 type, err);
    }
    type = code_of_today(type);
    *use = is_wanted(reader, b, type) ? MLG_ROW_KEEP : MLG_ROW_ELSEWHERE;
    if (*use == MLG_ROW_KEEP && b->object >= 0)
        MLG_TRY(check_count(use, reader, b, type, err));
    mlg_reader_make(reader, CATEGORY, type);
    mlg_reader_make(reader, QUANTITY, b->count < 0 ? "1" : count);
    mlg_reader_make(reader, PRECISION, precision_of(reader, b));
    return MLG_OK;
}

/* Column EPSG of BPE23 and later gives the system; earlier it was that of the département. */
static int system_of(const mlg_reader *reader, const bpe *b)
{
    static const char *const overseas[] = { "971", "972", "973", "974", "976" };
    static const int codes[] = { 5490, 5490, 2972, 2975, 4471 };
    const char *own = mlg_layer_text(reader->layer, b->epsg),
               *department = mlg_layer_text(reader->layer, b->department);
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
    if (!is_placed(reader, b))
        return false;
    if (mlg_parse_number(mlg_layer_text(reader->layer, b->x), &spot->x) &&
        mlg_parse_number(mlg_layer_text(reader->layer, b->y), &spot->y))
        return true;
    spot->epsg = 4326;
    return mlg_parse_number(mlg_layer_text(reader->layer, b->lon), &spot->x) &&
           mlg_parse_number(mlg_layer_text(reader->layer, b->lat), &spot->y);
}

const mlg_dataset mlg_dataset_bpe = {
    .name = "bpe",
    .provides = "supply|sites",
    .title = "Base permanente des équipements: BPE23 à BPE25, plus anciennes, et dénombrements DS_BPE",
    .producer = "INSEE",
    .licence = "Licence Ouverte 2.0",
    .needs = "TYPEQU and DEPCOM, or FACILITY_TYPE, GEO, GEO_OBJECT and OBS_VALUE; supply: service: gp, nurse, "
             "pharmacy, "
             "emergency, health_centre or health_house, or a filter",
    .published = "insee.fr, base permanente des équipements",
    .signature = "TYPEQU|FACILITY_TYPE,DEPCOM|GEO",
    .layers = "DS_BPE*_data|DS_BPE*_data.csv|BPE??.csv|BPE??|bpe*_ensemble*",
    .columns = { { "insee_com", "DEPCOM|GEO" }, { "libelle", "NOMRS" } },
    .makes = "categorie|quantite|precision",
    .start = start,
    .row = row,
    .place = place,
    .stop = stop,
};
