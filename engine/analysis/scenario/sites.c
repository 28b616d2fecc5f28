/* Sites that open, close or move; what changes of one that stays is in running.c. */
#include "adapters/crs.h"
#include "analysis/scenario/inner.h"
#include "base/length.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Category of the facilities that a scenario opens for a service; NULL: its sites are communes with supply. */
static const char *category_of(const mlg_scenario_job *j, const char *service)
{
    const mlg_config_service *spec = mlg_find_service(j->study, service);
    return spec && spec->categories_count > 0 ? spec->categories[0] : NULL;
}

/* ---- where a site stands ------------------------------------------------------------------------------------ */

typedef struct {
    int32_t place; /* its commune */
    bool located;  /* x and y are given */
    double x, y;   /* in the coordinates of the study */
} spot;

static mlg_status locate(spot *at, const mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    mlg_transform *transform = NULL;
    size_t failed = 0;
    MLG_TRY(mlg_rules_number(&at->x, node, "lon", (double)NAN, err));
    MLG_TRY(mlg_rules_number(&at->y, node, "lat", (double)NAN, err));
    at->located = !isnan(at->x) && !isnan(at->y);
    if (isnan(at->x) != isnan(at->y))
        return mlg_fail(err, MLG_INPUT, "%s: give both 'lon' and 'lat', in degrees", node->where);
    if (!at->located)
        return MLG_OK;
    if (!(fabs(at->x) <= 180) || !(fabs(at->y) <= 90))
        return mlg_fail(err, MLG_INPUT, "%s: %g, %g are not a longitude and latitude in degrees", node->where,
                        at->x, at->y);
    MLG_TRY(mlg_transform_epsg(&transform, 4326, j->study->epsg, err));
    mlg_transform_points(transform, &at->x, &at->y, 1, &failed);
    mlg_transform_free(transform);
    double far = mlg_length(at->x - j->places.x_m[at->place], at->y - j->places.y_m[at->place]);
    if (failed == 0 && far <= 20000)
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: this point is not in %s", node->where, j->places.code[at->place]);
    mlg_hint(err, "it is %.0f km from the centre of the commune; 20 at most", far / 1000);
    return st;
}

static mlg_status bind_spot(mlg_stmt *stmt, const mlg_scenario_job *j, const spot *at, mlg_error *err)
{
    mlg_bind_text(stmt, ":insee_com", j->places.code[at->place]);
    mlg_bind_text(stmt, ":precision", at->located ? "adresse" : "commune");
    return at->located ? mlg_bind_point(stmt, ":geom", at->x, at->y, j->study->epsg, err) : MLG_OK;
}

/* ---- opening ------------------------------------------------------------------------------------------------ */

