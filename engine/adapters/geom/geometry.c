#include "adapters/geom/crossings.h"
#include "adapters/geom/inner.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/os/thread.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { QUARTER_SEGMENTS = 16 }; /* per quadrant of a buffer: the area of a disc is 0.2 % too small */

/* ---- context of a thread ------------------------------------------------------------------------------ */

typedef struct {
    GEOSContextHandle_t handle;
    char message[256];
} geos_seat;

static pthread_once_t key_once = PTHREAD_ONCE_INIT;
static pthread_key_t key;

static void leave_seat(void *given)
{
    geos_seat *seat = given;
    GEOS_finish_r(seat->handle);
    free(seat);
}

static void make_key(void)
{
    pthread_key_create(&key, leave_seat);
}

static void keep_message(const char *message, void *given)
{
    geos_seat *seat = given;
    snprintf(seat->message, sizeof seat->message, "%s", message);
}

static geos_seat *take_seat(void)
{
    pthread_once(&key_once, make_key);
    geos_seat *seat = pthread_getspecific(key);
    if (seat)
        return seat;
    seat = calloc(1, sizeof *seat);
    if (!seat)
        return NULL;
    seat->handle = GEOS_init_r();
    if (!seat->handle || pthread_setspecific(key, seat) != 0) {
        leave_seat(seat);
        return NULL;
    }
    GEOSContext_setErrorMessageHandler_r(seat->handle, keep_message, seat);
    return seat;
}

GEOSContextHandle_t mlg_geos(void)
{
    geos_seat *seat = take_seat();
    return seat ? seat->handle : NULL;
}

mlg_status mlg_geos_fail(mlg_error *err, const char *doing)
{
    geos_seat *seat = take_seat();
    if (!seat)
        return mlg_fail_memory(err, "a GEOS context", sizeof *seat);
    return mlg_fail(err, MLG_DATA, "%s: %s", mlg_tr(doing),
                    seat->message[0] ? seat->message : mlg_tr("GEOS failed"));
}

/* ---- making and freeing ------------------------------------------------------------------------------- */

static mlg_box box_of(const GEOSGeometry *shape)
{
    GEOSContextHandle_t geos = mlg_geos();
    mlg_box box = { (double)NAN, (double)NAN, (double)NAN, (double)NAN };
    if (GEOSisEmpty_r(geos, shape) == 0) {
        GEOSGeom_getXMin_r(geos, shape, &box.min_x);
        GEOSGeom_getYMin_r(geos, shape, &box.min_y);
        GEOSGeom_getXMax_r(geos, shape, &box.max_x);
        GEOSGeom_getYMax_r(geos, shape, &box.max_y);
    }
    return box;
}

mlg_status mlg_geom_wrap(mlg_geom **out, GEOSGeometry *shape, const char *doing, mlg_error *err)
{
    *out = NULL;
    if (!shape)
        return mlg_geos_fail(err, doing);
    mlg_geom *made = NULL;
    mlg_status st = MLG_NEW(&made, 1, "a geometry", err);
    if (st != MLG_OK) {
        GEOSGeom_destroy_r(mlg_geos(), shape);
        return st;
    }
    *made = (mlg_geom){ shape, box_of(shape) };
    *out = made;
    return MLG_OK;
}

void mlg_geom_free(mlg_geom *geom)
{
    if (!geom)
        return;
    GEOSGeom_destroy_r(mlg_geos(), geom->shape);
    free(geom);
}

mlg_status mlg_geom_from_wkb(mlg_geom **out, const void *wkb, size_t size, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    GEOSWKBReader *reader = geos ? GEOSWKBReader_create_r(geos) : NULL;
    GEOSGeometry *shape = reader ? GEOSWKBReader_read_r(geos, reader, wkb, size) : NULL;
    if (reader)
        GEOSWKBReader_destroy_r(geos, reader);
    return mlg_geom_wrap(out, shape, "reading a geometry (WKB)", err);
}

