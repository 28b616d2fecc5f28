#include "base/hours.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { DAYS = 7, DAY_MINUTES = 24 * 60, LONGEST = 400 };

static const struct {
    const char *word, *hours;
} periods[] = {
    { "always", "Mo-Su 00:00-24:00" },
    { "24/7", "Mo-Su 00:00-24:00" },
    { "day", "Mo-Fr 08:00-20:00; Sa 08:00-12:00" },
    { "evening", "Mo-Su 20:00-24:00" },
    { "night", "Mo-Su 00:00-08:00" },
    { "weekend", "Sa 12:00-20:00; Su 08:00-20:00" },
};

/* ---- words ------------------------------------------------------------------------------------------------------- */

static void skip_blanks(const char **at)
{
    while (isspace((unsigned char)**at))
        (*at)++;
}

static bool take(const char **at, const char *word)
{
    size_t length = strlen(word);
    skip_blanks(at);
    if (strncasecmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

/* A word of letters, which nothing else follows at once. */
static bool take_word(const char **at, const char *word)
{
    const char *from = *at;
    if (take(at, word) && !isalnum((unsigned char)**at))
        return true;
    *at = from;
    return false;
}

static bool take_day(const char **at, int *day)
{
    static const char *const names[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su",
                                         "Lu", "Ma", "Me", "Je", "Ve", "Sa", "Di" };
    for (int k = 0; k < 2 * DAYS; k++)
        if (take_word(at, names[k])) {
            *day = k % DAYS;
            return true;
        }
    return false;
}

/* "8:00" or "08:00", up to 24:00. */
static bool take_time(const char **at, int *minutes)
{
    const char *p;
    int hour = 0, minute = 0;
    skip_blanks(at);
    p = *at;
    for (int digits = 0; digits < 2 && isdigit((unsigned char)*p); digits++)
        hour = 10 * hour + *p++ - '0';
    if (p == *at || *p++ != ':' || !isdigit((unsigned char)p[0]) || !isdigit((unsigned char)p[1]))
        return false;
    minute = 10 * (p[0] - '0') + p[1] - '0';
    *minutes = 60 * hour + minute;
    *at = p + 2;
    return minute < 60 && *minutes <= DAY_MINUTES && !isdigit((unsigned char)**at);
}

/* "Mo-Fr", "Sa,Su": sets the days named; true when there is any. A range may go round the end of the week. */
static bool take_days(const char **at, bool named[DAYS])
{
    int first, last;
    bool any = false;
    while (take_day(at, &first)) {
        last = first;
        if (take(at, "-") && !take_day(at, &last))
            return false;
        for (int d = first;; d = (d + 1) % DAYS) {
            named[d] = true;
            if (d == last)
                break;
        }
        any = true;
        if (!take(at, ","))
            break;
    }
    return any;
}

/* ---- rules ------------------------------------------------------------------------------------------------------- */

/* Each day has 48 hours of minutes, for ranges that run past midnight. */
typedef struct {
    uint8_t minute[DAYS][2 * DAY_MINUTES];
} plan;

static void set_range(plan *p, const bool named[DAYS], int from, int to, mlg_openness how)
{
    to += to <= from ? DAY_MINUTES : 0;
    for (int d = 0; d < DAYS; d++)
        for (int m = from; named[d] && m < to; m++)
            if (p->minute[d][m] < how)
                p->minute[d][m] = (uint8_t)how;
}

/* Whether the rule says that its hours are on call, wherever it says so. */
static bool take_call(char *rule)
{
    static const char *const words[] = { "\"on call\"", "on-call", "\"astreinte\"", "astreinte" };
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        size_t length = strlen(words[k]);
        for (char *at = rule; *at; at++)
            if (strncasecmp(at, words[k], length) == 0) {
                memset(at, ' ', length);
                return true;
            }
    }
    return false;
}

static bool apply_text(plan *p, const char *text);

/* "night, evening": adds what each word stands for. */
static bool apply_periods(plan *p, const char *rule, bool *are_words)
{
    *are_words = false;
    for (const char *at = rule;;) {
        const char *hours = NULL;
        for (size_t k = 0; !hours && k < sizeof periods / sizeof *periods; k++)
            hours = take_word(&at, periods[k].word) ? periods[k].hours : NULL;
        if (!hours)
            return !*are_words;
        plan more = { 0 };
        *are_words = true;
        apply_text(&more, hours);
        for (int d = 0; d < DAYS; d++)
            for (int m = 0; m < 2 * DAY_MINUTES; m++)
                if (p->minute[d][m] < more.minute[d][m])
                    p->minute[d][m] = more.minute[d][m];
        if (take(&at, ","))
            continue;
        skip_blanks(&at);
        return *at == '\0';
    }
}

static bool apply_rule(plan *p, const char *rule, mlg_openness how)
{
    bool named[DAYS] = { false };
    const char *at = rule;
    if (take_word(&at, "PH") || take_word(&at, "SH"))
        return true;
    if (!take_days(&at, named))
        memset(named, true, sizeof named);
    for (int d = 0; d < DAYS; d++)
        if (named[d] && how == MLG_OPEN)
            memset(p->minute[d], MLG_CLOSED, sizeof p->minute[d]);
    bool off = take_word(&at, "off") || take_word(&at, "closed"), any = off;
    for (int from, to; !off && take_time(&at, &from); any = true) {
        if (!take(&at, "-") || !take_time(&at, &to) || from == DAY_MINUTES)
            return false;
        set_range(p, named, from, to, how);
        if (!take(&at, ","))
            return skip_blanks(&at), *at == '\0';
    }
    skip_blanks(&at);
    return any && *at == '\0';
}

/* Periods that are on call are so as a whole. */
static bool apply_one(plan *p, char *rule)
{
    bool on_call = take_call(rule), are_words;
    plan words = { 0 };
    if (!apply_periods(&words, rule, &are_words))
        return false;
    if (!are_words)
        return apply_rule(p, rule, on_call ? MLG_ON_CALL : MLG_OPEN);
    for (int d = 0; d < DAYS; d++)
        for (int m = 0; m < 2 * DAY_MINUTES; m++)
            if (words.minute[d][m] != MLG_CLOSED)
                p->minute[d][m] = on_call && p->minute[d][m] != MLG_OPEN ? MLG_ON_CALL : MLG_OPEN;
    return true;
}

static bool apply_text(plan *p, const char *text)
{
    char copy[LONGEST], *rest = NULL;
    bool any = false;
    if (strlen(text) >= sizeof copy)
        return false;
    memcpy(copy, text, strlen(text) + 1);
    for (char *rule = strtok_r(copy, ";", &rest); rule; rule = strtok_r(NULL, ";", &rest)) {
        const char *blank = rule;
        skip_blanks(&blank);
        if (!*blank)
            continue;
        if (!apply_one(p, rule))
            return false;
        any = true;
    }
    return any;
}

/* ---- the week ---------------------------------------------------------------------------------------------------- */

bool mlg_hours_parse(mlg_hours *hours, const char *text)
{
    plan p = { 0 };
    if (!apply_text(&p, text))
        return false;
    for (int d = 0; d < DAYS; d++)
        for (int m = 0; m < DAY_MINUTES; m++) {
            uint8_t own = p.minute[d][m], before = p.minute[(d + DAYS - 1) % DAYS][DAY_MINUTES + m];
            hours->minute[d * DAY_MINUTES + m] = own > before ? own : before;
        }
    return true;
}

/* "08:00-12:00,14:00-24:00" of one day; nothing where it is never so. */
static void write_day(mlg_text *out, const uint8_t *minute, mlg_openness how)
{
    bool any = false;
    for (int from = 0, to; from < DAY_MINUTES; from = to) {
        for (to = from + 1; to < DAY_MINUTES && (minute[to] == how) == (minute[from] == how);)
            to++;
        if (minute[from] != how)
            continue;
        mlg_text_printf(out, "%s%02d:%02d-%02d:%02d", any ? "," : "", from / 60, from % 60, to / 60, to % 60);
        any = true;
    }
}

static bool is_same_day(const uint8_t *a, const uint8_t *b, mlg_openness how)
{
    for (int m = 0; m < DAY_MINUTES; m++)
        if ((a[m] == how) != (b[m] == how))
            return false;
    return true;
}

/* Days in a row that are alike share a rule. */
void mlg_hours_write(mlg_text *out, const mlg_hours *hours)
{
    static const char *const names[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su" };
    const size_t began = out->length;
    for (mlg_openness how = MLG_OPEN; how >= MLG_ON_CALL; how--)
        for (int day = 0, end; day < DAYS; day = end) {
            const uint8_t *of = hours->minute + day * DAY_MINUTES;
            for (end = day + 1; end < DAYS && is_same_day(of, hours->minute + end * DAY_MINUTES, how);)
                end++;
            if (!memchr(of, how, DAY_MINUTES))
                continue;
            mlg_text_printf(out, "%s%s", out->length > began ? "; " : "", names[day]);
            mlg_text_printf(out, "%s%s ", end > day + 1 ? "-" : "", end > day + 1 ? names[end - 1] : "");
            write_day(out, of, how);
            mlg_text_add(out, how == MLG_ON_CALL ? " on-call" : "");
        }
    if (out->length == began)
        mlg_text_add(out, "Mo-Su off");
}

bool mlg_moment_parse(mlg_hours *moment, const char *text)
{
    const char *at = text;
    int day, minutes;
    if (take_day(&at, &day) && take_time(&at, &minutes) && minutes < DAY_MINUTES) {
        skip_blanks(&at);
        if (*at == '\0') {
            memset(moment, 0, sizeof *moment);
            moment->minute[day * DAY_MINUTES + minutes] = MLG_OPEN;
            return true;
        }
    }
    return mlg_hours_parse(moment, text);
}

mlg_openness mlg_hours_during(const mlg_hours *hours, const mlg_hours *moment)
{
    mlg_openness least = MLG_OPEN;
    for (int m = 0; m < MLG_WEEK_MINUTES; m++)
        if (moment->minute[m] != MLG_CLOSED && hours->minute[m] < least)
            least = (mlg_openness)hours->minute[m];
    return least;
}
