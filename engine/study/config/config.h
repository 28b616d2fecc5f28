/* What a study file asks for, as plain data. Read by config.c through libcyaml with a strict schema; every pointer
 * belongs to the config and lives until mlg_config_free(). A NULL pointer to a number means "not given": the stage
 * that uses it applies its named default and records which. */
#ifndef MLG_STUDY_CONFIG_CONFIG_H
#define MLG_STUDY_CONFIG_CONFIG_H

#include "base/error.h"

/* Exactly one is given. */
typedef struct mlg_config_territory {
    char *epci, *departement, *region; /* codes */
    char **communes;                   /* INSEE codes */
    unsigned communes_count;
    bool all;
} mlg_config_territory;

/* Column of the file that holds each thing; NULL: the dataset's usual names are tried. */
typedef struct mlg_config_columns {
    char *insee_com, *libelle, *population, *pop_std, *lon, *lat, *x, *y;
    char *siren_epci, *lib_epci, *insee_dep, *insee_reg, *densite, *surface_km2;
    char *code, *categorie, *precision;
    char *code_qp, *communes;
    char *tvs, *lib_tvs, *maille, *zonage, *cadre, *millesime;
    char *quantite, *age;
    char *activite, *remplace;             /* acts of the professional everywhere; whom he stands in for */
    char *personne, *finess, *code_postal; /* supply: who it is, and where when the commune is not told */
    char *ancien, *nouveau;                /* changes: commune codes before and after */
    char *apl, *apl_65, *impute, *menages, *kind, *geometrie;
    char *revenu, *pauvrete; /* income */
    char *uu;                /* urban unit */
    char *valeur;            /* indicators */
} mlg_config_columns;

/* A column that holds the persons of one age band; `to` NULL: no upper end. Both ends included. */
typedef struct mlg_config_band {
    int from;
    int *to;
    char *column;
    char *women; /* column of the women among them, or absent */
} mlg_config_band;

typedef struct mlg_config_filter {
    char *column;
    char **values; /* rows are kept when the cell equals one of these */
    unsigned values_count;
} mlg_config_filter;

typedef struct mlg_config_source {
    char *dataset; /* name of sources.def; "table" needs `columns` */
    char *path;    /* relative to the study file, or to --data */
    char *layer, *crs, *vintage, *producer, *licence;
    /* supply: what is counted (gp, pharmacy...) and in what: personnes, etp, actes, actes_centre */
    char *service, *unit;
    char *indicator; /* indicators: name of what is measured (pauvrete, css ...) */
    char *category;  /* sites: category of every row, when the file has no such column */
    char *kind;      /* membership: cpts, cls, crt */
    char *companion; /* rpps: file of the savoir-faire, when the main one does not have them */
    mlg_config_columns *columns;
    mlg_config_band *ages;
    unsigned ages_count;
    mlg_config_filter *filter;
} mlg_config_source;

typedef struct mlg_config_list {
    mlg_config_source *items;
    unsigned count;
} mlg_config_list;

/* In the order they are loaded. */
typedef struct mlg_config_sources {
    mlg_config_list changes, communes, other_year, population, density, ages, cells, qpv, sites, postal, supply,
        tvs, zoning, apl, income, indicators, membership, parameters;
} mlg_config_sources;

/* The roles in that order: NULL after the last. */
const mlg_config_list *mlg_config_role(const mlg_config_sources *sources, int index, const char **name);

typedef struct mlg_config_travel {
    char *model;              /* crow, road, table */
    double *detour;           /* road length over straight length */
    double *terminal_minutes; /* walking to the car, parking: added to every trip between two places */
    double *intra_minutes;    /* within one commune */
    double *speeds_kmh;       /* seven speeds, by density level 1 (dense) to 7 */
    unsigned speeds_kmh_count;
    char *osm;           /* road: OpenStreetMap file */
    char *profile;       /* road: car, bicycle, foot, or the path of a file of one's own */
    char *direction;     /* road: to_site (people travel) or from_site (care travels) */
    double *snap_metres; /* road: how far from a road a point may be */
    bool peak;           /* road: times of peak hours */
    char *engine;        /* road: auto, search, sweep: how times are computed; they are the same */
    char *path;          /* table: file of given times */
    char *origin, *destination, *minutes; /* table: its columns */
    char *no_route;                       /* table: what stands for "no way" */
} mlg_config_travel;

