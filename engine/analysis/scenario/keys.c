/* Keys of the study file that a scenario changes: which, from what, to what, in words of planners. */
#include "analysis/scenario/inner.h"
#include "analysis/scenario/scenario.h"
#include "base/number.h"
#include "base/text.h"
#include "study/config/config.h"

#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 300, MOST_WORDS = 500 };

/* ---- words -------------------------------------------------------------------------------------------------------- */

static const char *words_of(const char *const (*table)[2], size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i][0], key) == 0)
            return table[i][1];
    return NULL;
}

/* Of a key, by its path without the group of people. NULL: the path says it. */
static const char *label_of(const char *path)
{
    static const char *const labels[][2] = {
        { "travel", "trajets" },
        { "travel.model", "modèle de trajet" },
        { "travel.lines", "lignes nouvelles" },
        { "travel.altered_lines", "lignes modifiées" },
        { "travel.on_demand", "transport à la demande" },
        { "travel.gtfs", "horaires" },
        { "travel.from", "premier départ" },
        { "travel.until", "fin des départs" },
        { "travel.longest_minutes", "trajet le plus long, min" },
        { "travel.detour", "allongement des lignes droites" },
        { "travel.terminal_minutes", "minutes au départ et à l’arrivée" },
        { "travel.speeds_kmh", "vitesses, km/h" },
        { "travel.profile", "véhicule" },
        { "travel.peak", "heure de pointe" },
        { "modes", "groupes d’habitants et leurs modes" },
        { "modes.", "groupe d’habitants et son mode" },
        { "deserts.apl", "APL des déserts" },
        { "deserts.threshold", "seuil d’APL des déserts" },
        { "deserts.pharmacy_minutes", "limite vers une pharmacie, min" },
        { "deserts.emergency_minutes", "limite vers les urgences, min" },
    };
    return words_of(labels, sizeof labels / sizeof *labels, path);
}

/* Of a key within an item of a list, before and after its value. */
static const char *phrase_of(const char *key)
{
    static const char *const phrases[][2] = {
        { "name", "%s" },
        { "line", "ligne %s" },
        { "stops", "arrêts %s" },
        { "minutes", "minutes %s" },
        { "every_minutes", "toutes les %s min" },
        { "from", "de %s" },
        { "until", "à %s" },
        { "communes", "communes %s" },
        { "to", "vers %s" },
        { "wait_minutes", "attente %s min" },
        { "speed_kmh", "%s km/h" },
        { "trips_a_day", "%s courses par jour" },
        { "booking", "réservation : %s" },
        { "departures", "départs à %s" },
    };
    return words_of(phrases, sizeof phrases / sizeof *phrases, key);
}

static void say(mlg_text *words, const mlg_node *node);

static void say_child(mlg_text *words, const mlg_node *child)
{
    const char *phrase = phrase_of(child->name), *hole = phrase ? strstr(phrase, "%s") : NULL;
    if (strcmp(child->name, "stopped") == 0 && child->text && strcmp(child->text, "true") == 0) {
        mlg_text_add(words, "supprimée");
        return;
    }
    if (hole)
        mlg_text_add_bytes(words, phrase, (size_t)(hole - phrase));
    else
        mlg_text_printf(words, "%s ", child->name);
    say(words, child);
    if (hole)
        mlg_text_add(words, hole + strlen("%s"));
}

/* "a, b et c"; what is in braces in the file stands between " ; ". */
static void say(mlg_text *words, const mlg_node *node)
{
    if (node->kind == MLG_NODE_TEXT)
        mlg_text_add(words, strcmp(node->text, "true") == 0    ? "oui"
                            : strcmp(node->text, "false") == 0 ? "non"
                                                               : node->text);
    for (const mlg_node *child = node->first; child; child = child->next) {
        if (node->kind == MLG_NODE_MAP)
            say_child(words, child);
        else
            say(words, child);
        if (child->next)
            mlg_text_add(words, node->kind == MLG_NODE_LIST && child->kind != MLG_NODE_TEXT ? " ; "
                                : node->kind == MLG_NODE_LIST && !child->next->next         ? " et "
                                                                                            : ", ");
    }
}

/* What stands there; without the key, what is meant. */
static void say_value(mlg_text *words, const mlg_node *node, const mlg_node *other)
{
    if (!node)
        mlg_text_add(words, other->kind == MLG_NODE_TEXT ? "valeur par défaut" : "aucun");
    else if (node->kind != MLG_NODE_TEXT && !node->first)
        mlg_text_add(words, "aucun");
    else
        say(words, node);
}

/* ---- records ------------------------------------------------------------------------------------------------------ */

/* "modes.sans_voiture.travel.lines" is "travel.lines" of the group "sans_voiture". */
static const char *without_group(char group[PATH_SIZE], const char *path)
{
    static const char modes[] = "modes.";
    const size_t n = sizeof modes - 1;
    *group = '\0';
    if (strncmp(path, modes, n) != 0)
        return path;
    const size_t length = strcspn(path + n, ".");
    snprintf(group, PATH_SIZE, "%.*s", (int)length, path + n);
    return path[n + length] ? path + n + length + 1 : modes;
}

