/* Outlook of a study: access in a number of years, given retirements by age and known arrivals and departures.
 * Access is computed once for the present; each horizon updates only the sites whose supply changes. */
#include "analysis/access/retirement.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_study *study;
    const mlg_config_outlook *ask;
    mlg_places places;
    double *demand;
    mlg_decay decay;
    double threshold, scale; /* of the written access; scale: written access per unit of supply per person */
    /* doctors and how they leave */
    mlg_supply_params params;
    mlg_doctor *doctors;
    int32_t doctor_count;
    mlg_move *moves;
    double leave[MLG_AGES], structure[MLG_AGES];
    mlg_retirement rule;
    /* horizons; 0 is the present */
    int32_t horizons;
    int32_t *years;          /* [horizons] */
    double **supply;         /* [horizons][places] */
    double *stopped, *moved; /* [horizons] of the territory */
    /* access */
    mlg_sites sites;
    mlg_travel *travel;
    mlg_access_input input;
    double *site_supply, *catchment, *ratio; /* [sites], updated from horizon to horizon */
    double *access;                          /* [places] in the unit of the measure */
    double *now, *mean;        /* [places] the same now and then, of a commune in squares their mean */
    double *persons;           /* [places] of communes, those of their squares */
    mlg_supply_change *change; /* [sites] */
} job;

static void release(job *j)
{
    for (int32_t h = 0; j->supply && h < j->horizons; h++)
        free(j->supply[h]);
    void *const owned[] = { j->demand,  j->doctors, j->moves,       j->years,     j->supply,
                            j->stopped, j->moved,   j->site_supply, j->catchment, j->ratio,
                            j->now,     j->access,  j->mean,        j->persons,   j->change };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    mlg_travel_free(j->travel);
    mlg_sites_release(&j->sites);
    mlg_places_release(&j->places);
}

/* ---- parameters --------------------------------------------------------------------------------------------- */

static mlg_status choose_years(job *j, mlg_error *err)
{
    mlg_config_wholes years = mlg_config_outlook_years(j->ask);
    j->horizons = 1 + (int32_t)years.count;
    MLG_TRY(MLG_NEW(&j->years, (size_t)j->horizons, "years", err));
    MLG_TRY(MLG_NEW(&j->supply, (size_t)j->horizons, "years", err));
    MLG_TRY(MLG_NEW(&j->stopped, (size_t)j->horizons, "years", err));
    MLG_TRY(MLG_NEW(&j->moved, (size_t)j->horizons, "years", err));
    for (int32_t h = 1; h < j->horizons; h++)
        j->years[h] = years.value[h - 1];
    return MLG_OK;
}

/* A probability applies from its age up to the next one. */
static void choose_chances(job *j)
{
    const mlg_config_outlook *ask = j->ask;
    for (unsigned k = 0; k < ask->leave_count; k++)
        for (int a = ask->leave[k].age; a < MLG_AGES; a++)
            j->leave[a] = ask->leave[k].share;
    if (ask->leave_count > 0)
        j->rule.leave = j->leave;
}

/* Spread evenly within each band, over the ages that are counted today. */
static mlg_status choose_structure(job *j, mlg_error *err)
{
    double sum = 0;
    for (unsigned k = 0; k < j->ask->ages_count; k++) {
        const mlg_config_age_count *band = &j->ask->ages[k];
        for (int a = band->from; a <= band->to && a < MLG_AGES && a <= j->params.age_max; a++) {
            j->structure[a] = band->doctors / (band->to - band->from + 1);
            sum += j->structure[a];
        }
    }
    if (j->ask->ages_count == 0)
        return MLG_OK;
    if (!(sum > 0))
        return mlg_fail(err, MLG_INPUT, "%s: no doctor is within the age limit",
                        mlg_study_file_where(j->study->file, "outlook.ages"));
    for (int a = 0; a < MLG_AGES; a++)
        j->structure[a] /= sum;
    j->rule.structure = j->structure;
    return MLG_OK;
}

static mlg_status read_moves(job *j, const double *each, mlg_error *err)
{
    char key[64];
    MLG_TRY(MLG_NEW(&j->moves, j->ask->moves_count, "moves", err));
    for (unsigned k = 0; k < j->ask->moves_count; k++) {
        const mlg_config_move *move = &j->ask->moves[k];
        int32_t place = mlg_places_find(&j->places, move->insee_com);
        snprintf(key, sizeof key, "outlook.moves[%u].insee_com", k);
        if (place < 0)
            return mlg_fail(err, MLG_INPUT, "%s: the study has no commune '%.40s'",
                            mlg_study_file_where(j->study->file, key), MLG_BRIEF(move->insee_com, 40));
        j->moves[k] = (mlg_move){ place, move->year, move->doctors * each[place] };
    }
    return MLG_OK;
}

