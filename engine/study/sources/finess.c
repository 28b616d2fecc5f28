/* FINESS establishments, in their five known layouts: FINESS+ (finess_plus.h), etalab-cs1100507 (no header; lines `structureet`, then lines
 * `geolocalisation` that locate them), the merged file with a header, t_finess of 2021, regional extracts. The
 * commune has three digits, which follow the département; the source of coordinates of a row gives its coordinate
 * system. */
#include "study/source.h"

#include "base/memory.h"
#include "study/sources/finess_plus.h"

#include <stdio.h>
#include <string.h>

enum { INSEE, PRECISION }; /* as in `makes` */
/* columns of a line `geolocalisation` */
enum { POINT_NUMBER = 1, POINT_SOURCE = 4, POINT_FIELDS = 6, SITE_FIELDS = 32 };

typedef struct {
    char number[12];
    double x, y;
    int epsg;
    char level; /* first character of the source of coordinates */
} point;

typedef struct {
    int section, number, category, commune, department, insee, x, y, source;
    point *points; /* sorted by number; for the two-section layout only */
    size_t count, capacity;
    mlg_finess_plus plus;
} finess;

/* ---- systems -------------------------------------------------------------------------------------------- */

static const struct {
    const char *words, *departments; /* words in the source of coordinates; départements when it has none */
    int epsg;
} systems[] = {
    { "LAMBERT_93", "", 2154 },    { "UTM_N20", "9A|9B|971|972", 5490 }, { "UTM_N22", "9C|973", 2972 },
    { "UTM_S40", "9D|974", 2975 }, { "UTM_S38", "9F|976", 4471 },        { "UTM_N21", "9E|975", 32621 },
};

/* "EPSG:5490 RGAF09/UTM Zone 20N (Antilles)" or "LAMBERT_93" at the end of the source; else by département. */
int mlg_finess_system(const char *source, const char *department)
{
    const char *code = source ? strstr(source, "EPSG:") : NULL;
    int epsg = 0;
    if (code && sscanf(code, "EPSG:%6d", &epsg) == 1)
        return epsg;
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
        if ((source && strstr(source, systems[i].words)) ||
            (department && mlg_list_holds(systems[i].departments, department)))
            return systems[i].epsg;
    return 2154;
}

/* Geocoding level, from the first token: 1 is the house number, 5 and 6 the commune. */
static const char *precision_of(char level)
{
    if (level < '1' || level > '9')
        return NULL;
    return level == '1' ? "adresse" : level < '5' ? "approchee" : "commune";
}

/* ---- the second section ----------------------------------------------------------------------------------- */

static int compare_points(const void *a, const void *b)
{
    return strcmp(((const point *)a)->number, ((const point *)b)->number);
}

static mlg_status add_point(finess *f, const mlg_layer *layer, mlg_error *err)
{
    const char *number = mlg_layer_text(layer, POINT_NUMBER), *source = mlg_layer_text(layer, POINT_SOURCE);
    point p = { .epsg = mlg_finess_system(source, NULL), .level = source ? *source : '\0' };
    if (!number || strlen(number) >= sizeof p.number || !mlg_parse_number(mlg_layer_text(layer, 2), &p.x) ||
        !mlg_parse_number(mlg_layer_text(layer, 3), &p.y))
        return MLG_OK; /* its site has no location */
    strcpy(p.number, number);
    MLG_TRY(MLG_GROW(&f->points, &f->capacity, f->count + 1, "FINESS points", err));
    f->points[f->count++] = p;
    return MLG_OK;
}

static bool in_section(const mlg_layer *layer, int section, const char *name)
{
    const char *text = mlg_layer_text(layer, section);
    return text && strcmp(text, name) == 0;
}

