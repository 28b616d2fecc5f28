/* Parts of a scenario file, for the sources of this folder alone: one function an item of each list. */
#ifndef MLG_ANALYSIS_SCENARIO_INNER_H
#define MLG_ANALYSIS_SCENARIO_INNER_H

#include "analysis/common/places.h"
#include "analysis/scenario/trial.h"
#include "network/roads/graph.h"
#include "study/rule_file.h"

typedef struct mlg_scenario_job {
    mlg_study *study;
    mlg_places places;
    const char *date;          /* day of the scenario, 2026-03-01; NULL: none, every change applies */
    int opened;                /* facilities so far */
    mlg_graph *graph;          /* the roads of the study, read for the first change of a road; NULL before */
    mlg_arena arena;           /* names of facilities */
    mlg_scenario_trial *trial; /* lists what each change does; NULL: a run, which stops at the first fault */
} mlg_scenario_job;

typedef mlg_status (*mlg_scenario_item)(mlg_scenario_job *j, const mlg_node *node, mlg_error *err);

/* What an item changes, for the table `changement`. */
typedef struct mlg_scenario_note {
    const char *kind, *service, *code, *label, *to, *to_label, *before, *after;
} mlg_scenario_note;

/* Around the change of one item of a trial: one that fails is undone and listed with its fault, others with what they change. MLG_MEMORY and
 * MLG_CANCELLED are returned. */
