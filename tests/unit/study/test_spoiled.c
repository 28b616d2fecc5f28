/* Every layout of every data set, spoiled in every way a file gets spoiled between its producer and a study: it loads the same, or
 * one line says what is wrong and what to do, or the rows set aside are counted by reason. Nothing is lost in silence. */
#include "support.h"

#include "adapters/db/database.h"
#include "pipeline/check.h"
#include "spoil.h"
#include "study/load/load.h"
#include "study/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what is expected ---------------------------------------------------------------------------------------- */

typedef enum verdict { UNSTATED, SAME, GIVES, FAILS, IMPOSSIBLE } verdict;

typedef struct outcome {
    verdict verdict;
    const char *text;   /* FAILS: part of the message; GIVES: what the study then holds */
    const char *listed; /* rows set aside: number, reason and first value by reason; NULL: none */
} outcome;

#define LOADS                                                                                                     \
    {                                                                                                             \
        SAME, NULL, NULL                                                                                          \
    }
#define CANNOT                                                                                                    \
    {                                                                                                             \
        IMPOSSIBLE, NULL, NULL                                                                                    \
    }
#define ERROR(part)                                                                                               \
    {                                                                                                             \
        FAILS, part, NULL                                                                                         \
    }
#define COLUMN(name)                                                                                              \
    {                                                                                                             \
        FAILS, "has no column '" name "'; columns present: ", NULL                                                \
    }

/* Whatever the data set. */
static const outcome usual[][SPOILS] = {
    [SAMPLE_TEXT] = { [AS_PUBLISHED] = LOADS,
                      [REORDERED] = LOADS,
                      [WINDOWS_1252] = LOADS,
                      [ENCODED_TWICE] = LOADS,
                      [BYTE_ORDER_MARK] = LOADS,
                      [UTF_16] = ERROR("is in UTF-16"),
                      [CODES_AS_NUMBERS] = ERROR("row 1, column '*': '1053' is not a commune code"),
                      [FIELD_OF_10_MB] = ERROR("line 2: a field of more than 1 MB"),
                      [EMPTY_FILE] = ERROR("is empty"),
                      [HEADER_ONLY] = ERROR("has no rows"),
                      [ZIPPED] = LOADS,
                      [ZIP_CUT] = ERROR("is not a readable zip file, or is truncated"),
                      [CRS_MISSING] = CANNOT,
                      [CRS_LIES] = CANNOT,
                      [AXES_SWAPPED] = CANNOT },
    [SAMPLE_BARE] = { [AS_PUBLISHED] = LOADS,
                      [KEY_RENAMED] = CANNOT,
                      [WINDOWS_1252] = LOADS,
                      [ENCODED_TWICE] = LOADS,
                      [BYTE_ORDER_MARK] = LOADS,
                      [UTF_16] = ERROR("is in UTF-16"),
                      [FIELD_OF_10_MB] = ERROR("line 2: a field of more than 1 MB"),
                      [EMPTY_FILE] = ERROR("is empty"),
                      [HEADER_ONLY] = ERROR("has no rows"),
                      [ZIPPED] = LOADS,
                      [ZIP_CUT] = ERROR("is not a readable zip file, or is truncated") },
    [SAMPLE_SHEET] = { [AS_PUBLISHED] = LOADS,
                       [REORDERED] = LOADS,
                       [WINDOWS_1252] = CANNOT,
                       [ENCODED_TWICE] = CANNOT,
                       [BYTE_ORDER_MARK] = CANNOT,
                       [UTF_16] = CANNOT,
                       [CODES_AS_NUMBERS] = ERROR("row 1, column '*': '1053' is not a commune code"),
                       [FIELD_OF_10_MB] = CANNOT,
                       [EMPTY_FILE] = ERROR("is empty"),
                       [HEADER_ONLY] = ERROR("has no rows"),
                       [ZIPPED] = LOADS,
                       [ZIP_CUT] = ERROR("is not a readable zip file, or is truncated"),
                       [CRS_MISSING] = CANNOT,
                       [CRS_LIES] = CANNOT,
                       [AXES_SWAPPED] = CANNOT },
    [SAMPLE_SHAPES] = { [AS_PUBLISHED] = LOADS,
                        [REORDERED] = LOADS,
                        [WINDOWS_1252] = LOADS,
                        [ENCODED_TWICE] = CANNOT,
                        [BYTE_ORDER_MARK] = CANNOT,
                        [UTF_16] = CANNOT,
                        [CODES_AS_NUMBERS] = ERROR("row 1, column '*': '1053' is not a commune code"),
                        [FIELD_OF_10_MB] = CANNOT,
                        [EMPTY_FILE] = ERROR("is empty"),
                        [HEADER_ONLY] = ERROR("has no rows"),
                        [ZIPPED] = LOADS,
                        [ZIP_CUT] = ERROR("is not a readable zip file, or is truncated"),
                        [CRS_MISSING] = ERROR("does not state its coordinate system"),
                        [CRS_LIES] = ERROR("cannot be in EPSG:2154; state the right one with crs:"),
                        [AXES_SWAPPED] = ERROR("are in the order north, east: exchange x and y") },
};

