package dev.binnacle.web.api;

import dev.binnacle.web.security.Access;
import dev.binnacle.web.security.Gate;
import dev.binnacle.web.security.Gate.Login;
import dev.binnacle.web.security.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** The page where people sign in. It is whole without script; with it, the code of a link is filled in. */
final class LoginRoutes {
  private static final String HTML = "text/html; charset=utf-8";
  private static final int LARGEST_FORM = 4 * 1024;
  private static final Parameter<String> NEXT =
      new Parameter<>(
          "next",
          "Where to go afterwards, a path on this server",
          JsonNodeFactory.instance.objectNode().put("type", "string"),
          LoginRoutes::localPath,
          "/",
          false);

  private final Gate gate;
  private final Cookies cookies;
  private final LoginPage page = new LoginPage();

  LoginRoutes(Gate gate, Cookies cookies) {
    this.gate = gate;
    this.cookies = cookies;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/login", Access.OPEN, "The page where people sign in")
            .with(NEXT)
            .answers(200, HTML, "a page", null)
            .toReply(ask -> ask.caller() == null
                ? shown(200, null, ask.require(NEXT), ask.fromElsewhere())
                : Reply.seeOther(ask.require(NEXT))),
        Route.post("/login", Access.OPEN, "Sign in with the code of a link, or with a token")
            .takes(new Route.Body(List.of("application/x-www-form-urlencoded"), LARGEST_FORM, false, null, "`code` and `next`"))
            .answers(303, "", "signed in", null)
            .answers(401, HTML, "the code or token is not good", null)
            .toReply(this::signIn),
        asset("/login.css", "text/css; charset=utf-8", LoginPage.style()),
        asset("/login.js", "text/javascript; charset=utf-8", LoginPage.script()));
  }

  private static Route asset(String path, String contentType, String text) {
    Reply reply = Reply.text(200, contentType, text, Reply.Caching.REVALIDATED);
    return Route.get(path, Access.OPEN, "Part of the page where people sign in")
        .answers(200, contentType, "a file", null)
        .toReply(ask -> reply);
  }

  private Reply signIn(Ask ask) {
    Map<String, String> form = formOf(ask.body());
    String next = localPath(form.getOrDefault("next", "/"));
    String code = form.getOrDefault("code", "").strip();
    if (code.isEmpty()) {
      return shown(400, "Enter the code of a login link, or a token.", next);
    }
    return switch (gate.signIn(Secret.of(code), ask.from())) {
      case Login.Welcome(var session) -> Reply.seeOther(next).with("Set-Cookie", cookies.opening(session));
      case Login.Wrong(String why) -> shown(401, why, next);
      case Login.Throttled(var wait) ->
          shown(429, "Too many attempts failed. Try again in %d s.".formatted(Math.max(1, wait.toSeconds())), next)
              .with("Retry-After", "" + Math.max(1, wait.toSeconds()));
    };
  }

  private Reply shown(int status, @Nullable String message, String next) {
    return shown(status, message, next, false);
  }

  private Reply shown(int status, @Nullable String message, String next, boolean fromElsewhere) {
    return Reply.text(status, HTML, page.html(message, next, fromElsewhere), Reply.Caching.NEVER).with("Content-Security-Policy",
        LoginPage.POLICY);
  }

  private static Map<String, String> formOf(byte[] body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
      String[] parts = pair.split("=", 2);
      try {
        form.put(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
      } catch (IllegalArgumentException e) {
        throw ProblemDocument.of(400, "invalid-request", "Invalid request", "the form is not url-encoded as it should be")
            .refused();
      }
    }
    return form;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The path if it is one of this server's pages, else the front page: nobody is sent elsewhere from here. */
  private static String localPath(String text) {
    boolean isLocal =
        text.startsWith("/") && !text.startsWith("//") && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    return isLocal && text.length() <= 500 ? text : "/";
  }
}
