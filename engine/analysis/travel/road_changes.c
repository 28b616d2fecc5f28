#include "analysis/travel/road_changes.h"

#include "analysis/travel/model.h"
#include "base/memory.h"
#include "base/number.h"
#include "study/rule_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a line ----------------------------------------------------------------------------------------------------- */

static mlg_status refuse_line(const mlg_node *node, mlg_error *err)
{
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: 'line' is not a line of two or more points, in degrees", node->where);
    mlg_hint(err, "as in line: \"LINESTRING (2.64 50.52, 2.66 50.53)\" or line: [[2.64, 50.52], [2.66, 50.53]], "
                  "longitudes first");
    return st;
}

static mlg_status add_point(mlg_road_change *c, size_t room[2], double lon, double lat, mlg_error *err)
{
    size_t wanted = (size_t)c->what.count + 1;
    MLG_TRY(MLG_GROW(&c->lon, &room[0], wanted, "a line", err));
    MLG_TRY(MLG_GROW(&c->lat, &room[1], wanted, "a line", err));
    c->lon[c->what.count] = lon;
    c->lat[c->what.count++] = lat;
    return MLG_OK;
}

/* "LINESTRING (2.64 50.52, 2.66 50.53)". */
static mlg_status read_text(mlg_road_change *c, size_t room[2], const mlg_node *line, mlg_error *err)
{
    const char *at = strchr(line->text, '(');
    if (strncmp(line->text, "LINESTRING", 10) != 0 || !at)
        return refuse_line(line, err);
    for (at++;; at++) {
        char *end;
        double lon = mlg_strtod(at, &end);
        if (end == at)
            return refuse_line(line, err);
        at = end;
        double lat = mlg_strtod(at, &end);
        if (end == at)
            return refuse_line(line, err);
        MLG_TRY(add_point(c, room, lon, lat, err));
        at = end + strspn(end, " ");
        if (*at == ')' && at[1 + strspn(at + 1, " ")] == '\0')
            return MLG_OK;
        if (*at != ',')
            return refuse_line(line, err);
    }
}

/* The coordinates of GeoJSON: [[2.64, 50.52], [2.66, 50.53]]. */
static mlg_status read_list(mlg_road_change *c, size_t room[2], const mlg_node *line, mlg_error *err)
{
    for (const mlg_node *node = line->first; node; node = node->next) {
        char *ends[2];
        if (node->kind != MLG_NODE_LIST || node->count != 2 || !node->first->text || !node->last->text)
            return refuse_line(line, err);
        double lon = mlg_strtod(node->first->text, &ends[0]), lat = mlg_strtod(node->last->text, &ends[1]);
        if (ends[0] == node->first->text || *ends[0] || ends[1] == node->last->text || *ends[1])
            return refuse_line(line, err);
        MLG_TRY(add_point(c, room, lon, lat, err));
    }
    return MLG_OK;
}

static mlg_status read_line(mlg_road_change *c, const mlg_node *item, mlg_error *err)
{
    const mlg_node *line = mlg_node_child(item, "line");
    size_t room[2] = { 0, 0 };
    if (!line)
        return mlg_fail(err, MLG_INPUT, "%s: the key '%s' is missing", item->where, "line");
    mlg_status st = line->kind == MLG_NODE_LIST   ? read_list(c, room, line, err)
                    : line->kind == MLG_NODE_TEXT ? read_text(c, room, line, err)
                                                  : refuse_line(line, err);
    MLG_TRY(st);
    bool good = c->what.count >= 2;
    for (int32_t i = 0; i < c->what.count; i++)
        good = good && fabs(c->lon[i]) <= 180 && fabs(c->lat[i]) <= 90;
    c->what.lon = c->lon;
    c->what.lat = c->lat;
    return good ? MLG_OK : refuse_line(line, err);
}

/* ---- an item ----------------------------------------------------------------------------------------------------- */

/* Which of close, slow and open the item gives, and what it says there. */
static mlg_status read_kind(const char **kind, const char **reach, const mlg_node *item, mlg_error *err)
{
    static const char *const kinds[] = { "close", "slow", "open" };
    int given = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const char *text = mlg_rules_text(item, kinds[k]);
        if (!text)
            continue;
        *kind = kinds[k];
        *reach = text;
        given++;
    }
    return given == 1 ? MLG_OK
                      : mlg_fail(err, MLG_INPUT, "%s: give one of 'close', 'slow' and 'open'", item->where);
}

static mlg_status read_reach(mlg_road_change *c, const mlg_node *item, mlg_error *err)
{
    const char *kind = NULL, *reach = NULL;
    MLG_TRY(read_kind(&kind, &reach, item, err));
    bool across = strcmp(reach, "across") == 0, closes = strcmp(kind, "close") == 0;
    c->opens = strcmp(kind, "open") == 0;
    if (c->opens && strcmp(reach, "along") != 0)
        return mlg_fail(err, MLG_INPUT, "%s: 'open' is '%.20s'; it must be along", item->where,
                        MLG_BRIEF(reach, 20));
    if (!across && strcmp(reach, "along") != 0)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is '%.20s'; it must be across or along", item->where, kind,
                        MLG_BRIEF(reach, 20));
    c->what.reach = across ? MLG_ROADS_ACROSS : MLG_ROADS_ALONG;
    MLG_TRY(mlg_rules_number(&c->what.kmh, item, "kmh", 0, err));
    if (!closes && !(c->what.kmh > 0 && c->what.kmh <= 200))
        return mlg_fail(err, MLG_INPUT, "%s: '%s' needs the speed of these roads, 'kmh', above 0 and up to 200",
                        item->where, kind);
    if (closes && mlg_node_child(item, "kmh"))
        return mlg_fail(err, MLG_INPUT, "%s: 'kmh' goes with 'slow' and 'open'", item->where);
    return MLG_OK;
}

