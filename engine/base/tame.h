/* What a terminal may be given of a text that someone else wrote. */
#ifndef MLG_BASE_TAME_H
#define MLG_BASE_TAME_H

/* Replaces by '?' the control characters that would drive a terminal, those of UTF-8 above ASCII too, but not tabs and ends of line.
 * Errors are tamed already. Returns `text`, changed in place; NULL does nothing. */
char *mlg_tame(char *text);

#endif
