#include "study/load/identity.h"

#include "base/hash.h"

#include <stdbool.h>
#include <string.h>

uint64_t mlg_identity_of_text(const char *text)
{
    if (!text || !*text)
        return 0;
    uint64_t hash = mlg_hash_text(mlg_hash_start, text);
    return hash ? hash : 1;
}

uint64_t mlg_identity_of(const char *person)
{
    enum { RPPS = 11, ADELI = 9, MOST = 64 };
    char plain[MOST];
    size_t n = 0;
    for (; person && *person && n + 1 < MOST; person++)
        if (*person != ' ')
            plain[n++] = *person;
    plain[n] = '\0';
    bool digits = strspn(plain, "0123456789") == n;
    bool national = digits && ((n == RPPS + 1 && plain[0] == '8') || (n == ADELI + 1 && plain[0] == '0'));
    return mlg_identity_of_text(plain + national);
}
