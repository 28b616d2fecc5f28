#include "serve/password.h"

#include "base/os/password.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SHORTEST = 8, LONGEST = 256 };

mlg_status mlg_password_hash(char hash[MLG_PASSWORD_HASH_SIZE], const char *password, mlg_error *err)
{
    size_t n = strlen(password);
    if (n < SHORTEST || n > LONGEST)
        return mlg_fail(err, MLG_USAGE, "a password has %d to %d bytes, this one %zu", (int)SHORTEST, (int)LONGEST,
                        n);
    char *text = mlg_os_password_hash(password);
    if (!text || strlen(text) >= MLG_PASSWORD_HASH_SIZE) {
        free(text);
        return mlg_fail(err, MLG_DATA, "the password cannot be hashed: %s", mlg_errno_text(errno));
    }
    strcpy(hash, text);
    free(text);
    return MLG_OK;
}

bool mlg_password_is_hash(const char *hash)
{
    return mlg_os_password_is_hash(hash);
}

bool mlg_password_fits(const char *password, const char *hash)
{
    if (strlen(password) > LONGEST)
        return false;
    char *text = mlg_os_password_again(password, hash ? hash : mlg_os_password_of_nobody());
    bool fits = text && hash && mlg_same_secret(text, hash);
    free(text);
    return fits;
}

bool mlg_same_secret(const char *a, const char *b)
{
    size_t n = strlen(a);
    unsigned differing = 0;
    if (n == 0 || n != strlen(b))
        return false;
    for (size_t i = 0; i < n; i++)
        differing |= (unsigned char)a[i] ^ (unsigned char)b[i];
    return differing == 0;
}
