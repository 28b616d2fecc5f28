/* mlg_check on an OpenStreetMap extract: what it holds, and how a study uses it. */
#include "base/os/stream.h"
#include "pipeline/check.h"

#include "adapters/json.h"
#include "adapters/osm/extract.h"
#include "base/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *date, *remark; /* of the data, may be empty */
    int64_t nodes, ways, roads, ferries, relations, restrictions;
} contents;

static mlg_status count_node(void *context, const mlg_osm_node *node, mlg_error *err)
{
    contents *c = context;
    (void)node, (void)err;
    c->nodes++;
    return MLG_OK;
}

static mlg_status count_way(void *context, const mlg_osm_way *way, mlg_error *err)
{
    contents *c = context;
    (void)err;
    const char *route = mlg_osm_value(way->tags, way->tag_count, "route");
    c->ways++;
    c->roads += mlg_osm_value(way->tags, way->tag_count, "highway") != NULL;
    c->ferries += route && strcmp(route, "ferry") == 0;
    return MLG_OK;
}

static mlg_status count_relation(void *context, const mlg_osm_relation *relation, mlg_error *err)
{
    contents *c = context;
    (void)err;
    const char *type = mlg_osm_value(relation->tags, relation->tag_count, "type");
    c->relations++;
    c->restrictions += type && strncmp(type, "restriction", strlen("restriction")) == 0;
    return MLG_OK;
}

static mlg_status print_text(char **out, const contents *c, const char *path, mlg_error *err)
{
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    fprintf(to,
            mlg_tr("%s is an OpenStreetMap extract\nOpenStreetMap contributors; ODbL\n%lld nodes, %lld ways (%lld "
                   "roads, %lld ferries), %lld relations (%lld turn restrictions)\n"),
            path, (long long)c->nodes, (long long)c->ways, (long long)c->roads, (long long)c->ferries,
            (long long)c->relations, (long long)c->restrictions);
    if (*c->date)
        fprintf(to, mlg_tr("data of %s\n"), c->date);
    if (*c->remark)
        fprintf(to, mlg_tr("the server remarks: %s\n"), c->remark);
    fprintf(to, mlg_tr("in a study file:\n  travel: { model: road, osm: \"%s\" }\n"), path);
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a text", 0);
}

static mlg_status print_json(char **out, const contents *c, const char *path, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_text(json, "path", path);
    mlg_json_text(json, "dataset", "osm");
    mlg_json_text(json, "date", *c->date ? c->date : NULL);
    mlg_json_text(json, "remark", *c->remark ? c->remark : NULL);
    mlg_json_number(json, "nodes", (double)c->nodes);
    mlg_json_number(json, "ways", (double)c->ways);
    mlg_json_number(json, "roads", (double)c->roads);
    mlg_json_number(json, "ferries", (double)c->ferries);
    mlg_json_number(json, "relations", (double)c->relations);
    mlg_json_number(json, "restrictions", (double)c->restrictions);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_check_extract(char **out, const char *path, mlg_format format, mlg_error *err)
{
    contents c = { 0 };
    const mlg_osm_sink sink = { .node = count_node, .way = count_way, .relation = count_relation, .context = &c };
    mlg_osm *osm;
    *out = NULL;
    MLG_TRY(mlg_osm_open(&osm, path, err));
    mlg_status st = mlg_osm_read(osm, &sink, NULL, err);
    c.date = mlg_osm_date(osm);
    c.remark = mlg_osm_remark(osm);
    if (st == MLG_OK && c.roads == 0)
        st = mlg_fail(err, MLG_INPUT, "%s is an OpenStreetMap extract without any road", path);
    if (st == MLG_OK)
        st = format == MLG_JSON ? print_json(out, &c, path, err) : print_text(out, &c, path, err);
    mlg_osm_close(osm);
    return st;
}
