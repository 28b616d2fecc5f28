/* Names, captions and words of the classes of the layers of the map. */
#include "base/language.h"
#include "output/map/layers.h"

#include "analysis/zoning/classes.h"
#include "output/figure.h"
#include "output/tables/asked.h"
#include "output/tables/code_list.h"

#include <stdio.h>
#include <string.h>

const double mlg_gain_borders[] = { 2, 5, 10 }, mlg_after_borders[] = { 5, 10, 15, 20 },
             mlg_share_borders[] = { 10, 20, 30, 40 };

/* Classes cut at borders: "moins de 5", "de 5 à 10", "20 et plus". */
static void name_cuts(mlg_map_layer *layer, int first, const double *borders, int count, int places)
{
    for (int i = 0; i <= count; i++) {
        char *words = layer->words[first + i];
        mlg_figure low = mlg_shown(i > 0 ? borders[i - 1] : 0, places),
                   high = mlg_shown(i < count ? borders[i] : 0, places);
        if (i == 0)
            snprintf(words, sizeof layer->words[0], mlg_report_tr("moins de %s"), high.text);
        else if (i == count)
            snprintf(words, sizeof layer->words[0], mlg_report_tr("%s et plus"), low.text);
        else
            snprintf(words, sizeof layer->words[0], mlg_report_tr("de %s à %s"), low.text, high.text);
    }
}

static void put_words(mlg_map_layer *layer, const char *name, const char *caption, const char *unknown)
{
    mlg_text_add(&layer->name, mlg_report_tr(name));
    mlg_text_add(&layer->caption, mlg_report_tr(caption));
    snprintf(layer->words[MLG_LAYER_CLASSES], sizeof layer->words[0], "%s", mlg_report_tr(unknown));
}

static void put_class(mlg_map_layer *layer, int at, const char *words)
{
    snprintf(layer->words[at], sizeof layer->words[0], "%s", mlg_report_tr(words));
}

static void name_access(mlg_map_layer *layer, const mlg_look *look)
{
    for (int i = 0; i < MLG_ACCESS_CLASSES; i++)
        mlg_look_class_words(layer->words[i], sizeof layer->words[i], look, i);
}

static void name_apl(mlg_map_layer *layer, const mlg_look *look)
{
    put_words(layer, MLG_REPORT_MARK("l’accès aux généralistes (APL)"),
              MLG_REPORT_MARK("APL, en consultations par an et par habitant standardisé"),
              MLG_REPORT_MARK("APL inconnue"));
    name_access(layer, look);
}

static void name_outlook(mlg_map_layer *layer, const mlg_findings *found)
{
    mlg_figure years = mlg_shown(mlg_sheet_number(&found->totals, 0, "horizon"), 0);
    mlg_text_printf(&layer->name, mlg_report_tr("l’accès dans %s ans"), years.text);
    mlg_text_printf(&layer->caption, mlg_report_tr("APL dans %s ans, sans nouvelle installation"), years.text);
    put_class(layer, MLG_LAYER_CLASSES, MLG_REPORT_MARK("APL inconnue"));
    name_access(layer, &found->look);
}

static void name_rounds(mlg_map_layer *layer, const mlg_findings *found)
{
    const char *request = mlg_sheet_text(&found->totals, 0, "tournee");
    mlg_text_printf(&layer->name, mlg_report_tr("l’accès avec les tournées\u00a0: %s"), request);
    mlg_text_printf(&layer->caption, mlg_report_tr("APL avec les tournées «\u00a0%s\u00a0», et leurs arrêts"),
                    request);
    put_class(layer, MLG_LAYER_CLASSES, MLG_REPORT_MARK("APL inconnue"));
    name_access(layer, &found->look);
}

static void name_sensitivity(mlg_map_layer *layer)
{
    static const char *const shares[] = { MLG_REPORT_MARK("aucun"), MLG_REPORT_MARK("moins de la moitié"),
                                          MLG_REPORT_MARK("la moitié ou plus"), MLG_REPORT_MARK("tous") };
    put_words(layer, MLG_REPORT_MARK("ce qui dépend des conventions"),
              MLG_REPORT_MARK("Calculs qui placent la commune du mauvais côté du seuil"),
              MLG_REPORT_MARK("inconnu"));
    for (int i = 0; i < 4; i++)
        put_class(layer, i, shares[i]);
}

