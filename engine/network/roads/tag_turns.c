/* Reads turn restrictions from relations. */
#include "network/roads/tag_list.h"

#include <string.h>

static const char *restriction_value(tag_list t, const mlg_profile *p, bool *conditional)
{
    *conditional = tag_value(t, "restriction:conditional") != NULL;
    for (int i = 0; i < p->mode_count; i++) {
        const char *own = tag_value_joined(t, "restriction:", p->modes[i].name, "");
        if (own)
            return own;
    }
    return tag_value(t, "restriction");
}

/* Whether the restriction applies only to other modes: "restriction:hgv". */
static bool is_for_others(tag_list t)
{
    for (int32_t i = 0; i < t.count; i++)
        if (strncmp(t.tags[i].key, "restriction:", 12) == 0)
            return true;
    return false;
}

static bool is_excepted(tag_list t, const mlg_profile *p)
{
    char word[TAG_WORD];
    for (const char *at = tag_value(t, "except"); at && tag_next_word(word, &at);)
        if (mlg_profile_rule(p, MLG_RULE_EXCEPT, word))
            return true;
    return false;
}

/* Number of members with this role and kind; *first receives the first of them. */
static int32_t members_of(const mlg_osm_relation *r, const char *role, char kind, int64_t *first)
{
    int32_t count = 0;
    for (int32_t i = 0; i < r->member_count; i++)
        if (r->members[i].kind == kind && strcmp(r->members[i].role, role) == 0 && count++ == 0)
            *first = r->members[i].ref;
    return count;
}

/* Emits every pair of a from and a to member: one of the two lists has a single member. */
static mlg_status give_pairs(const mlg_osm_relation *r, mlg_restriction turn, mlg_restriction_fn give,
                             void *context, mlg_error *err)
{
    for (int32_t i = 0; i < r->member_count; i++) {
        const mlg_osm_member *m = &r->members[i];
        bool from = strcmp(m->role, "from") == 0, to = strcmp(m->role, "to") == 0;
        int64_t ignored;
        if (m->kind != 'w' || (!from && !to))
            continue;
        bool many_from = members_of(r, "from", 'w', &ignored) > 1;
        if (from != many_from)
            continue;
        *(from ? &turn.from_way : &turn.to_way) = m->ref;
        MLG_TRY(give(context, &turn, err));
    }
    return MLG_OK;
}

static int32_t list_via_ways(int64_t via[MLG_VIA_WAYS], const mlg_osm_relation *r)
{
    int32_t count = 0;
    for (int32_t i = 0; i < r->member_count; i++)
        if (r->members[i].kind == 'w' && strcmp(r->members[i].role, "via") == 0) {
            if (count < MLG_VIA_WAYS)
                via[count] = r->members[i].ref;
            count++;
        }
    return count;
}

/* Reads the members of a restriction; false when it cannot be placed. It needs from and to ways, and either one
 * via node or up to MLG_VIA_WAYS via ways. */
static bool read_members(mlg_restriction *turn, const mlg_osm_relation *r, bool many_allowed)
{
    int32_t from = members_of(r, "from", 'w', &turn->from_way), to = members_of(r, "to", 'w', &turn->to_way);
    int32_t nodes = members_of(r, "via", 'n', &turn->via_node);
    bool many = from > 1 || to > 1;
    turn->via_count = list_via_ways(turn->via_way, r);
    return from >= 1 && to >= 1 && !(from > 1 && to > 1) && (many_allowed || !many) &&
           turn->via_count <= MLG_VIA_WAYS && (turn->via_count > 0 || nodes == 1);
}

mlg_status mlg_restriction_read(const mlg_osm_relation *relation, const mlg_profile *profile,
                                mlg_road_notes *notes, mlg_restriction_fn give, void *context, mlg_error *err)
{
    tag_list t = { relation->tags, relation->tag_count };
    mlg_restriction turn = { 0 };
    bool conditional;
    const char *type = tag_value(t, "type");
    if (!profile->restrictions || !type || strncmp(type, "restriction", 11) != 0)
        return MLG_OK;
    const char *value = restriction_value(t, profile, &conditional);
    if (!value) {
        notes->conditional_turns += conditional;
        notes->odd_restrictions += !conditional && strcmp(type, "restriction") == 0 && !is_for_others(t);
        return MLG_OK;
    }
    if (is_excepted(t, profile))
        return MLG_OK;
    turn.only = strncmp(value, "only_", 5) == 0;
    bool many = strcmp(value, "no_entry") == 0 || strcmp(value, "no_exit") == 0;
    if ((!turn.only && strncmp(value, "no_", 3) != 0) || !read_members(&turn, relation, many)) {
        notes->odd_restrictions++;
        return MLG_OK;
    }
    return give_pairs(relation, turn, give, context, err);
}
