/* The gauges of a zoning: population by class, the margin, the population judged, and what these figures leave
 * out. */
#include "analysis/zoning/stage.h"
#include "base/number.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static mlg_status write_class(mlg_stmt *stmt, const mlg_zoning_units *units, const mlg_zoning_assignment *state,
                              mlg_zone zone, mlg_error *err)
{
    int32_t communes = 0;
    for (int32_t i = 0; i < units->communes; i++)
        communes += units->inside[i] && state->zone[i] == zone;
    if (communes == 0 && state->gauges.persons[zone] == 0)
        return MLG_OK;
    mlg_bind_text(stmt, ":zonage", mlg_zone_code(zone));
    mlg_bind_double(stmt, ":population", state->gauges.persons[zone]);
    mlg_bind_double(stmt, ":part", state->gauges.share_pct[zone]);
    mlg_bind_int(stmt, ":nb_communes", communes);
    return mlg_stmt_run(stmt, err);
}

mlg_status mlg_study_zoning_classes(mlg_study *study, const mlg_zoning_units *units,
                                    const mlg_zoning_assignment *state, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool classed = state->rule.classes == 0;
    for (int32_t i = 0; i < units->communes; i++)
        classed |= state->zone[i] != MLG_ZONE_UNKNOWN;
    if (!classed)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "zoning/insert_gauge", err));
    mlg_status st = MLG_OK;
    for (int z = 0; z < MLG_ZONES && st == MLG_OK; z++)
        st = write_class(stmt, units, state, (mlg_zone)z, err);
    mlg_stmt_free(stmt);
    return st;
}

typedef struct {
    const char *name;
    double persons, share, least, most;
    const char *reserve;
    double open_pct;  /* people whose class is unknown, percent of all */
    bool lower_bound; /* people of unknown class may belong to it: "nobody" is not known */
} side_gauge;

/* Neighbourhoods counted apart from their commune: persons of `zone`, or of ZIP and ZAC outside the vivier, that are estimated so. */
static double estimated_apart(const mlg_zoning_units *units, const mlg_zoning_assignment *state, mlg_zone zone,
                              mlg_people how)
{
    double sum = 0;
    for (int32_t s = 0; s < units->shares; s++) {
        int32_t i = units->share_commune[s];
        mlg_zone own = mlg_zoning_share_zone(units, state, s);
        bool out = state->frame[units->tvs[i]] == MLG_FRAME_OUT;
        if (units->qpv_people[units->share_qpv[s]] == how && own != (mlg_zone)state->zone[i] &&
            (zone == MLG_ZONE_UNKNOWN ? out && (own == MLG_ZONE_ZIP || own == MLG_ZONE_ZAC) : own == zone))
            sum += units->share_persons[s];
    }
    return sum;
}

/* Appends a part, after " ; " unless it is the first. */
MLG_PRINTF(3, 4)
static void add_words(char *text, size_t size, const char *words, ...)
{
    size_t used = strlen(text);
    va_list values;
    if (used > 0)
        used += (size_t)snprintf(text + used, size - used, " ; ");
    va_start(values, words);
    vsnprintf(text + used, size - used, words, values);
    va_end(values);
}

static const char unknown_bound[] = "inconnu\u00a0: ";

/* People who may be in any class, the one of the gauge included. */
static void add_unclassed(char *text, size_t size, const mlg_zoning_assignment *state, const char *bound)
{
    double persons = state->gauges.persons[MLG_ZONE_UNKNOWN];
    if (persons > 0)
        add_words(text, size, "%ssans les %s habitants de classe inconnue", bound, mlg_french_count(persons).text);
}

/* `zone` unknown: of the margin. */
static const char *reserve_of(char *text, size_t size, const mlg_zoning_units *units,
                              const mlg_zoning_assignment *state, mlg_zone zone)
{
    double squares = estimated_apart(units, state, zone, MLG_PEOPLE_FROM_SQUARES),
           areas = estimated_apart(units, state, zone, MLG_PEOPLE_FROM_AREA);
    int unknown = units->qpv_known[MLG_PEOPLE_UNKNOWN];
    *text = '\0';
    if (squares > 0)
        add_words(text, size, "dont %s habitants de quartiers, estimés d’après les carreaux",
                  mlg_french_count(squares).text);
    if (areas > 0)
        add_words(text, size, "dont %s habitants de quartiers, estimés d’après la surface, sans doute trop peu",
                  mlg_french_count(areas).text);
    if (unknown > 0)
        add_words(text, size, "population de %d quartier%s inconnue", unknown, unknown > 1 ? "s" : "");
    return *text ? text : NULL;
}

