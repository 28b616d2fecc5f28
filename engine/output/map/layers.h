/* The layers of the report map, one per property of a commune: its APL, time to a GP, missing services, zoning
 * class, the minutes saved by a siting request. Each layer puts communes into classes; a class has words, a
 * colour, communes and persons. */
#ifndef MLG_OUTPUT_MAP_LAYERS_H
#define MLG_OUTPUT_MAP_LAYERS_H

#include "base/text.h"
#include "output/tables/findings.h"

enum { MLG_LAYER_CLASSES = 5 };

typedef enum mlg_layer_kind {
    MLG_LAYER_APL,
    MLG_LAYER_TIME, /* to a GP, a pharmacy, an emergency service: in the order of mlg_timed */
    MLG_LAYER_PHARMACY,
    MLG_LAYER_EMERGENCY,
    MLG_LAYER_LACK,
    MLG_LAYER_ZONING,
    MLG_LAYER_OUTLOOK,          /* APL at the farthest horizon */
    MLG_LAYER_SENSITIVITY,      /* runs of other conventions that place a commune beyond the threshold */
    MLG_LAYER_ROUNDS,           /* APL with the first request for rounds */
    MLG_LAYER_CHANGE,           /* APL after less before */
    MLG_LAYER_LONGER,           /* minutes to an emergency service, after less before */
    MLG_LAYER_BEFORE,           /* APL before */
    MLG_LAYER_EMERGENCY_BEFORE, /* minutes to an emergency service before */
    MLG_BASE_LAYERS,
    MLG_LAYER_GAIN = MLG_BASE_LAYERS, /* minutes that a siting request gains */
    MLG_LAYER_AFTER,                  /* minutes to its sites, where none stands today */
    MLG_LAYER_ASKED,                  /* a row of findings->asked */
    MLG_LAYER_SHARE,                  /* percent of the people who are of a group of findings->groups */
    MLG_LAYER_GROUP,                  /* APL of that group, then its minutes, in the order of mlg_timed */
    MLG_LAYER_GROUP_TIME,
    MLG_LAYER_GROUP_PHARMACY,
    MLG_LAYER_GROUP_EMERGENCY
} mlg_layer_kind;

typedef struct mlg_map_layer {
    mlg_layer_kind kind;
    int request; /* of the kinds after the base layers, its row in `bilans`, in `asked` or in `groups` */
    int first;   /* of the zoning: its first class in mlg_zone_codes */
    char key
        [8]; /* its name in the page and the prefix of its CSS classes: c, t, p, u, d, z, a, s, m, e, l, f, h, r0, o0, i0, j0, k0, r1 ... , b0, b1 ... , g0, g1 ... */
    mlg_text name;                          /* in the list of layers */
    mlg_text caption;                       /* of its legend, with the unit */
    char words[MLG_LAYER_CLASSES + 1][256]; /* the last: unknown */
    int32_t communes[MLG_LAYER_CLASSES + 1];
    int32_t quarters[MLG_LAYER_CLASSES + 1]; /* priority neighbourhoods, of a layer of differences */
    double persons[MLG_LAYER_CLASSES + 1];
    double cuts[MLG_LAYER_CLASSES - 1]; /* of what is asked: borders of its classes */
    int cut_count;
    bool measure; /* more is better */
} mlg_map_layer;

/* What a query returns of a commune; NaN and NULL are unknown. */
typedef struct mlg_map_facts {
    double apl, minutes[MLG_TIMED_SERVICES], lacks; /* lacks: how many services it lacks */
    const char *zoning;
    double persons;
    double expected, runs_under, with_rounds; /* of the layers of outlook, sensitivity (%) and rounds */
    double change, longer;                    /* after less before: APL, minutes to an emergency service */
    double before, emergency_before;
} mlg_map_facts;

/* `present`: which base layers have at least one known commune; those of what is known of each group of people follow, a layer for each row
 * of `asked`, then one for each siting request. NULL: these alone.
 * MLG_MEMORY. */
mlg_status mlg_map_layers_new(mlg_map_layer **out, int *count, const bool present[MLG_BASE_LAYERS],
                              const mlg_findings *found, mlg_error *err) MLG_MUST_CHECK;
void mlg_map_layers_free(mlg_map_layer *layers, int count);

