/* Addresses and connections: one implementation for POSIX, one for Windows. */
#ifndef MLG_BASE_OS_NET_H
#define MLG_BASE_OS_NET_H

#include <stdbool.h>
#include <stdint.h>

/* A numeric address, IPv4 or IPv6, with a port, as the functions of sockets take it. */
typedef struct mlg_os_address {
    _Alignas(8) unsigned char bytes[128]; /* a struct sockaddr */
    bool six;
} mlg_os_address;

/* False: not the number of an address. */
bool mlg_os_read_address(mlg_os_address *out, const char *text, int port);

/* Ends a connection in both directions, which whoever waits for it notices. */
void mlg_os_hang_up(intptr_t connection);

/* Why the latest call on sockets of this thread failed: an errno. */
int mlg_os_net_fault(void);

#endif
