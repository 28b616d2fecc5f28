#include "output/page/trial.h"

#include "base/language.h"
#include "output/html.h"
#include "output/palette.h"

#include <string.h>

/* ---- words -------------------------------------------------------------------------------------------- */

typedef struct {
    const char *key, *text;
} word;

/* Sentences of the script; {n}, {c}... are filled by it. */
static const word words[] = {
    { "come", MLG_REPORT_MARK("{s}\u00a0: {n} de plus à {c}") },
    { "leave", MLG_REPORT_MARK("{s}\u00a0: {n} de moins à {c}") },
    { "open", MLG_REPORT_MARK("{s}\u00a0: ouverture à {c}") },
    { "close", MLG_REPORT_MARK("{s}\u00a0: fermeture de {c}") },
    { "class", MLG_REPORT_MARK("Zonage\u00a0: {c} en {z}") },
    { "threshold", MLG_REPORT_MARK("Seuil\u00a0: {t} à {n}") },
    { "year", MLG_REPORT_MARK("Offre attendue dans {n} ans, sans nouvelle installation") },
    { "hours", MLG_REPORT_MARK("{c}\u00a0: horaires {n}") },
    { "capacity", MLG_REPORT_MARK("{c}\u00a0: capacité de {n} personnes") },
    { "retire", MLG_REPORT_MARK("Départ des généralistes de plus de {n} ans{c}") },
    { "roadclosed", MLG_REPORT_MARK("Routes fermées là où une ligne les coupe") },
    { "roadslow", MLG_REPORT_MARK("Routes limitées à {n} km/h le long d’une ligne") },
    { "roadopen", MLG_REPORT_MARK("Route nouvelle à {n} km/h") },
    { "later", MLG_REPORT_MARK("(écrit dans le scénario, sans effet sur les chiffres de cette page)") },
    { "nohours", MLG_REPORT_MARK("Écrivez les horaires comme Mo-Fr 08:00-20:00, ou 24/7.") },
    { "noline",
      MLG_REPORT_MARK("Collez une ligne comme LINESTRING (2.64 50.52, 2.66 50.53)\u00a0: la longitude d’abord.") },
    { "gp", MLG_REPORT_MARK("Médecins généralistes") },
    { "pharmacy", MLG_REPORT_MARK("Pharmacies") },
    { "emergency", MLG_REPORT_MARK("Urgences") },
    { "nurse", MLG_REPORT_MARK("Infirmiers") },
    { "physio", MLG_REPORT_MARK("Masseurs-kinésithérapeutes") },
    { "midwife", MLG_REPORT_MARK("Sages-femmes") },
    { "dentist", MLG_REPORT_MARK("Chirurgiens-dentistes") },
    { "speech_therapist", MLG_REPORT_MARK("Orthophonistes") },
    { "apl", MLG_REPORT_MARK("accès aux généralistes (consultations par an)") },
    { "tpharmacy", MLG_REPORT_MARK("temps vers une pharmacie (minutes)") },
    { "temergency", MLG_REPORT_MARK("temps vers des urgences (minutes)") },
    { "selection", MLG_REPORT_MARK("sélection nationale du zonage (APL)") },
    { "vivier", MLG_REPORT_MARK("vivier du zonage (APL)") },
    { "tvs", MLG_REPORT_MARK("territoire") },
    { "commune", MLG_REPORT_MARK("commune") },
    { "qpv", MLG_REPORT_MARK("quartier") },
    { "under", MLG_REPORT_MARK("Habitants sous le seuil d’accès ({n} consultations)") },
    { "farpharmacy", MLG_REPORT_MARK("Habitants à plus de {n} min d’une pharmacie") },
    { "faremergency", MLG_REPORT_MARK("Habitants à plus de {n} min des urgences") },
    { "any", MLG_REPORT_MARK("Habitants auxquels il manque au moins un des trois") },
    { "mean", MLG_REPORT_MARK("Accès moyen, consultations par an et habitant") },
    { "unframed", MLG_REPORT_MARK("sans les {n} habitants de territoires de cadre inconnu") },
    { "least", MLG_REPORT_MARK("Accès de la commune la moins bien desservie") },
    { "today", MLG_REPORT_MARK("aujourd’hui {n}") },
    { "same", MLG_REPORT_MARK("inchangé") },
    { "more", MLG_REPORT_MARK("plus de {n} min") },
    { "unknown", MLG_REPORT_MARK("inconnu") },
    { "lackgp", MLG_REPORT_MARK("médecin généraliste") },
    { "lackpharmacy", MLG_REPORT_MARK("pharmacie") },
    { "lackemergency", MLG_REPORT_MARK("urgences") },
    { "none", MLG_REPORT_MARK("Aucun changement\u00a0: tout est comme aujourd’hui.") },
    { "said", MLG_REPORT_MARK(
                  "{n} habitants sous le seuil d’accès ({d}). {g} habitants gagnent en accès, {p} en perdent.") },
    { "saidtime", MLG_REPORT_MARK("{s}\u00a0: {g} habitants s’en rapprochent, {p} s’en éloignent.") },
    { "gauge", MLG_REPORT_MARK("Part des habitants en {z}") },
    { "margin", MLG_REPORT_MARK("Marge hors vivier") },
    { "unclassed", MLG_REPORT_MARK("Part des habitants de classe inconnue") },
    { "atleast", MLG_REPORT_MARK("au moins {n}") },
    { "ceiling", MLG_REPORT_MARK("plafond {n}") },
    { "over", MLG_REPORT_MARK("plafond de {n} dépassé") },
    { "nocommune", MLG_REPORT_MARK("Aucune commune de l’étude ne s’appelle ainsi.") },
    { "noplace", MLG_REPORT_MARK("Aucun territoire ou quartier de l’étude ne s’appelle ainsi.") },
    { "nonumber", MLG_REPORT_MARK("Indiquez un nombre supérieur à 0.") },
    { "toomany", MLG_REPORT_MARK("Il n’y en a que {n} à {c}.") },
    { "nosite", MLG_REPORT_MARK("Aucun site de ce service ici.") },
    { "chooseservice", MLG_REPORT_MARK("Choisir un service") },
    { "noservice", MLG_REPORT_MARK("Choisissez d’abord un service.") },
    { "unread", MLG_REPORT_MARK("Scénario lu, sauf les lignes {n}, que cette page ne sait pas essayer.") },
    { "stranger", MLG_REPORT_MARK("Ce n’est pas un scénario de cette page : rien n’a changé.") },
    { "read", MLG_REPORT_MARK("Scénario lu.") },
    { "kept", MLG_REPORT_MARK("«\u00a0Annuler\u00a0» ramène ce que vous essayiez.") },
    { "copied", MLG_REPORT_MARK("Lien copié\u00a0: il rouvre cette page avec ces changements.") },
    { "link", MLG_REPORT_MARK("Le lien est dans la barre d’adresse.") },
    { "undone", MLG_REPORT_MARK("Annulé.") },
    { "redone", MLG_REPORT_MARK("Rétabli.") },
    { "title", MLG_REPORT_MARK("Essai") },
    { "layer", MLG_REPORT_MARK("Essai\u00a0: accès aux généralistes") },
    { "layertime", MLG_REPORT_MARK("Essai\u00a0: trajet en minutes ({s})") },
    { "upto", MLG_REPORT_MARK("jusqu’à {n}") },
    { "between", MLG_REPORT_MARK("de {n} à {m}") },
    { "beyond", MLG_REPORT_MARK("plus de {n}") },
    { "shift", MLG_REPORT_MARK("Essai\u00a0: ce qui change") },
    { "shiftapl", MLG_REPORT_MARK("Consultations par an et habitant, différence avec aujourd’hui") },
    { "shifttime", MLG_REPORT_MARK("Minutes gagnées ou perdues\u00a0: {s}") },
    { "lost2", MLG_REPORT_MARK("perd {m} ou plus") },
    { "lost1", MLG_REPORT_MARK("perd de {n} à {m}") },
    { "lost0", MLG_REPORT_MARK("perd moins de {n}") },
    { "still", MLG_REPORT_MARK("ne change pas") },
    { "won0", MLG_REPORT_MARK("gagne moins de {n}") },
    { "won1", MLG_REPORT_MARK("gagne de {n} à {m}") },
    { "won2", MLG_REPORT_MARK("gagne {m} ou plus") },
    { "moved", MLG_REPORT_MARK("Communes dont l’accès ou les temps changent ({n})") },
    { "movedqpv", MLG_REPORT_MARK("Quartiers prioritaires dont l’accès ou les temps changent ({n})") },
    { "column0", MLG_REPORT_MARK("Lieu") },
    { "column1", MLG_REPORT_MARK("Habitants") },
    { "column2", MLG_REPORT_MARK("Ce qui change") },
    { "column3", MLG_REPORT_MARK("Aujourd’hui") },
    { "column4", MLG_REPORT_MARK("Essai") },
    { "column5", MLG_REPORT_MARK("Différence") },
    { "access", MLG_REPORT_MARK("accès") },
    { "group", MLG_REPORT_MARK("Groupe «\u00a0{g}\u00a0»") },
    { "everyone", MLG_REPORT_MARK("Tous, chacun par son mode") },
    { "undergroup", MLG_REPORT_MARK("\u00a0: habitants sous le seuil d’accès ({n} consultations)") },
    { "accessgroup", MLG_REPORT_MARK("accès\u00a0: {g}") },
    { "saidgroup",
      MLG_REPORT_MARK("{s}\u00a0: {n} habitants sous le seuil d’accès ({d}), {g} y gagnent, {p} y perdent.") },
    { "time", MLG_REPORT_MARK("minutes\u00a0: {s}") },
    { "ofgroup", MLG_REPORT_MARK("{t}, groupe «\u00a0{g}\u00a0»") },
    { "farpharmacygroup", MLG_REPORT_MARK("\u00a0: habitants à plus de {n} min d’une pharmacie") },
    { "faremergencygroup", MLG_REPORT_MARK("\u00a0: habitants à plus de {n} min des urgences") },
};

