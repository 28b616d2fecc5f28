/* Professionals of the Annuaire santé (RPPS), one row per activity, no coordinates. Who counts as a general
 * practitioner: a doctor (profession 10) whose specialty is SM26 (qualified in general medicine), SM53 or SM54, or
 * who has none, self-employed in a practice (SA07, SA08) or employed by a centre de santé (SA05). Some extracts have
 * the specialties in a separate file (PS_LibreAcces_SavoirFaire), in the same zip or given as `companion`. A
 * person divides their time among activities: see load/supply.c. */
#include "study/load/identity.h"
#include "study/provenance.h"
#include "study/source.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

enum { INSEE, FINESS, POSTAL, PERSON, PRACTICE }; /* as in `makes` */

enum { MOST_SKILLS = 4 }; /* codes of a rule */

/* Who counts for a service: profession, specialties (NULL: any), pairs of mode and sector. */
typedef struct {
    const char *service, *profession, *skills, *settings;
} rule;

static const rule rules[] = {
    { "gp", "10", "SM26|SM53|SM54", "L SA07|L SA08|S SA05" },
    { "dentist", "40", NULL, "L SA07|L SA08|S SA05" },
    { "midwife", "50", NULL, "L SA07|L SA08|S SA05" },
    { "nurse", "60", NULL, "L SA07|L SA08|S SA05" },
    { "physio", "70", NULL, "L SA07|L SA08|S SA05" },
    { "speech_therapist", "91", NULL, "L SA07|L SA08|S SA05" },
};

/* Persons of the companion file as sorted hashes: those with a specialty, and those with each one that counts. */
typedef struct {
    uint64_t *items;
    size_t count, capacity;
} group;

typedef struct {
    const rule *who;
    int person, profession, skill_type, skill, mode, sector, site, postal, commune, structure;
    bool companion;
    group specialists, wanted[MOST_SKILLS];
    /* activities by the number of their specialty in the rule, those without any last; and those of another specialty */
    int64_t kept[MOST_SKILLS + 1], others;
} rpps;

/* ---- the companion file ------------------------------------------------------------------------------------- */

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static mlg_status add(group *g, uint64_t person, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&g->items, &g->capacity, g->count + 1, "specialties", err));
    g->items[g->count++] = person;
    return MLG_OK;
}

static void sort(group *g)
{
    if (g->count > 0)
        qsort(g->items, g->count, sizeof *g->items, compare_hashes);
}

/* Number of a code in the list of a rule; past its end when it is not there. */
static int skill_number(const char *skills, const char *code)
{
    int number = 0;
    for (const char *at = skills; *at; at += *at == '|', number++) {
        size_t n = strcspn(at, "|");
        if (strlen(code) == n && strncmp(at, code, n) == 0)
            break;
        at += n;
    }
    return number;
}

static bool holds(const group *g, uint64_t person)
{
    return g->count > 0 && bsearch(&person, g->items, g->count, sizeof person, compare_hashes);
}

static mlg_status read_skills(rpps *r, mlg_layer *layer, mlg_error *err)
{
    int person, kind, skill;
    bool got = true;
    MLG_TRY(mlg_layer_need(&person, layer, "Identification nationale PP", err));
    MLG_TRY(mlg_layer_need(&kind, layer, "Code type savoir-faire", err));
    MLG_TRY(mlg_layer_need(&skill, layer, "Code savoir-faire", err));
    mlg_status st;
    while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got) {
        const char *type = mlg_layer_text(layer, kind), *code = mlg_layer_text(layer, skill);
        uint64_t who = mlg_identity_of(mlg_layer_text(layer, person));
        if (!who || !code || !type || strcmp(type, "S") != 0)
            continue;
        MLG_TRY(add(&r->specialists, who, err));
        if (mlg_list_holds(r->who->skills, code))
            MLG_TRY(add(&r->wanted[skill_number(r->who->skills, code)], who, err));
    }
    sort(&r->specialists);
    for (int k = 0; k < MOST_SKILLS; k++)
        sort(&r->wanted[k]);
    return st;
}