/* A service: where it is offered. Supply rows of that name and sites of these categories both count. */
/* Acts a year of one professional of a département whose own are not known. */
typedef struct mlg_config_local_acts {
    char *departement;
    double acts;
} mlg_config_local_acts;

typedef struct mlg_config_service {
    char *name;
    char **categories;
    unsigned categories_count;
    double *acts, *acts_min, *acts_max; /* acts a year of one professional */
    int *age_limit;                     /* included */
    char *age_weights;                  /* mlg_age_weights_by_name() */
    mlg_config_local_acts *local_acts;
    unsigned local_acts_count;
} mlg_config_service;

typedef struct mlg_config_step {
    double minutes, weight;
} mlg_config_step;

typedef struct mlg_config_access {
    char *name;              /* of the result; absent: that of the measure, which layers and report show */
    char *service, *measure; /* measure: apl, or another of mlg_measures */
    /* one of mlg_decay_list(); absent with `steps` or `shape`, or for that of the measure */
    char *decay;
    mlg_config_step *steps;
    unsigned steps_count;
    char *shape;                /* exponential and so on: mlg_decay_shape_by_name() */
    double *cut_minutes;        /* of the shape */
    double *parameter, *spread; /* of the shape; spread: standard deviation of the logistic */
    char *closure; /* left: t < limit; right: t <= limit; NULL: that of the named decay, right for given steps */
} mlg_config_access;

/* What its values are kept under. */
static inline const char *mlg_config_access_name(const mlg_config_access *access)
{
    return access->name ? access->name : access->measure;
}

typedef struct mlg_config_catchment {
    char *name;
    char *sites; /* category of sites */
    double *minutes;
    unsigned minutes_count;
    double *capacity;                         /* persons one site can serve; absent: no limit */
    char *method;                             /* with a capacity: rank (site after site) or optimal */
    double *resolution_metres, *reach_metres; /* isochrones on roads: of the drawing; off the road */
} mlg_config_catchment;

/* Spatial clusters of the APL: local Moran's I, conditional permutations, false discoveries held under a rate. */
typedef struct mlg_config_clusters {
    int *permutations, *seed;
    double *rate;
} mlg_config_clusters;

typedef struct mlg_config_deserts {
    char *rules;                                        /* name of geodata/rules, or a file */
    double *apl, *pharmacy_minutes, *emergency_minutes; /* bounds of the criteria gp, pharmacy, emergency */
    double *join_minutes;                               /* areas join when this near; absent: by a shared border */
    char *vulnerability;                                /* file of weights */
    mlg_config_clusters *clusters;
} mlg_config_deserts;

/* What is missing to reach a threshold of the APL. */
typedef struct mlg_config_need {
    char *service;
    double *threshold; /* of its APL; absent for GPs: that of the deserts */
    double *minutes;   /* beyond it a site is too far */
} mlg_config_need;

/* Chance to stop during the year in which one turns `age`. */
typedef struct mlg_config_leave {
    int age;
    double share;
} mlg_config_leave;

/* Doctors by age, for those whose age no source gives; both ends included. */
typedef struct mlg_config_age_count {
    int from, to;
    double doctors;
} mlg_config_age_count;

/* Doctors known to come (above 0) or go (below 0), so many years from now. */
typedef struct mlg_config_move {
    char *insee_com;
    int year;
    double doctors;
    char *name; /* what it is, for people */
} mlg_config_move;

/* Access in some years. */
typedef struct mlg_config_outlook {
    char *service;
    int *years;
    unsigned years_count;
    int *retirement_age; /* nobody works from then on */
    mlg_config_leave *leave;
    unsigned leave_count;
    mlg_config_age_count *ages;
    unsigned ages_count;
    double *replacement; /* share of those who stop whose work is taken up where it was */
    mlg_config_move *moves;
    unsigned moves_count;
    double *threshold;
} mlg_config_outlook;

