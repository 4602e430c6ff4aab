/* How time passes, whatever the machine's date does: since some moment, the same for all. */
#ifndef ELAPSED_H
#define ELAPSED_H

#include <stdint.h>

int64_t elapsed_us(void);
int64_t elapsed_ms(void);
double elapsed_seconds(void);

#endif
