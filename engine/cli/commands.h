/* The command table. Help, --describe, the manual pages, completion and the QGIS dialogs are all generated from it. */
#ifndef MLG_CLI_COMMANDS_H
#define MLG_CLI_COMMANDS_H

#include "cli/command.h"

#define COMMAND(name) extern const mlg_command mlg_command_##name;
#include "cli/commands.def"
#undef COMMAND

/* In the order of commands.def, terminated by NULL. */
extern const mlg_command *const mlg_commands[];

/* The command of that name, or NULL. */
const mlg_command *mlg_command_find(const char *name);

#endif
