#include "cli/command.h"

int main(int argc, char **argv)
{
    return mlg_cli(argc, argv);
}
