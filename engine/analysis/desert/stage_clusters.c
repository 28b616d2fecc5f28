/* Clusters of communes whose accessibility is alike: local Moran statistics of the APL, table grappe. */
#include "analysis/desert/moran.h"
#include "analysis/desert/stage_rules.h"
#include "base/memory.h"

#include <math.h>

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
    double permutations = mlg_config_clusters_permutations(ask), seed = mlg_config_clusters_seed(ask), global,
           rate;
    const char *defaults = "defaut: Anselin 1995 ; Benjamini et Hochberg 1995";
    bool known;
    many = ask->permutations ? "etude" : defaults;
    MLG_TRY(MLG_NEW(&c->local, n, "clusters", err));
    MLG_TRY(MLG_NEW(&c->p, n, "clusters", err));
    MLG_TRY(MLG_NEW(&c->apl, n, "clusters", err));
    MLG_TRY(MLG_NEW(&c->quadrant, n, "clusters", err));
    MLG_TRY(mlg_desert_figure(c->apl, NULL, &known, r->study, "apl", r->units, r->insee, err));
    MLG_TRY(mlg_study_borders(&c->from, &c->to, &c->pairs, r->study, r->units, r->insee, err));
    mlg_moran_input in = { r->units,       c->apl,           c->pairs, c->from, c->to, (int32_t)permutations,
                           (uint64_t)seed, r->study->threads };
    MLG_TRY(mlg_while(err, mlg_moran(&in, c->local, c->p, c->quadrant, &global, err), "%s",
                      mlg_study_file_where(r->study->file, "deserts.clusters")));
    rate = mlg_study_number(ask->rate, mlg_config_clusters_rate(ask), defaults, &which);
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

mlg_status mlg_desert_write_clusters(const mlg_desert_rule *r, mlg_error *err)
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
