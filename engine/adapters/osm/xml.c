#include "adapters/osm/text.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/progress.h"

#include <math.h>
#include <string.h>

enum { MAX_DEPTH = 8, MAX_NAME = 32, MAX_WORDS = 8 * 1024 * 1024, STEP_BYTES = 1 << 20 };

/* State of a pass: the element being read, its strings (tags, roles) and the names of the open tags. */
typedef struct reading {
    osm_text text;
    osm_markup markup;
    const mlg_osm_sink *sink;
    osm_element element;
    char *words;
    size_t word_size, word_capacity;
    char open[MAX_DEPTH][MAX_NAME];
    size_t cursor;   /* in the ids of the sink */
    int depth, kind; /* kind: OSM_NODE... while inside one, else 0 */
    bool visible;
    int64_t id;
    int32_t lon_e7, lat_e7;
} reading;

static mlg_status fail_here(const reading *r, const char *what, mlg_error *err)
{
    return osm_text_fail(&r->text, r->markup.offset, what, err);
}

/* ---- attributes ------------------------------------------------------------------------------------- */

static mlg_status need_id(int64_t *id, const reading *r, const char *key, mlg_error *err)
{
    const char *value = osm_markup_value(&r->markup, key);
    return value && mlg_read_integer(id, value, NULL) ? MLG_OK
                                                      : fail_here(r, "an element without a valid id", err);
}

static mlg_status need_degrees(int32_t *e7, const reading *r, const char *key, double limit, mlg_error *err)
{
    const char *value = osm_markup_value(&r->markup, key);
    double degrees;
    if (!value || !mlg_read_decimal(&degrees, value, NULL) || fabs(degrees) > limit)
        return fail_here(r, "a node without valid coordinates", err);
    *e7 = (int32_t)lround(degrees * 1e7);
    return MLG_OK;
}

static bool is_visible(const reading *r)
{
    const char *visible = osm_markup_value(&r->markup, "visible"),
               *action = osm_markup_value(&r->markup, "action");
    return !(visible && strcmp(visible, "false") == 0) && !(action && strcmp(action, "delete") == 0);
}

/* Copies a string. `words` may move as it grows: until the element is complete its tags and roles hold an
 * offset into it, stored as a pointer, which point_words() turns into an address. */
static mlg_status add_word(const char **position, reading *r, const char *word, mlg_error *err)
{
    size_t n = strlen(word) + 1;
    if (r->word_size + n > MAX_WORDS)
        return fail_here(r, "an element of more than 8 MiB", err);
    MLG_TRY(MLG_GROW(&r->words, &r->word_capacity, r->word_size + n, "tags", err));
    memcpy(r->words + r->word_size, word, n);
    *position = (const char *)(uintptr_t)r->word_size;
    r->word_size += n;
    return MLG_OK;
}

/* ---- children --------------------------------------------------------------------------------------- */

static mlg_status add_tag(reading *r, mlg_error *err)
{
    const char *key = osm_markup_value(&r->markup, "k"), *value = osm_markup_value(&r->markup, "v");
    osm_element *e = &r->element;
    if (!key || !value)
        return fail_here(r, "a tag without k or v", err);
    if (e->tag_count >= OSM_MAX_TAGS)
        return fail_here(r, "an element of more than 65536 tags", err);
    MLG_TRY(MLG_GROW(&e->tags, &e->tag_capacity, e->tag_count + 1, "tags", err));
    MLG_TRY(add_word(&e->tags[e->tag_count].key, r, key, err));
    MLG_TRY(add_word(&e->tags[e->tag_count].value, r, value, err));
    e->tag_count++;
    return MLG_OK;
}

static mlg_status add_ref(reading *r, mlg_error *err)
{
    osm_element *e = &r->element;
    if (e->ref_count >= OSM_MAX_REFS)
        return fail_here(r, "a way of more than 1048576 nodes", err);
    MLG_TRY(MLG_GROW(&e->refs, &e->ref_capacity, e->ref_count + 1, "nodes of a way", err));
    return need_id(&e->refs[e->ref_count++], r, "ref", err);
}

