/* The layer of communes, thresholds over the territory, and who passes them. */
#include "analysis/common/profession.h"
#include "analysis/compare/stage_inner.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

/* ---- thresholds ------------------------------------------------------------------------------------------------ */

static const char *unit_of(const mlg_compared_measure *m)
{
    if (m->minutes)
        return "min";
    const mlg_profession *p = mlg_profession_of(m->service);
    return p && p->consultations ? "par an et habitant standardisé" : "ETP pour 100 000";
}

static mlg_status write_threshold(mlg_stmt *stmt, const mlg_compared_measure *m, const mlg_differences *d,
                                  mlg_error *err)
{
    mlg_bind_text(stmt, ":service", m->service);
    mlg_bind_text(stmt, ":mesure", m->name);
    mlg_bind_text(stmt, ":sens", m->minutes ? "au-dela" : "sous");
    mlg_bind_text(stmt, ":unite", unit_of(m));
    mlg_bind_double(stmt, ":seuil_avant", m->threshold[0]);
    mlg_bind_double(stmt, ":seuil", m->threshold[1]);
    mlg_bind_int(stmt, ":communes_avant", d->places_lacking_before);
    mlg_bind_int(stmt, ":communes", d->places_lacking_after);
    mlg_bind_double(stmt, ":population_avant", d->lacking_before);
    mlg_bind_double(stmt, ":population", d->lacking_after);
    mlg_bind_int(stmt, ":communes_tombent", d->places_falling);
    mlg_bind_double(stmt, ":tombent", d->falling);
    mlg_bind_int(stmt, ":communes_sortent", d->places_leaving);
    mlg_bind_double(stmt, ":sortent", d->leaving);
    mlg_bind_double(stmt, ":inconnus", d->unknown);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_crossings(mlg_stmt *stmt, const mlg_compare_job *j, const mlg_compared_measure *m,
                                  mlg_error *err)
{
    const mlg_difference_input input = mlg_compared_input(j, m);
    mlg_bind_text(stmt, ":service", m->service);
    mlg_bind_text(stmt, ":mesure", m->name);
    mlg_bind_double(stmt, ":seuil", m->threshold[1]);
    for (int32_t i = 0; i < j->count; i++) {
        mlg_crossing crossing = mlg_crossing_of(&input, i);
        if (crossing != MLG_CROSSING_FALLS && crossing != MLG_CROSSING_LEAVES)
            continue;
        mlg_bind_text(stmt, ":insee_com", j->commune[i].code);
        mlg_bind_text(stmt, ":libelle", j->commune[i].label);
        mlg_bind_text(stmt, ":lib_epci", j->commune[i].epci_label);
        mlg_bind_double(stmt, ":population", j->persons[1][i]);
        mlg_bind_double(stmt, ":avant", mlg_compared_shown(m->value[0][i]));
        mlg_bind_double(stmt, ":apres", mlg_compared_shown(m->value[1][i]));
        mlg_bind_text(stmt, ":passage", crossing == MLG_CROSSING_FALLS ? "tombe" : "sort");
        MLG_TRY(mlg_stmt_run(stmt, err));
    }
    return MLG_OK;
}

static mlg_status write_thresholds(mlg_compare_job *j, mlg_error *err)
{
    mlg_stmt *head = NULL, *line = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_db_query(&head, j->study->db, "compare/insert_threshold", err));
    MLG_GO(mlg_db_query(&line, j->study->db, "compare/insert_crossing", err));
    for (int32_t k = 0; k < j->measures; k++) {
        const mlg_compared_measure *m = &j->measure[k];
        const mlg_difference_input input = mlg_compared_input(j, m);
        mlg_differences d;
        if (!mlg_compared_has_threshold(m))
            continue;
        MLG_GO(mlg_differences_of(&d, 1, &input, NULL, NULL, err));
        if (d.unknown >= d.persons && d.persons > 0) /* not known in one of the two */
            continue;
        MLG_GO(write_threshold(head, m, &d, err));
        MLG_GO(write_crossings(line, j, m, err));
    }
done:
    mlg_stmt_free(head);
    mlg_stmt_free(line);
    return st;
}

/* ---- the layer --------------------------------------------------------------------------------------------------- */

const mlg_layer_measure mlg_layer_measures[MLG_LAYER_MEASURES] = {
    { "gp", "apl", ":apl_avant", ":apl_ecart", "APL" },
    { "gp", "temps", ":t_gp_avant", ":t_gp_ecart", "généraliste" },
    { "pharmacy", "temps", ":t_pharma_avant", ":t_pharma_ecart", "pharmacie" },
    { "emergency", "temps", ":t_urgence_avant", ":t_urgence_ecart", "urgences" },
};

