/* What `maillage run` says while it works, on stderr; and stopping it with Ctrl-C. */
#ifndef MLG_CLI_DISPLAY_H
#define MLG_CLI_DISPLAY_H

#include "cli/option.h"

typedef enum mlg_display_mode { MLG_DISPLAY_NONE, MLG_DISPLAY_LINE, MLG_DISPLAY_JSON } mlg_display_mode;

typedef struct mlg_display {
    mlg_display_mode mode;
    char stage[64];  /* last one shown */
    double fraction; /* last one shown */
    bool on_line;    /* the cursor stands at the end of the line to rewrite */
} mlg_display;

/* The progress to give to the library, shown as --progress and --quiet of `args` want it: auto (a bar rewritten on a terminal, else
 * nothing), json (an object a line) or none. From here on the first SIGINT or SIGTERM asks the work to stop, a second one
 * kills; so does, when it is told as JSON, that nobody reads it any more. */
mlg_progress mlg_display_start(mlg_display *display, const mlg_args *args);

/* Clears the rewritten line. */
void mlg_display_end(mlg_display *display);

#endif
