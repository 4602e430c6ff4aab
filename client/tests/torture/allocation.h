/* Memory that runs out when a test says so.
 *
 * A program that links this gets malloc() and its like, fopen(), getline(), opendir() and
 * pthread_create() from here by the linker's --wrap, and cJSON, OpenSSL and libcurl are told to use
 * them. Only the thread that calls allocation_start() is concerned: another one's always succeed,
 * and are not counted (but see allocation_pass_on()). */
#ifndef ALLOCATION_H
#define ALLOCATION_H

#include <stdbool.h>
#include <stddef.h>

/* Once, before anything else: cJSON, OpenSSL and libcurl take their memory from here. */
void allocation_take_over(void);

/* From here on what is allocated is remembered until it is freed. */
void allocation_start(void);

/* From here on it is threads yet to begin that are concerned, and not the one that calls this: for
 * an act that another thread does. */
void allocation_pass_on(void);

/* Let the `first` allocation from here on fail, counted from 1, or it and all after it; 0: none. */
void allocation_fail(size_t first, bool and_all_after);
/* From here on none fails. Returns how many there were, and sets *failed to how many failed. */
size_t allocation_relent(size_t *failed);

/* What was allocated since allocation_start() and is still there, and the number of its first. */
size_t allocation_left(size_t *first);

/* Say by which calls the allocation of this number since allocation_start() is made, and each that
 * fails; 0: no more. For people: with a sanitizer's printer of stacks, where there is one. */
void allocation_show(size_t number, bool failures);

#endif
