#include "base/language.h"
#include "output/page/sections.h"
#include "output/page/sections_siting.h"

#include "output/figure.h"
#include "output/tables/recorded.h"
#include "output/html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WORST = 5 };

static double total(const mlg_findings *found, const char *name)
{
    return mlg_sheet_number(&found->totals, 0, name);
}

static const char *asked(const mlg_findings *found, const char *name)
{
    return mlg_sheet_text(&found->study, 0, name);
}

/* ---- what was asked ---------------------------------------------------------------------------------- */

static void ask_territory(mlg_text *page, const mlg_findings *found)
{
    const char *name = mlg_sheet_text(&found->totals, 0, "intercommunalite");
    mlg_html(page,
             mlg_report_tr_count("<li>Décrire le territoire %s\u00a0: %s commune",
                                 "<li>Décrire le territoire %s\u00a0: %s communes",
                                 (int64_t)total(found, "communes")),
             *name ? name : asked(found, "territoire"), mlg_shown(total(found, "communes"), 0).text);
    if (*asked(found, "cog"))
        mlg_html(page, mlg_report_tr(" (code officiel géographique %s)"), asked(found, "cog"));
    if (*asked(found, "tampon") && strcmp(asked(found, "tampon"), "0 km") != 0)
        mlg_html(
            page,
            mlg_report_tr(
                ". Les habitants et l’offre situés jusqu’à %s alentour entrent dans le calcul sans être décrits"),
            asked(found, "tampon"));
    mlg_text_add(page, ".</li>\n");
}

static void ask_access(mlg_text *page, const mlg_findings *found)
{
    if (!(total(found, "communes_apl") > 0))
        return;
    mlg_text_add(page, mlg_report_tr("<li>Mesurer l’accès au médecin généraliste par l’<b>APL</b> (accessibilité "
                                     "potentielle localisée)\u00a0: le nombre de consultations offertes par an à "
                                     "un habitant, compte tenu du temps de trajet, de "
                                     "l’âge de la population et de la concurrence des habitants voisins"));
    if (*asked(found, "decay"))
        mlg_html(page, mlg_report_tr(" (décroissance avec le trajet\u00a0: %s)"), asked(found, "decay"));
    mlg_html(
        page,
        mlg_report_tr(".</li>\n<li>Repérer les communes sous le seuil de %s consultations par an et par habitant "
                      "standardisé.</li>\n"),
        mlg_shown(total(found, "seuil"), 1).text);
}

void mlg_page_request(mlg_text *page, const mlg_findings *found)
{
    mlg_text_add(page, "<ul>\n");
    ask_territory(page, found);
    ask_access(page, found);
    for (int32_t i = 0; i < found->bilans.count; i++)
        mlg_page_ask_siting(page, found, i);
    if (found->zonage.count > 0)
        mlg_text_add(
            page, mlg_report_tr(
                      "<li>Mesurer la population de chaque classe du zonage conventionnel des médecins.</li>\n"));
    mlg_text_add(page, "</ul>\n");
}

/* ---- what was found ---------------------------------------------------------------------------------- */

static void add_card(mlg_text *page, const char *label, const char *figure, const char *unit, const char *note)
{
    mlg_html(page, "<div class=\"carton\"><dt>%s</dt><dd><b>%s</b> %s<small>%s</small></dd></div>\n", label,
             figure, unit, note);
}

static void add_vintage(mlg_text *note, const char *before, const char *vintage)
{
    mlg_text_clear(note);
    mlg_text_printf(note, *vintage ? mlg_report_tr("%s, données %s") : "%s", before, vintage);
}

/* People under the threshold by either published APL (all ages, 65 and under); nothing when none is published. */
static void add_published(mlg_text *note, double all, double younger)
{
    mlg_figure of_all = mlg_shown(all, 0), of_younger = mlg_shown(younger, 0);
    if (!isnan(all) && !isnan(younger))
        mlg_text_printf(note, mlg_report_tr("\u00a0; selon l’APL publiée, %s (tous âges) et %s (65 ans et moins)"),
                        of_all.text, of_younger.text);
    else if (!isnan(all) || !isnan(younger))
        mlg_text_printf(note, mlg_report_tr("\u00a0; selon l’APL publiée, %s (%s)"),
                        isnan(all) ? of_younger.text : of_all.text,
                        mlg_report_tr(isnan(all) ? "65 ans et moins" : "tous âges"));
}

/* "4 821 habitants, dans 113 communes"; no commune is named when there is nobody. */
static void add_people(mlg_text *note, const mlg_findings *found)
{
    double below = total(found, "communes_sous");
    mlg_text_clear(note);
    if (!(below > 0))
        mlg_text_add(note, mlg_report_tr("aucune commune"));
    else
        mlg_text_printf(
            note,
            mlg_report_tr_count("%s habitants, dans %s commune", "%s habitants, dans %s communes", (int64_t)below),
            mlg_shown(total(found, "population_sous"), 0).text, mlg_shown(below, 0).text);
}

