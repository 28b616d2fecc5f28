#include "base/language.h"

#include "base/number.h"
#include "base/catalogue.h"
#include "base/report_words.h"
#include "base/resource.h"
#include "base/utf8.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* A domain and the only language it is translated to. `words` is NULL while its source language is in use. */
typedef struct domain {
    const char *catalogue;
    const char *source, *target; /* languages */
    _Atomic(const mlg_resource *) words;
} domain;

static domain messages = { .catalogue = "po/maillage.fr.mo", .source = "en", .target = "fr" };
static domain reports = { .catalogue = "po/maillage-report.en.mo", .source = "fr", .target = "en" };

/* Language of this thread, when it has one of its own. */
static _Thread_local struct {
    bool set;
    const mlg_resource *messages, *reports;
} here;

/* The catalogue that gives a language, NULL for that of the source. */
static const mlg_resource *catalogue_of(const domain *d, const char *language)
{
    bool translated = strcmp(language, d->target) == 0;
    /* built without msgfmt: the choice is remembered although no text is translated */
    static const mlg_resource none = { "", (const unsigned char *)"", 0 };
    const mlg_resource *words = translated ? mlg_resource_find(d->catalogue) : NULL;
    return translated && !words ? &none : words;
}

static void set_domain(domain *d, const char *language)
{
    atomic_store(&d->words, catalogue_of(d, language));
}

void mlg_translate_here(const char *language)
{
    here.set = language != NULL;
    here.messages = language ? catalogue_of(&messages, language) : NULL;
    here.reports = language ? catalogue_of(&reports, language) : NULL;
}

static const mlg_resource *words_of(const domain *d)
{
    if (here.set)
        return d == &messages ? here.messages : here.reports;
    return atomic_load(&d->words);
}

void mlg_translate_to(const char *of_messages, const char *of_reports)
{
    set_domain(&messages, of_messages);
    set_domain(&reports, of_reports);
}

const char *mlg_language(void)
{
    return words_of(&messages) ? messages.target : messages.source;
}

char *mlg_say_decimals(char *text)
{
    if (strcmp(mlg_language(), "fr") == 0)
        mlg_decimal_comma(text);
    return text;
}

const char *mlg_report_language(void)
{
    return words_of(&reports) ? reports.target : reports.source;
}

MLG_FORMAT_ARG(2)
static const char *find(const domain *d, const char *id, int form)
{
    const mlg_resource *words = id ? words_of(d) : NULL;
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
    const char *language = words_of(d) ? d->target : d->source;
    int form = form_of(language, n);
    const char *text = find(d, one, form);
    return text == one ? (form > 0 ? many : one) : text;
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

const char *mlg_report_tr(const char *id)
{
    return find(&reports, id, 0);
}

const char *mlg_report_tr_count(const char *one, const char *many, int64_t n)
{
    return find_count(&reports, one, many, n);
}

const char *mlg_report_in_messages(const char *id)
{
    const mlg_resource *words = mlg_language() == messages.target ? NULL : mlg_resource_find(reports.catalogue);
    const char *text = words && id ? mlg_catalogue_find(words->data, words->size, id, 0) : NULL;
    return text ? text : id;
}
