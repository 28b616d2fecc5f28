/* A generated finess-structures-journalier.json.gz of 700 MB unpacked, in the shape and the volumes published in September 2026 (98,000
 * legal entities, 174,000 sites of which six in ten are open and three in four of these placed), read as a study reads it: sites a
 * second, MB a second, peak memory. Usage: bench_finess [sites]. */
#include "measure.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zlib.h>

enum { SITES = 174681, COMMUNES = 900, LEAST_RATE = 5000, MOST_MB = 150 };

static void write_address(gzFile file, int i, const char *usage, bool placed)
{
    double lon = 1.8 + i % 30 * 0.04, lat = 50.1 + i / 30 % 30 * 0.02;
    gzprintf(
        file,
        "{\"usageAdresse\": \"%s\", \"compVoie\": null, \"numeroVoie\": \"%d\", \"indiceRepetitionVoie\": null, "
        "\"typeVoie\": \"R\", \"libelleVoie\": \"DE LA REPUBLIQUE FRANCAISE\", \"lieuDitBoitePostale\": null, "
        "\"mentionDistribution\": null, \"cogCommune\": \"62%03d\", \"ligneAcheminement\": \"62000 ARRAS\", "
        "\"codePostal\": \"62000\", \"codePays\": \"99100\", \"dateDebut\": \"1979-02-13\", \"dateFin\": null, "
        "\"coordonneesGeographique\": ",
        usage, i % 300, i % COMMUNES + 1);
    if (placed)
        gzprintf(file,
                 "{\"coordonneeX\": \"%.6f\", \"coordonneeY\": \"%.6f\", \"directionLatitude\": \"6571540.8\", "
                 "\"directionLongitude\": \"870262.2\", \"precision\": \"1\", \"cleInInteropBAN\": "
                 "\"62%03d_1950_00062\", \"scoreBAN\": \"0.94\"}}",
                 lon, lat, i % COMMUNES + 1);
    else
        gzputs(file, "null}");
}

/* What is not read and makes most of the file: contacts, engagements, events. */
static void write_history(gzFile file, int i, const char *what, int count)
{
    gzprintf(file, "\"%s\": [", what);
    for (int k = 0; k < count; k++)
        gzprintf(
            file,
            "%s{\"%sId\": \"%d\", \"codeEvenement\": \"%03d\", \"dateEvenement\": \"2020-01-02\", "
            "\"dateEnregistrement\": \"2020-01-02T10:00:00Z\", \"etatObjet1\": \"100\", \"typeObjet1\": \"EGE\", "
            "\"identifiantObjet1\": \"%d\", \"etatObjet2\": null, \"typeObjet2\": null, \"identifiantObjet2\": "
            "null, "
            "\"systemeMaitre\": \"FINESS\", \"commentaire\": null, \"autoriteRegulation\": [\"ARS-%02d\"]}",
            k ? ", " : "", what, i * 7 + k, k * 13 % 40, i, i % 18);
    gzputs(file, "], ");
}

static void write_site(gzFile file, int i)
{
    static const char *const categories[] = { "620", "603", "124", "355", "611", "500", "183" };
    bool closed = i % 10 >= 6;
    gzprintf(file,
             "{\"informationsGeneralesEGE\": {\"egeId\": \"%d\", \"numFinessEge\": \"%09d\", \"nomEgeCourt\": "
             "\"MAISON DE "
             "SANTE %d\", \"nomEgeLong\": \"MAISON DE SANTE PLURIDISCIPLINAIRE %d\", "
             "\"complementDenominationEg\": null, "
             "\"siret\": \"%014d\", \"espic\": [], \"numeroEducationNationale\": null, "
             "\"numeroReferenceExterne\": null, "
             "\"dateOuverture\": \"1979-02-13\", \"datePremiereAutorisation\": null, \"dateFermeture\": %s}, "
             "\"categorieentiteGeographiqueExercice\": \"%s\", \"modefixationtarifaire\": \"01\", \"typeBudget\": "
             "[\"01\"], \"adresse\": [",
             i, 620000000 + i, i, i, i, closed ? "\"2019-12-31\"" : "null", categories[i % 7]);
    if (i % 45 == 0) {
        write_address(file, i + 11, "06", true);
        gzputs(file, ", ");
    }
    write_address(file, i, "03", i % 4 != 0);
    gzputs(file, "], ");
    write_history(file, i, "engagement", 3);
    write_history(file, i, "evenement", 4);
    gzputs(
        file,
        "\"contact\": [{\"typeContact\": {\"roleContact\": \"01\"}, \"telecom\": {\"telephone\": \"0321000000\", "
        "\"courriel\": null}}], \"roleEge\": [], \"etatObjet\": \"A\", \"dateDerniereMaj\": "
        "\"2026-05-01T00:00:00Z\"}");
}

