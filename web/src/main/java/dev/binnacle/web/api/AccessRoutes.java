package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Problem;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.security.AccessToken;
import dev.binnacle.web.security.Caller;
import dev.binnacle.web.security.Gate;
import dev.binnacle.web.security.LoginLinks;
import dev.binnacle.web.security.Role;
import dev.binnacle.web.security.Tokens;
import dev.binnacle.web.view.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who has access: tokens, the caller's own session, and links to sign in. */
final class AccessRoutes {
  private static final Shape<AccessToken> TOKEN =
      Shape.<AccessToken>object("Token", "A bearer token, without its secret")
          .text("id", AccessToken::id)
          .text("name", AccessToken::name)
          .word("role", Role.class, AccessToken::role)
          .textOrNull("bot", token -> botName(token.bot()))
          .note("the only bot that an ingest token may send for; null for any")
          .time("created_at", AccessToken::createdAt)
          .text("created_by", AccessToken::createdBy)
          .timeOrNull("expires_at", AccessToken::expiresAt)
          .shape();

  private static final Shape<List<AccessToken>> TOKENS =
      Shape.<List<AccessToken>>object("Tokens", "All tokens, the newest first")
          .list("tokens", TOKEN, tokens -> tokens)
          .textOrNull("next", tokens -> null)
          .note("always null: all tokens fit on one page")
          .shape();

  private static final Shape<Tokens.Issued> ISSUED =
      Shape.<Tokens.Issued>object("IssuedToken", "A new token with its secret, which is shown this once")
          .child("token", TOKEN, Tokens.Issued::token)
          .text("secret", issued -> issued.secret().reveal())
          .shape();

  private static final Shape<Caller> SESSION =
      Shape.<Caller>object("Session", "Who you are to this server")
          .text("name", Caller::name)
          .word("role", Role.class, Caller::role)
          .textOrNull("bot", caller -> botName(caller.bot()))
          .text("via", caller -> caller.isBySession() ? "session" : "token")
          .timeOrNull("expires_at", Caller::expiresAt)
          .shape();

  /** A link with the code in its fragment, which no server, proxy or log gets to see. */
  private record Link(String url, LoginLinks.Code code) {}

  private static final Shape<Link> LINK =
      Shape.<Link>object("LoginLink", "Lets one person in, once")
          .text("url", Link::url)
          .word("role", Role.class, link -> link.code().role())
          .time("expires_at", link -> link.code().expiresAt())
          .shape();

  private static final int LONGEST_NAME = 64;
  private static final Form NEW_TOKEN =
      Form.named("TokenRequest")
          .text("name", true, "what people call it, 1 to 64 characters", AccessRoutes::nameOf)
          .text("role", true, "ingest, viewer, operator, trader or admin", AccessRoutes::roleOf)
          .text("bot", false, "the only bot that an ingest token may send for; any if left out", BotId::new)
          .count("expires_in_days", false, "it does not end by itself if left out", 1, 3_650);
  private static final Form NEW_LINK =
      Form.named("LoginLinkRequest").text("role", false, "viewer, operator, trader or admin; admin if left out",
          AccessRoutes::roleOf);

  private final Gate gate;
  private final Present present;
  private final Function<LoginLinks.Code, String> urls;
  private final String endedCookie;

  /**
   * @param urls makes the address of a code's link
   * @param endedCookie the header that makes a browser drop its session
   */
  AccessRoutes(Gate gate, Present present, Function<LoginLinks.Code, String> urls, String endedCookie) {
    this.gate = gate;
    this.present = present;
    this.urls = urls;
    this.endedCookie = endedCookie;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/tokens", Access.ADMIN, "All tokens").to(TOKENS, ask -> gate.tokens().list()),
        Route.post("/api/v1/tokens", Access.ADMIN, "Make a token")
            .takes(NEW_TOKEN)
            .answers(201, Reply.JSON, "the token, with its secret", ISSUED)
            .toReply(this::issue),
        Route.delete("/api/v1/tokens/{id}", Access.ADMIN, "Revoke a token, and end the sessions that were opened with it")
            .answers(204, "", "the token is good no longer", null)
            .toReply(this::revoke),
        Route.get("/api/v1/session", Access.SIGNED_IN, "Who you are").to(SESSION, Ask::signedIn),
        Route.delete("/api/v1/session", Access.SIGNED_IN, "Sign out")
            .answers(204, "", "the session has ended", null)
            .toReply(this::signOut),
        Route.post("/api/v1/login-links", Access.ADMIN, "Make a link that lets one person in, once, within 10 minutes")
            .takes(NEW_LINK)
            .answers(201, Reply.JSON, "the link", LINK)
            .toReply(this::link));
  }

  private Reply issue(Ask ask) {
    Form.Values form = NEW_TOKEN.read(ask.body());
    Role role = form.require("role", Role.class);
    BotId bot = form.get("bot", BotId.class);
    if (bot != null && role != Role.INGEST) {
      throw ProblemDocument
          .invalid(List
              .of(new Problem("/bot", "ingest-only", "only an ingest token belongs to a bot, the role was " + role.wireName())))
          .refused();
    }
    Integer days = form.get("expires_in_days", Integer.class);
    Instant expiresAt = days == null ? null : present.now().plus(Duration.ofDays(days));
    return gate.tokens()
        .issue(form.require("name", String.class), role, bot, expiresAt, ask.signedIn().name())
        .map(issued -> Reply.created(ISSUED, issued))
        .orElseThrow(
            () -> ProblemDocument
                .of(409, "too-many-tokens", "Conflict", "there are as many tokens as there may be; revoke one first").refused());
  }

  private Reply revoke(Ask ask) {
    String id = ask.variable("id");
    if (!gate.tokens().revoke(id)) {
      throw ProblemDocument.notFound("token", id).refused();
    }
    return Reply.noContent();
  }

  private Reply signOut(Ask ask) {
    Caller caller = ask.signedIn();
    if (!caller.isBySession()) {
      throw ProblemDocument.of(
          409, "no-session", "Conflict", "a token was sent, not a session; a token is ended by DELETE /api/v1/tokens/{id}")
          .refused();
    }
    gate.sessions().end(caller);
    return Reply.noContent().with("Set-Cookie", endedCookie);
  }

  private Reply link(Ask ask) {
    Role asked = NEW_LINK.read(ask.body()).get("role", Role.class);
    Role role = asked == null ? Role.ADMIN : asked;
    if (!role.isForPeople()) {
      throw ProblemDocument
          .invalid(List.of(new Problem("/role", "person", "a login link is for people: viewer, operator, trader or admin")))
          .refused();
    }
    LoginLinks.Code code = gate.links().issue(role);
    return Reply.created(LINK, new Link(urls.apply(code), code));
  }

  private static String nameOf(String text) {
    boolean printable = text.chars().noneMatch(Character::isISOControl);
    if (text.isBlank() || text.length() > LONGEST_NAME || !printable) {
      throw new InvalidValueException("name", "length", "name must have 1 to 64 characters, none of them control characters");
    }
    return text.strip();
  }

  private static Role roleOf(String text) {
    return Role.named(text)
        .orElseThrow(
            () -> new InvalidValueException("role", "word",
                "role must be ingest, viewer, operator, trader or admin, was " + Parameter.abridged(text)));
  }

  private static @Nullable String botName(@Nullable BotId bot) {
    return bot == null ? null : bot.value();
  }
}