/* NULL: no limit, nothing known, or a limit that people of unknown class might fill or exceed. */
static const char *light_of(const side_gauge *g)
{
    static const char *const lights[] = { "vert", "orange", "rouge", "depasse", "insuffisant" };
    double least = isnan(g->least) ? 0 : g->least;
    if ((isnan(g->most) && isnan(g->least)) || isnan(g->share))
        return NULL;
    mlg_light light = mlg_gauge_light(g->share, least, g->most);
    if (light == MLG_UNDER && g->share + g->open_pct >= least)
        return NULL;
    if (light == MLG_GREEN && g->lower_bound && !isnan(g->most) && !(g->share + g->open_pct <= g->most))
        return NULL;
    return lights[light];
}

static mlg_status write_side(mlg_stmt *stmt, const char *side, const side_gauge *g, mlg_error *err)
{
    mlg_bind_text(stmt, ":cote", side);
    mlg_bind_text(stmt, ":jauge", g->name);
    bool unknown = g->lower_bound && g->persons == 0;
    mlg_bind_double(stmt, ":population", unknown ? (double)NAN : g->persons);
    mlg_bind_double(stmt, ":part", unknown ? (double)NAN : g->share);
    mlg_bind_double(stmt, ":minimum", g->least);
    mlg_bind_double(stmt, ":maximum", g->most);
    mlg_bind_text(stmt, ":reserve", g->reserve);
    mlg_bind_text(stmt, ":feu", light_of(g));
    return mlg_stmt_run(stmt, err);
}

/* Where nobody's class is known, the only gauge is that of the unknown class. */
static mlg_status write_class_gauges(mlg_stmt *stmt, const char *side, const mlg_zoning_units *units,
                                     const mlg_zoning_assignment *state, mlg_error *err)
{
    const mlg_gauges *g = &state->gauges;
    const mlg_zoning_rule *rule = &state->rule;
    const double none = (double)NAN;
    for (int z = 0; z < MLG_ZONES; z++) {
        char text[480];
        bool zip = z == MLG_ZONE_ZIP, capped = (zip || z == MLG_ZONE_ZAC) && rule->classes == 0;
        side_gauge one = { .name = mlg_zone_code((mlg_zone)z),
                           .persons = g->persons[z],
                           .share = g->share_pct[z],
                           .open_pct = g->share_pct[MLG_ZONE_UNKNOWN] };
        one.least = zip && !isnan(rule->national_max) ? mlg_zoning_selection_pct(units, state) : none;
        one.most = zip ? rule->zip_max_pct : z == MLG_ZONE_ZAC ? rule->zac_max_pct : none;
        one.reserve = z == MLG_ZONE_UNKNOWN ? NULL : reserve_of(text, sizeof text, units, state, (mlg_zone)z);
        if (z != MLG_ZONE_UNKNOWN) {
            add_unclassed(text, sizeof text, state, g->persons[z] > 0 ? "au moins\u00a0: " : unknown_bound);
            one.reserve = *text ? text : NULL;
            one.lower_bound = g->persons[MLG_ZONE_UNKNOWN] > 0;
        }
        if ((capped && !mlg_zoning_is_unclassed(state)) || g->persons[z] > 0)
            MLG_TRY(write_side(stmt, side, &one, err));
    }
    return MLG_OK;
}

/* "UD" and "OD": people of the under-served classes that the rule counts, at most those that it puts there itself, and of
 * the over-served one, at least as many. */
