/* The worked example of four communes as the files of a study, in a folder of its own. */
#ifndef MLG_TESTS_TOWN_STUDY_H
#define MLG_TESTS_TOWN_STUDY_H

#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char town_communes[] = "insee_com,libelle,population,lon,lat,densite\n"
                                    "62001,A,2000,2.60,50.50,3\n62002,B,4140,2.66,50.50,4\n"
                                    "62003,C,716,2.72,50.50,6\n62004,D,956,2.60,50.54,6\n";

static const char town_bands[] =
    "insee_com,a0,a5,a10,a15,a20,a25,a30,a35,a40,a45,a50,a55,a60,a65,a70,a75,a80,a85,a90\n"
    "62001,120,124,128,120,96,104,116,126,132,140,142,136,128,116,100,72,52,32,16\n"
    "62002,240,236,224,260,420,440,380,320,280,260,240,216,184,140,108,76,56,36,24\n"
    "62003,20,24,28,22,12,16,20,26,32,40,48,60,68,76,72,60,48,28,16\n"
    "62004,56,60,64,52,36,44,56,68,72,72,68,64,60,52,44,36,28,16,8\n";

static const char town_minutes[] =
    "id1,id2,Dist_min\n"
    "62001,62002,9\n62002,62001,9\n62001,62004,17\n62004,62001,17\n62002,62004,12\n"
    "62004,62002,12\n62003,62001,14\n62001,62003,14\n62003,62002,22\n62002,62003,22\n"
    "62003,62004,6\n62004,62003,6\n";

static const char town_gps[] =
    "insee_com,age,quantite\n62001,52,5200\n62001,67,4100\n62002,38,2400\n62002,45,6900\n"
    "62002,61,5400\n62004,58,3700\n";

/* Everything but the supply, and what stands under `services` and `accessibility`. */
static inline void write_town(const char *folder, const char *sources, const char *rest)
{
    char text[6000];
    int at = snprintf(text, sizeof text,
                      "title: Quatre communes\nterritory: { departement: \"62\" }\nsources:\n"
                      "  communes: [ { path: communes.csv } ]\n  ages:\n    - path: ages.csv\n      ages:\n");
    for (int from = 0; from <= 90; from += 5)
        at += snprintf(text + at, sizeof text - (size_t)at,
                       from < 90 ? "        - { from: %d, to: %d, column: a%d }\n"
                                 : "        - { from: %d, column: a%d }\n",
                       from, from < 90 ? from + 4 : from, from);
    snprintf(text + at, sizeof text - (size_t)at,
             "%stravel: { model: table, path: times.csv }\n%soutputs: { geopackage: town.gpkg }\n", sources, rest);
    write_text(in_folder(folder, "communes.csv"), town_communes);
    write_text(in_folder(folder, "ages.csv"), town_bands);
    write_text(in_folder(folder, "times.csv"), town_minutes);
    write_text(in_folder(folder, "gps.csv"), town_gps);
    write_text(in_folder(folder, "centre.csv"), "insee_com,quantite\n62002,1800\n");
    write_text(in_folder(folder, "study.yaml"), text);
}

static inline mlg_status run_town_study(const char *folder, mlg_error *err)
{
    mlg_run_options options = { .overwrite = true, .threads = 2 };
    mlg_run_result result;
    mlg_status st = mlg_run(&result, in_folder(folder, "study.yaml"), &options, err);
    mlg_run_result_release(&result);
    return st;
}

/* First cell of a query on the study, as text in a static buffer. */
static inline const char *town_text(const char *folder, const char *sql)
{
    static char line[1024];
    char command[4096];
    snprintf(command, sizeof command, "sqlite3 '%s' \"%s\"", in_folder(folder, "town.gpkg"), sql);
    FILE *pipe = popen(command, "r");
    if (!fgets(line, sizeof line, pipe))
        line[0] = '\0';
    line[strcspn(line, "\n")] = '\0';
    assert_int_equal(pclose(pipe), 0);
    return line;
}

static inline double town_number(const char *folder, const char *sql)
{
    const char *text = town_text(folder, sql);
    return *text ? strtod(text, NULL) : (double)NAN;
}

#endif