static mlg_status read_points(finess *f, mlg_layer *layer, mlg_error *err)
{
    bool got = true;
    for (;;) {
        MLG_TRY(mlg_layer_next(layer, &got, err));
        if (!got)
            break;
        if (in_section(layer, f->section, "geolocalisation") && mlg_layer_width(layer) == POINT_FIELDS)
            MLG_TRY(add_point(f, layer, err));
    }
    if (f->count > 0)
        qsort(f->points, f->count, sizeof *f->points, compare_points);
    return mlg_layer_rewind(layer, err);
}

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    finess *f;
    MLG_TRY(MLG_NEW(&f, 1, "FINESS", err));
    reader->own = f;
    f->section = mlg_reader_field(reader, "section");
    f->number = mlg_reader_field(reader, "nofinesset|numero_finess_etablissement");
    f->category = mlg_reader_field(reader, "categetab");
    if (f->number < 0)
        return mlg_layer_need(&f->number, reader->layer, "nofinesset", err);
    f->commune = mlg_reader_field(reader, "commune|code_commune");
    f->department = mlg_reader_field(reader, "departement");
    f->insee = mlg_reader_field(reader, "code_insee|cog|com_code");
    f->x = mlg_reader_field(reader, "coordxet|coordx");
    f->y = mlg_reader_field(reader, "coordyet|coordy");
    f->source = mlg_reader_field(reader, "sourcecoordet|sourcegeocod");
    mlg_finess_plus_find(&f->plus, reader);
    if (f->insee < 0)
        MLG_TRY(mlg_layer_need(&f->commune, reader->layer,
                               f->commune < 0 ? "commune" : mlg_layer_field_name(reader->layer, f->commune), err));
    return f->section >= 0 ? read_points(f, reader->layer, err) : MLG_OK;
}

static void stop(mlg_reader *reader)
{
    finess *f = reader->own;
    if (f)
        free(f->points);
    free(f);
}

/* ---- rows --------------------------------------------------------------------------------------------------- */

static const point *find_point(const mlg_reader *reader)
{
    const finess *f = reader->own;
    point key = { .number = "" };
    const char *number = mlg_layer_text(reader->layer, f->number);
    if (!number || strlen(number) >= sizeof key.number || f->count == 0)
        return NULL;
    strcpy(key.number, number);
    return bsearch(&key, f->points, f->count, sizeof key, compare_points);
}

/* "62" and "119", "2A" and "004", "9D" and "411" (97411). */
static void make_insee(mlg_reader *reader, const finess *f)
{
    char code[MLG_MADE_SIZE];
    const char *own = mlg_layer_text(reader->layer, f->insee),
               *commune = mlg_layer_text(reader->layer, f->commune);
    const char *department = mlg_layer_text(reader->layer, f->department);
    bool overseas =
        department && (department[0] == '9' && (strchr("ABCDEF", department[1]) || department[1] == '7'));
    snprintf(code, sizeof code, "%.2s%.5s",
             overseas     ? "97"
             : department ? department
                          : "",
             commune ? commune : "");
    mlg_reader_make(reader, INSEE, own ? own : commune && strlen(commune) == 5 ? commune : commune ? code : NULL);
}

/* In the layout without header, the first field of a line gives its type and the number of fields must match
 * it. */
static mlg_status check_line(mlg_row_use *use, mlg_reader *reader, const finess *f, mlg_error *err)
{
    char width[16];
    *use = MLG_ROW_IS_NONE;
    if (in_section(reader->layer, f->section, "geolocalisation") && mlg_layer_width(reader->layer) == POINT_FIELDS)
        return MLG_OK;
    *use = MLG_ROW_KEEP;
    bool site = in_section(reader->layer, f->section, "structureet");
    if (site && mlg_layer_width(reader->layer) == SITE_FIELDS)
        return MLG_OK;
    *use = MLG_ROW_REJECTED;
    snprintf(width, sizeof width, "%d", mlg_layer_width(reader->layer));
    const char *section = mlg_layer_text(reader->layer, f->section);
    if (site || in_section(reader->layer, f->section, "geolocalisation"))
        return mlg_reader_reject(reader, section, "nombre de champs inattendu", width, err);
    return mlg_reader_reject(reader, NULL, "section inconnue", section, err);
}

