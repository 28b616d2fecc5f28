/* Deserts of a study: flags by commune and neighbourhood, contiguous areas, population by type of place. */
#include "analysis/catchment/stage_contiguous.h"
#include "analysis/common/places.h"
#include "analysis/desert/shortage.h"
#include "analysis/desert/stage_rules.h"
#include "analysis/stages.h"
#include "adapters/yaml/tree.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/stream.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The communes of the territory; arrays of `count`. */
typedef struct {
    int32_t count;
    const char **insee, **label;
    double *persons, *standardised, *apl;
    int32_t *pharmacy_ds, *emergency_ds;
    uint8_t *density, *flags, *unknown;
    bool *approx;
    double *
        stood; /* flags that the layer holds, of an earlier run or of the study that a scenario starts from; NaN none */
    const char **stood_words;
    mlg_arena arena;
} units;

typedef struct {
    mlg_study *study;
    mlg_desert_params params;
    units u;
    mlg_desert_rule rule;
    mlg_study_areas areas; /* of the communes where the rule holds */
} job;

static void release(job *j)
{
    units *u = &j->u;
    free(u->insee);
    free(u->label);
    free(u->persons);
    free(u->standardised);
    free(u->apl);
    free(u->pharmacy_ds);
    free(u->emergency_ds);
    free(u->density);
    free(u->flags);
    free(u->unknown);
    free(u->approx);
    free(u->stood);
    free(u->stood_words);
    mlg_arena_release(&u->arena);
    mlg_study_areas_release(&j->areas);
    mlg_desert_rule_release(&j->rule);
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

static mlg_status make_room(job *j, size_t n, mlg_error *err)
{
    units *u = &j->u;
    MLG_TRY(MLG_NEW(&u->insee, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->label, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->persons, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->standardised, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->apl, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->pharmacy_ds, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->emergency_ds, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->density, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->flags, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->unknown, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->stood, n, "communes", err));
    MLG_TRY(MLG_NEW(&u->stood_words, n, "communes", err));
    return MLG_NEW(&u->approx, n, "communes", err);
}

static int32_t time_of(double minutes)
{
    return isnan(minutes) ? MLG_TIME_UNKNOWN : mlg_minutes_to_ds(minutes);
}

static mlg_status take_unit(units *u, mlg_stmt *stmt, mlg_error *err)
{
    int32_t i = u->count++;
    double persons = mlg_column_double(stmt, 2);
    u->insee[i] = mlg_arena_text(&u->arena, mlg_column_text(stmt, 0));
    u->label[i] = mlg_arena_text(&u->arena, mlg_column_text(stmt, 1));
    u->persons[i] = isnan(persons) ? 0 : persons;
    u->standardised[i] = mlg_column_double(stmt, 3);
    u->apl[i] = mlg_column_double(stmt, 4);
    u->pharmacy_ds[i] = time_of(mlg_column_double(stmt, 5));
    u->emergency_ds[i] = time_of(mlg_column_double(stmt, 6));
    u->density[i] = (uint8_t)mlg_column_int(stmt, 7);
    u->approx[i] = mlg_column_int(stmt, 8) != 0;
    u->stood[i] = mlg_column_double(stmt, 9);
    u->stood_words[i] = mlg_arena_text(&u->arena, mlg_column_text(stmt, 10));
    return u->insee[i] && (u->stood_words[i] || !mlg_column_text(stmt, 10)) ? MLG_OK
                                                                            : mlg_fail_memory(err, "communes", 0);
}

/* Where deserts are judged on the published APL, it replaces the computed one. */
static mlg_status read_published(job *j, mlg_error *err)
{
    const mlg_config *config = j->study->config;
    const char *vintage = config->deserts->vintage;
    bool known;
    if (mlg_config_desert_published(config) == 0)
        return MLG_OK;
    MLG_TRY(mlg_desert_figure(j->u.apl, NULL, &known, j->study, "apl", j->u.count, j->u.insee, err));
    if (known)
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_DATA, "%s: no commune of the territory has a published APL of GPs, %s%s",
                 mlg_study_file_where(j->study->file, "deserts.apl"),
                 mlg_config_desert_published(config) == 1 ? mlg_tr("all ages") : mlg_tr("65 and under"),
                 vintage ? vintage : "");
    mlg_hint(err, "check the vintage and the columns of 'sources.apl'");
    return st;
}

