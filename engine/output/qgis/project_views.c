#include "output/qgis/project_views.h"

#include "adapters/db/gpkg.h"
#include "base/among.h"
#include "base/language.h"
#include "base/memory.h"
#include "output/html.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const mlg_theme mlg_themes[] = {
    { "APL",
      MLG_REPORT_MARK("Accès aux médecins généralistes (APL) par commune"),
      { { "acces_commune", "APL" }, { "desert", NULL }, { "qpv", NULL }, { "commune", NULL } } },
    { "Zonage",
      MLG_REPORT_MARK("Zonage en vigueur par commune"),
      { { "acces_commune", "Zonage" }, { "qpv", NULL }, { "commune", NULL } } },
    { "Manques",
      MLG_REPORT_MARK("Services qui manquent, selon la règle de l’étude"),
      { { "acces_commune", "Manques" }, { "qpv", NULL }, { "commune", NULL } } },
    { "Trajet au médecin",
      MLG_REPORT_MARK("Trajet vers le médecin généraliste le plus proche"),
      { { "acces_commune", "Trajet médecin" }, { "commune", NULL } } },
    { "Trajet à la pharmacie",
      MLG_REPORT_MARK("Trajet vers la pharmacie la plus proche"),
      { { "acces_commune", "Trajet pharmacie" }, { "commune", NULL } } },
    { "Trajet aux urgences",
      MLG_REPORT_MARK("Trajet vers le service d’urgences le plus proche"),
      { { "acces_commune", "Trajet urgences" }, { "etablissement", NULL }, { "commune", NULL } } },
    { "Surface",
      MLG_REPORT_MARK("Accès aux médecins généralistes (APL), surface des carreaux de 200 m"),
      { { "acces_surface", NULL }, { "qpv", NULL }, { "commune", NULL } } },
    { "Carreaux",
      MLG_REPORT_MARK("Accès aux médecins généralistes (APL) par carreau de 200 m"),
      { { "acces_carreau", "APL" }, { "qpv", NULL }, { "commune", NULL } } },
    { "Avant et après",
      MLG_REPORT_MARK("Accès aux médecins généralistes (APL), après moins avant"),
      { { "comparaison_qpv", "Écart d’APL" }, { "comparaison", "Écart d’APL" } } },
    { "Urgences, avant et après",
      MLG_REPORT_MARK("Trajet vers le service d’urgences le plus proche, après moins avant"),
      { { "etablissement", NULL },
        { "comparaison_qpv", "Écart de trajet, urgences" },
        { "comparaison", "Écart de trajet, urgences" } } },
    { "Évolution",
      MLG_REPORT_MARK("Accès aux médecins généralistes (APL), de la première à la dernière année"),
      { { "serie", "Évolution de l’APL" }, { "qpv", NULL } } },
    { "Première année",
      MLG_REPORT_MARK("Accès aux médecins généralistes (APL), première année connue"),
      { { "serie", "APL au début" }, { "qpv", NULL } } },
    { "Dernière année",
      MLG_REPORT_MARK("Accès aux médecins généralistes (APL), dernière année connue"),
      { { "serie", "APL à la fin" }, { "qpv", NULL } } },
    { "Territoires", MLG_REPORT_MARK("Zonage des territoires de vie-santé"), { { "tvs", "Zonage" } } },
    { "Implantations",
      MLG_REPORT_MARK("Implantations proposées"),
      { { "site", NULL }, { "acces_commune", "APL" }, { "qpv", NULL }, { "commune", NULL } } },
    { "Bassins", MLG_REPORT_MARK("Bassins de desserte"), { { "bassin", NULL }, { "etablissement", NULL } } },
    { "Tournées",
      MLG_REPORT_MARK("Tournées d’unités mobiles"),
      { { "arret", NULL }, { "tournee", NULL }, { "acces_commune", "APL" }, { "commune", NULL } } },
    { "Sans voiture",
      MLG_REPORT_MARK("Transports en commun et accès aux soins"),
      { { "arret_tc", NULL },
        { "ligne_tc", NULL },
        { "zone_tad", NULL },
        { "etablissement", NULL },
        { "acces_commune", "APL" } } },
    { "Groupe d’habitants",
      MLG_REPORT_MARK("Accès aux médecins généralistes (APL) d’un groupe d’habitants"),
      { { "acces_groupe", "APL du groupe" }, { "commune", NULL } } },
    { "Sensibilité",
      MLG_REPORT_MARK("Part des calculs qui placent la commune du mauvais côté du seuil"),
      { { "sensibilite", NULL } } },
    { "Incertitude",
      MLG_REPORT_MARK("Probabilité que la commune soit du mauvais côté du seuil"),
      { { "incertitude", NULL } } },
    { "Écart à l’APL publiée",
      MLG_REPORT_MARK("Ce qui fait l’écart entre l’APL calculée et l’APL publiée"),
      { { "ecart_publie", NULL } } },
    { .name = NULL },
};

