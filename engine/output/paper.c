#include "output/paper.h"

#include "base/length.h"
#include "base/utf8.h"
#include "output/html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double points_a_mm = 72 / 25.4, finest_mm = 0.05;

void mlg_paper_init(mlg_paper *paper, bool landscape)
{
    *paper = (mlg_paper){ .width_mm = landscape ? 297 : 210, .height_mm = landscape ? 210 : 297 };
}

void mlg_paper_release(mlg_paper *paper)
{
    mlg_text_release(&paper->svg);
    mlg_text_release(&paper->pdf);
}

/* PDF counts points from the bottom left corner. */
static double across(double x_mm)
{
    return x_mm * points_a_mm;
}

static double up(const mlg_paper *paper, double y_mm)
{
    return (paper->height_mm - y_mm) * points_a_mm;
}

/* ---- shapes ------------------------------------------------------------------------------------------------------ */

static void set_colours(mlg_paper *paper, const mlg_colour *fill, const mlg_colour *stroke, double stroke_mm)
{
    if (fill)
        mlg_text_printf(&paper->pdf, "%.3f %.3f %.3f rg\n", fill->r / 255.0, fill->g / 255.0, fill->b / 255.0);
    if (stroke)
        mlg_text_printf(&paper->pdf, "%.3f %.3f %.3f RG %.3f w\n", stroke->r / 255.0, stroke->g / 255.0,
                        stroke->b / 255.0, stroke_mm * points_a_mm);
}

static void add_look(mlg_paper *paper, const mlg_colour *fill, const mlg_colour *stroke, double stroke_mm)
{
    if (fill)
        mlg_text_printf(&paper->svg, " fill=\"#%02X%02X%02X\"", fill->r, fill->g, fill->b);
    else
        mlg_text_add(&paper->svg, " fill=\"none\"");
    if (stroke)
        mlg_text_printf(&paper->svg, " stroke=\"#%02X%02X%02X\" stroke-width=\"%.2f\"", stroke->r, stroke->g,
                        stroke->b, stroke_mm);
}

void mlg_paper_open(mlg_paper *paper, const mlg_colour *fill, const mlg_colour *stroke, double stroke_mm)
{
    mlg_text_add(&paper->svg, "<path fill-rule=\"evenodd\"");
    add_look(paper, fill, stroke, stroke_mm);
    mlg_text_add(&paper->svg, " d=\"");
    set_colours(paper, fill, stroke, stroke_mm);
    paper->paint = fill && stroke ? "B*\n" : fill ? "f*\n" : stroke ? "S\n" : "n\n";
}

void mlg_paper_point(mlg_paper *paper, double x_mm, double y_mm, bool first)
{
    if (!first && mlg_length(x_mm - paper->x_mm, y_mm - paper->y_mm) < finest_mm)
        return;
    mlg_text_printf(&paper->svg, "%c%.2f %.2f", first ? 'M' : 'L', x_mm, y_mm);
    mlg_text_printf(&paper->pdf, "%.2f %.2f %c\n", across(x_mm), up(paper, y_mm), first ? 'm' : 'l');
    paper->x_mm = x_mm;
    paper->y_mm = y_mm;
}

void mlg_paper_end_ring(mlg_paper *paper)
{
    mlg_text_add(&paper->svg, "z");
    mlg_text_add(&paper->pdf, "h\n");
}

void mlg_paper_close(mlg_paper *paper)
{
    mlg_text_add(&paper->svg, "\"/>\n");
    mlg_text_add(&paper->pdf, paper->paint);
}

void mlg_paper_line(mlg_paper *paper, double x1_mm, double y1_mm, double x2_mm, double y2_mm, double stroke_mm)
{
    static const mlg_colour black = { 40, 40, 40 };
    mlg_paper_open(paper, NULL, &black, stroke_mm);
    mlg_paper_point(paper, x1_mm, y1_mm, true);
    mlg_paper_point(paper, x2_mm, y2_mm, false);
    mlg_paper_close(paper);
}

void mlg_paper_box(mlg_paper *paper, double x_mm, double y_mm, double width_mm, double height_mm,
                   const mlg_colour *fill, const mlg_colour *stroke)
{
    mlg_paper_open(paper, fill, stroke, 0.2);
    mlg_paper_point(paper, x_mm, y_mm, true);
    mlg_paper_point(paper, x_mm + width_mm, y_mm, false);
    mlg_paper_point(paper, x_mm + width_mm, y_mm + height_mm, false);
    mlg_paper_point(paper, x_mm, y_mm + height_mm, false);
    mlg_paper_end_ring(paper);
    mlg_paper_close(paper);
}

