/* The smallest program on libmaillage: cc version.c $(pkg-config --cflags --libs maillage) */
#include <maillage.h>

#include <stdio.h>

int main(void)
{
    mlg_error err;
    char *text;
    printf("maillage %s\n", mlg_version());
    if (mlg_sources(&text, MLG_TEXT, &err) != MLG_OK) {
        fprintf(stderr, "%s\n", err.message);
        return mlg_exit_code(err.status);
    }
    fputs(text, stdout);
    mlg_free(text);
    return 0;
}
