/* Finding a territory of France by its code or its name. */
#include "study/france/france.h"

#include "base/fold.h"
#include "base/language.h"
#include "base/memory.h"
#include "maillage.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_SIZE = 160, MOST_LISTED = 8 };

/* ---- names ---------------------------------------------------------------------------------------------------- */

static const char *const common_words[] = {
    "ca",  "cc", "cu", "communaute", "communes", "agglomeration", "urbaine", "metropole", "d", "de",
    "des", "du", "l",  "la",         "le",       "les",           "et",      "en",        "a", "au",
    "aux", NULL
};

static bool is_common(const char *word, size_t length)
{
    for (const char *const *w = common_words; *w; w++)
        if (strlen(*w) == length && strncmp(*w, word, length) == 0)
            return true;
    return false;
}

void mlg_france_words(char *out, size_t size, const char *name)
{
    char folded[WORDS_SIZE];
    size_t used = 0;
    mlg_fold(folded, sizeof folded, name);
    out[0] = '\0';
    for (const char *at = folded; *at;) {
        size_t length = strcspn(at, " ");
        if (!is_common(at, length) && used + length + 2 < size)
            used += (size_t)snprintf(out + used, size - used, "%s%.*s", used ? " " : "", (int)length, at);
        at += length + (at[length] == ' ');
    }
    if (used == 0) /* "Le Le": nothing but common words */
        snprintf(out, size, "%s", folded);
}

/* Whether every word of `some` is one of `all`, or begins one. */
static bool holds_words(const char *all, const char *some)
{
    for (const char *at = some; *at;) {
        size_t length = strcspn(at, " ");
        bool held = false;
        for (const char *word = all; *word && !held;) {
            held = strncmp(word, at, length) == 0;
            word += strcspn(word, " ");
            word += *word == ' ';
        }
        if (!held)
            return false;
        at += length + (at[length] == ' ');
    }
    return *some != '\0';
}

/* ---- candidates ----------------------------------------------------------------------------------------------- */

typedef struct {
    const char *code, *name, *department; /* the department tells communes of one name apart */
    char words[WORDS_SIZE];
} candidate;

typedef struct {
    candidate *items;
    int32_t count;
    size_t capacity;
} candidates;

static mlg_status add(candidates *list, const char *code, const char *name, const char *department, mlg_error *err)
{
    if (!*code)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&list->items, &list->capacity, (size_t)list->count + 1, "territories", err));
    list->items[list->count++] = (candidate){ .code = code, .name = name, .department = department };
    return MLG_OK;
}

static int by_code(const void *left, const void *right)
{
    return strcmp(((const candidate *)left)->code, ((const candidate *)right)->code);
}

static const char *code_in(const mlg_france_commune *c, mlg_france_kind kind)
{
    return kind == MLG_FRANCE_EPCI         ? c->epci
           : kind == MLG_FRANCE_DEPARTMENT ? c->department
           : kind == MLG_FRANCE_REGION     ? c->region
           : kind == MLG_FRANCE_AREA       ? c->area
                                           : c->code;
}

/* Every territory of a kind, by code, each once. */
static mlg_status list_candidates(candidates *list, const mlg_france *france, mlg_france_kind kind, mlg_error *err)
{
    for (int32_t i = 0; i < france->department_count; i++) {
        const mlg_france_department *d = &france->departments[i];
        if (kind == MLG_FRANCE_DEPARTMENT)
            MLG_TRY(add(list, d->code, d->name, NULL, err));
        else if (kind == MLG_FRANCE_REGION)
            MLG_TRY(add(list, d->region, d->region_name, NULL, err));
    }
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        if (kind == MLG_FRANCE_EPCI)
            MLG_TRY(add(list, c->epci, c->epci_name, NULL, err));
        else if (kind == MLG_FRANCE_AREA)
            MLG_TRY(add(list, c->area, c->area_name, NULL, err));
        else if (kind == MLG_FRANCE_COMMUNES)
            MLG_TRY(add(list, c->code, c->name, c->department, err));
    }
    if (list->count == 0)
        return mlg_fail(err, MLG_INPUT, "the communes of France that ship with Maillage are empty");
    qsort(list->items, (size_t)list->count, sizeof *list->items, by_code);
    int32_t kept = 1;
    for (int32_t i = 1; i < list->count; i++)
        if (strcmp(list->items[i].code, list->items[kept - 1].code) != 0)
            list->items[kept++] = list->items[i];
    list->count = kept;
    for (int32_t i = 0; i < list->count; i++)
        mlg_france_words(list->items[i].words, WORDS_SIZE, list->items[i].name);
    return MLG_OK;
}

/* ---- choosing ------------------------------------------------------------------------------------------------- */

static const char *const kind_words[] = { MLG_MARK("group of communes (EPCI)"), MLG_MARK("département"),
                                          MLG_MARK("region"), MLG_MARK("living area (bassin de vie)"),
                                          MLG_MARK("commune") };