#define NOT_A_NUMBER(column)                                                                                      \
    {                                                                                                             \
        FAILS, "row 1, column '" column "': 'n.c.' is not a number", NULL                                         \
    }
#define TWICE                                                                                                     \
    {                                                                                                             \
        FAILS, "commune 01053*appears twice, rows 1 and 4", NULL                                                  \
    }
#define REJECTED(why)                                                                                             \
    {                                                                                                             \
        FAILS, "rows rejected, more than the 20 % allowed; row " why, NULL                                        \
    }

/* Of each layout: what the table above does not say, or says otherwise. */
static const struct {
    const char *dataset, *layout;
    const char *listed; /* even as published */
    outcome of[SPOILS];
} own[] = {
    { "table",
      "communes",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = { GIVES, "",
                            NULL }, /* a table of communes needs no population: another source may give it */
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("population"),
        [ROW_TWICE] = TWICE,
        [CRS_MISSING] = ERROR("does not state its coordinate system"),
        [CRS_LIES] = ERROR("coordinates (5.23, 46.2) cannot be in EPSG:2154"),
        [AXES_SWAPPED] = ERROR("coordinates (46.2, 5.23) are in the order north, east") } },
    { "adminexpress",
      "3-2, SHP",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = { GIVES, "", "1 colonne absente (population)" },
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("POPULATION"),
        [ROW_TWICE] = TWICE } },
    { "adminexpress",
      "4-0, GPKG",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [WINDOWS_1252] = CANNOT,
        [VALUE_MISSING] = { GIVES, "", "1 colonne absente (population)" },
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("population"),
        [ROW_TWICE] = TWICE,
        [FIELD_OF_10_MB] = ERROR("row 1, column 'population': '1111") } },
    { "etalab-communes",
      "Etalab",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [ENCODED_TWICE] = LOADS,
        [BYTE_ORDER_MARK] = LOADS,
        [VALUE_MISSING] = { GIVES, "", "1 colonne absente (libelle)" },
        [TEXT_IN_NUMBER] = { GIVES, "01053 n.c. 200071751, 01289 Péronnas 200071751, 01451 Viriat 200071751",
                             NULL }, /* a name may be any */
        [ROW_TWICE] = TWICE,
        [FIELD_OF_10_MB] = ERROR("cannot be read"),
        [HEADER_ONLY] = ERROR("holds no row and names no column"),
        [CRS_MISSING] = CANNOT,
        [CRS_LIES] = ERROR("coordinates (523000, 4620000) cannot be in EPSG:4326") } },
    { "insee-changes",
      "v_mvt_commune",
      NULL,
      { [KEY_MISSING] = COLUMN("COM_AV"),
        [KEY_RENAMED] = COLUMN("COM_AV"),
        [VALUE_MISSING] = COLUMN("COM_AP"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): code de commune invalide"),
        [CODES_AS_NUMBERS] = ERROR("'1289' is not a commune code"),
        [ROW_TWICE] = LOADS /* the same change told twice is one change */ } },
    { "insee-changes",
      "v_commune",
      NULL,
      { [KEY_MISSING] = COLUMN("COM"),
        [KEY_RENAMED] = COLUMN("COM"),
        [VALUE_MISSING] = COLUMN("COM_AV"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): code de commune invalide"),
        [CODES_AS_NUMBERS] = ERROR("'1289' is not a commune code"),
        [ROW_TWICE] = LOADS } },
    { "insee-legal",
      "donnees_communes",
      NULL, /* DEP and CODCOM make up the code */
      { [KEY_MISSING] = LOADS,
        [KEY_RENAMED] = LOADS,
        [VALUE_MISSING] = COLUMN("population"),
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("PMUN"),
        [ROW_TWICE] = TWICE } },
    { "insee-legal",
      "Communes, of before",
      NULL,
      { [KEY_MISSING] = ERROR("'Bourg' is not a commune code"),
        [KEY_RENAMED] = ERROR("'Bourg' is not a commune code"),
        [VALUE_MISSING] = COLUMN("population"),
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("PMUN"),
        [ROW_TWICE] = TWICE,
        [BYTE_ORDER_MARK] = CANNOT } },
    { "insee-density",
      "ANCT",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = COLUMN("densite"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): niveau de densité inconnu"),
        [ROW_TWICE] = TWICE,
        [BYTE_ORDER_MARK] = CANNOT } },
    { "insee-density",
      "Grille, workbook",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = LOADS /* the level stands beside its label */,
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): niveau de densité inconnu"),
        [ROW_TWICE] = TWICE } },
    { "insee-age",
      "base-cc",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = ERROR("no column P21_POP75.. counts the people aged 75 and above"),
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("P21_POP7589"),
        [ROW_TWICE] = TWICE } },
    { "filosofi-cells",
      "2015",
      NULL,
      { [KEY_MISSING] = COLUMN("idcar_200m"),
        [KEY_RENAMED] = COLUMN("idcar_200m"),
        [VALUE_MISSING] = COLUMN("population"),
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("Ind"),
        [ROW_TWICE] = ERROR("square CRS3035RES200mN2557000E3948000 appears twice"),
        [CODES_AS_NUMBERS] = LOADS /* its codes begin with a letter */,
        [CRS_MISSING] = REJECTED("1 (RES200mN2557000E3948000): carreau sans place"),
        [CRS_LIES] = REJECTED("1 (CRS2154RES200mN2557000E3948000): carreau sans place"),
        [AXES_SWAPPED] = REJECTED("1 (CRS3035RES200mN3948000E2557000): carreau loin de sa commune") } },
    { "filosofi-cells",
      "2019",
      NULL,
      { [KEY_MISSING] = COLUMN("idcar_200m"),
        [KEY_RENAMED] = COLUMN("idcar_200m"),
        [VALUE_MISSING] = COLUMN("population"),
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("ind"),
        [ROW_TWICE] = ERROR("square CRS3035RES200mN2557000E3948000 appears twice"),
        [CODES_AS_NUMBERS] = LOADS,
        [CRS_MISSING] = REJECTED("1 (RES200mN2557000E3948000): carreau sans place"),
        [CRS_LIES] = REJECTED("1 (CRS2154RES200mN2557000E3948000): carreau sans place"),
        [AXES_SWAPPED] = REJECTED("1 (CRS3035RES200mN3948000E2557000): carreau loin de sa commune") } },
    { "filosofi-communes",
      "of the year",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = COLUMN("revenu"),
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("MED15"),
        [ROW_TWICE] = REJECTED("4 (19000.5): commune en double") } },
    { "filosofi-communes",
      "statistiques-locales",
      "1 colonne absente (pauvrete)",
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = COLUMN("revenu"),
        [BYTE_ORDER_MARK] = CANNOT,
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("[DISP] Médiane (€)"),
        [ROW_TWICE] = REJECTED("4 (19 000,5): commune en double") } },
    { "qpv",
      "2024, GeoJSON",
      NULL,
      { [KEY_MISSING] = COLUMN("code_qp"),
        [KEY_RENAMED] = COLUMN("code_qp"),
        [ENCODED_TWICE] = LOADS,
        [BYTE_ORDER_MARK] = LOADS,
        [VALUE_MISSING] = { GIVES, "QN00101M - 01053 01289, QN00102M - 01053", "1 colonne absente (libelle)" },
        [TEXT_IN_NUMBER] = { GIVES, "QN00101M n.c. 01053 01289, QN00102M Reyssouze 01053", NULL },
        [CODES_AS_NUMBERS] = LOADS,
        [ROW_TWICE] = ERROR("row 3: neighbourhood QN00101M appears twice"),
        [FIELD_OF_10_MB] = ERROR("cannot be read"),
        [HEADER_ONLY] = ERROR("holds no row and names no column"),
        [CRS_MISSING] = CANNOT,
        [CRS_LIES] = ERROR("coordinates (521500, 4619000) cannot be in EPSG:4326") } },
    { "qpv",
      "2015, SHP",
      NULL,
      { [KEY_MISSING] = COLUMN("code_qp"),
        [KEY_RENAMED] = COLUMN("code_qp"),
        [VALUE_MISSING] = { GIVES, "QP001001 - 01053, QP001002 - 01053", "1 colonne absente (libelle)" },
        [TEXT_IN_NUMBER] = { GIVES, "QP001001 n.c. 01053, QP001002 Reyssouze 01053", NULL },
        [CODES_AS_NUMBERS] = LOADS,
        [ROW_TWICE] = ERROR("row 3: neighbourhood QP001001 appears twice") } },
    { "finess",
      "etalab-cs1100507",
      NULL,
      { [KEY_MISSING] = REJECTED("1 (31): nombre de champs inattendu"),
        [VALUE_MISSING] = REJECTED("1 (31): nombre de champs inattendu"),
        [REORDERED] = REJECTED("1*: section inconnue") /* without header, order is all there is */,
        [CODES_AS_NUMBERS] = ERROR("column 'nofinesset': '10000024' is not a FINESS number"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): catégorie inconnue"),
        [ROW_TWICE] = REJECTED("5 (010000024): établissement en double"),
        [CRS_MISSING] = { GIVES,
                          "010000024 CENTRE HOSPITALIER FLEYRIAT 355 01451 approchee 870262 6571540, "
                          "010000099 PHARMACIE DE L'ÉTÉ 620 01053 approchee 872000 6568000",
                          NULL }, /* the system of the département */
        [CRS_LIES] = ERROR("coordinates of 2 of 2 rows cannot be in the system these rows state; row 1: 870262.2, "
                           "6571540.8 (EPSG:5490)"),
        [AXES_SWAPPED] = ERROR("coordinates of 2 of 2 rows cannot be in the system these rows state; row 1: "
                               "6571540.8, 870262.2 (EPSG:2154)") } },
    { "finess",
      "merged, with header",
      NULL,
      { [KEY_MISSING] = COLUMN("nofinesset"),
        [KEY_RENAMED] = COLUMN("nofinesset"),
        [VALUE_MISSING] = COLUMN("categorie"),
        [CODES_AS_NUMBERS] = ERROR("column 'nofinesset': '10000024' is not a FINESS number"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): catégorie inconnue"),
        [ROW_TWICE] = REJECTED("3 (010000024): établissement en double"),
        [CRS_MISSING] = { GIVES,
                          "010000024 CENTRE HOSPITALIER FLEYRIAT 355 01451 approchee 870262 6571540, "
                          "010000099 PHARMACIE DE L'ÉTÉ 620 01053 approchee 872000 6568000",
                          NULL },
        [CRS_LIES] = ERROR("row 1: 870262.2, 6571540.8 (EPSG:5490)"),
        [AXES_SWAPPED] = ERROR("row 1: 6571540.8, 870262.2 (EPSG:2154)") } },
    { "finess",
      "t_finess of 2021",
      NULL,
      { [KEY_MISSING] = COLUMN("nofinesset"),
        [KEY_RENAMED] = COLUMN("nofinesset"),
        [VALUE_MISSING] = COLUMN("categorie"),
        [CODES_AS_NUMBERS] = ERROR("column 'nofinesset': '10000024' is not a FINESS number"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): catégorie inconnue"),
        [ROW_TWICE] = REJECTED("3 (010000024): établissement en double"),
        [CRS_MISSING] = { GIVES,
                          "010000024 CENTRE HOSPITALIER FLEYRIAT 355 01451 approchee 870262 6571540, "
                          "010000099 PHARMACIE DE L'ÉTÉ 620 01053 approchee 872000 6568000",
                          NULL },
        [CRS_LIES] = ERROR("row 1: 870262.2, 6571540.8 (EPSG:5490)"),
        [AXES_SWAPPED] = ERROR("row 1: 6571540.8, 870262.2 (EPSG:2154)") } },
    { "finess-activities",
      "activites de soins",
      NULL,
      { [KEY_MISSING] = COLUMN("nofinesset"),
        [KEY_RENAMED] = COLUMN("nofinesset"),
        [VALUE_MISSING] = COLUMN("activite"),
        [CODES_AS_NUMBERS] = ERROR("column 'nofinesset': '10000024' is not a FINESS number"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): activité inconnue"),
        [ROW_TWICE] = LOADS /* a site may hold several authorisations */ } },
    { "bpe",
      "BPE23",
      NULL,
      { [KEY_MISSING] = COLUMN("DEPCOM"),
        [KEY_RENAMED] = COLUMN("DEPCOM"),
        [VALUE_MISSING] = COLUMN("TYPEQU"),
        [CODES_AS_NUMBERS] = ERROR("'1451' is not a commune code"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): type d'équipement inconnu"),
        [ROW_TWICE] = { GIVES,
                        "PHARMACIE DE L'ÉTÉ D307 01053 adresse, PHARMACIE DE L'ÉTÉ D307 01053 adresse, "
                        "PHARMACIE TIRÉE AU SORT D307 01451 commune",
                        NULL }, /* equal rows may be two equipments: they bear no number */
        [CRS_MISSING] = LOADS /* the system of the département */,
        [CRS_LIES] = ERROR("row 1: 872000.5, 6568000.5 (EPSG:5490)"),
        [AXES_SWAPPED] = ERROR("row 1: 6568000.5, 872000.5 (EPSG:2154)") } },
    { "bpe",
      "bpe21_ensemble_xy",
      NULL,
      { [KEY_MISSING] = COLUMN("DEPCOM"),
        [KEY_RENAMED] = COLUMN("DEPCOM"),
        [VALUE_MISSING] = COLUMN("TYPEQU"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): type d'équipement inconnu"),
        [ROW_TWICE] = { GIVES, "01053 1.0 commune, 01053 1.0 commune, 01451 1.0 commune", NULL } } },
    { "bpe",
      "DS_BPE",
      NULL,
      { [KEY_MISSING] = COLUMN("GEO"),
        [KEY_RENAMED] = COLUMN("GEO"),
        [VALUE_MISSING] = COLUMN("OBS_VALUE"),
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("quantite"),
        [ROW_TWICE] = { SAME, NULL, "1 commune comptée deux fois (D265)" } } },
    { "rpps",
      "PS_LibreAcces",
      NULL,
      { [KEY_MISSING] = COLUMN("Identification nationale PP"),
        [KEY_RENAMED] = COLUMN("Identification nationale PP"),
        [VALUE_MISSING] = COLUMN("Code commune (coord. structure)"),
        [CODES_AS_NUMBERS] = LOADS /* its numbers begin with 8 */,
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): code de commune invalide"),
        [ROW_TWICE] = { GIVES, "01053 0.5 commune, 01053 1.0 commune, 01451 0.5 commune",
                        NULL } /* a practice told twice is one */ } },
    { "laposte-postal",
      "base officielle",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = COLUMN("code_postal"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): code postal invalide"),
        [CODES_AS_NUMBERS] = ERROR("'1053' is not a commune code"),
        [ROW_TWICE] = LOADS /* a commune has a row for each of its localities */ } },
    { "drees-apl",
      "APL 2023",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = COLUMN("apl"),
        [TEXT_IN_NUMBER] = NOT_A_NUMBER("APL aux médecins généralistes"),
        [ROW_TWICE] = REJECTED("4 (3.646): commune en double") } },
    { "drees-parameters",
      "Paramètres",
      NULL, /* rows are understood by their words; those that are not are listed */
      { [KEY_MISSING] = ERROR("no row of the parameter sheet is recognised"),
        [KEY_RENAMED] = LOADS,
        [CODES_AS_NUMBERS] = LOADS,
        [VALUE_MISSING] = ERROR("no row of the parameter sheet is recognised"),
        [HEADER_ONLY] = ERROR("no row of the parameter sheet is recognised"),
        /* the stage of access refuses steps that do not follow one another */
        [TEXT_IN_NUMBER] = { GIVES, "palier 10.0 15.0 0.667, palier 15.0 20.0 0.333", NULL },
        [ROW_TWICE] = { GIVES,
                        "palier 0.0 10.0 1.0, palier 10.0 15.0 0.667, palier 15.0 20.0 0.333, palier 0.0 10.0 1.0",
                        NULL } } },
    { "perimeters",
      "CPTS of a regional agency",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = { GIVES,
                            "01053 cpts CPTS de l'Été CPTS de l'Été, 01289 cpts CPTS de l'Été CPTS de l'Été, "
                            "01451 cpts CPTS du Nord CPTS du Nord",
                            "1 colonne absente (code)" },
        [TEXT_IN_NUMBER] = { GIVES,
                             "01053 cpts n.c. CPTS de l'Été, 01289 cpts 010012345 CPTS de l'Été, "
                             "01451 cpts 010054321 CPTS du Nord",
                             NULL } /* a code may be any */,
        [ROW_TWICE] = LOADS } },
    { "ars-tvs",
      "tvs2017_com2017",
      NULL,
      { [KEY_MISSING] = COLUMN("insee_com"),
        [KEY_RENAMED] = COLUMN("insee_com"),
        [VALUE_MISSING] = COLUMN("tvs"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): code de territoire de vie-santé invalide"),
        [ROW_TWICE] = LOADS /* it says the same */ } },
    { "ars-zoning",
      "national workbook, communes",
      NULL,
      { [KEY_MISSING] = COLUMN("Code de la commune"),
        [KEY_RENAMED] = COLUMN("Code de la commune"),
        [VALUE_MISSING] = COLUMN("zonage"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): classe de zonage inconnue"),
        [ROW_TWICE] = REJECTED("4 (Hors vivier): code déjà zoné dans ce fichier") } },
    { "ars-zoning",
      "national workbook, TVS",
      NULL,
      { [KEY_MISSING] = COLUMN("code"),
        [KEY_RENAMED] = COLUMN("code"),
        [VALUE_MISSING] = COLUMN("zonage"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): classe de zonage inconnue"),
        [ROW_TWICE] = REJECTED("3 (ZAC): code déjà zoné dans ce fichier") } },
    { "ars-zoning",
      "CartoSanté",
      NULL,
      { [KEY_MISSING] = COLUMN("code"),
        [KEY_RENAMED] = COLUMN("code"),
        [VALUE_MISSING] = COLUMN("zonage"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): classe de zonage inconnue"),
        [ROW_TWICE] = REJECTED("4 (6_HZ): code déjà zoné dans ce fichier") } },
    { "ars-zoning",
      "annex of an order, QPV",
      NULL,
      { [KEY_MISSING] = COLUMN("code"),
        [KEY_RENAMED] = COLUMN("code"),
        [VALUE_MISSING] = COLUMN("zonage"),
        [CODES_AS_NUMBERS] = LOADS,
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): classe de zonage inconnue"),
        [ROW_TWICE] = REJECTED("3 (ZIP): code déjà zoné dans ce fichier") } },
    { "ars-zoning",
      "export of the DREES application",
      NULL,
      { [KEY_MISSING] = COLUMN("code"),
        [KEY_RENAMED] = COLUMN("code"),
        [VALUE_MISSING] = COLUMN("zonage"),
        [TEXT_IN_NUMBER] = REJECTED("1 (n.c.): classe de zonage inconnue"),
        [ROW_TWICE] = REJECTED("4 (4 - Hors-vivier): code déjà zoné dans ce fichier") } },
};

