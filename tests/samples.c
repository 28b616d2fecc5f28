#include "samples.h"

#include <stddef.h>

const char sample_rpps_header[] =
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|Libellé civilité "
    "exercice|"
    "Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|"
    "Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|Libellé type "
    "savoir-faire|"
    "Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|Numéro SIRET site|Numéro "
    "SIREN site|"
    "Numéro FINESS site|Numéro FINESS établissement juridique|Identifiant technique de la structure|Raison "
    "sociale site|"
    "Enseigne commerciale site|Complément destinataire (coord. structure)|Complément point géographique (coord. "
    "structure)|"
    "Numéro Voie (coord. structure)|Indice répétition voie (coord. Structure)|Code type de voie (coord. "
    "structure)|"
    "Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|Mention distribution (coord. "
    "structure)|"
    "Bureau cedex (coord. structure)|Code postal (coord. structure)|Code commune (coord. structure)|"
    "Libellé commune (coord. structure)|Code pays (coord. structure)|Libellé pays (coord. structure)|"
    "Téléphone (coord. structure)|Téléphone 2 (coord. structure)|Télécopie (coord. structure)|"
    "Adresse e-mail (coord. structure)|Code département (coord. structure)|Libellé département (coord. structure)|"
    "Ancien identifiant de la structure|Autorité d'enregistrement|Code secteur d'activité|Libellé secteur "
    "d'activité|"
    "Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code fonction|Libellé fonction|"
    "Code genre d'activité|Libellé genre d'activité|";

#define COMMUNES                                                                                                  \
    "SELECT group_concat(insee_com || ' ' || libelle || ' ' || population, ', ') FROM "                           \
    "(SELECT insee_com, libelle, population FROM commune ORDER BY 1)"
#define PEOPLE                                                                                                    \
    "SELECT group_concat(insee_com || ' ' || population, ', ') FROM "                                             \
    "(SELECT insee_com, population FROM commune WHERE population IS NOT NULL ORDER BY 1)"
#define SITES                                                                                                     \
    "SELECT group_concat(code || ' ' || libelle || ' ' || categorie || ' ' || insee_com || ' ' || precision || "  \
    "' ' || "                                                                                                     \
    "CAST(ST_X(geom) AS INTEGER) || ' ' || CAST(ST_Y(geom) AS INTEGER), ', ') FROM (SELECT * FROM etablissement " \
    "ORDER BY code)"
#define SUPPLY                                                                                                    \
    "SELECT group_concat(insee_com || ' ' || quantite || ' ' || precision, ', ') FROM "                           \
    "(SELECT insee_com, quantite, precision FROM offre ORDER BY 1, 2, 3)"
#define ZONES                                                                                                     \
    "SELECT group_concat(maille || ' ' || code || ' ' || coalesce(libelle, '-') || ' ' || zonage || ' ' || "      \
    "coalesce(cadre, '-'), ', ') FROM (SELECT * FROM zonage ORDER BY code)"
#define SQUARES                                                                                                   \
    "SELECT group_concat(insee_com || ' ' || population || ' ' || impute, ', ') FROM "                            \
    "(SELECT insee_com, population, impute FROM carreau ORDER BY 1)"
#define INCOMES                                                                                                   \
    "SELECT group_concat(insee_com || ' ' || revenu || ' ' || coalesce(pauvrete, '-'), ', ') FROM "               \
    "(SELECT * FROM revenu WHERE revenu IS NOT NULL ORDER BY insee_com)"

