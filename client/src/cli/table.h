/* Prints rows of text in columns that line up, to stdout.
 *
 * Widths count code points. Control characters are printed as '?', so that what a server sends
 * cannot move the cursor. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stddef.h>

enum { TABLE_MOST_COLUMNS = 8 };

/* `cells` are row by row; NULL prints as "-". */
void table_print(const char *const *cells, size_t rows, size_t columns);

/* The same with titles, which are the first row. On a terminal too narrow for it, each other row
 * becomes a table of its own, of titles and values. */
void table_print_titled(const char *const *cells, size_t rows, size_t columns);

/* Prints one text, its control characters replaced; returns its width. */
size_t table_print_text(const char *text);
/* The same of its first bytes. */
size_t table_print_part(const char *text, size_t length);

#endif
