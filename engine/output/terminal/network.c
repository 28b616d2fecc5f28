#include "output/terminal/network.h"

#include "base/language.h"
#include "base/report_words.h"
#include "output/figure.h"
#include "output/tables/sheets.h"

static void add_line(mlg_text *to, const mlg_sheet_rows *rows, int32_t i)
{
    const char *effect = mlg_sheet_text(rows, i, "effet");
    mlg_text_printf(to, "  %s: %s%s%s%s\n", mlg_report_in_messages(mlg_sheet_text(rows, i, "element")),
                    mlg_said(mlg_sheet_number(rows, i, "nombre"), 0).text, *effect ? " (" : "",
                    *effect ? mlg_report_in_messages(effect) : "", *effect ? ")" : "");
}

mlg_status mlg_output_network_text(mlg_text *to, mlg_db *db, mlg_error *err)
{
    mlg_sheet_rows rows;
    mlg_status st = mlg_sheet_rows_read(&rows, db, mlg_sheet_find("reseau"), err);
    if (st == MLG_OK && rows.count > 0)
        mlg_text_add(to, mlg_tr("road network:\n"));
    for (int32_t i = 0; st == MLG_OK && i < rows.count; i++)
        if (mlg_sheet_number(&rows, i, "nombre") > 0)
            add_line(to, &rows, i);
    mlg_sheet_rows_release(&rows);
    return st;
}

mlg_status mlg_output_network_json(mlg_json *to, mlg_db *db, mlg_error *err)
{
    mlg_sheet_rows rows;
    mlg_status st = mlg_sheet_rows_read(&rows, db, mlg_sheet_find("reseau"), err);
    bool any = st == MLG_OK && rows.count > 0;
    if (any)
        mlg_json_array(to, "network");
    for (int32_t i = 0; any && i < rows.count; i++) {
        const char *effect = mlg_sheet_text(&rows, i, "effet");
        mlg_json_object(to, NULL);
        mlg_json_text(to, "what", mlg_sheet_text(&rows, i, "element"));
        mlg_json_number(to, "count", mlg_sheet_number(&rows, i, "nombre"));
        mlg_json_text(to, "effect", *effect ? effect : NULL);
        mlg_json_end(to);
    }
    if (any)
        mlg_json_end(to);
    mlg_sheet_rows_release(&rows);
    return st;
}
