#include "output/qgis/surface.h"

#include "adapters/db/gpkg.h"
#include "adapters/tile.h"
#include "base/memory.h"
#include "output/tables/attribution.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- kernel ------------------------------------------------------------------------------------------------------ */

bool mlg_square_parse(mlg_square *out, const char *code)
{
    int end = 0;
    *out = (mlg_square){ .value = (double)NAN };
    return code &&
           sscanf(code, "CRS%6dRES%5dmN%8dE%8d%n", &out->epsg, &out->side_m, &out->north_m, &out->east_m, &end) ==
               4 &&
           code[end] == '\0' && out->epsg > 0 && out->side_m > 0;
}

mlg_status mlg_surface_grid_of(mlg_surface_grid *out, const mlg_square *squares, int32_t count, mlg_error *err)
{
    const mlg_square *first = squares;
    int west = first->east_m, east = first->east_m, south = first->north_m, north = first->north_m;
    for (const mlg_square *s = squares; s < squares + count; s++) {
        if (s->epsg != first->epsg || s->side_m != first->side_m || (s->east_m - first->east_m) % s->side_m != 0 ||
            (s->north_m - first->north_m) % s->side_m != 0)
            return mlg_fail(
                err, MLG_DATA,
                "the squares are not on the same grid: EPSG:%d, %d m, N%d E%d and EPSG:%d, %d m, N%d E%d",
                first->epsg, first->side_m, first->north_m, first->east_m, s->epsg, s->side_m, s->north_m,
                s->east_m);
        west = s->east_m < west ? s->east_m : west;
        east = s->east_m > east ? s->east_m : east;
        south = s->north_m < south ? s->north_m : south;
        north = s->north_m > north ? s->north_m : north;
    }
    int side = first->side_m;
    *out = (mlg_surface_grid){ .epsg = first->epsg,
                               .side_m = side,
                               .west_m = west,
                               .north_m = north + side,
                               .columns = (east - west) / side + 1,
                               .lines = (north - south) / side + 1 };
    return MLG_OK;
}

static int column_of(const mlg_surface_grid *grid, const mlg_square *s)
{
    return (s->east_m - grid->west_m) / grid->side_m;
}

static int line_of(const mlg_surface_grid *grid, const mlg_square *s)
{
    return (grid->north_m - grid->side_m - s->north_m) / grid->side_m;
}

static int tiles(int squares)
{
    return (squares + MLG_SURFACE_TILE - 1) / MLG_SURFACE_TILE;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_db *db;
    mlg_square *squares;
    int32_t count;
    size_t room;
    mlg_surface_grid grid;
    int32_t *next, *head; /* squares of a tile, chained; -1 ends */
    float *values;
    mlg_stmt *add, *facts;
} surface;

static void surface_release(surface *s)
{
    free(s->squares);
    free(s->next);
    free(s->head);
    free(s->values);
    mlg_stmt_free(s->add);
    mlg_stmt_free(s->facts);
}

