/* A generated PS_LibreAcces_Personne_activite of two million rows, read as a study reads it: rows a second, peak memory.
 * Usage: bench_rpps [rows]. */
#include "measure.h"
#include "samples.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { ROWS = 2000000, COMMUNES = 900, LEAST_RATE = 200000, MOST_MB = 300 };

/* The 56 columns as published; a row of the usual 420 bytes. One in eight is a GP, two activities a person, one in four
 * without commune. */
static void write_rpps(const char *path, int rows)
{
    FILE *file = fopen(path, "w");
    fprintf(file, "%s\n", sample_rpps_header);
    for (int i = 0; i < rows; i++) {
        bool gp = i % 8 < 2, placed = i % 4 != 0;
        char commune[8] = "";
        if (placed)
            snprintf(commune, sizeof commune, "62%03d", i / 8 % COMMUNES + 1);
        fprintf(file,
                "8|1%010d|81%010d|DR|Docteur|M|Monsieur|NOM DE FAMILLE|PRENOM "
                "COMPOSE|%s|%s|C|Civil|%s|%s|%s|%s|L|Libéral|"
                "85131528300016|851315283|||R10100000328372|CABINET MEDICAL DU CENTRE BOURG|CABINET DU "
                "CENTRE||BATIMENT B|12||RUE|"
                "Rue|DE LA REPUBLIQUE FRANCAISE||62%03d ARRAS CEDEX|62000|%s|Commune du "
                "département|||0321000000||0321000001|||"
                "Pas-de-Calais|385131528300016|CNOM/CNOM/CNOM|SA07|Cabinet individuel|||||GENR01|Activité "
                "standard de soin|\n",
                i / 8, i / 8, gp ? "10" : "60", gp ? "Médecin" : "Infirmier", gp ? "S" : "",
                gp ? "Spécialité ordinale" : "", gp ? "SM54" : "", gp ? "Médecine générale" : "", i % 900,
                commune);
    }
    fclose(file);
}

static void write_study(const char *folder)
{
    FILE *file = fopen(in_folder(folder, "towns.csv"), "w");
    fputs("insee_com,lon,lat,population\n", file);
    for (int i = 0; i < COMMUNES; i++)
        fprintf(file, "62%03d,%.4f,%.4f,1000\n", i + 1, 1.8 + i % 30 * 0.04, 50.1 + i / 30 * 0.02);
    fclose(file);
    write_text(in_folder(folder, "postal.csv"), "Code_commune_INSEE;Code_postal\n62041;62000\n");
    write_text(in_folder(folder, "study.yaml"),
               "territory: { all: true }\nsources:\n  communes: [ { path: towns.csv } ]\n"
               "  postal: [ { dataset: laposte-postal, path: postal.csv } ]\n"
               "  supply: [ { dataset: rpps, path: rpps.txt, service: gp } ]\noutputs: { geopackage: s.gpkg }\n");
}

int main(int argc, char **argv)
{
    int rows = argc > 1 ? atoi(argv[1]) : ROWS;
    char *folder = make_folder(), *text = NULL;
    mlg_error err;
    struct rusage usage;
    write_study(folder);
    write_rpps(in_folder(folder, "rpps.txt"), rows);
    double start = cpu_s();
    mlg_status st = mlg_check(&text, in_folder(folder, "study.yaml"), &(mlg_run_options){ 0 }, MLG_TEXT, &err);
    double seconds = cpu_s() - start;
    getrusage(RUSAGE_SELF, &usage);
    double megabytes = (double)usage.ru_maxrss / 1024, rate = rows / seconds;
    printf("%s%d rows in %.2f s of one core: %.0f rows a second, %.0f MB at the peak\n",
           st == MLG_OK ? text : err.message, rows, seconds, rate, megabytes);
    bar("rpps_rows_a_second", rate, LEAST_RATE, true);
    bar("rpps_memory_mb", megabytes, MOST_MB, false);
    mlg_free(text);
    remove_folder(folder);
    return st == MLG_OK ? 0 : 1;
}
