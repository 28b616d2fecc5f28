#include "analysis/common/places.h"

#include "base/among.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void mlg_places_release(mlg_places *places)
{
    free(places->code);
    free(places->label);
    free(places->x_m);
    free(places->y_m);
    free(places->density);
    free(places->population);
    free(places->given_std);
    free(places->in_territory);
    free(places->demand);
    free(places->commune);
    mlg_arena_release(&places->arena);
    *places = (mlg_places){ 0 };
}

mlg_status mlg_places_room(mlg_places *p, size_t n, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&p->code, n, "places", err));
    MLG_TRY(MLG_NEW(&p->label, n, "places", err));
    MLG_TRY(MLG_NEW(&p->x_m, n, "places", err));
    MLG_TRY(MLG_NEW(&p->y_m, n, "places", err));
    MLG_TRY(MLG_NEW(&p->density, n, "places", err));
    MLG_TRY(MLG_NEW(&p->population, n, "places", err));
    MLG_TRY(MLG_NEW(&p->given_std, n, "places", err));
    MLG_TRY(MLG_NEW(&p->demand, n, "places", err));
    MLG_TRY(MLG_NEW(&p->commune, n, "places", err));
    return MLG_NEW(&p->in_territory, n, "places", err);
}

/* Sets the commune of each square, once all places are known. */
static mlg_status take_place(mlg_places *p, const char **communes, mlg_stmt *stmt, mlg_error *err)
{
    int32_t i = p->count;
    p->code[i] = mlg_arena_text(&p->arena, mlg_column_text(stmt, 0));
    p->label[i] = mlg_arena_text(&p->arena, mlg_column_text(stmt, 1));
    communes[i] = mlg_arena_text(&p->arena, mlg_column_text(stmt, 8));
    if (!p->code[i] || !communes[i])
        return mlg_fail_memory(err, "places", 0);
    p->demand[i] = strcmp(mlg_column_text(stmt, 9), "centre") != 0;
    p->x_m[i] = mlg_column_double(stmt, 2);
    p->y_m[i] = mlg_column_double(stmt, 3);
    p->density[i] = (uint8_t)mlg_column_int(stmt, 4);
    p->population[i] = mlg_column_double(stmt, 5);
    p->given_std[i] = mlg_column_double(stmt, 6);
    p->in_territory[i] = (uint8_t)mlg_column_int(stmt, 7);
    p->count++;
    return MLG_OK;
}

/* ---- kept ------------------------------------------------------------------------------------------------------- */

enum { MOST_KEPT = 100000 }; /* some 10 MB */

void mlg_places_keep(mlg_study *study, mlg_places *places)
{
    if (!study->kept || study->kept->db || places->count > MOST_KEPT) {
        mlg_places_release(places);
        return;
    }
    *study->kept = (mlg_kept_places){ study->db, *places };
    *places = (mlg_places){ 0 };
}

/* Arrays of their own, which stages change, and the texts of those that are kept. */
static mlg_status copy_kept(mlg_places *p, const mlg_places *from, mlg_error *err)
{
    const size_t n = (size_t)from->count;
    *p = (mlg_places){ .count = from->count, .squares = from->squares };
    MLG_TRY(mlg_places_room(p, n, err));
    if (n == 0)
        return MLG_OK;
    memcpy(p->code, from->code, n * sizeof *p->code);
    memcpy(p->label, from->label, n * sizeof *p->label);
    memcpy(p->x_m, from->x_m, n * sizeof *p->x_m);
    memcpy(p->y_m, from->y_m, n * sizeof *p->y_m);
    memcpy(p->density, from->density, n * sizeof *p->density);
    memcpy(p->population, from->population, n * sizeof *p->population);
    memcpy(p->given_std, from->given_std, n * sizeof *p->given_std);
    memcpy(p->in_territory, from->in_territory, n * sizeof *p->in_territory);
    memcpy(p->demand, from->demand, n * sizeof *p->demand);
    memcpy(p->commune, from->commune, n * sizeof *p->commune);
    return MLG_OK;
}

/* ---- read ------------------------------------------------------------------------------------------------------- */