static mlg_status record(mlg_scenario_job *j, const char *path, const mlg_node *was, const mlg_node *is,
                         mlg_error *err)
{
    mlg_text before = { 0 }, after = { 0 };
    char group[PATH_SIZE], label[2 * PATH_SIZE];
    const char *words = label_of(without_group(group, path));
    mlg_status st;
    say_value(&before, was, is ? is : was);
    say_value(&after, is, was ? was : is);
    MLG_GO(mlg_text_status(&before, err));
    MLG_GO(mlg_text_status(&after, err));
    mlg_decimal_comma(before.data);
    mlg_decimal_comma(after.data);
    snprintf(label, sizeof label, "%s%s%s", words ? words : "", words && *group ? ", groupe " : "",
             words ? group : "");
    const mlg_scenario_note note = { .kind = "etude",
                                     .code = path,
                                     .label = words ? label : NULL,
                                     .before = MLG_BRIEF(mlg_text_words(&before), MOST_WORDS),
                                     .after = MLG_BRIEF(mlg_text_words(&after), MOST_WORDS) };
    if (j->trial)
        MLG_GO(mlg_scenario_trial_begin(j, err));
    MLG_GO(mlg_scenario_record(j, NULL, &note, true, err));
    if (j->trial)
        st = mlg_scenario_trial_end(j, is ? is : was, MLG_OK, NULL, err);
done:
    mlg_text_release(&before);
    mlg_text_release(&after);
    return st;
}

/* ---- differences -------------------------------------------------------------------------------------------------- */

static bool same(const mlg_node *a, const mlg_node *b)
{
    if (!a || !b || a->kind != b->kind || a->count != b->count)
        return !a && !b;
    if (a->kind == MLG_NODE_TEXT)
        return strcmp(a->text, b->text) == 0;
    const mlg_node *x = a->first, *y = b->first;
    for (; x && y; x = x->next, y = y->next)
        if (!same(x, a->kind == MLG_NODE_MAP ? mlg_node_child(b, x->name) : y))
            return false;
    return true;
}

static const char *name_of(const mlg_node *item)
{
    const mlg_node *name = mlg_node_child(item, "name");
    return name && name->kind == MLG_NODE_TEXT ? name->text : NULL;
}

/* Groups of people, services...: whose items are compared one by one. */
static bool is_named(const mlg_node *list)
{
    for (const mlg_node *item = list->first; item; item = item->next)
        if (!name_of(item))
            return false;
    return list->first;
}

static const mlg_node *counterpart(const mlg_node *of, const mlg_node *parent)
{
    if (parent->kind == MLG_NODE_MAP)
        return mlg_node_child(parent, of->name);
    for (const mlg_node *item = parent->first; item; item = item->next)
        if (strcmp(name_of(item), name_of(of)) == 0)
            return item;
    return NULL;
}

/* New lines and zones stand side by side in one row. */
static bool is_told_whole(const char *path)
{
    const char *last = strrchr(path, '.');
    return last && (strcmp(last, ".lines") == 0 || strcmp(last, ".on_demand") == 0);
}

static mlg_status differ(mlg_scenario_job *j, const char *path, const mlg_node *was, const mlg_node *is,
                         mlg_error *err)
{
    char under[PATH_SIZE];
    if (same(was, is))
        return MLG_OK;
    const bool maps = was && is && was->kind == MLG_NODE_MAP && is->kind == MLG_NODE_MAP;
    const bool lists = was && is && was->kind == MLG_NODE_LIST && is->kind == MLG_NODE_LIST && is_named(was) &&
                       is_named(is) && !is_told_whole(path);
    if (!maps && !lists)
        return record(j, path, was, is, err);
    for (int gone = 0; gone < 2; gone++)
        for (const mlg_node *child = gone ? was->first : is->first; child; child = child->next) {
            const mlg_node *other = counterpart(child, gone ? is : was);
            if (gone && other)
                continue;
            snprintf(under, sizeof under, "%s%s%s", path, *path ? "." : "", lists ? name_of(child) : child->name);
            MLG_TRY(differ(j, under, gone ? child : other, gone ? NULL : child, err));
        }
    return MLG_OK;
}

mlg_status mlg_scenario_change_keys(mlg_scenario_job *j, mlg_error *err)
{
    const mlg_node *written, *used;
    mlg_study_file_trees(&written, &used, j->study->file);
    return differ(j, "", written, used, err);
}

mlg_status mlg_study_record_keys(mlg_study *study, mlg_error *err)
{
    mlg_scenario_job j = { .study = study };
    MLG_TRY(mlg_db_exec(study->db, "DELETE FROM changement WHERE nature = 'etude'", err));
    return mlg_scenario_change_keys(&j, err);
}
