/* The files a study is made from, so that no output replaces one of them. */
#ifndef MLG_PIPELINE_INPUTS_H
#define MLG_PIPELINE_INPUTS_H

#include "adapters/db/database.h"
#include "study/config/config.h"

/* A file of the study file is known by its inode; one recorded in a GeoPackage, which does not say in which folder it was, by its size
 * and digest. */
typedef struct mlg_input {
    uint64_t device, inode;
    int64_t bytes; /* 0: known by its inode */
    char sha256[65];
} mlg_input;

/* `{ 0 }` is empty. */
typedef struct mlg_inputs {
    mlg_input *list;
    size_t count, room;
} mlg_inputs;

/* One file; none where nothing stands. */
mlg_status mlg_inputs_add(mlg_inputs *inputs, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* The study file, its sources, and every other file that it names. */
mlg_status mlg_inputs_of_file(mlg_inputs *inputs, const mlg_study_file *file, const char *data_folder,
                              mlg_error *err) MLG_MUST_CHECK;

/* The sources recorded in a study that has been run; an export records none. */
mlg_status mlg_inputs_of_study(mlg_inputs *inputs, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT when the file at `target` is one of them. `shown` is its name in the message. */
mlg_status mlg_inputs_refuse(const mlg_inputs *inputs, const char *target, const char *shown,
                             mlg_error *err) MLG_MUST_CHECK;

void mlg_inputs_release(mlg_inputs *inputs);

#endif
