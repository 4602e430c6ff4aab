/* Two texts one above the other, cut around the place where they differ, to stdout. */
#ifndef CLI_DIFFERENCE_H
#define CLI_DIFFERENCE_H

#include <stddef.h>

/* A text, what it is called, and the offset of the place. */
struct difference_side {
    const char *label, *text;
    size_t at;
};

/* Prints both, and `note` behind a caret below. The labels are of one width. */
void difference_print(const struct difference_side *upper, const struct difference_side *lower,
                      const char *note);

#endif
