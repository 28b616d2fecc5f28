/* The desk: the studies of a folder, edited and run in a browser. */
#ifndef MLG_SERVE_SERVE_H
#define MLG_SERVE_SERVE_H

#include "maillage.h"

typedef struct mlg_serve_options {
    const char *folder;  /* its subfolders are the studies; created when missing */
    const char *address; /* to listen on; NULL: 127.0.0.1 */
    const char *users;   /* file of users and hashed passwords; NULL: anyone who has the printed link may enter */
    const char *public_name; /* host name, with a port if any, under which a proxy serves it; NULL: none */
    int port;                /* 0: any free one */
    bool open;               /* open the link in the browser */
    bool quiet;
    mlg_plan *plan; /* not NULL: a dry run, which checks everything and serves nothing */
} mlg_serve_options;

/* Serves until SIGINT or SIGTERM; studies that are running then are cancelled. Prints the link on standard output once it listens.
 * MLG_USAGE: an address beyond this machine without `users` and `public_name`. MLG_INPUT: the folder, the file of users or the port
 * is not available, or the build has no server. */
mlg_status mlg_serve(const mlg_serve_options *options, mlg_error *err) MLG_MUST_CHECK;

/* Adds a user to the file, or gives them another password, read from the first line of standard input. The file is created, readable by
 * its owner alone. MLG_USAGE: an invalid name, a password that is too short. MLG_INPUT: the file cannot be read or written.
 *   plan  NULL, or a dry run */
mlg_status mlg_serve_add_user(const char *users, const char *name, mlg_plan *plan, mlg_error *err) MLG_MUST_CHECK;

#endif
