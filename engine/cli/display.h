/* Progress on stderr, and cancellation by Ctrl-C. */
#ifndef MLG_CLI_DISPLAY_H
#define MLG_CLI_DISPLAY_H

#include "cli/option.h"

typedef enum mlg_display_mode { MLG_DISPLAY_NONE, MLG_DISPLAY_LINE, MLG_DISPLAY_JSON } mlg_display_mode;

typedef struct mlg_display {
    mlg_display_mode mode;
    char stage[64];  /* last one shown */
    double fraction; /* last one shown */
    bool on_line;    /* the cursor is at the end of the progress bar */
} mlg_display;

/* Returns the progress to pass to the library, displayed according to --progress and --quiet of `args`: auto (a progress bar on a
 * terminal, else nothing), json (one object per line) or none. From here on the first SIGINT or SIGTERM cancels the work and a second
 * one kills the process. With json, a closed stderr cancels the work as well. */
mlg_progress mlg_display_start(mlg_display *display, const mlg_args *args);

/* For work that shows no progress: cancels it in the same way. */
mlg_progress mlg_display_none(void);

/* Clears the progress bar. */
void mlg_display_end(mlg_display *display);

#endif
