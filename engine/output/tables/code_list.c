#include "output/tables/code_list.h"

#include "output/tables/code_names.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* Translated where they are printed. */
#define FR(text) text

static const mlg_code yes_no[] = { { "0", FR("non") }, { "1", FR("oui") }, { NULL, NULL } };

static const mlg_code gaps[] = {
    { "accord", FR("Les deux s’accordent") },
    { "offre", FR("L’offre") },
    { "demande", FR("La population comptée") },
    { "decroissance", FR("La décroissance") },
    { "trajet", FR("Les trajets") },
    { "reste", FR("Autre chose") },
    { NULL, NULL },
};

static const mlg_code certainties[] = {
    { "sous", FR("Sous le seuil") },
    { "pres", FR("Près du seuil") },
    { "dessus", FR("Au seuil ou au-dessus") },
    { "inconnu", FR("Accès inconnu") },
    { "tous", FR("Sous le seuil, selon les tirages") },
    { NULL, NULL },
};

static const mlg_code zones[] = {
    { "ZIP", FR("Zone d’intervention prioritaire (ZIP)") },
    { "ZAC", FR("Zone d’action complémentaire (ZAC)") },
    { "ZAR", FR("Zone d’accompagnement régional (ZAR)") },
    { "ZV", FR("Zone de vigilance (ZV)") },
    { "HV", FR("Hors vivier (HV)") },
    { "HZ", FR("Hors zonage (HZ)") },
    { "très sous-doté", FR("Très sous-doté") },
    { "sous-doté", FR("Sous-doté") },
    { "intermédiaire", FR("Intermédiaire") },
    { "très doté", FR("Très doté") },
    { "sur-doté", FR("Sur-doté, ou non prioritaire") },
    { "ELIGIBLE", FR("Éligible, classe non donnée") },
    { "inconnu", FR("Classe inconnue") },
    { NULL, NULL },
};

/* The words of the national frame; a study's own rule writes the first word for a ZIP, a zoning source its code. */
static const mlg_code frames[] = {
    { "selection", FR("Sélection nationale") },
    { "ZIP", FR("Sélection nationale (ZIP)") },
    { "vivier", FR("Vivier") },
    { "hors", FR("Hors vivier") },
    { "hors vivier", FR("Hors vivier") },
    { "inconnu", FR("Inconnu") },
    { NULL, NULL },
};

/* Bits: 1 doctor, 2 pharmacy, 4 emergency. */
static const mlg_code deserts[] = {
    { "0", FR("aucun manque") },
    { "1", FR("médecin") },
    { "2", FR("pharmacie") },
    { "3", FR("médecin et pharmacie") },
    { "4", FR("urgences") },
    { "5", FR("médecin et urgences") },
    { "6", FR("pharmacie et urgences") },
    { "7", FR("médecin, pharmacie et urgences") },
    { NULL, NULL },
};

static const mlg_code spaces[] = {
    { "urbain", FR("Urbain (densité 1 à 4)") },
    { "rural", FR("Rural (densité 5 à 7)") },
    { "mixte", FR("Urbain et rural") },
    { NULL, NULL },
};

static const mlg_code densities[] = {
    { "1", FR("1 grands centres urbains") },
    { "2", FR("2 centres urbains intermédiaires") },
    { "3", FR("3 petites villes") },
    { "4", FR("4 ceintures urbaines") },
    { "5", FR("5 bourgs ruraux") },
    { "6", FR("6 rural à habitat dispersé") },
    { "7", FR("7 rural à habitat très dispersé") },
    { NULL, NULL },
};

static const mlg_code professions[] = {
    { "gp", FR("Médecins généralistes") },
    { "nurse", FR("Infirmiers") },
    { "physio", FR("Masseurs-kinésithérapeutes") },
    { "midwife", FR("Sages-femmes") },
    { "dentist", FR("Chirurgiens-dentistes") },
    { "speech_therapist", FR("Orthophonistes") },
    { "pharmacy", FR("Pharmacies") },
    { "emergency", FR("Services d’urgences") },
    { NULL, NULL },
};

static const mlg_code measures[] = { { "apl", FR("APL") }, { NULL, NULL } };

