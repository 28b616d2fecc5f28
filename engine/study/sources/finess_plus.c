#include "study/sources/finess_plus.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The address "03" is that of the place of care; others (post, reception, annexes) may come before it. */
#define PLACE "adresse[usageAdresse=03]."
#define POINT PLACE "coordonneesGeographique."

const mlg_records mlg_finess_plus_sites = {
    .marks = "pmej|gco|gcc",
    .own = "informationsGeneralesPMEJ|informationsGeneralesEGE",
    .steps = "pmej.ege",
    .columns = "nofinesset=informationsGeneralesEGE.numFinessEge|rslongue=informationsGeneralesEGE.nomEgeLong|"
               "rs=informationsGeneralesEGE.nomEgeCourt|categetab=categorieentiteGeographiqueExercice|"
               "siret=informationsGeneralesEGE.siret|etatobjet=etatObjet|"
               "datefermeture=informationsGeneralesEGE.dateFermeture|code_insee=" PLACE "cogCommune|"
               "coordxet=" POINT "coordonneeX|coordyet=" POINT "coordonneeY|"
               "longitude=" POINT "directionLongitude|latitude=" POINT "directionLatitude|"
               "cleban=" POINT "cleInInteropBAN",
};

#define CARE "nature.caracteristiquesSpecifiques.typeActiviteAASA."
#define FORM "nature.caracteristiquesSpecifiques.typeActiviteAMF."
#define REFORM "nature.caracteristiquesSpecifiques.typeActiviteAMM."

const mlg_records mlg_finess_plus_activities = {
    .marks = "pmej",
    .own = "activitesAutorisees|activitesExercees",
    .steps = "pmej.ege",
    .each = "activitesExercees",
    .columns = "nofinesset=^numFinessEge|nature=nature.codeNature|activite=" CARE "activiteSanitaireRegulee|"
               "modalite=" CARE "modaliteActivite|activiteamf=" FORM "activiteAMF|modaliteamf=" FORM
               "modaliteActivite|activiteamm=" REFORM "activiteAMM|modaliteamm=" REFORM
               "modaliteAMM|etatobjet=caracteristiquesGeneriques.etatObjet|"
               "datefin=caracteristiquesGeneriques.dateFinEffectiveActivite",
};

void mlg_finess_plus_find(mlg_finess_plus *plus, const mlg_reader *reader)
{
    plus->state = mlg_reader_field(reader, "etatobjet");
    plus->closed = mlg_reader_field(reader, "datefermeture");
    plus->x = mlg_reader_field(reader, "coordxet");
    plus->y = mlg_reader_field(reader, "coordyet");
    plus->lon = mlg_reader_field(reader, "longitude");
    plus->lat = mlg_reader_field(reader, "latitude");
    plus->key = mlg_reader_field(reader, "cleban");
    plus->insee = mlg_reader_field(reader, "code_insee");
}

bool mlg_finess_plus_is_open(const mlg_finess_plus *plus, const mlg_reader *reader)
{
    const char *state = mlg_layer_text(reader->layer, plus->state);
    return state && strcmp(state, "A") == 0 && !mlg_layer_text(reader->layer, plus->closed);
}

/* "01053_1950_00062", "01053_1950", "01053". */
const char *mlg_finess_plus_precision(const mlg_finess_plus *plus, const mlg_reader *reader)
{
    const char *key = mlg_layer_text(reader->layer, plus->key);
    int parts = key != NULL;
    for (const char *c = key; c && *c; c++)
        parts += *c == '_';
    return parts >= 3 ? "adresse" : parts == 1 ? "commune" : "approchee";
}

/* ---- coordinates ---------------------------------------------------------------------------------------- */

static bool read_pair(double *x, double *y, const mlg_reader *reader, int x_field, int y_field)
{
    return mlg_parse_number(mlg_layer_text(reader->layer, x_field), x) &&
           mlg_parse_number(mlg_layer_text(reader->layer, y_field), y);
}

static void swap(double *x, double *y)
{
    double kept = *x;
    *x = *y;
    *y = kept;
}

/* In metropolitan France the longitude is under 10 and the latitude over 41, which reveals their order. */
static bool are_degrees(double *x, double *y)
{
    if (fabs(*x) > 180 || fabs(*y) > 180 || (*x == 0 && *y == 0))
        return false;
    if (*x > 41 && *x < 52 && *y > -6 && *y < 10)
        swap(x, y);
    return fabs(*y) <= 90;
}

/* Eastings lie under 1,300 km; in every system used but that of Guyane, northings lie over it. */
static bool are_metres(double *x, double *y)
{
    const double farthest_east_m = 1.3e6;
    if (*x > farthest_east_m && *y > 0 && *y < farthest_east_m)
        swap(x, y);
    return *x > 1000 && *x<farthest_east_m && * y> 1000 && *y < 1e7;
}

static int projected_system(const mlg_finess_plus *plus, const mlg_reader *reader)
{
    char department[4] = "";
    const char *insee = mlg_layer_text(reader->layer, plus->insee);
    if (insee && strncmp(insee, "97", 2) == 0)
        snprintf(department, sizeof department, "%.3s", insee);
    return mlg_finess_system(NULL, *department ? department : NULL);
}

bool mlg_finess_plus_place(mlg_spot *spot, const mlg_finess_plus *plus, const mlg_reader *reader)
{
    double x[2], y[2];
    bool given[2] = { read_pair(&x[0], &y[0], reader, plus->x, plus->y),
                      read_pair(&x[1], &y[1], reader, plus->lon, plus->lat) };
    for (int i = 0; i < 2; i++)
        if (given[i] && are_degrees(&x[i], &y[i])) {
            *spot = (mlg_spot){ x[i], y[i], 4326 };
            return true;
        }
    for (int i = 0; i < 2; i++)
        if (given[i] && are_metres(&x[i], &y[i])) {
            *spot = (mlg_spot){ x[i], y[i], projected_system(plus, reader) };
            return true;
        }
    return false;
}
