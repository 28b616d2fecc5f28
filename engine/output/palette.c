#include "output/palette.h"

#include "analysis/common/thresholds.h"
#include "base/language.h"
#include "base/number.h"
#include "output/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RGB(hex)                                                                                                  \
    {                                                                                                             \
        (uint8_t)((hex) >> 16), (uint8_t)((hex) >> 8 & 0xFF), (uint8_t)((hex)&0xFF)                               \
    }
#define PLAIN(hex)                                                                                                \
    {                                                                                                             \
        RGB(hex), MLG_NO_LINES                                                                                    \
    }
#define LINES(hex, deg)                                                                                           \
    {                                                                                                             \
        RGB(hex), deg                                                                                             \
    }

/* colourblind: RdBu of ColorBrewer, the worst pair of neighbours 29 apart for a deuteranope; ZIP and ZAC as the
 * DREES draws them, its green for vigilance zones replaced. drees: the colours of its zoning application (2021),
 * whose classes have no ZAR; for access from its red to its blue. grey: for black and white printers, zones told
 * apart by hatching. */
const mlg_palette mlg_palettes[] = {
    { .name = "colourblind",
      .title = "daltonisme",
      .access = { RGB(0xB2182B), RGB(0xEF8A62), RGB(0xD1E5F0), RGB(0x67A9CF), RGB(0x2166AC) },
      .minutes = { RGB(0xF2F0F7), RGB(0xCBC9E2), RGB(0x9E9AC8), RGB(0x756BB1), RGB(0x54278F) },
      .zones = { PLAIN(0xE31A1C), PLAIN(0xFB9A99), PLAIN(0x80B1D3), PLAIN(0xFDE6B8), PLAIN(0xE4E4E4),
                 PLAIN(0xB2182B), PLAIN(0xEF8A62), PLAIN(0xF7F7F7), PLAIN(0x67A9CF), PLAIN(0x2166AC),
                 LINES(0xFFFFFF, 45) },
      .unknown = RGB(0xE8E8E8) },
    { .name = "drees",
      .title = "DREES",
      .access = { RGB(0xE31A1C), RGB(0xFB9A99), RGB(0xB2DF8A), RGB(0x33A02C), RGB(0x1F78B4) },
      .minutes = { RGB(0x1F78B4), RGB(0xB2DF8A), RGB(0x33A02C), RGB(0xFB9A99), RGB(0xE31A1C) },
      .zones = { PLAIN(0xE31A1C), PLAIN(0xFB9A99), PLAIN(0xFDBF6F), PLAIN(0x33A02C), PLAIN(0x1F78B4),
                 PLAIN(0x1F78B4), PLAIN(0xB2DF8A), PLAIN(0x33A02C), PLAIN(0xFB9A99), PLAIN(0xE31A1C),
                 PLAIN(0xA6CEE3) },
      .unknown = RGB(0xA6CEE3) },
    { .name = "grey",
      .title = "gris",
      .access = { RGB(0x252525), RGB(0x636363), RGB(0x969696), RGB(0xCCCCCC), RGB(0xF7F7F7) },
      .minutes = { RGB(0xF7F7F7), RGB(0xCCCCCC), RGB(0x969696), RGB(0x636363), RGB(0x252525) },
      .zones = { LINES(0x8C8C8C, 45), LINES(0xD9D9D9, 135), LINES(0xF0F0F0, 90), LINES(0xFFFFFF, 0),
                 PLAIN(0xFFFFFF), LINES(0x8C8C8C, 45), LINES(0xBDBDBD, 135), PLAIN(0xFFFFFF), LINES(0xF0F0F0, 90),
                 LINES(0xFFFFFF, 0), LINES(0xFFFFFF, 60) },
      .unknown = RGB(0xFFFFFF) },
    { .name = NULL },
};

