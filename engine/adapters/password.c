#include "adapters/password.h"

#include <crypt.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char method[] = "$y$";
enum { SHORTEST = 8, LONGEST = 256 };

/* NULL on failure. The struct of crypt_r() has 32 KiB: not for the stack of a thread. */
static char *hashed(const char *password, const char *setting)
{
    struct crypt_data *work = calloc(1, sizeof *work);
    char *copy = NULL;
    const char *hash = work ? crypt_r(password, setting, work) : NULL;
    if (hash && hash[0] != '*')
        copy = strdup(hash);
    if (work)
        explicit_bzero(work, sizeof *work);
    free(work);
    return copy;
}

mlg_status mlg_password_hash(char hash[MLG_PASSWORD_HASH_SIZE], const char *password, mlg_error *err)
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];
    size_t n = strlen(password);
    if (n < SHORTEST || n > LONGEST)
        return mlg_fail(err, MLG_USAGE, "a password has %d to %d bytes, this one %zu", (int)SHORTEST, (int)LONGEST,
                        n);
    char *text = crypt_gensalt_rn(method, 0, NULL, 0, setting, sizeof setting) ? hashed(password, setting) : NULL;
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
    return strncmp(hash, method, sizeof method - 1) == 0 && crypt_checksalt(hash) == CRYPT_SALT_OK;
}

bool mlg_password_fits(const char *password, const char *hash)
{
    /* matches no password: its digest is one character short */
    static const char nobody[] = "$y$j9T$A0GKkXlzUyLBPPxSDdGTl0$yzP2WzOWCq8r6kAOZhqxkpO8wS7i1GJ0qFVw3mKkMm";
    if (strlen(password) > LONGEST)
        return false;
    char *text = hashed(password, hash ? hash : nobody);
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
