#include "output/map/surroundings.h"

#include "output/html.h"
#include "output/map/symbols.h"
#include "output/tables/asked.h"

static bool overlap(const mlg_box *a, const mlg_box *b)
{
    return a->min_x <= b->max_x && b->min_x <= a->max_x && a->min_y <= b->max_y && b->min_y <= a->max_y;
}

static mlg_status add_neighbour(mlg_text *out, const mlg_map_grid *grid, const mlg_box *view, mlg_stmt *stmt,
                                mlg_error *err)
{
    mlg_geom *geom = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_row_geom(&geom, stmt, err));
    mlg_box box = mlg_geom_box(geom);
    if (overlap(&box, view))
        st = mlg_map_grid_outline(out, grid, geom, err);
    mlg_geom_free(geom);
    return st;
}

mlg_status mlg_map_neighbours(mlg_text *out, const mlg_map_grid *grid, const mlg_box *view, mlg_db *db,
                              mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_text outlines = { 0 };
    bool row = false;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_neighbours", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(add_neighbour(&outlines, grid, view, stmt, err));
    if (outlines.length)
        mlg_html(out, "<path class=\"alentour\" d=\"%s\"/>\n", mlg_text_words(&outlines));
done:
    mlg_text_release_part(&outlines, out);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_map_names(mlg_text *page, const mlg_map_grid *grid, const mlg_box *view, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_json *json = NULL;
    bool row = false;
    mlg_status st;
    MLG_GO(mlg_json_new(&json, err));
    mlg_json_array(json, "noms");
    MLG_GO(mlg_db_query(&stmt, db, "report/map_names", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        double x = mlg_column_double(stmt, 1), y = mlg_column_double(stmt, 2);
        if (!(x >= view->min_x && x <= view->max_x && y >= view->min_y && y <= view->max_y))
            continue;
        mlg_json_array(json, NULL);
        mlg_json_text(json, NULL, mlg_column_text(stmt, 0));
        mlg_json_number(json, NULL, mlg_map_grid_x(grid, x));
        mlg_json_number(json, NULL, mlg_map_grid_y(grid, y));
        mlg_json_number(json, NULL, mlg_column_double(stmt, 3));
        mlg_json_end(json);
    }
    mlg_json_end(json);
    if (st == MLG_OK) {
        mlg_html_data(page, "carte-noms", json);
        json = NULL;
    }
done:
    mlg_stmt_free(stmt);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_map_catchments(mlg_text *out, bool *any, const mlg_map_grid *grid, const mlg_findings *found,
                              mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    int32_t last = -1;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_catchments", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t asked = mlg_asked_find(found, "bassin", mlg_column_text(stmt, 1));
        mlg_geom *geom = NULL;
        if (asked < 0)
            continue;
        if (asked != last)
            mlg_text_printf(out, "%s<g class=\"bassins\" data-couche=\"b%d\" hidden>\n", last < 0 ? "" : "</g>\n",
                            (int)asked);
        last = asked;
        MLG_GO(mlg_row_geom(&geom, stmt, err));
        mlg_text_add(out, "<path d=\"");
        st = mlg_map_grid_outline(out, grid, geom, err);
        mlg_geom_free(geom);
        MLG_GO(st);
        mlg_text_add(out, "\"/>\n");
    }
done:
    mlg_text_add(out, last < 0 ? "" : "</g>\n");
    *any = last >= 0;
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_map_stops(mlg_text *out, bool *any, const mlg_map_grid *grid, double r, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    int x, y, rank = 0;
    MLG_TRY(mlg_db_query(&stmt, db, "report/map_stops", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(mlg_row_cell(&x, &y, grid, stmt, err));
        if (++rank == 1)
            mlg_text_add(out, "<g class=\"antennes\" data-couche=\"m\" hidden>\n");
        mlg_html(out, "<g transform=\"translate(%d %d)\"><title>%s</title>", x, y, mlg_column_text(stmt, 1));
        mlg_map_badge(out, rank, r);
        mlg_text_add(out, "</g>\n");
    }
done:
    mlg_text_add(out, rank > 0 ? "</g>\n" : "");
    *any = rank > 0;
    mlg_stmt_free(stmt);
    return st;
}
