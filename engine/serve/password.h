/* Password hashes, by what the system has for them. */
#ifndef MLG_SERVE_PASSWORD_H
#define MLG_SERVE_PASSWORD_H

#include "base/error.h"

enum { MLG_PASSWORD_HASH_SIZE = 384 };

/* Hashes a password for storage; takes a tenth of a second. MLG_USAGE: shorter than 8 bytes, longer than 256. */
mlg_status mlg_password_hash(char hash[MLG_PASSWORD_HASH_SIZE], const char *password,
                             mlg_error *err) MLG_MUST_CHECK;

/* Whether `hash` could come from mlg_password_hash(): weaker methods are not accepted. */
bool mlg_password_is_hash(const char *hash);

/* Whether the password is the one that was hashed. A NULL hash, for a user who does not exist, takes as long. */
bool mlg_password_fits(const char *password, const char *hash);

/* Compares two secrets in a time that depends on their lengths only, not on where they differ; "" equals nothing. */
bool mlg_same_secret(const char *a, const char *b);

#endif
