#include "user.h"

#include <unistd.h>

#include "expect.h"

const char *new_user_id(const char *ending)
{
    static unsigned count;
    return text("conformance-%s-%d-%u%s", time_text(0), (int)getpid(), count++, ending);
}

const struct answer *register_user(const char *id, const struct credentials *partner)
{
    return send_call(&(struct call){.path = "/snapTrade/registerUser",
                                    .method = "POST",
                                    .as = partner,
                                    .without = WITHOUT_USER,
                                    .body = text("{\"userId\":\"%s\"}", id)});
}

struct credentials registered_user(const char *id)
{
    struct credentials user = target()->credentials;
    const cJSON *object = expect_object(register_user(id, NULL));
    user.user_id = required_text(object, "userId");
    user.user_secret = required_text(object, "userSecret");
    return user;
}

const struct answer *delete_user(const char *id, const struct credentials *partner)
{
    return send_call(&(struct call){.path = "/snapTrade/deleteUser",
                                    .method = "DELETE",
                                    .as = partner,
                                    .without = WITHOUT_USER,
                                    .more = text("userId=%s", escaped(id))});
}
