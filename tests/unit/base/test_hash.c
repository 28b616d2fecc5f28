#include "support.h"

#include "base/hash.h"

/* Reference values of 64-bit FNV-1a: draft-eastlake-fnv, "" and "a" and "foobar". */
static void texts_hash_as_fnv_1a(void **state)
{
    (void)state;
    assert_true(mlg_hash_text(mlg_hash_start, "") == 0xCBF29CE484222325u);
    assert_true(mlg_hash_text(mlg_hash_start, NULL) == mlg_hash_start);
    assert_true(mlg_hash_text(mlg_hash_start, "a") == 0xAF63DC4C8601EC8Cu);
    assert_true(mlg_hash_text(mlg_hash_start, "foobar") == 0x85944171F73967E8u);
    assert_true(mlg_hash_text(mlg_hash_text(mlg_hash_start, "foo"), "bar") == 0x85944171F73967E8u);
}

static void words_that_differ_hash_apart(void **state)
{
    (void)state;
    for (uint64_t a = 0; a < 50; a++)
        for (uint64_t b = 0; b < a; b++)
            assert_true(mlg_hash_word(mlg_hash_start, a) != mlg_hash_word(mlg_hash_start, b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_hash_as_fnv_1a),
        cmocka_unit_test(words_that_differ_hash_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
