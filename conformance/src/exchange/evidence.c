#include "evidence.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../target/shared.h"

enum { TEXT_SIZE = 4096 };

static struct {
    enum outcome outcome;
    size_t count, looked_at;
    bool differs;
    char why[TEXT_SIZE], expected[TEXT_SIZE], received[TEXT_SIZE];
} * shared;
static int lines = -1; /* a file in memory: one exchange per line */

bool evidence_start(void)
{
    shared = shared_memory(sizeof *shared);
    lines = memfd_create("evidence", MFD_CLOEXEC);
    return shared != NULL && lines >= 0;
}

void evidence_clear(void)
{
    memset(shared, 0, sizeof *shared);
    if (ftruncate(lines, 0) != 0 || lseek(lines, 0, SEEK_SET) != 0)
        abort(); /* a file in memory, and our own */
}

static bool write_line(const char *line, size_t length)
{
    while (length > 0) {
        ssize_t written = write(lines, line, length);
        if (written <= 0)
            return false;
        line += written;
        length -= (size_t)written;
    }
    return true;
}

size_t evidence_add(cJSON *exchange)
{
    char *line = cJSON_PrintUnformatted(exchange);
    cJSON_Delete(exchange);
    if (line != NULL && write_line(line, strlen(line)) && write_line("\n", 1))
        shared->looked_at = shared->count++;
    cJSON_free(line);
    return shared->looked_at;
}

void evidence_look_at(size_t number)
{
    shared->looked_at = number;
}

/* An empty text would show nothing, where "nothing" is what it says. */
static const char *or_nothing(const char *shown)
{
    return shown[strspn(shown, " \t\r\n")] != '\0' ? shown : "nothing";
}

void failed(const char *expected, const char *received, const char *format, ...)
{
    char why[TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    shared->differs = true;
    snprintf(shared->expected, sizeof shared->expected, "%s", or_nothing(expected));
    snprintf(shared->received, sizeof shared->received, "%s", or_nothing(received));
    ck_abort_msg("%s", why);
    abort(); /* not reached: a test has a process of its own, which has ended */
}

/* Check counts a test whose process exits with 0 as passed; the runner looks here first. */
static noreturn void leave(enum outcome outcome, const char *why)
{
    shared->outcome = outcome;
    snprintf(shared->why, sizeof shared->why, "%s", why);
    exit(EXIT_SUCCESS);
}

void unjudged(const char *why)
{
    leave(OUTCOME_UNJUDGED, why);
}

void withdrawn(const char *why)
{
    leave(OUTCOME_WITHDRAWN, why);
}

static cJSON *read_lines(void)
{
    cJSON *array = cJSON_CreateArray();
    char *line = NULL;
    size_t size = 0;
    int copy = dup(lines);
    FILE *file = copy >= 0 && lseek(copy, 0, SEEK_SET) == 0 ? fdopen(copy, "r") : NULL;
    while (file != NULL && getline(&line, &size, file) > 0)
        cJSON_AddItemToArray(array, cJSON_Parse(line));
    free(line);
    if (file != NULL)
        fclose(file);
    return array;
}

struct evidence evidence_take(void)
{
    return (struct evidence){
        .outcome = shared->outcome,
        .why = strdup(shared->why),
        .exchanges = read_lines(),
        .looked_at = shared->looked_at,
        .expected = shared->differs ? strdup(shared->expected) : NULL,
        .received = shared->differs ? strdup(shared->received) : NULL,
    };
}

void evidence_free(struct evidence *evidence)
{
    free(evidence->why);
    free(evidence->expected);
    free(evidence->received);
    cJSON_Delete(evidence->exchanges);
    *evidence = (struct evidence){0};
}
