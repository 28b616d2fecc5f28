/* The sessions of the tours as supply: APL of general practitioners with them. APL is linear in supply, so each
 * stop adds its own row (access/change.h). */
#include "analysis/access/change.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/access/stage_modes.h"
#include "analysis/tour/stage.h"
#include "analysis/travel/model.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_tour_job *job;
    double scale;
    double *before, *access, *demand, *supply; /* [places]; supply: [stops] acts a year */
    double *everybody; /* [stops] who shares it; NULL: those who reach it as the group does */
    mlg_decay decay;
} feed;

mlg_status mlg_tour_read_access(double **access, const mlg_tour_job *job, mlg_error *err)
{
    const char *group = job->people.share ? job->ask->mode : NULL;
    return mlg_study_group_values(access, job->study, job->places, "gp", "apl", group, err);
}

static mlg_status read_feed(feed *f, int entry, mlg_error *err)
{
    mlg_tour_job *job = f->job;
    size_t n = (size_t)job->places->count;
    f->scale = mlg_study_measure_scale(job->study, "gp", mlg_measure_by_name("apl"));
    MLG_TRY(mlg_study_decay(&f->decay, job->study, (unsigned)entry, err));
    MLG_TRY(mlg_tour_read_access(&f->before, job, err));
    MLG_TRY(mlg_study_demand(&f->demand, job->study, job->places, "gp", err));
    if (job->people.share)
        MLG_TRY(mlg_study_weigh_groups(&f->everybody, job->study, job->places, &job->nodes, f->demand, &f->decay,
                                       err));
    MLG_TRY(MLG_NEW(&f->access, n, "access", err));
    MLG_TRY(MLG_NEW(&f->supply, (size_t)job->n_stops, "access", err));
    for (size_t i = 0; i < n; i++)
        f->access[i] = f->before[i] / f->scale;
    for (int32_t k = 0; k < job->answer.n_visits; k++)
        f->supply[job->answer.visits[k].stop] += job->acts * job->weeks_per_year / job->weeks;
    return MLG_OK;
}

static mlg_status add_supply(feed *f, mlg_error *err)
{
    mlg_tour_job *job = f->job;
    mlg_travel *travel = NULL;
    mlg_travel_scratch *scratch = NULL;
    mlg_row row;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_study_travel(&travel, job->people.study, job->places, &job->nodes, err));
    MLG_GO(mlg_travel_scratch_new(&scratch, travel, err));
    for (int32_t j = 0; j < job->n_stops; j++) {
        mlg_access_site site = { f->everybody ? f->everybody[j] : (double)NAN, 0 };
        if (f->supply[j] <= 0)
            continue;
        MLG_GO(mlg_travel_row(travel, j, mlg_decay_limit(&f->decay), scratch, &row, err));
        MLG_GO(mlg_access_set_supply(f->access, &site, &row, &f->decay, f->demand, f->supply[j], err));
    }
done:
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    return st;
}

static mlg_status write_access(feed *f, mlg_error *err)
{
    const mlg_places *p = f->job->places;
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_places_gather(p, f->access, f->demand, err));
    MLG_TRY(mlg_places_gather(p, f->before, f->demand, err));
    MLG_TRY(mlg_db_query(&stmt, f->job->study->db, "tour/insert_access", err));
    mlg_bind_text(stmt, ":nom", f->job->ask->name);
    for (int32_t i = 0; i < p->count && st == MLG_OK; i++) {
        if (!p->in_territory[i] || !mlg_place_is_commune(p, i))
            continue;
        mlg_bind_text(stmt, ":insee_com", p->code[i]);
        mlg_bind_double(stmt, ":avant", f->before[i]);
        mlg_bind_double(stmt, ":apres", f->access[i] * f->scale);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_tour_job_access(mlg_tour_job *job, mlg_error *err)
{
    feed f = { .job = job };
    int entry = mlg_study_entry(job->study, "gp", "apl");
    mlg_status st = MLG_OK;
    if (entry < 0)
        return MLG_OK;
    MLG_GO(read_feed(&f, entry, err));
    MLG_GO(add_supply(&f, err));
    st = write_access(&f, err);
done:
    free(f.before);
    free(f.access);
    free(f.demand);
    free(f.supply);
    free(f.everybody);
    return st;
}
