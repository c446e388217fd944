package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.security.Caller;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.websocket.core.FrameHandler;

/** The dashboards' socket. */
final class SocketRoutes {
  private final Sockets sockets;

  SocketRoutes(Sockets sockets) {
    this.sockets = sockets;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/ws", Access.VIEWER, "The newest state, and what has just happened, over a WebSocket")
            .upgrading(ask -> room(sockets.live(ask.signedIn()))));
  }

  FrameHandler link(BotId bot, Caller caller) {
    return room(sockets.link(bot, caller));
  }

  private static FrameHandler room(Optional<FrameHandler> socket) {
    return socket.orElseThrow(
        () -> ProblemDocument.of(503, "too-many-sockets", "Service unavailable", "as many sockets are open as there may be")
            .with("Retry-After", "30")
            .refused());
  }
}
