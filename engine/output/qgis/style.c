#include "output/qgis/style.h"

#include "adapters/db/gpkg.h"
#include "base/language.h"
#include "base/resource.h"
#include "output/tables/code_list.h"
#include "output/html.h"
#include "output/qgis/qml.h"
#include "output/qgis/style_places.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* po/update.sh reads these rows: one line each. */
/* clang-format off */
const mlg_style mlg_styles[] = {
    { "acces_commune", "APL", "apl", MLG_DRAW_ACCESS },
    { "acces_commune", "Zonage", "zonage", MLG_DRAW_ZONES },
    { "acces_commune", "Manques", "desert", MLG_DRAW_LACKS },
    { "acces_commune", "Trajet médecin", "t_gp", MLG_DRAW_MINUTES },
    { "acces_commune", "Trajet pharmacie", "t_pharma", MLG_DRAW_MINUTES },
    { "acces_commune", "Trajet urgences", "t_urgence", MLG_DRAW_MINUTES },
    { "acces_groupe", "APL du groupe", "apl", MLG_DRAW_ACCESS },
    { "acces_groupe", "Urgences, groupe", "t_urgence", MLG_DRAW_MINUTES },
    { "acces_groupe", "Manques, groupe", "desert", MLG_DRAW_LACKS },
    { "acces_groupe", "Part du groupe", NULL, MLG_DRAW_FILE },
    { "acces_carreau", "APL", "apl", MLG_DRAW_ACCESS },
    { "acces_carreau", "Trajet médecin", "t_gp", MLG_DRAW_MINUTES },
    { "tvs", "Zonage", "zonage", MLG_DRAW_ZONES },
    { "tvs", "APL", "apl", MLG_DRAW_ACCESS },
    { "commune", "Communes", NULL, MLG_DRAW_FILE },
    { "commune", "Zonage", "zonage", MLG_DRAW_ZONES },
    { "qpv", "Quartiers", NULL, MLG_DRAW_FILE },
    { "qpv", "APL", "apl", MLG_DRAW_ACCESS },
    { "qpv", "Zonage", "zonage", MLG_DRAW_ZONES },
    { "comparaison", "Écart d’APL", "apl_ecart", MLG_DRAW_CHANGE },
    { "comparaison", "Écart de trajet, urgences", "t_urgence_ecart", MLG_DRAW_LONGER },
    { "comparaison_qpv", "Écart d’APL", "apl_ecart", MLG_DRAW_CHANGE },
    { "comparaison_qpv", "Écart de trajet, urgences", "t_urgence_ecart", MLG_DRAW_LONGER },
    { "serie", "Évolution de l’APL", "apl_ecart", MLG_DRAW_CHANGE },
    { "serie", "APL au début", "apl_debut", MLG_DRAW_ACCESS },
    { "serie", "APL à la fin", "apl_fin", MLG_DRAW_ACCESS },
    { "desert", "Déserts", NULL, MLG_DRAW_FILE },
    { "sensibilite", "Sensibilité", NULL, MLG_DRAW_FILE },
    { "incertitude", "Incertitude", NULL, MLG_DRAW_FILE },
    { "ecart_publie", "Écart à l’APL publiée", NULL, MLG_DRAW_FILE },
    { "bassin", "Bassins", NULL, MLG_DRAW_RINGS },
    { "site", "Implantations", NULL, MLG_DRAW_FILE },
    { "arret", "Arrêts", NULL, MLG_DRAW_FILE },
    { "tournee", "Tournées", NULL, MLG_DRAW_FILE },
    { "ligne_tc", "Lignes", NULL, MLG_DRAW_FILE },
    { "arret_tc", "Arrêts desservis", NULL, MLG_DRAW_FILE },
    { "zone_tad", "Zones à la demande", NULL, MLG_DRAW_FILE },
    { "etablissement", "Établissements", NULL, MLG_DRAW_FACILITIES },
    { NULL, NULL, NULL, MLG_DRAW_FILE },
};
/* clang-format on */

/* ---- what is drawn ------------------------------------------------------------------------------------------------ */

static mlg_qml_shape shape_of(const mlg_style *style)
{
    return strcmp(style->table, "acces_carreau") == 0 ? MLG_QML_SQUARE : MLG_QML_AREA;
}

