/* Travel between points of a study that has been run: cc travel.c $(pkg-config --cflags --libs maillage)
 * Usage: travel STUDY.gpkg X Y     metres in the system of the study; prints the nearest GPs and the size of what is near */
#include <maillage.h>

#include <stdio.h>
#include <stdlib.h>

static int fail(const mlg_error *err)
{
    fprintf(stderr, "%s%s%s\n", err->message, *err->hint ? ": " : "", err->hint);
    return mlg_exit_code(err->status);
}

int main(int argc, char **argv)
{
    mlg_router *router;
    mlg_near_sites sites;
    mlg_error err;
    if (argc != 4) {
        fputs("usage: travel STUDY.gpkg X Y\n", stderr);
        return 2;
    }
    const double x = atof(argv[2]), y = atof(argv[3]), minutes[] = { 5, 10 };
    mlg_blob land[2];
    if (mlg_router_open(&router, argv[1], 0, &err) != MLG_OK)
        return fail(&err);
    mlg_status status = mlg_router_nearest(&sites, router, "gp", x, y, 3, MLG_UNREACHABLE, &err);
    if (status == MLG_OK)
        status = mlg_router_isochrones(land, router, x, y, minutes, 2, NULL, &err);
    if (status == MLG_OK) {
        printf("by %s in EPSG:%d\n", mlg_router_model(router), mlg_router_epsg(router));
        for (int i = 0; i < sites.count; i++)
            printf("%s: %.1f min\n", sites.items[i].code, sites.items[i].time_ds / 600.0);
        for (int k = 0; k < 2; k++) {
            printf("land within %g min: %zu bytes\n", minutes[k], land[k].size);
            mlg_free(land[k].bytes);
        }
    }
    mlg_near_sites_release(&sites);
    mlg_router_close(router);
    return status == MLG_OK ? 0 : fail(&err);
}
