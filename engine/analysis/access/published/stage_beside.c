/* The computed figure beside the published one, commune by commune, and what makes the difference (shapley.h): the measure is run with
 * each set of the ingredients that the study file gives instead of its own. */
#include "analysis/access/published/shapley.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/common/input_check.h"
#include "analysis/stages.h"
#include "analysis/travel/modes.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SUPPLY, DEMAND, DECAY, TRAVEL, INGREDIENTS };

static const char *const names[INGREDIENTS + 2] = {
    "offre", "demande", "decroissance", "trajet", "reste", "accord"
};
enum { REST = INGREDIENTS, AGREED, FINDINGS };

typedef struct {
    mlg_study *study, *otherwise; /* otherwise: by the other way of travelling; NULL: none */
    const mlg_config_published *ask;
    const mlg_measure *measure;
    unsigned entry;
    double scale, band;
    mlg_places places;
    mlg_sites sites;
    int32_t asked; /* ingredients that vary */
    int which[INGREDIENTS];
    /* of the study, and in exchange for it (NULL: the same) */
    double *supply[2], *site_supply[2], *demand[2]; /* [places], [sites], [places] */
    mlg_decay decay[2];
    mlg_sparse_rows matrix[2];
    double *published; /* [places] NaN: not published */
    char vintage[64];
    double *value, *part; /* [2^asked x places], [asked x places] */
} job;

static void release(job *j)
{
    for (int k = 0; k < 2; k++) {
        free(j->supply[k]);
        free(j->site_supply[k]);
        free(j->demand[k]);
        mlg_sparse_release(&j->matrix[k]);
    }
    mlg_other_travel_close(j->otherwise);
    free(j->published);
    free(j->value);
    free(j->part);
    mlg_sites_release(&j->sites);
    mlg_places_release(&j->places);
}

/* ---- input ------------------------------------------------------------------------------------------------------- */

/* Published figures of the communes, and the standardised persons published with them, those of the study where none are: squares
 * share those of their commune as they share its own. */
static mlg_status read_published(job *j, double *standardised, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    for (int32_t i = 0; i < j->places.count; i++)
        j->published[i] = standardised[i] = (double)NAN;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "access/select_published", err));
    mlg_bind_text(stmt, ":service", j->ask->service);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const int32_t i = mlg_places_find(&j->places, mlg_column_text(stmt, 0));
        if (i < 0)
            continue;
        j->published[i] = mlg_column_double(stmt, 1);
        standardised[i] = mlg_column_double(stmt, 2);
        snprintf(j->vintage, sizeof j->vintage, "%s", mlg_column_text(stmt, 3));
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status share_published(job *j, const double *standardised, mlg_error *err)
{
    double *all = NULL;
    MLG_TRY(MLG_NEW(&all, (size_t)j->places.count, "persons", err));
    mlg_places_sum(all, &j->places, j->demand[0]);
    for (int32_t i = 0; i < j->places.count; i++) {
        const int32_t c = j->places.commune[i];
        const bool known = standardised[c] >= 0 && all[c] > 0;
        j->demand[1][i] = known ? j->demand[0][i] * standardised[c] / all[c] : j->demand[0][i];
    }
    free(all);
    return MLG_OK;
}

static mlg_status choose_demand(job *j, const double *standardised, mlg_error *err)
{
    const char *other = j->ask->demand;
    MLG_TRY(mlg_study_demand(&j->demand[0], j->study, &j->places, j->ask->service, err));
    if (!other)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&j->demand[1], (size_t)j->places.count, "persons", err));
    if (strcmp(other, "published") == 0)
        return share_published(j, standardised, err);
    for (int32_t i = 0; i < j->places.count; i++)
        j->demand[1][i] = j->places.population[i];
    return MLG_OK;
}