static void draw_access(mlg_text *qml, const mlg_style *style, const mlg_look *look)
{
    static const double most = 1000;
    mlg_qml_class classes[MLG_ACCESS_CLASSES];
    for (int i = 0; i < MLG_ACCESS_CLASSES; i++) {
        classes[i] = (mlg_qml_class){ .lower = i ? look->borders[i - 1] : 0,
                                      .upper = i + 1 < MLG_ACCESS_CLASSES ? look->borders[i] : most,
                                      .colour = look->palette->access[i],
                                      .lines_deg = MLG_NO_LINES };
        mlg_look_class_label(classes[i].words, sizeof classes[i].words, look, i);
    }
    mlg_qml_classes(qml, style->column, shape_of(style), classes, MLG_ACCESS_CLASSES);
}

static mlg_timed timed_service(const char *column)
{
    return strcmp(column, "t_gp") == 0       ? MLG_TIMED_GP
           : strcmp(column, "t_pharma") == 0 ? MLG_TIMED_PHARMACY
                                             : MLG_TIMED_EMERGENCY;
}

static void draw_minutes(mlg_text *qml, const mlg_style *style, const mlg_look *look)
{
    static const double most = 100000;
    mlg_timed service = timed_service(style->column);
    mlg_qml_class classes[MLG_ACCESS_CLASSES];
    char words[96];
    for (int i = 0; i < MLG_ACCESS_CLASSES; i++) {
        classes[i] = (mlg_qml_class){ .lower = i ? look->minutes[service][i - 1] : 0,
                                      .upper = i + 1 < MLG_ACCESS_CLASSES ? look->minutes[service][i] : most,
                                      .colour = look->palette->minutes[i],
                                      .lines_deg = MLG_NO_LINES };
        mlg_look_time_words(words, sizeof words, look, service, i);
        snprintf(classes[i].words, sizeof classes[i].words, mlg_report_tr("%s minutes"), words);
    }
    mlg_qml_classes(qml, style->column, shape_of(style), classes, MLG_ACCESS_CLASSES);
}

static void draw_zones(mlg_text *qml, const mlg_style *style, const mlg_look *look)
{
    mlg_qml_class classes[MLG_QML_CLASSES];
    int count = 0;
    for (const mlg_code *code = mlg_code_list_find("zonage")->codes; code->value; code++) {
        const mlg_zone_look *zone = &look->palette->zones[mlg_zone_rank(code->value)];
        bool unknown = strcmp(code->value, "inconnu") == 0;
        mlg_qml_class *c = &classes[count++];
        assert(count <= MLG_QML_CLASSES);
        *c = (mlg_qml_class){ .value = unknown ? NULL : code->value,
                              .colour = zone->fill,
                              .lines_deg = zone->lines_deg };
        snprintf(c->words, sizeof c->words, "%s", mlg_report_tr(code->words));
    }
    mlg_qml_categories(qml, style->column, shape_of(style), classes, count);
}

/* From less to more. */
static void draw_change(mlg_text *qml, const mlg_style *style, const mlg_change_scale *change, bool less_is_better)
{
    static const double far = 100000;
    const double borders[] = { -far, -change->border, -MLG_NO_CHANGE, MLG_NO_CHANGE, change->border, far };
    mlg_qml_class classes[MLG_CHANGE_CLASSES];
    for (int i = 0; i < MLG_CHANGE_CLASSES; i++) {
        int rank = less_is_better ? MLG_CHANGE_CLASSES - 1 - i : i;
        classes[i] = (mlg_qml_class){ .lower = borders[i],
                                      .upper = borders[i + 1],
                                      .colour = mlg_change_colours[rank],
                                      .lines_deg = MLG_NO_LINES };
        snprintf(classes[i].words, sizeof classes[i].words, "%s", mlg_report_tr(change->words[rank]));
    }
    mlg_qml_classes(qml, style->column, shape_of(style), classes, MLG_CHANGE_CLASSES);
}

/* The more services are missing, the darker: bits of table desert. */
static void draw_lacks(mlg_text *qml, const mlg_style *style, const mlg_look *look)
{
    static const int shade[] = { 0, 2, 3, 4 };
    mlg_qml_class classes[MLG_QML_CLASSES];
    int count = 0;
    for (const mlg_code *code = mlg_code_list_find("desert")->codes; code->value; code++) {
        int bits = atoi(code->value), lacks = (bits & 1) + (bits >> 1 & 1) + (bits >> 2 & 1);
        mlg_qml_class *c = &classes[count++];
        assert(count <= MLG_QML_CLASSES);
        *c = (mlg_qml_class){ .value = code->value,
                              .colour = look->palette->minutes[shade[lacks]],
                              .lines_deg = MLG_NO_LINES };
        snprintf(c->words, sizeof c->words, "%s", mlg_report_tr(code->words));
    }
    mlg_qml_class *unknown = &classes[count++];
    assert(count <= MLG_QML_CLASSES);
    *unknown = (mlg_qml_class){ .colour = look->palette->unknown, .lines_deg = MLG_NO_LINES };
    snprintf(unknown->words, sizeof unknown->words, "%s", mlg_report_tr(MLG_REPORT_MARK("inconnu")));
    mlg_qml_categories(qml, style->column, shape_of(style), classes, count);
}

