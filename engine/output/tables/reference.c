#include "output/tables/reference.h"

#include "adapters/layer/read.h"
#include "base/shipped.h"

#include <math.h>
#include <string.h>

static mlg_status open_file(mlg_layer **layer, const char *shipped, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(mlg_shipped_path(path, shipped, err));
    return mlg_layer_open(layer, path, NULL, err);
}

/* ---- conventions --------------------------------------------------------------------------------------------------- */

static mlg_status is_same(bool *same, mlg_db *db, const char *step, const char *name, const char *value,
                          mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    MLG_TRY(mlg_db_query(&stmt, db, "report/same_convention", err));
    mlg_bind_text(stmt, ":etape", step);
    mlg_bind_text(stmt, ":nom", name);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    const char *here = st == MLG_OK && row ? mlg_column_text(stmt, 0) : NULL;
    *same = here && value && strcmp(here, value) == 0;
    mlg_stmt_free(stmt);
    return st;
}

/* What the study has as the run on France had it. Pharmacies count for the figure of pharmacies alone. */
typedef struct {
    bool all, pharmacies;
} likeness;

static mlg_status compare(likeness *like, mlg_db *db, mlg_layer *layer, mlg_error *err)
{
    static const char *const names[3] = { "etape", "nom", "valeur" };
    int field[3];
    bool got = false, same = false;
    for (int k = 0; k < 3; k++)
        MLG_TRY(mlg_layer_need(&field[k], layer, names[k], err));
    *like = (likeness){ true, true };
    while (like->all) {
        MLG_TRY(mlg_layer_next(layer, &got, err));
        if (!got)
            break;
        const char *step = mlg_layer_text(layer, field[0]), *name = mlg_layer_text(layer, field[1]);
        bool pharmacies = step && name && strcmp(step, "supply") == 0 && strcmp(name, "pharmacy") == 0;
        MLG_TRY(is_same(&same, db, step, name, mlg_layer_text(layer, field[2]), err));
        *(pharmacies ? &like->pharmacies : &like->all) &= same;
    }
    return MLG_OK;
}

static mlg_status find_likeness(likeness *like, mlg_db *db, mlg_error *err)
{
    mlg_layer *layer = NULL;
    mlg_status st;
    *like = (likeness){ false, false };
    MLG_GO(open_file(&layer, "france/reperes-conventions.csv", err));
    st = compare(like, db, layer, err);
done:
    mlg_layer_close(layer);
    return st;
}

/* ---- figures ------------------------------------------------------------------------------------------------------- */

static double share(const mlg_layer *layer, int known, int count)
{
    double all, some;
    const char *total = mlg_layer_text(layer, known), *part = mlg_layer_text(layer, count);
    return total && part && mlg_parse_number(total, &all) && mlg_parse_number(part, &some) && all > 0
               ? 100 * some / all
               : (double)NAN;
}

static void take(mlg_references *out, const mlg_layer *layer, const int field[8], const mlg_benchmarks *beside)
{
    const char *level = mlg_layer_text(layer, field[0]), *name = mlg_layer_text(layer, field[1]);
    bool department = level && strcmp(level, "departement") == 0, region = level && strcmp(level, "region") == 0;
    if (!name || (department && strcmp(name, beside->department) != 0) ||
        (region && strcmp(name, beside->region) != 0))
        return;
    for (int k = 0; k < MLG_LACKINGS; k++) {
        mlg_reference *of = &out->of[k];
        *(department ? &of->department
          : region   ? &of->region
                     : &of->mainland) = share(layer, field[2 + 2 * k], field[3 + 2 * k]);
    }
}

mlg_status mlg_references_read(mlg_references *out, mlg_db *db, const mlg_benchmarks *beside, mlg_error *err)
{
    static const char *const names[8] = { "maille",   "libelle", "apl_connue",       "sous_seuil",
                                          "gp_connu", "loin_gp", "pharmacie_connue", "loin_pharmacie" };
    mlg_layer *layer = NULL;
    int field[8];
    bool got = false;
    likeness like;
    mlg_status st = MLG_OK;
    *out = (mlg_references){ .known = false };
    for (int k = 0; k < MLG_LACKINGS; k++)
        out->of[k] = (mlg_reference){ (double)NAN, (double)NAN, (double)NAN };
    if (!beside->known)
        return MLG_OK;
    MLG_GO(find_likeness(&like, db, err));
    if (!like.all)
        return MLG_OK;
    MLG_GO(open_file(&layer, "france/reperes.csv", err));
    for (int k = 0; k < 8; k++)
        MLG_GO(mlg_layer_need(&field[k], layer, names[k], err));
    while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got)
        take(out, layer, field, beside);
    out->known = st == MLG_OK;
    if (!like.pharmacies)
        out->of[MLG_LACKING_PHARMACY] = (mlg_reference){ (double)NAN, (double)NAN, (double)NAN };
done:
    mlg_layer_close(layer);
    return st == MLG_INPUT ? MLG_OK : st; /* not installed */
}
