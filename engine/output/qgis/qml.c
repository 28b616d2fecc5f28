#include "output/qgis/qml.h"

#include "output/tables/columns.h"
#include "output/html.h"

#include <math.h>
#include <stdio.h>

/* ---- symbols ----------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *name, *value;
} option;

void mlg_qml_option(mlg_text *qml, const char *name, const char *value)
{
    mlg_html(qml, "<Option name=\"%s\" value=\"%s\" type=\"QString\"/>", name, value);
}

/* The list ends with a NULL name. */
static void add_options(mlg_text *qml, const option *options)
{
    for (const option *o = options; o->name; o++)
        mlg_qml_option(qml, o->name, o->value);
}

void mlg_qml_colour(mlg_text *qml, const char *name, mlg_colour c)
{
    mlg_html(qml, "<Option name=\"%s\" value=\"%d,%d,%d,255\" type=\"QString\"/>", name, c.r, c.g, c.b);
}

static void open_layer(mlg_text *qml, const char *class)
{
    mlg_html(qml, "<layer class=\"%s\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">", class);
}

static void add_fill(mlg_text *qml, mlg_colour colour)
{
    static const mlg_colour edge = { 130, 130, 130 };
    static const option options[] = { { "style", "solid" },       { "outline_style", "solid" },
                                      { "outline_width", "0.1" }, { "outline_width_unit", "MM" },
                                      { "joinstyle", "bevel" },   { NULL, NULL } };
    open_layer(qml, "SimpleFill");
    mlg_qml_colour(qml, "color", colour);
    mlg_qml_colour(qml, "outline_color", edge);
    add_options(qml, options);
    mlg_text_add(qml, "</Option></layer>");
}

/* Hatching is a line symbol inside the fill. */
static void add_lines(mlg_text *qml, int index, int degrees)
{
    static const mlg_colour ink = { 60, 60, 60 };
    static const option spacing[] = { { "distance", "1.6" }, { "distance_unit", "MM" }, { NULL, NULL } };
    static const option strokes[] = {
        { "line_width", "0.16" }, { "line_width_unit", "MM" }, { "line_style", "solid" }, { NULL, NULL }
    };
    open_layer(qml, "LinePatternFill");
    mlg_html(qml, "<Option name=\"angle\" value=\"%d\" type=\"QString\"/>", degrees);
    add_options(qml, spacing);
    mlg_html(qml, "</Option><symbol type=\"line\" name=\"@%d@1\" alpha=\"1\" clip_to_extent=\"1\">", index);
    open_layer(qml, "SimpleLine");
    mlg_qml_colour(qml, "line_color", ink);
    add_options(qml, strokes);
    mlg_text_add(qml, "</Option></layer></symbol></layer>");
}

/* A square in ground units; never below one point on paper, so that squares stay visible at the scale of a
 * territory. */
static void add_square(mlg_text *qml, mlg_colour colour)
{
    static const option options[] = { { "name", "square" },
                                      { "size", "200" },
                                      { "size_unit", "RenderMetersInMapUnits" },
                                      { "size_map_unit_scale", "3x:0,0,1,0.4,0,0" },
                                      { "outline_style", "no" },
                                      { NULL, NULL } };
    open_layer(qml, "SimpleMarker");
    mlg_qml_colour(qml, "color", colour);
    add_options(qml, options);
    mlg_text_add(qml, "</Option></layer>");
}

static void add_symbols(mlg_text *qml, mlg_qml_shape shape, const mlg_qml_class *classes, int count)
{
    mlg_text_add(qml, "<symbols>\n");
    for (int i = 0; i < count; i++) {
        mlg_html(qml, "<symbol type=\"%s\" name=\"%d\" alpha=\"1\" clip_to_extent=\"1\">",
                 shape == MLG_QML_AREA ? "fill" : "marker", i);
        if (shape == MLG_QML_AREA)
            add_fill(qml, classes[i].colour);
        else
            add_square(qml, classes[i].colour);
        if (shape == MLG_QML_AREA && classes[i].lines_deg != MLG_NO_LINES)
            add_lines(qml, i, classes[i].lines_deg);
        mlg_text_add(qml, "</symbol>\n");
    }
    mlg_text_add(qml, "</symbols></renderer-v2>\n");
}

/* ---- renderers --------------------------------------------------------------------------------------------------- */

typedef struct {
    char text[32];
} border;

/* A border next to 0 keeps its digits: no change would otherwise fall into the class below. */
static border border_of(double value)
{
    border b;
    snprintf(b.text, sizeof b.text, value != 0 && fabs(value) < 1e-6 ? "%.12f" : "%.6f", value);
    return b;
}

void mlg_qml_classes(mlg_text *qml, const char *column, mlg_qml_shape shape, const mlg_qml_class *classes,
                     int count)
{
    mlg_html(
        qml,
        "<renderer-v2 type=\"graduatedSymbol\" attr=\"%s\" graduatedMethod=\"GraduatedColor\" symbollevels=\"0\" "
        "forceraster=\"0\" enableorderby=\"0\"><ranges>\n",
        column);
    for (int i = 0; i < count; i++) {
        mlg_text_printf(qml, "<range lower=\"%s\" upper=\"%s\" symbol=\"%d\" render=\"true\"",
                        border_of(classes[i].lower).text, border_of(classes[i].upper).text, i);
        mlg_html(qml, " label=\"%s\"/>\n", classes[i].words);
    }
    mlg_text_add(qml, "</ranges>");
    add_symbols(qml, shape, classes, count);
}

void mlg_qml_categories(mlg_text *qml, const char *column, mlg_qml_shape shape, const mlg_qml_class *classes,
                        int count)
{
    mlg_html(qml,
             "<renderer-v2 type=\"categorizedSymbol\" attr=\"%s\" symbollevels=\"0\" forceraster=\"0\" "
             "enableorderby=\"0\">"
             "<categories>\n",
             column);
    for (int i = 0; i < count; i++)
        mlg_html(qml, "<category value=\"%s\" symbol=\"%d\" label=\"%s\" render=\"true\" type=\"%s\"/>\n",
                 classes[i].value ? classes[i].value : "", i, classes[i].words,
                 classes[i].value ? "string" : "NULL");
    mlg_text_add(qml, "</categories>");
    add_symbols(qml, shape, classes, count);
}

/* ---- labels and aliases ------------------------------------------------------------------------------------------ */

/* At each scale those whose people are more than a share of its denominator, the most populous first: 1,000 inhabitants at 1:200,000,
 * 5,000 at 1:1,000,000. */
static const char largest_first[] =
    "<dd_properties><Option type=\"Map\"><Option name=\"name\" value=\"\" type=\"QString\"/><Option "
    "name=\"properties\" type=\"Map\"><Option name=\"Show\" type=\"Map\"><Option name=\"active\" value=\"true\" "
    "type=\"bool\"/><Option name=\"expression\" value=\"@map_scale &lt; 80000 OR coalesce(&quot;population&quot;, "
    "0) "
    "&gt; @map_scale / 200\" type=\"QString\"/><Option name=\"type\" value=\"3\" type=\"int\"/></Option><Option "
    "name=\"Priority\" type=\"Map\"><Option name=\"active\" value=\"true\" type=\"bool\"/><Option "
    "name=\"expression\" value=\"scale_linear(log10(coalesce(&quot;population&quot;, 0) + 1), 2, 5.5, 0, 10)\" "
    "type=\"QString\"/><Option name=\"type\" value=\"3\" type=\"int\"/></Option></Option><Option name=\"type\" "
    "value=\"collection\" type=\"QString\"/></Option></dd_properties>";

void mlg_qml_labels(mlg_text *qml, const char *column, int size_pt, int largest)
{
    mlg_html(
        qml,
        "<labeling type=\"simple\"><settings><text-style fieldName=\"%s\" isExpression=\"0\" fontFamily=\"Sans\" "
        "fontSize=\"%d\" "
        "fontSizeUnit=\"Point\" fontWeight=\"50\" textColor=\"40,40,40,255\" textOpacity=\"1\">"
        "<text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" "
        "bufferOpacity=\"0.9\"/></text-style><placement placement=\"1\" dist=\"0\" distUnits=\"MM\" "
        "priority=\"5\"/>"
        "<rendering obstacle=\"1\" scaleVisibility=\"%d\" scaleMin=\"0\" scaleMax=\"%d\"/>",
        column, size_pt, largest > 0, largest);
    mlg_text_add(qml, largest > 0 ? "" : largest_first);
    mlg_text_add(qml, "</settings></labeling>\n");
}

mlg_status mlg_qml_aliases(mlg_text *qml, mlg_db *db, const char *table, mlg_error *err)
{
    mlg_stmt *list = NULL;
    mlg_column_words words;
    bool row;
    MLG_TRY(mlg_db_query(&list, db, "report/column_list", err));
    mlg_bind_text(list, ":table", table);
    mlg_status st;
    mlg_text_add(qml, "<aliases>");
    while ((st = mlg_stmt_step(list, &row, err)) == MLG_OK && row) {
        const char *column = mlg_column_text(list, 0);
        mlg_text title = { 0 };
        if (!mlg_column_find(&words, table, column))
            continue;
        mlg_column_title(&title, &words);
        mlg_html(qml, "<alias field=\"%s\" name=\"%s\"/>", column, title.data);
        if (title.status != MLG_OK)
            qml->status = title.status;
        mlg_text_release(&title);
    }
    mlg_text_add(qml, "</aliases>\n");
    mlg_stmt_free(list);
    return st;
}