static mlg_status read_units(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double count;
    bool row;
    MLG_TRY(mlg_db_number(&count, j->study->db, "SELECT count(*) FROM acces_commune", err));
    MLG_TRY(make_room(j, (size_t)count, err));
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "desert/select_communes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_unit(&j->u, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st == MLG_OK ? read_published(j, err) : st;
}

/* ---- flags -------------------------------------------------------------------------------------------------- */

static bool stands(const units *u, int32_t i, double flags, const char *words)
{
    const char *stood = u->stood_words[i];
    return (isnan(flags) ? isnan(u->stood[i]) : flags == u->stood[i]) &&
           (words && stood ? strcmp(words, stood) == 0 : words == stood);
}

/* Writing a row costs much more than reading it. */
static mlg_status write_flags(job *j, mlg_error *err)
{
    mlg_text text = { 0 };
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "desert/update_commune_flags", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < j->u.count && st == MLG_OK; i++) {
        uint16_t flags = j->rule.flags[i], unknown = j->rule.unknown[i];
        MLG_GO(mlg_desert_rule_words(&text, &j->rule, flags, unknown, err));
        const double shown = flags == 0 && unknown != 0 ? (double)NAN : flags;
        const char *words = text.length ? text.data : NULL;
        if (stands(&j->u, i, shown, words))
            continue;
        mlg_bind_text(stmt, ":insee_com", j->u.insee[i]);
        mlg_bind_double(stmt, ":desert", shown);
        mlg_bind_text(stmt, ":desert_lib", words);
        st = mlg_stmt_run(stmt, err);
    }
done:
    mlg_text_release(&text);
    mlg_stmt_free(stmt);
    return st;
}

static void bind_limits(mlg_stmt *stmt, const job *j)
{
    mlg_bind_double(stmt, ":apl", j->params.apl_threshold);
    mlg_bind_double(stmt, ":pharmacie", (double)j->params.pharmacy_limit_ds / MLG_DS_PER_MIN);
    mlg_bind_double(stmt, ":urgence", (double)j->params.emergency_limit_ds / MLG_DS_PER_MIN);
}

/* No APL is published of a group of people: the computed one is judged. */
static mlg_status write_people_flags(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "desert/update_group_flags", err));
    bind_limits(stmt, j);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st == MLG_OK ? mlg_db_touch(j->study->db, "acces_groupe", err) : st;
}

static mlg_status write_qpv_flags(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "desert/update_qpv_flags", err));
    bind_limits(stmt, j);
    mlg_bind_int(stmt, ":publiee", mlg_config_desert_published(j->study->config));
    mlg_bind_text(stmt, ":millesime", j->study->config->deserts->vintage);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- people by kind of place -------------------------------------------------------------------------------- */

static mlg_status write_group(mlg_stmt *stmt, const char *name, const mlg_desert_group *g, mlg_error *err)
{
    mlg_bind_text(stmt, ":groupe", name);
    mlg_bind_int(stmt, ":nb_communes", g->units);
    mlg_bind_double(stmt, ":population", g->persons);
    mlg_bind_double(stmt, ":sans_medecin", g->flag_persons[0]);
    mlg_bind_double(stmt, ":sans_pharmacie", g->flag_persons[1]);
    mlg_bind_double(stmt, ":sans_urgence", g->flag_persons[2]);
    mlg_bind_double(stmt, ":un_manque", g->any_persons);
    mlg_bind_double(stmt, ":trois_manques", g->all_persons);
    mlg_bind_double(stmt, ":inconnu", g->untold_persons);
    return mlg_stmt_run(stmt, err);
}

/* A way to split the communes: `split` returns 0 or 1, the group, or -1 for neither; the two groups have these
 * names. */
typedef int32_t (*split_fn)(const units *u, int32_t i);

static int32_t all_in_one(const units *u, int32_t i)
{
    (void)u, (void)i;
    return 0;
}

static int32_t by_density(const units *u, int32_t i)
{
    return mlg_rural_by_density(u->density[i]);
}

static int32_t by_size(const units *u, int32_t i)
{
    return mlg_rural_by_size(u->persons[i]);
}

