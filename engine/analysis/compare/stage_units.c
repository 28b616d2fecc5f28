/* Differences by territory, group of communes, density, income, age and neighbourhood, and the indices of inequality. */
#include "analysis/compare/stage_inner.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a row --------------------------------------------------------------------------------------------------------- */

mlg_status mlg_compare_write_unit(mlg_stmt *stmt, const mlg_compared_unit *unit, const mlg_compared_measure *m,
                                  const mlg_differences *d, mlg_error *err)
{
    const bool threshold = mlg_compared_has_threshold(m);
    mlg_bind_text(stmt, ":maille", unit->level);
    mlg_bind_text(stmt, ":code", unit->code);
    mlg_bind_text(stmt, ":libelle", unit->label);
    mlg_bind_text(stmt, ":service", m->service);
    mlg_bind_text(stmt, ":mesure", m->name);
    mlg_bind_int(stmt, ":nb_communes", d->places);
    mlg_bind_double(stmt, ":population", d->persons);
    mlg_bind_double(stmt, ":avant", d->mean_before);
    mlg_bind_double(stmt, ":apres", d->mean_after);
    mlg_bind_double(stmt, ":ecart", d->mean_after - d->mean_before);
    mlg_bind_double(stmt, ":gagnent", d->gain);
    mlg_bind_double(stmt, ":perdent", d->lose);
    mlg_bind_double(stmt, ":inchanges", d->same);
    mlg_bind_double(stmt, ":inconnus", d->unknown);
    mlg_bind_double(stmt, ":sous_avant", threshold ? d->lacking_before : (double)NAN);
    mlg_bind_double(stmt, ":sous_apres", threshold ? d->lacking_after : (double)NAN);
    mlg_bind_double(stmt, ":tombent", threshold ? d->falling : (double)NAN);
    mlg_bind_double(stmt, ":sortent", threshold ? d->leaving : (double)NAN);
    return mlg_stmt_run(stmt, err);
}

/* ---- groups -------------------------------------------------------------------------------------------------------- */

/* Groups of one level: `group` of each commune, -1 in none; codes and labels by group. */
typedef struct {
    int32_t *group, count;
    const char **code, **label;
    mlg_differences *found;
} grouping;

static void release_grouping(grouping *g)
{
    free(g->group);
    free(g->code);
    free(g->label);
    free(g->found);
}

static mlg_status new_grouping(grouping *g, int32_t communes, mlg_error *err)
{
    *g = (grouping){ .count = 0 };
    MLG_TRY(MLG_NEW(&g->group, (size_t)communes, "groups", err));
    MLG_TRY(MLG_NEW(&g->code, (size_t)communes + 8, "groups", err));
    MLG_TRY(MLG_NEW(&g->label, (size_t)communes + 8, "groups", err));
    return MLG_NEW(&g->found, (size_t)communes + 8, "groups", err);
}

typedef struct {
    const char *code, *label;
    int32_t commune;
} member;

static int by_group(const void *left, const void *right)
{
    const member *a = left, *b = right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->commune > b->commune) - (a->commune < b->commune);
}

/* Communes are in the order of their codes: so are those of one territory, and of départements. */
static bool in_order(const member *members, int32_t count)
{
    for (int32_t k = 1; k < count; k++)
        if (by_group(&members[k - 1], &members[k]) > 0)
            return false;
    return true;
}

typedef const char *(*text_fn)(const mlg_compared *c);

static mlg_status group_by(grouping *g, const mlg_compare_job *j, text_fn code, text_fn label, mlg_error *err)
{
    member *members = NULL;
    int32_t count = 0;
    MLG_TRY(MLG_NEW(&members, (size_t)j->count, "groups", err));
    for (int32_t i = 0; i < j->count; i++) {
        g->group[i] = -1;
        if (code(&j->commune[i]))
            members[count++] = (member){ code(&j->commune[i]), label(&j->commune[i]), i };
    }
    if (!in_order(members, count))
        qsort(members, (size_t)count, sizeof *members, by_group);
    for (int32_t k = 0; k < count; k++) {
        if (k == 0 || strcmp(members[k].code, members[k - 1].code) != 0) {
            g->code[g->count] = members[k].code;
            g->label[g->count++] = members[k].label;
        }
        g->group[members[k].commune] = g->count - 1;
    }
    free(members);
    return MLG_OK;
}

