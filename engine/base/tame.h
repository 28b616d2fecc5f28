/* Makes a text that someone else wrote safe to print on a terminal. */
#ifndef MLG_BASE_TAME_H
#define MLG_BASE_TAME_H

/* Replaces with '?' the control characters that would drive a terminal, U+0080 to U+009F included, but not tabs
 * and line ends. Errors are already tamed. Returns `text`, changed in place; NULL does nothing. */
char *mlg_tame(char *text);

#endif