/* Nothing where the territory is that département or that region. */
static void add_reference(mlg_text *page, const char *where, double value, double here, const char *unit)
{
    if (*where && !isnan(value) && fabs(value - here) > 1e-9)
        mlg_html(page, "<small class=\"repere\"><span>%s</span> %s%s</small>", where, mlg_shown(value, 1).text,
                 unit);
}

/* How many people are under the threshold: what the other figures explain. */
static void add_threshold_card(mlg_text *page, mlg_text *note, const mlg_findings *found,
                               const mlg_benchmarks *beside, const mlg_references *lacking)
{
    const mlg_reference *of = &lacking->of[MLG_LACKING_THRESHOLD];
    double here = 100 * total(found, "population_sous") / total(found, "population");
    add_people(note, found);
    add_published(note, total(found, "population_sous_publie"), total(found, "population_sous_publie_65"));
    mlg_html(page, mlg_report_tr("<div class=\"carton\"><dt>Sous le seuil de %s</dt>"),
             mlg_shown(total(found, "seuil"), 1).text);
    mlg_html(page, "<dd><b>%s\u00a0%%</b><small>%s</small>", mlg_shown(here, 1).text, mlg_text_words(note));
    if (lacking->known) {
        add_reference(page, beside->department, of->department, here, "\u00a0%");
        add_reference(page, beside->region, of->region, here, "\u00a0%");
        add_reference(page, "France", of->mainland, here, "\u00a0%");
    }
    mlg_text_add(page, "</dd></div>\n");
}

static void add_mean_card(mlg_text *page, mlg_text *note, const mlg_findings *found)
{
    add_vintage(note, mlg_report_tr("pondérée par la population standardisée"), asked(found, "millesime_offre"));
    add_card(page, mlg_report_tr("APL moyenne aux généralistes"), mlg_shown(total(found, "apl"), 2).text,
             mlg_report_tr("consultations par an et par habitant"), mlg_text_words(note));
}

static void add_desert_card(mlg_text *page, mlg_text *note, const mlg_findings *found)
{
    double deserts = total(found, "deserts");
    mlg_text_clear(note);
    mlg_text_printf(note, mlg_report_tr("%s habitants y vivent"),
                    mlg_shown(total(found, "population_deserts"), 0).text);
    add_card(page, mlg_report_tr("Déserts médicaux"), mlg_shown(deserts, 0).text,
             mlg_report_tr_count("zone d’un seul tenant", "zones d’un seul tenant", (int64_t)deserts),
             mlg_text_words(note));
}

static void add_population_card(mlg_text *page, mlg_text *note, const mlg_findings *found)
{
    char communes[128];
    snprintf(communes, sizeof communes,
             mlg_report_tr_count("%s commune", "%s communes", (int64_t)total(found, "communes")),
             mlg_shown(total(found, "communes"), 0).text);
    add_vintage(note, communes, asked(found, "millesime_population"));
    add_card(page, mlg_report_tr("Population"), mlg_shown(total(found, "population"), 0).text,
             mlg_report_tr("habitants"), mlg_text_words(note));
}

static void add_benchmark(mlg_text *page, const mlg_benchmarks *beside, int k)
{
    const mlg_benchmark *one = &beside->of[k];
    mlg_html(page, "<div class=\"carton\"><dt>%s</dt><dd><b>%s</b>", mlg_report_tr(one->label),
             mlg_shown(one->here, 1).text);
    add_reference(page, beside->department, one->department, one->here, "");
    add_reference(page, beside->region, one->region, one->here, "");
    add_reference(page, "France", one->france, one->here, "");
    mlg_text_add(page, "</dd></div>\n");
}

/* Four figures: access, then densities compared with the département, the region and France, or else figures of the study itself. */
static void add_cards(mlg_text *page, const mlg_findings *found, const mlg_benchmarks *beside,
                      const mlg_references *lacking)
{
    bool measured = total(found, "communes_apl") > 0;
    mlg_text note = { 0 };
    mlg_text_add(page, "<dl class=\"cartons\">\n");
    if (measured)
        add_threshold_card(page, &note, found, beside, lacking);
    if (!measured || !beside->known)
        add_population_card(page, &note, found);
    for (int k = 0; beside->known && k < MLG_BENCHMARKS; k++)
        add_benchmark(page, beside, k);
    if (measured && !beside->known)
        add_mean_card(page, &note, found);
    if (measured && !beside->known && total(found, "deserts") > 0)
        add_desert_card(page, &note, found);
    mlg_text_add(page, "</dl>\n");
    mlg_text_release_part(&note, page);
}

