/* Webhooks of all partners: what becomes an event, and whom it is sent to. */
#ifndef WEBHOOKS_H
#define WEBHOOKS_H

#include "../tenant/tenants.h"
#include "../webhook/webhook_courier.h"

struct webhooks_config {
    struct store *store;
    struct tenants *tenants;
    struct webhook_courier_config courier;
    const char *default_url; /* of the fixtures' partners until they have another; NULL: none */
};

struct webhooks;
struct webhooks *webhooks_new(const struct webhooks_config *config); /* NULL: no memory */
void webhooks_free(struct webhooks *webhooks);                       /* NULL is fine */

/* A store_observer, whose context are the webhooks: sends the event of a changed connection to whom
 * it concerns and who wants it. Costs next to nothing while nobody has a webhook. */
void webhooks_observe(void *context, const struct store_change *change);

/* Sends an event that is no change of the state, when the partner has a webhook that wants it.
 * clientId and webhookSecret of the facts are filled in. */
void webhooks_tell(struct webhooks *webhooks, struct tenant *tenant,
                   const struct webhook_facts *facts);

/* The same on demand, whatever the webhook wants; keeps a webhookSecret that is given. `show` is
 * called with what is to be sent, before it is; false from it: it is not sent. */
typedef bool webhooks_shower(void *context, const struct webhook_delivery *delivery);
enum webhook_sending webhooks_fire(struct webhooks *webhooks, struct tenant *tenant,
                                   const struct webhook_facts *facts, webhooks_shower *show,
                                   void *context);

/* The partner's settings; false: it has no webhook, and *settings is unchanged. */
bool webhooks_settings(struct webhooks *webhooks, struct tenant *tenant,
                       struct webhook_settings *settings);
/* Sets them; see webhook_turn_on(). False: no memory. */
bool webhooks_turn_on(struct webhooks *webhooks, struct tenant *tenant,
                      const struct webhook_settings *settings);

/* The id of the brokerage in the JSON of a connection, or of a brokerage itself. False: no
 * memory. */
bool webhooks_brokerage_id(const char *json, char id[SNAPTRADE_UUID_LENGTH + 1]);

#endif
