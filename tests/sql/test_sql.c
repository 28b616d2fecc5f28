/* The SQLite extension, loaded as any program loads it: values by hand, those of studies, refusals, joins, threads, memory. */
#include "support.h"

#include "adapters/geom/geometry.h"
#include "road_study.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two studies of one town, made once: by road and in straight lines. */
static char *folder;

static void write_study(const char *name, const char *travel)
{
    char yaml[3000], file[32];
    snprintf(
        yaml, sizeof yaml,
        "%s    - path: one.csv\n      columns: { code: code, lon: lon, lat: lat }\n      category: one\n"
        "travel: %s\nservices:\n  - { name: gp, acts: 5400 }\n  - { name: pharmacy, categories: [pharma] }\n"
        "accessibility:\n  - { service: gp, measure: apl, decay: apl-2015 }\n  - { service: gp, measure: 3sfca }\n"
        "catchments:\n  - { name: one, sites: one, minutes: [4, 8, 12] }\n"
        "outputs: { geopackage: %s.gpkg }\n",
        road_sources, travel, name);
    snprintf(file, sizeof file, "%s.yaml", name);
    write_text(in_folder(folder, file), yaml);
    mlg_run_options options = { .overwrite = true, .threads = 2 };
    mlg_run_result result;
    mlg_error err;
    assert_ok(mlg_run(&result, in_folder(folder, file), &options, &err), &err);
    mlg_run_result_release(&result);
}

static int make_studies(void **state)
{
    (void)state;
    folder = make_folder();
    write_road_map(folder);
    write_road_people(folder, 1, 500);
    write_text(in_folder(folder, "one.csv"), "code,lon,lat\nsolo,0.0503,44.0507\n");
    write_study("road", "{ model: road, osm: town.osm, snap_metres: 3000, intra_minutes: 2 }");
    write_study("crow", "{ model: crow, detour: 1.3, intra_minutes: 2 }");
    write_study("back", "{ model: road, osm: town.osm, snap_metres: 3000, direction: from_site }");
    return 0;
}

static int remove_studies(void **state)
{
    (void)state;
    remove_folder(folder);
    return 0;
}

/* ---- asking ----------------------------------------------------------------------------------------------------------- */

static sqlite3 *open_on(const char *path)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    if (sqlite3_load_extension(db, MOD_MAILLAGE, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", MOD_MAILLAGE, why);
    return db;
}

static sqlite3 *open_study(const char *name)
{
    char file[32];
    snprintf(file, sizeof file, "%s.gpkg", name);
    return open_on(in_folder(folder, file));
}

/* Every row, columns by "|" and rows by "\n", numbers to 17 digits; or "error: ...". Freed with sqlite3_free(). */
static char *ask(sqlite3 *db, const char *sql)
{
    sqlite3_str *text = sqlite3_str_new(db);
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), rows = 0;
    while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        if (rows++ > 0)
            sqlite3_str_appendchar(text, 1, '\n');
        for (int c = 0; c < sqlite3_column_count(stmt); c++) {
            if (c > 0)
                sqlite3_str_appendchar(text, 1, '|');
            if (sqlite3_column_type(stmt, c) == SQLITE_FLOAT)
                sqlite3_str_appendf(text, "%!.17g", sqlite3_column_double(stmt, c));
            else if (sqlite3_column_type(stmt, c) != SQLITE_NULL)
                sqlite3_str_appendall(text, (const char *)sqlite3_column_text(stmt, c));
        }
    }
    if (sqlite3_finalize(stmt) != SQLITE_OK || code != SQLITE_OK) {
        sqlite3_str_reset(text);
        sqlite3_str_appendf(text, "error: %s", sqlite3_errmsg(db));
    }
    char *out = sqlite3_str_finish(text);
    return out ? out : sqlite3_mprintf("");
}

