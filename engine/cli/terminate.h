/* One line instead of a signal when a library gives up. */
#ifndef MLG_CLI_TERMINATE_H
#define MLG_CLI_TERMINATE_H

/* Installs handlers: an uncaught C++ exception (GDAL or the solver out of memory), abort(), or a library that follows the null
 * pointer of a failed allocation (libxlsxwriter, json-c) then prints one line and exits with the code for out of memory. No library renames
 * outputs into place, so existing ones are untouched. */
void mlg_catch_terminate(void);

#endif
