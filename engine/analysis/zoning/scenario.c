#include "analysis/zoning/scenario.h"

#include "analysis/scenario/trial.h"
#include "analysis/zoning/rules.h"
#include "analysis/zoning/stage.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/report_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- lines -------------------------------------------------------------------------------------------------- */

static const char *keep(mlg_zoning_scenario *s, const char *text, bool *good)
{
    const char *kept = mlg_arena_text(&s->arena, text);
    *good = *good && (!text || kept);
    return kept;
}

mlg_status mlg_zoning_note_change(mlg_zoning_scenario *s, const mlg_zoning_change *change, mlg_error *err)
{
    bool good = true;
    MLG_TRY(MLG_GROW(&s->changes, &s->capacity, (size_t)s->count + 1, "a scenario", err));
    s->changes[s->count++] = (mlg_zoning_change){
        .kind = keep(s, change->kind, &good),
        .level = keep(s, change->level, &good),
        .code = keep(s, change->code, &good),
        .label = keep(s, change->label, &good),
        .before = keep(s, change->before, &good),
        .after = keep(s, change->after, &good),
        .reason = keep(s, change->reason, &good),
        .refusal = keep(s, change->refusal, &good),
    };
    return good ? MLG_OK : mlg_fail_memory(err, "a scenario", 0);
}

static mlg_status note_number(mlg_zoning_scenario *s, const char *kind, const char *label, double before,
                              double after, mlg_error *err)
{
    char from[32], to[32];
    if (before == after || (isnan(before) && isnan(after)))
        return MLG_OK;
    snprintf(from, sizeof from, "%g", before);
    snprintf(to, sizeof to, "%g", after);
    mlg_decimal_comma(from);
    mlg_decimal_comma(to);
    mlg_zoning_change change = {
        .kind = kind, .label = label, .before = isnan(before) ? NULL : from, .after = isnan(after) ? NULL : to
    };
    return mlg_zoning_note_change(s, &change, err);
}

/* ---- the rule ----------------------------------------------------------------------------------------------- */

static mlg_status read_rule(mlg_zoning_scenario *s, mlg_study *study, const mlg_zoning_units *units,
                            mlg_error *err)
{
    const mlg_node *root = s->rules.root, *thresholds = mlg_node_child(root, "thresholds");
    const mlg_node *ceilings = mlg_node_child(root, "ceilings");
    const char *name = mlg_rules_text(root, "rules");
    mlg_zoning_rule before = s->state.rule, *rule = &s->state.rule;
    if (name) {
        char *path = NULL;
        if (mlg_rules_is_file(name))
            MLG_TRY(mlg_study_file_resolve(&path, study->file, study->data_folder, name, err));
        mlg_status st = mlg_zoning_rule_open(rule, path ? path : name, units->region_main, err);
        free(path);
        MLG_TRY(st);
        MLG_TRY(mlg_zoning_cut_if_asked(rule, study, err));
        mlg_zoning_change change = { .kind = "regle", .before = before.title, .after = rule->title };
        MLG_TRY(mlg_zoning_note_change(s, &change, err));
    }
    MLG_TRY(mlg_rules_keys(thresholds, "selection|vivier", err));
    MLG_TRY(mlg_rules_keys(ceilings, "zip_pct|zac_pct", err));
    MLG_TRY(mlg_rules_number(&rule->national_max, thresholds, "selection", rule->national_max, err));
    MLG_TRY(mlg_rules_number(&rule->vivier_max, thresholds, "vivier", rule->vivier_max, err));
    MLG_TRY(mlg_rules_number(&rule->zip_max_pct, ceilings, "zip_pct", rule->zip_max_pct, err));
    MLG_TRY(mlg_rules_number(&rule->zac_max_pct, ceilings, "zac_pct", rule->zac_max_pct, err));
    if (rule->national_max > rule->vivier_max)
        return mlg_fail(err, MLG_INPUT, "%s: 'vivier' is below 'selection'",
                        thresholds ? thresholds->where : root->where);
    s->state.by_rule = s->state.by_rule || name || thresholds;
    s->ruled = name || thresholds || ceilings;
    MLG_TRY(note_number(s, "seuil", "sélection nationale", before.national_max, rule->national_max, err));
    MLG_TRY(note_number(s, "seuil", "vivier", before.vivier_max, rule->vivier_max, err));
    MLG_TRY(note_number(s, "seuil", "plafond ZIP, %", before.zip_max_pct, rule->zip_max_pct, err));
    return note_number(s, "seuil", "plafond ZAC, %", before.zac_max_pct, rule->zac_max_pct, err);
}

