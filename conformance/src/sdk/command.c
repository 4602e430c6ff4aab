#include "command.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../target/elapsed.h"

enum { TICK_NS = 100000000, GRACE_SECONDS = 5 };

static bool start(char *const *command, const sigset_t *mask, pid_t *child)
{
    posix_spawnattr_t attributes;
    errno = posix_spawnattr_init(&attributes);
    if (errno != 0)
        return false;
    posix_spawnattr_setsigmask(&attributes, mask);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    int error = posix_spawnp(child, command[0], NULL, &attributes, command, environ);
    posix_spawnattr_destroy(&attributes);
    errno = error;
    return error == 0;
}

/* Until the next tick, or a signal; a terminal has sent its own to the command already. */
static void wait_for_tick(const sigset_t *signals, pid_t child)
{
    const struct timespec tick = {.tv_nsec = TICK_NS};
    siginfo_t info;
    int caught = sigtimedwait(signals, &info, &tick);
    if ((caught == SIGINT || caught == SIGTERM) && info.si_code != SI_KERNEL)
        kill(child, caught);
}

/* What wait() says of it. */
static int wait_for_end(const struct command_options *options, const sigset_t *signals, pid_t child,
                        bool *timed_out)
{
    double start_time = elapsed_seconds();
    int status = 0;
    pid_t ended;
    while ((ended = waitpid(child, &status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
        double late = options->seconds > 0 ? elapsed_seconds() - start_time - options->seconds : -1;
        if (late >= GRACE_SECONDS)
            kill(child, SIGKILL);
        else if (late >= 0 && !*timed_out)
            kill(child, SIGTERM);
        *timed_out = *timed_out || late >= 0;
        wait_for_tick(signals, child);
        options->tick(options->context);
    }
    options->tick(options->context);
    return status;
}

bool command_run(const struct command_options *options, struct command_end *end)
{
    sigset_t signals, before;
    pid_t child;
    *end = (struct command_end){0};
    signal(SIGCHLD,
           SIG_DFL); /* whoever started us may ignore it, and then none can be waited for */
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGCHLD);
    sigprocmask(SIG_BLOCK, &signals, &before);
    bool started = start(options->command, &before, &child);
    int why = errno;
    if (started) {
        int status = wait_for_end(options, &signals, child, &end->timed_out);
        end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        end->status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = why;
    return started;
}
