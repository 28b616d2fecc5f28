#include "analysis/access/measure.h"

#include "analysis/access/measure_inner.h"
#include "analysis/common/input_check.h"
#include "base/language.h"

#include <string.h>

#define HEAD "S a head"

const mlg_measure mlg_measures[] = {
    { "apl", MLG_REPORT_MARK("Accessibilité potentielle localisée"),
      "R_j = S_j / SUM P W; A_i = SUM R_j W_ij, P by age",
      "Barlet, Coldefy, Collin, Lucas-Gabrielli 2012; IRDES working paper 70", "S a standardised head",
      MLG_CONSERVES_SUPPLY, false, false, "apl-2015", mlg_run_e2sfca },
    { "2sfca", MLG_REPORT_MARK("Aire flottante en deux étapes"),
      "R_j = S_j / SUM P W; A_i = SUM R_j W_ij, W 0 or 1", "Luo and Wang 2003", HEAD, MLG_CONSERVES_SUPPLY, false,
      false, "binary-30", mlg_run_e2sfca },
    { "e2sfca", MLG_REPORT_MARK("Aire flottante en deux étapes, à décroissance"),
      "R_j = S_j / SUM P W; A_i = SUM R_j W_ij", "Luo and Qi 2009", HEAD, MLG_CONSERVES_SUPPLY, false, false,
      "e2sfca-slow", mlg_run_e2sfca },
    { "kd2sfca", MLG_REPORT_MARK("Aire flottante à noyau"), "e2sfca with a kernel decay", "Dai and Wang 2011",
      HEAD, MLG_CONSERVES_SUPPLY, false, false, "epanechnikov-30", mlg_run_e2sfca },
    { "gaussian", MLG_REPORT_MARK("Aire flottante gaussienne"), "e2sfca with a Gaussian decay", "Dai 2010", HEAD,
      MLG_CONSERVES_SUPPLY, false, false, "gaussian-dai-30", mlg_run_e2sfca },
    { "m2sfca", MLG_REPORT_MARK("Aire flottante modifiée"),
      "R_j of e2sfca; A_i = SUM R_j W_ij^2: what distance wastes is lost", "Delamater 2013", HEAD,
      MLG_CONSERVES_NOTHING, false, false, "e2sfca-slow", mlg_run_m2sfca },
    { "3sfca", MLG_REPORT_MARK("Aire flottante en trois étapes"),
      "G_ij = W_ij / SUM_l W_il; R_j = S_j / SUM P G W; A_i = SUM R_j G_ij W_ij", "Wan, Zou and Sternberg 2012",
      HEAD, MLG_CONSERVES_SUPPLY, false, false, "e2sfca-slow", mlg_run_3sfca },
    { "huff", MLG_REPORT_MARK("Aire flottante à choix de Huff"), "3sfca with G_ij = S_j W_ij / SUM_l S_l W_il",
      "Luo 2014", HEAD, MLG_CONSERVES_SUPPLY, false, false, "e2sfca-slow", mlg_run_huff },
    { "bfca", MLG_REPORT_MARK("Aire flottante équilibrée"),
      "L_j = S_j / SUM P_i W_ij / SUM_l W_il; A_i = SUM L_j W_ij / SUM_k W_kj", "Paez, Higgins and Vivona 2019",
      "S a head, shared out", MLG_CONSERVES_LEVEL, false, false, "e2sfca-slow", mlg_run_bfca },
    { "i2sfca", MLG_REPORT_MARK("Affluence potentielle des sites"), "C_j = SUM P_i W_ij / SUM_l S_l W_il",
      "Wang 2018", "persons a unit of S", MLG_CONSERVES_DEMAND, true, true, "e2sfca-slow", mlg_run_i2sfca },
    { "spatial-availability", MLG_REPORT_MARK("Disponibilité spatiale"),
      "V_i = SUM S_j P_i^a W_ij / SUM_k P_k^a W_kj", "Soukhov, Paez, Higgins and Mohamed 2023", "S",
      MLG_CONSERVES_TOTAL, false, false, "e2sfca-slow", mlg_run_availability },
    { "fixed-point", MLG_REPORT_MARK("Aire flottante au point fixe"),
      "p_ij = W_ij R_j / SUM_l W_il R_l; R_j = S_j / SUM P p, at the fixed point; A_i = SUM p_ij R_j",
      "Kemiche, ENSAE-CREST", HEAD, MLG_CONSERVES_SUPPLY, false, false, "e2sfca-slow", mlg_run_fixed_point },
    { "raam", MLG_REPORT_MARK("Accès rationnel par agents"),
      "A_i = min_j (D_j / S_j) / rho + t_ij / tau, D at the equilibrium where nobody gains by moving",
      "Saxon and Snow 2020; convex program of Beckmann", "congestion: 1 is the mean, tau minutes add 1",
      MLG_CONSERVES_NOTHING, false, true, "binary-60", mlg_run_raam },
    { "gravity", MLG_REPORT_MARK("Accessibilité gravitaire"), "A_i = SUM S_j W_ij", "Hansen 1959", "S",
      MLG_CONSERVES_NOTHING, false, false, "irdes-exponential", mlg_run_gravity },
    { "opportunities", MLG_REPORT_MARK("Offre cumulée"), "A_i = SUM S_j over t_ij within the cut",
      "Pereira and others, accessibility", "S", MLG_CONSERVES_NOTHING, false, false, "binary-30",
      mlg_run_opportunities },
    { "opportunities-median", MLG_REPORT_MARK("Offre cumulée, médiane d'un intervalle"),
      "median of SUM S_j over t_ij <= c, c from..to by step", "Tomasiello, Herszenhut and others 2023", "S",
      MLG_CONSERVES_NOTHING, false, false, "binary-60", mlg_run_median },
    { "nth-cost", MLG_REPORT_MARK("Trajet au n-ième site le plus proche"), "n-th smallest t_ij",
      "Pereira and others, accessibility", "min", MLG_CONSERVES_NOTHING, false, true, "binary-60", mlg_run_nth },
    { "min-cost", MLG_REPORT_MARK("Trajet au site le plus proche"), "min t_ij",
      "Pereira and others, accessibility", "min", MLG_CONSERVES_NOTHING, false, true, "binary-60",
      mlg_run_nearest },
    { "mean-cost", MLG_REPORT_MARK("Trajet moyen aux sites"), "SUM S_j t_ij / SUM S_j within the cut", "", "min",
      MLG_CONSERVES_NOTHING, false, true, "binary-60", mlg_run_mean },
    { "density", MLG_REPORT_MARK("Densité"), "A_i = SUM of S_j that stand at i / P_i", "", HEAD,
      MLG_CONSERVES_NOTHING, false, false, "binary-30", mlg_run_density },
    { NULL, NULL, NULL, NULL, NULL, MLG_CONSERVES_NOTHING, false, false, NULL, NULL },
};

