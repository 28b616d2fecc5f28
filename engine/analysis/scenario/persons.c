/* Supply of some professionals alone: those of an age, or of one place of practice. */
#include "analysis/scenario/scenario.h"
#include "analysis/scenario/inner.h"
#include "analysis/access/stage_demand.h"
#include "analysis/common/profession.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const char *service, *commune, *site; /* site: FINESS number, NULL: any */
    double age;                           /* NaN: any */
    int32_t place;                        /* of the commune */
    double heads, given;                  /* who stand there; who come, below 0 who leave */
} some;

static mlg_status run(mlg_stmt **stmt, bool *row, mlg_scenario_job *j, const char *query, const some *s,
                      double part, mlg_error *err)
{
    MLG_TRY(mlg_db_query(stmt, j->study->db, query, err));
    mlg_bind_text(*stmt, ":insee_com", s->commune);
    mlg_bind_text(*stmt, ":service", s->service);
    mlg_bind_text(*stmt, ":etablissement", s->site);
    mlg_bind_double(*stmt, ":age", s->age);
    if (!isnan(part))
        mlg_bind_double(*stmt, ":part", part);
    return mlg_stmt_step(*stmt, row, err);
}

static mlg_status count_heads(some *s, mlg_scenario_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st = run(&stmt, &row, j, "scenario/count_some", s, (double)NAN, err);
    if (st == MLG_OK && row)
        s->heads = mlg_column_double(stmt, 0);
    mlg_stmt_free(stmt);
    return st;
}

/* The commune of a facility, whatever its categories. */
static mlg_status find_site(some *s, const mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    s->place = MLG_NOWHERE;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/select_site_commune", err));
    mlg_bind_text(stmt, ":code", s->site);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row)
        s->place = mlg_places_find(&j->places, mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    if (st == MLG_OK && s->place < 0)
        st = mlg_fail(err, MLG_INPUT, "%s: no facility of the study in its communes has the code '%.40s'",
                      node->where, MLG_BRIEF(s->site, 40));
    return st;
}

static mlg_status read_some(some *s, mlg_scenario_job *j, const mlg_node *node, const char *service,
                            mlg_error *err)
{
    mlg_scenario_amount amount = { .key = "" };
    *s = (some){ .service = service, .site = mlg_rules_text(node, "site") };
    MLG_TRY(mlg_rules_number(&s->age, node, "aged", (double)NAN, err));
    MLG_TRY(mlg_scenario_amount_of(&amount, node, err));
    if (strcmp(amount.key, "doctors") != 0)
        return mlg_fail(err, MLG_INPUT, "%s: give 'doctors' with 'aged' or 'site'", node->where);
    if (mlg_node_child(node, "to"))
        return mlg_fail(err, MLG_INPUT, "%s: 'to' does not go with 'aged' or 'site': give two changes",
                        node->where);
    if (s->site && mlg_node_child(node, "commune"))
        return mlg_fail(err, MLG_INPUT, "%s: give either 'commune' or 'site'", node->where);
    if (!isnan(s->age) && !(s->age > 0 && s->age < 120))
        return mlg_fail(err, MLG_INPUT, "%s: 'aged' is %g; it must be an age in years", node->where, s->age);
    s->given = amount.given;
    MLG_TRY(s->site ? find_site(s, j, node, err) : mlg_scenario_commune(&s->place, j, node, "commune", err));
    s->commune = j->places.code[s->place];
    return count_heads(s, j, err);
}

/* They come as the others of the commune are counted. */
static mlg_status come(const some *s, mlg_scenario_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double one;
    MLG_TRY(mlg_scenario_one(&one, j, s->service, s->place, err));
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/insert_supply", err));
    mlg_bind_text(stmt, ":insee_com", s->commune);
    mlg_bind_text(stmt, ":service", s->service);
    mlg_bind_double(stmt, ":quantite", s->given * one / mlg_study_full_time(j->study, s->service));
    mlg_bind_text(stmt, ":unite", mlg_profession_of(s->service) ? "etp" : "personnes");
    mlg_bind_double(stmt, ":age", s->age);
    mlg_bind_text(stmt, ":etablissement", s->site);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status leave(const some *s, mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    double left = s->heads + s->given;
    if (s->heads == 0 || left < -1e-9) {
        mlg_status st = mlg_fail(err, MLG_DATA, "%s: 'doctors' is %g, but there are %g of them in %s", node->where,
                                 s->given, s->heads, s->commune);
        mlg_hint(
            err,
            "'aged' and 'site' need a source of supply with ages and places of practice, one row a professional");
        return st;
    }
    bool all = left <= 1e-9 * s->heads;
    mlg_status st = run(&stmt, &row, j, all ? "scenario/delete_some" : "scenario/scale_some", s,
                        all ? (double)NAN : left / s->heads, err);
    mlg_stmt_free(stmt);
    return st;
}

static void say(char text[96], const some *s, double heads)
{
    snprintf(text, 96, "%.2f professionnels", heads);
    mlg_decimal_comma(text);
    size_t length = strlen(text);
    if (!isnan(s->age))
        snprintf(text + length, 96 - length, " de %.0f ans", s->age);
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
                                     .code = s.site ? s.site : s.commune,
                                     .label = j->places.label[s.place],
                                     .before = before,
                                     .after = after };
    return mlg_scenario_record(j, node, &note, true, err);
}
