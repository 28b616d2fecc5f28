/* What each measure says, for people who read a report: two sentences, what the figure is and how to read it. */
#include "analysis/access/measure.h"

#include "base/language.h"

#include <string.h>

static const struct {
    const char *name, *words;
} said[] = {
    { "apl", MLG_REPORT_MARK(
                 "Le nombre de consultations (ou de temps pleins) que l’offre à portée peut donner par an à un "
                 "habitant, en la partageant "
                 "entre tous ceux qui peuvent y venir et en comptant chacun selon ses besoins à son âge. Plus un "
                 "médecin est loin, moins il "
                 "compte\u00a0; une valeur deux fois plus grande veut dire deux fois plus de soins possibles.") },
    { "2sfca", MLG_REPORT_MARK("L’offre par habitant à portée, en partageant chaque médecin entre tous ceux qui "
                               "sont en deçà d’un temps limite. En deçà de "
                               "la limite tous comptent autant, au-delà personne.") },
    { "e2sfca",
      MLG_REPORT_MARK("L’offre par habitant à portée, en partageant chaque médecin entre ceux qui peuvent venir, "
                      "moins s’ils sont loin. La somme "
                      "de ce que reçoivent les habitants est l’offre du territoire et de ses voisins.") },
    { "kd2sfca", MLG_REPORT_MARK("L’offre par habitant à portée, avec un poids qui baisse continûment jusqu’à la "
                                 "limite. Elle se lit comme l’aire flottante "
                                 "à décroissance, sans sauts d’un palier à l’autre.") },
    { "gaussian", MLG_REPORT_MARK("L’offre par habitant à portée, avec un poids en cloche qui reste fort tout "
                                  "près et s’annule à la limite. Elle se lit "
                                  "comme l’aire flottante à décroissance.") },
    { "m2sfca",
      MLG_REPORT_MARK("L’offre par habitant à portée, où l’éloignement réduit aussi ce qui est reçu et pas "
                      "seulement le partage. La somme est "
                      "inférieure à l’offre\u00a0: l’écart est ce que la mauvaise répartition fait perdre.") },
    { "3sfca", MLG_REPORT_MARK("L’offre par habitant à portée, en supposant que chacun se partage entre les sites "
                               "qu’il peut choisir. Elle évite de compter "
                               "la même demande plusieurs fois là où les sites sont nombreux.") },
    { "huff", MLG_REPORT_MARK("L’offre par habitant à portée, en supposant que chacun va plutôt aux sites grands "
                              "et proches. Une commune près d’un grand "
                              "pôle y pèse moins sur les petits cabinets voisins.") },
    { "bfca", MLG_REPORT_MARK("L’offre à portée, en répartissant chaque habitant et chaque médecin une fois et "
                              "une seule. Les rapports entre communes se "
                              "lisent mieux que les valeurs elles-mêmes.") },
    { "i2sfca", MLG_REPORT_MARK("Le nombre d’habitants que chaque site attire pour une unité d’offre. Une valeur "
                                "forte annonce un cabinet saturé.") },
    { "spatial-availability", MLG_REPORT_MARK("L’offre qui revient à toute la commune, une fois chaque médecin "
                                              "réparti entre les habitants à portée. La somme "
                                              "des communes est exactement l’offre.") },
    { "fixed-point", MLG_REPORT_MARK("L’offre par habitant à portée quand chacun va d’autant plus à un site qu’il "
                                     "y reste de la place, jusqu’à l’équilibre. "
                                     "Les écarts entre communes voisines y sont moindres.") },
    { "raam", MLG_REPORT_MARK("Un coût qui ajoute l’attente due à l’affluence et le trajet, quand personne n’a "
                              "intérêt à changer de site. Plus il est bas, "
                              "mieux la commune est desservie\u00a0; 1 est l’affluence moyenne.") },
    { "gravity", MLG_REPORT_MARK("L’offre atteignable, chaque site comptant moins s’il est loin. La concurrence "
                                 "des autres habitants n’est pas comptée.") },
    { "opportunities",
      MLG_REPORT_MARK(
          "L’offre qui est en deçà d’un temps limite. La concurrence des autres habitants n’est pas comptée.") },
    { "opportunities-median", MLG_REPORT_MARK("L’offre atteignable, médiane de plusieurs temps limites. Elle "
                                              "dépend moins du choix d’une seule limite.") },
    { "nth-cost", MLG_REPORT_MARK("Le temps de trajet jusqu’au n-ième site le plus proche. Elle dit s’il existe "
                                  "un choix quand le plus proche est complet.") },
    { "min-cost",
      MLG_REPORT_MARK(
          "Le temps de trajet jusqu’au site le plus proche. Elle ne dit rien de la place qui y reste.") },
    { "mean-cost", MLG_REPORT_MARK("Le temps de trajet moyen jusqu’à l’offre atteignable. Elle est basse quand "
                                   "l’essentiel de l’offre est tout près.") },
    { "density", MLG_REPORT_MARK("L’offre de la commune rapportée à ses propres habitants. Elle ignore les "
                                 "communes voisines\u00a0: une commune sans médecin "
                                 "vaut zéro même si le cabinet est de l’autre côté de la rue.") },
};

const char *mlg_measure_words(const mlg_measure *measure)
{
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (strcmp(said[i].name, measure->name) == 0)
            return said[i].words;
    return "";
}