static void add_words(mlg_text *page)
{
    mlg_json *json = NULL;
    if (mlg_json_new(&json, NULL) == MLG_OK)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            mlg_json_text(json, words[i].key, mlg_report_tr(words[i].text));
    mlg_html_data(page, "essai-mots", json);
}

static void add_borders(mlg_json *json, const char *name, const double borders[MLG_ACCESS_CLASSES - 1])
{
    mlg_json_array(json, name);
    for (int i = 0; i < MLG_ACCESS_CLASSES - 1; i++)
        mlg_json_number(json, NULL, borders[i]);
    mlg_json_end(json);
}

static void add_colours(mlg_json *json, const char *name, const mlg_colour colours[MLG_ACCESS_CLASSES])
{
    mlg_json_array(json, name);
    for (int i = 0; i < MLG_ACCESS_CLASSES; i++)
        mlg_json_text(json, NULL, mlg_colour_css(colours[i]).text);
    mlg_json_end(json);
}

/* Class breaks and colours of the layers of access and of times. */
static void add_look(mlg_text *page, const mlg_look *look)
{
    mlg_json *json = NULL;
    if (mlg_json_new(&json, NULL) == MLG_OK) {
        add_borders(json, "borders", look->borders);
        add_colours(json, "colours", look->palette->access);
        mlg_json_object(json, "minutes");
        add_borders(json, "gp", look->minutes[MLG_TIMED_GP]);
        add_borders(json, "pharmacy", look->minutes[MLG_TIMED_PHARMACY]);
        add_borders(json, "emergency", look->minutes[MLG_TIMED_EMERGENCY]);
        mlg_json_end(json);
        add_colours(json, "times", look->palette->minutes);
    }
    mlg_html_data(page, "essai-classes", json);
}

