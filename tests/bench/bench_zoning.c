/* Metropolitan France through the rules of deserts and zoning, living areas of INSEE standing in for TVS, once access is known. The
 * files are those of ../shared/data. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char study[] =
    "title: France\nterritory: { all: true }\ncog: 2025\nsources:\n"
    "  communes:\n    - path: communes/communes_metro_cog2025_l93.gpkg\n"
    "      columns: { insee_com: insee, libelle: nom, insee_dep: dep, insee_reg: reg, population: pop_mun }\n"
    "  density: [ { dataset: insee-density, path: population/anct_densite.csv } ]\n"
    "  tvs:\n    - path: communes/communes_metro_cog2025_l93.gpkg\n"
    "      columns: { insee_com: insee, tvs: bv2022, lib_tvs: lib_bv2022 }\n"
    "  supply:\n    - { path: health/offre_sante_medg_communes_2020.csv, service: gp, columns: { insee_com: "
    "codgeo, quantite: nb_medg } }\n"
    "    - { path: health/bpe2024_communes_gazetteer.csv, service: pharmacy, columns: { insee_com: code_insee, "
    "quantite: pharmacie } }\n"
    "travel: { model: crow }\nservices: [ { name: gp, acts: 5400 }, { name: pharmacy } ]\n"
    "accessibility: [ { service: gp, measure: apl, decay: apl-2015 } ]\n"
    "deserts: { rules: drees-2017";
static const char rest[] =
    " }\nzoning: { rules: arrete-2025, mesh: bv2022 }\noutputs: { geopackage: france.gpkg }\n";

/* Seconds of the two stages; prints what each found. */
static double run(const char *folder, const char *data, const char *more)
{
    char text[4096];
    mlg_run_result result;
    mlg_error err;
    double seconds = 0;
    mlg_run_options options = { .data_folder = data, .output_folder = folder, .overwrite = true };
    snprintf(text, sizeof text, "%s%s%s", study, more, rest);
    write_text(in_folder(folder, "study.yaml"), text);
    if (mlg_run(&result, in_folder(folder, "study.yaml"), &options, &err) != MLG_OK) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    for (int32_t i = 0; i < result.stage_count; i++) {
        const char *name = result.stages[i].name;
        if (strcmp(name, "desert") != 0 && strcmp(name, "zoning") != 0)
            continue;
        printf("%-8s %6.2f s  %s\n", name, result.stages[i].seconds, result.stages[i].summary);
        seconds += result.stages[i].seconds;
    }
    mlg_run_result_release(&result);
    return seconds;
}

static void bar(const char *name, double seconds, double goal)
{
    printf("bar %s %.2f <%g %s\n", name, seconds, goal, seconds < goal ? "ok" : "short");
}

int main(void)
{
    const char *data = shared_data("communes/communes_metro_cog2025_l93.gpkg") ? shared_data(".") : NULL;
    if (!data) {
        fprintf(stderr, "../shared/data is not beside the project: nothing to measure\n");
        return 1;
    }
    char *folder = make_folder();
    double rules = run(folder, data, ""), clusters = run(folder, data, ", clusters: { permutations: 999 }");
    bar("france_deserts_zoning_s", rules, 10);
    printf("with clusters, 999 permutations: %.2f s\n", clusters);
    remove_folder(folder);
    return 0;
}
