#include "base/os/secret.h"

#include <string.h>
#include <sys/random.h>
#include <unistd.h>

bool mlg_os_random(void *bytes, size_t size)
{
    return getentropy(bytes, size) == 0;
}

void mlg_os_forget(void *bytes, size_t size)
{
#ifdef __APPLE__
    memset_s(bytes, size, 0, size);
#else
    explicit_bzero(bytes, size);
#endif
}
