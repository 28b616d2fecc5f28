/* Metropolitan France, five professions in one run: the communes of the shared data (beside the checkout, or under
 * $MAILLAGE_SHARED_DATA), their outlines, times by straight lines, and one table of professionals, drawn by seed around the
 * national densities, for no published table has the five. Loads, computes five accessibilities with their demand, equity and
 * times, writes the GeoPackage. Bars: seconds of the whole run, memory.
 *     bench_france [threads] */
#include "support.h"

#include "adapters/layer/read.h"
#include "base/memory.h"
#include "base/random.h"
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { PROFESSIONS = 5 };
static const char *const services[PROFESSIONS] = { "gp", "nurse", "physio", "midwife", "dentist" };
static const double for_100000[PROFESSIONS] = { 85, 150, 115, 12, 57 };

static uint64_t seed = 1;

static double unit(void)
{
    return (double)(mlg_random_next(&seed) >> 11) * 0x1p-53;
}

/* A whole number around the mean. */
static int draw(double mean)
{
    double whole = floor(mean);
    return (int)whole + (unit() < mean - whole);
}

static int32_t write_professionals(const char *communes, const char *path)
{
    mlg_layer *layer;
    mlg_error err;
    bool got;
    int32_t rows = 0;
    FILE *to = fopen(path, "w");
    must(mlg_layer_open(&layer, communes, NULL, &err), &err);
    int code = mlg_layer_find(layer, "insee"), persons = mlg_layer_find(layer, "pop_mun");
    fprintf(to, "insee_com,gp,nurse,physio,midwife,dentist\n");
    for (;; rows++) {
        double population = 0;
        must(mlg_layer_next(layer, &got, &err), &err);
        if (!got)
            break;
        mlg_parse_number(mlg_layer_text(layer, persons), &population);
        fprintf(to, "%s", mlg_layer_text(layer, code));
        for (int p = 0; p < PROFESSIONS; p++)
            fprintf(to, ",%d", draw(population * for_100000[p] / 1e5 * (0.5 + unit())));
        fputc('\n', to);
    }
    fclose(to);
    mlg_layer_close(layer);
    return rows;
}

static void write_study(const char *folder, const char *communes, const char *density)
{
    char path[512];
    snprintf(path, sizeof path, "%s/study.yaml", folder);
    FILE *to = fopen(path, "w");
    fprintf(to,
            "title: France\nterritory: { all: true }\nsources:\n  communes:\n    - path: %s\n"
            "      columns: { insee_com: insee, libelle: nom, siren_epci: epci, lib_epci: nom_epci, insee_dep: "
            "dep, insee_reg: reg,\n"
            "                 population: pop_mun }\n  density:\n    - { dataset: insee-density, path: %s }\n  "
            "supply:\n",
            communes, density);
    for (int p = 0; p < PROFESSIONS; p++)
        fprintf(to, "    - { path: professionals.csv, service: %s, columns: { quantite: %s } }\n", services[p],
                services[p]);
    fprintf(to, "travel: { model: crow }\naccessibility:\n  - { service: gp, decay: apl-2015 }\n");
    for (int p = 1; p < PROFESSIONS; p++)
        fprintf(to, "  - { service: %s }\n", services[p]);
    fprintf(to, "outputs: { geopackage: france.gpkg }\n");
    fclose(to);
}

int main(int count, char **arguments)
{
    const char *shared = getenv("MAILLAGE_SHARED_DATA");
    char data[400], communes[512], density[512], path[512];
    snprintf(data, sizeof data, "%s", shared ? shared : SOURCE_DIR "/../shared/data");
    snprintf(communes, sizeof communes, "%s/communes/communes_metro_cog2025_l93.gpkg", data);
    snprintf(density, sizeof density, "%s/population/anct_densite.csv", data);
    if (access(communes, R_OK) != 0) {
        printf("france: %s is not here; nothing measured\n", communes);
        return 0;
    }
    char *folder = make_folder();
    snprintf(path, sizeof path, "%s/professionals.csv", folder);
    printf("france: %d communes, %d professions\n", (int)write_professionals(communes, path), PROFESSIONS);
    write_study(folder, communes, density);
    snprintf(path, sizeof path, "%s/study.yaml", folder);
    mlg_run_options options = { .threads = count > 1 ? atoi(arguments[1]) : 0 };
    mlg_run_result result;
    mlg_error err;
    double start = clock_s(CLOCK_MONOTONIC), spent = clock_s(CLOCK_PROCESS_CPUTIME_ID);
    must(mlg_run(&result, path, &options, &err), &err);
    double elapsed = clock_s(CLOCK_MONOTONIC) - start;
    for (int32_t k = 0; k < result.stage_count; k++)
        printf("  %-10s %7.2f s  %s\n", result.stages[k].name, result.stages[k].seconds, result.stages[k].summary);
    printf("  processor %.1f s\n", clock_s(CLOCK_PROCESS_CPUTIME_ID) - spent);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    bar("france_five_professions_s", elapsed, 60, false);
    bar("france_memory_gb", (double)usage.ru_maxrss * 1024 / 1e9, 2, false);
    mlg_run_result_release(&result);
    remove_folder(folder);
    return 0;
}