/* Copies a part of a style file, with the labels of its legend in the language of reports. */
static void add_part(mlg_text *qml, const char *from, const char *end)
{
    static const char mark[] = " label=\"";
    for (const char *at; (at = strstr(from, mark)) != NULL && at < end;) {
        const char *words = at + sizeof mark - 1, *close = strchr(words, '"');
        char label[128];
        snprintf(label, sizeof label, "%.*s", (int)(close - words), words);
        mlg_text_add_bytes(qml, from, (size_t)(words - from));
        mlg_html_text(qml, *label ? mlg_report_tr(label) : "");
        from = close;
    }
    mlg_text_add_bytes(qml, from, (size_t)(end - from));
}

/* The content of the file without its root element, with its aliases inserted. */
static mlg_status draw_file(mlg_text *qml, mlg_db *db, const mlg_style *style, mlg_error *err)
{
    static const char mark[] = "@aliases@";
    char name[128];
    snprintf(name, sizeof name, "geodata/styles/%s.qml", style->table);
    const mlg_resource *file = mlg_resource_find(name);
    assert(file);
    const char *text = (const char *)file->data, *start = strstr(text, "<qgis"), *end = strstr(text, "</qgis>"),
               *at = strstr(text, mark);
    start = start ? strchr(start, '>') : NULL;
    assert(start && end && at);
    add_part(qml, start + 1, at);
    MLG_TRY(mlg_qml_aliases(qml, db, style->table, err));
    add_part(qml, at + sizeof mark - 1, end);
    return MLG_OK;
}

static bool is_change(const mlg_style *style)
{
    return style->drawing == MLG_DRAW_CHANGE || style->drawing == MLG_DRAW_LONGER;
}

/* Styles that are the same in every palette. */
static bool is_fixed(const mlg_style *style)
{
    return style->drawing == MLG_DRAW_FILE || style->drawing == MLG_DRAW_RINGS ||
           style->drawing == MLG_DRAW_FACILITIES || is_change(style);
}

mlg_status mlg_style_add(mlg_text *qml, mlg_db *db, const mlg_style *style, const char *request,
                         const mlg_look *look, mlg_error *err)
{
    switch (style->drawing) {
    case MLG_DRAW_RINGS:
        MLG_TRY(mlg_style_rings(qml, db, request, err));
        break;
    case MLG_DRAW_FACILITIES:
        MLG_TRY(mlg_style_facilities(qml, db, err));
        break;
    case MLG_DRAW_FILE:
        return draw_file(qml, db, style, err);
    case MLG_DRAW_ACCESS:
        draw_access(qml, style, look);
        break;
    case MLG_DRAW_MINUTES:
        draw_minutes(qml, style, look);
        break;
    case MLG_DRAW_ZONES:
        draw_zones(qml, style, look);
        break;
    case MLG_DRAW_CHANGE:
        draw_change(qml, style, &mlg_change_apl, false);
        break;
    case MLG_DRAW_LONGER:
        draw_change(qml, style, &mlg_change_minutes, true);
        break;
    case MLG_DRAW_LACKS:
        draw_lacks(qml, style, look);
        break;
    case MLG_DRAW_NOTHING:
        return mlg_qml_aliases(qml, db, style->table, err);
    }
    if (shape_of(style) == MLG_QML_AREA && (!is_fixed(style) || is_change(style)))
        mlg_qml_labels(qml, "libelle", 7, strcmp(style->table, "acces_commune") == 0 ? 0 : 300000);
    MLG_TRY(mlg_qml_aliases(qml, db, style->table, err));
    mlg_text_add(qml, "<previewExpression>\"libelle\"</previewExpression>\n");
    return MLG_OK;
}

/* ---- writing ------------------------------------------------------------------------------------------------------- */

