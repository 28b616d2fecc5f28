/* Annuaire santé of the Assurance maladie: one row per place of practice, with the tariff that applies there. A practice is
 * under the tariff of the health insurance in sector 1, or with an option by which extra fees are bounded (OPTAM): only those
 * are a supply; an indicator is their share. The file does not identify the professional: one who practises in two places has two rows. */
#include "study/source.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { QUANTITY, COMMUNE, TARIFF }; /* as in `makes`; the commune is never known, so that the postal code counts */

typedef struct {
    int specialty, sector, option;
    const char *wanted; /* codes of the specialties counted; NULL: the filter of the study chooses */
} ameli;

static const struct {
    const char *service, *specialties;
} services[] = {
    { "gp", "01|22|23" }, { "nurse", "24" },         { "physio", "26" },
    { "midwife", "21" },  { "dentist", "19|53|54" }, { "speech_therapist", "28" },
};

static const char *specialties_of(const char *service)
{
    for (size_t i = 0; service && i < sizeof services / sizeof *services; i++)
        if (strcmp(services[i].service, service) == 0)
            return services[i].specialties;
    return NULL;
}

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    ameli *a;
    MLG_TRY(MLG_NEW(&a, 1, "practices", err));
    reader->own = a;
    a->option = mlg_reader_field(reader, "option_tarifaire_libelle");
    a->wanted = reader->filter >= 0 ? NULL : specialties_of(reader->spec->service);
    MLG_TRY(mlg_layer_need(&a->specialty, reader->layer, "specialite_code", err));
    MLG_TRY(mlg_layer_need(&a->sector, reader->layer, "secteur_conventionnel_libelle", err));
    if (a->wanted || reader->filter >= 0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: the specialties of service '%s' are not known",
                             reader->spec->path, reader->spec->service ? reader->spec->service : "");
    mlg_hint(err, "name gp, nurse, physio, midwife, dentist or speech_therapist, or choose: filter: { column: "
                  "specialite_code, values: "
                  "[...] }");
    return st;
}

static void stop(mlg_reader *reader)
{
    free(reader->own);
}

/* Of the list, with or without a leading zero. */
static bool is_specialty(const char *list, const char *code)
{
    char padded[8];
    snprintf(padded, sizeof padded, "0%s", code);
    return mlg_list_holds(list, code) || (strlen(code) == 1 && mlg_list_holds(list, padded));
}

/* "Secteur 1", "Secteur 2", "Conventionné", "Non conventionné". */
static bool is_sector(const char *sector)
{
    return strncasecmp(sector, "Secteur ", 8) == 0 || strncasecmp(sector, "Convention", 10) == 0 ||
           strncasecmp(sector, "Non convention", 14) == 0;
}

/* "Secteur 1", "Conventionné"; "OPTAM", "OPTAM-CO". */
static bool is_bounded(const char *sector, const char *option)
{
    return strcasecmp(sector, "Secteur 1") == 0 || strncasecmp(sector, "Convention", 10) == 0 ||
           (option && strncasecmp(option, "OPTAM", 5) == 0);
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    const ameli *a = reader->own;
    const char *specialty = mlg_layer_text(reader->layer, a->specialty);
    const char *sector = mlg_layer_text(reader->layer, a->sector);
    *use = MLG_ROW_ELSEWHERE;
    if (a->wanted && specialty && !is_specialty(a->wanted, specialty))
        return MLG_OK;
    if (!specialty || !sector || !is_sector(sector)) {
        *use = MLG_ROW_REJECTED;
        return mlg_reader_reject(reader, specialty, specialty ? "secteur inconnu" : "sans spécialité", sector,
                                 err);
    }
    const bool bounded = is_bounded(sector, mlg_layer_text(reader->layer, a->option));
    if (bounded || strcmp(reader->role, "indicators") == 0)
        *use = MLG_ROW_KEEP;
    mlg_reader_make(reader, QUANTITY, "1");
    mlg_reader_make(reader, TARIFF, bounded ? "1" : "0");
    return MLG_OK;
}

const mlg_dataset mlg_dataset_ameli = {
    .name = "ameli",
    .provides = "supply|indicators",
    .title = "Annuaire santé de l'Assurance maladie: lieux d'exercice au tarif opposable (secteur 1 ou OPTAM)",
    .producer = "Caisse nationale de l'Assurance maladie",
    .licence = "Licence Ouverte 2.0",
    .needs =
        "specialite_code, secteur_conventionnel_libelle and coordonnees_code_postal; a source postal, which gives "
        "the communes of the postal codes; service: gp, nurse, physio, midwife, dentist or speech_therapist, or a "
        "filter",
    .published = "data.gouv.fr, annuaire santé Ameli",
    .signature = "specialite_code,secteur_conventionnel_libelle,coordonnees_code_postal",
    .columns = { { "code_postal", "coordonnees_code_postal" } },
    .makes = "quantite|insee_com|tarif",
    .start = start,
    .row = row,
    .stop = stop,
};
