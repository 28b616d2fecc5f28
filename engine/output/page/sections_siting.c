#include "output/page/sections_siting.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"

#include <math.h>
#include <string.h>

enum { MOST_EQUAL = 5 }; /* sets of sites named in a sentence */

static double figure_of(const mlg_findings *found, int32_t request, const char *column)
{
    return mlg_sheet_number(&found->bilans, request, column);
}

void mlg_page_ask_siting(mlg_text *page, const mlg_findings *found, int32_t request)
{
    const mlg_sheet_rows *bilans = &found->bilans;
    double asked = figure_of(found, request, "nb_demandes"),
           sites = isnan(asked) ? figure_of(found, request, "nb_sites") : asked;
    mlg_html(page,
             mlg_report_tr_count("<li>«\u00a0%s\u00a0»\u00a0: choisir %s implantation ",
                                 "<li>«\u00a0%s\u00a0»\u00a0: choisir %s implantations ", (int64_t)sites),
             mlg_sheet_text(bilans, request, "nom"), mlg_shown(sites, 0).text);
    mlg_html(page, mlg_report_tr("pour avoir %s (temps limite\u00a0: %s minutes).</li>\n"),
             mlg_report_tr(mlg_sheet_text(bilans, request, "objet")),
             mlg_shown(figure_of(found, request, "minutes"), MLG_AS_NEEDED).text);
}

static void say_sites(mlg_text *page, const mlg_findings *found, int32_t request)
{
    const mlg_sheet_rows *sites = &found->sites;
    const char *before = "";
    for (int32_t i = 0; i < sites->count; i++) {
        if (!mlg_siting_proposed(found, request, i))
            continue;
        double persons = mlg_sheet_number(sites, i, "personnes");
        mlg_html(page, "%s<b>%s</b>", before, mlg_sheet_text(sites, i, "libelle"));
        if (persons < 0.5)
            mlg_html(page, mlg_report_tr(" (aucun habitant de plus à moins de %s minutes d’un des sites)"),
                     mlg_shown(mlg_sheet_number(sites, i, "minutes"), MLG_AS_NEEDED).text);
        else
            mlg_html(page, mlg_report_tr(" (%s habitants de plus à moins de %s minutes d’un des sites)"),
                     mlg_shown(persons, 0).text,
                     mlg_shown(mlg_sheet_number(sites, i, "minutes"), MLG_AS_NEEDED).text);
        before = mlg_report_tr(", puis ");
    }
}

/* ---- what changes -------------------------------------------------------------------------------------------- */

/* The mean time is that of people who reach a site. */
static void say_reached(mlg_text *page, const mlg_findings *found, int32_t request)
{
    double beyond = figure_of(found, request, "non_desservis");
    if (beyond >= 0.5)
        mlg_html(page, mlg_report_tr(" (sans compter %s habitants qui n’atteignent aucun site)"),
                 mlg_shown(beyond, 0).text);
}

/* The mean time, unless the objective has just said it. */
static void say_mean_time(mlg_text *page, const mlg_findings *found, int32_t request)
{
    double before = figure_of(found, request, "trajet_avant"), after = figure_of(found, request, "trajet_apres"),
           was = figure_of(found, request, "avant"), is = figure_of(found, request, "apres");
    bool same = isnan(before) ? isnan(was) : fabs(before - was) < 1e-6;
    if (isnan(after) || (strcmp(mlg_sheet_text(&found->bilans, request, "unite"), "minutes") == 0 && same &&
                         fabs(after - is) < 1e-6))
        return;
    if (isnan(before))
        mlg_html(page, mlg_report_tr("\u00a0; le trajet moyen est de <b>%s\u00a0minutes</b>"),
                 mlg_shown(after, 1).text);
    else
        mlg_html(page, mlg_report_tr("\u00a0; le trajet moyen, de <b>%s</b> à <b>%s\u00a0minutes</b>"),
                 mlg_shown(before, 1).text, mlg_shown(after, 1).text);
    say_reached(page, found, request);
}

/* A mean that charges a conventional time to those who reach no site is left out, in favour of the mean time of
 * the others. */