static mlg_status insert_facility(mlg_scenario_job *j, const char *category, const char *code, const char *label,
                                  const spot *at, const mlg_scenario_running *running, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/insert_facility", err));
    mlg_bind_text(stmt, ":code", code);
    mlg_bind_text(stmt, ":libelle", label);
    mlg_bind_text(stmt, ":categorie", category);
    mlg_bind_text(stmt, ":horaires", running->hours);
    mlg_bind_double(stmt, ":capacite", running->capacity);
    mlg_status st = bind_spot(stmt, j, at, err);
    if (st == MLG_OK)
        st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status open_site(mlg_scenario_job *j, const mlg_node *node, const char *service, mlg_error *err)
{
    const char *category = category_of(j, service), *name = mlg_rules_text(node, "name");
    char code[32];
    char after[160];
    spot at = { .place = MLG_NOWHERE };
    mlg_scenario_running running;
    double one;
    MLG_TRY(mlg_scenario_commune(&at.place, j, node, "commune", err));
    MLG_TRY(locate(&at, j, node, err));
    MLG_TRY(mlg_scenario_read_running(&running, j, node, service, err));
    const char *label = name ? name : j->places.label[at.place];
    snprintf(code, sizeof code, "scenario-%d", j->opened + 1);
    if (category) {
        j->opened++;
        MLG_TRY(insert_facility(j, category, code, label, &at, &running, err));
    } else if (at.located) {
        return mlg_fail(err, MLG_INPUT, "%s: sites of '%.40s' stand at the centre of communes, not at a point",
                        node->where, MLG_BRIEF(service, 40));
    } else {
        MLG_TRY(mlg_scenario_one(&one, j, service, at.place, err));
        MLG_TRY(mlg_scenario_insert(j, service, at.place, one, err));
    }
    mlg_scenario_say_running(after, sizeof after, "ouvert", &running);
    const mlg_scenario_note note = { .kind = "site",
                                     .service = service,
                                     .code = category ? code : j->places.code[at.place],
                                     .label = label,
                                     .to = j->places.code[at.place],
                                     .to_label = j->places.label[at.place],
                                     .after = after };
    return mlg_scenario_record(j, node, &note, true, err);
}

/* ---- the sites that an item names --------------------------------------------------------------------------- */

static mlg_status find_facilities(mlg_scenario_named *n, mlg_scenario_job *j, const char *category, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/select_facility", err));
    mlg_bind_text(stmt, ":categorie", category);
    mlg_bind_text(stmt, ":code", n->site);
    mlg_bind_text(stmt, ":insee_com", n->commune);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *label = mlg_column_text(stmt, 1), *hours = mlg_column_text(stmt, 3);
        bool labelled = label && *label;
        if (n->facilities++ > 0)
            continue;
        n->label = labelled ? mlg_arena_text(&j->arena, label) : NULL;
        n->now = (mlg_scenario_running){ mlg_arena_text(&j->arena, hours), mlg_column_double(stmt, 4) };
        if ((labelled && !n->label) || (hours && !n->now.hours))
            MLG_GO(mlg_fail_memory(err, "facilities", 0));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status count_supplies(mlg_scenario_named *n, mlg_scenario_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/count_supply", err));
    mlg_bind_text(stmt, ":service", n->service);
    mlg_bind_text(stmt, ":insee_com", n->commune);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK)
        n->supplies = mlg_column_double(stmt, 0);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_scenario_find_sites(mlg_scenario_named *n, mlg_scenario_job *j, const mlg_node *node,
                                   const char *service, mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(j->study, service);
    *n = (mlg_scenario_named){ .service = service, .site = mlg_rules_text(node, "site"), .place = MLG_NOWHERE };
    if (!n->site) {
        MLG_TRY(mlg_scenario_commune(&n->place, j, node, "commune", err));
        n->commune = j->places.code[n->place];
        MLG_TRY(count_supplies(n, j, err));
    }
    for (unsigned i = 0; spec && i < spec->categories_count; i++)
        MLG_TRY(find_facilities(n, j, spec->categories[i], err));
    if (n->supplies + n->facilities == 0 && n->site)
        return mlg_fail(err, MLG_INPUT, "%s: no site of '%.40s' has the code '%.40s'", node->where,
                        MLG_BRIEF(service, 40), MLG_BRIEF(n->site, 40));
    if (n->supplies + n->facilities == 0)
        return mlg_fail(err, MLG_INPUT, "%s: no site of '%.40s' is in %s", node->where, MLG_BRIEF(service, 40),
                        n->commune);
    return MLG_OK;
}

const char *mlg_scenario_sites_label(const mlg_scenario_named *n, const mlg_scenario_job *j)
{
    return n->label ? n->label : n->place >= 0 ? j->places.label[n->place] : NULL;
}

/* ---- closing ------------------------------------------------------------------------------------------------ */

static mlg_status delete_facilities(mlg_scenario_job *j, const char *category, const mlg_scenario_named *n,
                                    mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/delete_facility", err));
    mlg_bind_text(stmt, ":categorie", category);
    mlg_bind_text(stmt, ":code", n->site);
    mlg_bind_text(stmt, ":insee_com", n->commune);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status close_site(mlg_scenario_job *j, const mlg_node *node, const char *service, mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(j->study, service);
    mlg_scenario_named n;
    MLG_TRY(mlg_scenario_find_sites(&n, j, node, service, err));
    for (unsigned i = 0; spec && i < spec->categories_count; i++)
        MLG_TRY(delete_facilities(j, spec->categories[i], &n, err));
    if (n.supplies > 0)
        MLG_TRY(mlg_scenario_keep(j, service, n.place, 0, err));
    const mlg_scenario_note note = { .kind = "site",
                                     .service = service,
                                     .code = n.site ? n.site : n.commune,
                                     .label = mlg_scenario_sites_label(&n, j),
                                     .before = "ouvert",
                                     .after = "fermé" };
    return mlg_scenario_record(j, node, &note, true, err);
}

/* ---- moving ------------------------------------------------------------------------------------------------- */

static mlg_status move_facilities(mlg_scenario_job *j, const char *category, const char *code, const spot *at,
                                  mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/move_facility", err));
    mlg_bind_text(stmt, ":categorie", category);
    mlg_bind_text(stmt, ":code", code);
    mlg_status st = bind_spot(stmt, j, at, err);
    if (st == MLG_OK)
        st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* All the supply of a commune stands elsewhere. */
static mlg_status move_supply(mlg_scenario_job *j, const char *service, int32_t from, int32_t to, mlg_error *err)
{
    double units;
    MLG_TRY(mlg_scenario_supply(&units, j, service, from, err));
    MLG_TRY(mlg_scenario_keep(j, service, from, 0, err));
    return units > 0 ? mlg_scenario_insert(j, service, to, units, err) : MLG_OK;
}

static mlg_status move_site(mlg_scenario_job *j, const mlg_node *node, const char *service, mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(j->study, service);
    mlg_scenario_named n;
    spot at = { .place = MLG_NOWHERE };
    MLG_TRY(mlg_scenario_commune(&at.place, j, node, "to", err));
    MLG_TRY(locate(&at, j, node, err));
    MLG_TRY(mlg_scenario_find_sites(&n, j, node, service, err));
    if (n.facilities > 0 && !n.site)
        return mlg_fail(err, MLG_INPUT, "%s: give the code of the facility that moves, as in site: \"620000034\"",
                        node->where);
    if (n.supplies > 0 && at.located)
        return mlg_fail(err, MLG_INPUT, "%s: sites of '%.40s' stand at the centre of communes, not at a point",
                        node->where, MLG_BRIEF(service, 40));
    if (n.supplies > 0 && at.place == n.place)
        return mlg_fail(err, MLG_INPUT, "%s: 'to' is the commune that they leave", node->where);
    for (unsigned i = 0; n.site && spec && i < spec->categories_count; i++)
        MLG_TRY(move_facilities(j, spec->categories[i], n.site, &at, err));
    if (n.supplies > 0)
        MLG_TRY(move_supply(j, service, n.place, at.place, err));
    const mlg_scenario_note note = { .kind = "site",
                                     .service = service,
                                     .code = n.site ? n.site : n.commune,
                                     .label = mlg_scenario_sites_label(&n, j),
                                     .to = j->places.code[at.place],
                                     .to_label = j->places.label[at.place],
                                     .after = "déplacé" };
    return mlg_scenario_record(j, node, &note, true, err);
}

/* ---- an item ------------------------------------------------------------------------------------------------ */

mlg_status mlg_scenario_change_site(mlg_scenario_job *j, const mlg_node *node, mlg_error *err)
{
    static const struct {
        const char *verb, *keys;
        mlg_status (*make)(mlg_scenario_job *, const mlg_node *, const char *, mlg_error *);
    } verbs[] = {
        { "open", "open|commune|lon|lat|name|hours|capacity|from|until|reason|source", open_site },
        { "close", "close|commune|site|from|until|reason|source", close_site },
        { "move", "move|commune|site|to|lon|lat|from|until|reason|source", move_site },
        { "change", "change|commune|site|hours|capacity|from|until|reason|source", mlg_scenario_change_running },
    };
    enum { VERBS = sizeof verbs / sizeof *verbs };
    int which = -1;
    const char *service;
    for (int k = 0; k < VERBS; k++)
        if (mlg_node_child(node, verbs[k].verb))
            which = which < 0 ? k : VERBS;
    if (which < 0 || which == VERBS)
        return mlg_fail(err, MLG_INPUT,
                        "%s: give one of 'open', 'close', 'move' and 'change', with the name of a service",
                        node->where);
    MLG_TRY(mlg_rules_keys(node, verbs[which].keys, err));
    MLG_TRY(mlg_scenario_service(&service, j, node, verbs[which].verb, err));
    return verbs[which].make(j, node, service, err);
}
