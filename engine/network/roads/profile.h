/* How one travel mode uses OpenStreetMap roads: rules read from a table (format: geodata/profiles/README.md). */
#ifndef MLG_NETWORK_ROADS_PROFILE_H
#define MLG_NETWORK_ROADS_PROFILE_H

#include "base/error.h"

typedef enum mlg_rule_kind {
    MLG_RULE_ACCESS,
    MLG_RULE_ASK,
    MLG_RULE_BARRIER,
    MLG_RULE_DENSITY,
    MLG_RULE_EXCEPT,
    MLG_RULE_LEGAL,
    MLG_RULE_MODE,
    MLG_RULE_ONEWAY,
    MLG_RULE_PEAK,
    MLG_RULE_PENALTY,
    MLG_RULE_SETTING,
    MLG_RULE_SMOOTHNESS,
    MLG_RULE_SNAP,
    MLG_RULE_SPEED,
    MLG_RULE_SURFACE,
    MLG_RULE_TRACKTYPE,
    MLG_RULE_KINDS
} mlg_rule_kind;

typedef struct mlg_rule {
    mlg_rule_kind kind;
    char name[32];
    double a, b; /* NaN when empty */
} mlg_rule;

enum { MLG_MAX_MODES = 8 };

/* Immutable. Every setting of the README is present; `speed` and `mode` have at least one rule. */
typedef struct mlg_profile {
    char *name; /* "car", or the path of a file */
    mlg_rule *rules;
    size_t rule_count, rule_capacity;
    mlg_rule modes[MLG_MAX_MODES]; /* highest rank first */
    int mode_count;
    double posted_share[2], posted_gain, ferry_kmh, walk_kmh, urban_junctions_km2; /* [0] urban, [1] rural */
    bool posted, oneway, contraflow, restrictions, motorroad, areas;
    double density[7];    /* minimum junctions per km2 of levels 1 to 6, [level] */
    double peak[8];       /* time factor by level, [0] unknown: 1 */
    uint64_t fingerprint; /* of the text */
} mlg_profile;

/* "car", "bicycle" or "foot" are built in; anything else is the path of a file. MLG_INPUT: missing, or a bad
 * line, which the message names. Freed with mlg_profile_free(). */
mlg_status mlg_profile_load(mlg_profile **out, const char *name_or_path, mlg_error *err) MLG_MUST_CHECK;

/* The same from text; `name` replaces the path in messages. */
mlg_status mlg_profile_parse(mlg_profile **out, const char *name, const char *text, mlg_error *err) MLG_MUST_CHECK;
void mlg_profile_free(mlg_profile *profile);

/* NULL when there is none. O(log rules). */
const mlg_rule *mlg_profile_rule(const mlg_profile *profile, mlg_rule_kind kind, const char *name);

/* Level 1..7 of the INSEE density grid, estimated from road junctions per km2. */
int mlg_profile_density_level(const mlg_profile *profile, double junctions_km2);

#endif
