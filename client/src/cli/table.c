#include "table.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { GAP = 2 }; /* between columns */

/* C0, DEL, and C1 as UTF-8 (0xc2 0x80 to 0xc2 0x9f). */
static size_t control_length(const unsigned char *text)
{
    if (text[0] < 0x20 || text[0] == 0x7f)
        return 1;
    return text[0] == 0xc2 && text[1] >= 0x80 && text[1] <= 0x9f ? 2 : 0;
}

/* Walks over at most `most` bytes of `text`, printing it when asked; returns its width. */
static size_t walk(const char *text, size_t most, bool print)
{
    size_t width = 0;
    const unsigned char *start = (const unsigned char *)text;
    for (const unsigned char *p = start; (size_t)(p - start) < most && *p != '\0';) {
        size_t control = control_length(p);
        if (print)
            putchar(control > 0 ? '?' : *p);
        if (control > 0 || (*p & 0xc0) != 0x80)
            width++;
        p += control > 0 ? control : 1;
    }
    return width;
}

size_t table_print_text(const char *text)
{
    return walk(text, SIZE_MAX, true);
}

size_t table_print_part(const char *text, size_t length)
{
    return walk(text, length, true);
}

static size_t column_width(const char *const *cells, size_t rows, size_t columns, size_t column)
{
    size_t widest = 1;
    for (size_t row = 0; row < rows; row++) {
        const char *text = cells[row * columns + column];
        size_t width = text != NULL ? walk(text, SIZE_MAX, false) : 1;
        widest = width > widest ? width : widest;
    }
    return widest;
}

void table_print(const char *const *cells, size_t rows, size_t columns)
{
    size_t widths[TABLE_MOST_COLUMNS];
    assert(columns <= TABLE_MOST_COLUMNS);
    for (size_t column = 0; column < columns; column++)
        widths[column] = column_width(cells, rows, columns, column);
    for (size_t i = 0; i < rows * columns; i++) {
        size_t column = i % columns;
        size_t width = table_print_text(cells[i] != NULL ? cells[i] : "-");
        if (column + 1 == columns)
            putchar('\n');
        else
            printf("%*s", (int)(widths[column] - width + GAP), "");
    }
}

/* Of the terminal that stdout is; SIZE_MAX: it is none. */
static size_t terminal_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : SIZE_MAX;
}

static size_t table_width(const char *const *cells, size_t rows, size_t columns)
{
    size_t width = 0;
    for (size_t column = 0; column < columns; column++)
        width += column_width(cells, rows, columns, column) + GAP;
    return width - GAP;
}

static void print_each(const char *const *cells, size_t rows, size_t columns)
{
    const char *pairs[2 * TABLE_MOST_COLUMNS];
    assert(columns <= TABLE_MOST_COLUMNS);
    for (size_t row = 1; row < rows; row++) {
        for (size_t column = 0; column < columns; column++) {
            pairs[column * 2] = cells[column];
            pairs[column * 2 + 1] = cells[row * columns + column];
        }
        if (row > 1)
            putchar('\n');
        table_print(pairs, columns, 2);
    }
}

void table_print_titled(const char *const *cells, size_t rows, size_t columns)
{
    if (table_width(cells, rows, columns) > terminal_width())
        print_each(cells, rows, columns);
    else
        table_print(cells, rows, columns);
}
