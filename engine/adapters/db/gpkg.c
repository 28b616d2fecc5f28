#include "adapters/db/gpkg.h"

#include "adapters/crs.h"
#include "adapters/db/inner.h"
#include "base/memory.h"
#include "base/nocase.h"
#include "base/path.h"
#include "base/resource.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* po/update.sh reads these rows: one line each. */
/* clang-format off */
const mlg_table mlg_tables[] = {
    { "acces_commune", "MULTIPOLYGON", "Accès aux soins par commune", "Une ligne par commune du territoire" },
    { "sensibilite", "MULTIPOLYGON", "Sensibilité de l’accès", "Part des calculs qui placent la commune du mauvais côté du seuil, et ce qui en décide" },
    { "incertitude", "MULTIPOLYGON", "Incertitude de l’accès", "Probabilité que la commune soit du mauvais côté du seuil, intervalles de la mesure et du rang" },
    { "ecart_publie", "MULTIPOLYGON", "Écart à l’APL publiée", "Ce qui fait la différence entre le calcul et la publication\u00a0: offre, population, décroissance, trajets, reste" },
    { "acces_groupe", "MULTIPOLYGON", "Accès par groupe d’habitants", "Part, APL, trajets et manques de chaque groupe, par commune et par quartier prioritaire" },
    { "acces_carreau", "POINT", "Accès aux soins par carreau", "Carreaux de 200 m du territoire\u00a0; n.d. (secret) sous 11 ménages" },
    { "comparaison", "MULTIPOLYGON", "Avant et après", "Accès, trajets et zonage de chaque commune, avant et après" },
    { "comparaison_qpv", "MULTIPOLYGON", "Avant et après, quartiers", "Accès, trajets et zonage de chaque quartier prioritaire, avant et après" },
    { "serie", "MULTIPOLYGON", "Évolution de l’accès", "APL de chaque commune au fil des années\u00a0: écart et pente" },
    { "desert", "MULTIPOLYGON", "Déserts médicaux", "Zones contiguës de communes sous le seuil d’accessibilité" },
    { "tvs", "MULTIPOLYGON", "Territoires de vie-santé", "Classe, cadre national, ce que dit la règle" },
    { "bassin", "MULTIPOLYGON", "Bassins de desserte", "Aires du site le plus proche et couronnes de temps" },
    { "site", "POINT", "Implantations proposées", "Sites retenus par les demandes d’implantation" },
    { "arret", "POINT", "Arrêts des tournées", "Séances d’unités mobiles\u00a0: lieu, jour, heures, personnes, consultations" },
    { "tournee", "LINESTRING", "Tournées", "Journées d’unités mobiles, sur les routes quand elles sont connues" },
    { "ligne_tc", "LINESTRING", "Lignes de transports en commun", "Parcours des lignes le jour de l’étude, d’arrêt en arrêt" },
    { "arret_tc", "POINT", "Arrêts de transports en commun", "Arrêts desservis le jour de l’étude, et leur nombre de passages" },
    { "zone_tad", "MULTIPOLYGON", "Transport à la demande", "Zones desservies sur réservation\u00a0: heures, attente, communes où l’on va aussi" },
    { "qpv", "MULTIPOLYGON", "Quartiers prioritaires", "Quartiers prioritaires de la politique de la ville" },
    { "etablissement", "POINT", "Établissements de santé", "Établissements par catégorie" },
    { "lieu", "POINT", "Points de demande", "Où la population est comptée" },
    { "commune", "MULTIPOLYGON", "Communes", "Communes du territoire et communes voisines prises en compte" },
    { "commune_fusion", NULL, "Communes fusionnées", "Communes qui n’existent plus dans l’année de l’étude, et celle qui les contient" },
    { "carreau", NULL, "Carreaux de 200 m", "Population au carreau telle que l’INSEE la publie, imputée sous 11 ménages" },
    { "apl_publiee", NULL, "APL publiée", "Accessibilité potentielle localisée publiée par la DREES" },
    { "apl_parametre", NULL, "Paramètres publiés", "Paliers, poids et bornes lus dans les classeurs de la DREES" },
    { "revenu", NULL, "Revenus", "Revenu médian disponible par unité de consommation et pauvreté, par commune" },
    { "lieu_age", NULL, "Population par âge", "Personnes par tranche d’âge d’un point de demande" },
    { "qpv_commune", NULL, "Communes des quartiers", "Parts de la population d’un quartier par commune" },
    { "groupe_part", NULL, "Parts des groupes", "Table de travail\u00a0: part de chaque groupe dans la population d’une commune" },
    { "offre", NULL, "Offre de soins", "Offre par commune, service et scénario" },
    { "appartenance", NULL, "Périmètres", "Communes des CPTS, CLS, CRT" },
    { "tvs_hors_etude", NULL, "Communes hors de l’étude", "Communes des territoires de vie-santé que l’étude ne contient pas" },
    { "zonage", NULL, "Zonage", "Classe des communes, territoires de vie-santé et quartiers" },
    { "acces", NULL, "Mesures d’accès", "Table de travail, une valeur par lieu, service et mesure\u00a0: acces_carreau est celle à montrer" },
    { "temps", NULL, "Trajets demandés", "Trajet de chaque commune au site le plus proche, à l’heure demandée, et seuil franchi" },
    { "temps_bilan", NULL, "Trajets demandés, bilan", "Personnes au-delà de chaque temps limite, à l’heure demandée et à toute heure" },
    { "bassin_site", NULL, "Sites des bassins", "Habitants servis par site selon sa capacité" },
    { "bassin_nombre", NULL, "Sites à portée", "Nombre de sites et de médecins à portée de chaque point" },
    { "equite", NULL, "Équité de l’accès", "Inégalités d’accès entre habitants, par mesure et groupe de communes" },
    { "besoin", NULL, "Besoins par commune", "Ce qui manque à chaque commune pour atteindre le seuil d’accès" },
    { "besoin_zone", NULL, "Besoins par zone", "Ce qui manque au territoire et à ses zones d’un seul tenant, et où l’ajouter" },
    { "perspective", NULL, "Perspectives par commune", "Offre et accès de chaque commune, aujourd’hui et dans quelques années" },
    { "offre_attendue", NULL, "Offre attendue", "Table de travail\u00a0: offre attendue de chaque lieu dans quelques années" },
    { "essai", NULL, "Essais", "Table de travail\u00a0: ce qu’il faut à la page pour essayer des changements" },
    { "perspective_bilan", NULL, "Perspectives", "Offre et accès du territoire, aujourd’hui et dans quelques années" },
    { "sensibilite_niveau", NULL, "Sensibilité du territoire", "Accès du territoire selon chaque convention" },
    { "ecart_publie_bilan", NULL, "Écart à l’APL publiée, bilan", "Parts de l’écart sur le territoire" },
    { "incertitude_bilan", NULL, "Incertitude du territoire", "Communes et habitants sous le seuil, près de lui, au-dessus" },
    { "serie_valeur", NULL, "Années, communes", "Population, APL et médecins de chaque commune, année par année" },
    { "serie_annee", NULL, "Années", "Indicateurs du territoire, année par année" },
    { "serie_groupe", NULL, "Années, territoires", "Évolution de l’APL par intercommunalité, territoire et quartier" },
    { "serie_cible", NULL, "Objectifs", "Distance aux objectifs fixés" },
    { "serie_absent", NULL, "Années, communes absentes", "Communes d’autres années, absentes de la dernière" },
    { "desert_bilan", NULL, "Bilan des déserts", "Habitants selon le type de commune et ce qui leur manque" },
    { "desert_combinaison", NULL, "Combinaisons de manques", "Habitants par combinaison des critères de la règle" },
    { "desert_typologie", NULL, "Déserts par type", "Habitants et habitants en désert par type de lieu" },
    { "desert_commune", NULL, "Communes des déserts", "Zone contiguë de chaque commune en désert" },
    { "desert_zone", NULL, "Zones de désert", "Médecins par âge, relais le plus proche, marqueurs sociaux" },
    { "grappe", NULL, "Grappes spatiales", "Indice local de Moran de l’APL" },
    { "vulnerabilite", NULL, "Vulnérabilité", "Composite de rangs par commune" },
    { "vulnerabilite_rang", NULL, "Rangs de vulnérabilité", "Rang de chaque commune par indicateur" },
    { "site_bilan", NULL, "Bilan des implantations", "Avant et après, borne et écart d’une demande" },
    { "site_front", NULL, "Fronts des implantations", "Sites, couverture et plus long trajet\u00a0: les meilleurs compromis" },
    { "site_equite", NULL, "Fronts d’équité des implantations", "Sites, couverture et manque d’accès\u00a0: les meilleurs compromis" },
    { "site_variante", NULL, "Variantes des implantations", "Ensembles de sites ex aequo ou suivants" },
    { "tournee_bilan", NULL, "Bilan des tournées", "Ce qu’une demande de tournées apporte, sa borne, ses heures et kilomètres" },
    { "tournee_acces", NULL, "Accès avec les tournées", "APL des communes sans et avec les séances des tournées" },
    { "affectation", NULL, "Affectation des points", "Site d’un point de demande, avant et après" },
    { "jauge", NULL, "Jauge du zonage", "Population des classes du zonage" },
    { "indicateur", NULL, "Indicateurs", "Indicateurs par commune donnés par les sources" },
    { "zonage_controle", NULL, "Contrôle du zonage", "Incohérences du zonage chargé" },
    { "changement", NULL, "Changements du scénario", "Ce que le scénario change avant le calcul, avec ses motifs et ses sources" },
    { "comparaison_unite", NULL, "Avant et après, par groupe", "Accès avant et après par territoire, quartier, densité, revenu, âge" },
    { "comparaison_seuil", NULL, "Avant et après, seuils", "Habitants du mauvais côté de chaque seuil, avant et après" },
    { "comparaison_passage", NULL, "Avant et après, passages", "Communes qui passent un seuil, et dans quel sens" },
    { "comparaison_groupe", NULL, "Avant et après, modes", "Accès de chaque groupe d’habitants par son mode, avant et après" },
    { "comparaison_equite", NULL, "Avant et après, équité", "Inégalités d’accès avant et après" },
    { "comparaison_accueil", NULL, "Patients à accueillir", "Offre perdue par commune, et ce que les cabinets à portée pourraient accueillir" },
    { "comparaison_absent", NULL, "Non comparés", "Lieux qu’un seul des deux résultats contient, avec le motif" },
    { "scenario", NULL, "Scénarios", "Les deux zonages comparés" },
    { "scenario_changement", NULL, "Changements des scénarios", "Ce que demande chaque scénario, et les refus" },
    { "zonage_scenario", NULL, "Zonages comparés", "Classe de chaque territoire, commune et quartier, avant et après" },
    { "zonage_transition", NULL, "Transitions", "Qui passe de quelle classe à quelle classe" },
    { "zonage_jauge", NULL, "Jauges comparées", "Parts de population, plafonds et marge, avant et après" },
    { "zonage_aide", NULL, "Aides", "Aides gagnées et perdues par un changement de zonage" },
    { "zonage_voisin", NULL, "Voisines mieux aidées", "Communes qui voient une zone mieux aidée à moins de 20 minutes" },
    { "zonage_seuil", NULL, "Près d’un seuil", "Territoires proches d’un seuil, et ce qui les ferait basculer" },
    { "zonage_rang", NULL, "Rangs", "Rang des territoires selon d’autres indicateurs" },
    { "reseau", NULL, "Réseau routier", "Ce que la lecture du réseau a retenu, écarté ou non compris" },
    { "secret", NULL, "Secret statistique", "Valeurs non diffusées, par table, avec leur motif" },
    { "reject", NULL, "Lignes rejetées", "Lignes écartées au chargement, avec leur motif" },
    { "provenance", NULL, "Sources", "Fichiers chargés\u00a0: chemin, empreinte, millésime, licence" },
    { "parametre", NULL, "Paramètres", "Conventions et paramètres derrière les chiffres" },
    { "etape", NULL, "Étapes", "Étapes exécutées et leur empreinte" },
    { "duree", NULL, "Durées", "Fin et durée de chaque étape" },
    { "etude", NULL, "Étude", "Titre, territoire, système de coordonnées, version" },
    { "layer_styles", NULL, "layer_styles", "QGIS styles" },
    { NULL, NULL, NULL, NULL },
};
/* clang-format on */

