/* Maillage: access to care, medical deserts, zoning and siting for French territories.
 *
 * This header is the whole public interface of libmaillage. Conventions that hold for every function:
 *  - a function that can fail returns a mlg_status, which must be checked; outputs come first, the error last;
 *  - `mlg_error` lives on the caller's stack and may be NULL when the message is not wanted;
 *  - `open`/`close` deal with files, `new`/`free` with handles, `init`/`release` with structs that the caller
 *    allocates; every `free` and `close` accepts NULL;
 *  - strings are UTF-8; codes (INSEE, FINESS, TVS, QPV) are text; persons and rates are `double`; times are
 *    integer deciseconds; lengths are metres;
 *  - "no access" is 0; an unknown figure is NaN, an unknown text NULL, and "unreachable" is MLG_UNREACHABLE: no
 *    negative number stands for any of them;
 *  - a handle must not be shared between threads; results do not depend on the number of threads.
 */
#ifndef MAILLAGE_H
#define MAILLAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#if !defined(__MINGW32__)
#define MLG_API __attribute__((visibility("default")))
#elif defined(MAILLAGE_BUILD)
#define MLG_API __attribute__((dllexport))
#else
#define MLG_API
#endif
#define MLG_MUST_CHECK __attribute__((warn_unused_result))
#ifdef __MINGW32__ /* where printf is taken for that of the system */
#define MLG_PRINTF(f, a) __attribute__((format(gnu_printf, f, a)))
#else
#define MLG_PRINTF(f, a) __attribute__((format(printf, f, a)))
#endif
#define MLG_FORMAT_ARG(n) __attribute__((format_arg(n)))
#else
#define MLG_API
#define MLG_MUST_CHECK
#define MLG_PRINTF(f, a)
#define MLG_FORMAT_ARG(n)
#endif

/* ---- arguments that recur ------------------------------------------------------------------------------- */

/* Arguments that mean the same in every function; the others are described with their function.
 *   err  receives the message of a failure; NULL when it is not wanted
 *   out  the result; empty or NULL on failure unless stated otherwise; a text is freed with mlg_free()
 *   format  MLG_TEXT for people, MLG_JSON for programs
 *   options  see its type; never NULL unless stated otherwise
 *   study_path  path of the study file
 *   geopackage  path of the GeoPackage that mlg_run() wrote
 *   router  an open handle; not const, because it caches what it has read
 */

/* ---- status and error ------------------------------------------------------------------------------- */

/* Outcome of a call; mlg_exit_code() maps it to an exit code. */
typedef enum mlg_status {
    MLG_OK = 0,
    MLG_DATA = 1,       /* the data or a computation yield no answer: exit 1 */
    MLG_USAGE = 2,      /* an option or a parameter is wrong: exit 2 */
    MLG_INPUT = 3,      /* an input is missing or invalid, or an output already exists: exit 3 */
    MLG_MEMORY = 4,     /* out of memory: exit 1 */
    MLG_CANCELLED = 130 /* the caller asked to stop: exit 130 */
} mlg_status;

/* One line saying what failed, where and on which value, and one hint on what to do about it (may be empty). */
typedef struct mlg_error {
    mlg_status status;
    char message[768];
    char hint[384];
} mlg_error;

/* Exit code for a status: 0, 1, 2, 3 or 130. O(1).
 *   status  as returned by any function */
MLG_API int mlg_exit_code(mlg_status status);

/* Version of the library, as "major.minor.patch". The string is static. O(1). */
MLG_API const char *mlg_version(void);

/* ---- language --------------------------------------------------------------------------------------- */

/* Sets the language of messages and of reports (page, workbook, QGIS project) for the whole process. With NULL, messages follow
 * LANGUAGE, LC_ALL, LC_MESSAGES or LANG and reports are in French. Before any call, messages are in English and reports in French.
 * Names of tables and columns, codes and JSON keys do not change. Never calls setlocale(). MLG_USAGE: any other language. O(1).
 *   language  "fr", "en" or NULL */
MLG_API mlg_status mlg_set_language(const char *language, mlg_error *err) MLG_MUST_CHECK;

/* Translates a message of the program into the current language. Returns `id` itself when there is no translation, NULL for NULL.
 * O(log messages).
 *   id  the English message, as written in the sources */
MLG_API const char *mlg_tr(const char *id) MLG_FORMAT_ARG(1);

/* ---- progress ----------------------------------------------------------------------------------------- */

/* Called from the thread that called the library. `fraction` is in [0, 1], or NaN when it cannot be estimated.
 * Returning false cancels the work: the call in progress returns MLG_CANCELLED and nothing is written. */
typedef bool (*mlg_progress_fn)(void *context, const char *stage, double fraction);

typedef struct mlg_progress {
    mlg_progress_fn report; /* NULL: no reports and no cancellation */
    void *context;
} mlg_progress;

/* ---- dry runs ----------------------------------------------------------------------------------------- */

/* A file or a folder that a dry run would read or write. */
typedef struct mlg_planned {
    char *path;
    bool written; /* false: read */
    bool exists;
    int64_t bytes; /* size of what exists; 0 when nothing does */
} mlg_planned;