/* The outcome of a spoiled copy; the whole table is filled, or the test fails. */
static outcome expected(const sample *s, spoil how)
{
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (strcmp(own[i].dataset, s->dataset) != 0 || strcmp(own[i].layout, s->layout) != 0)
            continue;
        outcome o = own[i].of[how].verdict ? own[i].of[how] : usual[s->form][how];
        if (o.verdict == SAME && !o.listed)
            o.listed = own[i].listed;
        return o;
    }
    return (outcome){ .verdict = UNSTATED };
}

/* ---- loading ---------------------------------------------------------------------------------------------------- */

typedef struct {
    char *folder;
    mlg_db *db;
} setting;

static const char towns[] =
    "insee_com,libelle,lon,lat,population\n"
    "01053,Bourg,5.23,46.20,41000\n01289,Péronnas,5.20,46.18,6500\n01451,Viriat,5.21,46.25,6600\n";

static void fill_folder(const char *folder)
{
    write_text(in_folder(folder, "towns.csv"), towns);
    write_text(in_folder(folder, "sites.csv"), "code,libelle,categorie,insee_com\n010000024,CH,355,01451\n");
    write_text(in_folder(folder, "doctors.csv"), "insee_com,code_postal\n,01960\n,01960\n");
}

static int set_up(void **state)
{
    setting *s = calloc(1, sizeof *s);
    mlg_error err;
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0);
    s->folder = make_folder();
    assert_ok(mlg_db_create(&s->db, in_folder(s->folder, "trial.gpkg"), 2154, &err), &err);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    setting *s = *state;
    mlg_db_close(s->db);
    remove_folder(s->folder);
    free(s);
    return 0;
}

