#include "base/base64.h"
#include "support.h"

#include <string.h>

/* RFC 4648, section 10; then the digits of every value. */
static void the_vectors_of_the_standard_are_encoded(void **state)
{
    static const char *const vectors[][2] = { { "", "" },
                                              { "f", "Zg==" },
                                              { "fo", "Zm8=" },
                                              { "foo", "Zm9v" },
                                              { "foob", "Zm9vYg==" },
                                              { "fooba", "Zm9vYmE=" },
                                              { "foobar", "Zm9vYmFy" } };
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        char out[MLG_BASE64_SIZE(6)];
        size_t size = strlen(vectors[i][0]);
        mlg_base64(out, vectors[i][0], size);
        assert_string_equal(out, vectors[i][1]);
        assert_int_equal(strlen(out) + 1, MLG_BASE64_SIZE(size));
    }
    char out[MLG_BASE64_SIZE(6)];
    mlg_base64(out, "\xFB\xEF\xBE\x00\x10\x83", 6);
    assert_string_equal(out, "++++ABCD");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_vectors_of_the_standard_are_encoded) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
