/* Passwords hashed as the system has it, with a random salt and the cost in the hash: yescrypt by crypt(3) on POSIX, PBKDF2 on Windows. A
 * hash of one is not understood by the other. */
#ifndef MLG_BASE_OS_PASSWORD_H
#define MLG_BASE_OS_PASSWORD_H

#include <stdbool.h>

/* The hash of a password, anew, or with the salt of a hash that there is. Freed by the caller; NULL with errno set. */
char *mlg_os_password_hash(const char *password);
char *mlg_os_password_again(const char *password, const char *hash);

/* Whether mlg_os_password_hash() could have written it. */
bool mlg_os_password_is_hash(const char *hash);

/* A hash that no password has, of the same cost. */
const char *mlg_os_password_of_nobody(void);

#endif