static void gives(sqlite3 *db, const char *sql, const char *want)
{
    char *got = ask(db, sql);
    if (strcmp(got, want) != 0)
        fail_msg("%s\ngave\n%s\nnot\n%s", sql, got, want);
    sqlite3_free(got);
}

static void refuses(sqlite3 *db, const char *sql, const char *part)
{
    char *got = ask(db, sql);
    if (strncmp(got, "error: ", 7) != 0 || !strstr(got, part) || strchr(got, '\n'))
        fail_msg("%s\ngave\n%s\nnot an error with\n%s", sql, got, part);
    sqlite3_free(got);
}

/* ---- values --------------------------------------------------------------------------------------------------------------- */

/* The arithmetic stands in pipeline/test_router.c. */
static void functions_give_values_worked_by_hand(void **state)
{
    (void)state;
    sqlite3 *db = open_on(":memory:");
    gives(db, "SELECT mlg_version() = '" MAILLAGE_VERSION "'", "1");
    gives(db, "SELECT apl_class(0), apl_class(1.5), apl_class(2.4999), apl_class(2.5), apl_class(99)",
          "1|2|2|3|5");
    gives(db, "SELECT apl_class(3, 1, 2), apl_class(NULL), apl_class(3, NULL), typeof(apl_class(3))",
          "3|||integer");
    gives(db,
          "SELECT decay_weight(10, 'apl-2015'), round(3 * decay_weight(10.01, 'apl-2015'), 12), decay_weight(21, "
          "'apl-2015'), "
          "decay_weight(NULL, 'apl-2015'), decay_weight(1, NULL)",
          "1.0|2.0|0.0||");
    gives(db, "SELECT crow_time(5000), crow_time(5000, 1, 7), crow_time(0), crow_time(NULL)",
          "6.6883333333333335|7.0216666666666665|2.0|");
    gives(db, "SELECT maillage_open('crow'), maillage_open(NULL)", "crow|");
    gives(db, "SELECT travel_time(0, 0, 3000, 4000), travel_time(1, 2, 1, 2), travel_time(1, 2, 3, NULL)",
          "6.6883333333333335|0.0|");
    gives(db,
          "SELECT id, minutes FROM travel_times(0, 0, 'SELECT ''a'', 3000, 4000 UNION ALL SELECT 7, NULL, 1 UNION "
          "ALL "
          "SELECT 8.5, 0, 0 UNION ALL SELECT NULL, 90000, 0', 10)",
          "a|6.6883333333333335\n7|\n8.5|0.0\n|");
    gives(db, "SELECT minutes, typeof(geom), within, step FROM isochrone(0, 0, 10, 4)",
          "4.0|blob|10|4\n8.0|blob|10|4\n10.0|blob|10|4");
    /* 100 and 300 persons within reach of 800 acts: 2 each; nobody knows how many live at the third, which counts for nothing */
    gives(db,
          "SELECT id, access FROM apl('SELECT 1, 0, 0, 100 UNION ALL SELECT 2, 3000, 4000, 300 UNION ALL SELECT "
          "3, 0, 0, NULL', "
          "'SELECT 0, 0, 800', 'apl-2015')",
          "1|2.0\n2|2.0\n3|");
    gives(db, "SELECT access FROM apl('SELECT 1, 3000, 4000, 1', 'SELECT 0, 0, 1', NULL, 'min-cost')",
          "6.6883333333333335");
    sqlite3_close(db);
}

/* ---- the same as the tables of studies ------------------------------------------------------------------------------------- */

