#include "support.h"

#include "base/sha.h"

#include <string.h>

static void digest_is(const char *text, size_t repeats, const char *want)
{
    mlg_sha sha;
    char hex[41];
    mlg_sha1_init(&sha);
    for (size_t i = 0; i < repeats; i++)
        mlg_sha_add(&sha, text, strlen(text));
    mlg_sha_hex(&sha, hex);
    assert_string_equal(hex, want);
}

/* FIPS 180-4, examples of NIST. The lengths around a block: `head -c N /dev/zero | tr '\0' a | sha1sum`. */
static void the_published_examples_agree(void **state)
{
    (void)state;
    digest_is("", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    digest_is("abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d");
    digest_is("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
              "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    digest_is("a", 1000000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    digest_is("a", 55, "c1c8bbdc22796e28c0e15163d20899b65621d65a");
    digest_is("a", 56, "c2db330f6083854c99d4b5bfb6e8f29f201be699");
    digest_is("a", 64, "0098ba824b5c16427bd7a1122a5a442a25ec644d");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_published_examples_agree) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
