/* People by commune and age in a year to come, from a file: one row a commune, an age and a year. */
#include "adapters/layer/read.h"
#include "analysis/scenario/inner.h"
#include "analysis/access/stage_ages.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "study/source.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    mlg_scenario_job *j;
    const mlg_node *node;
    const char *name; /* of the file, as the scenario gives it */
    char *path;
    double year;
    mlg_layer *layer;
    int commune, age, years, persons; /* columns; age -1: the file has none */
    mlg_study_ages ages;              /* the bands of the study; none where it has no ages */
    double *told;                     /* [places x bands], of the file; a single band without ages */
    bool *held;                       /* [places] the file has the commune */
    bool *met;                        /* [bands] some row of the year is of the band */
    char known[200];                  /* the years of the file, in words */
    int32_t bands;
} projection;

/* ---- the file ------------------------------------------------------------------------------------------------- */

static mlg_status refuse_cell(const projection *p, const char *column, const char *value, const char *why,
                              mlg_error *err)
{
    return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%s' is '%.40s'; %s", p->name,
                    (long long)mlg_layer_row(p->layer), column, MLG_BRIEF(value, 40), mlg_tr(why));
}

/* "65-74", "65 à 74 ans", "75+", "75 ans et plus", "75": the first number, then the second; without one, a sign or a word that leaves the band
 * open, else a single year. */
static bool read_age(mlg_age_band *band, const char *text)
{
    int from, to, used = 0;
    if (!isdigit((unsigned char)*text) || sscanf(text, "%3d%n", &from, &used) != 1)
        return false;
    const char *rest = text + used, *second = rest + strcspn(rest, "0123456789");
    bool open = strchr(rest, '+') || strstr(rest, "plus") || strstr(rest, "over");
    *band = (mlg_age_band){ from, open ? MLG_AGE_OPEN : from };
    if (open || !*second)
        return open || !*rest || strcmp(rest, " ans") == 0 || strcmp(rest, " an") == 0;
    if (sscanf(second, "%3d%n", &to, &used) != 1 || to < from)
        return false;
    band->to = to;
    return true;
}

static int32_t band_of(const projection *p, const mlg_age_band *given)
{
    for (int32_t b = 0; b < p->ages.count; b++) {
        const mlg_age_band *own = &p->ages.band[b];
        bool within = own->to == MLG_AGE_OPEN || (given->to != MLG_AGE_OPEN && given->to <= own->to);
        if (given->from >= own->from && within)
            return b;
    }
    return -1;
}

static mlg_status find_band(int32_t *b, const projection *p, mlg_error *err)
{
    mlg_age_band given;
    *b = 0;
    const char *text = mlg_layer_text(p->layer, p->age);
    if (p->age < 0)
        return MLG_OK;
    if (!text || !read_age(&given, text))
        return refuse_cell(p, "age", text ? text : "", MLG_MARK("it must be an age or a band, as in 65-74 or 75+"),
                           err);
    if (p->ages.count == 0) /* the study has no ages: only the sum counts */
        return MLG_OK;
    *b = band_of(p, &given);
    if (*b >= 0)
        return MLG_OK;
    char bands[200] = "", one[32];
    for (int32_t k = 0; k < p->ages.count; k++) {
        snprintf(one, sizeof one, p->ages.band[k].to == MLG_AGE_OPEN ? "%d+" : "%d-%d", p->ages.band[k].from,
                 p->ages.band[k].to);
        mlg_list_add(bands, sizeof bands, ", ", one);
    }
    refuse_cell(p, "age", text, MLG_MARK("it straddles two bands of the study"), err);
    mlg_hint(err, "bands of the study: %s", bands);
    return MLG_INPUT;
}

static void note_year(projection *p, const char *text)
{
    if (!strstr(p->known, text))
        mlg_list_add(p->known, sizeof p->known, ", ", text);
}

