#include "analysis/catchment/stage_capacity.h"

#include "analysis/catchment/capacity_by_rank.h"
#include "analysis/catchment/capacity_optimal.h"
#include "analysis/catchment/nearest.h"
#include "analysis/travel/model.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Persons served by each site and their travel time, for either method. */
typedef struct {
    mlg_study *study;
    const mlg_config_catchment *ask;
    const mlg_places *places;
    const mlg_sites *sites;
    int32_t limit_ds;
    double *persons;            /* by place: whole persons, of the territory */
    double *served, *person_ds; /* by site */
} job;

/* ---- counts ------------------------------------------------------------------------------------------------- */

/* Counts within each limit of the request; the longest limit goes first, so that shorter ones reuse its rows. */
typedef struct {
    mlg_travel *travel; /* NULL: there is no site */
    const double *weight;
} counted;

static mlg_status open_counted(counted *c, const job *j, const mlg_sites *sites, const double *weight,
                               mlg_error *err)
{
    *c = (counted){ .weight = weight };
    if (sites->count == 0)
        return MLG_OK;
    MLG_TRY(mlg_study_travel(&c->travel, j->study, j->places, sites, err));
    return mlg_travel_ahead(c->travel, NULL, sites->count, j->limit_ds, j->study->progress, err);
}

static mlg_status overlap(double **sum, const job *j, const counted *c, double minutes, mlg_error *err)
{
    MLG_TRY(MLG_NEW(sum, (size_t)j->places->count, "counts", err));
    if (!c->travel)
        return MLG_OK;
    mlg_nearest_input input = {
        .travel = c->travel,
        .limit_ds = mlg_minutes_to_ds(minutes),
        .threads = j->study->threads,
        .progress = j->study->progress,
    };
    return mlg_overlap(&input, c->weight, *sum, err);
}

