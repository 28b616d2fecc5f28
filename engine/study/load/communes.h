/* The communes of a study during loading: read, selected, given outlines and attributes, then written. */
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
    double hall_x, hall_y;      /* town hall as its file gives it, beside an outline */
    bool hall;                  /* there is one */
    double population, pop_std; /* persons, NaN: unknown */
    double surface_km2;         /* NaN: unknown */
    int densite;                /* 1..7, 0: unknown */
    bool in_territory;
    bool moved;       /* its file has another code */
    int year;         /* vintage of its source, 0: unknown */
    bool approx;      /* the outline is a Voronoi cell */
    const char *path; /* of its file */
    int64_t row;
} mlg_commune;

/* A change of code at a date ("2024-01-01", "": unknown). Both codes are the same for a commune created or restored. */
typedef struct mlg_change {
    char before[MLG_CODE_MAX + 1], after[MLG_CODE_MAX + 1];
    char date[11];
    bool recoded;     /* the same commune under another code */
    bool by_outlines; /* found from the outlines of another year */
} mlg_change;

/* A row whose code matches no commune. */
typedef struct mlg_missed {
    int64_t row;
    char code[8], value[32];
} mlg_missed;

/* A code of the sources of communes. */
typedef struct mlg_known_code {
    char code[MLG_CODE_MAX + 1];
    double population; /* persons, NaN: unknown */
} mlg_known_code;

/* A member of a life territory that is not in the study. */
typedef struct mlg_far_member {
    char insee[MLG_CODE_MAX + 1];
    const char *tvs; /* of the set's arena */
    double population;
} mlg_far_member;

typedef struct mlg_postal {
    char code[8];
    int32_t commune; /* -1: outside the study */
} mlg_postal;

/* Sorted by INSEE code; `{ 0 }` is empty. */
typedef struct mlg_communes {
    mlg_commune *items;
    int32_t count;
    size_t capacity;
    mlg_arena arena;
    double buffer_m;
    int year;            /* of the codes of the study, 0: unknown */
    mlg_change *changes; /* sorted by the code before, then by date */
    int32_t change_count;
    size_t change_capacity;
    mlg_change *recoded; /* those of a commune under another code, in the same order: few of many */
    int32_t recoded_count;
    size_t recoded_capacity;
    mlg_known_code *known; /* of the sources, dropped communes included; sorted */
    int32_t known_count;
    mlg_far_member *far; /* in the order of the files that compose territories */
    size_t far_count, far_capacity;
    bool arrondissements; /* arrondissements count for their city when the study has the city only */
    mlg_missed *missed;
    size_t missed_count, missed_capacity;
    mlg_postal *postal; /* sorted by code, one entry per code */
    size_t postal_count, postal_capacity;
} mlg_communes;

void mlg_communes_release(mlg_communes *set);

/* Index of the commune with exactly this code, -1: none. O(log n). */
int32_t mlg_communes_exact(const mlg_communes *set, const char *insee);

/* Index of the commune of a code, once changes are followed; -1 when the study does not have it. O(log n). */
int32_t mlg_communes_find(const mlg_communes *set, const char *insee);

/* Reads every source of communes and sorts them. MLG_INPUT on a duplicate code. */
mlg_status mlg_communes_read(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Moves the centres of communes with an outline to their town halls, and notes how many and how far. O(n log n). */
mlg_status mlg_communes_settle_halls(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Marks the communes of the territory, keeps those whose centre is within the buffer of one of their centres, and
 * drops the others. MLG_INPUT when the territory is empty or names an unknown commune. O(n x territory). */
mlg_status mlg_communes_select(mlg_communes *set, const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Gives a Voronoi cell to each commune known only by its centre. */
mlg_status mlg_communes_outline(mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* Reads the sources of population, density and territoires de vie-santé into the set. */
mlg_status mlg_communes_describe(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Records that a life territory has a member that is not in the study; does nothing when no territory is named, or when the code
 * has no commune in a département that the sources cover. mlg_communes_write_far() writes those of territories of the study, once
 * all compositions are read. */
mlg_status mlg_communes_add_far(mlg_communes *set, const char *code, const char *tvs,
                                mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_communes_write_far(const mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Writes communes and their demand points. */
mlg_status mlg_communes_write(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Nearest centre to a point, -1 when the set is empty. O(n). */
int32_t mlg_communes_nearest(const mlg_communes *set, double x, double y);

/* The same, -1 also when that centre is farther than the buffer, or than 5 km when the buffer is less. */
int32_t mlg_communes_around(const mlg_communes *set, double x, double y);

/* Commune that contains each point, else the one of the nearest centre when its outline is within 1 km, or when it is approximate and its
 * centre within the buffer, at least 5 km; else -1: the point stands in a commune that is not loaded. */
mlg_status mlg_communes_locate(int32_t *found, const mlg_communes *set, const double *x, const double *y,
                               int32_t n, mlg_error *err) MLG_MUST_CHECK;

/* Loads the other tables once the communes are written; each function reads the sources of its role. */
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

/* Moves the centres of communes to their squares; called before the communes are written. */
mlg_status mlg_load_cells(mlg_study *study, mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* Distributes the people of each commune over its squares, when the study asks for demand by square; called after
 * the neighbourhoods are loaded. */
mlg_status mlg_load_places(mlg_study *study, const mlg_communes *set, mlg_error *err) MLG_MUST_CHECK;

/* Estimates the people of the neighbourhoods that no source counts: the squares whose centre lies in it, else its
 * share of the area of its communes; unknown where neither is available. After the places. */
mlg_status mlg_load_qpv_people(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Reads the sources of postal codes. `find` gives the most populous commune of a code, -1 when it is outside the
 * study; *known is false for a code that no source has. */
mlg_status mlg_postal_read(mlg_communes *set, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
int32_t mlg_postal_find(bool *known, const mlg_communes *set, const char *code);

#endif