static void say_worst(mlg_text *page, const mlg_findings *found)
{
    int32_t count = mlg_findings_worst(found, WORST);
    if (count == 0)
        return;
    mlg_text_add(page, mlg_report_tr("<p>Les communes les moins bien desservies sont "));
    for (int32_t i = 0; i < count; i++)
        mlg_html(page, mlg_report_tr("%s<b>%s</b> (APL de %s pour %s habitants)"),
                 i == 0           ? ""
                 : i + 1 == count ? mlg_report_tr(" et ")
                                  : ", ",
                 mlg_sheet_text(&found->communes, i, "libelle"),
                 mlg_shown(mlg_sheet_number(&found->communes, i, "apl"), 2).text,
                 mlg_shown(mlg_sheet_number(&found->communes, i, "population"), 0).text);
    mlg_text_add(page, ".</p>\n");
}

/* The share of class `row`: at least that where the class of some people is unknown. */
static void add_class_share(mlg_text *page, const mlg_findings *found, int32_t row)
{
    mlg_html(page,
             *mlg_sheet_text(&found->zonage, row, "reserve") ? mlg_report_tr("au moins %s\u00a0%%") : "%s\u00a0%%",
             mlg_shown(mlg_sheet_number(&found->zonage, row, "part"), 1).text);
}

static void say_class(mlg_text *page, const mlg_findings *found, int32_t row)
{
    const char *class = mlg_sheet_text(&found->zonage, row, "zonage");
    bool known = strcmp(class, "inconnu") != 0;
    mlg_text_add(page, row == 0 ? "<b>" : ", <b>");
    add_class_share(page, found, row);
    mlg_text_add(page, "</b> ");
    if (known)
        mlg_html(page, mlg_report_tr("de la population en %s"), mlg_report_tr(class));
    else
        mlg_html(page, "%s",
                 mlg_report_tr("de la population dans des communes dont les sources ne donnent pas la classe"));
}

static void say_zoning(mlg_text *page, const mlg_findings *found)
{
    if (found->zonage.count == 0)
        return;
    mlg_text_add(page, mlg_report_tr("<p>Zonage conventionnel\u00a0: "));
    for (int32_t i = 0; i < found->zonage.count; i++)
        say_class(page, found, i);
    mlg_text_add(page, ".</p>\n");
}

/* Who lacks access, and where the first site would be: the one sentence to remember. */
static void say_answer(mlg_text *page, const mlg_findings *found)
{
    bool measured = total(found, "communes_apl") > 0;
    mlg_text_add(page, "<p class=\"reponse\">");
    if (measured && *mlg_sheet_text(&found->study, 0, "comparee_a")) /* what changes has just been said */
        mlg_html(page, mlg_report_tr("Après, dans «\u00a0%s\u00a0»\u00a0: "),
                 mlg_sheet_text(&found->study, 0, "titre"));
    if (measured && total(found, "communes_sous") > 0)
        mlg_html(page,
                 mlg_report_tr_count("<b>%s habitants</b>, dans %s commune, ont moins de %s consultations de "
                                     "généraliste par an à leur portée.",
                                     "<b>%s habitants</b>, dans %s communes, ont moins de %s consultations de "
                                     "généraliste par an à leur portée.",
                                     (int64_t)total(found, "communes_sous")),
                 mlg_shown(total(found, "population_sous"), 0).text,
                 mlg_shown(total(found, "communes_sous"), 0).text, mlg_shown(total(found, "seuil"), 1).text);
    else if (measured)
        mlg_html(page,
                 mlg_report_tr("Aucune commune dont l’accès est connu n’est sous le seuil de %s consultations de "
                               "généraliste par an et par habitant."),
                 mlg_shown(total(found, "seuil"), 1).text);
    mlg_page_first_site(page, found);
    mlg_text_add(page, "</p>\n");
}

void mlg_page_answer(mlg_text *page, const mlg_findings *found, const mlg_benchmarks *beside,
                     const mlg_references *lacking)
{
    say_answer(page, found);
    add_cards(page, found, beside, lacking);
}

void mlg_page_findings(mlg_text *page, const mlg_findings *found)
{
    say_worst(page, found);
    mlg_page_sitings(page, found);
    say_zoning(page, found);
}

/* ---- deserts ------------------------------------------------------------------------------------------ */

static bool is_unknown_everywhere(const mlg_sheet_rows *communes, const char *column)
{
    for (int32_t i = 0; i < communes->count; i++)
        if (!isnan(mlg_sheet_number(communes, i, column)))
            return false;
    return communes->count > 0;
}

