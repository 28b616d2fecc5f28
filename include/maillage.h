/* Maillage: access to care, medical deserts, zoning and siting for French territories.
 *
 * The whole public interface of libmaillage. Conventions, true of every function here:
 *  - fallible functions return a mlg_status that must be checked; outputs come first, the error last;
 *  - `mlg_error` lives on the caller's stack and may be NULL when the caller does not want the words;
 *  - `open`/`close` touch files, `new`/`free` give and take handles, `init`/`release` serve structs the
 *    caller allocates; every `free` and `close` accepts NULL;
 *  - strings are UTF-8; codes (INSEE, FINESS, TVS, QPV) are text; persons and rates are `double`; times are
 *    integer deciseconds; lengths are metres; "no access" is 0, "unknown" is NaN or NULL, never -1;
 *  - handles are not shared between threads; results do not depend on the number of threads.
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
#define MLG_API __attribute__((visibility("default")))
#define MLG_MUST_CHECK __attribute__((warn_unused_result))
#define MLG_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define MLG_FORMAT_ARG(n) __attribute__((format_arg(n)))
#else
#define MLG_API
#define MLG_MUST_CHECK
#define MLG_PRINTF(f, a)
#define MLG_FORMAT_ARG(n)
#endif

/* ---- arguments that recur ------------------------------------------------------------------------------- */

/* What they mean wherever they stand; other arguments are told with their function.
 *   err  where the words of a failure go, on the stack of the caller; NULL when they are not wanted
 *   out  the answer; on failure empty or NULL, unless said otherwise; a text is freed with mlg_free()
 *   format  MLG_TEXT for people, MLG_JSON for programs
 *   options  as its type says; never NULL unless said otherwise
 *   study_path  path of the study file
 *   geopackage  path of the GeoPackage of a study that was run
 *   transport  an open one; not const, for it keeps what it has read
 *   plan  NULL, or a dry run: filled with what would be read and written, released with mlg_plan_release()
 */

/* ---- status and error ------------------------------------------------------------------------------- */

/* What happened; mlg_exit_code() turns it into the exit code of the program. */
typedef enum mlg_status {
    MLG_OK = 0,
    MLG_DATA = 1,       /* the data or a computation does not allow an answer: exit 1 */
    MLG_USAGE = 2,      /* an option or a parameter is wrong: exit 2 */
    MLG_INPUT = 3,      /* an input is missing or invalid, or an output stands in the way: exit 3 */
    MLG_MEMORY = 4,     /* out of memory: exit 1 */
    MLG_CANCELLED = 130 /* the caller asked to stop: exit 130 */
} mlg_status;

/* One line that says what, where and which value, and one hint that says what to do (may be empty). */
typedef struct mlg_error {
    mlg_status status;
    char message[768];
    char hint[384];
} mlg_error;

/* The exit code of a program that ends with a status: 0, 1, 2, 3 or 130.
 *   status  any, of any function */
MLG_API int mlg_exit_code(mlg_status status);

/* Version of the library, as "major.minor.patch". The string is static. */
MLG_API const char *mlg_version(void);

/* ---- language --------------------------------------------------------------------------------------- */

/* The language of messages and of reports (page, workbook, QGIS project), of the whole process: "fr" or "en". NULL: messages in
 * that of LANGUAGE, LC_ALL, LC_MESSAGES or LANG, reports in French. Before any call messages are in English, reports in French.
 * Names of tables and columns, codes and the keys of JSON are the same in all. Calls no setlocale(). MLG_USAGE: another language.
 *   language  "fr", "en" or NULL */
MLG_API mlg_status mlg_set_language(const char *language, mlg_error *err) MLG_MUST_CHECK;

/* A message of the program in that language; `id`, the English text, when it is unknown. NULL gives NULL.
 *   id  a message as the sources have it */
MLG_API const char *mlg_tr(const char *id) MLG_FORMAT_ARG(1);

/* ---- progress ----------------------------------------------------------------------------------------- */

/* Called from the thread that called the library. `fraction` is in [0, 1], or NaN when the end is unknown.
 * Returning false cancels the work: the call in progress returns MLG_CANCELLED and nothing is written. */
