/* Zoning of a study: territories, population by class, the result of the rule, and departures from it. */
#include "analysis/zoning/scenario.h"
#include "analysis/zoning/stage.h"

#include "analysis/access/stage_measure.h"
#include "analysis/common/evidence.h"
#include "analysis/common/profession.h"
#include "analysis/stages.h"
#include "analysis/zoning/cut.h"
#include "analysis/zoning/rules.h"
#include "analysis/zoning/stage_near.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the rule and the units --------------------------------------------------------------------------------- */

mlg_zoning_apl mlg_zoning_asked_apl(const mlg_config_zoning *ask)
{
    if (!ask->apl || strcmp(ask->apl, "computed") == 0)
        return MLG_APL_COMPUTED;
    return strcmp(ask->apl, "published") == 0 ? MLG_APL_PUBLISHED : MLG_APL_PUBLISHED_65;
}

static mlg_status note_optional(mlg_study *study, const char *name, double value, const char *unit,
                                const char *origin, mlg_error *err)
{
    return isnan(value) ? MLG_OK : mlg_study_note_number(study, "zoning", name, value, unit, origin, err);
}

mlg_status mlg_study_zoning_rule(mlg_zoning_rule *rule, const mlg_study *study, const char *region, mlg_error *err)
{
    const mlg_config_zoning *ask = study->config->zoning;
    char *path = NULL;
    mlg_status st = MLG_OK;
    if (mlg_rules_is_file(ask->rules))
        MLG_TRY(mlg_study_file_resolve(&path, study->file, study->data_folder, ask->rules, err));
    st = mlg_zoning_rule_open(rule, path ? path : ask->rules, region, err);
    free(path);
    if (st != MLG_OK)
        return mlg_while(err, st, "%s", mlg_study_file_where(study->file, "zoning.rules"));
    return MLG_OK;
}

/* Origins of the thresholds and ceilings, in the order of the fields. */
typedef struct {
    const char *zip, *zac, *zip_max, *zac_max;
} origins;

/* "très sous-doté jusqu’à 58,8 ; sous-doté jusqu’à 73,1". */
static mlg_status note_limits(mlg_study *study, const mlg_zoning_rule *rule, mlg_error *err)
{
    mlg_text words = { 0 };
    char *line = NULL;
    if (!mlg_zoning_has_limits(rule))
        return MLG_OK;
    for (int k = 0; k + 1 < rule->classes; k++)
        mlg_text_printf(&words, "%s%s jusqu’à %.5g", k ? " ; " : "", rule->class[k].label, rule->class[k].max);
    MLG_TRY(mlg_text_take(&line, &words, err));
    mlg_decimal_comma(line);
    mlg_status st = mlg_study_note(study, "zoning", "limites_classes", line, "indicateur de la règle, compris",
                                   rule->shares_cut ? "parts des habitants de la France" : rule->source, err);
    free(line);
    return st;
}

static mlg_status note_rule(mlg_study *study, const mlg_zoning_rule *rule, const origins *from, mlg_error *err)
{
    MLG_TRY(mlg_study_note(study, "zoning", "regle", rule->name, NULL, rule->source, err));
    mlg_text evidence = { 0 };
    mlg_evidence_words(&evidence, rule->evidence);
    mlg_status st = mlg_text_status(&evidence, err);
    if (st == MLG_OK)
        st = mlg_study_note(study, "zoning", "regle_preuve", mlg_text_words(&evidence), NULL, rule->title, err);
    mlg_text_release(&evidence);
    MLG_TRY(st);
    MLG_TRY(note_optional(study, "seuil_zip", rule->national_max, "APL, compris", from->zip, err));
    MLG_TRY(note_optional(study, "seuil_vivier", rule->vivier_max, "APL, compris", from->zac, err));
    MLG_TRY(note_optional(study, "plafond_zip", rule->zip_max_pct, "% de la population", from->zip_max, err));
    MLG_TRY(note_limits(study, rule, err));
    const mlg_profession *profession = mlg_profession_of(rule->service);
    MLG_TRY(mlg_study_note(study, "zoning", "profession", profession ? profession->label : rule->service, NULL,
                           rule->source, err));
    return note_optional(study, "plafond_zac", rule->zac_max_pct, "% de la population", from->zac_max, err);
}

