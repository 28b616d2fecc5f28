#include "output/page/chart.h"

#include "output/figure.h"
#include "output/html.h"

#include <math.h>

double mlg_scale_at(const mlg_scale *scale, double value)
{
    return scale->from + (value - scale->low) / (scale->high - scale->low) * (scale->to - scale->from);
}

double mlg_chart_step(double low, double high, int most)
{
    static const double digits[] = { 1, 2, 5, 10 };
    double least = (high - low) / most, power = pow(10, floor(log10(least)));
    int i = 0;
    while (i < 3 && digits[i] * power < least * (1 - 1e-9))
        i++;
    return digits[i] * power;
}

int mlg_chart_places(double step)
{
    int places = 0;
    while (places < 6 && fabs(step - round(step)) > 1e-9 * pow(10, places)) {
        step *= 10;
        places++;
    }
    return places;
}

/* ---- frame ------------------------------------------------------------------------------------------- */

void mlg_chart_open(mlg_chart *chart, mlg_text *out, const char *id, const char *title, const char *desc,
                    int width, int height)
{
    chart->out = out;
    mlg_html(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-nom %s-desc\">\n", width, height,
             id, id);
    mlg_html(out, "<title id=\"%s-nom\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n", id, title, id, desc);
}

void mlg_chart_close(mlg_chart *chart)
{
    mlg_text_add(chart->out, "</svg>\n");
}

static void add_line(mlg_text *out, double x1, double y1, double x2, double y2, const char *css)
{
    mlg_text_printf(out, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", css, x1, y1, x2, y2);
}

static void add_words(mlg_text *out, double x, double y, const char *anchor, const char *words)
{
    mlg_text_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
    mlg_html(out, "%s</text>\n", words);
}

/* How many multiples of the step an axis shows, from `first` on. None where they are not told apart: values of a forged study. */
static int ticks_of(double *first, const mlg_scale *scale, double step)
{
    enum { MOST = 100 };
    *first = ceil(scale->low / step - 1e-9);
    const double count = floor(scale->high / step + 1e-9) - *first + 1;
    return fabs(*first) < 1e15 && count >= 1 && count <= MOST ? (int)count : 0;
}

void mlg_chart_axis_x(mlg_chart *chart, double step, const char *unit)
{
    const mlg_scale *x = &chart->x, *y = &chart->y;
    double first;
    int places = mlg_chart_places(step), count = ticks_of(&first, x, step);
    for (int i = 0; i < count; i++) {
        const double value = (first + i) * step, at = mlg_scale_at(x, value);
        add_line(chart->out, at, y->from, at, y->to, "grille");
        add_words(chart->out, at, y->from + 16, "middle", mlg_shown(value, places).text);
    }
    add_line(chart->out, x->from, y->from, x->to, y->from, "axe");
    add_words(chart->out, x->to, y->from + 34, "end", unit);
}

void mlg_chart_axis_y(mlg_chart *chart, double step, const char *unit)
{
    const mlg_scale *x = &chart->x, *y = &chart->y;
    double first;
    int places = mlg_chart_places(step), count = ticks_of(&first, y, step);
    for (int i = 0; i < count; i++) {
        const double value = (first + i) * step, at = mlg_scale_at(y, value);
        add_line(chart->out, x->from, at, x->to, at, "grille");
        add_words(chart->out, x->from - 6, at + 4, "end", mlg_shown(value, places).text);
    }
    add_words(chart->out, 0, y->to - 22, "start", unit);
}

/* ---- marks ------------------------------------------------------------------------------------------- */

void mlg_chart_bar(mlg_chart *chart, double x0, double x1, double y0, double y1, const char *colour,
                   const char *told)
{
    double a = mlg_scale_at(&chart->x, x0), b = mlg_scale_at(&chart->x, x1), c = mlg_scale_at(&chart->y, y0),
           d = mlg_scale_at(&chart->y, y1);
    mlg_text_printf(chart->out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\">",
                    fmin(a, b), fmin(c, d), fabs(b - a), fabs(d - c), colour);
    if (told)
        mlg_html(chart->out, "<title>%s</title>", told);
    mlg_text_add(chart->out, "</rect>\n");
}

void mlg_chart_line(mlg_chart *chart, double x0, double y0, double x1, double y1, const char *css)
{
    add_line(chart->out, mlg_scale_at(&chart->x, x0), mlg_scale_at(&chart->y, y0), mlg_scale_at(&chart->x, x1),
             mlg_scale_at(&chart->y, y1), css);
}

void mlg_chart_disc(mlg_chart *chart, double x, double y, double r, bool hollow, const char *words,
                    const char *told)
{
    double at_x = mlg_scale_at(&chart->x, x), at_y = mlg_scale_at(&chart->y, y);
    mlg_text_printf(chart->out, "<g class=\"%s\"><circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
                    hollow ? "vide" : "plein", at_x, at_y, r);
    if (told)
        mlg_html(chart->out, "<title>%s</title>", told);
    if (*words)
        add_words(chart->out, at_x, at_y + 4, "middle", words);
    mlg_text_add(chart->out, "</g>\n");
}

void mlg_chart_words(mlg_chart *chart, double x, double y, double dx, double dy, const char *anchor,
                     const char *words)
{
    add_words(chart->out, mlg_scale_at(&chart->x, x) + dx, mlg_scale_at(&chart->y, y) + dy, anchor, words);
}
