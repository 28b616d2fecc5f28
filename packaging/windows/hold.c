/* Holds a file open as SQLite does, as QGIS would, until it is ended. Usage: hold.exe PATH; it says "held" */
#include <stdio.h>
#include <windows.h>

#include <shellapi.h>

int main(void)
{
    int count;
    wchar_t **arguments = CommandLineToArgvW(GetCommandLineW(), &count);
    HANDLE file = CreateFileW(arguments[count - 1], GENERIC_READ | GENERIC_WRITE,
                              FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    puts(file == INVALID_HANDLE_VALUE ? "failed" : "held");
    fflush(stdout);
    Sleep(120000);
    return 0;
}