static mlg_status add_member(reading *r, mlg_error *err)
{
    osm_element *e = &r->element;
    const char *type = osm_markup_value(&r->markup, "type"), *role = osm_markup_value(&r->markup, "role");
    mlg_osm_member member = { .kind = type ? *type : '\0' };
    if (!type || (strcmp(type, "node") != 0 && strcmp(type, "way") != 0 && strcmp(type, "relation") != 0))
        return fail_here(r, "a member of unknown type", err);
    if (e->member_count >= OSM_MAX_REFS)
        return fail_here(r, "a relation of more than 1048576 members", err);
    MLG_TRY(need_id(&member.ref, r, "ref", err));
    MLG_TRY(MLG_GROW(&e->members, &e->member_capacity, e->member_count + 1, "members", err));
    MLG_TRY(add_word(&member.role, r, role ? role : "", err));
    e->members[e->member_count++] = member;
    return MLG_OK;
}

static mlg_status read_child(reading *r, const char *name, mlg_error *err)
{
    if (strcmp(name, "tag") == 0)
        return add_tag(r, err);
    if (strcmp(name, "nd") == 0 && r->kind == OSM_WAY)
        return add_ref(r, err);
    if (strcmp(name, "member") == 0 && r->kind == OSM_RELATION)
        return add_member(r, err);
    return MLG_OK;
}

/* ---- elements --------------------------------------------------------------------------------------- */

static int kind_of(const char *name)
{
    return strcmp(name, "node") == 0       ? OSM_NODE
           : strcmp(name, "way") == 0      ? OSM_WAY
           : strcmp(name, "relation") == 0 ? OSM_RELATION
                                           : 0;
}

/* A server that stops before the end closes its answer normally, with a <remark> that gives the reason. Remarks that are not errors
 * ("runtime remark: ...") are kept. */
static mlg_status read_remark(reading *r, mlg_error *err)
{
    char remark[256];
    if (r->markup.closes)
        return MLG_OK;
    MLG_TRY(osm_text_content(remark, sizeof remark, &r->text, err));
    if (*remark == '\0' || strncmp(remark, "runtime remark", 14) == 0) {
        memcpy(r->text.osm->remark, remark, sizeof remark);
        return MLG_OK;
    }
    mlg_fail(err, MLG_INPUT, "%s: the server stopped: %s", r->text.osm->path, remark);
    mlg_hint(err,
             "part of the area is missing: ask again for a smaller area or with a longer time limit, or take an "
             "extract of download.geofabrik.de");
    return MLG_INPUT;
}

/* Overpass dates its data in <meta osm_base>, osmium in the root. */
static void read_date(reading *r, const char *key)
{
    const char *date = osm_markup_value(&r->markup, key);
    if (date)
        snprintf(r->text.osm->date, sizeof r->text.osm->date, "%.20s", date);
}

static mlg_status open_element(reading *r, const char *name, mlg_error *err)
{
    r->kind = kind_of(name);
    if (r->kind == 0)
        return MLG_OK;
    osm_element *e = &r->element;
    e->tag_count = e->ref_count = e->member_count = r->word_size = 0;
    r->visible = is_visible(r);
    MLG_TRY(need_id(&r->id, r, "id", err));
    if (r->kind != OSM_NODE || !r->visible)
        return MLG_OK;
    MLG_TRY(need_degrees(&r->lon_e7, r, "lon", 180, err));
    return need_degrees(&r->lat_e7, r, "lat", 90, err);
}

static void point_words(reading *r)
{
    osm_element *e = &r->element;
    for (size_t i = 0; i < e->member_count; i++)
        e->members[i].role = r->words + (uintptr_t)e->members[i].role;
    for (size_t i = 0; i < e->tag_count; i++) {
        e->tags[i].key = r->words + (uintptr_t)e->tags[i].key;
        e->tags[i].value = r->words + (uintptr_t)e->tags[i].value;
    }
}

static bool has_way_key(const reading *r)
{
    const osm_element *e = &r->element;
    bool has = !r->sink->way_keys;
    for (size_t i = 0; i < e->tag_count && !has; i++)
        has = osm_is_way_key(r->sink, e->tags[i].key);
    return has;
}