/* ---- the form ------------------------------------------------------------------------------------------ */

static void add_option(mlg_text *page, const char *value, const char *text)
{
    mlg_html(page, "<option value=\"%s\">%s</option>", value, mlg_report_tr(text));
}

/* A field shown for some changes: `kinds` are the values of the first list. */
static void open_field(mlg_text *page, const char *kinds, const char *id, const char *label)
{
    mlg_html(page, "<p data-pour=\"%s\"><label for=\"%s\">%s</label> ", kinds, id, mlg_report_tr(label));
}

static void add_input(mlg_text *page, const char *kinds, const char *id, const char *label, const char *more)
{
    open_field(page, kinds, id, label);
    mlg_html(page, "<input id=\"%s\" autocomplete=\"off\" ", id);
    mlg_text_add(page, more);
    mlg_text_add(page, "></p>\n");
}

static void add_list(mlg_text *page, const char *kinds, const char *id, const char *label)
{
    open_field(page, kinds, id, label);
    mlg_html(page, "<select id=\"%s\"></select></p>\n", id);
}

static void add_form(mlg_text *page)
{
    mlg_html(page, "<form id=\"essai-form\" aria-label=\"%s\">\n<p><label for=\"essai-quoi\">%s</label> ",
             mlg_report_tr("Un changement à essayer"), mlg_report_tr("Changement"));
    mlg_text_add(page, "<select id=\"essai-quoi\">");
    add_option(page, "come", MLG_REPORT_MARK("Ajouter des professionnels"));
    add_option(page, "leave", MLG_REPORT_MARK("Retirer des professionnels"));
    add_option(page, "move", MLG_REPORT_MARK("Déplacer des professionnels"));
    add_option(page, "open", MLG_REPORT_MARK("Ouvrir un site"));
    add_option(page, "close", MLG_REPORT_MARK("Fermer un site"));
    add_option(page, "class", MLG_REPORT_MARK("Changer une classe du zonage"));
    add_option(page, "threshold", MLG_REPORT_MARK("Changer un seuil"));
    add_option(page, "year", MLG_REPORT_MARK("Passer à l’offre attendue dans quelques années"));
    add_option(page, "hours", MLG_REPORT_MARK("Changer les horaires d’un site"));
    add_option(page, "capacity", MLG_REPORT_MARK("Changer la capacité d’un site"));
    add_option(page, "retire", MLG_REPORT_MARK("Faire partir les généralistes au-delà d’un âge"));
    add_option(page, "road", MLG_REPORT_MARK("Fermer, ralentir ou ouvrir une route"));
    mlg_text_add(page, "</select></p>\n");
    add_list(page, "come leave move open close hours capacity", "essai-service", MLG_REPORT_MARK("Service"));
    add_input(page, "come leave move open close hours capacity retire", "essai-ou", MLG_REPORT_MARK("Commune"),
              "list=\"essai-noms\"");
    add_input(page, "move", "essai-vers", MLG_REPORT_MARK("Vers la commune"), "list=\"essai-noms\"");
    add_list(page, "close hours capacity", "essai-site", MLG_REPORT_MARK("Site"));
    add_input(page, "hours", "essai-horaires", MLG_REPORT_MARK("Horaires"), "placeholder=\"Mo-Fr 08:00-20:00\"");
    open_field(page, "road", "essai-route", MLG_REPORT_MARK("Ce qui arrive à la route"));
    mlg_text_add(page, "<select id=\"essai-route\">");
    add_option(page, "close", MLG_REPORT_MARK("fermer celles que la ligne coupe"));
    add_option(page, "slow", MLG_REPORT_MARK("ralentir celles que la ligne suit"));
    add_option(page, "open", MLG_REPORT_MARK("ouvrir une route le long de la ligne"));
    mlg_text_add(page, "</select></p>\n");
    add_input(page, "road", "essai-trace", MLG_REPORT_MARK("Ligne (WKT, longitude d’abord)"),
              "placeholder=\"LINESTRING (2.64 50.52, 2.66 50.53)\"");
    add_input(page, "road", "essai-vitesse", MLG_REPORT_MARK("Vitesse, km/h"),
              "type=\"number\" min=\"1\" value=\"50\"");
    add_input(page, "come leave move capacity retire", "essai-nombre", MLG_REPORT_MARK("Nombre"),
              "type=\"number\" min=\"0\" step=\"any\" value=\"1\"");
    add_list(page, "class", "essai-niveau", MLG_REPORT_MARK("Ce qui change de classe"));
    add_input(page, "class", "essai-unite", MLG_REPORT_MARK("Nom ou code"), "list=\"essai-unites\"");
    add_list(page, "class", "essai-classe", MLG_REPORT_MARK("Classe"));
    add_list(page, "threshold", "essai-seuil", MLG_REPORT_MARK("Seuil"));
    add_input(page, "threshold", "essai-valeur", MLG_REPORT_MARK("Valeur"),
              "type=\"number\" min=\"0\" step=\"any\"");
    add_list(page, "year", "essai-annees", MLG_REPORT_MARK("Années"));
    mlg_html(page, "<p><button type=\"submit\" class=\"fort\">%s</button></p>\n</form>\n",
             mlg_report_tr("Essayer"));
    mlg_text_add(page, "<datalist id=\"essai-noms\"></datalist><datalist id=\"essai-unites\"></datalist>\n");
}

