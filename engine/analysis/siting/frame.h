/* What the siting models share: checking the problem, building the core, reporting the answer. */
#ifndef MLG_ANALYSIS_SITING_FRAME_H
#define MLG_ANALYSIS_SITING_FRAME_H

#include "analysis/siting/median/core.h"

/* Which times count, and how. */
typedef struct mlg_siting_reach {
    bool covering;   /* the objective is persons within a time, not their times */
    int32_t full_s;  /* covering: a person counts whole up to there */
    int32_t limit_s; /* nothing beyond */
} mlg_siting_reach;

typedef struct mlg_siting_frame {
    const mlg_siting_problem *problem;
    int32_t limit_s; /* longer times do not count */
    int32_t full_s;  /* covering: a person counts whole up to there */
    bool covering;   /* a covered person costs 0, another one the penalty */
    /* cost of an unreached person: seconds; covering: 1, or MLG_WHOLE_PERSON when gradual */
    int32_t penalty;
    int64_t persons; /* sum of the weights */
    int32_t n_existing, n_forced;
    mlg_sparse_rows sites; /* candidate to demand, with costs instead of times */
    mlg_median core;       /* site names are candidates */
    mlg_median_run run;
    double start_s; /* clock when the problem was checked */
} mlg_siting_frame;

/* MLG_DATA for fewer new sites than forced ones, or more than may open (n_free, the forced ones included). */
mlg_status mlg_siting_check_count(int32_t sites, int32_t n_forced, int32_t n_free, mlg_error *err) MLG_MUST_CHECK;

/* Only checks the problem: fills in frame->persons, n_existing, n_forced, penalty and sites. Empty on failure. */
mlg_status mlg_siting_frame_check(mlg_siting_frame *frame, const mlg_siting_problem *problem,
                                  mlg_siting_reach reach, const mlg_siting_options *options,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Checks the problem and reduces it to frame->core; frame->run is ready. Empty on failure. */
mlg_status mlg_siting_frame_build(mlg_siting_frame *frame, const mlg_siting_problem *problem,
                                  mlg_siting_reach reach, const mlg_siting_options *options,
                                  mlg_error *err) MLG_MUST_CHECK;

/* The same, then solves it as a p-median. Empty on failure. */
mlg_status mlg_siting_frame_solve(mlg_siting_frame *frame, const mlg_siting_problem *problem,
                                  mlg_siting_reach reach, const mlg_siting_options *options,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Cost of a person at this time from an open site: seconds; for coverage, 0 up to full_s and the whole penalty
 * beyond limit_s, in proportion between (rounded up, so that only full coverage costs nothing). */
int32_t mlg_siting_frame_cost(const mlg_siting_frame *frame, int32_t time_s);

/* Turns frame->run into the answer: order, gains, assignment, before and after (report.c). */
mlg_status mlg_siting_frame_report(mlg_siting_answer *out, const mlg_siting_frame *frame, const char *method,
                                   mlg_error *err) MLG_MUST_CHECK;

void mlg_siting_frame_release(mlg_siting_frame *frame);

#endif
