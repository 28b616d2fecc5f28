/* One small file of each layout of each data set, column for column as its producer publishes it, and what a study of three
 * communes of the Ain (01451 Viriat, 01053 Bourg, 01289 Péronnas) keeps of it. */
#ifndef MLG_TESTS_SAMPLES_H
#define MLG_TESTS_SAMPLES_H

#include <stdbool.h>

/* The 56 columns of PS_LibreAcces_Personne_activite. */
extern const char sample_rpps_header[];

/* bare: no header */
typedef enum sample_form { SAMPLE_TEXT, SAMPLE_BARE, SAMPLE_SHEET, SAMPLE_SHAPES } sample_form;

typedef struct sample {
    const char *dataset, *layout, *role;
    sample_form form;
    const char *file; /* as published */
    char separator;   /* of a text */
    bool quoted, crlf, bom;
    const char *above; /* what stands above the header of a text, as it is */
    const char *sheet; /* name of a sheet, or of a layer in degrees */
    int header_row;    /* of a sheet, from 0; the row under it holds the units when there are some */
    const char *units;
    const char *header;       /* names, '|' between two */
    const char *rows;         /* cells likewise, lines ended by '\n'; "geom" holds a place, made a small square */
    const char *key;          /* column that tells what a row is about */
    const char *value;        /* column that is read from it */
    const char *x, *y, *crs;  /* columns of coordinates, and of their system */
    const char *options;      /* keys of the source in the study file, beside dataset and path */
    const char *beside;       /* other sources of the study, in YAML */
    const char *query, *want; /* one text that tells what the study holds */
} sample;

/* Those of every data set that is loaded, in the order of sources.def; NULL after the last. */
const sample *sample_at(int index);

#endif