mlg_status mlg_geom_from_wkt(mlg_geom **out, const char *wkt, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    GEOSWKTReader *reader = geos ? GEOSWKTReader_create_r(geos) : NULL;
    GEOSGeometry *shape = reader ? GEOSWKTReader_read_r(geos, reader, wkt) : NULL;
    if (reader)
        GEOSWKTReader_destroy_r(geos, reader);
    return mlg_geom_wrap(out, shape, "reading a geometry (WKT)", err);
}

mlg_status mlg_geom_point(mlg_geom **out, double x, double y, mlg_error *err)
{
    *out = NULL;
    if (!isfinite(x) || !isfinite(y))
        return mlg_fail(err, MLG_DATA, "a point needs two finite coordinates, got %g, %g", x, y);
    GEOSContextHandle_t geos = mlg_geos();
    return mlg_geom_wrap(out, geos ? GEOSGeom_createPointFromXY_r(geos, x, y) : NULL, "making a point", err);
}

mlg_status mlg_geom_line(mlg_geom **out, const double *x, const double *y, int32_t count, mlg_error *err)
{
    *out = NULL;
    GEOSContextHandle_t geos = mlg_geos();
    GEOSCoordSequence *points =
        geos ? GEOSCoordSeq_copyFromArrays_r(geos, x, y, NULL, NULL, (unsigned)count) : NULL;
    return mlg_geom_wrap(out, points ? GEOSGeom_createLineString_r(geos, points) : NULL, "making a line", err);
}

/* ---- what it is --------------------------------------------------------------------------------------- */

static int kind_of(const mlg_geom *geom)
{
    return GEOSGeomTypeId_r(mlg_geos(), geom->shape);
}

bool mlg_geom_is_empty(const mlg_geom *geom)
{
    return isnan(geom->box.min_x);
}

bool mlg_geom_is_polygonal(const mlg_geom *geom)
{
    int kind = kind_of(geom);
    return kind == GEOS_POLYGON || kind == GEOS_MULTIPOLYGON;
}

bool mlg_geom_is_point(const mlg_geom *geom)
{
    return kind_of(geom) == GEOS_POINT;
}

mlg_status mlg_geom_is_valid(bool *valid, const mlg_geom *geom, mlg_error *err)
{
    char answer = GEOSisValid_r(mlg_geos(), geom->shape);
    *valid = answer == 1;
    return answer == 2 ? mlg_geos_fail(err, "checking a geometry") : MLG_OK;
}

double mlg_geom_area(const mlg_geom *geom)
{
    double area = 0;
    return GEOSArea_r(mlg_geos(), geom->shape, &area) ? area : (double)NAN;
}

mlg_box mlg_geom_box(const mlg_geom *geom)
{
    return geom->box;
}

mlg_status mlg_geom_inner_point(double *x, double *y, const mlg_geom *geom, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    *x = *y = (double)NAN;
    if (mlg_geom_is_empty(geom))
        return mlg_fail(err, MLG_DATA, "an empty geometry has no inner point");
    GEOSGeometry *point = GEOSPointOnSurface_r(geos, geom->shape);
    bool found = point && GEOSGeomGetX_r(geos, point, x) == 1 && GEOSGeomGetY_r(geos, point, y) == 1;
    GEOSGeom_destroy_r(geos, point);
    return found ? MLG_OK : mlg_geos_fail(err, "finding an inner point");
}

/* ---- polygons of anything ----------------------------------------------------------------------------- */

typedef struct {
    GEOSGeometry **items;
    size_t count, capacity;
} parts;

static void drop_parts(parts *p)
{
    for (size_t i = 0; i < p->count; i++)
        GEOSGeom_destroy_r(mlg_geos(), p->items[i]);
    free(p->items);
}

