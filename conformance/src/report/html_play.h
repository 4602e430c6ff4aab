/* What an SDK was asked, what it sent and what its caller was given, as HTML: compact, of what is
 * long the start. */
#ifndef REPORT_HTML_PLAY_H
#define REPORT_HTML_PLAY_H

#include <cjson/cJSON.h>
#include <stdio.h>

/* `evidence` is {"request", "answer", "journal"}; what is missing is left out, and NULL is fine. */
void html_play(FILE *out, const cJSON *evidence);

/* A text below a title, with a layout when it is JSON; nothing when it is NULL or empty. */
void html_play_block(FILE *out, const char *title, const char *text);

#endif