void mlg_compare_say_crossing(mlg_text *words, const mlg_difference_input *input, int32_t place,
                              const char *measure)
{
    mlg_crossing crossing = mlg_crossing_of(input, place);
    if (crossing == MLG_CROSSING_FALLS || crossing == MLG_CROSSING_LEAVES)
        mlg_text_printf(words, "%s%s : %s", words->length ? " ; " : "", measure,
                        crossing == MLG_CROSSING_FALLS ? "passe du mauvais côté du seuil"
                                                       : "repasse du bon côté du seuil");
}

typedef struct {
    const mlg_compared_measure *measure[MLG_LAYER_MEASURES]; /* NULL: not in the second result */
    mlg_text words;
} layer;

static void say_crossings(layer *l, const mlg_compare_job *j, int32_t i)
{
    mlg_text_clear(&l->words);
    for (int k = 0; k < MLG_LAYER_MEASURES; k++) {
        if (!l->measure[k])
            continue;
        const mlg_difference_input input = mlg_compared_input(j, l->measure[k]);
        mlg_compare_say_crossing(&l->words, &input, i, mlg_layer_measures[k].words);
    }
}

static void bind_values(mlg_stmt *stmt, const layer *l, int32_t i)
{
    for (int k = 0; k < MLG_LAYER_MEASURES; k++) {
        const mlg_compared_measure *m = l->measure[k];
        double was = m ? mlg_compared_shown(m->value[0][i]) : (double)NAN;
        double is = m ? mlg_compared_shown(m->value[1][i]) : (double)NAN;
        mlg_bind_double(stmt, mlg_layer_measures[k].before, was);
        mlg_bind_double(stmt, mlg_layer_measures[k].change, is - was);
    }
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

/* Whether the row written for all communes is that of this one. l->words are those of the commune. */
static bool is_unchanged(const layer *l, const mlg_compare_job *j, int32_t i)
{
    const mlg_compared *c = &j->commune[i];
    bool same = l->words.length == 0 && same_text(c->zone[0], c->zone[1]) &&
                same_number(c->persons[0], c->persons[1]) && same_number(c->gp[0], c->gp[1]) &&
                same_number(c->desert[0], c->desert[1]);
    for (int k = 0; k < MLG_LAYER_MEASURES && same; k++) {
        const mlg_compared_measure *m = l->measure[k];
        same = same_number(c->shown[k], m ? mlg_compared_shown(m->value[0][i]) : (double)NAN) &&
               same_number(c->shown[k], m ? mlg_compared_shown(m->value[1][i]) : (double)NAN);
    }
    return same;
}

static mlg_status write_commune(mlg_stmt *stmt, layer *l, const mlg_compare_job *j, int32_t i, mlg_error *err)
{
    const mlg_compared *c = &j->commune[i];
    say_crossings(l, j, i);
    MLG_TRY(mlg_text_status(&l->words, err));
    if (is_unchanged(l, j, i))
        return MLG_OK;
    bind_values(stmt, l, i);
    mlg_bind_text(stmt, ":insee_com", c->code);
    mlg_bind_double(stmt, ":population_avant", c->persons[0]);
    mlg_bind_double(stmt, ":nb_gp_avant", c->gp[0]);
    mlg_bind_text(stmt, ":zonage_avant", c->zone[0]);
    mlg_bind_double(stmt, ":desert_avant", c->desert[0]);
    mlg_bind_text(stmt, ":passage", l->words.length ? l->words.data : NULL);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_communes(mlg_compare_job *j, layer *l, mlg_error *err)
{
    mlg_stmt *change = NULL, *drop = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_db_query(&change, j->study->db, "compare/update_commune", err));
    MLG_GO(mlg_db_query(&drop, j->study->db, "compare/delete_commune", err));
    for (int32_t i = 0; st == MLG_OK && i < j->count; i++) {
        if (j->commune[i].held) {
            st = write_commune(change, l, j, i, err);
            continue;
        }
        mlg_bind_text(drop, ":insee_com", j->commune[i].code);
        st = mlg_stmt_run(drop, err);
    }
done:
    mlg_stmt_free(change);
    mlg_stmt_free(drop);
    return st;
}

/* All rows are written by one statement, as if nothing had changed: one row at a time costs several times more. */
mlg_status mlg_compare_communes(mlg_compare_job *j, mlg_error *err)
{
    layer l = { .words = { 0 } };
    MLG_TRY(write_thresholds(j, err));
    for (int k = 0; k < MLG_LAYER_MEASURES; k++)
        l.measure[k] = mlg_compared_measure_of(j, mlg_layer_measures[k].service, mlg_layer_measures[k].name);
    MLG_TRY(mlg_db_hold_index(j->study->db, "comparaison", err));
    MLG_TRY(mlg_study_do(j->study, "compare/insert_communes", err));
    mlg_status st = write_communes(j, &l, err);
    mlg_text_release(&l.words);
    return st == MLG_OK ? mlg_db_copy_index(j->study->db, "comparaison", "acces_commune", err) : st;
}
