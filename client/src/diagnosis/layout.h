/* JSON written with white space, as encoders do by default or to be read. Pure. */
#ifndef DIAGNOSIS_LAYOUT_H
#define DIAGNOSIS_LAYOUT_H

#include "text.h"

/* What stands where, beside the JSON itself; NULL: nothing. */
struct layout {
    const char *inside; /* behind an opening bracket, and before a closing one */
    const char *comma, *before_colon, *colon;
    const char *line;   /* a line break, in place of `inside` and `comma` */
    const char *indent; /* behind it, for each level */
};

/* Those that encoders are known for: on one line, Python's before all, and then on several. */
extern const struct layout layouts[];
extern const size_t layouts_on_one_line, layouts_count;

enum layout_result { LAYOUT_DONE, LAYOUT_TOO_LONG, LAYOUT_NO_MEMORY };

/* Writes compact JSON anew, to `out`. Deep nesting makes long lines: there is an end to that. */
enum layout_result layout_write(const struct layout *layout, const char *json, struct text *out);

#endif