typedef bool (*mlg_progress_fn)(void *context, const char *stage, double fraction);

typedef struct mlg_progress {
    mlg_progress_fn report; /* NULL: no report, no cancel */
    void *context;
} mlg_progress;

/* ---- dry runs ----------------------------------------------------------------------------------------- */

/* A file, or a folder, that a dry run would read or write. */
typedef struct mlg_planned {
    char *path;
    int64_t bytes; /* of what stands there now; -1: nothing does */
    bool written;
} mlg_planned;

/* What is read first. `{ 0 }` is empty. */
typedef struct mlg_plan {
    mlg_planned *files;
    size_t count, room;
} mlg_plan;

/* Frees what a dry run has filled, and leaves it empty. */
MLG_API void mlg_plan_release(mlg_plan *plan);

/* ---- running a study ------------------------------------------------------------------------------------ */

typedef struct mlg_run_options {
    const char *data_folder;   /* folder of the data files; NULL: that of the study file */
    const char *output_folder; /* folder of the outputs; NULL: that of the study file */
    bool overwrite;            /* replace outputs that exist; unchanged stages of a study made before are kept */
    bool dry_run;              /* read and check everything, say what would be done, write nothing */
    int threads;               /* 0: one a processor */
    mlg_progress progress;
} mlg_run_options;

typedef struct mlg_run_stage {
    const char *name; /* load, access, desert, ... */
    bool redone;      /* false: its inputs and parameters had not changed */
    /* in a dry run what it took the last time, with whatever inputs; NaN: it was never done here */
    double seconds;
    const char *summary; /* one line: what it found */
} mlg_run_stage;

/* What travel by road cost a run: rows are the times of one site to all places. All 0 when nothing travelled by road. */
typedef struct mlg_run_travel {
    int64_t searched;   /* rows, each by a search of its own */
    int64_t swept;      /* rows, many at once by the prepared network */
    int64_t nearest;    /* searches from all sites at once, for the nearest */
    int64_t isochrones; /* drawn, each by one search */
    int64_t kept;       /* rows and nearest sites computed before, in this run or an earlier one */
} mlg_run_travel;

/* Filled by mlg_run(); strings live until mlg_run_result_release(). */
typedef struct mlg_run_result {
    mlg_run_stage *stages;
    int32_t stage_count;
    /* written, or that a dry run would write; absolute or relative as the study file and the options say */
    char **files;
    int32_t file_count;
    char *geopackage; /* the one among them that holds the study; NULL in a dry run */
    mlg_run_travel travel;
    mlg_plan plan; /* of a dry run */
    char **notes; /* lines for people: the engine and why, files kept beside the study that had to be made again */
    int32_t note_count;
} mlg_run_result;

/* Reads the study file, loads what it names, runs the stages it asks for and writes its outputs. All outputs are
 * written aside and renamed at the end: a run that fails, is cancelled or killed leaves what stood before.
 * MLG_INPUT: a file missing, invalid, or an output in the way without `overwrite`. MLG_DATA: the data allow no answer.
 * Results do not depend on `threads`.
 *   result  what mlg_run() has filled, also after a failure */
MLG_API mlg_status mlg_run(mlg_run_result *out, const char *study_path, const mlg_run_options *options,
                           mlg_error *err) MLG_MUST_CHECK;
MLG_API void mlg_run_result_release(mlg_run_result *result);

/* ---- texts for people and programs --------------------------------------------------------------------- */

typedef enum mlg_format { MLG_TEXT, MLG_JSON } mlg_format;

/* Frees a text or the bytes of a blob that the library gave.
 *   text  NULL does nothing */
MLG_API void mlg_free(void *text);

/* What a study GeoPackage holds: territory, sources, conventions, main findings (worst-served communes, deserts,
 * proposed sites with their gap), stages and rejects. */