static mlg_status write_groups(job *j, mlg_error *err)
{
    static const struct {
        split_fn split;
        int32_t groups;
        const char *names[2];
    } ways[] = {
        { all_in_one, 1, { "tous" } },
        { by_density, 2, { "urbain", "rural" } },
        { by_size, 2, { "2000_et_plus", "moins_2000" } },
    };
    mlg_stmt *stmt = NULL;
    int32_t *group = NULL;
    mlg_desert_group out[2];
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&group, (size_t)j->u.count, "groups", err));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "desert/insert_balance", err));
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        for (int32_t i = 0; i < j->u.count; i++)
            group[i] = ways[w].split(&j->u, i);
        MLG_GO(mlg_desert_by_group(j->u.count, j->u.persons, j->u.flags, j->u.unknown, group, ways[w].groups, out,
                                   err));
        for (int32_t g = 0; g < ways[w].groups; g++)
            MLG_GO(write_group(stmt, ways[w].names[g], &out[g], err));
    }
done:
    mlg_stmt_free(stmt);
    free(group);
    return st;
}

/* ---- contiguous areas --------------------------------------------------------------------------------------- */

static mlg_status find_areas(job *j, mlg_error *err)
{
    const double *minutes = j->study->config->deserts->join_minutes;
    MLG_TRY(mlg_study_areas_find(&j->areas, j->study, j->u.count, j->u.insee, j->rule.inside, j->u.persons, err));
    if (!minutes)
        return MLG_OK;
    MLG_TRY(mlg_study_areas_join(&j->areas, j->study, j->u.insee, j->rule.inside, j->u.persons, *minutes, err));
    return mlg_study_note_number(j->study, "desert", "contiguite", *minutes, "min entre centres", "etude", err);
}

/* Figures of one area, aggregated over its communes. */
typedef struct {
    const mlg_geom **parts;
    int32_t n, rural, urban;
    double small_persons, standardised, access, missing;
    bool approx;
    FILE *list;
} portrait;

static void add_unit(portrait *p, const job *j, int32_t i)
{
    const units *u = &j->u;
    int32_t rural = mlg_rural_by_density(u->density[i]);
    fprintf(p->list, "%s%s", p->n ? " " : "", u->insee[i]);
    p->parts[p->n++] = j->areas.outline[i];
    p->rural += rural == 1;
    p->urban += rural == 0;
    p->approx |= u->approx[i];
    if (mlg_rural_by_size(u->persons[i]) == 1)
        p->small_persons += u->persons[i];
    if (isnan(u->apl[i])) /* a rule of the user may hold where the APL is unknown */
        return;
    p->standardised += u->standardised[i];
    p->access += u->standardised[i] * u->apl[i];
    p->missing += u->standardised[i] * fmax(0, j->params.apl_threshold - u->apl[i]);
}

/* The outline of an area of the same communes in the result that a scenario starts from, whose outlines are the same unless the scenario
 * reads other sources. */
static mlg_status keep_outline(bool *kept, mlg_stmt *stmt, const job *j, const char *list, mlg_error *err)
{
    mlg_stmt *before = NULL;
    bool row;
    size_t size;
    *kept = false;
    if (!j->study->before || mlg_node_child(mlg_node_child(j->study->scenario_root, "study"), "sources"))
        return MLG_OK;
    MLG_TRY(mlg_db_query(&before, j->study->before, "desert/select_area", err));
    mlg_bind_text(before, ":communes", list);
    mlg_status st = mlg_stmt_step(before, &row, err);
    if (st == MLG_OK && row) {
        const void *bytes = mlg_column_blob(before, 0, &size);
        mlg_bind_blob(stmt, ":geom", bytes, size);
        *kept = true;
    }
    mlg_stmt_free(before);
    return st;
}

static mlg_status draw_area(mlg_stmt *stmt, const job *j, const portrait *p, const char *list, mlg_error *err)
{
    mlg_geom *whole = NULL;
    bool kept;
    MLG_TRY(keep_outline(&kept, stmt, j, list, err));
    if (kept)
        return MLG_OK;
    mlg_status st = mlg_geom_union(&whole, p->parts, p->n, err);
    if (st == MLG_OK)
        st = mlg_bind_geom(stmt, ":geom", whole, j->study->epsg, err);
    mlg_geom_free(whole);
    return st;
}

