/* FINESS authorised care activities: which sites have an emergency department, a maternity ward or dialysis. The
 * sites come from another file and are joined by FINESS number. Of FINESS+ only the activities that are exercised and
 * active count, and of those only care under the codes that the text file had too (natures AASA and AMF). */
#include "study/source.h"

#include "base/memory.h"
#include "study/sources/finess_plus.h"

#include <stdio.h>
#include <string.h>

enum { CATEGORY }; /* as in `makes` */

typedef struct {
    int site, activity, modality;
    int nature, state, ended;         /* -1: the text file, which has none */
    int form_activity, form_modality; /* of nature AMF, under the same codes */
    int64_t reformed;                 /* active, under the codes of the reform, which are not read */
} activities;

static const struct {
    const char *activity, *modalities; /* NULL: every one */
    const char *category;
} kinds[] = {
    { "14", "23|24", "urgences" }, /* emergency departments, for adults and children; not mobile units */
    { "03", "01", "maternite" },
    { "16", NULL, "dialyse" },
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

static bool is_care(const char *nature)
{
    return !nature || strcmp(nature, "AASA") == 0 || strcmp(nature, "AMF") == 0;
}

/* How many are under codes that mean nothing here: emergencies or maternities may be among them. */
static mlg_status finish(mlg_reader *reader, mlg_error *err)
{
    const activities *a = reader->own;
    char name[96];
    if (a->state < 0)
        return MLG_OK;
    snprintf(name, sizeof name, "%s.codes_de_la_reforme", reader->key);
    return mlg_study_note_number(reader->study, "load", name, (double)a->reformed, "activités non lues", "calcul",
                                 err);
}

static mlg_status row(mlg_row_use *use, mlg_reader *reader, mlg_error *err)
{
    activities *a = reader->own;
    const char *nature = mlg_layer_text(reader->layer, a->nature);
    bool form = nature && strcmp(nature, "AMF") == 0;
    const char *activity = mlg_layer_text(reader->layer, form ? a->form_activity : a->activity);
    const char *modality = mlg_layer_text(reader->layer, form ? a->form_modality : a->modality);
    bool good;
    *use = MLG_ROW_ELSEWHERE;
    if (is_over(reader, a))
        return MLG_OK;
    a->reformed += nature && strcmp(nature, "AMM") == 0;
    if (!is_care(nature))
        return MLG_OK;
    *use = MLG_ROW_REJECTED;
    if (!activity || strlen(activity) != 2 || strspn(activity, "0123456789") != 2)
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
