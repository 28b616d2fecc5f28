#include "output/tables/findings.h"

#include "analysis/travel/model.h"
#include "base/language.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TEXT(name)                                                                                                \
    {                                                                                                             \
        name, name, "", MLG_KIND_TEXT, 0, false                                                                   \
    }
#define NUMBER(name)                                                                                              \
    {                                                                                                             \
        name, name, "", MLG_KIND_NUMBER, 0, false                                                                 \
    }
#define COUNT(array) (int)(sizeof(array) / sizeof(array)[0])

static const mlg_sheet_column study_columns[] = {
    TEXT("titre"),
    TEXT("territoire"),
    TEXT("cog"),
    TEXT("srs"),
    TEXT("version"),
    TEXT("tampon"),
    TEXT("decay"),
    TEXT("base_std"),
    TEXT("trajet"),
    TEXT("regle_desert"),
    TEXT("regle_zonage"),
    TEXT("comparee_a"),
    TEXT("millesime_offre"),
    TEXT("millesime_population"),
};
static const mlg_sheet_column totals_columns[] = {
    NUMBER("communes"),
    NUMBER("population"),
    NUMBER("apl"),
    NUMBER("seuil"),
    NUMBER("communes_sous"),
    NUMBER("population_sous"),
    NUMBER("communes_apl"),
    NUMBER("deserts"),
    NUMBER("population_deserts"),
    NUMBER("qpv"),
    NUMBER("communes_approx"),
    NUMBER("surface_approx"),
    NUMBER("surface_connue"),
    NUMBER("population_sous_publie"),
    NUMBER("population_sous_publie_65"),
    NUMBER("horizon"),
    TEXT("tournee"),
    NUMBER("limite_gp"),
    NUMBER("limite_pharmacie"),
    NUMBER("limite_urgence"),
    TEXT("intercommunalite"),
};
static const mlg_sheet_column asked_columns[] = {
    TEXT("genre"), TEXT("nom"),       TEXT("libelle"), TEXT("categorie"),
    TEXT("quand"), NUMBER("moyenne"), TEXT("unite"),
};
static const mlg_sheet_column groups_columns[] = { TEXT("groupe"),   TEXT("source"), NUMBER("part"),
                                                   NUMBER("apl"),    NUMBER("gp"),   NUMBER("pharma"),
                                                   NUMBER("urgence") };
static const mlg_sheet_column rings_columns[] = { TEXT("genre"), TEXT("nom"), NUMBER("minutes"),
                                                  NUMBER("personnes") };
static const mlg_sheet_column warnings_columns[] = { TEXT("genre"), TEXT("sujet"), NUMBER("nombre") };

static const mlg_sheet study_table = { "study", "", study_columns, COUNT(study_columns) };
static const mlg_sheet totals_table = { "totals", "", totals_columns, COUNT(totals_columns) };
static const mlg_sheet asked_table = { "asked", "", asked_columns, COUNT(asked_columns) };
static const mlg_sheet groups_table = { "groups_shown", "", groups_columns, COUNT(groups_columns) };
static const mlg_sheet rings_table = { "asked_rings", "", rings_columns, COUNT(rings_columns) };
static const mlg_sheet warnings_table = { "warnings", "", warnings_columns, COUNT(warnings_columns) };

mlg_status mlg_findings_read_study(mlg_sheet_rows *out, mlg_db *db, mlg_error *err)
{
    return mlg_sheet_rows_read(out, db, &study_table, err);
}