mlg_status mlg_places_read(mlg_places *places, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    const char **communes = NULL;
    double count;
    bool row;
    mlg_status st = MLG_OK;
    if (study->kept && study->kept->db && study->kept->db == study->db)
        return copy_kept(places, &study->kept->places, err);
    *places = (mlg_places){ 0 };
    MLG_TRY(mlg_db_number(&count, study->db, "SELECT count(*) FROM lieu", err));
    MLG_TRY(mlg_places_room(places, (size_t)count, err));
    MLG_GO(MLG_NEW(&communes, (size_t)count, "places", err));
    MLG_GO(mlg_db_query(&stmt, study->db, "access/select_places", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_place(places, communes, stmt, err));
    for (int32_t i = 0; st == MLG_OK && i < places->count; i++) {
        const bool own = strcmp(communes[i], places->code[i]) == 0;
        places->commune[i] = own ? i : mlg_places_find(places, communes[i]);
        places->squares |= places->commune[i] != i;
    }
done:
    mlg_stmt_free(stmt);
    free(communes);
    return st;
}

mlg_status mlg_places_gather(const mlg_places *places, double *value, const double *weight, mlg_error *err)
{
    double *sum = NULL, *all = NULL;
    mlg_status st = MLG_OK;
    if (!places->squares)
        return MLG_OK;
    MLG_GO(MLG_NEW(&sum, (size_t)places->count, "means", err));
    MLG_GO(MLG_NEW(&all, (size_t)places->count, "means", err));
    for (int32_t i = 0; i < places->count; i++)
        if (!mlg_place_is_commune(places, i) && weight[i] > 0) {
            sum[places->commune[i]] += weight[i] * value[i];
            all[places->commune[i]] += weight[i];
        }
    for (int32_t i = 0; i < places->count; i++)
        if (!places->demand[i] && all[i] > 0)
            value[i] = sum[i] / all[i];
done:
    free(sum);
    free(all);
    return st;
}

void mlg_places_sum(double *sums, const mlg_places *places, const double *value)
{
    for (int32_t i = 0; i < places->count; i++)
        sums[places->commune[i]] += value[i];
}

void mlg_places_whole_persons(const mlg_places *places, int64_t *persons)
{
    double total = 0;
    int64_t given = 0;
    for (int32_t i = 0; i < places->count; i++) {
        total += places->in_territory[i] ? places->population[i] : 0;
        persons[i] = llround(total) - given;
        given += persons[i];
    }
}

int32_t mlg_places_find(const mlg_places *places, const char *code)
{
    return mlg_find_sorted(places->code, places->count, code);
}

mlg_status mlg_places_figure(double *value, const mlg_places *places, mlg_study *study, const char *name,
                             const char *where, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    int32_t n = 0;
    mlg_status st;
    MLG_TRY(mlg_db_query(&stmt, study->db, "common/select_figure", err));
    mlg_bind_text(stmt, ":nom", name);
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const int32_t place = mlg_places_find(places, mlg_column_text(stmt, 0));
        n++;
        if (place != MLG_NOWHERE)
            value[place] = mlg_column_double(stmt, 1);
    }
    mlg_stmt_free(stmt);
    if (st != MLG_OK || n > 0)
        return st;
    mlg_fail(err, MLG_INPUT, "%s: no figure is named '%.40s'", where, MLG_BRIEF(name, 40));
    mlg_hint(err, "give it under sources.indicators: { path: ..., indicator: %.40s }", MLG_BRIEF(name, 40));
    return MLG_INPUT;
}

void mlg_sites_release(mlg_sites *sites)
{
    free(sites->code);
    free(sites->label);
    free(sites->x_m);
    free(sites->y_m);
    free(sites->density);
    free(sites->place);
    free(sites->commune);
    mlg_arena_release(&sites->arena);
    *sites = (mlg_sites){ 0 };
}

static mlg_status grow_sites(mlg_sites *s, mlg_error *err)
{
    size_t need = (size_t)s->count + 1, capacity;
    if (need <= s->capacity)
        return MLG_OK;
    capacity = s->capacity;
    MLG_TRY(MLG_GROW(&s->code, &capacity, need, "sites", err));
    capacity = s->capacity;
    MLG_TRY(MLG_GROW(&s->label, &capacity, need, "sites", err));
    capacity = s->capacity;
    MLG_TRY(MLG_GROW(&s->x_m, &capacity, need, "sites", err));
    capacity = s->capacity;
    MLG_TRY(MLG_GROW(&s->y_m, &capacity, need, "sites", err));
    capacity = s->capacity;
    MLG_TRY(MLG_GROW(&s->density, &capacity, need, "sites", err));
    capacity = s->capacity;
    MLG_TRY(MLG_GROW(&s->commune, &capacity, need, "sites", err));
    return MLG_GROW(&s->place, &s->capacity, need, "sites", err);
}

mlg_status mlg_sites_add_place(mlg_sites *sites, const mlg_places *places, int32_t place, mlg_error *err)
{
    MLG_TRY(grow_sites(sites, err));
    int32_t i = sites->count++;
    sites->code[i] = mlg_arena_text(&sites->arena, places->code[place]);
    sites->label[i] = mlg_arena_text(&sites->arena, places->label[place]);
    sites->x_m[i] = places->x_m[place];
    sites->y_m[i] = places->y_m[place];
    sites->density[i] = places->density[place];
    sites->place[i] = sites->commune[i] = place;
    return sites->code[i] ? MLG_OK : mlg_fail_memory(err, "sites", 0);
}

