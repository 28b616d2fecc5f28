/* What `maillage run` says while it works, on stderr; and stopping it with Ctrl-C. */
#ifndef MLG_CLI_DISPLAY_H
#define MLG_CLI_DISPLAY_H

#include "maillage.h"

typedef enum mlg_display_mode { MLG_DISPLAY_NONE, MLG_DISPLAY_LINE, MLG_DISPLAY_JSON } mlg_display_mode;

typedef struct mlg_display {
    mlg_display_mode mode;
    char stage[64];  /* last one shown */
    double fraction; /* last one shown */
    bool on_line;    /* the cursor stands at the end of a line to rewrite */
} mlg_display;

/* `choice` is auto (a line rewritten on a terminal, else nothing), json (an object a line) or none. From here on
 * the first SIGINT or SIGTERM asks the work to stop, a second one kills. */
void mlg_display_init(mlg_display *display, const char *choice, bool quiet);

/* The callback for mlg_run(). */
bool mlg_display_report(void *display, const char *stage, double fraction);

/* Clears the rewritten line. */
void mlg_display_end(mlg_display *display);

#endif
