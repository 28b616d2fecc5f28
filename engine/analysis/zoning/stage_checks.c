/* Contradictions in a zoning, and the limits of its figures. */
#include "analysis/zoning/rules.h"
#include "analysis/zoning/stage.h"
#include "base/number.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_study *study;
    const mlg_zoning_units *units;
    const mlg_zoning_assignment *state;
    mlg_stmt *stmt;
    mlg_error *err;
} job;

/* Detail with decimal commas. */
MLG_PRINTF(5, 6)
static mlg_status list(const job *j, const char *reason, const char *level, const char *code, const char *words,
                       ...)
{
    char text[480];
    va_list values;
    va_start(values, words);
    vsnprintf(text, sizeof text, words, values);
    va_end(values);
    mlg_decimal_comma(text);
    mlg_bind_text(j->stmt, ":motif", reason);
    mlg_bind_text(j->stmt, ":maille", level);
    mlg_bind_text(j->stmt, ":code", code);
    mlg_bind_text(j->stmt, ":detail", text);
    return mlg_stmt_run(j->stmt, j->err);
}

/* ---- territories ------------------------------------------------------------------------------------------------- */

/* "connu pour 33,3 % de ses 17 444 habitants (12 communes hors de l’étude : agrandissez buffer)". */
static mlg_status check_known(const job *j, int32_t t, const char *label)
{
    const mlg_zoning_units *b = j->units;
    double known = j->state->tvs_known_pct[t];
    char share[96] = "part de ses habitants inconnue", far[96] = "";
    if (!isnan(known))
        snprintf(share, sizeof share, "connu pour %.1f %% de ses %s habitants", known,
                 mlg_french_count(b->tvs_residents[t]).text);
    if (b->tvs_far[t] > 0)
        snprintf(far, sizeof far, " (%d commune%s hors de l’étude : agrandissez buffer)", (int)b->tvs_far[t],
                 b->tvs_far[t] > 1 ? "s" : "");
    return list(j, "indicateur connu pour moins de 95 % des habitants", "tvs", b->tvs_code[t], "%s : %s%s ; %s%s",
                label, share, far,
                b->tvs_frame[t] == MLG_FRAME_UNKNOWN
                    ? "ni rang, ni cadre, ni classe selon la règle"
                    : "cadre donné par la source, ni rang ni classe selon la règle",
                j->state->tvs_zone[t] == MLG_ZONE_UNKNOWN ? " ; sans classe" : "");
}

static mlg_status check_territory(const job *j, int32_t t, bool nothing)
{
    const mlg_zoning_units *b = j->units;
    const char *label = b->tvs_label[t] ? b->tvs_label[t] : b->tvs_code[t];
    double known = j->state->tvs_known_pct[t];
    if (b->tvs_communes[t] == 0)
        return MLG_OK;
    if (!(known >= MLG_LEAST_KNOWN_PCT) && !nothing)
        MLG_TRY(check_known(j, t, label));
    if (mlg_zoning_is_elsewhere(b, t))
        MLG_TRY(list(j, "territoire d’une autre région", "tvs", b->tvs_code[t],
                     "%s : %.1f %% de ses habitants vivent en région %s, dont l’ARS décide de sa classe", label,
                     b->tvs_region_pct[t], b->tvs_region[t]));
    return MLG_OK;
}

/* ---- region ------------------------------------------------------------------------------------------------------ */

static mlg_status check_region(const job *j)
{
    const mlg_zoning_rule *rule = &j->state->rule;
    const mlg_config_territory *place = &j->study->config->territory;
    const char *region = j->units->region_main;
    char name[64] = "";
    int missing = 0;
    if (!*region)
        return list(
            j, "région non trouvée", "region", "",
            "ni plafonds régionaux, ni exception au verrou de la sélection nationale, ni aides régionales");
    if (isnan(rule->zip_max_pct) && isnan(rule->zac_max_pct))
        return MLG_OK;
    MLG_TRY(mlg_region_missing(&missing, region, j->units->communes, j->units->insee, j->units->inside, j->err));
    if (missing == 0 && !place->epci && place->communes_count == 0)
        return MLG_OK;
    MLG_TRY(mlg_region_name(name, sizeof name, region, j->err));
    return list(j, "plafond régional appliqué à une partie de la région", "region", region,
                "%s : les plafonds valent pour toute la région, les parts sont celles des %s habitants étudiés",
                *name ? name : region, mlg_french_count(j->units->persons_total).text);
}

/* ---- gauges ------------------------------------------------------------------------------------------------------ */

static mlg_status check_most(const job *j, const char *gauge, double share, double most)
{
    return isnan(most) || mlg_gauge_light(share, 0, most) != MLG_OVER
               ? MLG_OK
               : list(j, "plafond dépassé", "jauge", gauge, "%.4f %%, pour un plafond de %g %%", share, most);
}

static mlg_status check_gauges(const job *j)
{
    const mlg_gauges *g = &j->state->gauges;
    const mlg_zoning_rule *rule = &j->state->rule;
    double least = mlg_zoning_selection_pct(j->units, j->state), zip = g->share_pct[MLG_ZONE_ZIP];
    MLG_TRY(check_most(j, "ZIP", zip, rule->zip_max_pct));
    MLG_TRY(check_most(j, "ZAC", g->share_pct[MLG_ZONE_ZAC], rule->zac_max_pct));
    MLG_TRY(check_most(j, "marge", g->margin_pct, rule->margin_max_pct));
    double at_most = zip + g->share_pct[MLG_ZONE_UNKNOWN]; /* those whose class is unknown may all be in it */
    if (!isnan(rule->national_max) && mlg_gauge_light(at_most, least, (double)NAN) == MLG_UNDER)
        MLG_TRY(list(j, "minimum de ZIP non atteint", "jauge", "ZIP",
                     "%.4f %%, pour une sélection nationale de %.4f %%", zip, least));
    return MLG_OK;
}

