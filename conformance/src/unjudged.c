#include "unjudged.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "requirement.h"

static int *count; /* written by one test at a time */

bool unjudged_start(void)
{
    void *shared =
        mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    count = shared != MAP_FAILED ? shared : NULL;
    return count != NULL;
}

/* Check counts a test whose process exits with 0 as passed. */
void unjudged(const char *why)
{
    printf("not judged: %s: %s\n", requirement_of_test(tcase_name()), why);
    *count += 1;
    exit(EXIT_SUCCESS);
}

int unjudged_count(void)
{
    return *count;
}