static mlg_status read_apl(mlg_zoning_scenario *s, mlg_study *study, const mlg_zoning_units *units, mlg_error *err)
{
    static const char *const names[] = { "computed", "published", "published-65" };
    const mlg_node *map = mlg_node_child(s->rules.root, "apl");
    const char *from = mlg_rules_text(map, "from"), *vintage = mlg_rules_text(map, "vintage");
    mlg_zoning_units other;
    int which = -1;
    MLG_TRY(mlg_rules_keys(map, "from|vintage", err));
    if (!map)
        return MLG_OK;
    for (int k = 0; k < 3; k++)
        if (from && strcmp(from, names[k]) == 0)
            which = k;
    if (which < 0)
        return mlg_fail(err, MLG_INPUT, "%s: 'from' must be computed, published or published-65", map->where);
    mlg_status st = mlg_zoning_units_read(&other, study, &s->state.rule, (mlg_zoning_apl)which, vintage, err);
    if (st == MLG_OK && which != MLG_APL_COMPUTED)
        st = mlg_zoning_units_move(&other, study, &s->state.rule, err);
    for (int32_t i = 0; st == MLG_OK && i < units->communes; i++)
        s->state.value[i] = other.value[i];
    mlg_zoning_units_release(&other);
    s->apl_from = which;
    mlg_zoning_change change = { .kind = "apl",
                                 .after = mlg_zoning_apl_words((mlg_zoning_apl)which),
                                 .label = vintage };
    return st == MLG_OK ? mlg_zoning_note_change(s, &change, err) : mlg_while(err, st, "%s", map->where);
}

/* ---- the zoning the rule makes ------------------------------------------------------------------------------ */

/* Territories decided by another region keep their class and count towards no ceiling. */
static mlg_status derive_classes(mlg_zoning_assignment *state, const mlg_zoning_units *units, mlg_error *err)
{
    uint8_t *zone = NULL;
    double *value = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&zone, (size_t)units->tvs_count, "a zoning", err));
    MLG_GO(MLG_NEW(&value, (size_t)units->tvs_count, "a zoning", err));
    for (int32_t t = 0; t < units->tvs_count; t++)
        value[t] = mlg_zoning_is_elsewhere(units, t) ? (double)NAN : state->tvs_value[t];
    MLG_GO(mlg_zoning_apply_rule(&state->rule, units->tvs_count, value, units->tvs_persons, zone, err));
    for (int32_t i = 0; i < units->communes; i++)
        if (!mlg_zoning_is_elsewhere(units, units->tvs[i]))
            state->zone[i] = zone[units->tvs[i]];
    for (int32_t t = 0; t < units->tvs_count; t++)
        if (!mlg_zoning_is_elsewhere(units, t))
            state->tvs_zone[t] = zone[t];
done:
    free(zone);
    free(value);
    return st;
}

static mlg_status derive(mlg_zoning_scenario *s, const mlg_zoning_units *units, mlg_error *err)
{
    MLG_TRY(mlg_zoning_assignment_update(&s->state, units, err));
    MLG_TRY(derive_classes(&s->state, units, err));
    mlg_zoning_change change = { .kind = "zonage",
                                 .after = s->state.rule.classes > 0
                                              ? "zonage de la règle, par ses limites"
                                              : "zonage de la règle, par rang jusqu’au plafond",
                                 .reason = s->state.rule.title };
    return mlg_zoning_note_change(s, &change, err);
}

/* ---- changes by hand ---------------------------------------------------------------------------------------- */

typedef struct {
    const mlg_node *node;
    const char *level, *code, *reason;
    int32_t index; /* at its level */
    mlg_zone zone;
    mlg_frame frame;    /* by which refusals are decided */
    bool elsewhere;     /* another region decides */
    mlg_swap_kind swap; /* of a rule with levels */
} edit;

/* The region may choose a QPV when it may choose a territory that contains part of it. */
static void frame_of_qpv(edit *e, const mlg_zoning_scenario *s, const mlg_zoning_units *units)
{
    bool any = false, out = true, elsewhere = true;
    e->swap = MLG_SWAP_UNKNOWN; /* neighbourhoods have no class of their own for the other professions */
    for (int32_t k = 0; k < units->shares; k++) {
        if (units->share_qpv[k] != e->index)
            continue;
        int32_t t = units->tvs[units->share_commune[k]];
        any = true;
        out = out && s->state.frame[t] == MLG_FRAME_OUT;
        elsewhere = elsewhere && mlg_zoning_is_elsewhere(units, t);
    }
    e->frame = any && out ? MLG_FRAME_OUT : MLG_FRAME_VIVIER;
    e->elsewhere = any && elsewhere;
}

