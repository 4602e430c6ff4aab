// The adapter of the official Java SDK; ../PROTOCOL.md says what it speaks.
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.annotations.SerializedName;
import com.snaptrade.client.ApiException;
import com.snaptrade.client.ApiResponse;
import com.snaptrade.client.Configuration;
import com.snaptrade.client.JSON;
import com.snaptrade.client.Snaptrade;
import com.snaptrade.client.api.AccountInformationApi;
import com.snaptrade.client.api.AuthenticationApi;
import com.snaptrade.client.api.ConnectionsApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

public class Adapter {
    private static String text(JsonObject request, String name) {
        return request.has(name) ? request.get(name).getAsString() : null;
    }

    private static Snaptrade connect(JsonObject request) {
        Configuration configuration = new Configuration();
        configuration.host = text(request, "host");
        configuration.clientId = text(request, "clientId");
        configuration.consumerKey = text(request, "consumerKey");
        Snaptrade client = new Snaptrade(configuration);
        if (request.has("timeoutSeconds")) {
            int timeout = (int) (request.get("timeoutSeconds").getAsDouble() * 1000);
            client.connections.getApiClient()
                .setConnectTimeout(timeout).setReadTimeout(timeout).setWriteTimeout(timeout);
        }
        return client;
    }

    /** By name, for what not all versions have, or not in the same way. Null: this one has not. */
    private static Object invoke(Object target, String name, Object... arguments) throws Throwable {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name)
                && method.getParameterCount() == arguments.length) {
                try {
                    return method.invoke(target, arguments);
                } catch (InvocationTargetException thrown) {
                    throw thrown.getCause();
                }
            }
        }
        return null;
    }

    private static ApiResponse<?> send(Object builder) throws Throwable {
        return builder == null ? null : (ApiResponse<?>) invoke(builder, "executeWithHttpInfo");
    }

    /** Its userId stands in the builder, or in the builder's maker. */
    private static ApiResponse<?> register(AuthenticationApi api, String user) throws Throwable {
        Object builder = invoke(api, "registerSnapTradeUser");
        return send(builder != null ? invoke(builder, "userId", user)
            : invoke(api, "registerSnapTradeUser", user));
    }

    private static ApiResponse<?> login(Snaptrade client, JsonObject request) throws ApiException {
        AuthenticationApi.LoginSnapTradeUserRequestBuilder builder =
            client.authentication.loginSnapTradeUser(
                text(request, "userId"), text(request, "userSecret"));
        if (request.has("broker")) builder.broker(text(request, "broker"));
        if (request.has("immediateRedirect")) {
            builder.immediateRedirect(request.get("immediateRedirect").getAsBoolean());
        }
        if (request.has("customRedirect")) builder.customRedirect(text(request, "customRedirect"));
        if (request.has("reconnect")) builder.reconnect(text(request, "reconnect"));
        if (request.has("connectionType")) builder.connectionType(text(request, "connectionType"));
        return builder.executeWithHttpInfo();
    }

    /** Null: there is no such call. An id must be a UUID before the SDK can be told. */
    private static ApiResponse<?> call(JsonObject request) throws Throwable {
        Snaptrade client = connect(request);
        ConnectionsApi api = client.connections;
        AccountInformationApi accounts = client.accountInformation;
        String user = text(request, "userId"), secret = text(request, "userSecret");
        switch (text(request, "call")) {
            case "list_brokerage_authorizations":
                return api.listBrokerageAuthorizations(user, secret).executeWithHttpInfo();
            case "detail_brokerage_authorization":
                return api.detailBrokerageAuthorization(authorization(request), user, secret)
                    .executeWithHttpInfo();
            case "remove_brokerage_authorization":
                return api.removeBrokerageAuthorization(authorization(request), user, secret)
                    .executeWithHttpInfo();
            case "session_events":
                ConnectionsApi.SessionEventsRequestBuilder events =
                    api.sessionEvents(text(request, "partnerClientId"));
                if (request.has("userIds")) events.userId(text(request, "userIds"));
                if (request.has("sessionIds")) events.sessionId(text(request, "sessionIds"));
                return events.executeWithHttpInfo();
            case "register_snap_trade_user":
                return register(client.authentication, user);
            case "list_snap_trade_users":
                return client.authentication.listSnapTradeUsers().executeWithHttpInfo();
            case "delete_snap_trade_user":
                return client.authentication.deleteSnapTradeUser(user).executeWithHttpInfo();
            case "reset_snap_trade_user_secret":
                return client.authentication.resetSnapTradeUserSecret()
                    .userId(user).userSecret(secret).executeWithHttpInfo();
            case "login_snap_trade_user":
                return login(client, request);
            case "list_user_accounts":
                return accounts.listUserAccounts(user, secret).executeWithHttpInfo();
            case "get_user_account_details":
                return accounts.getUserAccountDetails(user, secret, id(request, "accountId"))
                    .executeWithHttpInfo();
            case "get_user_account_balance":
                return accounts.getUserAccountBalance(user, secret, id(request, "accountId"))
                    .executeWithHttpInfo();
            case "refresh_brokerage_authorization":
                return send(invoke(api, "refreshBrokerageAuthorization", authorization(request),
                    user, secret));
            case "disable_brokerage_authorization":
                return send(invoke(api, "disableBrokerageAuthorization", authorization(request),
                    user, secret));
            default:
                return null;
        }
    }

    private static UUID id(JsonObject request, String name) {
        return UUID.fromString(text(request, name));
    }

    private static UUID authorization(JsonObject request) {
        return id(request, "authorizationId");
    }

    /** JSON text as what it says, other text as a string. */
    private static JsonElement parsed(String body) {
        try {
            return JsonParser.parseString(body);
        } catch (JsonParseException notJson) {
            return new JsonPrimitive(body);
        }
    }

    private static JsonObject describe(Throwable error) {
        JsonObject described = new JsonObject();
        ApiException known = error instanceof ApiException ? (ApiException) error : null;
        boolean answered = known != null && known.getStatusCode() >= 300;
        boolean cut = known != null && known.getCause() instanceof IOException;
        described.addProperty("kind", answered ? "api" : cut ? "transport" : "client");
        if (known != null && known.getStatusCode() > 0) {
            described.addProperty("status", known.getStatusCode());
        }
        if (known != null && known.getResponseBody() != null) {
            described.add("body", parsed(known.getResponseBody()));
        }
        described.addProperty("message", error.toString());
        return described;
    }

    /** A model as its fields: the SDK's own writer fails on a null for which it has no field. */
    private static JsonElement tree(Object value) throws Throwable {
        if (value instanceof Collection) {
            JsonArray items = new JsonArray();
            for (Object item : (Collection<?>) value) items.add(tree(item));
            return items;
        }
        if (value == null || value instanceof Enum
            || !value.getClass().getName().contains(".client.model.")) {
            return JSON.getGson().toJsonTree(value);
        }
        Object oneOfSeveral = invoke(value, "getActualInstance");
        return oneOfSeveral != null ? tree(oneOfSeveral) : fields(value);
    }

    private static JsonObject fields(Object model) throws Throwable {
        JsonObject object = new JsonObject();
        for (Field field : model.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) continue;
            field.setAccessible(true);
            SerializedName name = field.getAnnotation(SerializedName.class);
            if (name != null) {
                object.add(name.value(), tree(field.get(model)));
            } else if (field.get(model) instanceof Map) { // additionalProperties
                for (Map.Entry<?, ?> one : ((Map<?, ?>) field.get(model)).entrySet()) {
                    object.add((String) one.getKey(), tree(one.getValue()));
                }
            }
        }
        return object;
    }

    private static JsonObject answer(JsonObject request) {
        JsonObject answer = new JsonObject();
        answer.add("id", request.get("id"));
        try {
            ApiResponse<?> response = call(request);
            if (response == null) {
                answer.addProperty("unsupported", true);
                return answer;
            }
            JsonObject headers = new JsonObject();
            for (Map.Entry<String, List<String>> one : response.getResponseHeaders().entrySet()) {
                headers.addProperty(one.getKey(), String.join(", ", one.getValue()));
            }
            JsonElement body = tree(response.getResponseBody());
            answer.addProperty("status", response.getStatusCode());
            answer.add("headers", headers);
            answer.add("body", body);
        } catch (Throwable error) { // whatever an SDK throws is the answer
            answer.add("error", describe(error));
        }
        return answer;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err);
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            JsonObject request = JsonParser.parseString(line).getAsJsonObject();
            // Gson leaves out a member that is null, unless it is printed as it stands.
            answers.println(answer(request));
        }
        System.exit(0); // the SDK's threads would live on for minutes
    }
}
