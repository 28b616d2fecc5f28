/* Converting GDAL geometries: 2D, without curves, closed, transformed, and valid when requested; and parsing
 * those given as text: WKT, EWKT, GeoJSON, hexadecimal WKB and EWKB. */
#include "adapters/geom/crossings.h"
#include "adapters/layer/inner.h"

#include "base/memory.h"
#include "base/number.h"

#include <ctype.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <string.h>
#include <strings.h>

/* ---- from a text --------------------------------------------------------------------------------------------- */

static bool is_hex(const char *text, size_t n)
{
    return n >= 10 && n % 2 == 0 && strspn(text, "0123456789abcdefABCDEF") == n;
}

static unsigned nibble(char c)
{
    return (unsigned)(isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10);
}

/* Removes the SRID that EWKB stores after the geometry type and WKB does not have. */
static int take_srid(unsigned char *wkb, size_t *size)
{
    const unsigned char has_srid = 0x20;
    uint32_t srid = 0;
    if (*size < 9)
        return 0;
    unsigned char *flags = &wkb[wkb[0] ? 4 : 1];
    if (!(*flags & has_srid))
        return 0;
    for (int i = 0; i < 4; i++)
        srid |= (uint32_t)wkb[5 + (wkb[0] ? i : 3 - i)] << (8 * i);
    *flags = (unsigned char)(*flags & ~has_srid);
    memmove(wkb + 5, wkb + 9, *size - 9);
    *size -= 4;
    return (int)srid;
}

static void *from_hex(const char *text, size_t n, int *epsg, bool *lost)
{
    OGRGeometryH shape = NULL;
    unsigned char *wkb;
    size_t size = n / 2;
    *lost = MLG_NEW(&wkb, size, "a geometry", NULL) != MLG_OK;
    if (*lost)
        return NULL;
    for (size_t i = 0; i < size; i++)
        wkb[i] = (unsigned char)(nibble(text[2 * i]) << 4 | nibble(text[2 * i + 1]));
    *epsg = take_srid(wkb, &size);
    if (OGR_G_CreateFromWkb(wkb, NULL, &shape, (int)size) != OGRERR_NONE)
        shape = NULL;
    free(wkb);
    return shape;
}

static void *from_wkt(const char *text, int *epsg, bool *lost)
{
    static const char mark[] = "SRID=";
    OGRGeometryH shape = NULL;
    char *copy, *at;
    if (strncasecmp(text, mark, sizeof mark - 1) == 0) {
        int64_t code;
        const char *end; /* a number too large for one names no system */
        bool known = mlg_read_integer(&code, text + sizeof mark - 1, &end) && code <= INT32_MAX;
        *epsg = known && code > 0 ? (int)code : 0;
        text += strcspn(text, ";");
        text += *text == ';';
    }
    *lost = mlg_copy_text(&copy, text, NULL) != MLG_OK;
    if (*lost)
        return NULL;
    at = copy;
    if (OGR_G_CreateFromWkt(&at, NULL, &shape) != OGRERR_NONE)
        shape = NULL;
    free(copy);
    return shape;
}

/* *epsg is 0 when the text does not state its coordinate system; *lost: out of memory, which says nothing about
 * the text. */
static OGRGeometryH shape_of_text(const char *text, int *epsg, bool *lost)
{
    size_t n = text ? strlen(text) : 0;
    *epsg = 0;
    *lost = false;
    if (n == 0)
        return NULL;
    if (is_hex(text, n))
        return from_hex(text, n, epsg, lost);
    if (*text != '{')
        return from_wkt(text, epsg, lost);
    *epsg = 4326;
    return OGR_G_CreateGeometryFromJson(text);
}

static bool centre_of(OGRGeometryH shape, double *x, double *y)
{
    OGREnvelope box;
    if (!shape || OGR_G_IsEmpty(shape))
        return false;
    OGR_G_GetEnvelope(shape, &box);
    *x = (box.MinX + box.MaxX) / 2;
    *y = (box.MinY + box.MaxY) / 2;
    return isfinite(*x) && isfinite(*y);
}

bool mlg_shape_centre(void *shape, double *x, double *y)
{
    return centre_of(shape, x, y);
}

bool mlg_shape_text_centre(const char *text, double *x, double *y, int *epsg, bool *lost)
{
    mlg_hush hush;
    mlg_hush_enter(&hush);
    OGRGeometryH shape = shape_of_text(text, epsg, lost);
    bool known = centre_of(shape, x, y);
    OGR_G_DestroyGeometry(shape);
    mlg_hush_leave();
    return known;
}

/* ---- to ours ------------------------------------------------------------------------------------------------- */

/* The points of one ring, line or point. */
static mlg_status transform_points(mlg_shape_room *room, OGRGeometryH shape, mlg_transform *transform,
                                   size_t *failed, mlg_error *err)
{
    int n = OGR_G_GetPointCount(shape);
    size_t lost = 0;
    if (n == 0)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&room->x, &room->capacity, 2 * (size_t)n, "points", err));
    double *y = room->x + n;
    OGR_G_GetPoints(shape, room->x, sizeof *room->x, y, sizeof *y, NULL, 0);
    mlg_transform_points(transform, room->x, y, (size_t)n, &lost);
    *failed += lost;
    if (wkbFlatten(OGR_G_GetGeometryType(shape)) == wkbPoint)
        OGR_G_SetPoint_2D(shape, 0, room->x[0], y[0]);
    else
        OGR_G_SetPoints(shape, n, room->x, sizeof *room->x, y, sizeof *y, NULL, 0);
    return MLG_OK;
}

