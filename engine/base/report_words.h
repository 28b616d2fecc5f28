/* Words of reports where messages are printed. */
#ifndef MLG_BASE_REPORT_WORDS_H
#define MLG_BASE_REPORT_WORDS_H

#include "maillage.h"

/* A text of reports, whose id is French, in the language of messages: for errors and the terminal. */
const char *mlg_report_in_messages(const char *id);

#endif
