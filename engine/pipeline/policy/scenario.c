#include "pipeline/policy/policy.h"

#include <ctype.h>
#include <string.h>

/* A text on one line, whatever it holds. */
static void add_line(mlg_text *out, const char *text, bool escaped)
{
    for (; *text; text++) {
        if (escaped && (*text == '"' || *text == '\\'))
            mlg_text_add(out, "\\");
        mlg_text_add_bytes(out, (unsigned char)*text < 0x20 || *text == 0x7f ? " " : text, 1);
    }
}

/* A key and its text between double quotes, as YAML reads it. */
static void add_key(mlg_text *out, const char *key, const char *text)
{
    mlg_text_printf(out, "%s: \"", key);
    add_line(out, text, true);
    mlg_text_add(out, "\"");
}

/* ---- items ------------------------------------------------------------------------------------------------------- */

static void begin_key(mlg_policy_job *j)
{
    const mlg_text *items = &j->items;
    mlg_text_add(&j->items, items->length > 0 && items->data[items->length - 1] == '{' ? " " : ", ");
}

void mlg_policy_item(mlg_policy_job *j, const char *list, const char *comment)
{
    if (!j->list || strcmp(j->list, list) != 0)
        mlg_text_printf(&j->items, "%s:\n", list);
    j->list = list;
    j->item_count++;
    mlg_text_add(&j->items, "  # ");
    add_line(&j->items, comment, false);
    mlg_text_add(&j->items, "\n  - {");
}

void mlg_policy_item_text(mlg_policy_job *j, const char *key, const char *text)
{
    begin_key(j);
    add_key(&j->items, key, text);
}

/* Whether YAML reads it as it is. */
static bool is_plain(const char *word)
{
    return isalpha((unsigned char)*word) &&
           word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")] == '\0';
}

void mlg_policy_item_word(mlg_policy_job *j, const char *key, const char *word)
{
    if (!is_plain(word)) {
        mlg_policy_item_text(j, key, word);
        return;
    }
    begin_key(j);
    mlg_text_printf(&j->items, "%s: %s", key, word);
}

void mlg_policy_item_number(mlg_policy_job *j, const char *key, double value, int decimals)
{
    begin_key(j);
    mlg_text_printf(&j->items, "%s: %.*f", key, decimals, value);
}

void mlg_policy_item_end(mlg_policy_job *j, const char *reason)
{
    const char *label = mlg_rules_text(j->policy, "label"), *from = mlg_rules_text(j->policy, "from");
    const char *source = mlg_rules_text(j->policy, "source");
    mlg_policy_item_text(j, "reason", reason ? reason : j->title ? j->title : label ? label : j->name);
    if (from)
        mlg_policy_item_text(j, "from", from);
    mlg_policy_item_text(j, "source", source ? source : "source non précisée");
    mlg_text_add(&j->items, " }\n");
}

void mlg_policy_item_reason(mlg_policy_job *j, const char *reason)
{
    mlg_policy_item_text(j, "reason", reason);
    mlg_text_add(&j->items, " }\n");
}

/* ---- the file ---------------------------------------------------------------------------------------------------- */

static void add_values(mlg_text *out, const mlg_policy_job *j)
{
    const mlg_node *list = mlg_node_child(j->policy, "values");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const char *name = mlg_rules_text(item, "name"), *value = mlg_rules_text(item, "value");
        const char *unit = mlg_rules_text(item, "unit"), *status = mlg_rules_text(item, "status");
        mlg_text line = { 0 };
        mlg_text_printf(&line, "%s : %s %s (%s)", name ? name : "?", value ? value : "?", unit ? unit : "",
                        status ? status : "statut non précisé");
        mlg_text_add(out, "# ");
        add_line(out, mlg_text_words(&line), false);
        mlg_text_add(out, "\n");
        mlg_text_release_part(&line, out);
    }
}

mlg_status mlg_policy_scenario(mlg_text *out, const mlg_policy_job *j, mlg_error *err)
{
    const char *label = j->title ? j->title : mlg_rules_text(j->policy, "label");
    mlg_text_printf(out, "# Scénario écrit par maillage policy %s, à relire et à corriger.\n# ", j->name);
    add_line(out, mlg_text_words(&j->summary), false);
    mlg_text_add(out, "\n");
    add_values(out, j);
    mlg_text_add(out, "kind: scenario\n");
    add_key(out, "title", label ? label : j->name);
    mlg_text_printf(out, "\n%s%s", j->force ? "force: true\n" : "", mlg_text_words(&j->items));
    return mlg_text_status(out, err);
}
