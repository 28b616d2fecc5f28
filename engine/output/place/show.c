/* The sheet of a place as text, as JSON, and as a page of A4. */
#include "output/place/place.h"

#include "adapters/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/utf8.h"
#include "output/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void ordinal(char *out, size_t size, int n)
{
    if (strcmp(mlg_report_language(), "fr") == 0)
        snprintf(out, size, "%d%s", n, n == 1 ? "er" : "e");
    else
        snprintf(out, size, "%d%s", n,
                 n % 100 / 10 == 1 ? "th"
                 : n % 10 == 1     ? "st"
                 : n % 10 == 2     ? "nd"
                 : n % 10 == 3     ? "rd"
                                   : "th");
}

void mlg_place_rank(char out[40], const mlg_place_line *line)
{
    char place[16];
    out[0] = '\0';
    if (line->rank == 0)
        return;
    ordinal(place, sizeof place, line->rank);
    snprintf(out, 40, mlg_report_tr("%s sur %d"), place, (int)line->of);
}

void mlg_place_tenth(char out[40], const mlg_place_line *line)
{
    out[0] = '\0';
    if (line->tenth > 0)
        ordinal(out, 40, line->tenth);
}

/* ---- text --------------------------------------------------------------------------------------------------------- */

enum { LABEL = 34, UNIT = 16, FIGURE = 12, RANK = 16 };

/* A text padded to a width, right- or left-aligned. */
static void pad(mlg_text *to, const char *words, int width, bool right)
{
    int blank = width - (int)mlg_utf8_count(words);
    for (int i = 0; right && i < blank; i++)
        mlg_text_add(to, " ");
    mlg_text_add(to, words);
    for (int i = 0; !right && i < blank; i++)
        mlg_text_add(to, " ");
}

static void add_figure(mlg_text *to, double value, int places)
{
    pad(to, isnan(value) ? "–" : mlg_shown(value, places).text, FIGURE, true);
}

static void add_line(mlg_text *to, const mlg_place_line *line, bool france)
{
    char rank[40], tenth[40];
    mlg_place_rank(rank, line);
    mlg_place_tenth(tenth, line);
    pad(to, mlg_report_tr(line->label), LABEL, false);
    pad(to, *line->unit ? mlg_report_tr(line->unit) : "", UNIT, false);
    add_figure(to, line->here, line->places);
    add_figure(to, line->beside, line->places);
    if (france)
        add_figure(to, line->france, line->places);
    if (*rank || france)
        pad(to, rank, RANK, true);
    if (france)
        pad(to, tenth, RANK - 4, true);
    mlg_text_add(to, "\n");
}

/* Groups of communes are not ranked within a study. */
static bool has_ranks(const mlg_place *place)
{
    bool any = false;
    for (int i = 0; i < place->result_count; i++)
        any = any || place->results[i].rank > 0;
    return any;
}

static void add_head(mlg_text *to, const char *beside, const char *france, bool ranks)
{
    mlg_text_add(to, "\n");
    pad(to, "", LABEL + UNIT, false);
    pad(to, mlg_report_tr("ici"), FIGURE, true);
    pad(to, beside, FIGURE, true);
    if (france)
        pad(to, france, FIGURE, true);
    if (ranks)
        pad(to, mlg_report_tr("rang"), RANK, true);
    if (france)
        pad(to, mlg_report_tr("dixième"), RANK - 4, true);
    mlg_text_add(to, "\n");
}

static void add_words(mlg_text *to, const char *before, const mlg_place_fact *words, const char *after)
{
    mlg_text_add(to, before);
    mlg_text_printf(to, mlg_report_tr("%s : %s"), mlg_report_tr(words->label), mlg_text_words(&words->value));
    mlg_text_add(to, after);
}

static const char *notes[] = {
    MLG_REPORT_MARK("Rang : du plus élevé au plus faible, dans le département, ou dans l’étude. Dixième : parmi "
                    "toute la France, du 1er (le "
                    "plus faible) au 10e."),
    MLG_REPORT_MARK("Pauvreté et revenu au-delà d’une commune : moyennes des communes où ils sont connus, "
                    "pondérées par la population."),
    MLG_REPORT_MARK("Sources : INSEE (population 2023, BPE 2024, Filosofi 2015), ANCT (généralistes 2020), IGN."),
    NULL,
};

mlg_status mlg_place_text(char **out, const mlg_place *place, mlg_error *err)
{
    mlg_text to = { 0 };
    mlg_text_printf(&to, "%s (%s)", place->name, place->code);
    mlg_text_printf(&to, "%s%s\n", *place->around ? " – " : "", place->around);
    add_head(&to, mlg_report_tr("département"), mlg_report_tr("France"), true);
    for (int i = 0; i < place->fact_count; i++)
        add_line(&to, &place->facts[i], true);
    if (place->result_count > 0)
        add_head(&to, mlg_report_tr("étude"), NULL, has_ranks(place));
    for (int i = 0; i < place->result_count; i++)
        add_line(&to, &place->results[i], false);
    for (int i = 0; i < place->word_count; i++)
        add_words(&to, i ? "" : "\n", &place->words[i], "\n");
    mlg_text_add(&to, "\n");
    for (int i = 0; notes[i]; i++)
        mlg_text_printf(&to, "%s\n", mlg_report_tr(notes[i]));
    mlg_text_printf(&to, mlg_report_tr("Étude : %s.\n"), mlg_text_words(&place->study));
    return mlg_text_take(out, &to, err);
}

/* ---- JSON --------------------------------------------------------------------------------------------------------- */