static void say_objective(mlg_text *page, const mlg_findings *found, int32_t request)
{
    const mlg_sheet_rows *bilans = &found->bilans;
    double before, after;
    int places;
    const char *unit = mlg_sheet_text(bilans, request, "unite");
    mlg_siting_change(&before, &after, &places, found, request);
    mlg_html(page, mlg_report_tr("L’objectif est %s"), mlg_report_tr(mlg_sheet_text(bilans, request, "objet")));
    if (isnan(after) || (strncmp(unit, "minutes", 7) == 0 && unit[7]))
        return;
    if (isnan(before))
        mlg_html(page, mlg_report_tr("\u00a0: <b>%s\u00a0%s</b>"), mlg_shown(after, places).text,
                 mlg_report_tr(unit));
    else
        mlg_html(page, mlg_report_tr("\u00a0: de <b>%s</b> à <b>%s\u00a0%s</b>"), mlg_shown(before, places).text,
                 mlg_shown(after, places).text, mlg_report_tr(unit));
}

/* Each request has its own threshold: 2.50 is written 2.5, and 2.75 is not rounded. */
static mlg_figure threshold_of(const mlg_findings *found, int32_t request)
{
    double threshold = figure_of(found, request, "seuil");
    return mlg_shown(threshold, fabs(threshold * 10 - round(threshold * 10)) < 1e-9 ? 1 : 2);
}

static void say_covered(mlg_text *page, const mlg_findings *found, int32_t request)
{
    mlg_figure minutes = mlg_shown(figure_of(found, request, "minutes"), MLG_AS_NEEDED),
               after = mlg_shown(figure_of(found, request, "couverts_apres"), 0);
    if (mlg_siting_has_before(found, request))
        mlg_html(page, mlg_report_tr("\u00a0; les habitants à moins de %s minutes, de %s à %s"), minutes.text,
                 mlg_shown(figure_of(found, request, "couverts_avant"), 0).text, after.text);
    else
        mlg_html(page, mlg_report_tr("\u00a0; %s habitants sont à moins de %s minutes"), after.text, minutes.text);
}

static void say_change(mlg_text *page, const mlg_findings *found, int32_t request)
{
    double under = figure_of(found, request, "desert_avant");
    say_objective(page, found, request);
    say_mean_time(page, found, request);
    say_covered(page, found, request);
    mlg_figure was = mlg_shown(under, 0), is = mlg_shown(figure_of(found, request, "desert_apres"), 0);
    if (!isnan(under) && strcmp(was.text, is.text) == 0)
        mlg_html(page, mlg_report_tr("\u00a0; les habitants sous le seuil d’accès de %s restent %s"),
                 threshold_of(found, request).text, is.text);
    else if (!isnan(under))
        mlg_html(page, mlg_report_tr("\u00a0; les habitants sous le seuil d’accès de %s, de %s à %s"),
                 threshold_of(found, request).text, was.text, is.text);
    mlg_text_add(page, ".");
    if (!mlg_siting_has_before(found, request))
        mlg_text_add(page, mlg_report_tr(" Il n’y a aucun site aujourd’hui."));
}

/* ---- how sure it is --------------------------------------------------------------------------------------------- */

static void say_gap(mlg_text *page, const mlg_findings *found, int32_t request)
{
    if (mlg_siting_is_proved(found, request))
        mlg_text_add(page, mlg_report_tr(" Aucun autre choix ne fait mieux\u00a0: l’optimum est prouvé."));
    else
        mlg_html(page, mlg_report_tr(" Un autre choix ferait mieux de %s\u00a0%% au plus (écart à la borne)."),
                 mlg_shown(figure_of(found, request, "ecart"), 2).text);
}