static mlg_status read_row(projection *p, mlg_error *err)
{
    const char *code = mlg_layer_text(p->layer, p->commune), *year = mlg_layer_text(p->layer, p->years);
    const char *text = mlg_layer_text(p->layer, p->persons);
    double value;
    int32_t b;
    if (!year || !mlg_parse_number(year, &value))
        return refuse_cell(p, "annee", year ? year : "", MLG_MARK("it must be a year"), err);
    note_year(p, year);
    if (value != p->year)
        return MLG_OK;
    MLG_TRY(find_band(&b, p, err));
    if (!text || !mlg_parse_number(text, &value) || !(value >= 0) || isinf(value))
        return refuse_cell(p, "personnes", text ? text : "", MLG_MARK("it must be a number of people"), err);
    p->met[b] = true;
    int32_t place = code ? mlg_places_find(&p->j->places, code) : MLG_NOWHERE;
    if (place < 0 || !mlg_place_is_commune(&p->j->places, place))
        return MLG_OK;
    p->held[place] = true;
    p->told[(size_t)place * (size_t)p->bands + (size_t)b] += value;
    return MLG_OK;
}

static mlg_status find_columns(projection *p, mlg_error *err)
{
    p->commune = mlg_find_alias(p->layer, "insee_com|codgeo|commune|code|geo");
    p->age = mlg_find_alias(p->layer, "age|tranche|tranche_age|age_band");
    p->years = mlg_find_alias(p->layer, "annee|year|an|time_period");
    p->persons = mlg_find_alias(p->layer, "personnes|population|persons|pop|obs_value");
    if (p->commune < 0)
        return mlg_layer_need(&p->commune, p->layer, "insee_com", err);
    if (p->persons < 0)
        return mlg_layer_need(&p->persons, p->layer, "personnes", err);
    if (p->years < 0)
        return mlg_layer_need(&p->years, p->layer, "annee", err);
    if (!mlg_layer_is_number(p->layer, p->commune))
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: the codes of communes are numbers, which have lost their leading zeros",
                    p->name);
}

static mlg_status read_file(projection *p, mlg_error *err)
{
    bool got;
    MLG_TRY(mlg_layer_open(&p->layer, p->path, NULL, err));
    MLG_TRY(find_columns(p, err));
    mlg_status st;
    while ((st = mlg_layer_next(p->layer, &got, err)) == MLG_OK && got)
        MLG_TRY(read_row(p, err));
    return st;
}

/* A year or an age that the file lacks, or no commune of the study. */
static mlg_status check_file(const projection *p, mlg_error *err)
{
    bool any = false, held = false;
    for (int32_t b = 0; b < p->bands; b++)
        any = any || p->met[b];
    for (int32_t i = 0; i < p->j->places.count; i++)
        held = held || p->held[i];
    if (!any) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: %s has nothing for %g", p->node->where, p->name, p->year);
        mlg_hint(err, "its years: %s", *p->known ? p->known : "-");
        return st;
    }
    for (int32_t b = 0; p->age >= 0 && b < p->ages.count; b++)
        if (!p->met[b])
            return mlg_fail(err, MLG_INPUT, "%s: %s has nobody aged %d and above in the band of the study",
                            p->node->where, p->name, p->ages.band[b].from);
    if (!held)
        return mlg_fail(err, MLG_INPUT, "%s: %s has no commune of the study", p->node->where, p->name);
    return MLG_OK;
}

/* ---- the study ------------------------------------------------------------------------------------------------ */

/* Without ages in the file, those of the study keep their proportions. */
static mlg_status write_ages(const projection *p, mlg_stmt *stmt, int32_t place, double factor, mlg_error *err)
{
    if (p->age < 0)
        return mlg_scenario_scale(p->j, "scenario/scale_ages", p->j->places.code[place], factor, err);
    for (int32_t b = 0; b < p->ages.count; b++) {
        mlg_bind_text(stmt, ":code", p->j->places.code[place]);
        mlg_bind_int(stmt, ":age_min", p->ages.band[b].from);
        mlg_bind_double(stmt, ":age_max",
                        p->ages.band[b].to == MLG_AGE_OPEN ? (double)NAN : (double)p->ages.band[b].to);
        mlg_bind_double(stmt, ":personnes", p->told[(size_t)place * (size_t)p->bands + (size_t)b]);
        MLG_TRY(mlg_stmt_run(stmt, err));
    }
    return MLG_OK;
}

