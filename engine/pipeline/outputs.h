/* Output files, written under temporary names and renamed together at the end. A run that stops early leaves existing files untouched. */
#ifndef MLG_PIPELINE_OUTPUTS_H
#define MLG_PIPELINE_OUTPUTS_H

#include "study/config/config.h"

enum { MLG_MAX_OUTPUTS = 4 };

typedef enum mlg_output_kind {
    MLG_OUT_GEOPACKAGE,
    MLG_OUT_REPORT,
    MLG_OUT_WORKBOOK,
    MLG_OUT_TABLES
} mlg_output_kind;

typedef struct mlg_output {
    mlg_output_kind kind;
    char *final; /* final path */
    char *aside; /* temporary path in the same folder, with the process id in its name */
    char *lock;  /* lock file in the same folder, held during the run */
    int locked;  /* file descriptor plus one; 0: not held */
    bool ours;   /* locked by this run: the temporary file is its own */
} mlg_output;

/* The first is the GeoPackage. `{ 0 }` is empty. */
typedef struct mlg_outputs {
    mlg_output items[MLG_MAX_OUTPUTS];
    int count;
} mlg_outputs;

/* Resolves the outputs of a study under the output folder (NULL: that of the study file) and creates missing folders. Each output is
 * locked until mlg_outputs_release(), so that no other run writes it. Temporary files left by dead processes are removed. A dry run
 * changes nothing. MLG_INPUT: an output exists without `overwrite`, another run holds it, two outputs have the same path, one is the
 * study file, a source or of the wrong kind, or the folder is not writable. */
mlg_status mlg_outputs_prepare(mlg_outputs *outputs, const mlg_study_file *file, const mlg_run_options *options,
                               mlg_error *err) MLG_MUST_CHECK;

/* The same for a single path given on the command line, relative to the current folder; `source` is the study it is made from. */
mlg_status mlg_outputs_one(mlg_outputs *outputs, mlg_output_kind kind, const char *path, const char *source,
                           bool overwrite, bool dry_run, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT when something other than a file or a folder stands there: a device, a pipe, a socket. */
mlg_status mlg_refuse_special(const char *final, mlg_error *err) MLG_MUST_CHECK;

/* Renames all temporary files to their final paths. */
mlg_status mlg_outputs_commit(mlg_outputs *outputs, mlg_error *err) MLG_MUST_CHECK;

/* Removes the remaining temporary files and locks. */
void mlg_outputs_release(mlg_outputs *outputs);

/* Moves the files of folder `from` into folder `to`: they replace those of the same name, and nothing else there is touched. `from`
 * itself takes the place of a missing `to`. MLG_INPUT: a file that cannot be moved; those before it are in place. */
mlg_status mlg_merge_folder(const char *from, const char *to, mlg_error *err) MLG_MUST_CHECK;

/* Creates a folder and its missing parents. */
mlg_status mlg_make_folder(const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Removes a file, or a folder of files. */
void mlg_remove_output(const char *path);

/* Copies a file; `to` must not exist. */
mlg_status mlg_copy_file(const char *from, const char *to, mlg_error *err) MLG_MUST_CHECK;

#endif
