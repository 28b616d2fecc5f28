/* In place of all other files of this folder, in a build without libmicrohttpd. */
#include "serve/serve.h"

#include "base/error.h"

static mlg_status refuse(mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "maillage was built without the desk");
    mlg_hint(err, "rebuild with -DMAILLAGE_SERVE=ON (Debian: libmicrohttpd-dev)");
    return MLG_INPUT;
}

mlg_status mlg_serve(const mlg_serve_options *options, mlg_error *err)
{
    (void)options;
    return refuse(err);
}

mlg_status mlg_serve_add_user(const char *users, const char *name, mlg_plan *plan, mlg_error *err)
{
    (void)users, (void)name, (void)plan;
    return refuse(err);
}
