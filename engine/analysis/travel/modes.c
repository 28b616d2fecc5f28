#include "analysis/travel/modes.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- shares ---- */

static mlg_status refuse_share(const mlg_places *places, int32_t place, double share, const char *where,
                               mlg_error *err)
{
    mlg_status st = isnan(share)
                        ? mlg_fail(err, MLG_INPUT, "%s: no share is known for %s", where, places->code[place])
                        : mlg_fail(err, MLG_INPUT, "%s: the share of %s is %g, not between 0 and 1", where,
                                   places->code[place], share);
    mlg_hint(err, isnan(share) ? "give 'share' too: it counts where the indicator says nothing"
                               : "shares are parts of 1: 0.15, not 15");
    return st;
}

/* A square has the share of its commune. */
static mlg_status read_shares(double *share, mlg_study *study, const mlg_places *places,
                              const mlg_config_mode *ask, const char *where, mlg_error *err)
{
    for (int32_t i = 0; i < places->count; i++)
        share[i] = ask->share ? *ask->share : (double)NAN;
    if (ask->indicator)
        MLG_TRY(mlg_places_figure(share, places, study, ask->indicator, where, err));
    for (int32_t i = 0; i < places->count; i++) {
        share[i] = share[places->commune[i]];
        if (!(share[i] >= 0 && share[i] <= 1))
            return refuse_share(places, i, share[i], where, err);
    }
    return MLG_OK;
}

/* Whoever is in no group. */
static mlg_status share_rest(const mlg_modes *modes, const mlg_study *study, const mlg_places *places,
                             mlg_error *err)
{
    const double slip = 1e-9;
    for (int32_t i = 0; i < places->count; i++) {
        double rest = 1;
        for (int32_t m = 1; m < modes->count; m++)
            rest -= modes->items[m].share[i];
        if (rest < -slip)
            return mlg_fail(err, MLG_INPUT, "%s: the groups of %s add up to %g of its people, more than 1",
                            mlg_study_file_where(study->file, "modes"), places->code[i], 1 - rest);
        modes->items[0].share[i] = rest < 0 ? 0 : rest;
    }
    return MLG_OK;
}

/* ---- travel ---- */

/* A study as others travel in it, with what it points to. */
typedef struct {
    mlg_study study; /* first: it is found again by its address */
    mlg_config config;
    char network[MLG_PATH_SIZE], kept[MLG_PATH_SIZE];
} other_study;

mlg_status mlg_other_travel_file(char path[MLG_PATH_SIZE], const char *of_study, const char *name, mlg_error *err)
{
    const char *extension = mlg_path_extension(of_study);
    return mlg_path_format(path, err, "%.*s.%s%s", (int)(extension - of_study), of_study, name, extension);
}

static mlg_status copy_study(mlg_study **out, mlg_study *study, const mlg_config_travel *travel, const char *name,
                             mlg_error *err)
{
    other_study *other;
    MLG_TRY(MLG_NEW(&other, 1, "ways of travelling", err));
    *out = &other->study;
    other->config = *study->config;
    other->config.travel = (mlg_config_travel *)(uintptr_t)travel;
    other->study = *study;
    other->study.config = &other->config;
    other->study.travel = NULL;
    other->study.times_path = NULL;
    if (study->network_path) {
        MLG_TRY(mlg_other_travel_file(other->network, study->network_path, name, err));
        other->study.network_path = other->network;
    }
    if (study->kept_path) {
        MLG_TRY(mlg_other_travel_file(other->kept, study->kept_path, name, err));
        other->study.kept_path = other->kept;
    }
    return MLG_OK;
}

/* Opening a travel model records it as that of the study: what the study recorded of its own is put aside meanwhile. */
static mlg_status open_travel(mlg_study *other, const char *name, const mlg_places *places, mlg_error *err)
{
    mlg_sites none = { 0 };
    mlg_travel *travel;
    mlg_stmt *stmt;
    MLG_TRY(mlg_study_do(other, "access/put_aside_travel", err));
    MLG_TRY(mlg_study_travel(&travel, other, places, &none, err));
    mlg_travel_free(travel);
    MLG_TRY(mlg_db_query(&stmt, other->db, "access/rename_mode_travel", err));
    mlg_bind_text(stmt, ":mode", name);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st == MLG_OK ? mlg_study_do(other, "access/put_back_travel", err) : st;
}

mlg_status mlg_other_travel_open(mlg_study **out, mlg_study *study, const mlg_config_travel *travel,
                                 const char *name, const mlg_places *places, mlg_error *err)
{
    mlg_status st = copy_study(out, study, travel, name, err);
    return st == MLG_OK ? open_travel(*out, name, places, err) : st;
}

void mlg_other_travel_close(mlg_study *other)
{
    if (!other)
        return;
    const mlg_status kept = mlg_study_rows_keep(other, NULL);
    (void)kept; /* what is not kept is computed again */
    mlg_study_travel_release(other);
    free(other);
}

