package dev.binnacle.web.api;

import java.util.List;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** Turns requests into WebSockets. Thread-safe. */
final class Upgrades {
  private final WebSocketMappings mappings;

  Upgrades(Server server) {
    mappings = new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server));
  }

  /**
   * Answers a request with an upgrade.
   *
   * @return false when the request does not ask for one; nothing was answered
   */
  boolean upgrade(FrameHandler socket, Request request, Response response, Callback callback) {
    WebSocketNegotiator negotiator =
        new WebSocketNegotiator() {
          @Override
          public FrameHandler negotiate(ServerUpgradeRequest asked, ServerUpgradeResponse answer, Callback done) {
            // No compression: one rendering goes to all sockets as it is, and deflating it anew for each cost more than it saved.
            answer.setExtensions(List.of());
            return socket;
          }
        };
    return mappings.upgrade(negotiator, request, response, callback, new Configuration.ConfigurationCustomizer());
  }
}