/* Every place: minutes to the nearest GP and pharmacy, APL and 3SFCA, to the last bit. */
static void compare_tables(const char *name)
{
    sqlite3 *db = open_study(name);
    gives(db,
          "SELECT count(*), sum(a.valeur IS n.minutes), max(a.valeur) > 2 FROM acces a JOIN commune c ON "
          "c.insee_com = a.code "
          "LEFT JOIN nearest_site(c.x, c.y, 'gp', 1, 120) n WHERE a.service = 'gp' AND a.mesure = 'temps'",
          "90|90|1");
    gives(
        db,
        "SELECT count(*), sum(a.valeur IS n.minutes) FROM acces a JOIN commune c ON c.insee_com = a.code "
        "LEFT JOIN nearest_site(c.x, c.y, 'pharma', 1, 120) n WHERE a.service = 'pharmacy' AND a.mesure = 'temps'",
        "90|90");
    for (int i = 0; i < 2; i++) {
        static const char *const measures[] = { "apl", "3sfca" };
        char sql[700];
        snprintf(
            sql, sizeof sql,
            "SELECT count(*), sum(a.valeur IS v.access), max(v.access) > 0 FROM apl("
            "'SELECT code, x, y, l.pop_std FROM lieu l JOIN commune c ON c.insee_com = l.code ORDER BY code', "
            "'SELECT x, y, 5400.0 * quantite FROM offre o JOIN commune c USING (insee_com) WHERE service = ''gp'' "
            "ORDER BY insee_com'"
            ", %s, '%s') v JOIN acces a ON a.code = v.id AND a.service = 'gp' AND a.mesure = '%s'",
            i ? "NULL" : "'apl-2015'", measures[i], measures[i]);
        gives(db, sql, "90|90|1");
    }
    sqlite3_close(db);
}

static void times_and_access_are_those_of_a_study_in_straight_lines(void **state)
{
    (void)state;
    compare_tables("crow");
}

static void times_and_access_are_those_of_a_study_by_road(void **state)
{
    (void)state;
    compare_tables("road");
}

/* The study counts the times of those who leave the site: nearest_site() too. */
static void the_direction_of_the_study_is_kept(void **state)
{
    (void)state;
    compare_tables("back");
}

/* One to many, one to one and the nearest are one; one-way streets tell the way there from the way back. */
static void tables_and_functions_agree(void **state)
{
    static const char *const names[] = { "road", "crow" };
    (void)state;
    for (int i = 0; i < 2; i++) {
        sqlite3 *db = open_study(names[i]);
        gives(
            db,
            "SELECT count(*), sum(t.minutes IS travel_time(o.x, o.y, d.x, d.y)) FROM (SELECT * FROM commune LIMIT "
            "4) o, "
            "travel_times(o.x, o.y, 'SELECT insee_com, x, y FROM commune') t JOIN commune d ON d.insee_com = t.id",
            "360|360");
        gives(db,
              "SELECT count(*), sum(n.minutes = travel_time(c.x, c.y, n.site_x, n.site_y)), sum(n.rank) FROM "
              "commune c, "
              "nearest_site(c.x, c.y, 'gp', 3) n",
              "270|270|540.0");
        gives(db,
              "SELECT count(DISTINCT sign) FROM (SELECT sign(travel_time(a.x, a.y, b.x, b.y) - travel_time(b.x, "
              "b.y, a.x, a.y)) AS sign "
              "FROM (SELECT * FROM commune LIMIT 9) a, (SELECT * FROM commune LIMIT 9) b)",
              i == 0 ? "3" : "1");
        gives(db,
              "SELECT sum(minutes <= 5), sum(minutes IS NULL) > 0 FROM commune c, travel_times(c.x, c.y, "
              "'SELECT insee_com, x, y FROM commune', 5) WHERE insee_com = 'q10' AND minutes > 5",
              "|");
        sqlite3_close(db);
    }
}

static mlg_geom *geometry(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    mlg_geom *geom;
    mlg_error err;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    if (sqlite3_step(stmt) != SQLITE_ROW)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_ok(mlg_geom_from_gpb(&geom, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), &err),
              &err);
    sqlite3_finalize(stmt);
    return geom;
}

