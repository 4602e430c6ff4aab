/* Memory that a test's process shares with the process that started it. */
#ifndef SHARED_H
#define SHARED_H

#include <stddef.h>

/* All zero; lives as long as the program. NULL: no memory. */
void *shared_memory(size_t size);

#endif
