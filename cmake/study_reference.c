/* Prints a page of docs that is written from the tables: ninja docs writes it into the source tree. */
#include "analysis/access/measure_reference.h"
#include "study/config/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    char *page = NULL;
    mlg_error err;
    bool measures = argc > 1 && strcmp(argv[1], "measures") == 0;
    if ((measures ? mlg_measure_reference(&page, &err) : mlg_study_reference(&page, &err)) != MLG_OK) {
        fprintf(stderr, "%s\n", err.message);
        return EXIT_FAILURE;
    }
    fputs(page, stdout);
    free(page);
    return EXIT_SUCCESS;
}
