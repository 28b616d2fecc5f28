#include "study/provenance.h"

#include "study/source.h"

#include <stdlib.h>

static mlg_status write_file(mlg_study *study, const char *key, const mlg_dataset *set, const char *path,
                             const char *sha256, int64_t bytes, mlg_error *err)
{
    mlg_stmt *stmt;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/replace_provenance", err));
    mlg_bind_text(stmt, ":source", key);
    mlg_bind_text(stmt, ":jeu", set ? set->name : "table");
    mlg_bind_text(stmt, ":chemin", path);
    mlg_bind_text(stmt, ":sha256", sha256);
    mlg_bind_int(stmt, ":octets", bytes);
    mlg_bind_text(stmt, ":producteur", set ? set->producer : NULL);
    mlg_bind_text(stmt, ":licence", set ? set->licence : NULL);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_study_note_file(mlg_study *study, const char *key, const char *dataset, const char *path,
                               mlg_error *err)
{
    char sha256[65], *found;
    int64_t bytes;
    MLG_TRY(mlg_study_file_resolve(&found, study->file, study->data_folder, path, err));
    mlg_status st = mlg_file_sha256(sha256, &bytes, found, err);
    free(found);
    if (st != MLG_OK)
        return st;
    return write_file(study, key, mlg_dataset_find(dataset), path, sha256, bytes, err);
}
