#include "offer.h"

#include "member.h"

static bool is_true(const cJSON *object, const char *name)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, name));
}

struct offer offer_of(const cJSON *brokerage)
{
    return (struct offer){
        .slug = member_text(brokerage, "slug"),
        .name = member_text(brokerage, "display_name"),
        .is_open = is_true(brokerage, "enabled") && !is_true(brokerage, "maintenance_mode"),
        .trades = is_true(brokerage, "allows_trading"),
    };
}