MLG_API mlg_status mlg_info(char **out, const char *geopackage, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* Siting answers of a study: sites, bounds and gaps, next-best sets, who gains. `path`: the GeoPackage of a study that was run,
 * or a study file, of which only what siting needs is computed and nothing is written (data_folder, threads and progress of
 * the options are used). MLG_INPUT: the study asks for no siting; otherwise as mlg_run().
 *   path  of a study GeoPackage or a study file */
MLG_API mlg_status mlg_site(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                            mlg_error *err) MLG_MUST_CHECK;

/* Result tables of a study, by name: communes, qpv, deserts, desert_bilan, sites, bilans, gains, fronts, variantes, affectation, zonage, bassins,
 * bassin_sites, bassin_nombre, conventions, sources, rejets. MLG_USAGE: no such table.
 *   tables  names, ended by NULL */
MLG_API mlg_status mlg_list(char **out, const char *geopackage, const char *const *tables, mlg_format format,
                            mlg_error *err) MLG_MUST_CHECK;

/* Writes the page of a study that was run, in the language of reports; none of its sources is needed. With a `plan` nothing is
 * written, and it is filled. MLG_INPUT: no study, or a file in the way without `overwrite`.
 *   path       of the page
 *   overwrite  a page may stand there: it is replaced */
MLG_API mlg_status mlg_report(const char *geopackage, const char *path, bool overwrite, mlg_plan *plan,
                              mlg_error *err) MLG_MUST_CHECK;

/* Writes the QGIS project of a study anew, so that it finds its layers under the name the file has now; projects of users stay.
 * With a `plan` nothing is written, and it is filled. MLG_INPUT: no study. */
MLG_API mlg_status mlg_relink(const char *geopackage, mlg_plan *plan, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_export_options {
    const char *layers; /* names separated by commas; NULL: all that people read and that hold rows */
    const char *format; /* gpkg, shapefile, geojson, flatgeobuf, postgis; NULL: told by the name of the output */
    const char *schema; /* of PostGIS; NULL: maillage */
    int crs;            /* EPSG code; 0: that of the study, 4326 for GeoJSON */
    bool overwrite;
    mlg_plan *plan; /* a dry run: filled, nothing is written, no database is asked; NULL: none */
    mlg_progress progress;
} mlg_export_options;

/* Hands over the layers and tables of a study that people read; reads nothing but the study. `to`: a GeoPackage (with styles, metadata and
 * the QGIS project), a folder or a .zip of shapefiles, GeoJSON or FlatGeobuf (with styles and a page of columns and licences), one
 * .geojson or .fgb, or "PG:dbname=..." (tables of one schema with comments, indexes and styles, in one transaction). Files are written
 * aside and renamed; others in a folder stay. The text lists layers and rows. MLG_INPUT: no study, an output in the way without
 * `overwrite`, no connection. MLG_USAGE: unknown layer or format.
 *   to  where: a path, or PG: and what libpq reads */
MLG_API mlg_status mlg_export(char **out, const char *geopackage, const char *to,
                              const mlg_export_options *options, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_table_options {
    const char *sheets; /* names separated by commas; NULL: all */
    /* xlsx, csv (commas, decimal point, plain names), csv-fr; NULL: xlsx or csv-fr, as the name of the output
     * says */
    const char *format;
    bool overwrite;
    mlg_plan *plan; /* a dry run: filled, nothing is written; NULL: none */
} mlg_table_options;

/* Writes the tables of a study: a .xlsx (an index, then a sheet a table that has rows, by theme), one .csv of one table, or a folder of
 * CSV files. Written aside and renamed. MLG_INPUT: no study, an output in the way. MLG_USAGE: unknown table or format.
 *   to  .xlsx, .csv or a folder */
MLG_API mlg_status mlg_export_tables(const char *geopackage, const char *to, const mlg_table_options *options,
                                     mlg_error *err) MLG_MUST_CHECK;

/* Reads a study file and opens every source it names: columns found and missing, rows, coordinate system. Writes
 * nothing. The first fault is the error. A data file (.csv, .zip, .gpkg, .xlsx ...) instead of a study: which known data set
 * it is, what it gives, what is wrong with it: with a fault, MLG_INPUT and `*out` as well. data_folder and progress of the options
 * are used. */
MLG_API mlg_status mlg_check(char **out, const char *study_path, const mlg_run_options *options, mlg_format format,
                             mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_access_options {
    const char *data_folder; /* as in mlg_run_options; for a study file */
    bool compare;            /* beside the published accessibility that the study loads */
    int threads;
    mlg_progress progress;
} mlg_access_options;

/* The accessibility of a study, a GeoPackage or a study file (then computed, and kept nowhere): each measure with its means,
 * spread and worst-served communes, and its conventions. With `compare`, by vintage and density class: correlation (Pearson,
 * Spearman), bias, root mean square, shares within a tenth, largest differences, codes on one side only with their people.
 * MLG_DATA: no measure, or nothing published to compare with.
 *   study  path of a study GeoPackage or a study file */
MLG_API mlg_status mlg_access_report(char **out, const char *study, const mlg_access_options *options,
                                     mlg_format format, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_zoning_options {
    const char *data_folder;   /* as in mlg_run_options */
    const char *geopackage;    /* the study that was run; NULL: that of the study file */
    const char *output_folder; /* made, or replaced whole with `overwrite` */
    const char *a, *b;         /* in_force, rule, or a scenario file, relative to the study file */
    bool overwrite;
    bool force; /* passes over what the rule refuses, and records it */
    int threads;
    mlg_progress progress;
    mlg_plan *plan; /* a dry run: filled, nothing is compared nor written; NULL: none */
} mlg_zoning_options;

/* Compares two zonings of a study that has been run and writes what an ARS files of the second: zonage.gpkg (the study with the
 * tables of the comparison), zonage.xlsx, zonage_drees.csv (layout of the DREES), carte.svg, carte.pdf, annexe.fodt, annexe.md.
 * The text tells gauges, flows, aids and changes. The study itself is left alone. MLG_DATA: a change that the rule refuses, with
 * its place and reason. */
MLG_API mlg_status mlg_compare_zonings(char **out, const char *study_path, const mlg_zoning_options *options,
                                       mlg_format format, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_calibrate_options {
    const char *data_folder;                    /* as in mlg_run_options */
    const char *origin, *destination, *minutes; /* columns of the matrix; NULL: the usual names */
    int threads;
    mlg_progress progress;
} mlg_calibrate_options;

/* Compares the travel times of a study (its `travel:`) with those of a file of pairs of communes: number, bias, spread and
 * correlation by density class of the origin, and the worst pairs. Writes nothing. MLG_DATA: no pair in common.
 *   matrix_path  a file of pairs, CSV or what GDAL reads */
MLG_API mlg_status mlg_calibrate(char **out, const char *study_path, const char *matrix_path,
                                 const mlg_calibrate_options *options, mlg_format format,
                                 mlg_error *err) MLG_MUST_CHECK;

/* The datasets the engine knows: what they provide and need, where they are published, producer, licence. */
MLG_API mlg_status mlg_sources(char **out, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_fetch_options {
    const char *folder; /* the files are put in; NULL: the current one */
    const char *list;   /* CSV of addresses and checksums (columns of geodata/downloads.csv); NULL: that one */
    bool overwrite;     /* fetch again what is there */
    bool dry_run;       /* fetch nothing */
    mlg_progress progress;
} mlg_fetch_options;

/* Downloads the files of a list and says what each is, whose, under which licence. A file stands under its name once it is whole and verified; one that was
 * cut is gone on with by the next call; one that is there is kept when it is the one of the list or the one fetched before
 * (SHA256SUMS of the folder), else MLG_INPUT without `overwrite`.
 *   names  sets, data sets or files, separated by commas; NULL only lists them */
MLG_API mlg_status mlg_fetch(char **out, const char *names, const mlg_fetch_options *options, mlg_format format,
                             mlg_error *err) MLG_MUST_CHECK;

/* Writes a commented starting study file; with a `plan` it is filled instead. MLG_INPUT when the file exists and `overwrite` is
 * false.
 *   path  where it is written
 *   overwrite  replaces what stands there */
MLG_API mlg_status mlg_new_study(const char *path, bool overwrite, mlg_plan *plan, mlg_error *err) MLG_MUST_CHECK;

/* The word nearest to a misspelt one by edit distance, for "did you mean"; NULL when none is near: more than a third of the letters
 * differ. O(letters squared) a word.
 *   word  what was written
 *   words  what there is, ended by NULL */
MLG_API const char *mlg_nearest_word(const char *word, const char *const *words);

/* ---- travel between any points ---------------------------------------------------------------------------- */

/* A time in deciseconds that stands for: no way, or none within the limit asked for. */
#define MLG_UNREACHABLE INT32_MAX

/* How one travels in a study, opened for questions about any points of its plane, by straight lines or by road. Times are those of
 * the tables of the study, to the decisecond. One thread at a time; several handles are independent. */
typedef struct mlg_transport mlg_transport;

/* Opens the travel model of a study. A study says how dense a point is: as the place or facility that stands there, else as the
 * commune whose outline holds it, else unknown. MLG_INPUT: no such file, not a study, no network, a study that travels by given times,
 * which say nothing of points. MLG_USAGE: another `epsg` than that of the study. O(1); the first question by road reads the network,
 * O(its size).
 *   path  GeoPackage of a study that was run (when it travels by road, the `.network` beside it is read too), or a `.network` by
 *     itself, with the defaults of a study; NULL: straight lines at the default speeds, densities unknown
 *   epsg  system of all coordinates, in metres; 0: that of the study, else 2154 */
MLG_API mlg_status mlg_transport_open(mlg_transport **out, const char *path, int epsg,
                                      mlg_error *err) MLG_MUST_CHECK;
MLG_API void mlg_transport_close(mlg_transport *transport);

/* "crow" or "road". The string is static. */
MLG_API const char *mlg_transport_model(const mlg_transport *transport);

/* EPSG code of the coordinates. */
MLG_API int mlg_transport_epsg(const mlg_transport *transport);

/* Points of the plane, metres, x to the east, y to the north. Borrowed. */
typedef struct mlg_positions {
    int32_t count;
    const double *x, *y; /* [count] */
} mlg_positions;

/* Times from some points to others. From a point to itself: the time within a place. MLG_INPUT: a coordinate that is no number.
 * MLG_USAGE: a limit below 0. MLG_MEMORY. By road O(one search a point of `from`, which ends once all of `to` are reached).
 *   time_ds  [from x to], deciseconds, a row a point of `from`; MLG_UNREACHABLE above the limit and for points without a road near
 *   from  where trips start
 *   to  where they end
 *   limit_ds  included; MLG_UNREACHABLE: no limit */
MLG_API mlg_status mlg_transport_times(int32_t *time_ds, mlg_transport *transport, const mlg_positions *from,
                                       const mlg_positions *to, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;

/* Bytes of the library's, freed with mlg_free(bytes). */
typedef struct mlg_blob {
    void *bytes;
    size_t size;
} mlg_blob;

typedef struct mlg_isochrone_options {
    double resolution_m; /* by road, detail of the drawing, at least 1; 0: 100 */
    double reach_m;      /* by road, land beside a road counts so far off it; 0: 300 */
} mlg_isochrone_options;

/* Land within so many minutes of a point, in the direction of the study, else of those who come to it. In straight lines: over the
 * communes of the study that have an outline, neighbours too; without a study a disc. MLG_INPUT: a coordinate that is no number.
 * MLG_USAGE: minutes that do not rise, an option out of range, a drawing of more than 2^26 points. MLG_MEMORY. By road O(search + area /
 * resolution^2), else O(communes met).
 *   out  [count] multipolygons as a GeoPackage stores them, each holding the one before, empty where nothing is reached; all NULL on
 *     failure
 *   x  of the point, m
 *   y  of the point, m
 *   minutes  [count], rising
 *   count  how many
 *   options  NULL: the defaults */
MLG_API mlg_status mlg_transport_isochrones(mlg_blob *out, mlg_transport *transport, double x, double y,
                                            const double *minutes, int32_t count,
                                            const mlg_isochrone_options *options, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_near_site {
    char *code, *label;
    double x, y;
    int32_t time_ds;
} mlg_near_site;

/* Sites, nearest first. Released with mlg_near_sites_release(). */
typedef struct mlg_near_sites {
    mlg_near_site *items;
    int32_t count;
} mlg_near_sites;

/* The nearest sites of a study. Equal times: those of supply first, then by code. MLG_INPUT: the transport is of no study, nothing in it
 * goes by that name, a coordinate that is no number. MLG_USAGE: `most` below 1, a limit below 0. MLG_MEMORY. O(one search, or sites).
 *   what  a service of its supply (the centres of communes that offer it) or a category of its facilities
 *   x  of the point, m
 *   y  of the point, m
 *   most  how many at most
 *   limit_ds  included; MLG_UNREACHABLE: no limit
 *   sites  what mlg_transport_nearest() has filled, also after a failure */
MLG_API mlg_status mlg_transport_nearest(mlg_near_sites *out, mlg_transport *transport, const char *what, double x,
                                         double y, int32_t most, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;
MLG_API void mlg_near_sites_release(mlg_near_sites *sites);

typedef struct mlg_access_request {
    mlg_positions places;
    const double *persons; /* [places] standardised ones where ages should count; >= 0 */
    mlg_positions sites;
    const double *supply; /* [sites] >= 0: acts a year, full-time equivalents... */
    const char *measure;  /* as in a study file; NULL: apl */
    const char *decay;    /* as in a study file; NULL: that of the measure, apl-2015 for apl */
    int threads;          /* 0: one a processor; the figures are the same */
} mlg_access_request;

/* Access of places to sites. A site that stands where a place does is reached from there in the time within a place. MLG_USAGE: no such
 * measure or decay, or a measure whose figures are of sites. MLG_INPUT: a coordinate that is no number, an amount that is none or below 0.
 * MLG_DATA, MLG_MEMORY. O(travel from each site within the decay).
 *   access  [places], for apl in units of supply a person; 0 where none is within reach
 *   request  places, sites, measure and decay */
MLG_API mlg_status mlg_transport_access(double *access, mlg_transport *transport,
                                        const mlg_access_request *request, mlg_error *err) MLG_MUST_CHECK;

/* ---- rules by themselves -------------------------------------------------------------------------------------- */

/* Minutes of a trip in a straight line by the default speeds, to the decisecond: 60 s + 1.35 x distance / speed, where the speed is that
 * of both ends, half of the way at each. MLG_USAGE: a distance below 0 or no number, a level that is none. O(1).
 *   minutes  the answer
 *   distance_m  straight length, metres
 *   density_from  level 1 to 7 of the INSEE communal grid, 0 unknown
 *   density_to  the same at the other end */
MLG_API mlg_status mlg_crow_minutes(double *minutes, double distance_m, int density_from, int density_to,
                                    mlg_error *err) MLG_MUST_CHECK;

/* Weight of care that is so many minutes away; 0 beyond the end of the decay. MLG_USAGE: no such decay, minutes below 0 or no number.
 * O(steps).
 *   weight  the answer, in [0, 1]
 *   decay  "apl-2015" (1 up to 10 minutes, 2/3 to 15, 1/3 to 20; IRDES working paper 70) or another that study files know
 *   minutes  of travel */
MLG_API mlg_status mlg_decay_minutes(double *weight, const char *decay, double minutes,
                                     mlg_error *err) MLG_MUST_CHECK;

/* Class of an access. A value at a break is in the upper class, as 2.5 is not under-served for the DREES. MLG_USAGE: breaks that do not
 * rise. O(breaks).
 *   class_number  1 below breaks[0], k + 1 from breaks[k - 1] on; 0 for NaN
 *   access  any figure
 *   breaks  [count], rising; NULL: 1.5, 2.5, 3.5, 4.5 consultations a year and person, those of the maps
 *   count  how many; not looked at without breaks */
MLG_API mlg_status mlg_access_class(int32_t *class_number, double access, const double *breaks, int32_t count,
                                    mlg_error *err) MLG_MUST_CHECK;

#ifdef __cplusplus
}
#endif
#endif