/* Collects copies of the polygons at any depth. */
static mlg_status add_polygons(parts *p, const GEOSGeometry *shape, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    int kind = GEOSGeomTypeId_r(geos, shape);
    if (kind == GEOS_POLYGON && GEOSisEmpty_r(geos, shape) == 0) {
        MLG_TRY(MLG_GROW(&p->items, &p->capacity, p->count + 1, "polygons", err));
        GEOSGeometry *copy = GEOSGeom_clone_r(geos, shape);
        if (!copy)
            return mlg_geos_fail(err, "copying a polygon");
        p->items[p->count++] = copy;
    }
    if (kind != GEOS_MULTIPOLYGON && kind != GEOS_GEOMETRYCOLLECTION)
        return MLG_OK;
    int n = GEOSGetNumGeometries_r(geos, shape);
    for (int i = 0; i < n; i++)
        MLG_TRY(add_polygons(p, GEOSGetGeometryN_r(geos, shape, i), err));
    return MLG_OK;
}

/* Moves the polygons into a new multipolygon, which may be empty. */
static mlg_status gather(GEOSGeometry **out, parts *p, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    *out = p->count ? GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, p->items, (unsigned)p->count)
                    : GEOSGeom_createEmptyCollection_r(geos, GEOS_MULTIPOLYGON);
    if (*out)
        p->count = 0;
    return *out ? MLG_OK : mlg_geos_fail(err, "gathering polygons");
}

static mlg_status to_multipolygon(GEOSGeometry **out, const GEOSGeometry *shape, mlg_error *err)
{
    parts p = { 0 };
    *out = NULL;
    mlg_status st = add_polygons(&p, shape, err);
    if (st == MLG_OK)
        st = gather(out, &p, err);
    drop_parts(&p);
    return st;
}

/* Consumes `shape` and returns its polygons as one multipolygon. */
static mlg_status wrap_polygons(mlg_geom **out, GEOSGeometry *shape, const char *doing, mlg_error *err)
{
    GEOSGeometry *multi = NULL;
    *out = NULL;
    if (!shape)
        return mlg_geos_fail(err, doing);
    mlg_status st = to_multipolygon(&multi, shape, err);
    GEOSGeom_destroy_r(mlg_geos(), shape);
    return st == MLG_OK ? mlg_geom_wrap(out, multi, doing, err) : st;
}

/* ---- GeoPackage blobs --------------------------------------------------------------------------------- */

enum { GPB_FIXED = 8, GPB_BOX = 32, FLAG_LITTLE_ENDIAN = 1, FLAG_BOX_XY = 2, FLAG_EMPTY = 16, FLAG_EXTENDED = 32 };

/* In native byte order, as the flag states. */
static size_t gpb_header(unsigned char header[GPB_FIXED + GPB_BOX], const mlg_geom *geom, int srs_id)
{
    const int32_t srs = srs_id;
    const double box[4] = { geom->box.min_x, geom->box.max_x, geom->box.min_y, geom->box.max_y };
    bool with_box = !mlg_geom_is_empty(geom) && !mlg_geom_is_point(geom);
    bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    memcpy(header, "GP", 2);
    header[2] = 0;
    header[3] = (unsigned char)((little ? FLAG_LITTLE_ENDIAN : 0) | (with_box ? FLAG_BOX_XY : 0) |
                                (mlg_geom_is_empty(geom) ? FLAG_EMPTY : 0));
    memcpy(header + 4, &srs, sizeof srs);
    memcpy(header + GPB_FIXED, box, sizeof box);
    return with_box ? GPB_FIXED + GPB_BOX : GPB_FIXED;
}

mlg_status mlg_geom_to_gpb(void **bytes, size_t *size, const mlg_geom *geom, int srs_id, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    GEOSGeometry *multi = NULL;
    GEOSWKBWriter *writer = NULL;
    unsigned char *wkb = NULL, header[GPB_FIXED + GPB_BOX];
    size_t head = gpb_header(header, geom, srs_id), body = 0;
    mlg_status st = MLG_OK;
    *bytes = NULL;
    *size = 0;
    if (mlg_geom_is_polygonal(geom))
        MLG_GO(to_multipolygon(&multi, geom->shape, err));
    writer = GEOSWKBWriter_create_r(geos);
    if (writer) {
        GEOSWKBWriter_setOutputDimension_r(geos, writer, 2);
        wkb = GEOSWKBWriter_write_r(geos, writer, multi ? multi : geom->shape, &body);
    }
    if (!wkb) {
        st = mlg_geos_fail(err, "writing a geometry");
        goto done;
    }
    MLG_GO(mlg_new_array(bytes, head + body, 1, "a geometry", err));
    memcpy(*bytes, header, head);
    memcpy((unsigned char *)*bytes + head, wkb, body);
    *size = head + body;
done:
    GEOSFree_r(geos, wkb);
    if (writer)
        GEOSWKBWriter_destroy_r(geos, writer);
    GEOSGeom_destroy_r(geos, multi);
    return st;
}

