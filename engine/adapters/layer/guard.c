/* What GDAL may do with an untrusted file: drivers, the network, files beside it. */
#include "adapters/layer/inner.h"

#include "adapters/db/guard.h"
#include "base/os/file.h"
#include "base/os/thread.h"
#include "base/path.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_http.h>
#include <gdal.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- GDAL's messages ------------------------------------------------------------------------------------ */

static void CPL_STDCALL keep_words(CPLErr kind, CPLErrorNum number, const char *message)
{
    mlg_hush *hush = CPLGetErrorHandlerUserData();
    (void)number;
    if (kind < CE_Failure)
        return;
    hush->failed = true;
    snprintf(hush->message, sizeof hush->message, "%s", message);
}

void mlg_hush_enter(mlg_hush *hush)
{
    *hush = (mlg_hush){ .failed = false };
    mlg_sqlite_guard_tick();
    CPLPushErrorHandlerEx(keep_words, hush);
}

void mlg_hush_leave(void)
{
    CPLPopErrorHandler();
    CPLErrorReset();
}

/* GDAL would write the size of what it unpacked beside the file. */
static void register_drivers(void)
{
    CPLSetConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO");
    GDALAllRegister();
}

void mlg_gdal_ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_drivers);
}

/* ---- drivers -------------------------------------------------------------------------------------------- */

static const char *const sheets[] = { "XLSX", "ODS", "XLS", NULL };

/* Absent on purpose: OGR_VRT and its like, which name other sources; WFS, OAPIF, HTTP and other services;
 * PostgreSQL and other servers; NAS, GMLAS and Interlis, whose XML parser resolves external entities. */
static const char *const formats[] = {
    "GPKG",        "ESRI Shapefile", "GeoJSON", "GeoJSONSeq", "TopoJSON", "ESRIJSON",
    "FlatGeobuf",  "MapInfo File",   "GML",     "KML",        "LIBKML",   "GPX",
    "OpenFileGDB", "SQLite",         "Parquet", "Arrow",      NULL
};

/* A folder: other drivers would read any file in it. */
static const char *const folders[] = { "OpenFileGDB", NULL };

const char *const *mlg_guard_drivers(const char *path)
{
    if (mlg_path_ends_with(path, ".gdb"))
        return folders;
    for (const char *const *ending = (const char *const[]){ ".xlsx", ".ods", ".xls", NULL }; *ending; ending++)
        if (mlg_path_ends_with(path, *ending))
            return sheets;
    return formats;
}

bool mlg_guard_is_sheet(const char *driver)
{
    for (const char *const *sheet = sheets; *sheet; sheet++)
        if (strcmp(driver, *sheet) == 0)
            return true;
    return false;
}

/* ---- the network ---------------------------------------------------------------------------------------- */

/* Set for the thread while a file is opened. A proxy of an unknown kind makes every transfer fail at once. */
static const char *const settings[][2] = {
    { "GDAL_HTTP_PROXY", "none://none" },         { "GDAL_HTTP_TIMEOUT", "1" },
    { "CPL_VSIL_CURL_ALLOWED_FILENAME", "none" }, { "GML_DOWNLOAD_SCHEMA", "NO" },
    { "GML_SKIP_RESOLVE_ELEMS", "ALL" },          { "GML_PARSER", "EXPAT" },
    { "OGR_SQLITE_LIST_VIRTUAL_OGR", "NO" },
};
enum { SETTINGS = sizeof settings / sizeof *settings };

static CPLHTTPResult *fetch_nothing(const char *url, CSLConstList options, GDALProgressFunc progress,
                                    void *context, CPLHTTPFetchWriteFunc write, void *write_context, void *user)
{
    (void)options, (void)progress, (void)context, (void)write, (void)write_context, (void)user;
    CPLError(CE_Failure, CPLE_AppDefined, "%.100s: data files may not reach the network", url);
    return NULL;
}

void mlg_guard_enter(const char *path)
{
    for (int i = 0; i < SETTINGS; i++)
        CPLSetThreadLocalConfigOption(settings[i][0], settings[i][1]);
    CPLHTTPPushFetchCallback(fetch_nothing, NULL);
    mlg_sqlite_guard_enter(path);
}

void mlg_guard_leave(void)
{
    mlg_sqlite_guard_leave();
    CPLHTTPPopFetchCallback();
    for (int i = 0; i < SETTINGS; i++)
        CPLSetThreadLocalConfigOption(settings[i][0], NULL);
}

/* ---- what stands beside a file -------------------------------------------------------------------------- */

static bool is_plain(const char *path)
{
    mlg_os_info info;
    return mlg_os_stat(path, &info) != 0 || info.kind == MLG_OS_FILE || info.kind == MLG_OS_FOLDER;
}

/* "communes" of "communes.shp", and of its companions "communes.dbf" and "communes.shp.xml". */
static bool goes_with(const char *name, const char *file)
{
    size_t stem = strlen(file) - strlen(mlg_path_extension(file));
    return strncasecmp(name, file, stem) == 0 && (name[stem] == '.' || name[stem] == '-' || name[stem] == '\0');
}

mlg_status mlg_guard_beside(const char *path, const char *shown, mlg_error *err)
{
    char folder[MLG_PATH_SIZE], entry[MLG_PATH_SIZE];
    mlg_os_info info;
    const char *found;
    mlg_status st = MLG_OK;
    if (strncmp(path, "/vsizip/", strlen("/vsizip/")) == 0 || strncmp(path, "/vsigzip/", strlen("/vsigzip/")) == 0)
        return MLG_OK;
    bool whole = mlg_os_stat(path, &info) == 0 && info.kind == MLG_OS_FOLDER;
    if (whole)
        MLG_TRY(mlg_path_format(folder, err, "%s", path));
    else
        MLG_TRY(mlg_path_folder(folder, path, err));
    mlg_os_folder *list = mlg_os_folder_open(folder);
    if (!list && errno != ENOENT && errno != ENOTDIR) /* a pipe in it could not be seen */
        return mlg_fail(err, MLG_INPUT, "%s: its folder cannot be listed: %s", shown, mlg_errno_text(errno));
    while (st == MLG_OK && list && (found = mlg_os_folder_next(list))) {
        if (!whole && !goes_with(found, mlg_path_name(path)))
            continue;
        st = mlg_path_join(entry, folder, found, err);
        if (st == MLG_OK && !is_plain(entry))
            st = mlg_fail(err, MLG_INPUT, "%s: %s beside it is not a regular file", shown, found);
    }
    if (list)
        mlg_os_folder_close(list);
    return st;
}
