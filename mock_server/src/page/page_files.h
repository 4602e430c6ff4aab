/* What the sandbox page is made of: the files of files/, as a table. */
#ifndef PAGE_FILES_H
#define PAGE_FILES_H

#include <stddef.h>

struct page_file {
    const char *path, *type, *text;
};

extern const struct page_file page_files[];
extern const size_t page_file_count;

#endif