mlg_status mlg_scenario_trial_begin(mlg_scenario_job *j, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_scenario_trial_end(mlg_scenario_job *j, const mlg_node *node, mlg_status status,
                                  const mlg_error *fault, mlg_error *err) MLG_MUST_CHECK;

/* Records the note with the reason, the source and the first day that the item gives; `node` NULL: none. */
mlg_status mlg_scenario_record(mlg_scenario_job *j, const mlg_node *node, const mlg_scenario_note *note, bool made,
                               mlg_error *err) MLG_MUST_CHECK;

/* Place of the commune under `key`. MLG_INPUT: absent, or not in the study. */
mlg_status mlg_scenario_commune(int32_t *place, const mlg_scenario_job *j, const mlg_node *node, const char *key,
                                mlg_error *err) MLG_MUST_CHECK;

/* The service under `key`, "gp" without it. MLG_INPUT: the study has none of that name. */
mlg_status mlg_scenario_service(const char **service, const mlg_scenario_job *j, const mlg_node *node,
                                const char *key, mlg_error *err) MLG_MUST_CHECK;

/* Units of supply of one professional at a place; those that stand there now. */
mlg_status mlg_scenario_one(double *one, mlg_scenario_job *j, const char *service, int32_t place,
                            mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_scenario_supply(double *supply, mlg_scenario_job *j, const char *service, int32_t place,
                               mlg_error *err) MLG_MUST_CHECK;

/* Professionals of a service in a commune: those of one age or one place of practice. */
typedef struct mlg_scenario_some {
    const char *service;
    int32_t place;    /* of the commune */
    double age;       /* NaN: any */
    const char *site; /* FINESS number; NULL: any */
} mlg_scenario_some;

/* Adds units of supply at a place, as full-time equivalents; keeps a part of those that stand there, 0: none. The same of some professionals. */
mlg_status mlg_scenario_insert(mlg_scenario_job *j, const char *service, int32_t place, double units,
                               mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_scenario_keep(mlg_scenario_job *j, const char *service, int32_t place, double part,
                             mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_scenario_insert_some(mlg_scenario_job *j, const mlg_scenario_some *some, double units,
                                    mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_scenario_keep_some(mlg_scenario_job *j, const mlg_scenario_some *some, double part,
                                  mlg_error *err) MLG_MUST_CHECK;
void mlg_scenario_bind_some(mlg_stmt *stmt, const mlg_scenario_job *j, const mlg_scenario_some *some);

/* When a site is open and whom it can serve, as the keys `hours` and `capacity` of an item say. */
typedef struct mlg_scenario_running {
    const char *hours; /* as in Mo-Fr 08:00-20:00; NULL: not given */
    double capacity;   /* persons; NaN: not given */
} mlg_scenario_running;

/* The sites that an item names: a facility by its code, or all that gives the service in a commune. */
typedef struct mlg_scenario_named {
    const char *service, *site, *commune; /* one of site and commune */
    int32_t place;                        /* of the commune; MLG_NOWHERE with a site */
    double supplies, facilities;          /* rows */
    const char *label;                    /* of the first facility; NULL: it has none */
    mlg_scenario_running now;             /* what the first facility says */
} mlg_scenario_named;

/* MLG_INPUT: there is none. */
mlg_status mlg_scenario_find_sites(mlg_scenario_named *n, mlg_scenario_job *j, const mlg_node *node,
                                   const char *service, mlg_error *err) MLG_MUST_CHECK;
const char *mlg_scenario_sites_label(const mlg_scenario_named *n, const mlg_scenario_job *j);

/* MLG_INPUT: invalid hours, a capacity below 0, a service without facilities, or one for which the study asks neither times at an hour nor
 * capacities, so that nothing would change. */
mlg_status mlg_scenario_read_running(mlg_scenario_running *running, const mlg_scenario_job *j,
                                     const mlg_node *node, const char *service, mlg_error *err) MLG_MUST_CHECK;

/* "ouvert, Mo-Fr 08:00-20:00, 500 personnes". */
void mlg_scenario_say_running(char *text, size_t size, const char *head, const mlg_scenario_running *running);

mlg_status mlg_scenario_change_running(mlg_scenario_job *j, const mlg_node *node, const char *service,
                                       mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_scenario_change_supply(mlg_scenario_job *j, const mlg_node *node, mlg_error *err) MLG_MUST_CHECK;
/* An item of supply with `aged` or `site`: only professionals of that age, or at that place of practice. MLG_DATA: fewer than leave. */
mlg_status mlg_scenario_change_persons(mlg_scenario_job *j, const mlg_node *node, const char *service,
                                       mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_scenario_change_site(mlg_scenario_job *j, const mlg_node *node, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_scenario_change_people(mlg_scenario_job *j, const mlg_node *node, mlg_error *err) MLG_MUST_CHECK;

/* The people of a commune over the places that count them; NaN: not known. */
mlg_status mlg_scenario_people(double *persons, mlg_scenario_job *j, int32_t place, mlg_error *err) MLG_MUST_CHECK;

/* Runs one of the queries scale_people, scale_ages and scale_commune; commune NULL: everywhere. */
mlg_status mlg_scenario_scale(mlg_scenario_job *j, const char *query, const char *commune, double factor,
                              mlg_error *err) MLG_MUST_CHECK;

/* An item with `projection`: the people of each commune of the file, by age where both the file and the study have ages. Bands of the file
 * lie within those of the study; the standardised population that a source gives keeps its proportion to the people. MLG_INPUT with the
 * row: an unreadable file, an invalid age, year or number of people, a missing year or band. O(rows + communes x bands). */
mlg_status mlg_scenario_project_people(mlg_scenario_job *j, const mlg_node *node, mlg_error *err) MLG_MUST_CHECK;

/* An item of roads: which ways it touches is recorded; analysis/travel/road_changes.h makes it. MLG_INPUT: the study travels by no road, or the line
 * touches none. */
mlg_status mlg_scenario_change_road(mlg_scenario_job *j, const mlg_node *node, mlg_error *err) MLG_MUST_CHECK;

/* Records each key of the study file that the scenario changes. */
mlg_status mlg_scenario_change_keys(mlg_scenario_job *j, mlg_error *err) MLG_MUST_CHECK;

/* The supply becomes that expected in the years of `outlook`. */
mlg_status mlg_scenario_outlook(mlg_scenario_job *j, const mlg_node *map, mlg_error *err) MLG_MUST_CHECK;

#endif