static mlg_status choose_moves(job *j, mlg_error *err)
{
    double *each = NULL;
    mlg_status st = mlg_study_supply_of_one(&each, j->study, &j->places, j->ask->service, err);
    if (st == MLG_OK)
        st = read_moves(j, each, err);
    free(each);
    return st;
}

static mlg_status note_rule(const job *j, int retirement, mlg_error *err)
{
    static const char asked[] = "etude";
    const mlg_config_outlook *ask = j->ask;
    char text[160];
    snprintf(text, sizeof text, "%u âges donnés", ask->leave_count);
    MLG_TRY(mlg_study_note(j->study, "outlook", "service", ask->service, NULL, asked, err));
    MLG_TRY(mlg_study_note_number(
        j->study, "outlook", "age_depart", retirement, "ans, plus personne n'exerce à cet âge",
        ask->retirement_age ? asked : "defaut: âge du taux plein automatique, non vérifié à la source", err));
    MLG_TRY(mlg_study_note(
        j->study, "outlook", "probabilites", ask->leave_count ? text : "aucun départ avant cet âge", NULL,
        ask->leave_count ? asked : "defaut, non vérifié à la source : aucune table publiée n'a été lue", err));
    MLG_TRY(mlg_study_note_number(j->study, "outlook", "remplacement", j->rule.replaced, "part des départs",
                                  ask->replacement ? asked : "defaut: aucune installation, hypothèse prudente",
                                  err));
    return mlg_study_note(j->study, "outlook", "offre_attendue",
                          "espérance : qui reste avec une chance de 0,4 compte 0,4", NULL, "convention", err);
}

static mlg_status choose_rule(job *j, mlg_error *err)
{
    int retirement = mlg_config_outlook_retirement_age(j->ask);
    j->rule.age_limit = retirement - 1 < j->params.age_max ? retirement - 1 : j->params.age_max;
    j->rule.replaced = mlg_config_outlook_replacement(j->ask);
    choose_chances(j);
    MLG_TRY(choose_structure(j, err));
    MLG_TRY(choose_moves(j, err));
    return note_rule(j, retirement, err);
}

static mlg_status note_ages(const job *j, mlg_error *err)
{
    int32_t unknown = 0;
    for (int32_t k = 0; k < j->doctor_count; k++)
        unknown += j->doctors[k].age == MLG_AGE_UNKNOWN;
    MLG_TRY(
        mlg_study_note_number(j->study, "outlook", "professionnels", j->doctor_count, "lignes", "calcul", err));
    return mlg_study_note_number(j->study, "outlook", "age_inconnu", unknown, "lignes",
                                 j->rule.structure ? "structure par âge de l'étude" : "ils restent, faute d'âge",
                                 err);
}

/* ---- supply ------------------------------------------------------------------------------------------------- */

static double in_territory(const job *j, const double *supply)
{
    double sum = 0;
    for (int32_t i = 0; i < j->places.count; i++)
        sum += j->places.in_territory[i] ? supply[i] : 0;
    return sum;
}

/* First without the moves, to separate them from retirements. */
static mlg_status supply_after(job *j, int32_t h, mlg_error *err)
{
    mlg_retire_counts counts;
    int32_t n = j->places.count, moves = (int32_t)j->ask->moves_count;
    double *supply;
    MLG_TRY(MLG_NEW(&j->supply[h], (size_t)n, "supply", err));
    supply = j->supply[h];
    MLG_TRY(mlg_supply_after(&j->params, &j->rule, j->years[h], j->doctor_count, j->doctors, 0, NULL, n, supply,
                             &counts, err));
    double stayed = in_territory(j, supply);
    j->stopped[h] = in_territory(j, j->supply[0]) - stayed;
    MLG_TRY(mlg_supply_after(&j->params, &j->rule, j->years[h], j->doctor_count, j->doctors, moves, j->moves, n,
                             supply, &counts, err));
    j->moved[h] = in_territory(j, supply) - stayed;
    return MLG_OK;
}

