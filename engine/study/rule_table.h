/* Tables of geodata/rules, embedded in the library: comma-separated, one header line, comment lines starting with
 * #. They are part of the program, so a malformed table is a programming error and is asserted. */
#ifndef MLG_STUDY_RULE_TABLE_H
#define MLG_STUDY_RULE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum { MLG_RULE_TABLE_BYTES = 8192 }; /* no table is as large */

/* decays.csv: decay, shape, closure, end_min, weight, parameter, evidence, source. */
enum { MLG_DECAY_FIELDS = 8, MLG_MOST_DECAYS = 32 };

/* professions.csv: its columns are in its header line. */
enum { MLG_PROFESSION_FIELDS = 14, MLG_MOST_PROFESSIONS = 8 };

/* Copies geodata/rules/<name>.csv into copy[size]; returns the start of the first line after the header. */
char *mlg_rule_table(char *copy, size_t size, const char *name);

/* Splits the next line into exactly `count` fields, which point into the copy; returns false at the end. */
bool mlg_rule_next(char **at, char **field, int count);

/* Value of "0.3" or "2/3"; NaN when empty. */
double mlg_rule_number(const char *text);

#endif
