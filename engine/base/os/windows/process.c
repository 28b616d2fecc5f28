#include "base/os/process.h"

#include "base/os/windows/wide.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <psapi.h>
#include <shellapi.h>

long mlg_os_process_id(void)
{
    return (long)GetCurrentProcessId();
}

bool mlg_os_process_lives(long process)
{
    HANDLE handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, (DWORD)process);
    if (!handle)
        return GetLastError() != ERROR_INVALID_PARAMETER;
    DWORD code;
    bool ended = GetExitCodeProcess(handle, &code) && code != STILL_ACTIVE;
    CloseHandle(handle);
    return !ended;
}

/* The variables asked for so far: getenv() would answer in the code page of the system. */
const char *mlg_os_environment(const char *name)
{
    enum { MOST = 32 };
    static struct {
        const char *name;
        char *value;
    } known[MOST];
    static SRWLOCK lock = SRWLOCK_INIT;
    const char *answer = NULL;
    wchar_t *wide_name = mlg_os_wide(name), *wide = calloc(MLG_OS_WIDE, sizeof *wide);
    AcquireSRWLockExclusive(&lock);
    int at = 0;
    while (at < MOST - 1 && known[at].name && strcmp(known[at].name, name) != 0)
        at++;
    if (wide_name && wide &&
        (GetEnvironmentVariableW(wide_name, wide, MLG_OS_WIDE) > 0 || GetLastError() == ERROR_SUCCESS)) {
        char *value = mlg_os_narrow(wide);
        bool same = value && known[at].value && known[at].name && strcmp(known[at].name, name) == 0 &&
                    strcmp(known[at].value, value) == 0;
        if (same)
            free(value);
        else
            known[at].value = value; /* an earlier value may still be in use */
        known[at].name = name;
        answer = known[at].value;
    }
    ReleaseSRWLockExclusive(&lock);
    free(wide_name);
    free(wide);
    return answer;
}

const char *mlg_os_user_language(void)
{
    return PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_FRENCH ? "fr" : "en";
}

static bool file_of(HMODULE module, char *path, size_t size)
{
    wchar_t *wide = calloc(MLG_OS_WIDE, sizeof *wide);
    char *narrow = wide && GetModuleFileNameW(module, wide, MLG_OS_WIDE - 1) > 0 ? mlg_os_narrow(wide) : NULL;
    int length = narrow ? snprintf(path, size, "%s", narrow) : -1;
    free(narrow);
    free(wide);
    return length > 0 && (size_t)length < size;
}

bool mlg_os_own_file(char *path, size_t size)
{
    static const char here[] = "";
    HMODULE module = NULL;
    DWORD how = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    return GetModuleHandleExW(how, (const wchar_t *)(const void *)here, &module) && file_of(module, path, size);
}

bool mlg_os_program_file(char *path, size_t size)
{
    return file_of(NULL, path, size);
}

bool mlg_os_on_missing_memory(void (*stop)(void))
{
    (void)stop;
    return false;
}

void *mlg_os_runtime_symbol(const char *name)
{
    HMODULE module = GetModuleHandleW(L"libstdc++-6.dll");
    FARPROC found = module ? GetProcAddress(module, name) : NULL;
    void *address = NULL;
    memcpy(&address, &found, sizeof address);
    return address;
}

int mlg_os_processors(void)
{
    DWORD n = GetActiveProcessorCount(ALL_PROCESSOR_GROUPS);
    return n < 1 ? 1 : n > 4096 ? 4096 : (int)n;
}

bool mlg_os_user_name(char *name, size_t size)
{
    wchar_t wide[257];
    DWORD length = sizeof wide / sizeof *wide;
    return GetUserNameW(wide, &length) &&
           WideCharToMultiByte(CP_UTF8, 0, wide, -1, name, (int)size, NULL, NULL) > 0;
}

bool mlg_os_open_link(const char *link)
{
    enum { LAST_FAULT = 32 };
    wchar_t *wide = mlg_os_wide(link);
    bool shown = wide && (INT_PTR)ShellExecuteW(NULL, L"open", wide, NULL, NULL, SW_SHOWNORMAL) > LAST_FAULT;
    free(wide);
    return shown;
}