static mlg_status check_row(mlg_row_use *use, mlg_reader *reader, finess *f, mlg_error *err)
{
    bool good;
    if (f->section >= 0)
        MLG_TRY(check_line(use, reader, f, err));
    if (*use != MLG_ROW_KEEP)
        return MLG_OK;
    if (f->plus.state >= 0 && !mlg_finess_plus_is_open(&f->plus, reader)) {
        *use = MLG_ROW_ELSEWHERE;
        f->plus.left_out++;
        return MLG_OK;
    }
    *use = MLG_ROW_REJECTED;
    MLG_TRY(mlg_reader_finess(&good, reader, f->number, err));
    if (!good)
        return MLG_OK;
    const char *category = mlg_layer_text(reader->layer, f->category);
    if (category && (strlen(category) != 3 || strspn(category, "0123456789") != 3))
        return mlg_reader_reject(reader, mlg_layer_text(reader->layer, f->number), "catégorie inconnue", category,
                                 err);
    *use = MLG_ROW_KEEP;
    return MLG_OK;
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    finess *f = reader->own;
    mlg_spot spot;
    MLG_TRY(check_row(use, reader, f, err));
    if (*use != MLG_ROW_KEEP)
        return MLG_OK;
    make_insee(reader, f);
    if (f->plus.state >= 0) {
        f->plus.unplaced += !mlg_finess_plus_place(&spot, &f->plus, reader);
        mlg_reader_make(reader, PRECISION, mlg_finess_plus_precision(&f->plus, reader));
        return MLG_OK;
    }
    const char *source = mlg_layer_text(reader->layer, f->source);
    const point *p = find_point(reader);
    const char *unsaid = p || f->source >= 0 ? "approchee" : NULL; /* the source of coordinates is empty */
    const char *precision = precision_of(p ? p->level : source ? *source : '\0');
    mlg_reader_make(reader, PRECISION, precision ? precision : unsaid);
    return MLG_OK;
}

static bool place(mlg_spot *spot, const mlg_reader *reader)
{
    const finess *f = reader->own;
    const point *p = find_point(reader);
    if (f->plus.state >= 0)
        return mlg_finess_plus_place(spot, &f->plus, reader);
    if (p)
        *spot = (mlg_spot){ p->x, p->y, p->epsg };
    else
        spot->epsg = mlg_finess_system(mlg_layer_text(reader->layer, f->source),
                                       mlg_layer_text(reader->layer, f->department));
    return p || (mlg_parse_number(mlg_layer_text(reader->layer, f->x), &spot->x) &&
                 mlg_parse_number(mlg_layer_text(reader->layer, f->y), &spot->y));
}

/* What was left out, and what has no coordinates, are figures of the study. */
static mlg_status finish(mlg_reader *reader, mlg_error *err)
{
    const finess *f = reader->own;
    char name[96];
    if (f->plus.state < 0)
        return MLG_OK;
    snprintf(name, sizeof name, "%s.fermes", reader->key);
    MLG_TRY(mlg_study_note_number(reader->study, "load", name, (double)f->plus.left_out, "établissements",
                                  "calcul", err));
    snprintf(name, sizeof name, "%s.sans_coordonnees", reader->key);
    return mlg_study_note_number(reader->study, "load", name, (double)f->plus.unplaced, "établissements", "calcul",
                                 err);
}

const mlg_dataset mlg_dataset_finess = {
    .name = "finess",
    .provides = "sites",
    .title = "FINESS, établissements sanitaires et sociaux géolocalisés (FINESS+ finess-structures en JSON, "
             "etalab-cs1100507, t_finess, extractions)",
    .producer = "Agence du numérique en santé, DREES",
    .licence = "Licence Ouverte 2.0",
    .needs = "the number, categetab, commune and departement; coordinates in the system each row names. FINESS+: "
             "pmej, their ege and the address 03",
    .published = "data.gouv.fr, FINESS - Structures; until July 2026, FINESS Extraction du fichier des "
                 "établissements",
    .signature = "nofinesset|numero_finess_etablissement,categetab,coordxet|coordx|section",
    .banner = "finess",
    .names = "section|nofinesset|nofinessej|rs|rslongue|complrs|compldistrib|numvoie|typvoie|voie|compvoie|lieuditbp|commune|"
             "departement|libdepartement|ligneacheminement|telephone|telecopie|categetab|libcategetab|categagretab|"
             "libcategagretab|siret|codeape|codemft|libmft|codesph|libsph|dateouv|dateautor|datemaj|numuai",
    .records = &mlg_finess_plus_sites,
    .columns = {
        { "code", "nofinesset|numero_finess_etablissement" },
        { "libelle", "rslongue|rs|raison_sociale" },
        { "categorie", "categetab" },
    },
    .makes = "insee_com|precision",
    .start = start,
    .row = row,
    .place = place,
    .finish = finish,
    .stop = stop,
};
