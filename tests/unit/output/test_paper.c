/* A drawn sheet, read back as another program reads it: the text of the PDF by pdftotext, of Poppler. */
#include "support.h"

#include "output/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder_name[1024];

static int set_up(void **state)
{
    *state = make_folder();
    snprintf(folder_name, sizeof folder_name, "%s", (char *)*state);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    remove_folder(*state);
    return 0;
}

/* What pdftotext reads in a sheet of these words, without the end of line and of page; freed with free(). */
static char *text_of_pdf(char *folder, const char *words, bool bold)
{
    mlg_paper paper;
    mlg_error err;
    char command[2200], *out = calloc(1, 4096);
    mlg_paper_init(&paper, false);
    mlg_paper_text(&paper, 20, 20, 4, bold, words);
    mlg_status st = mlg_paper_save_pdf(&paper, in_folder(folder, "sheet.pdf"), "Sheet", &err);
    mlg_paper_release(&paper);
    assert_ok(st, &err);
    snprintf(command, sizeof command, "pdftotext -enc UTF-8 '%s/sheet.pdf' - 2>&1", folder_name);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t n = fread(out, 1, 4095, pipe);
    assert_int_equal(pclose(pipe), 0);
    while (n > 0 && strchr("\n\f", out[n - 1]))
        out[--n] = '\0';
    return out;
}

static void assert_reads(char *folder, const char *words, const char *expected)
{
    for (int bold = 0; bold < 2; bold++) {
        char *read = text_of_pdf(folder, words, bold);
        assert_string_equal(read, expected);
        free(read);
    }
}

static void a_pdf_says_what_was_written(void **state)
{
    static const char *const lines[] = { "APL ≤ 2,5 et population ≥ 1 000",
                                         "Sœurs d’Écault – 50 000 €, « été » … œuvre",
                                         "Parenthèses (et \\ barres)", "A → B, 3 ≠ 4, −5", "ŒŸŽž 5 ‰" };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_reads(*state, lines[i], lines[i]);
}

/* The spaces of figures are as wide as others; a sign the fonts lack is one question mark, never another sign. */
static void a_pdf_shows_what_it_cannot_write(void **state)
{
    assert_reads(*state, "12\u202f345\u00a0km", "12 345 km");
    assert_reads(*state, "un\tdeux ☃", "un deux ?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_pdf_says_what_was_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_pdf_shows_what_it_cannot_write, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