static mlg_status open_companion(rpps *r, const mlg_reader *reader, mlg_error *err)
{
    mlg_layer_options options = { .layer = "PS_LibreAcces_SavoirFaire*" };
    const mlg_config_source *spec = reader->spec;
    mlg_study *study = reader->study;
    char *path = NULL, key[96];
    mlg_layer *layer = NULL;
    mlg_status st = MLG_OK;
    size_t n = strlen(reader->path);
    bool zip = n > 4 && strcmp(reader->path + n - 4, ".zip") == 0;
    if (!spec->companion && !zip) {
        st = mlg_fail(err, MLG_INPUT, "%s has no column 'Code savoir-faire' and no companion file is given",
                      spec->path);
        mlg_hint(err, "add companion: PS_LibreAcces_SavoirFaire_....txt, of the same extraction, to the source");
        return st;
    }
    if (spec->companion)
        MLG_TRY(mlg_study_file_resolve(&path, study->file, study->data_folder, spec->companion, err));
    n = path ? strlen(path) : 0;
    bool plain = n > 4 && strcmp(path + n - 4, ".zip") != 0;
    MLG_GO(mlg_layer_open(&layer, path ? path : reader->path, plain ? NULL : &options, err));
    MLG_GO(read_skills(r, layer, err));
    snprintf(key, sizeof key, "%s.companion", reader->key + strlen("sources."));
    if (study->db && spec->companion)
        st = mlg_study_note_file(study, key, reader->dataset->name, spec->companion, err);
    r->companion = true;
done:
    mlg_layer_close(layer);
    free(path);
    return st;
}

/* ---- rows --------------------------------------------------------------------------------------------------- */

static mlg_status find_rule(rpps *r, const mlg_reader *reader, mlg_error *err)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].service, reader->spec->service) == 0)
            r->who = &rules[i];
    if (r->who)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "RPPS has no rule for the service '%s'", reader->spec->service);
    mlg_hint(err, "service: gp, dentist, midwife, nurse, physio or speech_therapist");
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
    r->skill_type = mlg_reader_field(reader, "Code type savoir-faire");
    r->skill = mlg_reader_field(reader, "Code savoir-faire");
    if (r->who->skills && (r->skill < 0 || r->skill_type < 0 || reader->spec->companion))
        MLG_TRY(open_companion(r, reader, err));
    r->structure = mlg_reader_field(reader, "Identifiant technique de la structure");
    r->site = mlg_reader_field(reader, "Numéro FINESS site");
    r->postal = mlg_reader_field(reader, "Code postal (coord. structure)");
    return mlg_layer_need(&r->commune, l, "Code commune (coord. structure)", err);
}

static void stop(mlg_reader *reader)
{
    rpps *r = reader->own;
    if (r) {
        free(r->specialists.items);
        for (int k = 0; k < MOST_SKILLS; k++)
            free(r->wanted[k].items);
    }
    free(r);
}

/* The specialty of the rule that a row has, by its number; MOST_SKILLS: none at all; -1: another one. With a
 * companion file all specialties of a doctor decide; without, the specialty of each row does. */
static int skill_of(const mlg_reader *reader, const rpps *r)
{
    const char *kind = mlg_layer_text(reader->layer, r->skill_type),
               *skill = mlg_layer_text(reader->layer, r->skill), *skills = r->who->skills;
    if (!skills)
        return MOST_SKILLS;
    if (r->companion) {
        uint64_t person = mlg_identity_of(mlg_layer_text(reader->layer, r->person));
        for (int k = 0; k < MOST_SKILLS; k++)
            if (holds(&r->wanted[k], person))
                return k;
        return holds(&r->specialists, person) ? -1 : MOST_SKILLS;
    }
    if (!skill)
        return MOST_SKILLS;
    return kind && strcmp(kind, "S") == 0 && mlg_list_holds(skills, skill) ? skill_number(skills, skill) : -1;
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
    return mlg_list_holds(r->who->settings, setting);
}

