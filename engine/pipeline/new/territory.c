/* The text of a study of a territory of France: its sources, its questions, its outputs. */
#include "pipeline/new/territory.h"

#include "base/fold.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/stream.h"
#include "base/shipped.h"
#include "maillage.h"

#include <stdlib.h>
#include <string.h>

static const char insee[] = "INSEE", licence[] = "Licence Ouverte 2.0";

/* ---- comments and texts ---------------------------------------------------------------------------------------- */

/* A comment, translated by the caller, on lines of at most 100 columns. */
static void comment(FILE *to, int indent, const char *words)
{
    int column = 1000;
    while (*words) {
        size_t length = strcspn(words, " ");
        if (column + (int)length > 100)
            column = fprintf(to, "%s%*s#", column < 1000 ? "\n" : "", indent, "");
        column += fprintf(to, " %.*s", (int)length, words);
        words += length + strspn(words + length, " ");
    }
    fputc('\n', to);
}

/* A quoted YAML string. */
static void quoted(FILE *to, const char *text)
{
    fputc('"', to);
    for (; *text; text++)
        fprintf(to, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    fputc('"', to);
}

/* ---- sources --------------------------------------------------------------------------------------------------- */

static bool given(const mlg_new_study_text *t, const char *role)
{
    for (int32_t i = 0; i < t->line_count; i++)
        if (t->lines[i].role && strcmp(t->lines[i].role, role) == 0)
            return true;
    return false;
}

/* Whether one of the user's files is of this data set. */
static bool given_set(const mlg_new_study_text *t, const char *dataset)
{
    for (int32_t i = 0; i < t->line_count; i++)
        if (t->lines[i].role && strcmp(t->lines[i].dataset, dataset) == 0)
            return true;
    return false;
}

/* The lines of the user's files for a role; true when there are some. */
static bool write_given(FILE *to, const mlg_new_study_text *t, const char *role)
{
    if (!given(t, role))
        return false;
    fprintf(to, "  %s:\n", role);
    for (int32_t i = 0; i < t->line_count; i++)
        if (t->lines[i].role && strcmp(t->lines[i].role, role) == 0)
            fprintf(to, "    - %s\n", t->lines[i].text);
    return true;
}

/* The départements of the file that share the projection of the territory, as a filter. */
static void write_filter(FILE *to, const mlg_new_study_text *t, bool covered)
{
    const char *sign = "";
    if (t->where->epsg == 2154)
        return;
    fputs("      filter: { column: insee_dep, values: [", to);
    for (int32_t i = 0; i < t->france->department_count; i++) {
        const mlg_france_department *d = &t->france->departments[i];
        if (d->epsg != t->where->epsg || (covered && !strstr(t->covered, d->code)))
            continue;
        fprintf(to, "%s\"%s\"", sign, d->code);
        sign = ", ";
    }
    fputs("] }\n", to);
}

/* One of the files that ship with Maillage. `more` is a line of keys, or NULL. */
static void write_file(FILE *to, const mlg_new_study_text *t, const char *file, const char *more,
                       const char *vintage, const char *producer, bool covered)
{
    fprintf(to, "    - path: \"" MLG_SHIPPED "france/%s.csv\"\n", file);
    if (more)
        fprintf(to, "      %s\n", more);
    if (strcmp(file, "hopitaux") != 0 && strcmp(file, "qpv") != 0)
        write_filter(to, t, covered);
    fprintf(to, "      vintage: \"%s\"\n      producer: %s\n      licence: %s\n", vintage, producer, licence);
}

/* The files of communes that cover the territory and its surroundings. */
static int files_of(const mlg_new_study_text *t, mlg_france_file files[2])
{
    files[0] = t->where->epsg == 2154 ? MLG_FRANCE_MAINLAND : MLG_FRANCE_OVERSEAS;
    files[1] = t->where->districts ? MLG_FRANCE_DISTRICTS : MLG_FRANCE_TOWNS;
    return t->where->epsg == 2154 ? 2 : 1;
}

static void write_each(FILE *to, const mlg_new_study_text *t, const char *more, const char *vintage,
                       const char *producer, bool covered)
{
    mlg_france_file files[2];
    int count = files_of(t, files);
    for (int i = 0; i < count; i++)
        write_file(to, t, mlg_france_file_name(files[i]), more, vintage, producer, covered);
}

static void write_communes(FILE *to, const mlg_new_study_text *t)
{
    if (write_given(to, t, "communes"))
        return;
    comment(to, 2,
            mlg_tr("Communes, with their town halls and people. Without outlines, each has the land nearest to "
                   "its town hall: approximate."));
    fputs("  communes:\n", to);
    write_each(to, t, "columns: { lon: lon, lat: lat }", "COG 2026, population municipale 2023",
               "\"INSEE, DGCL, IGN\"", false);
}

/* Population and density levels missing from the user's outlines. */
static void write_people(FILE *to, const mlg_new_study_text *t)
{
    static const char *const roles[] = { "population", "density", NULL };
    for (const char *const *role = roles; *role; role++) {
        if (write_given(to, t, *role) || !given(t, "communes"))
            continue;
        fprintf(to, "  %s:\n", *role);
        write_each(to, t, NULL, *role == roles[0] ? "population municipale 2023" : "2022", insee, false);
    }
}

/* Whether a line of the user's files counts this service. */
static bool supplies(const mlg_new_study_text *t, const char *service)
{
    char key[40];
    snprintf(key, sizeof key, "service: %s", service);
    for (int32_t i = 0; i < t->line_count; i++)
        if (t->lines[i].role && strcmp(t->lines[i].role, "supply") == 0 && strstr(t->lines[i].text, key))
            return true;
    return false;
}

static void write_counts(FILE *to, const mlg_new_study_text *t, const char *service, const char *column)
{
    char keys[80];
    snprintf(keys, sizeof keys, "service: %s\n      columns: { quantite: %s }", service, column);
    if (!supplies(t, service))
        write_each(to, t, keys, "BPE 2024", insee, true);
}

static void write_supply(FILE *to, const mlg_new_study_text *t)
{
    if (!t->doctors && !given(t, "supply"))
        return;
    comment(to, 2, mlg_tr("Doctors and pharmacies of each commune, in heads."));
    if (t->where->districts)
        comment(to, 2,
                mlg_tr("Those of a municipal district are those of its town, shared by population: estimates."));
    if (!write_given(to, t, "supply"))
        fputs("  supply:\n", to);
    if (!t->doctors)
        return;
    write_counts(to, t, "gp", "gp_2024");
    write_counts(to, t, "pharmacy", "pharmacie_2024");
    if (t->asked[MLG_ASK_NURSES])
        write_counts(to, t, "nurse", "infirmier_2024");
}

static bool asks_emergencies(const mlg_new_study_text *t)
{
    return t->asked[MLG_ASK_EMERGENCIES] || t->asked[MLG_ASK_DESERTS];
}

/* What the data can answer: the list is complete and not empty. */
static bool has_emergencies(const mlg_new_study_text *t)
{
    return asks_emergencies(t) && t->emergency && (given_set(t, "finess-activities") || !*t->without_emergency);
}

static bool has_maternities(const mlg_new_study_text *t)
{
    return t->asked[MLG_ASK_MATERNITIES] && t->maternity;
}

static void write_hospitals(FILE *to, const mlg_new_study_text *t, const char *column, const char *category)
{
    char keys[120];
    snprintf(keys, sizeof keys, "category: %s\n      filter: { column: %s, values: [\"1\"] }", category, column);
    write_file(to, t, "hopitaux", keys, "2020, activités 2024", "\"Eurostat, FINESS\"", false);
}

static void note_hospitals(FILE *to, const mlg_new_study_text *t)
{
    if (asks_emergencies(t) && *t->without_emergency && !given_set(t, "finess-activities")) {
        comment(to, 2,
                mlg_tr("Emergency departments are left out: the register of activities is incomplete in these "
                       "départements."));
        comment(to, 2, t->without_emergency);
    } else if (asks_emergencies(t) && !t->emergency) {
        comment(to, 2, mlg_tr("No emergency department within 30 km of the territory."));
    }
    if (t->asked[MLG_ASK_MATERNITIES] && !t->maternity)
        comment(to, 2, mlg_tr("No maternity unit within 30 km of the territory, according to the register."));
}

static void write_sites(FILE *to, const mlg_new_study_text *t)
{
    note_hospitals(to, t);
    if (!has_emergencies(t) && !has_maternities(t) && !given(t, "sites"))
        return;
    comment(to, 2, mlg_tr("Hospitals with an authorised emergency department, or a maternity."));
    if (!write_given(to, t, "sites"))
        fputs("  sites:\n", to);
    if (given_set(t, "finess-activities"))
        return;
    if (has_emergencies(t))
        write_hospitals(to, t, "urgences", "urgences");
    if (has_maternities(t))
        write_hospitals(to, t, "maternite", "maternites");
}

static void write_quarters(FILE *to, const mlg_new_study_text *t)
{
    if (write_given(to, t, "qpv"))
        return;
    comment(to, 2, mlg_tr("Priority neighbourhoods (QPV), one point each."));
    fputs("  qpv:\n", to);
    write_file(to, t, "qpv", NULL, "2024", "ANCT", false);
}

static void write_areas(FILE *to, const mlg_new_study_text *t)
{
    if (!t->asked[MLG_ASK_ZONING] || write_given(to, t, "tvs") || t->where->epsg != 2154)
        return;
    comment(to, 2,
            mlg_tr("The territories of the zoning (TVS) are not open data: living areas (bassins de vie) stand in "
                   "for them."));
    fputs("  tvs:\n", to);
    write_each(to, t, "columns: { tvs: bv, lib_tvs: lib_bv }", "bassins de vie 2022", insee, false);
}

static void write_incomes(FILE *to, const mlg_new_study_text *t)
{
    if (write_given(to, t, "income") || !t->incomes)
        return;
    comment(to, 2, mlg_tr("Incomes and poverty, where they are not secret."));
    fputs("  income:\n", to);
    write_each(to, t, "columns: { revenu: revenu_2015, pauvrete: pauvrete_2015 }", "Filosofi 2015", insee, false);
}

/* Roles that only the user's files fill. */
static void write_others(FILE *to, const mlg_new_study_text *t)
{
    static const char *const roles[] = { "changes", "ages",       "cells",      "postal",     "zoning",
                                         "apl",     "parameters", "membership", "indicators", NULL };
    for (const char *const *role = roles; *role; role++)
        write_given(to, t, *role);
    for (int32_t i = 0; i < t->line_count; i++)
        if (!t->lines[i].role)
            comment(to, 2, t->lines[i].text);
}

static void write_sources(FILE *to, const mlg_new_study_text *t)
{
    fputs("sources:\n", to);
    write_communes(to, t);
    write_people(to, t);
    write_supply(to, t);
    write_sites(to, t);
    write_quarters(to, t);
    write_areas(to, t);
    write_incomes(to, t);
    write_others(to, t);
    fputc('\n', to);
}

/* ---- what is asked --------------------------------------------------------------------------------------------- */

static bool has_supply(const mlg_new_study_text *t)
{
    return t->doctors || supplies(t, "gp");
}

static void write_services(FILE *to, const mlg_new_study_text *t)
{
    fputs("services:\n  - { name: gp }\n", to);
    if (t->doctors)
        fputs("  - { name: pharmacy }\n", to);
    if (t->doctors && t->asked[MLG_ASK_NURSES])
        fputs("  - { name: nurse }\n", to);
    if (has_emergencies(t))
        fputs("  - { name: emergency, categories: [urgences] }\n", to);
    fputc('\n', to);
    comment(to, 0,
            mlg_tr("Access to care: consultations a year and inhabitant that the doctors around can give (APL)."));
    fputs("accessibility:\n  - { service: gp, measure: apl, decay: apl-cosine }\n", to);
    if (t->doctors && t->asked[MLG_ASK_NURSES])
        fputs("  - { service: nurse }\n", to);
    fputc('\n', to);
}

static void write_catchments(FILE *to, const mlg_new_study_text *t)
{
    bool emergencies = t->asked[MLG_ASK_EMERGENCIES] && has_emergencies(t);
    if (!emergencies && !has_maternities(t))
        return;
    comment(to, 0, mlg_tr("Who lives within these minutes of a hospital."));
    fputs("catchments:\n", to);
    if (emergencies)
        fputs("  - { name: urgences, sites: urgences, minutes: [15, 30, 45] }\n", to);
    if (has_maternities(t))
        fprintf(to, "  - { name: maternites, sites: %s, minutes: [30, 45, 60] }\n",
                given_set(t, "finess-activities") ? "maternite" : "maternites");
    fputc('\n', to);
}

static void write_judgements(FILE *to, const mlg_new_study_text *t)
{
    if (t->asked[MLG_ASK_DESERTS]) {
        comment(to, 0, mlg_tr("Medical deserts: few consultations, and far from a pharmacy or from emergencies."));
        fputs("deserts: { rules: drees-2017 }\n\n", to);
    }
    if (t->asked[MLG_ASK_NEED]) {
        comment(to, 0,
                mlg_tr("What is missing to bring every commune to the threshold, and who lives beyond these "
                       "minutes of a doctor."));
        fputs("need: { service: gp, minutes: 10 }\n\n", to);
    }
    if (t->asked[MLG_ASK_SENSITIVITY]) {
        comment(to, 0, mlg_tr("How much the deserts owe to the conventions of the computation."));
        fputs("sensitivity: { service: gp, measure: apl, decays: [apl-cosine, apl-2015], speeds: [0.9, 1, 1.1] "
              "}\n\n",
              to);
    }
    if (t->asked[MLG_ASK_ZONING]) {
        comment(to, 0,
                mlg_tr("What the rule of the official zoning (ZIP, ZAC) gives; the order of the ARS decides."));
        fprintf(to, "zoning: { rules: arrete-2025%s }\n\n",
                t->where->epsg == 2154 || given(t, "tvs") ? ", mesh: bv2022" : ", mesh: commune");
    }
}

/* At most as many antennas as communes that can host one. */
static void write_antennas(FILE *to, const mlg_new_study_text *t)
{
    bool bare = t->without_doctor > 0;
    int32_t most = bare ? t->without_doctor : t->where->count;
    comment(
        to, 0,
        mlg_tr(
            "Where antennas with two doctors do most good: for access, then for the people within 15 minutes."));
    fprintf(to, "siting:\n  - { name: antennes, model: persons-over, sites: %d, doctors_per_site: 2%s }\n",
            most < 2 ? 1 : 2, bare ? ", only: [without-gp]" : "");
    fprintf(to, "  - { name: couverture, model: mclp, candidates: communes, sites: %d, minutes: 15 }\n\n",
            t->where->count < 3 ? (int)t->where->count : 3);
}

static void write_plans(FILE *to, const mlg_new_study_text *t)
{
    if (t->asked[MLG_ASK_ANTENNAS])
        write_antennas(to, t);
    if (t->asked[MLG_ASK_ROUNDS] && !t->rounds) {
        comment(
            to, 0,
            mlg_tr("No rounds: no commune under 2,000 inhabitants within reach is known to be without a doctor."));
        fputc('\n', to);
    } else if (t->asked[MLG_ASK_ROUNDS]) {
        comment(
            to, 0,
            mlg_tr("A week of rounds from the most populous commune, for small communes without a doctor and for "
                   "the neighbourhoods."));
        fprintf(to,
                "tours:\n  - { name: tournée, depot: \"%s\", stops: [communes, qpv], population_below: 2000, "
                "without: gp "
                "}\n\n",
                t->seat);
    }
}

static void write_questions(FILE *to, const mlg_new_study_text *t)
{
    if (t->roads)
        fprintf(to, "travel: { model: road, osm: \"%s\" }\n\n", t->roads);
    else
        fputs("travel: { model: crow }\n\n", to);
    if (!has_supply(t)) {
        comment(to, 0,
                mlg_tr("Nobody publishes the doctors of this territory by commune: give a file of your own under "
                       "sources, supply."));
        fputc('\n', to);
        return;
    }
    write_services(to, t);
    write_catchments(to, t);
    write_judgements(to, t);
    write_plans(to, t);
}

/* ---- the file -------------------------------------------------------------------------------------------------- */

static void write_territory(FILE *to, const mlg_new_study_text *t)
{
    static const char *const keys[] = {
        [MLG_FRANCE_EPCI] = "epci", [MLG_FRANCE_DEPARTMENT] = "departement", [MLG_FRANCE_REGION] = "region"
    };
    const mlg_france_territory *where = t->where;
    if (where->kind == MLG_FRANCE_ALL) {
        fputs("territory: { all: true }\n", to);
    } else if (where->kind <= MLG_FRANCE_REGION) {
        fprintf(to, "territory: { %s: \"%s\" }\n", keys[where->kind], where->code);
    } else {
        fputs("territory:\n  communes: [", to);
        for (int32_t i = 0; i < where->count; i++)
            fprintf(to, "%s%s\"%s\"", i ? "," : "", i % 12 == 0 ? "\n    " : " ",
                    t->france->communes[where->members[i]].code);
        fputs(" ]\n", to);
    }
}

static void write_head(FILE *to, const mlg_new_study_text *t)
{
    char words[600];
    snprintf(words, sizeof words, mlg_tr("Access to care in %s: %d communes, %.0f inhabitants."), t->where->name,
             (int)t->where->count, t->where->people);
    comment(to, 0, words);
    snprintf(words, sizeof words,
             mlg_tr("Written by maillage new; 'maillage run %s' computes it. Files named maillage:... ship with "
                    "Maillage: nothing is to be downloaded. "
                    "Replace any of them by a file of your own."),
             t->path);
    comment(to, 0, words);
    fputs("title: ", to);
    quoted(to, t->where->name);
    fputc('\n', to);
    write_territory(to, t);
    comment(to, 0, mlg_tr("People and doctors this far around count, and are not reported."));
    fprintf(to, "buffer: 30 km\ncog: 2026\ncrs: EPSG:%d\n\n", t->where->epsg);
}

mlg_status mlg_new_write(char **out, const mlg_new_study_text *text, mlg_error *err)
{
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a study file", 0);
    write_head(to, text);
    write_sources(to, text);
    write_questions(to, text);
    fprintf(to, "outputs:\n  geopackage: %s.gpkg\n  report: %s.html\n  workbook: %s.xlsx\n", text->outputs,
            text->outputs, text->outputs);
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a study file", 0);
}
