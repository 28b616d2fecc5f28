/* Resolving a path: a file, one of its layers in the syntax of QGIS, a member of a zip. */
#include "adapters/layer/inner.h"

#include "base/memory.h"
#include "base/nocase.h"
#include "base/os/file.h"
#include "base/path.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- paths -------------------------------------------------------------------------------------------- */

static bool one_of(const char *text, const char *const *endings)
{
    for (; *endings; endings++)
        if (mlg_path_ends_with(text, *endings))
            return true;
    return false;
}

static mlg_status refuse_parquet(const char *path, mlg_error *err)
{
    if (!mlg_path_ends_with(path, ".parquet") && !mlg_path_ends_with(path, ".geoparquet"))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s is in Parquet, which this build of GDAL cannot read", path);
    mlg_hint(err, "convert it to CSV first: duckdb -c \"COPY (FROM '%.60s') TO 'table.csv'\"",
             MLG_BRIEF(path, 60));
    return st;
}

static bool is_readable_member(const char *name)
{
    static const char *const ENDINGS[] = { ".shp", ".geojson", ".json", ".gpkg", ".xlsx", ".ods", ".fgb",
                                           ".gml", ".kml",     ".mif",  ".tab",  ".xls",  NULL };
    return mlg_is_delimited(name) || one_of(name, ENDINGS);
}

size_t mlg_disc_part(const char *path)
{
    for (const char *c = path; (c = mlg_find_nocase(c, ".zip/")); c++) {
        mlg_os_info info;
        char start[MLG_PATH_SIZE];
        bool file = mlg_path_format(start, NULL, "%.*s", (int)(c - path) + 4, path) == MLG_OK &&
                    mlg_os_stat(start, &info) == 0 && info.kind == MLG_OS_FILE;
        if (file)
            return (size_t)(c - path) + 4;
    }
    return strlen(path);
}

