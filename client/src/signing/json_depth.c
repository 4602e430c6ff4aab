#include "json_depth.h"

bool json_nests_deeper(const char *text, size_t most)
{
    size_t depth = 0;
    bool in_string = false;
    for (; *text != '\0'; text++) {
        if (in_string && *text == '\\' && text[1] != '\0')
            text++;
        else if (*text == '"')
            in_string = !in_string;
        else if (!in_string && (*text == '[' || *text == '{') && ++depth > most)
            return true;
        else if (!in_string && (*text == ']' || *text == '}') && depth > 0)
            depth--;
    }
    return false;
}
