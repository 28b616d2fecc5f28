#include "network/roads/profile.h"

#include "base/input.h"
#include "base/checksum.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/resource.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MAX_PROFILE_BYTES = 1 << 20 };

static const char *const kind_names[MLG_RULE_KINDS] = {
    "access", "ask",     "barrier", "density",    "except", "legal", "mode",    "oneway",
    "peak",   "penalty", "setting", "smoothness", "snap",   "speed", "surface", "tracktype",
};

void mlg_profile_free(mlg_profile *profile)
{
    if (!profile)
        return;
    free(profile->name);
    free(profile->rules);
    free(profile);
}

static int compare_rules(const void *left, const void *right)
{
    const mlg_rule *a = left, *b = right;
    return a->kind != b->kind ? (a->kind < b->kind ? -1 : 1) : strcmp(a->name, b->name);
}

const mlg_rule *mlg_profile_rule(const mlg_profile *profile, mlg_rule_kind kind, const char *name)
{
    mlg_rule key = { .kind = kind };
    if (strlen(name) >= sizeof key.name)
        return NULL;
    memcpy(key.name, name, strlen(name) + 1);
    return bsearch(&key, profile->rules, profile->rule_count, sizeof key, compare_rules);
}

/* ---- lines ------------------------------------------------------------------------------------------ */

static mlg_status bad_line(const mlg_profile *p, int line, const char *what, const char *value, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s, line %d: %s '%s'", p->name, line, mlg_tr(what), value);
    mlg_hint(err, "the rules are described in geodata/profiles/README.md");
    return MLG_INPUT;
}

/* Splits off the field at `*at` and returns it; *at becomes NULL after the last one. */
static char *take_field(char **at)
{
    char *field = *at;
    char *comma = field ? strchr(field, ',') : NULL;
    if (comma)
        *comma = '\0';
    *at = comma ? comma + 1 : NULL;
    return field;
}

static mlg_status read_number(double *value, const mlg_profile *p, int line, const char *field, mlg_error *err)
{
    *value = (double)NAN;
    if (!field || *field == '\0' || mlg_read_decimal(value, field, NULL))
        return MLG_OK;
    return bad_line(p, line, "not a number:", field, err);
}

static mlg_status read_rule(mlg_profile *p, int line, char *text, mlg_error *err)
{
    mlg_rule rule = { .kind = MLG_RULE_KINDS };
    const char *kind = take_field(&text), *name = take_field(&text), *a = take_field(&text),
               *b = take_field(&text);
    for (int k = 0; k < MLG_RULE_KINDS; k++)
        if (strcmp(kind, kind_names[k]) == 0)
            rule.kind = (mlg_rule_kind)k;
    if (rule.kind == MLG_RULE_KINDS)
        return bad_line(p, line, "unknown rule", kind, err);
    if (!name || *name == '\0' || strlen(name) >= sizeof rule.name)
        return bad_line(p, line, "a name of 1 to 31 letters is needed, not", name ? name : "", err);
    memcpy(rule.name, name, strlen(name) + 1);
    MLG_TRY(read_number(&rule.a, p, line, a, err));
    MLG_TRY(read_number(&rule.b, p, line, b, err));
    if (isnan(rule.a))
        return bad_line(p, line, "the number 'a' is missing for", name, err);
    if (rule.kind == MLG_RULE_SPEED && !(rule.a > 0 && rule.b > 0 && rule.a <= 300 && rule.b <= 300))
        return bad_line(p, line, "two speeds between 0 and 300 km/h are required for", name, err);
    MLG_TRY(MLG_GROW(&p->rules, &p->rule_capacity, p->rule_count + 1, "profile", err));
    p->rules[p->rule_count++] = rule;
    return MLG_OK;
}