static mlg_status write_levels(mlg_stmt *stmt, const char *side, const mlg_zoning_assignment *state,
                               mlg_error *err)
{
    const mlg_gauges *g = &state->gauges;
    char text[480] = "";
    add_unclassed(text, sizeof text, state, unknown_bound);
    side_gauge under = { .name = "UD",
                         .share = mlg_zoning_under_pct(&state->rule, g),
                         .least = (double)NAN,
                         .most = state->under_pct,
                         .open_pct = g->share_pct[MLG_ZONE_UNKNOWN],
                         .lower_bound = g->persons[MLG_ZONE_UNKNOWN] > 0,
                         .reserve = *text ? text : NULL },
               over = under;
    over.name = "OD";
    over.share = mlg_zoning_over_pct(&state->rule, g);
    over.least = state->over_pct;
    over.most = (double)NAN;
    under.persons = under.share / 100 * g->total;
    over.persons = over.share / 100 * g->total;
    MLG_TRY(write_side(stmt, side, &under, err));
    return write_side(stmt, side, &over, err);
}

/* People whose territory is judged by an indicator that is known. */
static mlg_status write_known(mlg_stmt *stmt, const char *side, const mlg_zoning_units *units,
                              const mlg_zoning_assignment *state, mlg_error *err)
{
    side_gauge known = { .name = "connu", .least = MLG_LEAST_KNOWN_PCT, .most = (double)NAN };
    for (int32_t t = 0; t < units->tvs_count; t++)
        known.persons += isnan(state->tvs_value[t]) ? 0 : units->tvs_persons[t];
    known.share = units->persons_total > 0 ? 100 * known.persons / units->persons_total : (double)NAN;
    return write_side(stmt, side, &known, err);
}

/* Whether anybody is of an aided class in a territory whose frame is unknown, and so may be in the margin. */
static bool margin_may_grow(const mlg_zoning_units *units, const mlg_zoning_assignment *state)
{
    for (int32_t i = 0; i < units->communes; i++)
        if (units->inside[i] && state->frame[units->tvs[i]] == MLG_FRAME_UNKNOWN &&
            mlg_zone_is_aided((mlg_zone)state->zone[i]))
            return true;
    for (int32_t s = 0; s < units->shares; s++)
        if (state->frame[units->tvs[units->share_commune[s]]] == MLG_FRAME_UNKNOWN &&
            mlg_zone_is_aided(mlg_zoning_share_zone(units, state, s)))
            return true;
    return state->gauges.persons[MLG_ZONE_UNKNOWN] > 0;
}

/* The margin is a share of the vivier: territories whose frame is unknown are in neither, which makes it look larger. */
static mlg_status write_margin(mlg_stmt *stmt, const char *side, const mlg_zoning_units *units,
                               const mlg_zoning_assignment *state, mlg_error *err)
{
    const mlg_gauges *g = &state->gauges;
    const bool may_grow = margin_may_grow(units, state);
    char text[480];
    double unknown = 0;
    reserve_of(text, sizeof text, units, state, MLG_ZONE_UNKNOWN);
    for (int32_t t = 0; t < units->tvs_count; t++)
        unknown += state->frame[t] == MLG_FRAME_UNKNOWN ? units->tvs_persons[t] : 0;
    add_unclassed(text, sizeof text, state, g->margin_persons > 0 ? "" : unknown_bound);
    if (unknown > 0)
        add_words(text, sizeof text, "sans les %s habitants de territoires de cadre inconnu",
                  mlg_french_count(unknown).text);
    side_gauge margin = { .name = "marge",
                          .persons = g->margin_persons,
                          .share = g->margin_pct,
                          .least = (double)NAN,
                          .most = state->rule.margin_max_pct,
                          .lower_bound = may_grow,
                          .open_pct = may_grow ? (double)NAN : 0,
                          .reserve = *text ? text : NULL };
    return write_side(stmt, side, &margin, err);
}

mlg_status mlg_study_zoning_gauges(mlg_study *study, const char *side, const mlg_zoning_units *units,
                                   const mlg_zoning_assignment *state, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "zoning/insert_gauge_side", err));
    mlg_status st = write_class_gauges(stmt, side, units, state, err);
    if (st == MLG_OK && !isnan(state->rule.margin_max_pct) && !mlg_zoning_is_unclassed(state))
        st = write_margin(stmt, side, units, state, err);
    if (st == MLG_OK && state->rule.exchange.under > 0 && !mlg_zoning_is_unclassed(state))
        st = write_levels(stmt, side, state, err);
    if (st == MLG_OK)
        st = write_known(stmt, side, units, state, err);
    mlg_stmt_free(stmt);
    return st;
}
