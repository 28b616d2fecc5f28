#include "base/language.h"
#include "base/resource.h"
#include "output/figure.h"
#include "output/html.h"
#include "output/qgis/project_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_of_use(const mlg_project *p, const mlg_theme *theme)
{
    return mlg_theme_view(&p->views, theme, 0) != NULL;
}

const mlg_theme *mlg_project_first_theme(const mlg_project *p)
{
    for (const mlg_theme *theme = mlg_themes; theme->name; theme++)
        if (is_of_use(p, theme))
            return theme;
    return NULL;
}

/* ---- themes ------------------------------------------------------------------------------------------------------ */

void mlg_project_add_themes(mlg_text *t, const mlg_project *p)
{
    mlg_text_add(t, "<visibility-presets>\n");
    for (const mlg_theme *theme = mlg_themes; theme->name; theme++) {
        if (!is_of_use(p, theme))
            continue;
        mlg_html(t, "<visibility-preset name=\"%s\" has-expanded-info=\"1\" has-checked-group-info=\"1\">",
                 theme->name);
        for (int32_t k = 0; k < p->views.count; k++)
            if (mlg_theme_shows(&p->views, theme, &p->views.items[k]))
                mlg_html(t, "<layer id=\"%s\" visible=\"1\" expanded=\"1\" style=\"Maillage\"/>",
                         p->views.items[k].id);
        mlg_text_add(
            t, "<checked-group-nodes><checked-group-node id=\"Résultats\"/><checked-group-node id=\"Données\"/>"
               "<checked-group-node id=\"Tables\"/></checked-group-nodes></visibility-preset>\n");
    }
    mlg_text_add(t, "</visibility-presets>\n");
}

/* ---- layouts ------------------------------------------------------------------------------------------------------ */

/* The title of a layer in the legend, its unit on a second line: a vertical bar marks the line break. */
static void add_legend_title(mlg_text *t, const mlg_view *view)
{
    mlg_html_literal(t, view->title);
    if (mlg_view_is_raster(view) || (view->style && view->style->drawing == MLG_DRAW_ACCESS))
        mlg_html(t, "|(%s)", mlg_report_tr("consultations/an/hab. standardisé"));
}

/* Whether the communes of the territory are drawn by another layer than the neighbours'. */
static bool theme_colours_communes(const mlg_project *p, const mlg_theme *theme)
{
    for (int k = 0; k < MLG_THEME_LAYERS; k++) {
        const mlg_view *view = mlg_theme_view(&p->views, theme, k);
        if (view && strcmp(view->table, "acces_commune") == 0)
            return true;
    }
    return false;
}

/* Only what the theme shows, in its order. */
static void add_legend(mlg_text *t, const mlg_project *p, const mlg_theme *theme)
{
    mlg_text_add(t, "<layer-tree-group><customproperties/>");
    for (int k = 0; k < MLG_THEME_LAYERS; k++) {
        const mlg_view *view = mlg_theme_view(&p->views, theme, k);
        if (!view)
            continue;
        mlg_html(t,
                 "<layer-tree-layer id=\"%s\" name=\"%s\" providerKey=\"%s\" expanded=\"1\" "
                 "checked=\"Qt::Checked\" source=\"",
                 view->id, view->title, mlg_view_is_raster(view) ? "gdal" : "ogr");
        mlg_view_add_source(t, p->file_name, view);
        mlg_text_add(
            t, "\"><customproperties><Option type=\"Map\"><Option name=\"legend/title-label\" type=\"QString\" "
               "value=\"");
        add_legend_title(t, view);
        mlg_text_add(t, "\"/>");
        if (strcmp(view->table, "commune") == 0 && theme_colours_communes(p, theme)) /* those around it alone */
            mlg_text_add(t, "<Option name=\"legend/node-order\" type=\"QString\" value=\"1\"/>");
        if (mlg_view_is_raster(view)) /* the name of the band is left out */
            mlg_text_add(t, "<Option name=\"legend/node-order\" type=\"QString\" value=\"1,2,3,4,5\"/>");
        mlg_text_add(t, "</Option></customproperties></layer-tree-layer>");
    }
    mlg_text_add(t, "</layer-tree-group>");
}

