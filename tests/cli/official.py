"""Writes into a folder one tiny file of each official shape, under the names of geodata/downloads.csv: the four communes of Belle-Île and
no one else. Roads are not among them.

Usage: official.py FOLDER
"""
import gzip
import json
import os
import sys
import zipfile

TOWNS = [("56009", "Bangor", -3.19, 47.31), ("56114", "Locmaria", -3.08, 47.29), ("56152", "Le Palais", -3.16, 47.345),
         ("56241", "Sauzon", -3.22, 47.37)]
EPCI = "245600465"
SHEET = ('<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>')


def workbook(path, name, rows):
    """A workbook of one sheet, its texts inline."""
    def cell(k, r, value):
        at = "%s%d" % ("ABCDEFGHIJ"[k], r + 1)
        if isinstance(value, (int, float)):
            return '<c r="%s"><v>%s</v></c>' % (at, value)
        return '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (at, value)

    body = "".join('<row r="%d">%s</row>' % (r + 1, "".join(cell(k, r, v) for k, v in enumerate(row) if v is not None))
                   for r, row in enumerate(rows))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml",
                      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                      '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
                      'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
                      'PartName="/xl/worksheets/sheet1.xml" '
                      'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
        file.writestr("_rels/.rels",
                      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
                      'Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % kind)
        file.writestr("xl/workbook.xml",
                      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="%s"><sheets><sheet '
                      'name="%s" sheetId="1" r:id="a"/></sheets></workbook>' % (kind, name))
        file.writestr("xl/_rels/workbook.xml.rels",
                      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
                      'Type="%s/worksheet" Target="worksheets/sheet1.xml"/></Relationships>' % kind)
        file.writestr("xl/worksheets/sheet1.xml", SHEET % body)


def archive(path, **members):
    with zipfile.ZipFile(path, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "."), text)


def square(lon, lat, half):
    return [[[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half],
             [lon - half, lat - half]]]


def features(rows):
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": square(lon, lat, half)}}
        for properties, lon, lat, half in rows]})


def outlines(folder):
    rows = [({"code": code, "nom": name, "departement": "56", "region": "53", "epci": EPCI}, lon, lat, 0.02)
            for code, name, lon, lat in TOWNS]
    with gzip.open(os.path.join(folder, "communes-100m-2026.geojson.gz"), "wt", encoding="utf-8") as file:
        file.write(features(rows))
    whole = [({"code_insee": code, "nom_officiel": name, "population": 1000, "codes_siren_des_epci": EPCI,
               "code_insee_du_departement": "56", "code_insee_de_la_region": "53"}, lon, lat, 0.021)
             for code, name, lon, lat in TOWNS]
    with open(os.path.join(folder, "commune.geojson"), "w", encoding="utf-8") as file:
        file.write(features(whole))
    quarter = features([({"code_qp": "QN05699M", "lib_qp": "Kersablen", "insee_com": "56152"}, -3.155, 47.345, 0.002)])
    archive(os.path.join(folder, "qpv-2024-geojson.zip"), QP2024_France_Hexagonale_Outre_Mer_WGS84__geojson=quarter)


def insee(folder):
    path = lambda name: os.path.join(folder, name)
    archive(path("populations-2023.zip"),
            donnees_communes__csv="REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT\n" +
            "".join("53;Bretagne;56;1;01;%s;%s;%s;1000;10;1010\n" % (code[2:], code, name) for code, name, _, _ in TOWNS),
            donnees_departements__csv="REG;DEP;PMUN;PCAP;PTOT\n53;56;4000;40;4040\n")
    ages = ["_T", "Y_LT15", "Y15T29", "Y30T44", "Y45T59", "Y60T74", "Y75T89", "Y_GE90"]
    archive(path("DS_RP_POPULATION_PRINC_2023.zip"),
            DS_RP_POPULATION_PRINC_2023_data__csv="GEO;GEO_OBJECT;RP_MEASURE;SEX;AGE;TIME_PERIOD;OBS_VALUE\n" +
            "".join("%s;COM;POP;%s;%s;2023;%d\n" % (code, sex, age, 700 if age == "_T" else 100)
                    for code, _, _, _ in TOWNS for sex in ("_T", "F", "M") for age in ages),
            DS_RP_POPULATION_PRINC_2023_metadata__csv="COD_VAR;LIB_VAR\nAGE;Age\n")
    workbook(path("grille_densite_2026.xlsx"), "Maille communale",
             [["Grille communale de densité"], [None], [None], [None],
              ["CODGEO", "LIBGEO", "DENS", "LIBDENS", "DENS7", "LIBDENS7"]] +
             [[code, name, 3, "Rural", 6, "Rural à habitat dispersé"] for code, name, _, _ in TOWNS])
    with open(path("v_mvt_commune_2026.csv"), "w", encoding="utf-8") as file:
        file.write("MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,"
                   "LIBELLE_AP\n32,2016-01-01,COM,56999,0,OLD,Old,Old,COM,56009,0,BANGOR,Bangor,Bangor\n")
    archive(path("BPE25.zip"), BPE25__csv="AN;DEPCOM;TYPEQU;LONGITUDE;LATITUDE;QUALITE_XY\n" +
            "".join("2025;%s;D265;%s;%s;Bonne\n" % (code, lon, lat) for code, _, lon, lat in TOWNS))
    archive(path("DS_BPE.zip"), DS_BPE_2025_data__csv="GEO;GEO_OBJECT;FACILITY_TYPE;BPE_MEASURE;TIME_PERIOD;OBS_VALUE\n" +
            "".join("%s;COM;D265;FACILITIES;2025;2\n" % code for code, _, _, _ in TOWNS))
    archive(path("Filosofi2021_carreaux_200m_csv.zip"),
            carreaux_200m_met__csv="idcar_200m,ind,men,men_pauv,i_est_200,lcog_geo\n"
            "CRS3035RES200mN2827200E3298400,120,60,5,0,56152\n",
            carreaux_200m_mart__csv="idcar_200m,ind,men,men_pauv,i_est_200,lcog_geo\n")
    archive(path("FILOSOFI_CC_2023.zip"),
            DS_FILOSOFI_CC_2023_data__csv="GEO;GEO_OBJECT;FILOSOFI_MEASURE;UNIT_MEASURE;UNIT_MULT;CONF_STATUS;OBS_STATUS;TIME_PERIOD;"
            "OBS_VALUE\n" + "".join("%s;COM;MED_SL;EUR_YR;0;F;A;2023;21000\n%s;COM;PR_MD60;PT;0;C;A;2023;\n" % (code, code)
                                    for code, _, _, _ in TOWNS))


