// What the findings of ../RESULTS.md look like to an application that uses the Java SDK.
//
// Usage: server.py java -cp "FOLDER/lib/*" Reproduce.java, where scripts/sdks installed the SDK;
// before it was com.snaptrade, its packages were com.konfigthis
import com.snaptrade.client.ApiException;
import com.snaptrade.client.ApiResponse;
import com.snaptrade.client.Configuration;
import com.snaptrade.client.JSON;
import com.snaptrade.client.Snaptrade;
import com.snaptrade.client.api.ConnectionsApi;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.UUID;

public class Reproduce {
    private static final String SECRET = "the-userSecret";
    private static final UUID ID = UUID.fromString("2bcd7cc3-e922-4976-bce1-9858296801c3");

    interface Call {
        ApiResponse<?> make() throws ApiException;
    }

    /** As the README has it. */
    private static ConnectionsApi connect(String host) {
        return client(host).connections;
    }

    private static Snaptrade client(String host) {
        Configuration configuration = new Configuration();
        configuration.host = host;
        configuration.clientId = "PARTNER";
        configuration.consumerKey = "not-a-secret";
        return new Snaptrade(configuration);
    }

    private static ConnectionsApi hasty(String host) {
        ConnectionsApi connections = connect(host);
        connections.getApiClient().setConnectTimeout(1000).setReadTimeout(1000)
            .setWriteTimeout(1000);
        return connections;
    }

    private static String start(Object said) {
        String text = String.valueOf(said).replaceAll("\\s+", " ");
        return text.substring(0, Math.min(100, text.length()));
    }

    /** Calls, and prints what its caller sees. */
    private static void see(String title, Call call) {
        long began = System.nanoTime();
        String seen;
        try {
            ApiResponse<?> response = call.make();
            seen = "success, " + response.getStatusCode() + " " + start(response.getResponseBody());
        } catch (ApiException error) {
            seen = "ApiException, status " + error.getStatusCode() + ", " + start(error);
            seen += error.toString().contains(SECRET) ? "; THE MESSAGE HOLDS THE USERSECRET" : "";
        } catch (Throwable error) {
            seen = "NO ApiException: " + start(error);
        }
        System.out.printf("%s: %s; %.1f s%n", title, seen, (System.nanoTime() - began) / 1e9);
    }

    private static void list(ConnectionsApi connections, String title, String user) {
        see(title, () -> connections.listBrokerageAuthorizations(user, SECRET)
            .executeWithHttpInfo());
    }

    public static void main(String[] arguments) {
        String url = arguments[0], base = url + "/api/v1"; // what the SDK has by default
        list(connect(base), "base URL /api/v1", "u");
        list(connect(url), "base URL /", "u");
        for (String user : new String[] {"a b", "a&b+c%41", "a?b#c/d", "é"}) {
            list(connect(base), "userId " + user, user);
        }
        for (String user : new String[] {"few", "few-brokerage", "broken", "html", "empty", "401",
                 "404", "429", "500", "cut", "redirect"}) {
            list(connect(base), user, user);
        }
        for (String user : new String[] {"type-2023", "type-2024", "type-unknown"}) {
            see(user, () -> connect(base).sessionEvents("PARTNER").userId(user)
                .executeWithHttpInfo());
        }
        list(connect("http://127.0.0.1:1"), "nobody listens", "u");
        for (String user : new String[] {"silent", "trickle"}) {
            list(hasty(base), user + ", timeouts of 1000", user);
        }
        ConnectionsApi bounded = connect(base);
        bounded.getApiClient().setHttpClient(bounded.getApiClient().getHttpClient().newBuilder()
            .callTimeout(Duration.ofSeconds(1)).build());
        list(bounded, "trickle, callTimeout of 1 s", "trickle");
        for (String user : new String[] {"accounts", "accounts-few", "accounts-no-name"}) {
            see(user, () -> client(base).accountInformation.listUserAccounts(user, SECRET)
                .executeWithHttpInfo());
        }
        see("accounts, as JSON again", () -> {
            Object accounts = client(base).accountInformation.listUserAccounts("accounts", SECRET)
                .executeWithHttpInfo().getResponseBody();
            System.out.println(start(JSON.getGson().toJson(accounts)));
            return client(base).accountInformation.listUserAccounts("accounts", SECRET)
                .executeWithHttpInfo();
        });
        see("login", () -> client(base).authentication.loginSnapTradeUser("login", SECRET)
            .executeWithHttpInfo());
        for (String kind : new String[] {"trade", "trade-if-available"}) {
            see("login to " + kind, () -> client(base).authentication
                .loginSnapTradeUser("login", SECRET).connectionType(kind).executeWithHttpInfo());
        }
        see("remove, redirect", () -> connect(base)
            .removeBrokerageAuthorization(ID, "redirect", SECRET).executeWithHttpInfo());
        System.out.print("what an ApiException has:");
        for (Method method : ApiException.class.getDeclaredMethods()) {
            System.out.print(" " + method.getName());
        }
        System.out.println();
        System.exit(0); // the SDK's threads would live on for minutes
    }
}