/* The R-tree of GeoPackage 1.3, where @ is the layer. Updates delete then insert, where the standard uses
 * INSERT OR REPLACE, which inside a trigger breaks INSERT ... ON CONFLICT DO UPDATE. */
#define RTREE_FULL "(NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))"
#define RTREE_VOID "(NEW.geom IS NULL OR ST_IsEmpty(NEW.geom))"
#define RTREE_ADD                                                                                                 \
    "INSERT INTO rtree_@_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), "         \
    "ST_MaxY(NEW.geom));"
#define RTREE_ON_INSERT                                                                                           \
    "CREATE TRIGGER rtree_@_geom_insert AFTER INSERT ON @ WHEN " RTREE_FULL " BEGIN"                              \
    " DELETE FROM rtree_@_geom WHERE id = NEW.fid; " RTREE_ADD " END;\n"
static const char RTREE[] =
    "CREATE VIRTUAL TABLE rtree_@_geom USING rtree(id, minx, maxx, miny, maxy);\n"
    "INSERT INTO gpkg_extensions VALUES ('@', 'geom', 'gpkg_rtree_index',"
    " 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');\n" RTREE_ON_INSERT
    "CREATE TRIGGER rtree_@_geom_update1 AFTER UPDATE OF geom ON @ WHEN OLD.fid = NEW.fid AND " RTREE_FULL " BEGIN"
    " DELETE FROM rtree_@_geom WHERE id = OLD.fid; " RTREE_ADD " END;\n"
    "CREATE TRIGGER rtree_@_geom_update2 AFTER UPDATE OF geom ON @ WHEN OLD.fid = NEW.fid AND " RTREE_VOID " BEGIN"
    " DELETE FROM rtree_@_geom WHERE id = OLD.fid; END;\n"
    "CREATE TRIGGER rtree_@_geom_update3 AFTER UPDATE ON @ WHEN OLD.fid != NEW.fid AND " RTREE_FULL " BEGIN"
    " DELETE FROM rtree_@_geom WHERE id IN (OLD.fid, NEW.fid); " RTREE_ADD " END;\n"
    "CREATE TRIGGER rtree_@_geom_update4 AFTER UPDATE ON @ WHEN OLD.fid != NEW.fid AND " RTREE_VOID " BEGIN"
    " DELETE FROM rtree_@_geom WHERE id IN (OLD.fid, NEW.fid); END;\n"
    "CREATE TRIGGER rtree_@_geom_delete AFTER DELETE ON @ WHEN OLD.geom NOT NULL BEGIN"
    " DELETE FROM rtree_@_geom WHERE id = OLD.fid; END;\n";

