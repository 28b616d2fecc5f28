/* What public policies share: their parameters, the study they bear on, the scenario they write, what they say. A policy is one line of
 * policies.def and one function, which decides, adds the items of the scenario, sets the summary, and gives figures and groups. */
#ifndef MLG_PIPELINE_POLICY_POLICY_H
#define MLG_PIPELINE_POLICY_POLICY_H

#include "adapters/db/database.h"
#include "analysis/access/demand.h"
#include "analysis/common/outcome.h"
#include "analysis/common/places.h"
#include "analysis/policy/flows.h"
#include "base/text.h"
#include "study/rule_file.h"

/* A figure of the whole territory. */
typedef struct mlg_policy_figure {
    const char *name; /* static: a key of the JSON */
    double value;     /* NaN: unknown */
} mlg_policy_figure;

/* People that are looked at together, before and after: everybody, an EPCI, a commune, a neighbourhood, an age. */
typedef struct mlg_policy_group {
    const char *kind, *code, *label; /* in the arena; kind as in policy/select_groups.sql */
    double people;                   /* NaN: unknown */
    double weight[2], sum[2]; /* before and after, where the value is known: weights, and weights times values */
} mlg_policy_group;

/* An area that was ranked. */
typedef struct mlg_policy_unit {
    const char *code, *label; /* in the arena */
    double people, score;     /* NaN: unknown */
} mlg_policy_unit;

typedef struct mlg_policy_job mlg_policy_job;
typedef mlg_status mlg_policy_decide(mlg_policy_job *j, mlg_error *err);

struct mlg_policy_job {
    const char *name, *geopackage;
    mlg_policy_decide *decide;
    const char *title;      /* of the scenario; NULL: the label of the policy */
    mlg_rules file;         /* values */
    const mlg_node *policy; /* of the file */
    mlg_arena arena;
    mlg_study study; /* of the GeoPackage: its database, and its coordinates once reach has been asked for */
    /* communes of the territory; arrays of n */
    mlg_policy_place *places;
    const char **code, **label;
    double *persons; /* NaN unknown */
    int32_t n;
    size_t room[4];
    double threshold; /* of the APL */
    /* what is decided */
    mlg_text summary; /* one line */
    mlg_text items;   /* lines of the scenario */
    int32_t item_count;
    const char *list; /* key of the scenario that the last item is of; NULL: none yet */
    mlg_policy_figure figures[24];
    int figure_count;
    const char *unit;     /* of the values of groups, in English; NULL: no groups */
    const char *sides[2]; /* what the two values of a group are, in English; NULL: before and after */
    mlg_policy_group *groups;
    int32_t group_count;
    size_t group_room;
    mlg_policy_unit *units; /* from the highest score */
    int32_t unit_count;
    size_t unit_room;
    bool
        has_hours; /* of a week, from Monday 0:00, before and after: % of people with an open site within reach, slots */
    double hours[2][168], slots[2][168];
    bool force; /* the scenario makes the changes that a rule refuses */
};

#define MLG_POLICY(name, function, values) mlg_policy_decide function;
#include "pipeline/policy/policies.def"
#undef MLG_POLICY

/* ---- parameters (values.c) -------------------------------------------------------------------------------------- */

/* MLG_INPUT: absent, or not a number of 0 or more. */
mlg_status mlg_policy_value(double *out, const mlg_policy_job *j, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT: absent. */
mlg_status mlg_policy_word(const char **out, const mlg_policy_job *j, const char *name,
                           mlg_error *err) MLG_MUST_CHECK;

/* Numbers by age of a value, "0-14:0.02 75+:0.45": bands parted by blanks, `most` at most. MLG_INPUT: none, or not so. */
mlg_status mlg_policy_bands(mlg_age_band *band, double *number, int32_t *count, int32_t most,
                            const mlg_policy_job *j, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* ---- the study (communes.c, groups.c) ------------------------------------------------------------------------------ */

/* Communes of the territory, by code, with their APL and GPs. */
mlg_status mlg_policy_communes(mlg_policy_job *j, mlg_error *err) MLG_MUST_CHECK;

/* MLG_NOWHERE: not of the territory. O(log n). */
int32_t mlg_policy_find_commune(const mlg_policy_job *j, const char *code);

/* Means by people of a value of each place (NaN: unknown there), before and after, for every group of the study. A neighbourhood takes that of
 * its squares; without squares, that of its communes, as the access of neighbourhoods does: the value at the centre of a commune becomes
 * the mean of its squares (mlg_places_gather). `unit` is static. O(groups x places of each). */
mlg_status mlg_policy_group_values(mlg_policy_job *j, const mlg_places *places, double *before, double *after,
                                   const char *unit, mlg_error *err) MLG_MUST_CHECK;

/* The group of everybody; NULL before mlg_policy_group_values(). */
const mlg_policy_group *mlg_policy_everybody(const mlg_policy_job *j);

/* Adds an area to the ranking. The texts are in the arena. */
mlg_status mlg_policy_rank_unit(mlg_policy_job *j, const mlg_policy_unit *unit, mlg_error *err) MLG_MUST_CHECK;

void mlg_policy_say(mlg_policy_job *j, const char *name, double value);
/* The bound, the gap and the proof of an optimisation. */
void mlg_policy_say_outcome(mlg_policy_job *j, const mlg_outcome *outcome);

/* ---- the scenario (scenario.c) --------------------------------------------------------------------------------- */

/* An item of `list` (supply, sites, zoning), under a line of comment. Items of a list follow each other. */
void mlg_policy_item(mlg_policy_job *j, const char *list, const char *comment);
void mlg_policy_item_text(mlg_policy_job *j, const char *key, const char *text);
void mlg_policy_item_word(mlg_policy_job *j, const char *key, const char *word); /* a name, quoted if need be */
void mlg_policy_item_number(mlg_policy_job *j, const char *key, double value, int decimals);

/* Ends it with the reason, the first day and the source that the policy gives. `reason` NULL: the label of the policy. */
void mlg_policy_item_end(mlg_policy_job *j, const char *reason);

/* The same with a reason alone: of a zoning, whose items have no days. */
void mlg_policy_item_reason(mlg_policy_job *j, const char *reason);

mlg_status mlg_policy_scenario(mlg_text *out, const mlg_policy_job *j, mlg_error *err) MLG_MUST_CHECK;

/* ---- what is printed (answer.c) ---------------------------------------------------------------------------------- */

mlg_status mlg_policy_answer(char **out, mlg_policy_job *j, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

#endif
