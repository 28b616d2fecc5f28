/* A folder to write study files in, and the least that one must say. For the tests of study files. */
#ifndef MLG_TESTS_STUDY_FILE_H
#define MLG_TESTS_STUDY_FILE_H

#include "support.h"

#include "study/config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FULL SOURCE_DIR "/tests/studies/full.yaml"

static char *folder;

static inline int make_one_folder(void **state)
{
    (void)state;
    folder = make_folder();
    return 0;
}

static inline int drop_folder(void **state)
{
    (void)state;
    remove_folder(folder);
    return 0;
}

/* Three lines that make a valid study; the fault is on line 4 or below. */
#define HEAD                                                                                                      \
    "territory: { epci: 200072460 }\n"                                                                            \
    "sources: { communes: [ { path: c.csv } ] }\n"                                                                \
    "outputs: { geopackage: a.gpkg }\n"

/* The same with another territory, or other sources. */
#define OUTPUTS(text)                                                                                             \
    "territory: { all: true }\nsources: { communes: [ { path: c } ] }\noutputs: { geopackage: a, " text " }\n"
#define WITH_TERRITORY(text) "outputs: { geopackage: a.gpkg }\nsources: { communes: [ { path: c.csv } ] }\n" text
#define WITH_SOURCES(text)                                                                                        \
    "outputs: { geopackage: a.gpkg }\nterritory: { epci: 200072460 }\nsources:\n  communes: [ { path: c.csv } "   \
    "]\n" text

#endif
