/* Supply that comes, leaves, moves or retires, and the supply expected in some years. */
#include "analysis/scenario/scenario.h"
#include "analysis/scenario/inner.h"
#include "analysis/access/stage_demand.h"
#include "analysis/common/profession.h"
#include "base/memory.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what stands at a place --------------------------------------------------------------------------------- */

mlg_status mlg_scenario_one(double *one, mlg_scenario_job *j, const char *service, int32_t place, mlg_error *err)
{
    double *each = NULL;
    mlg_status st = mlg_study_supply_of_one(&each, j->study, &j->places, service, err);
    if (st == MLG_OK)
        *one = each[place];
    free(each);
    return st;
}

static mlg_status supply_of(double **supply, mlg_scenario_job *j, const char *service, mlg_error *err)
{
    return mlg_study_supply_as(supply, j->study, &j->places, service, mlg_find_service(j->study, service), err);
}

mlg_status mlg_scenario_supply(double *supply, mlg_scenario_job *j, const char *service, int32_t place,
                               mlg_error *err)
{
    double *all;
    mlg_status st = supply_of(&all, j, service, err);
    if (st == MLG_OK)
        *supply = all[place];
    free(all);
    return st;
}

void mlg_scenario_bind_some(mlg_stmt *stmt, const mlg_scenario_job *j, const mlg_scenario_some *some)
{
    mlg_bind_text(stmt, ":insee_com", j->places.code[some->place]);
    mlg_bind_text(stmt, ":service", some->service);
    mlg_bind_double(stmt, ":age", some->age);
    mlg_bind_text(stmt, ":etablissement", some->site);
}

/* Professionals come as full-time equivalents, so that no bound of activity applies to them. */
mlg_status mlg_scenario_insert_some(mlg_scenario_job *j, const mlg_scenario_some *some, double units,
                                    mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/insert_supply", err));
    mlg_scenario_bind_some(stmt, j, some);
    mlg_bind_double(stmt, ":quantite", units / mlg_study_full_time(j->study, some->service));
    mlg_bind_text(stmt, ":unite", mlg_profession_of(some->service) ? "etp" : "personnes");
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* Which of them leave is unknown, so the supply of all of them is scaled. */
mlg_status mlg_scenario_keep_some(mlg_scenario_job *j, const mlg_scenario_some *some, double part, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, part > 0 ? "scenario/scale_supply" : "scenario/delete_supply", err));
    mlg_scenario_bind_some(stmt, j, some);
    if (part > 0)
        mlg_bind_double(stmt, ":part", part);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_scenario_insert(mlg_scenario_job *j, const char *service, int32_t place, double units,
                               mlg_error *err)
{
    const mlg_scenario_some all = { service, place, (double)NAN, NULL };
    return mlg_scenario_insert_some(j, &all, units, err);
}

mlg_status mlg_scenario_keep(mlg_scenario_job *j, const char *service, int32_t place, double part, mlg_error *err)
{
    const mlg_scenario_some all = { service, place, (double)NAN, NULL };
    return mlg_scenario_keep_some(j, &all, part, err);
}

/* ---- one change --------------------------------------------------------------------------------------------- */

mlg_status mlg_scenario_amount_of(mlg_scenario_amount *amount, const mlg_node *item, mlg_error *err)
{
    static const char *const keys[] = { "doctors", "fte", "acts" };
    int count = 0;
    for (int k = 0; k < 3; k++) {
        double value;
        MLG_TRY(mlg_rules_number(&value, item, keys[k], (double)NAN, err));
        if (isnan(value))
            continue;
        *amount = (mlg_scenario_amount){ keys[k], value };
        count++;
    }
    if (count == 1)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: give one of 'doctors', 'fte' and 'acts', negative to remove supply",
                    item->where);
}

/* An amount of an item, in units of supply and in what the item gives. */
typedef struct {
    const char *key;         /* doctors, fte or acts */
    double given, unit, now; /* as given; units of supply of one; supply that stands at the place, in units */
} amount;

static mlg_status read_amount(amount *a, mlg_scenario_job *j, const mlg_node *node, const char *service,
                              int32_t place, mlg_error *err)
{
    mlg_scenario_amount item = { .key = "" };
    MLG_TRY(mlg_scenario_amount_of(&item, node, err));
    a->key = item.key;
    a->given = item.given;
    bool acts = strcmp(a->key, "acts") == 0;
    if (acts && strcmp(service, "gp") != 0)
        return mlg_fail(err, MLG_INPUT, "%s: the supply of '%.40s' is not in acts: give 'doctors'", node->where,
                        MLG_BRIEF(service, 40));
    a->unit = acts ? 1 : mlg_study_full_time(j->study, service);
    if (strcmp(a->key, "doctors") == 0)
        MLG_TRY(mlg_scenario_one(&a->unit, j, service, place, err));
    return mlg_scenario_supply(&a->now, j, service, place, err);
}

