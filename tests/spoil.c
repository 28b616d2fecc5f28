#include "spoil.h"

#include "support.h"

#include "adapters/workbook.h"
#include "zip_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const spoil_names[SPOILS] = {
    "as published",
    "key column missing",
    "value column missing",
    "key column renamed",
    "columns reordered",
    "Windows-1252",
    "encoded twice",
    "byte order mark",
    "UTF-16",
    "codes as numbers",
    "text in a number",
    "row twice",
    "field of 10 MB",
    "empty file",
    "header only",
    "zipped",
    "zip cut",
    "system missing",
    "system lies",
    "axes swapped",
};

enum { MOST_ROWS = 10, MOST_CELLS = 64, BIG = 10 << 20 };

/* The cells of a sample; the first row is the header, unless the form has none. */
typedef struct {
    char *text; /* owns the cells that are not literals */
    const char *cells[MOST_ROWS][MOST_CELLS];
    int widths[MOST_ROWS], rows;
    const char *units[MOST_CELLS]; /* of a sheet, under the header */
} grid;

static char big_field[BIG + 1];

/* ---- cells ------------------------------------------------------------------------------------------------ */

static void add_lines(grid *g, char *at)
{
    while (*at) {
        char *end = strchr(at, '\n'), *next = end ? end + 1 : at + strlen(at);
        if (end)
            *end = '\0';
        int width = 0;
        for (char *cell = at; cell;) {
            char *bar = strchr(cell, '|');
            if (bar)
                *bar = '\0';
            g->cells[g->rows][width++] = cell;
            cell = bar ? bar + 1 : NULL;
        }
        g->widths[g->rows++] = width;
        at = next;
    }
}

static void read_grid(grid *g, const sample *s)
{
    *g = (grid){ .text = NULL };
    if (asprintf(&g->text, "%s%s%s%s%s", s->units ? s->units : "", s->units ? "\n" : "",
                 s->header ? s->header : "", s->header ? "\n" : "", s->rows) < 0)
        fail_msg("out of memory");
    add_lines(g, g->text);
    if (!s->units)
        return;
    memcpy(g->units, g->cells[0], sizeof g->units);
    memmove(g->cells[0], g->cells[1], (MOST_ROWS - 1) * sizeof g->cells[0]);
    memmove(&g->widths[0], &g->widths[1], (MOST_ROWS - 1) * sizeof g->widths[0]);
    g->rows--;
}

static int first_row(const sample *s)
{
    return s->form == SAMPLE_BARE ? 0 : 1;
}

/* Number of a column by its name; a sample without header gives the number itself. -1: none. */
static int column_of(const grid *g, const sample *s, const char *name)
{
    if (!name || s->form == SAMPLE_BARE)
        return name ? atoi(name) : -1;
    for (int c = 0; c < g->widths[0]; c++)
        if (strcmp(g->cells[0][c], name) == 0)
            return c;
    fail_msg("sample %s %s has no column %s", s->dataset, s->layout, name);
    return -1;
}

/* Rows the column is of: in FINESS places stand on lines of their own. */
static bool bears(const grid *g, const sample *s, int row, bool place)
{
    return s->form != SAMPLE_BARE || place == (strcmp(g->cells[row][0], "geolocalisation") == 0);
}

static void drop_column(grid *g, const sample *s, int column)
{
    memmove(&g->units[column], &g->units[column + 1], (size_t)(MOST_CELLS - column - 1) * sizeof *g->units);
    for (int r = 0; r < g->rows; r++) {
        if (!bears(g, s, r, false))
            continue;
        for (int c = column; c + 1 < g->widths[r]; c++)
            g->cells[r][c] = g->cells[r][c + 1];
        g->widths[r]--;
    }
}

static void reverse_columns(grid *g)
{
    for (int r = 0; r < g->rows; r++)
        for (int a = 0, b = g->widths[r] - 1; a < b; a++, b--) {
            const char *swap = g->cells[r][a];
            g->cells[r][a] = g->cells[r][b];
            g->cells[r][b] = swap;
        }
    for (int a = 0, b = g->widths[0] - 1; a < b; a++, b--) {
        const char *swap = g->units[a];
        g->units[a] = g->units[b];
        g->units[b] = swap;
    }
}

static void strip_zeros(grid *g, const sample *s, int column)
{
    for (int r = first_row(s); r < g->rows; r++)
        if (bears(g, s, r, false) && g->cells[r][column][0] == '0')
            g->cells[r][column]++;
}

static void repeat_row(grid *g, const sample *s)
{
    int from = first_row(s);
    memcpy(g->cells[g->rows], g->cells[from], sizeof g->cells[from]);
    g->widths[g->rows++] = g->widths[from];
}

