/* Output files, written under temporary names and put in place together at the end. A run that stops early leaves existing files
 * untouched; one that is killed while it puts them in place is finished by the next (placing.h). A symbolic link is written through:
 * what it leads to is replaced, and keeps its mode. */
#ifndef MLG_PIPELINE_OUTPUTS_H
#define MLG_PIPELINE_OUTPUTS_H

#include "pipeline/inputs.h"

enum { MLG_MAX_OUTPUTS = 4 };

typedef enum mlg_output_kind {
    MLG_OUT_GEOPACKAGE,
    MLG_OUT_REPORT,
    MLG_OUT_WORKBOOK,
    MLG_OUT_TABLES
} mlg_output_kind;

typedef struct mlg_output {
    mlg_output_kind kind;
    char *final;  /* final path, as it was given */
    char *target; /* the same, with symbolic links resolved */
    char *aside;  /* temporary path on the same file system, with the process id in its name */
    char *lock;   /* lock file in the same folder, held during the run */
    int locked;   /* file descriptor plus one; 0: not held */
    bool ours;    /* locked by this run: the temporary file is its own */
} mlg_output;

/* The first is the GeoPackage. `{ 0 }` is empty. */
typedef struct mlg_outputs {
    mlg_output items[MLG_MAX_OUTPUTS];
    int count;
    mlg_inputs inputs; /* what no output replaces */
    const char *
        variant; /* set by the caller: follows the names of the study file, as in study-variant.gpkg; NULL: none */
} mlg_outputs;

/* Resolves the outputs of a study under the output folder (NULL: that of the study file) and creates missing folders. Each output is
 * locked until mlg_outputs_release(), so that no other run writes it. Temporary files left by dead processes are removed. A dry run
 * changes nothing. MLG_INPUT: an output exists without `overwrite`, another run holds it, two outputs have the same path, one is the
 * study file, a source or of the wrong kind, or the folder is not writable. */
mlg_status mlg_outputs_prepare(mlg_outputs *outputs, const mlg_study_file *file, const mlg_run_options *options,
                               mlg_error *err) MLG_MUST_CHECK;

/* Refuses what mlg_outputs_prepare() would, and changes nothing. */
mlg_status mlg_outputs_check(const mlg_study_file *file, const mlg_run_options *options,
                             mlg_error *err) MLG_MUST_CHECK;

/* What a single output is made from: `geopackage`, open as `db`, or the study file that describes it, with its data folder; the others
 * are NULL. */
typedef struct mlg_output_origin {
    const char *geopackage;
    mlg_db *db;
    const mlg_study_file *file;
    const char *data_folder;
} mlg_output_origin;

/* The same for a single path given on the command line, relative to the current folder. */
mlg_status mlg_outputs_one(mlg_outputs *outputs, mlg_output_kind kind, const char *path,
                           const mlg_output_origin *origin, bool overwrite, bool dry_run,
                           mlg_error *err) MLG_MUST_CHECK;

/* Puts all temporary files in place, or none. In an existing folder the files of these names are replaced, and nothing else. */
mlg_status mlg_outputs_commit(mlg_outputs *outputs, mlg_error *err) MLG_MUST_CHECK;

/* The same, unless `progress` says to stop: MLG_CANCELLED. */
mlg_status mlg_outputs_commit_unless(mlg_outputs *outputs, const mlg_progress *progress,
                                     mlg_error *err) MLG_MUST_CHECK;

/* Removes the remaining temporary files and locks. */
void mlg_outputs_release(mlg_outputs *outputs);

#endif