/* The extent is that of the R-tree: single precision, rounded outwards. */
static const char TOUCH_LAYER[] =
    "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),"
    " (min_x, min_y, max_x, max_y) = (SELECT min(minx), min(miny), max(maxx), max(maxy) FROM rtree_@_geom)"
    " WHERE table_name = '@'";
static const char TOUCH_TABLE[] =
    "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = '@'";

enum { FILLED = 8192 };

/* A template with @ replaced by a table name. Names come from mlg_tables and need no escaping. False when it does not
 * fit. */
static bool fill(char sql[FILLED], const char *template, const char *table)
{
    size_t used = 0, length = strlen(table);
    for (const char *c = template; *c; c++) {
        size_t step = *c == '@' ? length : 1;
        if (used + step >= FILLED)
            return false;
        memcpy(sql + used, *c == '@' ? table : c, step);
        used += step;
    }
    sql[used] = '\0';
    return true;
}

static mlg_status exec_for(mlg_db *db, const char *template, const char *table, mlg_error *err)
{
    char sql[FILLED];
    if (!fill(sql, template, table))
        return mlg_fail(err, MLG_DATA, "table name %s is too long", table);
    return mlg_db_exec(db, sql, err);
}

static bool is_part_of_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Whether a schema file mentions the name, ignoring case: this finds more names than the file creates tables,
 * never fewer. */
