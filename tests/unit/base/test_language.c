#include "support.h"

#include "base/catalogue.h"
#include "base/language.h"
#include "base/progress.h"
#include "base/resource.h"

#include <stdlib.h>
#include <string.h>

static int back_to_english(void **state)
{
    (void)state;
    mlg_error err;
    static const char *const names[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };
    for (int i = 0; i < 4; i++)
        unsetenv(names[i]);
    return mlg_set_language(NULL, &err) == MLG_OK ? 0 : -1;
}

/* Some things can be asked of the words only where msgfmt was there. */
static bool translated(void)
{
    bool there = mlg_resource_find("po/maillage.fr.mo") != NULL;
    if (!there)
        print_message("built without msgfmt: no words to look at\n");
    return there;
}

/* ---- a catalogue made by hand ----------------------------------------------------------------------------------------------- */

/* Ids in order: "", "%d site" with its plural, "a\4b". */
static size_t made_catalogue(unsigned char *mo)
{
    static const char *const ids[] = { "", "%d site\0%d sites", "a\004b" };
    static const uint32_t id_length[] = { 0, 16, 3 }, text_length[] = { 4, 17, 1 };
    static const char *const texts[] = { "head", "%d lieu\0%d lieux!", "B" };
    uint32_t head[7] = { 0x950412de, 0, 3, 28, 52, 0, 76 }, place = 76;
    memcpy(mo, head, sizeof head);
    for (int table = 0; table < 2; table++)
        for (uint32_t i = 0; i < 3; i++) {
            uint32_t entry[2] = { (table ? text_length : id_length)[i], place };
            memcpy(mo + 28 + 24 * table + 8 * i, entry, sizeof entry);
            memcpy(mo + place, (table ? texts : ids)[i], entry[0] + 1);
            place += entry[0] + 1;
        }
    return place;
}

static void a_catalogue_gives_its_texts_and_plurals(void **state)
{
    (void)state;
    unsigned char mo[256];
    size_t size = made_catalogue(mo);
    assert_string_equal(mlg_catalogue_find(mo, size, "%d site", 0), "%d lieu");
    assert_string_equal(mlg_catalogue_find(mo, size, "%d site", 1), "%d lieux!");
    assert_string_equal(mlg_catalogue_find(mo, size, "a\004b", 0), "B");
    assert_string_equal(mlg_catalogue_find(mo, size, "a\004b", 1), "B"); /* it has no plural */
    assert_null(mlg_catalogue_find(mo, size, "b", 0));
    assert_null(mlg_catalogue_find(mo, size, "", 0)); /* the head is no text */
}

static void a_damaged_catalogue_is_no_danger(void **state)
{
    (void)state;
    unsigned char mo[256];
    size_t size = made_catalogue(mo);
    for (size_t cut = 0; cut < size; cut++) { /* exactly as long as said, for the sanitizer */
        unsigned char *part = malloc(cut + !cut);
        assert_non_null(part);
        memcpy(part, mo, cut);
        const char *text = mlg_catalogue_find(part, cut, "%d site", 1);
        assert_true(!text || strncmp(text, "%d lieu", 7) == 0);
        free(part);
    }
    for (size_t i = 0; i < size; i++) {
        unsigned char kept = mo[i];
        mo[i] = 0xff;
        const char *text = mlg_catalogue_find(mo, size, "a\004b", 0);
        assert_true(!text || strlen(text) < size);
        mo[i] = kept;
    }
}

/* ---- the language ------------------------------------------------------------------------------------------------------------ */

static const char *language_of(const char *all, const char *messages, const char *lang, const char *list)
{
    mlg_error err;
    const char *values[] = { all, messages, lang, list };
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE" };
    for (int i = 0; i < 4; i++)
        values[i] ? setenv(names[i], values[i], 1) : unsetenv(names[i]);
    assert_ok(mlg_set_language(NULL, &err), &err);
    assert_string_equal(mlg_report_language(), "fr");
    return mlg_language();
}

static void the_environment_chooses_as_for_gettext(void **state)
{
    (void)state;
    assert_string_equal(language_of(NULL, NULL, NULL, NULL), "en");
    assert_string_equal(language_of(NULL, NULL, "fr_FR.UTF-8", NULL), "fr");
    assert_string_equal(language_of("", "", "fr", NULL), "fr");
    assert_string_equal(language_of(NULL, "fr_BE@euro", "en_US.UTF-8", NULL), "fr");
    assert_string_equal(language_of("C.UTF-8", "fr_FR.UTF-8", "fr_FR.UTF-8", NULL), "en");
    assert_string_equal(language_of(NULL, NULL, "de_DE.UTF-8", NULL), "en");
    assert_string_equal(language_of(NULL, NULL, "frr_DE.UTF-8", NULL), "en"); /* North Frisian */
    assert_string_equal(language_of(NULL, NULL, "C.UTF-8", "de:fr:en"), "fr");
    assert_string_equal(language_of(NULL, NULL, "fr_FR.UTF-8", "en"), "en");
    assert_string_equal(language_of(NULL, NULL, "C", "fr"), "en");
    assert_string_equal(language_of(NULL, NULL, NULL, "fr"), "en");
}

static void an_unknown_language_is_refused(void **state)
{
    (void)state;
    mlg_error err;
    assert_fails(mlg_set_language("de", &err), MLG_USAGE, &err, "'de'");
    assert_string_equal(mlg_language(), "en");
}

static void errors_and_cancelled_work_speak_it(void **state)
{
    (void)state;
    mlg_error err;
    assert_string_equal(mlg_tr("no such message"), "no such message");
    assert_null(mlg_tr(NULL));
    assert_ok(mlg_set_language("fr", &err), &err);
    assert_string_equal(mlg_language(), "fr");
    if (translated()) {
        mlg_fail(&err, MLG_INPUT, "%s: cannot be read: %s", "a.csv", "b");
        assert_string_equal(err.message, "a.csv: lecture impossible\u00a0: b");
    }
    assert_ok(mlg_set_language("en", &err), &err);
    assert_string_equal(mlg_report_language(), "en");
    mlg_fail(&err, MLG_INPUT, "%s: cannot be read: %s", "a.csv", "b");
    assert_string_equal(err.message, "a.csv: cannot be read: b");
}

static void none_is_singular_in_french_and_plural_in_english(void **state)
{
    (void)state;
    assert_string_equal(mlg_tr_count("%d xyz", "%d xyzs", 0), "%d xyzs");
    assert_string_equal(mlg_tr_count("%d xyz", "%d xyzs", 1), "%d xyz");
    assert_string_equal(mlg_report_tr_count("%d xyz", "%d xyzs", 0), "%d xyz");
    assert_string_equal(mlg_report_tr_count("%d xyz", "%d xyzs", 2), "%d xyzs");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_catalogue_gives_its_texts_and_plurals),
        cmocka_unit_test(a_damaged_catalogue_is_no_danger),
        cmocka_unit_test_setup_teardown(the_environment_chooses_as_for_gettext, back_to_english, back_to_english),
        cmocka_unit_test_setup_teardown(an_unknown_language_is_refused, back_to_english, back_to_english),
        cmocka_unit_test_setup_teardown(errors_and_cancelled_work_speak_it, back_to_english, back_to_english),
        cmocka_unit_test_setup_teardown(none_is_singular_in_french_and_plural_in_english, back_to_english,
                                        back_to_english),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
