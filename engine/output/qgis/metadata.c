#include "output/qgis/metadata.h"

#include "adapters/crs.h"
#include "base/language.h"
#include "output/tables/attribution.h"
#include "output/tables/findings.h"
#include "output/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mlg_metadata_release(mlg_metadata_source *source)
{
    mlg_sheet_rows_release(&source->study);
    mlg_sheet_rows_release(&source->mentions);
    mlg_sheet_rows_release(&source->sources);
    free(source->system);
    free(source->wkt);
    *source = (mlg_metadata_source){ 0 };
}

mlg_status mlg_metadata_read(mlg_metadata_source *out, mlg_db *db, mlg_error *err)
{
    *out = (mlg_metadata_source){ 0 };
    MLG_TRY(mlg_findings_read_study(&out->study, db, err));
    MLG_TRY(mlg_sheet_rows_read(&out->mentions, db, mlg_sheet_find("mentions"), err));
    MLG_TRY(mlg_sheet_rows_read(&out->sources, db, mlg_sheet_find("sources"), err));
    out->epsg = mlg_crs_epsg(mlg_sheet_text(&out->study, 0, "srs"));
    return mlg_crs_describe(&out->system, &out->wkt, out->epsg, err);
}

/* ---- the document ------------------------------------------------------------------------------------------------ */

/* Licences of the files, once each; those of OpenStreetMap are left to the layers they concern. */
static void add_licences(mlg_text *xml, const mlg_sheet_rows *sources)
{
    for (int32_t i = 0; i < sources->count; i++) {
        const char *licence = mlg_sheet_text(sources, i, "licence");
        bool told = *licence == '\0' || strcmp(mlg_sheet_text(sources, i, "jeu"), "osm") == 0;
        for (int32_t k = 0; k < i && !told; k++)
            told = strcmp(mlg_sheet_text(sources, k, "licence"), licence) == 0;
        if (!told)
            mlg_html(xml, "<license>%s</license>", licence);
    }
}

static void add_rights(mlg_text *xml, const mlg_metadata_source *s, const char *table)
{
    mlg_text rights = { 0 };
    bool derived = mlg_attribution_add(&rights, table, &s->mentions);
    if (rights.data)
        mlg_html(xml, "<rights>%s</rights>", rights.data);
    if (derived)
        mlg_text_add(xml, "<license>ODbL 1.0 (base de données dérivée d’OpenStreetMap)</license>");
    else
        add_licences(xml, &s->sources);
    if (rights.status != MLG_OK)
        xml->status = rights.status;
    mlg_text_release(&rights);
}

static void add_history(mlg_text *xml, const mlg_metadata_source *s)
{
    mlg_html(xml, mlg_report_tr("<history>Calculé par Maillage %s\u00a0: %s</history>"),
             mlg_sheet_text(&s->study, 0, "version"), mlg_sheet_text(&s->study, 0, "titre"));
    for (int32_t i = 0; i < s->sources.count; i++) {
        const char *vintage = mlg_sheet_text(&s->sources, i, "millesime");
        mlg_html(xml, "<history>%s : %s, %s, %s%s (SHA-256 %s)</history>",
                 mlg_sheet_text(&s->sources, i, "source"), mlg_sheet_text(&s->sources, i, "chemin"),
                 mlg_sheet_text(&s->sources, i, "producteur"), *vintage ? mlg_report_tr("millésime ") : "",
                 *vintage ? vintage : mlg_report_tr("sans millésime"), mlg_sheet_text(&s->sources, i, "sha256"));
    }
}

void mlg_metadata_add(mlg_text *xml, const mlg_metadata_source *s, const char *table, const char *title,
                      const char *description)
{
    mlg_html(xml,
             "<identifier>maillage/%s</identifier><parentidentifier></parentidentifier><language>%s</"
             "language><type>dataset</type>"
             "<title>%s : %s</title>",
             table, strcmp(mlg_report_language(), "en") == 0 ? "ENG" : "FRE", mlg_report_tr(title),
             mlg_sheet_text(&s->study, 0, "titre"));
    mlg_html(xml,
             mlg_report_tr("<abstract>%s. Conventions\u00a0: table parametre\u00a0; fichiers lus\u00a0: table "
                           "provenance.</abstract>"),
             mlg_report_tr(description));
    mlg_html(xml, "<keywords "
                  "vocabulary=\"gmd:topicCategory\"><keyword>Health</keyword><keyword>Society</keyword></"
                  "keywords><links/><fees/>");
    add_rights(xml, s, table);
    mlg_html(xml,
             "<encoding>UTF-8</encoding><crs><spatialrefsys "
             "nativeFormat=\"Wkt\"><wkt>%s</wkt><srid>%d</srid><authid>EPSG:%d</authid>"
             "<description>%s</description></spatialrefsys></crs>",
             s->wkt, s->epsg, s->epsg, s->system);
    add_history(xml, s);
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_stmt *clear, *add, *refer, *sweep;
} writer;

static mlg_status write_table(writer *w, const mlg_metadata_source *s, const mlg_table *table, mlg_error *err)
{
    mlg_text xml = { 0 };
    char identifier[96], *document = NULL;
    snprintf(identifier, sizeof identifier, "maillage/%s", table->name);
    mlg_text_add(&xml, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22.16\">");
    mlg_metadata_add(&xml, s, table->name, table->identifier, table->description);
    mlg_text_add(&xml, "</qgis>\n");
    mlg_status st = mlg_text_take(&document, &xml, err);
    mlg_text_release(&xml);
    if (st != MLG_OK)
        return st;
    mlg_bind_text(w->clear, ":table", table->name);
    mlg_bind_text(w->clear, ":identifier", identifier);
    mlg_bind_text(w->add, ":xml", document);
    mlg_bind_text(w->refer, ":table", table->name);
    free(document);
    MLG_TRY(mlg_stmt_run(w->clear, err));
    MLG_TRY(mlg_stmt_run(w->add, err));
    return mlg_stmt_run(w->refer, err);
}

mlg_status mlg_output_metadata(mlg_db *db, mlg_error *err)
{
    mlg_metadata_source source = { 0 };
    writer w = { 0 };
    mlg_status st;
    MLG_GO(mlg_gpkg_extend(db, "300_metadata", err));
    MLG_GO(mlg_metadata_read(&source, db, err));
    MLG_GO(mlg_db_query(&w.clear, db, "report/metadata_clear", err));
    MLG_GO(mlg_db_query(&w.add, db, "report/metadata_add", err));
    MLG_GO(mlg_db_query(&w.refer, db, "report/metadata_refer", err));
    MLG_GO(mlg_db_query(&w.sweep, db, "report/metadata_sweep", err));
    for (const mlg_table *table = mlg_tables; table->name; table++)
        if (strcmp(table->name, "layer_styles") != 0)
            MLG_GO(write_table(&w, &source, table, err));
    MLG_GO(mlg_stmt_run(w.sweep, err));
done:
    mlg_stmt_free(w.clear);
    mlg_stmt_free(w.add);
    mlg_stmt_free(w.refer);
    mlg_stmt_free(w.sweep);
    mlg_metadata_release(&source);
    return st;
}