static void add_tools(mlg_text *page)
{
    static const word buttons[] = {
        { "annuler", MLG_REPORT_MARK("Annuler") },
        { "retablir", MLG_REPORT_MARK("Rétablir") },
        { "effacer", MLG_REPORT_MARK("Tout remettre comme aujourd’hui") },
        { "enregistrer", MLG_REPORT_MARK("Enregistrer le scénario") },
        { "lien", MLG_REPORT_MARK("Copier le lien") },
        { "volet", MLG_REPORT_MARK("Avant et après") },
    };
    mlg_html(page, "<p class=\"outils\" id=\"essai-outils\" role=\"group\" aria-label=\"%s\">",
             mlg_report_tr("L’essai en cours"));
    for (size_t i = 0; i < sizeof buttons / sizeof *buttons; i++)
        mlg_html(page, "<button type=\"button\" id=\"essai-%s\">%s</button> ", buttons[i].key,
                 mlg_report_tr(buttons[i].text));
    mlg_html(page,
             "<label class=\"bouton\" for=\"essai-fichier\">%s</label> <input type=\"file\" id=\"essai-fichier\" "
             "accept=\".yaml,.yml\"></p>\n",
             mlg_report_tr("Ouvrir un scénario"));
}

static void add_frame(mlg_text *page)
{
    mlg_html(page, "<div id=\"essai\" hidden>\n<p>%s</p>\n",
             mlg_report_tr("Choisissez un changement, ou cliquez d’abord une commune sur la carte. Tout est "
                           "recalculé dans la page, "
                           "sans connexion, avec les formules de l’étude."));
    add_form(page);
    add_tools(page);
    mlg_html(page, "<details class=\"note\"><summary>%s</summary><p>%s</p></details>\n",
             mlg_report_tr("Autres changements"),
             mlg_report_tr(
                 "Cette page écrit les horaires et la capacité des sites, les départs à un âge et les routes dans "
                 "le scénario sans les calculer\u00a0; les habitants et les lignes de transport s’y ajoutent à la "
                 "main\u00a0: "
                 "«\u00a0Enregistrer le "
                 "scénario\u00a0» en donne le début, et la commande «\u00a0maillage run --scenario\u00a0» le "
                 "calcule."));
    mlg_text_add(page,
                 "<p id=\"essai-dit\" role=\"status\"></p>\n<ol id=\"essai-liste\"></ol>\n"
                 "<dl class=\"cartons\" id=\"essai-chiffres\"></dl>\n<div id=\"essai-tables\"></div>\n</div>\n");
}

/* ---- data ---------------------------------------------------------------------------------------------- */

static mlg_status add_texts(mlg_text *page, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_TRY(mlg_db_query(&stmt, db, "report/whatif", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *name = mlg_column_text(stmt, 0);
        if (strcmp(name, "limite") == 0)
            mlg_html(
                page, "<p class=\"note\">%s</p>\n",
                mlg_report_tr(
                    "Les couples de lieux de cette étude dépassent 8 Mo\u00a0: rien ne peut être essayé dans la "
                    "page. La commande «\u00a0maillage run --scenario\u00a0» calcule un scénario."));
        else
            mlg_html_printed(page, strcmp(name, "zonage") == 0 ? "essai-zonage" : "essai-donnees",
                             mlg_column_text(stmt, 1));
    }
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_page_can_try(bool *can, mlg_db *db, mlg_error *err)
{
    double texts;
    MLG_TRY(mlg_db_number(&texts, db, "SELECT count(*) FROM essai WHERE nom NOT LIKE 'fond.%'", err));
    *can = texts > 0;
    return MLG_OK;
}

mlg_status mlg_page_trial(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    add_frame(page);
    MLG_TRY(add_texts(page, db, err));
    add_words(page);
    add_look(page, &found->look);
    return MLG_OK;
}