mlg_status mlg_study_zoning_note_rule(mlg_study *study, const mlg_zoning_rule *rule, const char *origin,
                                      mlg_error *err)
{
    MLG_TRY(mlg_db_exec(study->db,
                        "DELETE FROM parametre WHERE etape = 'zoning' AND nom IN ('regle', 'regle_preuve', "
                        "'seuil_zip', 'seuil_vivier', 'plafond_zip', 'plafond_zac', 'marge_hors_vivier', "
                        "'limites_classes', 'profession')",
                        err));
    return note_rule(study, rule, &(origins){ origin, origin, origin, origin }, err);
}

mlg_status mlg_zoning_cut_if_asked(mlg_zoning_rule *rule, mlg_study *study, mlg_error *err)
{
    const mlg_config_zoning *ask = study->config->zoning;
    if (strcmp(mlg_config_zoning_limits(ask), "shares") != 0)
        return MLG_OK;
    mlg_status st = mlg_study_zoning_cut(rule, study, ask->vintage, err);
    return st == MLG_OK ? MLG_OK : mlg_while(err, st, "%s", mlg_study_file_where(study->file, "zoning.limits"));
}

/* The rule with the overrides of the study file, recorded as parameters. */
static mlg_status choose_rule(mlg_zoning_rule *rule, mlg_study *study, const char *region, mlg_error *err)
{
    const mlg_config_zoning *ask = study->config->zoning;
    origins from;
    MLG_TRY(mlg_study_zoning_rule(rule, study, region, err));
    rule->national_max = mlg_study_number(ask->zip, rule->national_max, rule->source, &from.zip);
    rule->vivier_max = mlg_study_number(ask->zac, rule->vivier_max, rule->source, &from.zac);
    rule->zip_max_pct = mlg_study_number(ask->zip_max_pct, rule->zip_max_pct, rule->source, &from.zip_max);
    rule->zac_max_pct = mlg_study_number(ask->zac_max_pct, rule->zac_max_pct, rule->source, &from.zac_max);
    MLG_TRY(mlg_zoning_cut_if_asked(rule, study, err));
    return note_rule(study, rule, &from, err);
}

static const char *mesh_words(const char *mesh)
{
    static const char *const words[][2] = { { "tvs", "territoires de vie-santé" },
                                            { "bv2022", "bassins de vie 2022" },
                                            { "bvcv", "bassins de vie et cantons-ou-villes" },
                                            { "grand-quartier", "grands quartiers" } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(mesh, words[i][0]) == 0)
            return words[i][1];
    return mesh;
}

static mlg_status note_base(mlg_study *study, const mlg_zoning_units *units, mlg_error *err)
{
    const mlg_config_zoning *ask = study->config->zoning;
    const char *mesh = mlg_config_zoning_mesh(ask);
    bool stand_in = strcmp(mesh, "tvs") != 0;
    char text[160];
    snprintf(text, sizeof text, "%s%s",
             units->composed == 0 ? "commune, faute de composition des territoires de vie-santé"
                                  : mesh_words(mesh),
             units->composed > 0 && stand_in ? ", tenant lieu de territoires de vie-santé" : "");
    MLG_TRY(mlg_study_note(study, "zoning", "maille", text, NULL, ask->mesh ? "etude" : "defaut", err));
    MLG_TRY(mlg_study_note(study, "zoning", "indicateur", mlg_zoning_apl_words(mlg_zoning_asked_apl(ask)), NULL,
                           ask->apl ? "etude" : "defaut", err));
    char region[80];
    MLG_TRY(mlg_region_name(region, sizeof region, units->region_main, err));
    return mlg_study_note(study, "zoning", "region", *units->region_main ? units->region_main : "non trouvée",
                          *region ? region : NULL, "calcul", err);
}

/* Neighbours count in the mean of a territory where their indicator is known, and nowhere else. */
static mlg_status note_neighbours(mlg_study *study, const mlg_zoning_units *units,
                                  const mlg_zoning_assignment *state, mlg_error *err)
{
    int32_t all = 0, known = 0;
    char text[240];
    for (int32_t i = 0; i < units->communes; i++) {
        bool neighbour = !units->inside[i] && units->tvs_communes[units->tvs[i]] > 0;
        all += neighbour;
        known += neighbour && !isnan(state->value[i]);
    }
    if (all == 0)
        snprintf(text, sizeof text, "aucune commune voisine dans les territoires");
    else
        snprintf(text, sizeof text,
                 "la moyenne d’un territoire compte ses communes voisines dont l’indicateur est connu : %d sur %d "
                 "; ses "
                 "habitants, celles du périmètre seules",
                 (int)known, (int)all);
    return mlg_study_note(study, "zoning", "tvs_hors_territoire", text, NULL, "convention", err);
}

