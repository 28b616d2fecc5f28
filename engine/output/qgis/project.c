#include "output/qgis/project.h"

#include "adapters/archive.h"
#include "adapters/crs.h"
#include "base/language.h"
#include "base/memory.h"
#include "output/html.h"
#include "output/qgis/project_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char project_name[] = "maillage";
static const double margin_part = 0.03; /* around the territory */

static void project_release(mlg_project *p)
{
    free(p->title);
    free(p->credits);
    mlg_metadata_release(&p->about);
    mlg_views_release(&p->views);
    mlg_text_release(&p->text);
}

/* ---- reading --------------------------------------------------------------------------------------------- */

static mlg_status read_credits(char **out, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_text credits = { 0 };
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "report/project_credits", err));
    mlg_status st;
    mlg_text_add(&credits, mlg_report_tr("Sources\u00a0: "));
    for (int n = 0; (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row; n++) {
        const char *vintage = mlg_column_text(stmt, 1), *licence = mlg_column_text(stmt, 2);
        mlg_text_printf(&credits, "%s%s%s%s%s%s%s", n ? " ; " : "", mlg_column_text(stmt, 0), vintage ? ", " : "",
                        vintage ? vintage : "", licence ? " (" : "", licence ? licence : "", licence ? ")" : "");
    }
    mlg_text_add(&credits, mlg_report_tr(". Calcul\u00a0: Maillage."));
    if (st == MLG_OK)
        st = mlg_text_take(out, &credits, err);
    mlg_text_release(&credits);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status read_study(mlg_project *p, mlg_error *err)
{
    MLG_TRY(mlg_metadata_read(&p->about, p->db, err));
    const char *title = mlg_sheet_text(&p->about.study, 0, "titre");
    MLG_TRY(mlg_copy_text(&p->title, *title ? title : "Maillage", err));
    MLG_TRY(mlg_look_read(&p->look, p->db, err));
    MLG_TRY(read_credits(&p->credits, p->db, err));
    MLG_TRY(mlg_views_read(&p->views, p->db, err));
    for (int k = 0; k < 4; k++)
        p->box[k] = !isnan(p->views.box[0]) ? p->views.box[k] : k < 2 ? 0 : 100000;
    double margin = margin_part * fmax(p->box[2] - p->box[0], p->box[3] - p->box[1]);
    for (int k = 0; k < 4; k++)
        p->box[k] += k < 2 ? -margin : margin;
    return MLG_OK;
}

/* ---- layers ---------------------------------------------------------------------------------------------- */

static void add_system(mlg_text *t, const char *wkt, int epsg)
{
    mlg_html(
        t,
        "<spatialrefsys "
        "nativeFormat=\"Wkt\"><wkt>%s</wkt><proj4></proj4><srsid>0</srsid><srid>%d</srid><authid>EPSG:%d</authid>"
        "<description></description><projectionacronym></projectionacronym><ellipsoidacronym></ellipsoidacronym>"
        "<geographicflag>false</geographicflag></spatialrefsys>",
        wkt, epsg, epsg);
}

static void add_crs(mlg_text *t, const mlg_project *p)
{
    add_system(t, p->about.wkt, p->about.epsg);
}

static void add_group(mlg_text *t, const mlg_project *p, const char *name, mlg_view_group group)
{
    const mlg_theme *first = mlg_project_first_theme(p);
    mlg_html(t, "<layer-tree-group name=\"%s\" checked=\"Qt::Checked\" expanded=\"%d\"><customproperties/>\n",
             name, group == MLG_GROUP_RESULTS);
    for (int32_t k = 0; k < p->views.count; k++) {
        const mlg_view *v = &p->views.items[k];
        if (v->group != group)
            continue;
        bool shown = first && mlg_theme_shows(&p->views, first, v);
        mlg_html(
            t,
            "<layer-tree-layer id=\"%s\" name=\"%s\" providerKey=\"%s\" expanded=\"%d\" checked=\"%s\" source=\"",
            v->id, v->title, mlg_view_is_raster(v) ? "gdal" : "ogr", shown,
            shown ? "Qt::Checked" : "Qt::Unchecked");
        mlg_view_add_source(t, p->file_name, v);
        mlg_text_add(t, "\"><customproperties/></layer-tree-layer>\n");
    }
    mlg_text_add(t, "</layer-tree-group>\n");
}

static const mlg_table *table_of(const char *name)
{
    const mlg_table *table = mlg_tables;
    while (table->name && strcmp(table->name, name) != 0)
        table++;
    return table;
}

static mlg_status add_layer(mlg_text *t, const mlg_project *p, const mlg_view *v, mlg_error *err)
{
    mlg_style plain = { v->table, NULL, NULL, MLG_DRAW_NOTHING };
    const mlg_table *table = table_of(v->table);
    mlg_html(t,
             "<maplayer type=\"vector\" geometry=\"%s\" labelsEnabled=\"1\" hasScaleBasedVisibilityFlag=\"0\" "
             "autoRefreshEnabled=\"0\" readOnly=\"0\"><id>%s</id><datasource>",
             v->kind, v->id);
    mlg_view_add_source(t, p->file_name, v);
    mlg_html(t, "</datasource><layername>%s</layername><srs>", v->title);
    add_crs(t, p);
    mlg_text_add(t, "</srs><resourceMetadata>");
    mlg_metadata_add(t, &p->about, v->table, v->title, table->description);
    mlg_text_add(t, "</resourceMetadata><provider encoding=\"UTF-8\">ogr</provider>"
                    "<map-layer-style-manager current=\"Maillage\"><map-layer-style "
                    "name=\"Maillage\"/></map-layer-style-manager>");
    MLG_TRY(mlg_style_add(t, p->db, v->style ? v->style : &plain, *v->request ? v->request : NULL, &p->look, err));
    mlg_text_add(t, "</maplayer>\n");
    return MLG_OK;
}

/* Classes of APL as steps of a ramp: a value takes the first step that is not below it, so each border is lowered
 * slightly. */
static void add_ramp(mlg_text *t, const mlg_look *look)
{
    static const double just_under = 1e-6;
    mlg_text_printf(
        t,
        "<pipe><rasterrenderer type=\"singlebandpseudocolor\" band=\"1\" opacity=\"1\" alphaBand=\"-1\" "
        "classificationMin=\"0\" "
        "classificationMax=\"%g\" nodataColor=\"\"><rastershader><colorrampshader colorRampType=\"DISCRETE\" "
        "classificationMode=\"1\" clip=\"0\" minimumValue=\"0\" maximumValue=\"%g\" labelPrecision=\"1\">",
        look->borders[MLG_ACCESS_CLASSES - 2], look->borders[MLG_ACCESS_CLASSES - 2]);
    for (int k = 0; k < MLG_ACCESS_CLASSES; k++) {
        const mlg_colour *c = &look->palette->access[k];
        char words[96];
        mlg_look_class_label(words, sizeof words, look, k);
        if (k + 1 < MLG_ACCESS_CLASSES)
            mlg_text_printf(t, "<item value=\"%.6f\"", look->borders[k] - just_under);
        else
            mlg_text_add(t, "<item value=\"inf\"");
        mlg_text_printf(t, " color=\"#%02x%02x%02x\" alpha=\"255\"", c->r, c->g, c->b);
        mlg_html(t, " label=\"%s\"/>", words);
    }
    mlg_text_add(t, "</colorrampshader></rastershader></rasterrenderer></pipe><blendMode>0</blendMode>");
}

/* In the coordinate system of its grid, which gpkg_contents gives. */
static mlg_status add_raster(mlg_text *t, const mlg_project *p, const mlg_view *v, mlg_error *err)
{
    char *name = NULL, *wkt = NULL, *words = NULL;
    double epsg;
    mlg_status st;
    MLG_GO(
        mlg_db_number(&epsg, p->db, "SELECT srs_id FROM gpkg_contents WHERE table_name = 'acces_surface'", err));
    MLG_GO(mlg_db_text(&words, p->db, "SELECT description FROM gpkg_contents WHERE table_name = 'acces_surface'",
                       err));
    MLG_GO(mlg_crs_describe(&name, &wkt, (int)epsg, err));
    mlg_html(t,
             "<maplayer type=\"raster\" hasScaleBasedVisibilityFlag=\"0\" "
             "autoRefreshEnabled=\"0\"><id>%s</id><datasource>",
             v->id);
    mlg_view_add_source(t, p->file_name, v);
    mlg_html(t, "</datasource><layername>%s</layername><srs>", v->title);
    add_system(t, wkt, (int)epsg);
    mlg_text_add(t, "</srs><resourceMetadata>");
    mlg_metadata_add(t, &p->about, v->table, v->title, words);
    mlg_text_add(t, "</resourceMetadata><provider>gdal</provider>"
                    "<map-layer-style-manager current=\"Maillage\"><map-layer-style "
                    "name=\"Maillage\"/></map-layer-style-manager>");
    add_ramp(t, &p->look);
    mlg_text_add(t, "</maplayer>\n");
done:
    free(name);
    free(wkt);
    free(words);
    return st;
}

/* ---- relations --------------------------------------------------------------------------------------------- */

static const mlg_view *view_of(const mlg_project *p, const char *table)
{
    for (int32_t k = 0; k < p->views.count; k++)
        if (strcmp(p->views.items[k].table, table) == 0)
            return &p->views.items[k];
    return NULL;
}

/* Related rows shown in the form of a commune, a desert area or a neighbourhood. */
static void add_relations(mlg_text *t, const mlg_project *p)
{
    static const struct {
        const char *name, *from, *column, *to, *key;
    } relations[] = {
        { MLG_REPORT_MARK("Établissements de la commune"), "etablissement", "insee_com", "acces_commune",
          "insee_com" },
        { MLG_REPORT_MARK("Offre de la commune"), "offre", "insee_com", "acces_commune", "insee_com" },
        { MLG_REPORT_MARK("Zone de désert de la commune"), "desert_commune", "insee_com", "acces_commune",
          "insee_com" },
        { MLG_REPORT_MARK("Besoins de la commune"), "besoin", "insee_com", "acces_commune", "insee_com" },
        { MLG_REPORT_MARK("Perspectives de la commune"), "perspective", "insee_com", "acces_commune",
          "insee_com" },
        { MLG_REPORT_MARK("Quartiers de la commune"), "qpv_commune", "insee_com", "acces_commune", "insee_com" },
        { MLG_REPORT_MARK("Communes de la zone de désert"), "desert_commune", "zone", "desert_zone", "commune" },
        { MLG_REPORT_MARK("Communes du quartier"), "qpv_commune", "code_qp", "qpv", "code_qp" },
    };
    mlg_text_add(t, "<relations>");
    for (size_t k = 0; k < sizeof relations / sizeof *relations; k++) {
        const mlg_view *from = view_of(p, relations[k].from), *to = view_of(p, relations[k].to);
        if (!from || !to)
            continue;
        mlg_html(t, "<relation id=\"%s_%s_%s\" name=\"%s\" strength=\"Association\" ", relations[k].to,
                 relations[k].from, relations[k].column, mlg_report_tr(relations[k].name));
        mlg_html(t,
                 "referencingLayer=\"%s\" referencedLayer=\"%s\"><fieldRef referencingField=\"%s\" "
                 "referencedField=\"%s\"/></relation>\n",
                 from->id, to->id, relations[k].column, relations[k].key);
    }
    mlg_text_add(t, "</relations>\n");
}

/* ---- the document ------------------------------------------------------------------------------------------- */

/* Drawn first to last: points above lines, lines above outlines, those above coloured areas, whatever group a layer is listed in. */
static int depth_of(const mlg_view *v)
{
    static const char *const outlines[] = { "desert", "qpv" };
    if (strstr(v->kind, "oint"))
        return 0;
    if (strstr(v->kind, "ine"))
        return 1;
    for (size_t k = 0; k < sizeof outlines / sizeof *outlines; k++)
        if (strcmp(v->table, outlines[k]) == 0)
            return 2;
    return 3;
}

static void add_order(mlg_text *t, const mlg_project *p)
{
    mlg_text_add(t, "<custom-order enabled=\"1\">");
    for (int depth = 0; depth <= 3; depth++)
        for (int32_t k = 0; k < p->views.count; k++)
            if (p->views.items[k].group != MLG_GROUP_TABLES && depth_of(&p->views.items[k]) == depth)
                mlg_html(t, "<item>%s</item>", p->views.items[k].id);
    mlg_text_add(t, "</custom-order>\n");
}

static void add_frame(mlg_text *t, const mlg_project *p)
{
    mlg_html(t,
             "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis projectname=\"%s\" "
             "version=\"3.22.16\">\n"
             "<title>%s</title>\n<projectCrs>",
             p->title, p->title);
    add_crs(t, p);
    mlg_text_add(t, "</projectCrs>\n<layer-tree-group><customproperties/>\n");
    add_group(t, p, mlg_report_tr("Résultats"), MLG_GROUP_RESULTS);
    add_group(t, p, mlg_report_tr("Données"), MLG_GROUP_DATA);
    add_group(t, p, mlg_report_tr("Tables"), MLG_GROUP_TABLES);
    add_order(t, p);
    mlg_text_printf(
        t,
        "</layer-tree-group>\n<mapcanvas name=\"theMapCanvas\"><units>meters</units><extent><xmin>%.1f</xmin>"
        "<ymin>%.1f</ymin><xmax>%.1f</xmax><ymax>%.1f</ymax></extent><rotation>0</rotation><destinationsrs>",
        p->box[0], p->box[1], p->box[2], p->box[3]);
    add_crs(t, p);
    mlg_text_add(t, "</destinationsrs></mapcanvas>\n");
}

static mlg_status compose(mlg_project *p, mlg_error *err)
{
    mlg_text *t = &p->text;
    add_frame(t, p);
    add_relations(t, p);
    mlg_text_add(t, "<projectlayers>\n");
    for (int32_t k = 0; k < p->views.count; k++)
        MLG_TRY((mlg_view_is_raster(&p->views.items[k]) ? add_raster : add_layer)(t, p, &p->views.items[k], err));
    mlg_text_add(t,
                 "</projectlayers>\n<layerorder/>\n<properties><SpatialRefSys><ProjectionsEnabled type=\"int\">1"
                 "</ProjectionsEnabled></SpatialRefSys><Paths><Absolute "
                 "type=\"bool\">false</Absolute></Paths></properties>\n");
    mlg_project_add_themes(t, p);
    mlg_project_add_layouts(t, p);
    mlg_text_add(t, "</qgis>\n");
    return MLG_OK;
}

static mlg_status to_hex(char **hex, const unsigned char *bytes, size_t size, mlg_error *err)
{
    static const char digits[] = "0123456789abcdef";
    MLG_TRY(MLG_NEW(hex, 2 * size + 1, "project", err));
    for (size_t k = 0; k < size; k++) {
        (*hex)[2 * k] = digits[bytes[k] >> 4];
        (*hex)[2 * k + 1] = digits[bytes[k] & 15];
    }
    return MLG_OK;
}

static mlg_status store(mlg_project *p, mlg_error *err)
{
    char *document = NULL, *hex = NULL;
    void *zip = NULL;
    size_t size = p->text.length, zip_size = 0;
    mlg_stmt *stmt = NULL;
    mlg_status st;
    MLG_GO(mlg_text_take(&document, &p->text, err));
    MLG_GO(mlg_archive_one(&zip, &zip_size, "maillage.qgs", document, size, err));
    MLG_GO(to_hex(&hex, zip, zip_size, err));
    MLG_GO(mlg_db_query(&stmt, p->db, "report/project_write", err));
    mlg_bind_text(stmt, ":nom", project_name);
    mlg_bind_text(stmt, ":contenu", hex);
    st = mlg_stmt_run(stmt, err);
done:
    mlg_stmt_free(stmt);
    free(document);
    free(zip);
    free(hex);
    return st;
}

mlg_status mlg_output_project(mlg_db *db, const char *file_name, mlg_error *err)
{
    mlg_project p = { .db = db, .file_name = file_name };
    mlg_status st;
    MLG_TRY(mlg_db_begin(db, err));
    MLG_GO(read_study(&p, err));
    MLG_GO(compose(&p, err));
    MLG_GO(store(&p, err));
    project_release(&p);
    return mlg_db_commit(db, err);
done:
    project_release(&p);
    mlg_db_rollback(db);
    return st;
}