static void name_change(mlg_map_layer *layer)
{
    put_words(layer, MLG_REPORT_MARK("l’APL, avant et après"),
              MLG_REPORT_MARK("APL après moins APL avant, en consultations par an et par habitant"),
              MLG_REPORT_MARK("APL inconnue avant ou après"));
    for (int i = 0; i < MLG_CHANGE_CLASSES; i++)
        put_class(layer, i, mlg_change_apl.words[i]);
}

static void name_before(mlg_map_layer *layer, const mlg_look *look)
{
    put_words(layer, MLG_REPORT_MARK("l’APL avant"),
              MLG_REPORT_MARK("APL avant, en consultations par an et par habitant standardisé"),
              MLG_REPORT_MARK("APL inconnue"));
    name_access(layer, look);
}

static void name_emergency_before(mlg_map_layer *layer, const mlg_look *look)
{
    put_words(layer, MLG_REPORT_MARK("le trajet aux urgences avant"),
              MLG_REPORT_MARK("Trajet avant au service d’urgences le plus proche, en minutes"),
              MLG_REPORT_MARK("trajet inconnu"));
    for (int i = 0; i < MLG_ACCESS_CLASSES; i++)
        mlg_look_time_words(layer->words[i], sizeof layer->words[i], look, MLG_TIMED_EMERGENCY, i);
}

static void name_longer(mlg_map_layer *layer)
{
    put_words(layer, MLG_REPORT_MARK("le trajet aux urgences, avant et après"),
              MLG_REPORT_MARK("Trajet aux urgences après moins avant, en minutes"),
              MLG_REPORT_MARK("trajet inconnu avant ou après"));
    for (int i = 0; i < MLG_CHANGE_CLASSES; i++)
        put_class(layer, i, mlg_change_minutes.words[i]);
}

/* By service: in the list, and over the legend. */
static const char *const times[][2] = {
    { MLG_REPORT_MARK("le trajet au généraliste"),
      MLG_REPORT_MARK("Trajet au généraliste le plus proche, en minutes") },
    { MLG_REPORT_MARK("le trajet à la pharmacie"),
      MLG_REPORT_MARK("Trajet à la pharmacie la plus proche, en minutes") },
    { MLG_REPORT_MARK("le trajet aux urgences"),
      MLG_REPORT_MARK("Trajet au service d’urgences le plus proche, en minutes") },
};

static void name_minutes(mlg_map_layer *layer, const mlg_look *look, mlg_timed service)
{
    put_class(layer, MLG_LAYER_CLASSES, MLG_REPORT_MARK("trajet inconnu"));
    for (int i = 0; i < MLG_ACCESS_CLASSES; i++)
        mlg_look_time_words(layer->words[i], sizeof layer->words[i], look, service, i);
}

static void name_time(mlg_map_layer *layer, const mlg_look *look)
{
    const mlg_timed service = (mlg_timed)(layer->kind - MLG_LAYER_TIME);
    mlg_text_add(&layer->name, mlg_report_tr(times[service][0]));
    mlg_text_add(&layer->caption, mlg_report_tr(times[service][1]));
    name_minutes(layer, look, service);
}

static void name_lack(mlg_map_layer *layer)
{
    static const char *const counts[] = { MLG_REPORT_MARK("aucun manque"), MLG_REPORT_MARK("un manque"),
                                          MLG_REPORT_MARK("deux manques"),
                                          MLG_REPORT_MARK("trois manques ou plus") };
    put_words(layer, MLG_REPORT_MARK("ce qui manque à la commune"),
              MLG_REPORT_MARK("Services qui manquent à la commune, selon la règle des déserts"),
              MLG_REPORT_MARK("inconnu"));
    for (int i = 0; i < 4; i++)
        put_class(layer, i, counts[i]);
}

/* Whether the classes of the zoning are the levels of another profession. */
static bool has_levels(const mlg_findings *found)
{
    for (int32_t i = 0; i < found->zonage.count; i++)
        if (mlg_zone_is_level(mlg_zone_of(mlg_sheet_text(&found->zonage, i, "zonage"))))
            return true;
    return false;
}

