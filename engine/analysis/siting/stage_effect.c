/* What the sites of an answer change for the population: times, access, catchments. */
#include "analysis/access/stage_demand.h"
#include "analysis/siting/stage.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

void mlg_siting_effect_release(mlg_siting_effect *e)
{
    free(e->before_s);
    free(e->after_s);
    free(e->site);
    free(e->access);
    free(e->won);
    free(e->served);
    free(e->doctors);
}

/* Reassigns the demand points that `site` is nearer to. */
static void serve(const mlg_siting_job *j, int32_t site, mlg_siting_effect *e)
{
    for (int64_t k = j->row_start[site]; k < j->row_start[site + 1]; k++) {
        int32_t d = j->row_demand[k];
        if (j->row_time_s[k] < e->after_s[d]) {
            e->after_s[d] = j->row_time_s[k];
            e->site[d] = site;
        }
    }
}

static mlg_status start(mlg_siting_effect *e, const mlg_siting_job *j, mlg_error *err)
{
    size_t n = (size_t)j->n_demand, chosen = (size_t)j->result.n_chosen;
    MLG_TRY(MLG_NEW(&e->before_s, n, "assignment", err));
    MLG_TRY(MLG_NEW(&e->after_s, n, "assignment", err));
    MLG_TRY(MLG_NEW(&e->site, n, "assignment", err));
    MLG_TRY(MLG_NEW(&e->access, n, "assignment", err));
    MLG_TRY(MLG_NEW(&e->won, chosen, "catchments of sites", err));
    MLG_TRY(MLG_NEW(&e->served, chosen, "catchments of sites", err));
    MLG_TRY(MLG_NEW(&e->doctors, chosen, "catchments of sites", err));
    for (size_t d = 0; d < n; d++) {
        e->after_s[d] = MLG_SITING_FAR;
        e->site[d] = MLG_NOWHERE;
        e->access[d] = j->access.access[d];
    }
    for (int32_t s = j->n_candidates; s < j->sites.count; s++)
        serve(j, s, e);
    memcpy(e->before_s, e->after_s, n * sizeof *e->before_s);
    return MLG_OK;
}

static void open_site(mlg_siting_effect *e, const mlg_siting_job *j, const mlg_siting_choice *choice)
{
    const mlg_siting_access *a = &j->access;
    serve(j, choice->site, e);
    for (int64_t k = a->row_start[choice->site]; k < a->row_start[choice->site + 1]; k++)
        e->access[a->row_demand[k]] += choice->doctors * a->acts * a->row_adds[k];
}

double mlg_siting_persons_within(const mlg_siting_job *j, const int32_t *time_s, int32_t limit_s)
{
    double sum = 0;
    for (int32_t d = 0; d < j->n_demand; d++)
        sum += time_s[d] <= limit_s ? j->persons[d] : 0;
    return sum;
}

double mlg_siting_mean_time(const mlg_siting_job *j, const int32_t *time_s)
{
    double sum = 0, persons = 0;
    for (int32_t d = 0; d < j->n_demand; d++) {
        if (time_s[d] == MLG_SITING_FAR)
            continue;
        sum += j->persons[d] * time_s[d] / 60.0;
        persons += j->persons[d];
    }
    return persons > 0 ? sum / persons : (double)NAN;
}

/* Adds to each chosen site the current doctors in its catchment, those of a commune in proportion to its
 * inhabitants who go there. */
static mlg_status count_doctors(mlg_siting_effect *e, const mlg_siting_job *j, const int32_t *rank, mlg_error *err)
{
    const mlg_places *p = j->places;
    double *supply = NULL, *persons = NULL;
    mlg_status st;
    MLG_GO(mlg_study_supply_as(&supply, j->study, p, j->ask->service, mlg_find_service(j->study, j->ask->service),
                               err));
    MLG_GO(MLG_NEW(&persons, (size_t)p->count, "catchments of sites", err));
    for (int32_t d = 0; d < j->n_demand; d++)
        persons[p->commune[j->place_of[d]]] += j->persons[d];
    for (int32_t d = 0; d < j->n_demand; d++) {
        int32_t commune = p->commune[j->place_of[d]], k = e->site[d] >= 0 ? rank[e->site[d]] : -1;
        if (k >= 0 && e->after_s[d] <= j->limit_s && persons[commune] > 0)
            e->doctors[k] += supply[commune] / j->access.acts * j->persons[d] / persons[commune];
    }
done:
    free(supply);
    free(persons);
    return st;
}

/* Who goes to each chosen site, and the doctors they have there. */
static mlg_status count_catchments(mlg_siting_effect *e, const mlg_siting_job *j, mlg_error *err)
{
    int32_t *rank = NULL; /* a site: its rank among the chosen ones, or -1 */
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&rank, (size_t)j->sites.count, "catchments of sites", err));
    for (int32_t s = 0; s < j->sites.count; s++)
        rank[s] = -1;
    for (int32_t k = 0; k < j->result.n_chosen; k++) {
        rank[j->result.chosen[k].site] = k;
        e->doctors[k] = j->result.chosen[k].doctors;
    }
    for (int32_t d = 0; d < j->n_demand; d++)
        if (e->site[d] >= 0 && rank[e->site[d]] >= 0 && e->after_s[d] <= j->limit_s)
            e->served[rank[e->site[d]]] += j->persons[d];
    if (j->access.known)
        st = count_doctors(e, j, rank, err);
    free(rank);
    return st;
}

mlg_status mlg_siting_find_effect(mlg_siting_effect *e, const mlg_siting_job *j, mlg_error *err)
{
    *e = (mlg_siting_effect){ 0 };
    mlg_status st;
    MLG_GO(start(e, j, err));
    for (int32_t k = 0; k < j->result.n_chosen; k++) {
        double before = mlg_siting_persons_within(j, e->after_s, j->limit_s);
        open_site(e, j, &j->result.chosen[k]);
        e->won[k] = mlg_siting_persons_within(j, e->after_s, j->limit_s) - before;
    }
    MLG_GO(count_catchments(e, j, err));
done:
    if (st != MLG_OK) {
        mlg_siting_effect_release(e);
        *e = (mlg_siting_effect){ 0 };
    }
    return st;
}
