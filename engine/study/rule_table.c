#include "study/rule_table.h"

#include "base/number.h"
#include "base/resource.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The next line that is not a comment, terminated in place; *at moves past it. NULL at the end. */
static char *take_line(char **at)
{
    while (**at) {
        char *line = *at, *end = line + strcspn(line, "\n");
        *at = *end ? end + 1 : end;
        *end = '\0';
        if (*line && *line != '#')
            return line;
    }
    return NULL;
}

char *mlg_rule_table(char *copy, size_t size, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "geodata/rules/%s.csv", name);
    const mlg_resource *file = mlg_resource_find(path);
    (void)size; /* only asserted */
    assert(file && file->size < size);
    memcpy(copy, file->data, file->size);
    copy[file->size] = '\0';
    char *at = copy;
    (void)take_line(&at);
    return at;
}

bool mlg_rule_next(char **at, char **field, int count)
{
    char *line = take_line(at);
    int found = 0;
    (void)count;
    while (line) {
        assert(found < count);
        field[found++] = line;
        line += strcspn(line, ",");
        if (!*line)
            break;
        *line++ = '\0';
    }
    assert(found == 0 || found == count);
    return found > 0;
}

double mlg_rule_number(const char *text)
{
    char *end;
    if (!*text)
        return (double)NAN;
    double value = mlg_strtod(text, &end);
    if (*end == '/')
        value /= mlg_strtod(end + 1, &end);
    assert(*end == '\0');
    return value;
}
