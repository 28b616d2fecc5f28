#include "output/tables/asked.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/tables/code_list.h"
#include "output/tables/recorded.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool mlg_asked_is_measure(const mlg_findings *found, int32_t asked)
{
    return strcmp(mlg_sheet_text(&found->asked, asked, "genre"), "mesure") == 0;
}

int32_t mlg_asked_find(const mlg_findings *found, const char *kind, const char *name)
{
    for (int32_t i = 0; i < found->asked.count; i++)
        if (strcmp(mlg_sheet_text(&found->asked, i, "genre"), kind) == 0 &&
            strcmp(mlg_sheet_text(&found->asked, i, "nom"), name) == 0)
            return i;
    return -1;
}

/* The words of the study, those of the category or of the service, or the name itself. */
static const char *words_of(const mlg_findings *found, int32_t asked)
{
    const char *name = mlg_sheet_text(&found->asked, asked, "nom"),
               *words = mlg_sheet_text(&found->asked, asked, "libelle"),
               *category = mlg_sheet_text(&found->asked, asked, "categorie");
    if (mlg_asked_is_measure(found, asked))
        return mlg_report_tr(mlg_code_words("profession", name));
    if (*words)
        return words;
    return *category ? mlg_report_tr(mlg_code_words("etablissement", category)) : name;
}

void mlg_asked_add_name(mlg_text *out, const mlg_findings *found, int32_t asked)
{
    const char *moment = mlg_sheet_text(&found->asked, asked, "quand");
    mlg_text said = { 0 };
    mlg_text_add(out, words_of(found, asked));
    if (*moment)
        mlg_text_printf(out, ", %s", mlg_recorded_words(&said, moment));
    mlg_text_release_part(&said, out);
}

static int cuts_of_measure(double cuts[MLG_ASKED_CUTS], double mean)
{
    static const double parts[MLG_ASKED_CUTS] = { 0.5, 0.75, 1, 1.25 };
    if (!(mean > 0))
        return 0;
    double digit = pow(10, floor(log10(mean)) - 1);
    for (int k = 0; k < MLG_ASKED_CUTS; k++)
        cuts[k] = round(mean * parts[k] / digit) * digit;
    return MLG_ASKED_CUTS;
}

int mlg_asked_cuts(double cuts[MLG_ASKED_CUTS], const mlg_findings *found, int32_t asked)
{
    const char *kind = mlg_sheet_text(&found->asked, asked, "genre"),
               *name = mlg_sheet_text(&found->asked, asked, "nom");
    int count = 0;
    if (mlg_asked_is_measure(found, asked))
        return cuts_of_measure(cuts, mlg_sheet_number(&found->asked, asked, "moyenne"));
    for (int32_t i = 0; i < found->rings.count; i++) {
        double limit = mlg_sheet_number(&found->rings, i, "minutes");
        if (isnan(limit) || strcmp(mlg_sheet_text(&found->rings, i, "genre"), kind) != 0 ||
            strcmp(mlg_sheet_text(&found->rings, i, "nom"), name) != 0)
            continue;
        cuts[count < MLG_ASKED_CUTS ? count : MLG_ASKED_CUTS - 1] = limit;
        count = count < MLG_ASKED_CUTS ? count + 1 : count;
    }
    return count;
}

int mlg_asked_class(const double *cuts, int count, double value, bool measure)
{
    const double rounding = 1e-6; /* times are whole deciseconds: that of their minutes does not count */
    int at = 0;
    if (isnan(value))
        return -1;
    while (at < count && (measure ? value >= cuts[at] : value > cuts[at] + rounding))
        at++;
    return at;
}

void mlg_asked_class_words(char *out, size_t size, const double *cuts, int count, int at, bool measure)
{
    mlg_figure low = mlg_shown(at > 0 ? cuts[at - 1] : 0, MLG_AS_NEEDED),
               high = mlg_shown(at < count ? cuts[at] : 0, MLG_AS_NEEDED);
    if (at == 0)
        snprintf(out, size, measure ? mlg_report_tr("moins de %s") : mlg_report_tr("jusqu’à %s"), high.text);
    else if (at == count)
        snprintf(out, size, measure ? mlg_report_tr("%s et plus") : mlg_report_tr("plus de %s"), low.text);
    else
        snprintf(out, size, mlg_report_tr("de %s à %s"), low.text, high.text);
}