static void name_zoning(mlg_map_layer *layer, const mlg_findings *found)
{
    if (has_levels(found)) {
        layer->first = MLG_ZONE_LEVELS;
        put_words(layer, MLG_REPORT_MARK("le zonage"),
                  MLG_REPORT_MARK("Classe du zonage de la profession, communes entières"),
                  MLG_REPORT_MARK("classe inconnue"));
        for (int i = 0; i < MLG_LAYER_CLASSES; i++)
            put_class(layer, i, mlg_code_words("zonage", mlg_zone_codes[MLG_ZONE_LEVELS + i]));
        return;
    }
    static const char *const titles[MLG_LAYER_CLASSES] = { MLG_REPORT_MARK("ZIP, intervention prioritaire"),
                                                           MLG_REPORT_MARK("ZAC, action complémentaire"),
                                                           MLG_REPORT_MARK("ZAR, accompagnement régional"),
                                                           MLG_REPORT_MARK("ZV, vigilance"),
                                                           MLG_REPORT_MARK("HZ, hors zonage") };
    put_words(layer, MLG_REPORT_MARK("le zonage des médecins"),
              MLG_REPORT_MARK("Classe du zonage conventionnel des médecins, communes entières"),
              MLG_REPORT_MARK("classe inconnue"));
    for (int i = 0; i < MLG_LAYER_CLASSES; i++)
        put_class(layer, i, titles[i]);
}

/* With where the share comes from. */
static void name_share(mlg_map_layer *layer, const mlg_findings *found)
{
    const char *group = mlg_sheet_text(&found->groups, layer->request, "groupe"),
               *source = mlg_sheet_text(&found->groups, layer->request, "source");
    mlg_text_printf(&layer->name, mlg_report_tr("la part du groupe\u00a0: %s"), group);
    mlg_text_printf(&layer->caption, mlg_report_tr("Part des habitants du groupe «\u00a0%s\u00a0», en %% (%s)"),
                    group, *source ? source : mlg_report_tr("donnée par l’étude"));
    put_class(layer, MLG_LAYER_CLASSES, MLG_REPORT_MARK("inconnu"));
    name_cuts(layer, 0, mlg_share_borders, MLG_LAYER_CLASSES - 1, 0);
}

static void name_group(mlg_map_layer *layer, const mlg_findings *found)
{
    const char *group = mlg_sheet_text(&found->groups, layer->request, "groupe");
    mlg_text_printf(&layer->name, mlg_report_tr("l’accès du groupe\u00a0: %s"), group);
    mlg_text_printf(&layer->caption, mlg_report_tr("APL des habitants du groupe «\u00a0%s\u00a0», par leur mode"),
                    group);
    put_class(layer, MLG_LAYER_CLASSES, MLG_REPORT_MARK("APL inconnue"));
    name_access(layer, &found->look);
}

static void name_group_time(mlg_map_layer *layer, const mlg_findings *found)
{
    const mlg_timed service = (mlg_timed)(layer->kind - MLG_LAYER_GROUP_TIME);
    const char *group = mlg_sheet_text(&found->groups, layer->request, "groupe");
    mlg_text_printf(&layer->name, mlg_report_tr("%s, groupe\u00a0: %s"), mlg_report_tr(times[service][0]), group);
    mlg_text_printf(&layer->caption, mlg_report_tr("%s, habitants du groupe «\u00a0%s\u00a0»"),
                    mlg_report_tr(times[service][1]), group);
    name_minutes(layer, &found->look, service);
}

static void name_gain(mlg_map_layer *layer, const char *request)
{
    mlg_text_printf(&layer->name, mlg_report_tr("minutes gagnées\u00a0: %s"), request);
    mlg_text_printf(&layer->caption,
                    mlg_report_tr("Minutes gagnées vers le site le plus proche, «\u00a0%s\u00a0»"), request);
    put_class(layer, 0, MLG_REPORT_MARK("aucune"));
    name_cuts(layer, 1, mlg_gain_borders, 3, 0);
}