void mlg_page_unknown_lacks(mlg_text *page, const mlg_findings *found)
{
    if (is_unknown_everywhere(&found->communes, "t_pharma"))
        mlg_text_add(page, mlg_report_tr(
                               "<p>Les pharmacies sont laissées de côté\u00a0: aucun temps de trajet n’est connu "
                               "vers une pharmacie (liste absente ou incomplète). On ne sait pas qui en est loin, "
                               "et les combinaisons qui en dépendent sont inconnues.</p>\n"));
    if (is_unknown_everywhere(&found->communes, "t_urgence"))
        mlg_text_add(page,
                     mlg_report_tr(
                         "<p>Les urgences sont laissées de côté\u00a0: aucun temps de trajet n’est connu "
                         "vers des urgences (liste des services absente ou incomplète). On ne sait pas qui en est "
                         "loin, et les combinaisons qui en dépendent sont inconnues.</p>\n"));
}

/* ---- zoning and warnings ------------------------------------------------------------------------------ */

/* Communes whose class differs from that of the rule, and their population. */
static void say_departures(mlg_text *page, const mlg_findings *found)
{
    double persons = 0;
    int64_t communes = 0;
    for (int32_t i = 0; i < found->communes.count; i++)
        if (*mlg_sheet_text(&found->communes, i, "zonage_ecart")) {
            double people = mlg_sheet_number(&found->communes, i, "population");
            persons += isnan(people) ? 0 : people;
            communes++;
        }
    if (communes > 0)
        mlg_html(
            page,
            mlg_report_tr_count("<p>%s commune, de %s habitants, a une autre classe que celle de la règle.</p>\n",
                                "<p>%s communes, de %s habitants, ont une autre classe que celle de la "
                                "règle.</p>\n",
                                communes),
            mlg_shown((double)communes, 0).text, mlg_shown(persons, 0).text);
}

/* A class too narrow for its label has none in the bar: the table below gives every share. */
void mlg_page_gauges(mlg_text *page, const mlg_findings *found)
{
    const double least_pct = 8;
    mlg_text_add(page, "<div class=\"jauge\" aria-hidden=\"true\">");
    for (int32_t i = 0; i < found->zonage.count; i++) {
        double share = mlg_sheet_number(&found->zonage, i, "part");
        const char *zone = mlg_sheet_text(&found->zonage, i, "zonage");
        mlg_text_printf(page, "<span style=\"flex-grow:%d\"", isnan(share) ? 0 : (int)lround(share * 10));
        if (share >= least_pct) {
            mlg_html(page, " class=\"z %s\">%s<br>", zone, mlg_report_tr(zone));
            add_class_share(page, found, i);
            mlg_text_add(page, "</span>");
        } else
            mlg_html(page, " class=\"z mince %s\"></span>", zone);
    }
    mlg_text_add(page, "</div>\n");
    mlg_text_add(page,
                 mlg_report_tr("<p>Un quartier prioritaire qui a sa propre classe y est compté, et non dans celle "
                               "de sa commune\u00a0: la carte, qui montre des communes entières, peut donner "
                               "d’autres parts.</p>\n"));
    say_departures(page, found);
}

/* Data that stop at some border: whatever lies beyond it is not counted. */
static bool add_gaps(mlg_text *page, const mlg_findings *found)
{
    const mlg_sheet_rows *rows = &found->coverage;
    bool any = false;
    for (int32_t i = 0; i < rows->count; i++) {
        double without = mlg_sheet_number(rows, i, "sans_ligne");
        if (!(without > 0))
            continue;
        if (without >= mlg_sheet_number(rows, i, "departements"))
            mlg_html(page, mlg_report_tr("<li>%s\u00a0: aucune ligne hors du territoire (%s).</li>\n"),
                     mlg_report_tr(mlg_sheet_text(rows, i, "source")), mlg_sheet_text(rows, i, "noms"));
        else
            mlg_html(page,
                     mlg_report_tr("<li>%s\u00a0: aucune ligne dans ces départements voisins\u00a0: %s. La donnée "
                                   "couvre %s\u00a0%% "
                                   "des habitants de la zone tampon.</li>\n"),
                     mlg_report_tr(mlg_sheet_text(rows, i, "source")), mlg_sheet_text(rows, i, "noms"),
                     mlg_shown(mlg_sheet_number(rows, i, "part"), 1).text);
        any = true;
    }
    return any;
}

bool mlg_page_warnings(mlg_text *page, const mlg_findings *found)
{
    mlg_text room = { 0 };
    bool any = false;
    for (int32_t i = 0; i < found->warnings.count; i++) {
        const char *words = mlg_warning_words(found, i, strcmp(mlg_report_language(), "fr") == 0),
                   *subject = mlg_recorded_words(&room, mlg_sheet_text(&found->warnings, i, "sujet"));
        if (!words)
            continue;
        mlg_html(page, "%s<li>%s%s%s %s.</li>\n", "", subject, *subject ? "\u00a0: " : "",
                 mlg_shown(mlg_sheet_number(&found->warnings, i, "nombre"), 0).text, words);
        any = true;
    }
    mlg_text_release(&room);
    return add_gaps(page, found) || any;
}