mlg_status mlg_geom_from_gpb(mlg_geom **out, const void *bytes, size_t size, mlg_error *err)
{
    static const size_t BOX_BYTES[8] = { 0, 32, 48, 48, 64, SIZE_MAX, SIZE_MAX, SIZE_MAX };
    const unsigned char *b = bytes;
    *out = NULL;
    if (!b || size < GPB_FIXED || b[0] != 'G' || b[1] != 'P' || (b[3] & FLAG_EXTENDED))
        return mlg_fail(err, MLG_DATA, "not a GeoPackage geometry (%zu bytes)", size);
    size_t box = BOX_BYTES[(b[3] >> 1) & 7];
    if (box > size - GPB_FIXED)
        return mlg_fail(err, MLG_DATA, "GeoPackage geometry truncated in its header (%zu bytes)", size);
    return mlg_geom_from_wkb(out, b + GPB_FIXED + box, size - GPB_FIXED - box, err);
}

/* ---- operations --------------------------------------------------------------------------------------- */

static mlg_status add_line(mlg_crossings *lines, const GEOSGeometry *line, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(geos, line);
    unsigned n = 0;
    double x, y, x_before = 0, y_before = 0;
    if (!points || !GEOSCoordSeq_getSize_r(geos, points, &n))
        return mlg_geos_fail(err, "reading a geometry");
    for (unsigned i = 0; i < n; i++, x_before = x, y_before = y) {
        if (!GEOSCoordSeq_getXY_r(geos, points, i, &x, &y))
            return mlg_geos_fail(err, "reading a geometry");
        if (i > 0)
            MLG_TRY(mlg_crossings_add(lines, x_before, y_before, x, y, err));
    }
    return MLG_OK;
}

static mlg_status add_lines(mlg_crossings *lines, const GEOSGeometry *shape, mlg_error *err)
{
    GEOSContextHandle_t geos = mlg_geos();
    const int type = GEOSGeomTypeId_r(geos, shape);
    if (type == GEOS_POINT || GEOSisEmpty_r(geos, shape))
        return MLG_OK;
    if (type == GEOS_LINESTRING || type == GEOS_LINEARRING)
        return add_line(lines, shape, err);
    if (type == GEOS_POLYGON) {
        MLG_TRY(add_line(lines, GEOSGetExteriorRing_r(geos, shape), err));
        for (int i = 0; i < GEOSGetNumInteriorRings_r(geos, shape); i++)
            MLG_TRY(add_line(lines, GEOSGetInteriorRingN_r(geos, shape, i), err));
        return MLG_OK;
    }
    for (int i = 0; i < GEOSGetNumGeometries_r(geos, shape); i++)
        MLG_TRY(add_lines(lines, GEOSGetGeometryN_r(geos, shape, i), err));
    return MLG_OK;
}

static mlg_status check_crossings(const mlg_geom *geom, mlg_error *err)
{
    mlg_crossings lines = { 0 };
    mlg_status st = add_lines(&lines, geom->shape, err);
    if (st == MLG_OK)
        st = mlg_crossings_check(&lines, err);
    mlg_crossings_release(&lines);
    return st;
}