static void set_cells(grid *g, const sample *s, const char *column, const char *text)
{
    int c = column_of(g, s, column);
    for (int r = first_row(s); r < g->rows; r++)
        if (bears(g, s, r, true))
            g->cells[r][c] = text;
}

static void swap_columns(grid *g, const sample *s, const char *a, const char *b)
{
    int x = column_of(g, s, a), y = column_of(g, s, b);
    for (int r = first_row(s); r < g->rows; r++) {
        const char *swap = g->cells[r][x];
        if (!bears(g, s, r, true))
            continue;
        g->cells[r][x] = g->cells[r][y];
        g->cells[r][y] = swap;
    }
}

/* ---- places ------------------------------------------------------------------------------------------------ */

/* Identifiers of the squares hold their system and corner. */
static const char *square_of(spoil how, const char *id)
{
    static char ring[8][48];
    static int turn;
    const char *north = strchr(id, 'N'), *east = strrchr(id, 'E');
    char *out = ring[turn++ % 8];
    if (how == CRS_MISSING)
        snprintf(out, sizeof ring[0], "RES200m%s", north);
    else if (how == CRS_LIES)
        snprintf(out, sizeof ring[0], "CRS2154%s", id + strlen("CRS3035"));
    else
        snprintf(out, sizeof ring[0], "CRS3035RES200mN%sE%.*s", east + 1, (int)(east - north - 1), north + 1);
    return out;
}

static bool spoil_squares(grid *g, const sample *s, spoil how)
{
    int id = column_of(g, s, s->key);
    for (int r = 1; r < g->rows; r++)
        g->cells[r][id] = square_of(how, g->cells[r][id]);
    return true;
}

/* Coordinates in columns. Those in degrees say their system by their names. */
static bool spoil_columns(grid *g, char *options, const sample *s, spoil how)
{
    if (strcmp(s->role, "cells") == 0)
        return spoil_squares(g, s, how);
    if (!s->x || s->form == SAMPLE_SHEET)
        return false;
    if (how == AXES_SWAPPED) {
        swap_columns(g, s, s->x, s->y);
    } else if (s->crs) {
        bool words = strstr(g->cells[g->rows - 1][column_of(g, s, s->crs)], "ATLASANTE");
        set_cells(g, s, s->crs,
                  how == CRS_MISSING ? ""
                  : words            ? "1,ATLASANTE,96,BAN,EPSG:5490 RGAF09/UTM Zone 20N"
                                     : "5490");
    } else if (how == CRS_LIES) {
        strcat(options, ", crs: \"EPSG:2154\"");
    } else {
        g->cells[0][column_of(g, s, s->x)] = "x";
        g->cells[0][column_of(g, s, s->y)] = "y";
    }
    return true;
}

/* A square of about two kilometres, anticlockwise. */
static void put_square(FILE *file, const char *place, spoil how)
{
    double x = 0, y = 0, half = 0.01;
    if (sscanf(place, "%lf %lf", &x, &y) != 2)
        fail_msg("no place in '%s'", place);
    if (how == CRS_LIES) { /* metres where degrees are said */
        x *= 1e5;
        y *= 1e5;
        half = 1000;
    }
    const double corners[5][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 }, { -1, 1 }, { -1, -1 } };
    fputs("\"POLYGON((", file);
    for (int i = 0; i < 5; i++) {
        double a = x + half * corners[i][0], b = y + half * corners[i][1];
        fprintf(file, "%s%.6f %.6f", i ? "," : "", how == AXES_SWAPPED ? b : a, how == AXES_SWAPPED ? a : b);
    }
    fputs("))\"", file);
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static void put_cell(FILE *file, const char *cell, char separator, bool quoted)
{
    char special[] = { separator, '"', '\n', '\0' };
    bool quote = separator != '|' && (quoted || (cell != big_field && strpbrk(cell, special)));
    if (quote)
        fputc('"', file);
    for (const char *c = cell; *c; c++) {
        if (quote && *c == '"')
            fputc('"', file);
        fputc(*c, file);
    }
    if (quote)
        fputc('"', file);
}

static void write_cells(FILE *file, const grid *g, const sample *s, spoil how)
{
    fputs(s->bom && how != WINDOWS_1252 && how != UTF_16 ? "\xEF\xBB\xBF" : "", file);
    fputs(s->above ? s->above : "", file);
    for (int r = 0; r < g->rows; r++) {
        for (int c = 0; c < g->widths[r]; c++) {
            if (c > 0)
                fputc(s->separator, file);
            put_cell(file, g->cells[r][c], s->separator, s->quoted);
        }
        fputs(s->crlf ? "\r\n" : "\n", file);
    }
}

static bool looks_like_number(const char *cell)
{
    char *end;
    strtod(cell, &end);
    return *cell && *end == '\0' && !(cell[0] == '0' && cell[1] >= '0' && cell[1] <= '9');
}

