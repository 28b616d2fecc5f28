#include "output/project.h"

#include "adapters/archive.h"
#include "adapters/crs.h"
#include "base/memory.h"
#include "base/resource.h"
#include "output/html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char project_name[] = "maillage";
static const double margin_part = 0.03; /* around the territory */

typedef struct {
    char table[64], title[128], kind[16];
    bool shown, result;
} layer;

typedef struct {
    mlg_db *db;
    const char *file_name;
    char *title, *wkt;
    int epsg;
    layer *layers;
    int32_t count;
    size_t room;
    double box[4]; /* west, south, east, north */
    mlg_text text;
} project;

static void project_release(project *p)
{
    free(p->title);
    free(p->wkt);
    free(p->layers);
    mlg_text_release(&p->text);
}

/* ---- reading --------------------------------------------------------------------------------------------- */

static mlg_status read_study(project *p, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    char *name = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, p->db, "report/study", err));
    mlg_status st;
    MLG_GO(mlg_stmt_step(stmt, &row, err));
    const char *title = row ? mlg_column_text(stmt, 0) : NULL, *srs = row ? mlg_column_text(stmt, 3) : NULL;
    MLG_GO(mlg_copy_text(&p->title, title && *title ? title : "Maillage", err));
    p->epsg = srs ? mlg_crs_epsg(srs) : 0;
    st = mlg_crs_describe(&name, &p->wkt, p->epsg, err);
    free(name);
done:
    mlg_stmt_free(stmt);
    return st;
}

static void widen(double box[4], const double more[4])
{
    if (isnan(more[0]))
        return;
    bool first = isnan(box[0]);
    for (int k = 0; k < 4; k++)
        box[k] = first ? more[k] : k < 2 ? fmin(box[k], more[k]) : fmax(box[k], more[k]);
}

static mlg_status take_layer(project *p, mlg_stmt *stmt, mlg_error *err)
{
    double box[4];
    MLG_TRY(MLG_GROW(&p->layers, &p->room, (size_t)p->count + 1, "layers", err));
    layer *l = &p->layers[p->count++];
    snprintf(l->table, sizeof l->table, "%s", mlg_column_text(stmt, 0));
    snprintf(l->title, sizeof l->title, "%s", mlg_column_text(stmt, 1));
    snprintf(l->kind, sizeof l->kind, "%s", mlg_column_text(stmt, 2));
    l->shown = mlg_column_int(stmt, 3) != 0;
    l->result = mlg_column_int(stmt, 4) != 0;
    for (int k = 0; k < 4; k++)
        box[k] = mlg_column_double(stmt, 5 + k);
    if (strcmp(l->table, "acces_commune") == 0)
        widen(p->box, box);
    return MLG_OK;
}

static mlg_status read_layers(project *p, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, p->db, "report/project_layers", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_layer(p, stmt, err));
done:
    mlg_stmt_free(stmt);
    for (int k = 0; k < 4 && isnan(p->box[0]); k++)
        p->box[k] = k < 2 ? 0 : 100000;
    double margin = margin_part * fmax(p->box[2] - p->box[0], p->box[3] - p->box[1]);
    for (int k = 0; k < 4; k++)
        p->box[k] += k < 2 ? -margin : margin;
    return st;
}

/* ---- writing --------------------------------------------------------------------------------------------- */

/* QGIS drops layers whose id has ten characters or fewer. */
static void add_id(mlg_text *t, const layer *l)
{
    mlg_html(t, "maillage_%s", l->table);
}

static void add_crs(mlg_text *t, const project *p)
{
    mlg_html(t, "<spatialrefsys nativeFormat=\"Wkt\"><wkt>%s</wkt><proj4></proj4><srsid>0</srsid><srid>%d</srid><authid>EPSG:%d</authid>"
                "<description></description><projectionacronym></projectionacronym><ellipsoidacronym></ellipsoidacronym>"
                "<geographicflag>false</geographicflag></spatialrefsys>",
             p->wkt, p->epsg, p->epsg);
}