static mlg_status read_lines(mlg_profile *p, char *text, mlg_error *err)
{
    bool header = false;
    int line = 1;
    for (char *next; text; text = next, line++) {
        next = strchr(text, '\n');
        if (next)
            *next++ = '\0';
        text[strcspn(text, "\r")] = '\0';
        if (*text == '#' || *text == '\0')
            continue;
        if (header)
            MLG_TRY(read_rule(p, line, text, err));
        else if (strncmp(text, "rule,name,a,b", 13) != 0)
            return bad_line(p, line, "the header must be rule,name,a,b,note, not", text, err);
        header = true;
    }
    if (p->rule_count == 0)
        return mlg_fail(err, MLG_INPUT, "%s: no rule", p->name);
    qsort(p->rules, p->rule_count, sizeof *p->rules, compare_rules);
    for (size_t i = 1; i < p->rule_count; i++)
        if (compare_rules(&p->rules[i - 1], &p->rules[i]) == 0)
            return mlg_fail(err, MLG_INPUT, "%s: rule '%s,%s' is given twice", p->name,
                            kind_names[p->rules[i].kind], p->rules[i].name);
    return MLG_OK;
}

/* ---- cached settings -------------------------------------------------------------------------------- */

static mlg_status read_setting(double *value, const mlg_profile *p, const char *name, double low, double high,
                               mlg_error *err)
{
    const mlg_rule *rule = mlg_profile_rule(p, MLG_RULE_SETTING, name);
    if (!rule)
        return mlg_fail(err, MLG_INPUT, "%s: the setting '%s' is missing", p->name, name);
    if (!(rule->a >= low && rule->a <= high))
        return mlg_fail(err, MLG_INPUT, "%s: the setting '%s' is %g, not between %g and %g", p->name, name,
                        rule->a, low, high);
    *value = rule->a;
    return MLG_OK;
}

static mlg_status read_switch(bool *value, const mlg_profile *p, const char *name, mlg_error *err)
{
    double number = 0; /* gcc -O2 cannot see that it is set */
    MLG_TRY(read_setting(&number, p, name, 0, 1, err));
    *value = number != 0;
    return MLG_OK;
}

static mlg_status read_settings(mlg_profile *p, mlg_error *err)
{
    MLG_TRY(read_setting(&p->posted_share[0], p, "posted_share_urban", 0.1, 2, err));
    MLG_TRY(read_setting(&p->posted_share[1], p, "posted_share_rural", 0.1, 2, err));
    MLG_TRY(read_setting(&p->posted_gain, p, "posted_gain", 0.1, 10, err));
    MLG_TRY(read_setting(&p->ferry_kmh, p, "ferry_kmh", 0.1, 200, err));
    MLG_TRY(read_setting(&p->walk_kmh, p, "walk_kmh", 0.1, 20, err));
    MLG_TRY(read_setting(&p->urban_junctions_km2, p, "urban_junctions_km2", 0, 1e6, err));
    MLG_TRY(read_switch(&p->posted, p, "posted", err));
    MLG_TRY(read_switch(&p->oneway, p, "oneway", err));
    MLG_TRY(read_switch(&p->contraflow, p, "contraflow", err));
    MLG_TRY(read_switch(&p->restrictions, p, "restrictions", err));
    MLG_TRY(read_switch(&p->motorroad, p, "motorroad", err));
    return read_switch(&p->areas, p, "areas", err);
}

static mlg_status collect_modes(mlg_profile *p, mlg_error *err)
{
    for (size_t i = 0; i < p->rule_count; i++) {
        if (p->rules[i].kind != MLG_RULE_MODE)
            continue;
        if (p->mode_count == MLG_MAX_MODES)
            return mlg_fail(err, MLG_INPUT, "%s: more than %d rules 'mode'", p->name, MLG_MAX_MODES);
        int at = p->mode_count++;
        for (; at > 0 && p->modes[at - 1].a < p->rules[i].a; at--)
            p->modes[at] = p->modes[at - 1];
        p->modes[at] = p->rules[i];
    }
    return p->mode_count > 0 ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s: no rule 'mode'", p->name);
}

