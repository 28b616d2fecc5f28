/* Tables of geodata/rules, which travel inside the library: comma-separated, one header line, # for comments. They are part of
 * the program: what is wrong in one is asserted. */
#ifndef MLG_ANALYSIS_COMMON_RULE_TABLE_H
#define MLG_ANALYSIS_COMMON_RULE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

/* A copy of geodata/rules/<name>.csv, behind its header line. */
char *mlg_rule_table(char *copy, size_t size, const char *name);

/* Cuts the next line into exactly `count` fields; false at the end. Fields point into the copy. */
bool mlg_rule_next(char **at, char **field, int count);

/* "0.3", "2/3", or NaN when empty. */
double mlg_rule_number(const char *text);

#endif
