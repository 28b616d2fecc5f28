/* Two zonings of a study side by side: classes, flows, gauges, aids. */
#include "analysis/common/profession.h"
#include "analysis/common/evidence.h"
#include "analysis/zoning/impact.h"
#include "analysis/zoning/scenario.h"
#include "analysis/zoning/stage.h"
#include "analysis/zoning/stage_near.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    mlg_study *study;
    mlg_zoning_units units;
    mlg_zoning_assignment in_force;
    mlg_zoning_scenario side[2];
    char date[16];
    bool of_zoning; /* the date is the last year of the zoning in force */
} job;

static const char *const sides[] = { "A", "B" };

static const char *zone_text(uint8_t zone)
{
    return zone == MLG_ZONE_UNKNOWN ? NULL : mlg_zone_code((mlg_zone)zone);
}

/* ---- parameters of each zoning ------------------------------------------------------------------------------ */

static mlg_status write_changes(mlg_stmt *stmt, const char *side, const mlg_zoning_scenario *s, mlg_error *err)
{
    for (int32_t k = 0; k < s->count; k++) {
        const mlg_zoning_change *c = &s->changes[k];
        mlg_bind_text(stmt, ":cote", side);
        mlg_bind_text(stmt, ":nature", c->kind);
        mlg_bind_text(stmt, ":maille", c->level);
        mlg_bind_text(stmt, ":code", c->code);
        mlg_bind_text(stmt, ":libelle", c->label);
        mlg_bind_text(stmt, ":avant", c->before);
        mlg_bind_text(stmt, ":apres", c->after);
        mlg_bind_text(stmt, ":justification", c->reason);
        mlg_bind_text(stmt, ":refus", c->refusal);
        MLG_TRY(mlg_stmt_run(stmt, err));
    }
    return MLG_OK;
}

static mlg_status write_sides(job *j, mlg_error *err)
{
    mlg_stmt *head = NULL, *line = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_db_query(&head, j->study->db, "zoning/insert_scenario", err));
    MLG_GO(mlg_db_query(&line, j->study->db, "zoning/insert_change", err));
    for (int k = 0; k < 2; k++) {
        const mlg_zoning_scenario *s = &j->side[k];
        char text[200];
        snprintf(text, sizeof text, "%d changement%s", (int)s->count, s->count > 1 ? "s" : "");
        mlg_bind_text(head, ":cote", sides[k]);
        mlg_bind_text(head, ":nom", s->title);
        mlg_bind_text(head, ":regle", s->state.rule.title);
        mlg_bind_text(head, ":resume", text);
        mlg_bind_int(head, ":force", s->forced);
        MLG_GO(mlg_stmt_run(head, err));
        MLG_GO(write_changes(line, sides[k], s, err));
        MLG_GO(mlg_study_zoning_gauges(j->study, sides[k], &j->units, &s->state, err));
    }
done:
    mlg_stmt_free(head);
    mlg_stmt_free(line);
    return st;
}

/* ---- classes ------------------------------------------------------------------------------------------------ */

typedef struct {
    const char *level, *code, *label;
    double persons, value[2];
    uint8_t frame[2], zone[2];
} unit;

