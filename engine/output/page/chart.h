/* A small chart kernel: scales, ticks and marks, written as inline SVG. Values in, coordinates of the drawing out; the meaning
 * of a mark is also given in words, never by colour alone. */
#ifndef MLG_OUTPUT_PAGE_CHART_H
#define MLG_OUTPUT_PAGE_CHART_H

#include "base/text.h"

/* Maps low..high onto from..to, and extrapolates beyond. low < high. */
typedef struct mlg_scale {
    double low, high, from, to;
} mlg_scale;

double mlg_scale_at(const mlg_scale *scale, double value);

/* The smallest step among 1, 2 and 5 times a power of ten that divides low..high into at most `most` parts. */
double mlg_chart_step(double low, double high, int most);

/* Decimals needed to distinguish multiples of a step: 0 for 5, 1 for 0.5, 2 for 0.25. */
int mlg_chart_places(double step);

/* y grows downwards in the drawing: the scale of y has from > to. */
typedef struct mlg_chart {
    mlg_text *out;
    mlg_scale x, y;
} mlg_chart;

/* Opens <svg role="img"> of that size, labelled by its title and description; `id` is unique in the page. */
void mlg_chart_open(mlg_chart *chart, mlg_text *out, const char *id, const char *title, const char *desc,
                    int width, int height);
void mlg_chart_close(mlg_chart *chart);

/* Grid lines at each step, with their value; `unit` is written at the end of the axis. */
void mlg_chart_axis_x(mlg_chart *chart, double step, const char *unit);
void mlg_chart_axis_y(mlg_chart *chart, double step, const char *unit);

/* A rectangle between two values of each scale, in any order; `colour` as CSS writes it; `told` (may be NULL) is
 * its tooltip. */
void mlg_chart_bar(mlg_chart *chart, double x0, double x1, double y0, double y1, const char *colour,
                   const char *told);

/* Of CSS class `css`. */
void mlg_chart_line(mlg_chart *chart, double x0, double y0, double x1, double y1, const char *css);

/* A disc of radius r with words in it (may be ""); a hollow one shows the background. */
void mlg_chart_disc(mlg_chart *chart, double x, double y, double r, bool hollow, const char *words,
                    const char *told);

/* Words at (x, y), offset by (dx, dy) in drawing units; anchor: start, middle or end. */
void mlg_chart_words(mlg_chart *chart, double x, double y, double dx, double dy, const char *anchor,
                     const char *words);

#endif
