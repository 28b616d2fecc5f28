/* Attributes of communes from separate files: population, density level, territoire de vie-santé. */
#include "base/fold.h"
#include "base/memory.h"
#include "study/load/communes.h"
#include "study/load/reconcile.h"
#include "study/source.h"

#include <math.h>
#include <string.h>

/* `again`: an earlier row of the file gave this commune a value, under the code of a commune merged into it. */
typedef mlg_status (*take_fn)(mlg_commune *c, mlg_communes *set, mlg_reader *reader, const int *fields, bool again,
                              mlg_error *err);

/* What a role reads: up to three columns besides the commune code. */
typedef struct {
    const char *role;
    const char *columns[3];
    bool required[3];
    take_fn take;
    bool once;     /* a second row for a commune is an error; else `take` decides */
    bool composes; /* its first column is a life territory, whose members outside the study are kept too */
} description;

static mlg_status take_population(mlg_commune *c, mlg_communes *set, mlg_reader *reader, const int *fields,
                                  bool again, mlg_error *err)
{
    double population, pop_std;
    (void)set;
    MLG_TRY(mlg_reader_number(&population, reader, fields[0], 0, err));
    MLG_TRY(mlg_reader_number(&pop_std, reader, fields[1], 0, err));
    if (!isnan(population))
        c->population = population + (again && !isnan(c->population) ? c->population : 0);
    if (!isnan(pop_std))
        c->pop_std = pop_std + (again && !isnan(c->pop_std) ? c->pop_std : 0);
    return MLG_OK;
}

/* Labels of the INSEE density grid, by level. */
static const char *const density_labels[] = {
    "Grands centres urbains",
    "Centres urbains intermédiaires",
    "Petites villes",
    "Ceintures urbaines",
    "Bourgs ruraux",
    "Rural à habitat dispersé",
    "Rural à habitat très dispersé",
};

static int density_level(const char *text)
{
    double level;
    char words[64], label[64];
    mlg_fold(words, sizeof words, text);
    for (int i = 0; i < 7; i++) {
        mlg_fold(label, sizeof label, density_labels[i]);
        if (strcmp(words, label) == 0)
            return i + 1;
    }
    return mlg_parse_number(text, &level) && level >= 1 && level <= 7 ? (int)level : 0;
}

static mlg_status take_density(mlg_commune *c, mlg_communes *set, mlg_reader *reader, const int *fields,
                               bool again, mlg_error *err)
{
    (void)set;
    const char *text = mlg_reader_text(reader, fields[0]);
    int level = text ? density_level(text) : 0;
    if (text && level == 0)
        return mlg_reader_reject(reader, c->insee, "niveau de densité inconnu", text, err);
    if (!again)
        c->densite = level;
    return MLG_OK;
}

static mlg_status take_tvs(mlg_commune *c, mlg_communes *set, mlg_reader *reader, const int *fields, bool again,
                           mlg_error *err)
{
    const char *text = mlg_reader_text(reader, fields[0]);
    (void)again;
    if (c->tvs && text && strcmp(c->tvs, text) != 0)
        return mlg_reader_reject(reader, c->insee, "commune dans deux territoires de vie-santé", text, err);
    c->tvs = mlg_arena_text(&set->arena, text);
    c->lib_tvs = mlg_arena_text(&set->arena, mlg_reader_text(reader, fields[1]));
    return !text || c->tvs ? MLG_OK : mlg_fail_memory(err, "life territories", 0);
}

typedef struct {
    mlg_communes *set;
    const description *what;
    int insee, fields[3];
    int64_t *rows; /* of the current file, by commune */
} describing;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    describing *d = context;
    const description *what = d->what;
    MLG_TRY(mlg_reader_code_column(&d->insee, reader, "insee_com", true, err));
    for (int i = 0; i < 3 && what->columns[i]; i++)
        MLG_TRY(mlg_reader_column(&d->fields[i], reader, what->columns[i], what->required[i], err));
    bool any = false;
    for (int i = 0; i < 3 && what->columns[i]; i++)
        any = any || d->fields[i] >= 0;
    if (!any)
        return mlg_reader_column(&d->fields[0], reader, what->columns[0], true, err);
    free(d->rows);
    return MLG_NEW(&d->rows, (size_t)d->set->count, "rows", err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    const describing *d = context;
    const description *what = d->what;
    mlg_communes *set = d->set;
    const char *code;
    mlg_meeting how = MLG_MEET_FIRST;
    MLG_TRY(mlg_reader_insee(&code, reader, d->insee, err));
    int32_t c = mlg_communes_find(set, code);
    if (c < 0) {
        reader->outside++;
        if (what->composes)
            MLG_TRY(mlg_communes_add_far(set, code, mlg_reader_text(reader, d->fields[0]), err));
        return mlg_communes_miss(set, reader, code, mlg_reader_text(reader, d->fields[0]), err);
    }
    if (what->once)
        MLG_TRY(mlg_communes_meet(&how, d->rows, set, c, code, reader, err));
    int64_t rejected = reader->rejected;
    if (how != MLG_MEET_KNOWN)
        MLG_TRY(what->take(&set->items[c], set, reader, d->fields, how == MLG_MEET_AGAIN, err));
    reader->kept += reader->rejected == rejected;
    return MLG_OK;
}

static mlg_status finish(void *context, mlg_reader *reader, mlg_error *err)
{
    return mlg_communes_tell_missed(((describing *)context)->set, reader, err);
}

static mlg_status read_role(mlg_communes *set, mlg_study *study, const description *what,
                            const mlg_config_list *list, mlg_error *err)
{
    mlg_reading reading = { .role = what->role, .start = start, .row = read_row, .finish = finish };
    describing d = { .set = set, .what = what, .fields = { -1, -1, -1 } };
    mlg_status st = mlg_read_sources(&reading, list, study, &d, err);
    free(d.rows);
    return st;
}

mlg_status mlg_communes_describe(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    static const description population = {
        "population", { "population", "pop_std" }, { false, false }, take_population, true, false
    };
    static const description density = { "density", { "densite" }, { true }, take_density, true, false };
    static const description tvs = { "tvs", { "tvs", "lib_tvs" }, { true, false }, take_tvs, false, true };
    const mlg_config_sources *sources = &study->config->sources;
    MLG_TRY(read_role(set, study, &population, &sources->population, err));
    MLG_TRY(read_role(set, study, &density, &sources->density, err));
    return read_role(set, study, &tvs, &sources->tvs, err);
}