/* GPs by place, as sites at the places that have some. */
static mlg_status list_doctors(mlg_sites *doctors, double **weight, mlg_study *study, const mlg_places *places,
                               mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(MLG_NEW(weight, (size_t)places->count, "doctors", err));
    MLG_TRY(mlg_db_query(&stmt, study->db, "catchment/select_doctors", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t place = mlg_places_find(places, mlg_column_text(stmt, 0));
        if (place < 0)
            continue;
        (*weight)[doctors->count] = mlg_column_double(stmt, 1);
        MLG_GO(mlg_sites_add_place(doctors, places, place, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_counts(const job *j, double minutes, const double *sites, const double *doctors,
                               mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "catchment/insert_count", err));
    mlg_status st = MLG_OK;
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_double(stmt, ":minutes", minutes);
    for (int32_t i = 0; i < j->places->count && st == MLG_OK; i++) {
        if (!j->places->in_territory[i] || !mlg_place_is_commune(j->places, i))
            continue;
        mlg_bind_text(stmt, ":code", j->places->code[i]);
        mlg_bind_double(stmt, ":sites", sites[i]);
        mlg_bind_double(stmt, ":gp", doctors[i]);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status count_within(const job *j, const counted *sites, const counted *doctors, double minutes,
                               mlg_error *err)
{
    double *n_sites = NULL, *n_doctors = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(overlap(&n_sites, j, sites, minutes, err));
    MLG_GO(overlap(&n_doctors, j, doctors, minutes, err));
    st = write_counts(j, minutes, n_sites, n_doctors, err);
done:
    free(n_sites);
    free(n_doctors);
    return st;
}

static mlg_status count_sites(const job *j, mlg_error *err)
{
    mlg_sites doctors = { 0 };
    counted of_sites = { 0 }, of_doctors = { 0 };
    double *weight = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(list_doctors(&doctors, &weight, j->study, j->places, err));
    MLG_GO(open_counted(&of_sites, j, j->sites, NULL, err));
    MLG_GO(open_counted(&of_doctors, j, &doctors, weight, err));
    for (unsigned k = 0; k < j->ask->minutes_count; k++)
        MLG_GO(count_within(j, &of_sites, &of_doctors, j->ask->minutes[k], err));
done:
    mlg_travel_free(of_sites.travel);
    mlg_travel_free(of_doctors.travel);
    mlg_sites_release(&doctors);
    free(weight);
    return st;
}

/* ---- capacities --------------------------------------------------------------------------------------------- */

static mlg_status serve_by_rank(job *j, const mlg_travel *travel, const double *capacity, mlg_error *err)
{
    mlg_capacity_output out = { 0 };
    mlg_capacity_input input = {
        .travel = travel,
        .persons = j->persons,
        .capacity = capacity,
        .limit_ds = j->limit_ds,
        .band_ds = MLG_DS_PER_MIN,
        .progress = j->study->progress,
    };
    mlg_status st = mlg_serve_by_rank(&out, &input, err);
    for (size_t f = 0; st == MLG_OK && f < out.n_flows; f++) {
        j->served[out.flows[f].site] += out.flows[f].persons;
        j->person_ds[out.flows[f].site] += out.flows[f].persons * out.flows[f].time_ds;
    }
    mlg_capacity_output_release(&out);
    return st;
}

static mlg_status serve_best(job *j, const mlg_travel *travel, const double *capacity, mlg_error *err)
{
    mlg_sparse_rows pairs;
    mlg_assignment total;
    int64_t *flow = NULL, *persons = NULL, *room = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_travel_rows(&pairs, travel, j->limit_ds, 1, err));
    MLG_GO(MLG_NEW(&flow, (size_t)pairs.start[pairs.n_rows], "assignment", err));
    MLG_GO(MLG_NEW(&persons, (size_t)pairs.n_columns, "assignment", err));
    MLG_GO(MLG_NEW(&room, (size_t)pairs.n_rows, "assignment", err));
    for (int32_t i = 0; i < pairs.n_columns; i++)
        persons[i] = llround(j->persons[i]);
    for (int32_t s = 0; s < pairs.n_rows; s++)
        room[s] = llround(capacity[s]);
    MLG_GO(mlg_assign(flow, &total, mlg_sparse_view_of(&pairs), persons, room, j->study->progress, err));
    for (int32_t s = 0; s < pairs.n_rows; s++)
        for (int64_t k = pairs.start[s]; k < pairs.start[s + 1]; k++) {
            j->served[s] += (double)flow[k];
            j->person_ds[s] += (double)flow[k] * pairs.value[k];
        }
done:
    mlg_sparse_release(&pairs);
    free(flow);
    free(persons);
    free(room);
    return st;
}

static mlg_status write_sites(const job *j, const double *capacity, const char *method, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "catchment/insert_site", err));
    mlg_status st = MLG_OK;
    for (int32_t s = 0; s < j->sites->count && st == MLG_OK; s++) {
        mlg_bind_text(stmt, ":nom", j->ask->name);
        mlg_bind_text(stmt, ":site", j->sites->code[s]);
        mlg_bind_text(stmt, ":libelle", j->sites->label[s]);
        mlg_bind_double(stmt, ":capacite", capacity[s]);
        mlg_bind_double(stmt, ":servis", j->served[s]);
        mlg_bind_double(stmt, ":t_moyen",
                        j->served[s] > 0 ? j->person_ds[s] / j->served[s] / MLG_DS_PER_MIN : (double)NAN);
        mlg_bind_text(stmt, ":methode", method);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* That of the request, or the facility's own. */
static mlg_status read_capacities(double *capacity, const job *j, int32_t *own, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    int32_t s = 0;
    *own = 0;
    for (int32_t k = 0; k < j->sites->count; k++)
        capacity[k] = *j->ask->capacity;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "catchment/select_capacities", err));
    mlg_bind_text(stmt, ":categorie", j->ask->sites);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *code = mlg_column_text(stmt, 0);
        while (s < j->sites->count && strcmp(j->sites->code[s], code) < 0) /* both are in the order of codes */
            s++;
        if (s == j->sites->count || strcmp(j->sites->code[s], code) != 0)
            continue;
        capacity[s] = mlg_column_double(stmt, 1);
        ++*own;
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status note_capacity(const job *j, int32_t own, mlg_error *err)
{
    MLG_TRY(mlg_study_note_number_of(j->study, "catchment", j->ask->name, "capacite", *j->ask->capacity,
                                     "personnes par site, dans la dernière limite", "etude", err));
    return own == 0 ? MLG_OK
                    : mlg_study_note_number_of(j->study, "catchment", j->ask->name, "capacites_propres", own,
                                               "sites qui ont la leur", "calcul", err);
}

static mlg_status serve(job *j, mlg_error *err)
{
    const char *method = mlg_config_catchment_method(j->ask);
    mlg_travel *travel = NULL;
    double *capacity = NULL;
    int32_t own;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&capacity, (size_t)j->sites->count, "capacities", err));
    MLG_GO(read_capacities(capacity, j, &own, err));
    MLG_GO(mlg_study_travel(&travel, j->study, j->places, j->sites, err));
    st = strcmp(method, "rank") == 0 ? serve_by_rank(j, travel, capacity, err)
                                     : serve_best(j, travel, capacity, err);
    if (st == MLG_OK)
        st = write_sites(j, capacity, method, err);
    if (st == MLG_OK)
        st = note_capacity(j, own, err);
done:
    mlg_travel_free(travel);
    free(capacity);
    return st;
}

mlg_status mlg_study_capacity(mlg_study *study, const mlg_config_catchment *ask, const mlg_places *places,
                              const mlg_sites *sites, mlg_error *err)
{
    job j = { .study = study, .ask = ask, .places = places, .sites = sites };
    int64_t *whole = NULL;
    mlg_status st = MLG_OK;
    j.limit_ds = mlg_minutes_to_ds(ask->minutes[ask->minutes_count - 1]);
    MLG_GO(count_sites(&j, err));
    if (!ask->capacity)
        goto done;
    MLG_GO(MLG_NEW(&j.persons, (size_t)places->count, "persons", err));
    MLG_GO(MLG_NEW(&j.served, (size_t)sites->count, "persons served", err));
    MLG_GO(MLG_NEW(&j.person_ds, (size_t)sites->count, "persons served", err));
    MLG_GO(MLG_NEW(&whole, (size_t)places->count, "persons", err));
    mlg_places_whole_persons(places, whole);
    for (int32_t i = 0; i < places->count; i++)
        j.persons[i] = (double)whole[i];
    st = serve(&j, err);
done:
    free(whole);
    free(j.persons);
    free(j.served);
    free(j.person_ds);
    return st;
}
