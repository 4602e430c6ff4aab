#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { START_LIMIT_MS = 10000, STOP_LIMIT_MS = 30000, MOST_OPTIONS = 16 };

static void complain(const char *what, const char *why)
{
    fprintf(stderr, "snaptrade-conformance: %s: %s\n", what, why);
}

/* Options of the caller's own mock are not for this one. */
static void forget_options(void)
{
    static const char prefix[] = "SNAPTRADE_MOCK_";
    char **kept = environ;
    for (char **variable = environ; *variable != NULL; variable++)
        if (strncmp(*variable, prefix, sizeof prefix - 1) != 0)
            *kept++ = *variable;
    *kept = NULL;
}

/* In the child. */
static void become_mock(const char *program, const char *const *options, const char *threads,
                        int output)
{
    const char *arguments[MOST_OPTIONS + 4] = {program, "--listen", "127.0.0.1:0"};
    for (size_t i = 0; i < MOST_OPTIONS && options[i] != NULL; i++)
        arguments[3 + i] = options[i];
    forget_options();
    if (threads != NULL)
        setenv("SNAPTRADE_MOCK_THREADS", threads, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0); /* a terminal's signals are for us: it ends when we do */
    if (dup2(output, STDOUT_FILENO) >= 0)
        execv(program, (char *const *)arguments);
    complain(program, strerror(errno));
    _exit(127);
}

/* The line that says where it listens, in time. */
static bool read_ready_line(int input, char line[SPAWN_URL_SIZE])
{
    struct pollfd readable = {.fd = input, .events = POLLIN};
    size_t length = 0;
    while (length < SPAWN_URL_SIZE - 1 && poll(&readable, 1, START_LIMIT_MS) > 0) {
        ssize_t got = read(input, line + length, 1);
        if (got <= 0)
            return false;
        if (line[length] == '\n') {
            line[length] = '\0';
            return true;
        }
        length++;
    }
    return false;
}

static bool read_origin(struct spawned *mock)
{
    static const char start[] = "listening on ";
    char line[SPAWN_URL_SIZE];
    size_t length = sizeof start - 1;
    if (!read_ready_line(mock->output, line) || strncmp(line, start, length) != 0)
        return false;
    memcpy(mock->origin, line + length, strlen(line + length) + 1);
    return true;
}

/* `threads` NULL: as many as it has by itself. */
static bool start(const char *program, const char *const *options, const char *threads,
                  struct spawned *mock)
{
    int ends[2] = {-1, -1};
    *mock = (struct spawned){.output = -1};
    if (pipe2(ends, O_CLOEXEC) != 0 || (mock->process = fork()) < 0) {
        mock->process = 0;
        complain(program, strerror(errno));
        return false;
    }
    if (mock->process == 0)
        become_mock(program, options, threads, ends[1]);
    close(ends[1]);
    mock->output = ends[0];
    if (read_origin(mock))
        return true;
    complain(program, "does not start");
    spawn_kill(mock);
    return false;
}

bool spawn_start(const char *program, const char *const *options, struct spawned *mock)
{
    return start(program, options, NULL, mock);
}

bool spawn_start_small(const char *program, const char *const *options, struct spawned *mock)
{
    return start(program, options, "16", mock);
}

static int reap(struct spawned *mock)
{
    int status = -1;
    waitpid(mock->process, &status, 0);
    close(mock->output);
    *mock = (struct spawned){.output = -1};
    return status;
}

/* Its stdout closes when it ends. */
bool spawn_stop(struct spawned *mock)
{
    struct pollfd closed = {.fd = mock->output, .events = POLLIN};
    kill(mock->process, SIGTERM);
    if (poll(&closed, 1, STOP_LIMIT_MS) <= 0) {
        complain("the mock", "did not stop in time");
        spawn_kill(mock);
        return false;
    }
    int status = reap(mock);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (WIFEXITED(status))
        fprintf(stderr, "snaptrade-conformance: the mock exited with %d\n", WEXITSTATUS(status));
    else
        fprintf(stderr, "snaptrade-conformance: the mock ended by signal %d\n", WTERMSIG(status));
    return false;
}

void spawn_kill(struct spawned *mock)
{
    if (mock->process <= 0)
        return;
    kill(mock->process, SIGKILL);
    reap(mock);
}
