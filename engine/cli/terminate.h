/* What a C++ library says when it cannot go on. */
#ifndef MLG_CLI_TERMINATE_H
#define MLG_CLI_TERMINATE_H

/* From here on a C++ exception that nothing catches, such as one of memory in GDAL or in the solver, and abort() end the program with one
 * line and the exit code of a lack of memory, instead of a signal. Outputs are put in place by no library: existing ones are untouched. */
void mlg_catch_terminate(void);

#endif