static mlg_status write_unit(mlg_stmt *stmt, const unit *u, mlg_error *err)
{
    mlg_bind_text(stmt, ":maille", u->level);
    mlg_bind_text(stmt, ":code", u->code);
    mlg_bind_text(stmt, ":libelle", u->label);
    mlg_bind_double(stmt, ":population", u->persons);
    mlg_bind_double(stmt, ":apl_avant", u->value[0]);
    mlg_bind_double(stmt, ":apl_apres", u->value[1]);
    mlg_bind_text(stmt, ":cadre_avant", mlg_frame_code((mlg_frame)u->frame[0]));
    mlg_bind_text(stmt, ":cadre_apres", mlg_frame_code((mlg_frame)u->frame[1]));
    mlg_bind_text(stmt, ":avant", zone_text(u->zone[0]));
    mlg_bind_text(stmt, ":apres", zone_text(u->zone[1]));
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_tvs(mlg_stmt *stmt, const job *j, mlg_error *err)
{
    const mlg_zoning_units *b = &j->units;
    const mlg_zoning_assignment *x = &j->side[0].state, *y = &j->side[1].state;
    for (int32_t t = 0; t < b->tvs_count; t++) {
        unit u = { "tvs",
                   b->tvs_code[t],
                   b->tvs_label[t],
                   b->tvs_persons[t],
                   { x->tvs_mean[t], y->tvs_mean[t] },
                   { x->frame[t], y->frame[t] },
                   { x->tvs_zone[t], y->tvs_zone[t] } };
        if (b->tvs_communes[t] > 0)
            MLG_TRY(write_unit(stmt, &u, err));
    }
    return MLG_OK;
}

static mlg_status write_communes(mlg_stmt *stmt, const job *j, mlg_error *err)
{
    const mlg_zoning_units *b = &j->units;
    const mlg_zoning_assignment *x = &j->side[0].state, *y = &j->side[1].state;
    for (int32_t i = 0; i < b->communes; i++) {
        int32_t t = b->tvs[i];
        unit u = { "commune",
                   b->insee[i],
                   b->commune_label[i],
                   b->persons[i],
                   { x->value[i], y->value[i] },
                   { x->frame[t], y->frame[t] },
                   { x->zone[i], y->zone[i] } };
        if (b->inside[i])
            MLG_TRY(write_unit(stmt, &u, err));
    }
    return MLG_OK;
}

/* A neighbourhood without a class of its own has that of its first commune; its indicator is that of the communes it lies in. */
static mlg_status write_qpv(mlg_stmt *stmt, const job *j, mlg_error *err)
{
    const mlg_zoning_units *b = &j->units;
    for (int32_t s = 0; s < b->shares; s++) {
        int32_t q = b->share_qpv[s];
        unit u = { .level = "qpv", .code = b->qpv_code[q], .label = b->qpv_label[q] };
        if (s > 0 && b->share_qpv[s - 1] == q)
            continue;
        u.persons = mlg_zoning_qpv_persons(b, q);
        for (int k = 0; k < 2; k++) {
            const mlg_zoning_assignment *side = &j->side[k].state;
            u.zone[k] = (uint8_t)mlg_zoning_share_zone(b, side, s);
            u.value[k] = mlg_zoning_qpv_value(b, q, side->value);
        }
        MLG_TRY(write_unit(stmt, &u, err));
    }
    return MLG_OK;
}

static mlg_status write_classes(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "zoning/insert_unit", err));
    mlg_status st = write_tvs(stmt, j, err);
    if (st == MLG_OK)
        st = write_communes(stmt, j, err);
    if (st == MLG_OK)
        st = write_qpv(stmt, j, err);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- flows and aids ----------------------------------------------------------------------------------------- */

static mlg_status write_flow(mlg_stmt *stmt, const job *j, int from, int to, const mlg_zone_flow *f,
                             mlg_error *err)
{
    if (f->tvs == 0 && f->communes == 0 && f->qpv == 0 && f->persons == 0)
        return MLG_OK;
    mlg_bind_text(stmt, ":avant", mlg_zone_code((mlg_zone)from));
    mlg_bind_text(stmt, ":apres", mlg_zone_code((mlg_zone)to));
    mlg_bind_int(stmt, ":nb_tvs", f->tvs);
    mlg_bind_int(stmt, ":nb_communes", f->communes);
    mlg_bind_int(stmt, ":nb_qpv", f->qpv);
    mlg_bind_double(stmt, ":population", f->persons);
    mlg_bind_double(stmt, ":nb_gp", f->gp);
    mlg_bind_double(stmt, ":nb_gp_60", j->units.ages_known ? f->gp_old : (double)NAN);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_flows(job *j, double *moved, mlg_error *err)
{
    mlg_zone_flow flow[MLG_ZONES][MLG_ZONES];
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "zoning/insert_transition", err));
    mlg_zoning_flows(&j->units, &j->side[0].state, &j->side[1].state, flow);
    mlg_status st = MLG_OK;
    *moved = 0;
    for (int from = 0; from < MLG_ZONES; from++)
        for (int to = 0; to < MLG_ZONES && st == MLG_OK; to++) {
            st = write_flow(stmt, j, from, to, &flow[from][to], err);
            *moved +=
                from != to && from != MLG_ZONE_UNKNOWN && to != MLG_ZONE_UNKNOWN ? flow[from][to].persons : 0;
        }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_aid(mlg_stmt *stmt, const mlg_aid *aid, const mlg_aid_change *c, mlg_error *err)
{
    static const char *const who[] = { "ceux qui y exercent", "60 ans et plus",
                                       "ceux qui s’y installent ou y viennent" };
    mlg_bind_text(stmt, ":aide", aid->name);
    mlg_bind_text(stmt, ":libelle", aid->label);
    mlg_bind_double(stmt, ":montant", aid->amount);
    mlg_bind_text(stmt, ":par",
                  strcmp(aid->per, "once") == 0       ? "fois"
                  : strcmp(aid->per, "year") == 0     ? "an"
                  : strcmp(aid->per, "half_day") == 0 ? "demi-journée"
                                                      : NULL);
    mlg_bind_text(stmt, ":beneficiaires", who[aid->who]);
    mlg_bind_double(stmt, ":habitants_gagnent", c->persons_gain);
    mlg_bind_double(stmt, ":habitants_perdent", c->persons_lose);
    mlg_bind_double(stmt, ":gp_gagnent", c->gp_gain);
    mlg_bind_double(stmt, ":gp_perdent", c->gp_lose);
    mlg_bind_double(stmt, ":enjeu_gagne", c->gp_gain * aid->amount);
    mlg_bind_double(stmt, ":enjeu_perdu", c->gp_lose * aid->amount);
    mlg_bind_text(stmt, ":conditions", *aid->conditions ? aid->conditions : NULL);
    mlg_bind_text(stmt, ":debut", *aid->from ? aid->from : NULL);
    mlg_bind_text(stmt, ":fin", *aid->to ? aid->to : NULL);
    mlg_bind_text(stmt, ":source", aid->source);
    mlg_text evidence = { 0 };
    mlg_evidence_words(&evidence, aid->evidence);
    mlg_bind_text(stmt, ":preuve", mlg_text_words(&evidence));
    mlg_status st = mlg_text_status(&evidence, err);
    mlg_text_release(&evidence);
    return st == MLG_OK ? mlg_stmt_run(stmt, err) : st;
}

