#include "torture.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "allocation.h"
#include "suite.h"

enum { FINDINGS_SIZE = 1 << 16, MOST_SECONDS = 60, WARM_UPS = 2, CLOSE = 24, BLAME_SIZE = 1024 };

enum mode { ONCE, FROM, MODES };
static const char *const mode_names[MODES] = {"once", "from"};

/* Shared with the child, whose end it outlives. */
struct report {
    enum mode mode;
    size_t number; /* of the allocation that fails */
    bool over;
    size_t failures, findings;
    size_t length;
    char text[FINDINGS_SIZE];
};

static const struct torture *all;
static struct report *report;
static const struct torture *scenario; /* the one on trial */
static size_t run_count, failure_count;
static struct {
    char name[128];
    enum mode mode;
    size_t number;
} alone; /* "": all of them; number 0: all of its allocations */

static void write_finding(const char *text)
{
    report->findings++;
    int length =
        snprintf(report->text + report->length, FINDINGS_SIZE - report->length, "  %s:%s:%zu %s\n",
                 scenario->name, mode_names[report->mode], report->number, text);
    if (length > 0 && report->length + (size_t)length < FINDINGS_SIZE)
        report->length += (size_t)length;
}

void torture_blame(const char *format, ...)
{
    char text[BLAME_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    write_finding(text);
}

/* Returns how many failed, and sets *leaked to the number of the first allocation that is left. */
static size_t try(enum mode mode, size_t number, size_t *leaked)
{
    size_t failed = 0;
    report->mode = mode;
    report->number = number;
    alarm(MOST_SECONDS);
    allocation_start();
    scenario->start(scenario->row);
    allocation_fail(number, mode == FROM);
    scenario->act(scenario->row);
    allocation_relent(&failed);
    scenario->check(scenario->row, failed > 0);
    scenario->stop(scenario->row);
    size_t left = allocation_left(leaked);
    if (left > 0)
        torture_blame("leaks %zu, first allocation %zu", left, *leaked);
    report->failures += failed > 0;
    return failed;
}

/* Libraries keep some of what they need first. The last one counts. */
static void warm_up(void)
{
    size_t leaked;
    for (int i = 0; i < WARM_UPS; i++) {
        size_t findings = report->findings, length = report->length;
        try(ONCE, 0, &leaked);
        if (i + 1 < WARM_UPS) {
            report->findings = findings;
            report->length = length;
        }
    }
}

/* The first ones one by one, then ever fewer. */
static size_t next_of(size_t number)
{
    if (getenv("TORTURE_ALL") != NULL || number < CLOSE)
        return number + 1;
    return number + number / CLOSE + 1;
}

static void try_all(enum mode mode, size_t number)
{
    size_t leaked;
    warm_up();
    for (; mode < MODES; mode++, number = 1)
        while (try(mode, number, &leaked) > 0)
            number = next_of(number);
    report->over = true;
}

static void try_alone(void)
{
    size_t leaked;
    warm_up();
    allocation_show(0, true);
    try(alone.mode, alone.number, &leaked);
    allocation_show(leaked, false);
    if (leaked > 0)
        try(alone.mode, alone.number, &leaked);
    report->over = true;
}

static void run_child(void)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (alone.number > 0)
            try_alone();
        else
            try_all(report->mode, report->number);
        _exit(EXIT_SUCCESS);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    if (report->over)
        return;
    if (WIFSIGNALED(status))
        torture_blame("ends the program: %s", strsignal(WTERMSIG(status)));
    else
        torture_blame("ends the program with %d", WEXITSTATUS(status));
    report->over = alone.number > 0 || report->number == 0;
    report->number = next_of(report->number);
}

START_TEST(survives)
{
    scenario = &all[_i];
    if (alone.name[0] != '\0' && strcmp(alone.name, scenario->name) != 0)
        return;
    memset(report, 0, sizeof *report);
    report->number = 1;
    while (!report->over)
        run_child();
    run_count++;
    failure_count += report->failures;
    if (report->findings > 0) /* may be too long for Check */
        fprintf(stderr, "%s", report->text);
    ck_assert_msg(report->findings == 0,
                  "%s: %zu findings; to run one alone: TORTURE=%s:once:NUMBER", scenario->name,
                  report->findings, scenario->name);
    ck_assert_msg(report->failures > 0, "%s: nothing failed", scenario->name);
}
END_TEST

static bool read_alone(void)
{
    const char *text = getenv("TORTURE");
    char mode[8];
    if (text == NULL)
        return true;
    /* NOLINTNEXTLINE(cert-err34-c): a number that is too large is none that there is */
    int read = sscanf(text, "%127[^:]:%7[^:]:%zu", alone.name, mode, &alone.number);
    alone.mode = read > 1 && strcmp(mode, mode_names[FROM]) == 0 ? FROM : ONCE;
    return read == 1 || (read == 3 && alone.number > 0);
}

int torture_run(const char *name, const struct torture *scenarios, size_t count)
{
    if (!read_alone()) {
        fprintf(stderr, "TORTURE is not SCENARIO, SCENARIO:once:NUMBER or SCENARIO:from:NUMBER\n");
        return EXIT_FAILURE;
    }
    all = scenarios;
    allocation_take_over();
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (report == MAP_FAILED)
        return EXIT_FAILURE;
    Suite *suite = suite_create(name);
    TCase *tests = tcase_create("torture");
    tcase_add_loop_test(tests, survives, 0, (int)count);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    printf("%s: %zu scenarios, %zu failing allocations\n", name, run_count, failure_count);
    return failed == 0 && run_count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