static void name_after(mlg_map_layer *layer, const char *request)
{
    mlg_text_printf(&layer->name, mlg_report_tr("trajet après\u00a0: %s"), request);
    mlg_text_printf(&layer->caption,
                    mlg_report_tr("Minutes jusqu’au site proposé le plus proche, «\u00a0%s\u00a0»"), request);
    put_class(layer, MLG_LAYER_CLASSES, MLG_REPORT_MARK("aucun site à portée"));
    for (int i = 0; i < MLG_LAYER_CLASSES; i++)
        mlg_asked_class_words(layer->words[i], sizeof layer->words[i], mlg_after_borders, MLG_LAYER_CLASSES - 1, i,
                              false);
}

int mlg_asked_spread(int at, int cut_count)
{
    return at < 0 ? MLG_LAYER_CLASSES : at * (MLG_LAYER_CLASSES - 1) / cut_count;
}

/* The words of a class stand at its colour. */
static void name_asked(mlg_map_layer *layer, const mlg_findings *found)
{
    mlg_text name = { 0 };
    mlg_asked_add_name(&name, found, layer->request);
    if (layer->measure) {
        mlg_text_printf(&layer->name, mlg_report_tr("l’accès\u00a0: %s"), mlg_text_words(&name));
        mlg_text_printf(&layer->caption, "%s, %s", mlg_text_words(&name),
                        mlg_report_tr(mlg_sheet_text(&found->asked, layer->request, "unite")));
        put_class(layer, MLG_LAYER_CLASSES, MLG_REPORT_MARK("inconnu"));
    } else {
        mlg_text_printf(&layer->name, mlg_report_tr("le trajet\u00a0: %s"), mlg_text_words(&name));
        mlg_text_printf(&layer->caption, mlg_report_tr("Trajet au site le plus proche, en minutes\u00a0: %s"),
                        mlg_text_words(&name));
        put_class(layer, MLG_LAYER_CLASSES, MLG_REPORT_MARK("aucun site à portée"));
    }
    mlg_text_release_part(&name, &layer->name);
    for (int k = 0; k <= layer->cut_count; k++)
        mlg_asked_class_words(layer->words[mlg_asked_spread(k, layer->cut_count)], sizeof layer->words[0],
                              layer->cuts, layer->cut_count, k, layer->measure);
}

void mlg_layer_name(mlg_map_layer *layer, const mlg_findings *found)
{
    switch (layer->kind) {
    case MLG_LAYER_SHARE:
        name_share(layer, found);
        break;
    case MLG_LAYER_GROUP:
        name_group(layer, found);
        break;
    case MLG_LAYER_GROUP_TIME:
    case MLG_LAYER_GROUP_PHARMACY:
    case MLG_LAYER_GROUP_EMERGENCY:
        name_group_time(layer, found);
        break;
    case MLG_LAYER_APL:
        name_apl(layer, &found->look);
        break;
    case MLG_LAYER_TIME:
    case MLG_LAYER_PHARMACY:
    case MLG_LAYER_EMERGENCY:
        name_time(layer, &found->look);
        break;
    case MLG_LAYER_LACK:
        name_lack(layer);
        break;
    case MLG_LAYER_ZONING:
        name_zoning(layer, found);
        break;
    case MLG_LAYER_OUTLOOK:
        name_outlook(layer, found);
        break;
    case MLG_LAYER_SENSITIVITY:
        name_sensitivity(layer);
        break;
    case MLG_LAYER_ROUNDS:
        name_rounds(layer, found);
        break;
    case MLG_LAYER_CHANGE:
        name_change(layer);
        break;
    case MLG_LAYER_LONGER:
        name_longer(layer);
        break;
    case MLG_LAYER_BEFORE:
        name_before(layer, &found->look);
        break;
    case MLG_LAYER_EMERGENCY_BEFORE:
        name_emergency_before(layer, &found->look);
        break;
    case MLG_LAYER_GAIN:
        name_gain(layer, mlg_sheet_text(&found->bilans, layer->request, "nom"));
        break;
    case MLG_LAYER_AFTER:
        name_after(layer, mlg_sheet_text(&found->bilans, layer->request, "nom"));
        break;
    case MLG_LAYER_ASKED:
        name_asked(layer, found);
        break;
    }
}