mlg_status mlg_road_change_read(mlg_road_change *c, const mlg_node *item, mlg_error *err)
{
    *c = (mlg_road_change){ .lon = NULL };
    MLG_TRY(mlg_rules_keys(item, "close|slow|open|line|direction|kmh|from|until|reason|source", err));
    MLG_TRY(read_reach(c, item, err));
    const char *direction = mlg_rules_text(item, "direction");
    if (direction && c->what.reach == MLG_ROADS_ACROSS)
        return mlg_fail(err, MLG_INPUT, "%s: 'direction' goes with 'along'", item->where);
    c->what.forward = !direction || strcmp(direction, "both") == 0 || strcmp(direction, "forward") == 0;
    c->what.backward = !direction || strcmp(direction, "both") == 0 || strcmp(direction, "backward") == 0;
    if (!c->what.forward && !c->what.backward)
        return mlg_fail(err, MLG_INPUT, "%s: 'direction' is '%.20s'; it must be forward, backward or both",
                        item->where, MLG_BRIEF(direction, 20));
    return read_line(c, item, err);
}

void mlg_road_change_release(mlg_road_change *c)
{
    free(c->lon);
    free(c->lat);
    *c = (mlg_road_change){ .lon = NULL };
}

/* ---- the roads of a study ----------------------------------------------------------------------------------------- */

bool mlg_study_changes_roads(const mlg_study *study)
{
    return mlg_node_child(study->scenario_root, "roads") && mlg_study_has_model(study, "road");
}

bool mlg_study_opens_roads(const mlg_study *study)
{
    const mlg_node *list = mlg_study_changes_roads(study) ? mlg_node_child(study->scenario_root, "roads") : NULL;
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next)
        if (mlg_node_child(item, "open"))
            return true;
    return false;
}

/* ---- new roads --------------------------------------------------------------------------------------------------- */

static mlg_status open_item(mlg_opened_roads *o, const char *date, const mlg_node *item, mlg_error *err)
{
    bool now;
    MLG_TRY(mlg_rules_in_force(&now, date, item, err));
    if (!now || !mlg_node_child(item, "open"))
        return MLG_OK;
    mlg_road_change *c = &o->change[o->count++]; /* owned by the list, if it is read in part only too */
    MLG_TRY(mlg_road_change_read(c, item, err));
    o->road[o->count - 1] = (mlg_new_road){ c->what.count,   c->lon,           c->lat,     c->what.kmh,
                                            c->what.forward, c->what.backward, item->where };
    return MLG_OK;
}

mlg_status mlg_opened_roads_read(mlg_opened_roads *opened, const mlg_study *study, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(study->scenario_root, "roads");
    const char *date;
    *opened = (mlg_opened_roads){ .road = NULL };
    if (!mlg_study_opens_roads(study))
        return MLG_OK;
    MLG_TRY(mlg_rules_day(&date, study->scenario_root, "date", err));
    MLG_TRY(MLG_NEW(&opened->road, list->count, "new roads", err));
    MLG_TRY(MLG_NEW(&opened->change, list->count, "new roads", err));
    for (const mlg_node *item = list->first; item; item = item->next)
        MLG_TRY(open_item(opened, date, item, err));
    return MLG_OK;
}

void mlg_opened_roads_release(mlg_opened_roads *opened)
{
    for (int32_t k = 0; k < opened->count; k++)
        mlg_road_change_release(&opened->change[k]);
    free(opened->change);
    free(opened->road);
    *opened = (mlg_opened_roads){ .road = NULL };
}

/* ---- roads that close or slow ------------------------------------------------------------------------------------ */

static mlg_status add_item(int32_t *time_ds, uint8_t *touched, const mlg_graph *graph, const char *date,
                           const mlg_node *item, mlg_error *err)
{
    mlg_road_change c;
    bool now;
    MLG_TRY(mlg_rules_in_force(&now, date, item, err));
    if (!now)
        return MLG_OK;
    mlg_status st = mlg_road_change_read(&c, item, err);
    if (st == MLG_OK && !c.opens)
        st = mlg_graph_touch(time_ds, touched, graph, &c.what, err);
    mlg_road_change_release(&c);
    return st;
}

mlg_status mlg_study_alter_roads(mlg_graph **graph, const mlg_study *study, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(study->scenario_root, "roads");
    const char *date;
    int32_t *time_ds = NULL;
    uint8_t *touched = NULL;
    mlg_graph *altered = NULL;
    size_t edges = 2 * (size_t)(*graph)->n_segments;
    mlg_status st = MLG_OK;
    if (!mlg_study_changes_roads(study))
        return MLG_OK;
    MLG_GO(mlg_rules_day(&date, study->scenario_root, "date", err));
    MLG_GO(MLG_NEW(&time_ds, edges, "roads", err));
    MLG_GO(MLG_NEW(&touched, edges, "roads", err));
    memcpy(time_ds, (*graph)->edge_time_ds, edges * sizeof *time_ds);
    for (const mlg_node *item = list->first; item; item = item->next)
        MLG_GO(add_item(time_ds, touched, *graph, date, item, err));
    MLG_GO(mlg_graph_alter(&altered, *graph, time_ds, err));
    mlg_graph_free(*graph);
    *graph = altered;
done:
    free(time_ds);
    free(touched);
    return st;
}