/* A study, with the position of its site in the view e. */
static sqlite3 *open_at_site(const char *name)
{
    sqlite3 *db = open_study(name);
    sqlite3_exec(db, "CREATE TEMP VIEW e AS SELECT x, y FROM temp.at", NULL, NULL, NULL);
    mlg_geom *point = geometry(db, "SELECT geom FROM etablissement WHERE categorie = 'one'");
    mlg_box at = mlg_geom_box(point);
    char *make = sqlite3_mprintf("CREATE TEMP TABLE at AS SELECT %!.17g AS x, %!.17g AS y", at.min_x, at.min_y);
    assert_int_equal(sqlite3_exec(db, make, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_free(make);
    mlg_geom_free(point);
    return db;
}

/* The ring of the study up to 4 minutes is the isochrone itself; that of 8 is what the isochrone of 8 adds to it. */
static void compare_isochrones(const char *name)
{
    static const char site[] = "SELECT i.geom FROM e, isochrone(e.x, e.y, 12, 4) i WHERE i.minutes = ";
    char sql[400], from[200];
    sqlite3 *db = open_at_site(name);
    mlg_geom *land[2], *ring[2], *added;
    void *bytes[2];
    size_t size[2];
    mlg_error err;
    snprintf(from, sizeof from, "SELECT geom FROM bassin WHERE nature = 'anneau' AND nom = 'one' AND minutes = ");
    for (int k = 0; k < 2; k++) {
        snprintf(sql, sizeof sql, "%s%d", site, 4 * (k + 1));
        land[k] = geometry(db, sql);
        snprintf(sql, sizeof sql, "%s%d", from, 4 * (k + 1));
        ring[k] = geometry(db, sql);
    }
    snprintf(sql, sizeof sql,
             "SELECT b.geom = i.geom FROM e, isochrone(e.x, e.y, 12, 4) i, bassin b WHERE b.nature = 'anneau' AND "
             "b.nom = 'one' AND b.minutes = 4 AND i.minutes = 4");
    gives(db, sql, "1"); /* to the last byte */
    assert_ok(mlg_geom_difference(&added, land[1], land[0], &err), &err);
    assert_true(mlg_geom_area(added) > 1e6);
    assert_ok(mlg_geom_to_gpb(&bytes[0], &size[0], added, 2154, &err), &err);
    assert_ok(mlg_geom_to_gpb(&bytes[1], &size[1], ring[1], 2154, &err), &err);
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(bytes[0], bytes[1], size[0]);
    for (int k = 0; k < 2; k++) {
        free(bytes[k]);
        mlg_geom_free(land[k]);
        mlg_geom_free(ring[k]);
    }
    mlg_geom_free(added);
    sqlite3_close(db);
}

/* The ring of a study ends with its communes. Where their outlines are approximate and no source goes further, the isochrone goes on; within
 * the communes both are the same land. */
static void straight_isochrones_go_beyond_approximate_outlines(void **state)
{
    (void)state;
    char sql[200];
    double area;
    mlg_error err;
    sqlite3 *db = open_at_site("crow");
    mlg_geom *land = geometry(db, "SELECT i.geom FROM e, isochrone(e.x, e.y, 4) i"), *lost, *beyond,
             *ring =
                 geometry(db, "SELECT geom FROM bassin WHERE nature = 'anneau' AND nom = 'one' AND minutes = 4");
    assert_ok(mlg_geom_difference(&lost, ring, land, &err), &err);
    assert_near(mlg_geom_area(lost), 0, 1);
    assert_ok(mlg_geom_difference(&beyond, land, ring, &err), &err);
    assert_true(mlg_geom_area(beyond) > 1e4);
    for (int i = 0; i < 9; i++) {
        snprintf(sql, sizeof sql, "SELECT geom FROM commune ORDER BY fid LIMIT 1 OFFSET %d", i);
        mlg_geom *commune = geometry(db, sql);
        assert_ok(mlg_geom_intersection_area(&area, beyond, commune, &err), &err);
        assert_near(area, 0, 1);
        mlg_geom_free(commune);
    }
    mlg_geom_free(land);
    mlg_geom_free(lost);
    mlg_geom_free(beyond);
    mlg_geom_free(ring);
    sqlite3_close(db);
}

static void isochrones_are_the_rings_of_studies(void **state)
{
    (void)state;
    compare_isochrones("road");
    compare_isochrones("back");
}

/* ---- refusals ------------------------------------------------------------------------------------------------------------------ */

static void what_is_wrong_is_told_in_one_line(void **state)
{
    static const struct {
        const char *sql, *part;
    } wrong[] = {
        { "SELECT apl_class()", "apl_class: 0 arguments" },
        { "SELECT apl_class('a')", "apl_class: the value is 'a': give a number" },
        { "SELECT apl_class(1, 3, 2)", "apl_class: break 2 is 2" },
        { "SELECT decay_weight(1, 'none')", "decay_weight: unknown decay 'none': give one of apl-cosine" },
        { "SELECT decay_weight(-1, 'apl-2015')", "decay_weight: a time of -1 minutes is negative" },
        { "SELECT crow_time(-5)", "crow_time: a distance of -5 m" },
        { "SELECT crow_time(5, 1, 7.5)", "crow_time: the second density is 7.5: levels are 1 to 7" },
        { "SELECT travel_time(1, 2, x'00', 4)", "travel_time: x2 is a blob: give a number" },
        { "SELECT travel_time(1, 2, 9e999, 4)", "travel_time: x2 is 'Inf': give a number" },
        { "SELECT travel_time(1, 2, 3e12, 4)", "travel_time: destination 0 is at (3e+12, 4)" },
        { "SELECT maillage_open('none.gpkg')", "maillage_open: none.gpkg: No such file" },
        { "SELECT maillage_open('crow', 4326)", "maillage_open: " },
        { "SELECT maillage_open('crow', -2)", "maillage_open: epsg is -2" },
        { "SELECT * FROM isochrone", "isochrone: it needs a point and minutes" },
        { "SELECT * FROM isochrone(1, 2)", "isochrone: it needs a point and minutes" },
        { "SELECT * FROM isochrone(1, 2, -3)", "isochrone: minutes is -3" },
        { "SELECT * FROM isochrone(1, 2, 'dix')", "isochrone: minutes is 'dix': give a number" },
        { "SELECT * FROM isochrone(1, 2, 10, 0)", "isochrone: step is 0" },
        { "SELECT * FROM isochrone(1, 2, 1000, 1)", "isochrone: 1000 minutes by steps of 1: ask for at most 100" },
        { "SELECT * FROM travel_times(1, 2)", "travel_times: it needs a point and a query" },
        { "SELECT * FROM travel_times(1, 2, 3)", "travel_times: the query is no query" },
        { "SELECT * FROM travel_times(1, 2, 'SELECT 1')", "give one SELECT of 3 columns: id, x, y" },
        { "SELECT * FROM travel_times(1, 2, 'SELECT 1, 2, 3; SELECT 4')", "give one SELECT of 3 columns" },
        { "SELECT * FROM travel_times(1, 2, 'SELECT 1, ''b'', 3')",
          "travel_times: row 1 of the query: x is 'b': give a number" },
        { "SELECT * FROM travel_times(1, 2, 'SELECT a FROM b')",
          "travel_times: the query 'SELECT a FROM b': no such table: b" },
        { "SELECT * FROM travel_times(1, 2, 'DELETE FROM t')", "give one SELECT" },
        { "SELECT * FROM nearest_site(1, 2, 'gp')", "nearest_site: the router was opened without a study" },
        { "SELECT * FROM apl('SELECT 1, 2, 3, 4')", "apl: it needs two queries" },
        { "SELECT * FROM apl('SELECT 1, 2, 3, -4', 'SELECT 2, 3, 4')", "apl: " },
        { "SELECT * FROM apl('SELECT 1, 2, 3, 4', 'SELECT 2, 3, 4', 'none')", "apl: unknown decay 'none'" },
        { "SELECT * FROM apl('SELECT 1, 2, 3, 4', 'SELECT 2, 3, 4', 5)", "apl: decay is no text" },
        { "SELECT * FROM apl('SELECT 1, 2, 3, 4', 'SELECT 2, 3, 4', NULL, 'i2sfca')",
          "apl: measure 'i2sfca' is a figure of sites" },
        { "CREATE VIRTUAL TABLE v USING isochrone(1, 2, 3)", "no such module" },
    };
    (void)state;
    sqlite3 *db = open_on(":memory:");
    refuses(db, "SELECT travel_time(1, 2, 3, 4)",
            "travel_time: no study is open: SELECT maillage_open('study.gpkg') first");
    refuses(db, "SELECT * FROM isochrone(1, 2, 3)", "isochrone: no study is open");
    gives(db, "SELECT maillage_open('crow'); CREATE TABLE t(a)", "crow");
    sqlite3_exec(db, "CREATE TABLE t(a, b, c)", NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refuses(db, wrong[i].sql, wrong[i].part);
    gives(db, "SELECT travel_time(0, 0, 3000, 4000)", "6.6883333333333335"); /* what was open stays so */
    gives(db, "SELECT count(*) FROM isochrone(NULL, 2, 3)", "0");
    gives(db, "SELECT count(*) FROM nearest_site(1, NULL, 'gp')", "0");
    gives(db, "SELECT count(*) FROM apl(NULL, 'SELECT 1, 2, 3')", "0");
    sqlite3_close(db);
    db = open_study("road");
    refuses(db, "SELECT * FROM nearest_site(1, 2, 'none')",
            "the study has no sites of 'none': its services and categories of facilities: "
            "gp, one, pharma");
    refuses(db, "SELECT * FROM nearest_site(1, 2, 'gp', 0)", "nearest_site: most is 0");
    refuses(db, "SELECT maillage_open('crow.gpkg', 27572)", "crow.gpkg");
    sqlite3_close(db);
}

/* A network that is gone, a study that travels by a table, another coordinate system. */
static void studies_that_cannot_answer_say_why(void **state)
{
    (void)state;
    char sql[700];
    sqlite3 *db = open_on(":memory:");
    snprintf(sql, sizeof sql,
             "cp '%s/road.gpkg' '%s/alone.gpkg' && cp '%s/crow.gpkg' '%s/table.gpkg' && sqlite3 '%s/table.gpkg' "
             "\"UPDATE parametre SET valeur = 'temps donnés' WHERE nom = 'modele'\"",
             folder, folder, folder, folder, folder);
    assert_int_equal(system(sql), 0);
    snprintf(sql, sizeof sql, "SELECT maillage_open('%s/alone.gpkg') || travel_time(1, 2, 3, 4)", folder);
    refuses(db, sql, "alone.network: cannot be opened: No such file or directory: run the study again");
    snprintf(sql, sizeof sql, "SELECT maillage_open('%s/table.gpkg')", folder);
    refuses(db, sql, "travel model 'temps donnés' gives no times between arbitrary points");
    snprintf(sql, sizeof sql, "SELECT maillage_open('%s/crow.gpkg', 27572)", folder);
    refuses(db, sql, "crow.gpkg is in EPSG:2154, not in EPSG:27572");
    snprintf(sql, sizeof sql, "SELECT maillage_open('%s/road.network', 2154)", folder);
    gives(db, sql, "road");
    sqlite3_close(db);
}

/* ---- joins, views, trust ---------------------------------------------------------------------------------------------------------- */

/* Arguments from a table of the join, whatever the order it is written in; hidden columns compared with more than once. */
static void arguments_come_from_other_tables(void **state)
{
    (void)state;
    sqlite3 *db = open_on(":memory:");
    sqlite3_exec(
        db, "SELECT maillage_open('crow'); CREATE TABLE p(x, y); INSERT INTO p VALUES (0, 0), (5, 5), (NULL, 1)",
        NULL, NULL, NULL);
    gives(db, "SELECT count(*) FROM p, isochrone(p.x, p.y, 20, 10)", "4");
    gives(db, "SELECT count(*) FROM isochrone(p.x, p.y, 20, 10) i, p", "4");
    gives(db,
          "SELECT count(*) FROM isochrone i JOIN p ON i.x = p.x AND i.y = p.y WHERE i.within = 20 AND i.step = 5",
          "8");
    gives(db, "SELECT count(*) FROM isochrone(0, 0, 10) WHERE within = 10 AND within = 11", "0");
    gives(db,
          "SELECT group_concat(minutes) FROM (SELECT minutes FROM isochrone(0, 0, 20, 5) ORDER BY minutes DESC "
          "LIMIT 2)",
          "20.0,15.0");
    gives(db, "SELECT (SELECT count(*) FROM isochrone(p.x, p.y, 10)) FROM p", "1\n1\n0");
    refuses(db, "SELECT count(*) FROM isochrone(q.x, 0, 10) i JOIN isochrone(i.x, 0, 10) q", "no query solution");
    sqlite3_close(db);
}

/* Views of a file that one opens without trusting it: what changes nothing may run there, what opens files or runs queries may not. */
static void views_may_use_what_is_innocuous(void **state)
{
    (void)state;
    sqlite3 *db = open_on(":memory:");
    gives(db, "SELECT maillage_open('crow')", "crow");
    sqlite3_exec(db,
                 "CREATE VIEW a AS SELECT travel_time(0, 0, 3000, 4000) AS m; CREATE VIEW b AS SELECT minutes "
                 "FROM isochrone(0, 0, 9); "
                 "CREATE VIEW c AS SELECT maillage_open('crow'); CREATE VIEW d AS SELECT * FROM apl('SELECT 1, 2, "
                 "3, 4', 'SELECT 1, 2, 3');"
                 "CREATE VIEW e AS SELECT * FROM travel_times(0, 0, 'SELECT 1, 2, 3'); CREATE TABLE t(x, k AS "
                 "(apl_class(x)));"
                 "INSERT INTO t VALUES (3); CREATE INDEX i ON t(apl_class(x)); PRAGMA trusted_schema = OFF",
                 NULL, NULL, NULL);
    gives(db, "SELECT * FROM a", "6.6883333333333335");
    gives(db, "SELECT * FROM b", "9.0");
    gives(db, "SELECT k FROM t WHERE apl_class(x) = 3", "3");
    refuses(db, "SELECT * FROM c", "unsafe use of maillage_open()");
    refuses(db, "SELECT * FROM d", "unsafe use of virtual table \"apl\"");
    refuses(db, "SELECT * FROM e", "unsafe use of virtual table \"travel_times\"");
    refuses(db, "CREATE INDEX j ON t(travel_time(x, x, x, x))", "non-deterministic");
    sqlite3_close(db);
}

/* The study answers while it is being written to, and keeps no lock on it. */
static void the_study_stays_writable(void **state)
{
    (void)state;
    char copy[600];
    snprintf(copy, sizeof copy, "cp '%s/crow.gpkg' '%s/copy.gpkg'", folder, folder);
    assert_int_equal(system(copy), 0);
    sqlite3 *db = open_study("copy");
    gives(db, "SELECT count(*) FROM (SELECT x, y FROM commune LIMIT 3) c, nearest_site(c.x, c.y, 'gp')", "3");
    assert_int_equal(sqlite3_exec(db,
                                  "BEGIN; CREATE TABLE mine AS SELECT c.insee_com, n.minutes FROM commune c, "
                                  "nearest_site(c.x, c.y, 'gp') n; COMMIT",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    gives(db, "SELECT count(*) FROM mine", "90");
    sqlite3_close(db);
}

/* ---- connections and threads ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *study;
    char *got;
} worker;

static const char sums[] =
    "SELECT sum(n.minutes), sum(travel_time(c.x, c.y, n.site_x, n.site_y)), (SELECT sum(length(geom)) FROM "
    "isochrone(463000, 6330000, 9, 3)) FROM commune c, nearest_site(c.x, c.y, 'gp', 2) n";

static void *work(void *given)
{
    worker *w = given;
    sqlite3 *db = open_study(w->study);
    w->got = ask(db, sums);
    sqlite3_close(db);
    return NULL;
}

static void connections_are_independent(void **state)
{
    (void)state;
    enum { THREADS = 6 };
    sqlite3 *road = open_study("road"), *crow = open_study("crow");
    char *want[2] = { ask(road, sums), ask(crow, sums) }, *again = ask(road, sums);
    assert_string_not_equal(want[0], want[1]);
    assert_string_equal(want[0], again); /* what the other connection asked changed nothing */
    worker workers[THREADS];
    pthread_t thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){ i % 2 ? "crow" : "road", NULL };
        assert_int_equal(pthread_create(&thread[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(thread[i], NULL);
        assert_string_equal(workers[i].got, want[i % 2]);
        sqlite3_free(workers[i].got);
    }
    sqlite3_close(road);
    sqlite3_close(crow);
    sqlite3_free(want[0]);
    sqlite3_free(want[1]);
    sqlite3_free(again);
}

/* ---- memory ------------------------------------------------------------------------------------------------------------------------ */

/* Half a kilobyte more each time until it is enough: every failure before says that memory is out, and nothing leaks (the sanitizer
 * tells). */
static void memory_that_runs_out_is_told(void **state)
{
    static const char *const questions[] = {
        "SELECT count(*) FROM isochrone(0, 0, 20, 1)",
        "SELECT count(*) FROM travel_times(0, 0, 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "LIMIT 300) "
        "SELECT ''place'' || i, i, i FROM n')",
        "SELECT count(*) FROM apl('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300) "
        "SELECT i, i, i, 1 FROM n', "
        "'SELECT 0, 0, 1')",
    };
    (void)state;
    for (size_t q = 0; q < sizeof questions / sizeof *questions; q++) {
        int failures = 0;
        bool done = false;
        sqlite3 *db = open_on(":memory:");
        gives(db, "SELECT maillage_open('crow')", "crow");
        for (sqlite3_int64 room = 512; !done; room += 512) {
            sqlite3_stmt *stmt = NULL;
            sqlite3_hard_heap_limit64(sqlite3_memory_used() + room);
            int code = sqlite3_prepare_v2(db, questions[q], -1, &stmt, NULL);
            if (code == SQLITE_OK)
                code = sqlite3_step(stmt);
            sqlite3_finalize(stmt);
            sqlite3_hard_heap_limit64(0);
            done = code == SQLITE_ROW;
            assert_true(done || code == SQLITE_NOMEM);
            failures += !done;
        }
        assert_true(failures > 3);
        sqlite3_close(db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_give_values_worked_by_hand),
        cmocka_unit_test(times_and_access_are_those_of_a_study_in_straight_lines),
        cmocka_unit_test(times_and_access_are_those_of_a_study_by_road),
        cmocka_unit_test(the_direction_of_the_study_is_kept),
        cmocka_unit_test(tables_and_functions_agree),
        cmocka_unit_test(isochrones_are_the_rings_of_studies),
        cmocka_unit_test(straight_isochrones_go_beyond_approximate_outlines),
        cmocka_unit_test(what_is_wrong_is_told_in_one_line),
        cmocka_unit_test(studies_that_cannot_answer_say_why),
        cmocka_unit_test(arguments_come_from_other_tables),
        cmocka_unit_test(views_may_use_what_is_innocuous),
        cmocka_unit_test(the_study_stays_writable),
        cmocka_unit_test(connections_are_independent),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };
    return cmocka_run_group_tests(tests, make_studies, remove_studies);
}