/* The files a call would read, then those it would write. `{ 0 }` is empty. Every function that writes files takes a `plan` in its
 * options: NULL to do the work, or an empty plan for a dry run, which checks everything, fills the plan and writes nothing. */
typedef struct mlg_plan {
    mlg_planned *files;
    size_t count, room;
} mlg_plan;

/* Frees what a dry run has filled and leaves the plan empty. O(files).
 *   plan  as filled by a dry run, also after a failure */
MLG_API void mlg_plan_release(mlg_plan *plan);

/* Options of the functions that write a single file. */
typedef struct mlg_write_options {
    bool overwrite;        /* replace a file that exists */
    mlg_plan *plan;        /* NULL, or a dry run */
    mlg_progress progress; /* mlg_report() and mlg_write_policy() only: asks whether to go on */
} mlg_write_options;

/* ---- running a study ------------------------------------------------------------------------------------ */

typedef struct mlg_run_options {
    const char *data_folder;   /* folder of the data files; NULL: that of the study file */
    const char *output_folder; /* folder of the outputs; NULL: that of the study file */
    /* a scenario file: the outputs are those of the study changed by it, with its name in theirs, beside those of the study, which is run
     * first where it has not been; mlg_check() tries each of its changes; NULL: none */
    const char *scenario;
    bool force; /* accept classes of the scenario that the rule refuses, and record it; mlg_run() only */
    /* the study file comes from someone unknown: what it names outside the folders above is refused, by absolute path, by ".." or by a
     * link, with MLG_INPUT */
    bool untrusted;
    bool preview; /* of a data file, in JSON: its layers, their columns, first rows and places; mlg_check() only */
    bool overwrite;   /* replace outputs that exist, keeping the results of unchanged stages */
    mlg_plan *plan;   /* NULL, or a dry run; mlg_run() only */
    const char *mode; /* mlg_shard_*() only: a group of `modes` whose times are shared out; NULL: the study's */
    int threads;      /* 0: one per processor */
    mlg_progress progress;
} mlg_run_options;

typedef struct mlg_run_stage {
    const char *name; /* load, access, desert, ... */
    bool redone;      /* false: neither its inputs nor its parameters have changed */
    /* in a dry run, how long the stage took last time, whatever its inputs were; NaN: it has never run here */
    double seconds;
    char *summary; /* what it found, in one line */
} mlg_run_stage;

/* Road searches of a run. A row is the times from one site to all places. All 0 when nothing travels by road. */
typedef struct mlg_run_travel {
    int64_t searched;   /* rows computed by one search each */
    int64_t swept;      /* rows computed many at a time on the contraction hierarchy */
    int64_t nearest;    /* searches from all sites at once, for the nearest one */
    int64_t isochrones; /* isochrones drawn, one search each */
    int64_t kept;       /* rows and nearest sites already computed, in this run or an earlier one */
} mlg_run_travel;

/* Filled by mlg_run(); strings live until mlg_run_result_release(). */
typedef struct mlg_run_result {
    mlg_run_stage *stages;
    int32_t stage_count;
    /* written, or to be written after a dry run; absolute or relative, as in the study file and the options */
    char **files;
    int32_t file_count;
    char *geopackage; /* the one of these files that holds the study; NULL after a dry run */
    mlg_run_travel travel;
    char **notes; /* lines for people: the travel engine and why, cached files that had to be rebuilt */
    int32_t note_count;
} mlg_run_result;

/* Runs a study: reads the study file, loads the sources it names, runs the stages it asks for and writes its outputs. Outputs are
 * written under temporary names and renamed at the end: a run that fails, is cancelled or is killed leaves existing files untouched.
 * Results do not depend on `threads`. MLG_INPUT: a file is missing or invalid, or an output exists without `overwrite`. MLG_DATA:
 * the data yield no answer. MLG_CANCELLED: see mlg_progress_fn. Cost depends on the stages: travel dominates, O(sites x places) at
 * most.
 *   result  what mlg_run() has filled, also after a failure */
MLG_API mlg_status mlg_run(mlg_run_result *out, const char *study_path, const mlg_run_options *options,
                           mlg_error *err) MLG_MUST_CHECK;
MLG_API void mlg_run_result_release(mlg_run_result *result);

/* ---- results as text, pages and tables ------------------------------------------------------------------------------------- */

typedef enum mlg_format { MLG_TEXT, MLG_JSON } mlg_format;

/* Frees a text, or the bytes of a blob, returned by the library.
 *   text  NULL does nothing */
MLG_API void mlg_free(void *text);

/* Describes a study that has been run: territory, sources, conventions, main findings (worst-served communes, deserts, proposed sites
 * with their optimality gap), stages and rejected rows. MLG_INPUT: not a study. O(rows). */