/* The study must compute the indicator of the rule: under another name, every territory would stay unclassed. */
static mlg_status check_indicator(const mlg_study *study, const mlg_zoning_rule *rule, mlg_error *err)
{
    const mlg_config *config = study->config;
    if (mlg_zoning_asked_apl(config->zoning) != MLG_APL_COMPUTED || config->accessibility_count == 0 ||
        mlg_study_entry(study, rule->service, rule->measure) >= 0)
        return MLG_OK;
    mlg_status st = mlg_fail(
        err, MLG_DATA, "%s: the rule %s classes by '%s' of the service '%s', which the study does not compute",
        mlg_study_file_where(study->file, "zoning.rules"), rule->name, rule->measure, rule->service);
    mlg_hint(err,
             "the study computes '%s' of '%s': use the name '%s' for the service, or the rules of its profession",
             mlg_config_access_name(&config->accessibility[0]), config->accessibility[0].service, rule->service);
    return st;
}

/* Ceilings depend on the region, which is known from the communes: the rule is read again once these are read. */
mlg_status mlg_study_zoning_read(mlg_zoning_units *units, mlg_zoning_assignment *state, mlg_study *study,
                                 mlg_error *err)
{
    const mlg_config_zoning *ask = study->config->zoning;
    mlg_zoning_rule rule;
    *units = (mlg_zoning_units){ 0 };
    *state = (mlg_zoning_assignment){ 0 };
    MLG_TRY(mlg_study_zoning_rule(&rule, study, NULL, err));
    MLG_TRY(check_indicator(study, &rule, err));
    mlg_status st = mlg_zoning_units_read(units, study, &rule, mlg_zoning_asked_apl(ask), ask->vintage, err);
    if (st != MLG_OK)
        return mlg_while(err, st, "%s", mlg_study_file_where(study->file, "zoning.apl"));
    MLG_TRY(choose_rule(&rule, study, units->region_main, err));
    if (mlg_zoning_asked_apl(ask) != MLG_APL_COMPUTED)
        MLG_TRY(mlg_zoning_units_move(units, study, &rule, err));
    MLG_TRY(note_base(study, units, err));
    return mlg_zoning_assignment_init(state, units, &rule, err);
}

/* ---- what the rule says ------------------------------------------------------------------------------------- */