static mlg_status remove_units(mlg_scenario_job *j, const mlg_node *node, const char *service, int32_t place,
                               const amount *a, double units, mlg_error *err)
{
    if (a->now - units < -1e-9 * a->now || (a->now <= 0 && units > 0))
        return mlg_fail(err, MLG_DATA, "%s: '%s' is %g, but %s has %g of '%.40s'", node->where, a->key, a->given,
                        j->places.code[place], a->now / a->unit, MLG_BRIEF(service, 40));
    double part = units > 0 ? (a->now - units) / a->now : 1;
    return mlg_scenario_keep(j, service, place, part > 1e-9 ? part : 0, err);
}

static void say_units(char text[64], const mlg_scenario_job *j, const char *service, double units)
{
    double full = mlg_study_full_time(j->study, service);
    if (strcmp(service, "gp") == 0)
        snprintf(text, 64, "%.0f actes/an (%.2f ETP)", units, units / full);
    else
        snprintf(text, 64, "%.2f ETP", units / full);
    mlg_decimal_comma(text);
}

/* Those who come count what one of them does at the place they come to. */
static mlg_status move(mlg_scenario_job *j, const mlg_node *node, const char *service, int32_t place,
                       const amount *a, mlg_error *err)
{
    int32_t to;
    double one = a->unit;
    char before[64], after[64];
    MLG_TRY(mlg_scenario_commune(&to, j, node, "to", err));
    if (to == place)
        return mlg_fail(err, MLG_INPUT, "%s: 'to' is the commune that they leave", node->where);
    if (!(a->given > 0))
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is %g; what moves must be above 0", node->where, a->key,
                        a->given);
    MLG_TRY(remove_units(j, node, service, place, a, a->given * a->unit, err));
    if (strcmp(a->key, "doctors") == 0)
        MLG_TRY(mlg_scenario_one(&one, j, service, to, err));
    MLG_TRY(mlg_scenario_insert(j, service, to, a->given * one, err));
    say_units(before, j, service, a->now);
    say_units(after, j, service, a->now - a->given * a->unit);
    const mlg_scenario_note note = {
        "offre", service, j->places.code[place], j->places.label[place], j->places.code[to], j->places.label[to],
        before,  after
    };
    return mlg_scenario_record(j, node, &note, true, err);
}

static mlg_status change(mlg_scenario_job *j, const mlg_node *node, const char *service, mlg_error *err)
{
    amount a = { .key = "" };
    int32_t place;
    char before[64], after[64];
    MLG_TRY(mlg_scenario_commune(&place, j, node, "commune", err));
    MLG_TRY(read_amount(&a, j, node, service, place, err));
    if (mlg_node_child(node, "to"))
        return move(j, node, service, place, &a, err);
    if (a.given == 0)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is 0, which changes nothing", node->where, a.key);
    double units = a.given * a.unit;
    MLG_TRY(units > 0 ? mlg_scenario_insert(j, service, place, units, err)
                      : remove_units(j, node, service, place, &a, -units, err));
    say_units(before, j, service, a.now);
    say_units(after, j, service, fmax(0, a.now + units));
    const mlg_scenario_note note = { "offre", service, j->places.code[place], j->places.label[place], NULL, NULL,
                                     before,  after };
    return mlg_scenario_record(j, node, &note, true, err);
}

/* ---- ages --------------------------------------------------------------------------------------------------- */

static mlg_status run_older(double found[2], mlg_scenario_job *j, const char *query, const char *service,
                            const char *commune, double age, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, query, err));
    mlg_bind_double(stmt, ":age", age);
    mlg_bind_text(stmt, ":service", service);
    mlg_bind_text(stmt, ":insee_com", commune);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    for (int k = 0; st == MLG_OK && row && k < 2; k++)
        found[k] = mlg_column_double(stmt, k);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status retire(mlg_scenario_job *j, const mlg_node *node, const char *service, double age,
                         mlg_error *err)
{
    const char *commune = mlg_rules_text(node, "commune");
    int32_t place = MLG_NOWHERE;
    double found[2] = { 0, 0 };
    char words[96];
    if (commune)
        MLG_TRY(mlg_scenario_commune(&place, j, node, "commune", err));
    MLG_TRY(run_older(found, j, "scenario/count_older", service, commune, age, err));
    if (found[1] == 0 && commune)
        return mlg_fail(err, MLG_DATA, "%s: no source gives the age of those of '%.40s' in %s", node->where,
                        MLG_BRIEF(service, 40), commune);
    if (found[1] == 0)
        return mlg_fail(err, MLG_DATA, "%s: no source gives the age of those of '%.40s'", node->where,
                        MLG_BRIEF(service, 40));
    MLG_TRY(run_older(found, j, "scenario/delete_older", service, commune, age, err));
    snprintf(words, sizeof words, "%.0f lignes de plus de %.0f ans", found[0], age);
    const mlg_scenario_note note = { "offre", service, commune, place >= 0 ? j->places.label[place] : NULL,
                                     NULL,    NULL,    words,   "arrêt" };
    return mlg_scenario_record(j, node, &note, true, err);
}

