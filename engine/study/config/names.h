/* Names that a study file may give to measures of access, decays, shapes of decay, travel models and siting models: read
 * from the tables that define them, so that no other list of them exists.
 *
 * Each list is static, ends with NULL and keeps the order of its table. Any thread may read it. */
#ifndef MLG_STUDY_CONFIG_NAMES_H
#define MLG_STUDY_CONFIG_NAMES_H

#include <stdbool.h>

/* study/measures.def: "apl", "2sfca", ... */
const char *const *mlg_measure_names(void);

/* Formula of a measure, in the notation of docs/measures.md; "" for another name. */
const char *mlg_measure_formula(const char *name);

/* geodata/rules/decays.csv: "apl-2015", "apl-2012", ... */
const char *const *mlg_decay_names(void);

/* study/decay_shapes.def, in the order of mlg_decay_shape: "steps", "exponential", ... */
const char *const *mlg_decay_shape_names(void);

/* geodata/rules/professions.csv: "gp", "nurse", ... */
const char *const *mlg_profession_names(void);

/* Whether the measure is the APL of general practitioners, the only one with a published threshold. */
bool mlg_is_gp_apl(const char *service, const char *measure);

/* study/travel_models.def: "crow", "road", ... */
const char *const *mlg_travel_model_names(void);

enum {
    MLG_TRAVEL_SEARCHED = 1, /* times are searched in a file of roads, timetables or land, which takes a while */
    MLG_TRAVEL_GIVEN = 2,    /* times are read from a file, between communes only */
    MLG_TRAVEL_FAR = 4       /* a trip within a time limit may be longer than the default buffer */
};

/* The traits of the travel model of that name; 0 for "crow" and for any other name. */
int mlg_travel_model_traits(const char *name);

/* study/siting_models.def: "p-median", "p-center", ... */
const char *const *mlg_siting_model_names(void);

/* What a siting model asks of its request, or offers beside its answer. */
enum {
    MLG_SITING_FINDS_SITES = 1, /* the number of sites is part of the answer: 'sites' is optional */
    MLG_SITING_SHARES = 2,      /* 'doctors' may be shared out among all candidates, without 'sites' */
    MLG_SITING_BUDGET = 4,      /* 'budget' and the costs of sites are required */
    MLG_SITING_HALF_DAYS = 8,   /* 'half_days' is required */
    MLG_SITING_GRADUAL = 16,    /* 'full_minutes' is required */
    MLG_SITING_RANKED = 32,     /* the next-best sets of sites can be listed */
    MLG_SITING_FEWER = 64,      /* fewer sites than asked for may do as well */
    MLG_SITING_NEAREST = 128,   /* the objective is a sum over people of a cost of the time to the nearest site */
    MLG_SITING_LONGEST = 256    /* the objective is the longest of these times */
};

/* The traits of the siting model of that name, 0 when there is none. */
int mlg_siting_model_traits(const char *name);

#endif
