#include "base/os/file.h"

#include <errno.h>

bool mlg_os_write_all(int file, const void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        int64_t n = mlg_os_write(file, (const char *)bytes + done, size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}
