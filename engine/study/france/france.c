/* Reading the communes of France that ship with Maillage. */
#include "study/france/france.h"

#include "adapters/layer/read.h"
#include "base/memory.h"
#include "base/shipped.h"

#include <assert.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const file_names[MLG_FRANCE_FILES] = { "communes", "villes", "arrondissements", "outre-mer",
                                                          "sans-position" };
static const char *const figure_columns[MLG_FRANCE_FIGURES] = {
    [MLG_FRANCE_PEOPLE] = "population",
    [MLG_FRANCE_KM2] = "surface_km2",
    [MLG_FRANCE_DENSITY] = "densite",
    [MLG_FRANCE_GP_2020] = "gp_2020",
    [MLG_FRANCE_GP] = "gp_2024",
    [MLG_FRANCE_PHARMACIES] = "pharmacie_2024",
    [MLG_FRANCE_NURSES] = "infirmier_2024",
    [MLG_FRANCE_STRUCTURES] = "structure_2024",
    [MLG_FRANCE_POVERTY] = "pauvrete_2015",
    [MLG_FRANCE_INCOME] = "revenu_2015",
};
enum { TEXTS = 8 };
static const char *const text_columns[TEXTS] = { "insee_com", "libelle",   "siren_epci", "lib_epci",
                                                 "insee_dep", "insee_reg", "bv",         "lib_bv" };

const char *mlg_france_file_name(mlg_france_file file)
{
    return file_names[file];
}

static mlg_status shipped_path(char path[MLG_PATH_SIZE], const char *name, mlg_error *err)
{
    char shipped[64];
    snprintf(shipped, sizeof shipped, "france/%s.csv", name);
    return mlg_shipped_path(path, shipped, err);
}

static mlg_status open_file(mlg_layer **layer, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(shipped_path(path, name, err));
    return mlg_layer_open(layer, path, NULL, err);
}

typedef struct {
    int text[TEXTS], figure[MLG_FRANCE_FIGURES], lon, lat;
} fields;

static mlg_status find_fields(fields *f, const mlg_layer *layer, mlg_error *err)
{
    for (int k = 0; k < TEXTS; k++)
        MLG_TRY(mlg_layer_need(&f->text[k], layer, text_columns[k], err));
    for (int k = 0; k < MLG_FRANCE_FIGURES; k++)
        MLG_TRY(mlg_layer_need(&f->figure[k], layer, figure_columns[k], err));
    MLG_TRY(mlg_layer_need(&f->lon, layer, "lon", err));
    return mlg_layer_need(&f->lat, layer, "lat", err);
}

/* Keeps a text in the arena; *out is that of the previous row when both are the same, as most are. */
static mlg_status keep(const char **out, mlg_france *france, const char *text, const char *before, mlg_error *err)
{
    text = text ? text : "";
    *out = before && strcmp(text, before) == 0 ? before : mlg_arena_text(&france->arena, text);
    return *out ? MLG_OK : mlg_fail_memory(err, "the communes of France", strlen(text));
}

static double number_at(const mlg_layer *layer, int field)
{
    double value;
    const char *text = mlg_layer_text(layer, field);
    return text && mlg_parse_number(text, &value) ? value : (double)NAN;
}

static mlg_status read_commune(mlg_france *france, mlg_france_file file, const mlg_layer *layer, const fields *f,
                               mlg_error *err)
{
    MLG_TRY(
        MLG_GROW(&france->communes, &france->capacity, (size_t)france->count + 1, "the communes of France", err));
    mlg_france_commune *c = &france->communes[france->count];
    const mlg_france_commune *last = france->count > 0 ? c - 1 : NULL;
    const char **to[TEXTS] = { &c->code,       &c->name,   &c->epci, &c->epci_name,
                               &c->department, &c->region, &c->area, &c->area_name };
    const char *const before[TEXTS] = { NULL,
                                        NULL,
                                        last ? last->epci : NULL,
                                        last ? last->epci_name : NULL,
                                        last ? last->department : NULL,
                                        last ? last->region : NULL,
                                        last ? last->area : NULL,
                                        last ? last->area_name : NULL };
    *c = (mlg_france_commune){ .file = file, .lon = number_at(layer, f->lon), .lat = number_at(layer, f->lat) };
    for (int k = 0; k < TEXTS; k++)
        MLG_TRY(keep(to[k], france, mlg_layer_text(layer, f->text[k]), before[k], err));
    for (int k = 0; k < MLG_FRANCE_FIGURES; k++)
        c->figure[k] = number_at(layer, f->figure[k]);
    assert(france->count == france->first[file] || strcmp(last->code, c->code) < 0);
    france->count++;
    return MLG_OK;
}

static mlg_status read_communes(mlg_france *france, mlg_france_file file, mlg_error *err)
{
    mlg_layer *layer = NULL;
    fields f;
    bool got = false;
    mlg_status st;
    MLG_GO(open_file(&layer, file_names[file], err));
    MLG_GO(find_fields(&f, layer, err));
    while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got)
        MLG_GO(read_commune(france, file, layer, &f, err));
done:
    mlg_layer_close(layer);
    return st;
}

