/* "$pbkdf2-sha256$600000$SALT$KEY", salt and key in hexadecimal. */
#include "base/os/password.h"

#include "base/os/secret.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <bcrypt.h>

enum { ROUNDS = 600000, SALT = 16, KEY = 32, SALT_AT = 22, KEY_AT = SALT_AT + 2 * SALT + 1 };
static const char start[] = "$pbkdf2-sha256$600000$", hex[] = "0123456789abcdef";

_Static_assert(SALT_AT == sizeof start - 1, "the salt follows the start");

static void put_hex(char *to, const UCHAR *bytes, int count)
{
    for (int i = 0; i < count; i++) {
        *to++ = hex[bytes[i] >> 4];
        *to++ = hex[bytes[i] & 15];
    }
}

/* Of a well-formed hash. */
static void get_salt(UCHAR salt[SALT], const char *hash)
{
    for (int i = 0; i < SALT; i++) {
        const char *high = strchr(hex, hash[SALT_AT + 2 * i]), *low = strchr(hex, hash[SALT_AT + 2 * i + 1]);
        salt[i] = (UCHAR)((high - hex) << 4 | (low - hex));
    }
}

static bool derive(UCHAR key[KEY], const char *password, UCHAR salt[SALT])
{
    BCRYPT_ALG_HANDLE sha256;
    if (BCryptOpenAlgorithmProvider(&sha256, BCRYPT_SHA256_ALGORITHM, NULL, BCRYPT_ALG_HANDLE_HMAC_FLAG) < 0)
        return false;
    NTSTATUS how = BCryptDeriveKeyPBKDF2(sha256, (PUCHAR)(uintptr_t)password, (ULONG)strlen(password), salt, SALT,
                                         ROUNDS, key, KEY, 0);
    BCryptCloseAlgorithmProvider(sha256, 0);
    return how >= 0;
}

static char *hash_with(const char *password, UCHAR salt[SALT])
{
    UCHAR key[KEY];
    char *hash = malloc(KEY_AT + 2 * KEY + 1);
    errno = hash ? EIO : ENOMEM;
    if (!hash || !derive(key, password, salt)) {
        free(hash);
        return NULL;
    }
    memcpy(hash, start, SALT_AT);
    put_hex(hash + SALT_AT, salt, SALT);
    hash[KEY_AT - 1] = '$';
    put_hex(hash + KEY_AT, key, KEY);
    hash[KEY_AT + 2 * KEY] = '\0';
    mlg_os_forget(key, sizeof key);
    return hash;
}

char *mlg_os_password_hash(const char *password)
{
    UCHAR salt[SALT];
    return mlg_os_random(salt, sizeof salt) ? hash_with(password, salt) : NULL;
}

char *mlg_os_password_again(const char *password, const char *hash)
{
    UCHAR salt[SALT];
    get_salt(salt, hash);
    return hash_with(password, salt);
}

bool mlg_os_password_is_hash(const char *hash)
{
    return strncmp(hash, start, SALT_AT) == 0 && strlen(hash) == KEY_AT + 2 * KEY && hash[KEY_AT - 1] == '$' &&
           strspn(hash + SALT_AT, hex) == 2 * SALT && strspn(hash + KEY_AT, hex) == 2 * KEY;
}

/* With a letter that is no hexadecimal digit in its key. */
const char *mlg_os_password_of_nobody(void)
{
    return "$pbkdf2-sha256$600000$00000000000000000000000000000000$"
           "x000000000000000000000000000000000000000000000000000000000000000";
}
