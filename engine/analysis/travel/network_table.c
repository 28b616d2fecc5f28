/* The table reseau: what was kept, left out or not understood when the road network was read. */
#include "analysis/travel/model_inner.h"

/* The words are terms of the tables (output/tables/terms.c). Rows of 0 are written too: that nothing was left out
 * is worth knowing. */
typedef struct figure {
    const char *element, *effect;
    int64_t count;
} figure;

static mlg_status write_figures(mlg_study *study, const figure *figures, size_t n, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/insert_network", err));
    for (size_t i = 0; i < n && st == MLG_OK; i++) {
        mlg_bind_text(stmt, ":element", figures[i].element);
        mlg_bind_int(stmt, ":nombre", figures[i].count);
        mlg_bind_text(stmt, ":effet", figures[i].effect);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status note_rows(mlg_study *study, const mlg_graph_report *r, mlg_error *err)
{
    mlg_stmt *stmt;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/update_rows", err));
    mlg_bind_text(stmt, ":source", "travel.osm");
    mlg_bind_int(stmt, ":lues", r->ways + r->notes.closed_ways);
    mlg_bind_int(stmt, ":gardees", r->ways);
    mlg_bind_int(stmt, ":rejetees", r->notes.closed_ways);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_roads_write_network(mlg_study *study, const mlg_graph_report *r, mlg_error *err)
{
    const mlg_road_notes *n = &r->notes;
    const figure figures[] = {
        { "voies retenues", NULL, r->ways },
        { "voies fermées à ce mode de déplacement", "laissées de côté", n->closed_ways },
        { "voies coupées au bord de l’extrait", "raccourcies là où leurs points manquent", r->ways_cut },
        { "points de voies absents de l’extrait", NULL, r->nodes_missing },
        { "barrières fermées", "coupent la voie", r->barriers },
        { "barrières d’un type inconnu du profil", "suivent sa règle générale", n->unknown_barriers },
        { "barrières ouvertes aux seuls riverains", "fermées au transit", n->limited_barriers },
        { "droits d’accès non compris", "voie tenue pour ouverte", n->unknown_access },
        { "sens de circulation non compris", "voie tenue pour à double sens", n->unknown_oneway },
        { "vitesses limites non comprises", "vitesse de la catégorie de voie", n->unknown_maxspeed },
        { "durées de ferry non comprises ou incomplètes", "vitesse du profil", n->unknown_duration },
        { "accès ou limites selon l’heure", "non lus", n->conditional },
        { "interdictions de tourner appliquées", NULL, r->restrictions },
        { "interdictions de tourner hors du réseau", "sans effet", r->restrictions_unplaced },
        { "interdictions de tourner selon l’heure", "non appliquées", n->conditional_turns },
        { "interdictions de tourner mal décrites", "non appliquées", n->odd_restrictions },
        { "carrefours sans demi-tour", "voisins d’une interdiction de tourner", r->guarded },
        { "tronçons interdits au transit", "ouverts à qui en part ou s’y rend", r->limited },
        { "parties du réseau sans lien entre elles", "un îlot n’est atteint que par ce qui y mène",
          r->components },
    };
    MLG_TRY(write_figures(study, figures, sizeof figures / sizeof *figures, err));
    return note_rows(study, r, err);
}
