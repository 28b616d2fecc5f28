/* Worked example of four communes A, B, C, D, shared by the tests of demand, supply and access. */
#ifndef MLG_TESTS_TOWN_H
#define MLG_TESTS_TOWN_H

#include "analysis/access/supply.h"
#include "network/models/model.h"

enum { TOWN_A, TOWN_B, TOWN_C, TOWN_D, TOWNS };

static const double town_persons[TOWNS] = { 2000, 4140, 716, 956 };

/* By the 19 five-year bands. */
static const double town_ages[TOWNS * 19] = {
    120, 124, 128, 120, 96,  104, 116, 126, 132, 140, 142, 136, 128, 116, 100, 72, 52, 32, 16, /* A */
    240, 236, 224, 260, 420, 440, 380, 320, 280, 260, 240, 216, 184, 140, 108, 76, 56, 36, 24, /* B */
    20,  24,  28,  22,  12,  16,  20,  26,  32,  40,  48,  60,  68,  76,  72,  60, 48, 28, 16, /* C */
    56,  60,  64,  52,  36,  44,  56,  68,  72,  72,  68,  64,  60,  52,  44,  36, 28, 16, 8,  /* D */
};

static const mlg_doctor town_doctors[] = {
    { TOWN_A, 52, 5200, 1 }, { TOWN_A, 67, 4100, 1 }, { TOWN_B, 38, 2400, 1 },
    { TOWN_B, 45, 6900, 1 }, { TOWN_B, 61, 5400, 1 }, { TOWN_D, 58, 3700, 1 },
};

static const double town_centre_acts[TOWNS] = { 0, 1800, 0, 0 };

/* Deciseconds, site by place: AB 9, AC 14, AD 17, BC 22, BD 12, CD 6 minutes. */
static const int32_t town_times[TOWNS * TOWNS] = {
    0,     5400,  8400,  10200, /* A */
    5400,  0,     13200, 7200,  /* B */
    8400,  13200, 0,     3600,  /* C */
    10200, 7200,  3600,  0,     /* D */
};

#endif