/* The sets that are as good on the objective, and why this one was taken. */
static void say_equal(mlg_text *page, const mlg_findings *found, int32_t request)
{
    mlg_text names = { 0 };
    const char *among = mlg_sheet_text(&found->bilans, request, "departage");
    int32_t n = mlg_siting_equal(&names, found, request, MOST_EQUAL);
    bool all = strcmp(mlg_sheet_text(&found->bilans, request, "ex_aequo_tous"), "non") != 0;
    if (n > 0 && all)
        mlg_html(page,
                 mlg_report_tr_count(" %s autre choix fait aussi bien sur l’objectif",
                                     " %s autres choix font aussi bien sur l’objectif", n),
                 mlg_shown(n, 0).text);
    else if (n > 0)
        mlg_html(page, mlg_report_tr(" Au moins %s autres choix font aussi bien sur l’objectif"),
                 mlg_shown(n, 0).text);
    if (n > 0)
        mlg_html(page, "\u00a0: %s%s", mlg_text_words(&names), n > MOST_EQUAL ? " / …" : ".");
    mlg_text_release_part(&names, page);
    if (!*among)
        return;
    mlg_text_add(
        page,
        mlg_report_tr(
            " À égalité d’objectif, le choix proposé est celui qui rapproche d’un site le plus d’habitants, puis "
            "celui du trajet moyen le plus court"));
    if (strcmp(among, "parmi tous") == 0)
        mlg_text_add(page, mlg_report_tr(" (prouvé)."));
    else
        mlg_html(page, mlg_report_tr(" (parmi les %s choix trouvés\u00a0: il peut y en avoir d’autres)."),
                 mlg_shown(n + 1, 0).text);
}

/* "Pour « a », rien à gagner : personne n’est sous le seuil de 2,5." */
static void say_nothing(mlg_text *page, const mlg_findings *found, int32_t request)
{
    const char *why = mlg_sheet_text(&found->bilans, request, "constat");
    mlg_html(page, "%s", mlg_report_tr(why));
    if (strstr(why, "sous le seuil"))
        mlg_html(page, mlg_report_tr(" de %s consultations par an et par habitant standardisé"),
                 threshold_of(found, request).text);
    if (figure_of(found, request, "nb_sites") > 0)
        mlg_text_add(page, mlg_report_tr(". Seuls les sites imposés sont retenus\u00a0: "));
    else
        mlg_text_add(page, mlg_report_tr(". Aucun site n’est proposé"));
}

static void say_fewer(mlg_text *page, const mlg_findings *found, int32_t request)
{
    double sites = figure_of(found, request, "nb_sites");
    mlg_html(page,
             mlg_report_tr_count("%s implantation suffit, sur %s demandées\u00a0: les autres n’ajouteraient rien "
                                 "à l’objectif. Le calcul propose ",
                                 "%s implantations suffisent, sur %s demandées\u00a0: les autres n’ajouteraient "
                                 "rien à l’objectif. Le calcul propose ",
                                 (int64_t)sites),
             mlg_shown(sites, 0).text, mlg_shown(figure_of(found, request, "nb_demandes"), 0).text);
}

void mlg_page_sitings(mlg_text *page, const mlg_findings *found)
{
    for (int32_t i = 0; i < found->bilans.count; i++) {
        bool nothing = mlg_siting_gains_nothing(found, i);
        mlg_html(page, mlg_report_tr("<p>Pour «\u00a0%s\u00a0», "), mlg_sheet_text(&found->bilans, i, "nom"));
        if (nothing)
            say_nothing(page, found, i);
        else if (mlg_siting_needs_fewer(found, i))
            say_fewer(page, found, i);
        else
            mlg_text_add(page, mlg_report_tr("le calcul propose "));
        say_sites(page, found, i);
        mlg_text_add(page, ".</p>\n");
        if (nothing)
            continue;
        mlg_html(page, mlg_report_tr("<details><summary>Ce que change «\u00a0%s\u00a0»</summary><p>"),
                 mlg_sheet_text(&found->bilans, i, "nom"));
        say_change(page, found, i);
        say_gap(page, found, i);
        say_equal(page, found, i);
        mlg_text_add(page, "</p></details>\n");
    }
}

void mlg_page_first_site(mlg_text *page, const mlg_findings *found)
{
    for (int32_t request = 0; request < found->bilans.count; request++)
        for (int32_t i = 0; i < found->sites.count; i++) {
            if (!mlg_siting_proposed(found, request, i))
                continue;
            mlg_html(page, mlg_report_tr(" Le premier site proposé serait à <b>%s</b> («\u00a0%s\u00a0»)."),
                     mlg_sheet_text(&found->sites, i, "libelle"), mlg_sheet_text(&found->bilans, request, "nom"));
            return;
        }
}
