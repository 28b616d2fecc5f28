/* Zoning of a study: people by class, and the communes that the rule would class otherwise. */
#include "analysis/access.h"
#include "analysis/places.h"
#include "analysis/study.h"
#include "analysis/zoning.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char rule_prefix[] = "arrete-"; /* the study file says arrete-2017, the rule is 2017 */

/* The unit of the gauges is the commune, with the class of its own or of its life territory. */
typedef struct {
    mlg_study *study;
    mlg_zoning_rule rule;
    int32_t count;
    const char **insee;
    double *persons, *apl, *rule_apl; /* rule_apl: of the life territory when it is known */
    uint8_t *zone, *frame;
    int32_t *tvs; /* number of the life territory, or -1 */
    int32_t n_tvs;
    int32_t n_qpv;
    size_t qpv_room, zone_room, share_room;
    int32_t *qpv_commune;
    double *qpv_persons;
    uint8_t *qpv_zone;
    mlg_arena arena;
} job;

static void release(job *j)
{
    free(j->insee);
    free(j->persons);
    free(j->apl);
    free(j->rule_apl);
    free(j->zone);
    free(j->frame);
    free(j->tvs);
    free(j->qpv_commune);
    free(j->qpv_persons);
    free(j->qpv_zone);
    mlg_arena_release(&j->arena);
}

static uint8_t zone_of(const char *text)
{
    static const struct {
        const char *name;
        mlg_zone zone;
    } zones[] = { { "ZIP", MLG_ZONE_ZIP }, { "ZAC", MLG_ZONE_ZAC }, { "ZAR", MLG_ZONE_ZAR },
                  { "ZV", MLG_ZONE_ZV },   { "HZ", MLG_ZONE_HV } };
    for (size_t i = 0; text && i < sizeof zones / sizeof *zones; i++)
        if (strcmp(text, zones[i].name) == 0)
            return (uint8_t)zones[i].zone;
    return MLG_ZONE_UNKNOWN;
}

static uint8_t frame_of(const char *text)
{
    if (!text)
        return MLG_FRAME_UNKNOWN;
    return (uint8_t)(strcmp(text, "selection") == 0 ? MLG_FRAME_NATIONAL
                     : strcmp(text, "vivier") == 0  ? MLG_FRAME_VIVIER
                                                    : MLG_FRAME_OUT);
}

static mlg_status make_room(job *j, size_t n, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&j->insee, n, "communes", err));
    MLG_TRY(MLG_NEW(&j->persons, n, "communes", err));
    MLG_TRY(MLG_NEW(&j->apl, n, "communes", err));
    MLG_TRY(MLG_NEW(&j->rule_apl, n, "communes", err));
    MLG_TRY(MLG_NEW(&j->zone, n, "communes", err));
    MLG_TRY(MLG_NEW(&j->frame, n, "communes", err));
    return MLG_NEW(&j->tvs, n, "communes", err);
}

static mlg_status take_commune(job *j, mlg_stmt *stmt, mlg_error *err)
{
    int32_t i = j->count++;
    j->insee[i] = mlg_arena_text(&j->arena, mlg_column_text(stmt, 0));
    j->persons[i] = mlg_column_double(stmt, 1);
    j->apl[i] = mlg_column_double(stmt, 2);
    j->zone[i] = zone_of(mlg_column_text(stmt, 3));
    j->frame[i] = frame_of(mlg_column_text(stmt, 4));
    j->tvs[i] = mlg_column_is_null(stmt, 5) ? -1 : (int32_t)mlg_column_int(stmt, 5) - 1;
    if (j->tvs[i] >= j->n_tvs)
        j->n_tvs = j->tvs[i] + 1;
    return j->insee[i] ? MLG_OK : mlg_fail_memory(err, "communes", 0);
}