static void add_caption(mlg_text *t, const mlg_project *p, const mlg_theme *theme)
{
    const mlg_view *first = mlg_theme_view(&p->views, theme, 0);
    mlg_html_text(t, mlg_report_tr(theme->caption));
    if (first->request[0]) {
        mlg_html_text(t, mlg_report_tr("\u00a0: "));
        mlg_html_literal(t, first->request);
    }
    if (first->style && first->style->drawing == MLG_DRAW_ACCESS)
        mlg_html(t, mlg_report_tr(", seuil de %s"), mlg_shown(p->look.threshold, 1).text);
}

/* A scale bar of two segments, each 1, 2 or 5 times a power of ten, about a fifth of the width in all. */
static double bar_part_m(double width_m)
{
    double part = 100;
    static const double steps[] = { 2, 2.5, 2 };
    for (int k = 0; part * 10 < width_m && k < 30; k++)
        part *= steps[k % 3];
    return part;
}

/* The box, with the aspect ratio of the map frame: QGIS would stretch the frame otherwise. */
static double side_of_map(const mlg_project *p, int side)
{
    static const double frame_mm[2] = { 205, 172 }; /* of carte_a4.xml */
    double width = p->box[2] - p->box[0], height = p->box[3] - p->box[1];
    double scale = fmax(width / frame_mm[0], height / frame_mm[1]),
           middle = (p->box[side % 2] + p->box[side % 2 + 2]) / 2;
    return middle + (side < 2 ? -0.5 : 0.5) * scale * frame_mm[side % 2];
}

static void add_value(mlg_text *t, const mlg_project *p, const mlg_theme *theme, const char *name, size_t length)
{
    static const char *const sides[] = { "xmin", "ymin", "xmax", "ymax" };
    char mark[16];
    snprintf(mark, sizeof mark, "%.*s", (int)length, name);
    for (int k = 0; k < 4; k++)
        if (strcmp(mark, sides[k]) == 0)
            mlg_text_printf(t, "%.1f", side_of_map(p, k));
    if (strcmp(mark, "titre") == 0)
        mlg_html_literal(t, p->title);
    else if (strcmp(mark, "sources") == 0)
        mlg_html_literal(t, p->credits);
    else if (strcmp(mark, "theme") == 0)
        mlg_html_text(t, theme->name);
    else if (strcmp(mark, "sous-titre") == 0)
        add_caption(t, p, theme);
    else if (strcmp(mark, "titre-legende") == 0)
        mlg_html_text(t, mlg_report_tr("Légende"));
    else if (strcmp(mark, "legende") == 0)
        add_legend(t, p, theme);
    else if (strcmp(mark, "barre") == 0)
        mlg_text_printf(t, "%.0f", bar_part_m(side_of_map(p, 2) - side_of_map(p, 0)));
    else if (strcmp(mark, "nom") == 0 && theme == mlg_project_first_theme(p))
        mlg_text_add(t, "Carte A4");
    else if (strcmp(mark, "nom") == 0)
        mlg_html(t, "Carte A4, %s", theme->name);
}

/* The template with each @name@ replaced. */
static void add_layout(mlg_text *t, const mlg_project *p, const mlg_theme *theme)
{
    const mlg_resource *layout = mlg_resource_find("geodata/templates/carte_a4.xml");
    for (const char *at = (const char *)layout->data; *at;) {
        const char *mark = strchr(at, '@'), *close = mark ? strchr(mark + 1, '@') : NULL;
        if (!close) {
            mlg_text_add(t, at);
            return;
        }
        mlg_text_add_bytes(t, at, (size_t)(mark - at));
        add_value(t, p, theme, mark + 1, (size_t)(close - mark - 1));
        at = close + 1;
    }
}

void mlg_project_add_layouts(mlg_text *t, const mlg_project *p)
{
    mlg_text_add(t, "<Layouts>\n");
    for (const mlg_theme *theme = mlg_themes; theme->name; theme++)
        if (is_of_use(p, theme))
            add_layout(t, p, theme);
    mlg_text_add(t, "</Layouts>\n");
}
