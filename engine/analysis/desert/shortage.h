/* Medical deserts: units (communes) short of general practitioners, far from a pharmacy or far from emergency
 * care, and the population by combination of these.
 *
 * Source: DREES, Dossier 17 (Vergier, Chaput, Lefebvre-Hoang, 2017): APL strictly below 2.5 is confirmed; the
 * limits of 10 minutes to a pharmacy and 30 to emergencies are from memory, hence parameters.
 */
#ifndef MLG_ANALYSIS_DESERT_SHORTAGE_H
#define MLG_ANALYSIS_DESERT_SHORTAGE_H

#include "base/error.h"

enum { MLG_FLAG_GP = 1, MLG_FLAG_PHARMACY = 2, MLG_FLAG_EMERGENCY = 4, MLG_FLAGS = 3, MLG_FLAG_SETS = 8 };

typedef struct mlg_desert_params {
    double apl_threshold;       /* flagged strictly below */
    int32_t pharmacy_limit_ds;  /* flagged strictly beyond */
    int32_t emergency_limit_ds; /* flagged strictly beyond */
} mlg_desert_params;

/* 2.5; 10 minutes; 30 minutes. */
mlg_desert_params mlg_desert_defaults(void);

/* By unit; NULL: unknown everywhere. */
typedef struct mlg_desert_input {
    int32_t units;
    const double *persons;       /* [units] total population, required */
    const double *apl;           /* [units] NaN unknown */
    const int32_t *pharmacy_ds;  /* [units] MLG_UNREACHABLE: flagged; MLG_TIME_UNKNOWN: unknown */
    const int32_t *emergency_ds; /* [units] likewise */
} mlg_desert_input;

typedef struct mlg_desert_stats {
    double persons;
    double set_persons[MLG_FLAG_SETS]; /* by combination of flags, which is the index */
    double set_share[MLG_FLAG_SETS];   /* of `persons`; NaN when it is 0 */
    double flag_persons[MLG_FLAGS];    /* GP, pharmacy, emergency, alone or with others */
    int32_t flag_units[MLG_FLAGS];
    double unknown_persons[MLG_FLAGS];
    int32_t unknown_units[MLG_FLAGS];
} mlg_desert_stats;

/* flags[units], unknown[units] (may be NULL): sums of MLG_FLAG_*. An unknown figure is never flagged; it is
 * counted as unknown. MLG_USAGE: a threshold that is negative or NaN. MLG_INPUT: persons negative or NaN.
 * O(units). */
mlg_status mlg_desert_flag(const mlg_desert_params *params, const mlg_desert_input *input, uint8_t *flags,
                           uint8_t *unknown, mlg_desert_stats *stats, mlg_error *err) MLG_MUST_CHECK;

/* Two ways to split a territory into groups for mlg_desert_by_group(): 0 urban, 1 rural, -1 in neither
 * (unknown). */
static inline int32_t mlg_rural_by_density(uint8_t level) /* INSEE grid in 7 levels: 1-4 urban, 5-7 rural */
{
    return level >= 1 && level <= 7 ? level >= 5 : -1;
}

static inline int32_t mlg_rural_by_size(double persons) /* communes under 2,000 inhabitants */
{
    return persons >= 0 ? persons < 2000 : -1;
}

typedef struct mlg_desert_group {
    int32_t units;
    double persons;
    double flag_persons[MLG_FLAGS], flag_share[MLG_FLAGS]; /* shares of `persons`; NaN when it is 0 */
    double any_persons, any_share, all_persons, all_share; /* at least one flag; all three */
    int32_t unknown_units[MLG_FLAGS];
    double untold_persons; /* with a flag that is unknown, or more: the others are then lower bounds */
} mlg_desert_group;

/* A flag that is unknown in every unit of a group is NaN there, and so is at least one, and all three.
 * unknown[units] as of mlg_desert_flag(); group[units] in [0, groups), -1: none; out[groups]. MLG_INPUT: bad persons or group. O(units + groups). */
mlg_status mlg_desert_by_group(int32_t units, const double *persons, const uint8_t *flags, const uint8_t *unknown,
                               const int32_t *group, int32_t groups, mlg_desert_group *out,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
