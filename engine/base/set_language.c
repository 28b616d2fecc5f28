/* Selecting the language, explicitly or from the environment. */
#include "base/language.h"

#include "base/error.h"
#include "base/os/process.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_bool given;

/* The first supported language of "fr_FR.UTF-8", or of the list "fr:en"; NULL when there is none. */
static const char *first_spoken(const char *list)
{
    static const char *const spoken[] = { "fr", "en" };
    for (; list && *list; list = strchr(list, ':') ? strchr(list, ':') + 1 : NULL)
        for (int i = 0; i < 2; i++)
            if (strncmp(list, spoken[i], 2) == 0 && (list[2] == '\0' || strchr("_.@:", list[2])))
                return spoken[i];
    return NULL;
}

/* As gettext(3): the first nonempty of three variables, overridden by LANGUAGE unless it is the plain "C"
 * locale. */
static const char *language_of_environment(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *locale = NULL;
    for (int i = 0; i < 3 && (!locale || !*locale); i++)
        locale = mlg_os_environment(names[i]);
    if (!locale && mlg_os_user_language())
        return mlg_os_user_language();
    if (!locale || !*locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return "en";
    const char *list = first_spoken(mlg_os_environment("LANGUAGE")), *own = first_spoken(locale);
    return list ? list : own ? own : "en";
}

mlg_status mlg_set_language(const char *language, mlg_error *err)
{
    if (language && strcmp(language, "fr") != 0 && strcmp(language, "en") != 0)
        return mlg_fail(err, MLG_USAGE, "language '%s': one of en, fr is expected", language);
    mlg_translate_to(language ? language : language_of_environment(), language ? language : "fr");
    atomic_store(&given, language != NULL);
    return MLG_OK;
}

bool mlg_language_is_given(void)
{
    return atomic_load(&given);
}
