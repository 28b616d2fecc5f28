/* Libraries that use memory without looking whether they got it. */
#include "base/os/process.h"

/* The sanitizers tell such faults themselves. */
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__)) && !defined(SANITIZED)
#include <link.h>
#include <signal.h>
#include <stdint.h>
#include <ucontext.h>

/* No object has its address in the first pages: a small one is a field of one that is not there. */
enum { FIRST_PAGES = 1 << 16 };

static uintptr_t ours_begin, ours_end; /* code of the program itself */
static void (*say)(void);

static int note_program(struct dl_phdr_info *object, size_t size, void *context)
{
    (void)size, (void)context;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        if (part->p_type == PT_LOAD && part->p_flags & PF_X) {
            ours_begin = object->dlpi_addr + part->p_vaddr;
            ours_end = ours_begin + part->p_memsz;
        }
    }
    return 1; /* the program comes first */
}

static uintptr_t place_of(const ucontext_t *context)
{
#ifdef __x86_64__
    return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#else
    return (uintptr_t)context->uc_mcontext.pc;
#endif
}

/* Anything else happens again on return, and ends the program as it would have. */
static void on_fault(int number, siginfo_t *info, void *context)
{
    uintptr_t at = place_of(context);
    bool ours = at < FIRST_PAGES || (at >= ours_begin && at < ours_end);
    (void)number;
    if (!ours && info->si_code == SEGV_MAPERR && (uintptr_t)info->si_addr < FIRST_PAGES)
        say();
}

bool mlg_os_on_missing_memory(void (*stop)(void))
{
    struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_RESETHAND };
    sigemptyset(&action.sa_mask);
    say = stop;
    dl_iterate_phdr(note_program, NULL);
    return sigaction(SIGSEGV, &action, NULL) == 0;
}
#else
bool mlg_os_on_missing_memory(void (*stop)(void))
{
    (void)stop;
    return false;
}
#endif