static void frame_of_territory(edit *e, const mlg_zoning_scenario *s, const mlg_zoning_units *units, int32_t t)
{
    e->frame = (mlg_frame)s->state.frame[t];
    e->elsewhere = mlg_zoning_is_elsewhere(units, t);
    e->swap = mlg_zoning_swap_of(&s->state.rule, s->state.tvs_value[t]);
}

static mlg_status read_edit(edit *e, const mlg_zoning_scenario *s, const mlg_zoning_units *units,
                            const mlg_node *node, mlg_error *err)
{
    static const char *const levels[] = { "tvs", "commune", "qpv" };
    const char *class;
    MLG_TRY(mlg_rules_keys(node, "tvs|commune|qpv|class|reason", err));
    MLG_TRY(mlg_rules_need(&class, node, "class", err));
    *e = (edit){ .node = node, .reason = mlg_rules_text(node, "reason"), .index = -1, .zone = mlg_zone_of(class) };
    const bool by_level = s->state.rule.classes > 0;
    if (by_level && !mlg_zone_is_level(e->zone))
        return mlg_fail(
            err, MLG_INPUT,
            "%s: 'class' is '%.20s'; by the rule %s it must be très sous-doté, sous-doté, intermédiaire, "
            "très doté or sur-doté",
            node->where, MLG_BRIEF(class, 20), s->state.rule.name);
    if (!by_level && (e->zone == MLG_ZONE_UNKNOWN || mlg_zone_is_level(e->zone)))
        return mlg_fail(err, MLG_INPUT, "%s: 'class' is '%.20s'; it must be ZIP, ZAC, ZAR, ZV or HZ", node->where,
                        MLG_BRIEF(class, 20));
    for (int k = 0; k < 3; k++)
        if (mlg_rules_text(node, levels[k])) {
            e->level = levels[k];
            e->code = mlg_rules_text(node, levels[k]);
        }
    if (!e->level)
        return mlg_fail(err, MLG_INPUT, "%s: a change must name a tvs, a commune or a qpv", node->where);
    e->index = e->level == levels[0]   ? mlg_zoning_find_tvs(units, e->code)
               : e->level == levels[1] ? mlg_zoning_find_commune(units, e->code)
                                       : mlg_zoning_find_qpv(units, e->code);
    if (e->index >= 0 && e->level == levels[2])
        frame_of_qpv(e, s, units);
    else if (e->index >= 0)
        frame_of_territory(e, s, units, e->level == levels[0] ? e->index : units->tvs[e->index]);
    if (e->index >= 0)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: the study has no %s '%.40s'", node->where, e->level,
                    MLG_BRIEF(e->code, 40));
}

/* Sets the class; returns the previous one and the name. */
static mlg_zone set_class(mlg_zoning_assignment *state, const mlg_zoning_units *units, const edit *e,
                          const char **label)
{
    uint8_t *zone = *e->level == 't' ? state->tvs_zone : *e->level == 'c' ? state->zone : state->qpv_zone;
    mlg_zone before = (mlg_zone)zone[e->index];
    *label = *e->level == 't'   ? units->tvs_label[e->index]
             : *e->level == 'c' ? units->commune_label[e->index]
                                : units->qpv_label[e->index];
    if (*e->level == 't')
        mlg_zoning_set_tvs(state, units, e->index, e->zone);
    else
        zone[e->index] = (uint8_t)e->zone;
    /* a commune that no territory is composed of stands for one */
    if (*e->level == 'c' && !units->tvs_composed[units->tvs[e->index]])
        state->tvs_zone[units->tvs[e->index]] = (uint8_t)e->zone;
    return before;
}

