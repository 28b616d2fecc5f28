/* Prints docs/study-file.md: ninja docs writes it into the source tree. */
#include "study/config/keys.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *page = NULL;
    mlg_error err;
    if (mlg_study_reference(&page, &err) != MLG_OK) {
        fprintf(stderr, "%s\n", err.message);
        return EXIT_FAILURE;
    }
    fputs(page, stdout);
    free(page);
    return EXIT_SUCCESS;
}