static void add_source(mlg_text *t, const project *p, const layer *l)
{
    mlg_html(t, "./%s|layername=%s", p->file_name, l->table);
}

static void add_group(mlg_text *t, const project *p, const char *name, bool result)
{
    mlg_html(t, "<layer-tree-group name=\"%s\" checked=\"Qt::Checked\" expanded=\"1\"><customproperties/>\n", name);
    for (int32_t k = 0; k < p->count; k++) {
        const layer *l = &p->layers[k];
        if (l->result != result)
            continue;
        mlg_text_add(t, "<layer-tree-layer id=\"");
        add_id(t, l);
        mlg_html(t, "\" name=\"%s\" providerKey=\"ogr\" expanded=\"0\" checked=\"%s\" source=\"", l->title,
                 l->shown ? "Qt::Checked" : "Qt::Unchecked");
        add_source(t, p, l);
        mlg_text_add(t, "\"><customproperties/></layer-tree-layer>\n");
    }
    mlg_text_add(t, "</layer-tree-group>\n");
}

/* The style of the table between the marks of its own document. */
static void add_style(mlg_text *t, const layer *l)
{
    char name[128];
    snprintf(name, sizeof name, "geodata/styles/%s.qml", l->table);
    const mlg_resource *style = mlg_resource_find(name);
    if (!style)
        return;
    const char *text = (const char *)style->data, *start = strstr(text, "<qgis"), *end = strstr(text, "</qgis>");
    start = start ? strchr(start, '>') : NULL;
    if (start && end)
        mlg_text_add_bytes(t, start + 1, (size_t)(end - start - 1));
}

static void add_layer(mlg_text *t, const project *p, const layer *l)
{
    mlg_html(t, "<maplayer type=\"vector\" geometry=\"%s\" labelsEnabled=\"1\" hasScaleBasedVisibilityFlag=\"0\" "
                "autoRefreshEnabled=\"0\" readOnly=\"0\"><id>", l->kind);
    add_id(t, l);
    mlg_text_add(t, "</id><datasource>");
    add_source(t, p, l);
    mlg_html(t, "</datasource><layername>%s</layername><srs>", l->title);
    add_crs(t, p);
    mlg_text_add(t, "</srs><provider encoding=\"UTF-8\">ogr</provider>");
    add_style(t, l);
    mlg_text_add(t, "</maplayer>\n");
}

static bool has(const project *p, const char *table)
{
    for (int32_t k = 0; k < p->count; k++)
        if (strcmp(p->layers[k].table, table) == 0)
            return true;
    return false;
}

/* The facilities of a commune, seen from its form. */
static void add_relations(mlg_text *t, const project *p)
{
    mlg_text_add(t, "<relations>");
    if (has(p, "acces_commune") && has(p, "etablissement"))
        mlg_text_add(t, "<relation id=\"commune_etablissement\" name=\"Établissements de la commune\" strength=\"Association\" "
                        "referencingLayer=\"maillage_etablissement\" referencedLayer=\"maillage_acces_commune\">"
                        "<fieldRef referencingField=\"insee_com\" referencedField=\"insee_com\"/></relation>");
    mlg_text_add(t, "</relations>\n");
}

static mlg_status read_credits(mlg_text *credits, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "report/project_credits", err));
    mlg_status st;
    mlg_text_add(credits, "Sources : ");
    for (int n = 0; (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row; n++) {
        const char *vintage = mlg_column_text(stmt, 1), *licence = mlg_column_text(stmt, 2);
        mlg_text_printf(credits, "%s%s%s%s%s%s%s", n ? " ; " : "", mlg_column_text(stmt, 0), vintage ? ", " : "",
                        vintage ? vintage : "", licence ? " (" : "", licence ? licence : "", licence ? ")" : "");
    }
    mlg_text_add(credits, ". Calcul : Maillage.");
    mlg_stmt_free(stmt);
    return st;
}