static mlg_status read_department(mlg_france *france, const mlg_layer *layer, const int field[6], mlg_error *err)
{
    MLG_TRY(MLG_GROW(&france->departments, &france->department_capacity, (size_t)france->department_count + 1,
                     "the départements of France", err));
    mlg_france_department *d = &france->departments[france->department_count];
    const char *complete = mlg_layer_text(layer, field[5]);
    double epsg = number_at(layer, field[4]);
    *d = (mlg_france_department){ .epsg = isnan(epsg) ? 0 : (int)epsg,
                                  .emergencies = complete && strcmp(complete, "completes") == 0 };
    MLG_TRY(keep(&d->code, france, mlg_layer_text(layer, field[0]), NULL, err));
    MLG_TRY(keep(&d->name, france, mlg_layer_text(layer, field[1]), NULL, err));
    MLG_TRY(keep(&d->region, france, mlg_layer_text(layer, field[2]), NULL, err));
    MLG_TRY(keep(&d->region_name, france, mlg_layer_text(layer, field[3]), NULL, err));
    france->department_count++;
    return MLG_OK;
}

static mlg_status read_departments(mlg_france *france, mlg_error *err)
{
    static const char *const names[6] = { "insee_dep", "libelle", "insee_reg", "lib_reg", "epsg", "urgences" };
    mlg_layer *layer = NULL;
    int field[6];
    bool got = false;
    mlg_status st;
    MLG_GO(open_file(&layer, "departements", err));
    for (int k = 0; k < 6; k++)
        MLG_GO(mlg_layer_need(&field[k], layer, names[k], err));
    while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got)
        MLG_GO(read_department(france, layer, field, err));
done:
    mlg_layer_close(layer);
    return st;
}

static bool is_one(const mlg_layer *layer, int field)
{
    return number_at(layer, field) == 1;
}

static mlg_status read_hospitals(mlg_france *france, mlg_error *err)
{
    mlg_layer *layer = NULL;
    int commune, emergency, maternity;
    bool got = false;
    mlg_status st;
    MLG_GO(open_file(&layer, "hopitaux", err));
    MLG_GO(mlg_layer_need(&commune, layer, "insee_com", err));
    MLG_GO(mlg_layer_need(&emergency, layer, "urgences", err));
    MLG_GO(mlg_layer_need(&maternity, layer, "maternite", err));
    while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got) {
        MLG_GO(MLG_GROW(&france->hospitals, &france->hospital_capacity, (size_t)france->hospital_count + 1,
                        "the hospitals of France", err));
        mlg_france_hospital *h = &france->hospitals[france->hospital_count];
        h->emergency = is_one(layer, emergency);
        h->maternity = is_one(layer, maternity);
        MLG_GO(keep(&h->commune, france, mlg_layer_text(layer, commune), NULL, err));
        france->hospital_count++;
    }
done:
    mlg_layer_close(layer);
    return st;
}

static void release(mlg_france *france)
{
    free(france->communes);
    free(france->departments);
    free(france->hospitals);
    mlg_arena_release(&france->arena);
}

static mlg_status read_all(mlg_france *out, mlg_error *err)
{
    mlg_status st;
    for (mlg_france_file file = 0; file < MLG_FRANCE_FILES; file++) {
        out->first[file] = out->count;
        MLG_GO(read_communes(out, file, err));
    }
    out->first[MLG_FRANCE_FILES] = out->count;
    MLG_GO(read_departments(out, err));
    MLG_GO(read_hospitals(out, err));
done:
    return st;
}

/* What was read, each from a folder of its own (MAILLAGE_GEODATA may change). It only grows, so that readers need no
 * lock; two threads that read at once may each add the same folder. */
typedef struct kept {
    mlg_france france;
    const struct kept *next;
    char path[MLG_PATH_SIZE]; /* of the first file */
} kept;
static _Atomic(const kept *) all_kept;

static const mlg_france *find_kept(const char *path)
{
    for (const kept *k = all_kept; k; k = k->next)
        if (strcmp(k->path, path) == 0)
            return &k->france;
    return NULL;
}

mlg_status mlg_france_open(const mlg_france **out, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(shipped_path(path, file_names[0], err));
    if ((*out = find_kept(path)))
        return MLG_OK;
    kept *k = NULL;
    MLG_TRY(MLG_NEW(&k, 1, "France", err));
    mlg_status st = read_all(&k->france, err);
    if (st != MLG_OK) {
        release(&k->france);
        free(k);
        return st;
    }
    memcpy(k->path, path, sizeof path);
    k->next = all_kept;
    while (!atomic_compare_exchange_weak(&all_kept, &k->next, k)) {
    }
    *out = &k->france;
    return MLG_OK;
}

const mlg_france_department *mlg_france_department_of(const mlg_france *france, const char *code)
{
    for (int32_t i = 0; i < france->department_count; i++)
        if (strcmp(france->departments[i].code, code) == 0)
            return &france->departments[i];
    return NULL;
}

static int of_code(const void *code, const void *commune)
{
    return strcmp(code, ((const mlg_france_commune *)commune)->code);
}

const mlg_france_commune *mlg_france_commune_of(const mlg_france *france, const char *code)
{
    const mlg_france_commune *found = NULL;
    for (mlg_france_file file = 0; file < MLG_FRANCE_FILES && !found; file++)
        if (france->first[file] < france->first[file + 1])
            found = bsearch(code, france->communes + france->first[file],
                            (size_t)(france->first[file + 1] - france->first[file]), sizeof *found, of_code);
    return found;
}