static mlg_status read_communes(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double count;
    bool row;
    MLG_TRY(mlg_db_number(&count, j->study->db, "SELECT count(*) FROM acces_commune", err));
    MLG_TRY(make_room(j, (size_t)count, err));
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "zoning/select_communes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_commune(j, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

static int32_t find_commune(const job *j, const char *insee)
{
    for (int32_t i = 0; i < j->count; i++)
        if (strcmp(j->insee[i], insee) == 0)
            return i;
    return -1;
}

static mlg_status take_qpv(job *j, mlg_stmt *stmt, mlg_error *err)
{
    int32_t commune = find_commune(j, mlg_column_text(stmt, 0));
    size_t need = (size_t)j->n_qpv + 1;
    if (commune < 0)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&j->qpv_commune, &j->qpv_room, need, "neighbourhoods", err));
    MLG_TRY(MLG_GROW(&j->qpv_persons, &j->share_room, need, "neighbourhoods", err));
    MLG_TRY(MLG_GROW(&j->qpv_zone, &j->zone_room, need, "neighbourhoods", err));
    j->qpv_commune[j->n_qpv] = commune;
    j->qpv_persons[j->n_qpv] = mlg_column_double(stmt, 1);
    j->qpv_zone[j->n_qpv++] = zone_of(mlg_column_text(stmt, 2));
    return MLG_OK;
}

static mlg_status read_qpv(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "zoning/select_qpv", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_qpv(j, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- gauges ---------------------------------------------------------------------------------------------------- */

static mlg_status write_gauge(mlg_stmt *stmt, const job *j, const mlg_gauges *gauges, mlg_zone zone, mlg_error *err)
{
    int32_t communes = 0;
    for (int32_t i = 0; i < j->count; i++)
        communes += j->zone[i] == zone;
    if (communes == 0 && gauges->persons[zone] == 0)
        return MLG_OK;
    mlg_bind_text(stmt, ":zonage", zone == MLG_ZONE_UNKNOWN ? "inconnu" : zone == MLG_ZONE_HV ? "HZ" : mlg_zone_label(zone));
    mlg_bind_double(stmt, ":population", gauges->persons[zone]);
    mlg_bind_double(stmt, ":part", gauges->share_pct[zone]);
    mlg_bind_int(stmt, ":nb_communes", communes);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_gauges(job *j, mlg_gauges *gauges, mlg_error *err)
{
    mlg_zoning zoning = {
        .tvs = j->count,
        .persons = j->persons,
        .zone = j->zone,
        .frame = j->frame,
        .qpv = j->n_qpv,
        .qpv_tvs = j->qpv_commune,
        .qpv_persons = j->qpv_persons,
        .qpv_zone = j->qpv_zone,
    };
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_zoning_gauges(&zoning, gauges, err));
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "zoning/insert_gauge", err));
    mlg_status st = MLG_OK;
    for (int z = 0; z < MLG_ZONES && st == MLG_OK; z++)
        st = write_gauge(stmt, j, gauges, (mlg_zone)z, err);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- what the rule says -------------------------------------------------------------------------------------- */

static mlg_status average_by_tvs(job *j, mlg_error *err)
{
    double *mean = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&mean, (size_t)j->n_tvs, "life territories", err));
    MLG_GO(mlg_mean_by_group(j->count, j->apl, j->persons, j->tvs, j->n_tvs, mean, err));
    for (int32_t i = 0; i < j->count; i++)
        j->rule_apl[i] = j->tvs[i] < 0 ? j->apl[i] : mean[j->tvs[i]];
done:
    free(mean);
    return st;
}

static const char *departure_words(mlg_departure departure)
{
    switch (departure) {
    case MLG_LEFT_OUT_OF_ZIP:
        return "sous le seuil et hors ZIP : risque contentieux";
    case MLG_VIVIER_NOT_USED:
        return "vivier, non classée";
    case MLG_ADDED_FROM_OUT:
        return "hors vivier, classée : dans la marge de 5 %";
    case MLG_AGREES:
    case MLG_NOT_COMPARABLE:
        break;
    }
    return NULL;
}