static mlg_status write_groups(mlg_stmt *stmt, mlg_compare_job *j, const char *level, grouping *g,
                               const double *weight, mlg_error *err)
{
    for (int32_t k = 0; k < j->measures; k++) {
        const mlg_compared_measure *m = &j->measure[k];
        const mlg_difference_input input = mlg_compared_input(j, m);
        MLG_TRY(mlg_differences_of(g->found, g->count, &input, g->group, weight, err));
        for (int32_t u = 0; u < g->count; u++) {
            const mlg_compared_unit unit = { level, g->code[u], g->label[u] };
            MLG_TRY(mlg_compare_write_unit(stmt, &unit, m, &g->found[u], err));
        }
    }
    return MLG_OK;
}

/* ---- levels -------------------------------------------------------------------------------------------------------- */

static const char *whole_code(const mlg_compared *c)
{
    (void)c;
    return "territoire";
}

static const char *whole_label(const mlg_compared *c)
{
    (void)c;
    return "ensemble du territoire";
}

static const char *departement(const mlg_compared *c)
{
    return c->departement;
}

static const char *epci(const mlg_compared *c)
{
    return c->epci;
}

static const char *epci_label(const mlg_compared *c)
{
    return c->epci_label;
}

static const char *tvs(const mlg_compared *c)
{
    return c->tvs;
}

static const char *tvs_label(const mlg_compared *c)
{
    return c->tvs_label;
}

static const char *qpv_code(const mlg_compared *c)
{
    return c->has_qpv ? "avec" : "sans";
}

static const char *qpv_label(const mlg_compared *c)
{
    return c->has_qpv ? "communes avec un quartier prioritaire" : "communes sans quartier prioritaire";
}

static const char *density_code(const mlg_compared *c)
{
    static const char *const codes[] = { "1", "2", "3", "4", "5", "6", "7" };
    return c->density >= 1 && c->density <= 7 ? codes[c->density - 1] : NULL;
}

static const char *density_label(const mlg_compared *c)
{
    static const char *const words[] = { "grands centres urbains",
                                         "centres urbains intermédiaires",
                                         "petites villes",
                                         "ceintures urbaines",
                                         "bourgs ruraux",
                                         "rural à habitat dispersé",
                                         "rural à habitat très dispersé" };
    return words[c->density - 1];
}

/* Quintiles of the population by income of the commune: a commune belongs to the quintile of its median inhabitant. */
typedef struct {
    double income, persons;
    int32_t commune;
} earner;

static int by_income(const void *left, const void *right)
{
    const earner *a = left, *b = right;
    if (a->income != b->income)
        return a->income < b->income ? -1 : 1;
    return (a->commune > b->commune) - (a->commune < b->commune);
}

static mlg_status group_by_income(grouping *g, const mlg_compare_job *j, mlg_error *err)
{
    static const char *const codes[] = { "1", "2", "3", "4", "5" };
    static const char *const labels[] = { "cinquième le moins aisé", "deuxième cinquième", "troisième cinquième",
                                          "quatrième cinquième", "cinquième le plus aisé" };
    earner *earners = NULL;
    int32_t count = 0;
    double all = 0, sum = 0;
    MLG_TRY(MLG_NEW(&earners, (size_t)j->count, "incomes", err));
    for (int32_t i = 0; i < j->count; i++) {
        g->group[i] = -1;
        if (isnan(j->commune[i].income))
            continue;
        earners[count++] = (earner){ j->commune[i].income, j->persons[1][i], i };
        all += j->persons[1][i];
    }
    if (count > 0)
        qsort(earners, (size_t)count, sizeof *earners, by_income);
    for (int32_t k = 0; k < count && all > 0; k++) {
        int fifth = (int)floor(5 * (sum + earners[k].persons / 2) / all);
        g->group[earners[k].commune] = fifth < 5 ? fifth : 4;
        sum += earners[k].persons;
    }
    g->count = all > 0 ? 5 : 0;
    memcpy(g->code, codes, sizeof codes);
    memcpy(g->label, labels, sizeof labels);
    free(earners);
    return MLG_OK;
}

