/* Figures as people write them: in French 12 345,6 with a narrow no-break space, in English 12,345.6. */
#ifndef MLG_OUTPUT_FIGURE_H
#define MLG_OUTPUT_FIGURE_H

#include "base/error.h"

#define MLG_UNKNOWN "n.\u00a0d."

/* Returned by value, so that several fit in one call: printf("%s", mlg_french(x, 1).text). */
typedef struct mlg_figure {
    char text[96];
} mlg_figure;

/* Instead of decimals: as many as the value needs, two at most. For limits that are given: 15 minutes, or 7.5. */
enum { MLG_AS_NEEDED = -1 };

/* The decimals that `places` stands for. */
int mlg_figure_places(double value, int places);

/* `places` decimals, rounded; never "-0". NaN gives "n. d." (non disponible). |value| up to 1e15. */
mlg_figure mlg_french(double value, int places);

/* The same for a spreadsheet in French: decimal comma, no space between thousands; empty for NaN. */
mlg_figure mlg_french_plain(double value, int places);

/* English; "unknown" for NaN. */
mlg_figure mlg_english(double value, int places);

/* Formats a figure in the language of reports. */
mlg_figure mlg_shown(double value, int places);

/* Formats a figure in the language of messages. */
mlg_figure mlg_said(double value, int places);

#endif
