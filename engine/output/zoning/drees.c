#include "analysis/zoning/rules.h"
#include "output/csv.h"
#include "output/zoning/filing.h"

#include <stdio.h>
#include <string.h>

static void add_cell(mlg_text *out, const char *words, bool last)
{
    mlg_csv_safe_cell(out, words, ',');
    mlg_text_add(out, last ? "\n" : ",");
}

static const char *class_words(const char *code)
{
    static const char *const words[][2] = { { "ZIP", "1 -Zone d'intervention prioritaire" },
                                            { "ZAC", "2- Zone d'action complémentaire" },
                                            { "ZV", "3 - Zone de vigilance" },
                                            { "HZ", "4 - Hors-vivier" } };
    for (size_t i = 0; code && i < sizeof words / sizeof *words; i++)
        if (strcmp(code, words[i][0]) == 0)
            return words[i][1];
    return code; /* ZAR has no number of its own */
}

/* Columns of report/zoning_drees. */
enum { COMMUNE, LABEL, REGION, DEPARTEMENT, TVS, TVS_LABEL, MAJORITY, CLASS };

static mlg_status add_row(mlg_text *out, mlg_stmt *stmt, mlg_error *err)
{
    const char *given = mlg_column_text(stmt, REGION), *majority = mlg_column_text(stmt, MAJORITY);
    char region[4], name[64];
    if (given)
        snprintf(region, sizeof region, "%s", given);
    else
        MLG_TRY(mlg_region_of_departement(region, mlg_column_text(stmt, DEPARTEMENT), err));
    MLG_TRY(mlg_region_name(name, sizeof name, region, err));
    add_cell(out, mlg_column_text(stmt, COMMUNE), false);
    add_cell(out, mlg_column_text(stmt, LABEL), false);
    add_cell(out, region, false);
    add_cell(out, name, false);
    add_cell(out, mlg_column_text(stmt, TVS), false);
    add_cell(out, mlg_column_text(stmt, TVS_LABEL), false);
    add_cell(out, majority && strcmp(majority, region) == 0 ? "oui" : "non", false);
    add_cell(out, class_words(mlg_column_text(stmt, CLASS)), true);
    return MLG_OK;
}

mlg_status mlg_output_zoning_drees(mlg_db *db, const char *path, mlg_error *err)
{
    mlg_text out = { 0 };
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "report/zoning_drees", err));
    mlg_text_add(&out, "depcom,libcom,region,region_libelle,TVS,TVS_libelle,region_majoritaire,zonage_regional\n");
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(add_row(&out, stmt, err));
    if (st == MLG_OK)
        st = mlg_text_save(&out, path, err);
done:
    mlg_stmt_free(stmt);
    mlg_text_release(&out);
    return st;
}
