/* Loading a study into a temporary file. */
#ifndef MLG_PIPELINE_CHECK_H
#define MLG_PIPELINE_CHECK_H

#include "base/scratch.h"
#include "study/study.h"

/* Opens a study file and fills `study` as for a run, without a GeoPackage. The caller closes `file` with mlg_study_file_close(). */
mlg_status mlg_open_request(mlg_study *study, mlg_study_file **file, const char *study_path,
                            const mlg_run_options *options, mlg_error *err) MLG_MUST_CHECK;

/* A study loaded into a temporary file, in a transaction that is never committed. */
typedef struct mlg_trial {
    mlg_scratch scratch;
    mlg_study study;
    mlg_text summary;
} mlg_trial;

/* Loads the sources of `like`. Close with mlg_trial_close(), on failure too. */
mlg_status mlg_trial_open(mlg_trial *trial, const mlg_study *like, mlg_error *err) MLG_MUST_CHECK;
void mlg_trial_close(mlg_trial *trial);

/* Loads into a temporary file; the text, freed with free(), reports what each source provided. */
mlg_status mlg_check_study(char **out, const mlg_study *study, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* The text, freed with free(), says what an OpenStreetMap extract holds. MLG_INPUT as for roads, and when it holds none. */
mlg_status mlg_check_extract(char **out, const char *path, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* The text, freed with free(), says what a timetable in GTFS holds, on which days, and its faults, and draws its stops; `preview`: the stops as
 * mlg_check_preview() tells a layer. Errors of mlg_gtfs_read(). */
mlg_status mlg_check_feed(char **out, const char *path, bool preview, mlg_format format,
                          mlg_error *err) MLG_MUST_CHECK;

/* True when the extension is that of a table or a layer, not of a study file. */
bool mlg_is_data_file(const char *path);

/* The text, freed with free(), says which dataset the file is, what it provides and what is wrong with it. */
mlg_status mlg_check_file(char **out, const char *path, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT for a study, whose tables look like data sets. */
mlg_status mlg_check_refuse_study(const char *path, mlg_error *err) MLG_MUST_CHECK;

/* JSON, freed with free(): the layers of a data file, those of a workbook too, with the data set that each is, its columns, its
 * first rows, and where the first 4,000 rows lie: [longitude, latitude, row, rings of an outline...]. A layer that cannot be read is
 * told with its fault. MLG_INPUT: the file cannot be read. O(rows). */
mlg_status mlg_check_preview(char **out, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