/* Bytes unpacked. */
static int64_t write_register(const char *path, int sites)
{
    gzFile file = gzopen(path, "wb1");
    gzputs(file, "{\"schemaVersion\": \"v1.0.0\", \"generatedAt\": \"2026-09-05T02:14:23Z\", \"pmej\": [");
    for (int i = 0; i < sites;) {
        gzprintf(file,
                 "%s{\"informationsGeneralesPMEJ\": {\"pmSmsseId\": \"%d\", \"numFinessPm\": \"%09d\", "
                 "\"dateFermeture\": null}, \"adresse\": [",
                 i ? ", " : "", i, 620900000 + i);
        write_address(file, i, "03", false);
        gzputs(file, "], ");
        write_history(file, i, "evenement", 3);
        gzputs(file, "\"ege\": [");
        for (int k = 0; k < 1 + i % 3 && i < sites; k++, i++) {
            gzputs(file, k ? ", " : "");
            write_site(file, i);
        }
        gzputs(file, "], \"etatObjet\": \"A\"}");
    }
    gzputs(file, "], \"gco\": [], \"gcc\": []}\n");
    int64_t bytes = gztell(file);
    gzclose(file);
    return bytes;
}

static void write_study(const char *folder)
{
    FILE *file = fopen(in_folder(folder, "towns.csv"), "w");
    fputs("insee_com,lon,lat,population\n", file);
    for (int i = 0; i < COMMUNES; i++)
        fprintf(file, "62%03d,%.4f,%.4f,1000\n", i + 1, 1.8 + i % 30 * 0.04, 50.1 + i / 30 * 0.02);
    fclose(file);
    write_text(in_folder(folder, "study.yaml"),
               "territory: { all: true }\nsources:\n  communes: [ { path: towns.csv } ]\n"
               "  sites: [ { dataset: finess, path: finess.json.gz } ]\noutputs: { geopackage: s.gpkg }\n");
}

int main(int argc, char **argv)
{
    int sites = argc > 1 ? atoi(argv[1]) : SITES;
    char *folder = make_folder(), *text = NULL;
    mlg_error err;
    struct rusage usage;
    write_study(folder);
    double megabytes = (double)write_register(in_folder(folder, "finess.json.gz"), sites) / 1e6, start = cpu_s();
    mlg_status st = mlg_check(&text, in_folder(folder, "study.yaml"), &(mlg_run_options){ 0 }, MLG_TEXT, &err);
    double seconds = cpu_s() - start;
    getrusage(RUSAGE_SELF, &usage);
    double memory = (double)usage.ru_maxrss / 1024, rate = sites / seconds;
    printf("%s%.0f MB, %d sites in %.2f s of one core: %.0f sites and %.0f MB a second, %.0f MB at the peak\n",
           st == MLG_OK ? text : err.message, megabytes, sites, seconds, rate, megabytes / seconds, memory);
    bar("finess_sites_a_second", rate, LEAST_RATE, true);
    bar("finess_memory_mb", memory, MOST_MB, false);
    mlg_free(text);
    remove_folder(folder);
    return st == MLG_OK ? 0 : 1;
}