static mlg_status write_area(mlg_stmt *stmt, const job *j, const mlg_area *area, const portrait *p,
                             const char *list, mlg_error *err)
{
    MLG_TRY(draw_area(stmt, j, p, list, err));
    const char *name = j->u.label[area->largest];
    mlg_bind_text(stmt, ":nom", name ? name : j->u.insee[area->largest]);
    mlg_bind_text(stmt, ":espace", p->urban == 0 ? "rural" : p->rural == 0 ? "urbain" : "mixte");
    mlg_bind_int(stmt, ":nb_communes", p->n);
    mlg_bind_double(stmt, ":population", area->persons);
    mlg_bind_double(stmt, ":pop_moins_2000", p->small_persons);
    mlg_bind_double(stmt, ":apl", p->standardised > 0 ? p->access / p->standardised : (double)NAN);
    mlg_bind_double(stmt, ":manque", p->missing);
    mlg_bind_text(stmt, ":communes", list);
    mlg_bind_int(stmt, ":approx", p->approx);
    return mlg_stmt_run(stmt, err);
}

static mlg_status portray_area(mlg_stmt *stmt, const job *j, int32_t index, mlg_error *err)
{
    portrait p = { 0 };
    char *list = NULL;
    mlg_os_memory memory;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&p.parts, (size_t)j->areas.area[index].units, "an area", err));
    p.list = mlg_os_memory_open(&memory, &list);
    if (!p.list) {
        st = mlg_fail_memory(err, "an area", 0);
        goto done;
    }
    for (int32_t i = 0; i < j->u.count; i++)
        if (j->areas.area_of[i] == index)
            add_unit(&p, j, i);
    if (mlg_os_memory_close(&memory) != 0)
        st = mlg_fail_memory(err, "an area", 0);
    else
        st = write_area(stmt, j, &j->areas.area[index], &p, list, err);
done:
    free(list);
    free(p.parts);
    return st;
}

static mlg_status write_areas(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "desert/insert_area", err));
    for (int32_t a = 0; a < j->areas.count && st == MLG_OK; a++)
        st = portray_area(stmt, j, a, err);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- the stage ---------------------------------------------------------------------------------------------- */

static mlg_status choose_params(job *j, mlg_error *err)
{
    static const char source[] = "defaut: DREES, Dossier 17, 2017", memory[] = "defaut: usage, à confirmer";
    static const char *const judged[] = { "APL calculée par l’étude", "APL publiée, tous âges",
                                          "APL publiée, 65 ans et moins" };
    const mlg_config_deserts *ask = j->study->config->deserts;
    mlg_desert_params d = mlg_desert_defaults();
    const char *apl, *pharmacy, *emergency;
    double bound = mlg_config_desert_bound(j->study->config);
    d.apl_threshold = mlg_study_number(isnan(bound) ? NULL : &bound, d.apl_threshold, source, &apl);
    double p =
        mlg_study_number(ask->pharmacy_minutes, (double)d.pharmacy_limit_ds / MLG_DS_PER_MIN, memory, &pharmacy);
    double e = mlg_study_number(ask->emergency_minutes, (double)d.emergency_limit_ds / MLG_DS_PER_MIN, memory,
                                &emergency);
    d.pharmacy_limit_ds = mlg_minutes_to_ds(p);
    d.emergency_limit_ds = mlg_minutes_to_ds(e);
    j->params = d;
    MLG_TRY(mlg_study_note(j->study, "desert", "indicateur", judged[mlg_config_desert_published(j->study->config)],
                           NULL, ask->apl ? "etude" : "defaut", err));
    if (mlg_config_desert_published(j->study->config) && ask->vintage)
        MLG_TRY(mlg_study_note(j->study, "desert", "indicateur_millesime", ask->vintage, NULL, "etude", err));
    MLG_TRY(mlg_study_note_number(j->study, "desert", "seuil_apl", d.apl_threshold,
                                  "consultations/an/hab. (strict)", apl, err));
    MLG_TRY(mlg_study_note_number(j->study, "desert", "limite_pharmacie", p, "min (strict)", pharmacy, err));
    MLG_TRY(mlg_study_note_number(j->study, "desert", "limite_urgence", e, "min (strict)", emergency, err));
    return mlg_study_note(j->study, "desert", "contiguite", "frontière commune de longueur non nulle", NULL,
                          "convention", err);
}