static mlg_status write_commune(const projection *p, mlg_stmt *stmt, int32_t place, double *before, double *after,
                                mlg_error *err)
{
    double now, then = 0;
    const char *code = p->j->places.code[place];
    for (int32_t b = 0; b < p->bands; b++)
        then += p->told[(size_t)place * (size_t)p->bands + (size_t)b];
    MLG_TRY(mlg_scenario_people(&now, p->j, place, err));
    if (!(now > 0) && then > 0)
        return mlg_fail(err, MLG_DATA, "%s: the people of %s are not known, or there are none", p->node->where,
                        code);
    double factor = now > 0 ? then / now : 1;
    *before += now > 0 ? now : 0;
    *after += then;
    MLG_TRY(mlg_scenario_scale(p->j, "scenario/scale_people", code, factor, err));
    MLG_TRY(mlg_scenario_scale(p->j, "scenario/scale_commune", code, factor, err));
    return write_ages(p, stmt, place, factor, err);
}

static mlg_status write_communes(projection *p, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double before = 0, after = 0;
    int32_t count = 0;
    char was[48], is[48], label[200];
    MLG_TRY(mlg_db_query(&stmt, p->j->study->db, "scenario/insert_projected", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; st == MLG_OK && i < p->j->places.count; i++)
        if (p->held[i]) {
            count++;
            st = write_commune(p, stmt, i, &before, &after, err);
        }
    mlg_stmt_free(stmt);
    MLG_TRY(st);
    snprintf(was, sizeof was, "%.0f habitants", before);
    snprintf(is, sizeof is, "%.0f habitants", after);
    snprintf(label, sizeof label, "%d communes, projection à %g", (int)count, p->year);
    const mlg_scenario_note note = { .kind = "population", .label = label, .before = was, .after = is };
    return mlg_scenario_record(p->j, p->node, &note, true, err);
}

static mlg_status project(projection *p, mlg_error *err)
{
    mlg_study *study = p->j->study;
    MLG_TRY(mlg_study_ages_read(&p->ages, study, &p->j->places, false, err));
    p->bands = p->ages.count > 0 ? p->ages.count : 1;
    MLG_TRY(MLG_NEW(&p->told, (size_t)p->j->places.count * (size_t)p->bands, "people", err));
    MLG_TRY(MLG_NEW(&p->held, (size_t)p->j->places.count, "people", err));
    MLG_TRY(MLG_NEW(&p->met, (size_t)p->bands, "people", err));
    MLG_TRY(mlg_study_file_resolve(&p->path, study->file, study->data_folder, p->name, err));
    MLG_TRY(mlg_while(err, read_file(p, err), "%s", p->node->where));
    MLG_TRY(check_file(p, err));
    return write_communes(p, err);
}

mlg_status mlg_scenario_project_people(mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    projection p = { .j = j, .node = node, .name = mlg_rules_text(node, "projection") };
    MLG_TRY(mlg_rules_keys(node, "projection|year|from|until|reason|source", err));
    MLG_TRY(mlg_rules_number(&p.year, node, "year", (double)NAN, err));
    if (!p.name || isnan(p.year))
        return mlg_fail(err, MLG_INPUT, "%s: 'projection' names a file, and needs a 'year'", node->where);
    mlg_status st = project(&p, err);
    mlg_layer_close(p.layer);
    mlg_study_ages_release(&p.ages);
    free(p.path);
    free(p.told);
    free(p.held);
    free(p.met);
    return st;
}
