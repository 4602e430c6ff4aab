#include "page_files.h"

#define SCRIPT_ROWS(ROW)                                                                           \
    ROW(announce)                                                                                  \
    ROW(api)                                                                                       \
    ROW(changes)                                                                                   \
    ROW(chart)                                                                                     \
    ROW(clock)                                                                                     \
    ROW(connections)                                                                               \
    ROW(credentials)                                                                               \
    ROW(diagnosis)                                                                                 \
    ROW(dialog)                                                                                    \
    ROW(dom)                                                                                       \
    ROW(door)                                                                                      \
    ROW(everyone)                                                                                  \
    ROW(explain)                                                                                   \
    ROW(fault_form)                                                                                \
    ROW(faults)                                                                                    \
    ROW(format)                                                                                    \
    ROW(journal)                                                                                   \
    ROW(lane)                                                                                      \
    ROW(limit)                                                                                     \
    ROW(main)                                                                                      \
    ROW(partner)                                                                                   \
    ROW(partners)                                                                                  \
    ROW(portal)                                                                                    \
    ROW(request)                                                                                   \
    ROW(resource)                                                                                  \
    ROW(sample)                                                                                    \
    ROW(sessions)                                                                                  \
    ROW(snippets)

/* Made by embed() in CMakeLists.txt. */
extern const char page_index_html[], page_style_css[], page_parts_css[], page_dialogs_css[];
#define DECLARATION(name) extern const char page_##name##_js[];
SCRIPT_ROWS(DECLARATION)

#define ENTRY(name) {#name ".js", "text/javascript; charset=utf-8", page_##name##_js},
const struct page_file page_files[] = {{PAGE_INDEX, "text/html; charset=utf-8", page_index_html},
                                       {"style.css", "text/css; charset=utf-8", page_style_css},
                                       {"parts.css", "text/css; charset=utf-8", page_parts_css},
                                       {"dialogs.css", "text/css; charset=utf-8", page_dialogs_css},
                                       SCRIPT_ROWS(ENTRY)};
const size_t page_file_count = sizeof page_files / sizeof page_files[0];
