/* Sheets by theme, with the question each answers: the order of the workbook and its index. */
#ifndef MLG_OUTPUT_WORKBOOK_SHEET_THEMES_H
#define MLG_OUTPUT_WORKBOOK_SHEET_THEMES_H

#include "output/tables/sheets.h"

typedef struct mlg_sheet_theme {
    const char *title; /* French */
    uint32_t colour;   /* of the tabs, RGB */
} mlg_sheet_theme;

/* A theme extends from its first sheet to the first sheet of the next theme. */
typedef struct mlg_sheet_place {
    const mlg_sheet_theme *theme;
    const char *name; /* of the sheet */
    const char *note; /* what it answers, French */
    bool main;        /* in the workbook that is not asked to hold all of them */
} mlg_sheet_place;

/* Every sheet of sheets.c, once each, by theme. Ends with a NULL name. */
extern const mlg_sheet_place mlg_sheet_places[];

#endif
