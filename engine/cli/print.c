#include "cli/print.h"

#include <stdio.h>
#include <string.h>

char *mlg_tame(char *text)
{
    for (unsigned char *c = (unsigned char *)text; c && *c; c++) {
        bool control = (*c < ' ' && *c != '\n' && *c != '\t') || *c == 0x7f;
        if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0) {
            *c++ = '?';
            control = true;
        }
        if (control)
            *c = '?';
    }
    return text;
}

mlg_status mlg_print_text(mlg_status status, char *text)
{
    if (status != MLG_OK)
        return status;
    size_t n = strlen(text);
    fputs(mlg_tame(text), stdout);
    if (n > 0 && text[n - 1] != '\n')
        putchar('\n');
    mlg_free(text);
    return MLG_OK;
}

mlg_status mlg_print_json(mlg_status status, mlg_json *json, mlg_error *err)
{
    char *text = NULL;
    if (status == MLG_OK)
        status = mlg_json_finish(&text, json, err);
    mlg_json_free(json);
    return mlg_print_text(status, text);
}