mlg_status mlg_findings_read(mlg_findings *out, mlg_db *db, mlg_error *err)
{
    *out = (mlg_findings){ 0 };
    MLG_TRY(mlg_findings_read_study(&out->study, db, err));
    MLG_TRY(mlg_look_read(&out->look, db, err));
    MLG_TRY(mlg_sheet_rows_read(&out->totals, db, &totals_table, err));
    MLG_TRY(mlg_sheet_rows_read(&out->communes, db, mlg_sheet_find("communes"), err));
    MLG_TRY(mlg_sheet_rows_read(&out->mesures, db, mlg_sheet_find("mesures"), err));
    MLG_TRY(mlg_sheet_rows_read(&out->sites, db, mlg_sheet_find("sites"), err));
    MLG_TRY(mlg_sheet_rows_read(&out->bilans, db, mlg_sheet_find("bilans"), err));
    MLG_TRY(mlg_sheet_rows_read(&out->variantes, db, mlg_sheet_find("variantes"), err));
    MLG_TRY(mlg_sheet_rows_read(&out->zonage, db, mlg_sheet_find("zonage"), err));
    MLG_TRY(mlg_sheet_rows_read(&out->mentions, db, mlg_sheet_find("mentions"), err));
    MLG_TRY(mlg_sheet_rows_read(&out->coverage, db, mlg_sheet_find("couverture_sources"), err));
    MLG_TRY(mlg_sheet_rows_read(&out->asked, db, &asked_table, err));
    MLG_TRY(mlg_sheet_rows_read(&out->groups, db, &groups_table, err));
    MLG_TRY(mlg_sheet_rows_read(&out->rings, db, &rings_table, err));
    return mlg_sheet_rows_read(&out->warnings, db, &warnings_table, err);
}

void mlg_findings_release(mlg_findings *findings)
{
    mlg_sheet_rows_release(&findings->study);
    mlg_sheet_rows_release(&findings->totals);
    mlg_sheet_rows_release(&findings->mentions);
    mlg_sheet_rows_release(&findings->communes);
    mlg_sheet_rows_release(&findings->mesures);
    mlg_sheet_rows_release(&findings->sites);
    mlg_sheet_rows_release(&findings->bilans);
    mlg_sheet_rows_release(&findings->variantes);
    mlg_sheet_rows_release(&findings->zonage);
    mlg_sheet_rows_release(&findings->coverage);
    mlg_sheet_rows_release(&findings->warnings);
    mlg_sheet_rows_release(&findings->asked);
    mlg_sheet_rows_release(&findings->groups);
    mlg_sheet_rows_release(&findings->rings);
}

int32_t mlg_findings_worst(const mlg_findings *findings, int32_t most)
{
    int32_t n = 0;
    while (n < most && n < findings->communes.count && !isnan(mlg_sheet_number(&findings->communes, n, "apl")))
        n++;
    return n;
}

void mlg_findings_persons(double persons[MLG_ACCESS_CLASSES + 1], const mlg_findings *findings)
{
    const mlg_sheet_rows *communes = &findings->communes;
    for (int k = 0; k <= MLG_ACCESS_CLASSES; k++)
        persons[k] = 0;
    for (int32_t i = 0; i < communes->count; i++) {
        double here = mlg_sheet_number(communes, i, "population");
        persons[mlg_look_class(&findings->look, mlg_sheet_number(communes, i, "apl"))] += here > 0 ? here : 0;
    }
}

static bool is_text(const mlg_sheet_rows *rows, int32_t row, const char *column, const char *text)
{
    return strcmp(mlg_sheet_text(rows, row, column), text) == 0;
}

bool mlg_siting_is_proved(const mlg_findings *findings, int32_t row)
{
    return is_text(&findings->bilans, row, "prouve", "oui");
}

void mlg_siting_change(double *before, double *after, int *places, const mlg_findings *findings, int32_t row)
{
    *before = mlg_sheet_number(&findings->bilans, row, "avant");
    *after = mlg_sheet_number(&findings->bilans, row, "apres");
    double largest = fmax(isnan(*before) ? 0 : fabs(*before), isnan(*after) ? 0 : fabs(*after));
    *places = largest >= 100 ? 0 : largest >= 10 ? 1 : largest >= 1 ? 2 : 4;
    if (strncmp(mlg_sheet_text(&findings->bilans, row, "unite"), "minutes", 7) == 0)
        *places = 1;
    if (is_text(&findings->bilans, row, "unite", "habitants") || is_text(&findings->bilans, row, "unite", "sites"))
        *places = 0;
}

bool mlg_siting_needs_fewer(const mlg_findings *findings, int32_t row)
{
    return is_text(&findings->bilans, row, "constat", "moins de sites suffisent");
}

bool mlg_siting_gains_nothing(const mlg_findings *findings, int32_t row)
{
    return *mlg_sheet_text(&findings->bilans, row, "constat") && !mlg_siting_needs_fewer(findings, row);
}