/* *usable is false as soon as a code does not give the position of its square. */
static mlg_status read_squares(bool *usable, surface *s, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *usable = true;
    MLG_TRY(mlg_db_query(&stmt, s->db, "report/surface_squares", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row && *usable) {
        MLG_GO(MLG_GROW(&s->squares, &s->room, (size_t)s->count + 1, "squares", err));
        *usable = mlg_square_parse(&s->squares[s->count], mlg_column_text(stmt, 0));
        s->squares[s->count++].value = mlg_column_double(stmt, 1);
    }
    *usable = *usable && s->count > 0;
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status sort_into_tiles(surface *s, mlg_error *err)
{
    size_t across = (size_t)tiles(s->grid.columns), all = across * (size_t)tiles(s->grid.lines);
    MLG_TRY(MLG_NEW(&s->next, (size_t)s->count, "squares", err));
    MLG_TRY(MLG_NEW(&s->head, all, "tiles", err));
    MLG_TRY(MLG_NEW(&s->values, (size_t)MLG_SURFACE_TILE * MLG_SURFACE_TILE, "a tile", err));
    for (size_t t = 0; t < all; t++)
        s->head[t] = -1;
    for (int32_t i = 0; i < s->count; i++) {
        size_t tile = (size_t)(line_of(&s->grid, &s->squares[i]) / MLG_SURFACE_TILE) * across +
                      (size_t)(column_of(&s->grid, &s->squares[i]) / MLG_SURFACE_TILE);
        s->next[i] = s->head[tile];
        s->head[tile] = i;
    }
    return MLG_OK;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static const char FORGET[] =
    "DELETE FROM acces_surface; DELETE FROM gpkg_2d_gridded_tile_ancillary WHERE tpudt_name = 'acces_surface';"
    "DELETE FROM gpkg_2d_gridded_coverage_ancillary WHERE tile_matrix_set_name = 'acces_surface';"
    "DELETE FROM gpkg_tile_matrix WHERE table_name = 'acces_surface'; DELETE FROM gpkg_tile_matrix_set WHERE "
    "table_name = 'acces_surface';"
    "DELETE FROM gpkg_extensions WHERE table_name = 'acces_surface'; DELETE FROM gpkg_contents WHERE table_name = "
    "'acces_surface'";

/* Numbers alone: nothing to escape. */
static mlg_status add_matrix(const surface *s, mlg_error *err)
{
    const mlg_surface_grid *g = &s->grid;
    int across = tiles(g->columns), down = tiles(g->lines), tile_m = MLG_SURFACE_TILE * g->side_m;
    char sql[1400];
    snprintf(sql, sizeof sql,
             "INSERT INTO gpkg_tile_matrix_set VALUES ('acces_surface', %d, %d, %d, %d, %d);"
             "INSERT INTO gpkg_tile_matrix VALUES ('acces_surface', 0, %d, %d, %d, %d, %d, %d);"
             "INSERT INTO gpkg_2d_gridded_coverage_ancillary (tile_matrix_set_name, datatype, data_null, "
             "grid_cell_encoding, uom, field_name, "
             "quantity_definition) VALUES ('acces_surface', 'float', %.1f, 'grid-value-is-area', "
             "'consultations/an/hab. standardisé', 'APL', "
             "'Accessibilité potentielle localisée');"
             "INSERT INTO gpkg_extensions VALUES ('acces_surface', 'tile_data', 'gpkg_2d_gridded_coverage', "
             "'http://docs.opengeospatial.org/is/17-066r1/17-066r1.html', 'read-write')",
             g->epsg, g->west_m, g->north_m - down * tile_m, g->west_m + across * tile_m, g->north_m, across, down,
             MLG_SURFACE_TILE, MLG_SURFACE_TILE, g->side_m, g->side_m, (double)MLG_SURFACE_NODATA);
    return mlg_db_exec(s->db, sql, err);
}

static mlg_status add_content(const surface *s, mlg_error *err)
{
    const mlg_surface_grid *g = &s->grid;
    mlg_stmt *add = NULL;
    char *words = NULL;
    mlg_status st;
    MLG_GO(mlg_gpkg_add_system(s->db, g->epsg, err));
    MLG_GO(mlg_attribution_words(
        &words, s->db, "acces_surface",
        "APL des carreaux de 200 m, dans leur propre grille ; sans valeur sous 11 ménages", err));
    MLG_GO(mlg_db_query(&add, s->db, "report/surface_content", err));
    mlg_bind_text(add, ":description", words);
    mlg_bind_int(add, ":epsg", g->epsg);
    mlg_bind_int(add, ":west", g->west_m);
    mlg_bind_int(add, ":south", g->north_m - g->lines * g->side_m);
    mlg_bind_int(add, ":east", g->west_m + g->columns * g->side_m);
    mlg_bind_int(add, ":north", g->north_m);
    MLG_GO(mlg_stmt_run(add, err));
    st = add_matrix(s, err);
done:
    mlg_stmt_free(add);
    free(words);
    return st;
}

/* Values of a tile and their statistics. */
static void fill_tile(surface *s, int32_t first)
{
    double sum = 0, squares = 0, least = HUGE_VAL, most = -HUGE_VAL;
    int known = 0;
    for (int i = 0; i < MLG_SURFACE_TILE * MLG_SURFACE_TILE; i++)
        s->values[i] = MLG_SURFACE_NODATA;
    for (int32_t i = first; i >= 0; i = s->next[i]) {
        const mlg_square *q = &s->squares[i];
        if (isnan(q->value))
            continue;
        s->values[line_of(&s->grid, q) % MLG_SURFACE_TILE * MLG_SURFACE_TILE +
                  column_of(&s->grid, q) % MLG_SURFACE_TILE] = (float)q->value;
        known++;
        sum += q->value;
        squares += q->value * q->value;
        least = fmin(least, q->value);
        most = fmax(most, q->value);
    }
    double mean = known ? sum / known : (double)NAN;
    mlg_bind_double(s->facts, ":least", known ? least : (double)NAN);
    mlg_bind_double(s->facts, ":most", known ? most : (double)NAN);
    mlg_bind_double(s->facts, ":mean", mean);
    mlg_bind_double(s->facts, ":spread", known ? sqrt(fmax(0, squares / known - mean * mean)) : (double)NAN);
}

static mlg_status add_tile(surface *s, int column, int line, mlg_error *err)
{
    int32_t first = s->head[(size_t)line * (size_t)tiles(s->grid.columns) + (size_t)column];
    void *bytes = NULL;
    size_t size = 0;
    if (first < 0)
        return MLG_OK;
    fill_tile(s, first);
    MLG_TRY(mlg_tile_encode(&bytes, &size, s->values, MLG_SURFACE_TILE, MLG_SURFACE_NODATA, err));
    mlg_bind_int(s->add, ":column", column);
    mlg_bind_int(s->add, ":row", line);
    mlg_bind_blob(s->add, ":data", bytes, size);
    free(bytes);
    MLG_TRY(mlg_stmt_run(s->add, err));
    return mlg_stmt_run(s->facts, err);
}

static mlg_status add_tiles(surface *s, mlg_error *err)
{
    MLG_TRY(mlg_db_query(&s->add, s->db, "report/surface_tile", err));
    MLG_TRY(mlg_db_query(&s->facts, s->db, "report/surface_facts", err));
    for (int line = 0; line < tiles(s->grid.lines); line++)
        for (int column = 0; column < tiles(s->grid.columns); column++)
            MLG_TRY(add_tile(s, column, line, err));
    return MLG_OK;
}

mlg_status mlg_output_surface(bool *made, mlg_db *db, mlg_error *err)
{
    surface s = { .db = db };
    mlg_status st;
    *made = false;
    MLG_GO(mlg_gpkg_extend(db, "302_coverage", err));
    MLG_GO(mlg_db_exec(db, FORGET, err));
    MLG_GO(read_squares(made, &s, err));
    if (*made) {
        st = mlg_surface_grid_of(&s.grid, s.squares, s.count, err);
        if (st == MLG_MEMORY) /* running out of memory says nothing about the squares */
            goto done;
        *made = st == MLG_OK; /* otherwise they are not on one grid */
    }
    if (!*made) { /* QGIS lists a table of tiles without content as a layer, and cannot open it */
        st = mlg_db_exec(db, "DROP TABLE acces_surface", err);
        goto done;
    }
    MLG_GO(sort_into_tiles(&s, err));
    MLG_GO(add_content(&s, err));
    st = add_tiles(&s, err);
done:
    surface_release(&s);
    return st;
}