/* Whether the row is an activity that counts, which is counted by its code. */
static bool is_selected(const mlg_reader *reader, rpps *r)
{
    if (!practises(reader, r))
        return false;
    int skill = skill_of(reader, r);
    if (skill < 0)
        r->others++;
    else
        r->kept[skill]++;
    return skill >= 0;
}

/* Identifies a practice of a person: same structure, same mode of practice. */
static void make_practice(mlg_reader *reader, const rpps *r)
{
    char text[MLG_MADE_SIZE];
    const char *structure = mlg_layer_text(reader->layer, r->structure);
    if (structure)
        snprintf(text, sizeof text, "%.56s %s", structure, mlg_layer_text(reader->layer, r->mode));
    mlg_reader_make(reader, PRACTICE, structure ? text : NULL);
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    rpps *r = reader->own;
    (void)err;
    *use = is_selected(reader, r) ? MLG_ROW_KEEP : MLG_ROW_ELSEWHERE;
    if (*use != MLG_ROW_KEEP)
        return MLG_OK;
    mlg_reader_make(reader, INSEE, mlg_layer_text(reader->layer, r->commune));
    mlg_reader_make(reader, FINESS, mlg_layer_text(reader->layer, r->site));
    mlg_reader_make(reader, POSTAL, mlg_layer_text(reader->layer, r->postal));
    mlg_reader_make(reader, PERSON, mlg_layer_text(reader->layer, r->person));
    make_practice(reader, r);
    return MLG_OK;
}

/* ---- what was selected ---------------------------------------------------------------------------------------- */

static mlg_status note_count(const mlg_reader *reader, const char *code, int64_t count, mlg_error *err)
{
    char name[128];
    snprintf(name, sizeof name, "%s.%s", reader->key, code);
    return mlg_study_note_number(reader->study, "load", name, (double)count, "exercices du fichier", "calcul",
                                 err);
}

/* The rule, and the activities of the file that it keeps, by specialty. */
static mlg_status finish(mlg_reader *reader, mlg_error *err)
{
    const rpps *r = reader->own;
    char name[128], text[192], code[16];
    int k = 0;
    snprintf(name, sizeof name, "%s.selection", reader->key);
    snprintf(text, sizeof text, "profession %s; savoir-faire %s%s; %s", r->who->profession,
             r->who->skills ? r->who->skills : "tous", r->who->skills ? " ou aucun" : "", r->who->settings);
    MLG_TRY(mlg_study_note(reader->study, "load", name, text, NULL, "convention", err));
    for (const char *at = r->who->skills; at && *at; at += *at == '|', k++) {
        size_t n = strcspn(at, "|");
        snprintf(code, sizeof code, "%.*s", (int)n, at);
        MLG_TRY(note_count(reader, code, r->kept[k], err));
        at += n;
    }
    MLG_TRY(note_count(reader, r->who->skills ? "sans_specialite" : "exercices", r->kept[MOST_SKILLS], err));
    return r->who->skills ? note_count(reader, "autres_specialites", r->others, err) : MLG_OK;
}

const mlg_dataset mlg_dataset_rpps = {
    .name = "rpps",
    .provides = "supply",
    .title = "Annuaire santé, extraction en libre accès PS_LibreAcces_Personne_activite (RPPS)",
    .producer = "Agence du numérique en santé",
    .licence = "Licence Ouverte 2.0",
    .needs = "service: gp, dentist, midwife, nurse, physio or speech_therapist; a finess source (sites) and "
             "postal codes (postal) "
             "place the "
             "activities whose commune is empty; companion: the file PS_LibreAcces_SavoirFaire, when the columns "
             "are not in this one",
    .published = "data.gouv.fr, Annuaire santé, extractions des données en libre accès",
    .signature = "Identification nationale PP,Code profession,Code mode exercice",
    .layers = "PS_LibreAcces_Personne_activite*",
    .makes = "insee_com|finess|code_postal|personne|exercice",
    .start = start,
    .row = row,
    .finish = finish,
    .stop = stop,
};
