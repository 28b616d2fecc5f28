/* Labels as people write them: names of columns, words, classes of zoning. */
#include "support.h"

#include "base/fold.h"
#include "base/naming.h"
#include "study/load/zoning_label.h"

#include <string.h>

static void words_have_no_case_accent_or_punctuation(void **state)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        { "Zone d'intervention prioritaire", "zone d intervention prioritaire" },
        { "  ZONE D\u2019ACTION  COMPL\u00c9MENTAIRE (ZAC) ", "zone d action complementaire zac" },
        { "1_ZIP", "1 zip" },
        { "Hors-vivier\u00a0", "hors vivier" },
        { "Non spe\u0301cifie\u0301", "non specifie" },
        { "C\u0153ur d'\u00eelot, \u00c7\u00e0", "coeur d ilot ca" },
        { "", "" },
        { "---", "" },
    };
    char words[64];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_fold(words, sizeof words, cases[i].text);
        assert_string_equal(words, cases[i].words);
    }
    char few[8]; /* never past the end */
    mlg_fold(few, sizeof few, "\u0153\u0153\u0153\u0153\u0153\u0153\u0153");
    assert_true(strlen(few) < sizeof few);
}

static void names_are_the_same_but_for_blanks_and_case(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        { "code\ncommune", "code commune", true },
        { "code\u00a0 commune", "Code commune", true },
        { "NB M\u00c9DECINS", "nb m\u00e9decins", true },
        { "nb medecins", "nb m\u00e9decins", false },
        { "code_commune", "code commune", false },
        { "code", "code commune", false },
        { "", "", true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(mlg_same_name(cases[i].a, strlen(cases[i].a), cases[i].b), cases[i].same);
}

static void classes_of_zoning_are_known_by_code_or_by_words(void **state)
{
    static const struct {
        const char *text, *class;
    } cases[] = {
        { "ZIP", "ZIP" },
        { "1_ZIP", "ZIP" },
        { "3_QPV_ZIP", "ZIP" },
        { "8_GQ_ZIP", "ZIP" },
        { "Zone d'intervention prioritaire", "ZIP" },
        { "ZONE D\u2019INTERVENTION PRIORITAIRE", "ZIP" },
        { "1 -Zone d'intervention prioritaire", "ZIP" },
        { "1_Zone d'intervention prioritaire", "ZIP" },
        { "Zones d'intervention prioritaires", "ZIP" },
        { "Zone d'intervention prioritaire (ZIP)", "ZIP" },
        { "ZIP - Zone d'intervention prioritaire", "ZIP" },
        { "Zone d'intervention prioritaire (ZAC)", NULL },
        { "2- Zone d'action compl\u00e9mentaire", "ZAC" },
        { "ZONE D'ACTION COMPLEMENTAIRE", "ZAC" },
        { "4_QPV_ZAC", "ZAC" },
        { "Zone d'accompagnement r\u00e9gional", "ZAR" },
        { "Zone de vigilance", "ZV" },
        { "5_ZV", "ZV" },
        { "Hors vivier", "HZ" },
        { "4 - Hors-vivier", "HZ" },
        { "Hors zonage", "HZ" },
        { "Non zon\u00e9", "HZ" },
        { "Non zon\u00e9e", "HZ" },
        { "6_HZ", "HZ" },
        { "eligible", "ELIGIBLE" },
        { "Non-sp\u00e9cifi\u00e9", "" },
        { "n.d.", "" },
        { "1_Tres_sous_dotee", "très sous-doté" },
        { "Zone tr\u00e8s sous-dot\u00e9e", "très sous-doté" },
        { "Tr\u00e8s sous-dot\u00e9s", "très sous-doté" },
        { "2_Sous_dotee", "sous-doté" },
        { "3_intermediaire", "intermédiaire" },
        { "Zone \u00e0 dotation interm\u00e9diaire", "intermédiaire" },
        { "4_Tres_dotee", "très doté" },
        { "Zones tr\u00e8s dot\u00e9es", "très doté" },
        { "5_Sur_dotee", "sur-doté" },
        { "Zone surdot\u00e9e", "sur-doté" },
        { "5b_Non_prioritaire", "sur-doté" },
        { "N/A - r\u00e9sultat non disponible", "" },
        { "Zone blanche", NULL },
        { "ZI", NULL },
        { "", NULL },
        { "1", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *class = mlg_zoning_class(cases[i].text);
        if (cases[i].class)
            assert_true(class && strcmp(class, cases[i].class) == 0);
        else
            assert_null(class);
    }
}

static void items_have_the_names_announced_to_their_thread(void **state)
{
    static const char *const codes[] = { "62001", "62002" }, *const labels[] = { "A", NULL };
    static const int32_t of[] = { 1, 0 };
    (void)state;
    assert_string_equal(MLG_NAMED(MLG_ITEM_SITE, 1), "1");
    mlg_naming sites = { MLG_ITEM_SITE, 2, codes, labels, NULL, NULL };
    mlg_naming demand = { MLG_ITEM_DEMAND, 2, codes, labels, of, NULL };
    mlg_naming_enter(&sites);
    mlg_naming_enter(&demand);
    assert_string_equal(MLG_NAMED(MLG_ITEM_SITE, 0), "62001 A");
    assert_string_equal(MLG_NAMED(MLG_ITEM_DEMAND, 0), "62002");
    assert_string_equal(MLG_NAMED(MLG_ITEM_SITE, 2), "2");
    assert_string_equal(MLG_NAMED(MLG_ITEM_STOP, 0), "0");
    mlg_naming_leave(&demand);
    assert_string_equal(MLG_NAMED(MLG_ITEM_DEMAND, 0), "0");
    mlg_naming_leave(&sites);
    assert_string_equal(MLG_NAMED(MLG_ITEM_SITE, 0), "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_no_case_accent_or_punctuation),
        cmocka_unit_test(names_are_the_same_but_for_blanks_and_case),
        cmocka_unit_test(classes_of_zoning_are_known_by_code_or_by_words),
        cmocka_unit_test(items_have_the_names_announced_to_their_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