static mlg_status write_rule(job *j, int32_t *departures, mlg_error *err)
{
    static const char *const words[] = { [MLG_FRAME_UNKNOWN] = NULL, [MLG_FRAME_NATIONAL] = "ZIP",
                                         [MLG_FRAME_VIVIER] = "vivier", [MLG_FRAME_OUT] = "hors vivier" };
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "zoning/update_rule", err));
    mlg_status st = MLG_OK;
    *departures = 0;
    for (int32_t i = 0; i < j->count && st == MLG_OK; i++) {
        mlg_frame frame = mlg_zoning_by_rule(&j->rule, j->rule_apl[i]);
        const char *departure = departure_words(mlg_zoning_departure(frame, (mlg_zone)j->zone[i]));
        *departures += departure != NULL;
        mlg_bind_text(stmt, ":insee_com", j->insee[i]);
        mlg_bind_text(stmt, ":regle", words[frame]);
        mlg_bind_text(stmt, ":ecart", departure);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status choose_rule(job *j, mlg_error *err)
{
    const mlg_config_zoning *ask = j->study->config->zoning;
    const char *name = ask->rules ? ask->rules : "arrete-2017", *zip, *zac;
    const mlg_zoning_rule *rule = mlg_zoning_rule_by_name(name + strlen(rule_prefix));
    if (!rule)
        return mlg_fail(err, MLG_INPUT, "%s: no rule is called '%s'", mlg_study_file_where(j->study->file, "zoning.rules"),
                        name);
    j->rule = *rule;
    j->rule.national_max = mlg_study_number(ask->zip, rule->national_max, rule->source, &zip);
    j->rule.vivier_max = mlg_study_number(ask->zac, rule->vivier_max, rule->source, &zac);
    MLG_TRY(mlg_study_note(j->study, "zoning", "regle", name, NULL, rule->source, err));
    MLG_TRY(mlg_study_note_number(j->study, "zoning", "seuil_zip", j->rule.national_max, "APL, compris", zip, err));
    return mlg_study_note_number(j->study, "zoning", "seuil_vivier", j->rule.vivier_max, "APL, compris", zac, err);
}

static mlg_status compute(job *j, mlg_summary *summary, mlg_error *err)
{
    mlg_gauges gauges;
    int32_t departures;
    MLG_TRY(choose_rule(j, err));
    MLG_TRY(read_communes(j, err));
    MLG_TRY(read_qpv(j, err));
    MLG_TRY(write_gauges(j, &gauges, err));
    MLG_TRY(average_by_tvs(j, err));
    MLG_TRY(write_rule(j, &departures, err));
    MLG_TRY(mlg_study_note(j->study, "zoning", "maille",
                           j->n_tvs > 0 ? "territoire de vie-santé (moyenne par la population)"
                                        : "commune, faute de composition des territoires de vie-santé",
                           NULL, "calcul", err));
    if (!isnan(gauges.margin_pct)) /* nobody is known to live in the vivier */
        MLG_TRY(mlg_study_note_number(j->study, "zoning", "marge_hors_vivier", gauges.margin_pct,
                                      "% du vivier, 5 au plus", "calcul", err));
    snprintf(summary->text, sizeof summary->text, "ZIP %.1f %%, ZAC %.1f %%, unknown %.1f %% of the people; %d communes "
             "depart from the rule %s", gauges.share_pct[MLG_ZONE_ZIP], gauges.share_pct[MLG_ZONE_ZAC],
             gauges.share_pct[MLG_ZONE_UNKNOWN], (int)departures, j->rule.name);
    return MLG_OK;
}

mlg_status mlg_study_zoning(mlg_study *study, mlg_summary *summary, mlg_error *err)
{
    job j = { .study = study };
    MLG_TRY(mlg_db_exec(study->db, "DELETE FROM jauge; UPDATE acces_commune SET zonage_regle = NULL, zonage_ecart = NULL",
                        err));
    snprintf(summary->text, sizeof summary->text, "not asked for");
    if (!study->config->zoning)
        return MLG_OK;
    mlg_status st = compute(&j, summary, err);
    release(&j);
    return st;
}
