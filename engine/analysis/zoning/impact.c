#include "analysis/zoning/impact.h"

#include "base/memory.h"
#include "study/rule_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Persons of a commune outside the QPV that have a class of their own in either zoning, so that the parts are the
 * same on both sides. */
static double apart(const mlg_zoning_assignment *before, const mlg_zoning_assignment *after, int32_t qpv)
{
    return before->qpv_zone[qpv] != MLG_ZONE_UNKNOWN || after->qpv_zone[qpv] != MLG_ZONE_UNKNOWN ? 1 : 0;
}

void mlg_zoning_flows(const mlg_zoning_units *units, const mlg_zoning_assignment *before,
                      const mlg_zoning_assignment *after, mlg_zone_flow flow[MLG_ZONES][MLG_ZONES])
{
    memset(flow, 0, sizeof(mlg_zone_flow) * MLG_ZONES * MLG_ZONES);
    for (int32_t i = 0; i < units->communes; i++) {
        mlg_zone_flow *f = &flow[before->zone[i]][after->zone[i]];
        if (!units->inside[i])
            continue;
        f->communes++;
        f->persons += units->persons[i];
        f->gp += units->gp[i];
        f->gp_old += units->gp_old[i];
    }
    for (int32_t s = 0; s < units->shares; s++) {
        int32_t i = units->share_commune[s];
        mlg_zone was = mlg_zoning_share_zone(units, before, s), is = mlg_zoning_share_zone(units, after, s);
        if (apart(before, after, units->share_qpv[s]) == 0)
            continue;
        flow[before->zone[i]][after->zone[i]].persons -= units->share_persons[s];
        flow[was][is].persons += units->share_persons[s];
        flow[was][is].qpv += s == 0 || units->share_qpv[s] != units->share_qpv[s - 1];
    }
    for (int32_t t = 0; t < units->tvs_count; t++)
        if (units->tvs_communes[t] > 0)
            flow[before->tvs_zone[t]][after->tvs_zone[t]].tvs++;
}

static bool opens(const mlg_aid *aid, mlg_zone zone, bool qpv)
{
    return (aid->zones >> zone & 1) != 0 || (qpv && aid->qpv);
}

typedef struct {
    bool gains, loses;
} passage;

/* Whether an aid opens or closes with a change of class. An unknown class counts as neither gain nor loss. */
static passage passage_of(const mlg_aid *aid, mlg_zone before, mlg_zone after, bool qpv)
{
    if (before == MLG_ZONE_UNKNOWN || after == MLG_ZONE_UNKNOWN)
        return (passage){ false, false };
    bool was = opens(aid, before, qpv), is = opens(aid, after, qpv);
    return (passage){ is && !was, was && !is };
}

static void count(double *gain, double *lose, passage change, double amount)
{
    *gain += change.gains ? amount : 0;
    *lose += change.loses ? amount : 0;
}

/* Whether the class of anyone is known both before and after. */
static bool is_anyone_compared(const mlg_zoning_units *units, const mlg_zoning_assignment *before,
                               const mlg_zoning_assignment *after)
{
    for (int32_t i = 0; i < units->communes; i++)
        if (units->inside[i] && before->zone[i] != MLG_ZONE_UNKNOWN && after->zone[i] != MLG_ZONE_UNKNOWN)
            return true;
    for (int32_t s = 0; s < units->shares; s++)
        if (mlg_zoning_share_zone(units, before, s) != MLG_ZONE_UNKNOWN &&
            mlg_zoning_share_zone(units, after, s) != MLG_ZONE_UNKNOWN)
            return true;
    return false;
}

mlg_aid_change mlg_zoning_aid_change(const mlg_zoning_units *units, const mlg_zoning_assignment *before,
                                     const mlg_zoning_assignment *after, const mlg_aid *aid)
{
    mlg_aid_change c = { 0 };
    if (!is_anyone_compared(units, before, after))
        return (mlg_aid_change){ (double)NAN, (double)NAN, (double)NAN, (double)NAN };
    for (int32_t i = 0; i < units->communes; i++) {
        passage change = passage_of(aid, (mlg_zone)before->zone[i], (mlg_zone)after->zone[i], false);
        if (!units->inside[i])
            continue;
        count(&c.persons_gain, &c.persons_lose, change, units->persons[i]);
        count(&c.gp_gain, &c.gp_lose, change, aid->who == MLG_AID_OLD ? units->gp_old[i] : units->gp[i]);
    }
    for (int32_t s = 0; s < units->shares; s++) {
        int32_t i = units->share_commune[s];
        passage change = passage_of(aid, (mlg_zone)before->zone[i], (mlg_zone)after->zone[i], false);
        count(&c.persons_gain, &c.persons_lose, change, -units->share_persons[s]);
        change =
            passage_of(aid, mlg_zoning_share_zone(units, before, s), mlg_zoning_share_zone(units, after, s), true);
        count(&c.persons_gain, &c.persons_lose, change, units->share_persons[s]);
    }
    if (aid->who == MLG_AID_NEW || (aid->who == MLG_AID_OLD && !units->ages_known))
        c.gp_gain = c.gp_lose = (double)NAN;
    return c;
}