/* The categories of FINESS bear their official names, written out. */
static const mlg_code facilities[] = {
    { "csipa", FR("CSIPA et antennes") },
    { "urgences", FR("Service d’urgences") },
    { "emergency", FR("Service d’urgences") },
    { "hopital", FR("Hôpital ou clinique") },
    { "maternites", FR("Maternité") },
    { "centre_sante", FR("Centre de santé") },
    { "pharmacie", FR("Pharmacie d’officine") },
    { "pharmacy", FR("Pharmacie d’officine") },
    { "csapa", FR("Centre de soins, d’accompagnement et de prévention en addictologie (CSAPA)") },
    { "prevention", FR("Centre de prévention") },
    { "soins_non_programmes", FR("Soins non programmés") },
    { "101", FR("Centre hospitalier régional (CHR)") },
    { "106", FR("Centre hospitalier, ex-hôpital local") },
    { "109", FR("Établissement de santé privé autorisé en SSR") },
    { "124", FR("Centre de santé") },
    { "127", FR("Hospitalisation à domicile") },
    { "156", FR("Centre médico-psychologique (CMP)") },
    { "178",
      FR("Centre d’accueil et d’accompagnement à la réduction des risques pour usagers de drogues (CAARUD)") },
    { "197", FR("Centre de soins, d’accompagnement et de prévention en addictologie (CSAPA)") },
    { "223", FR("Protection maternelle et infantile (PMI)") },
    { "228", FR("Centre de santé sexuelle") },
    { "292", FR("Centre hospitalier spécialisé dans la lutte contre les maladies mentales") },
    { "347", FR("Centre d’examens de santé") },
    { "354", FR("Service de soins infirmiers à domicile (SSIAD)") },
    { "355", FR("Centre hospitalier (CH)") },
    { "362", FR("Établissement de soins de longue durée") },
    { "365", FR("Établissement de soins pluridisciplinaire") },
    { "500", FR("Établissement d’hébergement pour personnes âgées dépendantes (EHPAD)") },
    { "603", FR("Maison de santé (L. 6223-3)") },
    { "604", FR("Communauté professionnelle territoriale de santé (CPTS)") },
    { "611", FR("Laboratoire de biologie médicale") },
    { "617", FR("Maison médicale de garde (MMG)") },
    { "620", FR("Pharmacie d’officine") },
    { "627", FR("Propharmacie") },
    { NULL, NULL },
};

static const mlg_code days[] = {
    { "1", FR("lundi") },    { "2", FR("mardi") },  { "3", FR("mercredi") }, { "4", FR("jeudi") },
    { "5", FR("vendredi") }, { "6", FR("samedi") }, { "7", FR("dimanche") }, { NULL, NULL },
};

static const mlg_code meshes[] = {
    { "commune", FR("Commune") },
    { "tvs", FR("Territoire de vie-santé") },
    { "bv2022", FR("Bassin de vie 2022") },
    { "bvcv", FR("Bassin de vie ou pseudo-canton") },
    { "grand-quartier", FR("Grand quartier") },
    { "grand_quartier", FR("Grand quartier") },
    { "qpv", FR("Quartier prioritaire (QPV)") },
    { "lieu", FR("Établissement") },
    { "carreau", FR("Carreau de 200 m") },
    { "groupe", FR("Groupe d’habitants") },
    { "centre", FR("Centre d’une commune dont les habitants sont comptés par carreau") },
    { NULL, NULL },
};

/* Beside the groups that a study names. */
static const mlg_code travellers[] = { { "autres", FR("autres habitants") },
                                       { "ensemble", FR("tous, chacun par son mode") },
                                       { NULL, NULL } };

static const mlg_code areas[] = {
    { "affectation", FR("Site le plus proche") },
    { "anneau", FR("Couronne de temps") },
    { NULL, NULL },
};

static const mlg_code units[] = {
    { "personnes", FR("Personnes") },
    { "etp", FR("Équivalents temps plein") },
    { "actes", FR("Actes par an") },
    { NULL, NULL },
};

static const mlg_code precisions[] = {
    { "adresse", FR("À l’adresse") },
    { "approchee", FR("Approchée") },
    { "commune", FR("Au centre de la commune") },
    { "etablissement", FR("Par l’établissement") },
    { "code_postal", FR("Par le code postal") },
    { NULL, NULL },
};

static const mlg_code bases[] = {
    { "ages", FR("Tranches d’âge") },
    { "donnee", FR("Donnée par une source") },
    { "population", FR("Population totale, faute d’âges") },
    { NULL, NULL },
};

static const mlg_code groups[] = {
    { "tous", FR("Ensemble") },
    { "urbain", FR("Communes urbaines (densité 1 à 4)") },
    { "rural", FR("Communes rurales (densité 5 à 7)") },
    { "qpv", FR("Communes avec un QPV") },
    { "hors_qpv", FR("Communes sans QPV") },
    { "moins_2000", FR("Communes de moins de 2 000 habitants") },
    { "2000_et_plus", FR("Communes de 2 000 habitants et plus") },
    { NULL, NULL },
};

