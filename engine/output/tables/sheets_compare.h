/* Columns of the tables of scenarios and of two results compared, for sheets.c alone, whose words they use. */
#ifndef MLG_OUTPUT_TABLES_SHEETS_COMPARE_H
#define MLG_OUTPUT_TABLES_SHEETS_COMPARE_H

static const mlg_sheet_column scenario_changes[] = {
    { "nature", FR("Nature"), "", TEXT, ALL },
    { "service", FR("Service"), "", TEXT, ALL },
    { "code", FR("Code"), "", CODE, ALL },
    { "libelle", FR("Lieu"), "", TEXT, ALL },
    { "lib_vers", FR("Vers"), "", TEXT, ALL },
    { "avant", FR("Avant"), "", TEXT, ALL },
    { "apres", FR("Après"), "", TEXT, ALL },
    { "depuis", FR("Depuis"), "", TEXT, ALL },
    { "motif", FR("Motif"), "", TEXT, ALL },
    { "source", FR("Source"), "", TEXT, ALL },
    { "effet", FR("Pris en compte"), "", TEXT, ALL },
};

#endif
