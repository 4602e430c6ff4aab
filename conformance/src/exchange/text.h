/* Texts that a test makes; they live until it ends. */
#ifndef TEXT_H
#define TEXT_H

/* printf() */
__attribute__((format(printf, 1, 2))) const char *text(const char *format, ...);

/* `value` as it stands in a query. */
const char *escaped(const char *value);

/* Unix time, `offset` seconds from now. */
const char *time_text(long long offset);

/* Takes over what malloc() gave; without memory the test fails. */
char *keep(char *string);
void *no_null(void *memory);

/* At the end of a test. */
void texts_end(void);

#endif
