/* Limits of the classes of a profession for another vintage of its indicator: the orders cut the territories of France, in
 * rising order of the indicator, at shares of its people.
 *
 *   limit of class k  = the indicator of the last territory before the place where the cumulative share of the people is
 *                       nearest to the sum of the shares of the classes up to k
 *   zones of exchange = the same at the share of the least endowed, and from the top at that of the most endowed
 *
 * Territories of the same indicator are never parted; of two places as near, the lower one. The first class holds
 * one territory at least. Nearest is a convention: the orders print the shares reached, not the ones aimed at, and a cut at
 * the shares that a vintage reached gives its own limits back.
 *
 * Source of the shares: geodata/rules, from the FAQ of the ministry (February 2020).
 */
#ifndef MLG_ANALYSIS_ZONING_CUT_H
#define MLG_ANALYSIS_ZONING_CUT_H

#include "analysis/zoning/rules.h"
#include "study/study.h"

/* Writes the limits, the bounds of the zones of exchange, and the shares reached in place of those of the rule. value[n],
 * persons[n] of all the territories of France; those of unknown value (NaN) are left out. MLG_DATA: the rule has no
 * classes with shares, or no territory has people and a value. MLG_INPUT: bad persons. O(n log n). */
mlg_status mlg_zoning_cut(mlg_zoning_rule *rule, int32_t n, const double *value, const double *persons,
                          mlg_error *err) MLG_MUST_CHECK;

/* Cuts at the territories of the published APL of the profession, as its source holds them for the whole of France, grouped
 * by the source of territories of the study; `vintage` NULL: the last. Sets rule->cut_persons. MLG_DATA: no such source. */
mlg_status mlg_study_zoning_cut(mlg_zoning_rule *rule, mlg_study *study, const char *vintage,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
