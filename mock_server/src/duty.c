#include "duty.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"

enum { CANNOT_START = 1, COMMAND_NOT_FOUND = 127, API_URL_SIZE = 160 };

static bool has_terminal(void)
{
    int terminal = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (terminal >= 0)
        close(terminal);
    return terminal >= 0;
}

static void plan_reset(struct duty *duty)
{
    clock_gettime(CLOCK_MONOTONIC, &duty->next_reset);
    duty->next_reset.tv_sec += (time_t)duty->options->reset_every;
}

/* With COMMAND, a hangup ends us as it ends others. */
void duty_begin(struct duty *duty, const struct options *options, struct sandbox *sandbox)
{
    *duty = (struct duty){.options = options, .sandbox = sandbox, .had_terminal = has_terminal()};
    sigemptyset(&duty->signals);
    sigaddset(&duty->signals, SIGTERM);
    sigaddset(&duty->signals, SIGINT);
    sigaddset(&duty->signals, SIGCHLD);
    if (options->command == NULL)
        sigaddset(&duty->signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &duty->signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    plan_reset(duty);
}

static void tick(struct duty *duty)
{
    struct timespec now;
    sandbox_tick(duty->sandbox);
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (duty->options->reset_every == 0 || now.tv_sec < duty->next_reset.tv_sec)
        return;
    control_reset(&duty->sandbox->control);
    plan_reset(duty);
}

static void reload(const struct duty *duty)
{
    struct buffer lines = {0};
    struct problems problems = {.out = &lines, .file = duty->options->fixtures};
    if (control_reload(&duty->sandbox->control, &problems))
        fprintf(stderr, "snaptrade-mock: read %s again\n", duty->options->fixtures);
    else
        fprintf(stderr, "snaptrade-mock: the state is as it was, because of\n%s",
                lines.data != NULL ? lines.data : "");
    buffer_free(&lines);
    buffer_free(&problems.pointer);
}

/* The next signal that is not served here: SIGHUP reloads, unless it says that the terminal has
 * gone, which ends us. */
static siginfo_t next_signal(struct duty *duty)
{
    static const struct timespec second = {.tv_sec = 1};
    for (;;) {
        siginfo_t received;
        tick(duty); /* at least once a second, however many signals come */
        int number = sigtimedwait(&duty->signals, &received, &second);
        if (number < 0)
            continue;
        if (number != SIGHUP)
            return received;
        if (duty->had_terminal && !has_terminal())
            return (siginfo_t){.si_signo = SIGTERM};
        reload(duty);
    }
}

int duty_wait_for_stop(struct duty *duty)
{
    int received = 0;
    while (received != SIGTERM && received != SIGINT)
        received = next_signal(duty).si_signo;
    return EXIT_SUCCESS;
}

/* Passes on to the command what it has not got itself: Control-C reaches all that run in the
 * terminal, and many programs take a second one for an order to die. */
static void relay(const siginfo_t *received, pid_t child)
{
    if (received->si_signo != SIGCHLD && received->si_code != SI_KERNEL)
        kill(child, received->si_signo);
}

/* Takes in orphans too: as the first process of a container or namespace we are given them. */
static bool has_ended(pid_t child, int *status)
{
    pid_t ended;
    do
        ended = waitpid(-1, status, WNOHANG);
    while (ended > 0 && ended != child);
    return ended == child;
}

int duty_run_command(struct duty *duty, const char *base_url)
{
    char api[API_URL_SIZE];
    struct store *store = duty->sandbox->config.mock.store;
    struct store_partner partner;
    struct store_user user;
    snprintf(api, sizeof api, "%s/api/v1", base_url);
    if (!store_first_partner(store, &partner) ||
        !store_first_user(store, partner.client_id, &user)) {
        fputs("snaptrade-mock: the fixtures have no partner with a user for COMMAND\n", stderr);
        return CANNOT_START;
    }
    char room[PATH_MAX]; /* COMMAND may go to another folder */
    const char *ca = duty->options->tls_ca;
    const struct command_credentials credentials = {
        api, &partner, &user, ca != NULL && realpath(ca, room) != NULL ? room : ca};
    pid_t child;
    if (!command_start(duty->options->command, &credentials, &child))
        return COMMAND_NOT_FOUND;
    int status = 0;
    while (!has_ended(child, &status)) {
        siginfo_t received = next_signal(duty);
        relay(&received, child);
    }
    return command_status(status);
}
