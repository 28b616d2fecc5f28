/* Allocation of persons to sites with a capacity, one site after another by rank.
 *
 * As "scaling up" and "geographic coverage" of AccessMod 5 do: each site in turn serves the nearest people not yet
 * served, one band of time after another, until its capacity is used up; in the band where it runs out, everyone
 * is served in the same proportion. The result depends on the order of the sites, which the caller chooses.
 * Differences: the limit is closed (60 minutes are within 60 minutes), bands are closed right (a time of 60.1 s is
 * in minute 2), and a band may be as narrow as a decisecond. */
#ifndef MLG_ANALYSIS_CATCHMENT_CAPACITY_BY_RANK_H
#define MLG_ANALYSIS_CATCHMENT_CAPACITY_BY_RANK_H

#include "network/models/model.h"

/* Bands that a capacity covers, from cumulative persons. Worked example, capacity 10: persons 1, 3, 5, 9, 15 up to
 * bands 0 to 4: inner 3 (9 persons), outer 4 in the share 1/6. Persons 11, 13: no inner band, outer 0 in the share
 * 10/11. Persons 1, 3: inner 1, no outer band, 7 left. */
typedef struct mlg_capacity_cut {
    int32_t inner;       /* last band served in full; MLG_NOWHERE: none */
    int32_t outer;       /* band served in part; MLG_NOWHERE: none */
    double share;        /* of the outer band, 0 when there is none */
    double served, left; /* persons; capacity */
} mlg_capacity_cut;

/* cumulative[bands]: persons up to each band, nondecreasing. O(bands). */
mlg_capacity_cut mlg_cut_capacity(int32_t bands, const double *cumulative, double capacity);

/* Persons of a place served at a site. */
typedef struct mlg_flow {
    int32_t site, place, time_ds;
    double persons; /* > 0 */
} mlg_flow;

typedef struct mlg_capacity_input {
    const mlg_travel *travel;
    const double *persons;  /* [places] */
    const double *capacity; /* [sites] persons a site can serve */
    /* [ranked] sites in the order in which they serve; a site left out serves no one; NULL: all, by number */
    const int32_t *rank;
    int32_t ranked;
    int32_t limit_ds; /* included; MLG_UNREACHABLE: no limit */
    int32_t band_ds;  /* width of a band, > 0; 600: minutes */
    const mlg_progress *progress;
} mlg_capacity_input;

/* Conservation: the flows of a place and its rest add up to its persons, the flows of a site to its `served`. */
typedef struct mlg_capacity_output {
    mlg_flow *flows; /* by rank, then band, then place */
    size_t n_flows, flows_capacity;
    double *rest;   /* [places] persons not served */
    double *served; /* [sites] */
    /* [sites] persons within the limit not served by earlier sites; those beyond `served` are turned away */
    double *asked;
} mlg_capacity_output;

/* MLG_INPUT: bad persons or capacities, a ranked site that does not exist or appears twice. MLG_USAGE: bands of
 * zero width. MLG_CANCELLED, MLG_MEMORY. O(sum of rows x log row). Released by mlg_capacity_output_release(), also
 * after a failure. */
mlg_status mlg_serve_by_rank(mlg_capacity_output *out, const mlg_capacity_input *input,
                             mlg_error *err) MLG_MUST_CHECK;
void mlg_capacity_output_release(mlg_capacity_output *out);

#endif