/* What counts as supply: what is given stands in for the same key of the service. */
typedef struct mlg_config_supply_case {
    char *name;
    double *acts, *acts_min, *acts_max;
    int *age_limit;
} mlg_config_supply_case;

/* A measure of `accessibility` under every combination of these. */
typedef struct mlg_config_sensitivity {
    char *service, *measure;
    double *threshold;
    char **decays; /* names */
    unsigned decays_count;
    char **closures; /* left, right */
    unsigned closures_count;
    double *limits, *speeds; /* times what they are */
    unsigned limits_count, speeds_count;
    mlg_config_supply_case *supplies;
    unsigned supplies_count;
    char **demands; /* standardised, total */
    unsigned demands_count;
} mlg_config_sensitivity;

typedef struct mlg_config_zoning {
    char *rules; /* name of geodata/rules, or a file */
    double *zip, *zac;
    double *zip_max_pct, *zac_max_pct; /* ceilings, percent of the people of the territory */
    char *mesh;                        /* what sources.tvs holds: tvs, bv2022, bvcv, grand-quartier, commune */
    char *apl;                         /* computed, published, published-65 */
    char *vintage;                     /* of the published APL; absent: the last */
    char *scenario;                    /* file, compared with what is in force */
} mlg_config_zoning;

/* What opening one site costs. */
typedef struct mlg_config_site_cost {
    char *code; /* of the candidate, or of its commune */
    double cost;
} mlg_config_site_cost;

typedef struct mlg_config_siting {
    char *name, *model; /* one of mlg_siting_models (analysis/study_siting.h) */
    char *service;      /* whose access counts; gp */
    char *candidates;   /* communes, cells, or a category of sites */
    char **only;        /* which of them: without-gp, under-2000, rural, desert */
    unsigned only_count;
    char **volunteers; /* codes of candidates or of their communes: no other is free */
    unsigned volunteers_count;
    char *existing;             /* category of sites that stand, or absent */
    char **forced, **forbidden; /* codes of candidates */
    unsigned forced_count, forbidden_count;
    char *demand;               /* persons, standardised, unmet (consultations), without-doctor */
    int *sites;                 /* how many more */
    double *minutes;            /* covering limit; also what "brought within" means for the others */
    double *full_minutes;       /* mclp-gradual: a person counts whole up to there */
    double *max_minutes;        /* nothing is searched beyond: p-median charges this time */
    double *doctors;            /* to share out freely, where `sites` is absent */
    double *doctors_per_site;   /* full-time equivalents at a new site */
    double *threshold;          /* acts a year and inhabitant: of the desert and of the goals on access */
    int *alternatives;          /* next-best sets to list */
    double *capacity;           /* of a site, in the unit of the demand; else what its doctors can serve */
    double *acts_per_person;    /* a year, to turn doctors into persons served */
    bool whole;                 /* capacities: a place goes to one site only */
    double *budget, *site_cost; /* any unit of money; site_cost is that of the sites told nowhere else */
    /* a figure by commune of sources.indicators: what a site there costs, unless in `costs` */
    char *cost_indicator;
    mlg_config_site_cost *costs;
    unsigned costs_count;
    double *backup;              /* mclp-backup: what being covered twice adds, to 1 for once */
    int *half_days;              /* a week, of consultations to share out */
    double *half_days_full_time; /* that one full-time equivalent makes */
    double *seconds;             /* keeps the best found then; capacities, budgets and coverage twice */
} mlg_config_siting;

/* A stop open on some days of the week only (1 Monday); it is closed on the others. NULL hours: all day. */
typedef struct mlg_config_opening {
    char *stop; /* code of a commune or neighbourhood */
    int *days;
    unsigned days_count;
    char *from, *to; /* "09:00" */
} mlg_config_opening;

/* A visit that stays. */
typedef struct mlg_config_visit {
    char *stop;
    int day;   /* of the cycle, 1 the first */
    int *unit; /* 1 the first */
    char *start;
} mlg_config_visit;

