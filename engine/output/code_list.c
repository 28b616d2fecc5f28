#include "output/code_list.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const mlg_code yes_no[] = { { "0", "non" }, { "1", "oui" }, { NULL, NULL } };

static const mlg_code zones[] = {
    { "ZIP", "Zone d’intervention prioritaire (ZIP)" },
    { "ZAC", "Zone d’action complémentaire (ZAC)" },
    { "ZAR", "Zone d’accompagnement régional (ZAR)" },
    { "ZV", "Zone de vigilance (ZV)" },
    { "HV", "Hors vivier (HV)" },
    { "HZ", "Hors zonage (HZ)" },
    { "ELIGIBLE", "Éligible, classe non donnée" },
    { "inconnu", "Classe non donnée par les sources" },
    { NULL, NULL },
};

/* What the national frame says; the rule of a study writes the first word of a ZIP, the source of a zoning its code. */
static const mlg_code frames[] = {
    { "selection", "Sélection nationale" },
    { "ZIP", "Sélection nationale (ZIP)" },
    { "vivier", "Vivier" },
    { "hors", "Hors vivier" },
    { "hors vivier", "Hors vivier" },
    { "inconnu", "Inconnu" },
    { NULL, NULL },
};

/* Bits: 1 doctor, 2 pharmacy, 4 emergency. */
static const mlg_code deserts[] = {
    { "0", "aucun manque" },
    { "1", "médecin" },
    { "2", "pharmacie" },
    { "3", "médecin et pharmacie" },
    { "4", "urgences" },
    { "5", "médecin et urgences" },
    { "6", "pharmacie et urgences" },
    { "7", "médecin, pharmacie et urgences" },
    { NULL, NULL },
};

static const mlg_code spaces[] = {
    { "urbain", "Urbain (densité 1 à 4)" }, { "rural", "Rural (densité 5 à 7)" }, { "mixte", "Urbain et rural" }, { NULL, NULL },
};

static const mlg_code densities[] = {
    { "1", "1 grands centres urbains" },
    { "2", "2 centres urbains intermédiaires" },
    { "3", "3 petites villes" },
    { "4", "4 ceintures urbaines" },
    { "5", "5 bourgs ruraux" },
    { "6", "6 rural à habitat dispersé" },
    { "7", "7 rural à habitat très dispersé" },
    { NULL, NULL },
};

static const mlg_code professions[] = {
    { "gp", "Médecins généralistes" }, { "nurse", "Infirmiers" },
    { "physio", "Masseurs-kinésithérapeutes" },  { "midwife", "Sages-femmes" },
    { "dentist", "Chirurgiens-dentistes" },      { "pharmacy", "Pharmacies" },
    { "emergency", "Services d’urgences" },      { NULL, NULL },
};

static const mlg_code facilities[] = {
    { "csipa", "CSIPA et antennes" },
    { "urgences", "Service d’urgences" },
    { "emergency", "Service d’urgences" },
    { "hopital", "Hôpital ou clinique" },
    { "355", "Centre hospitalier" },
    { "centre_sante", "Centre de santé" },
    { "124", "Centre de santé" },
    { "603", "Maison de santé" },
    { "pharmacie", "Pharmacie" },
    { "pharmacy", "Pharmacie" },
    { "620", "Pharmacie" },
    { "csapa", "CSAPA (addictologie)" },
    { "prevention", "Centre de prévention" },
    { "soins_non_programmes", "Soins non programmés" },
    { NULL, NULL },
};

static const mlg_code days[] = {
    { "1", "lundi" },    { "2", "mardi" },  { "3", "mercredi" }, { "4", "jeudi" },
    { "5", "vendredi" }, { "6", "samedi" }, { "7", "dimanche" }, { NULL, NULL },
};