/* A source of the same role that the sample needs beside it comes first in the same list. */
static void write_study(const char *folder, const sample *s, const char *file, const char *options)
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

/* What a study holds of the copy, and what it set aside; both freed with free(). */
static mlg_status load(char **got, char **listed, const setting *set, const sample *s, mlg_error *err)
{
    static const char rejects[] =
        "SELECT group_concat(n || ' ' || motif || ' (' || v || ')', ', ') FROM "
        "(SELECT count(*) AS n, motif, min(coalesce(valeur, '')) AS v FROM reject GROUP BY motif)";
    mlg_study study;
    mlg_study_file *file;
    mlg_summary summary;
    mlg_run_options options = { .threads = 1 };
    *got = *listed = NULL;
    assert_ok(mlg_open_request(&study, &file, in_folder(set->folder, "study.yaml"), &options, err), err);
    study.db = set->db;
    mlg_error ours;
    assert_ok(mlg_db_begin(set->db, &ours), &ours);
    mlg_status st = mlg_study_load(&study, &summary, err);
    if (st == MLG_OK)
        st = mlg_db_text(got, set->db, s->query, err);
    if (st == MLG_OK)
        st = mlg_db_text(listed, set->db, rejects, err);
    mlg_db_rollback(set->db);
    mlg_study_file_close(file);
    return st;
}