static mlg_status check_disc(const char *path, mlg_error *err)
{
    mlg_os_info info;
    if (mlg_os_stat(path, &info) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    if (info.kind == MLG_OS_FOLDER)
        return mlg_path_ends_with(path, ".gdb") ? MLG_OK
                                                : mlg_fail(err, MLG_INPUT, "%s is a folder, not a file", path);
    if (info.kind != MLG_OS_FILE)
        return mlg_fail(err, MLG_INPUT, "%s is not a regular file", path);
    MLG_TRY(refuse_parquet(path, err));
    if (!mlg_os_can(path, MLG_OS_READABLE))
        return mlg_fail(err, MLG_INPUT, "%s cannot be read: %s", path, mlg_errno_text(errno));
    if (info.bytes > 0)
        return mlg_layer_check_kind(path, err);
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s is empty", path);
    mlg_hint(err, "download it again");
    return st;
}

/* ---- members of a zip --------------------------------------------------------------------------------- */

bool mlg_matches_any(const char *patterns, const char *name)
{
    char pattern[128];
    for (const char *at = patterns; at && *at; at += *at == '|') {
        size_t n = strcspn(at, "|");
        snprintf(pattern, sizeof pattern, "%.*s", (int)n, at);
        if (mlg_glob_nocase(pattern, name))
            return true;
        at += n;
    }
    return false;
}

/* "communes.csv", "data/communes.csv", "communes" and "comm*" all name data/communes.csv. */
static bool names_member(const char *layer, const char *member)
{
    return strcasecmp(layer, member) == 0 || mlg_matches_any(layer, CPLGetFilename(member)) ||
           mlg_matches_any(layer, CPLGetBasename(member));
}

/* "../secret" or "a/../../secret": a member that would lie outside its archive. */
static bool climbs(const char *member)
{
    for (const char *at = member; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
            return true;
    }
    return false;
}

/* The member that the first of the patterns of `layer` names, of those that name any; NULL when none does. */
static const char *find_member(char **members, const char *layer)
{
    char pattern[128];
    for (const char *at = layer; at && *at; at += *at == '|') {
        size_t n = strcspn(at, "|");
        snprintf(pattern, sizeof pattern, "%.*s", (int)n, at);
        for (char **m = members; m && *m; m++)
            if (is_readable_member(*m) && !climbs(*m) && names_member(pattern, *m))
                return *m;
        at += n;
    }
    return NULL;
}

/* The only readable member, or the one that `layer` names, in which case *layer_used is set. */
static mlg_status choose_member(const char **out, char **members, const char *layer, bool *layer_used,
                                const char *shown, mlg_error *err)
{
    char present[512] = "";
    const char *only = NULL;
    int readable = 0;
    *out = find_member(members, layer);
    *layer_used = *out != NULL;
    if (*out)
        return MLG_OK;
    for (char **m = members; m && *m; m++) {
        if (!is_readable_member(*m) || climbs(*m))
            continue;
        only = *m;
        size_t used = strlen(present);
        snprintf(present + used, sizeof present - used, "%s%s", readable++ ? ", " : "", *m);
    }
    *out = only;
    if (readable == 1)
        return MLG_OK;
    if (readable == 0)
        return mlg_fail(err, MLG_INPUT, "%s contains no readable file", shown);
    if (layer)
        mlg_fail(err, MLG_INPUT, "%s holds several files, none named %s: %s", shown, layer, present);
    else
        mlg_fail(err, MLG_INPUT, "%s holds several files: %s", shown, present);
    mlg_hint(err, "name one as %s|layername=%s", shown, only);
    return MLG_INPUT;
}

static mlg_status enter_zip(mlg_layer_position *place, const char *zip, const char *shown, mlg_error *err)
{
    mlg_hush hush;
    char *folder = NULL;
    const char *member = NULL;
    bool layer_used = false;
    MLG_TRY(mlg_guard_zip(zip, shown, err));
    MLG_TRY(mlg_copy_text(&folder, CPLSPrintf("/vsizip/{%s}", zip), err));
    mlg_hush_enter(&hush);
    char **members = VSIReadDirRecursive(folder);
    mlg_hush_leave();
    if (!members) {
        free(folder);
        mlg_status broken = mlg_fail(err, MLG_INPUT, "%s is not a readable zip file, or is truncated", shown);
        mlg_hint(err, "download it again");
        return broken;
    }
    mlg_status st = choose_member(&member, members, place->layer, &layer_used, shown, err);
    if (st == MLG_OK)
        st = mlg_copy_text(&place->gdal_path, CPLSPrintf("%s/%s", folder, member), err);
    if (layer_used && !strpbrk(place->layer, "*|")) { /* a pattern may also select a sheet inside the member */
        free(place->layer);
        place->layer = NULL;
    }
    CSLDestroy(members);
    free(folder);
    return st;
}

/* A path that GDAL takes for a file whatever its name: not for a connection (PG:...) nor for a virtual file. */
static mlg_status plain_path(char **out, const char *file, mlg_error *err)
{
    const char *before = !mlg_path_is_absolute(file) ? "./" : strncmp(file, "/vsi", 4) == 0 ? "/." : "";
    return mlg_copy_text(out, CPLSPrintf("%s%s", before, file), err);
}

static mlg_status find_place(mlg_layer_position *place, char *file, const char *shown, mlg_error *err)
{
    char *disc;
    size_t length = mlg_disc_part(file);
    bool inside = file[length] == '/';
    const char *member = file + length + 1;
    file[length] = '\0';
    MLG_TRY(check_disc(file, err));
    if (inside && climbs(member))
        return mlg_fail(err, MLG_INPUT, "%s leads out of its archive", shown);
    MLG_TRY(plain_path(&disc, file, err));
    mlg_status st = MLG_OK;
    if (inside)
        st = mlg_guard_zip(disc, shown, err);
    if (st == MLG_OK && inside)
        st = mlg_copy_text(&place->gdal_path, CPLSPrintf("/vsizip/{%s}/%s", disc, member), err);
    else if (st == MLG_OK && mlg_path_ends_with(file, ".zip"))
        st = enter_zip(place, disc, shown, err);
    else if (st == MLG_OK)
        st = mlg_copy_text(&place->gdal_path, CPLSPrintf("%s%s", mlg_is_gzipped(file) ? "/vsigzip/" : "", disc),
                           err);
    free(disc);
    return st;
}

/* By the name of what is compressed: "table.csv" of "table.csv.gz". */
static bool is_delimited_place(const char *gdal_path)
{
    size_t length = strlen(gdal_path);
    char name[MLG_PATH_SIZE];
    if (mlg_is_gzipped(gdal_path))
        length -= strlen(".gz");
    return mlg_path_format(name, NULL, "%.*s", (int)length, gdal_path) == MLG_OK && mlg_is_delimited(name);
}

mlg_status mlg_layer_position_find(mlg_layer_position *place, const char *path, const char *layer, mlg_error *err)
{
    static const char MARK[] = "|layername=";
    mlg_status st;
    char *file = NULL;
    *place = (mlg_layer_position){ 0 };
    MLG_GO(mlg_copy_text(&file, path, err));
    char *mark = strstr(file, MARK);
    if (mark)
        *mark = '\0';
    if (layer) {
        MLG_GO(mlg_copy_text(&place->layer, layer, err));
    } else if (mark) {
        mark[sizeof MARK - 1 + strcspn(mark + sizeof MARK - 1, "|")] = '\0'; /* QGIS may add |subset= */
        MLG_GO(mlg_copy_text(&place->layer, mark + sizeof MARK - 1, err));
    }
    MLG_GO(find_place(place, file, path, err));
    place->delimited = is_delimited_place(place->gdal_path);
done:
    free(file);
    if (st != MLG_OK)
        mlg_layer_position_release(place);
    return st;
}

void mlg_layer_position_release(mlg_layer_position *place)
{
    free(place->gdal_path);
    free(place->layer);
    *place = (mlg_layer_position){ 0 };
}
