/* Pages of HTML with places in double braces, {{title}}, that are filled in while the page is
 * written. {{look}}, what all our pages look like, is filled in here. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct page_place {
    const char *name;
    size_t length;
};

/* Writes what stands before the next place, to which *text moves. False: all is written. */
bool page_next(const char **text, struct page_place *place, FILE *out);

bool page_is_at(const struct page_place *place, const char *name);

#endif
