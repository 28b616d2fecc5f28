/* A scenario of supply beside a study that has been run: a département (Pas-de-Calais) and metropolitan France, on the shared data (beside the
 * checkout, or under $MAILLAGE_SHARED_DATA), times by straight lines; the GeoPackage is written, with the comparison. Each repeat is another
 * scenario, so that nothing of it is kept. Bars: seconds of the whole run, the best of the repeats.
 *     bench_scenario [threads] */
#include "support.h"

#include "measure.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *data(void)
{
    const char *shared = getenv("MAILLAGE_SHARED_DATA");
    return shared ? shared : SOURCE_DIR "/../shared/data";
}

static FILE *begin_file(char path[512], const char *folder, const char *name)
{
    snprintf(path, 512, "%s/%s", folder, name);
    FILE *to = fopen(path, "w");
    if (!to)
        exit(1);
    return to;
}

static void write_study(char path[512], const char *folder, const char *territory)
{
    FILE *to = begin_file(path, folder, "study.yaml");
    fprintf(to, "title: Essai\nterritory: %s\ncog: 2025\nsources:\n  communes:\n", territory);
    fprintf(
        to,
        "    - path: %s/communes/communes_metro_cog2025_l93.gpkg\n"
        "      columns: { insee_com: insee, libelle: nom, siren_epci: epci, lib_epci: nom_epci, insee_dep: dep, "
        "insee_reg: reg, population: pop_mun }\n",
        data());
    fprintf(to, "  density:\n    - { dataset: insee-density, path: %s/population/anct_densite.csv }\n  supply:\n",
            data());
    fprintf(
        to,
        "    - { path: %s/health/offre_sante_medg_communes_2020.csv, service: gp, columns: { insee_com: codgeo, "
        "quantite: nb_medg } }\n",
        data());
    fprintf(to,
            "    - { path: %s/health/bpe2024_communes_gazetteer.csv, service: pharmacy, columns: { insee_com: "
            "code_insee, "
            "quantite: pharmacie } }\n",
            data());
    fprintf(to, "travel: { model: crow }\nservices:\n  - { name: gp }\n  - { name: pharmacy }\n"
                "accessibility:\n  - { service: gp, measure: apl, decay: apl-cosine }\n"
                "deserts: { rules: drees-2017 }\noutputs: { geopackage: study.gpkg }\n");
    fclose(to);
}

static double run_once(const char *study, const mlg_run_options *options, bool tell)
{
    mlg_run_result result;
    mlg_error err;
    double start = wall_s(), spent = cpu_s();
    must(mlg_run(&result, study, options, &err), &err);
    double elapsed = wall_s() - start;
    for (int32_t k = 0; tell && k < result.stage_count; k++)
        if (result.stages[k].redone && result.stages[k].seconds >= 0.005)
            printf("  %-10s %7.3f s\n", result.stages[k].name, result.stages[k].seconds);
    printf("  %-10s %7.3f s, processor %.3f s\n", options->scenario ? "scenario" : "study", elapsed,
           cpu_s() - spent);
    mlg_run_result_release(&result);
    return elapsed;
}

/* Doctors leave Arras, one more at each repeat. */
static void measure(const char *name, const char *territory, int repeats, double goal, int threads)
{
    char study[512], scenario[512], bar_name[64];
    char *folder = make_folder();
    double best = 0;
    printf("%s\n", name);
    write_study(study, folder, territory);
    mlg_run_options options = { .threads = threads };
    run_once(study, &options, false);
    for (int k = 1; k <= repeats; k++) {
        FILE *to = begin_file(scenario, folder, "departs.yaml");
        fprintf(to, "kind: scenario\nsupply:\n  - { commune: \"62041\", doctors: -%d }\n", k);
        fclose(to);
        options.scenario = scenario;
        options.overwrite = true;
        best = smaller(run_once(study, &options, k == repeats), best);
    }
    snprintf(bar_name, sizeof bar_name, "scenario_%s_s", name);
    bar(bar_name, best, goal, false);
    remove_folder(folder);
}

int main(int count, char **arguments)
{
    char communes[512];
    int threads = count > 1 ? atoi(arguments[1]) : 0;
    snprintf(communes, sizeof communes, "%s/communes/communes_metro_cog2025_l93.gpkg", data());
    if (access(communes, R_OK) != 0) {
        printf("scenario: %s is not here; nothing measured\n", communes);
        return 0;
    }
    measure("departement", "{ departement: \"62\" }", 7, 0.3, threads);
    measure("france", "{ all: true }", 3, 2, threads);
    return 0;
}
