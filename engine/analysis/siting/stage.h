/* One siting request of a study, from its candidates to its answer. */
#ifndef MLG_ANALYSIS_SITING_STAGE_H
#define MLG_ANALYSIS_SITING_STAGE_H

#include "analysis/common/places.h"
#include "analysis/siting/next_best.h"
#include "analysis/siting/ties.h"
#include "analysis/travel/modes.h"

/* The access side of a request: potential access (APL) is linear in supply, so a site adds its row to the current
 * access. */
typedef struct mlg_siting_access {
    bool known;          /* the study measures the access to the service */
    const char *measure; /* apl, or another that is linear in supply */
    double *today;       /* [all places] NaN unknown; as the two below, NULL where access is not measured */
    double *access;      /* [n_demand] current, a year and standardised inhabitant; NaN unknown */
    double *standard;    /* [n_demand] standardised persons */
    double *catchment;   /* [all places] standardised persons, to weigh catchments with */
    double *everybody;   /* [sites] all groups within reach, weighed by the decay; NULL: nobody is of a group */
    double acts;         /* of one doctor, a year */
    double doctors;      /* at a new site */
    double threshold;
    int64_t *row_start; /* sites to demand points: access that one unit of supply there adds */
    int32_t *row_demand;
    double *row_adds;
    size_t room[2];
} mlg_siting_access;

typedef struct mlg_siting_choice {
    int32_t site;
    double gain;    /* improvement when it opens at its turn, in the unit of the losses */
    double loss;    /* deterioration if it alone closes */
    double doctors; /* full-time equivalents */
} mlg_siting_choice;

/* The result of any model, in its own unit. */
typedef struct mlg_siting_result {
    mlg_siting_choice *chosen; /* n_chosen new sites in greedy order */
    int32_t n_chosen;
    double before, after; /* in the unit of the model */
    mlg_outcome outcome;  /* likewise */
} mlg_siting_result;

/* What is known of an answer beside its figures. */
typedef struct mlg_siting_found {
    /* why fewer sites than asked for are proposed, NULL when none is missing. Nothing to gain: "seuil" (nobody is under
     * the threshold), "inconnu" (nobody is known to be), "demande" (there is no demand), "couverts" (everybody is within
     * the limit), "effet" (no choice improves the objective); "suffit": those proposed do as well */
    const char *reason;
    int32_t n_equal;    /* other sets found that are as good on the objective; -1: not looked for */
    bool all_equal;     /* and there are no others */
    bool by_second;     /* the set proposed is the best of the ties on the second objective (ties.h) */
    bool second_proved; /* of all ties, not only of those found */
} mlg_siting_found;

void mlg_siting_result_release(mlg_siting_result *result);

typedef struct mlg_siting_job {
    mlg_study *study; /* as the group travels in it */
    const mlg_config_siting *ask;
    const struct mlg_siting_model *model;
    char key[32]; /* "siting[0]" */
    const mlg_places *places;
    mlg_sites sites; /* candidates first, then the existing sites */
    int32_t n_candidates;
    uint8_t *state;       /* a site, mlg_candidate_state */
    int32_t *demand;      /* a place: its demand point, or MLG_NOWHERE */
    int32_t *place_of;    /* a demand point: its place */
    int64_t *weight;      /* a demand point, in the unit of the demand */
    double *persons;      /* a demand point */
    mlg_study *everybody; /* as the study travels */
    mlg_mode group;       /* whose people are counted, at its times; without a share: everybody */
    double *counted;      /* a place: persons of the population that is the demand; NULL: another demand */
    int32_t n_demand;
    int64_t *row_start; /* sites to demand points */
    int32_t *row_demand, *row_time_s;
    size_t room[2];
    int32_t limit_s, full_s, search_s;
    double start_s; /* clock when the request was begun: its seconds count from there */
    mlg_siting_access access;
    int32_t n_sites; /* new sites to open: those asked for, or fewer that do as well; 0 where the number is free */
    mlg_siting_result result;
    mlg_siting_found found;
    mlg_siting_set *sets; /* n_sets: the best on the objective and the next ones, NULL where none are listed */
    int32_t n_sets;
} mlg_siting_job;

void mlg_siting_job_release(mlg_siting_job *job);