bool mlg_os_usage(double *seconds, int64_t *most_kib)
{
    FILETIME begun, ended, kernel, user;
    PROCESS_MEMORY_COUNTERS memory = { .cb = sizeof memory };
    if (!GetProcessTimes(GetCurrentProcess(), &begun, &ended, &kernel, &user) ||
        !GetProcessMemoryInfo(GetCurrentProcess(), &memory, sizeof memory))
        return false;
    *seconds = (double)((uint64_t)user.dwHighDateTime << 32 | user.dwLowDateTime) / 1e7;
    *most_kib = (int64_t)(memory.PeakWorkingSetSize / 1024);
    return true;
}

/* ---- the program ---------------------------------------------------------------------------------------------- */

static UINT former_output, former_input;

static void restore_console(void)
{
    fflush(stdout);
    fflush(stderr);
    if (former_output)
        SetConsoleOutputCP(former_output);
    if (former_input)
        SetConsoleCP(former_input);
}

static bool set_escapes(int stream)
{
    HANDLE handle = (HANDLE)_get_osfhandle(stream);
    DWORD mode;
    return GetConsoleMode(handle, &mode) && SetConsoleMode(handle, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

/* The console is the user's: it gets its code page back. */
static void prepare_console(void)
{
    enum { ROOM = 8192 };
    former_output = GetConsoleOutputCP();
    former_input = GetConsoleCP();
    if (former_output && former_output != CP_UTF8) {
        SetConsoleOutputCP(CP_UTF8);
        SetConsoleCP(CP_UTF8);
        atexit(restore_console);
    }
    set_escapes(1);
    /* written byte by byte, letters of several bytes would be cut */
    if (mlg_os_is_terminal(1))
        setvbuf(stdout, NULL, _IOFBF, ROOM);
    if (mlg_os_is_terminal(2))
        setvbuf(stderr, NULL, _IOFBF, ROOM);
}

/* Neither freed nor shortened: the program keeps them until it ends. */
static void read_arguments(int *argc, char ***argv)
{
    int count = 0;
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &count);
    char **list = wide ? calloc((size_t)count + 1, sizeof *list) : NULL;
    for (int i = 0; list && i < count; i++)
        if (!(list[i] = mlg_os_narrow(wide[i])))
            return;
    LocalFree(wide);
    if (!list)
        return;
    *argc = count;
    *argv = list;
}

void mlg_os_start(int *argc, char ***argv)
{
    for (int stream = 0; stream < 3; stream++)
        _setmode(stream, _O_BINARY);
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
    prepare_console();
    read_arguments(argc, argv);
}

void mlg_os_say_and_exit(const char *words, size_t length, int code)
{
    DWORD written;
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), words, (DWORD)length, &written, NULL);
    TerminateProcess(GetCurrentProcess(), (UINT)code);
}

bool mlg_os_is_terminal(int stream)
{
    DWORD mode;
    return GetConsoleMode((HANDLE)_get_osfhandle(stream), &mode);
}

bool mlg_os_is_ansi_terminal(int stream)
{
    return set_escapes(stream);
}

bool mlg_os_is_unheard(int stream)
{
    HANDLE handle = (HANDLE)_get_osfhandle(stream);
    DWORD none = 0;
    if (GetFileType(handle) != FILE_TYPE_PIPE)
        return false;
    return !WriteFile(handle, "", 0, &none, NULL) &&
           (GetLastError() == ERROR_NO_DATA || GetLastError() == ERROR_BROKEN_PIPE);
}

static void (*stop_handler)(int number);

/* Called in a thread of its own. A closed window leaves five seconds. */
static BOOL WINAPI on_console(DWORD event)
{
    (void)event;
    stop_handler(SIGINT);
    return TRUE;
}

void mlg_os_on_stop(void (*handler)(int number))
{
    stop_handler = handler;
    SetConsoleCtrlHandler(NULL, FALSE); /* a parent may have had Ctrl-C ignored */
    SetConsoleCtrlHandler(on_console, TRUE);
}

static HANDLE stop_wanted;