/* ---- aids of a file ----------------------------------------------------------------------------------------- */

static mlg_status read_zones(mlg_aid *aid, const mlg_node *item, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(item, "zones");
    for (const mlg_node *zone = list && list->kind == MLG_NODE_LIST ? list->first : NULL; zone;
         zone = zone->next) {
        mlg_zone known = zone->kind == MLG_NODE_TEXT ? mlg_zone_of(zone->text) : MLG_ZONE_UNKNOWN;
        if (known == MLG_ZONE_UNKNOWN)
            return mlg_fail(err, MLG_INPUT,
                            "%s: the zone of an aid must be ZIP, ZAC, ZAR, ZV or HZ, or the level of a profession",
                            zone->where);
        aid->zones |= 1u << known;
    }
    return aid->zones || aid->qpv ? MLG_OK
                                  : mlg_fail(err, MLG_INPUT, "%s: the aid applies to no zone", item->where);
}

static mlg_status read_aid(mlg_aid *aid, const mlg_node *item, mlg_error *err)
{
    *aid = (mlg_aid){ 0 };
    MLG_TRY(mlg_rules_keys(item, "name|label|zones|qpv|from|to|amount|per|who|regions|conditions|evidence|source",
                           err));
    MLG_TRY(mlg_rules_copy(aid->name, sizeof aid->name, item, "name", "", err));
    MLG_TRY(mlg_rules_copy(aid->label, sizeof aid->label, item, "label", "", err));
    MLG_TRY(mlg_rules_copy(aid->from, sizeof aid->from, item, "from", "", err));
    MLG_TRY(mlg_rules_copy(aid->to, sizeof aid->to, item, "to", "", err));
    MLG_TRY(mlg_rules_copy(aid->per, sizeof aid->per, item, "per", "", err));
    MLG_TRY(mlg_rules_copy(aid->who_text, sizeof aid->who_text, item, "who", "", err));
    MLG_TRY(mlg_rules_copy(aid->conditions, sizeof aid->conditions, item, "conditions", "", err));
    MLG_TRY(mlg_rules_copy(aid->evidence, sizeof aid->evidence, item, "evidence", "", err));
    MLG_TRY(mlg_rules_copy(aid->source, sizeof aid->source, item, "source", "", err));
    aid->who = strcmp(aid->who_text, "all") == 0       ? MLG_AID_ALL
               : strcmp(aid->who_text, "over_60") == 0 ? MLG_AID_OLD
                                                       : MLG_AID_NEW;
    MLG_TRY(mlg_rules_flag(&aid->qpv, item, "qpv", err));
    MLG_TRY(mlg_rules_number(&aid->amount, item, "amount", (double)NAN, err));
    return read_zones(aid, item, err);
}

static bool in_force(const mlg_node *item, const char *date, const char *region)
{
    const char *from = mlg_rules_text(item, "from"), *to = mlg_rules_text(item, "to");
    if (mlg_node_child(item, "regions") && !mlg_rules_holds(item, "regions", region))
        return false;
    return !*date || ((!from || strcmp(from, date) <= 0) && (!to || strcmp(date, to) <= 0));
}

mlg_status mlg_zoning_aids_read(mlg_aid **aids, int32_t *count_out, const char *name, const char *date,
                                const char *region, mlg_error *err)
{
    mlg_rules rules;
    size_t capacity = 0;
    *aids = NULL;
    *count_out = 0;
    mlg_status st = mlg_rules_open(&rules, name, "aids", err);
    const mlg_node *list = mlg_node_child(rules.root, "aids");
    for (const mlg_node *item = st == MLG_OK && list ? list->first : NULL; item && st == MLG_OK;
         item = item->next) {
        if (!in_force(item, date, region))
            continue;
        st = MLG_GROW(aids, &capacity, (size_t)*count_out + 1, "aids", err);
        if (st == MLG_OK)
            st = read_aid(&(*aids)[(*count_out)++], item, err);
    }
    mlg_rules_close(&rules);
    return st;
}