static mlg_status write_level(mlg_stmt *stmt, mlg_compare_job *j, const char *level, text_fn code, text_fn label,
                              mlg_error *err)
{
    grouping g;
    mlg_status st = new_grouping(&g, j->count, err);
    if (st == MLG_OK)
        st = code ? group_by(&g, j, code, label, err) : group_by_income(&g, j, err);
    if (st == MLG_OK && g.count > 0)
        st = write_groups(stmt, j, level, &g, NULL, err);
    release_grouping(&g);
    return st;
}

mlg_status mlg_compare_units(mlg_compare_job *j, mlg_error *err)
{
    static const struct {
        const char *level;
        text_fn code, label;
    } levels[] = {
        { "territoire", whole_code, whole_label },
        { "departement", departement, departement },
        { "epci", epci, epci_label },
        { "tvs", tvs, tvs_label },
        { "avec_qpv", qpv_code, qpv_label },
        { "densite", density_code, density_label },
        { "revenu", NULL, NULL },
    };
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "compare/insert_unit", err));
    mlg_status st = MLG_OK;
    for (size_t k = 0; st == MLG_OK && k < sizeof levels / sizeof *levels; k++)
        st = write_level(stmt, j, levels[k].level, levels[k].code, levels[k].label, err);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- ages ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    grouping all;   /* one group: the territory */
    double *weight; /* [communes] share of the people of the band */
    int from;
    char code[16], label[40];
    bool any;
} band;

static mlg_status write_band(mlg_stmt *insert, mlg_compare_job *j, band *b, mlg_error *err)
{
    b->all.code[0] = b->code;
    b->all.label[0] = b->label;
    b->all.count = 1;
    return b->any ? write_groups(insert, j, "age", &b->all, b->weight, err) : MLG_OK;
}

static void begin_band(band *b, const mlg_compare_job *j, mlg_stmt *stmt)
{
    b->from = (int)mlg_column_int(stmt, 0);
    b->any = true;
    memset(b->weight, 0, (size_t)j->count * sizeof *b->weight);
    snprintf(b->code, sizeof b->code, "%03d", b->from);
    if (mlg_column_is_null(stmt, 1))
        snprintf(b->label, sizeof b->label, "%d ans et plus", b->from);
    else
        snprintf(b->label, sizeof b->label, "%d à %d ans", b->from, (int)mlg_column_int(stmt, 1));
}

static mlg_status read_bands(mlg_stmt *stmt, mlg_stmt *insert, mlg_compare_job *j, band *b, mlg_error *err)
{
    bool row;
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        if (!b->any || (int)mlg_column_int(stmt, 0) != b->from) {
            MLG_TRY(write_band(insert, j, b, err));
            begin_band(b, j, stmt);
        }
        int32_t i = mlg_compared_find(j, mlg_column_text(stmt, 2));
        if (i >= 0 && j->persons[1][i] > 0)
            b->weight[i] = fmax(0, fmin(1, mlg_column_double(stmt, 3) / j->persons[1][i]));
    }
    return st == MLG_OK ? write_band(insert, j, b, err) : st;
}

mlg_status mlg_compare_ages(mlg_compare_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL, *insert = NULL;
    band b = { .weight = NULL };
    mlg_status st = MLG_OK;
    MLG_GO(new_grouping(&b.all, j->count, err));
    MLG_GO(MLG_NEW(&b.weight, (size_t)j->count, "ages", err));
    MLG_GO(mlg_db_query(&stmt, j->side[1], "compare/select_ages", err));
    MLG_GO(mlg_db_query(&insert, j->study->db, "compare/insert_unit", err));
    st = read_bands(stmt, insert, j, &b, err);
done:
    mlg_stmt_free(stmt);
    mlg_stmt_free(insert);
    free(b.weight);
    release_grouping(&b.all);
    return st;
}
