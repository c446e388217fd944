package dev.binnacle.web.api;

import dev.binnacle.web.security.Sessions;

/**
 * The session's cookie. Browsers do not keep the cookies of two ports apart, so its name carries the port: two servers on one
 * machine would sign each other's users out.
 *
 * @param secure whether people come by https
 */
record Cookies(String name, boolean secure) {
  static Cookies of(int port, boolean secure) {
    // A __Host- cookie can only be set over https and for all paths, so that no neighbour's page can plant one.
    return new Cookies((secure ? "__Host-" : "") + "binnacle-" + port, secure);
  }

  String opening(Sessions.Opened session) {
    return cookie(session.cookie().reveal(), session.lifetime().toSeconds());
  }

  String ending() {
    return cookie("", 0);
  }

  private String cookie(String value, long maxAge) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s".formatted(name, value, maxAge, secure ? "; Secure" : "");
  }
}
