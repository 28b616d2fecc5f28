/* Professionals of the Annuaire santé (RPPS), one row an activity, no coordinates. Who counts as a general practitioner:
 * a doctor (profession 10) whose specialty is SM53 or SM54, or who has none, working on his own account in a practice (SA07,
 * SA08) or employed by a centre de santé (SA05). The activities of one person share his time: see load_supply.c. */
#include "study/source.h"

#include "base/memory.h"

#include <string.h>

enum { INSEE, FINESS, POSTAL, PERSON }; /* as in `makes` */

/* Who does what: the profession, the specialties (NULL: any), the pairs of mode and sector that count. */
typedef struct {
    const char *service, *profession, *skills, *settings;
} rule;

static const rule rules[] = {
    { "gp", "10", "SM53|SM54", "L SA07|L SA08|S SA05" },
    { "dentist", "40", NULL, "L SA07|L SA08|S SA05" },
    { "midwife", "50", NULL, "L SA07|L SA08|S SA05" },
    { "nurse", "60", NULL, "L SA07|L SA08|S SA05" },
    { "physio", "70", NULL, "L SA07|L SA08|S SA05" },
};

typedef struct {
    const rule *who;
    int person, profession, skill_type, skill, mode, sector, site, postal, commune;
} rpps;

static mlg_status find_rule(rpps *r, const mlg_reader *reader, mlg_error *err)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].service, reader->spec->service) == 0)
            r->who = &rules[i];
    if (r->who)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "no rule tells who counts for the service '%s' in RPPS", reader->spec->service);
    mlg_hint(err, "service: gp, dentist, midwife, nurse or physio");
    return st;
}

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    rpps *r;
    mlg_layer *l = reader->layer;
    MLG_TRY(MLG_NEW(&r, 1, "RPPS", err));
    reader->own = r;
    MLG_TRY(find_rule(r, reader, err));
    MLG_TRY(mlg_layer_need(&r->person, l, "Identification nationale PP", err));
    MLG_TRY(mlg_layer_need(&r->profession, l, "Code profession", err));
    MLG_TRY(mlg_layer_need(&r->mode, l, "Code mode exercice", err));
    MLG_TRY(mlg_layer_need(&r->sector, l, "Code secteur d'activité", err));
    MLG_TRY(mlg_layer_need(&r->skill_type, l, "Code type savoir-faire", err));
    MLG_TRY(mlg_layer_need(&r->skill, l, "Code savoir-faire", err));
    r->site = mlg_reader_field(reader, "Numéro FINESS site");
    r->postal = mlg_reader_field(reader, "Code postal (coord. structure)");
    return mlg_layer_need(&r->commune, l, "Code commune (coord. structure)", err);
}

static void stop(mlg_reader *reader)
{
    free(reader->own);
}

static bool practises(const mlg_reader *reader, const rpps *r)
{
    const char *profession = mlg_layer_text(reader->layer, r->profession);
    if (!profession || strcmp(profession, r->who->profession) != 0)
        return false;
    char setting[16] = "";
    const char *mode = mlg_layer_text(reader->layer, r->mode), *sector = mlg_layer_text(reader->layer, r->sector);
    if (!mode || !sector || strlen(mode) + strlen(sector) + 2 > sizeof setting)
        return false;
    strcat(strcat(strcpy(setting, mode), " "), sector);
    if (!mlg_list_holds(r->who->settings, setting))
        return false;
    const char *kind = mlg_layer_text(reader->layer, r->skill_type), *skill = mlg_layer_text(reader->layer, r->skill);
    return !r->who->skills || !skill || (kind && strcmp(kind, "S") == 0 && mlg_list_holds(r->who->skills, skill));
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    const rpps *r = reader->own;
    (void)err;
    *use = practises(reader, r) ? MLG_ROW_KEEP : MLG_ROW_ELSEWHERE;
    if (*use != MLG_ROW_KEEP)
        return MLG_OK;
    mlg_reader_make(reader, INSEE, mlg_layer_text(reader->layer, r->commune));
    mlg_reader_make(reader, FINESS, mlg_layer_text(reader->layer, r->site));
    mlg_reader_make(reader, POSTAL, mlg_layer_text(reader->layer, r->postal));
    mlg_reader_make(reader, PERSON, mlg_layer_text(reader->layer, r->person));
    return MLG_OK;
}

const mlg_dataset mlg_dataset_rpps = {
    .name = "rpps",
    .provides = "supply",
    .title = "Annuaire santé, extraction en libre accès PS_LibreAcces_Personne_activite (RPPS)",
    .producer = "Agence du numérique en santé",
    .licence = "Licence Ouverte 2.0",
    .needs = "service: gp, dentist, midwife, nurse or physio; a finess source (sites) and postal codes (postal) place the "
             "activities whose commune is empty",
    .published = "data.gouv.fr, Annuaire santé, extractions des données en libre accès",
    .signature = "Identification nationale PP,Code profession,Code mode exercice",
    .layers = "PS_LibreAcces_Personne_activite*",
    .makes = "insee_com|finess|code_postal|personne",
    .start = start,
    .row = row,
    .stop = stop,
};
