#include "study/load/zoning_label.h"

#include "base/fold.h"

#include <stdbool.h>
#include <string.h>

enum { LABEL_SIZE = 128 };

/* Folded, without the s of plurals. */
static const struct {
    const char *label, *class;
} labels[] = {
    { "zip", "ZIP" },
    { "zone d intervention prioritaire", "ZIP" },
    { "zone intervention prioritaire", "ZIP" },
    { "intervention prioritaire", "ZIP" },
    { "zac", "ZAC" },
    { "zone d action complementaire", "ZAC" },
    { "zone action complementaire", "ZAC" },
    { "action complementaire", "ZAC" },
    { "zar", "ZAR" },
    { "zone d accompagnement regional", "ZAR" },
    { "zv", "ZV" },
    { "zone de vigilance", "ZV" },
    { "vigilance", "ZV" },
    { "hz", "HZ" },
    { "hv", "HZ" },
    { "hor vivier", "HZ" },
    { "hor zonage", "HZ" },
    { "hor zone", "HZ" },
    { "non zone", "HZ" },
    { "non zonee", "HZ" },
    { "eligible", "ELIGIBLE" },
    { "tre sou dote", "très sous-doté" },
    { "tre sou dotee", "très sous-doté" },
    { "sou dote", "sous-doté" },
    { "sou dotee", "sous-doté" },
    { "intermediaire", "intermédiaire" },
    { "tre dote", "très doté" },
    { "tre dotee", "très doté" },
    { "sur dote", "sur-doté" },
    { "sur dotee", "sur-doté" },
    { "surdote", "sur-doté" },
    { "surdotee", "sur-doté" },
    { "non prioritaire", "sur-doté" },
    { "non specifie", "" },
    { "non precise", "" },
    { "non renseigne", "" },
    { "non determine", "" },
    { "inconnu", "" },
    { "n a resultat non disponible", "" },
    { "resultat non disponible", "" },
    { "nd", "" },
    { "n d", "" },
};

static const char *find_label(const char *label)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(label, labels[i].label) == 0)
            return labels[i].class;
    return NULL;
}

/* Removes a last s from each word of more than one letter. */
static void drop_plurals(char *words)
{
    char *to = words;
    for (const char *at = words; *at; at++) {
        bool last = at[1] == ' ' || at[1] == '\0', alone = at == words || at[-1] == ' ';
        if (*at != 's' || !last || alone)
            *to++ = *at;
    }
    *to = '\0';
}

/* After a number, and the unit that it classifies: "3 QPV ZIP", "5b non prioritaire". */
static const char *pass_number(const char *words)
{
    size_t digits = strspn(words, "0123456789");
    if (digits > 0 && words[digits] >= 'a' && words[digits] <= 'z' && words[digits + 1] == ' ')
        digits++;
    if (digits > 0 && words[digits] == ' ')
        words += digits + 1;
    if (strncmp(words, "qpv ", 4) == 0)
        return words + 4;
    return strncmp(words, "gq ", 3) == 0 ? words + 3 : words;
}

/* A code beside its label, before or after: both must say the same. */
static const char *find_both(char *words)
{
    char *first = strchr(words, ' '), *last = strrchr(words, ' ');
    if (!first)
        return NULL;
    *last = '\0';
    const char *class = find_label(words), *code = find_label(last + 1);
    *last = ' ';
    if (class && code && strcmp(class, code) == 0)
        return class;
    *first = '\0';
    code = find_label(words);
    class = find_label(first + 1);
    *first = ' ';
    return class && code && strcmp(class, code) == 0 ? class : NULL;
}

/* "zone très dotée", "à dotation intermédiaire". */
static const char *pass_zone(const char *words)
{
    static const char *const openings[] = { "zone ", "a dotation ", "dotation " };
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (strncmp(words, openings[i], strlen(openings[i])) == 0)
            words += strlen(openings[i]);
    return words;
}

const char *mlg_zoning_class(const char *text)
{
    char words[LABEL_SIZE];
    mlg_fold(words, sizeof words, text);
    drop_plurals(words);
    char *label = words + (pass_number(words) - words);
    const char *class = find_label(label);
    if (!class)
        class = find_label(pass_zone(label));
    return class ? class : find_both(label);
}
