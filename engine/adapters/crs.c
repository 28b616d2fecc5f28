#include "adapters/crs.h"

#include "adapters/proj_files.h"
#include "base/memory.h"
#include "base/os/process.h"
#include "base/os/thread.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct mlg_transform {
    PJ_CONTEXT *context; /* one per handle, so that threads share nothing */
    PJ *steps;           /* NULL when the two systems are the same */
    int from, to;        /* EPSG codes; 0 when a system was given in another form */
    double grain;        /* what coordinates are whole multiples of */
};

/* ---- what is kept for the next caller -------------------------------------------------------------------- */

/* PROJ takes some 10 ms to choose the operation between two systems, and a run asks for the same few pairs dozens of
 * times. Transformations out of use wait here, as do the boxes of systems. A child of fork() shares the file positions
 * of its parent's contexts, so it keeps nothing and takes nothing. */
enum { MOST_IDLE = 16, MOST_BOXES = 32 };
static struct {
    pthread_mutex_t lock;
    long owner;
    int idle_count, box_count;
    mlg_transform *idle[MOST_IDLE];
    struct {
        int epsg;
        double box[4];
    } boxes[MOST_BOXES];
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Whether this process may use what is kept; the lock is held then. */
static bool lock_kept(void)
{
    pthread_mutex_lock(&kept.lock);
    if (kept.owner == 0)
        kept.owner = mlg_os_process_id();
    if (kept.owner == mlg_os_process_id())
        return true;
    pthread_mutex_unlock(&kept.lock);
    return false;
}

/* An idle transformation between the two codes, or NULL. */
static mlg_transform *take_idle(int from, int to)
{
    mlg_transform *found = NULL;
    if (!from || !to || !lock_kept())
        return NULL;
    for (int i = kept.idle_count - 1; i >= 0 && !found; i--)
        if (kept.idle[i]->from == from && kept.idle[i]->to == to) {
            found = kept.idle[i];
            kept.idle[i] = kept.idle[--kept.idle_count];
        }
    pthread_mutex_unlock(&kept.lock);
    return found;
}

/* False when it is not kept: the caller destroys it. */
static bool keep_idle(mlg_transform *transform)
{
    if (!transform->from || !transform->to || !lock_kept())
        return false;
    bool room = kept.idle_count < MOST_IDLE;
    if (room)
        kept.idle[kept.idle_count++] = transform;
    pthread_mutex_unlock(&kept.lock);
    return room;
}

static bool kept_box(double box[4], int epsg)
{
    bool found = false;
    if (!epsg || !lock_kept())
        return false;
    for (int i = 0; i < kept.box_count && !found; i++)
        if (kept.boxes[i].epsg == epsg) {
            memcpy(box, kept.boxes[i].box, sizeof kept.boxes[i].box);
            found = true;
        }
    pthread_mutex_unlock(&kept.lock);
    return found;
}

static void keep_box(const double box[4], int epsg)
{
    if (!epsg || !lock_kept())
        return;
    if (kept.box_count < MOST_BOXES) {
        kept.boxes[kept.box_count].epsg = epsg;
        memcpy(kept.boxes[kept.box_count++].box, box, 4 * sizeof *box);
    }
    pthread_mutex_unlock(&kept.lock);
}

/* ---- transformations ------------------------------------------------------------------------------------- */

/* Silent and offline: grids fetched from the network would make figures depend on the machine. */
static mlg_status open_context(PJ_CONTEXT **out, mlg_error *err)
{
    *out = proj_context_create();
    if (!*out)
        return mlg_fail_memory(err, "a PROJ context", 0);
    proj_log_level(*out, PJ_LOG_NONE);
    proj_context_set_enable_network(*out, 0);
    mlg_proj_own_files(*out);
    return MLG_OK;
}

/* Only codes and definitions: PROJ also accepts names, and finds a near match for any short text, such as
 * "L93". */
static mlg_status find_crs(PJ **out, PJ_CONTEXT *context, const char *name, mlg_error *err)
{
    *out = name && strpbrk(name, ":[{") ? proj_create(context, name) : NULL;
    if (*out && proj_is_crs(*out))
        return MLG_OK;
    proj_destroy(*out);
    *out = NULL;
    mlg_fail(err, MLG_INPUT, "unknown coordinate system '%.80s'", MLG_BRIEF(name ? name : "", 80));
    mlg_hint(err, "give it as EPSG:code, for example EPSG:2154 (Lambert-93) or EPSG:4326 (longitude, latitude)");
    return MLG_INPUT;
}

static void destroy(mlg_transform *transform)
{
    proj_destroy(transform->steps);
    proj_context_destroy(transform->context);
    free(transform);
}

static mlg_status make_transform(mlg_transform **out, const char *from, const char *to, mlg_error *err)
{
    mlg_status st;
    mlg_transform *made = NULL;
    PJ *source = NULL, *target = NULL, *steps = NULL;
    MLG_GO(MLG_NEW(&made, 1, "a transformation", err));
    made->from = mlg_crs_epsg(from);
    made->to = mlg_crs_epsg(to);
    MLG_GO(open_context(&made->context, err));
    MLG_GO(find_crs(&source, made->context, from, err));
    MLG_GO(find_crs(&target, made->context, to, err));
    if (!proj_is_equivalent_to_with_ctx(made->context, source, target,
                                        PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS)) {
        steps = proj_create_crs_to_crs_from_pj(made->context, source, target, NULL, NULL);
        made->steps = steps ? proj_normalize_for_visualization(made->context, steps) : NULL;
        if (!made->steps)
            st = mlg_fail(err, MLG_INPUT, "no transformation from coordinate system '%.80s' to '%.80s'",
                          MLG_BRIEF(from, 80), MLG_BRIEF(to, 80));
        else
            made->grain =
                proj_get_type(target) == PJ_TYPE_PROJECTED_CRS ? 0x1p-20 : 0x1p-36; /* some micrometres */
    }
done:
    proj_destroy(steps);
    proj_destroy(source);
    proj_destroy(target);
    if (st == MLG_OK)
        *out = made;
    else if (made)
        destroy(made);
    return st;
}

mlg_status mlg_transform_new(mlg_transform **out, const char *from, const char *to, mlg_error *err)
{
    *out = take_idle(mlg_crs_epsg(from), mlg_crs_epsg(to));
    return *out ? MLG_OK : make_transform(out, from, to, err);
}

mlg_status mlg_transform_epsg(mlg_transform **out, int from, int to, mlg_error *err)
{
    char source[24], target[24];
    snprintf(source, sizeof source, "EPSG:%d", from);
    snprintf(target, sizeof target, "EPSG:%d", to);
    return mlg_transform_new(out, source, target, err);
}

void mlg_transform_free(mlg_transform *transform)
{
    if (transform && !keep_idle(transform))
        destroy(transform);
}

/* The last bits of the sines and logarithms of PROJ depend on the C library and the processor. */
static void drop_last_bits(double *at, double grain, size_t n)
{
    for (size_t i = 0; i < n; i++)
        at[i] = rint(at[i] / grain) * grain;
}

void mlg_transform_points(mlg_transform *transform, double *x, double *y, size_t n, size_t *failed)
{
    if (transform->steps) {
        proj_trans_generic(transform->steps, PJ_FWD, x, sizeof *x, n, y, sizeof *y, n, NULL, 0, 0, NULL, 0, 0);
        drop_last_bits(x, transform->grain, n);
        drop_last_bits(y, transform->grain, n);
    }
    size_t lost = 0;
    for (size_t i = 0; i < n; i++) {
        if (isfinite(x[i]) && isfinite(y[i]))
            continue;
        x[i] = y[i] = (double)NAN; /* PROJ marks a failure with HUGE_VAL */
        lost++;
    }
    if (failed)
        *failed = lost;
}

mlg_status mlg_crs_describe(char **name, char **wkt, int epsg, mlg_error *err)
{
    mlg_status st;
    PJ_CONTEXT *context = NULL;
    PJ *crs = NULL;
    char code[24];
    const char *const options[] = { "MULTILINE=NO", NULL };
    *name = *wkt = NULL;
    snprintf(code, sizeof code, "EPSG:%d", epsg);
    MLG_GO(open_context(&context, err));
    MLG_GO(find_crs(&crs, context, code, err));
    const char *text = proj_as_wkt(context, crs, PJ_WKT1_GDAL, options);
    if (!text) {
        st = mlg_fail(err, MLG_INPUT, "coordinate system %s has no WKT form", code);
        goto done;
    }
    MLG_GO(mlg_copy_text(wkt, text, err));
    MLG_GO(mlg_copy_text(name, proj_get_name(crs), err));
done:
    proj_destroy(crs);
    proj_context_destroy(context);
    if (st != MLG_OK) {
        free(*wkt);
        *wkt = NULL;
    }
    return st;
}

/* Without a known area of use, any coordinates are accepted. */
static void everywhere(double box[4])
{
    box[0] = box[1] = -HUGE_VAL;
    box[2] = box[3] = HUGE_VAL;
}

static void widen(double box[4], double share)
{
    double dx = (box[2] - box[0]) * share, dy = (box[3] - box[1]) * share;
    box[0] -= dx;
    box[1] -= dy;
    box[2] += dx;
    box[3] += dy;
}

static mlg_status find_bounds(double box[4], const char *crs, mlg_error *err)
{
    mlg_status st;
    PJ_CONTEXT *context = NULL;
    PJ *found = NULL, *world = NULL, *steps = NULL, *east_north = NULL;
    double west, south, east, north;
    enum { EDGE_POINTS = 21 }; /* the sides of the area are curved once projected */
    everywhere(box);
    MLG_GO(open_context(&context, err));
    MLG_GO(find_crs(&found, context, crs, err));
    if (!proj_get_area_of_use(context, found, &west, &south, &east, &north, NULL) || west <= -1000 || west > east)
        goto done;
    MLG_GO(find_crs(&world, context, "EPSG:4326", err));
    steps = proj_create_crs_to_crs_from_pj(context, world, found, NULL, NULL);
    east_north = steps ? proj_normalize_for_visualization(context, steps) : NULL;
    if (east_north &&
        proj_trans_bounds(context, east_north, PJ_FWD, west, south, east, north, &box[0], &box[1], &box[2],
                          &box[3], EDGE_POINTS) &&
        isfinite(box[0] + box[1] + box[2] + box[3]))
        widen(box, 0.01);
    else
        everywhere(box);
done:
    proj_destroy(east_north);
    proj_destroy(steps);
    proj_destroy(world);
    proj_destroy(found);
    proj_context_destroy(context);
    return st;
}

mlg_status mlg_crs_bounds(double box[4], const char *crs, mlg_error *err)
{
    const int epsg = mlg_crs_epsg(crs);
    if (kept_box(box, epsg))
        return MLG_OK;
    MLG_TRY(find_bounds(box, crs, err));
    keep_box(box, epsg);
    return MLG_OK;
}

static bool counts_in_metres(PJ_CONTEXT *context, const PJ *crs)
{
    double factor = 0;
    PJ *axes = proj_crs_get_coordinate_system(context, crs);
    bool known = axes && proj_cs_get_axis_info(context, axes, 0, NULL, NULL, NULL, &factor, NULL, NULL, NULL);
    proj_destroy(axes);
    return known && factor == 1.0;
}

mlg_status mlg_crs_need_metres(int epsg, mlg_error *err)
{
    mlg_status st;
    PJ_CONTEXT *context = NULL;
    PJ *crs = NULL;
    char code[24];
    snprintf(code, sizeof code, "EPSG:%d", epsg);
    MLG_GO(open_context(&context, err));
    MLG_GO(find_crs(&crs, context, code, err));
    if (proj_get_type(crs) != PJ_TYPE_PROJECTED_CRS || !counts_in_metres(context, crs))
        st = mlg_fail(err, MLG_INPUT, "%s (%s) is not in metres", code, proj_get_name(crs));
done:
    proj_destroy(crs);
    proj_context_destroy(context);
    return st;
}

int mlg_crs_epsg(const char *crs)
{
    if (!crs || strncasecmp(crs, "EPSG:", 5) != 0 || !isdigit((unsigned char)crs[5]))
        return 0;
    char *end;
    long code = strtol(crs + 5, &end, 10);
    return *end == '\0' && code > 0 && code < 1000000 ? (int)code : 0;
}
