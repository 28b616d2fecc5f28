/* The life territories (TVS) of a study as a layer, with what the rule says of each. */
#include "adapters/geom/geometry.h"
#include "analysis/common/rank.h"
#include "analysis/zoning/apply_rule.h"
#include "analysis/zoning/stage.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

static const char *departure_text(const mlg_zoning_assignment *state, mlg_departure departure)
{
    switch (departure) {
    case MLG_LEFT_OUT_OF_ZIP:
        return "sous le seuil et hors ZIP : risque contentieux";
    case MLG_VIVIER_NOT_USED:
        return "vivier, non classée";
    case MLG_ADDED_FROM_OUT:
        return state->added;
    case MLG_AGREES:
    case MLG_NOT_COMPARABLE:
        break;
    }
    return NULL;
}

static const char *swap_text(mlg_swap_kind swap)
{
    return swap == MLG_SWAP_UNKNOWN ? "autre classe que la règle"
           : swap == MLG_SWAP_NONE  ? "autre classe que la règle, hors de la zone d’échange"
                                    : "autre classe que la règle, dans la zone d’échange";
}

const char *mlg_zoning_departure_words(const mlg_zoning_assignment *state, int32_t tvs, const char *rule_text)
{
    mlg_zone zone = (mlg_zone)state->tvs_zone[tvs];
    if (!isnan(state->rule.national_max))
        return departure_text(state, mlg_zoning_departure((mlg_frame)state->frame[tvs], zone));
    if (!rule_text || zone == MLG_ZONE_UNKNOWN || zone == mlg_zone_of(rule_text))
        return NULL;
    if (state->rule.classes > 0)
        return swap_text(mlg_zoning_swap_of(&state->rule, state->tvs_value[tvs]));
    return mlg_zone_aid(zone) > mlg_zone_aid(mlg_zone_of(rule_text)) ? "mieux classée que son rang"
                                                                     : "moins bien classée que son rang";
}

static const char *frame_text(mlg_frame frame)
{
    return frame == MLG_FRAME_NATIONAL ? "ZIP" : frame == MLG_FRAME_UNKNOWN ? NULL : mlg_frame_label(frame);
}

static mlg_status texts_by_rank(const char **text, const mlg_zoning_units *units,
                                const mlg_zoning_assignment *state, mlg_error *err)
{
    uint8_t *zone;
    MLG_TRY(MLG_NEW(&zone, (size_t)units->tvs_count, "a zoning", err));
    mlg_status st =
        mlg_zoning_apply_rule(&state->rule, units->tvs_count, state->tvs_value, units->tvs_persons, zone, err);
    for (int32_t t = 0; t < units->tvs_count && st == MLG_OK; t++)
        text[t] = zone[t] == MLG_ZONE_UNKNOWN ? NULL : mlg_zone_code((mlg_zone)zone[t]);
    free(zone);
    return st;
}

mlg_status mlg_zoning_rule_texts(const char **text, const mlg_zoning_units *units,
                                 const mlg_zoning_assignment *state, mlg_error *err)
{
    const mlg_zoning_rule *rule = &state->rule;
    if (isnan(rule->national_max) && rule->classes == 0 && !isnan(rule->zip_max_pct))
        return texts_by_rank(text, units, state, err);
    for (int32_t t = 0; t < units->tvs_count; t++) {
        int class = mlg_zoning_class_of(rule, state->tvs_value[t]);
        text[t] =
            class >= 0 ? rule->class[class].label : frame_text(mlg_zoning_by_rule(rule, state->tvs_value[t]));
    }
    return MLG_OK;
}

/* ---- the layer ---------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_study *study;
    const mlg_zoning_units *units;
    const mlg_zoning_assignment *state;
    mlg_stmt *insert, *outline;
    int32_t *first, *order; /* communes by territory */
    int32_t *rank;
    double *gp, *gp_old; /* by territory */
    mlg_geom **parts;
} layer;

static mlg_status sort_communes(layer *l, mlg_error *err)
{
    const mlg_zoning_units *b = l->units;
    size_t n = (size_t)b->communes, m = (size_t)b->tvs_count;
    MLG_TRY(MLG_NEW(&l->first, m + 2, "life territories", err));
    MLG_TRY(MLG_NEW(&l->order, n, "life territories", err));
    MLG_TRY(MLG_NEW(&l->parts, n, "life territories", err));
    MLG_TRY(MLG_NEW(&l->rank, m, "life territories", err));
    MLG_TRY(MLG_NEW(&l->gp, m, "life territories", err));
    MLG_TRY(MLG_NEW(&l->gp_old, m, "life territories", err));
    for (int32_t i = 0; i < b->communes; i++) {
        l->first[b->tvs[i] + 2]++;
        l->gp[b->tvs[i]] += b->inside[i] ? l->state->gp[i] : 0;
        l->gp_old[b->tvs[i]] += b->inside[i] ? l->state->gp_old[i] : 0;
    }
    for (size_t t = 0; t < m; t++)
        l->first[t + 2] += l->first[t + 1];
    for (int32_t i = 0; i < b->communes; i++)
        l->order[l->first[b->tvs[i] + 1]++] = i;
    return mlg_rank_by_value(b->tvs_count, l->state->tvs_value, false, l->rank, err);
}

