#include "analysis/access/published/stage_fit.h"

#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/common/thresholds.h"
#include "analysis/travel/model.h"
#include "base/memory.h"
#include "base/sort.h"

#include <math.h>

typedef struct {
    mlg_study *study;
    mlg_decay decay; /* of the entry */
    mlg_places places;
    mlg_sites sites;
    mlg_sparse_rows matrix;
    double *supply;                    /* [sites] */
    double *demand, *each, *published; /* [places] */
    uint8_t *half;
    double heads, acts;
} job;

static void release(job *j)
{
    void *const owned[] = { j->supply, j->demand, j->each, j->published, j->half };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    mlg_sparse_release(&j->matrix);
    mlg_sites_release(&j->sites);
    mlg_places_release(&j->places);
}

/* ---- sets -------------------------------------------------------------------------------------------------------- */

static const mlg_decay_shape shapes[] = { MLG_COSINE, MLG_LINEAR, MLG_STEPS };
static const double cuts[] = { 10, 12, 14, 16, 18, 20, 22, 24, 26, 30 },
                    speeds[] = { 0.7, 0.8, 0.9, 1, 1.1, 1.25 };

enum { SHAPES = 3, CUTS = 10, SPEEDS = 6, BY_AGE = SHAPES * CUTS * SPEEDS, SETS = 2 * BY_AGE };

/* By the demand of the study, then with persons that count alike. */
static void list_sets(mlg_fit_set sets[SETS])
{
    for (int k = 0; k < SETS; k++) {
        const int set = k % BY_AGE;
        sets[k] = (mlg_fit_set){ .shape = shapes[set / (CUTS * SPEEDS)],
                                 .cut_min = cuts[set / SPEEDS % CUTS],
                                 .faster = speeds[set % SPEEDS],
                                 .alike = k >= BY_AGE };
    }
}

/* Whether the demand of the study differs from its persons: by their ages, or by what a file gives. */
static bool is_standardised(const job *j)
{
    for (int32_t i = 0; i < j->places.count; i++)
        if (fabs(j->demand[i] - j->places.population[i]) > 1e-6)
            return true;
    return false;
}

static bool is_given(const job *j)
{
    for (int32_t i = 0; i < j->places.count; i++)
        if (!isnan(j->places.given_std[i]))
            return true;
    return false;
}

/* ---- input ------------------------------------------------------------------------------------------------------- */

static mlg_status check(const job *j, int entry, mlg_error *err)
{
    if (entry < 0)
        return mlg_fail(err, MLG_USAGE, "a fit needs the APL of GPs, which the study does not measure");
    return mlg_study_is_crow(j->study)
               ? MLG_OK
               : mlg_fail(err, MLG_USAGE, "a fit is for times in straight lines; these are measured or given");
}

static mlg_status read_published(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    size_t n = (size_t)j->places.count;
    int32_t known = 0;
    MLG_TRY(MLG_NEW(&j->published, n, "published values", err));
    for (size_t i = 0; i < n; i++)
        j->published[i] = (double)NAN;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "access/select_published", err));
    mlg_bind_text(stmt, ":service", "gp");
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t i = mlg_places_find(&j->places, mlg_column_text(stmt, 0));
        if (i < 0 || !j->places.in_territory[i] || !j->places.demand[i])
            continue;
        j->published[i] = mlg_column_double(stmt, 1);
        known++;
    }
    mlg_stmt_free(stmt);
    if (st == MLG_OK && known == 0)
        st = mlg_fail(err, MLG_DATA, "no commune of the study has a published APL to fit on");
    return st;
}

/* West and east of the median commune that is compared. */
static mlg_status split(job *j, mlg_error *err)
{
    double *x;
    size_t n = 0;
    MLG_TRY(MLG_NEW(&j->half, (size_t)j->places.count, "halves", err));
    MLG_TRY(MLG_NEW(&x, (size_t)j->places.count, "halves", err));
    for (int32_t i = 0; i < j->places.count; i++)
        if (!isnan(j->published[i]))
            x[n++] = j->places.x_m[i];
    mlg_sort_reals(x, n);
    double middle = x[n / 2];
    for (int32_t i = 0; i < j->places.count; i++)
        j->half[i] = j->places.x_m[i] >= middle;
    free(x);
    return MLG_OK;
}

static mlg_status find_sites(job *j, mlg_error *err)
{
    MLG_TRY(mlg_study_supply_as(&j->supply, j->study, &j->places, "gp", mlg_find_service(j->study, "gp"), err));
    MLG_TRY(mlg_study_supply_of_one(&j->each, j->study, &j->places, "gp", err));
    MLG_TRY(mlg_sites_with_supply(&j->sites, j->supply, &j->places, false, err));
    for (int32_t s = 0; s < j->sites.count; s++) {
        j->acts += j->supply[s];
        j->heads += j->supply[s] / j->each[j->sites.place[s]];
    }
    return MLG_OK;
}

static mlg_status search_times(job *j, mlg_error *err)
{
    mlg_travel *travel = NULL;
    double longest =
        fmax(cuts[CUTS - 1] * MLG_DS_PER_MIN, mlg_decay_limit(&j->decay)) * fmax(speeds[SPEEDS - 1], 1);
    MLG_TRY(mlg_study_travel(&travel, j->study, &j->places, &j->sites, err));
    mlg_status st = mlg_travel_rows(&j->matrix, travel, (int32_t)ceil(longest) + 1, j->study->threads, err);
    mlg_travel_free(travel);
    return st;
}

static mlg_status prepare(job *j, mlg_error *err)
{
    int entry = mlg_study_entry(j->study, "gp", "apl");
    MLG_TRY(check(j, entry, err));
    MLG_TRY(mlg_study_decay(&j->decay, j->study, (unsigned)entry, err));
    MLG_TRY(mlg_places_read(&j->places, j->study, err));
    MLG_TRY(read_published(j, err));
    MLG_TRY(split(j, err));
    MLG_TRY(mlg_study_demand(&j->demand, j->study, &j->places, "gp", err));
    MLG_TRY(find_sites(j, err));
    return search_times(j, err);
}

mlg_status mlg_study_fit(mlg_study_fitted *out, mlg_study *study, mlg_error *err)
{
    job j = { .study = study };
    mlg_fit_set sets[SETS];
    mlg_status st = MLG_OK;
    *out = (mlg_study_fitted){ .sets = BY_AGE };
    MLG_GO(prepare(&j, err));
    if (is_standardised(&j))
        out->sets = SETS;
    out->given_persons = is_given(&j);
    const mlg_decay *steps = mlg_decay_by_name("apl-2015");
    mlg_fit_input input = { .times = mlg_sparse_view_of(&j.matrix),
                            .fixed_ds = (int32_t)lround(mlg_study_crow(study).terminal_s * 10),
                            .steps = steps,
                            .demand = j.demand,
                            .alike = j.places.population,
                            .supply = j.supply,
                            .published = j.published,
                            .persons = j.places.population,
                            .half = j.half,
                            .threshold = MLG_APL_THRESHOLD,
                            .threads = study->threads };
    list_sets(sets);
    MLG_GO(mlg_fit_choose(out->best, &input, sets, out->sets, err));
    out->acts = j.heads > 0 ? out->best[MLG_FIT_BOTH].level * j.acts / j.heads : (double)NAN;
    mlg_fit_set present = { MLG_STEPS, (double)j.decay.end_ds[j.decay.count - 1] / MLG_DS_PER_MIN, 1, false };
    input.steps = &j.decay;
    st = mlg_fit_judge(out->now, &input, &present, err);
done:
    release(&j);
    return st;
}