static const mlg_code clusters[] = {
    { "bas-bas", FR("Accès faible parmi des voisines faibles") },
    { "haut-haut", FR("Accès élevé parmi des voisines élevées") },
    { "bas-haut", FR("Accès faible parmi des voisines élevées") },
    { "haut-bas", FR("Accès élevé parmi des voisines faibles") },
    { NULL, NULL },
};

static const mlg_code crossings[] = {
    { "tombe", FR("passe sous le seuil") },
    { "remonte", FR("repasse au-dessus") },
    { NULL, NULL },
};

static const mlg_code fates[] = {
    { "sort", FR("repasse au-dessus du seuil") },
    { "reste", FR("reste sous le seuil") },
    { NULL, NULL },
};

static const mlg_code directions[] = { { "max", FR("le plus") }, { "min", FR("le moins") }, { NULL, NULL } };

static const mlg_code lights[] = {
    { "vert", FR("dans les limites") },       { "orange", FR("à plus de la moitié du plafond") },
    { "rouge", FR("presque au plafond") },    { "depasse", FR("plafond dépassé") },
    { "insuffisant", FR("sous le minimum") }, { NULL, NULL },
};

static const mlg_code swaps[] = {
    { "moins dotés", FR("Parmi les moins dotés") },
    { "mieux dotés", FR("Parmi les mieux dotés") },
    { "hors", FR("Hors des zones d’échange") },
    { NULL, NULL },
};

static const mlg_code shares[] = {
    { "rank", FR("site après site") },
    { "optimal", FR("temps total le plus court") },
    { NULL, NULL },
};

static const mlg_code aims[] = { { "personnes", FR("habitants") },
                                 { "consultations", FR("consultations") },
                                 { NULL, NULL } };

static const mlg_code nothing_to_gain[] = {
    { "seuil", FR("rien à gagner\u00a0: personne n’est sous le seuil") },
    { "inconnu", FR("rien à gagner là où l’accès est connu") },
    { "demande", FR("rien à gagner\u00a0: aucune demande") },
    { "couverts", FR("rien à gagner\u00a0: tout le monde est déjà à portée") },
    { "effet", FR("aucun choix n’améliore l’objectif") },
    { "suffit", FR("moins de sites suffisent") },
    { NULL, NULL },
};

static const mlg_code idle_days[] = {
    { "cible", FR("aucun habitant visé") },
    { "portee", FR("aucun arrêt n’est à portée de ceux qui sont visés") },
    { "rien", FR("une séance de plus n’apporterait rien") },
    { "temps", FR("les autres séances utiles passent le temps ou le nombre de passages permis") },
    { "ferme", FR("aucun arrêt utile n’est ouvert ce jour-là") },
    { NULL, NULL },
};

static const mlg_code told_apart[] = { { "prouve", FR("parmi tous") },
                                       { "examines", FR("parmi ceux trouvés") },
                                       { NULL, NULL } };

const mlg_code_list mlg_code_lists[] = {
    { "certitude", certainties },
    { "ecart", gaps },
    { "oui_non", yes_no },
    { "zonage", zones },
    { "cadre", frames },
    { "echange", swaps },
    { "desert", deserts },
    { "espace", spaces },
    { "densite", densities },
    { "profession", professions },
    { "mesure", measures },
    { "etablissement", facilities },
    { "jour", days },
    { "maille", meshes },
    { "bassin", areas },
    { "unite", units },
    { "precision", precisions },
    { "base_std", bases },
    { "groupe", groups },
    { "public", travellers },
    { "grappe", clusters },
    { "bascule", crossings },
    { "sort", fates },
    { "sens", directions },
    { "feu", lights },
    { "partage", shares },
    { "but", aims },
    { "constat", nothing_to_gain },
    { "departage", told_apart },
    { "constat_tournee", idle_days },
    { "modele", mlg_model_words },
    { "methode", mlg_method_words },
    { "region", mlg_region_words },
    { NULL, NULL },
};

const mlg_code_list *mlg_code_list_find(const char *name)
{
    for (const mlg_code_list *list = mlg_code_lists; list->name; list++)
        if (strcmp(list->name, name) == 0)
            return list;
    return NULL;
}

const char *mlg_words_among(const mlg_code *codes, const char *value)
{
    for (const mlg_code *code = codes; code->value; code++)
        if (strcmp(code->value, value) == 0)
            return code->words;
    return value;
}

const char *mlg_code_words(const char *list, const char *value)
{
    const mlg_code_list *found = mlg_code_list_find(list);
    assert(found);
    return mlg_words_among(found->codes, value);
}
