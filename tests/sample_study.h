/* A study around one file of a data set (samples.h), and what stands beside it. */
#ifndef MLG_TESTS_SAMPLE_STUDY_H
#define MLG_TESTS_SAMPLE_STUDY_H

#include "samples.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

static const char sample_towns[] =
    "insee_com,libelle,lon,lat,population\n"
    "01053,Bourg,5.23,46.20,41000\n01289,Péronnas,5.20,46.18,6500\n01451,Viriat,5.21,46.25,6600\n";

static inline void fill_sample_folder(const char *folder)
{
    write_text(in_folder(folder, "towns.csv"), sample_towns);
    write_text(in_folder(folder, "sites.csv"), "code,libelle,categorie,insee_com\n010000024,CH,355,01451\n");
    write_text(in_folder(folder, "codes.csv"), "insee_com,code_postal\n01053,01000\n01451,01440\n01289,01960\n");
    write_text(in_folder(folder, "doctors.csv"), "insee_com,code_postal\n,01960\n,01960\n");
}

/* A source of the same role that the sample needs beside it comes first in the same list. */
static inline void write_sample_study(const char *folder, const sample *s, const char *file, const char *options)
{
    char text[4096];
    bool communes = strcmp(s->role, "communes") == 0, joined = s->beside && strstr(s->beside, s->role);
    int used = snprintf(text, sizeof text, "territory: { all: true }\ncog: 2025\nsources:\n%s%s",
                        communes ? "" : "  communes:\n    - { path: towns.csv, vintage: \"2018\" }\n",
                        s->beside ? s->beside : "");
    if (!joined)
        used += snprintf(text + used, sizeof text - (size_t)used, "  %s:\n", s->role);
    snprintf(text + used, sizeof text - (size_t)used,
             "    - { dataset: %s, path: \"%s\"%s }\noutputs: { geopackage: s.gpkg }\n", s->dataset, file,
             options);
    write_text(in_folder(folder, "study.yaml"), text);
}

#endif
