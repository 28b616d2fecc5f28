/* Files written aside and put in place together, at the end. A run that stops before leaves what stood there. */
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
    char *final; /* where it will stand */
    char *aside; /* where it is written: beside, with the process number in its name */
    char *lock;  /* a file beside it that a run holds while it works */
    int locked;  /* its descriptor plus one; 0: not held */
    bool ours;   /* no other run writes it: what is aside is of this one */
} mlg_output;

/* The first is the GeoPackage. `{ 0 }` is empty. */
typedef struct mlg_outputs {
    mlg_output items[MLG_MAX_OUTPUTS];
    int count;
} mlg_outputs;

/* Resolves the outputs of a study under the output folder (NULL: that of the study file); missing folders are
 * made. Each is locked until the release, so that no other run writes it meanwhile. MLG_INPUT when one exists and `overwrite` is
 * false, when another run holds one, when two are the same file, when one is the study file, a
 * source, or of the wrong kind, or when the folder cannot be written. Removes what runs that no longer live have left
 * aside. A dry run touches nothing. */
mlg_status mlg_outputs_prepare(mlg_outputs *outputs, const mlg_study_file *file, const mlg_run_options *options,
                               mlg_error *err) MLG_MUST_CHECK;

/* The same for one path that a command was given, relative to the current folder; `source` is the study it is made from. */
mlg_status mlg_outputs_one(mlg_outputs *outputs, mlg_output_kind kind, const char *path, const char *source,
                           bool overwrite, bool dry_run, mlg_error *err) MLG_MUST_CHECK;

/* Renames everything written aside into place. */
mlg_status mlg_outputs_commit(mlg_outputs *outputs, mlg_error *err) MLG_MUST_CHECK;

/* Removes what is still aside. */
void mlg_outputs_release(mlg_outputs *outputs);

/* Makes a folder and those above it, when they are not there. */
mlg_status mlg_make_folder(const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Removes a file, or a folder of files. */
void mlg_remove_output(const char *path);

/* Copies a file whole; `to` must not exist. */
mlg_status mlg_copy_file(const char *from, const char *to, mlg_error *err) MLG_MUST_CHECK;

#endif