static mlg_status fail_edit(const mlg_zoning_scenario *s, const edit *e, const char *label, mlg_refusal refusal,
                            mlg_error *err)
{
    const mlg_gauges *g = &s->state.gauges;
    const char *why = mlg_report_in_messages(mlg_refusal_words(refusal)), *name = label ? label : "?";
    char margin[48];
    if (s->state.rule.classes > 0)
        return mlg_fail(err, MLG_DATA, "%s: %s %s (%s) to %s is refused: %s (%s)", e->node->where, e->level,
                        e->code, name, mlg_zone_code(e->zone), why, mlg_zoning_levels_words(&s->state).text);
    snprintf(margin, sizeof margin, isnan(g->margin_pct) ? mlg_tr("nobody in the vivier") : "%.2f %%",
             g->margin_pct);
    return mlg_fail(err, MLG_DATA, "%s: %s %s (%s) to %s is refused: %s (ZIP %s, ZAC %s, margin: %s)",
                    e->node->where, e->level, e->code, name, mlg_zone_code(e->zone), why,
                    mlg_zoning_share_words(g, MLG_ZONE_ZIP, 2).text,
                    mlg_zoning_share_words(g, MLG_ZONE_ZAC, 2).text, margin);
}

static mlg_status apply_edit(mlg_zoning_scenario *s, const mlg_zoning_units *units, const mlg_node *node,
                             bool force, mlg_error *err)
{
    edit e;
    const char *label;
    mlg_gauges before = s->state.gauges;
    MLG_TRY(read_edit(&e, s, units, node, err));
    mlg_zone was = set_class(&s->state, units, &e, &label);
    MLG_TRY(mlg_zoning_assignment_update(&s->state, units, err));
    mlg_zoning_choice choice = { e.frame,          e.zone, e.reason != NULL,
                                 e.elsewhere,      e.swap, s->state.under_pct,
                                 s->state.over_pct };
    mlg_refusal refusal = mlg_zoning_refusal(&s->state.rule, &choice, &before, &s->state.gauges);
    mlg_zoning_change change = { .kind = "zonage",
                                 .level = e.level,
                                 .code = e.code,
                                 .label = label,
                                 .before = mlg_zone_code(was),
                                 .after = mlg_zone_code(e.zone),
                                 .reason = e.reason,
                                 .refusal = mlg_refusal_words(refusal) };
    s->forced |= refusal != MLG_ALLOWED;
    if (refusal == MLG_ALLOWED || force)
        return mlg_zoning_note_change(s, &change, err);
    mlg_status st = fail_edit(s, &e, label, refusal, err);
    mlg_hint(
        err,
        "change it, or override the refusal with force: true in the scenario (or --force), which is recorded");
    return st;
}

/* ---- tried one by one ---------------------------------------------------------------------------------------- */

/* The classes of communes, territories and neighbourhoods, in one array or back from it. */
static void copy_classes(uint8_t *kept, const mlg_zoning_assignment *state, const mlg_zoning_units *units,
                         bool back)
{
    uint8_t *const of[] = { state->zone, state->tvs_zone, state->qpv_zone };
    const int32_t count[] = { units->communes, units->tvs_count, units->qpv_count };
    for (int k = 0; k < 3; kept += count[k++])
        if (count[k] > 0)
            memcpy(back ? of[k] : kept, back ? kept : of[k], (size_t)count[k]);
}

/* One that is refused is listed, and left out. */
static mlg_status try_edit(mlg_zoning_scenario *s, mlg_study *study, const mlg_zoning_units *units,
                           const mlg_node *node, bool force, mlg_error *err)
{
    const size_t n = (size_t)units->communes + (size_t)units->tvs_count + (size_t)units->qpv_count;
    uint8_t *kept = NULL;
    char *words = NULL;
    mlg_error fault;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&kept, n, "a scenario", err));
    copy_classes(kept, &s->state, units, false);
    const mlg_status made = apply_edit(s, units, node, force, &fault);
    if (made == MLG_OK) {
        const mlg_zoning_change *c = &s->changes[s->count - 1];
        MLG_GO(mlg_format_text(&words, err, "%s, %s %s %s: %s -> %s", c->kind, c->level, c->code,
                               c->label ? c->label : "", c->before, c->after));
        st = mlg_scenario_trial_add(study->tried, node, words, err);
    } else if (made == MLG_MEMORY || made == MLG_CANCELLED) {
        *err = fault;
        st = made;
    } else {
        copy_classes(kept, &s->state, units, true);
        MLG_GO(mlg_zoning_assignment_update(&s->state, units, err));
        st = mlg_scenario_trial_add_fault(study->tried, node, made, &fault, err);
    }
done:
    free(kept);
    free(words);
    return st;
}

/* ---- a file ------------------------------------------------------------------------------------------------- */