const mlg_measure *mlg_measure_by_name(const char *name)
{
    for (const mlg_measure *m = mlg_measures; m->name; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}

const char *mlg_conserves_words(mlg_conserves what)
{
    static const char *const words[] = { "", "SUM P A = SUM S", "SUM A = SUM S", "SUM A = SUM L",
                                         "SUM S C = SUM P" };
    return words[what];
}

mlg_measure_params mlg_measure_defaults(void)
{
    return (mlg_measure_params){ .demand_power = 1,
                                 .tau_min = 60,
                                 .rho = (double)NAN,
                                 .gap = (double)NAN,
                                 .max_iterations = 10000,
                                 .nth = 1,
                                 .from_min = 15,
                                 .to_min = 45,
                                 .step_min = 5 };
}

static mlg_status check_params(const mlg_measure_params *p, mlg_error *err)
{
    if (!(p->demand_power >= 0 && isfinite(p->demand_power)))
        return mlg_fail(err, MLG_USAGE, "power of the demand is %g; 0 or more is needed", p->demand_power);
    if (!(p->tau_min > 0))
        return mlg_fail(err, MLG_USAGE, "tau is %g min; above 0 is needed", p->tau_min);
    if (p->rho <= 0 || p->gap <= 0 || p->max_iterations < 1)
        return mlg_fail(err, MLG_USAGE, "rho %g, gap %g and %d iterations; all must be above 0", p->rho, p->gap,
                        p->max_iterations);
    if (p->nth < 1)
        return mlg_fail(err, MLG_USAGE, "cost to nearest site number %d; numbers go from 1", p->nth);
    if (!(p->from_min > 0 && p->from_min <= p->to_min && p->step_min > 0 && p->to_min <= MLG_LONGEST_CUT_MIN))
        return mlg_fail(err, MLG_USAGE, "limits of time go from %g to %g by %g min", p->from_min, p->to_min,
                        p->step_min);
    return MLG_OK;
}

static void sum_input(const mlg_measure_input *in, mlg_measure_stats *stats)
{
    for (int32_t i = 0; i < in->reach->places; i++)
        stats->demand += in->demand[i];
    for (int32_t j = 0; j < in->reach->sites; j++) {
        stats->supply += in->supply[j];
        stats->sites_with_supply += in->supply[j] > 0;
    }
}

/* Nobody reaches: access 0, or a cost that is not known. */
static void count_without(const mlg_measure *measure, const mlg_measure_input *in, const double *value,
                          mlg_measure_stats *stats)
{
    for (int32_t i = 0; !measure->by_site && i < in->reach->places; i++)
        if (measure->low_is_good ? isnan(value[i]) : !(value[i] > 0)) {
            stats->places_without++;
            stats->demand_without += in->demand[i];
        }
}

mlg_status mlg_measure_run(const mlg_measure *measure, const mlg_measure_input *input, double *value,
                           mlg_measure_stats *stats, mlg_error *err)
{
    mlg_measure_input in = *input;
    *stats = (mlg_measure_stats){ 0 };
    if (!in.decay)
        in.decay = mlg_decay_by_name(measure->decay);
    MLG_TRY(check_params(&in.params, err));
    MLG_TRY(mlg_check_amounts("demand of place", in.reach->places, in.demand, false, err));
    MLG_TRY(mlg_check_amounts("supply of site", in.reach->sites, in.supply, false, err));
    sum_input(&in, stats);
    MLG_TRY(mlg_while(err, measure->run(&in, value, stats, err), "%s", measure->name));
    count_without(measure, &in, value, stats);
    return MLG_OK;
}
