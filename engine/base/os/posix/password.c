#include "base/os/password.h"

#include "base/os/secret.h"

#include <crypt.h>
#include <stdlib.h>
#include <string.h>

static const char method[] = "$y$";

/* The struct of crypt_r() takes 32 KiB, too much for the stack of a thread. */
char *mlg_os_password_again(const char *password, const char *hash)
{
    struct crypt_data *work = calloc(1, sizeof *work);
    char *copy = NULL;
    const char *made = work ? crypt_r(password, hash, work) : NULL;
    if (made && made[0] != '*')
        copy = strdup(made);
    if (work)
        mlg_os_forget(work, sizeof *work);
    free(work);
    return copy;
}

char *mlg_os_password_hash(const char *password)
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];
    return crypt_gensalt_rn(method, 0, NULL, 0, setting, sizeof setting) ? mlg_os_password_again(password, setting)
                                                                         : NULL;
}

bool mlg_os_password_is_hash(const char *hash)
{
    return strncmp(hash, method, sizeof method - 1) == 0 && crypt_checksalt(hash) == CRYPT_SALT_OK;
}

/* One character shorter than any digest. */
const char *mlg_os_password_of_nobody(void)
{
    return "$y$j9T$A0GKkXlzUyLBPPxSDdGTl0$yzP2WzOWCq8r6kAOZhqxkpO8wS7i1GJ0qFVw3mKkMm";
}
