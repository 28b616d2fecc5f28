/* The communes of a study while it is being loaded: read, selected, outlined, given their figures, then written. */
#ifndef MLG_STUDY_LOAD_COMMUNES_H
#define MLG_STUDY_LOAD_COMMUNES_H

#include "adapters/geom/geometry.h"
#include "base/arena.h"
#include "study/study.h"

typedef struct mlg_commune {
    char insee[MLG_CODE_MAX + 1];
    const char *libelle, *siren_epci, *lib_epci, *insee_dep, *insee_reg, *uu; /* of the set's arena, may be NULL */
    const char *tvs, *lib_tvs;
    mlg_geom *outline;          /* NULL: only the centre is known */
    double x, y;                /* centre, study's system */
    double population, pop_std; /* persons, NaN: unknown */
    double surface_km2;         /* NaN: unknown */
    int densite;                /* 1..7, 0: unknown */
    bool in_territory;
    bool moved;       /* it bore another code in its file */
    bool approx;      /* the outline is a Voronoi cell */
    const char *path; /* of its file */
    int64_t row;
} mlg_commune;

/* One code that stands for another since. */
typedef struct mlg_change {
    char before[MLG_CODE_MAX + 1], after[MLG_CODE_MAX + 1];
} mlg_change;

/* A row whose code is that of no commune. */
typedef struct mlg_missed {
    int64_t row;
    char code[8], value[32];
} mlg_missed;

typedef struct mlg_postal {
    char code[8];
    int32_t commune; /* -1: not of the study */
} mlg_postal;

/* Sorted by INSEE code; `{ 0 }` is empty. */
typedef struct mlg_communes {
    mlg_commune *items;
    int32_t count;
    size_t capacity;
    mlg_arena arena;
    double buffer_m;
    mlg_change *changes; /* sorted by the code before */
    int32_t change_count;
    size_t change_capacity;
    char (*known)[MLG_CODE_MAX + 1]; /* codes of the sources, those dropped since included; sorted */
    int32_t known_count;
    bool arrondissements; /* those of a town stand for it when the town is there and they are not */
    mlg_missed *missed;
    size_t missed_count, missed_capacity;
    mlg_postal *postal; /* sorted by code, one entry each */
    size_t postal_count, postal_capacity;
} mlg_communes;

void mlg_communes_release(mlg_communes *set);

/* Index of the commune a code stands for, after the changes it has known; -1 when the study does not hold it. O(log n). */
int32_t mlg_communes_find(const mlg_communes *set, const char *insee);

/* Reads every communes source, sorts, refuses a code that stands twice. */
mlg_status mlg_communes_read(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Marks the communes of the territory, keeps those whose centre is within the buffer of the centre of one of them, drops
 * the rest. MLG_INPUT when the territory holds none, or names a commune that is not there. O(n x territory). */
mlg_status mlg_communes_select(mlg_communes *set, const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Gives a Voronoi cell to the communes known by their centre only. */
mlg_status mlg_communes_outline(mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* Reads the sources of population, density and life territories into the set. */
mlg_status mlg_communes_describe(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Writes communes and their demand points. */
mlg_status mlg_communes_write(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Nearest centre to a point, -1 when the set is empty. O(n). */
int32_t mlg_communes_nearest(const mlg_communes *set, double x, double y);

/* Commune that holds each point, else the nearest centre within the buffer, else -1. */
mlg_status mlg_communes_locate(int32_t *found, const mlg_communes *set, const double *x, const double *y,
                               int32_t n, mlg_error *err) MLG_MUST_CHECK;

/* The other tables, once the communes are written. Each reads the sources of its role. */
mlg_status mlg_load_ages(mlg_study *study, mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_load_qpv(mlg_study *study, const mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_load_sites(mlg_study *study, const mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_load_supply(mlg_study *study, mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_load_zoning(mlg_study *study, mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_load_indicators(mlg_study *study, const mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_load_membership(mlg_study *study, mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_load_apl(mlg_study *study, const mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_load_parameters(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_load_income(mlg_study *study, const mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* Before the communes are written: the squares move their centres. */
mlg_status mlg_load_cells(mlg_study *study, mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* After the neighbourhoods, where the study asks for demand in squares: shares out the people of each commune over its own. */
mlg_status mlg_load_places(mlg_study *study, const mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* Reads the sources of postal codes. find: commune with the most people under a code, -1 when it is not of the study;
 * *known is false for a code that stands in no source. */
mlg_status mlg_postal_read(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
int32_t mlg_postal_find(bool *known, const mlg_communes *set, const char *code);

#endif
