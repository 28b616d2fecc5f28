/* Numbers with a decimal point, whatever the locale of the program: one implementation for POSIX, one for Windows. base/number.h
 * says what they do. */
#ifndef MLG_BASE_OS_NUMBER_H
#define MLG_BASE_OS_NUMBER_H

double mlg_os_strtod(const char *text, char **end);
void *mlg_os_points_enter(void);
void mlg_os_points_leave(void *before);

#endif