static void write_sheet(const char *path, const grid *g, const sample *s)
{
    mlg_workbook *book;
    mlg_error err;
    int at = s->header_row;
    assert_ok(mlg_workbook_new(&book, path, &err), &err);
    assert_ok(mlg_workbook_sheet(book, "Lisez-moi", &err), &err);
    assert_ok(mlg_workbook_text(book, 0, 0, "Champ : France", &err), &err);
    assert_ok(mlg_workbook_sheet(book, s->sheet, &err), &err);
    if (at > 0)
        assert_ok(mlg_workbook_text(book, 0, 0, "Titre du classeur", &err), &err);
    for (int r = 0; r < g->rows; r++, at++) {
        for (int c = 0; c < g->widths[r]; c++) {
            const char *cell = g->cells[r][c];
            if (r > 0 && looks_like_number(cell))
                assert_ok(mlg_workbook_number(book, at, c, atof(cell), &err), &err);
            else
                assert_ok(mlg_workbook_text(book, at, c, *cell ? cell : NULL, &err), &err);
        }
        if (r > 0 || !s->units)
            continue;
        at++;
        for (int c = 0; c < g->widths[0]; c++)
            if (g->units[c] && *g->units[c])
                assert_ok(mlg_workbook_text(book, at, c, g->units[c], &err), &err);
    }
    if (s->header_row > 0 && g->rows > 1)
        assert_ok(mlg_workbook_text(book, at + 1, 0, "Source : INSEE, DREES", &err), &err);
    assert_ok(mlg_workbook_close(book, &err), &err);
}

static void run_tool(const char *command)
{
    if (system(command) != 0)
        fail_msg("%s", command);
}

/* By ogr2ogr, from a table whose geometries are in words. */
static void write_shapes(const char *folder, const char *path, const grid *g, const sample *s, spoil how)
{
    char command[12800];
    const char *crs = how == CRS_LIES && !strstr(path, ".geojson") ? "-a_srs EPSG:2154"
                      : how == CRS_MISSING                         ? ""
                                                                   : "-a_srs EPSG:4326";
    const char *table = in_folder(folder, "shapes.csv");
    if (strstr(path, ".geojson"))
        crs = "-a_srs EPSG:4326 -lco RFC7946=NO";
    int geom = column_of(g, s, "geom");
    FILE *file = fopen(table, "w"), *types = fopen(in_folder(folder, "shapes.csvt"), "w");
    for (int c = 0; c < g->widths[0]; c++)
        fprintf(types, "%s%s", c ? "," : "",
                c == geom ? "WKT"
                : strcasecmp(g->cells[0][c], "population") || how == TEXT_IN_NUMBER || how == FIELD_OF_10_MB
                    ? "String"
                    : "Integer");
    for (int r = 0; r < g->rows; r++)
        for (int c = 0; c < g->widths[r]; c++) {
            if (r > 0 && c == geom)
                put_square(file, g->cells[r][c],
                           how == CRS_LIES && strstr(path, ".geojson") ? CRS_LIES
                           : how == AXES_SWAPPED                       ? how
                                                                       : AS_PUBLISHED);
            else
                put_cell(file, c == geom ? "WKT" : g->cells[r][c], ',', false);
            fputc(c + 1 < g->widths[r] ? ',' : '\n', file);
        }
    fclose(file);
    fclose(types);
    snprintf(
        command, sizeof command,
        "ogr2ogr --config OGR_CSV_MAX_LINE_SIZE -1 '%s' '%s' -nln '%s' %s -oo KEEP_GEOM_COLUMNS=NO%s 2>/dev/null",
        path, table, s->sheet, crs,
        strstr(path, ".shp") ? how == WINDOWS_1252 ? " -lco ENCODING=CP1252" : " -lco ENCODING=UTF-8" : "");
    run_tool(command);
    unlink(table);
    unlink(in_folder(folder, "shapes.csvt"));
}

/* ---- bytes ------------------------------------------------------------------------------------------------- */

static void convert(const char *path, const char *from, const char *to)
{
    char command[12800];
    snprintf(command, sizeof command, "iconv -f %s -t %s '%s' >'%s.new' && mv '%s.new' '%s'", from, to, path, path,
             path, path);
    run_tool(command);
}

static void add_mark(const char *path)
{
    size_t size;
    char *bytes = file_bytes(path, &size), *marked = malloc(size + 3);
    memcpy(marked, "\xEF\xBB\xBF", 3);
    memcpy(marked + 3, bytes, size);
    put_bytes(path, marked, size + 3);
    free(marked);
    free(bytes);
}

