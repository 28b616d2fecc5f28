#include "cli/commands.h"

#include <string.h>

const mlg_command *const mlg_commands[] = {
#define COMMAND(name) &mlg_command_##name,
#include "cli/commands.def"
#undef COMMAND
    NULL,
};

const mlg_command *mlg_command_find(const char *name)
{
    for (const mlg_command *const *command = mlg_commands; *command; command++)
        if (strcmp((*command)->name, name) == 0)
            return *command;
    return NULL;
}
