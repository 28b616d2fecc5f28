/* Passwords as the system hashes them; packaging/windows/test_layer.sh runs this on Windows too. */
#include "support.h"

#include "base/os/password.h"

#include <stdlib.h>
#include <string.h>

/* Of "mot de passe é", by Python's hashlib (PBKDF2) and Perl's crypt (yescrypt): each system knows one of them. */
static const char *const known[] = {
    "$pbkdf2-sha256$600000$000102030405060708090a0b0c0d0e0f$"
    "878032f88c9fc7c59d30fd80c15c9238146f7a21bf4beaac611bbf7bd55d0236",
    "$y$j9T$A0GKkXlzUyLBPPxSDdGTl0$eggRSCfEpHp8KlQyoGj7HhtjJR39/ygRSMKjZuMn1J5",
};

static void a_known_password_has_its_hash(void **state)
{
    (void)state;
    int ours = 0;
    for (int i = 0; i < 2; i++) {
        if (!mlg_os_password_is_hash(known[i]))
            continue;
        ours++;
        char *right = mlg_os_password_again("mot de passe \xc3\xa9", known[i]);
        char *wrong = mlg_os_password_again("mot de passe e", known[i]);
        assert_string_equal(right, known[i]);
        assert_string_not_equal(wrong, known[i]);
        free(right);
        free(wrong);
    }
    assert_int_equal(ours, 1);
}

static void each_hash_has_a_salt_of_its_own(void **state)
{
    (void)state;
    char *first = mlg_os_password_hash("mot de passe"), *second = mlg_os_password_hash("mot de passe");
    assert_true(mlg_os_password_is_hash(first) && mlg_os_password_is_hash(second));
    assert_string_not_equal(first, second);
    char *again = mlg_os_password_again("mot de passe", first);
    assert_string_equal(again, first);
    free(first);
    free(second);
    free(again);
}

static void nobody_has_no_password(void **state)
{
    (void)state;
    const char *nobody = mlg_os_password_of_nobody();
    char *hash = mlg_os_password_again("mot de passe", nobody);
    assert_non_null(hash); /* as long as for another */
    assert_string_not_equal(hash, nobody);
    assert_int_not_equal(strlen(hash), 0);
    free(hash);
    assert_false(mlg_os_password_is_hash("$1$weak$hash"));
    assert_false(mlg_os_password_is_hash(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_password_has_its_hash),
        cmocka_unit_test(each_hash_has_a_salt_of_its_own),
        cmocka_unit_test(nobody_has_no_password),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
