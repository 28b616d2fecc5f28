/* What loading a spoiled copy of a sample gives: one table for all data sets, one for each layout. */
#ifndef MLG_TESTS_SPOIL_OUTCOMES_H
#define MLG_TESTS_SPOIL_OUTCOMES_H

#include "spoil.h"

typedef enum verdict { UNSTATED, SAME, GIVES, FAILS, IMPOSSIBLE } verdict;

typedef struct outcome {
    verdict verdict;
    const char *text;   /* FAILS: part of the message; GIVES: what the study then holds */
    const char *listed; /* rows set aside: number, reason and first value by reason; NULL: none */
} outcome;

/* UNSTATED where the tables leave a hole. */
outcome outcome_of(const sample *s, spoil how);

#endif
