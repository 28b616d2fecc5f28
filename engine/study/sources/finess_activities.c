/* FINESS authorised care activities: which sites have an emergency department, a maternity ward or dialysis. The
 * sites come from another file and are joined by FINESS number. Of FINESS+ only the activities that are exercised and
 * active count: under the codes that the text file had too (natures AASA and AMF), or under those of the reform of 2023
 * (nature AMM), to which authorisations move as they are renewed; a site in between has both. */
#include "study/source.h"

#include "base/memory.h"
#include "study/sources/finess_plus.h"

#include <stdio.h>
#include <string.h>

enum { CATEGORY }; /* as in `makes` */

typedef struct {
    int site, activity, modality;
    int nature, state, ended;             /* -1: the text file, which has none */
    int form_activity, form_modality;     /* of nature AMF, under the same codes */
    int reform_activity, reform_modality; /* of nature AMM */
    int64_t unread;                       /* active, of nature AMM, under a code of another form */
} activities;

static const struct {
    const char *activity, *modalities; /* NULL: every one */
    const char *category;
} kinds[] = {
    { "14", "23|24", "urgences" }, /* emergency departments, for adults and children; not mobile units */
    { "03", "01", "maternite" },
    { "16", NULL, "dialyse" },
    /* ANS, nomenclatures TRE_R381 and TRE_R382; an antenna of emergency care (MO033) closes at night */
    { "QA014", "MO032", "urgences" },
    { "QA003", "MO016", "maternite" },
    { "QA016", NULL, "dialyse" },
};

static mlg_status start(mlg_reader *reader, mlg_error *err)
{
    activities *a;
    MLG_TRY(MLG_NEW(&a, 1, "activities", err));
    reader->own = a;
    a->nature = mlg_reader_field(reader, "nature");
    a->state = mlg_reader_field(reader, "etatobjet");
    a->ended = mlg_reader_field(reader, "datefin");
    a->form_activity = mlg_reader_field(reader, "activiteamf");
    a->form_modality = mlg_reader_field(reader, "modaliteamf");
    a->reform_activity = mlg_reader_field(reader, "activiteamm");
    a->reform_modality = mlg_reader_field(reader, "modaliteamm");
    MLG_TRY(mlg_layer_need(&a->site, reader->layer, "nofinesset", err));
    MLG_TRY(mlg_layer_need(&a->activity, reader->layer, "activite", err));
    return mlg_layer_need(&a->modality, reader->layer, "modalite", err);
}

static void stop(mlg_reader *reader)
{
    free(reader->own);
}

static bool is_over(const mlg_reader *reader, const activities *a)
{
    const char *state = mlg_layer_text(reader->layer, a->state);
    return a->state >= 0 && (!state || strcmp(state, "A") != 0 || mlg_layer_text(reader->layer, a->ended));
}

static bool is(const char *nature, const char *code)
{
    return nature && strcmp(nature, code) == 0;
}

/* "14", or "QA014" of the reform. */
static bool is_code(const char *activity, bool reform)
{
    return activity && (reform ? strlen(activity) == 5 && *activity == 'Q'
                               : strlen(activity) == 2 && strspn(activity, "0123456789") == 2);
}

/* How many are under codes of no known form: emergencies or maternities may be among them. */
static mlg_status finish(mlg_reader *reader, mlg_error *err)
{
    const activities *a = reader->own;
    char name[96];
    if (a->state < 0)
        return MLG_OK;
    snprintf(name, sizeof name, "%s.codes_de_la_reforme", reader->key);
    return mlg_study_note_number(reader->study, "load", name, (double)a->unread, "activités non lues", "calcul",
                                 err);
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    activities *a = reader->own;
    const char *nature = mlg_layer_text(reader->layer, a->nature);
    const bool form = is(nature, "AMF"), reform = is(nature, "AMM");
    const char *activity = mlg_layer_text(reader->layer, reform ? a->reform_activity
                                                         : form ? a->form_activity
                                                                : a->activity);
    const char *modality = mlg_layer_text(reader->layer, reform ? a->reform_modality
                                                         : form ? a->form_modality
                                                                : a->modality);
    bool good;
    *use = MLG_ROW_ELSEWHERE;
    if (is_over(reader, a) || (nature && !form && !reform && !is(nature, "AASA")))
        return MLG_OK;
    if (reform && !is_code(activity, true)) {
        a->unread++;
        return MLG_OK;
    }
    *use = MLG_ROW_REJECTED;
    if (!is_code(activity, reform))
        return mlg_reader_reject(reader, mlg_layer_text(reader->layer, a->site), "activité inconnue", activity,
                                 err);
    MLG_TRY(mlg_reader_finess(&good, reader, a->site, err));
    if (!good)
        return MLG_OK;
    *use = MLG_ROW_ELSEWHERE;
    for (size_t i = 0; modality && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].activity, activity) == 0 &&
            (!kinds[i].modalities || mlg_list_holds(kinds[i].modalities, modality))) {
            mlg_reader_make(reader, CATEGORY, kinds[i].category);
            *use = MLG_ROW_KEEP;
        }
    return MLG_OK;
}

const mlg_dataset mlg_dataset_finess_activities = {
    .name = "finess-activities",
    .provides = "sites",
    .title =
        "FINESS, activités de soins autorisées: urgences, maternite, dialyse (FINESS+ finess-activites en JSON, "
        "finess_activites_soin)",
    .producer = "Agence du numérique en santé, DREES",
    .licence = "Licence Ouverte 2.0",
    .needs = "activite, modalite, nofinesset; list it after a finess source, which locates the sites",
    .published = "data.gouv.fr, FINESS - Activités; until July 2026, FINESS Extraction des activités de soins",
    .signature = "nofinesset,activite,modalite",
    .records = &mlg_finess_plus_activities,
    .columns = { { "code", "nofinesset" } },
    .makes = "categorie",
    .start = start,
    .row = row,
    .finish = finish,
    .stop = stop,
};
