#include "analysis/zoning/rules.h"
#include "output/csv.h"
#include "output/zoning/filing.h"

#include <math.h>
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

/* The code given, else that of the département; "" when neither is known. */
static mlg_status find_region(char region[4], char name[64], const char *given, const char *departement,
                              mlg_error *err)
{
    region[0] = name[0] = '\0';
    if (given)
        snprintf(region, 4, "%s", given);
    else if (departement)
        MLG_TRY(mlg_region_of_departement(region, departement, err));
    return mlg_region_name(name, 64, region, err);
}

static mlg_status add_row(mlg_text *out, mlg_stmt *stmt, mlg_error *err)
{
    const char *majority = mlg_column_text(stmt, MAJORITY);
    char region[4], name[64];
    MLG_TRY(find_region(region, name, mlg_column_text(stmt, REGION), mlg_column_text(stmt, DEPARTEMENT), err));
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

/* Columns of report/zoning_drees_qpv. */
enum { OF_REGION, OF_DEPARTEMENT, FIRST_OF_QPV, CLASS_OF_QPV = 8, PEOPLE_OF_QPV };

static mlg_status add_neighbourhood(mlg_text *out, mlg_stmt *stmt, mlg_error *err)
{
    char region[4], name[64], people[32] = "";
    MLG_TRY(
        find_region(region, name, mlg_column_text(stmt, OF_REGION), mlg_column_text(stmt, OF_DEPARTEMENT), err));
    add_cell(out, region, false);
    add_cell(out, name, false);
    for (int c = FIRST_OF_QPV; c < CLASS_OF_QPV; c++)
        add_cell(out, mlg_column_text(stmt, c), false);
    add_cell(out, class_words(mlg_column_text(stmt, CLASS_OF_QPV)), false);
    double persons = mlg_column_double(stmt, PEOPLE_OF_QPV);
    if (!isnan(persons))
        snprintf(people, sizeof people, "%.0f", persons);
    add_cell(out, people, true);
    return MLG_OK;
}

typedef mlg_status (*row_fn)(mlg_text *out, mlg_stmt *stmt, mlg_error *err);

static mlg_status write_list(mlg_db *db, const char *query, const char *head, row_fn add, const char *path,
                             mlg_error *err)
{
    mlg_text out = { 0 };
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, query, err));
    mlg_text_add(&out, head);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(add(&out, stmt, err));
    if (st == MLG_OK)
        st = mlg_text_save(&out, path, err);
done:
    mlg_stmt_free(stmt);
    mlg_text_release(&out);
    return st;
}

mlg_status mlg_output_zoning_drees(mlg_db *db, const char *path, mlg_error *err)
{
    return write_list(db, "report/zoning_drees",
                      "depcom,libcom,region,region_libelle,TVS,TVS_libelle,region_majoritaire,zonage_regional\n",
                      add_row, path, err);
}

mlg_status mlg_output_zoning_drees_qpv(mlg_db *db, const char *path, mlg_error *err)
{
    return write_list(
        db, "report/zoning_drees_qpv",
        "region,region_libelle,TVS,TVS_libelle,code_qp,lib_qp,depcom,libcom,zonage_regional,population\n",
        add_neighbourhood, path, err);
}
