/* What would be sent to a target, found out by sending it to a server of our own that stands in. */
#ifndef DRY_RUN_H
#define DRY_RUN_H

#include <stdbool.h>
#include <stdio.h>

#include "runner.h"

/* Prints what each requirement that `options` select would send, and at the end how much that is.
 * `options->mock` is NULL, and target_stand_in() and sending_keep() were called. `careful`: the
 * target gets its requests slowly. `*count` is how many requirements there were. */
enum runner_end dry_run(const struct runner_options *options, bool careful, FILE *out,
                        size_t *count);

#endif