/* Share of the people of a place that are counted. */
static inline double mlg_siting_share(const mlg_siting_job *job, int32_t place)
{
    return job->group.share ? job->group.share[place] : 1;
}

/* ---- demand and candidates (stage_candidates.c) ----------------------------------------------------- */

/* Lists the places of the territory as demand points. Reads the current access first when the demand is a lack of
 * access. */
mlg_status mlg_siting_list_demand(mlg_siting_job *job, mlg_error *err) MLG_MUST_CHECK;

/* Lists the candidates with their states (free after the filters, forced, forbidden) and the existing sites.
 * MLG_INPUT: a code that names no candidate, a category without any facility. */
mlg_status mlg_siting_list_candidates(mlg_siting_job *job, mlg_error *err) MLG_MUST_CHECK;

/* ---- times and access (stage_times.c) ----------------------------------------------------------------- */

/* Current access by demand point. MLG_INPUT when the request needs it and the study does not measure it. */
mlg_status mlg_siting_read_access(mlg_siting_job *job, mlg_error *err) MLG_MUST_CHECK;

/* Rows from every site, with what a unit of supply adds. */
mlg_status mlg_siting_compute_rows(mlg_siting_job *job, mlg_error *err) MLG_MUST_CHECK;

/* ---- models (stage_models.c) --------------------------------------------------------------------------- */

/* A model of study/siting_models.def. */
typedef struct mlg_siting_model {
    const char *name;
    const char *label; /* what is sought, in French */
    const char *unit;  /* of its figures */
    const char *loss_unit;
    bool is_gain; /* more is better */
    bool needs_access;
    int traits; /* MLG_SITING_* of study/config/names.h */
    mlg_status (*solve)(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state, mlg_error *err);
    int goal; /* mlg_access_goal or mlg_serve_goal, where `solve` has several */
    /* writes non-dominated sets of sites beside the answer; NULL: none */
    mlg_status (*write_front)(mlg_siting_job *job, mlg_error *err);
} mlg_siting_model;

/* NULL when there is none of that name. */
const mlg_siting_model *mlg_siting_model_by_name(const char *name);

/* ---- from the request to a problem, and back (stage_problem.c) ---------------------------------------------- */

/* Options of the kernels: the progress, and what is left of the time that the study gives to the request. */
mlg_siting_options mlg_siting_job_options(const mlg_siting_job *job);

/* The same, with a time limit for each kernel where the study gives none: for models that are hard to close. */
mlg_siting_options mlg_siting_limited_options(const mlg_siting_job *job);

/* Whether the seconds that the study gives to the request are over: what is left to do for it is left out. */
bool mlg_siting_job_is_late(const mlg_siting_job *job);

/* The request as a problem of sites and times, with these candidate states. */
mlg_siting_problem mlg_siting_job_problem(const mlg_siting_job *job, const uint8_t *state);

/* What a sum over people of seconds is divided by to be their mean in minutes. */
double mlg_siting_mean_minutes(const mlg_siting_job *job);

/* The new sites of an answer; gains and losses are 0. */
mlg_status mlg_siting_take_sites(mlg_siting_result *out, const mlg_siting_job *job, const int32_t *sites,
                                 int32_t n, mlg_error *err) MLG_MUST_CHECK;

/* Choices by decreasing gain, for qsort(). */
int mlg_siting_most_first(const void *a, const void *b);

/* Binds :codes and :libelles of a statement to the codes and names of sites, joined by commas. MLG_MEMORY. */
mlg_status mlg_siting_bind_sites(mlg_stmt *stmt, const mlg_siting_job *job, const int32_t *sites, int32_t n,
                                 mlg_error *err) MLG_MUST_CHECK;

/* ---- choosing the sites proposed (stage_choice.c) --------------------------------------------------------- */

/* From j->result, the optimum, to the sites proposed, j->found and j->sets. Errors of the model. */
mlg_status mlg_siting_choose(mlg_siting_job *job, mlg_error *err) MLG_MUST_CHECK;

/* The second objective of a set of new sites, in the unit of the demand: out->not_nearer and time. */
mlg_status mlg_siting_second_objective(mlg_tie *out, const mlg_siting_job *job, const int32_t *sites, int32_t n,
                                       mlg_error *err) MLG_MUST_CHECK;

