/* Territories of France found by code or by name, as people type them. */
#include "study/france/france.h"
#include "support.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int open_all(void **state)
{
    static const mlg_france *france;
    mlg_error err;
    mlg_status st = mlg_france_open(&france, &err);
    *state = (void *)(uintptr_t)france;
    return st;
}

static void test_words_of_a_name(void **state)
{
    static const char *const names[][2] = {
        { "CA de Lens - Liévin", "lens lievin" },
        { "Lens-Liévin", "lens lievin" },
        { "CC du Pays d'Opale", "pays opale" },
        { "Métropole de Lyon", "lyon" },
        { "L'Île-d'Yeu", "ile yeu" },
        { "Le", "le" },
        { "Métropole Européenne de Lille", "europeenne lille" },
    };
    char words[64];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        mlg_france_words(words, sizeof words, names[i][0]);
        assert_string_equal(words, names[i][1]);
    }
}

/* Codes and names; how many communes, the projection. */
static void test_found(void **state)
{
    static const struct {
        mlg_france_kind kind;
        const char *text, *code;
        int communes, epsg;
    } cases[] = {
        { MLG_FRANCE_EPCI, "246200364", "246200364", 36, 2154 },
        { MLG_FRANCE_EPCI, "Lens-Liévin", "246200364", 36, 2154 },
        { MLG_FRANCE_EPCI, "lens lievin", "246200364", 36, 2154 },
        { MLG_FRANCE_EPCI, "CA de Lens - Liévin", "246200364", 36, 2154 },
        { MLG_FRANCE_DEPARTMENT, "62", "62", 887, 2154 },
        { MLG_FRANCE_DEPARTMENT, "2a", "2A", 124, 2154 },
        { MLG_FRANCE_DEPARTMENT, "haute corse", "2B", 236, 2154 },
        { MLG_FRANCE_DEPARTMENT, "Mayotte", "976", 17, 4471 },
        { MLG_FRANCE_DEPARTMENT, "La Réunion", "974", 24, 2975 },
        { MLG_FRANCE_DEPARTMENT, "Paris", "75", 1, 2154 },
        { MLG_FRANCE_REGION, "Corse", "94", 360, 2154 },
        { MLG_FRANCE_REGION, "Guyane", "03", 22, 2972 },
        { MLG_FRANCE_COMMUNES, "Lens, 62510", "62510", 2, 2154 },
        { MLG_FRANCE_COMMUNES, "75113,75114", "75114", 2, 2154 },
        { MLG_FRANCE_COMMUNES, "97501", "97501", 1, 4467 },
        { MLG_FRANCE_COMMUNES, "Saint-Barthélemy, Saint-Martin (978)", NULL, 0, 0 },
        { MLG_FRANCE_ALL, "", "", 34746, 2154 },
    };
    mlg_error err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_france_territory t;
        mlg_status st = mlg_france_find(&t, *state, cases[i].kind, cases[i].text, &err);
        if (!cases[i].code) {
            assert_int_equal(st, MLG_USAGE);
            continue;
        }
        if (st != MLG_OK)
            fail_msg("%s: %s", cases[i].text, err.message);
        assert_string_equal(t.code, cases[i].code);
        assert_int_equal(t.count, cases[i].communes);
        assert_int_equal(t.epsg, cases[i].epsg);
        free(t.members);
    }
}

/* Near misses are answered with the nearest, names that several have with their codes. */
static void test_refused(void **state)
{
    static const struct {
        mlg_france_kind kind;
        const char *text, *message, *hint;
    } cases[] = {
        { MLG_FRANCE_EPCI, "Lens-Lievain", "Lens-Lievain", "CA de Lens - Liévin" },
        { MLG_FRANCE_EPCI, "xyzzy", "xyzzy", "code" },
        { MLG_FRANCE_DEPARTMENT, "Pas de Calai", "Pas de Calai", "" },
        { MLG_FRANCE_COMMUNES, "Saint-Denis", "93066 Saint-Denis (93)", "code" },
        { MLG_FRANCE_COMMUNES, "62498,97411", "projection", "one study for each" },
        { MLG_FRANCE_COMMUNES, "62498,Lens", "twice", "" },
        { MLG_FRANCE_COMMUNES, "75056,75101", "whole", "" },
        { MLG_FRANCE_COMMUNES, " , ", "no commune is given", "" },
        { MLG_FRANCE_DEPARTMENT, "988", "position", "sources" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_france_territory t;
        mlg_error err = { 0 };
        mlg_status st = mlg_france_find(&t, *state, cases[i].kind, cases[i].text, &err);
        if (st == MLG_OK &&
            strcmp(cases[i].text, "Pas de Calai") == 0) { /* words that begin those of one name are enough */
            assert_string_equal(t.code, "62");
            free(t.members);
            continue;
        }
        assert_int_equal(st, MLG_USAGE);
        assert_null(t.members);
        if (!strstr(err.message, cases[i].message) || !strstr(err.hint, cases[i].hint))
            fail_msg("%s: %s — %s", cases[i].text, err.message, err.hint);
    }
}

/* Without a kind: the best answer, an EPCI before a département before a commune. */
static void test_any_kind(void **state)
{
    static const struct {
        const char *text;
        mlg_france_kind kind;
    } cases[] = {
        { "246200364", MLG_FRANCE_EPCI },       { "Lens-Liévin", MLG_FRANCE_EPCI },
        { "62", MLG_FRANCE_DEPARTMENT },        { "Bretagne", MLG_FRANCE_REGION },
        { "62498", MLG_FRANCE_COMMUNES },       { "Mayotte", MLG_FRANCE_DEPARTMENT },
        { "62498,62510", MLG_FRANCE_COMMUNES },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_france_territory t;
        mlg_error err;
        mlg_status st = mlg_france_find_any(&t, *state, cases[i].text, &err);
        if (st != MLG_OK)
            fail_msg("%s: %s", cases[i].text, err.message);
        assert_int_equal(t.kind, cases[i].kind);
        free(t.members);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_of_a_name),
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_any_kind),
    };
    return cmocka_run_group_tests(tests, open_all, NULL);
}
