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
    ROW(journal_row)                                                                               \
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

#define STYLE_ROWS(ROW) ROW(style) ROW(parts) ROW(pictures) ROW(dialogs)

/* Made by embed() in CMakeLists.txt. */
extern const char page_index_html[];
#define SCRIPT_DECLARATION(name) extern const char page_##name##_js[];
#define STYLE_DECLARATION(name) extern const char page_##name##_css[];
SCRIPT_ROWS(SCRIPT_DECLARATION)
STYLE_ROWS(STYLE_DECLARATION)

#define BELOW "/_sandbox/page/"
#define SCRIPT(name) {BELOW #name ".js", "text/javascript; charset=utf-8", page_##name##_js},
#define STYLE(name) {BELOW #name ".css", "text/css; charset=utf-8", page_##name##_css},
const struct page_file page_files[] = {{"/_sandbox/", "text/html; charset=utf-8", page_index_html},
                                       STYLE_ROWS(STYLE) SCRIPT_ROWS(SCRIPT)};
const size_t page_file_count = sizeof page_files / sizeof page_files[0];
