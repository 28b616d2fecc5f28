#include "output/page/card.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"

#include <math.h>

void mlg_card_open(mlg_text *page, const char *id, const char *title)
{
    mlg_html(page, "<article class=\"fiche\" id=\"fiche-%s\" aria-labelledby=\"fiche-%s-titre\">\n", id, id);
    mlg_html(page, "<h3 id=\"fiche-%s-titre\">%s</h3>\n", id, title);
}

void mlg_card_close(mlg_text *page, const char *keys, const char *annex)
{
    mlg_html(page, "<p class=\"suites\"><button type=\"button\" data-voir=\"%s\" hidden>%s</button> ", keys,
             mlg_report_tr("Sur la carte"));
    mlg_html(page, "<a href=\"#%s\">%s</a></p>\n</article>\n", annex, mlg_report_tr("Tableaux"));
}

void mlg_card_bars_open(mlg_text *page, const char *caption)
{
    mlg_html(page, "<table class=\"barres\"><caption>%s</caption>\n<tbody>\n", caption);
}

void mlg_card_bar(mlg_text *page, const char *label, double persons, double most, const char *colour)
{
    double percent = most > 0 && persons > 0 ? fmin(100, 100 * persons / most) : 0;
    mlg_html(page, "<tr><th scope=\"row\">%s</th><td aria-hidden=\"true\"><i ", label);
    mlg_text_printf(page, "style=\"width:%.1f%%;background:%s\"></i></td>", percent, colour);
    mlg_html(page, "<td class=\"n\">%s</td></tr>\n", mlg_shown(persons, 0).text);
}

void mlg_card_bars_close(mlg_text *page)
{
    mlg_text_add(page, "</tbody></table>\n");
}
