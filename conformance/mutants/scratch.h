/* Memory that lives as long as one exchange; nothing in it is freed alone.
 *
 * Without memory the program ends: nobody but a test runs it. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stddef.h>

struct scratch {
    struct scratch_block *blocks; /* NULL: none yet */
};

/* `size` zero bytes. */
void *scratch_room(struct scratch *scratch, size_t size);

/* The bytes, and a NUL behind them. */
char *scratch_copy(struct scratch *scratch, const char *bytes, size_t length);

__attribute__((format(printf, 2, 3))) char *scratch_text(struct scratch *scratch,
                                                         const char *format, ...);

/* `text` with `with` wherever `what`, which is not empty, stood. */
char *scratch_replace(struct scratch *scratch, const char *text, const char *what,
                      const char *with);

void scratch_free(struct scratch *scratch);

#endif
