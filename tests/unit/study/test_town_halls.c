/* Where the people of communes with outlines stand. */
#include "adapters/crs.h"
#include "try_study.h"

#include <math.h>

/* Lens and Avion as rectangles around their town halls (2.83169, 50.42876 and 2.83377, 50.41313), and a commune nobody knows. The middle
 * of Lens lies 1.30 km east and 0.69 km north of its town hall, 1.47 km away; that of Avion 1.15 km east, 1.46 km south, 1.86 km away. */
static void write_outlines(const char *folder, const char *lens, const char *avion)
{
    char text[2000];
    snprintf(
        text, sizeof text,
        "{\"type\":\"FeatureCollection\",\"features\":[\n"
        "{\"type\":\"Feature\",\"properties\":{\"insee_com\":\"62498\",\"population\":30000%s},\"geometry\":"
        "{\"type\":\"Polygon\",\"coordinates\":[[[2.8,50.42],[2.9,50.42],[2.9,50.45],[2.8,50.45],[2.8,50.42]]]}},"
        "\n"
        "{\"type\":\"Feature\",\"properties\":{\"insee_com\":\"62065\",\"population\":17000%s},\"geometry\":"
        "{\"type\":\"Polygon\",\"coordinates\":[[[2.8,50.38],[2.9,50.38],[2.9,50.42],[2.8,50.42],[2.8,50.38]]]}},"
        "\n"
        "{\"type\":\"Feature\",\"properties\":{\"insee_com\":\"62999\",\"population\":10},\"geometry\":"
        "{\"type\":\"Polygon\",\"coordinates\":[[[2.9,50.38],[2.94,50.38],[2.94,50.42],[2.9,50.42],[2.9,50.38]]]}}"
        "\n]}\n",
        lens, avion);
    write_text(in_folder(folder, "c.geojson"), text);
}

static void assert_stands_at(mlg_db *db, const char *code, double lon, double lat)
{
    mlg_error err;
    mlg_transform *to;
    size_t failed;
    char sql[80];
    assert_ok(mlg_transform_new(&to, "EPSG:4326", "EPSG:2154", &err), &err);
    mlg_transform_points(to, &lon, &lat, 1, &failed);
    mlg_transform_free(to);
    snprintf(sql, sizeof sql, "SELECT x FROM commune WHERE insee_com = '%s'", code);
    assert_near(number(db, sql), lon, 0.5);
    sql[7] = 'y';
    assert_near(number(db, sql), lat, 0.5);
}

static double noted(mlg_db *db, const char *name)
{
    char sql[120];
    snprintf(sql, sizeof sql, "SELECT CAST(valeur AS REAL) FROM parametre WHERE etape = 'load' AND nom = '%s'",
             name);
    return number(db, sql);
}

static const char centre[] = "SELECT valeur || ', ' || origine FROM parametre WHERE nom = 'centre'";

static void known_communes_stand_at_their_town_halls(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_outlines(*state, "", "");
    assert_ok(try_study(&db, *state, "{ path: c.geojson }", "", &err), &err);
    assert_stands_at(db, "62498", 2.83169, 50.42876);
    assert_stands_at(db, "62065", 2.83377, 50.41313);
    assert_stands_at(db, "62999", 2.92, 50.40);
    assert_near(number(db, "SELECT count(*) FROM commune c JOIN lieu l ON l.code = c.insee_com WHERE "
                           "abs(ST_X(l.geom) - c.x) < 1e-6"),
                3, 0);
    assert_text(db, centre, "mairie, defaut: mairies de 2020 (IGN), livrées avec Maillage");
    assert_near(noted(db, "centre_mairie"), 200.0 / 3, 0.1);
    assert_near(noted(db, "centre_deplacement_median"), 1471, 15);
    assert_near(noted(db, "centre_deplacement_max"), 1858, 18);
    mlg_db_close(db);
}