static bool mentions(const mlg_resource *file, const char *name)
{
    const char *text = (const char *)file->data;
    size_t n = strlen(name);
    for (const char *at = text; n > 0 && (at = mlg_find_nocase(at, name)); at++)
        if ((at == text || !is_part_of_name(at[-1])) && !is_part_of_name(at[n]))
            return true;
    return false;
}

static bool holds(const mlg_resource *file, const char *text)
{
    return strstr((const char *)file->data, text) != NULL;
}

static bool is_in_schema(bool (*in)(const mlg_resource *file, const char *text), const char *text)
{
    static const char folder[] = "queries/schema/";
    for (size_t i = 0; i < mlg_resource_count; i++)
        if (strncmp(mlg_resources[i].name, folder, sizeof folder - 1) == 0 && in(&mlg_resources[i], text))
            return true;
    return false;
}

bool mlg_gpkg_has_table(const char *name)
{
    for (const mlg_table *table = mlg_tables; table->name; table++)
        if (sqlite3_stricmp(table->name, name) == 0)
            return true;
    return is_in_schema(mentions, name);
}

bool mlg_gpkg_has_statement(const char *sql)
{
    static const char start[] = "CREATE TABLE "; /* IF NOT EXISTS is not kept */
    return strncmp(sql, start, sizeof start - 1) == 0 && is_in_schema(holds, sql + sizeof start - 1);
}