/* The present is the supply of the access stage, before any retirement or move. */
static mlg_status supply_now(job *j, mlg_error *err)
{
    mlg_supply_counts kept;
    MLG_TRY(MLG_NEW(&j->supply[0], (size_t)j->places.count, "supply", err));
    return mlg_supply_doctors(&j->params, j->doctor_count, j->doctors, j->places.count, j->supply[0], &kept, err);
}

/* Sites are the places with supply now or later. */
static mlg_status find_sites(job *j, mlg_error *err)
{
    for (int32_t i = 0; i < j->places.count; i++) {
        bool some = false;
        for (int32_t h = 0; h < j->horizons; h++)
            some |= j->supply[h][i] > 0;
        if (some)
            MLG_TRY(mlg_sites_add_place(&j->sites, &j->places, i, err));
    }
    size_t n = (size_t)j->sites.count;
    MLG_TRY(MLG_NEW(&j->site_supply, n, "sites", err));
    MLG_TRY(MLG_NEW(&j->catchment, n, "sites", err));
    MLG_TRY(MLG_NEW(&j->ratio, n, "sites", err));
    MLG_TRY(MLG_NEW(&j->change, n, "sites", err));
    for (int32_t s = 0; s < j->sites.count; s++)
        j->site_supply[s] = j->supply[0][j->sites.place[s]];
    return mlg_study_travel(&j->travel, j->study, &j->places, &j->sites, err);
}

/* ---- access ------------------------------------------------------------------------------------------------- */

static mlg_status find_means(double *mean, const job *j, mlg_error *err)
{
    memcpy(mean, j->access, (size_t)j->places.count * sizeof *mean);
    return mlg_places_gather(&j->places, mean, j->demand, err);
}

static mlg_status access_now(job *j, mlg_error *err)
{
    const size_t n = (size_t)j->places.count;
    mlg_access_stats stats;
    j->input = (mlg_access_input){ j->travel,      &j->decay,         j->demand,
                                   j->site_supply, j->study->threads, j->study->progress };
    MLG_TRY(MLG_NEW(&j->now, n, "access", err));
    MLG_TRY(MLG_NEW(&j->mean, n, "access", err));
    MLG_TRY(MLG_NEW(&j->access, n, "access", err));
    MLG_TRY(MLG_NEW(&j->persons, n, "persons", err));
    mlg_places_sum(j->persons, &j->places, j->places.population);
    MLG_TRY(mlg_access(&j->input, j->access, j->catchment, j->ratio, &stats, err));
    return find_means(j->now, j, err);
}

static mlg_status access_after(job *j, int32_t h, mlg_error *err)
{
    int32_t n = 0;
    for (int32_t s = 0; s < j->sites.count; s++) {
        double change = j->supply[h][j->sites.place[s]] - j->site_supply[s];
        if (change != 0)
            j->change[n++] = (mlg_supply_change){ s, change };
    }
    MLG_TRY(mlg_access_update(&j->input, n, j->change, j->site_supply, j->access, j->catchment, j->ratio, err));
    return find_means(j->mean, j, err);
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static bool under(const job *j, double access)
{
    return mlg_below_threshold(access * j->scale, j->threshold);
}

static bool is_told(const job *j, int32_t place)
{
    return j->places.in_territory[place] && mlg_place_is_commune(&j->places, place);
}

static mlg_status write_communes(job *j, int32_t h, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "access/insert_outlook", err));
    for (int32_t i = 0; i < j->places.count && st == MLG_OK; i++) {
        bool before = under(j, j->now[i]), after = under(j, j->mean[i]);
        if (!is_told(j, i))
            continue;
        mlg_bind_text(stmt, ":service", j->ask->service);
        mlg_bind_text(stmt, ":insee_com", j->places.code[i]);
        mlg_bind_int(stmt, ":annees", j->years[h]);
        mlg_bind_double(stmt, ":offre", j->supply[h][i]);
        mlg_bind_double(stmt, ":acces", j->mean[i] * j->scale);
        mlg_bind_text(stmt, ":bascule", before == after ? NULL : after ? "tombe" : "remonte");
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* At every place, for code that recomputes access under other changes. */
static mlg_status write_supply(job *j, int32_t h, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "whatif/insert_expected", err));
    for (int32_t i = 0; i < j->places.count && st == MLG_OK; i++) {
        if (j->supply[h][i] == 0 && j->supply[0][i] == 0)
            continue;
        mlg_bind_text(stmt, ":service", j->ask->service);
        mlg_bind_int(stmt, ":annees", j->years[h]);
        mlg_bind_text(stmt, ":code", j->places.code[i]);
        mlg_bind_double(stmt, ":offre", j->supply[h][i]);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

typedef struct {
    double mean, below, fallen;
    int32_t below_communes, fallen_communes;
} balance;

static balance sum_places(const job *j)
{
    balance b = { 0 };
    double weighted = 0, weight = 0;
    for (int32_t i = 0; i < j->places.count; i++) {
        if (!j->places.in_territory[i])
            continue;
        weighted += j->demand[i] * j->access[i];
        weight += j->demand[i];
        if (!is_told(j, i))
            continue;
        bool below = under(j, j->mean[i]), fallen = below && !under(j, j->now[i]);
        b.below_communes += below;
        b.below += below ? j->persons[i] : 0;
        b.fallen_communes += fallen;
        b.fallen += fallen ? j->persons[i] : 0;
    }
    b.mean = weight > 0 ? weighted / weight * j->scale : (double)NAN;
    return b;
}

static mlg_status write_balance(job *j, int32_t h, const balance *b, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "access/insert_outlook_balance", err));
    mlg_bind_text(stmt, ":service", j->ask->service);
    mlg_bind_int(stmt, ":annees", j->years[h]);
    mlg_bind_double(stmt, ":offre", in_territory(j, j->supply[h]));
    mlg_bind_double(stmt, ":partis", j->stopped[h]);
    mlg_bind_double(stmt, ":mouvements", j->moved[h]);
    mlg_bind_double(stmt, ":moyenne", b->mean);
    mlg_bind_int(stmt, ":communes_sous", b->below_communes);
    mlg_bind_double(stmt, ":population_sous", b->below);
    mlg_bind_int(stmt, ":communes_tombees", b->fallen_communes);
    mlg_bind_double(stmt, ":population_tombee", b->fallen);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- the stage ---------------------------------------------------------------------------------------------- */