static BOOL WINAPI note_stop(DWORD event)
{
    (void)event;
    return SetEvent(stop_wanted);
}

void mlg_os_hold_stop(void)
{
    stop_wanted = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(NULL, FALSE);
    SetConsoleCtrlHandler(note_stop, TRUE);
}

void mlg_os_await_stop(void)
{
    WaitForSingleObject(stop_wanted, INFINITE);
}

void mlg_os_let_stop(void)
{
    SetConsoleCtrlHandler(note_stop, FALSE);
    CloseHandle(stop_wanted);
}

void mlg_os_die_of(int number)
{
    restore_console();
    TerminateProcess(GetCurrentProcess(), 128u + (UINT)number);
}

void mlg_os_ignore_closed_pipes(void)
{
}

/* ---- other programs --------------------------------------------------------------------------------------------- */

/* As CommandLineToArgvW() reads it back: quoted, a quote and the backslashes before it behind backslashes. */
static char *put_argument(char *to, const char *text)
{
    *to++ = '"';
    for (size_t slashes = 0;; text++) {
        if (*text == '\\') {
            slashes++;
            *to++ = *text;
            continue;
        }
        for (; slashes > 0 && (*text == '"' || *text == '\0'); slashes--)
            *to++ = '\\';
        slashes = 0;
        if (*text == '\0')
            break;
        if (*text == '"')
            *to++ = '\\';
        *to++ = *text;
    }
    *to++ = '"';
    return to;
}

static wchar_t *command_line(const char *const *arguments)
{
    size_t room = 1;
    for (int i = 0; arguments[i]; i++)
        room += 2 * strlen(arguments[i]) + 3;
    char *line = malloc(room), *to = line;
    if (!line) {
        errno = ENOMEM;
        return NULL;
    }
    for (int i = 0; arguments[i]; i++) {
        if (i > 0)
            *to++ = ' ';
        to = put_argument(to, arguments[i]);
    }
    *to = '\0';
    wchar_t *wide = mlg_os_wide(line);
    free(line);
    return wide;
}

/* A handle for the child to inherit; `file` is a descriptor plus one, 0: the null device. */
static HANDLE inherited(int file, DWORD use)
{
    SECURITY_ATTRIBUTES given = { sizeof given, NULL, TRUE };
    HANDLE copy = INVALID_HANDLE_VALUE;
    if (!file)
        return CreateFileW(L"NUL", use, FILE_SHARE_READ | FILE_SHARE_WRITE, &given, OPEN_EXISTING, 0, NULL);
    HANDLE self = GetCurrentProcess();
    DuplicateHandle(self, (HANDLE)_get_osfhandle(file - 1), self, &copy, 0, TRUE, DUPLICATE_SAME_ACCESS);
    return copy;
}

/* Program, folder and command line of a task in UTF-16. */
typedef struct {
    wchar_t *program, *folder, *line; /* program and folder: NULL where the task has none */
} wide_task;

static void release(wide_task *wide)
{
    free(wide->program);
    free(wide->folder);
    free(wide->line);
}

/* Without the prefix, which Windows does not accept for a working folder. */
static wchar_t *wide_folder(int folder)
{
    wchar_t *path = mlg_os_path_of((HANDLE)_get_osfhandle(folder));
    char *plain = path ? mlg_os_plain_path(path) : NULL;
    wchar_t *wide = plain ? mlg_os_wide(plain) : NULL;
    free(plain);
    free(path);
    return wide;
}

static bool widen(wide_task *wide, const mlg_os_task *task)
{
    char program[4096];
    *wide = (wide_task){ .line = command_line(task->arguments) };
    errno = ENOENT;
    if (task->same && mlg_os_program_file(program, sizeof program))
        wide->program = mlg_os_wide_path(program);
    if (task->folder)
        wide->folder = wide_folder(task->folder - 1);
    if (wide->line && (wide->program || !task->same) && (wide->folder || !task->folder))
        return true;
    release(wide);
    return false;
}

