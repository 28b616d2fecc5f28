/* Supply of some professionals alone: those of an age, or of one place of practice. */
#include "analysis/scenario/scenario.h"
#include "analysis/scenario/inner.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_scenario_some who;
    double heads, given; /* who stand there; who come, below 0 who leave */
} some;

static mlg_status count_heads(some *s, mlg_scenario_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/count_some", err));
    mlg_scenario_bind_some(stmt, j, &s->who);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row)
        s->heads = mlg_column_double(stmt, 0);
    mlg_stmt_free(stmt);
    return st;
}

/* The commune of a facility, whatever its categories. */
static mlg_status find_site(mlg_scenario_some *who, const mlg_scenario_job *j, const mlg_node *node,
                            mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    who->place = MLG_NOWHERE;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/select_site_commune", err));
    mlg_bind_text(stmt, ":code", who->site);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row)
        who->place = mlg_places_find(&j->places, mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    if (st == MLG_OK && who->place < 0)
        st = mlg_fail(err, MLG_INPUT, "%s: no facility of the study in its communes has the code '%.40s'",
                      node->where, MLG_BRIEF(who->site, 40));
    return st;
}

static mlg_status read_some(some *s, mlg_scenario_job *j, const mlg_node *node, const char *service,
                            mlg_error *err)
{
    mlg_scenario_amount amount = { .key = "" };
    *s = (some){ .who = { .service = service, .site = mlg_rules_text(node, "site") } };
    mlg_scenario_some *who = &s->who;
    MLG_TRY(mlg_rules_number(&who->age, node, "aged", (double)NAN, err));
    MLG_TRY(mlg_scenario_amount_of(&amount, node, err));
    if (strcmp(amount.key, "doctors") != 0)
        return mlg_fail(err, MLG_INPUT, "%s: give 'doctors' with 'aged' or 'site'", node->where);
    if (mlg_node_child(node, "to"))
        return mlg_fail(err, MLG_INPUT, "%s: 'to' does not go with 'aged' or 'site': give two changes",
                        node->where);
    if (who->site && mlg_node_child(node, "commune"))
        return mlg_fail(err, MLG_INPUT, "%s: give either 'commune' or 'site'", node->where);
    if (!isnan(who->age) && !(who->age > 0 && who->age < 120))
        return mlg_fail(err, MLG_INPUT, "%s: 'aged' is %g; it must be an age in years", node->where, who->age);
    s->given = amount.given;
    MLG_TRY(who->site ? find_site(who, j, node, err) : mlg_scenario_commune(&who->place, j, node, "commune", err));
    return count_heads(s, j, err);
}

/* They come as the others of the commune are counted. */
static mlg_status come(const some *s, mlg_scenario_job *j, mlg_error *err)
{
    double one;
    MLG_TRY(mlg_scenario_one(&one, j, s->who.service, s->who.place, err));
    return mlg_scenario_insert_some(j, &s->who, s->given * one, err);
}

static mlg_status leave(const some *s, mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    double left = s->heads + s->given;
    if (s->heads == 0 || left < -1e-9) {
        mlg_status st = mlg_fail(err, MLG_DATA, "%s: 'doctors' is %g, but there are %g of them in %s", node->where,
                                 s->given, s->heads, j->places.code[s->who.place]);
        mlg_hint(
            err,
            "'aged' and 'site' need a source of supply with ages and places of practice, one row a professional");
        return st;
    }
    return mlg_scenario_keep_some(j, &s->who, left > 1e-9 * s->heads ? left / s->heads : 0, err);
}

static void say(char text[96], const some *s, double heads)
{
    snprintf(text, 96, "%.2f professionnels", heads);
    mlg_decimal_comma(text);
    size_t length = strlen(text);
    if (!isnan(s->who.age))
        snprintf(text + length, 96 - length, " de %.0f ans", s->who.age);
}

mlg_status mlg_scenario_change_persons(mlg_scenario_job *j, const mlg_node *node, const char *service,
                                       mlg_error *err)
{
    some s;
    char before[96], after[96];
    MLG_TRY(read_some(&s, j, node, service, err));
    if (s.given > 0)
        MLG_TRY(come(&s, j, err));
    else if (s.given < 0)
        MLG_TRY(leave(&s, j, node, err));
    say(before, &s, s.heads);
    say(after, &s, s.heads + s.given);
    const mlg_scenario_note note = { .kind = "offre",
                                     .service = service,
                                     .code = s.who.site ? s.who.site : j->places.code[s.who.place],
                                     .label = j->places.label[s.who.place],
                                     .before = before,
                                     .after = after };
    return mlg_scenario_record(j, node, &note, true, err);
}