/* A file that holds fewer is not of the whole of France (69 million people in 2026, overseas départements included). */
static const double FRANCE_PEOPLE = 60e6, FRANCE_WOMEN = 30e6;

/* For a rule with levels. */
static mlg_status check_levels(const job *j)
{
    const mlg_zoning_rule *rule = &j->state->rule;
    const mlg_gauges *g = &j->state->gauges;
    double over = mlg_zoning_over_pct(rule, g);
    if (!mlg_zoning_has_limits(rule))
        MLG_TRY(
            list(j, "limites de la règle inconnues", "regle", rule->name,
                 "la règle ne donne pas les valeurs qui séparent ses classes : seules celles qu’une source donne "
                 "sont connues"));
    else if (!isnan(rule->exchange.lowest_pct) &&
             (isnan(rule->exchange.low_max) || isnan(rule->exchange.high_min)))
        MLG_TRY(
            list(j, "zone d’échange en partie inconnue", "regle", rule->name,
                 "ses bornes sont des parts des habitants de la France : %g %% les moins dotés, %g %% les plus "
                 "dotés ; zoning: { limits: shares } les calcule d’après un fichier de toute la France",
                 rule->exchange.lowest_pct, rule->exchange.highest_pct));
    if (rule->shares_cut && rule->cut_persons < (rule->shares_of_standardised ? FRANCE_WOMEN : FRANCE_PEOPLE))
        MLG_TRY(list(
            j, "limites calculées sur une partie de la France", "regle", rule->name,
            "%s habitants dans les territoires dont l’APL est publiée : la règle coupe à des parts de toute la "
            "France",
            mlg_french_count(rule->cut_persons).text));
    if (mlg_zoning_is_unclassed(j->state) || rule->exchange.under == 0)
        return MLG_OK;
    MLG_TRY(check_most(j, "UD", mlg_zoning_under_pct(rule, g), j->state->under_pct));
    return isnan(j->state->over_pct) || over + g->share_pct[MLG_ZONE_UNKNOWN] >= j->state->over_pct - 1e-9
               ? MLG_OK
               : list(j, "part en zone sur-dotée au-dessous de celle de la règle", "jauge", "OD",
                      "%.4f %%, pour %.4f %% selon la règle", over, j->state->over_pct);
}

/* ---- neighbourhoods ---------------------------------------------------------------------------------------------- */

/* Measured on the 16 neighbourhoods of Béthune-Bruay whose people the local health contract counts, and outlines of IGN. */
static const char too_low[] = "sous-estime les quartiers denses : à Béthune-Bruay, 11\u202f576 habitants ainsi "
                              "estimés pour 36\u202f100 comptés";

static double count_people(const mlg_zoning_units *b, mlg_people how)
{
    double persons = 0;
    for (int32_t s = 0; s < b->shares; s++)
        persons += b->qpv_people[b->share_qpv[s]] == how ? b->share_persons[s] : 0;
    return persons;
}

/* The table of neighbourhoods tells which. */
static mlg_status check_neighbourhoods(const job *j)
{
    const mlg_zoning_units *b = j->units;
    int unknown = b->qpv_known[MLG_PEOPLE_UNKNOWN], squares = b->qpv_known[MLG_PEOPLE_FROM_SQUARES],
        areas = b->qpv_known[MLG_PEOPLE_FROM_AREA];
    if (unknown > 0)
        MLG_TRY(list(j, "population de quartiers inconnue", "qpv", "",
                     "%d sur %d : leurs habitants restent comptés dans la classe de leur commune", unknown,
                     (int)b->qpv_count));
    if (squares > 0)
        MLG_TRY(list(j, "population de quartiers estimée d’après les carreaux", "qpv", "",
                     "%d sur %d, %s habitants en tout, faute de source : ceux des carreaux dont le centre y est",
                     squares, (int)b->qpv_count, mlg_french_count(count_people(b, MLG_PEOPLE_FROM_SQUARES)).text));
    return areas == 0 ? MLG_OK
                      : list(j, "population de quartiers estimée d’après la surface", "qpv", "",
                             "%d sur %d, %s habitants en tout, faute de source : leur part de la surface de leurs "
                             "communes, ce qui %s",
                             areas, (int)b->qpv_count,
                             mlg_french_count(count_people(b, MLG_PEOPLE_FROM_AREA)).text, too_low);
}

static bool is_nothing_known(const job *j)
{
    for (int32_t i = 0; i < j->units->communes; i++)
        if (!isnan(j->state->value[i]))
            return false;
    return true;
}

static mlg_status check_all(const job *j)
{
    MLG_TRY(check_region(j));
    MLG_TRY(j->state->rule.classes > 0 ? check_levels(j) : check_gauges(j));
    bool nothing = is_nothing_known(j);
    if (nothing)
        MLG_TRY(list(j, "indicateur inconnu", "commune", "",
                     "aucune commune n’en a : ni rang, ni cadre, ni classe selon la règle"));
    for (int32_t t = 0; t < j->units->tvs_count; t++)
        MLG_TRY(check_territory(j, t, nothing));
    return check_neighbourhoods(j);
}

mlg_status mlg_study_zoning_checks(mlg_study *study, const mlg_zoning_units *units,
                                   const mlg_zoning_assignment *state, mlg_error *err)
{
    job j = { .study = study, .units = units, .state = state, .err = err };
    MLG_TRY(mlg_db_query(&j.stmt, study->db, "zoning/insert_check", err));
    mlg_status st = check_all(&j);
    mlg_stmt_free(j.stmt);
    return st == MLG_OK ? mlg_study_do(study, "zoning/insert_checks", err) : st;
}
