/* France as it ships with Maillage (geodata/france): its communes in memory, and territories found by code or by
 * name. */
#ifndef MLG_STUDY_FRANCE_FRANCE_H
#define MLG_STUDY_FRANCE_FRANCE_H

#include "base/arena.h"
#include "base/error.h"

/* The file a commune comes from, as geodata/README.md describes them. */
typedef enum mlg_france_file {
    MLG_FRANCE_MAINLAND,
    MLG_FRANCE_TOWNS,     /* Paris, Lyon, Marseille */
    MLG_FRANCE_DISTRICTS, /* of the three towns, counted in them */
    MLG_FRANCE_OVERSEAS,
    MLG_FRANCE_NOWHERE, /* the position is unknown */
    MLG_FRANCE_FILES
} mlg_france_file;

/* Figures of a commune, NaN where unknown. */
typedef enum mlg_france_figure {
    MLG_FRANCE_PEOPLE,
    MLG_FRANCE_KM2,
    MLG_FRANCE_DENSITY, /* level, 1 to 7 */
    MLG_FRANCE_GP_2020,
    MLG_FRANCE_GP,
    MLG_FRANCE_PHARMACIES,
    MLG_FRANCE_NURSES,
    MLG_FRANCE_STRUCTURES,
    MLG_FRANCE_POVERTY, /* % */
    MLG_FRANCE_INCOME,  /* euros a year */
    MLG_FRANCE_FIGURES
} mlg_france_figure;

/* Texts are "" where unknown. */
typedef struct mlg_france_commune {
    mlg_france_file file;
    const char *code, *name, *epci, *epci_name, *department, *region, *area, *area_name;
    double lon, lat;
    double figure[MLG_FRANCE_FIGURES];
} mlg_france_commune;

typedef struct mlg_france_department {
    const char *code, *name, *region, *region_name;
    int epsg;         /* of its maps; 0: unknown */
    bool emergencies; /* whether the list of emergency departments is complete */
} mlg_france_department;

typedef struct mlg_france_hospital {
    const char *commune;
    bool emergency, maternity;
} mlg_france_hospital;

/* `{ 0 }` is empty. */
typedef struct mlg_france {
    mlg_france_commune *communes;
    int32_t count;
    int32_t first[MLG_FRANCE_FILES + 1]; /* of each file, whose codes increase; then `count` */
    size_t capacity;
    mlg_france_department *departments;
    int32_t department_count;
    size_t department_capacity;
    mlg_france_hospital *hospitals;
    int32_t hospital_count;
    size_t hospital_capacity;
    mlg_arena arena;
} mlg_france;

/* The files that ship with Maillage, read at the first call and kept until the process ends. Any thread may call.
 * MLG_INPUT: they are not installed. */
mlg_status mlg_france_open(const mlg_france **out, mlg_error *err) MLG_MUST_CHECK;

/* Name of the file in geodata/france, without its ending. */
const char *mlg_france_file_name(mlg_france_file file);

/* NULL when there is none of that code. O(log communes). */
const mlg_france_commune *mlg_france_commune_of(const mlg_france *france, const char *code);

/* NULL when there is none of that code. */
const mlg_france_department *mlg_france_department_of(const mlg_france *france, const char *code);

/* ---- territories ---- */

typedef enum mlg_france_kind {
    MLG_FRANCE_EPCI,
    MLG_FRANCE_DEPARTMENT,
    MLG_FRANCE_REGION,
    MLG_FRANCE_AREA,     /* bassin de vie */
    MLG_FRANCE_COMMUNES, /* a list, separated by commas */
    MLG_FRANCE_ALL       /* the mainland and Corsica */
} mlg_france_kind;

typedef struct mlg_france_territory {
    mlg_france_kind kind;
    const char *code; /* "" for a list */
    const char *name;
    int32_t *members; /* indices of communes, increasing; freed by the caller */
    int32_t count;
    size_t capacity;
    double people;
    int epsg;
    bool districts; /* municipal districts are among them */
} mlg_france_territory;

/* The territory of a code or a name: "246200364", "Lens-Liévin", "Lens, 62510". Case, accents, marks and the words that every name has
 * ("CA de") do not count. MLG_USAGE: none, with the nearest; several, with their codes; communes of more than one projection; communes
 * whose position is unknown. O(communes log communes). */
mlg_status mlg_france_find(mlg_france_territory *out, const mlg_france *france, mlg_france_kind kind,
                           const char *text, mlg_error *err) MLG_MUST_CHECK;

/* The same when the kind is not stated: an EPCI, a département, a region, a commune, a living area, in this order.
 * *kind is the one found. */
mlg_status mlg_france_find_any(mlg_france_territory *out, const mlg_france *france, const char *text,
                               mlg_error *err) MLG_MUST_CHECK;

/* The words that tell a name from others: "lens lievin" of "CA de Lens - Liévin". */
void mlg_france_words(char *out, size_t size, const char *name);

#endif
