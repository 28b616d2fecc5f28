/* Password hashes with a random salt, which record their cost: yescrypt by crypt(3) on POSIX, PBKDF2 on Windows. Neither system reads the
 * hashes of the other. */
#ifndef MLG_BASE_OS_PASSWORD_H
#define MLG_BASE_OS_PASSWORD_H

#include <stdbool.h>

/* Hashes a password with a new salt, or with the salt and cost of `hash`, to compare the two. Freed by the caller; NULL with errno set. */
char *mlg_os_password_hash(const char *password);
char *mlg_os_password_again(const char *password, const char *hash);

/* Whether mlg_os_password_hash() could have returned it. */
bool mlg_os_password_is_hash(const char *hash);

/* A hash of the usual cost that no password matches: checking an unknown user takes as long as checking a known one. */
const char *mlg_os_password_of_nobody(void);

#endif