static mlg_status run(mlg_db *db, const char *query, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, db, query, err));
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* `of`: the words for the palette, after the name; NULL: none. */
static mlg_status write(mlg_stmt *add, mlg_db *db, const mlg_style *style, const mlg_look *look, const char *of,
                        bool preferred, mlg_error *err)
{
    bool drawn = style->drawing != MLG_DRAW_NOTHING;
    mlg_text qml = { 0 }, name = { 0 };
    char *document = NULL;
    mlg_text_printf(&name, of ? "%s (%s)" : "%s", style->name, of);
    mlg_text_printf(&qml,
                    "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22.16\" "
                    "styleCategories=\"%s\" "
                    "labelsEnabled=\"%d\">\n",
                    drawn ? "Symbology|Labeling|Fields|Rendering" : "Fields", drawn);
    mlg_status st = mlg_style_add(&qml, db, style, NULL, look, err);
    mlg_text_add(&qml, "</qgis>\n");
    if (st == MLG_OK)
        st = mlg_text_take(&document, &qml, err);
    mlg_text_release(&qml);
    if (st == MLG_OK)
        st = mlg_text_status(&name, err);
    if (st == MLG_OK) {
        mlg_bind_text(add, ":table", style->table);
        mlg_bind_text(add, ":name", mlg_text_words(&name));
        mlg_bind_text(add, ":qml", document);
        mlg_bind_int(add, ":preferred", preferred);
        st = mlg_while(err, mlg_stmt_run(add, err), "style of %s", style->table);
    }
    mlg_text_release(&name);
    free(document);
    return st;
}

/* The palette of the study comes first, since the first style of a table is its default. */
static mlg_status write_style(mlg_stmt *add, mlg_db *db, const mlg_style *style, const mlg_look *look,
                              mlg_error *err)
{
    double held = 1;
    bool first = style == mlg_styles || strcmp(style[-1].table, style->table) != 0;
    if (style->drawing == MLG_DRAW_RINGS || style->drawing == MLG_DRAW_FACILITIES)
        MLG_TRY(mlg_db_number(&held, db,
                              style->drawing == MLG_DRAW_RINGS
                                  ? "SELECT count(*) FROM sqlite_master WHERE name = 'bassin'"
                                  : "SELECT count(*) FROM sqlite_master WHERE name = 'etablissement'",
                              err));
    if (held == 0) /* an export may leave the table out */
        return MLG_OK;
    if (is_fixed(style))
        return write(add, db, style, look, NULL, first, err);
    MLG_TRY(write(add, db, style, look, look->palette->title, first, err));
    for (const mlg_palette *palette = mlg_palettes; palette->name; palette++) {
        mlg_look other = *look;
        other.palette = palette;
        if (palette != look->palette)
            MLG_TRY(write(add, db, style, &other, palette->title, false, err));
    }
    return MLG_OK;
}

static bool has_style(const char *table)
{
    for (const mlg_style *style = mlg_styles; style->table; style++)
        if (strcmp(style->table, table) == 0)
            return true;
    return false;
}

/* A style for each column of times that the study added to the communes. */
static mlg_status add_time_styles(mlg_stmt *add, mlg_db *db, const mlg_look *look, mlg_error *err)
{
    mlg_stmt *list = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&list, db, "report/time_columns", err));
    mlg_status st;
    while ((st = mlg_stmt_step(list, &row, err)) == MLG_OK && row) {
        mlg_style style = { "acces_commune", mlg_column_text(list, 1), mlg_column_text(list, 0),
                            MLG_DRAW_MINUTES };
        MLG_GO(write(add, db, &style, look, look->palette->title, false, err));
    }
done:
    mlg_stmt_free(list);
    return st;
}

static mlg_status add_styles(mlg_db *db, mlg_error *err)
{
    mlg_stmt *add = NULL;
    mlg_look look;
    MLG_TRY(mlg_look_read(&look, db, err));
    MLG_TRY(mlg_db_query(&add, db, "report/style_add", err));
    mlg_status st = MLG_OK;
    for (const mlg_style *style = mlg_styles; st == MLG_OK && style->table; style++)
        st = write_style(add, db, style, &look, err);
    if (st == MLG_OK)
        st = add_time_styles(add, db, &look, err);
    for (const mlg_table *table = mlg_tables; st == MLG_OK && table->name; table++) {
        mlg_style plain = { table->name, "Maillage", NULL, MLG_DRAW_NOTHING };
        if (!has_style(table->name) && strcmp(table->name, "layer_styles") != 0)
            st = write(add, db, &plain, &look, NULL, true, err);
    }
    mlg_stmt_free(add);
    return st;
}

mlg_status mlg_output_styles(mlg_db *db, mlg_error *err)
{
    mlg_status st;
    MLG_TRY(mlg_db_begin(db, err));
    MLG_GO(run(db, "report/style_register", err));
    MLG_GO(run(db, "report/style_clear", err));
    MLG_GO(add_styles(db, err));
    return mlg_db_commit(db, err);
done:
    mlg_db_rollback(db);
    return st;
}
