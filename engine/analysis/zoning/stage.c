/* Zoning of a study: territories, population by class, the result of the rule, and departures from it. */
#include "analysis/zoning/stage.h"

#include "analysis/stages.h"
#include "analysis/zoning/rules.h"
#include "analysis/zoning/stage_near.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the rule and the units --------------------------------------------------------------------------------- */

static mlg_zoning_apl asked_apl(const mlg_config_zoning *ask)
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

static mlg_status open_rule(mlg_zoning_rule *rule, mlg_study *study, const char *region, mlg_error *err)
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

/* The rule with the overrides of the study file, recorded as parameters. */
static mlg_status choose_rule(mlg_zoning_rule *rule, mlg_study *study, const char *region, mlg_error *err)
{
    const mlg_config_zoning *ask = study->config->zoning;
    const char *zip, *zac, *zip_max, *zac_max;
    MLG_TRY(open_rule(rule, study, region, err));
    rule->national_max = mlg_study_number(ask->zip, rule->national_max, rule->source, &zip);
    rule->vivier_max = mlg_study_number(ask->zac, rule->vivier_max, rule->source, &zac);
    rule->zip_max_pct = mlg_study_number(ask->zip_max_pct, rule->zip_max_pct, rule->source, &zip_max);
    rule->zac_max_pct = mlg_study_number(ask->zac_max_pct, rule->zac_max_pct, rule->source, &zac_max);
    MLG_TRY(mlg_study_note(study, "zoning", "regle", ask->rules, NULL, rule->source, err));
    MLG_TRY(mlg_study_note(study, "zoning", "regle_preuve", rule->evidence, NULL, rule->title, err));
    MLG_TRY(note_optional(study, "seuil_zip", rule->national_max, "APL, compris", zip, err));
    MLG_TRY(note_optional(study, "seuil_vivier", rule->vivier_max, "APL, compris", zac, err));
    MLG_TRY(note_optional(study, "plafond_zip", rule->zip_max_pct, "% de la population", zip_max, err));
    return note_optional(study, "plafond_zac", rule->zac_max_pct, "% de la population", zac_max, err);
}

static mlg_status note_base(mlg_study *study, const mlg_zoning_units *units, mlg_error *err)
{
    static const char *const apl[] = { "APL calculée par l’étude", "APL publiée, tous âges",
                                       "APL publiée, 65 ans et moins" };
    const mlg_config_zoning *ask = study->config->zoning;
    const char *mesh = ask->mesh ? ask->mesh : "tvs";
    bool stand_in = strcmp(mesh, "tvs") != 0;
    char text[160];
    snprintf(text, sizeof text, "%s%s",
             units->composed == 0 ? "commune, faute de composition des territoires de vie-santé" : mesh,
             units->composed > 0 && stand_in ? ", tenant lieu de territoires de vie-santé" : "");
    MLG_TRY(mlg_study_note(study, "zoning", "maille", text, NULL, ask->mesh ? "etude" : "defaut", err));
    MLG_TRY(mlg_study_note(study, "zoning", "indicateur", apl[asked_apl(ask)], NULL, ask->apl ? "etude" : "defaut",
                           err));
    MLG_TRY(mlg_study_note(
        study, "zoning", "tvs_hors_territoire",
        "la moyenne d’un territoire compte ses communes voisines ; ses habitants, celles du périmètre seules",
        NULL, "convention", err));
    if (*units->region_main)
        MLG_TRY(mlg_study_note(study, "zoning", "region", units->region_main, NULL, "calcul", err));
    return MLG_OK;
}

/* Ceilings depend on the region, which is known from the communes: the rule is read again once these are read. */
mlg_status mlg_study_zoning_read(mlg_zoning_units *units, mlg_zoning_assignment *state, mlg_study *study,
                                 mlg_error *err)
{
    const mlg_config_zoning *ask = study->config->zoning;
    mlg_zoning_rule rule;
    *units = (mlg_zoning_units){ 0 };
    *state = (mlg_zoning_assignment){ 0 };
    MLG_TRY(open_rule(&rule, study, NULL, err));
    mlg_status st = mlg_zoning_units_read(units, study, &rule, asked_apl(ask), ask->vintage, err);
    if (st != MLG_OK)
        return mlg_while(err, st, "%s", mlg_study_file_where(study->file, "zoning.apl"));
    MLG_TRY(choose_rule(&rule, study, units->region_main, err));
    MLG_TRY(note_base(study, units, err));
    return mlg_zoning_assignment_init(state, units, &rule, err);
}

/* ---- gauges ------------------------------------------------------------------------------------------------- */

static mlg_status write_class(mlg_stmt *stmt, const mlg_zoning_units *units, const mlg_zoning_assignment *state,
                              mlg_zone zone, mlg_error *err)
{
    int32_t communes = 0;
    for (int32_t i = 0; i < units->communes; i++)
        communes += units->inside[i] && state->zone[i] == zone;
    if (communes == 0 && state->gauges.persons[zone] == 0)
        return MLG_OK;
    mlg_bind_text(stmt, ":zonage", mlg_zone_code(zone));
    mlg_bind_double(stmt, ":population", state->gauges.persons[zone]);
    mlg_bind_double(stmt, ":part", state->gauges.share_pct[zone]);
    mlg_bind_int(stmt, ":nb_communes", communes);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_classes(mlg_study *study, const mlg_zoning_units *units,
                                const mlg_zoning_assignment *state, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "zoning/insert_gauge", err));
    mlg_status st = MLG_OK;
    for (int z = 0; z < MLG_ZONES && st == MLG_OK; z++)
        st = write_class(stmt, units, state, (mlg_zone)z, err);
    mlg_stmt_free(stmt);
    return st;
}

