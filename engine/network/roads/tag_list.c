#include "network/roads/tag_list.h"

#include <string.h>

const char *tag_value(tag_list t, const char *key)
{
    return mlg_osm_value(t.tags, t.count, key);
}

/* What follows `start` in a text; NULL when the text begins otherwise. */
static const char *after_start(const char *text, const char *start)
{
    for (; *start; text++, start++)
        if (*text != *start)
            return NULL;
    return text;
}

const char *tag_value_joined(tag_list t, const char *before, const char *key, const char *after)
{
    for (int32_t i = 0; i < t.count; i++) { /* nearly all differ in their first letter */
        const char *rest = after_start(t.tags[i].key, before);
        rest = rest ? after_start(rest, key) : NULL;
        if (rest && strcmp(rest, after) == 0)
            return t.tags[i].value;
    }
    return NULL;
}

bool tag_is(tag_list t, const char *key, const char *value)
{
    const char *found = tag_value(t, key);
    return found && strcmp(found, value) == 0;
}

bool tag_next_word(char word[TAG_WORD], const char **at)
{
    *at += strspn(*at, "; ");
    size_t n = strcspn(*at, ";"), kept = n;
    if (n == 0)
        return false;
    while ((*at)[kept - 1] == ' ')
        kept--;
    kept = kept < TAG_WORD ? kept : 0;
    memcpy(word, *at, kept);
    word[kept] = '\0';
    *at += n;
    return true;
}

bool tag_list_has(const char *list, const char *word)
{
    char found[TAG_WORD];
    while (list && tag_next_word(found, &list))
        if (strcmp(found, word) == 0)
            return true;
    return false;
}

/* A list grants each of its values; the most permissive one decides. Values unknown to the profile are ignored
 * unless the whole list is unknown: the way is then open, and counted. */
static void grant_list(tag_grant *grant, const mlg_profile *p, mlg_road_notes *notes, const char *list)
{
    char word[TAG_WORD];
    bool known = false;
    while (tag_next_word(word, &list)) {
        const mlg_rule *rule = mlg_profile_rule(p, MLG_RULE_ACCESS, word);
        if (!rule)
            continue;
        tag_grant one = { .factor = rule->a > 0 ? (rule->b > 0 ? rule->b : 1) : 0, .limited = rule->a > 1 };
        bool opener = one.factor > 0 && (!(grant->factor > 0) || (grant->limited && !one.limited) ||
                                         (grant->limited == one.limited && one.factor < grant->factor));
        if (!known || opener) {
            grant->factor = one.factor;
            grant->limited = one.limited;
        }
        known = true;
    }
    if (!known)
        grant->factor = 1;
    notes->unknown_access += !known;
}

tag_grant tag_granted(tag_list t, const mlg_profile *p, mlg_road_notes *notes, const char *suffix)
{
    tag_grant grant = { .rank = -1 };
    for (int i = 0; i < p->mode_count && !grant.key; i++) {
        const char *value = tag_value_joined(t, "", p->modes[i].name, suffix);
        if (!value)
            continue;
        grant.key = p->modes[i].name;
        grant.rank = p->modes[i].a;
        grant_list(&grant, p, notes, value);
    }
    return grant;
}
