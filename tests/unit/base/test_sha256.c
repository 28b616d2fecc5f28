#include "support.h"

#include "base/sha.h"
#include "base/sha_x86.h"

#include <string.h>

static void digest_is(const char *text, size_t repeats, const char *want)
{
    mlg_sha sha;
    char hex[65];
    mlg_sha256_init(&sha);
    for (size_t i = 0; i < repeats; i++)
        mlg_sha_add(&sha, text, strlen(text));
    mlg_sha_hex(&sha, hex);
    assert_string_equal(hex, want);
}

/* FIPS 180-4, examples of NIST. */
static void the_published_examples_agree(void **state)
{
    (void)state;
    digest_is("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    digest_is("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digest_is("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    digest_is("a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void pieces_of_any_size_give_the_same(void **state)
{
    (void)state;
    unsigned char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 7);
    for (size_t length = 0; length <= sizeof bytes; length++) {
        mlg_sha whole, pieces;
        char one[65], two[65];
        mlg_sha256_init(&whole);
        mlg_sha256_init(&pieces);
        mlg_sha_add(&whole, bytes, length);
        for (size_t i = 0; i < length; i += 13)
            mlg_sha_add(&pieces, bytes + i, length - i < 13 ? length - i : 13);
        mlg_sha_hex(&whole, one);
        mlg_sha_hex(&pieces, two);
        assert_string_equal(one, two);
    }
}

/* The instructions of the processor, where it has some, against the same in C: any block, from any state. */
static void both_compressions_give_the_same(void **state)
{
    (void)state;
    uint64_t seed = 1;
    unsigned char block[64 * 16];
    uint32_t plain[8], sums[8];
    for (int round = 0; mlg_sha256_x86() && round < 500; round++) {
        for (size_t i = 0; i < sizeof block; i++)
            block[i] = (unsigned char)random_next(&seed);
        mlg_sha sha;
        mlg_sha256_init(&sha);
        memcpy(plain, sha.state, sizeof plain);
        for (int b = 0; b < 16; b++)
            mlg_sha256_plain(plain, block + 64 * b);
        mlg_sha_add(&sha, block, sizeof block);
        memcpy(sums, sha.state, sizeof sums);
        assert_memory_equal(sums, plain, sizeof plain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_examples_agree),
        cmocka_unit_test(both_compressions_give_the_same),
        cmocka_unit_test(pieces_of_any_size_give_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
