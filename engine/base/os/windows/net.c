#include "base/os/net.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <winsock2.h>
#include <ws2tcpip.h>

/* Winsock is initialised once and stays so. */
static bool is_ready(void)
{
    WSADATA of;
    return WSAStartup(MAKEWORD(2, 2), &of) == 0;
}

bool mlg_os_read_address(mlg_os_address *out, const char *text, int port)
{
    const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                    .ai_socktype = SOCK_STREAM };
    struct addrinfo *at = NULL;
    char number[8];
    snprintf(number, sizeof number, "%d", port);
    if (!is_ready() || getaddrinfo(text, number, &hints, &at) != 0)
        return false;
    bool fits = at->ai_addrlen <= sizeof out->bytes;
    *out = (mlg_os_address){ .six = at->ai_family == AF_INET6 };
    if (fits)
        memcpy(out->bytes, at->ai_addr, at->ai_addrlen);
    freeaddrinfo(at);
    return fits;
}

void mlg_os_hang_up(intptr_t connection)
{
    shutdown((SOCKET)connection, SD_BOTH);
}

int mlg_os_net_fault(void)
{
    switch (WSAGetLastError()) {
    case WSAEADDRINUSE:
        return EADDRINUSE;
    case WSAEADDRNOTAVAIL:
        return EADDRNOTAVAIL;
    case WSAEACCES:
        return EACCES;
    default:
        return EIO;
    }
}