typedef struct {
    const char *name;
    double persons, share, least, most;
} side_gauge;

static mlg_status write_side(mlg_stmt *stmt, const char *side, const side_gauge *g, mlg_error *err)
{
    static const char *const lights[] = { "vert", "orange", "rouge" };
    bool bounded = !isnan(g->most) && !isnan(g->share);
    mlg_bind_text(stmt, ":cote", side);
    mlg_bind_text(stmt, ":jauge", g->name);
    mlg_bind_double(stmt, ":population", g->persons);
    mlg_bind_double(stmt, ":part", g->share);
    mlg_bind_double(stmt, ":minimum", g->least);
    mlg_bind_double(stmt, ":maximum", g->most);
    mlg_bind_text(stmt, ":feu",
                  bounded ? lights[mlg_gauge_light(g->share, isnan(g->least) ? 0 : g->least, g->most)] : NULL);
    return mlg_stmt_run(stmt, err);
}

mlg_status mlg_study_zoning_gauges(mlg_study *study, const char *side, const mlg_zoning_units *units,
                                   const mlg_zoning_assignment *state, mlg_error *err)
{
    const mlg_gauges *g = &state->gauges;
    const mlg_zoning_rule *rule = &state->rule;
    const double none = (double)NAN;
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "zoning/insert_gauge_side", err));
    mlg_status st = MLG_OK;
    for (int z = 0; z < MLG_ZONES && st == MLG_OK; z++) {
        double least =
            z == MLG_ZONE_ZIP && !isnan(rule->national_max) ? mlg_zoning_selection_pct(units, state) : none;
        double most = z == MLG_ZONE_ZIP ? rule->zip_max_pct : z == MLG_ZONE_ZAC ? rule->zac_max_pct : none;
        side_gauge one = { mlg_zone_code((mlg_zone)z), g->persons[z], g->share_pct[z], least, most };
        if (z == MLG_ZONE_ZIP || z == MLG_ZONE_ZAC || g->persons[z] > 0)
            st = write_side(stmt, side, &one, err);
    }
    side_gauge margin = { "marge", g->margin_persons, g->margin_pct, none, rule->margin_max_pct };
    if (st == MLG_OK && !isnan(rule->margin_max_pct))
        st = write_side(stmt, side, &margin, err);
    mlg_stmt_free(stmt);
    return st;
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
        own.tvs_zone = zone;
        own.frame = frame;
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

static mlg_status write_tables(mlg_study *study, const mlg_zoning_units *units, const mlg_zoning_assignment *state,
                               mlg_summary *summary, mlg_error *err)
{
    const mlg_gauges *g = &state->gauges;
    const char **text = NULL;
    int32_t departures = 0;
    double checks = 0;
    mlg_status st;
    MLG_GO(MLG_NEW(&text, (size_t)units->tvs_count, "life territories", err));
    MLG_GO(write_classes(study, units, state, err));
    MLG_GO(mlg_study_zoning_gauges(study, "A", units, state, err));
    MLG_GO(mlg_zoning_rule_texts(text, units, state, err));
    MLG_GO(write_rule(&departures, study, units, state, text, err));
    MLG_GO(mlg_study_write_tvs(study, units, state, text, err));
    MLG_GO(mlg_study_do(study, "zoning/insert_checks", err));
    MLG_GO(mlg_db_number(&checks, study->db, "SELECT count(*) FROM zonage_controle", err));
    MLG_GO(note_optional(study, "marge_hors_vivier", g->margin_pct, "% du vivier, 5 au plus", "calcul", err));
    snprintf(
        summary->text, sizeof summary->text,
        mlg_tr("ZIP %.1f %%, ZAC %.1f %%, unknown %.1f %% of the population; %d communes depart from the rule "
               "%s; %.0f checks to review"),
        g->share_pct[MLG_ZONE_ZIP], g->share_pct[MLG_ZONE_ZAC], g->share_pct[MLG_ZONE_UNKNOWN], (int)departures,
        study->config->zoning->rules, checks);
done:
    free(text);
    return st;
}

static mlg_status compute(mlg_study *study, mlg_summary *summary, mlg_error *err)
{
    mlg_zoning_units units;
    mlg_zoning_assignment state;
    mlg_status st = mlg_study_zoning_read(&units, &state, study, err);
    if (st == MLG_OK)
        st = write_tables(study, &units, &state, summary, err);
    mlg_zoning_assignment_release(&state);
    mlg_zoning_units_release(&units);
    return st;
}

mlg_status mlg_study_zoning(mlg_study *study, mlg_summary *summary, mlg_error *err)
{
    MLG_TRY(mlg_db_exec(study->db,
                        "DELETE FROM jauge; DELETE FROM tvs; DELETE FROM zonage_controle;"
                        "UPDATE acces_commune SET zonage_regle = NULL, zonage_ecart = NULL",
                        err));
    MLG_TRY(mlg_study_zoning_reset(study, err));
    snprintf(summary->text, sizeof summary->text, mlg_tr("not asked for"));
    const mlg_config_zoning *ask = study->config->zoning;
    if (!ask)
        return MLG_OK;
    MLG_TRY(compute(study, summary, err));
    if (!ask->scenario)
        return MLG_OK;
    mlg_summary change;
    MLG_TRY(mlg_study_zoning_compare(study, "in_force", ask->scenario, false, &change, err));
    size_t used = strlen(summary->text);
    snprintf(summary->text + used, sizeof summary->text - used, mlg_tr("; scenario: %s"), change.text);
    return MLG_OK;
}
