#include "analysis/access/two_step.h"

#include "analysis/access/measure_inner.h"
#include "analysis/access/pair_sums.h"
#include "analysis/common/input_check.h"

typedef struct {
    const double *supply;
    double *catchment, *ratio;
} result;

/* R_j = m_j / V_j. */
static mlg_status site_ratio(void *context, int32_t site, double down, double weights, double *factor,
                             mlg_error *err)
{
    (void)weights;
    result *r = context;
    r->catchment[site] = down;
    r->ratio[site] = *factor = down > 0 ? r->supply[site] / down : 0;
    return mlg_measure_check_ratio(site, r->supply[site], down, *factor, err);
}

static void count_all(const mlg_access_input *in, const double *access, const double *catchment,
                      mlg_access_stats *stats)
{
    for (int32_t j = 0; j < mlg_travel_sites(in->travel); j++) {
        bool supplies = in->supply[j] > 0, unreached = supplies && !(catchment[j] > 0);
        stats->sites_with_supply += supplies;
        stats->supply += in->supply[j];
        stats->sites_unreached += unreached;
        stats->supply_unreached += unreached ? in->supply[j] : 0;
    }
    for (int32_t i = 0; i < mlg_travel_places(in->travel); i++) {
        bool without = !(access[i] > 0);
        stats->demand += in->demand[i];
        stats->places_without += without;
        stats->demand_without += without ? in->demand[i] : 0;
    }
}

mlg_status mlg_access(const mlg_access_input *input, double *access, double *catchment, double *ratio,
                      mlg_access_stats *stats, mlg_error *err)
{
    mlg_times reach = mlg_times_travel(input->travel);
    result r = { input->supply, catchment, ratio };
    mlg_pair_sums pass = {
        .reach = &reach,
        .decay = input->decay,
        .active = input->supply,
        .down = input->demand,
        .down_power = 1,
        .up_power = 1,
        .site_factor = site_ratio,
        .context = &r,
        .up = access,
        .threads = input->threads,
        .progress = input->progress,
        .stage = "access",
    };
    *stats = (mlg_access_stats){ 0 };
    MLG_TRY(mlg_check_amounts("demand of place", reach.places, input->demand, false, err));
    MLG_TRY(mlg_check_amounts("supply of site", reach.sites, input->supply, false, err));
    for (int32_t j = 0; j < reach.sites; j++) {
        catchment[j] = (double)NAN;
        ratio[j] = 0;
    }
    MLG_TRY(mlg_pair_sums_run(&pass, err));
    count_all(input, access, catchment, stats);
    return MLG_OK;
}
