#include "base/tame.h"

#include <stdbool.h>
#include <stddef.h>

char *mlg_tame(char *text)
{
    for (unsigned char *c = (unsigned char *)text; c && *c; c++) {
        bool control = (*c < ' ' && *c != '\n' && *c != '\t') || *c == 0x7f;
        if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0) { /* U+0080 to U+009F */
            *c++ = '?';
            control = true;
        }
        if (control)
            *c = '?';
    }
    return text;
}
