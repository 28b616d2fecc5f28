#include "support.h"

#include "base/utf8.h"

#include <string.h>

/* The first and the last code point of each length, and those around the surrogates. */
static void every_length_decodes_and_encodes_back(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t code;
    } cases[] = {
        { "\x01", 1 },
        { "\x7F", 0x7F },
        { "\xC2\x80", 0x80 },
        { "\xDF\xBF", 0x7FF },
        { "\xE0\xA0\x80", 0x800 },
        { "\xED\x9F\xBF", 0xD7FF },
        { "\xEE\x80\x80", 0xE000 },
        { "\xEF\xBF\xBF", 0xFFFF },
        { "\xF0\x90\x80\x80", 0x10000 },
        { "\xF4\x8F\xBF\xBF", 0x10FFFF },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t code = 0;
        char back[5] = { 0 };
        size_t n = strlen(cases[i].text);
        assert_int_equal(mlg_utf8_decode(&code, cases[i].text, n), n);
        assert_int_equal(code, cases[i].code);
        assert_int_equal(mlg_utf8_encode(back, code), n);
        assert_string_equal(back, cases[i].text);
        assert_true(mlg_utf8_is_valid(cases[i].text, n));
        if (n > 1)
            assert_int_equal(mlg_utf8_decode(&code, cases[i].text, n - 1), 0);
    }
}

/* A continuation alone, overlong forms of U+002F and U+07FF, a surrogate, U+110000, Latin-1, and what a NUL cuts. */
static void malformed_sequences_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",      "\xC0\xAF",         "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xE9t\xE9", "\xF5\x80\x80\x80", "\xC3"
    };
    char out[4];
    uint32_t code;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(mlg_utf8_decode(&code, bad[i], SIZE_MAX), 0);
        assert_false(mlg_utf8_is_valid(bad[i], strlen(bad[i])));
    }
    assert_int_equal(mlg_utf8_decode(&code, "", 0), 0);
    assert_int_equal(mlg_utf8_encode(out, 0xD800), 0);
    assert_int_equal(mlg_utf8_encode(out, 0x110000), 0);
    assert_true(mlg_utf8_is_valid("", 0));
}

/* "été…": four code points in eight bytes. */
static void texts_are_counted_and_cut_between_letters(void **state)
{
    (void)state;
    static const char text[] = "\xC3\xA9t\xC3\xA9\xE2\x80\xA6";
    assert_int_equal(mlg_utf8_count(text), 4);
    assert_int_equal(mlg_utf8_span(text, 0), 0);
    assert_int_equal(mlg_utf8_span(text, 3), 5);
    assert_int_equal(mlg_utf8_span(text, 9), 8);
    assert_int_equal(mlg_utf8_fit(text, 1), 0);
    assert_int_equal(mlg_utf8_fit(text, 4), 3);
    assert_int_equal(mlg_utf8_fit(text, 8), 8);
}

static void a_cut_sequence_is_trimmed(void **state)
{
    (void)state;
    for (size_t n = 0; n <= 4; n++) {
        char text[] = "a\xF0\x90\x80\x80";
        text[1 + n] = '\0';
        mlg_utf8_trim(text);
        assert_int_equal(strlen(text), n == 4 ? 5 : 1);
    }
    char empty[] = "";
    mlg_utf8_trim(empty);
    assert_string_equal(empty, "");
}

static void a_list_ends_between_words(void **state)
{
    (void)state;
    char list[16] = "", tight[16] = "";
    mlg_list_add(list, sizeof list, ", ", "ab");
    mlg_list_add(list, sizeof list, ", ", "cdefg");
    assert_string_equal(list, "ab, cdefg");
    mlg_list_add(list, sizeof list, ", ", "h"); /* with the dots and the NUL it would take 17 bytes */
    assert_string_equal(list, "ab, cdefg ...");
    mlg_list_add(list, sizeof list, ", ", "i");
    assert_string_equal(list, "ab, cdefg ...");
    mlg_list_add(tight, sizeof tight, ", ", "a word that has no room");
    assert_string_equal(tight, " ...");
}

static void a_word_of_a_list_is_a_whole_one(void **state)
{
    (void)state;
    assert_true(mlg_list_has("médecin + pharmacie, médecin", ", ", "médecin"));
    assert_false(mlg_list_has("médecin + pharmacie, médecins", ", ", "médecin"));
    assert_true(mlg_list_has("ZIP", ", ", "ZIP"));
    assert_false(mlg_list_has("ZIP", ", ", ""));
    assert_false(mlg_list_has("", ", ", "ZIP"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_ends_between_words),
        cmocka_unit_test(a_word_of_a_list_is_a_whole_one),
        cmocka_unit_test(every_length_decodes_and_encodes_back),
        cmocka_unit_test(malformed_sequences_are_refused),
        cmocka_unit_test(texts_are_counted_and_cut_between_letters),
        cmocka_unit_test(a_cut_sequence_is_trimmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