static mlg_status read_outline(mlg_geom **out, layer *l, int32_t commune, mlg_error *err)
{
    bool row;
    size_t size;
    mlg_bind_text(l->outline, ":insee_com", l->units->insee[commune]);
    MLG_TRY(mlg_stmt_step(l->outline, &row, err));
    const void *bytes = row ? mlg_column_blob(l->outline, 0, &size) : NULL;
    if (bytes)
        MLG_TRY(mlg_geom_from_gpb(out, bytes, size, err));
    return row ? mlg_stmt_step(l->outline, &row, err) : MLG_OK;
}

static mlg_status join_outlines(mlg_geom **whole, layer *l, int32_t t, mlg_error *err)
{
    int32_t n = 0;
    mlg_status st = MLG_OK;
    for (int32_t k = l->first[t]; k < l->first[t + 1] && st == MLG_OK; k++) {
        st = read_outline(&l->parts[n], l, l->order[k], err);
        n += l->parts[n] != NULL;
    }
    if (st == MLG_OK && n > 0)
        st = mlg_geom_union(whole, (const mlg_geom *const *)l->parts, n, err);
    for (int32_t k = 0; k < n; k++) {
        mlg_geom_free(l->parts[k]);
        l->parts[k] = NULL;
    }
    return st;
}

static mlg_status write_one(layer *l, int32_t t, const char *nature, const char *rule_text, mlg_error *err)
{
    const mlg_zoning_units *b = l->units;
    mlg_geom *whole = NULL;
    mlg_status st;
    MLG_GO(join_outlines(&whole, l, t, err));
    MLG_GO(mlg_bind_geom(l->insert, ":geom", whole, l->study->epsg, err));
    mlg_bind_text(l->insert, ":code", b->tvs_code[t]);
    mlg_bind_text(l->insert, ":libelle", b->tvs_label[t]);
    mlg_bind_text(l->insert, ":nature", b->tvs_composed[t] ? nature : "commune");
    mlg_bind_int(l->insert, ":nb_communes", b->tvs_communes[t]);
    mlg_bind_double(l->insert, ":population", b->tvs_persons[t]);
    mlg_bind_double(l->insert, ":population_totale", b->tvs_residents[t]);
    mlg_bind_text(l->insert, ":region_majoritaire", *b->tvs_region[t] ? b->tvs_region[t] : NULL);
    mlg_bind_double(l->insert, ":part_region", b->tvs_region_pct[t]);
    mlg_bind_double(l->insert, ":apl", l->state->tvs_mean[t]);
    mlg_bind_double(l->insert, ":part_connue", l->state->tvs_known_pct[t]);
    mlg_bind_double(l->insert, ":rang", l->rank[t] > 0 ? (double)l->rank[t] : (double)NAN);
    mlg_bind_double(l->insert, ":nb_gp", l->gp[t]);
    mlg_bind_double(l->insert, ":nb_gp_60", b->ages_known ? l->gp_old[t] : (double)NAN);
    mlg_bind_text(l->insert, ":cadre", mlg_frame_code((mlg_frame)l->state->frame[t]));
    mlg_bind_text(l->insert, ":zonage",
                  l->state->tvs_zone[t] ? mlg_zone_code((mlg_zone)l->state->tvs_zone[t]) : NULL);
    mlg_bind_text(l->insert, ":zonage_regle", rule_text);
    mlg_bind_text(l->insert, ":ecart", mlg_zoning_departure_words(l->state, t, rule_text));
    mlg_bind_text(l->insert, ":echange",
                  mlg_swap_code(mlg_zoning_swap_of(&l->state->rule, l->state->tvs_value[t])));
    st = mlg_stmt_run(l->insert, err);
done:
    mlg_geom_free(whole);
    return st;
}

mlg_status mlg_study_write_tvs(mlg_study *study, const mlg_zoning_units *units, const mlg_zoning_assignment *state,
                               const char *const *rule_text, mlg_error *err)
{
    layer l = { .study = study, .units = units, .state = state };
    const char *mesh = mlg_config_zoning_mesh(study->config->zoning);
    mlg_status st = MLG_OK;
    MLG_GO(sort_communes(&l, err));
    MLG_GO(mlg_db_query(&l.insert, study->db, "zoning/insert_tvs", err));
    MLG_GO(mlg_db_query(&l.outline, study->db, "desert/select_outline", err));
    for (int32_t t = 0; t < units->tvs_count; t++)
        if (units->tvs_communes[t] > 0)
            MLG_GO(write_one(&l, t, mesh, rule_text[t], err));
    st = mlg_db_touch(study->db, "tvs", err);
done:
    mlg_stmt_free(l.insert);
    mlg_stmt_free(l.outline);
    free(l.first);
    free(l.order);
    free(l.parts);
    free(l.rank);
    free(l.gp);
    free(l.gp_old);
    return st;
}
