#include "support.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

/* Forty sitings in one line: nothing is cut, whatever the length. */
static void a_text_grows_with_what_is_added(void **state)
{
    (void)state;
    mlg_text text = { 0 };
    mlg_error err;
    assert_string_equal(mlg_text_words(&text), "");
    for (int i = 0; i < 40; i++)
        assert_ok(mlg_text_append(&text, &err, "%splus-long-trajet-%02d: 3 sites, gap 0.00 %%", i ? "; " : "", i),
                  &err);
    assert_int_equal(strlen(mlg_text_words(&text)),
                     40 * strlen("plus-long-trajet-00: 3 sites, gap 0.00 %") + 39 * 2);
    assert_non_null(strstr(mlg_text_words(&text), "; plus-long-trajet-39: 3 sites, gap 0.00 %"));
    assert_ok(mlg_text_set(&text, &err, "%s", "not asked for"), &err);
    assert_string_equal(mlg_text_words(&text), "not asked for");
    mlg_memory_fail_at(1);
    assert_int_equal(mlg_text_set(&text, &err, "%5000d", 1), MLG_MEMORY);
    mlg_memory_fail_at(0);
    assert_int_equal(mlg_text_append(&text, &err, "after"), MLG_MEMORY); /* sticky: no text with a hole in it */
    mlg_text_release(&text);
    assert_string_equal(mlg_text_words(&text), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_text_grows_with_what_is_added) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
