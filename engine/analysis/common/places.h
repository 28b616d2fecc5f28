/* The demand points and the sites of a study as arrays. */
#ifndef MLG_ANALYSIS_COMMON_PLACES_H
#define MLG_ANALYSIS_COMMON_PLACES_H

#include "base/arena.h"
#include "base/hours.h"
#include "network/models/model.h"
#include "study/study.h"

/* Locations of population and supply, sorted by code; arrays of `count`. `{ 0 }` is empty. Each commune has one
 * place at its centre; its population is counted there, or in grid squares, which are places too. */
typedef struct mlg_places {
    int32_t count;
    const char **code, **label; /* in the arena */
    double *x_m, *y_m;
    uint8_t *density;   /* INSEE grid, 1..7; 0 unknown */
    double *population; /* persons, 0 when unknown */
    double *given_std;  /* standardised persons given by a source; NaN: none */
    uint8_t *in_territory;
    uint8_t *demand;  /* 0: the centre of a commune whose population is counted in its squares */
    int32_t *commune; /* place of its commune: itself, except for a square */
    bool squares;     /* whether any place is a square */
    mlg_arena arena;
} mlg_places;

mlg_status mlg_places_read(mlg_places *places, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
void mlg_places_release(mlg_places *places);

/* Demand points of a result, for the stages after the last one that changes them. `{ 0 }` is empty; released with its `places`. */
typedef struct mlg_kept_places {
    const mlg_db *db; /* of the result */
    mlg_places places;
} mlg_kept_places;

/* Releases `places`, or gives them to the study to keep: mlg_places_read() then reads the result no more. */
void mlg_places_keep(mlg_study *study, mlg_places *places);

/* Room for n places in each array of `{ 0 }`, filled with zeros; `count` is the caller's. */
mlg_status mlg_places_room(mlg_places *places, size_t n, mlg_error *err) MLG_MUST_CHECK;

/* MLG_NOWHERE when no place has that code. O(log n). */
int32_t mlg_places_find(const mlg_places *places, const char *code);

/* Sets value[places] at the communes for which the study has that figure, and leaves the others as they are. MLG_INPUT: no figure has
 * that name; `where` is the location in the study file. O(communes log places). */
mlg_status mlg_places_figure(double *value, const mlg_places *places, mlg_study *study, const char *name,
                             const char *where, mlg_error *err) MLG_MUST_CHECK;

/* True for the centre of a commune, where supply may be located, proposed and reported. */
static inline bool mlg_place_is_commune(const mlg_places *places, int32_t place)
{
    return places->commune[place] == place;
}

/* Sets the value of each centre without demand of its own to the mean of `value` over the squares of its commune,
 * weighted by `weight`: NaN, unknown, where that of a square of some weight is. A commune whose squares have no weight keeps
 * the value of its centre. O(places). */
mlg_status mlg_places_gather(const mlg_places *places, double *value, const double *weight,
                             mlg_error *err) MLG_MUST_CHECK;

/* Adds the values of the places to those of their communes: sums[places], where the centre of each commune is. O(places). */
void mlg_places_sum(double *sums, const mlg_places *places, const double *value);

/* Population of the places of the territory in whole persons (0 elsewhere), rounded so that every partial sum, in
 * the order of the places, is the nearest integer to the exact one. */
void mlg_places_whole_persons(const mlg_places *places, int64_t *persons);

/* Locations where a service is offered; arrays of `count`. `{ 0 }` is empty. */
typedef struct mlg_sites {
    int32_t count;
    size_t capacity;
    const char **code, **label; /* in the arena */
    double *x_m, *y_m;
    uint8_t *density;
    int32_t *place;   /* the place where it is, or MLG_NOWHERE when it has an address of its own */
    int32_t *commune; /* the place of its commune, or MLG_NOWHERE */
    mlg_arena arena;
} mlg_sites;

void mlg_sites_release(mlg_sites *sites);

/* Places with supply of the service, then facilities of its categories. */
mlg_status mlg_sites_of_service(mlg_sites *sites, mlg_study *study, const mlg_places *places, const char *service,
                                mlg_error *err) MLG_MUST_CHECK;

/* Facilities of one category; those located at the centre of a commune are at that place. */
mlg_status mlg_sites_of_category(mlg_sites *sites, mlg_study *study, const mlg_places *places,
                                 const char *category, mlg_error *err) MLG_MUST_CHECK;

/* Which sites count at a time of the week. */
typedef struct mlg_opening {
    const mlg_hours *moment;   /* NULL: all of them */
    const char *usual;         /* hours of sites that give none; NULL: always open */
    bool on_call;              /* whether a site on call counts */
    const char *const *closed; /* [closed_count] codes of sites that do not count */
    unsigned closed_count;
    int32_t left_out, unknown; /* counted: sites that do not count; those that do without hours of any kind */
} mlg_opening;

/* The same as mlg_sites_of_category(), without the sites that do not count. Adds to the counts of *opening. */
mlg_status mlg_sites_open(mlg_sites *sites, mlg_study *study, const mlg_places *places, const char *category,
                          mlg_opening *opening, mlg_error *err) MLG_MUST_CHECK;

/* The same for the sites of mlg_sites_of_service(). */
mlg_status mlg_sites_of_service_open(mlg_sites *sites, mlg_study *study, const mlg_places *places,
                                     const char *service, mlg_opening *opening, mlg_error *err) MLG_MUST_CHECK;

/* Fails when there is no site: the error names the category under `key` of the study file, and the hint lists the
 * categories that exist. */
mlg_status mlg_sites_need(int32_t count, mlg_study *study, const char *key, const char *category,
                          mlg_error *err) MLG_MUST_CHECK;

/* Adds one site at a place. */
mlg_status mlg_sites_add_place(mlg_sites *sites, const mlg_places *places, int32_t place,
                               mlg_error *err) MLG_MUST_CHECK;

/* Adds a site at each place with supply, and with `empty` at every other commune: supply[places] becomes supply[sites], in their
 * order. `sites` is empty. */
mlg_status mlg_sites_with_supply(mlg_sites *sites, double *supply, const mlg_places *places, bool empty,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Adds one site at a point of its own. */
typedef struct mlg_site_point {
    const char *code, *label, *commune;
    double x_m, y_m;
} mlg_site_point;
mlg_status mlg_sites_add_point(mlg_sites *sites, const mlg_places *places, const mlg_site_point *point,
                               mlg_error *err) MLG_MUST_CHECK;

/* The service of that name in the study file; NULL when there is none. */
const mlg_config_service *mlg_find_service(const mlg_study *study, const char *name);

#endif
