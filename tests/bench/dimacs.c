#include "bench/dimacs.h"

#include "adapters/layer/lines.h"
#include "base/memory.h"
#include "network/search/dijkstra.h"

#include <math.h>
#include <string.h>

typedef struct {
    mlg_lines *lines;
    mlg_arcs *arcs;
    size_t tail_room, head_room, time_room;
    double ds_per_unit;
    int64_t stated_arcs; /* -1 before the size line */
} reader;

/* A whole number of digits only, at most `most`, and the spaces around it. */
static bool take_number(int64_t *out, const char **text, int64_t most)
{
    const char *at = *text;
    while (*at == ' ' || *at == '\t')
        at++;
    if (*at < '0' || *at > '9')
        return false;
    for (*out = 0; *at >= '0' && *at <= '9'; at++) {
        *out = 10 * *out + (*at - '0');
        if (*out > most)
            return false;
    }
    while (*at == ' ' || *at == '\t')
        at++;
    *text = at;
    return true;
}

static mlg_status read_size(reader *r, const char *line, mlg_error *err)
{
    const char *at = line + 4;
    int64_t nodes, arcs;
    if (r->stated_arcs >= 0)
        return mlg_lines_fail(r->lines, err, "a second size line '%.80s'", line);
    if (strncmp(line, "p sp", 4) != 0 || !take_number(&nodes, &at, INT32_MAX - 2) ||
        !take_number(&arcs, &at, INT32_MAX) || *at)
        return mlg_lines_fail(r->lines, err, "'%.80s' is not 'p sp <nodes> <arcs>'", line);
    r->arcs->n_nodes = (int32_t)nodes;
    r->stated_arcs = arcs;
    return MLG_OK;
}

static mlg_status add_arc(reader *r, int64_t tail, int64_t head, int32_t time_ds, mlg_error *err)
{
    mlg_arcs *arcs = r->arcs;
    size_t need = (size_t)arcs->n_arcs + 1;
    MLG_TRY(MLG_GROW(&arcs->tail, &r->tail_room, need, "tails of arcs", err));
    MLG_TRY(MLG_GROW(&arcs->head, &r->head_room, need, "heads of arcs", err));
    MLG_TRY(MLG_GROW(&arcs->time_ds, &r->time_room, need, "times of arcs", err));
    arcs->tail[arcs->n_arcs] = (int32_t)tail - 1;
    arcs->head[arcs->n_arcs] = (int32_t)head - 1;
    arcs->time_ds[arcs->n_arcs++] = time_ds;
    return MLG_OK;
}

static mlg_status read_arc(reader *r, const char *line, mlg_error *err)
{
    const char *at = line + 1;
    int64_t tail, head, weight, nodes = r->arcs->n_nodes;
    if (r->stated_arcs < 0)
        return mlg_lines_fail(r->lines, err, "an arc before the size line 'p sp <nodes> <arcs>'");
    if (!take_number(&tail, &at, INT32_MAX) || !take_number(&head, &at, INT32_MAX) ||
        !take_number(&weight, &at, INT32_MAX) || *at)
        return mlg_lines_fail(r->lines, err, "'%.80s' is not 'a <tail> <head> <weight>' in whole numbers >= 0",
                              line);
    if (tail < 1 || tail > nodes || head < 1 || head > nodes)
        return mlg_lines_fail(r->lines, err, "arc from %lld to %lld, but nodes are 1..%lld", (long long)tail,
                              (long long)head, (long long)nodes);
    double time_ds = round((double)weight * r->ds_per_unit);
    if (time_ds > MLG_TIME_MAX)
        return mlg_lines_fail(r->lines, err, "arc of %.0f ds; at most %d", time_ds, MLG_TIME_MAX);
    if (r->arcs->n_arcs == r->stated_arcs)
        return mlg_lines_fail(r->lines, err, "more arcs than the %lld stated", (long long)r->stated_arcs);
    return add_arc(r, tail, head, (int32_t)time_ds, err);
}

static mlg_status read_line(reader *r, const char *line, mlg_error *err)
{
    switch (line[0]) {
    case 'c':
    case '\0':
        return MLG_OK;
    case 'p':
        return read_size(r, line, err);
    case 'a':
        return read_arc(r, line, err);
    default:
        return mlg_lines_fail(r->lines, err, "'%.80s' starts with none of c, p, a", line);
    }
}

static mlg_status read_all(reader *r, const char *path, mlg_error *err)
{
    const char *line;
    for (;;) {
        MLG_TRY(mlg_lines_next(&line, r->lines, err));
        if (!line)
            break;
        MLG_TRY(read_line(r, line, err));
    }
    if (r->stated_arcs < 0)
        return mlg_fail(err, MLG_INPUT, "%s: no size line 'p sp <nodes> <arcs>'", path);
    if (r->arcs->n_arcs < r->stated_arcs)
        return mlg_fail(err, MLG_INPUT, "%s: %d arcs, but %lld were stated; the file is cut", path,
                        r->arcs->n_arcs, (long long)r->stated_arcs);
    return MLG_OK;
}

mlg_status mlg_dimacs_read(mlg_arcs *out, const char *path, double ds_per_unit, mlg_error *err)
{
    mlg_status st;
    reader r = { .arcs = out, .ds_per_unit = ds_per_unit, .stated_arcs = -1 };
    memset(out, 0, sizeof *out);
    if (!(ds_per_unit > 0 && isfinite(ds_per_unit)))
        return mlg_fail(err, MLG_USAGE, "%g deciseconds a unit of weight is not above 0", ds_per_unit);
    MLG_GO(mlg_lines_open(&r.lines, path, err));
    MLG_GO(read_all(&r, path, err));
done:
    mlg_lines_close(r.lines);
    if (st != MLG_OK)
        mlg_arcs_release(out);
    return st;
}