static mlg_status open_group(mlg_mode *mode, mlg_study *study, const mlg_places *places, unsigned index,
                             mlg_error *err)
{
    const mlg_config_mode *ask = &study->config->modes[index];
    char key[32];
    snprintf(key, sizeof key, "modes[%u]", index);
    const char *where = mlg_study_file_where(study->file, key);
    mode->name = ask->name;
    MLG_TRY(MLG_NEW(&mode->share, (size_t)places->count, "groups of people", err));
    MLG_TRY(read_shares(mode->share, study, places, ask, where, err));
    MLG_TRY(mlg_while(err, mlg_other_travel_open(&mode->study, study, &ask->travel, mode->name, places, err), "%s",
                      where));
    return mlg_study_note_of(study, "access", ask->name, "part",
                             ask->indicator ? ask->indicator : "donnée par l’étude", NULL, "etude", err);
}

mlg_status mlg_modes_open(mlg_modes *modes, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    *modes = (mlg_modes){ 0 };
    const unsigned asked = study->config->modes_count;
    mlg_status st;
    MLG_TRY(mlg_study_do(study, "access/delete_mode_travel", err));
    if (asked == 0)
        return MLG_OK;
    MLG_GO(MLG_NEW(&modes->items, asked + 1, "groups of people", err));
    modes->count = 1;
    for (unsigned m = 0; m < asked; m++) {
        modes->count++;
        MLG_GO(open_group(&modes->items[m + 1], study, places, m, err));
    }
    modes->items[0].study = study;
    MLG_GO(MLG_NEW(&modes->items[0].share, (size_t)places->count, "groups of people", err));
    st = share_rest(modes, study, places, err);
done:
    if (st != MLG_OK)
        mlg_modes_close(modes);
    return st;
}

void mlg_modes_close(mlg_modes *modes)
{
    for (int32_t m = 0; m < modes->count; m++) {
        mlg_mode *mode = &modes->items[m];
        free(mode->share);
        if (m > 0)
            mlg_other_travel_close(mode->study);
    }
    free(modes->items);
    *modes = (mlg_modes){ 0 };
}

mlg_status mlg_mode_open(mlg_mode *mode, mlg_study *study, const mlg_places *places, const char *name,
                         mlg_error *err)
{
    *mode = (mlg_mode){ .study = study };
    for (unsigned m = 0; name && m < study->config->modes_count; m++)
        if (strcmp(study->config->modes[m].name, name) == 0) {
            mode->study = NULL;
            return open_group(mode, study, places, m, err);
        }
    return MLG_OK;
}

void mlg_mode_close(mlg_mode *mode, const mlg_study *study)
{
    free(mode->share);
    if (mode->study != study)
        mlg_other_travel_close(mode->study);
    *mode = (mlg_mode){ 0 };
}

/* ---- rows ---- */

static mlg_status rows_of_mode(mlg_sparse_rows *rows, const mlg_mode *mode, const mlg_places *places,
                               const mlg_sites *sites, int32_t limit_ds, mlg_error *err)
{
    mlg_travel *travel;
    MLG_TRY(mlg_study_travel(&travel, mode->study, places, sites, err));
    mlg_status st = mlg_travel_rows(rows, travel, limit_ds, mode->study->threads, err);
    mlg_travel_free(travel);
    return st;
}

static void append(mlg_sparse_rows *rows, const mlg_sparse_rows *part, int32_t offset, int64_t *at, int32_t site)
{
    for (int64_t e = part->start[site]; e < part->start[site + 1]; e++) {
        rows->column[*at] = part->column[e] + offset;
        rows->value[(*at)++] = part->value[e];
    }
}

mlg_status mlg_modes_rows(mlg_sparse_rows *rows, const mlg_modes *modes, const mlg_places *places,
                          const mlg_sites *sites, int32_t limit_ds, mlg_error *err)
{
    mlg_sparse_rows *parts;
    int64_t entries = 0, at = 0;
    *rows = (mlg_sparse_rows){ 0 };
    MLG_TRY(MLG_NEW(&parts, (size_t)modes->count, "groups of people", err));
    mlg_status st = MLG_OK;
    for (int32_t m = 0; st == MLG_OK && m < modes->count; m++) {
        st = rows_of_mode(&parts[m], &modes->items[m], places, sites, limit_ds, err);
        entries += st == MLG_OK ? parts[m].start[sites->count] : 0;
    }
    if (st == MLG_OK)
        st = mlg_sparse_init(rows, sites->count, modes->count * places->count, entries, err);
    for (int32_t s = 0; st == MLG_OK && s < sites->count; s++) {
        for (int32_t m = 0; m < modes->count; m++)
            append(rows, &parts[m], m * places->count, &at, s);
        rows->start[s + 1] = at;
    }
    for (int32_t m = 0; m < modes->count; m++)
        mlg_sparse_release(&parts[m]);
    free(parts);
    return st;
}
