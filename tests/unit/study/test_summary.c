#include "support.h"

#include "base/memory.h"
#include "study/summary.h"

#include <string.h>

/* Forty sitings in one line: nothing is cut, whatever the length. */
static void a_summary_grows_with_what_is_said(void **state)
{
    (void)state;
    mlg_summary summary = { 0 };
    mlg_error err;
    assert_string_equal(mlg_summary_text(&summary), "");
    for (int i = 0; i < 40; i++)
        assert_ok(
            mlg_summary_add(&summary, &err, "%splus-long-trajet-%02d: 3 sites, gap 0.00 %%", i ? "; " : "", i),
            &err);
    assert_int_equal(strlen(mlg_summary_text(&summary)),
                     40 * strlen("plus-long-trajet-00: 3 sites, gap 0.00 %") + 39 * 2);
    assert_non_null(strstr(mlg_summary_text(&summary), "; plus-long-trajet-39: 3 sites, gap 0.00 %"));
    assert_ok(mlg_summary_set(&summary, &err, "%s", "not asked for"), &err);
    assert_string_equal(mlg_summary_text(&summary), "not asked for");
    mlg_memory_fail_at(1);
    assert_int_equal(mlg_summary_set(&summary, &err, "%5000d", 1), MLG_MEMORY);
    mlg_memory_fail_at(0);
    mlg_summary_release(&summary);
    assert_string_equal(mlg_summary_text(&summary), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_summary_grows_with_what_is_said) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
