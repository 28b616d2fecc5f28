#include "base/os/secret.h"

#include <errno.h>
#include <windows.h>

#include <bcrypt.h>

bool mlg_os_random(void *bytes, size_t size)
{
    errno = EIO;
    return BCryptGenRandom(NULL, bytes, (ULONG)size, BCRYPT_USE_SYSTEM_PREFERRED_RNG) >= 0;
}

void mlg_os_forget(void *bytes, size_t size)
{
    SecureZeroMemory(bytes, size);
}