static mlg_status write_aids(job *j, mlg_error *err)
{
    mlg_aid *aids = NULL;
    int32_t count = 0;
    mlg_stmt *stmt = NULL;
    mlg_status st;
    const mlg_profession *profession = mlg_profession_of(j->side[1].state.rule.service);
    if (!profession || !*profession->aids)
        return mlg_study_note(j->study, "zoning", "aides_date", "aucune", NULL,
                              "les aides de cette profession ne sont pas recensées", err);
    MLG_GO(mlg_zoning_aids_read(&aids, &count, profession->aids, j->date, j->units.region_main, err));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "zoning/insert_aid", err));
    for (int32_t k = 0; k < count; k++) {
        mlg_aid_change c = mlg_zoning_aid_change(&j->units, &j->side[0].state, &j->side[1].state, &aids[k]);
        MLG_GO(write_aid(stmt, &aids[k], &c, err));
    }
    st = mlg_study_note(j->study, "zoning", "aides_date", *j->date ? j->date : "toutes", NULL,
                        *j->side[1].date ? "date du zonage étudié, la même avant et après"
                        : j->of_zoning   ? "millésime du zonage en vigueur, la même avant et après"
                                         : "début de la règle du zonage étudié, la même avant et après",
                        err);
done:
    mlg_stmt_free(stmt);
    free(aids);
    return st;
}

/* ---- entry point -------------------------------------------------------------------------------------------- */

/* The last year that a vintage names, 0 when it names none. */
static int last_year(const char *vintage)
{
    int last = 0;
    while (*vintage) {
        size_t n = strspn(vintage, "0123456789");
        int year = n == 4 ? atoi(vintage) : 0;
        if (year >= 1990 && year <= 2100 && year > last)
            last = year;
        vintage += n > 0 ? n : 1;
    }
    return last;
}

/* Date of the second zoning, the one studied: its own, else the later of the last year of the zoning in force and the first day of its
 * rule. */
static mlg_status choose_date(job *j, mlg_error *err)
{
    const mlg_zoning_scenario *b = &j->side[1];
    mlg_stmt *stmt = NULL;
    bool row = true;
    int year = 0;
    snprintf(j->date, sizeof j->date, "%s", *b->date ? b->date : b->state.rule.from);
    if (*b->date)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "zoning/select_vintages", err));
    mlg_status st = MLG_OK;
    while (row && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int last = last_year(mlg_column_text(stmt, 0));
        year = last > year ? last : year;
    }
    mlg_stmt_free(stmt);
    j->of_zoning = st == MLG_OK && year > 0 && year > atoi(j->date);
    if (j->of_zoning)
        snprintf(j->date, sizeof j->date, "%04u-01-01", (unsigned)year % 10000u);
    return st;
}

