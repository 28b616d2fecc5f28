/* Number of sites and GPs within reach of each place, and the persons that the sites of a catchment request can
 * serve. */
#ifndef MLG_ANALYSIS_CATCHMENT_STAGE_CAPACITY_H
#define MLG_ANALYSIS_CATCHMENT_STAGE_CAPACITY_H

#include "analysis/common/places.h"

/* Tables bassin_nombre and, when the request has a capacity, bassin_site. People of the territory are served
 * within the last limit; capacities are whole persons. With the method by rank, sites serve in the order of their
 * codes. */
mlg_status mlg_study_capacity(mlg_study *study, const mlg_config_catchment *ask, const mlg_places *places,
                              const mlg_sites *sites, mlg_error *err) MLG_MUST_CHECK;

#endif