/* ---- texts --------------------------------------------------------------------------------------------------------- */

/* The fonts of the document. None is embedded: every reader of PDF has these three. */
enum { PLAIN = 1, BOLD, SYMBOL, FONTS = SYMBOL };

/* A character of a font: its byte in WinAnsiEncoding, or in the encoding of Symbol itself. */
typedef struct glyph {
    unsigned unicode, byte;
    bool symbol;
} glyph;

/* Latin-1 maps to itself; these are the rest of WinAnsiEncoding, the spaces that differ from its own in width
 * alone, and the signs of Symbol that captions and legends use. */
static const glyph glyphs[] = {
    { 0x20AC, 0x80, false }, { 0x201A, 0x82, false }, { 0x0192, 0x83, false }, { 0x201E, 0x84, false },
    { 0x2026, 0x85, false }, { 0x2020, 0x86, false }, { 0x2021, 0x87, false }, { 0x02C6, 0x88, false },
    { 0x2030, 0x89, false }, { 0x0160, 0x8A, false }, { 0x2039, 0x8B, false }, { 0x0152, 0x8C, false },
    { 0x017D, 0x8E, false }, { 0x2018, 0x91, false }, { 0x2019, 0x92, false }, { 0x201C, 0x93, false },
    { 0x201D, 0x94, false }, { 0x2022, 0x95, false }, { 0x2013, 0x96, false }, { 0x2014, 0x97, false },
    { 0x02DC, 0x98, false }, { 0x2122, 0x99, false }, { 0x0161, 0x9A, false }, { 0x203A, 0x9B, false },
    { 0x0153, 0x9C, false }, { 0x017E, 0x9E, false }, { 0x0178, 0x9F, false }, { 0x2007, 0xA0, false },
    { 0x2009, 0xA0, false }, { 0x202F, 0xA0, false }, { 0x2010, 0x2D, false }, { 0x2011, 0x2D, false },
    { 0x2212, 0x2D, true },  { 0x2264, 0xA3, true },  { 0x221E, 0xA5, true },  { 0x2190, 0xAC, true },
    { 0x2191, 0xAD, true },  { 0x2192, 0xAE, true },  { 0x2193, 0xAF, true },  { 0x2265, 0xB3, true },
    { 0x2260, 0xB9, true },  { 0x2248, 0xBB, true },
};

static glyph glyph_of(unsigned unicode)
{
    if (unicode < 0x20)
        unicode = ' ';
    for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++)
        if (glyphs[i].unicode == unicode)
            return glyphs[i];
    bool latin = unicode < 0x7F || (unicode >= 0xA0 && unicode < 0x100);
    return (glyph){ unicode, latin ? unicode : '?', false };
}

/* Decodes one character and returns what follows it; a byte that is not UTF-8 becomes U+FFFD. */
static const char *next_character(const char *s, uint32_t *unicode)
{
    size_t n = mlg_utf8_decode(unicode, s, strlen(s));
    if (n == 0)
        *unicode = 0xFFFD;
    return s + (n ? n : 1);
}

static void add_pdf_byte(mlg_text *pdf, unsigned byte)
{
    if (byte == '(' || byte == ')' || byte == '\\' || byte >= 0x7F)
        mlg_text_printf(pdf, "\\%03o", byte);
    else
        mlg_text_printf(pdf, "%c", (int)byte);
}

/* A string in `font`, interrupted where a character is one of Symbol. */
static void add_pdf_string(mlg_text *pdf, int font, double size, const char *words)
{
    int current = font;
    mlg_text_printf(pdf, "/F%d %.2f Tf (", font, size);
    while (*words) {
        uint32_t unicode;
        words = next_character(words, &unicode);
        glyph g = glyph_of(unicode);
        int wanted = g.symbol ? SYMBOL : font;
        if (wanted != current)
            mlg_text_printf(pdf, ") Tj /F%d %.2f Tf (", wanted, size);
        current = wanted;
        add_pdf_byte(pdf, g.byte);
    }
    mlg_text_add(pdf, ") Tj");
}

