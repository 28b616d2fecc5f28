#include "network/roads/tag_list.h"

#include <string.h>

const char *tag_value(tag_list t, const char *key)
{
    return mlg_osm_value(t.tags, t.count, key);
}

const char *tag_value_joined(tag_list t, const char *before, const char *key, const char *after)
{
    const size_t head = strlen(before), middle = strlen(key);
    const char first = head > 0 ? *before : *key;
    for (int32_t i = 0; i < t.count; i++) {
        const char *name = t.tags[i].key;
        if (*name == first && strncmp(name, before, head) == 0 && strncmp(name + head, key, middle) == 0 &&
            strcmp(name + head + middle, after) == 0)
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