static mlg_status write_rule(int32_t *departures, mlg_study *study, const mlg_zoning_units *units,
                             const mlg_zoning_assignment *state, const char *const *text, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "zoning/update_rule", err));
    mlg_status st = MLG_OK;
    *departures = 0;
    for (int32_t i = 0; i < units->communes && st == MLG_OK; i++) {
        if (!units->inside[i])
            continue;
        mlg_zoning_assignment own = *state; /* the class of each commune under the frame of its territory */
        uint8_t zone[1] = { state->zone[i] }, frame[1] = { state->frame[units->tvs[i]] };
        double value[1] = { state->tvs_value[units->tvs[i]] };
        own.tvs_zone = zone;
        own.frame = frame;
        own.tvs_value = value;
        const char *departure = mlg_zoning_departure_words(&own, 0, text[units->tvs[i]]);
        *departures += departure != NULL;
        mlg_bind_text(stmt, ":insee_com", units->insee[i]);
        mlg_bind_text(stmt, ":regle", text[units->tvs[i]]);
        mlg_bind_text(stmt, ":ecart", departure);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_study_zoning_tables(mlg_study *study, const mlg_zoning_units *units,
                                   const mlg_zoning_assignment *state, int32_t *departures, mlg_error *err)
{
    const char **text = NULL;
    char unit[64];
    int32_t found = 0;
    mlg_status st;
    MLG_GO(mlg_db_exec(study->db, "DELETE FROM jauge; DELETE FROM tvs; DELETE FROM zonage_controle", err));
    MLG_GO(MLG_NEW(&text, (size_t)units->tvs_count, "life territories", err));
    MLG_GO(mlg_study_zoning_classes(study, units, state, err));
    MLG_GO(mlg_zoning_rule_texts(text, units, state, err));
    MLG_GO(write_rule(&found, study, units, state, text, err));
    MLG_GO(mlg_study_write_tvs(study, units, state, text, err));
    MLG_GO(mlg_study_zoning_checks(study, units, state, err));
    MLG_GO(note_neighbours(study, units, state, err));
    snprintf(unit, sizeof unit, "%% du vivier, %g au plus", state->rule.margin_max_pct);
    mlg_decimal_comma(unit);
    if (!isnan(state->rule.margin_max_pct) && !mlg_zoning_is_unclassed(state))
        MLG_GO(note_optional(study, "marge_hors_vivier", state->gauges.margin_pct, unit, "calcul", err));
    if (departures)
        *departures = found;
done:
    free(text);
    return st;
}

/* For a profession with levels. */
static mlg_status say_classes(mlg_text *summary, const mlg_zoning_units *units, const mlg_zoning_assignment *state,
                              int32_t departures, double checks, mlg_error *err)
{
    int territories = 0;
    for (int32_t t = 0; t < units->tvs_count; t++)
        territories += units->tvs_communes[t] > 0;
    if (mlg_zoning_is_unclassed(state))
        return mlg_text_set(summary, err, mlg_tr("%d territories; %s (%s); %.0f checks to review"), territories,
                            mlg_zoning_levels_words(state).text, state->rule.name, checks);
    return mlg_text_set(
        summary, err, mlg_tr("%d territories; %s; %d communes depart from the rule %s; %.0f checks to review"),
        territories, mlg_zoning_levels_words(state).text, (int)departures, state->rule.name, checks);
}

static mlg_status tell(mlg_study *study, const mlg_zoning_units *units, const mlg_zoning_assignment *state,
                       mlg_text *summary, mlg_error *err)
{
    const mlg_gauges *g = &state->gauges;
    int32_t departures = 0;
    double checks = 0;
    MLG_TRY(mlg_study_zoning_tables(study, units, state, &departures, err));
    MLG_TRY(mlg_study_zoning_gauges(study, "A", units, state, err));
    MLG_TRY(mlg_db_number(&checks, study->db, "SELECT count(*) FROM zonage_controle", err));
    if (state->rule.classes > 0)
        return say_classes(summary, units, state, departures, checks, err);
    if (mlg_zoning_is_unclassed(state))
        return mlg_text_set(summary, err, mlg_tr("no class is known; %.0f checks to review"), checks);
    MLG_TRY(mlg_text_set(
        summary, err,
        mlg_tr("ZIP %s, ZAC %s, unknown %.1f %% of the population; %d communes depart from the rule "
               "%s; %.0f checks to review"),
        mlg_zoning_share_words(g, MLG_ZONE_ZIP, 1).text, mlg_zoning_share_words(g, MLG_ZONE_ZAC, 1).text,
        g->share_pct[MLG_ZONE_UNKNOWN], (int)departures, study->config->zoning->rules, checks));
    return MLG_OK;
}

static mlg_status compute(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    mlg_zoning_units units;
    mlg_zoning_assignment state;
    mlg_status st = mlg_study_zoning_read(&units, &state, study, err);
    if (st == MLG_OK)
        st = tell(study, &units, &state, summary, err);
    mlg_zoning_assignment_release(&state);
    mlg_zoning_units_release(&units);
    return st;
}

mlg_status mlg_study_zoning(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    MLG_TRY(mlg_db_exec(study->db,
                        "DELETE FROM jauge; DELETE FROM tvs; DELETE FROM zonage_controle;"
                        "UPDATE acces_commune SET zonage_regle = NULL, zonage_ecart = NULL "
                        "WHERE zonage_regle IS NOT NULL OR zonage_ecart IS NOT NULL",
                        err));
    MLG_TRY(mlg_study_zoning_reset(study, err));
    MLG_TRY(mlg_text_set(summary, err, mlg_tr("not asked for")));
    const mlg_config_zoning *ask = study->config->zoning;
    if (!ask)
        return MLG_OK;
    bool own = study->scenario_root && mlg_scenario_has(study->scenario_root, mlg_scenario_zoning_keys);
    MLG_TRY(compute(study, summary, err));
    if (!ask->scenario && !own)
        return MLG_OK;
    mlg_text change = { 0 };
    mlg_status st = mlg_study_zoning_compare(study, "in_force", own ? study->scenario : ask->scenario,
                                             study->force, own, &change, err);
    if (st == MLG_OK)
        st = mlg_text_append(summary, err, mlg_tr("; scenario: %s"), mlg_text_words(&change));
    mlg_text_release(&change);
    return st;
}