mlg_status mlg_sites_with_supply(mlg_sites *sites, double *supply, const mlg_places *places, bool empty,
                                 mlg_error *err)
{
    for (int32_t i = 0; i < places->count; i++)
        if (supply[i] > 0 || (empty && mlg_place_is_commune(places, i))) {
            supply[sites->count] = supply[i];
            MLG_TRY(mlg_sites_add_place(sites, places, i, err));
        }
    return MLG_OK;
}

mlg_status mlg_sites_add_point(mlg_sites *s, const mlg_places *places, const mlg_site_point *point, mlg_error *err)
{
    MLG_TRY(grow_sites(s, err));
    int32_t i = s->count++;
    int32_t commune = mlg_places_find(places, point->commune);
    s->code[i] = mlg_arena_text(&s->arena, point->code);
    s->label[i] = mlg_arena_text(&s->arena, point->label);
    s->x_m[i] = point->x_m;
    s->y_m[i] = point->y_m;
    s->density[i] = commune >= 0 ? places->density[commune] : 0;
    s->commune[i] = commune;
    s->place[i] = MLG_NOWHERE;
    return s->code[i] ? MLG_OK : mlg_fail_memory(err, "sites", 0);
}

static mlg_status take_facility(mlg_sites *s, mlg_stmt *stmt, const mlg_places *places, mlg_error *err)
{
    mlg_site_point point = { mlg_column_text(stmt, 0), mlg_column_text(stmt, 1), mlg_column_text(stmt, 4),
                             mlg_column_double(stmt, 2), mlg_column_double(stmt, 3) };
    MLG_TRY(mlg_sites_add_point(s, places, &point, err));
    if (mlg_column_int(stmt, 5))
        s->place[s->count - 1] = s->commune[s->count - 1];
    return MLG_OK;
}

static bool counts(mlg_opening *opening, const char *code, const char *own_hours)
{
    mlg_hours hours;
    if (!opening)
        return true;
    const char *text = own_hours ? own_hours : opening->usual;
    bool known = text && mlg_hours_parse(&hours, text), open = true;
    for (unsigned k = 0; k < opening->closed_count && open; k++)
        open = strcmp(opening->closed[k], code) != 0;
    if (open && opening->moment && known)
        open = mlg_hours_during(&hours, opening->moment) >= (opening->on_call ? MLG_ON_CALL : MLG_OPEN);
    opening->left_out += !open;
    opening->unknown += open && opening->moment && !known;
    return open;
}

mlg_status mlg_sites_open(mlg_sites *sites, mlg_study *study, const mlg_places *places, const char *category,
                          mlg_opening *opening, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_facilities", err));
    mlg_bind_text(stmt, ":categorie", category);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        if (counts(opening, mlg_column_text(stmt, 0), mlg_column_text(stmt, 6)))
            MLG_GO(take_facility(sites, stmt, places, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_sites_of_category(mlg_sites *sites, mlg_study *study, const mlg_places *places,
                                 const char *category, mlg_error *err)
{
    return mlg_sites_open(sites, study, places, category, NULL, err);
}

const mlg_config_service *mlg_find_service(const mlg_study *study, const char *name)
{
    for (unsigned i = 0; i < study->config->services_count; i++)
        if (strcmp(study->config->services[i].name, name) == 0)
            return &study->config->services[i];
    return NULL;
}

mlg_status mlg_sites_of_service_open(mlg_sites *sites, mlg_study *study, const mlg_places *places,
                                     const char *service, mlg_opening *opening, mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(study, service);
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_supplied_places", err));
    mlg_bind_text(stmt, ":service", service);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t place = mlg_places_find(places, mlg_column_text(stmt, 0));
        if (place >= 0 && counts(opening, places->code[place], NULL))
            MLG_GO(mlg_sites_add_place(sites, places, place, err));
    }
    for (unsigned i = 0; st == MLG_OK && spec && i < spec->categories_count; i++)
        st = mlg_sites_open(sites, study, places, spec->categories[i], opening, err);
done:
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_sites_of_service(mlg_sites *sites, mlg_study *study, const mlg_places *places, const char *service,
                                mlg_error *err)
{
    return mlg_sites_of_service_open(sites, study, places, service, NULL, err);
}

mlg_status mlg_sites_need(int32_t count, mlg_study *study, const char *key, const char *category, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    char present[300] = "";
    if (count > 0)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/select_categories", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        mlg_list_add(present, sizeof present, ", ", mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    MLG_TRY(st);
    st = mlg_fail(err, MLG_INPUT, "%s: no facility has the category '%s'", mlg_study_file_where(study->file, key),
                  category);
    if (*present)
        mlg_hint(err, "categories of the sites sources: %s", present);
    else
        mlg_hint(err, "the sites sources contain no facility");
    return st;
}
