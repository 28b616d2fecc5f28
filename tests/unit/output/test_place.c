/* The sheet of a place, on a country of five communes worked by hand:
 *
 *   code   group  dep.  people  GPs  km2  poverty
 *   01001  G1     01      1000    1   10       10
 *   01002  G1     01      3000    0   10        -
 *   01003  G2     01      4000    2   20       20
 *   02001  G3     02      2000    4    -       30
 *   75101 (a district: counted in its town, not here) */
#include "output/place/place.h"
#include "support.h"

#include <math.h>
#include <string.h>

static mlg_france_commune commune(const char *code, const char *group, const char *department, double people,
                                  double gp, double km2, double poverty)
{
    mlg_france_commune c = { .file = MLG_FRANCE_MAINLAND,
                             .code = code,
                             .name = code,
                             .epci = group,
                             .epci_name = group,
                             .department = department,
                             .region = "",
                             .area = "",
                             .area_name = "" };
    for (int k = 0; k < MLG_FRANCE_FIGURES; k++)
        c.figure[k] = (double)NAN;
    c.figure[MLG_FRANCE_PEOPLE] = people;
    c.figure[MLG_FRANCE_GP] = gp;
    c.figure[MLG_FRANCE_KM2] = km2;
    c.figure[MLG_FRANCE_POVERTY] = poverty;
    return c;
}

enum { PEOPLE, DENSITY, GPS, GP_RATE, GP_2020, POVERTY = 8 };

static mlg_france made(mlg_france_commune all[5])
{
    static mlg_france_department departments[] = { { "01", "Un", "", "", 2154, true },
                                                   { "02", "Deux", "", "", 2154, true } };
    all[0] = commune("01001", "G1", "01", 1000, 1, 10, 10);
    all[1] = commune("01002", "G1", "01", 3000, 0, 10, (double)NAN);
    all[2] = commune("01003", "G2", "01", 4000, 2, 20, 20);
    all[3] = commune("02001", "G3", "02", 2000, 4, (double)NAN, 30);
    all[4] = commune("75101", "G3", "02", 9000, 9, 1, 1);
    all[4].file = MLG_FRANCE_DISTRICTS;
    return (mlg_france){ .communes = all, .count = 5, .departments = departments, .department_count = 2 };
}

static void test_commune(void **state)
{
    mlg_france_commune all[5];
    mlg_france france = made(all);
    int32_t member = 0;
    const mlg_france_territory where = {
        .kind = MLG_FRANCE_COMMUNES, .code = "01001", .name = "01001", .members = &member, .count = 1
    };
    mlg_place place;
    mlg_error err;
    (void)state;
    assert_ok(mlg_place_describe(&place, &france, &where, &err), &err);
    assert_string_equal(place.around, "G1, Un");
    assert_near(place.facts[PEOPLE].here, 1000, 0);
    assert_near(place.facts[PEOPLE].beside, 8000, 0);
    assert_near(place.facts[PEOPLE].france, 10000, 0);
    assert_int_equal(place.facts[PEOPLE].rank, 3); /* after 4,000 and 3,000 */
    assert_int_equal(place.facts[PEOPLE].of, 3);
    assert_int_equal(place.facts[PEOPLE].tenth, 1); /* the lowest of four */
    assert_near(place.facts[DENSITY].here, 100, 1e-9);
    assert_near(place.facts[DENSITY].beside, 200, 1e-9);        /* 8,000 on 40 km2 */
    assert_true(isnan(place.facts[DENSITY].france));            /* a fifth of the people has no known area */
    assert_near(place.facts[GP_RATE].here, 10, 1e-9);           /* 1 for 1,000 */
    assert_near(place.facts[GP_RATE].beside, 3e4 / 8000, 1e-9); /* 3 for 8,000 */
    assert_near(place.facts[GP_RATE].france, 7, 1e-9);          /* 7 for 10,000 */
    assert_int_equal(place.facts[GP_RATE].rank, 1);
    assert_int_equal(place.facts[GP_RATE].tenth, 6); /* third of four: 1 + 10 x 2/4 */
    assert_true(isnan(place.facts[GP_2020].here));
    assert_int_equal(place.facts[GP_2020].rank, 0);
    assert_near(place.facts[POVERTY].here, 10, 1e-9);
    assert_true(isnan(place.facts[POVERTY].beside)); /* known for 5,000 of 8,000 */
}

static void test_group(void **state)
{
    mlg_france_commune all[5];
    mlg_france france = made(all);
    int32_t members[] = { 0, 1 };
    const mlg_france_territory where = {
        .kind = MLG_FRANCE_EPCI, .code = "G1", .name = "G1", .members = members, .count = 2
    };
    mlg_place place;
    mlg_error err;
    (void)state;
    assert_ok(mlg_place_describe(&place, &france, &where, &err), &err);
    assert_true(place.group);
    assert_string_equal(place.around, "Un");
    assert_near(place.facts[PEOPLE].here, 4000, 0);
    assert_int_equal(place.facts[PEOPLE].rank, 1); /* G2 has 4,000 too: equals share the rank */
    assert_int_equal(place.facts[PEOPLE].of, 2);
    assert_near(place.facts[GP_RATE].here, 2.5, 1e-9); /* 1 for 4,000 */
    assert_int_equal(place.facts[GP_RATE].rank, 2);
    assert_int_equal(place.facts[GP_RATE].tenth, 1);
    assert_near(place.facts[GPS].france, 7, 0);
}

static void test_shown(void **state)
{
    mlg_place place = { .code = "01001", .name = "Ici", .around = "Un", .fact_count = 1, .word_count = 1 };
    mlg_error err;
    char *text;
    mlg_paper paper = { 0 };
    (void)state;
    place.facts[0] = (mlg_place_line){ "Habitants", "", 0, 1234, (double)NAN, 1e6, 1, 3, 10 };
    mlg_text_add(&place.study, "Essai");
    place.words[0] = (mlg_place_fact){ .label = "Ce qui manque" };
    for (int i = 0; i < 100; i++) /* longer than any line, and nothing is cut */
        mlg_text_printf(&place.words[0].value, "%squartier de la Cité-d’Été n° %d", i ? ", " : "", i);
    assert_ok(mlg_place_text(&text, &place, &err), &err);
    assert_non_null(strstr(text, "Ici (01001) – Un"));
    assert_non_null(strstr(text, "1er sur 3"));
    assert_non_null(strstr(text, "10e"));
    assert_non_null(strstr(text, "–")); /* unknown */
    assert_non_null(strstr(text, "Cité-d’Été n° 0, "));
    assert_non_null(strstr(text, "Cité-d’Été n° 99\n"));
    mlg_free(text);
    mlg_place_draw(&paper, &place);
    assert_int_equal(count_of(paper.svg.data, "n° "), 100);
    assert_non_null(strstr(paper.svg.data, "Ici"));
    assert_int_equal(paper.pdf.status, MLG_OK);
    mlg_paper_release(&paper);
    mlg_place_release(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_commune), cmocka_unit_test(test_group),
                                        cmocka_unit_test(test_shown) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
