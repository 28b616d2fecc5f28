#include "base/language.h"

#include "base/error.h"
#include "base/resource.h"
#include "base/utf8.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A domain in the one language it is translated to; NULL in the language of its ids. */
typedef struct domain {
    const char *catalogue;
    const char *source, *target; /* languages */
    _Atomic(const mlg_resource *) words;
} domain;

static domain messages = { .catalogue = "po/maillage.fr.mo", .source = "en", .target = "fr" };
static domain reports = { .catalogue = "po/maillage-report.en.mo", .source = "fr", .target = "en" };

static void set_domain(domain *d, const char *language)
{
    bool translated = strcmp(language, d->target) == 0;
    static const mlg_resource none = { "", (const unsigned char *)"",
                                       0 }; /* built without msgfmt: the language is kept in mind */
    const mlg_resource *words = translated ? mlg_resource_find(d->catalogue) : NULL;
    atomic_store(&d->words, translated && !words ? &none : words);
}

/* ---- which language --------------------------------------------------------------------------------------------------------- */

/* "fr" of "fr_FR.UTF-8" and of the list "fr:en"; NULL when none is spoken here. */
static const char *first_spoken(const char *list)
{
    static const char *const spoken[] = { "fr", "en" };
    for (; list && *list; list = strchr(list, ':') ? strchr(list, ':') + 1 : NULL)
        for (int i = 0; i < 2; i++)
            if (strncmp(list, spoken[i], 2) == 0 && (list[2] == '\0' || strchr("_.@:", list[2])))
                return spoken[i];
    return NULL;
}

/* As gettext(3): the first of three that is not empty, and LANGUAGE before it unless it is the plain "C". */
static const char *language_of_environment(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *locale = NULL;
    for (int i = 0; i < 3 && (!locale || !*locale); i++)
        locale = getenv(names[i]);
    if (!locale || !*locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return "en";
    const char *list = first_spoken(getenv("LANGUAGE")), *own = first_spoken(locale);
    return list ? list : own ? own : "en";
}

mlg_status mlg_set_language(const char *language, mlg_error *err)
{
    if (language && strcmp(language, "fr") != 0 && strcmp(language, "en") != 0)
        return mlg_fail(err, MLG_USAGE, "language '%s': one of en, fr is expected", language);
    set_domain(&messages, language ? language : language_of_environment());
    set_domain(&reports, language ? language : "fr");
    return MLG_OK;
}

const char *mlg_language(void)
{
    return atomic_load(&messages.words) ? messages.target : messages.source;
}

const char *mlg_report_language(void)
{
    return atomic_load(&reports.words) ? reports.target : reports.source;
}

/* ---- catalogues ------------------------------------------------------------------------------------------------------------- */

typedef struct catalogue {
    const unsigned char *mo;
    size_t size;
} catalogue;

static uint32_t word_at(const catalogue *c, size_t place)
{
    uint32_t word = 0;
    if (place + sizeof word <= c->size)
        memcpy(&word, c->mo + place, sizeof word);
    return word;
}

/* The i-th text of a table of lengths and places; NULL when it does not lie inside, with the zero that ends it. */
static const char *text_at(const catalogue *c, size_t table, uint32_t i, size_t *length)
{
    size_t place = word_at(c, table + 8 * (size_t)i + 4);
    *length = word_at(c, table + 8 * (size_t)i);
    return place + *length < c->size && c->mo[place + *length] == '\0' ? (const char *)c->mo + place : NULL;
}

/* Layout of GNU .mo files: magic, revision, number of texts, place of the table of ids (sorted), place of that of translations. */
const char *mlg_catalogue_find(const unsigned char *mo, size_t size, const char *id, int form)
{
    catalogue c = { mo, size };
    size_t length, ids = word_at(&c, 12), texts = word_at(&c, 16);
    if (word_at(&c, 0) != 0x950412de || *id == '\0')
        return NULL;
    uint32_t low = 0, high = word_at(&c, 8);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *key = text_at(&c, ids, middle, &length);
        int order = key ? strcmp(id, key) : -1;
        if (order < 0)
            high = middle;
        else if (order > 0)
            low = middle + 1;
        else {
            const char *text = text_at(&c, texts, middle, &length);
            size_t first = text ? strlen(text) : 0;
            if (text && form > 0 && first < length)
                text += first + 1;
            return text && *text ? text : NULL;
        }
    }
    return NULL;
}

/* ---- words ------------------------------------------------------------------------------------------------------------------ */

MLG_FORMAT_ARG(2)
static const char *find(const domain *d, const char *id, int form)
{
    const mlg_resource *words = id ? atomic_load(&d->words) : NULL;
    const char *text = words ? mlg_catalogue_find(words->data, words->size, id, form) : NULL;
    return text ? text : id;
}

/* English: 1 is singular. French: 0 and 1. */
static int form_of(const char *language, int64_t n)
{
    return strcmp(language, "fr") == 0 ? n > 1 || n < -1 : n != 1;
}

MLG_FORMAT_ARG(2)
static const char *find_count(const domain *d, const char *one, const char *many, int64_t n)
{
    const char *language = atomic_load(&d->words) ? d->target : d->source;
    int form = form_of(language, n);
    const char *text = find(d, one, form);
    return text == one ? (form > 0 ? many : one) : text;
}

MLG_FORMAT_ARG(3)
static const char *find_in(const domain *d, const char *context, const char *id)
{
    char key[256];
    int length = snprintf(key, sizeof key, "%s\004%s", context, id);
    const char *text = length > 0 && (size_t)length < sizeof key ? find(d, key, 0) : key;
    return text == key ? id : text;
}

int mlg_width(const char *text, int width)
{
    return width + (int)(strlen(text) - mlg_utf8_count(text));
}

const char *mlg_tr(const char *id)
{
    return find(&messages, id, 0);
}

const char *mlg_tr_count(const char *one, const char *many, int64_t n)
{
    return find_count(&messages, one, many, n);
}

const char *mlg_tr_in(const char *context, const char *id)
{
    return find_in(&messages, context, id);
}

const char *mlg_report_tr(const char *id)
{
    return find(&reports, id, 0);
}

const char *mlg_report_tr_count(const char *one, const char *many, int64_t n)
{
    return find_count(&reports, one, many, n);
}

const char *mlg_report_tr_in(const char *context, const char *id)
{
    return find_in(&reports, context, id);
}
