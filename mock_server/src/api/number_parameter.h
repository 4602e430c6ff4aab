/* Whole numbers in the query. */
#ifndef NUMBER_PARAMETER_H
#define NUMBER_PARAMETER_H

#include "context.h"

/* The parameter as *value, which stays as it is when it is absent; more than `most` counts as
 * `most`. False: it is no decimal number, or less than `least`; context->argument names it. */
bool number_parameter(struct context *context, enum query_name name, unsigned least, unsigned most,
                      unsigned *value);

#endif
