#include "webhook_url.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_PORT = 65535, PORT_DIGITS = 5 };

static const char *behind_scheme(const char *url)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
            return url + strlen(schemes[i]);
    return NULL;
}

static bool is_port(const char *text, size_t length)
{
    return length > 0 && length <= PORT_DIGITS && strspn(text, "0123456789") >= length &&
           strtol(text, NULL, 10) >= 1 && strtol(text, NULL, 10) <= MOST_PORT;
}

/* "host", "host:port", "[address]" or "[address]:port". */
static bool is_authority(const char *text, size_t length)
{
    size_t host = strcspn(text, ":/?");
    if (text[0] == '[') {
        size_t inside = strspn(text + 1, "0123456789abcdefABCDEF:.");
        if (inside == 0 || text[1 + inside] != ']')
            return false;
        host = inside + 2;
    } else if (host == 0 || strcspn(text, "\\[]<>\"^`{|}") < host) {
        return false;
    }
    if (host == length)
        return true;
    return host < length && text[host] == ':' && is_port(text + host + 1, length - host - 1);
}

const char *webhook_url_problem(const char *url)
{
    const char *authority = behind_scheme(url);
    if (authority == NULL)
        return "must be a URL that begins with http:// or https://";
    if (strlen(url) >= WEBHOOK_URL_SIZE)
        return "must be shorter than 2048 bytes";
    for (const unsigned char *byte = (const unsigned char *)url; *byte != '\0'; byte++)
        if (*byte <= ' ' || *byte >= 0x7F)
            return "must be ASCII without spaces and control characters; others are escaped in a "
                   "URL";
    if (strchr(url, '#') != NULL)
        return "must not have a fragment, which is never sent";
    size_t length = strcspn(authority, "/?");
    if (memchr(authority, '@', length) != NULL)
        return "must not hold credentials, which the journal would show";
    return is_authority(authority, length) ? NULL : "must name a host, and perhaps a port";
}

/* A network of IPv4: its first `bits` bits. */
struct network {
    uint32_t address;
    unsigned bits;
};

static bool is_public_ipv4(uint32_t address)
{
    static const struct network closed[] = {
        {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
        {0xAC100000, 12}, {0xC0000000, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xE0000000, 3},
    };
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
        if ((address ^ closed[i].address) >> (32 - closed[i].bits) == 0)
            return false;
    return true;
}

/* Public is 2000::/3, but for the ways in it that lead back to IPv4: 6to4 and Teredo. */
static bool is_public_ipv6(const struct in6_addr *address)
{
    const uint8_t *bytes = address->s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(address))
        return is_public_ipv4((uint32_t)bytes[12] << 24 | (uint32_t)bytes[13] << 16 |
                              (uint32_t)bytes[14] << 8 | bytes[15]);
    bool leads_back = (bytes[0] == 0x20 && bytes[1] == 0x02) ||
                      (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0);
    return (bytes[0] & 0xE0) == 0x20 && !leads_back;
}

bool webhook_address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in ipv4;
        memcpy(&ipv4, address, sizeof ipv4);
        return is_public_ipv4(ntohl(ipv4.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 ipv6;
        memcpy(&ipv6, address, sizeof ipv6);
        return is_public_ipv6(&ipv6.sin6_addr);
    }
    return false;
}