/* Heads of the other supply, each worth what one of the study is where it stands. */
static mlg_status choose_supply(job *j, mlg_error *err)
{
    const char *service = j->ask->service, *other = j->ask->supply;
    double *each = NULL;
    MLG_TRY(mlg_study_supply_as(&j->supply[0], j->study, &j->places, service, mlg_find_service(j->study, service),
                                err));
    if (!other)
        return MLG_OK;
    MLG_TRY(
        mlg_study_supply_as(&j->supply[1], j->study, &j->places, other, mlg_find_service(j->study, other), err));
    MLG_TRY(mlg_study_supply_of_one(&each, j->study, &j->places, service, err));
    double all = 0;
    for (int32_t i = 0; i < j->places.count; i++)
        all += j->supply[1][i] *= each[i];
    free(each);
    if (all > 0)
        return MLG_OK;
    return mlg_fail(err, MLG_DATA, "%s: the study has no supply of '%.40s'",
                    mlg_study_file_where(j->study->file, "published.supply"), MLG_BRIEF(other, 40));
}

/* Sites are the places with either supply. */
static mlg_status find_sites(job *j, mlg_error *err)
{
    const bool empty = mlg_study_counts_empty(&j->study->config->accessibility[j->entry]);
    for (int32_t i = 0; i < j->places.count; i++)
        if (j->supply[0][i] > 0 || (j->supply[1] && j->supply[1][i] > 0) ||
            (empty && mlg_place_is_commune(&j->places, i)))
            MLG_TRY(mlg_sites_add_place(&j->sites, &j->places, i, err));
    for (int k = 0; k < 2 && j->supply[k]; k++) {
        MLG_TRY(MLG_NEW(&j->site_supply[k], (size_t)j->sites.count, "sites", err));
        for (int32_t s = 0; s < j->sites.count; s++)
            j->site_supply[k][s] = j->supply[k][j->sites.place[s]];
    }
    return MLG_OK;
}

static mlg_status search_times(mlg_sparse_rows *rows, const job *j, mlg_study *study, mlg_error *err)
{
    mlg_travel *travel = NULL;
    const int32_t a = mlg_decay_limit(&j->decay[0]), b = mlg_decay_limit(&j->decay[1]);
    MLG_TRY(mlg_study_travel(&travel, study, &j->places, &j->sites, err));
    mlg_status st = mlg_travel_rows(rows, travel, a > b ? a : b, study->threads, err);
    mlg_travel_free(travel);
    return st;
}