static void describe(char *out, size_t size, const candidate *c)
{
    if (c->department)
        snprintf(out, size, "%s %s (%s)", c->code, c->name, c->department);
    else
        snprintf(out, size, "%s %s", c->code, c->name);
}

/* Fails for a name that several have. */
static mlg_status refuse_several(const candidates *list, const int32_t *found, int32_t count, const char *text,
                                 mlg_error *err)
{
    char names[600] = "", one[120];
    for (int32_t i = 0; i < count && i < MOST_LISTED; i++) {
        size_t used = strlen(names);
        describe(one, sizeof one, &list->items[found[i]]);
        snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", one);
    }
    mlg_status st = mlg_fail(err, MLG_USAGE, "'%s' may be %s%s", text, names, count > MOST_LISTED ? "..." : "");
    mlg_hint(err, "give the code");
    return st;
}

static mlg_status refuse_none(const candidates *list, mlg_france_kind kind, const char *text, mlg_error *err)
{
    char words[WORDS_SIZE];
    const char **all = NULL;
    mlg_france_words(words, sizeof words, text);
    MLG_TRY(MLG_NEW(&all, (size_t)list->count + 1, "names", err));
    for (int32_t i = 0; i < list->count; i++)
        all[i] = list->items[i].words;
    const char *near = mlg_nearest_word(words, all);
    mlg_status st = mlg_fail(err, MLG_USAGE, "there is no %s '%s' in France", mlg_tr(kind_words[kind]), text);
    for (int32_t i = 0; near && i < list->count; i++)
        if (all[i] == near) {
            mlg_hint(err, "did you mean '%s' (%s)?", list->items[i].name, list->items[i].code);
            break;
        }
    if (!near)
        mlg_hint(err, "give its code, or its name as INSEE writes it");
    free(all);
    return st;
}

/* How well a candidate matches a text: 4 its code, 3 its name, 2 the words of its name, 1 some of them, 0 not. */
static int likeness(const candidate *c, const char *text, const char *folded, const char *words)
{
    char name[WORDS_SIZE];
    if (strcasecmp(c->code, text) == 0)
        return 4;
    if (!holds_words(c->words, words))
        return 0;
    mlg_fold(name, sizeof name, c->name);
    return strcmp(name, folded) == 0 ? 3 : strcmp(c->words, words) == 0 ? 2 : 1;
}

/* The only best candidate, or the failure. With `least`, a likeness below it does not count, and *out is -1 when there
 * is none. */
static mlg_status choose(int32_t *out, const candidates *list, mlg_france_kind kind, const char *text, int least,
                         mlg_error *err)
{
    char folded[WORDS_SIZE], words[WORDS_SIZE];
    int32_t found[MOST_LISTED + 1], count = 0;
    int best = least > 0 ? least : 1;
    mlg_fold(folded, sizeof folded, text);
    mlg_france_words(words, sizeof words, text);
    for (int32_t i = 0; i < list->count; i++) {
        int like = likeness(&list->items[i], text, folded, words);
        if (like < best)
            continue;
        count = like > best ? 0 : count;
        best = like;
        if (count <= MOST_LISTED)
            found[count++] = i;
    }
    *out = count > 0 ? found[0] : -1;
    if (count == 1 || (count == 0 && least > 0))
        return MLG_OK;
    return count == 0 ? refuse_none(list, kind, text, err) : refuse_several(list, found, count, text, err);
}

/* ---- members -------------------------------------------------------------------------------------------------- */

static mlg_status take(mlg_france_territory *t, const mlg_france *france, int32_t i, mlg_error *err)
{
    const mlg_france_commune *c = &france->communes[i];
    const mlg_france_department *d = mlg_france_department_of(france, c->department);
    if (isnan(c->lon) || !d || d->epsg == 0) {
        mlg_status st = mlg_fail(
            err, MLG_USAGE, "%s %s: its position is not among the data that ship with Maillage", c->code, c->name);
        mlg_hint(err, "write a study on a file of outlines or of coordinates of your own: sources: communes");
        return st;
    }
    if (t->count > 0 && t->epsg != d->epsg) {
        mlg_status st = mlg_fail(
            err, MLG_USAGE, "%s %s lies in another projection (EPSG:%d) than the communes before it (EPSG:%d)",
            c->code, c->name, d->epsg, t->epsg);
        mlg_hint(err, "write one study for each");
        return st;
    }
    MLG_TRY(MLG_GROW(&t->members, &t->capacity, (size_t)t->count + 1, "a territory", err));
    t->members[t->count++] = i;
    t->people += isnan(c->figure[MLG_FRANCE_PEOPLE]) ? 0 : c->figure[MLG_FRANCE_PEOPLE];
    t->epsg = d->epsg;
    t->districts = t->districts || c->file == MLG_FRANCE_DISTRICTS;
    return MLG_OK;
}

