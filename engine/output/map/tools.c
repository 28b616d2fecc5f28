#include "output/map/tools.h"

#include "base/language.h"
#include "output/html.h"

static void add_options(mlg_text *page, const mlg_map_layer *layers, int count)
{
    for (int i = 0; i < count; i++)
        mlg_html(page, "<option value=\"%s\">%s</option>\n", layers[i].key, mlg_text_words(&layers[i].name));
    mlg_text_add(page, "</select></p>\n");
}

static void add_layer_choice(mlg_text *page, const mlg_map_layer *layers, int count)
{
    mlg_html(page, "<p class=\"choix\" hidden><label for=\"couche\">%s</label> <select id=\"couche\">\n",
             mlg_report_tr("Afficher"));
    add_options(page, layers, count);
}

/* The layer left of the swipe; none at first. */
static void add_left_choice(mlg_text *page, const mlg_map_layer *layers, int count)
{
    mlg_html(page,
             "<p id=\"volet-choix\" class=\"choix\" hidden><label for=\"couche-gauche\">%s</label> <select "
             "id=\"couche-gauche\">\n<option value=\"\">–</option>\n",
             mlg_report_tr("À gauche"));
    add_options(page, layers, count);
}

void mlg_map_tools(mlg_text *page, const mlg_map_layer *layers, int count)
{
    static const struct {
        const char *does, *sign, *name;
    } buttons[] = {
        { "z=1.5", "+", MLG_REPORT_MARK("Agrandir") },    { "z=.667", "−", MLG_REPORT_MARK("Réduire") },
        { "x=-1", "←", MLG_REPORT_MARK("Vers l’ouest") }, { "x=1", "→", MLG_REPORT_MARK("Vers l’est") },
        { "y=-1", "↑", MLG_REPORT_MARK("Vers le nord") }, { "y=1", "↓", MLG_REPORT_MARK("Vers le sud") },
    };
    mlg_text_add(page, "<div class=\"commandes\">\n");
    if (count > 1)
        add_layer_choice(page, layers, count);
    mlg_html(page, "<div id=\"outils\" class=\"outils\" hidden role=\"group\" aria-label=\"%s\">",
             mlg_report_tr("Déplacer la carte"));
    for (size_t i = 0; i < sizeof buttons / sizeof *buttons; i++)
        mlg_html(page, "<button data-%s aria-label=\"%s\">%s</button>", buttons[i].does,
                 mlg_report_tr(buttons[i].name), buttons[i].sign);
    mlg_html(page, "<button data-r>%s</button> ", mlg_report_tr("Tout voir"));
    if (count > 1)
        mlg_html(page,
                 "<button id=\"volet-bouton\" hidden aria-expanded=\"false\" "
                 "aria-controls=\"volet-choix\">%s</button> ",
                 mlg_report_tr("Comparer"));
    mlg_html(page, "<button id=\"fond-bouton\" hidden aria-pressed=\"true\">%s</button> ", mlg_report_tr("Fond"));
    mlg_html(page, "<button id=\"qpv-bouton\" hidden aria-pressed=\"true\" title=\"%s\">%s</button> ",
             mlg_report_tr("Quartiers prioritaires"), mlg_report_tr("QPV"));
    mlg_html(page, "<button id=\"tc-bouton\" hidden aria-pressed=\"false\" title=\"%s\">%s</button> ",
             mlg_report_tr("Lignes et arrêts de transports en commun"), mlg_report_tr("Lignes"));
    mlg_html(page,
             "<button data-fichier=\"svg\" aria-label=\"%s\">SVG</button>"
             "<button data-fichier=\"png\" aria-label=\"%s\">PNG</button></div>\n",
             mlg_report_tr("Enregistrer la carte en SVG"), mlg_report_tr("Enregistrer la carte en PNG"));
    if (count > 1)
        add_left_choice(page, layers, count);
    mlg_html(page, "</div>\n<div id=\"vue\" role=\"group\" tabindex=\"0\" aria-label=\"%s\">\n",
             mlg_report_tr(
                 "Carte\u00a0: flèches pour la déplacer, + et − pour l’agrandir et la réduire, 0 pour tout voir"));
}

void mlg_map_swipe(mlg_text *page, int count)
{
    if (count < 2)
        return;
    mlg_html(
        page,
        "<div class=\"piste\" hidden><span id=\"volet-gauche\"></span><span id=\"volet-droite\"></span><input "
        "type=\"range\" id=\"volet\" min=\"0\" max=\"100\" value=\"50\" aria-label=\"%s\"></div>\n",
        mlg_report_tr("Limite entre les deux couches"));
}