static mlg_status file(job *j, mlg_error *err)
{
    const mlg_zoning_scenario *b = &j->side[1];
    if (b->ruled)
        MLG_TRY(mlg_study_zoning_note_rule(j->study, &b->state.rule, "scénario", err));
    if (b->apl_from >= 0)
        MLG_TRY(mlg_study_note(j->study, "zoning", "indicateur", mlg_zoning_apl_words((mlg_zoning_apl)b->apl_from),
                               NULL, "scénario", err));
    return mlg_study_zoning_file(j->study, &j->units, &j->in_force, &b->state, err);
}

static mlg_status compare(job *j, const char *const *names, bool force, bool filed, mlg_text *summary,
                          mlg_error *err)
{
    double moved;
    MLG_TRY(mlg_study_zoning_read(&j->units, &j->in_force, j->study, err));
    for (int k = 0; k < 2; k++)
        MLG_TRY(mlg_zoning_scenario_open(&j->side[k], j->study, &j->units, &j->in_force, names[k], force, err));
    if (strcmp(names[0], "in_force") == 0)
        MLG_TRY(mlg_zoning_before(&j->side[0].state, j->study, &j->units,
                                  mlg_zoning_asked_apl(j->study->config->zoning),
                                  j->study->config->zoning->vintage, err));
    MLG_TRY(choose_date(j, err));
    MLG_TRY(mlg_study_zoning_reset(j->study, err));
    MLG_TRY(write_sides(j, err));
    MLG_TRY(write_classes(j, err));
    MLG_TRY(write_flows(j, &moved, err));
    MLG_TRY(write_aids(j, err));
    MLG_TRY(mlg_study_zoning_near(j->study, &j->units, &j->side[0].state, &j->side[1].state, err));
    MLG_TRY(filed ? file(j, err) : MLG_OK);
    const mlg_gauges *was = &j->side[0].state.gauges, *is = &j->side[1].state.gauges;
    if (j->side[1].state.rule.classes > 0)
        return mlg_text_set(summary, err, mlg_tr("%.0f people change class; before: %s; after: %s"), moved,
                            mlg_zoning_levels_words(&j->side[0].state).text,
                            mlg_zoning_levels_words(&j->side[1].state).text);
    if (mlg_zoning_is_unclassed(&j->side[0].state))
        return mlg_text_set(summary, err, mlg_tr("no class is known before; ZIP %s, ZAC %s after"),
                            mlg_zoning_share_words(is, MLG_ZONE_ZIP, 1).text,
                            mlg_zoning_share_words(is, MLG_ZONE_ZAC, 1).text);
    MLG_TRY(mlg_text_set(
        summary, err, mlg_tr("%.0f people change class; ZIP %s then %s, ZAC %s then %s"), moved,
        mlg_zoning_share_words(was, MLG_ZONE_ZIP, 1).text, mlg_zoning_share_words(is, MLG_ZONE_ZIP, 1).text,
        mlg_zoning_share_words(was, MLG_ZONE_ZAC, 1).text, mlg_zoning_share_words(is, MLG_ZONE_ZAC, 1).text));
    return MLG_OK;
}

mlg_status mlg_study_zoning_reset(mlg_study *study, mlg_error *err)
{
    return mlg_db_exec(study->db,
                       "DELETE FROM scenario; DELETE FROM scenario_changement; DELETE FROM zonage_scenario;"
                       "DELETE FROM zonage_transition; DELETE FROM zonage_jauge; DELETE FROM zonage_aide;"
                       "DELETE FROM zonage_voisin; DELETE FROM zonage_seuil; DELETE FROM zonage_rang",
                       err);
}

mlg_status mlg_study_zoning_compare(mlg_study *study, const char *a, const char *b, bool force, bool filed,
                                    mlg_text *summary, mlg_error *err)
{
    const char *const names[] = { a, b };
    job j = { .study = study };
    mlg_status st = compare(&j, names, force, filed, summary, err);
    mlg_zoning_scenario_release(&j.side[0]);
    mlg_zoning_scenario_release(&j.side[1]);
    mlg_zoning_assignment_release(&j.in_force);
    mlg_zoning_units_release(&j.units);
    return st;
}