/* On a study that was computed without the scenario: what bears on its indicator and is no change of supply cannot be followed here. */
static mlg_status apply_loaded(mlg_zoning_scenario *s, mlg_study *study, const mlg_zoning_units *units,
                               const mlg_node *root, mlg_error *err)
{
    static const char *const keys[] = { "outlook", "population", "roads", "study" };
    const mlg_node *bad = NULL, *sites = mlg_node_child(root, "sites");
    for (size_t k = 0; !bad && k < sizeof keys / sizeof *keys; k++)
        bad = mlg_node_child(root, keys[k]);
    for (const mlg_node *node = sites ? sites->first : NULL; !bad && node; node = node->next)
        for (const mlg_node *verb = node->first; verb; verb = verb->next)
            if (verb->kind == MLG_NODE_TEXT && strcmp(verb->text, s->state.rule.service) == 0)
                bad = node;
    if (!bad)
        return mlg_zoning_change_supply(s, study, units, mlg_node_child(root, "supply"), err);
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: '%s' needs the whole study to be computed again", bad->where, bad->name);
    mlg_hint(err, "'maillage run --scenario' does so, and compares the zonings too");
    return st;
}

static mlg_status apply_file(mlg_zoning_scenario *s, mlg_study *study, const mlg_zoning_units *units,
                             const char *name, bool force, mlg_error *err)
{
    const mlg_node *root = s->rules.root, *edits = mlg_node_child(root, "zoning");
    const char *title = mlg_rules_text(root, "title");
    bool derived, own_force;
    MLG_TRY(mlg_rules_keys(root, MLG_SCENARIO_KEYS, err));
    s->title = mlg_arena_text(&s->arena, title ? title : name);
    if (!s->title)
        return mlg_fail_memory(err, name, strlen(name));
    MLG_TRY(mlg_rules_copy(s->date, sizeof s->date, root, "date", "", err));
    MLG_TRY(mlg_rules_flag(&derived, root, "derive", err));
    MLG_TRY(mlg_rules_flag(&own_force, root, "force", err));
    MLG_TRY(read_rule(s, study, units, err));
    MLG_TRY(read_apl(s, study, units, err));
    const bool applied =
        study->before || study->tried; /* a check makes the changes of supply first, as a run does */
    MLG_TRY(applied ? mlg_zoning_note_applied(s, study, err) : apply_loaded(s, study, units, root, err));
    MLG_TRY(derived ? derive(s, units, err) : MLG_OK);
    MLG_TRY(mlg_zoning_assignment_update(&s->state, units, err));
    for (const mlg_node *node = edits ? edits->first : NULL; node; node = node->next)
        MLG_TRY(study->tried && name == study->scenario ? try_edit(s, study, units, node, force || own_force, err)
                                                        : apply_edit(s, units, node, force || own_force, err));
    return MLG_OK;
}

mlg_status mlg_zoning_scenario_path(char **path, const mlg_study *study, const char *name, mlg_error *err)
{
    *path = NULL;
    if (strcmp(name, "in_force") == 0 || strcmp(name, "rule") == 0)
        return MLG_OK;
    if (name == study->scenario) /* given on the command line, not in the study file */
        return mlg_copy_text(path, name, err);
    return mlg_study_file_resolve(path, study->file, NULL, name, err);
}

mlg_status mlg_zoning_scenario_open(mlg_zoning_scenario *s, mlg_study *study, const mlg_zoning_units *units,
                                    const mlg_zoning_assignment *in_force, const char *name, bool force,
                                    mlg_error *err)
{
    char *path = NULL;
    *s = (mlg_zoning_scenario){ .apl_from = -1, .title = "Zonage en vigueur" };
    MLG_TRY(mlg_zoning_assignment_init(&s->state, units, &in_force->rule, err));
    MLG_TRY(mlg_zoning_scenario_path(&path, study, name, err));
    mlg_status st = MLG_OK;
    if (path) {
        st = mlg_rules_open(&s->rules, path, "scenario", err);
        if (st == MLG_OK)
            st = apply_file(s, study, units, name, force, err);
    } else if (strcmp(name, "rule") == 0) {
        s->state.by_rule = true;
        s->title = mlg_arena_printf(&s->arena, "Zonage selon la règle %s", in_force->rule.name);
        st = s->title ? derive(s, units, err) : mlg_fail_memory(err, name, strlen(name));
    }
    free(path);
    return st == MLG_OK ? mlg_zoning_assignment_update(&s->state, units, err) : st;
}

void mlg_zoning_scenario_release(mlg_zoning_scenario *s)
{
    mlg_rules_close(&s->rules);
    mlg_zoning_assignment_release(&s->state);
    free(s->changes);
    mlg_arena_release(&s->arena);
    *s = (mlg_zoning_scenario){ 0 };
}