static mlg_status prepare(job *j, mlg_error *err)
{
    const bool given[] = { j->ask->supply, j->ask->demand, j->ask->decay, j->ask->travel };
    double *standardised = NULL;
    mlg_status st;
    for (int f = 0; f < INGREDIENTS; f++)
        if (given[f])
            j->which[j->asked++] = f;
    j->band = mlg_config_published_band(j->ask);
    MLG_GO(mlg_places_read(&j->places, j->study, err));
    MLG_GO(MLG_NEW(&j->published, (size_t)j->places.count, "published values", err));
    MLG_GO(MLG_NEW(&standardised, (size_t)j->places.count, "published values", err));
    MLG_GO(read_published(j, standardised, err));
    MLG_GO(choose_demand(j, standardised, err));
    MLG_GO(choose_supply(j, err));
    MLG_GO(find_sites(j, err));
    MLG_GO(mlg_study_decay(&j->decay[0], j->study, j->entry, err));
    j->decay[1] = j->ask->decay ? *mlg_decay_by_name(j->ask->decay) : j->decay[0];
    MLG_GO(search_times(&j->matrix[0], j, j->study, err));
    if (!j->ask->travel)
        goto done;
    const char *where = mlg_study_file_where(j->study->file, "published.travel");
    MLG_GO(mlg_while(err,
                     mlg_other_travel_open(&j->otherwise, j->study, j->ask->travel, "published", &j->places, err),
                     "%s", where));
    st = search_times(&j->matrix[1], j, j->otherwise, err);
done:
    free(standardised);
    return st;
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

/* The measure with the ingredients of `set` exchanged, bit k for the k-th that varies. */
static mlg_status run_set(job *j, int32_t set, mlg_error *err)
{
    int other[INGREDIENTS] = { 0 };
    double *value = j->value + (size_t)set * (size_t)j->places.count;
    mlg_measure_stats stats;
    for (int32_t k = 0; k < j->asked; k++)
        other[j->which[k]] = set >> k & 1;
    const mlg_times reach = mlg_times_rows(mlg_sparse_view_of(&j->matrix[other[TRAVEL]]));
    mlg_measure_input input = {
        .reach = &reach,
        .decay = &j->decay[other[DECAY]],
        .demand = j->demand[other[DEMAND]],
        .supply = j->site_supply[other[SUPPLY]],
        .params = mlg_study_measure_params(&j->study->config->accessibility[j->entry]),
        .threads = j->study->threads,
        .progress = j->study->progress,
    };
    input.params.site_place = j->sites.place;
    MLG_TRY(mlg_measure_run(j->measure, &input, value, &stats, err));
    for (int32_t i = 0; i < j->places.count; i++)
        value[i] *= j->scale;
    return mlg_places_gather(&j->places, value, input.demand, err);
}

static mlg_status run_sets(job *j, mlg_error *err)
{
    const size_t n = (size_t)j->places.count, sets = (size_t)1 << j->asked;
    MLG_TRY(MLG_NEW(&j->value, sets * n, "runs", err));
    MLG_TRY(MLG_NEW(&j->part, (size_t)j->asked * n, "runs", err));
    for (size_t set = 0; set < sets; set++)
        MLG_TRY(run_set(j, (int32_t)set, err));
    mlg_shapley(j->part, j->asked, j->places.count, j->value);
    return MLG_OK;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

typedef struct {
    double gap, part[INGREDIENTS + 1]; /* NaN: an ingredient that does not vary; the last is the rest */
    int finding;
} commune_gap;

/* An exchange moves the computed figure towards the published one; the part of the gap due to the study's ingredient is the opposite. */
static commune_gap gap_of(const job *j, int32_t place)
{
    const double computed = j->value[place],
                 all = j->value[(((size_t)1 << j->asked) - 1) * (size_t)j->places.count + (size_t)place];
    commune_gap g = { .gap = computed - j->published[place], .finding = REST };
    for (int f = 0; f < INGREDIENTS; f++)
        g.part[f] = (double)NAN;
    for (int32_t k = 0; k < j->asked; k++)
        g.part[j->which[k]] = -j->part[(int64_t)k * j->places.count + place];
    g.part[REST] = all - j->published[place];
    for (int f = 0; f < INGREDIENTS; f++)
        if (fabs(g.part[f]) > fabs(g.part[g.finding]))
            g.finding = f;
    if (fabs(g.gap) <= j->band * fabs(j->published[place]))
        g.finding = AGREED;
    return g;
}

/* Places of communes of the territory whose published figure is known, and the computed one whatever is exchanged. */
static bool is_compared(const job *j, int32_t place)
{
    for (size_t set = 0; set < (size_t)1 << j->asked; set++)
        if (isnan(j->value[set * (size_t)j->places.count + (size_t)place]))
            return false;
    return j->places.in_territory[place] && mlg_place_is_commune(&j->places, place) && !isnan(j->published[place]);
}

static mlg_status write_commune(mlg_stmt *stmt, const job *j, int32_t place, const char *entry, mlg_error *err)
{
    const commune_gap g = gap_of(j, place);
    char key[24];
    mlg_bind_text(stmt, ":insee_com", j->places.code[place]);
    mlg_bind_double(stmt, ":calculee", j->value[place]);
    mlg_bind_double(stmt, ":publiee", j->published[place]);
    mlg_bind_text(stmt, ":millesime", j->vintage);
    mlg_bind_double(stmt, ":ecart", g.gap);
    for (int f = 0; f <= REST; f++) {
        snprintf(key, sizeof key, ":%s", names[f]);
        mlg_bind_double(stmt, key, g.part[f]);
    }
    mlg_bind_text(stmt, ":constat", names[g.finding]);
    mlg_bind_text(stmt, ":entree", entry);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_communes(const job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_text entry = { 0 };
    mlg_status st;
    MLG_GO(mlg_text_set(&entry, err, "%s.%s", j->ask->service, j->ask->measure));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "access/insert_beside_published", err));
    for (int32_t i = 0; i < j->places.count; i++)
        if (is_compared(j, i))
            MLG_GO(write_commune(stmt, j, i, entry.data, err));
done:
    mlg_stmt_free(stmt);
    mlg_text_release(&entry);
    return st;
}

typedef struct {
    double sum[FINDINGS], size[FINDINGS], persons[FINDINGS]; /* by part; by finding */
    int32_t communes[FINDINGS], compared;
    double all; /* persons */
} balance;

static mlg_status sum_up(balance *b, const job *j, mlg_error *err)
{
    double *people;
    *b = (balance){ 0 };
    MLG_TRY(MLG_NEW(&people, (size_t)j->places.count, "persons", err));
    mlg_places_sum(people, &j->places, j->places.population);
    for (int32_t i = 0; i < j->places.count; i++) {
        if (!is_compared(j, i))
            continue;
        const commune_gap g = gap_of(j, i);
        b->compared++;
        b->all += people[i];
        b->communes[g.finding]++;
        b->persons[g.finding] += people[i];
        for (int f = 0; f <= REST; f++) {
            b->sum[f] += people[i] * g.part[f];
            b->size[f] += people[i] * fabs(g.part[f]);
        }
    }
    free(people);
    return MLG_OK;
}

/* Parts that do not vary have no row. */
static mlg_status write_balance(const balance *b, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/insert_beside_balance", err));
    mlg_status st = MLG_OK;
    for (int f = 0; f < FINDINGS && st == MLG_OK; f++) {
        const double mean = f == AGREED ? (double)NAN : mlg_share(b->sum[f], b->all);
        if (f < REST && isnan(mean))
            continue;
        mlg_bind_text(stmt, ":constat", names[f]);
        mlg_bind_double(stmt, ":moyenne", mean);
        mlg_bind_double(stmt, ":absolue", f == AGREED ? (double)NAN : mlg_share(b->size[f], b->all));
        mlg_bind_int(stmt, ":communes", b->communes[f]);
        mlg_bind_double(stmt, ":population", b->persons[f]);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status note_ingredients(const job *j, mlg_error *err)
{
    const char *const other[] = { j->ask->supply, j->ask->demand, j->ask->decay,
                                  j->ask->travel ? j->ask->travel->model : NULL };
    for (int f = 0; f < INGREDIENTS; f++)
        if (other[f])
            MLG_TRY(mlg_study_note(j->study, "published", names[f], other[f], NULL, "etude", err));
    MLG_TRY(mlg_study_note_number(j->study, "published", "bande", 100 * j->band, "% de la valeur publiée",
                                  j->ask->band ? "etude" : "defaut", err));
    return mlg_study_note(j->study, "published", "parts",
                          "moyenne, sur tous les ordres d’échange, de ce que change chaque ingrédient", NULL,
                          "Shapley 1953", err);
}

/* ---- the stage --------------------------------------------------------------------------------------------------- */

static mlg_status run(job *j, mlg_text *summary, mlg_error *err)
{
    balance b;
    MLG_TRY(prepare(j, err));
    MLG_TRY(run_sets(j, err));
    MLG_TRY(write_communes(j, err));
    MLG_TRY(sum_up(&b, j, err));
    MLG_TRY(write_balance(&b, j->study, err));
    MLG_TRY(note_ingredients(j, err));
    MLG_TRY(mlg_text_set(summary, err, mlg_tr("%d communes have a published value; %d agree within %g %%"),
                         (int)b.compared, (int)b.communes[AGREED], 100 * j->band));
    return mlg_db_touch(j->study->db, "ecart_publie", err);
}

mlg_status mlg_study_beside_published(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    const mlg_config_published *ask = study->config->published;
    MLG_TRY(mlg_study_clear(study, summary,
                            "DELETE FROM ecart_publie; DELETE FROM ecart_publie_bilan; DELETE FROM parametre "
                            "WHERE etape = 'travel' AND nom LIKE 'mode.published.%'",
                            err));
    if (!ask)
        return MLG_OK;
    job *j;
    MLG_TRY(MLG_NEW(&j, 1, "published values", err)); /* too large for the stack */
    j->study = study;
    j->ask = ask;
    j->entry = (unsigned)mlg_study_entry(study, ask->service, ask->measure);
    j->measure = mlg_measure_by_name(study->config->accessibility[j->entry].measure);
    j->scale = mlg_study_measure_scale(study, ask->service, j->measure);
    mlg_status st = j->measure->by_site
                        ? mlg_fail(err, MLG_USAGE, "%s: %s measures sites, and published values are of communes",
                                   mlg_study_file_where(study->file, "published"), j->measure->name)
                        : run(j, summary, err);
    release(j);
    free(j);
    return st;
}
