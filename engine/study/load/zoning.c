/* ARS zoning as published: one class per commune, territoire de vie-santé (TVS) or priority neighbourhood
 * (QPV). */
#include "study/load/communes.h"
#include "study/load/reconcile.h"
#include "study/load/zoning_label.h"
#include "study/source.h"

#include <string.h>
#include <strings.h>

typedef struct {
    mlg_communes *set;
    mlg_stmt *insert;
    int level, code, label, class, frame, vintage, tvs, lib_tvs, region;
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *f = context;
    MLG_TRY(mlg_reader_column(&f->level, reader, "maille", false, err));
    MLG_TRY(mlg_reader_code_column(&f->code, reader, "code", true, err));
    MLG_TRY(mlg_reader_column(&f->label, reader, "libelle", false, err));
    MLG_TRY(mlg_reader_column(&f->class, reader, "zonage", true, err));
    MLG_TRY(mlg_reader_column(&f->frame, reader, "cadre", false, err));
    MLG_TRY(mlg_reader_column(&f->tvs, reader, "tvs", false, err));
    MLG_TRY(mlg_reader_column(&f->lib_tvs, reader, "lib_tvs", false, err));
    MLG_TRY(mlg_reader_column(&f->region, reader, "insee_reg", false, err));
    return mlg_reader_column(&f->vintage, reader, "millesime", false, err);
}

static const char *frame_of(const char *text)
{
    if (!text)
        return NULL;
    if (strncmp(text, "01", 2) == 0 || strcasecmp(text, "selection") == 0)
        return "selection";
    return strncmp(text, "ZZ", 2) == 0 || strcasecmp(text, "hors") == 0 ? "hors" : "vivier";
}

/* Without a column that states it, the form of the code gives the unit. */
static const char *level_of(const char *text, const char *code, const char *class)
{
    if (text)
        return strcasecmp(text, "tvs") == 0 ? "tvs" : strcasecmp(text, "qpv") == 0 ? "qpv" : "commune";
    if (class && strstr(class, "_GQ_") && strlen(code) > 5) /* part of a commune of an overseas département */
        return "grand_quartier";
    return strncmp(code, "QN", 2) == 0 || strncmp(code, "QP", 2) == 0 ? "qpv" : "commune";
}

/* Current commune of a code, NULL when it is not in the study. Codes of communes that have merged since are
 * listed, as are those of communes without outline. */
static mlg_status find_today(const char **today, const char *code, const char *class, mlg_communes *set,
                             mlg_reader *reader, mlg_error *err)
{
    int32_t c = mlg_communes_find(set, code);
    *today = c < 0 ? NULL : set->items[c].insee;
    if (c < 0)
        return mlg_communes_miss(set, reader, code, class, err);
    if (strcmp(*today, code) == 0)
        return MLG_OK;
    return mlg_reader_list(reader, mlg_layer_row(reader->layer), code, "zonage d'une commune qui a fusionné",
                           class, err);
}

static mlg_status finish(void *context, mlg_reader *reader, mlg_error *err)
{
    return mlg_communes_tell_missed(((loading *)context)->set, reader, err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    const loading *f = context;
    mlg_stmt *stmt = f->insert;
    const char *code = mlg_reader_text(reader, f->code), *text = mlg_reader_text(reader, f->class);
    if (!code)
        return mlg_reader_reject(reader, NULL, "sans code", NULL, err);
    const char *level = level_of(mlg_reader_text(reader, f->level), code, text),
               *class = text ? mlg_zoning_class(text) : NULL;
    if (!class)
        return mlg_reader_reject(reader, code, "classe de zonage inconnue", text, err);
    if (!*class) {
        reader->outside++;
        return mlg_reader_list(reader, mlg_layer_row(reader->layer), code, "classe de zonage non précisée", text,
                               err);
    }
    bool published = reader->dataset->signature && strcmp(level, "tvs") == 0, again;
    if (published || strcmp(level, "commune") == 0)
        MLG_TRY(mlg_reader_insee_or_reject(&code, reader, f->code, err));
    if (!code)
        return MLG_OK;
    MLG_TRY(mlg_reader_seen(&again, reader, level, code, err));
    if (again)
        return mlg_reader_reject(reader, code, "code déjà zoné dans ce fichier", text, err);
    const char *today = code;
    if (strcmp(level, "commune") == 0)
        MLG_TRY(find_today(&today, code, text, f->set, reader, err));
    reader->outside += !today;
    if (!today)
        return mlg_communes_add_far(f->set, code, mlg_reader_text(reader, f->tvs), err);
    reader->kept++;
    mlg_bind_int(stmt, ":propre", strcmp(today, code) == 0);
    mlg_bind_text(stmt, ":maille", level);
    mlg_bind_text(stmt, ":code", today);
    mlg_bind_text(stmt, ":libelle", mlg_reader_text(reader, f->label));
    mlg_bind_text(stmt, ":zonage", class);
    mlg_bind_text(stmt, ":cadre", frame_of(mlg_reader_text(reader, f->frame)));
    mlg_bind_text(stmt, ":tvs", mlg_reader_text(reader, f->tvs));
    mlg_bind_text(stmt, ":region", mlg_reader_text(reader, f->region));
    mlg_bind_text(stmt, ":lib_tvs", mlg_reader_text(reader, f->lib_tvs));
    const char *vintage = mlg_reader_text(reader, f->vintage);
    mlg_bind_text(stmt, ":millesime", vintage ? vintage : reader->spec->vintage);
    return mlg_stmt_run(stmt, err);
}

mlg_status mlg_load_zoning(mlg_study *study, mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = { .role = "zoning", .start = start, .row = read_row, .finish = finish };
    loading l = { .set = set };
    MLG_TRY(mlg_db_query(&l.insert, study->db, "load/insert_zoning", err));
    mlg_status st = mlg_read_sources(&reading, &study->config->sources.zoning, study, &l, err);
    mlg_stmt_free(l.insert);
    if (st == MLG_OK)
        st = mlg_study_do(study, "load/update_commune_tvs", err);
    if (st == MLG_OK)
        st = mlg_study_do(study, "load/update_commune_zoning", err);
    return st == MLG_OK ? mlg_study_do(study, "load/update_qpv_zoning", err) : st;
}