/* The file, or the files of a shapefile, in a zip that `file` then names; with `cut`, its first half. */
static void make_zip(char *file, const char *folder, bool cut)
{
    static const char *const beside[] = { ".shp", ".shx", ".dbf", ".prj", ".cpg" };
    char names[5][320];
    zip_member members[5];
    int count = 0;
    char *dot = strrchr(file, '.');
    bool shapes = strcmp(dot, ".shp") == 0;
    for (int i = 0; i < (shapes ? 5 : 1); i++) {
        snprintf(names[count], sizeof names[0], "%.*s%s", (int)(dot - file), file, shapes ? beside[i] : dot);
        if (access(in_folder(folder, names[count]), R_OK) != 0)
            continue;
        members[count] = (zip_member){ .name = names[count] };
        members[count].bytes = file_bytes(in_folder(folder, names[count]), &members[count].size);
        unlink(in_folder(folder, names[count]));
        count++;
    }
    strcpy(file, "donnees.zip");
    FILE *zip = fopen(in_folder(folder, file), "wb");
    put_zip(zip, members, count);
    long size = ftell(zip);
    fclose(zip);
    if (cut && truncate(in_folder(folder, file), size / 2) != 0)
        fail_msg("cannot cut %s", file);
    for (int i = 0; i < count; i++)
        free((void *)(uintptr_t)members[i].bytes);
}

/* ---- one copy ------------------------------------------------------------------------------------------------ */

/* False: this form cannot be spoiled so. */
static bool spoil_cells(grid *g, char *options, const sample *s, spoil how)
{
    int key = column_of(g, s, s->key), value = column_of(g, s, s->value), row = first_row(s);
    switch (how) {
    case KEY_MISSING:
        drop_column(g, s, key);
        return true;
    case VALUE_MISSING:
        drop_column(g, s, value);
        return true;
    case KEY_RENAMED:
        g->cells[0][key] = "Colonne1";
        return s->form != SAMPLE_BARE;
    case REORDERED:
        reverse_columns(g);
        return true;
    case CODES_AS_NUMBERS:
        strip_zeros(g, s, key);
        return true;
    case TEXT_IN_NUMBER:
        g->cells[row][value] = "n.c.";
        return true;
    case ROW_TWICE:
        repeat_row(g, s);
        return true;
    case FIELD_OF_10_MB:
        memset(big_field, '1', BIG);
        g->cells[row][value] = big_field;
        return s->form != SAMPLE_SHEET && !strstr(s->file, ".shp"); /* 32,767 letters, 254 bytes at most */
    case HEADER_ONLY:
        g->rows = row;
        return true;
    case CRS_MISSING:
        return s->form == SAMPLE_SHAPES ? !strstr(s->file, ".geojson") : spoil_columns(g, options, s, how);
    case CRS_LIES:
    case AXES_SWAPPED:
        return s->form == SAMPLE_SHAPES || spoil_columns(g, options, s, how);
    case WINDOWS_1252:
        return s->form != SAMPLE_SHEET && !strstr(s->file, ".gpkg");
    case ENCODED_TWICE:
    case BYTE_ORDER_MARK:
    case UTF_16:
        return !(how == BYTE_ORDER_MARK && s->bom) && (s->form == SAMPLE_TEXT || s->form == SAMPLE_BARE ||
                                                       (how != UTF_16 && strstr(s->file, ".geojson")));
    default:
        return true;
    }
}

static void spoil_bytes(char *file, const char *folder, spoil how)
{
    const char *path = in_folder(folder, file);
    bool text = !strstr(file, ".shp");
    if (how == WINDOWS_1252 && text)
        convert(path, "UTF-8", "CP1252");
    else if (how == ENCODED_TWICE)
        convert(path, "CP1252", "UTF-8");
    else if (how == BYTE_ORDER_MARK)
        add_mark(path);
    else if (how == UTF_16)
        convert(path, "UTF-8", "UTF-16");
    else if (how == EMPTY_FILE)
        put_bytes(path, "", 0);
    else if (how == ZIPPED || how == ZIP_CUT)
        make_zip(file, folder, how == ZIP_CUT);
}

bool write_spoiled(char *file, char *options, const sample *s, spoil how, const char *folder)
{
    grid g;
    read_grid(&g, s);
    snprintf(file, 256, "%s", s->file);
    snprintf(options, 256, "%s", s->options ? s->options : "");
    bool possible = spoil_cells(&g, options, s, how);
    if (possible && s->form == SAMPLE_SHEET) {
        write_sheet(in_folder(folder, file), &g, s);
    } else if (possible && s->form == SAMPLE_SHAPES) {
        write_shapes(folder, in_folder(folder, file), &g, s, how);
    } else if (possible) {
        FILE *to = fopen(in_folder(folder, file), "wb");
        write_cells(to, &g, s, how);
        fclose(to);
    }
    if (possible)
        spoil_bytes(file, folder, how);
    free(g.text);
    return possible;
}
