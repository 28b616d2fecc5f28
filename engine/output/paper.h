/* A sheet of A4 drawn once and saved as SVG and as PDF: filled shapes, lines, texts. Millimetres, from the top left corner. */
#ifndef MLG_OUTPUT_PAPER_H
#define MLG_OUTPUT_PAPER_H

#include "base/text.h"
#include "output/palette.h"

/* `{ 0 }` is empty; errors are sticky in both texts. */
typedef struct mlg_paper {
    double width_mm, height_mm;
    mlg_text svg, pdf; /* bodies */
    double x_mm, y_mm; /* last point of the path */
    const char *paint; /* how PDF paints it */
} mlg_paper;

/* 210 x 297, or 297 x 210 with `landscape`. */
void mlg_paper_init(mlg_paper *paper, bool landscape);
void mlg_paper_release(mlg_paper *paper);

/* A shape: rings between open and close; a point less than 0.05 mm from the previous one is dropped. `fill` and `stroke` may be
 * NULL. */
void mlg_paper_open(mlg_paper *paper, const mlg_colour *fill, const mlg_colour *stroke, double stroke_mm);
void mlg_paper_point(mlg_paper *paper, double x_mm, double y_mm, bool first);
void mlg_paper_end_ring(mlg_paper *paper);
void mlg_paper_close(mlg_paper *paper);

void mlg_paper_line(mlg_paper *paper, double x1_mm, double y1_mm, double x2_mm, double y2_mm, double stroke_mm);
void mlg_paper_box(mlg_paper *paper, double x_mm, double y_mm, double width_mm, double height_mm,
                   const mlg_colour *fill, const mlg_colour *stroke);

/* Baseline at y; `size_mm` is the height of the font. PDF shows the characters of WinAnsiEncoding and the signs ≤ ≥ ≠ ≈ − ∞ ←
 * ↑ → ↓; a thin or a narrow space is as wide as any other there, and what its fonts lack is shown as '?'. */
void mlg_paper_text(mlg_paper *paper, double x_mm, double y_mm, double size_mm, bool bold, const char *words);

/* The same on lines of at most `letters` characters, broken at spaces where possible, `line_mm` apart. Returns the
 * y of the line that would follow. */
double mlg_paper_lines(mlg_paper *paper, double x_mm, double y_mm, double size_mm, double line_mm, size_t letters,
                       const char *words);

/* MLG_INPUT when a path cannot be written. `title` is the title of the document. */
mlg_status mlg_paper_save_svg(mlg_paper *paper, const char *path, const char *title,
                              mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_paper_save_pdf(mlg_paper *paper, const char *path, const char *title,
                              mlg_error *err) MLG_MUST_CHECK;

#endif
