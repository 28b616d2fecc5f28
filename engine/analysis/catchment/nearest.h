/* Nearest sites, how many sites there are within a time, and how many persons each is the nearest to, by travel time. */
#ifndef MLG_ANALYSIS_CATCHMENT_NEAREST_H
#define MLG_ANALYSIS_CATCHMENT_NEAREST_H

#include "network/models/model.h"

typedef struct mlg_nearest_input {
    const mlg_travel *travel;
    const int32_t *site; /* [sites] the sites that are open, any order; NULL: all of the travel model */
    int32_t sites;       /* ignored when `site` is NULL */
    int32_t limit_ds;    /* included; MLG_UNREACHABLE: no limit */
    int threads;         /* as in mlg_thread_count() */
    const mlg_progress *progress;
} mlg_nearest_input;

/* site_out[places]: nearest open site, the lowest index among equals, MLG_NOWHERE when none is within the limit;
 * time_out[places]: its time, MLG_UNREACHABLE when there is none. The same at any thread count.
 * MLG_INPUT: a site that does not exist. MLG_CANCELLED. MLG_MEMORY. O(what travel visits). */
mlg_status mlg_nearest(const mlg_nearest_input *input, int32_t *site_out, int32_t *time_out,
                       mlg_error *err) MLG_MUST_CHECK;

/* sum[places]: how much of `weight` stands at open sites within the limit of each place: how many GPs within 20 minutes. weight[sites], by
 * number as in the travel model, up to 10^6 each; NULL: 1 each, so how many sites. Sums are of whole millionths: the same at any thread
 * count. MLG_INPUT: a site that does not exist, a bad weight. MLG_CANCELLED. MLG_MEMORY. O(what travel visits). */
mlg_status mlg_overlap(const mlg_nearest_input *input, const double *weight, double *sum,
                       mlg_error *err) MLG_MUST_CHECK;

enum { MLG_MAX_BANDS = 15 };

/* Time bands closed right: band k holds times above end k-1 up to end k; one more holds those beyond the last. */
typedef struct mlg_time_bands {
    int32_t count;
    int32_t end_ds[MLG_MAX_BANDS]; /* rising */
} mlg_time_bands;

/* 5, 10, 15, 20 minutes. */
mlg_time_bands mlg_time_bands_default(void);

/* Band of a time, bands->count when it is beyond the last. O(bands). */
int32_t mlg_time_band(const mlg_time_bands *bands, int32_t time_ds);

typedef struct mlg_allocation {
    double persons;                 /* all */
    double unserved;                /* without a site */
    double band[MLG_MAX_BANDS + 1]; /* with a site, by band, the last beyond all */
} mlg_allocation;

/* Persons by nearest site and band: by_site[sites x (bands->count + 1)], row a site (may be NULL), and over all.
 * site[places], time_ds[places] as mlg_nearest() gives them; persons[places] >= 0.
 * MLG_USAGE: bands that do not rise. MLG_INPUT: bad persons or sites. O(places). */
mlg_status mlg_allocate(int32_t places, const double *persons, const int32_t *site, const int32_t *time_ds,
                        int32_t sites, const mlg_time_bands *bands, double *by_site, mlg_allocation *total,
                        mlg_error *err) MLG_MUST_CHECK;

#endif