MLG_API mlg_status mlg_info(char **out, const char *geopackage, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* Lists the siting results of a study: sites, bounds and gaps, next-best sets, who gains. For a study file, only what siting needs is
 * computed and nothing is written; data_folder, threads and progress of the options apply. MLG_INPUT: the study asks for no siting;
 * otherwise as mlg_run(). Cost as mlg_run() for a study file, else O(rows).
 *   path  of a GeoPackage that mlg_run() wrote, or of a study file */
MLG_API mlg_status mlg_site(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                            mlg_error *err) MLG_MUST_CHECK;

/* Lists the rounds of mobile units of a study: what they bring, days, timetable. As mlg_site() in all else; MLG_INPUT: the study asks for no
 * rounds. MLG_DATA: a visit that the file fixes cannot be made.
 *   path  of a GeoPackage that mlg_run() wrote, or of a study file */
MLG_API mlg_status mlg_tour(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                            mlg_error *err) MLG_MUST_CHECK;

/* Lists result tables of a study, by name, that of its CSV file: communes, deserts, sites, bilans, tournees, zonage, conventions,
 * sources, rejets and others. MLG_USAGE: no such table. MLG_INPUT: not a study. O(rows).
 *   tables  names, terminated by NULL */
MLG_API mlg_status mlg_list(char **out, const char *geopackage, const char *const *tables, mlg_format format,
                            mlg_error *err) MLG_MUST_CHECK;

/* Writes the HTML page of a study that has been run, in the language of reports; its sources are not needed. MLG_INPUT: not a study, or
 * the page exists without `overwrite`. O(rows).
 *   path  of the page */
MLG_API mlg_status mlg_report(const char *geopackage, const char *path, const mlg_write_options *options,
                              mlg_error *err) MLG_MUST_CHECK;

/* Rewrites the QGIS project stored in a study so that it finds its layers under the current name of the file. Projects saved by users
 * are left alone, and `overwrite` is not needed. MLG_INPUT: not a study. O(layers). */
MLG_API mlg_status mlg_relink(const char *geopackage, const mlg_write_options *options,
                              mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_export_options {
    const char *layers; /* names separated by commas; NULL: every layer and table meant for people that has rows */
    const char *format; /* gpkg, shapefile, geojson, flatgeobuf, postgis; NULL: from the name of the output */
    const char *schema; /* PostGIS schema; NULL: maillage */
    int crs;            /* EPSG code; 0: that of the study, or 4326 for GeoJSON */
    bool overwrite;
    mlg_plan *plan; /* NULL, or a dry run, which does not connect to a database */
    mlg_progress progress;
} mlg_export_options;

/* Exports the layers and tables of a study that are meant for people; reads nothing but the study. `to` is a GeoPackage (with styles,
 * metadata and the QGIS project), a folder or a .zip of Shapefile, GeoJSON or FlatGeobuf files (with styles and a page that describes
 * columns and licences), one .geojson or .fgb, or "PG:dbname=..." (tables of one schema with comments, indexes and styles, in one
 * transaction). Files are written under temporary names and renamed; other files of a folder are left alone. The text lists layers and
 * row counts. MLG_INPUT: not a study, an output exists without `overwrite`, no connection. MLG_USAGE: unknown layer or format.
 * O(rows).
 *   to  a path, or "PG:" and a libpq connection string */
MLG_API mlg_status mlg_export(char **out, const char *geopackage, const char *to,
                              const mlg_export_options *options, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_table_options {
    const char *sheets; /* names separated by commas; NULL: all */
    /* xlsx, csv (commas, decimal points, plain names) or csv-fr (semicolons, decimal commas); NULL: from the name
     * of the output, xlsx or csv-fr */
    const char *format;
    bool overwrite;
    mlg_plan *plan;        /* NULL, or a dry run */
    mlg_progress progress; /* asks whether to go on */
} mlg_table_options;

/* Exports the tables of a study: a .xlsx (an index, then one sheet per table that has rows, by topic), one .csv for one table, or a
 * folder of CSV files. Written under temporary names and renamed. MLG_INPUT: not a study, or an output exists without `overwrite`.
 * MLG_USAGE: unknown table or format. O(rows).
 *   to  .xlsx, .csv or a folder */
MLG_API mlg_status mlg_export_tables(const char *geopackage, const char *to, const mlg_table_options *options,
                                     mlg_error *err) MLG_MUST_CHECK;

/* Checks a study file: reads every source it names, builds its road network, tries its stages (roads replaced by straight lines) and
 * checks its outputs. What mlg_run() refuses with the same options, it refuses; it writes nothing, and stops at the first fault.
 * With options->scenario, or given a scenario whose study.yaml is beside it or in the folder above, it then makes each change of the scenario and tries the
 * stages again; `*out` has one line a change, and is set too when one of them cannot be made.
 * Given a data file (.csv, .zip, .gpkg, .xlsx...) instead, says which known dataset it is, what it provides and what is wrong with it.
 * MLG_INPUT: a fault; for a data file `*out` is then set as well. O(rows of the sources), and the extract of roads. */
MLG_API mlg_status mlg_check(char **out, const char *study_path, const mlg_run_options *options, mlg_format format,
                             mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_access_options {
    const char *data_folder; /* as in mlg_run_options; for a study file */
    bool untrusted;          /* as in mlg_run_options */
    bool compare;            /* with the published accessibility that the study loads */
    bool fit;                /* a study file: chooses decay, speed and acts on it, and reports that alone */
    int threads;
    mlg_progress progress;
} mlg_access_options;

/* Reports the accessibility of a study: each measure with its means, spread and worst-served communes, and its conventions. A study
 * file is computed, and its results discarded. With `compare`, by vintage and density class: correlation (Pearson, Spearman), bias, root
 * mean square, shares within 10 %, largest differences, and communes found on one side only with their population. MLG_DATA: no
 * measure, or nothing published to compare with. Cost as mlg_run() for a study file, else O(communes log communes).
 * With `fit`, some hundred sets of conventions are judged on halves of the territory. MLG_USAGE: a GeoPackage, times that are not in
 * straight lines, no APL of GPs.
 *   study  path of a GeoPackage that mlg_run() wrote, or of a study file */
MLG_API mlg_status mlg_access_report(char **out, const char *study, const mlg_access_options *options,
                                     mlg_format format, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_zoning_options {
    const char *data_folder;   /* as in mlg_run_options */
    const char *geopackage;    /* the study that has been run; NULL: the one named by the study file */
    const char *output_folder; /* created, or replaced as a whole with `overwrite` */
    bool untrusted;            /* as in mlg_run_options */
    const char *a, *b;         /* in_force, rule, or a scenario file, relative to the study file */
    bool overwrite;
    bool force;                 /* accept what the rule forbids, and record it */
    const char *order_template; /* of the order, text; NULL: geodata/templates/arrete.txt */
    int threads;
    mlg_progress progress;
    mlg_plan *plan; /* NULL, or a dry run */
} mlg_zoning_options;

/* Compares two zonings of a study that has been run and writes the files that an ARS submits for the second one: zonage.gpkg (the study
 * with the comparison tables), zonage.xlsx, zonage_drees.csv and zonage_drees_qpv.csv (communes and neighbourhoods, DREES layout),
 * carte.svg, carte.pdf, annexe.fodt, annexe.md, arrete.docx, arrete.odt (the order, from a template). The text lists gauges, flows, aids
 * and changes. The study itself is not modified. MLG_DATA: a change that the rule forbids, with the place
 * and the reason. MLG_INPUT: no such study, or the folder exists without `overwrite`. O(rows), plus the travel that the rule needs. */
MLG_API mlg_status mlg_compare_zonings(char **out, const char *study_path, const mlg_zoning_options *options,
                                       mlg_format format, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_compare_options {
    const char *output_folder; /* created, or replaced as a whole with `overwrite` */
    bool overwrite;
    mlg_plan *plan;        /* NULL, or a dry run */
    mlg_progress progress; /* asks whether to go on */
} mlg_compare_options;

/* Compares two results, studies that have been run: a study and a scenario of it, two scenarios, two years, two zonings. Writes
 * comparaison.gpkg (the second result with the tables comparaison*), comparaison.html and comparaison.xlsx; the text lists who is on which side
 * of each threshold before and after, who gains and who loses, and what only one of the two holds. Communes meet by their codes. MLG_DATA: no
 * commune in common. MLG_INPUT: no such study, or the folder exists without `overwrite`. O(communes x measures log communes).
 *   a  GeoPackage of the state before
 *   b  GeoPackage of the state after */
MLG_API mlg_status mlg_compare_studies(char **out, const char *a, const char *b,
                                       const mlg_compare_options *options, mlg_format format,
                                       mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_series_options {
    const char *output_folder; /* created, or replaced as a whole with `overwrite` */
    bool untrusted;            /* the file comes from someone unknown: the studies it names stand in its folder */
    bool overwrite;
    mlg_plan *plan;        /* NULL, or a dry run */
    mlg_progress progress; /* asks whether to go on */
} mlg_series_options;

/* Follows a territory over several years, from one result a year or from vintages of the published APL (docs/series-file.md).
 * Writes serie.gpkg (the result of the last year with the tables serie*), serie.html and serie.xlsx; the text lists the indicators
 * of each year, targets and groups of communes. MLG_DATA: a year without any APL. MLG_INPUT: no such file or study, or the folder
 * exists without `overwrite`. O(years x communes).
 *   file  of kind: series */
MLG_API mlg_status mlg_make_series(char **out, const char *file, const mlg_series_options *options,
                                   mlg_format format, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_policy_options {
    mlg_write_options write;
    const char *rules; /* values of the policies; NULL: those that ship with Maillage */
} mlg_policy_options;

/* Writes a public policy as a scenario of a study that has been run (docs/methods/policies.md); *out sums it up and says whom it bears on,
 * NULL on failure, freed with mlg_free(). MLG_USAGE: no such policy. MLG_DATA: it changes nothing here. MLG_INPUT: no such study,
 * bad values, or the file exists without `overwrite`. O(communes^2 log communes), and what an optimisation takes.
 *   name  a word of docs/methods/policies.md
 *   path  of the scenario file to write */
MLG_API mlg_status mlg_write_policy(char **out, const char *name, const char *geopackage, const char *path,
                                    const mlg_policy_options *options, mlg_format format,
                                    mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_calibrate_options {
    const char *data_folder;                    /* as in mlg_run_options */
    bool untrusted;                             /* as in mlg_run_options */
    const char *origin, *destination, *minutes; /* columns of the matrix; NULL: the usual names */
    /* four columns of a matrix of points: longitude and latitude of the origin, then of the destination; NULL: from_lon, from_lat, to_lon
     * and to_lat where the file has them, and no `origin` is given */
    const char *coordinates;
    bool by_density;         /* print the fit of a speed for each density level */
    const char *page;        /* draw the times beside each other on a sheet of A4: .pdf or .svg; NULL: none */
    mlg_write_options write; /* of the page */
    int threads;
    mlg_progress progress;
} mlg_calibrate_options;

/* Compares the travel times of a study (its `travel:`) with those of a matrix of communes: number of pairs, bias, spread and
 * correlation by density class of the origin, and the worst pairs; in straight lines a terminal time and speeds fitted on half of the
 * origins. Pairs of points are compared in straight lines, by road and over land. Writes nothing but the page, whole or not at all. MLG_DATA: no pair in common. MLG_INPUT: the page exists without `overwrite`. O(pairs + travel from
 * each destination).
 *   matrix_path  a table of pairs, CSV or any format that GDAL reads */
MLG_API mlg_status mlg_calibrate(char **out, const char *study_path, const char *matrix_path,
                                 const mlg_calibrate_options *options, mlg_format format,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Lists the known datasets: what they provide and need, where they are published, producer, licence. O(datasets). */
MLG_API mlg_status mlg_sources(char **out, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_fetch_options {
    const char *folder; /* where the files go; NULL: the current folder */
    const char *list;   /* CSV of addresses and checksums (columns of geodata/downloads.csv); NULL: that file */
    bool overwrite;     /* download existing files again */
    bool update;        /* ask whether the files of earlier downloads have changed, and download those that have */
    mlg_plan *plan;     /* NULL, or a dry run, which downloads nothing */
    mlg_progress progress;
} mlg_fetch_options;

/* Downloads the files of a list and states for each its content, producer and licence. A file takes its name once it is complete and
 * verified, and the next call resumes an interrupted download. An existing file is kept when it matches the list, or the checksum of an
 * earlier download (SHA256SUMS of the folder). MLG_INPUT: any other file exists without `overwrite`, a download fails, a checksum
 * differs. MLG_USAGE: unknown name. O(bytes).
 *   names  sets, datasets or files, separated by commas; NULL only lists them */
MLG_API mlg_status mlg_fetch(char **out, const char *names, const mlg_fetch_options *options, mlg_format format,
                             mlg_error *err) MLG_MUST_CHECK;

/* Writes a commented study file to start from. MLG_INPUT: the file exists without `overwrite`, or cannot be written. O(1).
 *   path  of the study file to write */
MLG_API mlg_status mlg_new_study(const char *path, const mlg_write_options *options,
                                 mlg_error *err) MLG_MUST_CHECK;

/* The territory of a new study: exactly one of the first seven, by code or by name ("Lens-Liévin", "246200364"); case,
 * accents and words such as "CA de" are ignored. NULL: not given. */
typedef struct mlg_territory_options {
    const char *epci, *department, *region, *living_area;
    const char *communes;    /* codes or names, separated by commas; districts of Paris, Lyon and Marseille too */
    bool france;             /* the mainland and Corsica */
    const char *any;         /* a territory of any kind above */
    const char *data_folder; /* official files, recognised by their columns; NULL: what ships with Maillage */
    const char *
        ask; /* emergencies, maternities, nurses, deserts, need, sensitivity, zoning, antennas, rounds; NULL: usual ones */
    mlg_write_options write;
} mlg_territory_options;

/* Writes a study of a territory of France, valid as it stands. Files of `data_folder` replace the data of Maillage; one that would make
 * the study unreadable is left out, with the reason. MLG_USAGE: no such territory, or several; an unknown question. MLG_INPUT: as for
 * mlg_new_study(), or no such folder. O(communes of France), and what mlg_check() takes with `data_folder`.
 *   path  of the study file to write */
MLG_API mlg_status mlg_new_territory(const char *path, const mlg_territory_options *options,
                                     mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_place_options {
    const char *commune,
        *epci;               /* one of them, by code or by name; a name is first that of a commune of the study */
    const char *page;        /* .pdf or .svg: the sheet as a page of A4; NULL: none */
    mlg_write_options write; /* of the page */
} mlg_place_options;

/* Describes a commune or a group of communes: people, doctors, pharmacies, nurses, poverty against its département and France, with ranks and
 * tenths; access to care, deserts, zoning and priority neighbourhoods in a study that has been run. MLG_USAGE: no such place, or the study
 * does not report it. MLG_INPUT: not a study, or the page exists without `overwrite`. O(communes of France). */
MLG_API mlg_status mlg_place_info(char **out, const char *geopackage, const mlg_place_options *options,
                                  mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* Finds the word nearest to a misspelt one by edit distance, for "did you mean". Returns NULL when more than a third of the letters
 * differ. O(letters^2) per word.
 *   word  as typed
 *   words  candidates, terminated by NULL */
MLG_API const char *mlg_nearest_word(const char *word, const char *const *words);

/* ---- travel between any points ---------------------------------------------------------------------------- */

/* The time, in deciseconds, of a trip that has no route, or none within the limit asked for. */
#define MLG_UNREACHABLE INT32_MAX

/* The travel model of a study, opened for questions about any points of its plane, in straight lines or by road. Times equal those of
 * the tables of the study, to the decisecond. Use a handle from one thread at a time; several handles are independent. */
typedef struct mlg_router mlg_router;

/* Opens the travel model of a study. The density of a point is that of the place or facility at that point, else that of the commune
 * whose outline contains it, else unknown. MLG_INPUT: no such file, not a study, no network, or a study that travels by given times,
 * which cover no other points. MLG_USAGE: an `epsg` that is not that of the study. O(1); the first question by road reads the
 * network, O(its size).
 *   path  GeoPackage that mlg_run() wrote (when it travels by road, the `.network` beside it is read too), or a `.network` alone,
 *     with the defaults of a study; NULL: straight lines at the default speeds, unknown densities
 *   epsg  projected coordinate system of all coordinates, in metres; 0: that of the study, else 2154 */
MLG_API mlg_status mlg_router_open(mlg_router **out, const char *path, int epsg, mlg_error *err) MLG_MUST_CHECK;
MLG_API void mlg_router_close(mlg_router *router);

/* Name of the travel model: "crow" (straight lines) or "road". The string is static. O(1). */
MLG_API const char *mlg_router_model(const mlg_router *router);

/* EPSG code of the coordinates. O(1). */
MLG_API int mlg_router_epsg(const mlg_router *router);

/* Points of the plane, in metres, x to the east and y to the north. The arrays are borrowed. */
typedef struct mlg_positions {
    int32_t count;
    const double *x, *y; /* [count] */
} mlg_positions;

/* Computes travel times from some points to others. From a point to itself, the time is that of a trip within a place. By road,
 * one search per point of `from`, which ends once every point of `to` is settled: O(from x search); or, when that is expected to be
 * faster, a hierarchy built once and climbed: O(nodes + (from + to) x climb + from x to). MLG_INPUT: a coordinate is not a
 * finite number. MLG_USAGE: a negative limit. MLG_MEMORY: out of memory.
 *   time_ds  [from x to], deciseconds, one row per point of `from`; MLG_UNREACHABLE beyond the limit and for points far from any road
 *   from  origins
 *   to  destinations
 *   limit_ds  inclusive; MLG_UNREACHABLE: no limit */
MLG_API mlg_status mlg_router_times(int32_t *time_ds, mlg_router *router, const mlg_positions *from,
                                    const mlg_positions *to, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_matrix_options {
    const char *from,
        *to; /* each "communes" (NULL), "qpv", a service or a category of the study, or a file of points */
    double within_min; /* longest time, in minutes, inclusive; NaN: no limit */
    bool untrusted;    /* as in mlg_run_options */
    bool overwrite;
    mlg_plan *plan; /* NULL, or a dry run, which writes nothing */
    mlg_progress progress;
    /* by timetable only */
    const char *percentiles; /* "10,50,90": columns beside that of the study; NULL: none */
    bool detail;             /* also the journey behind the time of each pair */
    const char *mode;        /* name of a group of `modes` that travels; NULL: as the study */
    const char *data_folder; /* as in mlg_run_options */
    int threads;
} mlg_matrix_options;

/* Writes the travel times from one set of points to another, by the travel model of a study that has been run. A file of points is a
 * CSV file or any format that GDAL reads, with a column of codes (code, id, insee_com or code_qp) and point geometries, columns lon and
 * lat in degrees, or columns x and y in metres of the coordinate system of the study. The output is CSV (comma, decimal point, UTF-8),
 * one row per pair, by code of origin, then of destination: origin, destination, minutes (to 0.001), reason. A pair without a time has
 * empty `minutes` and the reason: no_route, origin_off_network, destination_off_network (no road within the snapping distance of the
 * study), beyond_limit. From a point to itself, the time is that of a trip within a place. The file is written under a temporary name
 * and renamed. The text counts the pairs by outcome.
 * By timetable the study file is given, which need not have been run, and timetables are asked themselves: `minutes` is the percentile
 * of the study over the departures of its window, `share` (0 to 1) that of the departures after which one is there in time, each pNN
 * another percentile in minutes; with `detail`, of the first departure that takes `minutes`: leaves (HH:MM), walking, riding, waiting
 * (minutes, together `minutes`), transfers, all empty where there is no such journey. Over land (travel.model: raster) the study file is
 * given too; a path that ends in .tif is a map: a GeoTIFF of 64-bit minutes from each cell to the nearest point of `to`, or from the nearest
 * of `from` where only that is given; no data on barriers and where there is no way. MLG_INPUT: not a study, one that has not been run, has changed since or travels by given
 * times; no such set of points, a point without code or position, a duplicate code; an existing output without `overwrite`. MLG_USAGE: a limit
 * out of range, an output that is neither .csv nor, over land, .tif. MLG_CANCELLED, MLG_MEMORY. Time as mlg_router_times(); memory 16 MiB of times or one row,
 * whichever is more.
 *   study  GeoPackage of a study, or its study file: the GeoPackage that its outputs name is read
 *   path  of the CSV file */
MLG_API mlg_status mlg_write_matrix(char **out, const char *study, const char *path,
                                    const mlg_matrix_options *options, mlg_format format,
                                    mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_journey_options {
    const char *from,
        *to; /* each the code of a commune, a neighbourhood or a facility of the study, or "longitude,latitude" */
    const char *depart, *arrive; /* "HH:MM", one of them; neither: the hours of the study */
    const char *until;           /* with `depart`: journeys that leave before; NULL: the first one */
    const char *date;            /* "YYYY-MM-DD"; NULL: that of the study */
    const char *mode;            /* name of a group of `modes` that travels; NULL: as the study */
    const char *data_folder;     /* as in mlg_run_options */
    bool untrusted;
    int threads;
    mlg_progress progress;
} mlg_journey_options;

/* Journeys by the timetables of a study, leg by leg: of each, when one leaves (as late as the first vehicle allows) and arrives, minutes
 * on foot, on board and waiting, transfers; of each leg, hours, stops, and the trips of the feeds. Of journeys that arrive at one time, the
 * one with the fewest transfers; a journey that another one leaves after and is not later than is not listed. Times of lines known by
 * their frequency only are one draw, which is said. The study need not have been run. `*out` is freed with mlg_free(). MLG_USAGE: an hour or a
 * date that is none, a departure and an arrival. MLG_INPUT: the study, or the group, does not travel by timetable, no such point, no trip on that
 * day, errors of loading. MLG_CANCELLED, MLG_MEMORY. O(loading + one search a minute of the period).
 *   study  its study file */
MLG_API mlg_status mlg_journeys(char **out, const char *study, const mlg_journey_options *options,
                                mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* ---- sharing out the travel times of a study --------------------------------------------------------------- */

/* The travel times of a large study by road, computed in parts by any number of processes or machines that see the same folder, under
 * any scheduler: plan once, compute each part, merge, then run the study, which finds every time already there. Part k of n is the rows of
 * times of the k-th of n equal slices of its sites (every commune and every facility, in a fixed order), up to the longest limit that its
 * analyses ask for. By timetable, where searches go out from places (towards sites by hours of departure, or from them by hours of arrival),
 * the slices are of the places, to all sites, up to the longest trip. Each part is one file beside the GeoPackage, "name.k-of-n.times", written whole or not at all: a part whose process died
 * is computed again, the others are not. The rows, and so all that the study finds, are the same bits as without parts. A part reads
 * the study and its sources, and maps the network prepared by the plan: the pages are shared by the processes of a machine.
 *
 * All three take the options of mlg_run(), of which the scenario and `overwrite` are not used, and return a summary to be freed
 * with free(). MLG_INPUT: as mlg_run() for loading and for roads; the study travels by straight lines or given times. MLG_CANCELLED, MLG_MEMORY. */

/* Prepares the network beside the GeoPackage for that many parts, where sweeps pay, and says what each part holds.
 * MLG_USAGE: fewer parts than 1, or more than sites or places to share out. O(the preparation of the network).
 *   study  study file
 *   parts  number of parts */
MLG_API mlg_status mlg_shard_plan(char **out, const char *study, int32_t parts, const mlg_run_options *options,
                                  mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* Computes a part, unless its file is already there. MLG_USAGE: no such part. MLG_INPUT also: the file cannot be written. Time as the rows
 * of its sites; memory 8 bytes per pair of a site of the part and a place within the limit.
 *   study  study file
 *   part  from 1
 *   parts  number of parts, as planned */
MLG_API mlg_status mlg_shard_run(char **out, const char *study, int32_t part, int32_t parts,
                                 const mlg_run_options *options, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* Puts the times of all parts into the file that mlg_run() reads. MLG_INPUT also: a part is missing, damaged, or was made from another
 * network, other places or other sites than those of the study today; all missing parts are named. The parts are left for the
 * caller to delete. O(bytes of the parts), which are all held in memory.
 *   study  study file
 *   parts  number of parts, as planned */
MLG_API mlg_status mlg_shard_merge(char **out, const char *study, int32_t parts, const mlg_run_options *options,
                                   mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* Bytes allocated by the library, freed with mlg_free(bytes). */
typedef struct mlg_blob {
    void *bytes;
    size_t size;
} mlg_blob;

typedef struct mlg_isochrone_options {
    double resolution_m; /* by road, cell size of the drawing, at least 1; 0: 100 */
    double reach_m;      /* by road, how far off a road land still counts as reached; 0: 300 */
} mlg_isochrone_options;

/* Draws isochrones: the land within given travel times of a point, in the direction of the study, else towards the point.
 * In straight lines, they cover the communes of the study that have an outline, neighbours included; without a study each is a disc.
 * MLG_INPUT: a coordinate is not a finite number. MLG_USAGE: minutes not strictly increasing, an option out of range, a drawing of more
 * than 2^26 cells. MLG_MEMORY: out of memory. By road O(search + area / resolution^2), else O(communes reached).
 *   out  [count] multipolygons as GeoPackage binary, each containing the previous one, empty where nothing is reached; all NULL on
 *     failure
 *   x  of the point, m
 *   y  of the point, m
 *   minutes  [count], strictly increasing
 *   count  number of isochrones
 *   options  NULL: the defaults */
MLG_API mlg_status mlg_router_isochrones(mlg_blob *out, mlg_router *router, double x, double y,
                                         const double *minutes, int32_t count,
                                         const mlg_isochrone_options *options, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_near_site {
    char *code, *label;
    double x, y;
    int32_t time_ds;
} mlg_near_site;

/* Sites, nearest first. Freed with mlg_near_sites_release(). */
typedef struct mlg_near_sites {
    mlg_near_site *items;
    int32_t count;
} mlg_near_sites;

/* Finds the nearest sites of a study. Ties are broken in favour of sites of supply, then by code. MLG_INPUT: the handle was opened
 * without a study, the study has nothing under that name, a coordinate is not a finite number. MLG_USAGE: `most` below 1, a negative
 * limit. MLG_MEMORY: out of memory. By road O(search), else O(sites).
 *   what  a service of the study (sites are the centres of communes that offer it) or a category of its facilities
 *   x  of the point, m
 *   y  of the point, m
 *   most  maximum number of sites
 *   limit_ds  inclusive; MLG_UNREACHABLE: no limit
 *   sites  what mlg_router_nearest() has filled, also after a failure */
MLG_API mlg_status mlg_router_nearest(mlg_near_sites *out, mlg_router *router, const char *what, double x,
                                      double y, int32_t most, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;
MLG_API void mlg_near_sites_release(mlg_near_sites *sites);

typedef struct mlg_access_request {
    mlg_positions places;
    const double *persons; /* [places], >= 0; standardised by age where age should count */
    mlg_positions sites;
    const double *supply; /* [sites], >= 0: acts per year, full-time equivalents... */
    const char *measure;  /* as in a study file; NULL: apl */
    const char *decay;    /* as in a study file; NULL: that of the measure, apl-2015 for apl */
    int threads;          /* 0: one per processor; results do not depend on it */
} mlg_access_request;

/* Computes the access of places to sites. A site located at a place is reached from there in the time of a trip within a place.
 * MLG_USAGE: unknown measure or decay, or a measure whose figures are those of sites. MLG_INPUT: a coordinate is not a finite number, an
 * amount is negative or not a number. MLG_DATA: no answer. MLG_MEMORY: out of memory. O(travel from each site within the decay).
 *   access  [places], for apl in units of supply per person; 0 where no site is within reach
 *   request  places, sites, measure and decay */
MLG_API mlg_status mlg_router_access(double *access, mlg_router *router, const mlg_access_request *request,
                                     mlg_error *err) MLG_MUST_CHECK;

/* ---- rules on their own -------------------------------------------------------------------------------------- */

/* Travel time of a straight-line trip at the default speeds, to the decisecond: 120 s + 1.25 x distance / speed, where each end sets the
 * speed over half of the distance. MLG_USAGE: a distance that is negative or not a number, an unknown density level. O(1).
 *   minutes  the result
 *   distance_m  straight-line distance, metres
 *   density_from  level 1 to 7 of the INSEE communal density grid, 0 if unknown
 *   density_to  the same at the other end */
MLG_API mlg_status mlg_crow_minutes(double *minutes, double distance_m, int density_from, int density_to,
                                    mlg_error *err) MLG_MUST_CHECK;

/* Weight of a trip under a distance decay; 0 beyond the end of the decay. MLG_USAGE: unknown decay, minutes negative or not a number.
 * O(steps).
 *   weight  the result, in [0, 1]
 *   decay  "apl-cosine" (from 1 down to 0 at 18 minutes), "apl-2015" (1 up to 10 minutes, 2/3 to 15, 1/3 to 20) or another name that study files accept
 *   minutes  of travel */
MLG_API mlg_status mlg_decay_minutes(double *weight, const char *decay, double minutes,
                                     mlg_error *err) MLG_MUST_CHECK;

/* Class of an access figure. A value equal to a break belongs to the upper class, as 2.5 is not under-served for the DREES. MLG_USAGE:
 * breaks not strictly increasing. O(breaks).
 *   class_number  1 below breaks[0], k + 1 from breaks[k - 1] on; 0 for NaN
 *   access  any figure
 *   breaks  [count], strictly increasing; NULL: 1.5, 2.5, 3.5, 4.5 consultations per year and person, those of the maps
 *   count  number of breaks; ignored when `breaks` is NULL */
MLG_API mlg_status mlg_access_class(int32_t *class_number, double access, const double *breaks, int32_t count,
                                    mlg_error *err) MLG_MUST_CHECK;

#ifdef __cplusplus
}
#endif
#endif