mlg_status mlg_scenario_change_supply(mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    double age;
    const char *service;
    MLG_TRY(mlg_rules_keys(node, MLG_SCENARIO_SUPPLY_KEYS, err));
    MLG_TRY(mlg_rules_number(&age, node, "retire_above", (double)NAN, err));
    MLG_TRY(mlg_scenario_service(&service, j, node, "service", err));
    if (!isnan(age))
        return retire(j, node, service, age, err);
    bool some = mlg_node_child(node, "aged") || mlg_node_child(node, "site");
    return some ? mlg_scenario_change_persons(j, node, service, err) : change(j, node, service, err);
}

/* ---- some years from now ------------------------------------------------------------------------------------ */

typedef struct {
    const char *service;
    double years;
    double *now; /* [places] */
    double sum, expected;
    int32_t found;
} horizon;

static mlg_status expect(mlg_scenario_job *j, horizon *h, const char *code, double offer, mlg_error *err)
{
    int32_t place = mlg_places_find(&j->places, code);
    h->found++;
    if (place < 0)
        return MLG_OK;
    double now = h->now[place];
    h->sum += now;
    h->expected += offer;
    if (offer > now)
        return mlg_scenario_insert(j, h->service, place, offer - now, err);
    double part = now > 0 ? offer / now : 1;
    return part < 1 ? mlg_scenario_keep(j, h->service, place, part > 1e-9 ? part : 0, err) : MLG_OK;
}

/* The rows are read before any of them is changed. */
static mlg_status expect_all(mlg_scenario_job *j, horizon *h, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(supply_of(&h->now, j, h->service, err));
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "whatif/select_expected", err));
    mlg_bind_text(stmt, ":service", h->service);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        if ((double)mlg_column_int(stmt, 0) == h->years)
            MLG_GO(expect(j, h, mlg_column_text(stmt, 1), mlg_column_double(stmt, 2), err));
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status fail_horizon(mlg_scenario_job *j, const mlg_node *map, double years, mlg_error *err)
{
    char *known = NULL;
    MLG_TRY(mlg_db_text(&known, j->study->db,
                        "SELECT group_concat(annees, ', ') FROM (SELECT DISTINCT annees FROM offre_attendue "
                        "ORDER BY annees)",
                        err));
    mlg_status st = mlg_fail(err, MLG_DATA, "%s: the study expects no supply in %g years", map->where, years);
    if (known && *known)
        mlg_hint(err, "its outlook gives these: %s", known);
    else
        mlg_hint(err, "add 'outlook' to the study file");
    free(known);
    return st;
}

mlg_status mlg_scenario_outlook(mlg_scenario_job *j, const mlg_node *map, mlg_error *err)
{
    horizon h = { .now = NULL };
    char before[64], after[64], words[96];
    if (!map)
        return MLG_OK;
    MLG_TRY(mlg_rules_keys(map, "years|service|reason|source", err));
    MLG_TRY(mlg_rules_number(&h.years, map, "years", (double)NAN, err));
    if (isnan(h.years))
        return mlg_fail(err, MLG_INPUT, "%s: the key '%s' is missing", map->where, "years");
    MLG_TRY(mlg_scenario_service(&h.service, j, map, "service", err));
    mlg_status st = expect_all(j, &h, err);
    free(h.now);
    MLG_TRY(st);
    if (h.found == 0)
        return fail_horizon(j, map, h.years, err);
    say_units(before, j, h.service, h.sum);
    say_units(after, j, h.service, h.expected);
    snprintf(words, sizeof words, "dans %g ans", h.years);
    const mlg_scenario_note note = { "horizon", h.service, NULL, words, NULL, NULL, before, after };
    return mlg_scenario_record(j, map, &note, true, err);
}