mlg_status mlg_geom_repair(mlg_geom **out, const mlg_geom *geom, mlg_error *err)
{
    *out = NULL;
    MLG_TRY(check_crossings(geom, err));
    GEOSContextHandle_t geos = mlg_geos();
    GEOSMakeValidParams *params = GEOSMakeValidParams_create_r(geos);
    GEOSGeometry *valid = NULL;
    if (params) {
        GEOSMakeValidParams_setMethod_r(geos, params, GEOS_MAKE_VALID_STRUCTURE);
        GEOSMakeValidParams_setKeepCollapsed_r(geos, params, 0);
        valid = GEOSMakeValidWithParams_r(geos, geom->shape, params);
        GEOSMakeValidParams_destroy_r(geos, params);
    }
    return wrap_polygons(out, valid, "repairing a geometry", err);
}

static bool boxes_meet(const mlg_geom *a, const mlg_geom *b)
{
    return a->box.min_x <= b->box.max_x && b->box.min_x <= a->box.max_x && a->box.min_y <= b->box.max_y &&
           b->box.min_y <= a->box.max_y;
}

mlg_status mlg_geom_distance(double *distance_m, const mlg_geom *geom, double x, double y, mlg_error *err)
{
    mlg_geom *point = NULL;
    MLG_TRY(mlg_geom_point(&point, x, y, err));
    int done = GEOSDistance_r(mlg_geos(), geom->shape, point->shape, distance_m);
    mlg_geom_free(point);
    return done == 1 ? MLG_OK : mlg_geos_fail(err, "distance to an outline");
}

mlg_status mlg_geom_intersection_area(double *area, const mlg_geom *a, const mlg_geom *b, mlg_error *err)
{
    *area = 0;
    if (!boxes_meet(a, b))
        return MLG_OK;
    GEOSContextHandle_t geos = mlg_geos();
    GEOSGeometry *common = GEOSIntersection_r(geos, a->shape, b->shape);
    bool done = common && GEOSArea_r(geos, common, area) == 1;
    GEOSGeom_destroy_r(geos, common);
    return done ? MLG_OK : mlg_geos_fail(err, "intersecting two geometries");
}

mlg_status mlg_geom_difference(mlg_geom **out, const mlg_geom *a, const mlg_geom *b, mlg_error *err)
{
    GEOSGeometry *rest = GEOSDifference_r(mlg_geos(), a->shape, b->shape);
    const char *doing = "subtracting a geometry";
    return mlg_geom_is_polygonal(a) ? wrap_polygons(out, rest, doing, err) : mlg_geom_wrap(out, rest, doing, err);
}

mlg_status mlg_geom_intersection(mlg_geom **out, const mlg_geom *a, const mlg_geom *b, mlg_error *err)
{
    GEOSGeometry *common = GEOSIntersection_r(mlg_geos(), a->shape, b->shape);
    const char *doing = "intersecting two geometries";
    bool polygonal = mlg_geom_is_polygonal(a) && mlg_geom_is_polygonal(b);
    return polygonal ? wrap_polygons(out, common, doing, err) : mlg_geom_wrap(out, common, doing, err);
}

mlg_status mlg_geom_union(mlg_geom **out, const mlg_geom *const *list, int32_t count, mlg_error *err)
{
    parts p = { 0 };
    GEOSGeometry *all = NULL;
    mlg_status st = MLG_OK;
    *out = NULL;
    for (int32_t i = 0; i < count; i++)
        MLG_GO(add_polygons(&p, list[i]->shape, err));
    MLG_GO(gather(&all, &p, err)); /* the parts may overlap: invalid as a multipolygon, but fine for a union */
    MLG_GO(wrap_polygons(out, GEOSUnaryUnion_r(mlg_geos(), all), "joining polygons", err));
done:
    GEOSGeom_destroy_r(mlg_geos(), all);
    drop_parts(&p);
    return st;
}

mlg_status mlg_geom_buffer(mlg_geom **out, const mlg_geom *geom, double distance_m, mlg_error *err)
{
    return wrap_polygons(out, GEOSBuffer_r(mlg_geos(), geom->shape, distance_m, QUARTER_SEGMENTS),
                         "buffering a geometry", err);
}
