/* JSON with a member per line, by white space alone: what a server wrote stays as it wrote it,
 * numbers too, also when only the start of it is known. Pure. */
#ifndef REPORT_JSON_LAYOUT_H
#define REPORT_JSON_LAYOUT_H

/* The caller frees it. NULL: `text` starts like no JSON object or array, or no memory. */
char *json_layout(const char *text);

#endif