static mlg_status transform_shape(mlg_shape_room *room, OGRGeometryH shape, mlg_transform *transform,
                                  size_t *failed, mlg_error *err)
{
    int n = OGR_G_GetGeometryCount(shape);
    if (n == 0)
        return transform_points(room, shape, transform, failed, err);
    for (int i = 0; i < n; i++)
        MLG_TRY(transform_shape(room, OGR_G_GetGeometryRef(shape, i), transform, failed, err));
    return MLG_OK;
}

/* 2D, without curves. NULL when nothing is left. */
static OGRGeometryH plain_shape(OGRGeometryH shape)
{
    if (shape && OGR_G_HasCurveGeometry(shape, TRUE)) {
        OGRGeometryH straight = OGR_G_GetLinearGeometry(shape, 0, NULL);
        OGR_G_DestroyGeometry(shape);
        shape = straight;
    }
    if (shape && OGR_G_IsEmpty(shape)) {
        OGR_G_DestroyGeometry(shape);
        shape = NULL;
    }
    if (shape) {
        OGR_G_FlattenTo2D(shape);
        OGR_G_CloseRings(shape);
    }
    return shape;
}

static mlg_status add_lines(mlg_crossings *lines, OGRGeometryH shape, mlg_error *err)
{
    int parts = OGR_G_GetGeometryCount(shape);
    for (int i = 0; i < parts; i++)
        MLG_TRY(add_lines(lines, OGR_G_GetGeometryRef(shape, i), err));
    int n = parts > 0 ? 0 : OGR_G_GetPointCount(shape);
    for (int i = 1; i < n; i++)
        MLG_TRY(mlg_crossings_add(lines, OGR_G_GetX(shape, i - 1), OGR_G_GetY(shape, i - 1), OGR_G_GetX(shape, i),
                                  OGR_G_GetY(shape, i), err));
    return MLG_OK;
}

static mlg_status check_crossings(OGRGeometryH shape, mlg_error *err)
{
    mlg_crossings lines = { 0 };
    mlg_status st = add_lines(&lines, shape, err);
    if (st == MLG_OK)
        st = mlg_crossings_check(&lines, err);
    mlg_crossings_release(&lines);
    return st;
}

/* Of an invalid shape. Repaired before the transformation, as its producer drew it. */
static OGRGeometryH make_valid(OGRGeometryH shape, bool *repaired)
{
    static const char *const OPTIONS[] = { "METHOD=STRUCTURE", NULL };
    *repaired = true;
    OGRGeometryH valid = OGR_G_MakeValidEx(shape, (char **)(uintptr_t)OPTIONS);
    if (valid)
        OGR_G_DestroyGeometry(shape);
    return valid ? valid : shape;
}

mlg_status mlg_shape_take(mlg_geom **out, bool *repaired, void *given, mlg_shape_room *room,
                          mlg_transform *transform, mlg_error *err)
{
    unsigned char *wkb = NULL;
    size_t failed = 0;
    mlg_status st = MLG_OK;
    mlg_hush hush;
    *out = NULL;
    mlg_hush_enter(&hush);
    OGRGeometryH shape = plain_shape(given);
    if (repaired && shape && !OGR_G_IsValid(shape)) {
        MLG_GO(check_crossings(shape, err));
        shape = make_valid(shape, repaired);
    }
    if (!shape)
        goto done;
    MLG_GO(transform_shape(room, shape, transform, &failed, err));
    if (failed)
        goto done;
    size_t size = (size_t)OGR_G_WkbSize(shape);
    MLG_GO(MLG_NEW(&wkb, size, "a geometry", err));
    OGR_G_ExportToIsoWkb(shape, wkbNDR, wkb);
    st = mlg_geom_from_wkb(out, wkb, size, err);
done:
    free(wkb);
    OGR_G_DestroyGeometry(shape);
    mlg_hush_leave();
    return st;
}

mlg_status mlg_shape_of_text(mlg_geom **out, bool *repaired, const char *text, mlg_shape_room *room,
                             mlg_transform *transform, mlg_error *err)
{
    mlg_hush hush;
    int epsg;
    bool lost;
    *out = NULL;
    mlg_hush_enter(&hush);
    OGRGeometryH shape = shape_of_text(text, &epsg, &lost);
    mlg_hush_leave();
    if (lost)
        return mlg_fail_memory(err, "a geometry", 0);
    if (!shape && text)
        return mlg_fail(err, MLG_DATA, "'%.40s' is not a geometry: WKT, GeoJSON or WKB in hexadecimal is expected",
                        MLG_BRIEF(text, 40));
    return mlg_shape_take(out, repaired, shape, room, transform, err);
}