static void add_value(mlg_text *t, const project *p, const char *name, size_t length, const char *credits)
{
    static const char *const sides[] = { "xmin", "ymin", "xmax", "ymax" };
    char number[40];
    for (int k = 0; k < 4; k++)
        if (strncmp(name, sides[k], length) == 0 && strlen(sides[k]) == length) {
            snprintf(number, sizeof number, "%.1f", p->box[k]);
            mlg_text_add(t, number);
        }
    if (length == 5 && strncmp(name, "titre", 5) == 0)
        mlg_html_text(t, p->title);
    if (length == 7 && strncmp(name, "sources", 7) == 0)
        mlg_html_text(t, credits);
}

/* The template with each @name@ replaced. */
static mlg_status add_layout(project *p, mlg_error *err)
{
    const mlg_resource *layout = mlg_resource_find("geodata/templates/carte_a4.xml");
    mlg_text credits = { 0 };
    mlg_status st = read_credits(&credits, p->db, err);
    mlg_text_add(&p->text, "<Layouts>\n");
    for (const char *at = (const char *)layout->data; st == MLG_OK && *at;) {
        const char *mark = strchr(at, '@'), *close = mark ? strchr(mark + 1, '@') : NULL;
        if (!close) {
            mlg_text_add(&p->text, at);
            break;
        }
        mlg_text_add_bytes(&p->text, at, (size_t)(mark - at));
        add_value(&p->text, p, mark + 1, (size_t)(close - mark - 1), credits.data ? credits.data : "");
        at = close + 1;
    }
    mlg_text_add(&p->text, "</Layouts>\n");
    mlg_text_release(&credits);
    return st;
}

static mlg_status compose(project *p, mlg_error *err)
{
    mlg_text *t = &p->text;
    mlg_html(t, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis projectname=\"%s\" version=\"3.22.16\">\n"
                "<title>%s</title>\n<projectCrs>", p->title, p->title);
    add_crs(t, p);
    mlg_text_add(t, "</projectCrs>\n<layer-tree-group><customproperties/>\n");
    add_group(t, p, "Résultats", true);
    add_group(t, p, "Données", false);
    mlg_text_printf(t, "</layer-tree-group>\n<mapcanvas name=\"theMapCanvas\"><units>meters</units><extent><xmin>%.1f</xmin>"
                       "<ymin>%.1f</ymin><xmax>%.1f</xmax><ymax>%.1f</ymax></extent><rotation>0</rotation><destinationsrs>",
                    p->box[0], p->box[1], p->box[2], p->box[3]);
    add_crs(t, p);
    mlg_text_add(t, "</destinationsrs></mapcanvas>\n");
    add_relations(t, p);
    mlg_text_add(t, "<projectlayers>\n");
    for (int32_t k = 0; k < p->count; k++)
        add_layer(t, p, &p->layers[k]);
    mlg_text_add(t, "</projectlayers>\n<layerorder/>\n<properties><SpatialRefSys><ProjectionsEnabled type=\"int\">1"
                    "</ProjectionsEnabled></SpatialRefSys><Paths><Absolute type=\"bool\">false</Absolute></Paths></properties>\n");
    MLG_TRY(add_layout(p, err));
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

static mlg_status store(project *p, mlg_error *err)
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
    project p = { .db = db, .file_name = file_name, .box = { (double)NAN, (double)NAN, (double)NAN, (double)NAN } };
    mlg_status st;
    MLG_TRY(mlg_db_begin(db, err));
    MLG_GO(read_study(&p, err));
    MLG_GO(read_layers(&p, err));
    MLG_GO(compose(&p, err));
    MLG_GO(store(&p, err));
    project_release(&p);
    return mlg_db_commit(db, err);
done:
    project_release(&p);
    mlg_db_rollback(db);
    return st;
}
