/* Addresses and connections: one implementation for POSIX, one for Windows. */
#ifndef MLG_BASE_OS_NET_H
#define MLG_BASE_OS_NET_H

#include <stdbool.h>
#include <stdint.h>

/* An IPv4 or IPv6 address with its port, in the form that sockets take. */
typedef struct mlg_os_address {
    _Alignas(8) unsigned char bytes[128]; /* a struct sockaddr */
    bool six;
} mlg_os_address;

/* False: the text is not a numeric address. */
bool mlg_os_read_address(mlg_os_address *out, const char *text, int port);

/* Shuts a connection down in both directions and so wakes a thread that waits on it. */
void mlg_os_hang_up(intptr_t connection);

/* The errno of the last socket call of this thread that failed. */
int mlg_os_net_fault(void);

#endif
