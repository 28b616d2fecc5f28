/* What a new study may ask about a territory: what is known of it and of its surroundings. */
#include "pipeline/new/territory.h"

#include "base/fold.h"
#include "base/language.h"
#include "base/length.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "maillage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const question_words[MLG_ASK_COUNT + 1] = {
    [MLG_ASK_EMERGENCIES] = "emergencies",
    [MLG_ASK_MATERNITIES] = "maternities",
    [MLG_ASK_NURSES] = "nurses",
    [MLG_ASK_DESERTS] = "deserts",
    [MLG_ASK_NEED] = "need",
    [MLG_ASK_SENSITIVITY] = "sensitivity",
    [MLG_ASK_ZONING] = "zoning",
    [MLG_ASK_ANTENNAS] = "antennas",
    [MLG_ASK_ROUNDS] = "rounds",
};

static mlg_status refuse_question(const char *word, mlg_error *err)
{
    char all[200] = "";
    const char *near = mlg_nearest_word(word, question_words);
    for (int k = 0; k < MLG_ASK_COUNT; k++)
        mlg_list_add(all, sizeof all, ", ", question_words[k]);
    mlg_status st = mlg_fail(err, MLG_USAGE, "'%s' is not one of the questions: %s", word, all);
    if (near)
        mlg_hint(err, "did you mean '%s'?", near);
    return st;
}

mlg_status mlg_new_questions(bool asked[MLG_ASK_COUNT], const char *words, mlg_error *err)
{
    memset(asked, 0, MLG_ASK_COUNT * sizeof *asked);
    if (!words || !*words)
        words = "emergencies,deserts,need";
    for (const char *at = words + strspn(words, " ,"); *at; at += strspn(at, " ,")) {
        char word[40];
        size_t length = strcspn(at, " ,");
        snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), at);
        int k = 0;
        while (k < MLG_ASK_COUNT && strcmp(question_words[k], word) != 0)
            k++;
        if (k == MLG_ASK_COUNT)
            return refuse_question(word, err);
        asked[k] = true;
        at += length;
    }
    return MLG_OK;
}

/* ---- around ---------------------------------------------------------------------------------------------------- */

/* A study keeps what lies within 30 km of its communes; look further where nothing may be missed, less far where
 * something has to be found. */
static const double wide_km = 40, sure_km = 28;

/* Straight-line distance in km, accurate enough for a buffer. */
static double distance_km(const mlg_france_commune *a, const mlg_france_commune *b)
{
    static const double km_a_degree = 111.2, degree = 3.14159265358979323846 / 180;
    double x = (a->lon - b->lon) * cos(a->lat * degree), y = a->lat - b->lat;
    return km_a_degree * mlg_length(x, y);
}

static bool is_near(const mlg_new_study_text *t, const mlg_france_commune *c, double reach_km)
{
    for (int32_t i = 0; i < t->where->count; i++)
        if (distance_km(c, &t->france->communes[t->where->members[i]]) < reach_km)
            return true;
    return false;
}

static void append(char *list, size_t size, const char *name)
{
    if (!mlg_list_has(list, ", ", name))
        mlg_list_add(list, size, ", ", name);
}

/* The départements of the territory, or within reach of it, whose emergency departments are partly unknown. Each
 * is examined once. */
static mlg_status find_incomplete(mlg_new_study_text *t, mlg_error *err)
{
    const mlg_france *france = t->france;
    bool *seen = NULL;
    MLG_TRY(MLG_NEW(&seen, (size_t)france->department_count, "départements", err));
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        const mlg_france_department *d = mlg_france_department_of(france, c->department);
        if (!d || d->epsg != t->where->epsg || d->emergencies || seen[d - france->departments] || isnan(c->lon) ||
            !is_near(t, c, wide_km))
            continue;
        seen[d - france->departments] = true;
        append(t->without_emergency, sizeof t->without_emergency, d->name);
    }
    free(seen);
    return MLG_OK;
}

static void find_hospitals(mlg_new_study_text *t)
{
    for (int32_t i = 0; i < t->france->hospital_count && !(t->emergency && t->maternity); i++) {
        const mlg_france_hospital *h = &t->france->hospitals[i];
        const mlg_france_commune *c = mlg_france_commune_of(t->france, h->commune);
        if (!c || !((h->emergency && !t->emergency) || (h->maternity && !t->maternity)) || !is_near(t, c, sure_km))
            continue;
        t->emergency = t->emergency || h->emergency;
        t->maternity = t->maternity || h->maternity;
    }
}

/* Overseas départements with counts: those where at least one commune has a known count. */
static void find_covered(mlg_new_study_text *t)
{
    for (int32_t i = 0; i < t->france->count; i++) {
        const mlg_france_commune *c = &t->france->communes[i];
        if (c->file == MLG_FRANCE_OVERSEAS && !isnan(c->figure[MLG_FRANCE_GP]))
            append(t->covered, sizeof t->covered, c->department);
    }
}

/* Where rounds would start, and whether they have somewhere to go: a small commune without a doctor, within a
 * day's round. */
static void find_rounds(mlg_new_study_text *t)
{
    static const double small = 2000, day_km = 45;
    const mlg_france_commune *seat = &t->france->communes[t->where->members[0]];
    for (int32_t i = 1; i < t->where->count; i++) {
        const mlg_france_commune *c = &t->france->communes[t->where->members[i]];
        if (c->figure[MLG_FRANCE_PEOPLE] > seat->figure[MLG_FRANCE_PEOPLE])
            seat = c;
    }
    t->seat = seat->code;
    for (int32_t i = 0; i < t->where->count; i++) {
        const mlg_france_commune *c = &t->france->communes[t->where->members[i]];
        bool without = c->figure[MLG_FRANCE_GP] == 0;
        t->without_doctor += without;
        t->rounds =
            t->rounds || (without && c->figure[MLG_FRANCE_PEOPLE] < small && distance_km(c, seat) < day_km);
    }
}

mlg_status mlg_new_describe(mlg_new_study_text *t, mlg_error *err)
{
    for (int32_t i = 0; i < t->where->count; i++) {
        const double *figure = t->france->communes[t->where->members[i]].figure;
        t->doctors = t->doctors || !isnan(figure[MLG_FRANCE_GP]);
        t->incomes = t->incomes || !isnan(figure[MLG_FRANCE_INCOME]);
    }
    mlg_france_words(t->outputs, sizeof t->outputs,
                     t->where->kind == MLG_FRANCE_COMMUNES && t->where->count > 1 ? "communes" : t->where->name);
    for (char *at = t->outputs; *at; at++)
        *at = *at == ' ' ? '-' : *at;
    find_covered(t);
    find_hospitals(t);
    find_rounds(t);
    return find_incomplete(t, err);
}