bool mlg_gpkg_has_trigger(const char *name, const char *sql)
{
    char all[FILLED];
    static const char start[] = "CREATE TRIGGER ", end[] = " END";
    size_t n = strlen(sql);
    for (const mlg_table *table = mlg_tables; table->name; table++)
        if (table->geometry && strcmp(table->name, name) == 0)
            return fill(all, RTREE, name) && strncmp(sql, start, sizeof start - 1) == 0 && n > sizeof end &&
                   strcmp(sql + n - (sizeof end - 1), end) == 0 && strstr(all, sql);
    return false;
}

/* ---- an index that another layer has ---- */

mlg_status mlg_db_hold_index(mlg_db *db, const char *layer, mlg_error *err)
{
    return exec_for(db, "DROP TRIGGER rtree_@_geom_insert", layer, err);
}

/* The three tables in which SQLite keeps an R-tree: defensive mode closes them to all others. */
static mlg_status copy_nodes(mlg_db *db, const char *layer, const char *like, mlg_error *err)
{
    static const char *const parts[] = { "node", "parent", "rowid" };
    char sql[512];
    mlg_status st = MLG_OK;
    for (size_t k = 0; st == MLG_OK && k < sizeof parts / sizeof *parts; k++) {
        snprintf(sql, sizeof sql,
                 "DELETE FROM rtree_%s_geom_%s; INSERT INTO rtree_%s_geom_%s SELECT * FROM rtree_%s_geom_%s",
                 layer, parts[k], layer, parts[k], like, parts[k]);
        st = mlg_db_exec(db, sql, err);
    }
    return st;
}

mlg_status mlg_db_copy_index(mlg_db *db, const char *layer, const char *like, mlg_error *err)
{
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    mlg_status st = copy_nodes(db, layer, like, err);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    MLG_TRY(st);
    MLG_TRY(exec_for(db, RTREE_ON_INSERT, layer, err));
    return exec_for(db, "DELETE FROM rtree_@_geom WHERE id NOT IN (SELECT fid FROM @)", layer, err);
}

mlg_status mlg_gpkg_add_system(mlg_db *db, int epsg, mlg_error *err)
{
    char *name = NULL, *wkt = NULL;
    mlg_stmt *insert = NULL;
    mlg_status st;
    MLG_GO(mlg_crs_describe(&name, &wkt, epsg, err));
    MLG_GO(mlg_db_query(&insert, db, "study/system_add", err));
    mlg_bind_text(insert, ":nom", name);
    mlg_bind_int(insert, ":epsg", epsg);
    mlg_bind_text(insert, ":wkt", wkt);
    MLG_GO(mlg_stmt_run(insert, err));
done:
    mlg_stmt_free(insert);
    free(wkt);
    free(name);
    return st;
}

mlg_status mlg_gpkg_register(mlg_db *db, int epsg, mlg_error *err)
{
    mlg_stmt *content = NULL, *column = NULL;
    mlg_status st;
    MLG_GO(mlg_gpkg_add_system(db, epsg, err));
    MLG_GO(mlg_db_query(&content, db, "study/content_add", err));
    MLG_GO(mlg_db_query(&column, db, "study/geometry_column_add", err));
    for (const mlg_table *table = mlg_tables; table->name; table++) {
        mlg_bind_text(content, ":nom", table->name);
        mlg_bind_text(content, ":nature", table->geometry ? "features" : "attributes");
        mlg_bind_text(content, ":identifiant", table->identifier);
        mlg_bind_text(content, ":description", table->description);
        mlg_bind_int(content, ":epsg", table->geometry ? epsg : 0);
        MLG_GO(mlg_stmt_run(content, err));
        if (!table->geometry)
            continue;
        mlg_bind_text(column, ":nom", table->name);
        mlg_bind_text(column, ":geometrie", table->geometry);
        mlg_bind_int(column, ":epsg", epsg);
        MLG_GO(mlg_stmt_run(column, err));
        MLG_GO(exec_for(db, RTREE, table->name, err));
    }
done:
    mlg_stmt_free(column);
    mlg_stmt_free(content);
    return st;
}

mlg_status mlg_gpkg_extend(mlg_db *db, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_format(path, err, "queries/schema/%s.sql", name));
    const mlg_resource *schema = mlg_resource_find(path);
    assert(schema);
    return mlg_db_exec(db, (const char *)schema->data, err);
}

mlg_status mlg_db_touch(mlg_db *db, const char *name, mlg_error *err)
{
    for (const mlg_table *table = mlg_tables; table->name; table++)
        if (strcmp(table->name, name) == 0)
            return exec_for(db, table->geometry ? TOUCH_LAYER : TOUCH_TABLE, name, err);
    return mlg_fail(err, MLG_DATA, "table %s is not registered in the study", name);
}
