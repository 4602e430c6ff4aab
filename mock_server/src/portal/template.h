/* Fills in templates of HTML: {{name}} becomes the value of that name. Pure. */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include "../buffer.h"

struct template_value {
    const char *name;
    const char *text; /* NULL: nothing */
    bool is_html;     /* stands as it is; otherwise it is escaped, for a text or an attribute */
};

/* Appends the template. `values` ends with a NULL name, and has all names of the template. */
void template_fill(struct buffer *out, const char *template, const struct template_value *values);

#endif