const char *mlg_siting_finding(const mlg_findings *findings, int32_t row)
{
    static const char *const findings_of[][2] = {
        { "rien à gagner\u00a0: personne n’est sous le seuil",
          MLG_MARK("nothing to gain: nobody is under the threshold") },
        { "rien à gagner là où l’accès est connu", MLG_MARK("nothing to gain where the access is known") },
        { "rien à gagner\u00a0: aucune demande", MLG_MARK("nothing to gain: there is no demand") },
        { "rien à gagner\u00a0: tout le monde est déjà à portée",
          MLG_MARK("nothing to gain: everybody is within the limit already") },
        { "aucun choix n’améliore l’objectif", MLG_MARK("no choice improves the objective") },
        { "moins de sites suffisent",
          MLG_MARK("fewer sites are enough: more would add nothing to the objective") },
    };
    for (size_t i = 0; i < sizeof findings_of / sizeof *findings_of; i++)
        if (is_text(&findings->bilans, row, "constat", findings_of[i][0]))
            return findings_of[i][1];
    return NULL;
}

bool mlg_siting_has_before(const mlg_findings *findings, int32_t row)
{
    return mlg_sheet_number(&findings->bilans, row, "sites_avant") > 0;
}

int32_t mlg_siting_equal(mlg_text *out, const mlg_findings *findings, int32_t row, int32_t most)
{
    const mlg_sheet_rows *sets = &findings->variantes;
    const char *name = mlg_sheet_text(&findings->bilans, row, "nom");
    int32_t n = 0;
    for (int32_t i = 0; i < sets->count; i++) {
        if (!is_text(sets, i, "nom", name) || fabs(mlg_sheet_number(sets, i, "perte")) > 0)
            continue;
        if (n++ < most)
            mlg_text_printf(out, "%s%s", n > 1 ? " / " : "", mlg_sheet_text(sets, i, "libelles"));
    }
    return n;
}

bool mlg_siting_proposed(const mlg_findings *findings, int32_t row, int32_t site)
{
    return is_text(&findings->sites, site, "nom", mlg_sheet_text(&findings->bilans, row, "nom"));
}