const mlg_palette *mlg_palette_find(const char *name)
{
    for (const mlg_palette *p = mlg_palettes; p->name; p++)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

const mlg_change_scale mlg_change_apl = { 0.25,
                                          { MLG_REPORT_MARK("perd 0,25 consultation ou plus"),
                                            MLG_REPORT_MARK("perd moins"), MLG_REPORT_MARK("sans changement"),
                                            MLG_REPORT_MARK("gagne moins"),
                                            MLG_REPORT_MARK("gagne 0,25 consultation ou plus") } };

const mlg_change_scale mlg_change_minutes = { 5,
                                              { MLG_REPORT_MARK("5 minutes de plus, ou davantage"),
                                                MLG_REPORT_MARK("plus long"), MLG_REPORT_MARK("sans changement"),
                                                MLG_REPORT_MARK("plus court"),
                                                MLG_REPORT_MARK("5 minutes de moins, ou davantage") } };

/* PuOr of ColorBrewer 2.0, told apart by people who do not see colours as others do. */
const mlg_colour mlg_change_colours[] = { RGB(0xB35806), RGB(0xFDB863), RGB(0xF7F7F7), RGB(0xB2ABD2),
                                          RGB(0x542788) };

mlg_css_colour mlg_colour_css(mlg_colour colour)
{
    mlg_css_colour css;
    snprintf(css.text, sizeof css.text, "#%02x%02x%02x", colour.r, colour.g, colour.b);
    return css;
}

uint32_t mlg_colour_rgb(mlg_colour colour)
{
    return (uint32_t)colour.r << 16 | (uint32_t)colour.g << 8 | colour.b;
}

const char *const mlg_zone_codes[] = {
    "ZIP", "ZAC", "ZAR", "ZV", "HZ", "très sous-doté", "sous-doté", "intermédiaire", "très doté", "sur-doté", NULL
};

int mlg_zone_rank(const char *code)
{
    int rank = 0;
    if (code && strcmp(code, "HV") == 0)
        code = "HZ";
    while (mlg_zone_codes[rank] && (!code || strcmp(code, mlg_zone_codes[rank]) != 0))
        rank++;
    return rank;
}

/* ---- classes of access ------------------------------------------------------------------------------------------- */

void mlg_look_borders(double borders[MLG_ACCESS_CLASSES - 1], double threshold)
{
    double low = fmin(threshold, MLG_APL_THRESHOLD), high = fmax(threshold, MLG_APL_THRESHOLD);
    borders[0] = fmax(low - 1, low / 2);
    borders[1] = low;
    borders[2] = high > low ? high : low + 1;
    borders[3] = borders[2] + 1;
}

/* "1.5, 2.5, 3.5, 4.5"; false for any other text. */
static bool take_borders(double borders[MLG_ACCESS_CLASSES - 1], const char *text)
{
    int count = 0;
    while (text && *text && count < MLG_ACCESS_CLASSES - 1) {
        char *end;
        borders[count] = mlg_strtod(text, &end);
        if (end == text || (count > 0 && borders[count] <= borders[count - 1]))
            return false;
        count++;
        text = end + strspn(end, ", ");
    }
    return count == MLG_ACCESS_CLASSES - 1 && !*text;
}

/* One decimal, or two where one would misstate the value. */
static mlg_figure border_words(double border)
{
    return mlg_shown(border, fabs(border * 10 - round(border * 10)) > 1e-6 ? 2 : 1);
}

/* ---- classes of time ------------------------------------------------------------------------------------------ */

void mlg_look_time_borders(double borders[MLG_ACCESS_CLASSES - 1], mlg_timed service, const double *asked,
                           int count)
{
    static const double usual[MLG_ACCESS_CLASSES - 1] = { 5, 10, 15, 20 },
                                                   urgent[MLG_ACCESS_CLASSES - 1] = { 10, 20, 30, 45 };
    enum { BORDERS = MLG_ACCESS_CLASSES - 1 };
    bool kept[BORDERS] = { false };
    memcpy(borders, service == MLG_TIMED_EMERGENCY ? urgent : usual, sizeof usual);
    for (int i = 0; i < count && i < BORDERS; i++) {
        int at = -1;
        for (int k = 0; k < BORDERS; k++)
            if (!kept[k] && (at < 0 || fabs(borders[k] - asked[i]) < fabs(borders[at] - asked[i])))
                at = k;
        for (int k = 0; k < BORDERS; k++)
            if (borders[k] == asked[i]) /* one occurrence is enough */
                at = k;
        borders[at] = asked[i];
        kept[at] = true;
    }
    for (int i = 1; i < BORDERS; i++)
        for (int k = i; k > 0 && borders[k] < borders[k - 1]; k--) {
            double larger = borders[k - 1];
            borders[k - 1] = borders[k];
            borders[k] = larger;
        }
}

int mlg_look_time_class(const mlg_look *look, mlg_timed service, double minutes)
{
    int at = 0;
    if (isnan(minutes))
        return MLG_ACCESS_CLASSES;
    while (at + 1 < MLG_ACCESS_CLASSES && minutes > look->minutes[service][at])
        at++;
    return at;
}

void mlg_look_time_words(char *out, size_t size, const mlg_look *look, mlg_timed service, int time_class)
{
    const double *borders = look->minutes[service];
    mlg_figure low = mlg_shown(time_class > 0 ? borders[time_class - 1] : 0, MLG_AS_NEEDED),
               high = mlg_shown(time_class + 1 < MLG_ACCESS_CLASSES ? borders[time_class] : 0, MLG_AS_NEEDED);
    if (time_class == 0)
        snprintf(out, size, mlg_report_tr("jusqu’à %s"), high.text);
    else if (time_class + 1 == MLG_ACCESS_CLASSES)
        snprintf(out, size, mlg_report_tr("plus de %s"), low.text);
    else
        snprintf(out, size, mlg_report_tr("de %s à %s"), low.text, high.text);
}

static mlg_status read_minutes(mlg_look *out, mlg_db *db, mlg_error *err)
{
    static const char *const services[MLG_TIMED_SERVICES] = { "gp", "pharmacy", "emergency" };
    enum { MOST = MLG_ACCESS_CLASSES - 1 };
    double asked[MLG_TIMED_SERVICES][MOST];
    int count[MLG_TIMED_SERVICES] = { 0 };
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "report/time_limits", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        for (int s = 0; s < MLG_TIMED_SERVICES; s++)
            if (strcmp(mlg_column_text(stmt, 0), services[s]) == 0 && count[s] < MOST &&
                mlg_column_double(stmt, 1) > 0)
                asked[s][count[s]++] = mlg_column_double(stmt, 1);
    mlg_stmt_free(stmt);
    for (int s = 0; s < MLG_TIMED_SERVICES; s++)
        mlg_look_time_borders(out->minutes[s], (mlg_timed)s, asked[s], count[s]);
    return st;
}

/* ---- the look ------------------------------------------------------------------------------------------------ */

mlg_status mlg_look_read(mlg_look *out, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    *out = (mlg_look){ .palette = mlg_palettes };
    MLG_TRY(mlg_db_query(&stmt, db, "report/look", err));
    mlg_status st;
    MLG_GO(mlg_stmt_step(stmt, &row, err));
    const char *name = row ? mlg_column_text(stmt, 0) : NULL;
    if (name && mlg_palette_find(name))
        out->palette = mlg_palette_find(name);
    out->threshold = row ? mlg_column_double(stmt, 2) : MLG_APL_THRESHOLD;
    if (!take_borders(out->borders, row ? mlg_column_text(stmt, 1) : NULL))
        mlg_look_borders(out->borders, out->threshold);
done:
    mlg_stmt_free(stmt);
    return st == MLG_OK ? read_minutes(out, db, err) : st;
}

mlg_status mlg_look_note(mlg_study *study, mlg_error *err)
{
    const mlg_config_outputs *asked = &study->config->outputs;
    char words[128] = "";
    mlg_stmt *forget = NULL;
    mlg_status st;
    MLG_GO(mlg_db_query(&forget, study->db, "study/delete_parameters", err));
    mlg_bind_text(forget, ":etape", "outputs");
    MLG_GO(mlg_stmt_run(forget, err));
    MLG_GO(mlg_study_note(study, "outputs", "palette", asked->palette ? asked->palette : mlg_palettes->name, NULL,
                          asked->palette ? "etude" : "defaut: lisible sans distinguer le rouge du vert", err));
    for (unsigned i = 0; i < asked->classes_count; i++)
        snprintf(words + strlen(words), sizeof words - strlen(words), "%s%g", i ? ", " : "", asked->classes[i]);
    if (*words)
        st = mlg_study_note(study, "outputs", "classes", words, "consultations/an/hab. standardisé", "etude", err);
done:
    mlg_stmt_free(forget);
    return st;
}

int mlg_look_class(const mlg_look *look, double apl)
{
    int at = 0;
    if (isnan(apl))
        return MLG_ACCESS_CLASSES;
    while (at + 1 < MLG_ACCESS_CLASSES && apl >= look->borders[at])
        at++;
    return at;
}

void mlg_look_class_words(char *out, size_t size, const mlg_look *look, int access_class)
{
    mlg_figure low = access_class > 0 && access_class < MLG_ACCESS_CLASSES
                         ? border_words(look->borders[access_class - 1])
                         : (mlg_figure){ "" },
               high = access_class < MLG_ACCESS_CLASSES - 1 ? border_words(look->borders[access_class])
                                                            : (mlg_figure){ "" };
    if (access_class >= MLG_ACCESS_CLASSES)
        snprintf(out, size, mlg_report_tr("inconnue"));
    else if (access_class == 0)
        snprintf(out, size, mlg_report_tr("moins de %s"), high.text);
    else if (access_class == MLG_ACCESS_CLASSES - 1)
        snprintf(out, size, mlg_report_tr("%s et plus"), low.text);
    else
        snprintf(out, size, mlg_report_tr("de %s à %s"), low.text, high.text);
}

void mlg_look_class_label(char *out, size_t size, const mlg_look *look, int access_class)
{
    mlg_look_class_words(out, size, look, access_class);
    size_t used = strlen(out);
    if (access_class < MLG_ACCESS_CLASSES - 1 && look->borders[access_class] <= look->threshold)
        snprintf(out + used, size - used, "%s", mlg_report_tr(", sous le seuil"));
}
