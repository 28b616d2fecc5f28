/* Sheets by theme, with the question each answers: the order of the workbook and its index. */
#ifndef MLG_OUTPUT_WORKBOOK_SHEET_THEMES_H
#define MLG_OUTPUT_WORKBOOK_SHEET_THEMES_H

#include "output/tables/sheets.h"

typedef struct mlg_sheet_theme {
    const char *title; /* French */
    uint32_t colour;   /* of the tabs, RGB */
} mlg_sheet_theme;

/* When the workbook that is not asked to hold every sheet holds one: at most fifteen, with the key figures and the index. */
typedef enum mlg_sheet_when {
    MLG_SHEET_ON_REQUEST,
    MLG_SHEET_WITHOUT_CHANGE, /* unless the study tells what a scenario or a comparison changes */
    MLG_SHEET_ALWAYS
} mlg_sheet_when;

/* A theme extends from its first sheet to the first sheet of the next theme. */
typedef struct mlg_sheet_place {
    const mlg_sheet_theme *theme;
    const char *name; /* of the sheet */
    const char *note; /* what it answers, French */
    mlg_sheet_when when;
} mlg_sheet_place;

/* Every sheet of sheets.c, once each, by theme. Ends with a NULL name. */
extern const mlg_sheet_place mlg_sheet_places[];

#endif