static const mlg_code meshes[] = {
    { "commune", "Commune" },
    { "tvs", "Territoire de vie-santé" },
    { "bv2022", "Bassin de vie 2022" },
    { "bvcv", "Bassin de vie ou pseudo-canton" },
    { "grand-quartier", "Grand quartier" },
    { "grand_quartier", "Grand quartier" },
    { "qpv", "Quartier prioritaire (QPV)" },
    { "lieu", "Établissement" },
    { "carreau", "Carreau de 200 m" },
    { "centre", "Centre d’une commune dont les habitants sont comptés par carreau" },
    { NULL, NULL },
};

static const mlg_code areas[] = {
    { "affectation", "Site le plus proche" }, { "anneau", "Couronne de temps" }, { NULL, NULL },
};

static const mlg_code units[] = {
    { "personnes", "Personnes" }, { "etp", "Équivalents temps plein" }, { "actes", "Actes par an" }, { NULL, NULL },
};

static const mlg_code precisions[] = {
    { "adresse", "À l’adresse" },
    { "approchee", "Approchée" },
    { "commune", "Au centre de la commune" },
    { "etablissement", "Par l’établissement" },
    { "code_postal", "Par le code postal" },
    { NULL, NULL },
};

static const mlg_code bases[] = {
    { "ages", "Tranches d’âge" }, { "donnee", "Donnée par une source" }, { "population", "Population totale, faute d’âges" }, { NULL, NULL },
};

static const mlg_code groups[] = {
    { "tous", "Ensemble" },
    { "urbain", "Communes urbaines (densité 1 à 4)" },
    { "rural", "Communes rurales (densité 5 à 7)" },
    { "qpv", "Communes avec un QPV" },
    { "hors_qpv", "Communes sans QPV" },
    { "moins_2000", "Communes de moins de 2 000 habitants" },
    { "2000_et_plus", "Communes de 2 000 habitants et plus" },
    { NULL, NULL },
};

static const mlg_code clusters[] = {
    { "bas-bas", "Accès faible parmi des voisines faibles" },
    { "haut-haut", "Accès élevé parmi des voisines élevées" },
    { "bas-haut", "Accès faible parmi des voisines élevées" },
    { "haut-bas", "Accès élevé parmi des voisines faibles" },
    { NULL, NULL },
};

static const mlg_code crossings[] = {
    { "tombe", "passe sous le seuil" }, { "remonte", "repasse au-dessus" }, { NULL, NULL },
};

static const mlg_code fates[] = {
    { "sort", "repasse au-dessus du seuil" }, { "reste", "reste sous le seuil" }, { NULL, NULL },
};

static const mlg_code directions[] = { { "max", "le plus" }, { "min", "le moins" }, { NULL, NULL } };

static const mlg_code lights[] = {
    { "vert", "dans les limites" }, { "orange", "près d’une limite" }, { "rouge", "hors des limites" }, { NULL, NULL },
};

static const mlg_code shares[] = {
    { "rank", "site après site" }, { "optimal", "temps total le plus court" }, { NULL, NULL },
};

static const mlg_code aims[] = { { "personnes", "habitants" }, { "consultations", "consultations" }, { NULL, NULL } };

const mlg_code_list mlg_code_lists[] = {
    { "oui_non", yes_no },       { "zonage", zones },          { "cadre", frames },         { "desert", deserts },
    { "espace", spaces },        { "densite", densities },     { "profession", professions }, { "etablissement", facilities },
    { "jour", days },            { "maille", meshes },         { "bassin", areas },         { "unite", units },
    { "precision", precisions }, { "base_std", bases },        { "groupe", groups },        { "grappe", clusters },
    { "bascule", crossings },    { "sort", fates },            { "sens", directions },      { "feu", lights },
    { "partage", shares },       { "but", aims },              { NULL, NULL },
};

const mlg_code_list *mlg_code_list_find(const char *name)
{
    for (const mlg_code_list *list = mlg_code_lists; list->name; list++)
        if (strcmp(list->name, name) == 0)
            return list;
    return NULL;
}

const char *mlg_code_words(const char *list, const char *value)
{
    const mlg_code_list *found = mlg_code_list_find(list);
    assert(found);
    for (const mlg_code *code = found->codes; code->value; code++)
        if (strcmp(code->value, value) == 0)
            return code->words;
    return value;
}