static const sample samples[] = {
    { .dataset = "table",
      .layout = "communes",
      .role = "communes",
      .form = SAMPLE_TEXT,
      .file = "communes.csv",
      .separator = ',',
      .header = "insee_com|libelle|lon|lat|population",
      .rows = "01053|Bourg|5.23|46.20|41000\n01289|Péronnas|5.20|46.18|6500\n01451|Viriat|5.21|46.25|6600\n",
      .key = "insee_com",
      .value = "population",
      .x = "lon",
      .y = "lat",
      .query = COMMUNES,
      .want = "01053 Bourg 41000.0, 01289 Péronnas 6500.0, 01451 Viriat 6600.0" },

    { .dataset = "adminexpress",
      .layout = "3-2, SHP",
      .role = "communes",
      .form = SAMPLE_SHAPES,
      .file = "COMMUNE.shp",
      .sheet = "COMMUNE",
      .header = "ID|NOM|NOM_M|INSEE_COM|STATUT|POPULATION|INSEE_CAN|INSEE_ARR|INSEE_DEP|INSEE_REG|SIREN_EPCI|geom",
      .rows = "COMMUNE_1|Bourg|BOURG|01053|Préfecture|41000|99|2|01|84|200071751|5.23 46.20\n"
              "COMMUNE_2|Péronnas|PERONNAS|01289|Commune simple|6500|21|2|01|84|200071751|5.20 46.18\n"
              "COMMUNE_3|Viriat|VIRIAT|01451|Commune simple|6600|21|2|01|84|200071751|5.21 46.25\n",
      .key = "INSEE_COM",
      .value = "POPULATION",
      .query = COMMUNES,
      .want = "01053 Bourg 41000.0, 01289 Péronnas 6500.0, 01451 Viriat 6600.0" },

    { .dataset = "adminexpress",
      .layout = "4-0, GPKG",
      .role = "communes",
      .form = SAMPLE_SHAPES,
      .file = "ADE_4-0.gpkg",
      .sheet = "commune",
      .header = "cleabs|code_insee|code_insee_du_departement|code_insee_de_la_region|codes_siren_des_epci|"
                "population|nom_officiel|"
                "statut|geom",
      .rows = "COMMUNE_1|01053|01|84|200071751/200000001|41000|Bourg|Préfecture|5.23 46.20\n"
              "COMMUNE_2|01289|01|84|200071751|6500|Péronnas|Commune simple|5.20 46.18\n"
              "COMMUNE_3|01451|01|84|200071751|6600|Viriat|Commune simple|5.21 46.25\n",
      .key = "code_insee",
      .value = "population",
      .query = COMMUNES,
      .want = "01053 Bourg 41000.0, 01289 Péronnas 6500.0, 01451 Viriat 6600.0" },

    { .dataset = "etalab-communes",
      .layout = "Etalab",
      .role = "communes",
      .form = SAMPLE_SHAPES,
      .file = "communes-1000m.geojson",
      .sheet = "communes",
      .header = "code|nom|departement|region|epci|geom",
      .rows = "01053|Bourg|01|84|200071751|5.23 46.20\n01289|Péronnas|01|84|200071751|5.20 46.18\n"
              "01451|Viriat|01|84|200071751|5.21 46.25\n",
      .key = "code",
      .value = "nom",
      .query = "SELECT group_concat(insee_com || ' ' || libelle || ' ' || siren_epci, ', ') FROM (SELECT * FROM "
               "commune ORDER BY insee_com)",
      .want = "01053 Bourg 200071751, 01289 Péronnas 200071751, 01451 Viriat 200071751" },

    { .dataset = "insee-changes",
      .layout = "v_mvt_commune",
      .role = "changes",
      .form = SAMPLE_TEXT,
      .file = "v_mvt_commune_2025.csv",
      .separator = ',',
      .header = "MOD|DATE_EFF|TYPECOM_AV|COM_AV|TNCC_AV|NCC_AV|NCCENR_AV|LIBELLE_AV|TYPECOM_AP|COM_AP|TNCC_AP|NCC_"
                "AP|NCCENR_AP|LIBELLE_AP",
      .rows = "32|2019-01-01|COM|01289|0|PERONNAS|Péronnas|Péronnas|COM|01053|0|BOURG|Bourg|Bourg\n"
              "32|2019-01-01|COM|01053|0|BOURG|Bourg|Bourg|COM|01053|0|BOURG|Bourg|Bourg\n"
              "21|1980-01-01|COM|01053|0|BOURG|Bourg|Bourg|COM|01451|0|VIRIAT|Viriat|Viriat\n",
      .key = "COM_AV",
      .value = "COM_AP",
      .query = PEOPLE,
      .want = "01053 47500.0, 01451 6600.0" },

    { .dataset = "insee-changes",
      .layout = "v_commune",
      .role = "changes",
      .form = SAMPLE_TEXT,
      .file = "v_commune_2025.csv",
      .separator = ',',
      .header = "TYPECOM|COM|REG|DEP|CTCD|ARR|TNCC|NCC|NCCENR|LIBELLE|CAN|COMPARENT",
      .rows =
          "COM|01053|84|01|01D|012|0|BOURG|Bourg|Bourg|0199|\nCOMD|01289||||||PERONNAS|Péronnas|Péronnas||01053\n"
          "COM|01451|84|01|01D|012|0|VIRIAT|Viriat|Viriat|0121|\n",
      .key = "COM",
      .value = "COMPARENT",
      .query = PEOPLE,
      .want = "01053 47500.0, 01451 6600.0" },

    { .dataset = "insee-legal",
      .layout = "donnees_communes",
      .role = "population",
      .form = SAMPLE_TEXT,
      .file = "donnees_communes.csv",
      .separator = ';',
      .crlf = true,
      .header = "REG|Région|DEP|CODARR|CODCAN|CODCOM|COM|Commune|PMUN|PCAP|PTOT",
      .rows = "84|Auvergne-Rhône-Alpes|01|2|99|053|01053|Bourg|41111|900|42011\n"
              "84|Auvergne-Rhône-Alpes|01|2|21|289|01289|Péronnas|6222|100|6322\n"
              "84|Auvergne-Rhône-Alpes|01|2|21|451|01451|Viriat|6333|100|6433\n",
      .key = "COM",
      .value = "PMUN",
      .query = PEOPLE,
      .want = "01053 41111.0, 01289 6222.0, 01451 6333.0" },

    { .dataset = "insee-legal",
      .layout = "Communes, of before",
      .role = "population",
      .form = SAMPLE_TEXT,
      .file = "Communes.csv",
      .separator = ';',
      .bom = true,
      .header = "DEPCOM|COM|PMUN|PCAP|PTOT",
      .rows = "01053|Bourg|41111|900|42011\n01289|Péronnas|6222|100|6322\n01451|Viriat|6333|100|6433\n",
      .key = "DEPCOM",
      .value = "PMUN",
      .query = PEOPLE,
      .want = "01053 41111.0, 01289 6222.0, 01451 6333.0" },

    { .dataset = "insee-density",
      .layout = "ANCT",
      .role = "density",
      .form = SAMPLE_TEXT,
      .file = "densite.csv",
      .separator = ',',
      .bom = true,
      .header = "insee_com|lib_com|niveau_densite",
      .rows = "01053|Bourg|Centres urbains intermédiaires\n01289|Péronnas|Ceintures urbaines\n01451|Viriat|Rural "
              "à habitat dispersé\n",
      .key = "insee_com",
      .value = "niveau_densite",
      .query = "SELECT group_concat(densite, ' ') FROM (SELECT densite FROM commune ORDER BY insee_com)",
      .want = "2 4 6" },

    { .dataset = "insee-density",
      .layout = "Grille, workbook",
      .role = "density",
      .form = SAMPLE_SHEET,
      .file = "grille_densite_7_niveaux_2024.xlsx",
      .sheet = "Grille_Densite",
      .header_row = 4,
      .header = "CODGEO|LIBGEO|DENS|LIBDENS|PMUN21",
      .rows = "01053|Bourg|2|Centres urbains intermédiaires|41111\n01289|Péronnas|4|Ceintures urbaines|6222\n"
              "01451|Viriat|6|Rural à habitat dispersé|6333\n",
      .key = "CODGEO",
      .value = "LIBDENS",
      .query = "SELECT group_concat(densite, ' ') FROM (SELECT densite FROM commune ORDER BY insee_com)",
      .want = "2 4 6" },

    { .dataset = "insee-age",
      .layout = "base-cc",
      .role = "ages",
      .form = SAMPLE_TEXT,
      .file = "base-cc-evol-struct-pop-2021.CSV",
      .separator = ';',
      .header = "CODGEO|LIBGEO|P21_POP|P15_POP0014|P21_POP0014|P21_POP1529|P21_POP3044|P21_POP4559|P21_POP6074|"
                "P21_POP7589|"
                "P21_POP90P|P21_H0014|P21_POP0019",
      .rows = "01053|Bourg|28|9|1|2|3|4|5|6.5|7|1|3\n01289|Péronnas|28|9|1|2|3|4|5|6|7|1|3\n01451|Viriat|28|9|1|2|"
              "3|4|5|6|7|1|3\n",
      .key = "CODGEO",
      .value = "P21_POP7589",
      .query = "SELECT count(*) || ' ' || sum(personnes) || ' ' || max(age_min) FROM lieu_age",
      .want = "21 84.5 90" },

    { .dataset = "insee-age",
      .layout = "DS_RP_POPULATION_PRINC",
      .role = "ages",
      .form = SAMPLE_TEXT,
      .file = "DS_RP_POPULATION_PRINC_2023_data.csv",
      .separator = ';',
      .quoted = true,
      .header = "GEO|GEO_OBJECT|RP_MEASURE|SEX|AGE|TIME_PERIOD|OBS_VALUE",
      .rows =
          "01053|COM|POP|_T|Y_LT15|2023|12.5\n01053|COM|POP|_T|Y_GE15|2023|30\n01053|COM|POP|F|Y_GE15|2023|16\n"
          "01053|COM|POP|_T|_T|2023|42.5\n01451|COM|POP|_T|Y_LT15|2023|2\n01451|COM|POP|_T|Y_GE15|2023|5\n"
          "01451|COM|POP|_T|Y_GE15|2012|4\n",
      .key = "GEO",
      .value = "OBS_VALUE",
      .query =
          "SELECT count(*) || ' ' || sum(personnes) || ' ' || max(age_min) || ' ' || sum(femmes) FROM lieu_age",
      .want = "4 49.5 15 16.0" },

    { .dataset = "filosofi-cells",
      .layout = "2015",
      .role = "cells",
      .form = SAMPLE_TEXT,
      .file = "Filosofi2015_carreaux_200m_metropole.csv",
      .separator = ',',
      .header = "IdINSPIRE|Id_carr1km|I_est_cr|Id_carr_n|Groupe|Depcom|I_pauv|Id_car2010|Ind|Men|Men_pauv|Ind_0_3|"
                "Ind_inc",
      .rows = "CRS3035RES200mN2584000E3948000|CRS3035RES1000mN2584000E3948000|0|X|1|01451|0|X|30.5|12|2|1|0\n"
              "CRS3035RES200mN2577000E3949000|CRS3035RES1000mN2577000E3949000|1|X|1|01053|0|X|10|4|1|1|0\n",
      .key = "IdINSPIRE",
      .value = "Ind",
      .query = SQUARES,
      .want = "01053 10.0 1, 01451 30.5 0" },

    { .dataset = "filosofi-cells",
      .layout = "2019",
      .role = "cells",
      .form = SAMPLE_TEXT,
      .file = "carreaux_200m_met2019.csv",
      .separator = ',',
      .header = "idcar_200m|idcar_1km|idcar_nat|i_est_200|i_est_1km|lcog_geo|ind|men|men_pauv|ind_0_3|ind_inc",
      .rows = "CRS3035RES200mN2584000E3948000|X|X|0|0|0145101053|30.5|12|2|1|0\n"
              "CRS3035RES200mN2577000E3949000|X|X|1|0|01053|10|4|1|1|0\n",
      .key = "idcar_200m",
      .value = "ind",
      .query = SQUARES,
      .want = "01053 10.0 1, 01451 30.5 0" },

    { .dataset = "insee-cars",
      .layout = "base-cc-logement",
      .role = "indicators",
      .form = SAMPLE_TEXT,
      .file = "base-cc-logement-2022.CSV",
      .separator = ';',
      .options = ", indicator: sans_voiture",
      .header = "CODGEO|P22_LOG|P22_RP|P22_RP_VOIT1P|P22_RP_VOIT1|P22_RP_VOIT2P",
      .rows = "01053|23000|20000|15000|10000|5000\n01289|1|0|0|0|0\n01451|2800|2600|2340.5|1200|1140.5\n",
      .key = "CODGEO",
      .value = "P22_RP_VOIT1P",
      .query = "SELECT group_concat(insee_com || ' ' || nom || ' ' || round(valeur, 4), ', ') FROM "
               "(SELECT * FROM indicateur ORDER BY insee_com)",
      .want = "01053 sans_voiture 0.25, 01451 sans_voiture 0.0998" },

    { .dataset = "filosofi-communes",
      .layout = "of the year",
      .role = "income",
      .form = SAMPLE_TEXT,
      .file = "FILO2015_DISP_COM.csv",
      .separator = ';',
      .header = "CODGEO|LIBGEO|NBMENFISC15|NBPERSMENFISC15|MED15|PIMP15|TP6015",
      .rows = "01053|Bourg|20000|40000|19000.5|50|17.3\n01289|Péronnas|2600|6200|s|60|s\n01451|Viriat|2600|6300|"
              "23000||\n",
      .key = "CODGEO",
      .value = "MED15",
      .query = INCOMES,
      .want = "01053 19000.5 17.3, 01451 23000.0 -" },

    { .dataset = "filosofi-communes",
      .layout = "statistiques-locales",
      .role = "income",
      .form = SAMPLE_TEXT,
      .file = "insee_filosofi.csv",
      .separator = ';',
      .bom = true,
      .header = "Nom géographique GMS|Code géographique|Libellé géographique|[DISP] Médiane (€)|[DISP] dont part "
                "des minima sociaux (%)",
      .rows = "Bourg|01053|Bourg|19 000,5|4,5\nPéronnas|01289|Péronnas||\nViriat|01451|Viriat|23 000|\n",
      .key = "Code géographique",
      .value = "[DISP] Médiane (€)",
      .query = INCOMES,
      .want = "01053 19000.5 -, 01451 23000.0 -" },

    { .dataset = "filosofi-communes",
      .layout = "DS_FILOSOFI_CC",
      .role = "income",
      .form = SAMPLE_TEXT,
      .file = "DS_FILOSOFI_CC_2023_data.csv",
      .separator = ';',
      .quoted = true,
      .header =
          "GEO|GEO_OBJECT|FILOSOFI_MEASURE|UNIT_MEASURE|UNIT_MULT|CONF_STATUS|OBS_STATUS|TIME_PERIOD|OBS_VALUE",
      .rows = "01053|COM|MED_SL|EUR_YR|0|F|A|2023|19000.5\n01053|COM|PR_MD60|PT|0|F|A|2023|17.3\n"
              "01289|COM|PR_MD60|PT|0|C|A|2023|\n01451|COM|MED_SL|EUR_YR|3|F|A|2023|23\n01|DEP|MED_SL|EUR_YR|0|F|"
              "A|2023|1\n",
      .key = "GEO",
      .value = "OBS_VALUE",
      .query = INCOMES,
      .want = "01053 19000.5 17.3, 01451 23000.0 -" },

    { .dataset = "qpv",
      .layout = "2024, GeoJSON",
      .role = "qpv",
      .form = SAMPLE_SHAPES,
      .file = "QP2024_France_WGS84.geojson",
      .sheet = "QP2024_France_WGS84",
      .header = "code_qp|lib_qp|insee_reg|lib_reg|insee_dep|lib_dep|insee_com|lib_com|siren_epci|lib_epci|geom",
      .rows = "QN00101M|Croix Blanche - Été|84|Auvergne-Rhône-Alpes|01|Ain|01053, 01289|Bourg, "
              "Péronnas|200071751|Grand Bourg|5.215 46.19\n"
              "QN00102M|Reyssouze|84|Auvergne-Rhône-Alpes|01|Ain|01053|Bourg|200071751|Grand Bourg|5.231 46.201\n",
      .key = "code_qp",
      .value = "lib_qp",
      .query = "SELECT group_concat(code_qp || ' ' || coalesce(libelle, '-') || ' ' || communes, ', ') FROM qpv",
      .want = "QN00101M Croix Blanche - Été 01053 01289, QN00102M Reyssouze 01053" },

    { .dataset = "qpv",
      .layout = "2015, SHP",
      .role = "qpv",
      .form = SAMPLE_SHAPES,
      .file = "QP_METROPOLEOUTREMER_WGS84_EPSG4326.shp",
      .sheet = "QP_METROPOLEOUTREMER_WGS84_EPSG4326",
      .header = "CODE_QP|NOM_QP|COMMUNE_QP|geom",
      .rows = "QP001001|Croix Blanche - Été|Bourg|5.23 46.20\nQP001002|Reyssouze|Bourg|5.231 46.201\n",
      .key = "CODE_QP",
      .value = "NOM_QP",
      .query = "SELECT group_concat(code_qp || ' ' || coalesce(libelle, '-') || ' ' || communes, ', ') FROM qpv",
      .want = "QP001001 Croix Blanche - Été 01053, QP001002 Reyssouze 01053" },

    { .dataset = "finess",
      .layout = "etalab-cs1100507",
      .role = "sites",
      .form = SAMPLE_BARE,
      .file = "etalab-cs1100507-stock.csv",
      .separator = ';',
      .above = "finess;etalab;98;2026-05-12\n",
      .rows = "structureet|010000024|010780054|CH DE FLEYRIAT|CENTRE HOSPITALIER FLEYRIAT|||900|RTE|DE "
              "PARIS|||451|01|AIN|01440 VIRIAT|"
              "0474454647|0474454114|355|Centre Hospitalier (C.H.)|1102|Centres "
              "Hospitaliers|26010004500012|8610Z|03|ARS|1|"
              "Etablissement public de santé|1979-02-13|1979-02-13|2020-02-04|\n"
              "structureet|010000099|010780054|PHARMACIE|PHARMACIE DE L'ÉTÉ|||1|R|DU BOURG|||053|01|AIN|01000 "
              "BOURG|||620|"
              "Pharmacie d'Officine|3101|Pharmacies||4773Z||||Non concerné|1979-02-13|1979-02-13|2020-02-04|\n"
              "geolocalisation|010000024|870262.2|6571540.8|1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93 "
              "(Métropole)|2026-05-04\n"
              "geolocalisation|010000099|872000.5|6568000.5|4,ATLASANTE,60,BAN,EPSG:2154 RGF93 / Lambert-93 "
              "(Métropole)|2026-05-04\n",
      .key = "1",
      .value = "18",
      .x = "2",
      .y = "3",
      .crs = "4",
      .query = SITES,
      .want = "010000024 CENTRE HOSPITALIER FLEYRIAT 355 01451 adresse 870262 6571540, "
              "010000099 PHARMACIE DE L'ÉTÉ 620 01053 approchee 872000 6568000" },

    { .dataset = "finess",
      .layout = "merged, with header",
      .role = "sites",
      .form = SAMPLE_TEXT,
      .file = "finess_etablissements.csv",
      .separator = ';',
      .header = "nofinesset|nofinessej|rs|rslongue|complrs|compldistrib|numvoie|typvoie|voie|compvoie|lieuditbp|"
                "commune|departement|"
                "libdepartement|ligneacheminement|telephone|telecopie|categetab|libcategetab|categagretab|"
                "libcategagretab|siret|codeape|"
                "codemft|libmft|codesph|libsph|dateouv|dateautor|datemaj|numuai|coordxet|coordyet|sourcecoordet|"
                "datemaj_geoloc",
      .rows = "010000024|010780054|CH DE FLEYRIAT|CENTRE HOSPITALIER FLEYRIAT|||900|RTE|DE "
              "PARIS|||451|01|AIN|01440 VIRIAT|||355|"
              "Centre Hospitalier (C.H.)|1102|Centres Hospitaliers|26010004500012|8610Z|03|ARS|1|Etablissement "
              "public de santé|"
              "1979-02-13|1979-02-13|2020-02-04||870262.2|6571540.8|1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / "
              "Lambert-93 (Métropole)|2026-05-04\n"
              "010000099|010780054|PHARMACIE|PHARMACIE DE L'ÉTÉ|||1|R|DU BOURG|||053|01|AIN|01000 "
              "BOURG|||620|Pharmacie d'Officine|3101|"
              "Pharmacies||4773Z|||||1979-02-13|1979-02-13|2020-02-04||872000.5|6568000.5|"
              "4,ATLASANTE,60,BAN,EPSG:2154 RGF93 / Lambert-93 (Métropole)|2026-05-04\n",
      .key = "nofinesset",
      .value = "categetab",
      .x = "coordxet",
      .y = "coordyet",
      .crs = "sourcecoordet",
      .query = SITES,
      .want = "010000024 CENTRE HOSPITALIER FLEYRIAT 355 01451 adresse 870262 6571540, "
              "010000099 PHARMACIE DE L'ÉTÉ 620 01053 approchee 872000 6568000" },

    { .dataset = "finess",
      .layout = "t_finess of 2021",
      .role = "sites",
      .form = SAMPLE_TEXT,
      .file = "t-finess.csv",
      .separator = ';',
      .header = "nofinesset|nofinessej|rs|rslongue|complrs|compldistrib|numvoie|typvoie|voie|compvoie|lieuditbp|"
                "region|libregion|departement|"
                "libdepartement|cog|codepostal|libelle_routage|ligneacheminement|telephone|telecopie|categetab|"
                "libcategetab|liblongcategetab|"
                "categretab|libcategretab|siret|codeape|libcodeape|mft|libmft|liblongmft|sph|libsph|numen|coordx|"
                "coordy|sourcegeocod|"
                "dategeocod|dateautor|dateouvert|datemaj",
      .rows = "010000024|010780054|CH DE FLEYRIAT|CENTRE HOSPITALIER FLEYRIAT|||900|RTE|DE "
              "PARIS|||84|AUVERGNE-RHONE-ALPES|01|AIN|01451|"
              "01440|VIRIAT|01440 VIRIAT|||355|C.H.|Centre Hospitalier (C.H.)|1102|Centres "
              "Hospitaliers|26010004500012|8610Z|"
              "Activités hospitalières|03|ARS / DG EPS||1|Etab.public de santé||870262.2|6571540.8|"
              "1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93|2021-01-04|1979-02-13|1979-02-13|2020-02-04\n"
              "010000099|010780054|PHARMACIE|PHARMACIE DE L'ÉTÉ|||1|R|DU "
              "BOURG|||84|AUVERGNE-RHONE-ALPES|01|AIN|01053|01000|BOURG|"
              "01000 BOURG|||620|Pharm|Pharmacie d'Officine|3101|Pharmacies||4773Z||||||||872000.5|6568000.5|"
              "4,ATLASANTE,60,IGN,BD_ADRESSE,V2.2,LAMBERT_93|2021-01-04|1979-02-13|1979-02-13|2020-02-04\n",
      .key = "nofinesset",
      .value = "categetab",
      .x = "coordx",
      .y = "coordy",
      .crs = "sourcegeocod",
      .query = SITES,
      .want = "010000024 CENTRE HOSPITALIER FLEYRIAT 355 01451 adresse 870262 6571540, "
              "010000099 PHARMACIE DE L'ÉTÉ 620 01053 approchee 872000 6568000" },

    { .dataset = "finess-activities",
      .layout = "activites de soins",
      .role = "sites",
      .form = SAMPLE_TEXT,
      .file = "finess_activites_soin.txt",
      .separator = ';',
      .header = "nofinessej|rsej|activite|libactivite|modalite|libmodalite|forme|libforme|noautor|dateautor|"
                "nofinesset|rset|noligautor|"
                "noligautoranc|noautorarhgos|noimplarhgos|sectpsy|libsectpsy|datemeo|datefin",
      .rows = "010780054|CH FLEYRIAT|14|Médecine d'urgence|23|Structure des "
              "urgences|01|HC|842605068|2001-01-10|010000024|CH|5068||84|84|||"
              "2001-08-03|2029-02-01\n"
              "010780054|CH FLEYRIAT|03|Gynécologie, "
              "obstétrique|01|Obstétrique|01|HC|842605069|2001-01-10|010000024|CH|5069||84|84|||"
              "2001-04-21|2029-02-01\n"
              "010780054|CH FLEYRIAT|14|Médecine "
              "d'urgence|26|SMUR|01|HC|842605070|2001-01-10|010000024|CH|5070||84|84|||2001-08-03|2029-02-01\n",
      .key = "nofinesset",
      .value = "activite",
      .beside = "  sites:\n    - { path: sites.csv }\n",
      .query = "SELECT group_concat(code || ' ' || categorie, ', ') FROM (SELECT code, categorie FROM "
               "etablissement ORDER BY 2)",
      .want = "010000024 355, 010000024 maternite, 010000024 urgences" },

    { .dataset = "bpe",
      .layout = "BPE23",
      .role = "sites",
      .form = SAMPLE_TEXT,
      .file = "BPE23.csv",
      .separator = ';',
      .header = "AN|NOMRS|CNOMRS|NUMVOIE|INDREP|TYPVOIE|LIBVOIE|CADR|LIBCOM|CODPOS|DEPCOM|DEP|REG|DOM|SDOM|TYPEQU|"
                "SIRET|STATUT_DIFFUSION|"
                "LAMBERT_X|LAMBERT_Y|LONGITUDE|LATITUDE|QUALITE_XY|EPSG|QUALITE_GEOLOC|TR_DIST_PRECISION|DCIRIS|"
                "EPCI|DENS7",
      .rows = "2023|PHARMACIE DE L'ÉTÉ||1||R|DU "
              "BOURG||Bourg|01000|01053|01|84|D|D3|D307|1|O|872000.5|6568000.5|5.2|46.2||2154|11|_U|X|"
              "200071751|2\n"
              "2023|PHARMACIE TIRÉE AU SORT||1||R|DU "
              "BOURG||Viriat|01440|01451|01|84|D|D3|D307|2|O|999999|6999999|5.2|46.2||2154|33|_U|X|"
              "200071751|6\n"
              "2023|ÉCOLE||1||R|DU "
              "BOURG||Viriat|01440|01451|01|84|C|C1|C107|3|O|870000|6570000|5.2|46.2||2154|11|_U|X|200071751|6\n",
      .key = "DEPCOM",
      .value = "TYPEQU",
      .x = "LAMBERT_X",
      .y = "LAMBERT_Y",
      .crs = "EPSG",
      .query =
          "SELECT group_concat(libelle || ' ' || categorie || ' ' || insee_com || ' ' || precision, ', ') FROM "
          "(SELECT * FROM etablissement ORDER BY libelle)",
      .want = "PHARMACIE DE L'ÉTÉ D307 01053 adresse, PHARMACIE TIRÉE AU SORT D307 01451 commune" },

    { .dataset = "bpe",
      .layout = "bpe21_ensemble_xy",
      .role = "supply",
      .form = SAMPLE_TEXT,
      .file = "bpe21_ensemble_xy.csv",
      .separator = ';',
      .options = ", service: gp",
      .header = "AAV2020|AN|BV2012|DEP|DEPCOM|DOM|EPCI|DCIRIS|LAMBERT_X|LAMBERT_Y|QP|QUALI_IRIS|QUALI_QP|QUALI_"
                "QVA|QUALI_ZFU|QUALI_ZUS|"
                "QUALITE_XY|QVA|REG|SDOM|TYPEQU|UU2020|ZFU|ZUS",
      .rows = "1|2021|X|01|01053|D|200071751|X|872000.5|6568000.5|X|1|1|1|1|1|Bonne|X|84|D2|D201|X|X|X\n"
              "1|2021|X|01|01451|D|200071751|X|870262.2|6571540.8|X|1|1|1|1|1|Bonne|X|84|D2|D201|X|X|X\n"
              "1|2021|X|01|01451|D|200071751|X|870262.2|6571540.8|X|1|1|1|1|1|Bonne|X|84|D3|D301|X|X|X\n",
      .key = "DEPCOM",
      .value = "TYPEQU",
      .query = SUPPLY,
      .want = "01053 1.0 commune, 01451 1.0 commune" },

    { .dataset = "bpe",
      .layout = "DS_BPE",
      .role = "supply",
      .form = SAMPLE_TEXT,
      .file = "DS_BPE_2024_data.csv",
      .separator = ';',
      .quoted = true,
      .options = ", service: gp",
      .header = "GEO|GEO_OBJECT|FACILITY_DOM|FACILITY_SDOM|FACILITY_TYPE|BPE_MEASURE|TIME_PERIOD|OBS_VALUE",
      .rows = "01053|COM|D|D2|D265|FACILITIES|2024|5\n01451|COM|D|D2|D265|FACILITIES|2024|2\n01|DEP|D|D2|D265|"
              "FACILITIES|2024|500\n"
              "01053|COM|B|B2|_T|FACILITIES|2024|99\n",
      .key = "GEO",
      .value = "OBS_VALUE",
      .query = SUPPLY,
      .want = "01053 5.0 commune, 01451 2.0 commune" },

    { .dataset = "rpps",
      .layout = "PS_LibreAcces",
      .role = "supply",
      .form = SAMPLE_TEXT,
      .file = "PS_LibreAcces_Personne_activite_202601010800.txt",
      .separator = '|',
      .options = ", service: gp",
      .header = sample_rpps_header,
      .rows = "8|10000000001|810000000001|DR|Docteur|M|Monsieur|NOM|PRENOM|10|Médecin|C|Civil|S|Spécialité "
              "ordinale|SM54|"
              "Médecine générale|L|Libéral|||||R1|CABINET|||||||||||01000|01053|Bourg||||||||||CNOM|SA07|Cabinet "
              "individuel|||||||\n"
              "8|10000000001|810000000001|DR|Docteur|M|Monsieur|NOM|PRENOM|10|Médecin|C|Civil|S|Spécialité "
              "ordinale|SM54|"
              "Médecine générale|L|Libéral|||||R2|CABINET|||||||||||01440|01451|Viriat||||||||||CNOM|SA08|Cabinet "
              "de groupe|||||||\n"
              "8|10000000002|810000000002|DR|Docteur|M|Monsieur|NOM|PRENOM|10|Médecin|C|Civil|S|Spécialité "
              "ordinale|SM53|"
              "Médecine générale|S|Salarié|||||R3|CENTRE|||||||||||01000|01053|Bourg||||||||||CNOM|SA05|Centre de "
              "santé|||||||\n"
              "8|10000000003|810000000003|DR|Docteur|M|Monsieur|NOM|PRENOM|10|Médecin|C|Civil|S|Spécialité "
              "ordinale|SM04|"
              "Cardiologie|L|Libéral|||||R4|CABINET|||||||||||01000|01053|Bourg||||||||||CNOM|SA07|Cabinet "
              "individuel|||||||\n",
      .key = "Identification nationale PP",
      .value = "Code commune (coord. structure)",
      .query = SUPPLY,
      .want = "01053 0.5 commune, 01053 1.0 commune, 01451 0.5 commune" },

    { .dataset = "ameli",
      .layout = "liste-ps",
      .role = "supply",
      .form = SAMPLE_TEXT,
      .file = "liste-ps-20260907-023046.csv",
      .separator = ';',
      .bom = true,
      .options = ", service: gp",
      .header =
          "ps_activite_nom|ps_activite_prenom|ps_activite_civilite|ps_activite_raison_sociale|specialite_code|"
          "specialite_libelle|type_ps_code|type_ps_libelle|coordonnees_voie|coordonnees_code_postal|"
          "coordonnees_ville|secteur_conventionnel_code|secteur_conventionnel_libelle|nature_exercice_code|"
          "nature_exercice_libelle|option_tarifaire_code|option_tarifaire_libelle",
      .rows =
          "NOM|UN|DR||01|Médecin généraliste|1|Médecins|1 RUE|01000|BOURG|1|Secteur 1|01|Libéral intégral||\n"
          "NOM|DEUX|DR||01|Médecin généraliste|1|Médecins|2 RUE|01440|VIRIAT|3|Secteur 2|01|Libéral intégral|3|"
          "OPTAM\n"
          "NOM|TROIS|DR||01|Médecin généraliste|1|Médecins|3 RUE|01000|BOURG|3|Secteur 2|01|Libéral intégral||\n"
          "NOM|QUATRE|DR||03|Cardiologue|1|Médecins|4 RUE|01000|BOURG|1|Secteur 1|01|Libéral intégral||\n",
      .key = "specialite_code",
      .value = "secteur_conventionnel_libelle",
      .beside = "  postal:\n    - { path: codes.csv }\n",
      .query = SUPPLY,
      .want = "01053 1.0 code_postal, 01451 1.0 code_postal" },

    { .dataset = "laposte-postal",
      .layout = "base officielle",
      .role = "postal",
      .form = SAMPLE_TEXT,
      .file = "019HexaSmal.csv",
      .separator = ';',
      .header = "#Code_commune_INSEE|Nom_de_la_commune|Code_postal|Libellé_d_acheminement|Ligne_5",
      .rows = "01053|BOURG|01000|BOURG|\n01451|VIRIAT|01440|VIRIAT|\n01289|PERONNAS|01960|PÉRONNAS|\n",
      .key = "#Code_commune_INSEE",
      .value = "Code_postal",
      .beside = "  supply:\n    - { path: doctors.csv, service: gp }\n",
      .query = SUPPLY,
      .want = "01289 1.0 code_postal, 01289 1.0 code_postal" },

    { .dataset = "drees-apl",
      .layout = "APL 2023",
      .role = "apl",
      .form = SAMPLE_SHEET,
      .file = "Indicateur d'accessibilité APL.xlsx",
      .sheet = "APL 2023",
      .header_row = 8,
      .options = ", vintage: \"2023\"",
      .units = "||En nombre de consultations|En nombre de consultations|En nombre d'habitants standardisés|En "
               "nombre d'habitants",
      .header = "Code commune INSEE|Commune|APL aux médecins généralistes|APL aux médecins généralistes de 65 ans "
                "et moins |"
                "Population standardisée 2021 pour la médecine générale|Population totale 2021",
      .rows = "01053|Bourg|3.646|2.88|14002.685|41111\n01289|Péronnas|1.89|1.828|810.855|6222\n01451|Viriat|1.942|"
              "1.5|6400.5|6333\n",
      .key = "Code commune INSEE",
      .value = "APL aux médecins généralistes",
      .query = "SELECT group_concat(insee_com || ' ' || apl || ' ' || apl_65, ', ') FROM (SELECT * FROM "
               "apl_publiee ORDER BY insee_com)",
      .want = "01053 3.646 2.88, 01289 1.89 1.828, 01451 1.942 1.5" },

    { .dataset = "drees-parameters",
      .layout = "Paramètres",
      .role = "parameters",
      .form = SAMPLE_SHEET,
      .file = "APL.xlsx",
      .sheet = "Paramètres",
      .options = ", service: gp",
      .header = "Paramètres de l'APL|Temps d'accès|Pondération",
      .rows = "|De 0 à 10 minutes|1\n|De 10 à 15 minutes|0.667\n|De 15 à 20 minutes|0.333\n",
      .key = "Temps d'accès",
      .value = "Pondération",
      .query = "SELECT group_concat(genre || ' ' || coalesce(de, '-') || ' ' || coalesce(a, '-') || ' ' || "
               "coalesce(valeur, '-'), ', ') "
               "FROM (SELECT * FROM apl_parametre ORDER BY ligne)",
      .want = "palier 0.0 10.0 1.0, palier 10.0 15.0 0.667, palier 15.0 20.0 0.333" },

    { .dataset = "ars-tvs",
      .layout = "tvs2017_com2017",
      .role = "tvs",
      .form = SAMPLE_TEXT,
      .file = "tvs2017_com2017.csv",
      .separator = ',',
      .header = "depcom|libcom|tv|libtv|code_reg|code_dep|libdep|libreg",
      .rows = "01053|Bourg|01053|Bourg-Été|84|01|Ain|ARA\n01289|Péronnas|01053|Bourg-Été|84|01|Ain|ARA\n01451|"
              "Viriat|01451|Viriat|84|01|Ain|ARA\n",
      .key = "depcom",
      .value = "tv",
      .query =
          "SELECT group_concat(insee_com || ' ' || tvs, ', ') FROM (SELECT * FROM commune ORDER BY insee_com)",
      .want = "01053 01053, 01289 01053, 01451 01451" },

    { .dataset = "ars-zoning",
      .layout = "national workbook, communes",
      .role = "zoning",
      .form = SAMPLE_SHEET,
      .file = "Zonage_medecin_20191231.xlsx",
      .sheet = "Zonage_communes",
      .header = "Identifiant unique|Code de la région|Libellé de la région|Code du territoire de vie-santé|"
                "Libellé du territoire de vie-santé|Code de la commune|Libellé de la commune|"
                "Qualification nationale issue de la concertation de 2017|Qualification attribuée par l'arrêté "
                "régional|Population totale (2016)",
      .rows = "1|84|ARA|01053|Bourg|01053|Bourg|ZZ_Hors vivier|Hors vivier|41111\n"
              "2|84|ARA|01053|Bourg|01289|Péronnas|01_Sélection nationale|ZIP|6222\n"
              "3|84|ARA|01451|Viriat|01451|Viriat|02_Vivier|Zone de vigilance|6333\n",
      .key = "Code de la commune",
      .value = "Qualification attribuée par l'arrêté régional",
      .query = ZONES,
      .want =
          "commune 01053 Bourg HZ hors, commune 01289 Péronnas ZIP selection, commune 01451 Viriat ZV vivier" },

    { .dataset = "ars-zoning",
      .layout = "national workbook, TVS",
      .role = "zoning",
      .form = SAMPLE_SHEET,
      .file = "Zonage_medecin_20191231.xlsx",
      .sheet = "Zonage_TVS",
      .options = ", layer: Zonage_TVS",
      .header = "Identifiant unique|Code de la région|Libellé de la région|Région majoritaire|Code du territoire "
                "de vie-santé|"
                "Libellé du territoire de vie-santé|Qualification nationale issue de la concertation de 2017|"
                "Qualification attribuée par l'arrêté régional|x|y|Population totale (2016)",
      .rows = "1|84|ARA|oui|01053|Bourg|ZZ_Hors vivier|ZAC|||47333\n2|84|ARA|oui|01451|Viriat|01_Sélection "
              "nationale|ZIP|||6333\n",
      .key = "Code du territoire de vie-santé",
      .value = "Qualification attribuée par l'arrêté régional",
      .query = ZONES,
      .want = "tvs 01053 Bourg ZAC hors, tvs 01451 Viriat ZIP selection" },

    { .dataset = "ars-zoning",
      .layout = "CartoSanté",
      .role = "zoning",
      .form = SAMPLE_TEXT,
      .file = "cartosante.csv",
      .separator = ';',
      .header = "Code|Libellé|Zonage_MG",
      .rows = "01053|Bourg|6_HZ\n01289|Péronnas|8_GQ_ZIP\n01451|Viriat|2_ZAC\n",
      .key = "Code",
      .value = "Zonage_MG",
      .query = ZONES,
      .want = "commune 01053 Bourg HZ -, commune 01289 Péronnas ZIP -, commune 01451 Viriat ZAC -" },

    { .dataset = "atlasante-zoning",
      .layout = "six professions",
      .role = "zoning",
      .form = SAMPLE_TEXT,
      .file = "zonage_ps.csv",
      .separator = ',',
      .options = ", service: nurse",
      .header =
          "com_code|com_lib|niveau|tvs_lib|bvcv_lib|zmed_niveau|zmed_date_arrete|zide_niveau|zide_date_arrete",
      .rows = "01053|Bourg|COM|Bourg|Bourg-Été|1_ZIP|30/10/2025|1_Tres_sous_dotee|12/05/2021\n"
              "01289|Péronnas|COM|Bourg|Bourg-Été|2_ZAC|30/10/2025|5_Sur_dotee|12/05/2021\n"
              "01451|Viriat|COM|Viriat|Viriat|3_HZ|30/10/2025|3_intermediaire|12/05/2021\n",
      .key = "com_code",
      .value = "zide_niveau",
      .query = ZONES,
      .want = "commune 01053 Bourg très sous-doté -, commune 01289 Péronnas sur-doté -, commune 01451 Viriat "
              "intermédiaire -" },

    { .dataset = "ars-zoning",
      .layout = "annex of an order, QPV",
      .role = "zoning",
      .form = SAMPLE_SHEET,
      .file = "arrete_PACA_2026-02.xlsx",
      .sheet = "ZD_QPV",
      .header = "Département|EPCI|Code INSEE|Commune|TVS|Libellé TVS|Code QPV|Libellé|Zonage 2025",
      .rows = "01|G|01053, 01289|Bourg, Péronnas|01053|Bourg|QN00101M|Croix Blanche - Été|ZIP\n"
              "01|G|01053|Bourg|01053|Bourg|QN00102M|Reyssouze|ZAR\n",
      .key = "Code QPV",
      .value = "Zonage 2025",
      .query = ZONES,
      .want = "qpv QN00101M Croix Blanche - Été ZIP -, qpv QN00102M Reyssouze ZAR -" },

    { .dataset = "ars-zoning",
      .layout = "export of the DREES application",
      .role = "zoning",
      .form = SAMPLE_TEXT,
      .file = "zonage_regional.csv",
      .separator = ',',
      .header = "depcom|libcom|region|region_libelle|TVS|TVS_libelle|region_majoritaire|zonage_regional",
      .rows = "01053|Bourg|84|ARA|01053|Bourg|oui|4 - Hors-vivier\n01289|Péronnas|84|ARA|01053|Bourg|oui|1 -Zone "
              "d'intervention prioritaire\n"
              "01451|Viriat|84|ARA|01451|Viriat|oui|2- Zone d'action complémentaire\n",
      .key = "depcom",
      .value = "zonage_regional",
      .query = ZONES,
      .want = "commune 01053 Bourg HZ -, commune 01289 Péronnas ZIP -, commune 01451 Viriat ZAC -" },

    { .dataset = "perimeters",
      .layout = "CPTS of a regional agency",
      .role = "membership",
      .form = SAMPLE_TEXT,
      .file = "cpts.csv",
      .separator = ';',
      .options = ", kind: cpts",
      .header = "code_insee|nom_commune|num_cpts|nom_cpts",
      .rows = "01053|Bourg|010012345|CPTS de l'Été\n01289|Péronnas|010012345|CPTS de "
              "l'Été\n01451|Viriat|010054321|CPTS du Nord\n",
      .key = "code_insee",
      .value = "num_cpts",
      .query = "SELECT group_concat(insee_com || ' ' || kind || ' ' || code || ' ' || coalesce(libelle, '-'), ', "
               "') FROM "
               "(SELECT * FROM appartenance ORDER BY insee_com)",
      .want = "01053 cpts 010012345 CPTS de l'Été, 01289 cpts 010012345 CPTS de l'Été, 01451 cpts 010054321 CPTS "
              "du Nord" },
};

const sample *sample_at(int index)
{
    return index >= 0 && index < (int)(sizeof samples / sizeof *samples) ? &samples[index] : NULL;
}