/* ---- one cell of the table ------------------------------------------------------------------------------------------ */

/* Whether `part`, in which * stands for any text, is in the message. */
static bool message_holds(const char *message, const char *part)
{
    char piece[256];
    for (const char *at = message; at; part += *part == '*') {
        size_t n = strcspn(part, "*");
        snprintf(piece, sizeof piece, "%.*s", (int)n, part);
        at = strstr(at, piece);
        part += n;
        if (!*part)
            return at != NULL;
    }
    return false;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_failure_expected(const outcome *want, mlg_status got, const mlg_error *err)
{
    return want->verdict == FAILS && (got == MLG_INPUT || got == MLG_DATA) &&
           message_holds(err->message, want->text) && !strchr(err->message, '\n') && err->hint[0];
}

static bool try_copy(const setting *set, const sample *s, spoil how)
{
    char file[256], options[256], *got = NULL, *listed = NULL;
    outcome want = expected(s, how);
    mlg_error err = { .status = MLG_OK };
    fill_folder(set->folder);
    bool possible = write_spoiled(file, options, s, how, set->folder);
    bool good = want.verdict == IMPOSSIBLE && !possible;
    mlg_status st = MLG_OK;
    if (possible) {
        write_study(set->folder, s, file, options);
        st = load(&got, &listed, set, s, &err);
        const char *held = want.verdict == SAME ? s->want : want.text;
        good = st != MLG_OK ? is_failure_expected(&want, st, &err)
                            : (want.verdict == SAME || want.verdict == GIVES) && same_text(got, held) &&
                                  same_text(listed, want.listed);
    }
    if (!good)
        print_error("%s (%s), %s: %s\n  wanted %d %s, listed: %s\n", s->dataset, s->layout, spoil_names[how],
                    !possible      ? "cannot be"
                    : st != MLG_OK ? err.message
                    : got          ? got
                                   : "nothing",
                    (int)want.verdict, want.text ? want.text : "", listed ? listed : "nothing");
    if (!good && st != MLG_OK && !err.hint[0])
        print_error("  it does not say what to do\n");
    free(got);
    free(listed);
    if (possible)
        unlink(in_folder(set->folder, file));
    return good;
}

/* ---- tests ------------------------------------------------------------------------------------------------------------- */

static void every_data_set_that_is_loaded_has_a_sample(void **state)
{
    (void)state;
    for (int32_t i = 0; mlg_dataset_at(i); i++) {
        const mlg_dataset *set = mlg_dataset_at(i);
        bool found = !set->provides;
        for (int k = 0; sample_at(k) && !found; k++)
            found = strcmp(sample_at(k)->dataset, set->name) == 0;
        if (!found)
            fail_msg("no sample of the data set '%s': add one to tests/samples.c", set->name);
    }
}

static void the_table_of_outcomes_has_no_hole(void **state)
{
    int holes = 0;
    (void)state;
    for (int i = 0; sample_at(i); i++)
        for (spoil how = 0; how < SPOILS; how++) {
            if (expected(sample_at(i), how).verdict != UNSTATED)
                continue;
            print_error("%s (%s), %s: no outcome is stated\n", sample_at(i)->dataset, sample_at(i)->layout,
                        spoil_names[how]);
            holes++;
        }
    assert_int_equal(holes, 0);
}

static void every_copy_has_the_outcome_that_is_stated(void **state)
{
    int wrong = 0, copies = 0;
    const char *only = getenv("SAMPLE"); /* of one data set, by hand */
    for (int i = 0; sample_at(i); i++)
        for (spoil how = 0; how < SPOILS; how++, copies++)
            if (only ? strcmp(only, sample_at(i)->dataset) == 0 : copies % stride(5) == 0)
                wrong += !try_copy(*state, sample_at(i), how);
    print_message("one in %d of %d copies\n", stride(5), copies);
    assert_int_equal(wrong, 0);
}

/* A data set that is only listed is refused where a source is named, with what to do instead. */
static void a_data_set_that_is_only_listed_is_refused(void **state)
{
    const setting *set = *state;
    for (int32_t i = 0; mlg_dataset_at(i); i++) {
        sample listed = { .dataset = mlg_dataset_at(i)->name, .role = "supply", .options = "" };
        char *got, *rejects;
        mlg_error err;
        if (mlg_dataset_at(i)->provides)
            continue;
        fill_folder(set->folder);
        write_study(set->folder, &listed, "towns.csv", ", service: gp");
        assert_fails(load(&got, &rejects, set, &listed, &err), MLG_INPUT, &err, "does not provide supply");
        assert_string_equal(err.hint, mlg_dataset_at(i)->needs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_data_set_that_is_loaded_has_a_sample),
        cmocka_unit_test(the_table_of_outcomes_has_no_hole),
        cmocka_unit_test_setup_teardown(every_copy_has_the_outcome_that_is_stated, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_data_set_that_is_only_listed_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
