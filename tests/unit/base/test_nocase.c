#include "support.h"

#include "base/nocase.h"
#include "base/random.h"

#include <fnmatch.h>
#include <string.h>

static void words_are_found_in_either_case(void **state)
{
    (void)state;
    const char *text = "Effectif des M\xc3\xa9"
                       "DECINS";
    assert_ptr_equal(mlg_find_nocase(text, "DES"), text + 9);
    assert_ptr_equal(mlg_find_nocase(text, "decins"), text + 16);
    assert_ptr_equal(mlg_find_nocase(text, ""), text);
    assert_null(mlg_find_nocase(text, "M\xc3\x89")); /* bytes of UTF-8 have no case */
    assert_null(mlg_find_nocase("ab", "abc"));
}

static void patterns_are_those_of_a_shell(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool fits;
    } cases[] = {
        { "*.csv", "TABLE.CSV", true },
        { "p??_pop", "P21_POP", true },
        { "p??_pop", "p2_pop", false },
        { "[0-9]*", "2021", true },
        { "[!0-9]*", "2021", false },
        { "[a-c]x", "BX", true },
        { "a\\*b", "a*b", true },
        { "a\\*b", "axb", false },
        { "[a", "[a", true },
        { "*a*b*c", "xxaxxbxxc", true },
        { "*a*b*c", "xxaxxbxx", false },
        { "", "", true },
        { "[]]", "]", true },
        { "*", "", true },
        { "?", "", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (mlg_glob_nocase(cases[i].pattern, cases[i].text) != cases[i].fits)
            fail_msg("'%s' against '%s'", cases[i].pattern, cases[i].text);
}

/* fnmatch() of the C library is the oracle; a lone '\' at the end, which POSIX does not define, is left out. */
static void patterns_agree_with_the_c_library(void **state)
{
    (void)state;
    static const char letters[] = "aAbBc*?[]!-\\", words[] = "aAbBcC]-!";
    uint64_t random = 7;
    for (int round = 0; round < 20000; round++) {
        char pattern[8] = "", text[6] = "";
        int n = (int)(mlg_random_next(&random) % 7), m = (int)(mlg_random_next(&random) % 5);
        for (int i = 0; i < n; i++)
            pattern[i] = letters[mlg_random_next(&random) % (sizeof letters - 1)];
        for (int i = 0; i < m; i++)
            text[i] = words[mlg_random_next(&random) % (sizeof words - 1)];
        if (n > 0 && pattern[n - 1] == '\\')
            continue;
        bool want = fnmatch(pattern, text, FNM_CASEFOLD) == 0;
        if (mlg_glob_nocase(pattern, text) != want)
            fail_msg("'%s' against '%s': fnmatch() says %d", pattern, text, want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_in_either_case),
        cmocka_unit_test(patterns_are_those_of_a_shell),
        cmocka_unit_test(patterns_agree_with_the_c_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