/* ---- costs (stage_budget.c) --------------------------------------------------------------------------------- */

/* Costs of the candidates, forbidden ones 0: those given, else those of the indicator, else the common one. The
 * caller frees. MLG_INPUT: a code that names no candidate, an unknown indicator; MLG_DATA: a candidate without a
 * cost. */
mlg_status mlg_siting_list_costs(int64_t **cost, const mlg_siting_job *job, mlg_error *err) MLG_MUST_CHECK;

/* ---- solvers of the table, each with these candidate states; `out` is empty on failure ---------------------- */

/* stage_distance.c */
mlg_status mlg_siting_solve_pmedian(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                    mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_siting_solve_pcenter(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                    mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_siting_solve_lscp(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                 mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_siting_solve_mclp(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                 mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_siting_solve_gradual(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                    mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_siting_solve_consultations(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                          mlg_error *err) MLG_MUST_CHECK;

/* stage_access.c */
mlg_status mlg_siting_solve_access(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                   mlg_error *err) MLG_MUST_CHECK;

/* Gives `value` to the sites 0 .. count - 1 that `code` names, by their own code or by the commune of a candidate; `list` and `item`
 * are where the study file says so. MLG_INPUT: none has this code. O(count). stage_problem.c */
mlg_status mlg_siting_give(double *figure, const mlg_siting_job *job, int32_t count, const char *code,
                           double value, const char *list, unsigned item, mlg_error *err);

/* stage_capacity.c */
mlg_status mlg_siting_solve_capacity(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                     mlg_error *err) MLG_MUST_CHECK;

/* stage_dispersion.c */
mlg_status mlg_siting_solve_dispersion(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                       mlg_error *err) MLG_MUST_CHECK;

/* stage_coverage.c */
mlg_status mlg_siting_solve_coverage(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                     mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_siting_solve_mclp_budget(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                        mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_siting_solve_mclp_backup(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                        mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_siting_solve_lscp_backup(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                        mlg_error *err) MLG_MUST_CHECK;

/* stage_budget.c */
mlg_status mlg_siting_solve_pmedian_budget(mlg_siting_result *out, const mlg_siting_job *job, const uint8_t *state,
                                           mlg_error *err) MLG_MUST_CHECK;

/* Sites x coverage x longest time, to table site_front (stage_coverage_front.c). */
mlg_status mlg_siting_write_coverage_front(mlg_siting_job *job, mlg_error *err) MLG_MUST_CHECK;

/* Sites x coverage x lack of access, to table site_equite (stage_equity_front.c). */
mlg_status mlg_siting_write_equity_front(mlg_siting_job *job, mlg_error *err) MLG_MUST_CHECK;

/* ---- effects (stage_effect.c) ----------------------------------------------------------------------------- */

enum { MLG_SITING_FAR = INT32_MAX }; /* no site within the search limit */

/* What an answer changes. Released with mlg_siting_effect_release(). */
typedef struct mlg_siting_effect {
    int32_t *before_s, *after_s; /* a demand point: to the nearest site */
    int32_t *site;               /* nearest after, or MLG_NOWHERE */
    double *access;              /* after, NaN unknown */
    double *won, *served,
        *doctors; /* a chosen site: persons it brings within the limit when it opens at its turn; persons within
                     the limit whose nearest site it is; full-time equivalents there, current ones included when
                     access is measured */
} mlg_siting_effect;

mlg_status mlg_siting_find_effect(mlg_siting_effect *effect, const mlg_siting_job *job,
                                  mlg_error *err) MLG_MUST_CHECK;
void mlg_siting_effect_release(mlg_siting_effect *effect);

/* Persons at this time or less. */
double mlg_siting_persons_within(const mlg_siting_job *job, const int32_t *time_s, int32_t limit_s);

/* Mean minutes of those who reach a site; NaN when nobody does. */
double mlg_siting_mean_time(const mlg_siting_job *job, const int32_t *time_s);

/* ---- tables (stage_tables.c) ---------------------------------------------------------------------------- */

/* Sites, assignment with before and after, balance, next-best sets. */
mlg_status mlg_siting_write(mlg_siting_job *job, mlg_error *err) MLG_MUST_CHECK;

#endif