static mlg_status collect_levels(mlg_profile *p, mlg_error *err)
{
    for (int level = 0; level <= 7; level++) {
        const char name[2] = { (char)('0' + level), '\0' };
        const mlg_rule *peak = mlg_profile_rule(p, MLG_RULE_PEAK, name);
        const mlg_rule *density = mlg_profile_rule(p, MLG_RULE_DENSITY, name);
        p->peak[level] = peak ? peak->a : 1;
        if (!(p->peak[level] >= 0.1 && p->peak[level] <= 10))
            return mlg_fail(err, MLG_INPUT, "%s: the peak factor of level %d is %g, not between 0.1 and 10",
                            p->name, level, p->peak[level]);
        if (level >= 1 && level <= 6)
            p->density[level] = density ? density->a : HUGE_VAL;
    }
    return MLG_OK;
}

int mlg_profile_density_level(const mlg_profile *profile, double junctions_km2)
{
    int level = 1;
    while (level <= 6 && junctions_km2 < profile->density[level])
        level++;
    return level;
}

/* ---- loading ---------------------------------------------------------------------------------------- */

static mlg_status fill_profile(mlg_profile *p, const char *name, char *copy, mlg_error *err)
{
    MLG_TRY(mlg_copy_text(&p->name, name, err));
    MLG_TRY(read_lines(p, copy, err));
    MLG_TRY(read_settings(p, err));
    MLG_TRY(collect_modes(p, err));
    return collect_levels(p, err);
}

mlg_status mlg_profile_parse(mlg_profile **out, const char *name, const char *text, mlg_error *err)
{
    mlg_profile *p = NULL;
    char *copy = NULL;
    mlg_status st;
    *out = NULL;
    MLG_GO(MLG_NEW(&p, 1, "profile", err));
    MLG_GO(mlg_copy_text(&copy, text, err));
    p->fingerprint = mlg_checksum(text, strlen(text), 0);
    MLG_GO(fill_profile(p, name, strncmp(copy, "\xEF\xBB\xBF", 3) == 0 ? copy + 3 : copy, err));
    *out = p;
    p = NULL;
done:
    mlg_profile_free(p);
    free(copy);
    return st;
}

static mlg_status parse_file(mlg_profile **out, const char *path, FILE *file, char *text, mlg_error *err)
{
    size_t n = fread(text, 1, MAX_PROFILE_BYTES, file);
    if (ferror(file))
        return mlg_fail(err, MLG_INPUT, "profile %s: cannot be read: %s", path, mlg_errno_text(errno));
    if (n == MAX_PROFILE_BYTES)
        return mlg_fail(err, MLG_INPUT, "profile %s: more than 1 MiB", path);
    text[n] = '\0';
    return mlg_profile_parse(out, path, text, err);
}

mlg_status mlg_profile_load(mlg_profile **out, const char *name_or_path, mlg_error *err)
{
    char resource[64], *text = NULL;
    *out = NULL;
    snprintf(resource, sizeof resource, "geodata/profiles/%.30s.csv", name_or_path);
    const mlg_resource *inside = mlg_resource_find(resource);
    if (inside && strlen(name_or_path) <= 30)
        return mlg_profile_parse(out, name_or_path, (const char *)inside->data, err);
    FILE *file = mlg_fopen_input(name_or_path);
    if (!file) {
        mlg_fail(err, MLG_INPUT, "profile %s: cannot be opened: %s", name_or_path, mlg_errno_text(errno));
        mlg_hint(err, "car, bicycle and foot are known; anything else is the path of a profile");
        return MLG_INPUT;
    }
    mlg_status st = MLG_NEW(&text, MAX_PROFILE_BYTES + 1, "profile", err);
    if (st == MLG_OK)
        st = parse_file(out, name_or_path, file, text, err);
    free(text);
    fclose(file);
    return st;
}
