/* Colours of maps, in one place: the styles of QGIS, the report, the map of the zoning. A study names its palette
 * and its class breaks (`outputs`); both are recorded in table parametre, so that a file drawn again later looks
 * the same. */
#ifndef MLG_OUTPUT_PALETTE_H
#define MLG_OUTPUT_PALETTE_H

#include "study/study.h"

typedef struct mlg_colour {
    uint8_t r, g, b;
} mlg_colour;

enum { MLG_ACCESS_CLASSES = 5, MLG_ZONE_CLASSES = 11, MLG_NO_LINES = -1 };

/* A zoning class: a fill, with hatching where colour is not enough. */
typedef struct mlg_zone_look {
    mlg_colour fill;
    int lines_deg; /* direction of the hatching, or MLG_NO_LINES */
} mlg_zone_look;

typedef struct mlg_palette {
    const char *name;                       /* as the study file gives it */
    const char *title;                      /* French, short */
    mlg_colour access[MLG_ACCESS_CLASSES];  /* from the least access to the most */
    mlg_colour minutes[MLG_ACCESS_CLASSES]; /* from the shortest time to the longest */
    mlg_zone_look zones[MLG_ZONE_CLASSES];  /* in the order of mlg_zone_codes, then unknown */
    mlg_colour unknown;
} mlg_palette;

/* The first is the default; ends with a NULL name. */
extern const mlg_palette mlg_palettes[];

/* NULL when there is none of that name. */
const mlg_palette *mlg_palette_find(const char *name);

/* As CSS writes it: #b2182b. */
typedef struct mlg_css_colour {
    char text[8];
} mlg_css_colour;

mlg_css_colour mlg_colour_css(mlg_colour colour);

/* As one number: 0xb2182b. */
uint32_t mlg_colour_rgb(mlg_colour colour);

/* ZIP, ZAC, ZAR, ZV, HZ, then the five levels of the other professions from MLG_ZONE_LEVELS on; ends with NULL. */
enum { MLG_ZONE_LEVELS = 5 };
extern const char *const mlg_zone_codes[];

/* Index of a class in mlg_palette.zones; the unknown class for NULL and other codes. HV is drawn as HZ. */
int mlg_zone_rank(const char *code);

/* Services whose times are drawn. */
typedef enum mlg_timed { MLG_TIMED_GP, MLG_TIMED_PHARMACY, MLG_TIMED_EMERGENCY, MLG_TIMED_SERVICES } mlg_timed;

/* Classes of a change, from a large loss to a large gain, the middle one being what rounding leaves of no change. */
enum { MLG_CHANGE_CLASSES = 5 };
#define MLG_NO_CHANGE 1e-9

typedef struct mlg_change_scale {
    double border; /* from which it counts as large */
    const char *words[MLG_CHANGE_CLASSES];
} mlg_change_scale;

/* Of an APL; of the minutes to a service, where more is a loss. */
extern const mlg_change_scale mlg_change_apl, mlg_change_minutes;

/* The same in every palette. */
extern const mlg_colour mlg_change_colours[MLG_CHANGE_CLASSES];

/* How the maps of a study look. */
typedef struct mlg_look {
    const mlg_palette *palette;
    double threshold; /* of the APL, in consultations per year and standardised inhabitant */
    double borders[MLG_ACCESS_CLASSES - 1];
    double minutes[MLG_TIMED_SERVICES][MLG_ACCESS_CLASSES - 1]; /* of the times to each service */
} mlg_look;

/* Four borders, among them the threshold of a study and 2.5, the published one: 1.5, 2.5, 3.5, 4.5 where they are the same. */
void mlg_look_borders(double borders[MLG_ACCESS_CLASSES - 1], double threshold);

/* Four borders of times, increasing: 5, 10, 15, 20 minutes, or 10, 20, 30, 45 to emergencies, with each of the first four limits asked
 * in place of the border nearest to it. asked[count]: above 0. */
void mlg_look_time_borders(double borders[MLG_ACCESS_CLASSES - 1], mlg_timed service, const double *asked,
                           int count);

/* Class of a time, from 0; MLG_ACCESS_CLASSES when it is unknown. A time equal to a border belongs to the class
 * below, since limits are inclusive. */
int mlg_look_time_class(const mlg_look *look, mlg_timed service, double minutes);

/* "jusqu’à 10", "de 10 à 20", "plus de 45": without a unit. */
void mlg_look_time_words(char *out, size_t size, const mlg_look *look, mlg_timed service, int time_class);

/* What the study recorded, or the defaults. */
mlg_status mlg_look_read(mlg_look *out, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* Records the palette and the borders the study file asks for. */
mlg_status mlg_look_note(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Class of an APL, from 0; MLG_ACCESS_CLASSES when it is unknown. A value equal to a border belongs to the class
 * above. */
int mlg_look_class(const mlg_look *look, double apl);

/* "moins de 1,5", "de 1,5 à 2,5", "4,5 et plus": without a unit. */
void mlg_look_class_words(char *out, size_t size, const mlg_look *look, int access_class);

/* The same, stating also that the class is under the threshold. */
void mlg_look_class_label(char *out, size_t size, const mlg_look *look, int access_class);

#endif
