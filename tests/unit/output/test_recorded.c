/* Sentences kept in French, in an English report. */
#include "support.h"

#include "base/language.h"
#include "base/resource.h"
#include "output/tables/recorded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int in_english(void **state)
{
    (void)state;
    mlg_translate_to("en", "en");
    return 0;
}

static int in_french(void **state)
{
    (void)state;
    mlg_translate_to("en", "fr");
    return 0;
}

static bool translated(void)
{
    bool there = mlg_resource_find("po/maillage-report.en.mo") != NULL;
    if (!there)
        print_message("built without msgfmt: no words to look at\n");
    return there;
}

static void sentences_are_said_in_english_with_their_figures(void **state)
{
    static const char *const said[][2] = {
        { "défaut : convention de la DREES", "default: convention of the DREES" },
        { "défaut\u00a0: convention de la DREES", "default: convention of the DREES" },
        { "comme ceux en place", "as those in place" },
        { "ans, plus personne n'exerce à cet âge", "years, the age by which nobody practises any longer" },
        { "10 min : 1 ; 15 min : 0,6667 ; 20 min : 0,3333", "10 min: 1; 15 min: 0.6667; 20 min: 0.3333" },
        { "antennes\u00a0: Temps limite", "antennes: Time limit" },
        { "Critère (médecins généralistes)", "Criterion (GPs)" },
        { "Arrêté du 1er octobre 2021, médecins généralistes (arrete-2021)",
          "Order of 1 October 2021, GPs (arrete-2021)" },
        { "Aire flottante en deux étapes, à décroissance ; décroissance paliers de l’étude (10 min : 1 ; 20 min : "
          "0,5), "
          "t ≤ limite, non vérifié à la source",
          "Enhanced two-step floating catchment; decay steps of the study (10 min: 1; 20 min: 0.5), t ≤ limit, "
          "not "
          "verified at the source" },
        { "Arleux : connu pour 33,3 % de ses 17\u202f444 habitants (12 communes hors de l’étude : agrandissez "
          "buffer) ; "
          "ni rang, ni cadre, ni classe selon la règle ; sans classe",
          "Arleux: known for 33.3% of its 17,444 inhabitants (12 communes outside the study: widen buffer); no "
          "rank, no "
          "frame, no class by the rule; without a class" },
        { "dont 1\u202f798 habitants de quartiers, estimés d’après la surface, sans doute trop peu ; au moins : "
          "sans les "
          "267\u202f138 habitants de classe inconnue ; sans les 264\u202f835 habitants de territoires de cadre "
          "inconnu",
          "of whom 1,798 inhabitants of neighbourhoods, estimated from areas, probably too few; at least: without "
          "the "
          "267,138 inhabitants of unknown class; without the 264,835 inhabitants of territories of unknown "
          "frame" },
    };
    mlg_text room = { 0 };
    (void)state;
    if (!translated())
        return;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_string_equal(mlg_recorded_words(&room, said[i][0]), said[i][1]);
    mlg_text_release(&room);
}

/* Names, codes and what people wrote themselves stay, but for figures; so does a text with no end of parts. */
static void what_is_not_known_is_left(void **state)
{
    static const char *const said[][2] = {
        { "Le Haut D'Houdain", "Le Haut D’Houdain" },
        { "QN06218M", "QN06218M" },
        { "", "" },
        { "{1} ; {2}", "{1}; {2}" },
        { "bassin de 1\u202f500 lits, 3,5 % de plus", "bassin de 1,500 lits, 3.5 % de plus" },
    };
    mlg_text room = { 0 };
    char deep[4096] = "", *at = deep;
    (void)state;
    if (!translated())
        return;
    assert_null(mlg_recorded_words(&room, NULL));
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_string_equal(mlg_recorded_words(&room, said[i][0]), said[i][1]);
    for (int i = 0; i < 1000; i++)
        at += sprintf(at, " ; ");
    assert_true(strlen(mlg_recorded_words(&room, deep)) > 1000);
    mlg_text_release(&room);
}

static void french_reports_have_what_was_recorded(void **state)
{
    static const char words[] = "défaut : convention, 0,5";
    mlg_text room = { 0 };
    (void)state;
    assert_ptr_equal(mlg_recorded_words(&room, words), words);
    mlg_text_release(&room);
}

/* The words of a pattern, X1X and so on at its places. */
static const char *fill(char *room, const char *pattern)
{
    char *to = room;
    for (; *pattern; pattern++)
        if (pattern[0] == '{' && pattern[2] == '}') {
            to += sprintf(to, "X%cX", pattern[1]);
            pattern += 2;
        } else
            *to++ = *pattern;
    *to = '\0';
    return room;
}

/* A pattern finds itself before any other: none hides behind one that is tried earlier. */
static void every_pattern_is_in_the_catalogue_and_can_be_reached(void **state)
{
    static const char *const *const lists[] = { mlg_recorded_patterns, mlg_recorded_joints, mlg_recorded_terms };
    mlg_text room = { 0 };
    (void)state;
    if (!translated())
        return;
    for (int k = 0; k < 3; k++)
        for (int i = 0; lists[k][i]; i++) {
            char text[600], want[600];
            fill(text, lists[k][i]);
            fill(want, mlg_report_tr(lists[k][i]));
            assert_string_equal(mlg_recorded_words(&room, text), want);
        }
    mlg_text_release(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sentences_are_said_in_english_with_their_figures, in_english, in_french),
        cmocka_unit_test_setup_teardown(what_is_not_known_is_left, in_english, in_french),
        cmocka_unit_test(french_reports_have_what_was_recorded),
        cmocka_unit_test_setup_teardown(every_pattern_is_in_the_catalogue_and_can_be_reached, in_english,
                                        in_french),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
