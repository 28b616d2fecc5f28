#include "study/study.h"

#include "base/input.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/source_date.h"
#include "base/path.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

mlg_status mlg_study_do(mlg_study *study, const char *query, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, query, err));
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_study_clear(mlg_study *study, mlg_text *summary, const char *statements, mlg_error *err)
{
    MLG_TRY(mlg_db_exec(study->db, statements, err));
    return mlg_text_set(summary, err, "%s", mlg_tr("not asked for"));
}

mlg_status mlg_study_note(mlg_study *study, const char *stage, const char *name, const char *value,
                          const char *unit, const char *origin, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "study/insert_parameter", err));
    mlg_bind_text(stmt, ":etape", stage);
    mlg_bind_text(stmt, ":nom", name);
    mlg_bind_text(stmt, ":valeur", value);
    mlg_bind_text(stmt, ":unite", unit);
    mlg_bind_text(stmt, ":origine", origin);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_study_note_number(mlg_study *study, const char *stage, const char *name, double value,
                                 const char *unit, const char *origin, mlg_error *err)
{
    char text[40];
    snprintf(text, sizeof text, "%.10g", value);
    return mlg_study_note(study, stage, name, text, unit, origin, err);
}

mlg_status mlg_study_note_of(mlg_study *study, const char *stage, const char *request, const char *what,
                             const char *value, const char *unit, const char *origin, mlg_error *err)
{
    char *name;
    MLG_TRY(mlg_format_text(&name, err, "%s.%s", request, what));
    mlg_status st = mlg_study_note(study, stage, name, value, unit, origin, err);
    free(name);
    return st;
}

mlg_status mlg_study_note_number_of(mlg_study *study, const char *stage, const char *request, const char *what,
                                    double value, const char *unit, const char *origin, mlg_error *err)
{
    char *name;
    MLG_TRY(mlg_format_text(&name, err, "%s.%s", request, what));
    mlg_status st = mlg_study_note_number(study, stage, name, value, unit, origin, err);
    free(name);
    return st;
}

double mlg_study_number(const double *given, double fallback, const char *source, const char **origin)
{
    *origin = given ? "etude" : source;
    return given ? *given : fallback;
}

static mlg_status run_with_stage(mlg_study *study, const char *query, const char *stage, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, query, err));
    mlg_bind_text(stmt, ":etape", stage);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_study_note_seconds(mlg_study *study, const char *stage, const char *what, double seconds,
                                  mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    int64_t when;
    MLG_TRY(mlg_source_date(&when, err));
    if (when >= 0)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "study/insert_duration", err));
    mlg_bind_text(stmt, ":etape", stage);
    mlg_bind_text(stmt, ":objet", what);
    mlg_bind_double(stmt, ":secondes", seconds);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status record_stage(mlg_study *study, const char *stage, const char *fingerprint,
                               const mlg_text *summary, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "study/insert_stage", err));
    mlg_bind_text(stmt, ":nom", stage);
    mlg_bind_text(stmt, ":empreinte", fingerprint);
    mlg_bind_text(stmt, ":version", mlg_version());
    mlg_bind_text(stmt, ":resume", mlg_text_words(summary));
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_study_stage(mlg_study *study, const char *stage, const char *fingerprint, mlg_stage_fn run,
                           mlg_text *summary, double *seconds, mlg_error *err)
{
    double start = mlg_clock_s();
    mlg_text_release(summary);
    MLG_TRY(mlg_db_begin(study->db, err));
    mlg_status st = run_with_stage(study, "study/delete_parameters", stage, err);
    if (st == MLG_OK)
        st = run_with_stage(study, "study/delete_durations", stage, err);
    if (st == MLG_OK)
        st = run(study, summary, err);
    *seconds = mlg_clock_s() - start;
    if (st == MLG_OK)
        st = record_stage(study, stage, fingerprint, summary, err);
    if (st == MLG_OK)
        st = mlg_study_note_seconds(study, stage, "", *seconds, err);
    if (st == MLG_OK)
        st = mlg_db_commit(study->db, err);
    if (st != MLG_OK)
        mlg_db_rollback(study->db);
    return st;
}

mlg_status mlg_study_is_done(bool *done, mlg_text *summary, mlg_study *study, const char *stage,
                             const char *fingerprint, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    *done = false;
    MLG_TRY(mlg_db_query(&stmt, study->db, "study/select_stage", err));
    mlg_bind_text(stmt, ":nom", stage);
    mlg_bind_text(stmt, ":empreinte", fingerprint);
    mlg_status st = mlg_stmt_step(stmt, done, err);
    if (st == MLG_OK && *done)
        st = mlg_text_set(summary, err, "%s", mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status identify(mlg_stmt *stmt, const char *key, const char *value, mlg_error *err)
{
    mlg_bind_text(stmt, ":cle", key);
    mlg_bind_text(stmt, ":valeur", value);
    return mlg_stmt_run(stmt, err);
}

static void describe_territory(char *text, size_t size, const mlg_config_territory *territory)
{
    if (territory->epci)
        snprintf(text, size, "EPCI %s", territory->epci);
    else if (territory->departement)
        snprintf(text, size, "département %s", territory->departement);
    else if (territory->region)
        snprintf(text, size, "région %s", territory->region);
    else if (territory->all)
        snprintf(text, size, "toutes les communes");
    else
        snprintf(text, size, "%u communes", territory->communes_count);
}

mlg_status mlg_study_identify(mlg_study *study, mlg_error *err)
{
    char territory[128], srs[32], cog[16] = "", buffer[32];
    const char *origin;
    double buffer_m;
    describe_territory(territory, sizeof territory, &study->config->territory);
    snprintf(srs, sizeof srs, "EPSG:%d", study->epsg);
    if (study->config->cog)
        snprintf(cog, sizeof cog, "%d", *study->config->cog);
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "study/insert_identity", err));
    mlg_status st = MLG_OK;
    MLG_GO(identify(stmt, "titre", study->config->title ? study->config->title : territory, err));
    MLG_GO(identify(stmt, "territoire", territory, err));
    MLG_GO(mlg_study_buffer(&buffer_m, &origin, study, err));
    snprintf(buffer, sizeof buffer, "%g km", buffer_m / 1000);
    for (char *point; (point = strchr(buffer, '.')) != NULL;)
        *point = ',';
    MLG_GO(identify(stmt, "tampon", buffer, err));
    MLG_GO(identify(stmt, "srs", srs, err));
    MLG_GO(identify(stmt, "cog", cog, err));
    MLG_GO(identify(stmt, "version", mlg_version(), err));
done:
    mlg_stmt_free(stmt);
    return st;
}

bool mlg_study_is(const char *path)
{
    static const char magic[] = "SQLite format 3"; /* the first 16 bytes of the file, NUL included */
    char start[sizeof magic];
    FILE *file = mlg_fopen_input(path);
    if (!file)
        return mlg_path_ends_with(path, ".gpkg");
    size_t got = fread(start, 1, sizeof start, file);
    fclose(file);
    return got == sizeof start && memcmp(start, magic, sizeof magic) == 0;
}