static mlg_status give_element(reading *r, mlg_error *err)
{
    osm_element *e = &r->element;
    int32_t tags = (int32_t)e->tag_count;
    int kind = r->kind;
    r->kind = 0;
    if (!r->visible || !(kind & osm_wanted(r->sink)))
        return MLG_OK;
    point_words(r);
    void *context = r->sink->context;
    if (kind == OSM_NODE && !osm_wants_node(&r->cursor, r->sink, r->id))
        return MLG_OK;
    if (kind == OSM_NODE)
        return r->sink->node(context, &(mlg_osm_node){ r->id, r->lon_e7, r->lat_e7, e->tags, tags, r->cursor },
                             err);
    if (kind == OSM_WAY && !has_way_key(r))
        return MLG_OK;
    if (kind == OSM_WAY)
        return r->sink->way(context, &(mlg_osm_way){ r->id, e->refs, (int32_t)e->ref_count, e->tags, tags }, err);
    return r->sink->relation(
        context, &(mlg_osm_relation){ r->id, e->members, (int32_t)e->member_count, e->tags, tags }, err);
}

/* ---- nesting ---------------------------------------------------------------------------------------- */

static mlg_status push(reading *r, const char *name, mlg_error *err)
{
    if (r->depth >= MAX_DEPTH || strlen(name) >= MAX_NAME)
        return fail_here(r, "tags nested too deep or named too long", err);
    if (r->depth == 0 && strcmp(name, "osm") != 0)
        return fail_here(r, strcmp(name, "osmChange") == 0 ? "a file of changes, not an extract," : "no <osm>",
                         err);
    memcpy(r->open[r->depth++], name, strlen(name) + 1);
    if (r->depth == 1)
        read_date(r, "timestamp");
    if (r->depth == 2 && strcmp(name, "meta") == 0)
        read_date(r, "osm_base");
    if (r->depth == 2)
        return strcmp(name, "remark") == 0 ? read_remark(r, err) : open_element(r, name, err);
    return r->depth == 3 && r->kind ? read_child(r, name, err) : MLG_OK;
}

static mlg_status pop(reading *r, const char *name, mlg_error *err)
{
    if (r->depth == 0 || strcmp(r->open[r->depth - 1], name) != 0)
        return fail_here(r, "a closing tag that closes nothing", err);
    r->depth--;
    return r->depth == 1 && r->kind ? give_element(r, err) : MLG_OK;
}

static mlg_status read_all(reading *r, const mlg_progress *progress, mlg_error *err)
{
    const mlg_osm *osm = r->text.osm;
    int64_t next_step = 0;
    bool end, root_seen = false;
    for (;;) {
        MLG_TRY(osm_text_next(&r->text, &r->markup, &end, err));
        if (end)
            break;
        if (r->text.raw_read >= next_step) {
            next_step = r->text.raw_read + STEP_BYTES;
            MLG_TRY(
                mlg_progress_step(progress, "reading roads", (double)r->text.raw_read / (double)osm->size, err));
        }
        if (r->depth == 0 && root_seen)
            return fail_here(r, "text after </osm>", err);
        root_seen = true;
        if (r->markup.opens)
            MLG_TRY(push(r, r->markup.text, err));
        if (r->markup.closes)
            MLG_TRY(pop(r, r->markup.text, err));
    }
    int64_t size = r->text.base + (int64_t)r->text.at;
    return r->depth > 0 || !root_seen ? osm_text_fail(&r->text, size, "text that ends too early", err) : MLG_OK;
}

mlg_status osm_read_xml(mlg_osm *osm, const mlg_osm_sink *sink, const mlg_progress *progress, mlg_error *err)
{
    reading *r = NULL;
    MLG_TRY(MLG_NEW(&r, 1, "OpenStreetMap reader", err));
    r->sink = sink;
    mlg_status st = osm_text_init(&r->text, osm, err);
    if (st == MLG_OK)
        st = read_all(r, progress, err);
    osm_text_release(&r->text);
    free(r->markup.text);
    osm_element_release(&r->element);
    free(r->words);
    free(r);
    return st;
}
