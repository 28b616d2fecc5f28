/* Writes the starting corpus of fuzz_finess into a folder. Usage: corpus_finess <folder> */
#include "write_corpus.h"

static const fuzz_input inputs[] = {
    FUZZ_TEXT("\000{\"schemaVersion\":\"v1\",\"pmej\":[{\"adresse\":[{}],\"ege\":[{\"informationsGeneralesEGE\":{"
              "\"numFinessEge\":"
              "\"010000024\",\"nomEgeLong\":\"A "
              "\\\"]}\\u00e9\",\"dateFermeture\":null},\"categorieentiteGeographiqueExercice\":"
              "\"355\",\"adresse\":[{\"usageAdresse\":\"06\"},{\"usageAdresse\":\"03\",\"cogCommune\":\"01451\","
              "\"coordonneesGeographique\":{\"coordonneeX\":5.2,\"coordonneeY\":\"46.2\"}}],\"etatObjet\":[\"A\"]}"
              "]}],\"gco\":[]}"),
    FUZZ_TEXT("\001{\"pmej\":[{\"ege\":[{\"numFinessEge\":\"010000024\",\"activitesExercees\":[{"
              "\"caracteristiquesGeneriques\":{"
              "\"etatObjet\":\"A\"},\"nature\":{\"codeNature\":\"AASA\",\"caracteristiquesSpecifiques\":{"
              "\"typeActiviteAASA\":{"
              "\"activiteSanitaireRegulee\":\"14\"}}}},{}]}]}]}"),
    FUZZ_TEXT("\000{\"pmej\":[{\"ege\":null},{\"ege\":[]}]} "),
};

int main(int argc, char **argv)
{
    return write_corpus(argc, argv, "finess", inputs, sizeof inputs / sizeof *inputs);
}