/* Fills name, caption and words of a layer whose kind and request are set. */
void mlg_layer_name(mlg_map_layer *layer, const mlg_findings *found);

/* Borders in minutes of the classes of gains and of times after. */
extern const double mlg_gain_borders[3], mlg_after_borders[4];

/* The same of shares of people, in percent. */
extern const double mlg_share_borders[4];

/* Class of a commune in one of the base layers, MLG_LAYER_CLASSES when unknown. */
int mlg_layer_class(const mlg_map_layer *layer, const mlg_map_facts *facts, const mlg_look *look);

/* Class of minutes gained: 0 none, 1 under 2, 2 under 5, 3 under 10, 4 more, or newly reachable. */
int mlg_gain_class(double minutes);

/* Class of minutes to a site once it is open: a border belongs below it, as a time limit is within reach. MLG_LAYER_CLASSES for NaN. */
int mlg_after_class(double minutes);

/* Whether several layers of its kind can stand side by side: its classes are then told apart as "g0-3". */
bool mlg_layer_is_numbered(const mlg_map_layer *layer);

/* Gains of the communes, or what is asked of them, read in the order of their codes. */
typedef struct mlg_gain_rows {
    mlg_stmt *stmt;
    bool row; /* it stands on one */
} mlg_gain_rows;

mlg_status mlg_gain_rows_open(mlg_gain_rows *out, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;
void mlg_gain_rows_close(mlg_gain_rows *rows);

/* Class of the commune in each request: by the minutes it gains, 0 where it gains nothing; where no site stands
 * today, of the minutes to the nearest site. */
mlg_status mlg_gain_classes(int *classes, int requests, mlg_gain_rows *rows, const char *code,
                            mlg_error *err) MLG_MUST_CHECK;

/* Few classes of what is asked are spread over those of a layer, the shortest and the longest times having always their colours;
 * MLG_LAYER_CLASSES for -1: see mlg_asked_class(). */
int mlg_asked_spread(int at, int cut_count);

mlg_status mlg_group_rows_open(mlg_gain_rows *out, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* Class of the commune in each of these layers of groups, MLG_LAYER_CLASSES where nothing is known; adds to `tip` what is known of each
 * group. A time that is unknown but for being in the last class is in it. Counts the commune in the layers: with its `persons` in those of
 * shares, in the others with those of the group. */
mlg_status mlg_group_classes(int *classes, mlg_map_layer *layers, int count, double persons, mlg_text *tip,
                             const mlg_look *look, mlg_gain_rows *rows, const char *code,
                             mlg_error *err) MLG_MUST_CHECK;

/* Whether it shows a group of people. */
bool mlg_layer_is_of_group(const mlg_map_layer *layer);

mlg_status mlg_asked_rows_open(mlg_gain_rows *out, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* Class of the commune in each of these layers, by row of `asked`; MLG_LAYER_CLASSES where nothing is known. */
mlg_status mlg_asked_classes(int *classes, const mlg_map_layer *layers, int count, const mlg_findings *found,
                             mlg_gain_rows *rows, const char *code, mlg_error *err) MLG_MUST_CHECK;

/* Colour of a class in the palette of the study; the last class: unknown. Measures that are asked have the colours of access
 * (MLG_LAYER_APL). */
mlg_css_colour mlg_layer_colour(const mlg_look *look, mlg_layer_kind kind, int layer_class);
mlg_css_colour mlg_layer_paint(const mlg_look *look, const mlg_map_layer *layer, int layer_class);

/* Whether it shows what is after less what is before: neighbourhoods have classes of their own there. */
bool mlg_layer_is_difference(const mlg_map_layer *layer);

/* Adds a commune to a class of the layer. */
void mlg_layer_count(mlg_map_layer *layer, int layer_class, double persons);

/* Patterns, inside <defs>, of the zoning classes that the palette tells apart by lines. */
void mlg_zone_patterns(mlg_text *page, const mlg_look *look);

/* CSS rules of the layers for the shapes of the map and the swatches of legends. */
void mlg_layers_style(mlg_text *page, const mlg_map_layer *layers, int count, const mlg_look *look);

/* A table of its classes: words, communes, persons, share. Hidden unless it is the first. */
void mlg_layer_legend(mlg_text *page, const mlg_map_layer *layer, bool first, const mlg_look *look);

#endif