/* Only these three: other threads may have handles that can be inherited. */
static bool start_with(HANDLE streams[3], const wide_task *wide, PROCESS_INFORMATION *started)
{
    STARTUPINFOEXW how = { .StartupInfo = { .cb = sizeof how,
                                            .dwFlags = STARTF_USESTDHANDLES,
                                            .hStdInput = streams[0],
                                            .hStdOutput = streams[1],
                                            .hStdError = streams[2] } };
    SIZE_T size = 0;
    InitializeProcThreadAttributeList(NULL, 1, 0, &size);
    how.lpAttributeList = malloc(size);
    if (!how.lpAttributeList || !InitializeProcThreadAttributeList(how.lpAttributeList, 1, 0, &size)) {
        free(how.lpAttributeList);
        SetLastError(ERROR_OUTOFMEMORY);
        return false;
    }
    bool good = UpdateProcThreadAttribute(how.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, streams,
                                          3 * sizeof *streams, NULL, NULL) &&
                CreateProcessW(wide->program, wide->line, NULL, NULL, TRUE,
                               EXTENDED_STARTUPINFO_PRESENT | CREATE_NEW_PROCESS_GROUP, NULL, wide->folder,
                               &how.StartupInfo, started);
    DWORD why = GetLastError();
    DeleteProcThreadAttributeList(how.lpAttributeList);
    free(how.lpAttributeList);
    SetLastError(why);
    return good;
}

int mlg_os_child_start(mlg_os_child *child, const mlg_os_task *task)
{
    PROCESS_INFORMATION started = { .hProcess = NULL };
    wide_task wide;
    *child = (mlg_os_child){ .id = -1 };
    if (!widen(&wide, task))
        return -1;
    HANDLE streams[3] = { inherited(0, GENERIC_READ), inherited(task->output, GENERIC_WRITE),
                          inherited(task->errors, GENERIC_WRITE) };
    bool good = start_with(streams, &wide, &started);
    int code = good ? 0 : mlg_os_failed();
    for (int i = 0; i < 3; i++)
        if (streams[i] != INVALID_HANDLE_VALUE)
            CloseHandle(streams[i]);
    release(&wide);
    if (good) {
        CloseHandle(started.hThread);
        *child = (mlg_os_child){ .id = (long)started.dwProcessId, .handle = started.hProcess };
    }
    return code;
}

int mlg_os_child_end(mlg_os_child *child, int *code, bool wait)
{
    DWORD how = WaitForSingleObject(child->handle, wait ? INFINITE : 0), given;
    if (how == WAIT_TIMEOUT)
        return 0;
    if (how != WAIT_OBJECT_0 || !GetExitCodeProcess(child->handle, &given))
        return mlg_os_failed();
    CloseHandle(child->handle);
    child->handle = NULL;
    *code = given == STATUS_CONTROL_C_EXIT ? 128 + SIGINT : (int)given;
    return 1;
}

/* Without a console a Ctrl-Break cannot be sent. */
int mlg_os_child_stop(const mlg_os_child *child)
{
    if (GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, (DWORD)child->id) ||
        TerminateProcess(child->handle, (UINT)STATUS_CONTROL_C_EXIT))
        return 0;
    return mlg_os_failed();
}

void mlg_os_child_kill(const mlg_os_child *child)
{
    TerminateProcess(child->handle, 128u + (UINT)SIGTERM);
}

int mlg_os_pipe(int ends[2])
{
    return _pipe(ends, 65536, _O_BINARY | _O_NOINHERIT);
}

static bool is_ready(int end)
{
    DWORD bytes = 0;
    return end >= 0 && (!PeekNamedPipe((HANDLE)_get_osfhandle(end), NULL, 0, NULL, &bytes, NULL) || bytes > 0);
}

/* Nothing waits for two pipes at once. */
void mlg_os_await_pipes(bool ready[2], const int ends[2], int ms)
{
    enum { STEP_MS = 10 };
    for (ULONGLONG end = GetTickCount64() + (ULONGLONG)ms;;) {
        ready[0] = is_ready(ends[0]);
        ready[1] = is_ready(ends[1]);
        if (ready[0] || ready[1] || GetTickCount64() >= end)
            return;
        Sleep(STEP_MS);
    }
}