/* One in degrees of its own; one that is empty, for which the known one stands. */
static void coordinates_of_the_file_come_first(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_outlines(*state, ",\"est\":2.85,\"nord\":50.43", "");
    assert_ok(try_study(&db, *state, "{ path: c.geojson, columns: { lon: est, lat: nord } }", "", &err), &err);
    assert_stands_at(db, "62498", 2.85, 50.43);
    assert_stands_at(db, "62065", 2.83377, 50.41313);
    assert_near(number(db, "SELECT count(*) FROM commune WHERE approx = 1"), 0, 0);
    assert_text(db, centre, "mairie, etude; defaut: mairies de 2020 (IGN), livrées avec Maillage");
    mlg_db_close(db);
}

/* Lambert-93 beside outlines in degrees. */
static void eastings_and_northings_are_those_of_the_study(void **state)
{
    mlg_db *db;
    mlg_error err;
    double x = 2.85, y = 50.43;
    size_t failed;
    char given[80];
    mlg_transform *to;
    assert_ok(mlg_transform_new(&to, "EPSG:4326", "EPSG:2154", &err), &err);
    mlg_transform_points(to, &x, &y, 1, &failed);
    mlg_transform_free(to);
    snprintf(given, sizeof given, ",\"x\":%.3f,\"y\":%.3f", x, y);
    write_outlines(*state, given, "");
    assert_ok(try_study(&db, *state, "{ path: c.geojson, columns: { x: x, y: y } }", "", &err), &err);
    assert_stands_at(db, "62498", 2.85, 50.43);
    mlg_db_close(db);
}

/* 50.47 is 2.2 km north of Lens, 50.455 0.56 km: outlines are simplified by less than 1 km. */
static void a_place_far_from_the_outline_is_set_aside(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_outlines(*state, ",\"lon\":2.85,\"lat\":50.47", ",\"lon\":2.85,\"lat\":50.375");
    assert_ok(try_study(&db, *state, "{ path: c.geojson }", "", &err), &err);
    assert_stands_at(db, "62498", 2.83169, 50.42876);
    assert_stands_at(db, "62065", 2.85, 50.375);
    assert_near(noted(db, "centre_ecartes"), 1, 0);
    mlg_db_close(db);
}

static void a_coordinate_is_a_number(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_outlines(*state, ",\"lon\":\"east\",\"lat\":\"50.43\"", "");
    assert_fails(try_study(&db, *state, "{ path: c.geojson }", "", &err), MLG_INPUT, &err, "row 1");
    assert_non_null(strstr(err.message, "'east'"));
}

static void without_the_communes_of_france_they_stand_inside(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_outlines(*state, "", "");
    setenv("MAILLAGE_GEODATA", "/nowhere", 1);
    mlg_status st = try_study(&db, *state, "{ path: c.geojson }", "", &err);
    unsetenv("MAILLAGE_GEODATA");
    assert_ok(st, &err);
    assert_text(db, centre, "point intérieur du contour, defaut");
    assert_near(number(db, "SELECT count(*) FROM parametre WHERE nom LIKE 'centre_%'"), 0, 0);
    mlg_db_close(db);
}

static void points_keep_the_coordinates_that_are_named(void **state)
{
    mlg_db *db;
    mlg_error err;
    write_text(in_folder(*state, "c.csv"), "insee_com,a,b,population\n62498,2.85,50.43,10\n62065,2.8,50.4,20\n");
    assert_ok(try_study(&db, *state, "{ path: c.csv, columns: { lon: a, lat: b } }", "", &err), &err);
    assert_stands_at(db, "62498", 2.85, 50.43);
    assert_near(number(db, "SELECT count(*) FROM parametre WHERE nom = 'centre'"), 0, 0);
    mlg_db_close(db);
}

#define STUDY_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STUDY_TEST(known_communes_stand_at_their_town_halls),
        STUDY_TEST(coordinates_of_the_file_come_first),
        STUDY_TEST(eastings_and_northings_are_those_of_the_study),
        STUDY_TEST(a_place_far_from_the_outline_is_set_aside),
        STUDY_TEST(a_coordinate_is_a_number),
        STUDY_TEST(without_the_communes_of_france_they_stand_inside),
        STUDY_TEST(points_keep_the_coordinates_that_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