static const struct {
    const char *kind, *english[2], *french[2]; /* of one, of several */
} words[] = {
    { "approx_commune",
      { MLG_MARK("commune has an approximate outline (Voronoi cell): areas and contiguity are indicative"),
        MLG_MARK("communes have an approximate outline (Voronoi cell): areas and contiguity are indicative") },
      { MLG_REPORT_MARK("commune au contour approché (cellule de Voronoï)\u00a0: sa surface et ses contiguïtés "
                        "sont indicatives"),
        MLG_REPORT_MARK("communes au contour approché (cellule de Voronoï)\u00a0: leurs surfaces et contiguïtés "
                        "sont indicatives") } },
    { "approx_qpv",
      { MLG_MARK("priority district is drawn as a disc around a point, not along its real perimeter"),
        MLG_MARK("priority districts are drawn as a disc around a point, not along their real perimeter") },
      { MLG_REPORT_MARK(
            "quartier prioritaire représenté par un disque autour d’un point et non par son périmètre réel"),
        MLG_REPORT_MARK("quartiers prioritaires représentés par un disque autour d’un point et non par leur "
                        "périmètre réel") } },
    { "repaired_qpv",
      { MLG_MARK("priority district had an invalid published outline, which was repaired"),
        MLG_MARK("priority districts had an invalid published outline, which was repaired") },
      { MLG_REPORT_MARK("quartier prioritaire dont le contour publié, invalide, a été réparé"),
        MLG_REPORT_MARK("quartiers prioritaires dont le contour publié, invalide, a été réparé") } },
    { "people_of_qpv_estimated",
      { MLG_MARK("priority neighbourhood has an estimated population, as no source gives it"),
        MLG_MARK("priority neighbourhoods have an estimated population, as no source gives it") },
      { MLG_REPORT_MARK("quartier prioritaire dont la population est estimée, faute de source"),
        MLG_REPORT_MARK("quartiers prioritaires dont la population est estimée, faute de source") } },
    { "people_of_qpv_unknown",
      { MLG_MARK("priority neighbourhood has an unknown population: its people count with their commune"),
        MLG_MARK("priority neighbourhoods have an unknown population: their people count with their commune") },
      { MLG_REPORT_MARK(
            "quartier prioritaire de population inconnue\u00a0: ses habitants sont comptés avec leur commune"),
        MLG_REPORT_MARK("quartiers prioritaires de population inconnue\u00a0: leurs habitants sont comptés avec "
                        "leur commune") } },
    { "indicator_in_part",
      { MLG_MARK("territoire de vie-santé has an indicator known for fewer than 95 people in 100: it has no rank "
                 "and no frame"),
        MLG_MARK("territoires de vie-santé have an indicator known for fewer than 95 people in 100: they have no "
                 "rank and no frame") },
      { MLG_REPORT_MARK(
            "territoire de vie-santé dont l’indicateur est connu pour moins de 95 habitants sur 100\u00a0: "
            "sans rang ni cadre"),
        MLG_REPORT_MARK("territoires de vie-santé dont l’indicateur est connu pour moins de 95 habitants sur "
                        "100\u00a0: sans rang ni cadre") } },
    { "region_unknown",
      { MLG_MARK("zoning whose region was not found: no regional ceilings, exceptions or aids"),
        MLG_MARK("zonings whose region was not found: no regional ceilings, exceptions or aids") },
      { MLG_REPORT_MARK(
            "zonage dont la région n’a pas été trouvée\u00a0: sans plafonds, exceptions ni aides de la région"),
        MLG_REPORT_MARK("zonages dont la région n’a pas été trouvée\u00a0: sans plafonds, exceptions ni aides de "
                        "la région") } },
    { "population_unknown",
      { MLG_MARK("commune has no known population and counts for nobody"),
        MLG_MARK("communes have no known population and count for nobody") },
      { MLG_REPORT_MARK("commune sans population connue, comptée pour zéro habitant"),
        MLG_REPORT_MARK("communes sans population connue, comptées pour zéro habitant") } },
    { "one_point",
      { MLG_MARK("point stands for the whole town: times within it are not distinguished"),
        MLG_MARK("points stand for the whole town: times within it are not distinguished") },
      { MLG_REPORT_MARK(
            "point représente toute la ville\u00a0: les trajets à l’intérieur de la ville ne sont pas distingués"),
        MLG_REPORT_MARK("points représentent toute la ville\u00a0: les trajets à l’intérieur de la ville ne sont "
                        "pas distingués") } },
    { "apl_unknown",
      { MLG_MARK("commune has no computed accessibility"), MLG_MARK("communes have no computed accessibility") },
      { MLG_REPORT_MARK("commune sans APL calculée"), MLG_REPORT_MARK("communes sans APL calculée") } },
    { "no_trip",
      { MLG_MARK("person has no trip there within the search: the mean time of their commune is unknown"),
        MLG_MARK("persons have no trip there within the search: the mean time of their communes is unknown") },
      { MLG_REPORT_MARK("habitant sans trajet connu jusque-là\u00a0: le temps moyen de sa commune est inconnu"),
        MLG_REPORT_MARK(
            "habitants sans trajet connu jusque-là\u00a0: le temps moyen de leur commune est inconnu") } },
    { "desert_untold",
      { MLG_MARK("commune whose criteria of deserts are known in part: what it lacks is a lower bound"),
        MLG_MARK("communes whose criteria of deserts are known in part: what they lack is a lower bound") },
      { MLG_REPORT_MARK(
            "commune où ce critère de désert est inconnu\u00a0: elle peut manquer de plus qu’il n’est dit"),
        MLG_REPORT_MARK("communes où ce critère de désert est inconnu\u00a0: elles peuvent manquer de plus qu’il "
                        "n’est dit") } },
    { "apl_side",
      { MLG_MARK("commune is on the other side of the threshold by its published APL"),
        MLG_MARK("communes are on the other side of the threshold by their published APL") },
      { MLG_REPORT_MARK("commune que l’APL publiée place de l’autre côté du seuil que l’APL calculée"),
        MLG_REPORT_MARK("communes que l’APL publiée place de l’autre côté du seuil que l’APL calculée") } },
    { "few_per_doctor",
      { MLG_MARK("inhabitants for a doctor in the catchment: fewer than the study allows"),
        MLG_MARK("inhabitants for a doctor in the catchment: fewer than the study allows") },
      { MLG_REPORT_MARK("habitant par médecin dans l’aire du site\u00a0: moins que le minimum de l’étude"),
        MLG_REPORT_MARK("habitants par médecin dans l’aire du site\u00a0: moins que le minimum de l’étude") } },
    { "many_per_doctor",
      { MLG_MARK("inhabitants for a doctor in the catchment: more than the study allows"),
        MLG_MARK("inhabitants for a doctor in the catchment: more than the study allows") },
      { MLG_REPORT_MARK("habitant par médecin dans l’aire du site\u00a0: plus que le maximum de l’étude"),
        MLG_REPORT_MARK("habitants par médecin dans l’aire du site\u00a0: plus que le maximum de l’étude") } },
    { "supply_crowded",
      { MLG_MARK("GP is counted in one commune, more than 5 for 1,000 inhabitants: check that they "
                 "practise there"),
        MLG_MARK("GPs are counted in one commune, more than 5 for 1,000 inhabitants: check that they "
                 "practise there") },
      { MLG_REPORT_MARK(
            "généraliste compté dans une seule commune, plus de 5 pour 1 000 habitants : vérifier qu’il y "
            "exerce"),
        MLG_REPORT_MARK("généralistes comptés dans une seule commune, plus de 5 pour 1 000 habitants : vérifier "
                        "qu’ils y exercent") } },
    { "base_std_population",
      { MLG_MARK("place has no age bands: all its inhabitants count alike in the APL"),
        MLG_MARK("places have no age bands: all their inhabitants count alike in the APL") },
      { MLG_REPORT_MARK("lieu sans population par âge\u00a0: chaque habitant y compte autant dans l’APL, sans "
                        "standardisation"),
        MLG_REPORT_MARK("lieux sans population par âge\u00a0: chaque habitant y compte autant dans l’APL, sans "
                        "standardisation") } },
    { "base_std_donnee",
      { MLG_MARK("place uses the standardised population given by a source, not computed from age bands"),
        MLG_MARK("places use the standardised population given by a source, not computed from age bands") },
      { MLG_REPORT_MARK("lieu dont la population standardisée est donnée par une source, et non calculée par âge"),
        MLG_REPORT_MARK(
            "lieux dont la population standardisée est donnée par une source, et non calculée par âge") } },
    { "site_at_centre",
      { MLG_MARK("facility is located at the centre of its commune"),
        MLG_MARK("facilities are located at the centre of their commune") },
      { MLG_REPORT_MARK("établissement placé au centre de sa commune, faute d’adresse"),
        MLG_REPORT_MARK("établissements placés au centre de leur commune, faute d’adresse") } },
    { "rejected",
      { MLG_MARK("row was set aside while loading"), MLG_MARK("rows were set aside while loading") },
      { MLG_REPORT_MARK("ligne écartée au chargement"), MLG_REPORT_MARK("lignes écartées au chargement") } },
    { "site_misplaced",
      { MLG_MARK("facility has coordinates far from its commune and is located at its centre"),
        MLG_MARK("facilities have coordinates far from their commune and are located at its centre") },
      { MLG_REPORT_MARK("établissement dont les coordonnées sont loin de sa commune, placé au centre de celle-ci"),
        MLG_REPORT_MARK(
            "établissements dont les coordonnées sont loin de leur commune, placés au centre de celle-ci") } },
    { "commune_kept",
      { MLG_MARK("commune of the outlines no longer exists according to the changes, and was kept"),
        MLG_MARK("communes of the outlines no longer exist according to the changes, and were kept") },
      { MLG_REPORT_MARK("commune des contours donnée pour disparue par les changements, conservée"),
        MLG_REPORT_MARK("communes des contours données pour disparues par les changements, conservées") } },
    { "one_way",
      { MLG_MARK("pair of communes of the travel times has no time the other way: that trip cannot be made"),
        MLG_MARK("pairs of communes of the travel times have no time the other way: these trips cannot be made") },
      { MLG_REPORT_MARK("couple de communes sans temps de retour dans le fichier des trajets\u00a0: ce trajet est "
                        "compté comme impossible"),
        MLG_REPORT_MARK("couples de communes sans temps de retour dans le fichier des trajets\u00a0: ces trajets "
                        "sont comptés comme impossibles") } },
    { "half_matrix",
      { MLG_MARK(
            "pair of communes of the travel times, and none has its reverse: the file gives one direction only"),
        MLG_MARK("pairs of communes of the travel times, and none has its reverse: the file gives one direction "
                 "only") },
      { MLG_REPORT_MARK(
            "couple de communes dans le fichier des trajets, sans retour\u00a0: le fichier ne contient "
            "qu’un sens"),
        MLG_REPORT_MARK(
            "couples de communes dans le fichier des trajets, dont aucun n’a son retour\u00a0: le fichier "
            "ne contient qu’un sens") } },
    { "no_own_time",
      { MLG_MARK("commune has no time to itself in the travel times, which give others: its own sites are out of "
                 "reach"),
        MLG_MARK("communes have no time to themselves in the travel times, which give others: their own sites are "
                 "out of "
                 "reach") },
      { MLG_REPORT_MARK(
            "commune sans temps interne dans le fichier des trajets, qui en donne à d’autres\u00a0: ses "
            "propres sites sont hors d’atteinte"),
        MLG_REPORT_MARK(
            "communes sans temps interne dans le fichier des trajets, qui en donne à d’autres\u00a0: leurs "
            "propres sites sont hors d’atteinte") } },
    { "conflicting_times",
      { MLG_MARK("pair has several travel times that differ in the file"),
        MLG_MARK("pairs have several travel times that differ in the file") },
      { MLG_REPORT_MARK("couple dont le fichier des trajets donne plusieurs temps différents"),
        MLG_REPORT_MARK("couples dont le fichier des trajets donne plusieurs temps différents") } },
    { "secret",
      { MLG_MARK("square of fewer than 11 households shows no figure: n.d. (secret)"),
        MLG_MARK("squares of fewer than 11 households show no figure: n.d. (secret)") },
      { MLG_REPORT_MARK("carreau de moins de 11 ménages, sans chiffre\u00a0: n.d. (secret)"),
        MLG_REPORT_MARK("carreaux de moins de 11 ménages, sans chiffre\u00a0: n.d. (secret)") } },
    { "imputed",
      { MLG_MARK("square has figures imputed by INSEE"), MLG_MARK("squares have figures imputed by INSEE") },
      { MLG_REPORT_MARK("carreau dont les chiffres sont imputés par l’INSEE"),
        MLG_REPORT_MARK("carreaux dont les chiffres sont imputés par l’INSEE") } },
    { "unserved",
      { MLG_MARK("person can be reached by no site within the search limit"),
        MLG_MARK("persons can be reached by no site within the search limit") },
      { MLG_REPORT_MARK("personne qu’aucun site ne peut atteindre dans la limite de recherche"),
        MLG_REPORT_MARK("personnes qu’aucun site ne peut atteindre dans la limite de recherche") } },
};

