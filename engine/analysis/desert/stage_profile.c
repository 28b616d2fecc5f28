/* What a rule of deserts says beside flags and areas: combinations, typologies, clusters, vulnerability, doctors of the areas. */
#include "analysis/access/two_step.h"
#include "analysis/common/places.h"
#include "analysis/desert/moran.h"
#include "analysis/desert/stage_rules.h"
#include "analysis/travel/model.h"
#include "analysis/zoning/derive.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double total_persons(const mlg_desert_rule *r)
{
    double sum = 0;
    for (int32_t i = 0; i < r->units; i++)
        sum += r->persons[i];
    return sum;
}

/* ---- combinations ------------------------------------------------------------------------------------------------ */

/* Every combination of up to three criteria; of more, those that are met. */
static mlg_status write_combinations(const mlg_desert_rule *r, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double all = total_persons(r);
    char words[512];
    MLG_TRY(mlg_db_query(&stmt, r->study->db, "desert/insert_combination", err));
    mlg_status st = MLG_OK;
    for (unsigned set = 0; set < 1u << r->count && st == MLG_OK; set++) {
        double persons = 0;
        int32_t communes = 0;
        for (int32_t i = 0; i < r->units; i++)
            if (r->flags[i] == set) {
                persons += r->persons[i];
                communes++;
            }
        if (communes == 0 && r->count > 3)
            continue;
        mlg_desert_rule_words(words, sizeof words, r, (uint16_t)set);
        mlg_bind_int(stmt, ":combinaison", set);
        mlg_bind_text(stmt, ":libelle", *words ? words : "aucun manque");
        mlg_bind_int(stmt, ":nb_communes", communes);
        mlg_bind_double(stmt, ":population", persons);
        mlg_bind_double(stmt, ":part", all > 0 ? 100 * persons / all : (double)NAN);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- clusters ----------------------------------------------------------------------------------------------------- */

typedef struct {
    double *local, *p, *apl;
    uint8_t *quadrant;
    int32_t *from, *to, pairs;
} clusters;

static mlg_status find_clusters(clusters *c, const mlg_desert_rule *r, double *limit, mlg_error *err)
{
    const mlg_config_clusters *ask = r->study->config->deserts->clusters;
    const char *many, *which;
    size_t n = (size_t)r->units;
    double permutations = ask->permutations ? *ask->permutations : 999, seed = ask->seed ? *ask->seed : 1, global,
           rate;
    const char *defaults = "defaut: Anselin 1995 ; Benjamini et Hochberg 1995";
    bool known;
    many = ask->permutations ? "etude" : defaults;
    MLG_TRY(MLG_NEW(&c->local, n, "clusters", err));
    MLG_TRY(MLG_NEW(&c->p, n, "clusters", err));
    MLG_TRY(MLG_NEW(&c->apl, n, "clusters", err));
    MLG_TRY(MLG_NEW(&c->quadrant, n, "clusters", err));
    MLG_TRY(mlg_desert_figure(c->apl, &known, r->study, "apl", r->units, r->insee, err));
    MLG_TRY(mlg_study_borders(&c->from, &c->to, &c->pairs, r->study, r->units, r->insee, err));
    mlg_moran_input in = { r->units,       c->apl,           c->pairs, c->from, c->to, (int32_t)permutations,
                           (uint64_t)seed, r->study->threads };
    MLG_TRY(mlg_while(err, mlg_moran(&in, c->local, c->p, c->quadrant, &global, err), "%s",
                      mlg_study_file_where(r->study->file, "deserts.clusters")));
    rate = mlg_study_number(ask->rate, 0.05, defaults, &which);
    MLG_TRY(mlg_false_discovery(limit, r->units, c->p, rate, err));
    MLG_TRY(mlg_study_note_number(r->study, "desert", "grappes.permutations", permutations,
                                  "tirages conditionnels", many, err));
    MLG_TRY(mlg_study_note_number(r->study, "desert", "grappes.graine", seed, NULL, ask->seed ? "etude" : "defaut",
                                  err));
    MLG_TRY(mlg_study_note_number(r->study, "desert", "grappes.fausses_decouvertes", rate, "part", which, err));
    MLG_TRY(mlg_study_note_number(r->study, "desert", "grappes.p_limite", *limit, "p d’un côté", "calcul", err));
    return mlg_study_note_number(r->study, "desert", "grappes.moran", global,
                                 "I global, voisines de même frontière", "calcul", err);
}

static mlg_status write_clusters(const mlg_desert_rule *r, mlg_error *err)
{
    static const char *const kinds[] = { NULL, "haut-haut", "bas-haut", "bas-bas", "haut-bas" };
    clusters c = { 0 };
    mlg_stmt *stmt = NULL;
    double limit = 0;
    mlg_status st;
    if (!r->study->config->deserts->clusters)
        return MLG_OK;
    MLG_GO(find_clusters(&c, r, &limit, err));
    MLG_GO(mlg_db_query(&stmt, r->study->db, "desert/insert_cluster", err));
    for (int32_t i = 0; i < r->units; i++) {
        if (c.quadrant[i] == MLG_NO_CLUSTER)
            continue;
        mlg_bind_text(stmt, ":insee_com", r->insee[i]);
        mlg_bind_text(stmt, ":libelle", r->label[i]);
        mlg_bind_double(stmt, ":apl", c.apl[i]);
        mlg_bind_double(stmt, ":moran", c.local[i]);
        mlg_bind_double(stmt, ":p", c.p[i]);
        mlg_bind_text(stmt, ":genre", kinds[c.quadrant[i]]);
        mlg_bind_int(stmt, ":retenue", limit > 0 && c.p[i] <= limit);
        MLG_GO(mlg_stmt_run(stmt, err));
    }
done:
    mlg_stmt_free(stmt);
    free(c.local);
    free(c.p);
    free(c.apl);
    free(c.quadrant);
    free(c.from);
    free(c.to);
    return st;
}

/* ---- vulnerability ----------------------------------------------------------------------------------------------- */

enum { MOST_FIGURES = 16 };

typedef struct {
    mlg_rules file;
    int32_t count;
    const char *label[MOST_FIGURES];
    double *value[MOST_FIGURES], weight[MOST_FIGURES], *rank, *score;
    bool high[MOST_FIGURES];
    int32_t *order;
} vulnerability;

static void release_vulnerability(vulnerability *v)
{
    for (int32_t f = 0; f < v->count; f++)
        free(v->value[f]);
    free(v->rank);
    free(v->score);
    free(v->order);
    mlg_rules_close(&v->file);
}

/* A figure nobody gives is left out, and said. */
static mlg_status read_figure(vulnerability *v, const mlg_desert_rule *r, const mlg_node *item, mlg_error *err)
{
    const char *name, *side, *label = mlg_rules_text(item, "label");
    char note[96];
    double weight;
    bool known;
    MLG_TRY(mlg_rules_keys(item, "value|fragile|weight|label", err));
    MLG_TRY(mlg_rules_need(&name, item, "value", err));
    MLG_TRY(mlg_rules_need(&side, item, "fragile", err));
    MLG_TRY(mlg_rules_number(&weight, item, "weight", 1, err));
    if (v->count == MOST_FIGURES || (strcmp(side, "low") != 0 && strcmp(side, "high") != 0))
        return mlg_fail(err, MLG_INPUT, "%s: 'fragile' is low or high, and %d figures at most", item->where,
                        (int)MOST_FIGURES);
    MLG_TRY(MLG_NEW(&v->value[v->count], (size_t)r->units, "a figure", err));
    int32_t f = v->count++;
    MLG_TRY(mlg_desert_figure(v->value[f], &known, r->study, name, r->units, r->insee, err));
    snprintf(note, sizeof note, "vulnerabilite.%s", name);
    if (!known) {
        free(v->value[f]);
        v->value[--v->count] = NULL;
        return mlg_study_note(r->study, "desert", note, "aucune source", NULL, "laissé de côté", err);
    }
    v->label[f] = label ? label : name;
    v->weight[f] = weight;
    v->high[f] = strcmp(side, "high") == 0;
    return mlg_study_note_number(r->study, "desert", note, weight, "poids", mlg_rules_text(v->file.root, "title"),
                                 err);
}

static mlg_status write_score(mlg_stmt *head, mlg_stmt *line, const vulnerability *v, const mlg_desert_rule *r,
                              int32_t i, mlg_error *err)
{
    int known = 0;
    for (int32_t f = 0; f < v->count; f++) {
        double rank = v->rank[(size_t)f * (size_t)r->units + (size_t)i];
        known += !isnan(rank);
        mlg_bind_text(line, ":insee_com", r->insee[i]);
        mlg_bind_text(line, ":indicateur", v->label[f]);
        mlg_bind_double(line, ":valeur", v->value[f][i]);
        mlg_bind_double(line, ":rang", rank);
        mlg_bind_double(line, ":poids", v->weight[f]);
        MLG_TRY(mlg_stmt_run(line, err));
    }
    mlg_bind_text(head, ":insee_com", r->insee[i]);
    mlg_bind_text(head, ":libelle", r->label[i]);
    mlg_bind_double(head, ":population", r->persons[i]);
    mlg_bind_double(head, ":score", v->score[i]);
    mlg_bind_double(head, ":rang", v->order[i] > 0 ? (double)v->order[i] : (double)NAN);
    mlg_bind_int(head, ":connus", known);
    mlg_bind_int(head, ":en_desert", r->inside[i]);
    return mlg_stmt_run(head, err);
}

static mlg_status read_vulnerability(vulnerability *v, const mlg_desert_rule *r, mlg_error *err)
{
    const char *ask = r->study->config->deserts->vulnerability;
    char *path = NULL;
    if (mlg_rules_is_file(ask))
        MLG_TRY(mlg_study_file_resolve(&path, r->study->file, r->study->data_folder, ask, err));
    mlg_status st = mlg_rules_open(&v->file, path ? path : ask, "vulnerability", err);
    free(path);
    MLG_TRY(st);
    MLG_TRY(mlg_rules_keys(v->file.root, "kind|title|source|figures", err));
    const mlg_node *list = mlg_node_child(v->file.root, "figures");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next)
        MLG_TRY(read_figure(v, r, item, err));
    MLG_TRY(MLG_NEW(&v->rank, (size_t)v->count * (size_t)r->units, "ranks", err));
    MLG_TRY(MLG_NEW(&v->score, (size_t)r->units, "scores", err));
    MLG_TRY(MLG_NEW(&v->order, (size_t)r->units, "scores", err));
    MLG_TRY(mlg_vulnerability(r->units, v->count, (const double *const *)v->value, v->weight, v->high, v->rank,
                              v->score, err));
    return mlg_zoning_rank(r->units, v->score, true, v->order, err);
}

static mlg_status write_vulnerability(const mlg_desert_rule *r, mlg_error *err)
{
    vulnerability v = { 0 };
    mlg_stmt *head = NULL, *line = NULL;
    mlg_status st;
    if (!r->study->config->deserts->vulnerability)
        return MLG_OK;
    MLG_GO(read_vulnerability(&v, r, err));
    MLG_GO(mlg_db_query(&head, r->study->db, "desert/insert_vulnerability", err));
    MLG_GO(mlg_db_query(&line, r->study->db, "desert/insert_vulnerability_rank", err));
    for (int32_t i = 0; i < r->units; i++)
        MLG_GO(write_score(head, line, &v, r, i, err));
done:
    mlg_stmt_free(head);
    mlg_stmt_free(line);
    release_vulnerability(&v);
    return st;
}

/* ---- areas --------------------------------------------------------------------------------------------------------- */

/* The communes of each area, then its doctors by age and its social markers. */
static mlg_status write_zones(const mlg_desert_rule *r, const mlg_study_areas *areas, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, r->study->db, "desert/insert_member", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < r->units && st == MLG_OK; i++) {
        if (areas->area_of[i] < 0)
            continue;
        mlg_bind_text(stmt, ":insee_com", r->insee[i]);
        mlg_bind_text(stmt, ":zone", r->insee[areas->area[areas->area_of[i]].largest]);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st == MLG_OK ? mlg_study_do(r->study, "desert/insert_zones", err) : st;
}

/* Nearest commune with a doctor and out of any area, in minutes from the largest of the area. */
static mlg_status relieve(const mlg_desert_rule *r, const mlg_study_areas *areas, const mlg_places *places,
                          mlg_travel *travel, const double *gp, mlg_stmt *stmt, mlg_error *err)
{
    mlg_travel_scratch *scratch = NULL;
    mlg_status st = mlg_travel_scratch_new(&scratch, travel, err);
    for (int32_t a = 0; a < areas->count && st == MLG_OK; a++) {
        mlg_row row;
        int32_t best = -1, best_ds = MLG_UNREACHABLE;
        st = mlg_travel_row(travel, a, mlg_minutes_to_ds(60), scratch, &row, err);
        for (int32_t k = 0; st == MLG_OK && k < row.count; k++) {
            int32_t p = row.place[k];
            if (gp[p] > 0 && row.time_ds[k] < best_ds) {
                best = p;
                best_ds = row.time_ds[k];
            }
        }
        if (st != MLG_OK || best < 0)
            continue;
        mlg_bind_text(stmt, ":commune", r->insee[areas->area[a].largest]);
        mlg_bind_text(stmt, ":relais", places->code[best]);
        mlg_bind_text(stmt, ":lib_relais", places->label[best]);
        mlg_bind_double(stmt, ":minutes", (double)best_ds / MLG_DS_PER_MIN);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_travel_scratch_free(scratch);
    return st;
}

/* Doctors by place, none in the communes of an area. */
static mlg_status count_doctors(double *gp, const mlg_desert_rule *r, const mlg_study_areas *areas,
                                const mlg_places *places, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, r->study->db, "catchment/select_doctors", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t p = mlg_places_find(places, mlg_column_text(stmt, 0));
        if (p >= 0)
            gp[p] = mlg_column_double(stmt, 1);
    }
    mlg_stmt_free(stmt);
    for (int32_t i = 0; i < r->units; i++) {
        int32_t p = areas->area_of[i] >= 0 ? mlg_places_find(places, r->insee[i]) : -1;
        if (p >= 0)
            gp[p] = 0;
    }
    return st;
}

static mlg_status write_reliefs(const mlg_desert_rule *r, const mlg_study_areas *areas, mlg_error *err)
{
    mlg_places places = { 0 };
    mlg_sites sites = { 0 };
    mlg_travel *travel = NULL;
    mlg_stmt *stmt = NULL;
    double *gp = NULL;
    mlg_status st = MLG_OK;
    if (areas->count == 0)
        return MLG_OK;
    MLG_GO(mlg_places_read(&places, r->study, err));
    for (int32_t a = 0; a < areas->count; a++)
        MLG_GO(
            mlg_sites_add_place(&sites, &places, mlg_places_find(&places, r->insee[areas->area[a].largest]), err));
    MLG_GO(mlg_study_travel(&travel, r->study, &places, &sites, err));
    MLG_GO(MLG_NEW(&gp, (size_t)places.count, "doctors", err));
    MLG_GO(count_doctors(gp, r, areas, &places, err));
    MLG_GO(mlg_db_query(&stmt, r->study->db, "desert/update_relief", err));
    st = relieve(r, areas, &places, travel, gp, stmt, err);
done:
    mlg_stmt_free(stmt);
    mlg_travel_free(travel);
    mlg_sites_release(&sites);
    mlg_places_release(&places);
    free(gp);
    return st;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------ */

mlg_status mlg_study_desert_rest(const mlg_desert_rule *rule, const mlg_study_areas *areas, mlg_error *err)
{
    MLG_TRY(write_combinations(rule, err));
    MLG_TRY(write_zones(rule, areas, err));
    MLG_TRY(mlg_study_do(rule->study, "desert/insert_typologies", err));
    MLG_TRY(write_reliefs(rule, areas, err));
    MLG_TRY(write_clusters(rule, err));
    return write_vulnerability(rule, err);
}