def health(folder):
    path = lambda name: os.path.join(folder, name)
    site = {"informationsGeneralesEGE": {"egeId": "1", "numFinessEge": "560000101", "nomEgeLong": "PHARMACIE DU PORT",
                                         "dateFermeture": None},
            "categorieentiteGeographiqueExercice": "620", "etatObjet": "A",
            "adresse": [{"usageAdresse": "03", "cogCommune": "56152", "coordonneesGeographique": {
                "coordonneeX": "-3.155", "coordonneeY": "47.346", "directionLongitude": None, "directionLatitude": None,
                "cleInInteropBAN": "56152_0010_00001"}}]}
    hospital = json.loads(json.dumps(site))
    hospital["informationsGeneralesEGE"].update(numFinessEge="560000202", nomEgeLong="HOPITAL")
    hospital["categorieentiteGeographiqueExercice"] = "355"
    with gzip.open(path("finess-structures.json.gz"), "wt", encoding="utf-8") as file:
        json.dump({"schemaVersion": "v1.0.0", "pmej": [{"ege": [site, hospital]}], "gco": [], "gcc": []}, file)
    care = {"nature": {"codeNature": "AASA", "caracteristiquesSpecifiques": {"typeActiviteAASA": {
        "activiteSanitaireRegulee": "14", "modaliteActivite": "23"}}},
            "caracteristiquesGeneriques": {"etatObjet": "A", "dateFinEffectiveActivite": None}}
    with gzip.open(path("finess-activites.json.gz"), "wt", encoding="utf-8") as file:
        json.dump({"schemaVersion": "v1.0.0", "pmej": [{"ege": [{"numFinessEge": "560000202", "activitesExercees": [care]}]}]},
                  file)
    columns = ["Type d'identifiant PP", "Identifiant PP", "Identification nationale PP", "Code profession", "Code mode exercice",
               "Code type savoir-faire", "Code savoir-faire", "Code secteur d'activité", "Code commune (coord. structure)",
               "Code postal (coord. structure)", "Numéro FINESS site", "Identifiant technique de la structure"]
    archive(path("PS_LibreAcces.zip"), PS_LibreAcces_Personne_activite_202609__txt="|".join(columns) + "|\n" +
            "".join("8|1000%d|81000%d|10|L|S|SM54|SA07|%s||||\n" % (k, k, town[0]) for k, town in enumerate(TOWNS)))
    with open(path("019HexaSmal.csv"), "w", encoding="latin-1") as file:
        file.write("#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5\n" +
                   "".join("%s;%s;56360;%s;\n" % (code, name.upper(), name.upper()) for code, name, _, _ in TOWNS))
    with open(path("annuaire-sante-ameli.csv"), "w", encoding="utf-8") as file:
        file.write("nom,specialite_code,secteur_conventionnel_libelle,option_tarifaire_libelle,coordonnees_code_postal\n"
                   "X,01,Secteur 1,,56360\nY,22,Secteur 2,OPTAM,56360\nZ,01,Secteur 2,,56360\nN,24,Conventionné,,56360\n")
    for name, words in (("medecins-generalistes", "médecins généralistes"), ("infirmieres", "infirmières"),
                        ("masseurs-kinesitherapeutes", "masseurs-kinésithérapeutes"), ("sages-femmes", "sages-femmes"),
                        ("chirurgiens-dentistes", "chirurgiens-dentistes")):
        workbook(path("apl-%s.xlsx" % name), "APL 2024",
                 [["Indicateur"]] + [[None]] * 7 +
                 [["Code commune INSEE", "Commune", "APL aux %s" % words, "Population standardisée 2022", "Population totale 2022"],
                  [None, None, "En nombre", "En nombre", "En nombre"]] +
                 [[code, town, 2.5, 1000, 1000] for code, town, _, _ in TOWNS])


def main(folder):
    os.makedirs(folder, exist_ok=True)
    outlines(folder)
    insee(folder)
    health(folder)


if __name__ == "__main__":
    main(sys.argv[1])