typedef struct mlg_config_tour {
    char *name;
    char *depot; /* code or name of a commune: of all units; or one a unit: */
    char **depots;
    unsigned depots_count;
    int *units, *weeks, *days; /* days a week */
    char *start;               /* "08:30" */
    double *minutes_per_day, *session_minutes, *setup_minutes, *pack_minutes;
    double *lunch_minutes;
    char *lunch_from, *lunch_to;
    double *max_drive_minutes; /* a day */
    char **stops;              /* communes, qpv, categories of sites */
    unsigned stops_count;
    double *population_below; /* communes of so many persons or more are no target */
    char *without;            /* service: communes that have it are no target */
    double *reach_minutes, *full_minutes;
    double *repeats; /* what a person counts for at the 1st, 2nd... visit */
    unsigned repeats_count;
    char *aim;     /* persons, acts */
    char *service; /* acts: what they are consultations of */
    double *acts, *weeks_per_year;
    int *commune_a_week; /* visits of a commune a week at most */
    int *every_weeks;    /* each stop at least once in so many weeks */
    int *qpv_visits;     /* of all neighbourhoods over the cycle, at least */
    mlg_config_opening *openings;
    unsigned openings_count;
    mlg_config_visit *fixed;
    unsigned fixed_count;
    double *max_seconds;
} mlg_config_tour;

typedef struct mlg_config_outputs {
    char *geopackage, *report, *workbook, *tables; /* tables: a folder of CSV files */
    char *palette;                                 /* colours of the maps: colourblind, drees, grey */
    double *classes;                               /* four borders of the classes of APL */
    unsigned classes_count;
} mlg_config_outputs;

typedef struct mlg_config {
    char *title;
    mlg_config_territory territory;
    char *buffer; /* "30 km" */
    int *cog;
    char *crs;   /* of the study, default EPSG:2154 */
    char *codes; /* insee: commune codes are checked; any: other places than French communes */
    mlg_config_sources sources;
    char *demand; /* communes: people at the centre of their commune; cells: in the squares of sources.cells */
    mlg_config_travel *travel;
    mlg_config_service *services;
    unsigned services_count;
    mlg_config_access *accessibility;
    unsigned accessibility_count;
    mlg_config_catchment *catchments;
    unsigned catchments_count;
    mlg_config_deserts *deserts;
    mlg_config_need *need;
    mlg_config_outlook *outlook;
    mlg_config_sensitivity *sensitivity;
    mlg_config_zoning *zoning;
    mlg_config_siting *siting;
    unsigned siting_count;
    mlg_config_tour *tours;
    unsigned tours_count;
    mlg_config_outputs outputs;
} mlg_config;

typedef struct mlg_study_file mlg_study_file; /* the config and where each of its keys stands in the file */

/* Reads and checks `path`: YAML syntax, unknown keys (with the nearest known one), types, required keys, exactly one
 * territory, names of models, datasets, decays and rules. Every error is one line "file:line:column: what; what would be
 * right". MLG_INPUT. */
mlg_status mlg_study_file_open(mlg_study_file **out, const char *path, mlg_error *err) MLG_MUST_CHECK;
void mlg_study_file_close(mlg_study_file *file);

const mlg_config *mlg_study_file_config(const mlg_study_file *file);
const char *mlg_study_file_path(const mlg_study_file *file);

/* "file:line:column" of a key, as in "sources.supply[0].path"; the nearest parent's when the key is absent.
 * Good until close. */
const char *mlg_study_file_where(const mlg_study_file *file, const char *key);

/* What the file says under a key, comments and layout apart: equal texts ask for the same thing. Empty when the key is
 * absent. Freed with free(). */
mlg_status mlg_study_file_dump(char **out, const mlg_study_file *file, const char *key,
                               mlg_error *err) MLG_MUST_CHECK;

/* Path of a data file: absolute as is, else under `data_folder`, or the study file's folder when that is NULL.
 * Freed with free(). */
mlg_status mlg_study_file_resolve(char **out, const mlg_study_file *file, const char *data_folder,
                                  const char *path, mlg_error *err) MLG_MUST_CHECK;

/* "30 km", "500 m" or "12" (km) to metres. */
bool mlg_parse_length(const char *text, double *metres);

/* "08:30" or "8:30" as seconds of the day, up to "24:00"; false when it is not an hour. */
bool mlg_parse_hour(const char *text, int32_t *seconds);

#endif