static mlg_status flag(job *j, mlg_desert_stats *stats, mlg_error *err)
{
    mlg_desert_input input = {
        .units = j->u.count,
        .persons = j->u.persons,
        .apl = j->u.apl,
        .pharmacy_ds = j->u.pharmacy_ds,
        .emergency_ds = j->u.emergency_ds,
    };
    return mlg_desert_flag(&j->params, &input, j->u.flags, j->u.unknown, stats, err);
}

/* A service without data is reported as such, not counted as zero. */
static mlg_status describe_flag(mlg_text *summary, const mlg_desert_stats *stats, int flag, const char *service,
                                mlg_error *err)
{
    if (stats->unknown_persons[flag] == stats->persons)
        return mlg_text_append(summary, err, mlg_tr("; %s unknown"), service);
    return mlg_text_append(summary, err, mlg_tr("; %.0f far from %s"), stats->flag_persons[flag], service);
}

static mlg_status describe(mlg_text *summary, const job *j, const mlg_desert_stats *stats, mlg_error *err)
{
    int communes = (int)stats->flag_units[0], areas = (int)j->areas.count;
    MLG_TRY(mlg_text_set(summary, err,
                         mlg_tr_count("%d commune with %.0f inhabitants under APL %g",
                                      "%d communes with %.0f inhabitants under APL %g", communes),
                         communes, stats->flag_persons[0], j->params.apl_threshold));
    MLG_TRY(mlg_text_append(summary, err, mlg_tr_count(", in %d area", ", in %d areas", areas), areas));
    MLG_TRY(describe_flag(summary, stats, 1, mlg_tr("pharmacies"), err));
    return describe_flag(summary, stats, 2, mlg_tr("emergencies"), err);
}

static mlg_status compute(job *j, mlg_text *summary, mlg_error *err)
{
    mlg_desert_stats stats;
    MLG_TRY(choose_params(j, err));
    MLG_TRY(read_units(j, err));
    MLG_TRY(flag(j, &stats, err));
    MLG_TRY(mlg_desert_rule_read(&j->rule, j->study, j->u.count, j->u.insee, j->u.label, j->u.persons, err));
    MLG_TRY(write_flags(j, err));
    MLG_TRY(write_qpv_flags(j, err));
    MLG_TRY(write_people_flags(j, err));
    MLG_TRY(write_groups(j, err));
    MLG_TRY(find_areas(j, err));
    MLG_TRY(write_areas(j, err));
    MLG_TRY(mlg_desert_write_zones(&j->rule, &j->areas, err));
    MLG_TRY(mlg_desert_write_clusters(&j->rule, err));
    MLG_TRY(mlg_desert_write_vulnerability(&j->rule, err));
    MLG_TRY(describe(summary, j, &stats, err));
    return mlg_db_touch(j->study->db, "desert", err);
}

mlg_status mlg_study_desert(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    job j = { .study = study };
    MLG_TRY(mlg_db_exec(study->db,
                        "DELETE FROM desert; DELETE FROM desert_bilan; DELETE FROM desert_combinaison;"
                        "DELETE FROM desert_typologie; DELETE FROM desert_commune; DELETE FROM desert_zone;"
                        "DELETE FROM grappe; DELETE FROM vulnerabilite; DELETE FROM vulnerabilite_rang;"
                        "UPDATE qpv SET desert = NULL, desert_lib = NULL;"
                        "UPDATE acces_groupe SET desert = NULL, desert_lib = NULL",
                        err));
    MLG_TRY(mlg_text_set(summary, err, mlg_tr("not asked for")));
    if (!study->config->deserts)
        return mlg_db_exec(study->db,
                           "UPDATE acces_commune SET desert = NULL, desert_lib = NULL "
                           "WHERE desert IS NOT NULL OR desert_lib IS NOT NULL",
                           err);
    mlg_status st = compute(&j, summary, err);
    release(&j);
    return st;
}
