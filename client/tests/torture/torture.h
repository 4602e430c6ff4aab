/* Torture: the same act again and again, each time with another allocation that fails.
 *
 * First once with none, to see that it goes through; then with the first failing, the second, and
 * so on until none is left to fail; then the same with all after it failing, too. Each time what
 * the act left must pass its check, and all memory must be given back. The trials run in a child
 * process, which is begun anew behind one that ends it.
 *
 * A failed trial is named SCENARIO:once:NUMBER or SCENARIO:from:NUMBER. With that in the variable
 * TORTURE the program runs it alone, and shows the stacks of what failed and of what leaked; with
 * SCENARIO there, all of it. Long acts are sampled, unless TORTURE_ALL is set: the first
 * allocations one by one, then ever fewer.
 */
#ifndef TORTURE_H
#define TORTURE_H

#include <stdbool.h>
#include <stddef.h>

struct torture {
    const char *name;
    const void *row;                /* what the functions get */
    void (*start)(const void *row); /* memory does not fail in it */
    void (*act)(const void *row);   /* memory fails in it */
    /* Memory does not fail in it. Without a `failure` the act must have gone through; it is called
     * once without, before all others. */
    void (*check)(const void *row, bool failure);
    void (*stop)(const void *row); /* frees all */
};

/* Says what is wrong, from check(). */
void torture_blame(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A whole test program: returns main()'s exit status. */
int torture_run(const char *name, const struct torture *scenarios, size_t count);

#endif
