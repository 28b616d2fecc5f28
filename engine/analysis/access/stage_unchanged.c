#include "analysis/access/stage_unchanged.h"

#include "adapters/yaml/tree.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/travel/model.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

bool mlg_access_may_stay(const mlg_study *study)
{
    static const char *const keys[] = { "study", "population", "roads" };
    if (!study->before || !study->scenario_root || !mlg_study_has_model(study, "crow") ||
        study->config->modes_count > 0)
        return false;
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (mlg_node_child(study->scenario_root, keys[k]))
            return false;
    return true;
}

/* ---- sites -------------------------------------------------------------------------------------------------------- */

static bool is_same_site(const mlg_sites *a, const mlg_sites *b, int32_t j)
{
    return a->x_m[j] == b->x_m[j] && a->y_m[j] == b->y_m[j] && a->density[j] == b->density[j] &&
           a->place[j] == b->place[j];
}

mlg_status mlg_sites_stay(bool *same, mlg_study *study, const mlg_places *places, const char *service,
                          const mlg_sites *sites, mlg_error *err)
{
    mlg_study then = *study;
    mlg_sites before = { 0 };
    then.db = study->before;
    mlg_status st = mlg_sites_of_service(&before, &then, places, service, err);
    *same = st == MLG_OK && before.count == sites->count;
    for (int32_t j = 0; *same && j < sites->count; j++)
        *same = is_same_site(sites, &before, j);
    mlg_sites_release(&before);
    return st;
}

/* ---- supply ------------------------------------------------------------------------------------------------------- */

enum { MOST_CHANGED = 64 };

typedef struct {
    int32_t place[MOST_CHANGED], count; /* MOST_CHANGED + 1: too many */
} supplied;

static mlg_status find_changed(supplied *c, mlg_study *study, const mlg_places *places, const mlg_sites *sites,
                               const double *supply, const char *service, mlg_error *err)
{
    mlg_study then = *study;
    double *before = NULL, *after = NULL;
    mlg_status st = MLG_OK;
    then.db = study->before;
    c->count = 0;
    MLG_GO(mlg_study_supply_as(&before, &then, places, service, mlg_find_service(study, service), err));
    MLG_GO(MLG_NEW(&after, (size_t)places->count, "supply", err));
    for (int32_t j = 0; j < sites->count; j++)
        after[sites->place[j]] = supply[j];
    for (int32_t i = 0; i < places->count && c->count <= MOST_CHANGED; i++) {
        if (before[i] == after[i])
            continue;
        if (c->count < MOST_CHANGED)
            c->place[c->count] = i;
        c->count++;
    }
done:
    free(before);
    free(after);
    return st;
}

/* The longest straight line within the limit, whatever the densities. */
static mlg_status longest_line(double *metres, const mlg_study *study, int32_t limit_ds, mlg_error *err)
{
    mlg_crow_params params;
    MLG_TRY(mlg_study_crow_by_land(&params, study, err));
    *metres = 0;
    for (uint8_t level = 0; level < 8; level++)
        *metres = fmax(*metres, mlg_crow_reach_m(&params, limit_ds + 1, level, level));
    *metres = *metres * (1 + 1e-9) + 1;
    return MLG_OK;
}

static bool is_within(double x, double y, double to_x, double to_y, double metres)
{
    const double dx = to_x - x, dy = to_y - y;
    return dx * dx + dy * dy <= metres * metres;
}

static void mark_places(uint8_t *mark, const supplied *c, const mlg_places *places, double metres)
{
    for (int32_t k = 0; k < c->count; k++) {
        const double x = places->x_m[c->place[k]], y = places->y_m[c->place[k]];
        for (int32_t i = 0; i < places->count; i++)
            mark[i] |= is_within(x, y, places->x_m[i], places->y_m[i], metres);
    }
}

/* A site within reach of a marked place is within twice the reach of the changed one that marked it. */
static void mark_sites(double *mark, const supplied *c, const mlg_places *places, const mlg_sites *sites,
                       double metres)
{
    for (int32_t k = 0; k < c->count; k++) {
        const double x = places->x_m[c->place[k]], y = places->y_m[c->place[k]];
        for (int32_t j = 0; j < sites->count; j++)
            if (is_within(x, y, sites->x_m[j], sites->y_m[j], 2 * metres))
                mark[j] = 1;
    }
}

/* Whether supply in reach of nobody was found before: it would have to be counted again. */
static mlg_status was_unreached(bool *yes, mlg_study *study, mlg_error *err)
{
    double supply;
    MLG_TRY(mlg_db_number(&supply, study->before,
                          "SELECT CAST(valeur AS REAL) FROM parametre WHERE etape = 'access' AND nom = "
                          "'offre_sans_population'",
                          err));
    *yes = supply > 0;
    return MLG_OK;
}

mlg_status mlg_access_find_near(mlg_access_near *near, bool *few, mlg_study *study, const mlg_places *places,
                                const mlg_sites *sites, const double *supply, const char *service,
                                int32_t limit_ds, mlg_error *err)
{
    supplied c;
    double metres;
    bool unreached;
    *few = false;
    MLG_TRY(was_unreached(&unreached, study, err));
    if (unreached)
        return MLG_OK;
    MLG_TRY(find_changed(&c, study, places, sites, supply, service, err));
    if (c.count > MOST_CHANGED)
        return MLG_OK;
    MLG_TRY(longest_line(&metres, study, limit_ds, err));
    MLG_TRY(MLG_NEW(&near->place, (size_t)places->count, "places", err));
    MLG_TRY(MLG_NEW(&near->site, (size_t)sites->count, "sites", err));
    mark_places(near->place, &c, places, metres);
    mark_sites(near->site, &c, places, sites, metres);
    for (int32_t j = 0; j < sites->count; j++)
        if (!(supply[j] > 0))
            near->site[j] = 0;
    *few = true;
    return MLG_OK;
}

void mlg_access_near_release(mlg_access_near *near)
{
    free(near->place);
    free(near->site);
    *near = (mlg_access_near){ 0 };
}

/* ---- values ------------------------------------------------------------------------------------------------------- */

static bool differs(double a, double b)
{
    return isnan(a) ? !isnan(b) : a != b;
}

mlg_status mlg_study_update_values(mlg_study *study, const mlg_places *places, const char *service,
                                   const char *measure, const double *value, uint8_t *changed, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double *held = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_study_values(&held, study, places, service, measure, err));
    MLG_GO(mlg_db_query(&stmt, study->db, "access/update_value", err));
    mlg_bind_text(stmt, ":service", service);
    mlg_bind_text(stmt, ":mesure", measure);
    for (int32_t i = 0; i < places->count; i++) {
        if (!differs(held[i], value[i]))
            continue;
        changed[places->commune[i]] = 1;
        mlg_bind_text(stmt, ":code", places->code[i]);
        mlg_bind_double(stmt, ":valeur", value[i]);
        MLG_GO(mlg_stmt_run(stmt, err));
    }
done:
    mlg_stmt_free(stmt);
    free(held);
    return st;
}

mlg_status mlg_access_mark_doctors(uint8_t *changed, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_changed_doctors", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const int32_t place = mlg_places_find(places, mlg_column_text(stmt, 0));
        if (place >= 0)
            changed[place] = 1;
    }
    mlg_stmt_free(stmt);
    return st;
}