static mlg_status take_members(mlg_france_territory *t, const mlg_france *france, mlg_error *err)
{
    for (int32_t i = 0; i < france->count; i++) {
        const mlg_france_commune *c = &france->communes[i];
        bool listed = t->kind == MLG_FRANCE_COMMUNES || c->file != MLG_FRANCE_DISTRICTS;
        bool all = t->kind == MLG_FRANCE_ALL && (c->file == MLG_FRANCE_MAINLAND || c->file == MLG_FRANCE_TOWNS);
        if (all || (t->kind != MLG_FRANCE_ALL && listed && strcmp(code_in(c, t->kind), t->code) == 0))
            MLG_TRY(take(t, france, i, err));
    }
    if (t->count == 0)
        return mlg_fail(err, MLG_USAGE, "%s %s holds no commune", t->code, t->name);
    return MLG_OK;
}

static int by_index(const void *left, const void *right)
{
    int32_t l = *(const int32_t *)left, r = *(const int32_t *)right;
    return (l > r) - (l < r);
}

/* A town and one of its districts, or a commune twice, would count people twice. */
static mlg_status refuse_twice(const mlg_france_territory *t, const mlg_france *france, mlg_error *err)
{
    for (int32_t i = 0; i < t->count; i++) {
        const mlg_france_commune *c = &france->communes[t->members[i]];
        if (i > 0 && t->members[i] == t->members[i - 1])
            return mlg_fail(err, MLG_USAGE, "%s %s is given twice", c->code, c->name);
        if (t->districts && c->file == MLG_FRANCE_TOWNS)
            return mlg_fail(err, MLG_USAGE, "%s %s cannot be taken whole beside municipal districts", c->code,
                            c->name);
    }
    return MLG_OK;
}

static mlg_status find_list(mlg_france_territory *t, const mlg_france *france, const candidates *list,
                            const char *text, mlg_error *err)
{
    char one[WORDS_SIZE];
    for (const char *at = text + strspn(text, " ,"); *at; at += strspn(at, " ,")) {
        size_t length = strcspn(at, ",");
        snprintf(one, sizeof one, "%.*s", (int)(length < sizeof one ? length : sizeof one - 1), at);
        int32_t found;
        MLG_TRY(choose(&found, list, MLG_FRANCE_COMMUNES, one, 0, err));
        t->code = list->items[found].code;
        t->name = list->items[found].name;
        MLG_TRY(take_members(t, france, err));
        at += length;
    }
    if (t->count == 0)
        return mlg_fail(err, MLG_USAGE, "no commune is given");
    qsort(t->members, (size_t)t->count, sizeof *t->members, by_index);
    return refuse_twice(t, france, err);
}

mlg_status mlg_france_find(mlg_france_territory *out, const mlg_france *france, mlg_france_kind kind,
                           const char *text, mlg_error *err)
{
    candidates list = { 0 };
    int32_t found = 0;
    mlg_status st = MLG_OK;
    *out = (mlg_france_territory){ .kind = kind, .code = "", .name = "France" };
    if (kind != MLG_FRANCE_ALL)
        MLG_GO(list_candidates(&list, france, kind, err));
    if (kind == MLG_FRANCE_COMMUNES) {
        MLG_GO(find_list(out, france, &list, text, err));
        goto done;
    }
    if (kind != MLG_FRANCE_ALL) {
        MLG_GO(choose(&found, &list, kind, text, 0, err));
        out->code = list.items[found].code;
        out->name = list.items[found].name;
    }
    st = take_members(out, france, err);
done:
    free(list.items);
    if (st != MLG_OK) {
        free(out->members);
        *out = (mlg_france_territory){ 0 };
    }
    return st;
}

/* The kind that matches the text best; *kind is that of the first when none does. */
static mlg_status choose_kind(mlg_france_kind *kind, const mlg_france *france, const char *text, mlg_error *err)
{
    static const mlg_france_kind kinds[] = { MLG_FRANCE_EPCI, MLG_FRANCE_DEPARTMENT, MLG_FRANCE_REGION,
                                             MLG_FRANCE_COMMUNES, MLG_FRANCE_AREA };
    mlg_status st = MLG_OK;
    *kind = strchr(text, ',') ? MLG_FRANCE_COMMUNES : MLG_FRANCE_EPCI;
    for (int least = strchr(text, ',') ? 0 : 4; least > 1; least--)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            candidates list = { 0 };
            int32_t found = -1;
            st = list_candidates(&list, france, kinds[k], err);
            if (st == MLG_OK && choose(&found, &list, kinds[k], text, least, NULL) != MLG_OK)
                found = 0; /* several: the search that follows lists them */
            free(list.items);
            if (st != MLG_OK || found >= 0) {
                *kind = kinds[k];
                return st;
            }
        }
    return st;
}

mlg_status mlg_france_find_any(mlg_france_territory *out, const mlg_france *france, const char *text,
                               mlg_error *err)
{
    mlg_france_kind kind;
    *out = (mlg_france_territory){ 0 };
    MLG_TRY(choose_kind(&kind, france, text, err));
    return mlg_france_find(out, france, kind, text, err);
}