void mlg_paper_text(mlg_paper *paper, double x_mm, double y_mm, double size_mm, bool bold, const char *words)
{
    mlg_text_printf(&paper->svg, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.2f\"%s>", x_mm, y_mm, size_mm,
                    bold ? " font-weight=\"bold\"" : "");
    mlg_html_text(&paper->svg, words);
    mlg_text_add(&paper->svg, "</text>\n");
    mlg_text_printf(&paper->pdf, "BT 0 0 0 rg %.2f %.2f Td ", across(x_mm), up(paper, y_mm));
    add_pdf_string(&paper->pdf, bold ? BOLD : PLAIN, size_mm * points_a_mm, words);
    mlg_text_add(&paper->pdf, " ET\n");
}

double mlg_paper_lines(mlg_paper *paper, double x_mm, double y_mm, double size_mm, double line_mm, size_t letters,
                       const char *words)
{
    mlg_text line = { 0 };
    for (; *words; y_mm += line_mm) {
        size_t most = mlg_utf8_span(words, letters), size = most;
        while (words[size] && size > 0 && words[size] != ' ')
            size--;
        if (size == 0)
            size = most;
        mlg_text_clear(&line);
        mlg_text_add_bytes(&line, words, size);
        mlg_paper_text(paper, x_mm, y_mm, size_mm, false, mlg_text_words(&line));
        words += size;
        words += strspn(words, " ");
    }
    mlg_text_release_part(&line, &paper->svg);
    return y_mm;
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static mlg_status save(mlg_text *page, const mlg_text *body, const char *path, mlg_error *err)
{
    mlg_status st = page->status == MLG_OK && body->status == MLG_OK ? mlg_text_save(page, path, err)
                                                                     : mlg_fail_memory(err, path, body->length);
    mlg_text_release(page);
    return st;
}

mlg_status mlg_paper_save_svg(mlg_paper *paper, const char *path, const char *title, mlg_error *err)
{
    mlg_text page = { 0 };
    mlg_text_printf(
        &page,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%gmm\" height=\"%gmm\" viewBox=\"0 0 %g %g\" "
        "font-family=\"Helvetica, Arial, sans-serif\" role=\"img\">\n<title>",
        paper->width_mm, paper->height_mm, paper->width_mm, paper->height_mm);
    mlg_html_text(&page, title);
    mlg_text_add(&page, "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    mlg_text_add(&page, paper->svg.data ? paper->svg.data : "");
    mlg_text_add(&page, "</svg>\n");
    return save(&page, &paper->svg, path, err);
}

static void add_fonts(mlg_text *page, size_t *at, int first)
{
    static const char *const names[] = { "Helvetica", "Helvetica-Bold", "Symbol" };
    for (int f = 0; f < FONTS; f++) {
        at[first + f] = page->length;
        mlg_text_printf(page, "%d 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /%s%s >>\nendobj\n", first + f,
                        names[f], f + 1 == SYMBOL ? "" : " /Encoding /WinAnsiEncoding");
    }
}

static void add_cross_references(mlg_text *page, const size_t *at, int objects)
{
    size_t table = page->length;
    mlg_text_printf(page, "xref\n0 %d\n0000000000 65535 f \n", objects);
    for (int k = 1; k < objects; k++)
        mlg_text_printf(page, "%010zu 00000 n \n", at[k]);
    mlg_text_printf(page, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", objects, table);
}

mlg_status mlg_paper_save_pdf(mlg_paper *paper, const char *path, const char *title, mlg_error *err)
{
    enum { OBJECTS = 5 + FONTS };
    size_t at[OBJECTS];
    mlg_text page = { 0 };
    (void)title; /* in the drawing; the information dictionary of PDF is optional */
    mlg_text_add(&page, "%PDF-1.4\n");
    at[1] = page.length;
    mlg_text_add(&page, "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
    at[2] = page.length;
    mlg_text_add(&page, "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
    at[3] = page.length;
    mlg_text_printf(&page,
                    "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents 4 0 R "
                    "/Resources << /Font << /F1 5 0 R /F2 6 0 R /F3 7 0 R >> >> >>\nendobj\n",
                    across(paper->width_mm), paper->height_mm * points_a_mm);
    at[4] = page.length;
    mlg_text_printf(&page, "4 0 obj\n<< /Length %zu >>\nstream\n", paper->pdf.length);
    mlg_text_add_bytes(&page, paper->pdf.data ? paper->pdf.data : "", paper->pdf.length);
    mlg_text_add(&page, "\nendstream\nendobj\n");
    add_fonts(&page, at, 5);
    add_cross_references(&page, at, OBJECTS);
    return save(&page, &paper->pdf, path, err);
}
