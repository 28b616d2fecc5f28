/* FINESS+: any bytes give sites or activities, or one clear line. The first byte chooses which. */
#include "study/sources/finess_plus.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    mlg_layer_options options = { .records = data[0] & 1 ? &mlg_finess_plus_activities : &mlg_finess_plus_sites };
    fuzz_layer(fuzz_file(data + 1, size - 1, ".json"), &options);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep,
              "\000{\"schemaVersion\":\"v1\",\"pmej\":[{\"adresse\":[{}],\"ege\":[{\"informationsGeneralesEGE\":{"
              "\"numFinessEge\":"
              "\"010000024\",\"nomEgeLong\":\"A "
              "\\\"]}\\u00e9\",\"dateFermeture\":null},\"categorieentiteGeographiqueExercice\":"
              "\"355\",\"adresse\":[{\"usageAdresse\":\"06\"},{\"usageAdresse\":\"03\",\"cogCommune\":\"01451\","
              "\"coordonneesGeographique\":{\"coordonneeX\":5.2,\"coordonneeY\":\"46.2\"}}],\"etatObjet\":[\"A\"]}"
              "]}],\"gco\":[]}");
    FUZZ_SEED(keep, "\001{\"pmej\":[{\"ege\":[{\"numFinessEge\":\"010000024\",\"activitesExercees\":[{"
                    "\"caracteristiquesGeneriques\":{"
                    "\"etatObjet\":\"A\"},\"nature\":{\"codeNature\":\"AASA\",\"caracteristiquesSpecifiques\":{"
                    "\"typeActiviteAASA\":{"
                    "\"activiteSanitaireRegulee\":\"14\"}}}},{}]}]}]}");
    FUZZ_SEED(keep, "\000{\"pmej\":[{\"ege\":null},{\"ege\":[]}]} ");
}