static mlg_status prepare(job *j, mlg_error *err)
{
    const char *service = j->ask->service, *origin;
    const mlg_measure *apl = mlg_measure_by_name("apl");
    int entry = mlg_study_entry(j->study, service, "apl");
    MLG_TRY(mlg_places_read(&j->places, j->study, err));
    MLG_TRY(mlg_study_demand(&j->demand, j->study, &j->places, service, err));
    MLG_TRY(mlg_study_decay(&j->decay, j->study, (unsigned)entry, err));
    MLG_TRY(mlg_study_doctors(&j->doctors, &j->doctor_count, &j->params, j->study, &j->places, service, err));
    j->scale = mlg_study_measure_scale(j->study, service, apl);
    j->threshold = mlg_study_threshold(j->study, j->ask->threshold, &origin);
    MLG_TRY(mlg_study_note_number(j->study, "outlook", "seuil", j->threshold,
                                  mlg_study_measure_unit(j->study, service, apl).words, origin, err));
    MLG_TRY(choose_years(j, err));
    MLG_TRY(choose_rule(j, err));
    return note_ages(j, err);
}

static mlg_status run(job *j, mlg_text *summary, mlg_error *err)
{
    balance b = { 0 };
    MLG_TRY(prepare(j, err));
    MLG_TRY(supply_now(j, err));
    for (int32_t h = 1; h < j->horizons; h++)
        MLG_TRY(supply_after(j, h, err));
    MLG_TRY(find_sites(j, err));
    MLG_TRY(access_now(j, err));
    for (int32_t h = 0; h < j->horizons; h++) {
        MLG_TRY(access_after(j, h, err));
        b = sum_places(j);
        MLG_TRY(write_communes(j, h, err));
        MLG_TRY(h > 0 ? write_supply(j, h, err) : MLG_OK);
        MLG_TRY(write_balance(j, h, &b, err));
    }
    MLG_TRY(mlg_text_set(summary, err,
                         mlg_tr("in %d years mean APL %.2f, %d communes with %.0f inhabitants fall under %g"),
                         (int)j->years[j->horizons - 1], b.mean, (int)b.fallen_communes, b.fallen, j->threshold));
    return MLG_OK;
}

mlg_status mlg_study_outlook(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    job j = { .study = study, .ask = study->config->outlook };
    MLG_TRY(mlg_study_clear(study, summary,
                            "DELETE FROM perspective; DELETE FROM perspective_bilan; DELETE FROM offre_attendue",
                            err));
    if (!j.ask)
        return MLG_OK;
    mlg_status st = run(&j, summary, err);
    release(&j);
    return st;
}
