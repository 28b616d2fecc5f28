/* Where the people of a commune are placed when its file gives an outline: at its town hall, from the file, else from those that ship with
 * Maillage. A point inside the outline stands in when neither is known, or when the town hall lies outside by more than the outlines are
 * simplified. */
#include "adapters/crs.h"
#include "base/length.h"
#include "base/memory.h"
#include "base/sort.h"
#include "study/france/france.h"
#include "study/load/communes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    double *moved_m; /* of each commune that stands at its town hall */
    int32_t outlines, count, of_file, set_aside;
} halls;

/* Takes the point as the centre when it is in the outline, or near. */
static mlg_status move_to(halls *h, mlg_commune *c, double x, double y, bool *taken, mlg_error *err)
{
    const double simplified_m = 1000;
    double outside_m;
    MLG_TRY(mlg_geom_distance(&outside_m, c->outline, x, y, err));
    *taken = outside_m <= simplified_m;
    if (!*taken)
        return MLG_OK;
    h->moved_m[h->count++] = mlg_length(x - c->x, y - c->y);
    c->x = x;
    c->y = y;
    return MLG_OK;
}

/* Those of the file. `wanted` are the communes with an outline that are left. */
static mlg_status take_given(halls *h, bool *wanted, mlg_communes *set, mlg_error *err)
{
    for (int32_t i = 0; i < set->count; i++) {
        mlg_commune *c = &set->items[i];
        wanted[i] = c->outline != NULL;
        h->outlines += wanted[i];
        if (!wanted[i] || !c->hall)
            continue;
        MLG_TRY(move_to(h, c, c->hall_x, c->hall_y, &c->hall, err));
        h->set_aside += !c->hall;
        h->of_file += c->hall;
        wanted[i] = !c->hall;
    }
    return MLG_OK;
}

/* Those that ship with Maillage. */
static mlg_status take_shipped(halls *h, const bool *wanted, mlg_communes *set, const mlg_france *france,
                               mlg_transform *to, mlg_error *err)
{
    for (int32_t k = 0; k < france->count; k++) {
        const mlg_france_commune *known = &france->communes[k];
        int32_t i = isnan(known->lon) ? -1 : mlg_communes_exact(set, known->code);
        if (i < 0 || !wanted[i])
            continue;
        double x = known->lon, y = known->lat;
        size_t failed = 0;
        mlg_transform_points(to, &x, &y, 1, &failed);
        if (failed == 0)
            MLG_TRY(move_to(h, &set->items[i], x, y, &set->items[i].hall, err));
    }
    return MLG_OK;
}

static mlg_status look_up(halls *h, const bool *wanted, mlg_communes *set, int epsg, mlg_error *err)
{
    const mlg_france *france;
    mlg_transform *to = NULL;
    mlg_error missing;
    mlg_status st = mlg_france_open(&france, &missing);
    if (st == MLG_MEMORY)
        return mlg_fail_memory(err, "France", 0);
    if (st != MLG_OK)
        return MLG_OK; /* not installed: the inner points stay, and the study says so */
    MLG_GO(mlg_transform_epsg(&to, 4326, epsg, err));
    st = take_shipped(h, wanted, set, france, to, err);
done:
    mlg_transform_free(to);
    return st;
}

static mlg_status note(halls *h, mlg_study *study, mlg_error *err)
{
    static const char shipped[] = "defaut: mairies de 2020 (IGN), livrées avec Maillage";
    char both[sizeof shipped + 8];
    snprintf(both, sizeof both, "etude; %s", shipped);
    const char *origin = h->of_file == h->count ? "etude" : h->of_file == 0 ? shipped : both;
    if (h->count == 0)
        return mlg_study_note(study, "load", "centre", "point intérieur du contour", NULL, "defaut", err);
    mlg_sort_reals(h->moved_m, (size_t)h->count);
    MLG_TRY(mlg_study_note(study, "load", "centre", "mairie", NULL, origin, err));
    MLG_TRY(mlg_study_note_number(study, "load", "centre_mairie", 100.0 * h->count / h->outlines,
                                  "% des communes à contour", "calcul", err));
    MLG_TRY(mlg_study_note_number(study, "load", "centre_deplacement_median", h->moved_m[(h->count - 1) / 2], "m",
                                  "calcul", err));
    MLG_TRY(mlg_study_note_number(study, "load", "centre_deplacement_max", h->moved_m[h->count - 1], "m", "calcul",
                                  err));
    if (h->set_aside == 0)
        return MLG_OK;
    return mlg_study_note_number(study, "load", "centre_ecartes", h->set_aside,
                                 "positions du fichier à plus de 1 km du contour", "calcul", err);
}

mlg_status mlg_communes_settle_halls(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    halls h = { 0 };
    bool *wanted = NULL;
    int32_t left = 0;
    mlg_status st;
    MLG_GO(MLG_NEW(&h.moved_m, (size_t)set->count, "town halls", err));
    MLG_GO(MLG_NEW(&wanted, (size_t)set->count, "town halls", err));
    MLG_GO(take_given(&h, wanted, set, err));
    for (int32_t i = 0; i < set->count; i++)
        left += wanted[i];
    if (left > 0)
        MLG_GO(look_up(&h, wanted, set, study->epsg, err));
    if (h.outlines > 0)
        st = note(&h, study, err);
done:
    free(wanted);
    free(h.moved_m);
    return st;
}