static void add_json_lines(mlg_json *json, const char *key, const mlg_place_line *lines, int count,
                           const char *beside)
{
    mlg_json_array(json, key);
    for (int i = 0; i < count; i++) {
        const mlg_place_line *line = &lines[i];
        mlg_json_object(json, NULL);
        mlg_json_text(json, "label", line->label);
        mlg_json_text(json, "unit", line->unit);
        mlg_json_number(json, "value", line->here);
        mlg_json_number(json, beside, line->beside);
        mlg_json_number(json, "france", line->france);
        mlg_json_number(json, "rank", line->rank > 0 ? line->rank : (double)NAN);
        mlg_json_number(json, "of", line->rank > 0 ? line->of : (double)NAN);
        mlg_json_number(json, "tenth", line->tenth > 0 ? line->tenth : (double)NAN);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

mlg_status mlg_place_json(char **out, const mlg_place *place, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_text(json, "code", place->code);
    mlg_json_text(json, "name", place->name);
    mlg_json_text(json, "around", place->around);
    mlg_json_text(json, "study", mlg_text_words(&place->study));
    add_json_lines(json, "facts", place->facts, place->fact_count, "departement");
    add_json_lines(json, "results", place->results, place->result_count, "study");
    mlg_json_object(json, "words");
    for (int i = 0; i < place->word_count; i++)
        mlg_json_text(json, place->words[i].label, mlg_text_words(&place->words[i].value));
    mlg_json_end(json);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

/* ---- a page of A4 -------------------------------------------------------------------------------------------------- */

static const double left_mm = 18, right_mm = 192, row_mm = 7.5;

static void draw_row(mlg_paper *paper, double y_mm, const mlg_place_line *line, bool france)
{
    static const mlg_colour track = { 226, 232, 240 }, mark = { 30, 64, 175 };
    char words[160], rank[40];
    mlg_place_rank(rank, line);
    snprintf(words, sizeof words, "%s%s%s%s", mlg_report_tr(line->label), *line->unit ? " (" : "",
             *line->unit ? mlg_report_tr(line->unit) : "", *line->unit ? ")" : "");
    mlg_paper_text(paper, left_mm, y_mm, 3, false, words);
    mlg_paper_text(paper, 94, y_mm, 3.2, true, isnan(line->here) ? "–" : mlg_shown(line->here, line->places).text);
    mlg_paper_text(paper, 113, y_mm, 3, false,
                   isnan(line->beside) ? "–" : mlg_shown(line->beside, line->places).text);
    if (france)
        mlg_paper_text(paper, 133, y_mm, 3, false,
                       isnan(line->france) ? "–" : mlg_shown(line->france, line->places).text);
    mlg_paper_text(paper, 153, y_mm, 2.6, false, rank);
    for (int k = 1; k <= 10 && line->tenth > 0; k++) /* ten steps, with that of the place filled */
        mlg_paper_box(paper, 174 + 1.8 * (k - 1), y_mm - 2.6, 1.5, 3, k == line->tenth ? &mark : &track, NULL);
    mlg_paper_line(paper, left_mm, y_mm + 2.2, right_mm, y_mm + 2.2, 0.1);
}

static void draw_head(mlg_paper *paper, double y_mm, const char *title, const char *beside, bool france,
                      bool ranks)
{
    mlg_paper_text(paper, left_mm, y_mm, 3.6, true, title);
    mlg_paper_text(paper, 94, y_mm, 2.6, false, mlg_report_tr("ici"));
    mlg_paper_text(paper, 113, y_mm, 2.6, false, beside);
    if (france)
        mlg_paper_text(paper, 133, y_mm, 2.6, false, mlg_report_tr("France"));
    if (ranks)
        mlg_paper_text(paper, 153, y_mm, 2.6, false, mlg_report_tr("rang"));
    if (france)
        mlg_paper_text(paper, 174, y_mm, 2.6, false, mlg_report_tr("dixième"));
    mlg_paper_line(paper, left_mm, y_mm + 2.2, right_mm, y_mm + 2.2, 0.3);
}

static double draw_words(mlg_paper *paper, double y_mm, double size_mm, const char *words)
{
    return mlg_paper_lines(paper, left_mm, y_mm, size_mm, 1.6 * size_mm, 105, words);
}

void mlg_place_draw(mlg_paper *paper, const mlg_place *place)
{
    mlg_text words = { 0 };
    double y = 24;
    mlg_paper_init(paper, false);
    mlg_paper_text(paper, left_mm, y, 7, true, place->name);
    mlg_text_printf(&words, "%s%s%s", place->code, *place->around ? " – " : "", place->around);
    y = draw_words(paper, y + 7, 3.4, mlg_text_words(&words)) + 8;
    draw_head(paper, y, mlg_report_tr("Le territoire"), mlg_report_tr("département"), true, true);
    for (int i = 0; i < place->fact_count; i++)
        draw_row(paper, y += row_mm, &place->facts[i], true);
    if (place->result_count > 0)
        draw_head(paper, y += 2 * row_mm, mlg_report_tr("L’accès aux soins"), mlg_report_tr("étude"), false,
                  has_ranks(place));
    for (int i = 0; i < place->result_count; i++)
        draw_row(paper, y += row_mm, &place->results[i], false);
    y += 2 * row_mm;
    for (int i = 0; i < place->word_count; i++) {
        mlg_text_clear(&words);
        add_words(&words, "", &place->words[i], "");
        y = draw_words(paper, y, 3, mlg_text_words(&words)) + 1;
    }
    y += row_mm;
    for (int i = 0; notes[i]; i++)
        y = draw_words(paper, y, 2.5, mlg_report_tr(notes[i]));
    mlg_text_clear(&words);
    mlg_text_printf(&words, mlg_report_tr("Étude : %s.\n"), mlg_text_words(&place->study));
    draw_words(paper, y, 2.5, mlg_text_words(&words));
    mlg_text_release_part(&words, &paper->svg);
}
