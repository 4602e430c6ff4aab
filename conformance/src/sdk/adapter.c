#include "adapter.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../target/elapsed.h"
#include "adapter_answer.h"

enum {
    MOST_LINE = 16 << 20, /* bytes of one answer: 2,000 connections are below 4 MiB */
    MOST_LOGS = 1 << 20,
    CHUNK = 65536,
    WHY_SIZE = 256,
    LAST_BREATH_MS = 1000,
    CANNOT_START = 127
};

/* Text that grows up to a limit. */
struct text {
    char *bytes; /* with a NUL */
    size_t length, room;
};

struct adapter {
    char *const *command;
    pid_t process;             /* 0: none */
    int input, output, errors; /* its stdin, stdout, stderr; -1: closed */
    int ended;                 /* can be read when it has ended; its children may hold its output */
    struct text line, logs;
    long id;
    char why[WHY_SIZE];
};

struct adapter *adapter_new(char *const *command)
{
    struct adapter *adapter = calloc(1, sizeof *adapter);
    if (adapter == NULL)
        return NULL;
    adapter->command = command;
    adapter->input = adapter->output = adapter->errors = adapter->ended = -1;
    return adapter;
}

static bool append(struct text *text, const char *bytes, size_t length, size_t most)
{
    if (text->length + length > most)
        return false;
    if (text->length + length + 1 > text->room) {
        size_t room = 2 * (text->length + length + 1);
        char *grown = realloc(text->bytes, room);
        if (grown == NULL)
            return false;
        text->bytes = grown;
        text->room = room;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
    return true;
}

static void empty(struct text *text)
{
    text->length = 0;
    if (text->bytes != NULL)
        text->bytes[0] = '\0';
}

static void close_end(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

/* Ends it and what it has started. */
static void end_process(struct adapter *adapter)
{
    close_end(&adapter->input);
    close_end(&adapter->output);
    close_end(&adapter->errors);
    close_end(&adapter->ended);
    if (adapter->process <= 0)
        return;
    kill(-adapter->process, SIGKILL);
    kill(adapter->process, SIGKILL); /* if it has left its group */
    waitpid(adapter->process, NULL, 0);
    adapter->process = 0;
}

void adapter_free(struct adapter *adapter)
{
    if (adapter == NULL)
        return;
    end_process(adapter);
    free(adapter->line.bytes);
    free(adapter->logs.bytes);
    free(adapter);
}

static noreturn void become(char *const *command, const int ends[6])
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    if (dup2(ends[0], STDIN_FILENO) >= 0 && dup2(ends[3], STDOUT_FILENO) >= 0 &&
        dup2(ends[5], STDERR_FILENO) >= 0)
        execvp(command[0], command);
    _exit(CANNOT_START);
}

static bool start(struct adapter *adapter)
{
    int ends[6] = {-1, -1, -1, -1, -1, -1};
    bool good = pipe2(ends, O_CLOEXEC) == 0 && pipe2(ends + 2, O_CLOEXEC) == 0 &&
                pipe2(ends + 4, O_CLOEXEC) == 0;
    pid_t process = good ? fork() : -1;
    if (process == 0)
        become(adapter->command, ends);
    close_end(&ends[0]);
    close_end(&ends[3]);
    close_end(&ends[5]);
    adapter->input = ends[1];
    adapter->output = ends[2];
    adapter->errors = ends[4];
    adapter->process = process > 0 ? process : 0;
    if (process > 0) {
        setpgid(process, process);
        adapter->ended = pidfd_open(process, 0);
        fcntl(adapter->input, F_SETFL, O_NONBLOCK);
        return true;
    }
    snprintf(adapter->why, WHY_SIZE, "%s: %s", adapter->command[0], strerror(errno));
    end_process(adapter);
    return false;
}

/* What it logs beyond the limit is read and forgotten. */
static void take_logs(struct adapter *adapter)
{
    char bytes[CHUNK];
    ssize_t got = read(adapter->errors, bytes, sizeof bytes);
    if (got > 0)
        append(&adapter->logs, bytes, (size_t)got, MOST_LOGS);
    else
        close_end(&adapter->errors);
}

/* Nothing more will come: why. */
static enum adapter_end tell_end(struct adapter *adapter)
{
    siginfo_t end = {0};
    struct pollfd ended = {.fd = adapter->ended, .events = POLLIN};
    poll(&ended, 1, LAST_BREATH_MS);
    waitid(P_PID, (id_t)adapter->process, &end, WEXITED | WNOHANG | WNOWAIT);
    if (end.si_pid == 0) {
        snprintf(adapter->why, WHY_SIZE, "it closed its output without an answer");
    } else if (end.si_code != CLD_EXITED) {
        snprintf(adapter->why, WHY_SIZE, "it was ended by signal %d, without an answer",
                 end.si_status);
    } else if (end.si_status == CANNOT_START) {
        snprintf(adapter->why, WHY_SIZE, "%s cannot be started, or ended with status %d",
                 adapter->command[0], CANNOT_START);
        return ADAPTER_MISSING;
    } else {
        snprintf(adapter->why, WHY_SIZE, "it ended with status %d, without an answer",
                 end.si_status);
    }
    return ADAPTER_DIED;
}

/* One step of reading its output. */
static enum adapter_end take_output(struct adapter *adapter)
{
    char bytes[CHUNK];
    ssize_t got = read(adapter->output, bytes, sizeof bytes);
    if (got <= 0)
        return tell_end(adapter);
    if (append(&adapter->line, bytes, (size_t)got, MOST_LINE))
        return ADAPTER_ANSWERED;
    snprintf(adapter->why, WHY_SIZE, "an answer of more than %d bytes", MOST_LINE);
    return ADAPTER_FLOODED;
}

/* Writes what is left of the request, as far as it can. */
static void put_input(struct adapter *adapter, const char **rest)
{
    ssize_t written = write(adapter->input, *rest, strlen(*rest));
    if (written > 0)
        *rest += written;
    else if (errno != EAGAIN)
        close_end(&adapter->input); /* its output tells why */
}

/* NULL: there is none yet. */
static const char *end_of_line(const struct adapter *adapter)
{
    const struct text *line = &adapter->line;
    return line->length > 0 ? memchr(line->bytes, '\n', line->length) : NULL;
}

static enum adapter_end exchange(struct adapter *adapter, const char *rest, int limit_ms)
{
    int64_t end = elapsed_ms() + limit_ms;
    for (;;) {
        bool writes = *rest != '\0' && adapter->input >= 0;
        struct pollfd ends[] = {{.fd = adapter->output, .events = POLLIN},
                                {.fd = adapter->errors, .events = POLLIN},
                                {.fd = writes ? adapter->input : -1, .events = POLLOUT},
                                {.fd = adapter->ended, .events = POLLIN}};
        int64_t left = end - elapsed_ms();
        if (left <= 0 || poll(ends, 4, (int)left) == 0) {
            snprintf(adapter->why, WHY_SIZE, "no answer within %d ms", limit_ms);
            return ADAPTER_HUNG;
        }
        if (ends[1].revents != 0)
            take_logs(adapter);
        if (ends[2].revents != 0)
            put_input(adapter, &rest);
        if (ends[0].revents == 0 && ends[3].revents == 0)
            continue;
        enum adapter_end state = ends[0].revents != 0 ? take_output(adapter) : tell_end(adapter);
        if (state != ADAPTER_ANSWERED || end_of_line(adapter) != NULL)
            return state;
    }
}

static enum adapter_end read_answer(struct adapter *adapter, cJSON **answer)
{
    const char *line = adapter->line.bytes, *end = end_of_line(adapter);
    *answer = adapter_answer_read(line, (size_t)(end - line), adapter->id);
    if (*answer != NULL && end + 1 == line + adapter->line.length)
        return ADAPTER_ANSWERED;
    cJSON_Delete(*answer);
    *answer = NULL;
    snprintf(adapter->why, WHY_SIZE, "no answer to request %ld: %.160s", adapter->id, line);
    return ADAPTER_RUBBISH;
}

enum adapter_end adapter_ask(struct adapter *adapter, cJSON *request, int limit_ms, cJSON **answer)
{
    *answer = NULL;
    adapter->why[0] = '\0';
    empty(&adapter->line);
    if (adapter->process == 0 && !start(adapter))
        return ADAPTER_MISSING;
    cJSON_DeleteItemFromObjectCaseSensitive(request, "id");
    cJSON_AddNumberToObject(request, "id", (double)++adapter->id);
    char *text = cJSON_PrintUnformatted(request), *line = NULL;
    enum adapter_end end = ADAPTER_MISSING;
    if (text != NULL && asprintf(&line, "%s\n", text) >= 0) {
        end = exchange(adapter, line, limit_ms);
        free(line);
    }
    cJSON_free(text);
    if (end == ADAPTER_ANSWERED)
        end = read_answer(adapter, answer);
    if (end != ADAPTER_ANSWERED)
        end_process(adapter);
    return end;
}

const char *adapter_why(const struct adapter *adapter)
{
    return adapter->why;
}

const char *adapter_logs(struct adapter *adapter)
{
    struct pollfd errors = {.fd = adapter->errors, .events = POLLIN};
    while (adapter->errors >= 0 && poll(&errors, 1, 0) > 0) {
        take_logs(adapter);
        errors.fd = adapter->errors;
    }
    return adapter->logs.bytes != NULL ? adapter->logs.bytes : "";
}

const char *adapter_line(const struct adapter *adapter)
{
    return adapter->line.bytes != NULL ? adapter->line.bytes : "";
}

void adapter_forget(struct adapter *adapter)
{
    adapter_logs(adapter);
    empty(&adapter->logs);
}