/* ---- themes ------------------------------------------------------------------------------------------------------ */

static bool has_rows_of_requests(const char *table)
{
    static const char *const split[] = { "site", "bassin", "arret", "tournee", "acces_groupe", NULL };
    for (const char *const *t = split; *t; t++)
        if (strcmp(*t, table) == 0)
            return true;
    return false;
}

const mlg_view *mlg_theme_view(const mlg_views *views, const mlg_theme *theme, int layer)
{
    const char *table = theme->layers[layer].table, *style = theme->layers[layer].style;
    for (int32_t k = 0; table && k < views->count; k++) {
        const mlg_view *v = &views->items[k];
        if (strcmp(v->table, table) == 0 && (!style || (v->style && strcmp(v->style->name, style) == 0)))
            return v;
    }
    return NULL;
}

bool mlg_theme_shows(const mlg_views *views, const mlg_theme *theme, const mlg_view *view)
{
    for (int k = 0; k < MLG_THEME_LAYERS; k++)
        if (mlg_theme_view(views, theme, k) == view)
            return true;
    return false;
}

/* ---- layers ------------------------------------------------------------------------------------------------------ */

static void widen(double box[4], const double more[4])
{
    if (isnan(more[0]))
        return;
    bool first = isnan(box[0]);
    for (int k = 0; k < 4; k++)
        box[k] = first ? more[k] : k < 2 ? fmin(box[k], more[k]) : fmax(box[k], more[k]);
}

static mlg_status add_view(mlg_views *views, const mlg_view *view, const char *title, const char *request,
                           mlg_error *err)
{
    MLG_TRY(MLG_GROW(&views->items, &views->room, (size_t)views->count + 1, "layers", err));
    mlg_view *v = &views->items[views->count];
    *v = *view;
    snprintf(v->id, sizeof v->id, "maillage_%s_%d", v->table,
             (int)views->count); /* QGIS drops ids of ten letters and fewer */
    views->count++;
    v->title = v->request = NULL;
    MLG_TRY(mlg_copy_text(&v->title, title, err));
    return mlg_copy_text(&v->request, request, err);
}

static mlg_status add_request(mlg_views *views, const mlg_view *view, const char *table_title, const char *request,
                              mlg_error *err)
{
    char *title;
    MLG_TRY(mlg_format_text(&title, err, "%s : %s", table_title, request));
    mlg_status st = add_view(views, view, title, request, err);
    free(title);
    return st;
}

/* One layer per request, or a layer of all rows where there is a single one. */
static mlg_status add_requests(mlg_views *views, mlg_db *db, const mlg_view *view, const char *title,
                               mlg_error *err)
{
    char sql[160];
    mlg_stmt *names = NULL;
    bool row;
    snprintf(sql, sizeof sql, "SELECT nom FROM %s GROUP BY nom ORDER BY min(fid)", view->table);
    MLG_TRY(mlg_db_statement(&names, db, sql, err));
    mlg_status st;
    while ((st = mlg_stmt_step(names, &row, err)) == MLG_OK && row)
        MLG_GO(add_request(views, view, title, mlg_column_text(names, 0), err));
done:
    mlg_stmt_free(names);
    return st;
}

static mlg_status has_values(bool *out, mlg_db *db, const mlg_style *style, mlg_error *err)
{
    char sql[160];
    double values;
    snprintf(sql, sizeof sql, "SELECT EXISTS (SELECT 1 FROM %s WHERE %s IS NOT NULL)", style->table,
             style->column);
    MLG_TRY(mlg_db_number(&values, db, sql, err));
    *out = values > 0;
    return MLG_OK;
}

/* "APL par commune": each style of a table is a layer. */
static mlg_status add_drawings(mlg_views *views, mlg_db *db, mlg_view *view, mlg_error *err)
{
    static const char *const squares[] = { "acces_carreau", NULL }, *const territories[] = { "tvs", NULL },
                             *const quarters[] = { "qpv", "comparaison_qpv", NULL };
    const char *of = mlg_is_among(squares, view->table)       ? mlg_report_tr("par carreau")
                     : mlg_is_among(territories, view->table) ? mlg_report_tr("par territoire")
                     : mlg_is_among(quarters, view->table)    ? mlg_report_tr("par quartier")
                                                              : mlg_report_tr("par commune");
    for (const mlg_style *style = mlg_styles; style->table; style++) {
        bool drawn;
        if (strcmp(style->table, view->table) != 0)
            continue;
        MLG_TRY(has_values(&drawn, db, style, err));
        if (!drawn)
            continue;
        char title[96];
        view->style = style;
        snprintf(title, sizeof title, "%s %s", mlg_report_tr(style->name), of);
        MLG_TRY(add_view(views, view, title, "", err));
    }
    return MLG_OK;
}