const char *mlg_warning_words(const mlg_findings *findings, int32_t row, bool french)
{
    const char *kind = mlg_sheet_text(&findings->warnings, row, "genre");
    double count = mlg_sheet_number(&findings->warnings, row, "nombre");
    int many = count != 1;
    if (!(count > 0))
        return NULL;
    for (int i = 0; i < COUNT(words); i++)
        if (strcmp(kind, words[i].kind) == 0)
            return french ? mlg_report_tr(words[i].french[many]) : words[i].english[many];
    return NULL;
}

const char *mlg_findings_minutes(const mlg_findings *findings)
{
    static const struct {
        const char *model, *words;
    } known[] = {
        { MLG_MODEL_CROW, MLG_REPORT_MARK("Minutes à vol d’oiseau, estimées.") },
        { MLG_MODEL_ROAD, MLG_REPORT_MARK("Minutes par la route.") },
        { MLG_MODEL_TABLE, MLG_REPORT_MARK("Minutes selon vos temps.") },
        { MLG_MODEL_TRANSIT, MLG_REPORT_MARK("Minutes en transports en commun.") },
        { MLG_MODEL_LAND, MLG_REPORT_MARK("Minutes à travers le terrain, estimées.") },
    };
    const char *model = mlg_sheet_text(&findings->study, 0, "trajet");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(model, known[i].model) == 0)
            return mlg_report_tr(known[i].words);
    return "";
}
