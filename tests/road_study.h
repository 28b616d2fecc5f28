/* A town of squares on a grid of streets, with its people, doctors and pharmacies, as the files of a study. */
#ifndef MLG_TESTS_ROAD_STUDY_H
#define MLG_TESTS_ROAD_STUDY_H

#include "support.h"

#include <stdio.h>

enum { ROAD_SIDE = 12, ROAD_PLACES = 90 };

/* Streets 786 m by 1112 m, three speeds, some one-way, seen from the south west of France: town.osm. */
static inline void write_road_map(const char *folder)
{
    static const char *const kinds[] = { "residential", "primary", "tertiary" };
    FILE *file = fopen(in_folder(folder, "town.osm"), "w");
    uint64_t random = 4;
    int way = 0;
    fputs("<osm version=\"0.6\">", file);
    for (int v = 0; v < ROAD_SIDE * ROAD_SIDE; v++)
        fprintf(file, "<node id=\"%d\" lon=\"%.4f\" lat=\"%.4f\"/>", v + 1, 0.01 * (v % ROAD_SIDE),
                44 + 0.01 * (v / ROAD_SIDE));
    for (int v = 0; v < ROAD_SIDE * ROAD_SIDE; v++)
        for (int side = 0; side < 2; side++) {
            int to = side ? v + ROAD_SIDE : v + 1;
            if (to >= ROAD_SIDE * ROAD_SIDE || (!side && to % ROAD_SIDE == 0))
                continue;
            fprintf(file, "<way id=\"%d\"><nd ref=\"%d\"/><nd ref=\"%d\"/><tag k=\"highway\" v=\"%s\"/>%s</way>",
                    ++way, v + 1, to + 1, kinds[random_below(&random, 3)],
                    random_below(&random, 9) == 0 ? "<tag k=\"oneway\" v=\"yes\"/>" : "");
        }
    fputs("</osm>", file);
    fclose(file);
}

/* Quarters of the town with their people; every seventh has doctors, `more` times as many; every ninth a pharmacy, and one more at
 * `lon_e4`: people.csv, doctors.csv, sites.csv. */
static inline void write_road_people(const char *folder, int more, int lon_e4)
{
    FILE *people = fopen(in_folder(folder, "people.csv"), "w"),
         *sites = fopen(in_folder(folder, "sites.csv"), "w"),
         *doctors = fopen(in_folder(folder, "doctors.csv"), "w");
    uint64_t random = 9;
    fputs("id,lon,lat,population,densite\n", people);
    fputs("code,lon,lat\n", sites);
    fputs("id,n\n", doctors);
    for (int i = 0; i < ROAD_PLACES; i++) {
        double lon = 0.11 * random_unit(&random), lat = 44 + 0.11 * random_unit(&random);
        fprintf(people, "q%02d,%.5f,%.5f,%d,%d\n", i, lon, lat, 100 + random_below(&random, 900), 1 + i % 7);
        if (i % 7 == 0)
            fprintf(doctors, "q%02d,%d\n", i, more * (1 + random_below(&random, 4)));
        if (i % 9 == 0)
            fprintf(sites, "p%02d,%.5f,%.5f\n", i, lon, lat);
    }
    fprintf(sites, "p99,%.4f,44.0555\n", lon_e4 * 1e-4);
    fclose(people);
    fclose(sites);
    fclose(doctors);
}

/* The sources of such a study, as a study file names them. */
static const char road_sources[] =
    "title: town\nterritory: { all: true }\ncodes: any\ncrs: \"EPSG:2154\"\n"
    "sources:\n"
    "  communes:\n    - path: people.csv\n      columns: { insee_com: id, lon: lon, lat: lat, population: "
    "population }\n"
    "  supply:\n    - path: doctors.csv\n      service: gp\n      columns: { insee_com: id, quantite: n }\n"
    "  sites:\n    - path: sites.csv\n      columns: { code: code, lon: lon, lat: lat }\n      category: pharma\n";

#endif