static const mlg_style *default_style(const char *table)
{
    for (const mlg_style *style = mlg_styles; style->table; style++)
        if (strcmp(style->table, table) == 0)
            return style;
    return NULL;
}

static mlg_status take_layer(mlg_views *views, mlg_db *db, mlg_stmt *stmt, mlg_error *err)
{
    mlg_view view = { .group = mlg_column_int(stmt, 3) ? MLG_GROUP_RESULTS : MLG_GROUP_DATA };
    double box[4];
    snprintf(view.table, sizeof view.table, "%s", mlg_column_text(stmt, 0));
    const char *title = mlg_report_tr(mlg_column_text(stmt, 1));
    snprintf(view.kind, sizeof view.kind, "%s", mlg_column_text(stmt, 2));
    for (int k = 0; k < 4; k++)
        box[k] = mlg_column_double(stmt, 4 + k);
    if (strcmp(view.table, "acces_commune") == 0)
        widen(views->box, box);
    view.style = default_style(view.table);
    if (has_rows_of_requests(view.table))
        return add_requests(views, db, &view, title, err);
    if (view.style && view.style->column)
        return add_drawings(views, db, &view, err);
    return add_view(views, &view, title, "", err);
}

/* Whether the table has rows; an export lacks some tables of a study. */
static mlg_status holds_rows(bool *out, mlg_db *db, const char *table, mlg_error *err)
{
    char sql[128];
    double count;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM gpkg_contents WHERE table_name = '%s'", table);
    MLG_TRY(mlg_db_number(&count, db, sql, err));
    *out = count > 0;
    if (!*out)
        return MLG_OK;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM (SELECT 1 FROM %s LIMIT 1)", table);
    MLG_TRY(mlg_db_number(&count, db, sql, err));
    *out = count > 0;
    return MLG_OK;
}

/* Tables to open beside a map: those that are not empty, except working tables. */
static mlg_status add_tables(mlg_views *views, mlg_db *db, mlg_error *err)
{
    static const char *const working[] = { "acces", "acces_surface", "apl_parametre", "carreau",  "duree",
                                           "etape", "groupe_part",   "layer_styles",  "lieu_age", NULL };
    for (const mlg_table *table = mlg_tables; table->name; table++) {
        mlg_view view = { .group = MLG_GROUP_TABLES, .kind = "No geometry" };
        bool rows, left_out = table->geometry != NULL;
        for (const char *const *t = working; *t; t++)
            left_out |= strcmp(*t, table->name) == 0;
        if (left_out)
            continue;
        MLG_TRY(holds_rows(&rows, db, table->name, err));
        snprintf(view.table, sizeof view.table, "%s", table->name);
        if (rows)
            MLG_TRY(add_view(views, &view, mlg_report_tr(table->identifier), "", err));
    }
    return MLG_OK;
}

mlg_status mlg_views_read(mlg_views *out, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *out = (mlg_views){ .box = { (double)NAN, (double)NAN, (double)NAN, (double)NAN } };
    MLG_TRY(mlg_db_query(&stmt, db, "report/project_layers", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_layer(out, db, stmt, err));
    if (st == MLG_OK)
        st = add_tables(out, db, err);
done:
    mlg_stmt_free(stmt);
    return st;
}

void mlg_views_release(mlg_views *views)
{
    for (int32_t k = 0; k < views->count; k++) {
        free(views->items[k].title);
        free(views->items[k].request);
    }
    free(views->items);
    *views = (mlg_views){ 0 };
}

bool mlg_view_is_raster(const mlg_view *view)
{
    return strcmp(view->kind, "Raster") == 0;
}

void mlg_view_add_source(mlg_text *t, const char *file_name, const mlg_view *view)
{
    mlg_html(t, mlg_view_is_raster(view) ? "GPKG:./%s:%s" : "./%s|layername=%s", file_name, view->table);
    if (!view->request[0])
        return;
    mlg_text_add(t, "|subset=&quot;nom&quot; = &#39;");
    for (const char *c = view->request; *c; c++)
        mlg_html(t, *c == '\'' ? "\'\'" : "%s", (char[]){ *c, '\0' });
    mlg_text_add(t, "&#39;");
}
